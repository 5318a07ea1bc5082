//! The transparency log of a case: append, recover, walk, prove.
//!
//! The order of every append: the batch is made durable in `log/pending` with the size and root it
//! leads to; then tiles, bundles and records are written and synced; then the checkpoint is signed
//! and released; then `log/pending` goes. So nothing is signed that a power failure could take
//! back, and a crash at any point is undone by writing the same batch again.

pub(crate) mod entry;
mod growth;
pub(crate) mod key;
pub(crate) mod note;
mod pending;
pub(crate) mod proof;
pub(crate) mod tile;
pub(crate) mod tree;

use std::io;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use ed25519_dalek::SigningKey;

use crate::disk::{Disk, Trust, Writes, parent, replace};
use crate::fault::{Doing, Fault};
use entry::{Entry, Line, RECORDS_BYTES_MAX, bundle_leaves, leaf, records_file};
use growth::{Growth, Tail};
use note::{CHECKPOINT_BYTES_MAX, Checkpoint, VerifierKey};
pub(crate) use pending::PENDING;
use pending::{BATCH_BYTES_MAX, BATCH_LEAVES_MAX, LoggedLine, PENDING_BYTES_MAX, Pending};
use proof::{Consistency, Inclusion};
use tile::{TILE_BYTES, Tiles, bundle_file, level_extent};
use tree::{TILE_WIDTH, empty_root, leaf_hash};

pub(crate) const CHECKPOINT: &str = "log/checkpoint";

/// Whether the log may grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Finish what a crash cut off, then append.
    Write,
    /// Change nothing, and go by the last checkpoint.
    Read,
}

/// Whether an append left the disk in a state this process knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Known,
    /// A write failed after the batch was made durable: only opening again tells what stands.
    Unknown,
}

/// An open log.
pub(crate) struct Log {
    disk: Arc<dyn Disk>,
    verifier: VerifierKey,
    signer: Option<SigningKey>,
    tail: Tail,
    checkpoint: Checkpoint,
    note: Vec<u8>,
    standing: Standing,
}

impl Log {
    /// Makes an empty log. An attempt that was cut off before the first checkpoint is made anew.
    pub(crate) fn create(disk: Arc<dyn Disk>, origin: &str) -> Result<Self, Fault> {
        let mut writes = Writes::new(disk.as_ref(), Trust::Nothing);
        for dir in ["log/keys", "log/records", "log/tile/entries", "log/tile/0"] {
            writes.make_dirs(dir).doing("making", dir)?;
            writes.touched(dir);
        }
        writes.sync().doing("writing", "log")?;
        let (signer, verifier) = key::make(disk.as_ref(), origin)?;
        let checkpoint = Checkpoint { origin: origin.to_owned(), size: 0, root: empty_root() };
        let note = checkpoint.sign(&signer)?.into_bytes();
        replace(disk.as_ref(), CHECKPOINT, &note, 0o444).doing("writing", CHECKPOINT)?;
        Ok(Self {
            disk,
            verifier,
            signer: Some(signer),
            tail: Tail::default(),
            checkpoint,
            note,
            standing: Standing::Known,
        })
    }

    /// Opens a log; to write, it finishes a batch that was cut off.
    pub(crate) fn open(disk: Arc<dyn Disk>, access: Access) -> Result<Self, Fault> {
        let verifier = key::verifier(disk.as_ref())?;
        let signer = match access {
            Access::Write => Some(key::signer(disk.as_ref(), &verifier)?),
            Access::Read => None,
        };
        let note = disk.read(CHECKPOINT, CHECKPOINT_BYTES_MAX).doing("reading", CHECKPOINT)?;
        let checkpoint =
            Checkpoint::read(&note, &verifier).map_err(|fact| Fault::damaged(CHECKPOINT, fact))?;
        let tail = load_tail(disk.as_ref(), &checkpoint)?;
        let standing = Standing::Known;
        let mut log = Self { disk, verifier, signer, tail, checkpoint, note, standing };
        if access == Access::Write {
            log.finish_pending()?;
        }
        Ok(log)
    }

    pub(crate) fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    pub(crate) fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The signed note of the last checkpoint.
    pub(crate) fn note(&self) -> &[u8] {
        &self.note
    }

    /// Appends records and returns their leaves; when it returns, they are durable and signed for.
    /// A batch beyond [`BATCH_LEAVES_MAX`] or [`BATCH_BYTES_MAX`] is cut into several.
    pub(crate) fn append(&mut self, entries: &[Entry]) -> Result<Range<u64>, Fault> {
        let first = self.checkpoint.size;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for entry in entries {
            let mut salt = [0; 32];
            key::random(&mut salt)?;
            let Entry { kind, record } = entry;
            let text = Line::Kept { kind: *kind, record, salt }.write();
            bytes += text.len();
            batch.push(LoggedLine { leaf: leaf(*kind, &salt, record), text });
            if batch.len() >= BATCH_LEAVES_MAX || bytes >= BATCH_BYTES_MAX {
                self.append_lines(std::mem::take(&mut batch))?;
                bytes = 0;
            }
        }
        if !batch.is_empty() {
            self.append_lines(batch)?;
        }
        Ok(first..self.checkpoint.size)
    }

    fn append_lines(&mut self, lines: Vec<LoggedLine>) -> Result<(), Fault> {
        let disk = Arc::clone(&self.disk);
        if self.signer.is_none() {
            return Err(Fault::ReadOnly);
        }
        if self.standing == Standing::Unknown {
            return Err(Fault::OpenAgain);
        }
        let stands = disk.read(CHECKPOINT, CHECKPOINT_BYTES_MAX).doing("reading", CHECKPOINT)?;
        if stands != self.note {
            return Err(Fault::Overtaken);
        }
        let growth = Growth::of(&self.tail, &lines);
        let pending = Pending {
            origin: self.checkpoint.origin.clone(),
            from: self.checkpoint.size,
            to: growth.tail.edge.size(),
            root: growth.root(),
            lines,
        };
        let staged = format!("{PENDING}.new");
        let written = stage(disk.as_ref(), &staged, &pending.write())
            .and_then(|()| disk.rename(&staged, PENDING));
        if let Err(fault) = written {
            // Nothing refers to it yet; a file that stays is overwritten by the next batch.
            let _ = disk.remove(&staged);
            return Err(fault).doing("writing", PENDING);
        }
        self.standing = Standing::Unknown;
        disk.sync(&[parent(PENDING).to_owned()].into()).doing("writing", PENDING)?;
        self.release(growth, Trust::Folders)
    }

    /// Writes the files of a batch that is durable in `log/pending`, signs, and tidies up.
    fn release(&mut self, growth: Growth, trust: Trust) -> Result<(), Fault> {
        let disk = Arc::clone(&self.disk);
        let signer = self.signer.as_ref().ok_or(Fault::ReadOnly)?;
        growth.write(Writes::new(disk.as_ref(), trust)).doing("writing", "log/tile")?;
        let checkpoint = Checkpoint {
            origin: self.checkpoint.origin.clone(),
            size: growth.tail.edge.size(),
            root: growth.root(),
        };
        let note = checkpoint.sign(signer)?.into_bytes();
        replace(disk.as_ref(), CHECKPOINT, &note, 0o444).doing("writing", CHECKPOINT)?;
        // From here on the batch stands; what is left over is harmless and goes at the next open.
        let _ = disk.remove(PENDING);
        for name in &growth.full {
            remove_partial(disk.as_ref(), name);
        }
        self.tail = growth.tail;
        (self.checkpoint, self.note) = (checkpoint, note);
        self.standing = Standing::Known;
        Ok(())
    }

    /// Writes a batch again that a crash cut off.
    fn finish_pending(&mut self) -> Result<(), Fault> {
        let disk = Arc::clone(&self.disk);
        let staged = format!("{PENDING}.new");
        if disk.status(&staged).is_ok() {
            disk.remove(&staged).doing("removing", staged)?;
        }
        let bytes = match disk.read(PENDING, PENDING_BYTES_MAX) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other.doing("reading", PENDING)?,
        };
        let pending = Pending::read(&bytes)
            .filter(|pending| pending.origin == self.checkpoint.origin)
            .ok_or_else(|| Fault::damaged(PENDING, "it is not a batch of this log"))?;
        if pending.to == self.checkpoint.size && pending.root == self.checkpoint.root {
            disk.remove(PENDING).doing("removing", PENDING)?;
            return Ok(());
        }
        if pending.from != self.checkpoint.size {
            return Err(Fault::damaged(PENDING, "it does not follow the checkpoint"));
        }
        let growth = Growth::of(&self.tail, &pending.lines);
        if growth.root() != pending.root {
            return Err(Fault::damaged(PENDING, "its records do not lead to its root"));
        }
        // The process that wrote it may have ended before it was synced: sync before signing.
        disk.sync(&[PENDING.to_owned(), parent(PENDING).to_owned()].into())
            .doing("writing", PENDING)?;
        self.release(growth, Trust::Nothing)
    }

    /// Goes through all records in order; each is checked against its leaf in the tree.
    pub(crate) fn walk(
        &self,
        mut each: impl FnMut(u64, &Line<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let size = self.checkpoint.size;
        let tiles = Tiles::new(self.disk.as_ref(), size);
        for number in 0..size.div_ceil(256) {
            let file = records_file(number);
            let text = self.records(number)?;
            let mut lines = text.split_terminator('\n');
            for index in number * 256..size.min(number * 256 + 256) {
                let at = || format!("{file} line {}", index % 256 + 1);
                let line = lines
                    .next()
                    .and_then(Line::read)
                    .ok_or_else(|| Fault::damaged(at(), "no readable record stands there"))?;
                if let Some(leaf) = line.leaf()
                    && leaf_hash(&leaf) != tiles.leaf(index)?
                {
                    return Err(Fault::damaged(at(), "the record is not the one in the tree"));
                }
                each(index, &line)?;
            }
        }
        Ok(())
    }

    /// Removes a record and its salt, leaving the number of the leaf that says why. The file system
    /// may keep the freed blocks until they are used again.
    pub(crate) fn erase(&mut self, index: u64, by_leaf: u64) -> Result<(), Fault> {
        let file = records_file(index / 256);
        let text = self.records(index / 256)?;
        let mut out = String::with_capacity(text.len());
        for (at, line) in (index / 256 * 256..).zip(text.split_terminator('\n')) {
            if at == index {
                let kind = Line::read(line).map(|line| line.kind());
                let kind = kind.ok_or_else(|| Fault::damaged(&file, "a record is unreadable"))?;
                out.push_str(&Line::Erased { kind, by_leaf }.write());
            } else {
                out.push_str(line);
            }
            out.push('\n');
        }
        replace(self.disk.as_ref(), &file, out.as_bytes(), 0o444).doing("writing", &file)?;
        if index / 256 == self.checkpoint.size / 256 {
            self.tail.records = out.into_bytes();
        }
        Ok(())
    }

    /// The tree on disk.
    pub(crate) fn tiles(&self) -> Tiles<'_> {
        Tiles::new(self.disk.as_ref(), self.checkpoint.size)
    }

    /// The checkpoint as it was at `size` leaves, signed. Every such state is a beginning of the one
    /// that is released, and its signature is the same whenever it is made.
    pub(crate) fn note_at(&self, size: u64) -> Result<(Checkpoint, String), Fault> {
        let signer = self.signer.as_ref().ok_or(Fault::ReadOnly)?;
        let root = self.tiles().range_root(0, size)?;
        let checkpoint = Checkpoint { origin: self.checkpoint.origin.clone(), size, root };
        let note = checkpoint.sign(signer)?;
        Ok((checkpoint, note))
    }

    /// Signs a text that is no checkpoint of this log: its first line is not the log's name.
    pub(crate) fn sign(&self, body: &str) -> Result<String, Fault> {
        note::sign(body, &self.checkpoint.origin, self.signer.as_ref().ok_or(Fault::ReadOnly)?)
    }

    /// A bundle of records, by lines without their ends.
    pub(crate) fn records(&self, number: u64) -> Result<String, Fault> {
        let file = records_file(number);
        let bytes = self.disk.read(&file, RECORDS_BYTES_MAX).doing("reading", &file)?;
        String::from_utf8(bytes).map_err(|_| Fault::damaged(&file, "it is not UTF-8"))
    }

    pub(crate) fn inclusion(&self, index: u64) -> Result<Inclusion, Fault> {
        proof::inclusion(&self.tiles(), index, self.checkpoint.size)
    }

    pub(crate) fn consistency(&self, from: u64) -> Result<Consistency, Fault> {
        let size = self.checkpoint.size;
        proof::consistency(&Tiles::new(self.disk.as_ref(), size), from, size)
    }
}

fn stage(disk: &dyn Disk, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = disk.stage(name, 0o444)?;
    file.write_all(bytes)?;
    file.flush()?;
    drop(file);
    disk.sync(&[name.to_owned()].into())
}

/// Reads the end of the log and checks that it leads to the root of the checkpoint.
fn load_tail(disk: &dyn Disk, checkpoint: &Checkpoint) -> Result<Tail, Fault> {
    let size = checkpoint.size;
    let edge = Tiles::new(disk, size).edge()?;
    if edge.root() != checkpoint.root {
        return Err(Fault::damaged("log/tile", "the tiles do not lead to the signed root"));
    }
    let (number, width) = level_extent(size, 0);
    if width == 0 {
        return Ok(Tail { edge, ..Tail::default() });
    }
    let file = bundle_file(number, width);
    let bundle = match disk.read(&file, 2 * TILE_BYTES) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
            disk.read(&bundle_file(number, TILE_WIDTH), 2 * TILE_BYTES)
        }
        other => other,
    };
    let mut bundle = bundle.doing("reading", &file)?;
    bundle.truncate(width * entry::BUNDLED_BYTES);
    let leaves = bundle_leaves(&bundle);
    let hashes = leaves.iter().map(|leaf| leaf.as_ref().map(|leaf| leaf_hash(leaf)));
    if !edge.levels().first().is_some_and(|tile| hashes.eq(tile.iter().copied().map(Some))) {
        return Err(Fault::damaged(file, "its entries are not those in the tree"));
    }
    let file = records_file(number);
    let mut records = disk.read(&file, RECORDS_BYTES_MAX).doing("reading", &file)?;
    let ends = records.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let end = ends.map(|(at, _)| at + 1).nth(width - 1);
    records.truncate(end.ok_or_else(|| Fault::damaged(&file, "the last records are missing"))?);
    Ok(Tail { edge, bundle, records })
}

/// Removes the partial tiles of a full one; the specification allows it once that is served.
fn remove_partial(disk: &dyn Disk, full: &str) {
    let dir = format!("{full}.p");
    for name in disk.list(&dir).unwrap_or_default() {
        if let Some(name) = name.to_str() {
            let _ = disk.remove(&format!("{dir}/{name}"));
        }
    }
    let _ = disk.remove_dir(&dir);
}
