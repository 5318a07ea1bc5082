//! Content lines: what calendars (iCalendar) and address cards (vCard) are made of, with their bytes.
//!
//! A component stands between `BEGIN` and `END`; a property in it is a name, parameters and a value,
//! folded over lines that begin with a blank. One component at a time is held.
//!
//! - **Specification:** RFC 5545 §3.1, RFC 6350 §3.2–3.4; vCard 2.1 (quoted-printable values, soft line
//!   ends, parameters without a name).
//! - **No crate:** those at hand keep no places of components and hold the whole file.

use encoding_rs::Encoding;
use model::{Place, RejectKind};

use super::lines::Lines;
use crate::sink::{Halt, Sink, SkipReason};

/// Properties held of one component; a card or an event has some dozens.
const PROPERTIES_MAX: usize = 2_000;

/// Bytes held of one value; pictures within a card are longer, and only their length is kept.
const VALUE_BYTES_MAX: usize = 64 * 1024;

/// Bytes held of one component, pictures left out.
const COMPONENT_BYTES_MAX: usize = 2 << 20;

/// Components within one another; an alarm in an event is one.
const INNER_MAX: usize = 16;

/// A property of a component.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    /// Its name in capitals, without a group; inside an inner component with that one's name.
    pub(crate) name: String,
    params: Vec<(String, String)>,
    /// Its value as it stands, unfolded.
    pub(crate) value: String,
    /// Characters of the value that are not held.
    cut: usize,
}

impl Property {
    fn of(line: &str) -> Option<Self> {
        let (head, value) = split_outside_quotes(line, ':')?;
        let mut parts = Vec::new();
        let mut rest = head;
        while let Some((part, behind)) = split_outside_quotes(rest, ';') {
            parts.push(part);
            rest = behind;
        }
        parts.push(rest);
        let mut parts = parts.into_iter();
        let name = parts.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_name) {
            return None;
        }
        let params = parts
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or(("TYPE", part));
                (name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_owned())
            })
            .collect();
        Some(Self { name, params, value: value.to_owned(), cut: 0 })
    }

    /// A parameter; empty where there is none. Quoted-printable and other encodings of vCard 2.1 may
    /// stand without their name.
    pub(crate) fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// All parameters as they were stated, for `extra`.
    pub(crate) fn kinds(&self) -> String {
        let kinds = self.params.iter().filter(|(name, _)| name == "TYPE");
        kinds.map(|(_, value)| value.to_lowercase()).collect::<Vec<_>>().join(",")
    }

    fn is_quoted_printable(&self) -> bool {
        let is = |text: &str| text.eq_ignore_ascii_case("quoted-printable");
        self.params.iter().any(|(name, value)| (name == "ENCODING" || name == "TYPE") && is(value))
    }

    /// The value as text: decoded where it is quoted-printable, and without escapes.
    pub(crate) fn text(&self) -> String {
        if self.cut > 0 {
            return format!("({} characters)", self.value.len() + self.cut);
        }
        unescaped(&self.decoded())
    }

    /// The parts of a structured value (`N`, `ADR`), each without escapes.
    pub(crate) fn parts(&self) -> Vec<String> {
        let decoded = self.decoded();
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for c in decoded.chars() {
            if c == ';' && !escaped {
                parts.push(String::new());
            } else if let Some(last) = parts.last_mut() {
                last.push(c);
            }
            escaped = c == '\\' && !escaped;
        }
        parts.iter().map(|part| unescaped(part)).collect()
    }

    fn decoded(&self) -> String {
        if !self.is_quoted_printable() {
            return self.value.clone();
        }
        let mut bytes = Vec::with_capacity(self.value.len());
        let mut rest = self.value.as_bytes();
        while let Some((first, behind)) = rest.split_first() {
            let code = behind.get(..2).filter(|_| *first == b'=');
            let code = code.and_then(|hex| std::str::from_utf8(hex).ok());
            if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            } else {
                bytes.push(*first);
                rest = behind;
            }
        }
        let label = self.param("CHARSET");
        let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        encoding.decode_without_bom_handling(&bytes).0.into_owned()
    }
}

/// Splits at the first such mark that stands in no quotes.
fn split_outside_quotes(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = text.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == mark && !quoted
    });
    let (at, _) = at?;
    let (before, behind) = text.split_at_checked(at)?;
    Some((before, behind.get(mark.len_utf8()..)?))
}

/// Takes the backslashes out: `\n` is a line end, any other character stands for itself.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            '\r' => {}
            other => out.push(other),
        }
    }
    out.trim().to_owned()
}

/// A component with its properties, those of inner components too (`VALARM/TRIGGER`).
#[derive(Debug, Default)]
pub(crate) struct Component {
    /// Its name in capitals.
    pub(crate) name: String,
    /// Its properties, in order.
    pub(crate) properties: Vec<Property>,
    start: u64,
    end: u64,
    held_bytes: usize,
    inner: Vec<String>,
    /// Why it cannot be read.
    pub(crate) fault: Option<RejectKind>,
}

impl Component {
    /// The first property of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The text of the first property of this name; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        self.first(name).map(Property::text).unwrap_or_default()
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        let bytes_len = self.end.saturating_sub(self.start);
        Place { bytes_start: self.start, bytes_len, ..Place::default() }
    }

    fn take(&mut self, mut property: Property) {
        let end = property.value.floor_char_boundary(VALUE_BYTES_MAX);
        property.cut += property.value.len() - end;
        property.value.truncate(end);
        if let Some(inner) = self.inner.last() {
            property.name = format!("{inner}/{}", property.name);
        }
        self.held_bytes += property.value.len();
        if self.properties.len() >= PROPERTIES_MAX || self.held_bytes > COMPONENT_BYTES_MAX {
            self.fault = self.fault.or(Some(RejectKind::RowTooLong));
            return;
        }
        self.properties.push(property);
    }
}

/// What stands outside the components that are rows.
pub(crate) type Outside<'f> = &'f mut dyn FnMut(&Property);

/// A folded line that is being put together.
#[derive(Debug, Default)]
struct Folded {
    text: String,
    start: u64,
    end: u64,
    cut: usize,
    fault: Option<RejectKind>,
    is_open: bool,
}

/// Reads the components of these names one after another and hands each to `row`; lines outside of
/// them go to `outside`. Gives whether the exhibit ends inside one, which is handed on all the same.
pub(crate) fn each_component(
    lines: &mut Lines<'_>,
    names: &[&str],
    sink: &mut Sink<'_>,
    outside: Outside<'_>,
    row: &mut dyn FnMut(&Component, &mut Sink<'_>) -> Result<(), Halt>,
) -> Result<bool, Halt> {
    let mut open: Option<Component> = None;
    let mut folded = Folded::default();
    loop {
        let next = lines.next()?;
        let soft = folded.is_open && ends_softly(&folded.text);
        if let Some(line) = next {
            let is_more = folded.is_open && (soft || line.text.starts_with([' ', '\t']));
            if is_more {
                let text = if soft {
                    folded.text.pop();
                    &line.text
                } else {
                    line.text.get(1..).unwrap_or_default()
                };
                if folded.text.len() < COMPONENT_BYTES_MAX {
                    folded.text.push_str(text);
                } else {
                    folded.cut += text.len();
                }
                folded.end = line.start + line.len;
                folded.fault = folded.fault.or(line.fault);
                continue;
            }
        }
        let line = next.cloned();
        if folded.is_open {
            take_line(&folded, names, &mut open, sink, outside, row)?;
        }
        let Some(line) = line else { break };
        folded = Folded {
            end: line.start + line.len,
            start: line.start,
            text: line.text,
            cut: 0,
            fault: line.fault,
            is_open: true,
        };
    }
    let Some(mut component) = open else { return Ok(false) };
    component.fault = component.fault.or(Some(RejectKind::Malformed));
    row(&component, sink)?;
    Ok(true)
}

/// Whether a quoted-printable value goes on in the next line.
fn ends_softly(text: &str) -> bool {
    text.ends_with('=')
        && text
            .split_once(':')
            .is_some_and(|(head, _)| head.to_ascii_uppercase().contains("QUOTED-PRINTABLE"))
}

impl Folded {
    fn place(&self) -> Place {
        let bytes_len = self.end.saturating_sub(self.start);
        Place { bytes_start: self.start, bytes_len, ..Place::default() }
    }

    /// An empty component that begins with this line.
    fn component(&self, name: String) -> Component {
        Component { name, start: self.start, end: self.end, ..Component::default() }
    }
}

fn take_line(
    folded: &Folded,
    names: &[&str],
    open: &mut Option<Component>,
    sink: &mut Sink<'_>,
    outside: Outside<'_>,
    row: &mut dyn FnMut(&Component, &mut Sink<'_>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let property = Property::of(&folded.text).map(|own| Property { cut: folded.cut, ..own });
    if open.is_some() {
        return take_inside(folded, property, open, sink, row);
    }
    if folded.text.trim().is_empty() && folded.fault.is_none() {
        return sink.skip(&folded.place(), SkipReason::Blank);
    }
    let Some(property) = property.filter(|_| folded.fault.is_none()) else {
        sink.begin(&folded.place())?;
        let kind = folded.fault.unwrap_or(RejectKind::UnknownLine);
        return sink.reject(kind, "", &folded.text);
    };
    let word = property.value.trim().to_ascii_uppercase();
    if property.name == "BEGIN" && names.contains(&word.as_str()) {
        *open = Some(folded.component(word));
        return Ok(());
    }
    outside(&property);
    sink.skip(&folded.place(), SkipReason::Header)
}

/// A line of an open component.
fn take_inside(
    folded: &Folded,
    property: Option<Property>,
    open: &mut Option<Component>,
    sink: &mut Sink<'_>,
    row: &mut dyn FnMut(&Component, &mut Sink<'_>) -> Result<(), Halt>,
) -> Result<(), Halt> {
    let Some(component) = open.as_mut() else { return Ok(()) };
    let end = std::mem::replace(&mut component.end, folded.end);
    component.fault = component.fault.or(folded.fault);
    let Some(property) = property else {
        if !folded.text.trim().is_empty() {
            let (name, value) = ("UNREADABLE".to_owned(), folded.text.clone());
            component.take(Property { name, value, ..Property::default() });
        }
        return Ok(());
    };
    let word = property.value.trim().to_ascii_uppercase();
    let is_own = component.inner.is_empty() && word == component.name;
    match property.name.as_str() {
        "BEGIN" if is_own => {
            // The end of the one before is lost: it is set aside, and the next one begins.
            component.end = end;
            component.fault = Some(RejectKind::Malformed);
            row(component, sink)?;
            *open = Some(folded.component(word));
        }
        "BEGIN" if component.inner.len() < INNER_MAX => component.inner.push(word),
        "END" if is_own => {
            row(component, sink)?;
            *open = None;
        }
        "END" => {
            component.inner.pop();
        }
        "BEGIN" => component.fault = Some(RejectKind::TooDeep),
        _ => component.take(property),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(line: &str) -> Property {
        Property::of(line).unwrap()
    }

    #[test]
    fn names_parameters_and_values_are_parted() {
        let own = property("item1.TEL;type=CELL;TYPE=\"a:b;c\":+39 1");
        assert_eq!((&*own.name, &*own.value), ("TEL", "+39 1"));
        assert_eq!(own.kinds(), "cell,a:b;c");
        assert_eq!(property("TEL;CELL:1").kinds(), "cell");
        assert_eq!(property("NOTE:a\\, b\\nc\\;d").text(), "a, b\nc;d");
        assert_eq!(property("N:Doe\\;x;Ada;;Dr;").parts(), ["Doe;x", "Ada", "", "Dr", ""]);
        let own = property("FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Pe=F1a");
        assert_eq!(own.text(), "Peña");
        assert!(Property::of("no colon").is_none() && Property::of(": x").is_none());
    }

    proptest::proptest! {
        #[test]
        fn no_line_panics(line: String) {
            if let Some(own) = Property::of(&line) {
                let _ = (own.text(), own.parts(), own.kinds());
            }
            let _ = property(&format!("FN;ENCODING=QUOTED-PRINTABLE:{line}")).text();
        }
    }
}
