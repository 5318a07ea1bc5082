//! The master boot record: four entries, and a chain of further ones in an extended partition.

use std::collections::BTreeSet;
use std::io;

use model::{Phrase, Word, say};

use super::super::bytes_at::{fill, le16, le32};
use super::Partition;
use crate::format::ReadSeek;

/// Bytes of a boot record.
pub(super) const RECORD_BYTES: usize = 512;

/// Most logical partitions of one chain: Linux numbers 60 at most, Windows 24 letters.
const LOGICAL_MAX: usize = 256;

/// Type of the entry that protects a GUID partition table.
pub(super) const PROTECTIVE: u8 = 0xEE;

/// First number of a logical partition, as Linux and Windows count.
const FIRST_LOGICAL: u32 = 5;

/// An entry of a boot record, in sectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) flag: u8,
    pub(super) kind: u8,
    pub(super) start: u64,
    pub(super) len: u64,
}

impl Entry {
    pub(super) fn is_extended(self) -> bool {
        matches!(self.kind, 0x05 | 0x0F | 0x85)
    }

    fn is_used(self) -> bool {
        self.kind != 0 && self.len > 0
    }
}

/// The four entries of a boot record; `None` without its signature.
pub(super) fn entries(record: &[u8]) -> Option<[Entry; 4]> {
    if record.get(510..512)? != [0x55, 0xAA] {
        return None;
    }
    let entry = |number: usize| {
        let at = 446 + number * 16;
        Some(Entry {
            flag: *record.get(at)?,
            kind: *record.get(at + 4)?,
            start: le32(record, at + 8)?.into(),
            len: le32(record, at + 12)?.into(),
        })
    };
    Some([entry(0)?, entry(1)?, entry(2)?, entry(3)?])
}

/// Whether the entries are those of a partition table: code of a boot sector that stands at their
/// place hardly ever passes.
pub(super) fn is_table(entries: &[Entry; 4], len: u64) -> bool {
    let sectors = len / RECORD_BYTES as u64;
    let sane = |entry: &Entry| {
        matches!(entry.flag, 0x00 | 0x80)
            && (entry.kind == 0 || (entry.start > 0 && entry.len > 0))
            // A disk may be cut off, but its first partition begins somewhere.
            && (entry.kind == 0 || entry.start < sectors || entry.kind == PROTECTIVE)
    };
    let used = || entries.iter().filter(|entry| entry.is_used());
    entries.iter().all(sane) && used().next().is_some() && !overlap(used())
}

fn overlap<'e>(entries: impl Iterator<Item = &'e Entry>) -> bool {
    let mut spans: Vec<_> = entries
        .filter(|entry| entry.kind != PROTECTIVE)
        .map(|entry| (entry.start, entry.start + entry.len))
        .collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| matches!(pair, [(_, end), (start, _)] if start < end))
}

/// Whether the sector is the first of a file system, which may hold anything where a partition
/// table has its entries.
pub(super) fn is_volume(sector: &[u8]) -> bool {
    let is = |at: usize, name: &[u8]| sector.get(at..at + name.len()) == Some(name);
    let named = is(3, b"NTFS    ")
        || is(3, b"EXFAT   ")
        || is(3, b"-FVE-FS-")
        || is(3, b"ReFS\0\0\0\0")
        || is(3, b"HPFS")
        || is(54, b"FAT")
        || is(82, b"FAT32")
        || is(0, b"XFSB");
    named || has_fat_geometry(sector)
}

/// The parameters that every FAT volume states, whatever wrote it.
fn has_fat_geometry(sector: &[u8]) -> bool {
    let byte = |at: usize| sector.get(at).copied().unwrap_or(0);
    let jump = byte(0) == 0xE9 || (byte(0) == 0xEB && byte(2) == 0x90);
    let sector_bytes = le16(sector, 11).unwrap_or(0);
    jump && matches!(sector_bytes, 512 | 1024 | 2048 | 4096)
        && byte(13).is_power_of_two()
        && le16(sector, 14).unwrap_or(0) > 0
        && matches!(byte(16), 1 | 2)
        && (byte(21) == 0xF0 || byte(21) >= 0xF8)
}

/// Partitions found, and what went wrong on the way.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) partitions: Vec<Partition>,
    pub(super) remarks: Vec<Phrase>,
}

/// The partitions of a master boot record whose entries are given.
pub(super) fn partitions(
    source: &mut dyn ReadSeek,
    len: u64,
    entries: &[Entry; 4],
) -> io::Result<Found> {
    let mut found = Found::default();
    let mut chains = Vec::new();
    for (number, entry) in (1_u32..).zip(entries).filter(|(_, entry)| entry.is_used()) {
        if entry.is_extended() {
            chains.push(entry.start);
        } else {
            found.partitions.push(partition(number, *entry, entry.start));
        }
    }
    let mut number = FIRST_LOGICAL;
    for base in chains {
        number = logical(source, len, base, number, &mut found)?;
    }
    Ok(found)
}

/// Follows the chain of an extended partition; every record is visited once.
fn logical(
    source: &mut dyn ReadSeek,
    len: u64,
    base: u64,
    mut number: u32,
    found: &mut Found,
) -> io::Result<u32> {
    let mut visited = BTreeSet::new();
    let mut at = base;
    loop {
        let byte = at * RECORD_BYTES as u64;
        if !visited.insert(at) {
            found.remarks.push(say::partitions_circle(at));
            return Ok(number);
        }
        if visited.len() > LOGICAL_MAX {
            found.remarks.push(say::partitions_too_many(LOGICAL_MAX));
            return Ok(number);
        }
        let mut record = [0; RECORD_BYTES];
        let is_there = len.saturating_sub(byte) >= RECORD_BYTES as u64;
        if is_there {
            fill(source, byte, &mut record)?;
        }
        let Some(entries) = entries(&record) else {
            found.remarks.push(say::partitions_break_off(at));
            return Ok(number);
        };
        let mut next = None;
        for entry in entries.into_iter().filter(|entry| entry.is_used()) {
            if entry.is_extended() {
                next.get_or_insert(base + entry.start);
            } else {
                found.partitions.push(partition(number, entry, at + entry.start));
                number += 1;
            }
        }
        let Some(next) = next else { return Ok(number) };
        at = next;
    }
}

fn partition(number: u32, entry: Entry, start: u64) -> Partition {
    let active = (entry.flag == 0x80).then(|| say::partition_active().into());
    Partition {
        name: format!("partition {number}"),
        kind: kind(entry.kind).chain(active).collect(),
        start: start * RECORD_BYTES as u64,
        len: entry.len * RECORD_BYTES as u64,
    }
}

/// A type in words.
pub(super) fn kind(kind: u8) -> impl Iterator<Item = Word> {
    let name = Some(kind_name(kind)).filter(|name| !name.is_empty());
    let number = say::partition_type(format!("0x{kind:02X}"));
    std::iter::once(number.into()).chain(name.map(Word::from))
}

/// The name of the type of one that only protects a GUID table.
pub(super) const PROTECTIVE_NAME: &str = "protective, GPT";

/// What a type is used for, as the list by Andries Brouwer gives it; empty where it is not common.
fn kind_name(kind: u8) -> &'static str {
    match kind {
        0x01 => "FAT12",
        0x04 | 0x06 | 0x0E => "FAT16",
        0x07 => "NTFS, exFAT or HPFS",
        0x0B | 0x0C => "FAT32",
        0x11 | 0x14 | 0x16 | 0x17 | 0x1B | 0x1C | 0x1E => "hidden FAT or NTFS",
        0x27 => "Windows recovery",
        0x42 => "Windows dynamic disk",
        0x82 => "Linux swap or Solaris",
        0x83 => "Linux",
        0x8E => "Linux LVM",
        0xA5 => "FreeBSD",
        0xA6 => "OpenBSD",
        0xA8 => "Mac OS X UFS",
        0xAB => "Mac OS X boot",
        0xAF => "HFS or HFS+",
        0xEE => PROTECTIVE_NAME,
        0xEF => "EFI system",
        0xFB => "VMware VMFS",
        0xFC => "VMware swap",
        0xFD => "Linux RAID",
        _ => "",
    }
}
