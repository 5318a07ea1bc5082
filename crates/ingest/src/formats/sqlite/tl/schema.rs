//! The schema of Telegram's encoding: which fields follow the number of a constructor.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The schema as published; see its first lines.
const TEXT: &str = include_str!("schema.tl");

/// Levels of lists in one type: `Vector<Vector<X>>` does not occur.
const LISTS_MAX: usize = 2;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Four bytes: a number, or flags.
    Int,
    /// Eight bytes.
    Long,
    /// A floating-point number.
    Double,
    /// Characters.
    Text,
    /// Bytes.
    Bytes,
    /// One of two constructors.
    Bool,
    /// An object of this type.
    Object(&'static str),
}

/// A field of a constructor.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// The flags and the bit of them that say whether it is there.
    pub(super) when: Option<(&'static str, u32)>,
    pub(super) kind: Kind,
    /// Whether it is a list of these.
    pub(super) is_list: bool,
}

/// A constructor.
#[derive(Debug)]
pub(super) struct Constructor {
    pub(super) name: &'static str,
    /// The type it makes.
    pub(super) of: &'static str,
    pub(super) fields: Vec<Field>,
    /// Whether more fields follow that the schema leaves out.
    pub(super) is_cut: bool,
}

/// The constructor of this number.
pub(super) fn find(number: u32) -> Option<&'static Constructor> {
    static ALL: OnceLock<HashMap<u32, Constructor>> = OnceLock::new();
    ALL.get_or_init(|| TEXT.lines().filter_map(constructor).collect()).get(&number)
}

/// `name#number field:type … = Type;`
fn constructor(line: &'static str) -> Option<(u32, Constructor)> {
    let (body, of) = line.strip_suffix(';')?.rsplit_once(" = ")?;
    let mut words = body.split(' ');
    let (name, number) = words.next()?.split_once('#')?;
    let number = u32::from_str_radix(number, 16).ok()?;
    let (mut fields, mut is_cut) = (Vec::new(), false);
    for word in words {
        if word == "..." {
            is_cut = true;
        } else {
            fields.push(field(word)?);
        }
    }
    Some((number, Constructor { name, of, fields, is_cut }))
}

/// `name:type`, `name:flags.7?type`
fn field(word: &'static str) -> Option<Field> {
    let (name, mut kind) = word.split_once(':')?;
    let mut when = None;
    if let Some((flag, rest)) = kind.split_once('?') {
        let (flags, bit) = flag.split_once('.')?;
        when = Some((flags, bit.parse().ok().filter(|bit| *bit < 32)?));
        kind = rest;
    }
    let mut lists = 0;
    while let Some(inner) = kind.strip_prefix("Vector<").and_then(|rest| rest.strip_suffix('>')) {
        kind = inner;
        lists += 1;
    }
    let kind = match kind {
        "#" | "int" => Kind::Int,
        "long" => Kind::Long,
        "double" => Kind::Double,
        "string" => Kind::Text,
        "bytes" => Kind::Bytes,
        "Bool" => Kind::Bool,
        other => Kind::Object(other),
    };
    (lists < LISTS_MAX).then_some(Field { name, when, kind, is_list: lists == 1 })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_schema_is_understood_and_every_type_it_names_is_there() {
        let lines: Vec<_> =
            TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
        let all: Vec<_> = lines.iter().map(|line| constructor(line).expect(line)).collect();
        let types: BTreeSet<&str> = all.iter().map(|(_, one)| one.of).collect();
        let numbers: BTreeSet<u32> = all.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers.len(), all.len(), "a number stands twice");
        for (_, one) in &all {
            let flags: Vec<_> = one.fields.iter().map(|field| field.name).collect();
            for field in &one.fields {
                if let Kind::Object(name) = field.kind {
                    assert!(types.contains(name), "{}: {name}", one.name);
                }
                assert!(field.when.is_none_or(|(name, _)| flags.contains(&name)), "{}", one.name);
            }
        }
        assert_eq!(find(0x7600_b9d3).map(|one| one.name), Some("message"));
    }
}
