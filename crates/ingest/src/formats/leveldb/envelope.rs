//! What stands around a value of an `IndexedDB` record: the store's version, Blink's own, and the value
//! packed, or elsewhere.
//!
//! Specification: `idb_value_wrapping.cc` and `trailer_reader.h` of Blink.

use std::borrow::Cow;

use super::bytes::Bytes;
use super::table::unpack;

/// Blink's version of what is packed or stands elsewhere.
const WRAPPED: &[u8] = b"\xff\x11";

/// Where the trailer stands and how long it is, behind its tag.
const TRAILER_BYTES: usize = 12;

/// A value without what stands around it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opened<'a> {
    /// The serialised value.
    Value(Cow<'a, [u8]>),
    /// It stands in a file of the `.blob` folder beside the store.
    Elsewhere,
}

/// Opens the value of a record; nothing where it is of another form.
pub(super) fn open(raw: &[u8]) -> Option<Opened<'_>> {
    let mut bytes = Bytes::new(raw);
    bytes.varint()?;
    let value = bytes.rest();
    let Some(wrapped) = value.strip_prefix(WRAPPED) else {
        return inner(value).map(|own| Opened::Value(Cow::Borrowed(own)));
    };
    match wrapped.split_first() {
        Some((1, _)) => Some(Opened::Elsewhere),
        Some((2, packed)) => {
            let unpacked = unpack(packed)?;
            let at = unpacked.len() - inner(&unpacked)?.len();
            Some(Opened::Value(Cow::Owned(unpacked.get(at..)?.to_vec())))
        }
        _ => inner(value).map(|own| Opened::Value(Cow::Borrowed(own))),
    }
}

/// What follows Blink's version.
fn inner(value: &[u8]) -> Option<&[u8]> {
    let mut bytes = Bytes::new(value);
    if bytes.byte()? != 0xff {
        return None;
    }
    bytes.varint()?;
    if bytes.peek() == Some(0xfe) {
        bytes.take(1 + TRAILER_BYTES)?;
    }
    // Before version 17 there was one version for both.
    Some(if bytes.peek() == Some(0xff) { bytes.rest() } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_inside_packed_and_elsewhere() {
        let value = |own: &[u8]| Some(Opened::Value(own.to_vec().into()));
        assert_eq!(open(b"\x01\xff\x14\xff\x0fT"), value(b"\xff\x0fT"));
        let trailer = [&b"\x81\x02\xff\x15\xfe"[..], &[0; 12], b"\xff\x0fT"].concat();
        assert_eq!(open(&trailer), value(b"\xff\x0fT"));
        assert_eq!(open(b"\x01\xff\x0dT"), value(b"\xff\x0dT"));
        // Five bytes as they are.
        assert_eq!(open(b"\x01\xff\x11\x02\x05\x10\xff\x14\xff\x0fT"), value(b"\xff\x0fT"));
        assert_eq!(open(b"\x01\xff\x11\x01\x80\x01\0"), Some(Opened::Elsewhere));
        assert_eq!((open(b""), open(b"\x01o"), open(b"\x01\xff\x11\x02\xff")), (None, None, None));
    }
}
