//! The GUID partition table: a header and an array of entries at the front, and again at the end.

use std::io;

use model::{Word, say};

use super::super::bytes_at::{fill, le16, le32, le64, read};
use super::Partition;
use crate::format::ReadSeek;

/// First bytes of a header.
pub(super) const SIGNATURE: &[u8; 8] = b"EFI PART";

/// Most entries of a table: the usual number is 128.
const ENTRIES_MAX: u32 = 1_024;

/// Largest entry: it is 128 bytes wherever it was met.
const ENTRY_BYTES_MAX: u32 = 4_096;

/// Bytes of a sector, as disks have them.
pub(super) const SECTOR_BYTES: [u64; 2] = [512, 4096];

/// Smallest header by the specification.
const HEADER_BYTES: u32 = 92;

/// A header whose own checksum is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) sector_bytes: u64,
    pub(super) other_at: u64,
    first_usable: u64,
    last_usable: u64,
    pub(super) disk: String,
    entries_at: u64,
    entries: u32,
    entry_bytes: u32,
    entries_sum: u32,
}

/// The header at byte `at`, where there is one with its checksum.
pub(super) fn header(
    source: &mut dyn ReadSeek,
    len: u64,
    at: u64,
    sector_bytes: u64,
) -> io::Result<Option<Header>> {
    if len.saturating_sub(at) < 512 {
        return Ok(None);
    }
    let mut sector = [0; 512];
    fill(source, at, &mut sector)?;
    Ok(parse(&sector, sector_bytes))
}

fn parse(sector: &[u8], sector_bytes: u64) -> Option<Header> {
    let header_bytes = le32(sector, 12)?;
    if !sector.starts_with(SIGNATURE) || header_bytes < HEADER_BYTES {
        return None;
    }
    let mut summed = sector.get(..usize::try_from(header_bytes).ok()?)?.to_vec();
    summed.get_mut(16..20)?.fill(0);
    if crc32fast::hash(&summed) != le32(sector, 16)? {
        return None;
    }
    Some(Header {
        sector_bytes,
        other_at: le64(sector, 32)?.checked_mul(sector_bytes)?,
        first_usable: le64(sector, 40)?,
        last_usable: le64(sector, 48)?,
        disk: guid(sector.get(56..72)?),
        entries_at: le64(sector, 72)?.checked_mul(sector_bytes)?,
        entries: le32(sector, 80)?,
        entry_bytes: le32(sector, 84)?,
        entries_sum: le32(sector, 88)?,
    })
}

/// The array of a header, and whether it has its checksum; `None` where it cannot be read.
pub(super) fn array(
    source: &mut dyn ReadSeek,
    header: &Header,
) -> io::Result<Option<(Vec<u8>, bool)>> {
    let absurd = header.entries > ENTRIES_MAX
        || header.entry_bytes > ENTRY_BYTES_MAX
        || header.entry_bytes < 128;
    if absurd {
        return Ok(None);
    }
    let bytes = u64::from(header.entries) * u64::from(header.entry_bytes);
    match read(source, header.entries_at, bytes, (ENTRIES_MAX * ENTRY_BYTES_MAX) as usize) {
        Ok(array) => {
            let is_right = crc32fast::hash(&array) == header.entries_sum;
            Ok(Some((array, is_right)))
        }
        Err(error) if super::super::stored_digests::is_content(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The partitions of an array.
pub(super) fn partitions(header: &Header, array: &[u8]) -> Vec<Partition> {
    let entries = array.chunks_exact((header.entry_bytes as usize).max(1));
    let found = (1_u32..).zip(entries).filter_map(|(number, entry)| {
        let kind = entry.get(..16).filter(|kind| kind.iter().any(|byte| *byte != 0))?;
        let (first, last) = (le64(entry, 32)?, le64(entry, 40)?);
        let start = first.checked_mul(header.sector_bytes)?;
        let sectors = last.checked_sub(first)?.checked_add(1)?;
        let outside = first < header.first_usable || last > header.last_usable;
        let label: Vec<u16> = (56..128).step_by(2).map_while(|at| le16(entry, at)).collect();
        let label = String::from_utf16_lossy(&label);
        let label = label.split('\0').next().unwrap_or_default();
        let (kind, own) = (guid(kind), guid(entry.get(16..32)?));
        let mut facts = vec![say::partition_type(&kind).into()];
        facts.extend(Some(kind_name(&kind)).filter(|name| !name.is_empty()).map(Word::from));
        facts.extend((!label.is_empty()).then(|| say::named(format!("{label:?}")).into()));
        facts.push(say::partition_id(own).into());
        facts.extend(outside.then(|| say::partition_outside().into()));
        Some(Partition {
            name: format!("partition {number}"),
            kind: facts,
            start,
            len: sectors.checked_mul(header.sector_bytes)?,
        })
    });
    found.collect()
}

/// A GUID as text; its first three parts are little-endian.
fn guid(bytes: &[u8]) -> String {
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let mut text = String::with_capacity(36);
    for (position, index) in order.into_iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&super::super::bytes_at::hex(&[bytes.get(index).copied().unwrap_or(0)]));
    }
    text
}

/// What a type is used for; empty where it is not common.
fn kind_name(guid: &str) -> &'static str {
    match guid {
        "c12a7328-f81f-11d2-ba4b-00a0c93ec93b" => "EFI system",
        "21686148-6449-6e6f-744e-656564454649" => "BIOS boot",
        "e3c9e316-0b5c-4db8-817d-f92df00215ae" => "Microsoft reserved",
        "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7" => "Windows basic data",
        "de94bba4-06d1-4d40-a16a-bfd50179d6ac" => "Windows recovery",
        "5808c8aa-7e8f-42e0-85d2-e1e90434cfb3" => "Windows dynamic disk, metadata",
        "af9b60a0-1431-4f62-bc68-3311714a69ad" => "Windows dynamic disk, data",
        "e75caf8f-f680-4cee-afa3-b001e56efc2d" => "Windows storage spaces",
        "0fc63daf-8483-4772-8e79-3d69d8477de4" => "Linux file system",
        "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f" => "Linux swap",
        "e6d6d379-f507-44c2-a23c-238f2a3df928" => "Linux LVM",
        "a19d880f-05fc-4d3b-a006-743f0f84911e" => "Linux RAID",
        "4f68bce3-e8cd-4db1-96e7-fbcaf984b709" => "Linux root (x86-64)",
        "933ac7e1-2eb4-4f13-b844-0e14e2aef915" => "Linux home",
        "ca7d7ccb-63ed-4c53-861c-1742536059cc" => "Linux encrypted (LUKS)",
        "48465300-0000-11aa-aa11-00306543ecac" => "HFS+",
        "7c3457ef-0000-11aa-aa11-00306543ecac" => "APFS",
        "426f6f74-0000-11aa-aa11-00306543ecac" => "Apple boot",
        "53746f72-6167-11aa-aa11-00306543ecac" => "Apple Core Storage",
        _ => "",
    }
}
