//! The file of a set while it is read: once, in order, with its SHA-256 taken on the way.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use memchr::memchr;
use model::Digest;

use super::ahead::Ahead;
use super::refusal::{Fault, Refusal};

/// Bytes looked at to recognise a set: more than any header with its first rows.
const HEAD_BYTES: u64 = 64 << 10;

/// Longest line: paths of Windows may have 32,767 characters of three bytes each.
const LINE_BYTES_MAX: usize = 1 << 20;

/// The mark some programs write before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A set being read.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    head: Vec<u8>,
    ahead: Ahead,
    line: u64,
}

impl Source {
    /// Opens the file of a set.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let unread = |error| Refusal::unread(path, &error);
        let file = File::open(path).map_err(unread)?;
        let mut head = Vec::new();
        (&file).take(HEAD_BYTES).read_to_end(&mut head).map_err(unread)?;
        let file = File::open(path).map_err(unread)?;
        let ahead = Ahead::begin(file).map_err(unread)?;
        let mut source = Self { path: path.to_owned(), head, ahead, line: 0 };
        if source.head.starts_with(MARK) {
            source.read_exact(&mut [0; 3]).map_err(unread)?;
            source.head.drain(..MARK.len());
        }
        Ok(source)
    }

    /// The first bytes, without a mark of UTF-8.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the line read last.
    pub fn line_number(&self) -> u64 {
        self.line
    }

    /// Where the line read last stands.
    pub fn place(&self) -> String {
        format!("line {}", self.line)
    }

    /// Reads a line into `line`, without its end; `false` at the end of the file.
    pub fn next_line(&mut self, line: &mut Vec<u8>) -> Result<bool, Refusal> {
        line.clear();
        self.line += 1;
        loop {
            let rest = self.ahead.rest().map_err(|error| Refusal::unread(&self.path, &error))?;
            let end = memchr(b'\n', rest).map(|at| at + 1);
            let taken = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
            line.extend_from_slice(taken);
            let is_whole = end.is_some() || taken.is_empty();
            let len = taken.len();
            self.ahead.consume(len);
            if line.len() > LINE_BYTES_MAX {
                let fact = format!("a line is longer than {LINE_BYTES_MAX} bytes");
                return Err(Refusal::new(Fault::TooLong, self.place(), fact));
            }
            if is_whole {
                break;
            }
        }
        let read = !line.is_empty();
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(read)
    }

    /// Passes lines at the front of what is at hand: `take` tells how many bytes and how many lines.
    /// A line that goes on behind what is at hand is none of them.
    pub fn pass_lines(
        &mut self,
        take: impl FnOnce(&[u8]) -> Result<(usize, u64), Refusal>,
    ) -> Result<(), Refusal> {
        let rest = self.ahead.rest().map_err(|error| Refusal::unread(&self.path, &error))?;
        let (bytes, lines) = take(rest)?;
        self.ahead.consume(bytes);
        self.line += lines;
        Ok(())
    }

    /// Reads what is left, and gives the SHA-256 of the whole file and its bytes.
    pub fn finish(self) -> Result<(Digest, u64), Refusal> {
        self.ahead.finish().map_err(|error| Refusal::unread(&self.path, &error))
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let len = available.read(buffer)?;
        self.consume(len);
        Ok(len)
    }
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead.rest()
    }

    fn consume(&mut self, amount: usize) {
        self.ahead.consume(amount);
    }
}
