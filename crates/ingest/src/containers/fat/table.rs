//! The file allocation table: which cluster follows which, and which are free.

use std::io;

use super::super::clusters::{Run, Runs, Volume, Windows, le16, le32};
use super::boot::{Boot, Width};

/// What the table says of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// It belongs to no file.
    Free,
    /// It is followed by this one.
    Cluster(u32),
    /// It is the last of its file.
    End,
    /// It is marked as damaged.
    Bad,
}

/// The table of a volume, read where it is asked.
pub(super) struct Table {
    pub(super) boot: Boot,
    windows: Windows,
}

impl Table {
    /// The table in use.
    pub(super) fn new(boot: Boot) -> Self {
        Self { boot, windows: Windows::default() }
    }

    /// What the table says of a cluster; a number that is none of this volume's is an error.
    pub(super) fn next(&mut self, volume: &mut Volume<'_>, cluster: u32) -> io::Result<Next> {
        if !self.boot.has_cluster(cluster) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let number = u64::from(cluster);
        let (table_at, table_len) = (self.boot.table_at, self.boot.table_len);
        let at = match self.boot.width {
            Width::Fat12 => number + number / 2,
            Width::Fat16 => number * 2,
            Width::Fat32 => number * 4,
        };
        let fill = |from: u64, buffer: &mut [u8]| volume.read_at(table_at + from, buffer);
        // The whole table of FAT12 has room in one window, so no entry is cut by its end.
        let (window, inside) = self.windows.around(at, table_len, fill)?;
        let value = match self.boot.width {
            Width::Fat12 => le16(window, inside).map(|pair| {
                u32::from(if cluster.is_multiple_of(2) { pair & 0x0fff } else { pair >> 4 })
            }),
            Width::Fat16 => le16(window, inside).map(u32::from),
            Width::Fat32 => le32(window, inside).map(|value| value & 0x0fff_ffff),
        };
        let value = value.ok_or(io::ErrorKind::UnexpectedEof)?;
        let bad = match self.boot.width {
            Width::Fat12 => 0x0ff7,
            Width::Fat16 => 0xfff7,
            Width::Fat32 => 0x0fff_fff7,
        };
        Ok(match value {
            0 => Next::Free,
            value if value == bad => Next::Bad,
            value if value > bad => Next::End,
            value => Next::Cluster(value),
        })
    }

    /// Whether a cluster belongs to no file; one that cannot be asked is held to be in use.
    pub(super) fn is_free(&mut self, volume: &mut Volume<'_>, cluster: u32) -> bool {
        matches!(self.next(volume, cluster), Ok(Next::Free))
    }

    /// The run of `count` clusters from one on.
    pub(super) fn run(&self, cluster: u32, count: u32) -> Run {
        let len = u64::from(count) * self.boot.cluster;
        Run { at: Some(self.boot.cluster_at(cluster)), len }
    }

    /// The runs of the file of `len` bytes that begins in `cluster`, by its chain.
    pub(super) fn chain(
        &mut self,
        volume: &mut Volume<'_>,
        cluster: u32,
        len: u64,
    ) -> Result<Runs, &'static str> {
        let mut runs = Runs::default();
        let count = len.div_ceil(self.boot.cluster);
        if count > u64::from(self.boot.last_cluster) {
            return Err("its size is larger than the volume");
        }
        let mut here = cluster;
        for step in 0..count {
            if !self.boot.has_cluster(here) {
                return Err("its chain of clusters leads outside the volume");
            }
            if !runs.push(self.run(here, 1)) {
                return Err("it lies in too many pieces");
            }
            if step + 1 == count {
                break;
            }
            here = match self.next(volume, here) {
                Ok(Next::Cluster(next)) => next,
                Ok(Next::End) => return Err("its chain of clusters ends before its size"),
                Ok(Next::Free) => return Err("its chain of clusters leads into free ones"),
                Ok(Next::Bad) => return Err("its chain of clusters leads into a damaged one"),
                Err(_) => return Err("the allocation table cannot be read there"),
            };
        }
        if runs.cross_themselves() {
            return Err("its chain of clusters runs in a circle");
        }
        Ok(runs)
    }
}
