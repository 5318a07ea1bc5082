//! Sums made right again behind a change: without them a reader stops at the first byte that was changed,
//! and what lies behind its check is never asked.

/// Bytes of a sector.
const SECTOR: usize = 512;

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
