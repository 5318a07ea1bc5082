//! Finds the header of an exhibit and the mapping that was confirmed for it; never guesses one.

use std::io::Cursor;

use model::{Digest, Place};

use super::cells::Splitter;
use super::encoding::{self, TextEncoding, decode_row};
use super::header::{COLUMNS_MAX, canonical_names, fingerprint, join_lines, width_fingerprint};
use super::known_names::KnownNames;
use super::mapping::Mapping;
use super::rows::Rows;
use crate::format::Head;
use crate::mappings::{HOUSE, Profile};
use crate::settings::Settings;
use crate::sink::Halt;

/// Separators looked for, in this order.
pub(crate) const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Lines among which the header is looked for: preambles of bank exports have up to 20.
pub(crate) const HEADER_LINES_MAX: usize = 64;

/// A mapping chosen for an exhibit, and where its header stands.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) mapping: Mapping,
    pub(crate) separator: char,
    /// Line of the last header line, from 1; 0 where there is none.
    pub(crate) header_line: usize,
    pub(crate) fingerprint: Digest,
}

/// A line of the head that may be a header, under one separator.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) separator: char,
    /// From 1.
    pub(crate) line: usize,
    /// Lines it takes.
    pub(crate) lines: u32,
    pub(crate) names: Vec<String>,
}

/// The first lines of an exhibit under one separator: no line end, blanks kept as one empty cell.
pub(crate) fn first_lines(
    head: &[u8],
    encoding: TextEncoding,
    separator: u8,
    quote: u8,
    lines_max: usize,
) -> Vec<Vec<String>> {
    let mut cursor = Cursor::new(head);
    let mut lines = Vec::new();
    let Ok(mut rows) = Rows::new(&mut cursor, encoding, separator, quote) else { return lines };
    let mut splitter = Splitter::new(separator, quote);
    let mut scratch = String::new();
    while lines.len() < lines_max
        && let Ok(Some(line)) = rows.next()
    {
        let text = decode_row(rows.bytes(&line), encoding, &mut scratch);
        let names = match text {
            Some(text) if line.fault.is_none() => splitter.split(text, line.quotes).to_names(),
            _ => Vec::new(),
        };
        lines.push(if names.len() > COLUMNS_MAX { Vec::new() } else { names });
    }
    lines
}

/// Whether these bytes are text at all; anything binary is left to other formats.
pub(crate) fn looks_like_text(head: &[u8], encoding: TextEncoding) -> bool {
    if encoding.is_utf16() {
        return true;
    }
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let controls = head.iter().filter(control).count();
    // A stray NUL or two is a defect of a text; a binary file has them by the hundred.
    controls * 100 <= head.len()
}

/// The mappings that may be used, by name: those of the case before those of the house.
pub(crate) fn mappings(settings: &Settings) -> impl Iterator<Item = &Mapping> {
    // The casebook hands over those of the house as well: what it did is not made ready again.
    let own = |name: &str| settings.mappings.iter().any(|mapping| mapping.name == name);
    let house = HOUSE.iter().filter(move |profile| !own(profile.name()));
    settings.mappings.iter().chain(house.filter_map(Profile::mapping))
}

/// Every line that may be a header of a mapping, under every separator.
fn candidates(head: &[u8], encoding: TextEncoding, settings: &Settings) -> Vec<Candidate> {
    let (known, lines_max) = (KnownNames::of(settings), header_rows_max(settings));
    let is_known =
        |one: &Candidate| one.names.iter().any(|name| known.may_stand_in(name.as_bytes()));
    let mut found = Vec::new();
    for separator in SEPARATORS {
        let lines = first_lines(head, encoding, ascii(separator), b'"', HEADER_LINES_MAX);
        found.extend(header_candidates(&lines, separator, lines_max).into_iter().filter(is_known));
    }
    found
}

/// The lines of one table that may be headers.
pub(crate) fn header_candidates(
    lines: &[Vec<String>],
    separator: char,
    lines_max: u32,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for height in 1..=lines_max.max(1) {
        let window = usize::try_from(height).unwrap_or(1);
        for (at, rows) in lines.windows(window).enumerate() {
            let names = join_lines(rows);
            if rows.last().is_some_and(|last| last.iter().any(|name| !name.is_empty())) {
                let line = at + window;
                found.push(Candidate { separator, line, lines: height, names });
            }
        }
    }
    found
}

/// A separator as a byte; those of mappings are checked to be ASCII.
pub(crate) fn ascii(c: char) -> u8 {
    u8::try_from(c).unwrap_or(b',')
}

/// Mappings whose confirmed fingerprint a candidate has.
pub(crate) fn matches<'m>(
    settings: &'m Settings,
    candidates: &[Candidate],
) -> Vec<(&'m Mapping, Candidate, Digest)> {
    let mut found: Vec<(&Mapping, Candidate, Digest)> = Vec::new();
    for candidate in candidates {
        let digest = fingerprint(&candidate.names);
        for mapping in mappings(settings) {
            let fits = mapping.fingerprints.contains(&digest)
                && mapping.headers.is_empty()
                && mapping.header_rows == candidate.lines
                && mapping.separator.is_none_or(|own| own == candidate.separator);
            let known = found.iter().any(|(other, ..)| other.name == mapping.name);
            if fits && !known {
                found.push((mapping, candidate.clone(), digest));
            }
        }
    }
    // What a person confirmed for this case stands before what the house brings along.
    let own = |mapping: &Mapping| !mapping.is_of_the_house();
    if found.iter().any(|(mapping, ..)| own(mapping)) {
        found.retain(|(mapping, ..)| own(mapping));
    }
    found
}

/// The most header lines any usable mapping has.
pub(crate) fn header_rows_max(settings: &Settings) -> u32 {
    mappings(settings).map(|mapping| mapping.header_rows).max().unwrap_or(1)
}

/// How many mappings were confirmed for the header of this text.
pub(crate) fn count_matches(head: &Head<'_>) -> usize {
    let (bytes, settings) = (head.bytes, head.settings);
    if head.text().is_empty() || !KnownNames::of(settings).may_stand_in(bytes) {
        return 0;
    }
    let Ok(encoding) = encoding::find(bytes, settings.encoding.as_deref()) else { return 0 };
    if !looks_like_text(bytes, encoding) {
        return 0;
    }
    matches(settings, &candidates(bytes, encoding, settings)).len()
}

/// Lines looked at to tell a table from prose.
const TABLE_LINES: usize = 8;

/// Whether this text looks like a table whose header nobody has confirmed: its first lines have the
/// same number of cells, at least three or parted by tabs, and the first of them has no empty one.
pub(crate) fn looks_like_table(head: &Head<'_>) -> bool {
    // Decoded once for all readers, and empty where it is no text.
    let text = head.text();
    let end = text.match_indices('\n').nth(TABLE_LINES).map_or(text.len(), |(at, _)| at + 1);
    let (first, Ok(utf8)) = (text.get(..end).unwrap_or(text), encoding::find(b"", Some("utf-8")))
    else {
        return false;
    };
    SEPARATORS.iter().filter(|separator| first.contains(**separator)).any(|separator| {
        let mut lines = first_lines(first.as_bytes(), utf8, ascii(*separator), b'"', TABLE_LINES);
        lines.retain(|line| line.iter().any(|cell| !cell.is_empty()));
        let width = lines.first().map_or(0, Vec::len);
        let named = |line: &Vec<String>| line.iter().all(|cell| !cell.trim().is_empty());
        lines.len() > 1
            && width >= if *separator == '\t' { 2 } else { 3 }
            && lines.first().is_some_and(named)
            && lines.iter().all(|line| line.len() == width)
    })
}

/// The mapping for this text: the one a person chose, else the only one confirmed for its header.
pub(crate) fn choose(
    head: &[u8],
    encoding: TextEncoding,
    settings: &Settings,
) -> Result<Chosen, Halt> {
    if let Some(mapping) = chosen_by_name(settings)? {
        return place_header(head, encoding, mapping);
    }
    let found = matches(settings, &candidates(head, encoding, settings));
    let (mapping, candidate, fingerprint) = the_only_one(found)?;
    Ok(Chosen {
        mapping: mapping.clone(),
        separator: candidate.separator,
        header_line: candidate.line,
        fingerprint,
    })
}

/// The mapping a person named.
pub(crate) fn chosen_by_name(settings: &Settings) -> Result<Option<&Mapping>, Halt> {
    let Some(name) = settings.mapping.as_deref() else { return Ok(None) };
    let found = mappings(settings).find(|mapping| mapping.name == name);
    let mapping = found.ok_or_else(|| Halt::Broken {
        place: Place::default(),
        reason: format!("there is no mapping `{name}`"),
        remedy: "list them with `tutela map`".into(),
    })?;
    mapping.check().map_err(|fault| Halt::Broken {
        place: Place::default(),
        reason: fault.to_string(),
        remedy: "correct the mapping; docs/mappings.md shows how".into(),
    })?;
    Ok(Some(mapping))
}

/// The one mapping that fits, or why there is none.
pub(crate) fn the_only_one<T>(
    mut found: Vec<(&Mapping, T, Digest)>,
) -> Result<(&Mapping, T, Digest), Halt> {
    let names: Vec<&str> = found.iter().map(|(mapping, ..)| mapping.name.as_str()).collect();
    let (reason, remedy) = match names.as_slice() {
        [] => (
            "no mapping was confirmed for its header".to_owned(),
            "run `tutela map FILE`, look at what it proposes, and confirm it".to_owned(),
        ),
        [_] => match found.pop() {
            Some(one) => return Ok(one),
            None => return Err(Halt::Read(std::io::ErrorKind::NotFound.into())),
        },
        _ => (
            format!("several mappings were confirmed for its header: {}", names.join(", ")),
            "say which one holds for this exhibit, with `--mapping NAME`".to_owned(),
        ),
    };
    Err(Halt::Asks { reason, remedy })
}

/// Finds the header that a chosen mapping is to be laid over.
fn place_header(head: &[u8], encoding: TextEncoding, mapping: &Mapping) -> Result<Chosen, Halt> {
    let quote = ascii(mapping.quote.unwrap_or('"'));
    let separators = mapping.separator.map_or(SEPARATORS.to_vec(), |one| vec![one]);
    let mut best: Option<(usize, Candidate)> = None;
    for separator in separators {
        let lines_max = mapping.header_row.map_or(HEADER_LINES_MAX, |row| {
            usize::try_from(row).unwrap_or(HEADER_LINES_MAX).max(1)
        });
        let lines = first_lines(head, encoding, ascii(separator), quote, lines_max);
        if !mapping.headers.is_empty() {
            let width = mapping.headers.len();
            if lines.iter().any(|line| line.len() == width) || mapping.separator.is_some() {
                return Ok(headerless(mapping, separator));
            }
            continue;
        }
        for candidate in header_candidates(&lines, separator, mapping.header_rows) {
            let set = mapping.header_row.map(|row| usize::try_from(row).unwrap_or(usize::MAX));
            if candidate.lines != mapping.header_rows
                || set.is_some_and(|row| row != candidate.line)
            {
                continue;
            }
            let score = mapped_count(mapping, &candidate.names);
            if score > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((score, candidate));
            }
        }
    }
    match best {
        Some((_, candidate)) => Ok(Chosen {
            mapping: mapping.clone(),
            separator: candidate.separator,
            header_line: candidate.line,
            fingerprint: fingerprint(&candidate.names),
        }),
        None => Err(no_header(mapping)),
    }
}

fn headerless(mapping: &Mapping, separator: char) -> Chosen {
    Chosen {
        mapping: mapping.clone(),
        separator,
        header_line: 0,
        fingerprint: width_fingerprint(mapping.headers.len()),
    }
}

/// How many of a mapping's headers stand in a line.
pub(crate) fn mapped_count(mapping: &Mapping, names: &[String]) -> usize {
    let names = canonical_names(names);
    let known = |header: &&String| names.contains(&super::header::canonical_name(header));
    mapping.columns.keys().filter(known).count()
}

/// None of the first lines holds a header of the mapping.
pub(crate) fn no_header(mapping: &Mapping) -> Halt {
    let headers: Vec<&str> = mapping.columns.keys().take(8).map(String::as_str).collect();
    Halt::Broken {
        place: Place::default(),
        reason: format!(
            "none of its first {HEADER_LINES_MAX} lines holds a header of the mapping `{}` ({}, …)",
            mapping.name,
            headers.join(", ")
        ),
        remedy: "check that this is the right file and mapping; or run `tutela map FILE`".into(),
    }
}
