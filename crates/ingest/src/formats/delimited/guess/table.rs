//! Where the table of an exhibit stands: its header among the lines before it, and some of its rows.

use std::io::{Read, SeekFrom};

use super::super::csv::{find_encoding, read_head};
use super::super::encoding::TextEncoding;
use super::super::find::{SEPARATORS, ascii, first_lines};
use super::super::header::{canonical_name, canonical_names, join_lines};
use super::super::xlsx;
use super::columns::readings;
use crate::format::Source;
use crate::sink::Halt;

/// Rows looked at.
pub(super) const ROWS_MAX: usize = 200;

/// Lines among which a header is looked for.
const HEADER_MAX: usize = 40;

/// Bytes looked at from the end of a text, where totals stand.
const TAIL_BYTES: u64 = 16 * 1024;

/// A table as it was found: where its header stands, and the rows below.
pub(super) struct Table {
    pub(super) separator: Option<char>,
    pub(super) headers: Vec<String>,
    /// Lines the header takes.
    pub(super) header_rows: u32,
    pub(super) rows: Vec<Vec<String>>,
    /// The last rows of the exhibit, where it is longer.
    pub(super) last: Vec<Vec<String>>,
    pub(super) encoding: Option<String>,
}

/// Finds the table: the line that reads most like a header and has most rows of its width below.
pub(super) fn find(source: &mut Source<'_>) -> Result<Option<Table>, Halt> {
    let head = read_head(source)?;
    let mut tables = Vec::new();
    if head.starts_with(b"PK\x03\x04") {
        for (_, first) in xlsx::first_rows(source.bytes, ROWS_MAX)? {
            let found = best_header(&first.lines);
            tables.extend(found.map(|(line, points)| {
                let mut table = table_at(&first.lines, line);
                // Empty cells at the end of a row are not stored in a workbook.
                let width = table.headers.len();
                table.rows = wide(first.lines.into_iter().skip(line + 1), width);
                (points, Table { last: wide(first.last.into_iter(), width), ..table })
            }));
        }
    } else {
        let encoding = find_encoding(&head, source.settings.encoding.as_deref())?;
        let name = encoding.encoding.name();
        let tail = read_tail(source, head.len() as u64)?;
        for separator in SEPARATORS {
            let mut lines = first_lines(&head, encoding, ascii(separator), b'"', usize::MAX);
            let mut last = lines.split_off(lines.len().min(ROWS_MAX));
            last.extend(last_rows(&tail, encoding, separator));
            tables.extend(best_header(&lines).map(|(line, points)| {
                let own = (name != "UTF-8").then(|| name.to_owned());
                let table = table_at(&lines, line);
                (points, Table { separator: Some(separator), encoding: own, last, ..table })
            }));
        }
    }
    let best = tables.into_iter().rev().max_by_key(|(points, _)| *points);
    Ok(best.map(|(_, table)| table))
}

/// Rows of at most this width, each made as wide as it.
fn wide(rows: impl Iterator<Item = Vec<String>>, width: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = rows.filter(|row| row.len() <= width).collect();
    for row in &mut rows {
        row.resize(width, String::new());
    }
    rows
}

/// The end of a text that is longer than its head; nothing of a shorter one.
fn read_tail(source: &mut Source<'_>, head_len: u64) -> Result<Vec<u8>, Halt> {
    let mut tail = Vec::new();
    if source.len > head_len {
        let from = source.len.saturating_sub(TAIL_BYTES).max(head_len);
        source.bytes.seek(SeekFrom::Start(from)).map_err(Halt::Read)?;
        (&mut *source.bytes).take(TAIL_BYTES).read_to_end(&mut tail).map_err(Halt::Read)?;
    }
    Ok(tail)
}

/// The whole rows of a tail; in UTF-16 its first byte may be the second of a letter: none.
fn last_rows(tail: &[u8], encoding: TextEncoding, separator: char) -> Vec<Vec<String>> {
    if tail.is_empty() || encoding.is_utf16() {
        return Vec::new();
    }
    let bare = TextEncoding { mark_bytes: 0, ..encoding };
    let mut rows = first_lines(tail, bare, ascii(separator), b'"', usize::MAX);
    rows.drain(..rows.len().min(1));
    rows
}

fn table_at(lines: &[Vec<String>], line: usize) -> Table {
    let upper = line.checked_sub(1).and_then(|at| lines.get(at..=line));
    let own = lines.get(line).cloned().unwrap_or_default();
    let (headers, header_rows) = match upper.filter(|pair| stands_above(pair, &own)) {
        Some(pair) => (join_lines(pair), 2),
        None => (own, 1),
    };
    let below = lines.iter().skip(line + 1).filter(|row| row.len() == headers.len());
    let rows = below.cloned().collect();
    Table { separator: None, headers, header_rows, rows, last: Vec::new(), encoding: None }
}

/// Whether the line above tells apart the names of a header that come twice.
fn stands_above(pair: &[Vec<String>], own: &[String]) -> bool {
    let twice =
        |names: &[String]| canonical_names(names).iter().filter(|n| n.contains('#')).count();
    let Some(upper) = pair.first() else { return false };
    let named = upper.iter().filter(|name| !canonical_name(name).is_empty()).count();
    named >= 2 && twice(own) > 0 && twice(&join_lines(pair)) < twice(own)
}

/// The line that reads most like a header.
fn best_header(lines: &[Vec<String>]) -> Option<(usize, u32)> {
    let points_of = |(at, line): (usize, &Vec<String>)| {
        let named = line.iter().filter(|name| !canonical_name(name).is_empty()).count();
        if named < 2 || line.iter().any(|name| name.parse::<f64>().is_ok()) {
            return None;
        }
        let same = lines.iter().skip(at + 1).filter(|row| row.len() == line.len()).count();
        let words = readings(line).first().map_or(0, |reading| reading.points);
        let points = words + u32::try_from(same.min(50) + named).unwrap_or(0);
        Some((at, points))
    };
    let found = lines.iter().enumerate().take(HEADER_MAX).filter_map(points_of);
    // Of equals the first stands: a header comes before its rows.
    found.fold(None, |best: Option<(usize, u32)>, one| match best {
        Some(best) if best.1 >= one.1 => Some(best),
        _ => Some(one),
    })
}
