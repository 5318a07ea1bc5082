//! The text that describes a disk: its kind, its parent, and the extents that hold it.

use model::{Phrase, say};

/// Extents that are named; a disk of 8 TiB in pieces of 2 GiB has 4,096.
const EXTENTS_NAMED_MAX: usize = 8;

/// Bytes of one value that are told.
const VALUE_BYTES_MAX: usize = 200;

/// The parent of a disk that has none.
const NO_PARENT: &str = "ffffffff";

/// What a descriptor states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Descriptor {
    kind: String,
    content: String,
    parent: String,
    extents: usize,
    named: Vec<String>,
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
}

fn cut(text: &str) -> String {
    text.chars().take(VALUE_BYTES_MAX).collect()
}
