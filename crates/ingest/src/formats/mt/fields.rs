//! The fields of a message (`:61:…`), the blocks around it and its end, each with its bytes.

use model::{Place, RejectKind};

use crate::formats::lines::{Line, Lines};
use crate::sink::{Halt, Sink, SkipReason};

/// Bytes of text held of one field; the longest of the standard, `:86:` and `:77T:`, have 9,000.
const FIELD_BYTES_MAX: usize = 64 * 1024;

/// Lines held of one field, so that blank ones cost no memory either.
const FIELD_LINES_MAX: usize = 2_000;

/// What a reader came upon.
#[derive(Debug)]
pub(super) enum Piece {
    /// The blocks before a message.
    Envelope(Envelope),
    /// A field with all its lines.
    Field(Field),
    /// The end of a message.
    End,
}

/// A field and where it stands.
#[derive(Debug, Default, Clone)]
pub(super) struct Field {
    /// Its tag without colons: `61`, `60F`.
    pub(super) tag: String,
    /// Its lines, the first without the tag.
    pub(super) lines: Vec<String>,
    /// First byte.
    pub(super) start: u64,
    /// Byte after its last line that is not blank.
    pub(super) end: u64,
    /// Why it cannot be read.
    pub(super) fault: Option<RejectKind>,
    /// Bytes of text held.
    pub(super) bytes: usize,
}

impl Field {
    /// The first line.
    pub(super) fn first(&self) -> &str {
        self.lines.first().map_or("", String::as_str)
    }

    /// All lines joined; blank ones at the end are none.
    pub(super) fn joined(&self, separator: &str) -> String {
        self.lines.join(separator).trim_end().to_owned()
    }

    /// Where the field stands.
    pub(super) fn place(&self) -> Place {
        let bytes_len = self.end.saturating_sub(self.start);
        let path = format!(":{}:", self.tag);
        Place { path, bytes_start: self.start, bytes_len, ..Place::default() }
    }

    fn push(&mut self, line: &Line, text: &str) {
        self.fault = self.fault.or(line.fault);
        if self.bytes + text.len() > FIELD_BYTES_MAX || self.lines.len() >= FIELD_LINES_MAX {
            self.fault = Some(RejectKind::RowTooLong);
        } else {
            self.bytes += text.len();
            self.lines.push(text.to_owned());
        }
        if !text.trim().is_empty() || self.lines.len() == 1 {
            self.end = line.start + line.len;
        }
    }
}

/// What the blocks before a message say of it.
#[derive(Debug, Default, Clone)]
pub(super) struct Envelope {
    /// The type of the message: `103`, `940`.
    pub(super) kind: String,
    /// The institution it comes from.
    pub(super) sender: String,
    /// The institution it goes to.
    pub(super) receiver: String,
    /// The unique end-to-end transaction reference.
    pub(super) uetr: String,
}

impl Envelope {
    /// Whether there were blocks, so that the message must end with `-}`.
    pub(super) fn is_open(&self) -> bool {
        !self.kind.is_empty()
    }

    fn read(line: &str) -> Self {
        let mut envelope = Self::default();
        let own = block(line, "{1:").and_then(|text| text.get(3..15)).unwrap_or_default();
        let text = block(line, "{2:").unwrap_or_default();
        if let Some(rest) = text.strip_prefix('I') {
            // Handed in: from the owner of block 1 to the address here.
            rest.get(..3).unwrap_or_default().clone_into(&mut envelope.kind);
            envelope.sender = bic(own);
            envelope.receiver = bic(rest.get(3..15).unwrap_or_default());
        } else if let Some(rest) = text.strip_prefix('O') {
            // Handed out: after the time, the input reference names the sender.
            rest.get(..3).unwrap_or_default().clone_into(&mut envelope.kind);
            envelope.sender = bic(rest.get(13..25).unwrap_or_default());
            envelope.receiver = bic(own);
        }
        block(line, "{121:").unwrap_or_default().clone_into(&mut envelope.uetr);
        envelope
    }
}

/// The text of a block up to its bracket.
fn block<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    let from = line.find(mark)? + mark.len();
    let text = line.get(from..)?;
    text.get(..text.find('}').unwrap_or(text.len()))
}

/// A BIC of eleven from the address of a terminal, whose ninth letter is the terminal's own.
fn bic(address: &str) -> String {
    match (address.get(..8), address.get(9..12)) {
        (Some(bank), Some(branch)) if address.is_ascii() => format!("{bank}{branch}"),
        _ => String::new(),
    }
}

/// Tag and rest of a line that begins a field.
pub(super) fn tag_of(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.strip_prefix(':')?.split_once(':')?;
    let known = match tag.as_bytes() {
        [a, b] => a.is_ascii_digit() && b.is_ascii_digit() || tag == "NS",
        [a, b, c] => a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_uppercase(),
        _ => false,
    };
    known.then_some((tag, rest))
}

/// Fields that stand in the head or foot of a statement.
pub(super) fn is_statement(tag: &str) -> bool {
    matches!(
        tag,
        "20" | "21"
            | "25"
            | "25P"
            | "28"
            | "28C"
            | "60F"
            | "60M"
            | "62F"
            | "62M"
            | "64"
            | "65"
            | "34F"
            | "13"
            | "13D"
            | "90C"
            | "90D"
    )
}

/// Fields that stand in the foot of a statement only.
pub(super) fn is_foot(tag: &str) -> bool {
    matches!(tag, "62F" | "62M" | "64" | "65" | "90C" | "90D")
}

/// Whether a field shows that the message is a statement; the type stated goes before it.
pub(super) fn makes_statement(tag: &str, envelope: &Envelope) -> bool {
    match envelope.kind.as_str() {
        "940" | "941" | "942" | "950" => true,
        "" => {
            matches!(
                tag,
                "25" | "25P" | "28" | "28C" | "60F" | "60M" | "61" | "62F" | "62M" | "34F" | "86"
            )
        }
        _ => false,
    }
}

/// Whether a line ends a message.
fn ends_message(line: &str) -> bool {
    let line = line.trim_end_matches(['\u{3}', '\u{1a}', ' ']);
    line == "-" || line.starts_with("-}") || line == "-XXX"
}

/// Reads fields; see the module.
pub(super) struct FieldReader<'a> {
    lines: Lines<'a>,
    open: Option<Field>,
    waiting: Option<Piece>,
}

impl<'a> FieldReader<'a> {
    pub(super) fn new(lines: Lines<'a>) -> Self {
        Self { lines, open: None, waiting: None }
    }

    /// The next field, envelope or end of a message; nothing at the end of the exhibit.
    pub(super) fn next(&mut self, sink: &mut Sink<'_>) -> Result<Option<Piece>, Halt> {
        if let Some(piece) = self.waiting.take() {
            return Ok(Some(piece));
        }
        let Self { lines, open, waiting } = self;
        while let Some(line) = lines.next()? {
            let text = line.text.trim_start_matches(['\u{1}', '\u{3}', '\u{1a}', '$']);
            if let Some((tag, rest)) = tag_of(text) {
                let mut field =
                    Field { tag: tag.to_owned(), start: line.start, ..Field::default() };
                field.push(line, rest);
                if let Some(before) = open.replace(field) {
                    return Ok(Some(Piece::Field(before)));
                }
                continue;
            }
            let envelope = text.contains("{1:") || text.starts_with("{2:");
            if envelope || ends_message(text) {
                let piece =
                    if envelope { Piece::Envelope(Envelope::read(text)) } else { Piece::End };
                if envelope {
                    sink.skip(&line.place(), SkipReason::Header)?;
                }
                if let Some(before) = open.take() {
                    *waiting = Some(piece);
                    return Ok(Some(Piece::Field(before)));
                }
                return Ok(Some(piece));
            }
            match open {
                Some(field) => field.push(line, text),
                None if text.trim().is_empty() => sink.skip(&line.place(), SkipReason::Blank)?,
                None => sink.skip(&line.place(), SkipReason::Header)?,
            }
        }
        Ok(open.take().map(Piece::Field))
    }
}
