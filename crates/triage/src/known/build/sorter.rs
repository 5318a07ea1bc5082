//! Rows of digest and tag, sorted in bounded memory: what does not fit goes to disk in sorted runs.
//!
//! A run is sorted and written by a second thread while the next fills, so that memory is twice the
//! room that is given.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use super::super::refusal::KnownError;

/// A digest with what a set says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row<const W: usize> {
    pub(crate) digest: [u8; W],
    pub(crate) tag: u32,
}

impl<const W: usize> Row<W> {
    fn lead(&self) -> u64 {
        self.digest.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }
}

/// By digest, then tag; most digests differ in their first eight bytes, which are one number.
impl<const W: usize> Ord for Row<W> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let whole = || (&self.digest, self.tag).cmp(&(&other.digest, other.tag));
        self.lead().cmp(&other.lead()).then_with(whole)
    }
}

impl<const W: usize> PartialOrd for Row<W> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Bytes of the buffers of all runs that are merged, together.
const BUFFERS_BYTES: usize = 32 << 20;

/// Smallest buffer of a run, whatever their number.
const BUFFER_BYTES_MIN: usize = 32 << 10;

/// Collects rows; see the module.
#[derive(Debug)]
pub(crate) struct Sorter<const W: usize> {
    rows: Vec<Row<W>>,
    /// Rows held in memory.
    room: usize,
    folder: PathBuf,
    runs: Vec<PathBuf>,
    writing: Option<JoinHandle<io::Result<Vec<Row<W>>>>>,
    /// Rows in all.
    count: u64,
}

impl<const W: usize> Sorter<W> {
    /// A sorter that holds so many bytes of rows and puts its runs into a folder.
    pub(crate) fn new(room_bytes: usize, folder: &Path) -> Self {
        let room = (room_bytes / size_of::<Row<W>>()).max(1);
        let (rows, runs) = (Vec::new(), Vec::new());
        Self { rows, room, folder: folder.to_owned(), runs, writing: None, count: 0 }
    }

    /// Takes a row.
    pub(crate) fn push(&mut self, row: Row<W>) -> Result<(), KnownError> {
        self.rows.push(row);
        self.count += 1;
        if self.rows.len() < self.room { Ok(()) } else { self.spill() }
    }

    /// Rows taken.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    fn spill(&mut self) -> Result<(), KnownError> {
        let mut spare = self.wait()?;
        spare.clear();
        let mut rows = std::mem::replace(&mut self.rows, spare);
        let path = self.folder.join(format!("run-{W}-{}", self.runs.len()));
        self.runs.push(path.clone());
        self.writing = Some(std::thread::spawn(move || {
            rows.sort_unstable();
            write_run(&path, &rows).map(|()| rows)
        }));
        Ok(())
    }

    /// Waits for the run that is being written, and gives its memory back.
    fn wait(&mut self) -> Result<Vec<Row<W>>, KnownError> {
        let Some(writing) = self.writing.take() else { return Ok(Vec::new()) };
        let written = writing.join().unwrap_or_else(|_| Err(io::Error::other("a run was lost")));
        written.map_err(KnownError::disk(&self.folder))
    }

    /// The sorted parts of what was taken.
    pub(crate) fn finish(mut self) -> Result<Vec<Run<W>>, KnownError> {
        drop(self.wait()?);
        self.rows.sort_unstable();
        let buffer = (BUFFERS_BYTES / self.runs.len().max(1)).max(BUFFER_BYTES_MIN);
        let mut out = Vec::with_capacity(self.runs.len() + 1);
        for path in self.runs {
            let file = File::open(&path).map_err(KnownError::disk(&path))?;
            let reader = BufReader::with_capacity(buffer, file);
            out.push(Run::File { reader, path });
        }
        out.push(Run::Rows(self.rows.into_iter()));
        Ok(out)
    }
}

fn write_run<const W: usize>(path: &Path, rows: &[Row<W>]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for row in rows {
        out.write_all(&row.digest)?;
        out.write_all(&row.tag.to_le_bytes())?;
    }
    out.flush()
}

/// A sorted part.
pub(crate) enum Run<const W: usize> {
    /// On disk.
    File {
        /// The rows.
        reader: BufReader<File>,
        /// Where they stand.
        path: PathBuf,
    },
    /// In memory.
    Rows(std::vec::IntoIter<Row<W>>),
}

impl<const W: usize> Run<W> {
    /// Where it stands, if it is on disk.
    pub(crate) fn path(&self) -> Option<&PathBuf> {
        if let Self::File { path, .. } = self { Some(path) } else { None }
    }

    /// The next row.
    pub(crate) fn next(&mut self) -> Result<Option<Row<W>>, KnownError> {
        match self {
            Self::Rows(rows) => Ok(rows.next()),
            Self::File { reader, path } => {
                let mut row = Row { digest: [0; W], tag: 0 };
                match reader.read_exact(&mut row.digest) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                    Err(error) => return Err(KnownError::disk(path)(error)),
                }
                let mut tag = [0; 4];
                reader.read_exact(&mut tag).map_err(KnownError::disk(path))?;
                row.tag = u32::from_le_bytes(tag);
                Ok(Some(row))
            }
        }
    }
}
