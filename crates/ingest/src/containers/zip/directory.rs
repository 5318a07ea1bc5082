//! The directory of a zip archive: at its end, or, where that is lost, header by header.

use std::collections::VecDeque;

use model::{Phrase, Place, RejectKind, say};

use super::super::Members;
use super::super::section::Section;
use crate::sink::Halt;

/// Bytes of an end record without its comment (APPNOTE 4.3.16).
const END_BYTES: usize = 22;
/// Bytes of a header of the central directory without its names (4.3.12).
const CENTRAL_BYTES: usize = 46;
/// Bytes of a local header without its names (4.3.7).
const LOCAL_BYTES: usize = 30;
/// Longest comment of an archive, and with it how far from its end the directory is looked for.
const COMMENT_BYTES_MAX: usize = 0xFFFF;
/// Bytes of the directory read at a time.
const CHUNK_BYTES: usize = 256 * 1024;

/// One entry, as the directory states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) header_start: u64,
    pub(super) header_len: u64,
    pub(super) made_by: u16,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) dos_time: u16,
    pub(super) dos_date: u16,
    pub(super) crc32: u32,
    pub(super) packed_len: u64,
    pub(super) len: u64,
    pub(super) attributes: u32,
    pub(super) local_start: u64,
    pub(super) name: Vec<u8>,
    pub(super) extra: Vec<u8>,
    pub(super) comment: Vec<u8>,
}

impl Entry {
    pub(super) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/")
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0
    }

    /// The packed bytes, behind the local header.
    pub(super) fn content<'a>(&self, whole: &Section<'a>) -> Result<Section<'a>, String> {
        let outside = || "its content lies outside the archive".to_owned();
        let mut local = whole.part(self.local_start, LOCAL_BYTES as u64).ok_or_else(outside)?;
        let head = local.read_at(0, LOCAL_BYTES).map_err(|error| error.to_string())?;
        if !head.starts_with(b"PK\x03\x04") {
            return Err("its local header is not where the directory says".to_owned());
        }
        let names = u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
        let start = self.local_start + LOCAL_BYTES as u64 + names;
        whole.part(start, self.packed_len).ok_or_else(outside)
    }
}

/// Where entries come from.
enum From {
    /// The central directory, from here to there, with this much put in front of the archive.
    Central { next: u64, end: u64, shift: u64, stated: u64, buffer: VecDeque<u8> },
    /// Local headers, from here on: the directory is lost.
    Local { next: u64 },
}

/// Reads entries one after another.
pub(super) struct Directory<'a> {
    whole: Section<'a>,
    from: From,
    told: u64,
    spoilt: Option<Place>,
}

impl<'a> Directory<'a> {
    /// Finds the directory.
    pub(super) fn find(mut whole: Section<'a>) -> Result<Self, Halt> {
        let tail_len =
            (END_BYTES + COMMENT_BYTES_MAX).min(usize::try_from(whole.len()).unwrap_or(usize::MAX));
        let tail_start = whole.len() - tail_len as u64;
        let tail = whole.read_at(tail_start, tail_len).map_err(Halt::Read)?;
        let ends = tail.windows(4).enumerate().rev().filter(|(_, mark)| *mark == b"PK\x05\x06");
        for (at, _) in ends {
            let Some(record) = tail.get(at..at + END_BYTES) else { continue };
            if u16_at(record, 4) != u16_at(record, 6) {
                return Err(split(tail_start + at as u64));
            }
            let end = tail_start + at as u64;
            if let Some(from) = central(&mut whole, record, end)? {
                return Ok(Self { whole, from, told: 0, spoilt: None });
            }
        }
        Ok(Self { whole, from: From::Local { next: 0 }, told: 0, spoilt: None })
    }

    /// What a person should know of how the entries were found.
    pub(super) fn remark(&self) -> Option<Phrase> {
        matches!(self.from, From::Local { .. }).then(say::directory_lost)
    }

    /// The next entry.
    pub(super) fn next(&mut self) -> Result<Option<Entry>, Halt> {
        let entry = match &mut self.from {
            From::Central { next, end, shift, buffer, .. } => {
                let entry = next_central(&mut self.whole, next, *end, *shift, buffer)?;
                if entry.is_none() && *next < *end {
                    let (bytes_start, bytes_len) = (*next, *end - *next);
                    self.spoilt = Some(Place { bytes_start, bytes_len, ..Place::default() });
                }
                entry
            }
            From::Local { next } => next_local(&mut self.whole, next)?,
        };
        self.told += u64::from(entry.is_some());
        Ok(entry)
    }

    /// Ends the walk: entries that the archive counts and the directory lacks are told.
    pub(super) fn end(self, members: &mut dyn Members) -> Result<(), Halt> {
        if let Some(place) = &self.spoilt {
            members.spoilt(place, RejectKind::Malformed, "central directory", "")?;
        }
        if let From::Central { stated, .. } = self.from
            && stated != self.told
        {
            let what = say::archive_members();
            let (stated, found) = (stated.to_string(), self.told.to_string());
            members.note(&crate::sink::Note::Total { what, stated, found })?;
        }
        Ok(())
    }
}

fn split(at: u64) -> Halt {
    Halt::Broken {
        place: Place { bytes_start: at, bytes_len: END_BYTES as u64, ..Place::default() },
        reason: "the archive is one part of several".to_owned(),
        remedy: "join the parts with a tool you trust, and ingest the whole".to_owned(),
    }
}

/// The central directory that an end record leads to, if it is there.
fn central(whole: &mut Section<'_>, record: &[u8], end_start: u64) -> Result<Option<From>, Halt> {
    let (mut stated, mut len, mut start) = (
        u64::from(u16_at(record, 10)),
        u64::from(u32_at(record, 12)),
        u64::from(u32_at(record, 16)),
    );
    let mut end = end_start;
    if let Some(locator) = end_start.checked_sub(20) {
        let locator = whole.read_at(locator, 20).map_err(Halt::Read)?;
        if locator.starts_with(b"PK\x06\x07") {
            // The record stands right before its locator, or where the locator says (4.3.15).
            let stated_at = u64_at(&locator, 8);
            for at in [stated_at, end_start.saturating_sub(20 + 56)] {
                let wide = whole.read_at(at, 56).map_err(Halt::Read)?;
                if wide.starts_with(b"PK\x06\x06") && wide.len() == 56 {
                    (stated, len, start) =
                        (u64_at(&wide, 32), u64_at(&wide, 40), u64_at(&wide, 48));
                    end = at;
                    break;
                }
            }
        }
    }
    // Something put in front (a self-extractor) shifts everything by as much.
    let Some(found) = end.checked_sub(len) else { return Ok(None) };
    let Some(shift) = found.checked_sub(start) else { return Ok(None) };
    let mark = whole.read_at(found, 4).map_err(Halt::Read)?;
    let there = (len == 0 && stated == 0) || mark == b"PK\x01\x02";
    let from = From::Central { next: found, end, shift, stated, buffer: VecDeque::new() };
    Ok(there.then_some(from))
}

fn next_central(
    whole: &mut Section<'_>,
    next: &mut u64,
    end: u64,
    shift: u64,
    buffer: &mut VecDeque<u8>,
) -> Result<Option<Entry>, Halt> {
    if !fill(whole, buffer, *next, end, CENTRAL_BYTES)? {
        return Ok(None);
    }
    let head: Vec<u8> = buffer.iter().take(CENTRAL_BYTES).copied().collect();
    if !head.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(u16_at(&head, at)));
    let len = CENTRAL_BYTES + name + extra + comment;
    if !fill(whole, buffer, *next, end, len)? {
        return Ok(None);
    }
    let record: Vec<u8> = buffer.drain(..len).collect();
    let part =
        |start: usize, len: usize| record.get(start..start + len).unwrap_or_default().to_vec();
    let mut entry = Entry {
        header_start: *next,
        header_len: len as u64,
        made_by: u16_at(&head, 4),
        flags: u16_at(&head, 8),
        method: u16_at(&head, 10),
        dos_time: u16_at(&head, 12),
        dos_date: u16_at(&head, 14),
        crc32: u32_at(&head, 16),
        packed_len: u64::from(u32_at(&head, 20)),
        len: u64::from(u32_at(&head, 24)),
        attributes: u32_at(&head, 38),
        local_start: u64::from(u32_at(&head, 42)),
        name: part(CENTRAL_BYTES, name),
        extra: part(CENTRAL_BYTES + name, extra),
        comment: part(CENTRAL_BYTES + name + extra, comment),
    };
    super::entry::widen(&mut entry);
    entry.local_start = entry.local_start.saturating_add(shift);
    *next += len as u64;
    Ok(Some(entry))
}

/// Brings at least `len` bytes of the directory into the buffer; false where it has fewer.
fn fill(
    whole: &mut Section<'_>,
    buffer: &mut VecDeque<u8>,
    next: u64,
    end: u64,
    len: usize,
) -> Result<bool, Halt> {
    while buffer.len() < len {
        let at = next + buffer.len() as u64;
        let left = usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX);
        let bytes = whole.read_at(at, left.min(CHUNK_BYTES)).map_err(Halt::Read)?;
        if bytes.is_empty() {
            return Ok(false);
        }
        buffer.extend(bytes);
    }
    Ok(true)
}

fn next_local(whole: &mut Section<'_>, next: &mut u64) -> Result<Option<Entry>, Halt> {
    let head = whole.read_at(*next, LOCAL_BYTES).map_err(Halt::Read)?;
    if head.len() < LOCAL_BYTES || !head.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let [name, extra] = [26, 28].map(|at| usize::from(u16_at(&head, at)));
    let names = whole.read_at(*next + LOCAL_BYTES as u64, name + extra).map_err(Halt::Read)?;
    let mut entry = Entry {
        header_start: *next,
        header_len: (LOCAL_BYTES + names.len()) as u64,
        flags: u16_at(&head, 6),
        method: u16_at(&head, 8),
        dos_time: u16_at(&head, 10),
        dos_date: u16_at(&head, 12),
        crc32: u32_at(&head, 14),
        packed_len: u64::from(u32_at(&head, 18)),
        len: u64::from(u32_at(&head, 22)),
        local_start: *next,
        name: names.get(..name).unwrap_or(&names).to_vec(),
        extra: names.get(name..).unwrap_or_default().to_vec(),
        ..Entry::default()
    };
    super::entry::widen(&mut entry);
    let end = (*next + entry.header_len).checked_add(entry.packed_len);
    // Bit 3: the sizes stand behind the content, whose end nobody states.
    let unknown = entry.flags & 8 != 0 && entry.packed_len == 0 && !entry.is_folder();
    *next = end.filter(|_| !unknown).unwrap_or(u64::MAX);
    Ok(Some(entry))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
