//! The first sector of a FAT volume: where its tables, its top folder and its clusters stand.

use super::super::clusters::{le16, le32};

/// Clusters below which a volume is FAT12, and below which it is FAT16 (Microsoft, "FAT Type
/// Determination").
const FAT12_BELOW: u64 = 4_085;
const FAT16_BELOW: u64 = 65_525;

/// The last number a cluster may have: 28 bits less the marks at their end.
const CLUSTER_MAX: u64 = 0x0fff_fff6;

/// Which width the table's entries have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// Twelve bits.
    Fat12,
    /// Sixteen bits.
    Fat16,
    /// Twenty-eight bits in four bytes.
    Fat32,
}

impl Width {
    /// The name a person knows it by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Fat12 => "FAT12",
            Self::Fat16 => "FAT16",
            Self::Fat32 => "FAT32",
        }
    }
}

/// What the first sector says; lengths and places in bytes of the volume.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boot {
    pub(super) width: Width,
    pub(super) cluster: u64,
    pub(super) table_at: u64,
    pub(super) table_len: u64,
    /// The fixed top folder of FAT12 and FAT16; empty in FAT32.
    pub(super) top_at: u64,
    pub(super) top_len: u64,
    /// First cluster of the top folder of FAT32.
    pub(super) top_cluster: u32,
    /// Where cluster 2 stands.
    pub(super) data_at: u64,
    pub(super) last_cluster: u32,
    pub(super) volume_len: u64,
    pub(super) serial: u32,
}

impl Boot {
    /// Reads the first sector; none where it is not that of a FAT volume.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let jump = (bytes.first()?, bytes.get(2)?);
        let is_jump = matches!(jump, (0xeb, 0x90) | (0xe9, _));
        let mark = bytes.get(510..512)?;
        let media = *bytes.get(21)?;
        if !is_jump || mark != [0x55, 0xaa] || (media < 0xf8 && media != 0xf0) {
            return None;
        }
        let sector = u64::from(le16(bytes, 11)?);
        let per_cluster = u64::from(*bytes.get(13)?);
        let reserved = u64::from(le16(bytes, 14)?);
        let tables = u64::from(*bytes.get(16)?);
        let top_entries = u64::from(le16(bytes, 17)?);
        let is_sound = matches!(sector, 512 | 1024 | 2048 | 4096)
            && per_cluster.is_power_of_two()
            && reserved > 0
            && (1..=4).contains(&tables);
        if !is_sound {
            return None;
        }
        let sectors = Some(u64::from(le16(bytes, 19)?)).filter(|count| *count > 0);
        let sectors = sectors.unwrap_or(u64::from(le32(bytes, 32)?));
        let table_16 = u64::from(le16(bytes, 22)?);
        let table_sectors = if table_16 > 0 { table_16 } else { u64::from(le32(bytes, 36)?) };
        let top_sectors = (top_entries * 32).div_ceil(sector);
        let top_sector = reserved + tables * table_sectors;
        let data_sector = top_sector + top_sectors;
        let clusters = sectors.checked_sub(data_sector)? / per_cluster;
        if clusters == 0 || table_sectors == 0 {
            return None;
        }
        let width = if table_16 == 0 || clusters >= FAT16_BELOW {
            Width::Fat32
        } else if clusters < FAT12_BELOW {
            Width::Fat12
        } else {
            Width::Fat16
        };
        let boot = Self {
            width,
            cluster: per_cluster * sector,
            table_at: reserved * sector
                + active_table(bytes, width, tables) * table_sectors * sector,
            table_len: table_sectors * sector,
            top_at: top_sector * sector,
            top_len: top_entries * 32,
            top_cluster: if width == Width::Fat32 { le32(bytes, 44)? & 0x0fff_ffff } else { 0 },
            data_at: data_sector * sector,
            last_cluster: 0,
            volume_len: sectors * sector,
            serial: le32(bytes, if width == Width::Fat32 { 67 } else { 39 })?,
        };
        Some(boot.with_last_cluster(clusters))
    }

    /// Leaves out the clusters whose part of the table is not in an image of this length.
    pub(super) fn within(self, image_len: u64) -> Self {
        let table_len = self.table_len.min(image_len.saturating_sub(self.table_at));
        let last = u64::from(self.last_cluster);
        Self { table_len, ..self }.with_last_cluster(last.saturating_sub(1))
    }

    /// The last cluster: by the volume's size, unless its table is shorter.
    fn with_last_cluster(mut self, clusters: u64) -> Self {
        let in_table = match self.width {
            Width::Fat12 => self.table_len * 2 / 3,
            Width::Fat16 => self.table_len / 2,
            Width::Fat32 => self.table_len / 4,
        };
        let last = (clusters + 1).min(in_table.saturating_sub(1)).min(CLUSTER_MAX);
        self.last_cluster = u32::try_from(last).unwrap_or(0);
        self
    }

    /// Whether a number is that of a cluster of this volume.
    pub(super) fn has_cluster(&self, cluster: u32) -> bool {
        (2..=self.last_cluster).contains(&cluster)
    }

    /// Where a cluster of this volume stands.
    pub(super) fn cluster_at(&self, cluster: u32) -> u64 {
        self.data_at + u64::from(cluster.saturating_sub(2)) * self.cluster
    }

    /// Number of the directory entry at this byte, as The Sleuth Kit counts metadata addresses:
    /// 32-byte pieces from the top folder of FAT12 and FAT16 or the first cluster of FAT32, from 3.
    pub(super) fn address_of(&self, at: u64) -> u64 {
        let first = if self.width == Width::Fat32 { self.data_at } else { self.top_at };
        at.saturating_sub(first) / 32 + 3
    }
}

/// The table in use: FAT32 may have switched mirroring off.
fn active_table(bytes: &[u8], width: Width, tables: u64) -> u64 {
    let flags = if width == Width::Fat32 { le16(bytes, 40).unwrap_or(0) } else { 0 };
    let chosen = u64::from(flags & 0x0f);
    if flags & 0x80 != 0 && chosen < tables { chosen } else { 0 }
}
