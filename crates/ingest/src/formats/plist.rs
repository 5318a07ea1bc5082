//! Binary property lists (`bplist00`), in which programs of Apple keep values with names.
//!
//! **Specification:** none from Apple but its public source, `CFBinaryPList.c`. Nothing is unpacked:
//! an object is read where it stands, so that lists that hold themselves do no harm.

use std::borrow::Cow;

/// First bytes, without the two digits of the version.
const MAGIC: &[u8] = b"bplist";

/// Bytes of the trailer: six unused, two widths, and three counts of eight bytes.
const TRAILER_BYTES: usize = 32;

/// Members of one array or dictionary that are looked at.
const MEMBERS_MAX: usize = 100_000;

/// A property list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plist<'b> {
    bytes: &'b [u8],
    offset_bytes: usize,
    reference_bytes: usize,
    objects: usize,
    table: usize,
    top: usize,
}

/// An object of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'b> {
    /// True, false, null, a set: nothing that is asked for.
    Other,
    /// A whole number.
    Integer(i64),
    /// A number, or a date as seconds since 2001.
    Real(f64),
    /// Bytes.
    Data(&'b [u8]),
    /// Text.
    Text(Cow<'b, str>),
    /// A key of an archive: the number of another of its objects.
    Key(usize),
    /// The numbers of the members.
    Array(Vec<usize>),
    /// The numbers of keys and values.
    Dictionary(Vec<(usize, usize)>),
}

impl<'b> Plist<'b> {
    /// Opens a list by its trailer; `None` where it is none.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<Self> {
        if !bytes.starts_with(MAGIC) {
            return None;
        }
        let trailer = bytes.get(bytes.len().checked_sub(TRAILER_BYTES)?..)?;
        let byte = |at: usize| trailer.get(at).map(|own| usize::from(*own));
        let count = |at: usize| usize::try_from(number(trailer.get(at..at + 8)?)?).ok();
        let (offset_bytes, reference_bytes) = (byte(6)?, byte(7)?);
        let is_sound = (1..=8).contains(&offset_bytes) && (1..=8).contains(&reference_bytes);
        let (objects, top, table) = (count(8)?, count(16)?, count(24)?);
        is_sound.then_some(Self { bytes, offset_bytes, reference_bytes, objects, table, top })
    }

    /// The object that holds all others.
    pub(crate) fn top(&self) -> Option<Node<'b>> {
        self.node(self.top)
    }

    /// The object of this number.
    pub(crate) fn node(&self, index: usize) -> Option<Node<'b>> {
        if index >= self.objects {
            return None;
        }
        let entry = self.table.checked_add(index.checked_mul(self.offset_bytes)?)?;
        let at = number(self.bytes.get(entry..entry.checked_add(self.offset_bytes)?)?)?;
        let at = usize::try_from(at).ok()?;
        let marker = *self.bytes.get(at)?;
        let (kind, low) = (marker >> 4, usize::from(marker & 0x0f));
        if matches!(kind, 1..=3) {
            let bytes = self.bytes.get(at + 1..)?.get(..width(marker)?)?;
            return Some(match kind {
                1 => Node::Integer(number(bytes)?.cast_signed()),
                _ => real(bytes).map_or(Node::Other, Node::Real),
            });
        }
        let (count, start) =
            if low == 0x0f && kind != 8 { self.count(at + 1)? } else { (low, at + 1) };
        let rest = self.bytes.get(start..)?;
        Some(match kind {
            4 => Node::Data(rest.get(..count)?),
            5 => Node::Text(String::from_utf8_lossy(rest.get(..count)?)),
            6 => Node::Text(Cow::Owned(utf16(rest.get(..count.checked_mul(2)?)?))),
            // A key states its width less one.
            8 => Node::Key(usize::try_from(number(rest.get(..low + 1)?)?).ok()?),
            0xa => Node::Array(self.references(rest, count)?),
            0xd => {
                let keys = self.references(rest, count)?;
                let behind = rest.get(count.checked_mul(self.reference_bytes)?..)?;
                Node::Dictionary(keys.into_iter().zip(self.references(behind, count)?).collect())
            }
            _ => Node::Other,
        })
    }

    /// The value under this key of a dictionary.
    pub(crate) fn get(&self, dictionary: &Node<'b>, key: &str) -> Option<Node<'b>> {
        let Node::Dictionary(members) = dictionary else { return None };
        let is_key = |index: usize| matches!(self.node(index), Some(Node::Text(own)) if own == key);
        let (_, value) = members.iter().find(|(own, _)| is_key(*own))?;
        self.node(*value)
    }

    /// The members of an array, or the values of a dictionary.
    pub(crate) fn members(&self, node: &Node<'b>) -> impl Iterator<Item = Node<'b>> {
        let indexes: Vec<usize> = match node {
            Node::Array(members) => members.clone(),
            Node::Dictionary(members) => members.iter().map(|(_, value)| *value).collect(),
            _ => Vec::new(),
        };
        indexes.into_iter().filter_map(|index| self.node(index))
    }

    /// A count that stands behind a marker as a number of its own, and where it ends.
    fn count(&self, at: usize) -> Option<(usize, usize)> {
        let marker = *self.bytes.get(at)?;
        let width = width(marker).filter(|_| marker >> 4 == 1)?;
        let bytes = self.bytes.get(at + 1..)?.get(..width)?;
        Some((usize::try_from(number(bytes)?).ok()?, at + 1 + width))
    }

    fn references(&self, bytes: &[u8], count: usize) -> Option<Vec<usize>> {
        if count > MEMBERS_MAX {
            return None;
        }
        let bytes = bytes.get(..count.checked_mul(self.reference_bytes)?)?;
        let each = bytes.chunks_exact(self.reference_bytes);
        each.map(|own| usize::try_from(number(own)?).ok()).collect()
    }
}

/// An archive of objects with keys (`NSKeyedArchiver`) inside a list.
#[derive(Debug, Clone)]
pub(crate) struct Archive<'b> {
    list: Plist<'b>,
    objects: Vec<usize>,
}

impl<'b> Archive<'b> {
    /// Opens a list as an archive; `None` where it is none.
    pub(crate) fn open(list: Plist<'b>) -> Option<Self> {
        let Some(Node::Array(objects)) = list.get(&list.top()?, "$objects") else { return None };
        Some(Self { list, objects })
    }

    /// The object that holds all others.
    pub(crate) fn root(&self) -> Option<Node<'b>> {
        let top = self.list.get(&self.list.top()?, "$top")?;
        self.follow(self.list.get(&top, "root")?)
    }

    /// The value under this key of an archived dictionary.
    pub(crate) fn get(&self, dictionary: &Node<'b>, key: &str) -> Option<Node<'b>> {
        let keys = self.list.get(dictionary, "NS.keys")?;
        let values = self.list.get(dictionary, "NS.objects")?;
        let is_key = |own| matches!(self.follow(own), Some(Node::Text(own)) if own == key);
        let at = self.list.members(&keys).position(is_key)?;
        self.follow(self.list.members(&values).nth(at)?)
    }

    /// The object behind a key; text that is an object of its own as text.
    fn follow(&self, node: Node<'b>) -> Option<Node<'b>> {
        let Node::Key(index) = node else { return Some(node) };
        let object = self.list.node(*self.objects.get(index)?)?;
        Some(self.list.get(&object, "NS.string").unwrap_or(object))
    }
}

/// The bytes of a number, which its marker states as a power of two.
fn width(marker: u8) -> Option<usize> {
    1_usize.checked_shl(u32::from(marker & 0x0f))
}

/// Big-endian bytes as a number; of sixteen the last eight count.
fn number(bytes: &[u8]) -> Option<u64> {
    let bytes = if bytes.len() == 16 { bytes.get(8..)? } else { bytes };
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

fn real(bytes: &[u8]) -> Option<f64> {
    match bytes.len() {
        4 => bytes.first_chunk().map(|own| f64::from(f32::from_be_bytes(*own))),
        8 => bytes.first_chunk().map(|own| f64::from_be_bytes(*own)),
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk());
    let units: Vec<u16> = units.map(|pair| u16::from_be_bytes(*pair)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of `{"a": [1, "é"], "b": 1.5}`, as the format's own table of objects.
    fn list() -> Vec<u8> {
        let objects: [&[u8]; 7] = [
            b"\xd2\x01\x02\x03\x04",
            b"\x51a",
            b"\x51b",
            b"\xa2\x05\x06",
            b"\x23\x3f\xf8\x00\x00\x00\x00\x00\x00",
            b"\x10\x01",
            b"\x61\x00\xe9",
        ];
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = Vec::new();
        for object in objects {
            offsets.push(u8::try_from(bytes.len()).unwrap());
            bytes.extend_from_slice(object);
        }
        let table = bytes.len() as u64;
        bytes.extend_from_slice(&offsets);
        bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, 1, 1]);
        for count in [7, 0, table] {
            bytes.extend_from_slice(&u64::to_be_bytes(count));
        }
        bytes
    }

    #[test]
    fn values_are_found_under_their_keys() {
        let bytes = list();
        let list = Plist::open(&bytes).unwrap();
        let top = list.top().unwrap();
        assert_eq!(list.get(&top, "b"), Some(Node::Real(1.5)));
        let array = list.get(&top, "a").unwrap();
        let members: Vec<_> = list.members(&array).collect();
        assert_eq!(members, [Node::Integer(1), Node::Text("é".into())]);
        assert_eq!(list.get(&top, "c"), None);
        assert!(Plist::open(b"bplist00").is_none());
    }

    #[test]
    fn damaged_lists_do_not_panic() {
        let bytes = list();
        for at in 0..bytes.len() {
            for value in [0, 0x7f, 0xaf, 0xdf, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                let Some(list) = Plist::open(&damaged) else { continue };
                let Some(top) = list.top() else { continue };
                let _ = (list.get(&top, "a"), list.members(&top).count());
            }
        }
    }
}
