//! A stretch of a container's bytes, readable from any place in it.
//!
//! Sections of one container share its bytes: each keeps its own position and seeks before it
//! reads, so that a decoder can be started again while its container is still being walked.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use super::blocks::sought;
use crate::format::ReadSeek;

/// The bytes of a container, shared by its sections.
pub(crate) type Shared<'a> = Rc<RefCell<&'a mut dyn ReadSeek>>;

/// See the module.
#[derive(Clone)]
pub(crate) struct Section<'a> {
    bytes: Shared<'a>,
    start: u64,
    len: u64,
    position: u64,
}

impl<'a> Section<'a> {
    /// The whole of a container of this length.
    pub(crate) fn whole(bytes: &'a mut dyn ReadSeek, len: u64) -> Self {
        Self::of(bytes, 0, len)
    }

    /// The `len` bytes at `start`; both lie inside `bytes`.
    pub(crate) fn of(bytes: &'a mut dyn ReadSeek, start: u64, len: u64) -> Self {
        Self { bytes: Rc::new(RefCell::new(bytes)), start, len, position: 0 }
    }

    /// A part of this section; `None` where it does not lie inside.
    pub(crate) fn part(&self, start: u64, len: u64) -> Option<Self> {
        let inside = start.checked_add(len).is_some_and(|end| end <= self.len);
        let start = self.start.checked_add(start)?;
        inside.then(|| Self { bytes: Rc::clone(&self.bytes), start, len, position: 0 })
    }

    /// The number of its bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Reads `count` bytes from a place in it; fewer only where it ends.
    pub(crate) fn read_at(&mut self, place: u64, count: usize) -> io::Result<Vec<u8>> {
        self.position = place;
        let mut bytes = Vec::with_capacity(count);
        self.take(count as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for Section<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.len.saturating_sub(self.position);
        let count = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let Some(bytes) = bytes.get_mut(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok(0);
        };
        let mut source = self.bytes.borrow_mut();
        source.seek(SeekFrom::Start(self.start.saturating_add(self.position)))?;
        let count = source.read(bytes)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Section<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = sought(to, self.position, self.len)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_section_ends_where_it_says() {
        let mut bytes = Cursor::new(b"0123456789".to_vec());
        let mut section = Section::of(&mut bytes, 2, 3);
        let mut text = String::new();
        section.read_to_string(&mut text).unwrap();
        section.seek(SeekFrom::End(-1)).unwrap();
        section.read_to_string(&mut text).unwrap();
        assert_eq!(text, "2344");
        assert_eq!(
            section.seek(SeekFrom::Start(9)).and_then(|_| section.read(&mut [0])).unwrap(),
            0
        );
        assert!(section.part(1, 3).is_none());
        assert_eq!(section.part(1, 2).unwrap().read_at(0, 9).unwrap(), b"34");
    }
}
