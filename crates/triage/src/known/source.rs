//! The file of a set while it is read: once, in order, with its SHA-256 taken on the way.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use model::Digest;
use sha2::{Digest as _, Sha256};

use super::refusal::{Fault, Refusal};

/// Bytes looked at to recognise a set: more than any header with its first rows.
const HEAD_BYTES: u64 = 64 << 10;

/// Longest line: paths of Windows may have 32,767 characters of three bytes each.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Bytes asked of the disk at once.
const BUFFER_BYTES: usize = 1 << 18;

/// The mark some programs write before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A set being read.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    head: Vec<u8>,
    reader: BufReader<File>,
    sha256: Sha256,
    bytes: u64,
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
        let reader = BufReader::with_capacity(BUFFER_BYTES, file);
        let mut source =
            Self { path: path.to_owned(), head, reader, sha256: Sha256::new(), bytes: 0, line: 0 };
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
        let most = LINE_BYTES_MAX as u64 + 1;
        let read = (&mut *self).take(most).read_until(b'\n', line);
        let read = read.map_err(|error| Refusal::unread(&self.path, &error))?;
        if line.len() > LINE_BYTES_MAX {
            let fact = format!("a line is longer than {LINE_BYTES_MAX} bytes");
            return Err(Refusal::new(Fault::TooLong, self.place(), fact));
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(read > 0)
    }

    /// Reads what is left, and gives the SHA-256 of the whole file and its bytes.
    pub fn finish(mut self) -> Result<(Digest, u64), Refusal> {
        let rest = io::copy(&mut self, &mut io::sink());
        rest.map_err(|error| Refusal::unread(&self.path, &error))?;
        Ok((Digest(self.sha256.finalize().into()), self.bytes))
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
        if self.reader.buffer().is_empty() {
            let filled = self.reader.fill_buf()?;
            self.sha256.update(filled);
            self.bytes += filled.len() as u64;
        }
        Ok(self.reader.buffer())
    }

    fn consume(&mut self, amount: usize) {
        self.reader.consume(amount);
    }
}
