//! Sums made right again behind a change: without them a reader stops at the first byte that was changed,
//! and what lies behind its check is never asked.

/// Bytes of a sector.
const SECTOR: usize = 512;

/// Last bytes of a table of LevelDB.
const LEVELDB: &[u8] = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb";

/// Makes right the sums of whatever stands here.
pub(crate) fn mend(bytes: &mut [u8]) {
    if bytes.starts_with(b"EVF\x09\x0d\x0a\xff\0") {
        ewf(bytes);
    } else if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
        seven_zip(bytes);
    } else if bytes.starts_with(b"vhdxfile") {
        vhdx(bytes);
    } else if bytes.get(SECTOR..).is_some_and(|sector| sector.starts_with(b"EFI PART")) {
        gpt(bytes);
    } else if bytes.get(257..).is_some_and(|name| name.starts_with(b"ustar")) {
        bytes.chunks_exact_mut(SECTOR).for_each(tar);
    } else if bytes.get(32..).is_some_and(|mark| mark.starts_with(b"NXSB")) {
        apfs(bytes);
    } else if bytes.ends_with(LEVELDB) {
        let _ = leveldb_table(bytes);
    } else if matches!(bytes.get(6), Some(1 | 2)) && bytes.get(11..15) == Some(&[0; 4]) {
        leveldb_log(bytes);
    } else if let Some(last) = bytes.len().checked_sub(SECTOR) {
        vhd(bytes, last);
    }
}

fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}

fn le64(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}

/// Writes a number where there is room for it.
fn put(bytes: &mut [u8], at: usize, number: [u8; 4]) {
    if let Some(room) = bytes.get_mut(at..at + 4) {
        room.copy_from_slice(&number);
    }
}

/// Sections in a chain, each with the sum of its first 72 bytes.
fn ewf(bytes: &mut [u8]) {
    let mut at = 13_usize;
    for _ in 0..64 {
        let Some(section) = bytes.get(at..at.saturating_add(72)) else { return };
        let (sum, next) = (adler2::adler32_slice(section), le64(section, 16));
        put(bytes, at + 72, sum.to_le_bytes());
        match next {
            Some(next) if next > at => at = next,
            _ => return,
        }
    }
}

/// The header that stands behind everything, and the one that leads to it.
fn seven_zip(bytes: &mut [u8]) {
    let (Some(at), Some(len)) = (le64(bytes, 12), le64(bytes, 20)) else { return };
    let at = at.saturating_add(32);
    if let Some(header) = bytes.get(at..at.saturating_add(len)) {
        let sum = crc32fast::hash(header);
        put(bytes, 28, sum.to_le_bytes());
    }
    let Some(start) = bytes.get(12..32) else { return };
    let sum = crc32fast::hash(start);
    put(bytes, 8, sum.to_le_bytes());
}

/// Two headers and two tables of regions, each with its sum at its fifth byte.
fn vhdx(bytes: &mut [u8]) {
    for (at, len) in [(1 << 16, 4_096), (2 << 16, 4_096), (3 << 16, 1 << 16), (4 << 16, 1 << 16)] {
        put(bytes, at + 4, [0; 4]);
        let Some(summed) = bytes.get(at..at + len) else { return };
        let sum = crc32c(summed);
        put(bytes, at + 4, sum.to_le_bytes());
    }
}

/// CRC-32C (Castagnoli).
fn crc32c(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0x82F6_3B78 & (sum & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

/// The table of partitions, and the header that leads to it.
fn gpt(bytes: &mut [u8]) {
    let (Some(at), Some(count), Some(size)) =
        (le64(bytes, SECTOR + 72), le32(bytes, SECTOR + 80), le32(bytes, SECTOR + 84))
    else {
        return;
    };
    let (at, len) = (at.saturating_mul(SECTOR), count.saturating_mul(size));
    if let Some(table) = bytes.get(at..at.saturating_add(len)) {
        let sum = crc32fast::hash(table);
        put(bytes, SECTOR + 88, sum.to_le_bytes());
    }
    put(bytes, SECTOR + 16, [0; 4]);
    let len = le32(bytes, SECTOR + 12).unwrap_or(0).min(SECTOR);
    let Some(header) = bytes.get(SECTOR..SECTOR + len) else { return };
    let sum = crc32fast::hash(header);
    put(bytes, SECTOR + 16, sum.to_le_bytes());
}

/// The superblocks of a container and its checkpoints: one without its sum is passed over for another.
fn apfs(bytes: &mut [u8]) {
    const MODULUS: u64 = 0xFFFF_FFFF;
    let Some(len) = le32(bytes, 36).filter(|len| (SECTOR..=1 << 16).contains(len)) else { return };
    for block in bytes.chunks_exact_mut(len).filter(|block| block[32..].starts_with(b"NXSB")) {
        let (mut low, mut high) = (0, 0);
        for word in block[8..].as_chunks().0 {
            low = (low + u64::from(u32::from_le_bytes(*word))) % MODULUS;
            high = (high + low) % MODULUS;
        }
        let first = MODULUS - (low + high) % MODULUS;
        let second = MODULUS - (low + first) % MODULUS;
        block[..8].copy_from_slice(&(second << 32 | first).to_le_bytes());
    }
}

/// A header of an archive, with its sum in octal digits.
fn tar(header: &mut [u8]) {
    if !header.get(257..).is_some_and(|name| name.starts_with(b"ustar")) {
        return;
    }
    let Some(room) = header.get_mut(148..156) else { return };
    room.fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let digits = format!("{sum:06o}\0 ");
    if let Some(room) = header.get_mut(148..156) {
        room.copy_from_slice(digits.as_bytes());
    }
}

/// The footer, its copy in front, and the header of what is kept in blocks.
fn vhd(bytes: &mut [u8], last: usize) {
    for (at, sum_at, len) in [(0, 64, SECTOR), (SECTOR, 36, 1024), (last, 64, SECTOR)] {
        let Some(own) = bytes.get_mut(at..at + len) else { continue };
        if !own.starts_with(b"conectix") && !own.starts_with(b"cxsparse") {
            continue;
        }
        put(own, sum_at, [0; 4]);
        let sum: u32 = own.iter().map(|byte| u32::from(*byte)).sum();
        put(own, sum_at, (!sum).to_be_bytes());
    }
}

/// The sum of LevelDB, turned and moved.
fn leveldb(summed: &[u8]) -> [u8; 4] {
    crc32c(summed).rotate_right(15).wrapping_add(0xa282_ead8).to_le_bytes()
}

/// A number in groups of seven bits, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut value = 0_usize;
    for (step, byte) in bytes.get(at..)?.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * step);
        if byte & 0x80 == 0 {
            return Some((value, at + step + 1));
        }
    }
    None
}

/// Makes right the sum of the block that a handle leads to; gives where it stands and where the handle
/// ends.
fn leveldb_block(bytes: &mut [u8], handle: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let (start, at) = varint(bytes, handle)?;
    let (len, past) = varint(bytes, at)?;
    let end = start.checked_add(len)?;
    // The kind of packing is summed with it.
    let sum = leveldb(bytes.get(start..end.checked_add(1)?)?);
    put(bytes, end + 1, sum);
    Some((start..end, past))
}

/// The blocks that the index leads to, and the index.
fn leveldb_table(bytes: &mut [u8]) -> Option<()> {
    let footer = bytes.len().checked_sub(48)?;
    let (_, own) = leveldb_block(bytes, footer)?;
    let (index, _) = leveldb_block(bytes, own)?;
    // Behind the entries stand the places of some of them, and how many these are.
    let places = le32(bytes, index.end.checked_sub(4)?)?;
    let end = index.end.checked_sub(4 + places.checked_mul(4)?)?;
    let mut at = index.start;
    while at < end {
        let (_, next) = varint(bytes, at)?;
        let (key, next) = varint(bytes, next)?;
        let (len, next) = varint(bytes, next)?;
        let value = next.checked_add(key)?;
        leveldb_block(bytes, value)?;
        at = value.checked_add(len)?;
    }
    Some(())
}

/// Records in blocks of 32 KiB.
fn leveldb_log(bytes: &mut [u8]) {
    for block in bytes.chunks_mut(32 * 1024) {
        let mut at = 0;
        while let Some(header) = block.get(at..at + 7) {
            let past = at + 7 + usize::from(u16::from_le_bytes([header[4], header[5]]));
            let Some(summed) = block.get(at + 6..past) else { break };
            let sum = leveldb(summed);
            put(block, at, sum);
            at = past;
        }
    }
}
