//! JSON value by value, with the bytes each value takes in the exhibit, in flat memory.
//!
//! An export of many gigabytes is walked along its outline; only the value of one row at a time is
//! held and parsed. The outline must be sound; a broken row in it is set aside and passed.
//!
//! - **Specification:** RFC 8259, in UTF-8; a byte order mark is passed.
//! - **Known limits:** where brackets or quotes of one row do not balance, the outline is lost and
//!   the exhibit ends there, with the place.

use std::io::{self, SeekFrom};

use model::{Place, RejectKind};
use serde_json::Value;

use super::xml::broken;
use crate::format::ReadSeek;
use crate::sink::Halt;

/// Bytes read at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Largest row held; a message with its longest text takes some tens of kilobytes.
const VALUE_BYTES_MAX: usize = 8 << 20;

/// Nesting at which a row is set aside: a third more than the parser's own limit would be deeper
/// than any program writes.
const DEPTH_MAX: u32 = 100;

/// Longest key of the outline.
const KEY_BYTES_MAX: usize = 4096;

/// Walks a JSON document; see the module.
pub(crate) struct JsonReader<'a> {
    source: &'a mut dyn ReadSeek,
    chunk: Vec<u8>,
    at: usize,
    chunk_start: u64,
    ended: bool,
}

impl std::fmt::Debug for JsonReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonReader").field("position", &self.position()).finish_non_exhaustive()
    }
}

/// The raw text of a value and where it stands.
#[derive(Debug, Default)]
pub(crate) struct RawValue {
    /// Its bytes; only the beginning of a value that is too long.
    pub(crate) bytes: Vec<u8>,
    /// First byte in the exhibit.
    pub(crate) start: u64,
    /// Number of bytes in the exhibit.
    pub(crate) len: u64,
    /// Why it cannot be parsed.
    pub(crate) fault: Option<RejectKind>,
    /// Whether the exhibit ends in it.
    pub(crate) cut: bool,
}

impl RawValue {
    /// Parses the value. Telegram Desktop writes control characters as `\x1f`, which JSON does not
    /// know; they are read as `\u001f`.
    pub(crate) fn parse(&self) -> Result<Value, RejectKind> {
        if let Some(kind) = self.fault {
            return Err(kind);
        }
        let Ok(text) = std::str::from_utf8(&self.bytes) else {
            return Err(RejectKind::BadEncoding);
        };
        serde_json::from_str(text)
            .or_else(|error| repair(text).map_or(Err(error), |text| serde_json::from_str(&text)))
            .map_err(|_| RejectKind::Malformed)
    }
}

/// Writes `\xNN` as `\u00NN`; `None` where there is none.
fn repair(text: &str) -> Option<String> {
    if !text.contains("\\x") {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        out.push('\\');
        if let Some(code) = after.strip_prefix('x') {
            out.push_str("u00");
            rest = code;
        } else {
            // The character after a backslash is passed whole: it may be a backslash itself.
            let width = after.chars().next().map_or(0, char::len_utf8);
            let (escaped, beyond) = after.split_at_checked(width).unwrap_or((after, ""));
            out.push_str(escaped);
            rest = beyond;
        }
    }
    out.push_str(rest);
    Some(out)
}

impl<'a> JsonReader<'a> {
    /// Reads from the beginning of `source`.
    pub(crate) fn new(source: &'a mut dyn ReadSeek) -> Result<Self, Halt> {
        Self::starting_at(source, 0)
    }

    /// Reads from a byte of `source`, where something else stands before the document.
    pub(crate) fn starting_at(source: &'a mut dyn ReadSeek, start: u64) -> Result<Self, Halt> {
        source.seek(SeekFrom::Start(start)).map_err(Halt::Read)?;
        let mut reader =
            Self { source, chunk: Vec::new(), at: 0, chunk_start: start, ended: false };
        for byte in [0xEF, 0xBB, 0xBF] {
            if reader.byte()? == Some(byte) {
                reader.at += 1;
            }
        }
        Ok(reader)
    }

    /// The byte of the exhibit read next.
    pub(crate) fn position(&self) -> u64 {
        self.chunk_start + self.at as u64
    }

    fn byte(&mut self) -> Result<Option<u8>, Halt> {
        while self.at >= self.chunk.len() && !self.ended {
            self.chunk_start += self.chunk.len() as u64;
            self.chunk.resize(CHUNK_BYTES, 0);
            let count = loop {
                match self.source.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other.map_err(Halt::Read)?,
                }
            };
            self.chunk.truncate(count);
            self.at = 0;
            self.ended = count == 0;
        }
        Ok(self.chunk.get(self.at).copied())
    }

    /// The first byte of what comes next, blanks passed; `None` at the end of the exhibit.
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, Halt> {
        while let Some(byte) = self.byte()? {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                return Ok(Some(byte));
            }
            self.at += 1;
        }
        Ok(None)
    }

    /// An error at this place, beyond repair.
    fn lost(&self, path: &str) -> Halt {
        let place =
            Place { path: path.to_owned(), bytes_start: self.position(), ..Place::default() };
        if self.ended {
            broken(
                place,
                "the exhibit ends in the middle of the document",
                "ask the sender for the whole file; what stands before this place was read",
            )
        } else {
            broken(
                place,
                "the outline of the JSON document is broken",
                "look at the place in the exhibit; what stands before it was read",
            )
        }
    }

    fn expect(&mut self, wanted: u8, path: &str) -> Result<(), Halt> {
        if self.peek()? != Some(wanted) {
            return Err(self.lost(path));
        }
        self.at += 1;
        Ok(())
    }

    /// Walks the members of the object that comes next; `each` must read or pass every value.
    /// A value that is no object is passed.
    pub(crate) fn each_member(
        &mut self,
        path: &str,
        mut each: impl FnMut(&mut Self, &str) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        if self.peek()? != Some(b'{') {
            return self.pass(path);
        }
        self.at += 1;
        let mut first = true;
        let mut raw = RawValue::default();
        while self.peek()? != Some(b'}') {
            if !std::mem::take(&mut first) {
                self.expect(b',', path)?;
                if self.peek()? == Some(b'}') {
                    break;
                }
            }
            if self.peek()? != Some(b'"') {
                return Err(self.lost(path));
            }
            self.read_value(&mut raw)?;
            let key = raw.parse().ok().filter(|_| raw.bytes.len() <= KEY_BYTES_MAX);
            let Some(Value::String(key)) = key else { return Err(self.lost(path)) };
            self.expect(b':', path)?;
            each(self, &key)?;
        }
        self.expect(b'}', path)
    }

    /// Walks the items of the array that comes next; `each` must read or pass every value.
    /// A value that is no array is passed.
    pub(crate) fn each_item(
        &mut self,
        path: &str,
        mut each: impl FnMut(&mut Self, u64) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        if self.peek()? != Some(b'[') {
            return self.pass(path);
        }
        self.at += 1;
        let mut index = 0;
        while self.peek()? != Some(b']') {
            if index > 0 {
                self.expect(b',', path)?;
                if self.peek()? == Some(b']') {
                    break;
                }
            }
            if self.peek()?.is_none() {
                return Err(self.lost(path));
            }
            each(self, index)?;
            index += 1;
        }
        self.expect(b']', path)
    }

    /// Looks at no more than `count` items of the array that comes next, until `found` says that it
    /// has what it wants; then the reader stands before the array again.
    pub(crate) fn look_ahead(
        &mut self,
        count: u64,
        mut found: impl FnMut(&RawValue) -> bool,
    ) -> Result<(), Halt> {
        let here = self.position();
        let mut raw = RawValue::default();
        if self.peek()? == Some(b'[') {
            self.at += 1;
            for _ in 0..count {
                if self.peek()? == Some(b',') {
                    self.at += 1;
                }
                if matches!(self.peek()?, None | Some(b']')) {
                    break;
                }
                self.read_value(&mut raw)?;
                if raw.cut || found(&raw) {
                    break;
                }
            }
        }
        self.source.seek(SeekFrom::Start(here)).map_err(Halt::Read)?;
        self.chunk.clear();
        (self.at, self.chunk_start, self.ended) = (0, here, false);
        Ok(())
    }

    /// Passes the value that comes next.
    pub(crate) fn pass(&mut self, path: &str) -> Result<(), Halt> {
        let mut raw = RawValue::default();
        self.scan(&mut raw, false)?;
        if raw.cut || raw.len == 0 { Err(self.lost(path)) } else { Ok(()) }
    }

    /// Reads the value that comes next, up to the limit.
    pub(crate) fn read_value(&mut self, raw: &mut RawValue) -> Result<(), Halt> {
        self.scan(raw, true)
    }

    /// The halt of an exhibit that ends in a row.
    pub(crate) fn cut(&self, path: &str) -> Halt {
        self.lost(path)
    }

    fn scan(&mut self, raw: &mut RawValue, keep: bool) -> Result<(), Halt> {
        raw.bytes.clear();
        (raw.fault, raw.cut) = (None, false);
        self.peek()?;
        raw.start = self.position();
        let mut scanner = Scanner::default();
        while self.byte()?.is_some() {
            let available = self.chunk.get(self.at..).unwrap_or_default();
            let used = scanner.feed(available);
            if keep {
                let room = VALUE_BYTES_MAX.saturating_sub(raw.bytes.len());
                let kept = available.get(..used.min(room)).unwrap_or_default();
                raw.bytes.extend_from_slice(kept);
            }
            self.at += used;
            if scanner.done {
                break;
            }
        }
        raw.len = self.position() - raw.start;
        raw.cut = !(scanner.done || scanner.depth == 0 && scanner.bare);
        if scanner.deepest > DEPTH_MAX {
            raw.fault = Some(RejectKind::TooDeep);
        } else if keep && raw.len > raw.bytes.len() as u64 {
            raw.fault = Some(RejectKind::RowTooLong);
        } else if raw.cut {
            raw.fault = Some(RejectKind::Malformed);
        }
        Ok(())
    }
}

/// Finds the end of a value by its quotes and brackets.
#[derive(Debug, Default)]
struct Scanner {
    depth: u32,
    deepest: u32,
    inside: Inside,
    /// Whether the value is a number or word, which ends before the next mark.
    bare: bool,
    done: bool,
}

/// Where in a text the scanner stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// In none.
    #[default]
    Outline,
    /// In a text.
    Text,
    /// After a backslash in a text.
    Escape,
}

impl Scanner {
    /// Takes in bytes of the value; gives how many belong to it.
    fn feed(&mut self, bytes: &[u8]) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            if self.inside == Inside::Escape {
                self.inside = Inside::Text;
            } else if self.inside == Inside::Text {
                match byte {
                    b'\\' => self.inside = Inside::Escape,
                    b'"' => {
                        self.inside = Inside::Outline;
                        self.done = self.depth == 0;
                    }
                    _ => {}
                }
            } else if self.bare && matches!(byte, b',' | b']' | b'}' | b':' | 0..=b' ') {
                self.done = true;
                return index;
            } else {
                self.step(*byte);
            }
            if self.done {
                return index + 1;
            }
        }
        bytes.len()
    }

    fn step(&mut self, byte: u8) {
        match byte {
            b'"' => self.inside = Inside::Text,
            b'{' | b'[' => {
                self.depth = self.depth.saturating_add(1);
                self.deepest = self.deepest.max(self.depth);
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.done = self.depth == 0;
            }
            _ => self.bare = self.depth == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn items(text: &str) -> Result<Vec<(u64, String)>, String> {
        let mut cursor = Cursor::new(text.as_bytes());
        let mut reader = JsonReader::new(&mut cursor).map_err(|e| e.to_string())?;
        let mut found = Vec::new();
        let mut raw = RawValue::default();
        reader
            .each_item("", |reader, _| {
                reader.read_value(&mut raw)?;
                found.push((raw.start, String::from_utf8_lossy(&raw.bytes).into_owned()));
                Ok(())
            })
            .map_err(|e| e.to_string())?;
        Ok(found)
    }

    #[test]
    fn each_value_is_found_with_its_bytes() {
        let text = r#" [1, "a]\"", {"b": [2, "}"]} , null]"#;
        let found = items(text).unwrap();
        assert_eq!(
            found,
            [
                (2, "1".to_owned()),
                (5, r#""a]\"""#.to_owned()),
                (13, r#"{"b": [2, "}"]}"#.to_owned()),
                (31, "null".to_owned())
            ]
        );
    }

    #[test]
    fn a_cut_document_says_where_it_ends() {
        let error = items(r#"[{"a": 1}, {"b": "#).unwrap_err();
        assert!(error.contains("ends in the middle"), "{error}");
        assert!(items("[1 2]").is_err());
    }

    #[test]
    fn escapes_json_does_not_know_are_repaired() {
        let raw = RawValue { bytes: br#""a\\x1 \x1f""#.to_vec(), ..RawValue::default() };
        assert_eq!(raw.parse().unwrap(), Value::String("a\\x1 \u{1f}".to_owned()));
    }

    #[test]
    fn a_bomb_of_brackets_costs_no_memory() {
        let text = format!("[{}1{}, 2]", "[".repeat(100_000), "]".repeat(100_000));
        let mut cursor = Cursor::new(text.as_bytes());
        let mut reader = JsonReader::new(&mut cursor).unwrap();
        let mut faults = Vec::new();
        let mut raw = RawValue::default();
        reader
            .each_item("", |reader, _| {
                reader.read_value(&mut raw)?;
                faults.push(raw.parse().err());
                Ok(())
            })
            .unwrap();
        assert_eq!(faults, [Some(RejectKind::TooDeep), None]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end_without_panic(bytes: Vec<u8>) {
            let _ = items(&String::from_utf8_lossy(&bytes));
        }
    }
}
