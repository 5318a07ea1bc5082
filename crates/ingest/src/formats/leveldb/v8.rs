//! Values as pages of Chromium's engine keep them (`ValueSerializer` of V8): objects, lists, texts,
//! numbers, times, and one value that stands in several places.
//!
//! - **Specification:** `src/objects/value-serializer.cc` of V8, versions of the form 12 to 15; the tags as
//!   dfindexeddb and `ccl_chromium_reader` list them.
//! - **Known limits:** buffers of bytes are told by their number; a file or blob by its number in the
//!   value; compiled code, canvases and keys of cryptography end their value.

use model::RejectKind;
use serde_json::{Map, Number, Value};

use super::bytes::{Bytes, utf16};

/// Values inside one value; the largest chats of Teams have some ten thousand.
const NODES_MAX: usize = 500_000;

/// Values inside one another.
const DEPTH_MAX: usize = 64;

/// Bytes of texts in one value, once values that stand in several places are written out.
const TEXT_BYTES_MAX: usize = 32 << 20;

/// Largest whole number that a double holds with all its neighbours.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// Why a value cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: RejectKind,
    pub(super) why: &'static str,
    /// Byte of the serialised value.
    pub(super) at: usize,
}

/// A value, whose parts are named by their number.
#[derive(Debug)]
enum Node {
    Nothing,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<usize>),
    Object(Vec<(usize, usize)>),
    /// What is told by its kind and a number.
    Told(&'static str, u64),
}

/// Reads a serialised value, from its version on.
pub(super) fn read(serialised: &[u8]) -> Result<Value, Fault> {
    let bytes = Bytes::new(serialised);
    let mut reader = Reader { bytes, version: 0, nodes: Vec::new(), objects: Vec::new(), depth: 0 };
    let root = reader.whole()?;
    let mut writer =
        Writer { nodes: &reader.nodes, nodes_left: NODES_MAX, bytes_left: TEXT_BYTES_MAX };
    writer.value(root, 0).map_err(|(kind, why)| Fault { kind, why, at: reader.bytes.at() })
}

struct Reader<'a> {
    bytes: Bytes<'a>,
    version: u64,
    nodes: Vec<Node>,
    /// The nodes of objects, by the numbers that later references call them by.
    objects: Vec<usize>,
    depth: usize,
}

type Read<T> = Result<T, Fault>;

impl Reader<'_> {
    fn whole(&mut self) -> Read<usize> {
        if self.bytes.byte() != Some(0xff) {
            return Err(
                self.fault(RejectKind::Malformed, "the value does not begin with its version")
            );
        }
        self.version = self.varint()?;
        if !(12..=15).contains(&self.version) {
            return Err(self.fault(RejectKind::UnknownValue, "the value is of another version"));
        }
        self.value()
    }

    fn fault(&self, kind: RejectKind, why: &'static str) -> Fault {
        Fault { kind, why, at: self.bytes.at() }
    }

    fn cut(&self) -> Fault {
        self.fault(RejectKind::Malformed, "the value ends before its end")
    }

    fn varint(&mut self) -> Read<u64> {
        self.bytes.varint().ok_or_else(|| self.cut())
    }

    fn double(&mut self) -> Read<f64> {
        self.bytes.double().ok_or_else(|| self.cut())
    }

    fn counted(&mut self) -> Read<&[u8]> {
        let at = self.bytes.at();
        let kind = RejectKind::Malformed;
        self.bytes.counted().ok_or(Fault { kind, why: "a text is longer than its value", at })
    }

    /// The next tag, without the zeros that put texts of two bytes a letter on even places.
    fn tag(&mut self) -> Read<u8> {
        loop {
            match self.bytes.byte() {
                Some(0) => {}
                Some(tag) => return Ok(tag),
                None => return Err(self.cut()),
            }
        }
    }

    fn peek(&mut self) -> Option<u8> {
        while self.bytes.peek() == Some(0) {
            self.bytes.byte();
        }
        self.bytes.peek()
    }

    fn push(&mut self, node: Node) -> Read<usize> {
        if self.nodes.len() >= NODES_MAX {
            return Err(self.fault(RejectKind::RowTooLong, "the value holds too many values"));
        }
        self.nodes.push(node);
        Ok(self.nodes.len() - 1)
    }

    /// Gives the next object its number before its content is read: it may hold itself.
    fn object(&mut self) -> Read<usize> {
        let node = self.push(Node::Nothing)?;
        self.objects.push(node);
        Ok(node)
    }

    fn fill(&mut self, at: usize, node: Node) -> usize {
        if let Some(place) = self.nodes.get_mut(at) {
            *place = node;
        }
        at
    }

    fn value(&mut self) -> Read<usize> {
        if self.depth >= DEPTH_MAX {
            return Err(self.fault(RejectKind::TooDeep, "values stand inside one another too deep"));
        }
        self.depth += 1;
        let mut node = self.bare()?;
        self.depth -= 1;
        // A view of a buffer stands behind it.
        if matches!(self.nodes.get(node), Some(Node::Told("bytes", _))) && self.peek() == Some(b'V')
        {
            self.view()?;
            node = self.push(Node::Told("view of bytes", 0))?;
            self.objects.push(node);
        }
        Ok(node)
    }

    fn bare(&mut self) -> Read<usize> {
        let tag = self.tag()?;
        let node = match tag {
            b'?' => {
                self.varint()?;
                return self.value();
            }
            b'_' | b'0' | b'-' => Node::Nothing,
            b'T' => Node::Bool(true),
            b'F' => Node::Bool(false),
            b'I' => Node::Number(zigzag(self.varint()?)),
            b'U' => Node::Number(float(self.varint()?)),
            b'N' => Node::Number(self.double()?),
            b'Z' => Node::Text(self.big()?),
            b'S' | b'"' | b'c' => Node::Text(self.text(tag)?),
            b'^' => {
                let number = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
                let object = self.objects.get(number).copied();
                let why = "it refers to a value that is not there";
                return object.ok_or_else(|| self.fault(RejectKind::Malformed, why));
            }
            _ => return self.numbered(tag),
        };
        self.push(node)
    }

    /// A value that later ones may refer to.
    fn numbered(&mut self, tag: u8) -> Read<usize> {
        let own = self.object()?;
        let node = match tag {
            b'o' => Node::Object(self.members(b'{', 1)?),
            b'a' => {
                self.varint()?;
                Node::Object(self.members(b'@', 2)?)
            }
            b'A' => self.list()?,
            b';' => Node::Object(self.members(b':', 1)?),
            b'\'' => self.set()?,
            b'D' => Node::Text(time(self.double()?)),
            b'y' => Node::Bool(true),
            b'x' => Node::Bool(false),
            b'n' => Node::Number(self.double()?),
            b'z' => Node::Text(self.big()?),
            b's' => return self.value(),
            b'R' => {
                let pattern = self.value()?;
                self.varint()?;
                return Ok(pattern);
            }
            b'B' => Node::Told("bytes", self.counted()?.len() as u64),
            b'~' => {
                let len = self.varint()?;
                self.varint()?;
                let size = usize::try_from(len).unwrap_or(usize::MAX);
                self.bytes.take(size).ok_or_else(|| self.cut())?;
                Node::Told("bytes", len)
            }
            b't' | b'u' => Node::Told("bytes elsewhere", self.varint()?),
            b'r' => self.error()?,
            b'\\' => self.host()?,
            _ => {
                return Err(
                    self.fault(RejectKind::UnknownValue, "a part of it is of an unknown kind")
                );
            }
        };
        Ok(self.fill(own, node))
    }

    fn text(&mut self, tag: u8) -> Read<String> {
        let bytes = self.counted()?;
        Ok(match tag {
            b'S' => String::from_utf8_lossy(bytes).into_owned(),
            b'c' => utf16(bytes, u16::from_le_bytes),
            _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
        })
    }

    /// A whole number of any length; the lowest bit of what precedes it is its sign.
    fn big(&mut self) -> Read<String> {
        let head = self.varint()?;
        let len = usize::try_from(head >> 1).unwrap_or(usize::MAX);
        let bytes = self.bytes.take(len).ok_or_else(|| self.cut())?;
        let sign = if head & 1 == 1 { "-" } else { "" };
        let mut low = bytes.iter().rev().skip_while(|byte| **byte == 0).copied();
        let digits: Vec<u8> = low.by_ref().collect();
        Ok(if digits.len() <= 16 {
            let number = digits.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
            format!("{sign}{number}")
        } else {
            format!("{sign}(a number of {} bytes)", digits.len())
        })
    }

    /// Keys with their values up to the tag that ends them, and the counts behind it.
    fn members(&mut self, end: u8, counts: usize) -> Read<Vec<(usize, usize)>> {
        let mut members = Vec::new();
        while self.peek() != Some(end) {
            let key = self.value()?;
            members.push((key, self.value()?));
        }
        self.tag()?;
        for _ in 0..counts {
            self.varint()?;
        }
        Ok(members)
    }

    fn list(&mut self) -> Read<Node> {
        let count = self.varint()?;
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(self.value()?);
        }
        let members = self.members(b'$', 2)?;
        items.extend(members.into_iter().map(|(_, value)| value));
        Ok(Node::List(items))
    }

    fn set(&mut self) -> Read<Node> {
        let mut items = Vec::new();
        while self.peek() != Some(b',') {
            items.push(self.value()?);
        }
        self.tag()?;
        self.varint()?;
        Ok(Node::List(items))
    }

    /// Which kind of number, where, how long, and since version 14 how it is tied to its buffer.
    fn view(&mut self) -> Read<()> {
        self.tag()?;
        if self.bytes.byte().is_none() {
            return Err(self.cut());
        }
        for _ in 0..if self.version >= 14 { 3 } else { 2 } {
            self.varint()?;
        }
        Ok(())
    }

    /// What went wrong in a page: its words are kept.
    fn error(&mut self) -> Read<Node> {
        let mut items = Vec::new();
        loop {
            match self.bytes.byte() {
                Some(b'.') => return Ok(Node::List(items)),
                Some(b'm' | b's' | b'c') => items.push(self.value()?),
                Some(b'E' | b'R' | b'F' | b'S' | b'T' | b'U') => {}
                _ => {
                    return Err(
                        self.fault(RejectKind::UnknownValue, "a part of it is of an unknown kind")
                    );
                }
            }
        }
    }

    /// A file or blob, whose content stands beside the store.
    fn host(&mut self) -> Read<Node> {
        match self.tag()? {
            b'i' => Ok(Node::Told("blob", self.varint()?)),
            b'e' => Ok(Node::Told("file", self.varint()?)),
            b'L' => {
                let count = self.varint()?;
                for _ in 0..count {
                    self.varint()?;
                }
                Ok(Node::Told("files", count))
            }
            b'n' | b'N' => {
                let name = String::from_utf8_lossy(self.counted()?).into_owned();
                self.varint()?;
                Ok(Node::Text(name))
            }
            _ => Err(self.fault(RejectKind::UnknownValue, "a part of it is of an unknown kind")),
        }
    }
}

/// Writes nodes out as JSON; what stands in several places is written in each.
struct Writer<'n> {
    nodes: &'n [Node],
    nodes_left: usize,
    bytes_left: usize,
}

impl Writer<'_> {
    fn value(&mut self, node: usize, depth: usize) -> Result<Value, (RejectKind, &'static str)> {
        if depth > DEPTH_MAX {
            return Err((RejectKind::TooDeep, "a value stands inside itself"));
        }
        let spent = || (RejectKind::RowTooLong, "the value holds too many values");
        self.nodes_left = self.nodes_left.checked_sub(1).ok_or_else(spent)?;
        Ok(match self.nodes.get(node).unwrap_or(&Node::Nothing) {
            Node::Nothing => Value::Null,
            Node::Bool(own) => Value::Bool(*own),
            Node::Number(own) => number(*own),
            Node::Text(text) => {
                self.bytes_left = self.bytes_left.checked_sub(text.len()).ok_or_else(spent)?;
                Value::String(text.clone())
            }
            Node::Told(what, count) => Value::String(format!("({what}: {count})")),
            Node::List(items) => {
                let items = items.iter().map(|item| self.value(*item, depth + 1));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            Node::Object(members) => {
                let mut object = Map::new();
                for (key, value) in members {
                    let key = match self.value(*key, depth + 1)? {
                        Value::String(text) => text,
                        other => other.to_string(),
                    };
                    object.insert(key, self.value(*value, depth + 1)?);
                }
                Value::Object(object)
            }
        })
    }
}

/// A number of 32 bits with a sign, which stands in the lowest bit.
fn zigzag(raw: u64) -> f64 {
    let [a, b, c, d, ..] = raw.to_le_bytes();
    let raw = u32::from_le_bytes([a, b, c, d]);
    let half = f64::from(raw >> 1);
    if raw & 1 == 1 { -half - 1.0 } else { half }
}

fn float(raw: u64) -> f64 {
    let [a, b, c, d, ..] = raw.to_le_bytes();
    f64::from(u32::from_le_bytes([a, b, c, d]))
}

/// Whole numbers without a point.
#[expect(clippy::cast_possible_truncation, reason = "whole and within the bounds of i64")]
fn number(own: f64) -> Value {
    if own.fract() == 0.0 && own.abs() < WHOLE_MAX {
        return Value::from(own as i64);
    }
    Number::from_f64(own).map_or(Value::Null, Value::Number)
}

/// Milliseconds since 1970 as a time in UTC.
#[expect(clippy::cast_possible_truncation, reason = "a number too large is no time")]
fn time(millis: f64) -> String {
    let time = jiff::Timestamp::from_millisecond(millis as i64);
    time.map_or_else(|_| millis.to_string(), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Result<String, &'static str> {
        read(bytes).map(|value| value.to_string()).map_err(|fault| fault.why)
    }

    #[test]
    fn values_of_every_kind_are_read() {
        let object =
            b"\xff\x0fo\"\x01aI\x03\"\x01b\0c\x02\x2c\x21\"\x01cA\x02TF$\0\x02\"\x01d^\x01{\x04";
        assert_eq!(
            told(object),
            Ok(r#"{"a":-2,"b":"ℬ","c":[true,false],"d":[true,false]}"#.into())
        );
        assert_eq!(
            told(b"\xff\x0da\x02I\x00_U\x01T@\x02\x02"),
            Ok(r#"{"0":null,"1":true}"#.into())
        );
        assert_eq!(told(b"\xff\x0f;\"\x01aN\0\0\0\0\0\0\xf8\x3f:\x02"), Ok(r#"{"a":1.5}"#.into()));
        assert_eq!(told(b"\xff\x0f'S\x02\xc3\xa9Z\x02\x05,\x02"), Ok(r#"["é","5"]"#.into()));
        assert_eq!(
            told(b"\xff\x0fA\x02B\x02abVB\0\x02\0^\x02$\0\x02"),
            Ok(r#"["(view of bytes: 0)","(view of bytes: 0)"]"#.into())
        );
        assert_eq!(
            told(b"\xff\x0fD\0\0\0\0\0\x40\x8f\x40"),
            Ok(r#""1970-01-01T00:00:01Z""#.into())
        );
        assert_eq!(told(b"\xff\x0f\\i\x02"), Ok(r#""(blob: 2)""#.into()));
    }

    #[test]
    fn odd_values_end_with_their_place_and_never_run_on() {
        let fault = read(b"\xff\x0fo\"\x01a!").unwrap_err();
        assert_eq!((fault.kind, fault.at), (RejectKind::UnknownValue, 7));
        assert_eq!(told(b"\xff\x0fA\xff\xff\xff\xff\x0f"), Err("the value ends before its end"));
        assert_eq!(told(b"\xff\x0f\"\x7fa"), Err("a text is longer than its value"));
        assert_eq!(told(b"\xff\x10T"), Err("the value is of another version"));
        let itself = told(b"\xff\x0fo\"\x01a^\0{\x01");
        assert_eq!(itself, Err("a value stands inside itself"));
        let deep = [&b"\xff\x0f"[..], &b"A\x01".repeat(5_000)].concat();
        assert_eq!(told(&deep), Err("values stand inside one another too deep"));
        // Each list holds the one before it twice: written out, 2^40 values.
        let mut bomb = b"\xff\x0fA\x29A\0$\0\0".to_vec();
        for number in 1..=40 {
            bomb.extend([b'A', 2, b'^', number, b'^', number, b'$', 0, 2]);
        }
        bomb.extend(b"$\0\x29");
        assert_eq!(told(&bomb), Err("the value holds too many values"));
    }
}
