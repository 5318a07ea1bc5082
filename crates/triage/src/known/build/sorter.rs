//! Rows of digest and tag, sorted in bounded memory: what does not fit goes to disk in sorted runs.
//!
//! Rows are parted by their leading bits as they come ([`super::bucket`]), so that at the end each part
//! is put in order for itself, by a thread that is a few parts ahead of the one that merges. Where the
//! room ([`super::room`]) is full, a thread brings all parts to disk as a run, and the room of each part
//! is filled again as soon as it is free.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use super::super::refusal::KnownError;
use super::bucket::{BUCKETS, Bucket, Orderer, Row};
use super::room::{Loan, Room};
use super::run::Run;

/// Bytes of a piece of a bucket: two pages.
const PIECE_BYTES: usize = 8 << 10;

/// Bytes read at once from all runs that are merged, together; the rows in them take as many.
const BUFFERS_BYTES: usize = 8 << 20;

/// Smallest buffer of a run, whatever their number.
const BUFFER_BYTES_MIN: usize = 32 << 10;

/// The part of the room that one bucket may have: it is in memory twice while it is put in order.
const BUCKET_SHARE: usize = 32;

/// Collects rows; see the module.
#[derive(Debug)]
pub(crate) struct Sorter<const W: usize> {
    buckets: Vec<Bucket<W>>,
    /// Rows of a piece.
    piece: usize,
    /// Pieces that a bucket may have.
    pieces_most: usize,
    /// Bytes of all pieces.
    held: usize,
    /// How many of them are out of the common room.
    lent: usize,
    room: Arc<Room>,
    folder: PathBuf,
    runs: Vec<PathBuf>,
    writing: Option<JoinHandle<io::Result<()>>>,
    /// Rows in all.
    count: u64,
}

impl<const W: usize> Sorter<W> {
    /// A sorter that takes what memory it needs from a room of so many bytes, and puts its runs into a
    /// folder.
    pub(crate) fn new(room: &Arc<Room>, room_bytes: usize, folder: &Path) -> Self {
        let row = size_of::<Row<W>>();
        let piece = (room_bytes / (4 * BUCKETS)).min(PIECE_BYTES) / row;
        let piece = piece.max(1);
        Self {
            buckets: Vec::new(),
            piece,
            pieces_most: room_bytes / BUCKET_SHARE / (piece * row),
            held: 0,
            lent: 0,
            room: Arc::clone(room),
            folder: folder.to_owned(),
            runs: Vec::new(),
            writing: None,
            count: 0,
        }
    }

    /// Takes a row.
    #[inline]
    pub(crate) fn push(&mut self, row: Row<W>) -> Result<(), KnownError> {
        self.count += 1;
        match self.buckets.get_mut(row.bucket()) {
            Some(bucket) if !bucket.is_full() => bucket.push(row),
            _ => self.push_in_new_piece(row)?,
        }
        Ok(())
    }

    #[cold]
    fn push_in_new_piece(&mut self, row: Row<W>) -> Result<(), KnownError> {
        let pieces = self.buckets.get(row.bucket()).map_or(0, Bucket::pieces);
        if pieces >= self.pieces_most.max(1) {
            self.spill()?;
        }
        self.claim(self.piece * size_of::<Row<W>>())?;
        if self.buckets.is_empty() {
            self.buckets.resize_with(BUCKETS, Bucket::new);
        }
        if let Some(bucket) = self.buckets.get_mut(row.bucket()) {
            bucket.grow(self.piece);
            bucket.push(row);
        }
        Ok(())
    }

    /// Sees to it that so many bytes more may be held.
    fn claim(&mut self, bytes: usize) -> Result<(), KnownError> {
        let is_own = |own: usize| own + bytes <= self.room.share();
        if !is_own(self.held - self.lent) {
            let mut lent = self.room.take(bytes);
            if !lent {
                self.spill()?;
                // What was held is being given back. A room too small for one piece is passed over.
                lent = self.room.take(bytes);
            }
            self.lent += if lent { bytes } else { 0 };
        }
        self.held += bytes;
        Ok(())
    }

    /// Rows taken.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Begins to bring what is held to disk.
    fn spill(&mut self) -> Result<(), KnownError> {
        self.wait()?;
        let buckets = std::mem::take(&mut self.buckets);
        let path = self.folder.join(format!("run-{W}-{}", self.runs.len()));
        self.runs.push(path.clone());
        let loan = Arc::clone(&self.room).give_back(std::mem::take(&mut self.lent));
        self.held = 0;
        let piece_bytes = self.piece * size_of::<Row<W>>();
        let writing = Builder::new().spawn(move || write_run(&path, buckets, piece_bytes, loan));
        self.writing = Some(writing.map_err(KnownError::disk(&self.folder))?);
        Ok(())
    }

    /// Waits for the run that is being written.
    fn wait(&mut self) -> Result<(), KnownError> {
        let Some(writing) = self.writing.take() else { return Ok(()) };
        let written = writing.join().unwrap_or_else(|_| Err(io::Error::other("a run was lost")));
        written.map_err(KnownError::disk(&self.folder))
    }

    /// The sorted parts of what was taken.
    pub(crate) fn finish(mut self) -> Result<Vec<Run<W>>, KnownError> {
        self.wait()?;
        let buffer = (BUFFERS_BYTES / self.runs.len().max(1)).max(BUFFER_BYTES_MIN);
        let mut out = Vec::with_capacity(self.runs.len() + 1);
        for path in std::mem::take(&mut self.runs) {
            out.push(Run::on_disk(path, buffer)?);
        }
        let buckets = std::mem::take(&mut self.buckets);
        if !buckets.is_empty() {
            out.push(Run::held(buckets, &self.folder)?);
        }
        Ok(out)
    }
}

/// Waits for the run that is being written: nothing is written into the folder once nobody holds it.
impl<const W: usize> Drop for Sorter<W> {
    fn drop(&mut self) {
        let _ = self.wait();
    }
}

/// Sorts buckets and writes them, giving their memory back.
fn write_run<const W: usize>(
    path: &Path,
    buckets: Vec<Bucket<W>>,
    piece_bytes: usize,
    mut loan: Loan,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let (mut orderer, mut rows) = (Orderer::default(), Vec::new());
    for bucket in buckets {
        let bytes = bucket.pieces() * piece_bytes;
        orderer.order(bucket, &mut rows);
        loan.give(bytes);
        for row in &rows {
            out.write_all(&row.digest)?;
            out.write_all(&row.tag.to_le_bytes())?;
        }
    }
    out.flush()
}
