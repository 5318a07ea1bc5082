//! Directory entries: thirty-two bytes with a short name, before them the pieces of the long one.

use encoding_rs::Encoding;

use super::super::clusters::{DosTime, le16, le32, text_of_bytes, text_of_units};
use super::boot::Boot;

/// Bytes of a directory entry.
pub(super) const ENTRY_BYTES: usize = 32;

/// First byte of a deleted entry; it takes the place of the first character.
const DELETED: u8 = 0xe5;

/// Attributes of a piece of a long name.
const LONG: u8 = 0x0f;

/// Bytes of names that belong to no entry, kept beside the next one.
const STRAY_BYTES_MAX: usize = 2 * 1024;

/// Pieces of a long name: 255 characters in pieces of 13.
const PIECES_MAX: usize = 20;

/// A directory entry with a short name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    name: [u8; 11],
    case: u8,
    pub(super) attributes: u8,
    pub(super) created: DosTime,
    pub(super) accessed: DosTime,
    pub(super) modified: DosTime,
    pub(super) cluster: u32,
    pub(super) size: u32,
}

impl Entry {
    /// Reads thirty-two bytes; FAT32 keeps half of the cluster number where others keep none.
    pub(super) fn read(raw: &[u8], has_high_half: bool) -> Option<Self> {
        let high = if has_high_half { u32::from(le16(raw, 20)?) & 0x0fff } else { 0 };
        let time =
            |date, time| Some(DosTime { date: le16(raw, date)?, time, ..DosTime::default() });
        let mut created = time(16, le16(raw, 14))?;
        created.hundredths = *raw.get(13)?;
        Some(Self {
            name: *raw.first_chunk()?,
            case: *raw.get(12)?,
            attributes: *raw.get(11)?,
            created,
            accessed: time(18, None)?,
            modified: time(24, le16(raw, 22))?,
            cluster: high << 16 | u32::from(le16(raw, 26)?),
            size: le32(raw, 28)?,
        })
    }

    /// Whether it is deleted.
    pub(super) fn is_deleted(&self) -> bool {
        self.name.first() == Some(&DELETED)
    }

    /// Whether it is a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.attributes & 0x18 == 0x10
    }

    /// Whether it is the name of the volume.
    pub(super) fn is_label(&self) -> bool {
        self.attributes & 0x18 == 0x08
    }

    /// Whether it is a folder's entry of itself.
    pub(super) fn is_dot(&self) -> bool {
        &self.name == b".          "
    }

    /// Whether it is a folder's entry of the folder above.
    pub(super) fn is_dot_dot(&self) -> bool {
        &self.name == b"..         "
    }

    /// Whether these bytes can be an entry at all: the attributes and characters are legal ones.
    pub(super) fn is_plausible(&self) -> bool {
        let first = self.name.first().copied().unwrap_or(0);
        let rest = self.name.get(1..).unwrap_or_default();
        let is_first = matches!(first, DELETED | 0x05) || (first != b' ' && is_legal(first));
        let both = self.attributes & 0x18 == 0x18;
        self.attributes & 0xc0 == 0 && !both && is_first && rest.iter().all(|byte| is_legal(*byte))
    }

    /// Whether what stands behind the end of a folder is more than chance: its day is one, and its
    /// first cluster is one of this volume.
    pub(super) fn is_likely(&self, boot: &Boot) -> bool {
        let (month, day) = (self.modified.date >> 5 & 15, self.modified.date & 31);
        (1..=12).contains(&month)
            && day > 0
            && (boot.has_cluster(self.cluster) || (self.cluster == 0 && self.size == 0))
    }

    /// Whether its name is in capitals and its reserved bits are 0, as the systems that are in use
    /// write them: words of a text have neither.
    pub(super) fn is_by_the_rules(&self) -> bool {
        self.case & !0x18 == 0 && !self.name.iter().any(u8::is_ascii_lowercase)
    }

    /// The short name as text, with the lower case that Windows NT keeps in two bits; the first
    /// character of a deleted one is lost and stands as `_`.
    pub(super) fn short_name(&self, encoding: Option<&'static Encoding>) -> String {
        self.spelt(b'_', encoding)
    }

    fn spelt(&self, lost: u8, encoding: Option<&'static Encoding>) -> String {
        let mut name = self.name;
        if let Some(first) = name.first_mut() {
            *first = match *first {
                DELETED => lost,
                0x05 => 0xe5,
                other => other,
            };
        }
        if self.is_label() {
            return text_of_bytes(name.trim_ascii_end(), encoding);
        }
        let (base, extension) = name.split_at(8);
        let part = |part: &[u8], is_lower: bool| {
            let part = part.trim_ascii_end();
            let part = if is_lower { part.to_ascii_lowercase() } else { part.to_vec() };
            if part.is_empty() { String::new() } else { text_of_bytes(&part, encoding) }
        };
        let mut text = part(base, self.case & 0x08 != 0);
        let extension = part(extension, self.case & 0x10 != 0);
        if !extension.is_empty() {
            text.push('.');
            text.push_str(&extension);
        }
        if text.is_empty() { "\\x20".to_owned() } else { text }
    }

    /// The sum of the short name that each piece of its long name carries.
    fn checksum(&self) -> u8 {
        self.name.iter().fold(0u8, |sum, byte| sum.rotate_right(1).wrapping_add(*byte))
    }

    /// The first character of a deleted short name, from the sum that its long name carries. The
    /// sum turns the first byte by ten bits, so only one byte fits.
    fn lost_first(&self, checksum: u8) -> Option<u8> {
        let with = |first: u8| {
            let mut entry = *self;
            if let Some(slot) = entry.name.first_mut() {
                *slot = first;
            }
            entry
        };
        let first = (0..=u8::MAX).find(|first| with(*first).checksum() == checksum)?;
        (first != b' ' && (is_legal(first) || first == 0x05)).then_some(first)
    }
}

/// Whether thirty-two bytes are a piece of a long name, with the fields that must be 0.
pub(super) fn is_piece(raw: &[u8]) -> bool {
    raw.get(11) == Some(&LONG) && raw.get(12) == Some(&0) && le16(raw, 26) == Some(0)
}

/// Whether a byte may stand in a short name. Lower case may not, and yet some writers put it there.
fn is_legal(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f && !b"\"*/:<>?\\|".contains(&byte)
}

/// A long name, and for a deleted entry the short name with its first character back.
pub(super) struct Named {
    /// The name by which the entry is told.
    pub(super) name: String,
    /// The short name beside a long one.
    pub(super) short_name: Option<String>,
    /// Long names, or parts of them, that stand before the entry and are not its own.
    pub(super) stray: String,
}

/// The pieces of a long name met so far, as they stand: its end first.
#[derive(Debug, Default)]
pub(super) struct LongName {
    pieces: Vec<[u16; 13]>,
    checksum: u8,
    /// Number of the piece that must come next; 0 where all are there.
    due: u8,
    is_deleted: bool,
    /// Pieces are missing.
    is_broken: bool,
    /// The text of pieces met before that belong to no entry.
    stray: String,
}

impl LongName {
    /// Takes thirty-two bytes if they are a piece of a long name.
    pub(super) fn take(&mut self, raw: &[u8]) -> bool {
        let (Some(&order), Some(&checksum)) = (raw.first(), raw.get(13)) else { return false };
        if raw.get(11).is_none_or(|attributes| attributes & 0x3f != LONG) {
            return false;
        }
        let Some(piece) = units(raw) else { return false };
        let is_deleted = order == DELETED;
        let number = order & 0x3f;
        let is_start = if is_deleted {
            // Only the last piece of a name has an end in it, and it stands first.
            piece.contains(&0) || !self.is_deleted || checksum != self.checksum
        } else {
            order & 0x40 != 0
        };
        let follows = is_deleted
            || (!self.is_deleted && number == self.due && number > 0 && checksum == self.checksum);
        if is_start || !follows && (!self.is_broken || checksum != self.checksum) {
            self.lose();
        }
        self.is_broken = !is_start && (self.is_broken || !follows);
        if self.pieces.len() >= PIECES_MAX {
            self.lose();
            self.is_broken = true;
        }
        (self.checksum, self.is_deleted) = (checksum, is_deleted);
        self.due = number.saturating_sub(1);
        self.pieces.push(piece);
        true
    }

    /// Forgets the pieces and what went astray before.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Keeps the text of pieces that no entry follows.
    fn lose(&mut self) {
        if !self.pieces.is_empty() && self.stray.len() < STRAY_BYTES_MAX {
            let gap = if self.stray.is_empty() { "" } else { "; " };
            let text = self.text();
            self.stray.extend([gap, text.as_str()]);
        }
        self.pieces.clear();
    }

    /// The pieces as text.
    fn text(&self) -> String {
        let units = self.pieces.iter().rev().flatten().copied();
        text_of_units(units.take_while(|unit| *unit != 0))
    }

    /// Names an entry by the pieces before it where they are its own, and forgets them.
    pub(super) fn name(&mut self, entry: &Entry, encoding: Option<&'static Encoding>) -> Named {
        let own = self.own(entry, encoding);
        if own.is_none() {
            self.lose();
        }
        let stray = std::mem::take(&mut self.stray);
        self.clear();
        match own {
            Some((name, short_name)) => Named { name, short_name: Some(short_name), stray },
            None => Named { name: entry.short_name(encoding), short_name: None, stray },
        }
    }

    /// Long and short name of an entry that the pieces belong to. Some systems mark only the entry as
    /// deleted; the other way round the name was taken from a file that is there.
    fn own(&self, entry: &Entry, encoding: Option<&'static Encoding>) -> Option<(String, String)> {
        let is_whole = !self.is_broken && (self.is_deleted || self.due == 0);
        if self.pieces.is_empty() || !is_whole {
            return None;
        }
        let short_name = if entry.is_deleted() {
            entry.spelt(entry.lost_first(self.checksum)?, encoding)
        } else if !self.is_deleted && self.checksum == entry.checksum() {
            entry.short_name(encoding)
        } else {
            return None;
        };
        Some((self.text(), short_name))
    }
}

/// The thirteen characters of a piece, which stand in three places.
fn units(raw: &[u8]) -> Option<[u16; 13]> {
    let mut units = [0; 13];
    let places = (1..11).step_by(2).chain((14..26).step_by(2)).chain((28..32).step_by(2));
    for (unit, at) in units.iter_mut().zip(places) {
        *unit = le16(raw, at)?;
    }
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(name: &[u8; 11], case: u8) -> Entry {
        let mut raw = [0; ENTRY_BYTES];
        raw[..11].copy_from_slice(name);
        raw[12] = case;
        Entry::read(&raw, false).unwrap()
    }

    fn piece(order: u8, checksum: u8, text: &str) -> [u8; ENTRY_BYTES] {
        let mut raw = [0xff; ENTRY_BYTES];
        (raw[0], raw[11], raw[12], raw[13]) = (order, LONG, 0, checksum);
        (raw[26], raw[27]) = (0, 0);
        let places = (1..11).step_by(2).chain((14..26).step_by(2)).chain((28..32).step_by(2));
        for (unit, at) in text.encode_utf16().chain([0]).zip(places) {
            raw[at..at + 2].copy_from_slice(&unit.to_le_bytes());
        }
        raw
    }

    #[test]
    fn a_short_name_keeps_the_case_of_windows_nt() {
        assert_eq!(short(b"README  TXT", 0x18).short_name(None), "readme.txt");
        assert_eq!(short(b"README  TXT", 0x10).short_name(None), "README.txt");
        assert_eq!(short(b"\xe5EADME     ", 0).short_name(None), "_EADME");
        assert_eq!(short(b"\x05\x84      A  ", 0).short_name(None), "\\xe5\\x84.A");
    }

    #[test]
    fn a_long_name_belongs_to_the_entry_whose_sum_it_carries() {
        let entry = short(b"LONGNA~1TXT", 0);
        let mut long = LongName::default();
        assert!(long.take(&piece(0x42, entry.checksum(), "me.txt")));
        assert!(long.take(&piece(0x01, entry.checksum(), "long name ünd")));
        let named = long.name(&entry, None);
        assert_eq!(named.name, "long name ündme.txt");
        assert_eq!(named.short_name.as_deref(), Some("LONGNA~1.TXT"));
        assert!(long.take(&piece(0x41, entry.checksum() ^ 1, "other.txt")));
        assert_eq!(long.name(&entry, None).name, "LONGNA~1.TXT");
        assert!(long.take(&piece(0x42, entry.checksum(), "half.txt")));
        assert_eq!(long.name(&entry, None).name, "LONGNA~1.TXT");
        assert_eq!(long.name(&entry, None).stray, "", "told once");
    }

    #[test]
    fn a_name_that_is_not_the_entry_s_own_is_kept_beside_it() {
        let entry = short(b"LONGNA~1TXT", 0);
        let sum = entry.checksum();
        let mut long = LongName::default();
        // A name without an entry, then one of another sum.
        assert!(long.take(&piece(0x41, sum, "alone.txt")));
        assert!(long.take(&piece(0x41, sum ^ 1, "other.txt")));
        let named = long.name(&entry, None);
        assert_eq!(
            (named.name.as_str(), named.stray.as_str()),
            ("LONGNA~1.TXT", "alone.txt; other.txt")
        );
        // The piece in the middle is missing, then the first one.
        for order in [0x43, 0x01] {
            assert!(long.take(&piece(order, sum, "thirteenchars")));
        }
        assert_eq!(long.name(&entry, None).stray, "thirteenchars; thirteenchars");
        assert!(
            long.take(&piece(0x02, sum, "end.txt"))
                && long.take(&piece(0x01, sum, "the longer an"))
        );
        assert_eq!(long.name(&entry, None).stray, "the longer anend.txt");
        // A stray name before a whole one.
        assert!(long.take(&piece(0x41, 7, "stray")) && long.take(&piece(0x41, sum, "own.txt")));
        let named = long.name(&entry, None);
        assert_eq!((named.name.as_str(), named.stray.as_str()), ("own.txt", "stray"));
        assert!(long.take(&piece(0xe5, sum, "taken away")));
        let named = long.name(&entry, None);
        assert_eq!((named.name.as_str(), named.stray.as_str()), ("LONGNA~1.TXT", "taken away"));
    }

    #[test]
    fn a_name_is_had_where_only_its_entry_was_marked_as_deleted() {
        let sum = short(b"LONGNA~1TXT", 0).checksum();
        let mut long = LongName::default();
        assert!(long.take(&piece(0x41, sum, "whole.txt")));
        let named = long.name(&short(b"\xe5ONGNA~1TXT", 0), None);
        assert_eq!(
            (named.name.as_str(), named.short_name.as_deref()),
            ("whole.txt", Some("LONGNA~1.TXT"))
        );
    }

    #[test]
    fn a_deleted_long_name_gives_the_lost_character_back() {
        let sum = short(b"LONGNA~1TXT", 0).checksum();
        let entry = short(b"\xe5ONGNA~1TXT", 0);
        let mut long = LongName::default();
        // A name deleted before, whose entry was written over.
        assert!(long.take(&piece(0xe5, sum, "stray")));
        assert!(long.take(&piece(0xe5, sum, "end")));
        assert!(long.take(&piece(0xe5, sum, "thirteenchars")));
        let named = long.name(&entry, None);
        assert_eq!(named.name, "thirteencharsend");
        assert_eq!(named.short_name.as_deref(), Some("LONGNA~1.TXT"));
    }
}
