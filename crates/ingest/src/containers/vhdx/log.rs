//! The log of a VHDX file: pages that were to be written back when the machine stopped.
//!
//! The active sequence is the run of entries that ends with the highest sequence number; its pages
//! stand over those of the file while it is read. The file itself is never written.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

use model::{Phrase, say};

use super::super::blocks::sought;
use super::super::bytes_at::{broken, le32, le64, read};
use super::WHOLE;
use super::sums::has_sum;
use crate::format::{ReadSeek, Source};
use crate::sink::Halt;

/// Largest log: Hyper-V makes 1 MiB, and it is held in memory.
const LOG_BYTES_MAX: usize = 64 << 20;

/// The step of the log, and the size of a page.
const PAGE: usize = 4096;

/// Largest run of zeros a descriptor may state in pages: the log describes tables of 64 MiB at most.
const ZERO_PAGES_MAX: u64 = 1 << 16;

/// Where the log stands, and which one is valid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) guid: [u8; 16],
    pub(super) at: u64,
    pub(super) len: u64,
}

/// An entry with its checksum.
#[derive(Debug, Clone, Default)]
struct Entry {
    start: usize,
    len: usize,
    tail: usize,
    sequence: u64,
    descriptors: u32,
    file_bytes: u64,
}

/// Pages that stand over those of the file; `None` is a page of zeros.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    pages: BTreeMap<u64, Option<Vec<u8>>>,
    entries: usize,
    file_bytes: u64,
}

/// Reads the log and finds the pages of its active sequence.
pub(super) fn replay(source: &mut Source<'_>, place: &Place) -> Result<Overlay, Halt> {
    let lost = |reason: &str| broken(place.at.min(source.len), 0, reason.to_owned(), WHOLE);
    if place.len > LOG_BYTES_MAX as u64 || !place.len.is_multiple_of(PAGE as u64) {
        return Err(lost("the log, which must be applied, has an absurd length"));
    }
    if source.len.saturating_sub(place.at) < place.len {
        return Err(lost("the log, which must be applied, is cut off"));
    }
    let log = read(source.bytes, place.at, place.len, LOG_BYTES_MAX).map_err(Halt::Read)?;
    let entries: Vec<Entry> =
        (0..log.len()).step_by(PAGE).filter_map(|at| entry(&log, at, &place.guid)).collect();
    let sequence = active(&entries, log.len());
    if sequence.is_empty() {
        return Err(lost("the log, which must be applied, has no complete sequence"));
    }
    let mut overlay = Overlay { entries: sequence.len(), ..Overlay::default() };
    for entry in sequence {
        overlay.file_bytes = overlay.file_bytes.max(entry.file_bytes);
        overlay.apply(&ring(&log, entry.start, entry.len), entry);
    }
    Ok(overlay)
}

/// `len` bytes of the log from `start`, which may run over its end to its beginning.
fn ring(log: &[u8], start: usize, len: usize) -> Vec<u8> {
    log.iter().cycle().skip(start).take(len).copied().collect()
}

fn entry(log: &[u8], start: usize, guid: &[u8; 16]) -> Option<Entry> {
    let head = log.get(start..start + 64)?;
    if !head.starts_with(b"loge") || head.get(32..48)? != guid {
        return None;
    }
    let len = le32(head, 8)? as usize;
    if len == 0 || len > log.len() || !len.is_multiple_of(PAGE) {
        return None;
    }
    if !has_sum(&ring(log, start, len), 4) {
        return None;
    }
    Some(Entry {
        start,
        len,
        tail: le32(head, 12)? as usize,
        sequence: le64(head, 16)?,
        descriptors: le32(head, 24)?,
        file_bytes: le64(head, 48)?,
    })
}

/// The run of entries with the highest numbers that reaches back to the tail its last one states.
fn active(entries: &[Entry], log_bytes: usize) -> Vec<&Entry> {
    let by_start: BTreeMap<usize, &Entry> = entries.iter().map(|one| (one.start, one)).collect();
    let mut heads: Vec<&Entry> = entries.iter().collect();
    heads.sort_by_key(|entry| std::cmp::Reverse(entry.sequence));
    for head in heads {
        let mut run = Vec::new();
        let mut at = head.tail;
        while let Some(entry) = by_start.get(&at) {
            let follows = run.last().is_none_or(|before: &&Entry| {
                before.sequence.checked_add(1) == Some(entry.sequence)
            });
            if !follows || run.len() >= entries.len() {
                break;
            }
            run.push(*entry);
            if entry.start == head.start {
                return run;
            }
            at = (entry.start + entry.len) % log_bytes.max(1);
        }
    }
    Vec::new()
}

impl Overlay {
    fn apply(&mut self, bytes: &[u8], entry: &Entry) {
        let descriptor_bytes = (64 + entry.descriptors as usize * 32).next_multiple_of(PAGE);
        let mut data = descriptor_bytes;
        for index in 0..entry.descriptors as usize {
            let at = 64 + index * 32;
            let Some(descriptor) = bytes.get(at..at + 32) else { return };
            let file_at = le64(descriptor, 16).unwrap_or(0);
            if descriptor.starts_with(b"zero") {
                let pages = le64(descriptor, 8).unwrap_or(0) / PAGE as u64;
                for page in 0..pages.min(ZERO_PAGES_MAX) {
                    self.pages.insert(file_at.saturating_add(page * PAGE as u64), None);
                }
            } else if descriptor.starts_with(b"desc") {
                let Some(sector) = bytes.get(data..data + PAGE) else { return };
                data += PAGE;
                // The first eight and last four bytes of a page stand in its descriptor.
                let parts = [descriptor.get(8..16), sector.get(8..4092), descriptor.get(4..8)];
                let page: Vec<u8> = parts.into_iter().flatten().flatten().copied().collect();
                self.pages.insert(file_at, Some(page));
            }
        }
    }

    pub(super) fn sentence(&self) -> Phrase {
        say::log_over_disk(self.entries, self.pages.len())
    }

    /// The file with the pages over it.
    pub(super) fn over(self, bytes: &mut dyn ReadSeek, len: u64) -> Patched<'_> {
        // The log may have made the file longer than what reached the disk.
        let last = self.pages.last_key_value().map_or(0, |(at, _)| at.saturating_add(PAGE as u64));
        let len = len.max(last.min(self.file_bytes));
        Patched { bytes, overlay: self, len, at: 0 }
    }
}

/// A file with pages over it.
pub(super) struct Patched<'a> {
    bytes: &'a mut dyn ReadSeek,
    overlay: Overlay,
    len: u64,
    at: u64,
}

impl Patched<'_> {
    pub(super) fn len_bytes(&self) -> u64 {
        self.len
    }
}

impl Read for Patched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.len {
            return Ok(0);
        }
        let page = self.at - self.at % PAGE as u64;
        let within = usize::try_from(self.at - page).unwrap_or(0);
        let count = if let Some(over) = self.overlay.pages.get(&page) {
            let count = into.len().min(PAGE - within);
            for (offset, to) in into.iter_mut().take(count).enumerate() {
                let byte = over.as_ref().and_then(|page| page.get(within + offset));
                *to = byte.copied().unwrap_or(0);
            }
            count
        } else {
            let next = self.overlay.pages.range(page..).next().map_or(u64::MAX, |(at, _)| *at);
            self.bytes.seek(SeekFrom::Start(self.at))?;
            (&mut *self.bytes).take(next - self.at).read(into)?
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Patched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.len)?;
        Ok(self.at)
    }
}
