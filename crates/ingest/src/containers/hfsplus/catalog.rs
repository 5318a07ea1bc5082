//! Records of the catalog: files, folders and the names that lead to them (TN1150, "Catalog File").

use model::records::Media;

use super::Fields;
use super::header::Fork;
use super::tree::Entry;
use crate::containers::volume_bytes::{Clock, Nanos, mode_text, name_text, wide_text};
use crate::formats::extra::Extra;

/// Seconds from 1904, where the times of HFS+ begin, to 1970.
const FROM_1904_S: i64 = 2_082_844_800;

/// The record has extended attributes.
const FLAG_ATTRIBUTES: u16 = 0x4;

/// BSD flag of a compressed file, and of one that a person does not see.
const COMPRESSED: u8 = 0x20;
const HIDDEN_BSD: u8 = 0x80;
const IMMUTABLE: u8 = 0x2;
/// Finder flag of a file that a person does not see.
const HIDDEN_FINDER: u16 = 0x4000;

/// A file or folder of the catalog.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) parent: u32,
    pub(super) is_folder: bool,
    pub(super) id: u32,
    pub(super) at: u64,
    pub(super) len: u64,
    data: Vec<u8>,
}

impl Item {
    /// The item of a record; `None` for the threads that lead from a number to its name.
    pub(super) fn parse(entry: &Entry) -> Option<Self> {
        let (key, data) = (Fields(&entry.key), Fields(&entry.data));
        let is_folder = match (data.be16(0), entry.data.len()) {
            (1, 88..) => true,
            (2, 248..) => false,
            _ => return None,
        };
        let name_len = usize::from(key.be16(6)) * 2;
        Some(Self {
            name: name(key.part(8, name_len)),
            parent: key.be32(2),
            is_folder,
            id: data.be32(8),
            at: entry.at,
            len: entry.len,
            data: entry.data.clone(),
        })
    }

    fn fields(&self) -> Fields<'_> {
        Fields(&self.data)
    }

    /// Type and creator, and other bits of the Finder.
    fn finder(&self, at: usize) -> &[u8] {
        self.fields().part(48 + at, 4)
    }

    /// The number of the file that a hard link shares.
    pub(super) fn shares(&self) -> Option<u32> {
        let is_link = !self.is_folder && self.finder(0) == b"hlnk" && self.finder(4) == b"hfs+";
        is_link.then(|| self.fields().be32(44))
    }

    pub(super) fn is_compressed(&self) -> bool {
        self.fields().byte(41) & COMPRESSED != 0 && !self.is_folder
    }

    pub(super) fn has_attributes(&self) -> bool {
        self.fields().be16(2) & FLAG_ATTRIBUTES != 0
    }

    fn mode(&self) -> u16 {
        self.fields().be16(42)
    }

    pub(super) fn is_symbolic_link(&self) -> bool {
        self.mode() >> 12 == 0xA
    }

    /// Whether it is a file with bytes: not a link, a device or a pipe.
    pub(super) fn is_file(&self) -> bool {
        !self.is_folder && matches!(self.mode() >> 12, 0 | 8)
    }

    pub(super) fn data_fork(&self) -> Fork {
        Fork::parse(self.fields(), 88)
    }

    pub(super) fn resource_fork(&self) -> Fork {
        if self.is_folder { Fork::default() } else { Fork::parse(self.fields(), 168) }
    }

    /// Writes what the record states.
    pub(super) fn fill(&self, clock: &mut Clock, media: &mut Media, extra: &mut Extra) {
        let fields = self.fields();
        media.inode.set_fmt(format_args!("{}", self.id));
        if !self.is_folder {
            media.size = i64::try_from(self.data_fork().size).ok();
        }
        if self.mode() != 0 {
            media.mode.set(&mode_text(self.mode()));
            extra.add("uid", &fields.be32(32).to_string());
            extra.add("gid", &fields.be32(36).to_string());
        }
        for (at, name, slot) in [
            (12, "created", &mut media.created),
            (16, "modified", &mut media.modified),
            (20, "changed", &mut media.changed),
            (24, "accessed", &mut media.accessed),
        ] {
            let at_s = i64::from(fields.be32(at));
            slot.clear();
            if at_s != 0 {
                clock.unix(at_s - FROM_1904_S, Nanos::Unstated, slot, (name, &mut *extra));
            }
        }
        if !self.is_folder {
            extra.add("type", code_text(self.finder(0)).trim());
            extra.add("creator", code_text(self.finder(4)).trim());
        }
        let is_hidden = fields.be16(56) & HIDDEN_FINDER != 0 || fields.byte(41) & HIDDEN_BSD != 0;
        let marks = [
            (is_hidden, "hidden"),
            (self.is_compressed(), "compressed"),
            (fields.byte(41) & IMMUTABLE != 0, "immutable"),
        ];
        let marks: Vec<&str> =
            marks.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
        extra.add("marks", &marks.join(", "));
    }

    /// How many names share this file, where it is what hard links lead to.
    pub(super) fn names(&self) -> u32 {
        self.fields().be32(44)
    }
}

/// Type and creator codes are four letters, or zeros.
fn code_text(code: &[u8]) -> String {
    if code.iter().all(|byte| *byte == 0) { String::new() } else { name_text(code) }
}

/// A name in 16-bit characters, `/` as the `:` that macOS shows for it.
fn name(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| Fields(pair).be16(0));
    wide_text(units.map(|unit| if unit == u16::from(b'/') { u16::from(b':') } else { unit }))
}

/// Whether a record stands behind the one of this name in a folder, all of whose names are plain
/// letters and digits: those sort alike in every kind of volume.
pub(super) fn is_behind(entry: &Entry, folder: u32, name: &str) -> bool {
    let key = Fields(&entry.key);
    let units = key.part(8, usize::from(key.be16(6)) * 2).chunks_exact(2);
    let units = units.map(|pair| Fields(pair).be16(0));
    key.be32(2).cmp(&folder).then_with(|| units.cmp(name.encode_utf16())).is_gt()
}
