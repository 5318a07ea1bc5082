//! The keys that the first bytes of a JSON document show, for recognition.

use std::io::Cursor;

use crate::formats::json::JsonReader;
use crate::sink::Halt;

/// Nesting looked at.
const DEPTH_MAX: usize = 8;

/// Items of each list looked into: the first may lack a key that the second has.
const ITEMS_MAX: u64 = 8;

/// Paths kept; the first 64 KiB of an export show some hundreds.
const PATHS_MAX: usize = 4096;

/// Paths of keys; `*` stands for the items of a list.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    paths: Vec<Vec<String>>,
}

impl Shape {
    /// What the document that begins at byte `start` shows.
    pub(crate) fn of(head: &[u8], start: u64) -> Self {
        let mut shape = Self::default();
        let mut cursor = Cursor::new(head);
        if let Ok(mut reader) = JsonReader::starting_at(&mut cursor, start) {
            // The head ends in the middle of a larger export; what was seen before counts.
            let _ = shape.look(&mut reader, &mut Vec::new());
        }
        shape
    }

    /// What the first of many documents show, each as an item of one list.
    pub(crate) fn of_lines(head: &[u8]) -> Self {
        let mut shape = Self::default();
        let mut cursor = Cursor::new(head);
        let Ok(mut reader) = JsonReader::starting_at(&mut cursor, 0) else { return shape };
        let mut keys = vec!["*".to_owned()];
        for _ in 0..ITEMS_MAX {
            // A list of its own is no line of a longer one.
            let begins = matches!(reader.peek(), Ok(Some(b'{')));
            if !begins || shape.look(&mut reader, &mut keys).is_err() {
                break;
            }
        }
        shape
    }

    /// Whether a path stands there; `*` fits any key and the items of a list.
    pub(crate) fn has(&self, pattern: &str) -> bool {
        let steps: Vec<&str> = pattern.split('/').collect();
        self.paths.iter().any(|path| {
            path.len() == steps.len()
                && path.iter().zip(&steps).all(|(key, step)| *step == "*" || step == key)
        })
    }

    fn look(&mut self, reader: &mut JsonReader<'_>, keys: &mut Vec<String>) -> Result<(), Halt> {
        if keys.len() >= DEPTH_MAX || self.paths.len() >= PATHS_MAX {
            return reader.pass("");
        }
        match reader.peek()? {
            Some(b'{') => reader.each_member("", |reader, key| {
                keys.push(key.to_owned());
                self.paths.push(keys.clone());
                let seen = self.look(reader, keys);
                keys.pop();
                seen
            }),
            Some(b'[') => reader.each_item("", |reader, index| {
                if index >= ITEMS_MAX {
                    return reader.pass("");
                }
                keys.push("*".to_owned());
                let seen = self.look(reader, keys);
                keys.pop();
                seen
            }),
            _ => reader.pass(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_before_a_cut_are_seen() {
        let shape = Shape::of(br#"{"a": [{"b": 1}, {"c": {"d": [1,"#, 0);
        assert!(shape.has("a/*/b") && shape.has("a/*/c/d") && shape.has("*/*/b"));
        assert!(!shape.has("a/*/d") && !shape.has("b"));
    }
}
