//! The entries of a folder, and those deleted ones that still stand in the slack between them.

use super::Fields;

/// Bytes of an entry before its name.
const ENTRY_BYTES: usize = 8;

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// 0 where it no longer names one.
    pub(super) inode: u32,
    pub(super) name: Vec<u8>,
    /// Kind as the entry states it, 0 where it states none.
    pub(super) file_type: u8,
    /// First byte, in the block or area it stands in.
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) life: Life,
}

/// Whether an entry is one of the folder, or what is left of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    Live,
    Deleted,
    /// It breaks the rules, and what follows in its block cannot be told.
    Spoilt,
}

/// What entries of this volume can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) inodes: u32,
    pub(super) first_inode: u32,
    pub(super) has_file_types: bool,
}

impl Rules {
    /// The entry at `at`, whatever it says.
    fn entry(self, area: &[u8], at: usize, life: Life) -> Entry {
        let fields = Fields(area);
        let (name_len, file_type) = if self.has_file_types {
            (usize::from(fields.byte(at + 6)), fields.byte(at + 7))
        } else {
            (usize::from(fields.le16(at + 6)), 0)
        };
        let name = fields.part(at + ENTRY_BYTES, name_len).to_vec();
        Entry { inode: fields.le32(at), at, len: ENTRY_BYTES + name.len(), name, file_type, life }
    }

    /// All entries of a block, in their order.
    pub(super) fn entries(self, area: &[u8]) -> Vec<Entry> {
        let mut found = Vec::new();
        let mut at = 0;
        while at + ENTRY_BYTES <= area.len() {
            let entry = self.entry(area, at, Life::Live);
            let step = step(area, at);
            let needed = ENTRY_BYTES + entry.name.len();
            let fits = step >= ENTRY_BYTES && step.is_multiple_of(4) && step <= area.len() - at;
            let is_named = entry.inode != 0 && !entry.name.is_empty();
            if !fits || (is_named && (needed > step || entry.inode > self.inodes)) {
                found.push(Entry { life: Life::Spoilt, len: area.len() - at, ..entry });
                // A step that cannot be leads nowhere; one that can leads to the next entry.
                if !fits {
                    return found;
                }
                at += step;
                continue;
            }
            let mut slack = at;
            if is_named {
                slack = at + needed.next_multiple_of(4);
                if !is_dot(&entry.name) {
                    found.push(entry);
                }
            }
            self.slack(area, slack, at + step, &mut found);
            at += step;
        }
        found
    }

    /// Deleted entries between `at` and `end`.
    fn slack(self, area: &[u8], mut at: usize, end: usize, found: &mut Vec<Entry>) {
        while at + ENTRY_BYTES < end {
            match self.deleted(area, at, end) {
                Some(entry) => {
                    at += entry.len.next_multiple_of(4);
                    if !is_dot(&entry.name) {
                        found.push(entry);
                    }
                }
                None => at += 4,
            }
        }
    }

    /// What stands at `at`, if it can be a deleted entry: names are cut short by nothing but their
    /// stated length, so each number must fit.
    fn deleted(self, area: &[u8], at: usize, end: usize) -> Option<Entry> {
        let entry = self.entry(area, at, Life::Deleted);
        let stated = if self.has_file_types {
            usize::from(Fields(area).byte(at + 6))
        } else {
            usize::from(Fields(area).le16(at + 6))
        };
        let step = step(area, at);
        let is_inode = entry.inode == 0 || (2..=self.inodes).contains(&entry.inode);
        let is_name = (1..=255).contains(&stated)
            && entry.name.len() == stated
            && at + entry.len <= end
            && !entry.name.iter().any(|byte| *byte == 0 || *byte == b'/');
        let is_step = step.is_multiple_of(4) && step >= entry.len && step <= area.len() - at;
        let is_type = entry.file_type <= 7;
        let is_reserved = (3..self.first_inode).contains(&entry.inode);
        (is_inode && is_name && is_step && is_type && !is_reserved).then_some(entry)
    }
}

/// Bytes from an entry to the next. In a block of 64 KiB the number has no room: 0 and 65,535 stand
/// for the rest of the block.
fn step(area: &[u8], at: usize) -> usize {
    match Fields(area).le16(at + 4) {
        0 | u16::MAX if area.len() == 1 << 16 => area.len() - at,
        step => usize::from(step),
    }
}

fn is_dot(name: &[u8]) -> bool {
    matches!(name, b"." | b"..")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { inodes: 1_000, first_inode: 11, has_file_types: true };

    fn put(area: &mut [u8], at: usize, inode: u32, step: u16, name: &str) {
        area[at..at + 4].copy_from_slice(&inode.to_le_bytes());
        area[at + 4..at + 6].copy_from_slice(&step.to_le_bytes());
        area[at + 6] = u8::try_from(name.len()).unwrap();
        area[at + 7] = 1;
        area[at + 8..at + 8 + name.len()].copy_from_slice(name.as_bytes());
    }

    #[test]
    fn deleted_entries_are_found_behind_the_one_that_swallowed_them() {
        let mut area = vec![0; 128];
        put(&mut area, 0, 2, 12, ".");
        put(&mut area, 12, 20, 40, "kept.txt");
        put(&mut area, 28, 21, 24, "gone-1.txt");
        put(&mut area, 52, 0, 76, "first.txt");
        let found = RULES.entries(&area);
        let told: Vec<_> = found
            .iter()
            .map(|entry| (entry.inode, std::str::from_utf8(&entry.name).unwrap(), entry.life))
            .collect();
        assert_eq!(
            told,
            [
                (20, "kept.txt", Life::Live),
                (21, "gone-1.txt", Life::Deleted),
                (0, "first.txt", Life::Deleted)
            ]
        );
    }

    #[test]
    fn an_entry_that_breaks_the_rules_is_told_once_and_ends_its_block() {
        let mut area = vec![0; 128];
        put(&mut area, 0, 20, 16, "one");
        put(&mut area, 16, 21, 7, "two");
        let found = RULES.entries(&area);
        assert_eq!((found.len(), found[1].life, found[1].len), (2, Life::Spoilt, 112));
        put(&mut area, 16, 99_999, 112, "two");
        assert_eq!(RULES.entries(&area)[1].life, Life::Spoilt, "an inode beyond the last");
        assert!(RULES.entries(&[]).is_empty());
    }
}
