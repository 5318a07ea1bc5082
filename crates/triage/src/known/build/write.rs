//! Laying an index file down: digests as they come, then references, directory and catalogue.
//!
//! How many bytes a reference takes and how fine the directory is are known at the end only: the
//! references wait in a file beside it, the directory is made as fine as could be needed and thinned.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use model::Digest;
use sha2::{Digest as _, Sha256};

use super::super::card::{Catalogue, SetCard};
use super::super::index::CATALOGUE_BYTES_MAX;
use super::super::index::header::{
    ENTRIES_MAX, HEADER_BYTES, Header, directory_bits, reference_bytes,
};
use super::super::refusal::KnownError;
use super::behind::Behind;
use super::merge::Merge;
use super::tags::Lists;

/// Bytes of references written and read at once.
const BUFFER_BYTES: usize = 1 << 20;

/// Writes the index of a merge to a new file, synced, and gives its catalogue.
pub(crate) fn write_index<const W: usize>(
    path: &Path,
    merge: Merge<'_, W>,
    mut lists: Lists<'_>,
    cards: Vec<SetCard>,
    rows_most: u64,
) -> Result<(Catalogue, u64), KnownError> {
    let disk = |error| KnownError::disk(path)(error);
    let mut writer = Writer::create(path, rows_most).map_err(disk)?;
    merge.each(|digest, tags| {
        if let Some(list) = lists.settle(tags)? {
            if writer.entries >= ENTRIES_MAX {
                return Err(KnownError::TooMany { what: "digests", most: ENTRIES_MAX });
            }
            writer.add(digest, list).map_err(disk)?;
        }
        Ok(())
    })?;
    let catalogue = lists.catalogue(cards);
    let json = serde_json::to_vec(&catalogue).map_err(|error| disk(error.into()))?;
    if json.len() as u64 > CATALOGUE_BYTES_MAX {
        return Err(KnownError::TooMany { what: "bytes of catalogue", most: CATALOGUE_BYTES_MAX });
    }
    let entries = writer.entries;
    writer.finish::<W>(catalogue.lists.len() as u64, &json).map_err(disk)?;
    Ok((catalogue, entries))
}

/// An index being written.
struct Writer {
    body: Behind,
    references: References,
    /// The first entry of each bucket, as fine as could be needed.
    directory: Vec<u32>,
    bits: u32,
    entries: u64,
}

impl Writer {
    fn create(path: &Path, rows_most: u64) -> io::Result<Self> {
        let mut file = File::create(path)?;
        file.write_all(&[0; HEADER_BYTES])?;
        let body = Behind::begin(file);
        let references =
            References { path: path.with_extension("references"), zeros: 0, file: None };
        let bits = directory_bits(rows_most);
        let directory = Vec::with_capacity((1 << bits) + 1);
        Ok(Self { body, references, directory, bits, entries: 0 })
    }

    #[inline]
    fn add<const W: usize>(&mut self, digest: &[u8; W], list: u32) -> io::Result<()> {
        let lead = digest.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        let bucket = lead.checked_shr(64 - self.bits).unwrap_or(0);
        let bucket = usize::try_from(bucket).map_err(io::Error::other)?;
        let entry = u32::try_from(self.entries).map_err(io::Error::other)?;
        if self.directory.len() <= bucket {
            self.directory.resize(bucket + 1, entry);
        }
        self.body.add(digest)?;
        self.entries += 1;
        self.references.add(list)
    }

    fn finish<const W: usize>(mut self, lists: u64, catalogue: &[u8]) -> io::Result<()> {
        let reference_bytes = reference_bytes(lists);
        self.references.copy(reference_bytes, self.entries, &mut self.body)?;
        let bits = directory_bits(self.entries).min(self.bits);
        let end = u32::try_from(self.entries).map_err(io::Error::other)?;
        self.directory.resize((1 << self.bits) + 1, end);
        for entry in self.directory.iter().step_by(1 << (self.bits - bits)) {
            self.body.add(&entry.to_le_bytes())?;
        }
        self.body.add(catalogue)?;
        let (mut file, body_sum) = self.body.finish()?;
        let header = Header {
            width: u32::try_from(W).map_err(io::Error::other)?,
            reference_bytes,
            directory_bits: bits,
            lists: u32::try_from(lists).map_err(io::Error::other)?,
            entries: self.entries,
            catalogue_bytes: catalogue.len() as u64,
            catalogue_sum: Digest(Sha256::digest(catalogue).into()),
            body_sum,
        };
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&header.to_bytes())?;
        file.sync_all()?;
        self.references.remove()
    }
}

/// The references of an index, which wait in a file beside it unless all are to the first list.
struct References {
    path: PathBuf,
    /// References to the first list at the beginning, which are in no file.
    zeros: u64,
    /// All from the first on that is to another list.
    file: Option<BufWriter<File>>,
}

impl References {
    #[inline]
    fn add(&mut self, list: u32) -> io::Result<()> {
        match &mut self.file {
            None if list == 0 => {
                self.zeros += 1;
                Ok(())
            }
            Some(file) => file.write_all(&list.to_le_bytes()),
            None => {
                let mut options = OpenOptions::new();
                let options = options.read(true).write(true).create(true).truncate(true);
                let file = BufWriter::with_capacity(BUFFER_BYTES, options.open(&self.path)?);
                self.file.insert(file).write_all(&list.to_le_bytes())
            }
        }
    }

    /// Writes all references in as few bytes as they need.
    fn copy(&mut self, bytes: u32, entries: u64, body: &mut Behind) -> io::Result<()> {
        let width = usize::try_from(bytes).map_err(io::Error::other)?;
        if width == 0 {
            return Ok(());
        }
        let mut add = |list: &[u8; 4]| body.add(list.get(..width).unwrap_or(list));
        for _ in 0..self.zeros {
            add(&[0; 4])?;
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        file.flush()?;
        let mut file = file.get_ref();
        file.seek(SeekFrom::Start(0))?;
        let (mut block, mut left) = (Vec::new(), entries - self.zeros);
        while left > 0 {
            block.clear();
            file.take(BUFFER_BYTES as u64).read_to_end(&mut block)?;
            let references = block.as_chunks::<4>().0;
            if references.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            references.iter().try_for_each(&mut add)?;
            left = left.saturating_sub(references.len() as u64);
        }
        Ok(())
    }

    /// Removes their file.
    fn remove(self) -> io::Result<()> {
        if self.file.is_none() {
            return Ok(());
        }
        drop(self.file);
        std::fs::remove_file(&self.path)
    }
}
