//! The archive as a stream of bytes, made while it is read.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::tar::{END_BYTES, header, padding};
use super::{Entry, Plan, What, shown};
use crate::fault::{Doing, Fault};
use crate::source::{Found, Source};

/// Up to this length a file is read before its header is written, so that nothing is promised that
/// cannot be read.
const HELD_BYTES_MAX: u64 = 1 << 20;

/// The bytes of the archive; see the module.
pub(crate) struct FolderStream<'p> {
    plan: &'p Plan,
    next: usize,
    /// Bytes that stand ready, and how many of them were taken.
    ready: Vec<u8>,
    taken: usize,
    /// A file that is being read, and how many of its bytes are left.
    open: Option<(Source, u64)>,
    files_done: Rc<Cell<u64>>,
    /// Why the stream broke off.
    fault: Option<Fault>,
}

impl<'p> FolderStream<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            next: 0,
            ready: Vec::new(),
            taken: 0,
            open: None,
            files_done: Rc::default(),
            fault: None,
        }
    }

    /// How many files were read, counted while the stream is.
    pub(crate) fn files_done(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.files_done)
    }

    /// The fault by which the stream broke off.
    pub(crate) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    /// Makes the next bytes ready; none are left at the end.
    fn advance(&mut self) -> Result<(), Fault> {
        self.ready.clear();
        self.taken = 0;
        let Some(entry) = self.plan.entries.get(self.next) else {
            if self.next == self.plan.entries.len() {
                self.plan.check_folders()?;
                self.ready.resize(usize::try_from(END_BYTES).unwrap_or(0), 0);
                self.next += 1;
            }
            return Ok(());
        };
        self.next += 1;
        let What::File(len) = entry.what else {
            self.ready = header(entry);
            return Ok(());
        };
        let mut source = self.open_file(entry, len)?;
        self.ready = header(entry);
        if len > HELD_BYTES_MAX {
            self.open = Some((source, len));
            return Ok(());
        }
        let read = (&mut source.file).take(len + 1).read_to_end(&mut self.ready);
        let read = read.doing("reading", shown(&entry.path))?;
        self.end_file(&source, read as u64)
    }

    fn open_file(&self, entry: &Entry, len: u64) -> Result<Source, Fault> {
        let found = Found { relative: entry.path.clone(), size_bytes: len };
        let source = self.plan.folder.open(&found)?;
        if source.size_bytes != len || source.modified() != entry.times.modified {
            return Err(Fault::ChangedWhileRead(shown(&entry.path)));
        }
        Ok(source)
    }

    /// A file was read: it must be what its header says, and its last block is filled.
    fn end_file(&mut self, source: &Source, read: u64) -> Result<(), Fault> {
        source.check_unchanged(read)?;
        self.files_done.set(self.files_done.get() + 1);
        let fill = usize::try_from(padding(read)).unwrap_or(0);
        self.ready.resize(self.ready.len() + fill, 0);
        Ok(())
    }

    /// Reads on in the file that is open.
    fn read_open(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        let Some((source, left)) = &mut self.open else { return Ok(0) };
        let want = usize::try_from(*left).unwrap_or(usize::MAX).min(into.len());
        let room = into.get_mut(..want).unwrap_or_default();
        let name = source.shown.clone();
        let count = loop {
            match source.file.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other.doing("reading", name.as_str())?,
            }
        };
        *left -= count as u64;
        if (count == 0 || *left == 0)
            && let Some((source, left)) = self.open.take()
        {
            self.ready.clear();
            self.taken = 0;
            self.end_file(&source, source.size_bytes - left)?;
        }
        Ok(count)
    }

    fn read_on(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        loop {
            let rest = self.ready.get(self.taken..).unwrap_or_default();
            if !rest.is_empty() {
                let count = rest.len().min(into.len());
                if let (Some(to), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
                    to.copy_from_slice(from);
                }
                self.taken += count;
                return Ok(count);
            }
            if self.open.is_some() {
                let count = self.read_open(into)?;
                if count > 0 {
                    return Ok(count);
                }
                continue;
            }
            if self.next > self.plan.entries.len() {
                return Ok(0);
            }
            self.advance()?;
        }
    }
}

impl Read for FolderStream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() || self.fault.is_some() {
            return Ok(0);
        }
        self.read_on(into).map_err(|fault| {
            self.fault = Some(fault);
            io::Error::other("the folder could not be read on")
        })
    }
}
