//! VHDX: the disk of a virtual machine of Hyper-V and of Windows itself.
//!
//! - **Versions:** 1, fixed and dynamic. A differencing disk is refused by name. A log that was not
//!   written back is applied while reading; the file is not changed.
//! - **Recognised by:** `vhdxfile`.
//! - **Specification:** Microsoft, [MS-VHDX].
//! - **Fields kept:** the disk as one stream, `image`; programme, kind, identifier and sector sizes
//!   as notes.
//! - **Fields dropped:** metadata of other kinds that are not required.
//! - **Damage:** headers and region tables without their checksum are replaced by their copies; blocks
//!   that stand past the end of the file, or in an unknown state, are counted and are errors at their
//!   place; blocks that stand nowhere are zeros, as the format says.
//! - **Known limits:** a log above 64 MiB is refused. The format has no digest of content.
//! - **Crates:** `crc32c` is not worth a dependency for a few pages. `vhdx` 0.1 knows no log and no
//!   damage.

mod log;
mod metadata;
mod sums;
#[cfg(test)]
mod tests;

use std::io;

use self::metadata::Metadata;
use self::sums::has_sum;
use super::bytes_at::{Page, broken, invalid, le16, le32, le64, read};
use super::sparse::{Sparse, Stands, Tables, refused};
use super::{Container, Members};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Note};

/// First bytes.
const SIGNATURE: &[u8; 8] = b"vhdxfile";

/// Where the two headers stand, and their length.
const HEADERS: [u64; 2] = [64 << 10, 128 << 10];
const HEADER_BYTES: usize = 4096;

/// Where the two region tables stand, their length, and their most entries.
const REGIONS: [u64; 2] = [192 << 10, 256 << 10];
const REGION_BYTES: usize = 64 << 10;
const REGIONS_MAX: usize = 2047;

/// Identifiers of the two regions, as they stand in the file.
const BAT: [u8; 16] = *b"\x66\x77\xC2\x2D\x23\xF6\x00\x42\x9D\x64\x11\x5E\x9B\xFD\x4A\x08";
const METADATA: [u8; 16] = *b"\x06\xA2\x7C\x8B\x90\x47\x9A\x4B\xB8\xFE\x57\x5F\x05\x0F\x88\x6E";

const WHOLE: &str =
    "give the file again, unchanged and whole, or convert it: `qemu-img convert -O raw`";

/// A VHDX image; see the module.
#[derive(Debug)]
pub struct Vhdx;

impl Container for Vhdx {
    fn code(&self) -> &'static str {
        "vhdx"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if head.bytes.starts_with(SIGNATURE) { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let creator = read(source.bytes, 8, source.len.saturating_sub(8).min(512), 512);
        let creator = utf16(&creator.map_err(Halt::Read)?);
        let header = newest_header(source)?;
        members.note(&Note::Version { version: format!("VHDX {}", header.version) })?;
        let overlay = match header.log {
            None => None,
            Some(log) => {
                let overlay = log::replay(source, &log)?;
                members.remark(overlay.sentence())?;
                Some(overlay)
            }
        };
        let mut patched;
        let (bytes, len): (&mut dyn ReadSeek, u64) = match overlay {
            None => (source.bytes, source.len),
            Some(overlay) => {
                patched = overlay.over(source.bytes, source.len);
                let len = patched.len_bytes();
                (&mut patched, len)
            }
        };
        let (bat, metadata) = regions(bytes, len)?;
        let metadata = metadata::read(bytes, metadata)
            .map_err(|error| metadata_fault(error, metadata.at.min(source.len)))?;
        members.remark(metadata.made_by(&creator))?;
        if metadata.has_parent {
            return Err(refused(
                self,
                "a differencing VHDX, which holds only what changed since its parent",
                "convert it together with its parents: `qemu-img convert -O raw`",
            ));
        }
        let table = Table::new(bat, metadata)
            .map_err(|reason| broken(bat.at.min(source.len), 0, reason, WHOLE))?;
        Sparse::new(bytes, len, table).tell(members)
    }
}

fn metadata_fault(error: io::Error, at: u64) -> Halt {
    if super::stored_digests::is_content(&error) {
        broken(at, 0, format!("the metadata of the disk cannot be read: {error}"), WHOLE)
    } else {
        Halt::Read(error)
    }
}

/// Text in UTF-16 up to its first zero.
fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = (0..bytes.len() / 2).map_while(|at| le16(bytes, at * 2)).collect();
    let text = String::from_utf16_lossy(&units);
    text.split('\0').next().unwrap_or_default().to_owned()
}

/// What a header states.
#[derive(Debug, Clone)]
struct Header {
    sequence: u64,
    version: u16,
    log: Option<log::Place>,
}

fn newest_header(source: &mut Source<'_>) -> Result<Header, Halt> {
    let mut newest: Option<Header> = None;
    for at in HEADERS {
        if source.len.saturating_sub(at) < HEADER_BYTES as u64 {
            continue;
        }
        let bytes =
            read(source.bytes, at, HEADER_BYTES as u64, HEADER_BYTES).map_err(Halt::Read)?;
        let Some(header) = parse_header(&bytes) else { continue };
        if newest.as_ref().is_none_or(|newest| header.sequence > newest.sequence) {
            newest = Some(header);
        }
    }
    newest.ok_or_else(|| {
        broken(
            HEADERS.first().copied().unwrap_or(0).min(source.len),
            0,
            "both headers are damaged",
            WHOLE,
        )
    })
}

fn parse_header(bytes: &[u8]) -> Option<Header> {
    if !bytes.starts_with(b"head") || !has_sum(bytes, 4) {
        return None;
    }
    let guid: [u8; 16] = bytes.get(48..64)?.try_into().ok()?;
    let log = log::Place { guid, len: le32(bytes, 68)?.into(), at: le64(bytes, 72)? };
    let log = (guid != [0; 16]).then_some(log);
    Some(Header { sequence: le64(bytes, 8)?, version: le16(bytes, 66)?, log })
}

/// A region of the file.
#[derive(Debug, Clone, Copy, Default)]
struct Region {
    at: u64,
    len: u64,
}

/// The block table and the metadata, from the first region table with its checksum.
fn regions(bytes: &mut dyn ReadSeek, len: u64) -> Result<(Region, Region), Halt> {
    for at in REGIONS {
        if len.saturating_sub(at) < REGION_BYTES as u64 {
            continue;
        }
        let table = read(bytes, at, REGION_BYTES as u64, REGION_BYTES).map_err(Halt::Read)?;
        if !table.starts_with(b"regi") || !has_sum(&table, 4) {
            continue;
        }
        let count = le32(&table, 8).map_or(0, |count| count as usize).min(REGIONS_MAX);
        let find = |guid: &[u8; 16]| {
            (0..count).map(|index| 16 + index * 32).find_map(|at| {
                (table.get(at..at + 16)? == guid).then_some(())?;
                let len = u64::from(le32(&table, at + 24)?);
                Some(Region { at: le64(&table, at + 16)?, len })
            })
        };
        if let (Some(bat), Some(metadata)) = (find(&BAT), find(&METADATA)) {
            return Ok((bat, metadata));
        }
    }
    Err(broken(0, 0, "both tables of regions are damaged", WHOLE))
}

/// The block table.
struct Table {
    bat: Region,
    metadata: Metadata,
    /// Blocks between two entries that belong to bitmaps.
    ratio: u64,
    page: Page,
}

impl Table {
    fn new(bat: Region, metadata: Metadata) -> Result<Self, String> {
        let ratio = (u64::from(metadata.sector_bytes) << 23) / metadata.block_bytes;
        let blocks = metadata.len.div_ceil(metadata.block_bytes);
        let last = blocks.saturating_sub(1);
        if blocks > 0 && (last + last / ratio.max(1)) * 8 >= bat.len {
            return Err("the table of blocks does not reach the end".to_owned());
        }
        Ok(Self { bat, metadata, ratio: ratio.max(1), page: Page::default() })
    }
}

impl Tables for Table {
    fn len_bytes(&self) -> u64 {
        self.metadata.len
    }

    fn block_bytes(&self) -> u64 {
        self.metadata.block_bytes
    }

    fn stands(&mut self, source: &mut dyn ReadSeek, number: u64) -> io::Result<Stands> {
        let index = number + number / self.ratio;
        let at = self.bat.at.checked_add(index * 8);
        let at = at.ok_or_else(|| invalid("the table of blocks stands past 2^64"))?;
        let entry = u64::from_le_bytes(self.page.entry(source, at)?);
        match entry & 0b111 {
            // Not present, undefined, zero, unmapped: all read as zeros.
            0..=3 => Ok(Stands::Zeros(number + 1)),
            6 => Ok(Stands::Plain(entry & !((1 << 20) - 1))),
            state => Err(invalid(format!("block {number} is in the unknown state {state}"))),
        }
    }
}
