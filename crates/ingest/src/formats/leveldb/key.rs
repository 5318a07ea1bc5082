//! Keys of Chromium's `IndexedDB`: which database and store a record is of, and its key there.
//!
//! Specification: `content/browser/indexed_db/indexed_db_leveldb_coding.cc` of Chromium. A key begins
//! with the numbers of the database, the store and the index, each in as many bytes as it needs; database
//! 0 holds what is said of all, store 0 of a database what is said of its stores. Index 1 holds the records.

use std::fmt::Write as _;

use super::bytes::{Bytes, utf16};

/// Most a number of a database or store is: pages make hundreds.
const NUMBER_MAX: u64 = 1 << 24;

/// Letters of a key that are shown.
const SHOWN_MAX: usize = 120;

/// Keys inside keys that are shown.
const DEPTH_MAX: usize = 4;

/// What an entry of a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// A record of a store, with its key in words.
    Record { database: u64, store: u64, key: String },
    /// The name of a store.
    StoreName { database: u64, store: u64 },
    /// The name of a database, whose number is the value.
    DatabaseName { name: String },
    /// Something that helps to find records: said of databases, stores, indexes and files.
    Help,
    /// Of no `IndexedDB`: a program's own, or what pages store by name (`Local Storage`).
    Foreign { is_web_storage: bool },
}

impl Key {
    pub(super) fn of(raw: &[u8]) -> Self {
        let is_web_storage =
            [&b"META:"[..], b"VERSION", b"_http", b"_file", b"_chrome", b"map-", b"namespace-"]
                .iter()
                .any(|sign| raw.starts_with(sign));
        idb(raw).filter(|_| !is_web_storage).unwrap_or(Self::Foreign { is_web_storage })
    }
}

fn idb(raw: &[u8]) -> Option<Key> {
    let mut bytes = Bytes::new(raw);
    let lens = usize::from(bytes.byte()?);
    let database = number(&mut bytes, (lens >> 5) + 1)?;
    let store = number(&mut bytes, (lens >> 2 & 7) + 1)?;
    let index = number(&mut bytes, (lens & 3) + 1)?;
    match (database, store, index) {
        (0, 0, 0) => global(&mut bytes),
        (0, ..) | (1.., 0, 1..) => None,
        (_, 0, 0) => described(&mut bytes, database),
        (_, _, 1) => {
            let mut key = String::new();
            show(&mut bytes, &mut key, 0)?;
            bytes.rest().is_empty().then_some(Key::Record { database, store, key })
        }
        (_, _, 2 | 3 | 30..) => Some(Key::Help),
        _ => None,
    }
}

/// A number in as few bytes as it needs.
fn number(bytes: &mut Bytes<'_>, len: usize) -> Option<u64> {
    let own = bytes.le(len)?;
    let is_short = len == 1 || own >> (8 * (len - 1).min(7)) > 0;
    (own < NUMBER_MAX && is_short).then_some(own)
}

fn global(bytes: &mut Bytes<'_>) -> Option<Key> {
    if bytes.byte()? != 201 {
        return Some(Key::Help);
    }
    string(bytes)?;
    Some(Key::DatabaseName { name: string(bytes)? })
}

/// What is said of the stores of a database.
fn described(bytes: &mut Bytes<'_>, database: u64) -> Option<Key> {
    if bytes.byte()? != 50 {
        return Some(Key::Help);
    }
    let store = bytes.varint()?;
    Some(if bytes.byte()? == 0 { Key::StoreName { database, store } } else { Key::Help })
}

/// A text with the number of its letters before it.
fn string(bytes: &mut Bytes<'_>) -> Option<String> {
    let len = bytes.size()?.checked_mul(2)?;
    bytes.take(len).map(|text| utf16(text, u16::from_be_bytes))
}

/// A key in words: a text, a number, a time, bytes, or a list of keys.
fn show(bytes: &mut Bytes<'_>, out: &mut String, depth: usize) -> Option<()> {
    match bytes.byte()? {
        0 | 5 => {}
        1 => out.extend(string(bytes)?.chars().take(SHOWN_MAX)),
        // Writing to a String cannot fail.
        2 | 3 => _ = write!(out, "{}", bytes.double()?),
        4 if depth < DEPTH_MAX => {
            for number in 0..bytes.varint()? {
                if number > 0 && out.len() < SHOWN_MAX {
                    out.push_str(", ");
                }
                show(bytes, out, depth + 1)?;
            }
        }
        6 => {
            let shown = bytes.counted()?.get(..16).unwrap_or_default().iter();
            shown.for_each(|byte| _ = write!(out, "{byte:02x}"));
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_name_databases_stores_and_records_and_other_keys_are_none_of_theirs() {
        let key = |raw: &[u8]| Key::of(raw);
        let named = key(b"\0\0\0\0\xc9\x01\0o\x02\0d\0b");
        assert_eq!(named, Key::DatabaseName { name: "db".into() });
        assert_eq!(key(b"\0\x05\0\0\x32\x07\0"), Key::StoreName { database: 5, store: 7 });
        assert_eq!(key(b"\0\x05\0\0\x32\x07\x01"), Key::Help);
        let record = Key::Record { database: 5, store: 7, key: "a, 1".into() };
        assert_eq!(key(b"\0\x05\x07\x01\x04\x02\x01\x01\0a\x03\0\0\0\0\0\0\xf0\x3f"), record);
        let wide = Key::Record { database: 300, store: 7, key: "a".into() };
        assert_eq!(key(b"\x20\x2c\x01\x07\x01\x01\x01\0a"), wide);
        assert_eq!(key(b"\0\x05\x07\x1f\x01"), Key::Help);
        assert_eq!(key(b"META:https://example.org"), Key::Foreign { is_web_storage: true });
        for other in
            [&b"key00001"[..], b"", b"\0\x05\x07\x01\x04\x7f\x04", b"\0\x05\x07\x01\x01\xff\xff"]
        {
            assert_eq!(key(other), Key::Foreign { is_web_storage: false });
        }
    }
}
