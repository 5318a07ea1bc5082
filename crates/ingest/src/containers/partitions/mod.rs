//! Partition tables: where the volumes of a disk begin and end.
//!
//! - **Versions:** master boot record with extended and logical partitions; GUID partition table
//!   with its backup, of sectors of 512 and 4096 bytes; hybrids of both.
//! - **Recognised by:** a GUID header at the second sector or at the end, else the mark `55 AA` with
//!   four entries that make sense together. The first sector of a FAT, exFAT, NTFS, ReFS, HPFS or
//!   BitLocker volume has the same mark and is not taken.
//! - **Specification:** UEFI 2.10, section 5; the layout of the master boot record as in its 5.2;
//!   types by Andries Brouwer's list of partition identifiers.
//! - **Fields kept:** each partition as a stream `partition N`, numbered as Linux does (logical ones
//!   from 5, GUID entries by their slot), with a note of type, name, identifier, start and length; in
//!   a hybrid, entries of the boot record that the GUID table does not have as `boot record partition
//!   N`; gaps between partitions as notes.
//! - **Damage:** a header or array without its checksum is replaced by the backup and noted; a chain
//!   of logical partitions that turns back is followed once; what reaches past the end of the image
//!   is cut there and noted.
//! - **Fields dropped:** CHS addresses, attribute bits of GUID entries, boot code.
//! - **Known limits:** Apple partition maps, BSD labels, LVM, RAID and dynamic disks are not read; a
//!   master boot record is taken to count sectors of 512 bytes.
//! - **Crates:** none. `gpt` and `mbrman` (MIT) end at the first damage and know no backup beside a
//!   broken front, which is what evidence has; `crc32fast` (MIT/Apache) sums.

mod gpt;
mod mbr;
#[cfg(test)]
mod tests;

use std::io;

use model::{Phrase, Word, say};

use self::gpt::{Header, SECTOR_BYTES, SIGNATURE};
use self::mbr::{Entry, PROTECTIVE, RECORD_BYTES};
use super::bytes_at::{broken, fill};
use super::section::Section;
use super::{Container, Content, Members};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Note};

/// Where an ISO 9660 volume has its mark: discs made for sticks have a partition table too, and are
/// read as discs.
const ISO_9660: (usize, &[u8]) = (32_769, b"CD001");

/// A partition, in bytes of the image.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Partition {
    name: String,
    kind: Vec<Word>,
    start: u64,
    len: u64,
}

/// What a table says.
#[derive(Debug, Default)]
struct Table {
    version: &'static str,
    partitions: Vec<Partition>,
    remarks: Vec<Phrase>,
}

/// A disk with a partition table; see the module.
#[derive(Debug)]
pub struct Partitions;

impl Container for Partitions {
    fn code(&self) -> &'static str {
        "partitions"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is = |at: u64| {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            head.bytes.get(at..).is_some_and(|rest| rest.starts_with(SIGNATURE))
        };
        let (at, mark) = ISO_9660;
        let is_disc = head.bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
        let front = SECTOR_BYTES.into_iter().any(is);
        let table = mbr::entries(head.bytes)
            .filter(|entries| !mbr::is_volume(head.bytes) && mbr::is_table(entries, head.len));
        let is_protected = table.is_some_and(|table| table.iter().any(|e| e.kind == PROTECTIVE));
        let back = head.tail.starts_with(SIGNATURE) && head.len >= 1024;
        match (front || is_protected || back, table, is_disc) {
            (true, _, false) | (false, Some(_), false) => Sure::Yes,
            (true, _, true) | (false, Some(_), true) => Sure::Maybe,
            (false, None, _) => Sure::No,
        }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let len = source.len;
        let table = read_table(source.bytes, len).map_err(Halt::Read)?;
        let Some(table) = table else {
            return Err(broken(
                0,
                len.min(RECORD_BYTES as u64),
                "the partition table is damaged, and no backup of it can be read",
                "give the whole disk image; a volume of it can be given as an image of its own",
            ));
        };
        members.note(&Note::Version { version: table.version.to_owned() })?;
        for remark in table.remarks.into_iter().chain(gaps(&table.partitions, len)) {
            members.remark(remark)?;
        }
        for partition in &table.partitions {
            stream(source.bytes, len, partition, members)?;
        }
        Ok(())
    }
}

fn stream(
    bytes: &mut dyn ReadSeek,
    len: u64,
    partition: &Partition,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    let Partition { name, kind, start, len: stated } = partition;
    let there = len.saturating_sub(*start).min(*stated);
    members.remark(if there == *stated {
        say::partition(name, kind.clone(), *start, *stated)
    } else {
        say::partition_cut(name, kind.clone(), *start, *stated, there)
    })?;
    if there == 0 {
        return members
            .stream(name, Content::Unreadable("the partition lies past the end of the image"));
    }
    members.stream(name, Content::Seekable(&mut Section::of(bytes, *start, there), there))
}

fn read_table(bytes: &mut dyn ReadSeek, len: u64) -> io::Result<Option<Table>> {
    let mut record = [0; RECORD_BYTES];
    if len >= RECORD_BYTES as u64 {
        fill(bytes, 0, &mut record)?;
    }
    let entries = mbr::entries(&record);
    if let Some(mut table) = read_gpt(bytes, len)? {
        hybrid(entries, &mut table);
        return Ok(Some(table));
    }
    let Some(entries) = entries else { return Ok(None) };
    let mut found = mbr::partitions(bytes, len, &entries)?;
    if entries.iter().any(|entry| entry.kind == PROTECTIVE) {
        found.partitions.retain(|partition| !partition.kind.contains(&mbr::PROTECTIVE_NAME.into()));
        if found.partitions.is_empty() {
            return Ok(None);
        }
        found.remarks.push(say::table_lost());
    }
    let (partitions, remarks) = (found.partitions, found.remarks);
    Ok(Some(Table { version: "master boot record", partitions, remarks }))
}

/// The GUID table from its front, or from its backup at the end.
fn read_gpt(bytes: &mut dyn ReadSeek, len: u64) -> io::Result<Option<Table>> {
    let mut remarks = Vec::new();
    let mut doubtful = None;
    for sector_bytes in SECTOR_BYTES {
        let front = gpt::header(bytes, len, sector_bytes, sector_bytes)?;
        // The front says where the backup is; without it, it ends the disk.
        let back_at = front.as_ref().map(|front| front.other_at);
        let back_at = back_at.or_else(|| len.checked_sub(sector_bytes)).unwrap_or(0);
        let back = gpt::header(bytes, len, back_at, sector_bytes)?;
        for (header, is_front) in [(front, true), (back, false)] {
            let Some(header) = header else {
                let lost = if is_front { say::table_front_lost() } else { say::table_back_lost() };
                remarks.push(lost);
                continue;
            };
            let Some((array, is_right)) = gpt::array(bytes, &header)? else {
                remarks.push(say::table_array_lost());
                continue;
            };
            let table = gpt_table(&header, &array);
            if is_right {
                if !is_front {
                    remarks.push(say::table_backup_used());
                }
                return Ok(Some(Table { remarks, ..table }));
            }
            remarks.push(say::table_sum_wrong());
            doubtful.get_or_insert(table);
        }
        if doubtful.is_none() {
            remarks.clear();
        }
    }
    Ok(doubtful.map(|table| Table { remarks, ..table }))
}

fn gpt_table(header: &Header, array: &[u8]) -> Table {
    let partitions = gpt::partitions(header, array);
    Table { version: "GUID partition table", partitions, remarks: Vec::new() }
}

/// Adds what the boot record has beside the GUID table.
fn hybrid(entries: Option<[Entry; 4]>, table: &mut Table) {
    for (number, entry) in (1_u32..).zip(entries.into_iter().flatten()) {
        if entry.kind == 0 || entry.kind == PROTECTIVE || entry.len == 0 || entry.is_extended() {
            continue;
        }
        let (start, len) = (entry.start * RECORD_BYTES as u64, entry.len * RECORD_BYTES as u64);
        let same = |partition: &Partition| partition.start == start;
        if !table.partitions.iter().any(same) {
            let name = format!("boot record partition {number}");
            let kind = mbr::kind(entry.kind).chain([say::partition_unlisted().into()]).collect();
            table.partitions.push(Partition { name, kind, start, len });
        }
    }
    let hybrid = entries.into_iter().flatten().any(|e| e.kind != 0 && e.kind != PROTECTIVE);
    if hybrid {
        table.remarks.push(say::table_hybrid());
    }
}

/// Bytes that no partition holds, told where they are more than the tables themselves need.
fn gaps(partitions: &[Partition], len: u64) -> Vec<Phrase> {
    let mut spans: Vec<_> = partitions.iter().map(|one| (one.start, one.len)).collect();
    spans.sort_unstable();
    let mut gaps = Vec::new();
    let mut at = 0;
    for (start, bytes) in spans.into_iter().chain([(len, 0)]) {
        if start.min(len) > at {
            let gap = start.min(len) - at;
            gaps.push(say::partition_gap(at, start.min(len), gap));
        }
        at = at.max(start.saturating_add(bytes));
    }
    gaps
}
