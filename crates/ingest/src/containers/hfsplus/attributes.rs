//! Extended attributes (TN1150, "Attributes File"), and what one of them says of a compressed file.

use super::Fields;
use super::tree::Entry;
use crate::formats::extra::Extra;

/// The data of an attribute stands in its record.
const INLINE: u32 = 0x10;

/// Bytes of a text kept in `extra`; the volume keeps the whole.
const TEXT_BYTES_MAX: usize = 4 * 1024;

const COMPRESSION: &str = "com.apple.decmpfs";

/// What macOS says of a file that it compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Compression {
    pub(super) method: u32,
    pub(super) plain_bytes: u64,
    /// What stands behind its header.
    pub(super) behind: Vec<u8>,
}

impl Compression {
    /// The method by name.
    pub(super) fn name(&self) -> &'static str {
        match self.method {
            1 | 9 | 10 => "stored",
            3 | 4 => "zlib",
            7 | 8 => "LZVN",
            11 | 12 => "LZFSE",
            _ => "an unknown method",
        }
    }
}

/// Keeps what attributes say; gives the one on compression.
pub(super) fn keep(entries: &[Entry], extra: &mut Extra) -> Option<Compression> {
    let mut compression = None;
    for entry in entries {
        let (key, data) = (Fields(&entry.key), Fields(&entry.data));
        let name_len = usize::from(key.be16(12)) * 2;
        let units = key.part(14, name_len).chunks_exact(2).map(|pair| Fields(pair).be16(0));
        let name: String =
            char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        if data.be32(0) != INLINE {
            extra.add(&name, "(in blocks of its own)");
            continue;
        }
        let value = data.part(16, usize::try_from(data.be32(12)).unwrap_or_default());
        if name == COMPRESSION {
            compression = read_compression(value);
            continue;
        }
        let cut = value.get(..TEXT_BYTES_MAX).unwrap_or(value);
        match std::str::from_utf8(cut) {
            Ok(text) if !text.contains(|c: char| c.is_control() && c != '\n') => {
                extra.add(&name, text);
            }
            _ => extra.add(&name, &format!("({} bytes)", value.len())),
        }
    }
    compression
}

fn read_compression(value: &[u8]) -> Option<Compression> {
    let fields = Fields(value);
    let is_header = fields.part(0, 4) == b"fpmc" && value.len() >= 16;
    let plain_bytes = u64::from(fields.le32(8)) | u64::from(fields.le32(12)) << 32;
    let behind = value.get(16..).unwrap_or_default();
    is_header.then(|| Compression { method: fields.le32(4), plain_bytes, behind: behind.to_vec() })
}
