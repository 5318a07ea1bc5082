//! The first sector of an exFAT volume.

use super::super::clusters::{le32, le64};

/// The last number a cluster may have (specification, 3.1.9).
const CLUSTER_MAX: u64 = 0xffff_fff5;

/// What the first sector says; lengths and places in bytes of the volume.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boot {
    pub(super) cluster: u64,
    pub(super) table_at: u64,
    pub(super) table_len: u64,
    /// Where cluster 2 stands.
    pub(super) data_at: u64,
    pub(super) last_cluster: u32,
    pub(super) top_cluster: u32,
    pub(super) volume_len: u64,
    pub(super) serial: u32,
    pub(super) revision: (u8, u8),
}

impl Boot {
    /// Reads the first sector; none where it is not that of an exFAT volume.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let is_exfat = bytes.get(3..11)? == b"EXFAT   "
            && bytes.get(11..64)?.iter().all(|byte| *byte == 0)
            && bytes.get(510..512)? == [0x55, 0xaa];
        let (sector_power, cluster_power) = (*bytes.get(108)?, *bytes.get(109)?);
        let is_sound = (9..=12).contains(&sector_power) && cluster_power <= 25 - sector_power;
        if !is_exfat || !is_sound {
            return None;
        }
        let sector = 1u64 << sector_power;
        let table_len = u64::from(le32(bytes, 84)?) * sector;
        // The second of two tables is in use where the first bit of the flags is set.
        let is_second = bytes.get(106)? & 1 != 0 && *bytes.get(110)? == 2;
        let first_table_at = u64::from(le32(bytes, 80)?) * sector;
        let clusters = u64::from(le32(bytes, 92)?);
        let last = (clusters + 1).min((table_len / 4).saturating_sub(1)).min(CLUSTER_MAX);
        let boot = Self {
            cluster: sector << cluster_power,
            table_at: first_table_at + if is_second { table_len } else { 0 },
            table_len,
            data_at: u64::from(le32(bytes, 88)?) * sector,
            last_cluster: u32::try_from(last).ok()?,
            top_cluster: le32(bytes, 96)?,
            volume_len: le64(bytes, 72)?.checked_mul(sector)?,
            serial: le32(bytes, 100)?,
            revision: (*bytes.get(105)?, *bytes.get(104)?),
        };
        boot.has_cluster(boot.top_cluster).then_some(boot)
    }

    /// Leaves out the clusters whose part of the table is not in an image of this length.
    pub(super) fn within(self, image_len: u64) -> Self {
        let table_len = self.table_len.min(image_len.saturating_sub(self.table_at));
        let last = u64::from(self.last_cluster).min((table_len / 4).saturating_sub(1));
        Self { table_len, last_cluster: u32::try_from(last).unwrap_or(0), ..self }
    }

    /// Whether a number is that of a cluster of this volume.
    pub(super) fn has_cluster(&self, cluster: u32) -> bool {
        (2..=self.last_cluster).contains(&cluster)
    }

    /// Where a cluster of this volume stands.
    pub(super) fn cluster_at(&self, cluster: u32) -> u64 {
        self.data_at + u64::from(cluster.saturating_sub(2)) * self.cluster
    }

    /// Number of the directory entry at this byte, as The Sleuth Kit counts metadata addresses.
    pub(super) fn address_of(&self, at: u64) -> u64 {
        at.saturating_sub(self.data_at) / 32 + 3
    }
}
