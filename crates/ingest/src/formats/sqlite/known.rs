//! What other tables say of the rows that are read: names by number, kept in memory within limits.

use std::collections::HashMap;

/// Entries of one table kept for look-up.
const ENTRIES_MAX: usize = 4_000_000;

/// Bytes of texts of one table kept for look-up.
const BYTES_MAX: usize = 96 * 1024 * 1024;

/// Entries by number. Past the limits nothing is added, and that is told.
#[derive(Debug)]
pub(super) struct Known<T> {
    map: HashMap<i64, T>,
    bytes: usize,
    is_full: bool,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { map: HashMap::new(), bytes: 0, is_full: false }
    }
}

impl<T> Known<T> {
    /// Whether an entry whose texts have so many bytes still has room; it is counted.
    fn has_room(&mut self, bytes: usize) -> bool {
        self.is_full |= self.map.len() >= ENTRIES_MAX || self.bytes + bytes > BYTES_MAX;
        self.bytes += bytes;
        !self.is_full
    }

    /// Keeps an entry whose texts have so many bytes; a later entry of the same number counts.
    pub(super) fn insert(&mut self, key: i64, value: T, bytes: usize) {
        if self.has_room(bytes) {
            self.map.insert(key, value);
        }
    }

    /// The entry of this number.
    pub(super) fn get(&self, key: Option<i64>) -> Option<&T> {
        self.map.get(&key?)
    }

    /// Whether something found no room.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }
}

impl<T: Default> Known<T> {
    /// The entry of this number, new where there is none; `bytes` are about to be added to it.
    pub(super) fn grow(&mut self, key: i64, bytes: usize) -> Option<&mut T> {
        if self.has_room(bytes) { Some(self.map.entry(key).or_default()) } else { None }
    }
}

impl Known<String> {
    /// The text of this number, empty where there is none.
    pub(super) fn name(&self, key: Option<i64>) -> &str {
        self.get(key).map_or("", String::as_str)
    }
}
