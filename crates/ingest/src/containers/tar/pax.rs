//! What the extended header of a member states beside its own (POSIX.1-2024, pax).

use std::io;

use tar::Entry;

use super::super::section::Section;

/// Numbers in the map of a member with holes: two for each piece between them.
pub(super) const MAP_NUMBERS_MAX: usize = 200_000;

/// The keys that are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pax {
    /// Seconds since 1970 with their fractions; empty where not stated.
    pub(super) modified: String,
    pub(super) accessed: String,
    pub(super) changed: String,
    pub(super) holes: Holes,
}

/// What it states of a member with holes (GNU tar manual, "Storing Sparse Files").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holes {
    /// The path of the file; that of the header is made up.
    pub(super) name: Vec<u8>,
    /// The length of the file with its holes.
    pub(super) len: Option<u64>,
    /// From version 1 on the map stands before the content.
    pub(super) is_in_content: bool,
    /// Place and length of each piece, one number after another; none of a number that is none.
    pub(super) map: Vec<Option<u64>>,
}

impl Pax {
    /// Reads the extended header of a member.
    pub(super) fn of(entry: &mut Entry<'_, Section<'_>>) -> io::Result<Self> {
        let mut pax = Self::default();
        let Some(extensions) = entry.pax_extensions()? else { return Ok(pax) };
        for extension in extensions {
            let extension = extension?;
            pax.take(extension.key_bytes(), extension.value_bytes());
        }
        Ok(pax)
    }

    fn take(&mut self, key: &[u8], value: &[u8]) {
        let text = std::str::from_utf8(value).unwrap_or_default();
        let number = || text.trim().parse::<u64>().ok();
        match key {
            b"mtime" => text.clone_into(&mut self.modified),
            b"atime" => text.clone_into(&mut self.accessed),
            b"ctime" => text.clone_into(&mut self.changed),
            b"GNU.sparse.name" => self.holes.name = value.to_vec(),
            b"GNU.sparse.size" | b"GNU.sparse.realsize" => self.holes.len = number(),
            b"GNU.sparse.major" => self.holes.is_in_content = number() >= Some(1),
            b"GNU.sparse.offset" | b"GNU.sparse.numbytes" => self.holes.put(number()),
            b"GNU.sparse.map" => {
                for number in text.split(',') {
                    self.holes.put(number.parse().ok());
                }
            }
            _ => {}
        }
    }
}

impl Holes {
    /// Takes the next number of the map; one too many is kept, so that the map is refused.
    pub(super) fn put(&mut self, number: Option<u64>) {
        if self.map.len() <= MAP_NUMBERS_MAX {
            self.map.push(number);
        }
    }
}
