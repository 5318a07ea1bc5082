//! A record of the master file table: its header, its torn-write marks, its attributes.

use super::super::clusters::{le16, le32, le64, size, text_of_units};

/// Bytes after which a record carries a mark of the write it belongs to, whatever the sectors are.
const STRIDE: usize = 512;

/// Kinds of attributes, by their number on disk.
pub(super) mod kind {
    pub(in super::super) const STANDARD_INFORMATION: u32 = 0x10;
    pub(in super::super) const ATTRIBUTE_LIST: u32 = 0x20;
    pub(in super::super) const FILE_NAME: u32 = 0x30;
    pub(in super::super) const OBJECT_ID: u32 = 0x40;
    pub(in super::super) const VOLUME_NAME: u32 = 0x60;
    pub(in super::super) const VOLUME_INFORMATION: u32 = 0x70;
    pub(in super::super) const DATA: u32 = 0x80;
    pub(in super::super) const INDEX_ROOT: u32 = 0x90;
    pub(in super::super) const INDEX_ALLOCATION: u32 = 0xa0;
    pub(in super::super) const REPARSE_POINT: u32 = 0xc0;
    pub(in super::super) const END: u32 = 0xffff_ffff;
}

/// A file record, with its marks taken out.
pub(super) struct Record {
    bytes: Vec<u8>,
    pub(super) number: u64,
    pub(super) sequence: u16,
    pub(super) links: u16,
    flags: u16,
    /// The record that this one goes on from; number and sequence, 0 for none.
    pub(super) base: Reference,
}

/// A record by its number, and the sequence it had when it was referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(super) struct Reference {
    pub(super) number: u64,
    pub(super) sequence: u16,
}

impl Reference {
    /// Reads the eight bytes of a reference.
    pub(super) fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let value = le64(bytes, at)?;
        let sequence = le16(bytes, at.checked_add(6)?)?;
        Some(Self { number: value & 0xffff_ffff_ffff, sequence })
    }
}

impl Record {
    /// Reads a record; none where the place was never used.
    pub(super) fn read(mut bytes: Vec<u8>, number: u64) -> Result<Option<Self>, &'static str> {
        match bytes.first_chunk() {
            Some(b"FILE") => {}
            Some(b"BAAD") => return Err("Windows marked this file record as damaged"),
            _ if bytes.iter().all(|byte| *byte == 0) => return Ok(None),
            _ => return Err("these bytes are no file record"),
        }
        take_marks_out(&mut bytes)?;
        let header = || {
            let base = Reference::read(&bytes, 32)?;
            Some((le16(&bytes, 16)?, le16(&bytes, 18)?, le16(&bytes, 22)?, base))
        };
        let (sequence, links, flags, base) = header().ok_or("the file record is cut off")?;
        Ok(Some(Self { bytes, number, sequence, links, flags, base }))
    }

    /// Whether the record is in use.
    pub(super) fn is_in_use(&self) -> bool {
        self.flags & 1 != 0
    }

    /// Whether it is that of a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.flags & 2 != 0
    }

    /// The record as others refer to it.
    pub(super) fn reference(&self) -> Reference {
        Reference { number: self.number, sequence: self.sequence }
    }

    /// The attributes, up to the end mark or to the first that is broken.
    pub(super) fn attributes(&self) -> impl Iterator<Item = Attribute<'_>> {
        let first = le16(&self.bytes, 20).map_or(usize::MAX, usize::from);
        let used = le32(&self.bytes, 24).map_or(0, |used| size(u64::from(used)));
        let bytes = self.bytes.get(..used).unwrap_or(&self.bytes);
        let mut at = first;
        std::iter::from_fn(move || {
            let rest = bytes.get(at..)?;
            let (attribute, len) = Attribute::read(rest)?;
            at = at.checked_add(len)?;
            Some(attribute)
        })
    }
}

/// Puts the last two bytes of each stride back, which the header keeps; each place must carry the
/// number of the write, else part of the record is of another write.
fn take_marks_out(bytes: &mut [u8]) -> Result<(), &'static str> {
    let cut = "the file record is cut off";
    let at = usize::from(le16(bytes, 4).ok_or(cut)?);
    let count = usize::from(le16(bytes, 6).ok_or(cut)?);
    if count != bytes.len() / STRIDE + 1 {
        return Err("the file record has another size than its marks");
    }
    let mark = le16(bytes, at).ok_or(cut)?;
    for index in 1..count {
        let kept = le16(bytes, at + index * 2).ok_or(cut)?;
        let place = index * STRIDE - 2;
        if le16(bytes, place) != Some(mark) {
            return Err("the file record was written only in part");
        }
        let slot = bytes.get_mut(place..place + 2).ok_or(cut)?;
        slot.copy_from_slice(&kept.to_le_bytes());
    }
    Ok(())
}

/// An attribute of a record.
pub(super) struct Attribute<'r> {
    pub(super) kind: u32,
    pub(super) id: u16,
    pub(super) flags: u16,
    pub(super) name: String,
    pub(super) body: Body<'r>,
}

/// Where an attribute's content is.
#[derive(Clone, Copy)]
pub(super) enum Body<'r> {
    /// In the record.
    Resident(&'r [u8]),
    /// In clusters.
    Mapped(Mapped<'r>),
}

/// An attribute in clusters, or a part of one.
#[derive(Clone, Copy)]
pub(super) struct Mapped<'r> {
    /// First cluster of the attribute that this part maps.
    pub(super) first_vcn: u64,
    /// Clusters of a unit of compression, as a power of two; 0 for none.
    pub(super) unit_power: u16,
    pub(super) len: u64,
    pub(super) valid_len: u64,
    /// Lengths and places of the runs, packed.
    pub(super) pairs: &'r [u8],
}

impl<'r> Attribute<'r> {
    /// Reads the attribute at the front; gives its length too.
    fn read(bytes: &'r [u8]) -> Option<(Self, usize)> {
        let kind = le32(bytes, 0).filter(|kind| *kind != kind::END)?;
        let len = size(u64::from(le32(bytes, 4)?));
        let bytes = bytes.get(..len).filter(|bytes| bytes.len() >= 24)?;
        let name_units = usize::from(*bytes.get(9)?);
        let name_at = usize::from(le16(bytes, 10)?);
        let name = bytes.get(name_at..)?.get(..name_units * 2)?;
        let units = name.chunks_exact(2).filter_map(|unit| le16(unit, 0));
        let name = if name.is_empty() { String::new() } else { text_of_units(units) };
        let body = if *bytes.get(8)? == 0 {
            let at = usize::from(le16(bytes, 20)?);
            let content = bytes.get(at..)?.get(..size(u64::from(le32(bytes, 16)?)))?;
            Body::Resident(content)
        } else {
            let first_vcn = le64(bytes, 16)?;
            Body::Mapped(Mapped {
                first_vcn,
                unit_power: le16(bytes, 34)?,
                len: if first_vcn == 0 { le64(bytes, 48)? } else { 0 },
                valid_len: if first_vcn == 0 { le64(bytes, 56)? } else { 0 },
                pairs: bytes.get(usize::from(le16(bytes, 32)?)..)?,
            })
        };
        Some((Self { kind, id: le16(bytes, 14)?, flags: le16(bytes, 12)?, name, body }, len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn torn(mark_at_end: u16) -> Vec<u8> {
        let mut bytes = vec![0; 1024];
        bytes[..4].copy_from_slice(b"FILE");
        (bytes[4], bytes[6], bytes[48]) = (48, 3, 7);
        bytes[510] = 7;
        bytes[1022..].copy_from_slice(&mark_at_end.to_le_bytes());
        bytes
    }

    #[test]
    fn a_record_written_in_part_is_refused_and_an_unused_one_is_none() {
        assert!(Record::read(torn(7), 1).is_ok_and(|record| record.is_some()));
        assert!(Record::read(torn(6), 1).is_err());
        assert!(Record::read(vec![0; 1024], 1).is_ok_and(|record| record.is_none()));
        assert!(Record::read(vec![9; 1024], 1).is_err());
        assert!(Record::read(b"FILE".to_vec(), 1).is_err());
    }
}
