//! A sorted part of the rows: a run on disk, or what is being put in order in memory.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use super::super::refusal::KnownError;
use super::bucket::{Bucket, Orderer, Row};

/// Buckets that are in order before they are asked for.
const BUCKETS_AHEAD: usize = 8;

/// A sorted part.
pub(crate) struct Run<const W: usize> {
    /// Rows that follow.
    rows: Vec<Row<W>>,
    at: usize,
    rest: Rest<W>,
}

/// Where more rows come from.
enum Rest<const W: usize> {
    /// A file, so many bytes at once.
    Disk { file: File, path: PathBuf, bytes: Vec<u8>, most: usize },
    /// A thread that puts buckets in order.
    Held { rows: Receiver<Vec<Row<W>>>, spent: Sender<Vec<Row<W>>>, orders: Option<JoinHandle<()>> },
}

impl<const W: usize> Run<W> {
    /// A run on disk, read so many bytes at once.
    pub(super) fn on_disk(path: PathBuf, buffer_bytes: usize) -> Result<Self, KnownError> {
        let file = File::open(&path).map_err(KnownError::disk(&path))?;
        let most = buffer_bytes / (W + 4) * (W + 4);
        let rest = Rest::Disk { file, path, bytes: Vec::new(), most };
        Ok(Self { rows: Vec::new(), at: 0, rest })
    }

    /// Buckets, which are put in order by a thread that is a few of them ahead.
    pub(super) fn held(buckets: Vec<Bucket<W>>, folder: &Path) -> Result<Self, KnownError> {
        let pieces: usize = buckets.iter().map(Bucket::pieces).sum();
        let is_little = pieces <= buckets.len();
        // With a piece a bucket, a thread is not worth its beginning.
        let ahead = if is_little { buckets.len() } else { BUCKETS_AHEAD };
        let (full, rows) = sync_channel(ahead);
        let (spent, empty) = channel();
        let order = move || put_in_order(buckets, &full, &empty);
        let orders = if is_little {
            order();
            None
        } else {
            Some(Builder::new().spawn(order).map_err(KnownError::disk(folder))?)
        };
        Ok(Self { rows: Vec::new(), at: 0, rest: Rest::Held { rows, spent, orders } })
    }

    /// Where it stands, if it is on disk.
    pub(crate) fn path(&self) -> Option<&PathBuf> {
        if let Rest::Disk { path, .. } = &self.rest { Some(path) } else { None }
    }

    /// Whether it comes bucket by bucket: the rows of a digest are then all in one.
    pub(super) fn is_held(&self) -> bool {
        matches!(self.rest, Rest::Held { .. })
    }

    /// The rows of the next bucket, of which there may be none.
    pub(super) fn next_bucket(&mut self) -> Result<Option<&[Row<W>]>, KnownError> {
        Ok(if self.fill()? { Some(&self.rows) } else { None })
    }

    /// The next row.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<Row<W>>, KnownError> {
        loop {
            if let Some(row) = self.rows.get(self.at) {
                self.at += 1;
                return Ok(Some(*row));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Fetches more rows, of which there may be none; `false` at the end.
    #[cold]
    fn fill(&mut self) -> Result<bool, KnownError> {
        self.at = 0;
        match &mut self.rest {
            Rest::Held { rows, spent, orders } => {
                if let Ok(next) = rows.recv() {
                    // The thread that would fill it may have ended.
                    let _ = spent.send(std::mem::replace(&mut self.rows, next));
                    return Ok(true);
                }
                self.rows.clear();
                if orders.take().is_some_and(|orders| orders.join().is_err()) {
                    let lost = io::Error::other("the rows in memory were lost");
                    return Err(KnownError::disk(Path::new("memory"))(lost));
                }
                Ok(false)
            }
            Rest::Disk { file, path, bytes, most } => {
                bytes.clear();
                file.take(*most as u64).read_to_end(bytes).map_err(KnownError::disk(path))?;
                self.rows.clear();
                for row in bytes.chunks(W + 4) {
                    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
                    let row = read_row(row).ok_or_else(cut).map_err(KnownError::disk(path))?;
                    self.rows.push(row);
                }
                Ok(!self.rows.is_empty())
            }
        }
    }
}

fn read_row<const W: usize>(bytes: &[u8]) -> Option<Row<W>> {
    let (digest, tag) = bytes.split_first_chunk()?;
    Some(Row { digest: *digest, tag: u32::from_le_bytes(tag.try_into().ok()?) })
}

fn put_in_order<const W: usize>(
    buckets: Vec<Bucket<W>>,
    full: &SyncSender<Vec<Row<W>>>,
    empty: &Receiver<Vec<Row<W>>>,
) {
    let mut orderer = Orderer::default();
    for bucket in buckets {
        let mut rows = empty.try_recv().unwrap_or_default();
        orderer.order(bucket, &mut rows);
        // Nobody may want the rest: the merge failed.
        if full.send(rows).is_err() {
            return;
        }
    }
}
