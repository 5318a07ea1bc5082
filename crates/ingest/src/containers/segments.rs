//! Files in parts: segment files joined to one (`.001`, `.002`, …).
//!
//! - **Recognised by** nothing in them: parts that were given together and are numbered by their names
//!   are joined before anything is recognised.
//! - **Known limits:** at most 700 parts; a part that is missing in the middle ends the run of parts.
//!
//! A raw image in parts has no marks of its own: its parts follow each other by number, all but the
//! last of the same length. Who holds the parts hands them over in order as [`Segment`]s.

use std::io::{self, Read, Seek, SeekFrom};

use super::blocks::sought;
use super::{Container, Content, Members};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::Halt;

/// One file of a set.
pub struct Segment<'a> {
    /// Its bytes.
    pub bytes: &'a mut dyn ReadSeek,
    /// Their number.
    pub len: u64,
}

/// A raw image, or any other file, in numbered parts; see the module. The first part may look like
/// anything, so nothing recognises it: parts that were given together are joined before anything is
/// recognised, and what they hold is a stream inside.
#[derive(Debug)]
pub struct Split;

impl Split {
    /// Whether a companion is a further part by its name: its ending is a number.
    pub(crate) fn is_part(name: &str) -> bool {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl Container for Split {
    fn code(&self) -> &'static str {
        "split"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, _: &Head<'_>) -> Sure {
        Sure::No
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut further = source.take_for(members, Self::is_part)?;
        let mut segments = vec![Segment { bytes: source.bytes, len: source.len }];
        for part in &mut further {
            segments.push(Segment { bytes: &mut *part.bytes, len: part.len });
        }
        let Some(mut joined) = Joined::new(&mut segments) else {
            let words = "the lengths of its parts are beyond any disk";
            return members.stream("joined", Content::Unreadable(words));
        };
        let len = joined.len_bytes();
        members.stream("joined", Content::Seekable(&mut joined, len))
    }
}

/// Segments of a raw image as one run of bytes.
pub struct Joined<'s, 'b> {
    segments: &'s mut [Segment<'b>],
    at: u64,
    len: u64,
}

impl<'s, 'b> Joined<'s, 'b> {
    /// Joins the segments in the order given; `None` where their lengths are beyond any disk.
    pub fn new(segments: &'s mut [Segment<'b>]) -> Option<Self> {
        let len = segments.iter().try_fold(0_u64, |sum, segment| sum.checked_add(segment.len))?;
        Some(Self { segments, at: 0, len })
    }

    /// Length of all segments together.
    pub fn len_bytes(&self) -> u64 {
        self.len
    }
}

impl Read for Joined<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut start = 0;
        for segment in self.segments.iter_mut() {
            let within = self.at.saturating_sub(start);
            if within < segment.len {
                segment.bytes.seek(SeekFrom::Start(within))?;
                let count = (&mut *segment.bytes).take(segment.len - within).read(into)?;
                self.at += count as u64;
                return Ok(count);
            }
            start += segment.len;
        }
        Ok(0)
    }
}

impl Seek for Joined<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.len)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn parts_of_a_raw_image_read_as_one() {
        let (mut first, mut second) = (Cursor::new(b"abcd".to_vec()), Cursor::new(b"ef".to_vec()));
        let mut parts =
            [Segment { bytes: &mut first, len: 4 }, Segment { bytes: &mut second, len: 2 }];
        let mut joined = Joined::new(&mut parts).unwrap();
        let mut text = String::new();
        joined.read_to_string(&mut text).unwrap();
        joined.seek(SeekFrom::Start(3)).unwrap();
        joined.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), joined.len_bytes()), ("abcdefdef", 6));
    }
}
