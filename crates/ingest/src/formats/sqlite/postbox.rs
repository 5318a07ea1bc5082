//! Objects in the encoding of Telegram's store for Apple's systems (PostboxCoding).
//!
//! An object is a list of names and values; every value states its type, so that what is not known can
//! be passed over. An object inside another is named by a hash of its class and read when asked for:
//! nothing here goes deeper by itself.

/// Names and values of one object.
const FIELDS_MAX: usize = 4_096;

/// The seed with which names of classes are hashed (MurmurHash3, 32 bits).
const SEED: u32 = 0xf7ca_7fd2;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Value<'b> {
    Int(i64),
    Double(f64),
    Text(&'b str),
    Bytes(&'b [u8]),
    Object(Coded<'b>),
    Objects(Vec<Coded<'b>>),
    Ints(Vec<i64>),
    Texts(Vec<&'b str>),
    /// Nothing, or what nobody asks for.
    Other,
}

/// An object: the hash of its class and its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coded<'b> {
    class: u32,
    bytes: &'b [u8],
}

/// The fields of an object.
#[derive(Debug, Default)]
pub(super) struct Fields<'b>(pub(super) Vec<(&'b str, Value<'b>)>);

impl<'b> Coded<'b> {
    /// The object that a stored value holds.
    pub(super) fn root(bytes: &'b [u8]) -> Option<Self> {
        let fields = Fields::read(bytes)?;
        fields.0.into_iter().find_map(|(name, value)| match value {
            Value::Object(object) if name == "_" => Some(object),
            _ => None,
        })
    }

    /// Whether it is of this class.
    pub(super) fn is(&self, class: &str) -> bool {
        self.class == hash(class)
    }

    /// Its fields; nothing where its bytes are not in this encoding.
    pub(super) fn fields(&self) -> Fields<'b> {
        Fields::read(self.bytes).unwrap_or_default()
    }
}

impl<'b> Fields<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut reader = Reader { rest: bytes };
        let mut fields = Vec::new();
        while !reader.rest.is_empty() {
            let len = usize::from(reader.byte()?);
            let name = std::str::from_utf8(reader.take(len)?).ok()?;
            let value = reader.value()?;
            if fields.len() >= FIELDS_MAX {
                return None;
            }
            fields.push((name, value));
        }
        Some(Self(fields))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value<'b>> {
        self.0.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    pub(super) fn int(&self, name: &str) -> Option<i64> {
        if let Value::Int(value) = self.get(name)? { Some(*value) } else { None }
    }

    /// A number, whole or not.
    pub(super) fn double(&self, name: &str) -> Option<f64> {
        if let Value::Double(value) = self.get(name)? { Some(*value) } else { None }
    }

    /// A text; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &'b str {
        if let Some(Value::Text(text)) = self.get(name) { text } else { "" }
    }

    pub(super) fn object(&self, name: &str) -> Option<Coded<'b>> {
        if let Value::Object(object) = self.get(name)? { Some(*object) } else { None }
    }

    /// The objects of a list; none where there is none.
    pub(super) fn objects(&self, name: &str) -> &[Coded<'b>] {
        if let Some(Value::Objects(objects)) = self.get(name) { objects } else { &[] }
    }
}

/// Numbers of this encoding, the least byte first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'b> {
    pub(super) rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn int(&mut self) -> Option<i32> {
        Some(i32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn long(&mut self) -> Option<i64> {
        Some(i64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// Bytes behind their length.
    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let len = usize::try_from(self.int()?).ok()?;
        self.take(len)
    }

    /// As many of these as the number before them says; each takes a byte or more.
    fn many<T>(&mut self, one: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = usize::try_from(self.int()?).ok().filter(|count| *count <= self.rest.len())?;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn object(&mut self) -> Option<Coded<'b>> {
        let class = self.int()?.cast_unsigned();
        Some(Coded { class, bytes: self.bytes()? })
    }

    fn value(&mut self) -> Option<Value<'b>> {
        Some(match self.byte()? {
            0 => Value::Int(self.int()?.into()),
            1 => Value::Int(self.long()?),
            2 => Value::Int((self.byte()? != 0).into()),
            3 => Value::Double(f64::from_bits(self.long()?.cast_unsigned())),
            4 => Value::Text(self.text()?),
            5 => Value::Object(self.object()?),
            6 => Value::Ints(self.many(|reader| reader.int().map(i64::from))?),
            7 => Value::Ints(self.many(Self::long)?),
            8 => Value::Objects(self.many(Self::object)?),
            9 => {
                self.many(|reader| reader.object().zip(reader.object()))?;
                Value::Other
            }
            10 => Value::Bytes(self.bytes()?),
            11 => Value::Other,
            12 => Value::Texts(self.many(Self::text)?),
            13 => {
                self.many(Self::bytes)?;
                Value::Other
            }
            _ => return None,
        })
    }
}

/// The hash by which a class is named.
fn hash(name: &str) -> u32 {
    let mix =
        |block: u32| block.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
    let mut hash = SEED;
    let mut blocks = name.as_bytes().chunks_exact(4);
    for block in &mut blocks {
        let block = block.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        hash = (hash ^ mix(block)).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    let tail = blocks.remainder();
    if !tail.is_empty() {
        hash ^= mix(tail.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)));
    }
    // A name has fewer than four thousand million letters.
    hash ^= u32::try_from(name.len()).unwrap_or(u32::MAX);
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_named_by_the_hash_that_telegram_uses() {
        // By mmh3 with the same seed.
        assert_eq!(hash("TelegramMediaFile"), 0x27ae_4838);
        assert_eq!(hash("TelegramUser"), 0x9e68_a52b);
    }

    #[test]
    fn every_type_of_value_is_read_or_passed_over() {
        let mut bytes = Vec::new();
        let mut field = |name: &str, kind: u8, value: &[u8]| {
            bytes.push(u8::try_from(name.len()).unwrap());
            bytes.extend(name.as_bytes());
            bytes.push(kind);
            bytes.extend(value);
        };
        let int = |value: i32| value.to_le_bytes();
        field("a", 0, &int(-7));
        field("b", 1, &9_i64.to_le_bytes());
        field("c", 2, &[1]);
        field("d", 3, &1.5_f64.to_le_bytes());
        field("e", 4, &[&int(3)[..], b"two"].concat());
        field("f", 5, &[&int(5)[..], &int(0)].concat());
        field("g", 6, &[int(2), int(1), int(2)].concat());
        field("h", 9, &[int(1), int(5), int(0), int(5), int(0)].concat());
        field("i", 11, &[]);
        field("j", 13, &[int(1), int(0)].concat());
        field("k", 8, &[int(1), int(5), int(0)].concat());
        let fields = Fields::read(&bytes).unwrap();
        assert_eq!(fields.0.len(), 11);
        assert_eq!(
            (fields.int("a"), fields.int("b"), fields.int("c")),
            (Some(-7), Some(9), Some(1))
        );
        assert_eq!((fields.double("d"), fields.text("e")), (Some(1.5), "two"));
        assert_eq!(fields.objects("k").len(), 1);
        for end in 1..bytes.len() {
            let whole = Fields::read(&bytes[..end]).map_or(0, |fields| fields.0.len());
            assert!(whole < 11);
        }
        // A list of more members than there are bytes.
        let long = [&[1, b'a', 6][..], &int(i32::MAX)].concat();
        assert!(Fields::read(&long).is_none());
    }
}
