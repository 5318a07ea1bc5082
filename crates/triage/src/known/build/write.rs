//! Laying an index file down: digests as they come, then references, directory and catalogue.
//!
//! How many bytes a reference takes and how fine the directory is are known at the end only: the
//! references wait in a file beside it, the directory is made as fine as could be needed and thinned.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use model::Digest;
use sha2::{Digest as _, Sha256};

use super::super::card::{Catalogue, SetCard};
use super::super::index::CATALOGUE_BYTES_MAX;
use super::super::index::header::{
    ENTRIES_MAX, HEADER_BYTES, Header, directory_bits, reference_bytes,
};
use super::super::refusal::KnownError;
use super::codes::list_codes;
use super::merge::Merge;
use super::tags::Lists;

/// Bytes written at once.
const BUFFER_BYTES: usize = 1 << 20;

/// What an index is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Digests.
    Digests,
    /// Perceptual codes, which are listed so that those near another are found.
    Codes,
}

/// Writes the index of a merge to a new file, synced, and gives its catalogue.
pub(crate) fn write_index<const W: usize>(
    (path, content): (&Path, Content),
    mut merge: Merge<'_, W>,
    mut lists: Lists<'_>,
    cards: Vec<SetCard>,
    rows_most: u64,
) -> Result<(Catalogue, u64), KnownError> {
    let disk = |error| KnownError::disk(path)(error);
    // Codes are looked for by their lists: one bucket holds them all.
    let rows_most = if content == Content::Digests { rows_most } else { 0 };
    let mut writer = Writer::create(path, rows_most).map_err(disk)?;
    let mut tags = Vec::new();
    while let Some(digest) = merge.next(&mut tags)? {
        if let Some(list) = lists.settle(&mut tags)? {
            if writer.entries >= ENTRIES_MAX {
                return Err(KnownError::TooMany { what: "digests", most: ENTRIES_MAX });
            }
            writer.add(&digest, list).map_err(disk)?;
        }
    }
    let catalogue = lists.catalogue(cards);
    let json = serde_json::to_vec(&catalogue).map_err(|error| disk(error.into()))?;
    if json.len() as u64 > CATALOGUE_BYTES_MAX {
        return Err(KnownError::TooMany { what: "bytes of catalogue", most: CATALOGUE_BYTES_MAX });
    }
    let entries = writer.entries;
    drop(merge);
    writer.finish::<W>((path, content), catalogue.lists.len() as u64, &json).map_err(disk)?;
    Ok((catalogue, entries))
}

/// A file of which the SHA-256 is taken while it is written.
struct Summed {
    file: File,
    sum: Sha256,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// An index being written.
struct Writer {
    body: BufWriter<Summed>,
    references: BufWriter<File>,
    /// Where the references wait.
    beside: PathBuf,
    /// The first entry of each bucket, as fine as could be needed.
    directory: Vec<u32>,
    bits: u32,
    entries: u64,
}

impl Writer {
    fn create(path: &Path, rows_most: u64) -> io::Result<Self> {
        let mut file = File::create(path)?;
        file.write_all(&[0; HEADER_BYTES])?;
        let body = Summed { file, sum: Sha256::new() };
        let body = BufWriter::with_capacity(BUFFER_BYTES, body);
        let beside = path.with_extension("references");
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(true);
        let references = BufWriter::with_capacity(BUFFER_BYTES, options.open(&beside)?);
        let bits = directory_bits(rows_most);
        let directory = Vec::with_capacity((1 << bits) + 1);
        Ok(Self { body, references, beside, directory, bits, entries: 0 })
    }

    fn add<const W: usize>(&mut self, digest: &[u8; W], list: u32) -> io::Result<()> {
        let lead = digest.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        let bucket = lead.checked_shr(64 - self.bits).unwrap_or(0);
        let bucket = usize::try_from(bucket).map_err(io::Error::other)?;
        let entry = u32::try_from(self.entries).map_err(io::Error::other)?;
        if self.directory.len() <= bucket {
            self.directory.resize(bucket + 1, entry);
        }
        self.body.write_all(digest)?;
        self.references.write_all(&list.to_le_bytes())?;
        self.entries += 1;
        Ok(())
    }

    fn finish<const W: usize>(
        mut self,
        (path, content): (&Path, Content),
        lists: u64,
        catalogue: &[u8],
    ) -> io::Result<()> {
        let reference_bytes = reference_bytes(lists);
        self.copy_references(reference_bytes)?;
        let bits = directory_bits(self.entries).min(self.bits);
        let end = u32::try_from(self.entries).map_err(io::Error::other)?;
        self.directory.resize((1 << self.bits) + 1, end);
        for entry in self.directory.iter().step_by(1 << (self.bits - bits)) {
            self.body.write_all(&entry.to_le_bytes())?;
        }
        drop(std::mem::take(&mut self.directory));
        let near = match content {
            Content::Digests => None,
            Content::Codes => {
                self.body.flush()?;
                let written = self.body.get_ref().file.metadata()?.len();
                Some(list_codes(path, self.entries, written, &mut self.body)?)
            }
        };
        self.body.write_all(catalogue)?;
        let Summed { mut file, sum } =
            self.body.into_inner().map_err(io::IntoInnerError::into_error)?;
        let header = Header {
            width: u32::try_from(W).map_err(io::Error::other)?,
            reference_bytes,
            directory_bits: bits,
            lists: u32::try_from(lists).map_err(io::Error::other)?,
            entries: self.entries,
            catalogue_bytes: catalogue.len() as u64,
            catalogue_sum: Digest(Sha256::digest(catalogue).into()),
            body_sum: Digest(sum.finalize().into()),
            near,
        };
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&header.to_bytes())?;
        file.sync_all()?;
        drop(self.references);
        std::fs::remove_file(&self.beside)
    }

    /// Takes the references over in as few bytes as they need.
    fn copy_references(&mut self, bytes: u32) -> io::Result<()> {
        let width = usize::try_from(bytes).map_err(io::Error::other)?;
        if width == 0 {
            return Ok(());
        }
        self.references.flush()?;
        let mut file = self.references.get_ref();
        file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::with_capacity(BUFFER_BYTES, file);
        for _ in 0..self.entries {
            let mut reference = [0; 4];
            reader.read_exact(&mut reference)?;
            self.body.write_all(reference.get(..width).unwrap_or(&reference))?;
        }
        Ok(())
    }
}
