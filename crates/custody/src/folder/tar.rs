//! The headers of the archive: POSIX.1-2024 pax interchange, ustar headers with an extended header
//! before those that need one.
//!
//! - Name and link target stand in the ustar header up to 100 bytes, as they are; longer ones in the
//!   extended header as `path` and `linkpath`, after `hdrcharset=BINARY` where they are no UTF-8.
//! - The modification time stands in the ustar header in whole seconds, and with nine digits of a
//!   second in the extended header as `mtime` where it has a fraction, lies before 1970 or does not
//!   fit. A length from 8 GiB on stands there as `size`.
//! - Numbers are octal with leading zeros and an end of NUL, owners are 0 and without names.

use super::{Entry, What};

/// Bytes of a block.
pub(super) const BLOCK: u64 = 512;

/// Bytes of the two empty blocks at the end.
pub(crate) const END_BYTES: u64 = 2 * BLOCK;

/// Longest name of a ustar header.
const NAME_BYTES: usize = 100;

/// Largest number of eleven octal digits.
const OCTAL_11_MAX: u64 = (1 << 33) - 1;

/// Name of an extended header; readers do not look at it.
const EXTENDED_NAME: &[u8] = b"PaxHeader";

/// Length of an entry in the archive, with its headers and filled up to a block.
pub(super) fn bytes_of(entry: &Entry) -> u64 {
    let content = if let What::File(len) = entry.what { len } else { 0 };
    header(entry).len() as u64 + content + padding(content)
}

/// Bytes that fill the last block of a content.
pub(crate) fn padding(content: u64) -> u64 {
    content.next_multiple_of(BLOCK) - content
}

/// The headers of an entry.
pub(super) fn header(entry: &Entry) -> Vec<u8> {
    let name = name(entry);
    let target: &[u8] = match &entry.what {
        What::HardLink(target) | What::Link(target) => target,
        _ => b"",
    };
    let size = if let What::File(len) = entry.what { len } else { 0 };
    let mut bytes = Vec::new();
    let extended = extended(&name, target, size, entry.times.modified);
    if !extended.is_empty() {
        let len = extended.len() as u64;
        bytes.extend_from_slice(&block(b'x', EXTENDED_NAME, b"", 0o644, len, 0, (0, 0)));
        bytes.extend_from_slice(&extended);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    let (kind, numbers) = match &entry.what {
        What::File(_) => (b'0', (0, 0)),
        What::HardLink(_) => (b'1', (0, 0)),
        What::Link(_) => (b'2', (0, 0)),
        What::Device { blocks: false, numbers } => (b'3', *numbers),
        What::Device { blocks: true, numbers } => (b'4', *numbers),
        What::Folder => (b'5', (0, 0)),
        What::Pipe => (b'6', (0, 0)),
    };
    let seconds = u64::try_from(entry.times.modified.0).unwrap_or(0);
    let seconds = if seconds > OCTAL_11_MAX { 0 } else { seconds };
    let size = if size > OCTAL_11_MAX { 0 } else { size };
    bytes.extend_from_slice(&block(kind, &name, target, entry.mode, size, seconds, numbers));
    bytes
}

/// The path in the archive; folders end in a slash.
fn name(entry: &Entry) -> Vec<u8> {
    let mut name = if entry.path.is_empty() { b".".to_vec() } else { entry.path.clone() };
    if entry.what == What::Folder {
        name.push(b'/');
    }
    name
}

/// The records of an extended header; none where none is needed.
fn extended(name: &[u8], target: &[u8], size: u64, modified: (i64, u32)) -> Vec<u8> {
    let mut records = Vec::new();
    let long = [(&b"path"[..], name), (b"linkpath", target)];
    let long = long.into_iter().filter(|(_, value)| value.len() > NAME_BYTES);
    if long.clone().any(|(_, value)| std::str::from_utf8(value).is_err()) {
        put(&mut records, b"hdrcharset", b"BINARY");
    }
    for (key, value) in long {
        put(&mut records, key, value);
    }
    if size > OCTAL_11_MAX {
        put(&mut records, b"size", size.to_string().as_bytes());
    }
    let fits = u64::try_from(modified.0).is_ok_and(|seconds| seconds <= OCTAL_11_MAX);
    if modified.1 > 0 || !fits {
        put(&mut records, b"mtime", seconds(modified).as_bytes());
    }
    records
}

/// Seconds since 1970 with nine digits behind the point. The fraction of a stamp counts forward from
/// its seconds, also before 1970.
fn seconds((whole, nanoseconds): (i64, u32)) -> String {
    let sum = i128::from(whole) * 1_000_000_000 + i128::from(nanoseconds);
    let (sign, sum) = if sum < 0 { ("-", -sum) } else { ("", sum) };
    format!("{sign}{}.{:09}", sum / 1_000_000_000, sum % 1_000_000_000)
}

/// A record states its own length, which has digits itself.
fn put(records: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    let rest = key.len() + value.len() + 3;
    let mut len = rest + 1;
    while len != rest + len.to_string().len() {
        len = rest + len.to_string().len();
    }
    records.extend_from_slice(len.to_string().as_bytes());
    for part in [b" ", key, b"=", value, b"\n"] {
        records.extend_from_slice(part);
    }
}

fn block(
    kind: u8,
    name: &[u8],
    target: &[u8],
    mode: u32,
    size: u64,
    seconds: u64,
    numbers: (u32, u32),
) -> Vec<u8> {
    let cut = |bytes: &[u8]| {
        let mut field = bytes.get(..NAME_BYTES).unwrap_or(bytes).to_vec();
        field.resize(NAME_BYTES, 0);
        field
    };
    let mut bytes = cut(name);
    for text in [octal(mode.into(), 7), octal(0, 7), octal(0, 7), octal(size, 11)] {
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes.extend_from_slice(octal(seconds, 11).as_bytes());
    let sum_at = bytes.len();
    // The sum is taken with blanks in its own place.
    bytes.extend_from_slice(b"        ");
    bytes.push(kind);
    bytes.extend_from_slice(&cut(target));
    bytes.extend_from_slice(b"ustar\x0000");
    bytes.extend_from_slice(&[0; 64]);
    for number in [numbers.0, numbers.1] {
        bytes.extend_from_slice(octal(number.into(), 7).as_bytes());
    }
    bytes.resize(512, 0);
    let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
    let sum = format!("{sum:06o}\0 ");
    if let Some(field) = bytes.get_mut(sum_at..sum_at + 8) {
        field.copy_from_slice(sum.as_bytes());
    }
    bytes
}

fn octal(number: u64, digits: usize) -> String {
    format!("{number:0digits$o}\0")
}

#[cfg(test)]
mod tests {
    use super::super::Times;
    use super::*;

    fn entry(path: &[u8], what: What, modified: (i64, u32)) -> Entry {
        Entry { path: path.to_vec(), what, mode: 0o640, times: Times { modified, changed: (0, 0) } }
    }

    #[test]
    fn a_plain_file_has_one_header_and_an_odd_one_says_what_does_not_fit() {
        assert_eq!(header(&entry(b"a", What::File(3), (5, 0))).len(), 512);
        assert_eq!(bytes_of(&entry(b"a", What::File(3), (5, 0))), 1024);
        let long = entry(&[0xff; 101], What::File(1 << 33), (5, 7));
        let text = String::from_utf8_lossy(&header(&long)).into_owned();
        assert!(text.contains("21 hdrcharset=BINARY\n"), "{text}");
        assert!(text.contains("19 size=8589934592\n"), "{text}");
        assert!(text.contains("21 mtime=5.000000007\n"), "{text}");
    }

    #[test]
    fn a_record_states_its_own_length_whatever_its_digits() {
        for len in 0..2_000 {
            let mut records = Vec::new();
            put(&mut records, b"path", &vec![b'x'; len]);
            let text = String::from_utf8(records.clone()).unwrap();
            let stated: usize = text.split(' ').next().unwrap().parse().unwrap();
            assert_eq!(stated, records.len());
        }
    }

    #[test]
    fn times_before_1970_count_forward_from_their_second() {
        assert_eq!(seconds((-5, 500_000_000)), "-4.500000000");
        assert_eq!(seconds((-1, 999_999_999)), "-0.000000001");
        assert_eq!(seconds((7, 1)), "7.000000001");
    }
}
