//! A bundle as it was received: a folder, a tar archive, or (in tests) a map.
//!
//! An archive is taken only in the one form in which it is written, so that no byte of it can change
//! unseen: headers, fill and end are compared with what would be written.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::out::{TOP, mode};
use crate::disk::{Disk, Node, OsDisk, open_to_read};
use crate::fault::{Doing, Fault};
use crate::folder::{END_BYTES, file_header, padding};
use crate::name::escape;
use crate::source::FOLDER_DEPTH_MAX;
use crate::verify::{Problem, ProblemKind};

/// Longest headers of one file in an archive: one with its extended header.
const HEADER_BYTES_MAX: u64 = 64 << 10;

/// The files of a bundle, by name.
pub(super) trait Held {
    /// Names with their lengths; what is no plain file is told as a problem.
    fn list(&self, problems: &mut Vec<Problem>) -> Result<BTreeMap<String, u64>, Fault>;
    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send + '_>>;
}

pub(super) fn extra(file: String, fact: &str) -> Problem {
    Problem { file, kind: ProblemKind::Extra, fact: fact.to_owned() }
}

/// A bundle in a folder.
pub(super) struct InFolder {
    disk: OsDisk,
}

impl InFolder {
    pub(super) fn new(dir: &Path) -> Self {
        Self { disk: OsDisk::new(dir) }
    }

    fn walk(
        &self,
        dir: &str,
        depth: usize,
        found: &mut BTreeMap<String, u64>,
        problems: &mut Vec<Problem>,
    ) -> Result<(), Fault> {
        if depth > FOLDER_DEPTH_MAX {
            problems.push(extra(escape(dir.as_bytes()), "it is deeper than any bundle"));
            return Ok(());
        }
        for name in self.disk.list(dir).doing("listing", dir)? {
            let below = |name: &str| {
                if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
            };
            let Some(plain) = name.to_str() else {
                let name = below(&escape(name.as_encoded_bytes()));
                problems.push(extra(name, "the manifest does not name it"));
                continue;
            };
            let file = below(plain);
            let status = self.disk.status(&file).doing("looking at", file.as_str())?;
            match status.node {
                Node::Folder => self.walk(&file, depth + 1, found, problems)?,
                Node::File => {
                    found.insert(file, status.size_bytes);
                }
                Node::Link | Node::Other => {
                    problems.push(extra(escape(file.as_bytes()), "it is a link or device"));
                }
            }
        }
        Ok(())
    }
}

impl Held for InFolder {
    fn list(&self, problems: &mut Vec<Problem>) -> Result<BTreeMap<String, u64>, Fault> {
        let mut found = BTreeMap::new();
        self.walk("", 0, &mut found, problems)?;
        Ok(found)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        self.disk.open(name)
    }
}

/// A bundle in a tar archive.
pub(super) struct InTar {
    file: File,
    shown: String,
    members: BTreeMap<String, (u64, u64)>,
    problems: Vec<Problem>,
}

impl InTar {
    /// Reads the headers; an archive that is not in our form is told as a problem of itself.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let shown = escape(path.as_os_str().as_encoded_bytes());
        let file = open_to_read(path).doing("reading", shown.as_str())?;
        let mut held = Self { file, shown, members: BTreeMap::new(), problems: Vec::new() };
        if let Err(fact) = held.scan().doing("reading", held.shown.as_str())? {
            let file = held.shown.clone();
            held.problems.push(Problem { file, kind: ProblemKind::Changed, fact });
        }
        if held.members.is_empty() {
            return Err(Fault::NotABundle(held.shown));
        }
        Ok(held)
    }

    fn scan(&mut self) -> io::Result<Result<(), String>> {
        let len = self.file.metadata()?.len();
        let (mut at, mut last) = (0, String::new());
        loop {
            let end = len.saturating_sub(at);
            if end == END_BYTES && self.is_zero(at, END_BYTES)? {
                return Ok(Ok(()));
            }
            let Some((name, size)) = self.header(at)? else {
                return Ok(Err(format!("the archive is not as it was written, at byte {at}")));
            };
            let header = file_header(&name, size, mode(name.strip_prefix(TOP).unwrap_or(&name)));
            let start = at + header.len() as u64;
            let follows = last < name;
            let next = start.checked_add(size).and_then(|end| end.checked_add(padding(size)));
            let Some(next) = next.filter(|next| *next <= len && follows) else {
                return Ok(Err(format!("the archive is not as it was written, at byte {at}")));
            };
            if self.bytes(at, header.len() as u64)? != header
                || !self.is_zero(start + size, padding(size))?
            {
                return Ok(Err(format!("the archive is not as it was written, at byte {at}")));
            }
            let Some(plain) = name.strip_prefix(TOP) else {
                return Ok(Err(format!("{} is not of the bundle", escape(name.as_bytes()))));
            };
            self.members.insert(plain.to_owned(), (start, size));
            (at, last) = (next, name);
        }
    }

    /// Name and length of the file whose headers begin here.
    fn header(&self, at: u64) -> io::Result<Option<(String, u64)>> {
        let first = self.bytes(at, 512)?;
        let text = |bytes: &[u8]| {
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
            bytes.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).map(str::to_owned)
        };
        let octal = |bytes: Option<&[u8]>| u64::from_str_radix(&text(bytes?)?, 8).ok();
        if first.get(156) != Some(&b'x') {
            let name = first.get(..100).and_then(text);
            return Ok(name.filter(|name| !name.is_empty()).zip(octal(first.get(124..136))));
        }
        let size = octal(first.get(124..136)).filter(|size| *size < HEADER_BYTES_MAX);
        let Some(size) = size else { return Ok(None) };
        let records = self.bytes(at + 512, size)?;
        let second = self.bytes(at + 512 + size + padding(size), 512)?;
        let mut name = second.get(..100).and_then(text);
        let mut len = octal(second.get(124..136));
        for record in String::from_utf8_lossy(&records).lines() {
            match record.split_once(' ').and_then(|(_, record)| record.split_once('=')) {
                Some(("path", path)) => name = Some(path.to_owned()),
                Some(("size", size)) => len = size.parse().ok(),
                _ => {}
            }
        }
        Ok(name.zip(len))
    }

    /// Bytes of the archive; fewer where it ends.
    fn bytes(&self, at: u64, len: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.part(at, len)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn is_zero(&self, at: u64, len: u64) -> io::Result<bool> {
        let bytes = self.bytes(at, len)?;
        Ok(bytes.len() as u64 == len && bytes.iter().all(|byte| *byte == 0))
    }

    fn part(&self, at: u64, len: u64) -> io::Result<impl Read + Send + use<'_>> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        Ok(file.take(len))
    }
}

impl Held for InTar {
    fn list(&self, problems: &mut Vec<Problem>) -> Result<BTreeMap<String, u64>, Fault> {
        problems.extend(self.problems.iter().cloned());
        Ok(self.members.iter().map(|(name, (_, size))| (name.clone(), *size)).collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        let place = self.members.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(self.part(place.0, place.1)?))
    }
}

/// A bundle in memory.
#[cfg(test)]
impl Held for BTreeMap<String, Vec<u8>> {
    fn list(&self, _: &mut Vec<Problem>) -> Result<BTreeMap<String, u64>, Fault> {
        Ok(self.iter().map(|(name, bytes)| (name.clone(), bytes.len() as u64)).collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        let bytes = self.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes.as_slice()))
    }
}
