//! The chains of clusters and the bitmap of those in use.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::super::clusters::{PASSED_OVER_MAX, Run, RunReader, Runs, Volume, Windows, le32};
use super::boot::Boot;

/// What the table says of a cluster.
enum Next {
    Cluster(u32),
    End,
}

/// The table and the bitmap of a volume, read where they are asked.
pub(super) struct Table {
    pub(super) boot: Boot,
    windows: Windows,
    bitmap: Runs,
    bitmap_len: u64,
    bitmap_windows: Windows,
}

impl Table {
    /// The table in use; the bitmap is found later.
    pub(super) fn new(boot: Boot) -> Self {
        let (windows, bitmap_windows) = (Windows::default(), Windows::default());
        Self { boot, windows, bitmap: Runs::default(), bitmap_len: 0, bitmap_windows }
    }

    /// Takes the bitmap that the top folder leads to.
    pub(super) fn set_bitmap(&mut self, runs: Runs, len: u64) {
        self.bitmap_len = len.min(runs.len());
        self.bitmap = runs;
        self.bitmap_windows = Windows::default();
    }

    /// Whether the bitmap was found.
    pub(super) fn has_bitmap(&self) -> bool {
        self.bitmap_len > 0
    }

    fn next(&mut self, volume: &mut Volume<'_>, cluster: u32) -> io::Result<Next> {
        let (table_at, table_len) = (self.boot.table_at, self.boot.table_len);
        let fill = |from: u64, buffer: &mut [u8]| volume.read_at(table_at + from, buffer);
        let (window, inside) = self.windows.around(u64::from(cluster) * 4, table_len, fill)?;
        match le32(window, inside) {
            Some(u32::MAX) => Ok(Next::End),
            Some(next) if self.boot.has_cluster(next) => Ok(Next::Cluster(next)),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    /// Whether a cluster belongs to no file; one that cannot be asked is held to be in use.
    pub(super) fn is_free(&mut self, volume: &mut Volume<'_>, cluster: u32) -> bool {
        let Some(bit) = cluster.checked_sub(2).filter(|_| self.boot.has_cluster(cluster)) else {
            return false;
        };
        let (runs, len) = (&self.bitmap, self.bitmap_len);
        let fill = |at: u64, buffer: &mut [u8]| {
            let mut reader = RunReader::new(volume, runs, len, len);
            reader.seek(SeekFrom::Start(at))?;
            reader.read_exact(buffer)
        };
        let window = self.bitmap_windows.around(u64::from(bit / 8), len, fill);
        let byte = window.ok().and_then(|(window, inside)| window.get(inside).copied());
        byte.is_some_and(|byte| byte >> (bit % 8) & 1 == 0)
    }

    /// Whether every cluster of these runs is free.
    pub(super) fn are_free(&mut self, volume: &mut Volume<'_>, runs: &Runs) -> bool {
        let boot = self.boot;
        runs.iter().all(|run| {
            let at = run.at.unwrap_or(0).saturating_sub(boot.data_at);
            let (first, count) = (at / boot.cluster + 2, run.len / boot.cluster);
            (first..first + count)
                .all(|cluster| u32::try_from(cluster).is_ok_and(|at| self.is_free(volume, at)))
        })
    }

    /// Runs of `len` bytes in clusters in a row.
    pub(super) fn row(&self, cluster: u32, len: u64) -> Result<Runs, &'static str> {
        let count = len.div_ceil(self.boot.cluster);
        let end = u64::from(cluster).checked_add(count);
        if !self.boot.has_cluster(cluster)
            || end.is_none_or(|end| end > u64::from(self.boot.last_cluster) + 1)
        {
            return Err("its clusters lead outside the volume");
        }
        let mut runs = Runs::default();
        let at = Some(self.boot.cluster_at(cluster));
        runs.push(Run { at, len: count * self.boot.cluster });
        Ok(runs)
    }

    /// The runs of `len` bytes, or of the whole chain without `len`, by the chain that begins in
    /// `cluster`.
    pub(super) fn chain(
        &mut self,
        volume: &mut Volume<'_>,
        cluster: u32,
        len: Option<u64>,
    ) -> Result<Runs, &'static str> {
        let boot = self.boot;
        let count = len.map(|len| len.div_ceil(boot.cluster));
        let most = u64::from(boot.last_cluster);
        if count.is_some_and(|count| count > most) {
            return Err("its size is larger than the volume");
        }
        let mut runs = Runs::default();
        let mut here = cluster;
        for step in 0..count.unwrap_or(most) {
            if !boot.has_cluster(here) {
                return Err("its chain of clusters leads outside the volume");
            }
            if !runs.push(Run { at: Some(boot.cluster_at(here)), len: boot.cluster }) {
                return Err("it lies in too many pieces");
            }
            if Some(step + 1) == count {
                break;
            }
            here = match self.next(volume, here) {
                Ok(Next::Cluster(next)) => next,
                Ok(Next::End) if count.is_none() => break,
                Ok(Next::End) => return Err("its chain of clusters ends before its size"),
                Err(_) => return Err("its chain of clusters breaks off"),
            };
        }
        if runs.cross_themselves() {
            return Err("its chain of clusters runs in a circle");
        }
        Ok(runs)
    }

    /// Free clusters from one on, as many as `len` bytes need.
    pub(super) fn free_from(
        &mut self,
        volume: &mut Volume<'_>,
        cluster: u32,
        len: u64,
    ) -> Result<Runs, &'static str> {
        let mut runs = Runs::default();
        let mut missing = len.div_ceil(self.boot.cluster);
        let mut here = cluster;
        let mut passed_over = 0;
        while missing > 0 {
            if !self.boot.has_cluster(here) || passed_over > PASSED_OVER_MAX {
                return Err("too few free clusters follow its first one");
            }
            if self.is_free(volume, here) {
                let run = Run { at: Some(self.boot.cluster_at(here)), len: self.boot.cluster };
                if !runs.push(run) {
                    return Err("it lies in too many pieces");
                }
                missing -= 1;
            } else {
                passed_over += 1;
            }
            here += 1;
        }
        Ok(runs)
    }
}
