//! The text that describes a disk: its kind, its parent, and the extents that hold it.

use model::{Phrase, say};

/// Extents that are named; a disk of 8 TiB in pieces of 2 GiB has 4,096.
const EXTENTS_NAMED_MAX: usize = 8;

/// Extents that are read.
const EXTENTS_MAX: usize = 16_384;

/// Bytes of one value that are told.
const VALUE_BYTES_MAX: usize = 200;

/// The parent of a disk that has none.
const NO_PARENT: &str = "ffffffff";

/// How an extent is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Flat,
    Sparse,
    Zeros,
    /// In a way that is not read: of ESX, or on a device.
    Other,
}

/// A part of the disk, by the file that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) sectors: u64,
    pub(super) kind: Kind,
    /// Without folders.
    pub(super) file: String,
    /// Where it begins in the file.
    pub(super) first_sector: u64,
}

impl Extent {
    /// `RW 4192256 SPARSE "disk-s001.vmdk"`, with the first sector behind the name of a flat file.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (_, sectors, kind) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
        let kind = match kind {
            "FLAT" | "VMFS" => Kind::Flat,
            "SPARSE" => Kind::Sparse,
            "ZERO" => Kind::Zeros,
            _ => Kind::Other,
        };
        let mut quoted = line.split('"').skip(1);
        let file = quoted.next().unwrap_or_default();
        let first_sector = quoted.next().and_then(|rest| rest.trim().parse().ok());
        let file = file.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Some(Self { sectors, kind, file, first_sector: first_sector.unwrap_or_default() })
    }
}

/// What a descriptor states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Descriptor {
    kind: String,
    content: String,
    parent: String,
    extents: usize,
    named: Vec<String>,
    list: Vec<Extent>,
}

impl Descriptor {
    /// Reads a descriptor; it ends at its first zero byte.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        let mut descriptor = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let access = line.split_whitespace().next().unwrap_or_default();
            if matches!(access, "RW" | "RDONLY" | "NOACCESS") {
                descriptor.extents += 1;
                if descriptor.list.len() < EXTENTS_MAX {
                    descriptor.list.extend(Extent::parse(line));
                }
                if descriptor.named.len() < EXTENTS_NAMED_MAX {
                    descriptor.named.push(cut(line));
                }
                continue;
            }
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = cut(value.trim().trim_matches('"'));
            match key.trim() {
                "createType" => descriptor.kind = value,
                "CID" => descriptor.content = value,
                "parentCID" => descriptor.parent = value.to_lowercase(),
                _ => {}
            }
        }
        descriptor
    }

    pub(super) fn has_parent(&self) -> bool {
        !self.parent.is_empty() && self.parent != NO_PARENT
    }

    /// What it states, in a sentence.
    pub(super) fn sentence(&self) -> Phrase {
        let quoted = |text: &String| format!("{text:?}");
        let mut named = self.named.join("; ");
        if self.extents > self.named.len() {
            named.push_str("; …");
        }
        say::disk_states(quoted(&self.kind), quoted(&self.content), self.extents, named)
    }

    pub(super) fn extents(&self) -> usize {
        self.extents
    }

    /// The extents, where each of them is understood and of a kind that is read.
    pub(super) fn all(&self) -> Option<&[Extent]> {
        let is_read = self.list.iter().all(|extent| extent.kind != Kind::Other);
        (is_read && !self.list.is_empty() && self.list.len() == self.extents)
            .then_some(self.list.as_slice())
    }
}

fn cut(text: &str) -> String {
    text.chars().take(VALUE_BYTES_MAX).collect()
}
