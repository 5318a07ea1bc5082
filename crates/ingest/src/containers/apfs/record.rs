//! Records of a volume's tree of files: inodes, names, extended attributes, extents (Apple File System
//! Reference, "File-System Objects", "Extended Fields" and "Data Streams").

use model::records::Media;

use super::Fields;
use super::tree::Record;
use crate::containers::volume_bytes::{Clock, Nanos, mode_text, name_text};
use crate::formats::extra::Extra;

/// Kinds of records, as the top four bits of a key state them.
pub(super) const SNAPSHOT: u8 = 1;
pub(super) const INODE: u8 = 3;
pub(super) const ATTRIBUTE: u8 = 4;
pub(super) const EXTENT: u8 = 8;
pub(super) const NAME: u8 = 9;

/// Extended fields of an inode: the name it got last, and the size of its content.
const FIELD_NAME: u8 = 4;
const FIELD_STREAM: u8 = 8;

/// Extended fields of an inode that are looked at; there are 16 kinds.
const FIELDS_MAX: u16 = 64;

/// BSD flags of a file: compressed, hidden, unchangeable for users and for all, not on this volume.
const COMPRESSED: u32 = 0x20;
const HIDDEN: u32 = 0x8000;
const IMMUTABLE: u32 = 0x2 | 0x2_0000;
const DATALESS: u32 = 0x4000_0000;

/// An attribute's content is in a stream of its own.
const IS_STREAM: u16 = 1;

/// Number and kind of the object that a key belongs to.
pub(super) fn owner(key: &[u8]) -> (u64, u8) {
    let word = Fields(key).le64(0);
    (word & (u64::MAX >> 4), u8::try_from(word >> 60).unwrap_or_default())
}

/// A name in a folder, and the inode it leads to.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) folder: u64,
    pub(super) text: String,
    pub(super) inode: u64,
    added_ns: i64,
    /// Where it stands in the image.
    pub(super) at: u64,
    pub(super) len: u64,
}

impl Name {
    /// The name of a record, whose key has a hash where the volume folds names.
    pub(super) fn parse(record: &Record, is_hashed: bool) -> Self {
        let (key, value) = (Fields(&record.key), Fields(&record.value));
        let (at, len) = if is_hashed {
            (12, usize::try_from(key.le32(8) & 0x3FF).unwrap_or_default())
        } else {
            (10, usize::from(key.le16(8)))
        };
        Self {
            folder: owner(&record.key).0,
            text: text(key.part(at, len)),
            inode: value.le64(0),
            added_ns: value.le64(8).cast_signed(),
            at: record.at,
            len: record.key.len() as u64,
        }
    }

    /// Keeps when the name came into its folder.
    pub(super) fn keep(&self, extra: &mut Extra) {
        if self.added_ns > 0 {
            let at = jiff::Timestamp::from_nanosecond(i128::from(self.added_ns));
            extra.add("added_to_folder", &at.map(|at| at.to_string()).unwrap_or_default());
        }
    }
}

/// A name as text; a zero ends it.
pub(super) fn text(bytes: &[u8]) -> String {
    name_text(bytes.strip_suffix(&[0]).unwrap_or(bytes))
}

/// A file or folder.
#[derive(Debug, Clone)]
pub(super) struct Inode {
    pub(super) number: u64,
    /// The number that the extents of its content have: not its own where it was cloned.
    pub(super) stream: u64,
    /// Bytes of its content, where it has a stream.
    pub(super) size: Option<u64>,
    /// The name that it was given last.
    pub(super) last_name: String,
    /// Where its record stands in the image.
    pub(super) at: u64,
    pub(super) len: u64,
    value: Vec<u8>,
}

impl Inode {
    /// The inode of a record; `None` where it is cut short.
    pub(super) fn parse(record: Record) -> Option<Self> {
        let fields = Fields(&record.value);
        if record.value.len() < 92 {
            return None;
        }
        let (mut size, mut last_name) = (None, String::new());
        let count = fields.le16(92);
        let mut at = 96 + usize::from(count) * 4;
        for index in 0..usize::from(count.min(FIELDS_MAX)) {
            let head = 96 + index * 4;
            let len = usize::from(fields.le16(head + 2));
            match fields.byte(head) {
                FIELD_NAME => last_name = text(fields.part(at, len)),
                FIELD_STREAM if len >= 8 => size = Some(fields.le64(at)),
                _ => {}
            }
            at += len.next_multiple_of(8);
        }
        let (number, _) = owner(&record.key);
        Some(Self {
            number,
            stream: fields.le64(8),
            size,
            last_name,
            at: record.at,
            len: record.key.len() as u64,
            value: record.value,
        })
    }

    fn fields(&self) -> Fields<'_> {
        Fields(&self.value)
    }

    fn kind(&self) -> u16 {
        self.mode() >> 12
    }

    fn mode(&self) -> u16 {
        self.fields().le16(80)
    }

    fn flags(&self) -> u32 {
        self.fields().le32(68)
    }

    pub(super) fn is_folder(&self) -> bool {
        self.kind() == 4
    }

    pub(super) fn is_symbolic_link(&self) -> bool {
        self.kind() == 0xA
    }

    /// Whether it is a file with bytes: not a folder, a link, a device or a pipe.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.kind(), 0 | 8)
    }

    /// What tells one state of a file from another: its number and the time of its last change.
    pub(super) fn version(&self) -> (u64, u64) {
        (self.number, self.fields().le64(32))
    }

    /// Its place among files, folders, links and others.
    pub(super) fn counted_as(&self) -> usize {
        match self.kind() {
            0 | 8 => 0,
            4 => 1,
            0xA => 2,
            _ => 3,
        }
    }

    pub(super) fn is_compressed(&self) -> bool {
        self.flags() & COMPRESSED != 0 && self.is_file()
    }

    /// Whether its content was moved to a server and is not on the volume.
    pub(super) fn is_dataless(&self) -> bool {
        self.flags() & DATALESS != 0
    }

    /// Writes what the inode states.
    pub(super) fn fill(&self, clock: &mut Clock, media: &mut Media, extra: &mut Extra) {
        let fields = self.fields();
        media.inode.set_fmt(format_args!("{}", self.number));
        if !self.is_folder() {
            media.size = i64::try_from(self.size.unwrap_or_default()).ok();
        }
        media.mode.set(&mode_text(self.mode()));
        extra.add("uid", &fields.le32(72).to_string());
        extra.add("gid", &fields.le32(76).to_string());
        for (at, name, slot) in [
            (16, "created", &mut media.created),
            (24, "modified", &mut media.modified),
            (32, "changed", &mut media.changed),
            (40, "accessed", &mut media.accessed),
        ] {
            const SECOND_NS: i64 = 1_000_000_000;
            let at_ns = fields.le64(at).cast_signed();
            let nanos = u32::try_from(at_ns.rem_euclid(SECOND_NS)).unwrap_or_default();
            let at_s = at_ns.div_euclid(SECOND_NS);
            clock.unix(at_s, Nanos::Stated(nanos), slot, (name, &mut *extra));
        }
        let links = fields.le32(56);
        if !self.is_folder() && links > 1 {
            extra.add("links", &links.to_string());
        }
        let marks = [
            (self.flags() & HIDDEN != 0, "hidden"),
            (self.is_compressed(), "compressed"),
            (self.flags() & IMMUTABLE != 0, "immutable"),
            (self.is_dataless(), "dataless"),
        ];
        let marks: Vec<&str> =
            marks.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
        extra.add("marks", &marks.join(", "));
    }
}

/// An extended attribute: its name, and its content or where that stands.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) content: Stands,
}

/// Where the content of an attribute stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stands {
    /// In its record.
    Here(Vec<u8>),
    /// In the extents of a stream: its number and its bytes.
    Stream(u64, u64),
}

impl Attribute {
    pub(super) fn parse(record: &Record) -> Self {
        let (key, value) = (Fields(&record.key), Fields(&record.value));
        let name = text(key.part(10, usize::from(key.le16(8))));
        let content = if value.le16(0) & IS_STREAM != 0 {
            Stands::Stream(value.le64(4), value.le64(12))
        } else {
            Stands::Here(value.part(4, usize::from(value.le16(2))).to_vec())
        };
        Self { name, content }
    }
}

/// A piece of a stream: first byte in it, length, first block; block 0 is a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) at: u64,
    pub(super) len: u64,
    pub(super) block: u64,
}

impl Extent {
    pub(super) fn parse(record: &Record) -> Self {
        let value = Fields(&record.value);
        Self {
            at: Fields(&record.key).le64(8),
            len: value.le64(0) & (u64::MAX >> 8),
            block: value.le64(8),
        }
    }
}
