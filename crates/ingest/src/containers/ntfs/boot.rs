//! The first sector of an NTFS volume: the size of its clusters and where the master file table is.

use super::super::clusters::{Volume, le16, le64};

/// Bytes of a file record: 1 KiB or 4 KiB in practice.
const RECORD_BYTES: std::ops::RangeInclusive<u64> = 512..=64 * 1024;

/// Bytes of a cluster: up to 2 MiB since Windows 10.
const CLUSTER_BYTES_MAX: u64 = 2 << 20;

/// What the first sector says; lengths and places in bytes of the volume.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boot {
    pub(super) cluster: u64,
    pub(super) record: u64,
    pub(super) table_at: u64,
    pub(super) mirror_at: u64,
    pub(super) volume_len: u64,
    pub(super) serial: u64,
}

impl Boot {
    /// Reads the first sector; none where it is not that of an NTFS volume.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.get(3..11)? != b"NTFS    " {
            return None;
        }
        let sector = u64::from(le16(bytes, 11)?);
        let per_cluster = power(*bytes.get(13)?)?;
        let cluster = sector.checked_mul(per_cluster)?;
        let is_sound = sector.is_power_of_two()
            && (256..=4096).contains(&sector)
            && cluster <= CLUSTER_BYTES_MAX;
        if !is_sound {
            return None;
        }
        let record = match bytes.get(64)?.cast_signed() {
            clusters @ 1.. => u64::from(clusters.unsigned_abs()).checked_mul(cluster)?,
            power => 1u64.checked_shl(u32::from(power.unsigned_abs()))?,
        };
        if !record.is_power_of_two() || !RECORD_BYTES.contains(&record) {
            return None;
        }
        Some(Self {
            cluster,
            record,
            table_at: le64(bytes, 48)?.checked_mul(cluster)?,
            mirror_at: le64(bytes, 56)?.checked_mul(cluster)?,
            volume_len: le64(bytes, 40)?.checked_mul(sector)?,
            serial: le64(bytes, 72)?,
        })
    }
}

impl Boot {
    /// Bytes of a cluster, and those that a run may lead to: an image may be cut off before the end
    /// of its volume, or go on after it.
    pub(super) fn bounds(&self, volume: &Volume<'_>) -> (u64, u64) {
        (self.cluster, self.volume_len.max(volume.len()))
    }
}

/// Sectors of a cluster: a number up to 128, or, above it, a power of two as a negative exponent.
fn power(byte: u8) -> Option<u64> {
    match byte {
        0 => None,
        1..=0x80 => Some(u64::from(byte)).filter(|count| count.is_power_of_two()),
        _ => 1u64.checked_shl(u32::from(byte.cast_signed().unsigned_abs())),
    }
}
