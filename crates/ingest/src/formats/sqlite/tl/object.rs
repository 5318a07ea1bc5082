//! An object of Telegram's encoding as a tree of fields.

use super::schema::{Field, Kind, find};

/// Objects in one another. Pages of web sites nest deepest, and hold fewer.
const DEPTH_MAX: usize = 32;

/// Values of one object, whatever its lengths say.
const VALUES_MAX: usize = 100_000;

/// The constructor before the length of a list.
const LIST: u32 = 0x1cb5_c415;

/// The two constructors of a yes or no.
const TRUE: u32 = 0x9972_75b5;
const FALSE: u32 = 0xbc79_9737;

/// Why the reading stopped before the end of the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats::sqlite) enum Stop {
    /// A constructor that the schema does not have, or whose fields it leaves out.
    Unknown(u32),
    /// The bytes are not what the schema says.
    Broken,
}

/// The value of a field.
#[derive(Debug)]
pub(in crate::formats::sqlite) enum Value<'b> {
    Int(i64),
    Double(f64),
    Text(&'b str),
    /// Bytes, which say nothing to a person, or characters that are no UTF-8.
    Bytes,
    Object(Object<'b>),
    List(Vec<Value<'b>>),
}

/// An object: the name of its constructor and the fields that are there.
#[derive(Debug)]
pub(in crate::formats::sqlite) struct Object<'b> {
    pub(in crate::formats::sqlite) name: &'static str,
    pub(in crate::formats::sqlite) fields: Vec<(&'static str, Value<'b>)>,
}

impl<'b> Object<'b> {
    /// A field that is there.
    pub(in crate::formats::sqlite) fn get(&self, name: &str) -> Option<&Value<'b>> {
        self.fields.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// A whole number.
    pub(in crate::formats::sqlite) fn int(&self, name: &str) -> Option<i64> {
        if let Value::Int(value) = self.get(name)? { Some(*value) } else { None }
    }

    /// A text; empty where there is none.
    pub(in crate::formats::sqlite) fn text(&self, name: &str) -> &'b str {
        if let Some(Value::Text(text)) = self.get(name) { text } else { "" }
    }

    /// An object inside.
    pub(in crate::formats::sqlite) fn object(&self, name: &str) -> Option<&Object<'b>> {
        if let Value::Object(object) = self.get(name)? { Some(object) } else { None }
    }

    /// The members of a list; none where there is none.
    pub(in crate::formats::sqlite) fn list(&self, name: &str) -> &[Value<'b>] {
        if let Some(Value::List(list)) = self.get(name) { list } else { &[] }
    }

    /// Whether this bit of the flags is set.
    pub(in crate::formats::sqlite) fn flag(&self, bit: u32) -> bool {
        self.int("flags").is_some_and(|flags| flags >> bit & 1 == 1)
    }
}

/// Reads an object of this type: as much of it as the schema knows, why it is not all of it, and the
/// bytes behind it.
pub(in crate::formats::sqlite) fn read<'b>(
    bytes: &'b [u8],
    of: &str,
) -> (Option<Object<'b>>, Option<Stop>, &'b [u8]) {
    let mut reader = Reader { rest: bytes, values: 0, stop: None };
    let object = reader.object(of, 0);
    (object, reader.stop, reader.rest)
}

/// The text that begins these bytes.
pub(in crate::formats::sqlite) fn read_text(bytes: &[u8]) -> Option<&str> {
    let mut reader = Reader { rest: bytes, values: 0, stop: None };
    reader.bytes().and_then(|bytes| std::str::from_utf8(bytes).ok())
}

struct Reader<'b> {
    rest: &'b [u8],
    values: usize,
    stop: Option<Stop>,
}

impl<'b> Reader<'b> {
    /// Stops for good.
    fn end<T>(&mut self, stop: Stop) -> Option<T> {
        self.stop.get_or_insert(stop);
        None
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) if self.stop.is_none() => {
                self.rest = rest;
                Some(taken)
            }
            _ => self.end(Stop::Broken),
        }
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    /// Bytes behind their length, filled up to a multiple of four.
    fn bytes(&mut self) -> Option<&'b [u8]> {
        let first = *self.rest.first()?;
        let (len, head) = if first == 254 {
            let head: [u8; 4] = self.rest.get(..4)?.try_into().ok()?;
            (u32::from_le_bytes(head) >> 8, 4)
        } else {
            (u32::from(first), 1)
        };
        let len = usize::try_from(len).ok()?;
        let whole = self.take((head + len).next_multiple_of(4))?;
        whole.get(head..head + len)
    }

    /// An object of this type; what stands before a stop is kept.
    fn object(&mut self, of: &str, depth: usize) -> Option<Object<'b>> {
        let number = self.number()?;
        let Some(constructor) = find(number) else { return self.end(Stop::Unknown(number)) };
        if constructor.of != of || depth > DEPTH_MAX {
            return self.end(Stop::Broken);
        }
        let mut object = Object { name: constructor.name, fields: Vec::new() };
        for field in &constructor.fields {
            if let Some((flags, bit)) = field.when
                && object.int(flags).is_none_or(|flags| flags >> bit & 1 == 0)
            {
                continue;
            }
            let value = self.field(field, depth + 1);
            if value.is_none() {
                self.stop.get_or_insert(Stop::Broken);
            }
            object.fields.extend(value.map(|value| (field.name, value)));
            if self.stop.is_some() {
                return Some(object);
            }
        }
        if constructor.is_cut {
            self.stop = Some(Stop::Unknown(number));
        }
        Some(object)
    }

    fn field(&mut self, field: &Field, depth: usize) -> Option<Value<'b>> {
        if !field.is_list {
            return self.value(field.kind, depth);
        }
        if self.number()? != LIST {
            return self.end(Stop::Broken);
        }
        let count = usize::try_from(self.number()?).ok()?;
        // No value takes fewer than four bytes.
        if count > self.rest.len() / 4 {
            return self.end(Stop::Broken);
        }
        let mut list = Vec::new();
        for _ in 0..count {
            let Some(value) = self.value(field.kind, depth) else {
                self.stop.get_or_insert(Stop::Broken);
                break;
            };
            list.push(value);
            if self.stop.is_some() {
                break;
            }
        }
        Some(Value::List(list))
    }

    fn value(&mut self, kind: Kind, depth: usize) -> Option<Value<'b>> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return self.end(Stop::Broken);
        }
        Some(match kind {
            Kind::Int => Value::Int(i64::from(self.number()?.cast_signed())),
            Kind::Long => Value::Int(i64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            Kind::Double => Value::Double(f64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            Kind::Text => {
                let bytes = self.bytes()?;
                std::str::from_utf8(bytes).map_or(Value::Bytes, Value::Text)
            }
            Kind::Bytes => {
                self.bytes()?;
                Value::Bytes
            }
            Kind::Bool => match self.number()? {
                TRUE => Value::Int(1),
                FALSE => Value::Int(0),
                _ => return self.end(Stop::Broken),
            },
            Kind::Object(of) => Value::Object(self.object(of, depth)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Vec<u8> {
        let mut out = Vec::new();
        match u8::try_from(words.len()).ok().filter(|len| *len < 254) {
            Some(len) => out.push(len),
            None => out.extend((u32::try_from(words.len()).unwrap() << 8 | 0xFE).to_le_bytes()),
        }
        out.extend(words.as_bytes());
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }

    fn message(flags: u32, media: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for number in [0x9815_cec8, flags, 0, 7, 0x5951_1722] {
            out.extend(u32::to_le_bytes(number));
        }
        out.extend(555_i64.to_le_bytes());
        out.extend(1_700_000_000_u32.to_le_bytes());
        out.extend(text("message 1"));
        out.extend(media);
        out
    }

    #[test]
    fn a_message_is_read_to_its_end_and_what_follows_is_left() {
        let mut bytes = message(1 << 15, &1_700_000_060_u32.to_le_bytes());
        bytes.extend(text("/path"));
        let (object, stop, rest) = read(&bytes, "Message");
        let object = object.unwrap();
        assert_eq!((object.name, stop, rest.len()), ("message", None, 8));
        assert_eq!((object.text("message"), object.int("id")), ("message 1", Some(7)));
        assert_eq!(object.object("peer_id").unwrap().int("user_id"), Some(555));
        assert_eq!(object.int("edit_date"), Some(1_700_000_060));
    }

    #[test]
    fn what_stands_before_an_unknown_constructor_is_kept() {
        let bytes = message(1 << 9, &0xdead_beef_u32.to_le_bytes());
        let (object, stop, _) = read(&bytes, "Message");
        assert_eq!(object.unwrap().text("message"), "message 1");
        assert_eq!(stop, Some(Stop::Unknown(0xdead_beef)));
    }

    #[test]
    fn a_constructor_of_another_type_or_a_length_past_the_end_is_broken() {
        let user = 0x5951_1722_u32.to_le_bytes();
        assert_eq!(read(&user, "Message").1, Some(Stop::Broken));
        let bytes = message(0, &[]);
        for end in 1..bytes.len() {
            assert_eq!(read(&bytes[..end], "Message").1, Some(Stop::Broken), "{end}");
        }
        // A list of more members than there are bytes.
        let entities = [LIST.to_le_bytes(), u32::MAX.to_le_bytes()].concat();
        assert_eq!(read(&message(1 << 7, &entities), "Message").1, Some(Stop::Broken));
    }

    #[test]
    fn long_texts_state_their_length_in_three_bytes() {
        let words = "word ".repeat(200);
        let bytes = text(&words);
        let mut reader = Reader { rest: &bytes, values: 0, stop: None };
        assert_eq!(reader.bytes(), Some(words.as_bytes()));
        assert!(reader.rest.is_empty());
    }
}
