//! Changes to an exhibit by chance with a memory: the same seed and number make the same change, so that
//! whatever was found can be made again.

mod sums;

pub(crate) use sums::mend;

/// Pieces that mean something to one format or another.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\"",
    b"\"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\x1f",
    b"\r",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"|",
    b"\t",
    b":",
    b" - ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x110000;",
    b"&x;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?xml",
    b"<!DOCTYPE x [",
    b"<Ntry>",
    b"</Ntry>",
    b"<TxDtls>",
    b"</Stmt>",
    b"<Amt Ccy=\"EUR\">",
    b"<transaction>",
    b"</report>",
    b"<party>",
    b"-",
    b"+",
    b"0",
    b"-1",
    b"9999999999999999999",
    b"-9223372036854775808",
    b"1e308",
    b"NaN",
    b"0.000000000000000001",
    b"1970-01-01",
    b"9999-12-31T23:59:59Z",
    b"2026-03-29T02:30:00",
    b"31/02/2026",
    b"24:00:00",
    b"+14:00",
    b"EUR",
    b"XXX",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
    b"cc\xcc\x81",
    b"(deleted)",
    b"%%%% size,md5,filename\n",
];

/// Numbers that lengths, places and counts should not be.
const NUMBERS: &[u64] = &[
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    1 << 32,
    (1 << 63) - 1,
    1 << 63,
    u64::MAX - 1,
    u64::MAX,
];

/// Longest exhibit that is changed by pieces: in a longer one, which is an image, they would move every
/// place that something states.
const PIECED_BYTES_MAX: usize = 64 * 1024;

/// Chance with a memory (splitmix64, Steele and others, 2014).
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// For one exhibit of a run.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut chance = Self(seed.wrapping_mul(0xd134_2543_de82_ef95) ^ number);
        Self(chance.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    /// A stretch of `len`, most often a short one.
    fn stretch(&mut self, len: usize) -> std::ops::Range<usize> {
        let start = self.below(len);
        let longest = match self.below(4) {
            0 => len,
            1 => 256,
            _ => 16,
        };
        start..(start + self.below(longest)).min(len)
    }
}

/// The places where something stands: most of an image is zeros.
pub(crate) fn used(bytes: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|at| bytes[*at] != 0).collect()
}

/// Changes `bytes` a few times, of which `used` lists the places where something stands; `other` lends
/// pieces. Most often the sums over what was changed are made right again.
pub(crate) fn change(bytes: &mut Vec<u8>, used: &[usize], other: &[u8], chance: &mut Chance) {
    let is_pieced = bytes.len() <= PIECED_BYTES_MAX && chance.below(2) == 0;
    for _ in 0..=chance.below(6) {
        if is_pieced {
            change_pieces(bytes, other, chance);
        } else {
            change_numbers(bytes, used, chance);
        }
    }
    if chance.below(4) > 0 {
        mend(bytes);
    }
}

/// Changes numbers where they stand, and nothing's place.
pub(crate) fn change_numbers(bytes: &mut Vec<u8>, used: &[usize], chance: &mut Chance) {
    let spot = |chance: &mut Chance| used.get(chance.below(used.len())).copied().unwrap_or(0);
    let width = 1 << chance.below(4);
    let at = spot(chance) / width * width;
    let Some(own) = bytes.get(at..at + width) else { return };
    let mut number = own.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let from = spot(chance) / width * width;
    match chance.below(10) {
        0 => number ^= 1 << chance.below(width * 8),
        1 => number = number.wrapping_add(1),
        2 => number = number.wrapping_sub(1),
        3 => number = chance.next(),
        4 => number = chance.next() % 64,
        // A place that leads to another one may lead in a circle.
        5 | 6 => return copy_over(bytes, from, at, width),
        7 => return copy_over(bytes, from, at, 1 << chance.below(10)),
        8 if chance.below(8) == 0 => return bytes.truncate(chance.below(bytes.len())),
        _ => number = NUMBERS[chance.below(NUMBERS.len())],
    }
    let mut written = number.to_le_bytes()[..width].to_vec();
    if chance.below(2) == 0 {
        written.reverse();
    }
    bytes[at..at + width].copy_from_slice(&written);
}

fn copy_over(bytes: &mut [u8], from: usize, to: usize, len: usize) {
    let room = bytes.len().saturating_sub(from.max(to));
    let len = len.min(room);
    if len > 0 {
        bytes.copy_within(from..from + len, to);
    }
}

/// Takes pieces out, puts others in.
fn change_pieces(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let at = chance.below(bytes.len() + 1);
    match chance.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        1 if at < bytes.len() => bytes[at] = u8::try_from(chance.below(256)).unwrap_or(0),
        2 => drop(bytes.drain(chance.stretch(bytes.len()))),
        3 => {
            let own = bytes[chance.stretch(bytes.len())].to_vec();
            bytes.splice(at..at, own);
        }
        4 => {
            let lent = other[chance.stretch(other.len())].to_vec();
            bytes.splice(at..at, lent);
        }
        5 if chance.below(4) == 0 => bytes.truncate(at),
        6 => {
            let piece = PIECES[chance.below(PIECES.len())];
            let end = (at + piece.len()).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        7 => {
            let piece = PIECES[chance.below(PIECES.len())];
            let times = if chance.below(50) == 0 { 5_000 } else { 1 + chance.below(3) };
            bytes.splice(at..at, piece.repeat(times));
        }
        _ => {
            let piece = PIECES[chance.below(PIECES.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
    }
}
