//! Extended attributes (TN1150, "Attributes File"), and what one of them says of a compressed file.

use super::Fields;
use super::tree::Entry;
use crate::containers::decmpfs::{self, Compression};
use crate::containers::volume_bytes::keep_attribute;
use crate::formats::extra::Extra;

/// The data of an attribute stands in its record.
const INLINE: u32 = 0x10;

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
        if name == decmpfs::ATTRIBUTE {
            compression = Compression::parse(value);
            continue;
        }
        keep_attribute(&name, value, extra);
    }
    compression
}
