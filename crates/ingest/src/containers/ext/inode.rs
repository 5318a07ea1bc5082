//! An inode: what the file system states of a file, apart from its name.

use model::records::Media;

use super::Fields;
use crate::containers::volume_bytes::{Clock, Nanos, mode_text};
use crate::formats::extra::Extra;

/// Bytes that every inode has; what follows is stated by its extra size.
const OLD_BYTES: usize = 128;

/// Marks that change how the content is read.
const FLAG_ENCRYPTED: u32 = 0x800;
const FLAG_EXTENTS: u32 = 0x8_0000;
const FLAG_INLINE: u32 = 0x1000_0000;
const FLAG_COMPRESSED: u32 = 0x4;

/// Marks a person may want to know, by name.
const MARKS: &[(u32, &str)] = &[
    (FLAG_COMPRESSED, "compressed"),
    (0x10, "immutable"),
    (0x20, "append only"),
    (0x1, "secure deletion"),
    (FLAG_ENCRYPTED, "encrypted"),
    (0x10_0000, "verity"),
    (0x4000_0000, "case-folding"),
];

/// What an inode is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A device, with its numbers in the inode.
    Device,
    /// A pipe or a socket.
    Channel,
    Unknown,
}

/// An inode as it stands in the volume.
#[derive(Debug, Clone)]
pub(super) struct Inode {
    pub(super) number: u32,
    /// First byte in the volume.
    pub(super) at: u64,
    pub(super) bytes: Vec<u8>,
}

impl Inode {
    pub(super) fn new(number: u32, at: u64, bytes: Vec<u8>) -> Self {
        Self { number, at, bytes }
    }

    fn fields(&self) -> Fields<'_> {
        Fields(&self.bytes)
    }

    pub(super) fn mode(&self) -> u16 {
        self.fields().le16(0)
    }

    pub(super) fn kind(&self) -> Kind {
        match self.mode() >> 12 {
            0x8 => Kind::File,
            0x4 => Kind::Folder,
            0xA => Kind::Link,
            0x2 | 0x6 => Kind::Device,
            0x1 | 0xC => Kind::Channel,
            _ => Kind::Unknown,
        }
    }

    pub(super) fn links(&self) -> u16 {
        self.fields().le16(0x1A)
    }

    pub(super) fn deleted_at_s(&self) -> u32 {
        self.fields().le32(0x14)
    }

    /// Whether anything was ever written to it.
    pub(super) fn was_used(&self) -> bool {
        self.mode() != 0 && (self.fields().le32(0xC) != 0 || self.deleted_at_s() != 0)
    }

    /// Bytes of its content. The upper half of a folder's stands for something else in ext2.
    pub(super) fn size(&self) -> u64 {
        let fields = self.fields();
        let low = u64::from(fields.le32(4));
        let is_wide = matches!(self.kind(), Kind::File) || self.flags() & FLAG_EXTENTS != 0;
        if is_wide { low | u64::from(fields.le32(0x6C)) << 32 } else { low }
    }

    fn flags(&self) -> u32 {
        self.fields().le32(0x20)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.flags() & FLAG_ENCRYPTED != 0
    }

    pub(super) fn is_compressed(&self) -> bool {
        self.flags() & FLAG_COMPRESSED != 0
    }

    pub(super) fn is_inline(&self) -> bool {
        self.flags() & FLAG_INLINE != 0
    }

    pub(super) fn has_extents(&self) -> bool {
        self.flags() & FLAG_EXTENTS != 0
    }

    /// Its sixty bytes of block numbers, which may hold other things.
    pub(super) fn block_field(&self) -> &[u8] {
        self.fields().part(0x28, 60)
    }

    /// The block that holds further extended attributes.
    pub(super) fn attribute_block(&self) -> u64 {
        u64::from(self.fields().le32(0x68)) | u64::from(self.fields().le16(0x76)) << 32
    }

    /// Bytes behind the fields of the inode, where extended attributes stand.
    pub(super) fn tail(&self) -> &[u8] {
        if self.bytes.len() <= OLD_BYTES {
            return &[];
        }
        let from = OLD_BYTES + usize::from(self.fields().le16(0x80));
        self.bytes.get(from..).unwrap_or_default()
    }

    /// Seconds and nanoseconds of a time whose extra field stands at `extra_at`.
    fn time(&self, at: usize, extra_at: usize) -> (i64, Nanos) {
        let fields = self.fields();
        // The 32 bits are signed; two bits more carry them to the year 2446.
        let low = i64::from(fields.le32(at).cast_signed());
        let has_extra = self.bytes.len() > OLD_BYTES
            && extra_at + 4 <= OLD_BYTES + usize::from(fields.le16(0x80));
        if !has_extra {
            return (low, Nanos::Unstated);
        }
        let extra = fields.le32(extra_at);
        (low + (i64::from(extra & 3) << 32), Nanos::Stated(extra >> 2))
    }

    /// Writes what the inode states into a record.
    pub(super) fn fill(&self, clock: &mut Clock, media: &mut Media, extra: &mut Extra) {
        let fields = self.fields();
        if matches!(self.kind(), Kind::File | Kind::Folder | Kind::Link) {
            media.size = i64::try_from(self.size()).ok();
        }
        media.inode.set_fmt(format_args!("{}", self.number));
        media.mode.set(&mode_text(self.mode()));
        let mut stamp = |at, extra_at, name: &str, slot: &mut _| {
            let (at_s, nanos) = self.time(at, extra_at);
            clock.unix(at_s, nanos, slot, (name, &mut *extra));
        };
        stamp(0x10, 0x88, "mtime", &mut media.modified);
        stamp(0x8, 0x8C, "atime", &mut media.accessed);
        stamp(0xC, 0x84, "ctime", &mut media.changed);
        // Without the field there is no creation time, not one of 1970.
        if self.bytes.len() > OLD_BYTES && fields.le16(0x80) >= 0x18 {
            stamp(0x90, 0x94, "crtime", &mut media.created);
        }
        let wide = |low, high| u32::from(fields.le16(low)) | u32::from(fields.le16(high)) << 16;
        extra.add("uid", &wide(0x2, 0x78).to_string());
        extra.add("gid", &wide(0x18, 0x7A).to_string());
        if self.links() > 1 && self.kind() != Kind::Folder {
            extra.add("links", &self.links().to_string());
        }
        if self.kind() == Kind::Device {
            extra.add("device", &self.device());
        }
        let marks: Vec<&str> = MARKS
            .iter()
            .filter_map(|(bit, name)| (self.flags() & bit != 0).then_some(*name))
            .collect();
        extra.add("marks", &marks.join(", "));
    }

    /// Major and minor number of a device, in the old or the new form.
    fn device(&self) -> String {
        let (old, new) = (Fields(self.block_field()).le32(0), Fields(self.block_field()).le32(4));
        let (major, minor) = if old != 0 {
            (old >> 8 & 0xFF, old & 0xFF)
        } else {
            (new >> 8 & 0xFFF, new & 0xFF | new >> 12 & 0xFFF00)
        };
        format!("{major}:{minor}")
    }
}
