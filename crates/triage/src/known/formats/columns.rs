//! Columns of digests, taken by their names, whatever their order.

use super::super::digests::{DigestKind, from_hex};
use super::super::refusal::{Fault, Refusal};
use super::{Entry, bad_digest};
use crate::pdq::Code;

/// The highest quality of a picture.
pub(super) const QUALITY_MAX: u8 = 100;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Digests of one kind.
    Digest(DigestKind),
    /// Digests of a kind that the first row decides.
    AnyDigest,
    /// Perceptual codes (PDQ).
    Code,
    /// Qualities of the pictures of these codes.
    Quality,
    /// Category.
    Category,
    /// How often it was confirmed.
    Upheld,
    /// How often it was disputed.
    Disputed,
    /// Anything else.
    Other,
}

impl Column {
    /// What a column of this name holds.
    pub(super) fn named(name: &str) -> Self {
        let simple: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = simple.to_ascii_lowercase();
        match name.as_str() {
            "hash" | "digest" | "hashvalue" | "filehash" | "v3hash" | "v4hash" => {
                return Self::AnyDigest;
            }
            "category" | "categoryid" | "specialcode" => return Self::Category,
            "upheld" | "upvotes" | "truepositives" | "positivefeedback" => return Self::Upheld,
            "disputed" | "downvotes" | "falsepositives" | "negativefeedback" => {
                return Self::Disputed;
            }
            "quality" | "pdqquality" => return Self::Quality,
            _ => {}
        }
        let bare = name.strip_prefix("file").unwrap_or(&name);
        let bare = bare.strip_prefix("hash").unwrap_or(bare);
        let is_named = |code: &str| {
            let rest = bare.strip_prefix(code);
            rest.is_some_and(|rest| matches!(rest, "" | "hash" | "sum" | "digest"))
        };
        if is_named("pdq") {
            return Self::Code;
        }
        let kind = DigestKind::ALL.into_iter().find(|kind| is_named(kind.code()));
        kind.map_or(Self::Other, Self::Digest)
    }

    /// Whether it holds digests, or codes.
    pub(super) fn is_digest(self) -> bool {
        matches!(self, Self::Digest(_) | Self::AnyDigest | Self::Code)
    }
}

/// The columns of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    columns: Vec<Column>,
    /// The kind that the first row decided.
    any: Option<DigestKind>,
}

impl Columns {
    /// The columns that a header names, which may be quoted.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n [u8]>) -> Self {
        let mut columns: Vec<Column> =
            names.map(|name| Column::named(&String::from_utf8_lossy(name))).collect();
        // Without codes, a quality is of something else.
        if !columns.contains(&Column::Code) {
            let qualities = columns.iter_mut().filter(|column| **column == Column::Quality);
            qualities.for_each(|column| *column = Column::Other);
        }
        Self { columns, any: None }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether one of them holds digests, or codes.
    pub(super) fn has_digests(&self) -> bool {
        self.columns.iter().any(|column| column.is_digest())
    }

    /// The columns.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Column> + ExactSizeIterator {
        self.columns.iter().copied()
    }

    /// A column.
    pub(super) fn get(&self, index: usize) -> Option<Column> {
        self.columns.get(index).copied()
    }

    /// The place of the last column of digests.
    pub(super) fn last_digest(&self) -> usize {
        self.columns.iter().rposition(|column| column.is_digest()).unwrap_or(0)
    }

    /// Refuses a header that names no digests.
    pub(super) fn checked(self, place: &str) -> Result<Self, Refusal> {
        if self.has_digests() {
            return Ok(self);
        }
        let fact = "no column of the header is named as digests (MD5, SHA-1, SHA-256, hash) or PDQ";
        Err(Refusal::new(Fault::MissingColumn, place, fact))
    }

    /// Takes the cells of a row.
    pub(super) fn take<'c>(
        &mut self,
        entry: &mut Entry,
        cells: impl Iterator<Item = &'c [u8]>,
        place: impl Fn() -> String,
    ) -> Result<(), Refusal> {
        entry.clear();
        let mut taken = 0;
        for (index, cell) in cells.enumerate() {
            taken += 1;
            let Some(column) = self.columns.get(index).copied() else { continue };
            if column == Column::Other {
                continue;
            }
            self.take_cell(entry, column, cell.trim_ascii(), &place)?;
        }
        if taken != self.columns.len() {
            let fact = format!("{taken} cells where the header names {}", self.columns.len());
            return Err(Refusal::new(Fault::WrongWidth, place(), fact));
        }
        complete(entry, place)
    }

    /// Takes one cell.
    pub(super) fn take_cell(
        &mut self,
        entry: &mut Entry,
        column: Column,
        cell: &[u8],
        place: &impl Fn() -> String,
    ) -> Result<(), Refusal> {
        match column {
            Column::Digest(kind) if !cell.is_empty() => take_digest(entry, kind, cell, place),
            Column::AnyDigest if !cell.is_empty() => {
                let kind = any_kind(&mut self.any, cell, place)?;
                take_digest(entry, kind, cell, place)
            }
            Column::Code if !cell.is_empty() => take_code(entry, cell, place),
            Column::Quality if !cell.is_empty() => take_quality(entry, cell, place),
            Column::Category => {
                entry.category.push_str(&String::from_utf8_lossy(cell));
                Ok(())
            }
            Column::Upheld => number(cell, place).map(|count| entry.feedback.upheld = count),
            Column::Disputed => number(cell, place).map(|count| entry.feedback.disputed = count),
            _ => Ok(()),
        }
    }
}

/// Refuses a row without digests and code.
pub(super) fn complete(entry: &Entry, place: impl Fn() -> String) -> Result<(), Refusal> {
    if entry.digests.is_empty() && entry.pdq.is_none() {
        return Err(Refusal::new(Fault::NoDigest, place(), "the row has no digest"));
    }
    Ok(())
}

/// Takes a perceptual code from its hexadecimal digits, in either case.
pub(super) fn take_code(
    entry: &mut Entry,
    text: &[u8],
    place: &impl Fn() -> String,
) -> Result<(), Refusal> {
    let code = from_hex(text).ok_or_else(|| bad_digest(place(), "PDQ code", text))?;
    entry.pdq = Some(Code::from_bytes(code));
    Ok(())
}

/// Takes the quality of a picture.
pub(super) fn take_quality(
    entry: &mut Entry,
    text: &[u8],
    place: &impl Fn() -> String,
) -> Result<(), Refusal> {
    let quality = number(text, place)?;
    entry.quality = u8::try_from(quality).ok().filter(|quality| *quality <= QUALITY_MAX);
    if entry.quality.is_some() {
        return Ok(());
    }
    let fact = format!("a quality of {quality}, where {QUALITY_MAX} is the highest");
    Err(Refusal::new(Fault::Malformed, place(), fact))
}

/// Takes a digest of a kind.
pub(super) fn take_digest(
    entry: &mut Entry,
    kind: DigestKind,
    text: &[u8],
    place: &impl Fn() -> String,
) -> Result<(), Refusal> {
    if entry.digests.take(kind, text) {
        return Ok(());
    }
    Err(bad_digest(place(), &format!("{kind} digest"), text))
}

/// The kind of a digest in a column of any kind: the same as in the rows before.
pub(super) fn any_kind(
    any: &mut Option<DigestKind>,
    text: &[u8],
    place: &impl Fn() -> String,
) -> Result<DigestKind, Refusal> {
    let Some(kind) = DigestKind::of_hex_len(text.len()) else {
        return Err(bad_digest(place(), "MD5, SHA-1 or SHA-256 digest", text));
    };
    let first = *any.get_or_insert(kind);
    if first != kind {
        let fact = format!("a {kind} digest among {first} digests");
        return Err(Refusal::new(Fault::MixedKinds, place(), fact));
    }
    Ok(kind)
}

fn number(cell: &[u8], place: &impl Fn() -> String) -> Result<u32, Refusal> {
    if cell.is_empty() {
        return Ok(0);
    }
    let text = std::str::from_utf8(cell).unwrap_or_default();
    text.parse().map_err(|_| {
        let fact = format!("`{}` is no count", String::from_utf8_lossy(cell));
        Refusal::new(Fault::Malformed, place(), fact)
    })
}
