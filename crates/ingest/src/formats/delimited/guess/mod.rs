//! A proposal for a mapping: what each header most likely means, with the reason and samples, and
//! what only a person can say. A proposal is shown, corrected and confirmed; nothing is ever read
//! through one as it stands.

mod columns;
mod values;
mod words;

use std::collections::BTreeMap;

use model::record::{Kind, Shape};
use serde::{Deserialize, Serialize};

use self::columns::{Match, Reading, readings};
use super::csv::{find_encoding, read_head};
use super::find::{SEPARATORS, ascii, first_lines, mapped_count, mappings};
use super::header::{canonical_name, canonical_names, fingerprint};
use super::mapping::{MappedKind, Mapping, Targets};
use super::{paths, xlsx};
use crate::format::Source;
use crate::settings::Settings;
use crate::sink::Halt;

/// Rows looked at.
const ROWS_MAX: usize = 200;

/// Lines among which a header is looked for.
const HEADER_MAX: usize = 40;

/// Samples shown of a column.
const SAMPLES: usize = 3;

/// What a column most likely means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnGuess {
    /// The header as it stands in the exhibit.
    pub header: String,
    /// The field proposed; none where the column would be kept in `extra`.
    pub path: Option<String>,
    /// How much of the header the field explains, of 100.
    pub points: u32,
    /// Why.
    pub reason: String,
    /// The first values.
    pub samples: Vec<String>,
}

/// A mapping that was confirmed for another header and would fit most of this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// Its name.
    pub name: String,
    /// How many of its columns this header has.
    pub columns_found: usize,
    /// How many columns it has.
    pub columns: usize,
}

/// A proposal for a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The mapping as proposed; nobody has confirmed it.
    pub mapping: Mapping,
    /// Each column.
    pub columns: Vec<ColumnGuess>,
    /// What a person must say before it can be confirmed.
    pub doubts: Vec<String>,
    /// Mappings that were already confirmed for this very header.
    pub confirmed: Vec<String>,
    /// Mappings of which most columns stand in this header; the best first.
    pub near: Vec<Near>,
    /// Other kinds of record the header could be, with their points.
    pub other_kinds: Vec<(MappedKind, u32)>,
}

/// A table as it was found: where its header stands, and the rows below.
struct Table {
    separator: Option<char>,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    encoding: Option<String>,
}

/// Proposes a mapping for an exhibit of delimited text or a workbook.
pub fn guess(source: &mut Source<'_>) -> Result<Guess, Halt> {
    let table = find_table(source)?;
    let mut readings = readings(&table.headers);
    if readings.is_empty() {
        readings.push(columns::read_as(Kind::Transfer, &table.headers));
    }
    let others = readings.iter().skip(1).filter(|reading| reading.complete);
    let other_kinds = others.map(|other| (MappedKind(other.kind), other.points)).collect();
    let Some(mut reading) = readings.into_iter().next() else { return Err(no_table()) };
    settle_by_values(&mut reading, &table);
    let (mapping, mut doubts) = propose(&reading, &table);
    if !reading.complete {
        let text = format!(
            "no column was found for everything a {} needs; docs/mappings.md lists the fields",
            reading.kind.table()
        );
        doubts.insert(0, text);
    }
    let digest = mapping.fingerprints.first().copied();
    let confirmed = mappings(source.settings)
        .filter(|own| digest.is_some_and(|digest| own.fingerprints.contains(&digest)))
        .map(|own| own.name.clone())
        .collect();
    let columns = describe(&reading, &table);
    let near = near(&table, source.settings);
    Ok(Guess { mapping, columns, doubts, confirmed, near, other_kinds })
}

fn no_table() -> Halt {
    Halt::Broken {
        place: model::Place::default(),
        reason: "no table was found in it".into(),
        remedy: "a table has a header and at least two columns; see docs/mappings.md".into(),
    }
}

/// Finds the table: the line that reads most like a header and has most rows of its width below.
fn find_table(source: &mut Source<'_>) -> Result<Table, Halt> {
    let head = read_head(source)?;
    let mut tables = Vec::new();
    if head.starts_with(b"PK\x03\x04") {
        for (_, lines) in xlsx::first_rows(source.bytes, ROWS_MAX)? {
            let found = best_header(&lines);
            tables.extend(found.map(|(line, points)| (points, table_at(&lines, line))));
        }
    } else {
        let encoding = find_encoding(&head, source.settings.encoding.as_deref())?;
        let name = encoding.encoding.name();
        for separator in SEPARATORS {
            let lines = first_lines(&head, encoding, ascii(separator), b'"', ROWS_MAX);
            tables.extend(best_header(&lines).map(|(line, points)| {
                let encoding = (name != "UTF-8").then(|| name.to_owned());
                let table = table_at(&lines, line);
                (points, Table { separator: Some(separator), encoding, ..table })
            }));
        }
    }
    let best = tables.into_iter().rev().max_by_key(|(points, _)| *points);
    best.map(|(_, table)| table).ok_or_else(no_table)
}

fn table_at(lines: &[Vec<String>], line: usize) -> Table {
    let headers = lines.get(line).cloned().unwrap_or_default();
    let below = lines.iter().skip(line + 1).filter(|row| row.len() == headers.len());
    let rows = below.cloned().collect();
    Table { separator: None, headers, rows, encoding: None }
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

/// The values of a column that are not empty.
fn samples(table: &Table, column: usize) -> impl Iterator<Item = &str> {
    let cells = table.rows.iter().filter_map(move |row| row.get(column));
    cells.map(String::as_str).filter(|cell| !cell.is_empty())
}

/// Lets the values decide what a header leaves open: a party named by its side alone.
fn settle_by_values(reading: &mut Reading, table: &Table) {
    for (column, found) in reading.matches.iter_mut().enumerate() {
        let Some(Match { path, points, reason }) = found else { continue };
        let Some(field) = path.strip_suffix(".account") else { continue };
        if *points > 70 {
            continue;
        }
        let values: Vec<&str> = samples(table, column).take(ROWS_MAX).collect();
        let all = |is: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
        let part = match () {
            () if all(|value| value.contains('@')) => "email",
            () if all(|value| model::identifier::iban(value).is_some()) => "account",
            () if all(|value| value.starts_with('+') && values::is_phone(value)) => "phone",
            () if all(|value| value.chars().any(char::is_alphabetic) && value.contains(' ')) => {
                "name"
            }
            () => "account",
        };
        *reason = format!("{reason}; its values look like: {part}");
        *path = format!("{field}.{part}");
    }
}

/// The mapping that follows, and what it leaves open.
fn propose(reading: &Reading, table: &Table) -> (Mapping, Vec<String>) {
    let of_shape = |shape: Shape| -> Vec<&str> {
        let columns = reading.matches.iter().enumerate().filter(|(_, found)| {
            found.as_ref().is_some_and(|found| shape_of(reading.kind, &found.path) == Some(shape))
        });
        columns.flat_map(|(column, _)| samples(table, column)).collect()
    };
    let times = values::times(&of_shape(Shape::Stamp));
    let (decimal_mark, mark_doubt) = values::decimal_mark(&of_shape(Shape::Amount));
    let mut doubts = times.doubts;
    doubts.extend(mark_doubt);
    let mut columns = BTreeMap::new();
    let mut has_currency = false;
    for (header, found) in canonical_headers(table).into_iter().zip(&reading.matches) {
        let Some(found) = found else { continue };
        has_currency |= found.path.ends_with(".currency");
        let fee = reading.matches.iter().flatten().any(|other| other.path == "fee");
        let target = if found.path == "principal.currency" && fee {
            Targets::Several(vec![found.path.clone(), "fee.currency".into()])
        } else {
            Targets::One(found.path.clone())
        };
        columns.insert(header, target);
    }
    if matches!(reading.kind, Kind::Transfer | Kind::Entry) && !has_currency {
        doubts.push("no column states a currency: set `currency` under [constants]".into());
    }
    let duplicates = canonical_names(&table.headers).iter().any(|name| name.contains('#'));
    if duplicates {
        doubts.push(
            "a header comes twice: check which of the two is meant (`name`, `name#2`)".into(),
        );
    }
    let mapping = Mapping {
        name: "new-mapping".into(),
        title: format!("{} records; describe the source here.", reading.kind.table()),
        kind: MappedKind(reading.kind),
        fingerprints: vec![fingerprint(&table.headers)],
        separator: table.separator,
        encoding: table.encoding.clone(),
        header_row: None,
        sheet: None,
        decimal_mark,
        date_order: times.order,
        time_format: times.format,
        columns,
        ..Mapping::default()
    };
    (mapping, doubts)
}

/// Headers by which columns can be named: as stated, and where one comes twice, in canonical form.
fn canonical_headers(table: &Table) -> Vec<String> {
    let canonical = canonical_names(&table.headers);
    let pairs = table.headers.iter().zip(canonical);
    pairs
        .map(|(stated, canonical)| {
            let stated = stated.trim();
            if canonical_name(stated) == canonical { stated.to_owned() } else { canonical }
        })
        .collect()
}

fn shape_of(kind: Kind, path: &str) -> Option<Shape> {
    let target = paths::parse(kind, path)?;
    match (target.root, target.part) {
        (_, paths::Part::Currency | paths::Part::Zone | paths::Part::Clock) => None,
        (paths::Root::Field(slot), _) => kind.fields().get(slot).map(|field| field.shape),
        _ => None,
    }
}

fn describe(reading: &Reading, table: &Table) -> Vec<ColumnGuess> {
    let headers = canonical_headers(table).into_iter().enumerate();
    headers
        .map(|(column, header)| {
            let found = reading.matches.get(column).cloned().flatten();
            let shown = samples(table, column).take(SAMPLES).map(str::to_owned).collect();
            ColumnGuess {
                header,
                points: found.as_ref().map_or(0, |found| found.points),
                reason: found.as_ref().map_or_else(
                    || "nothing in the header says; kept in `extra`".to_owned(),
                    |found| found.reason.clone(),
                ),
                path: found.map(|found| found.path),
                samples: shown,
            }
        })
        .collect()
}

impl Guess {
    /// The proposal as a mapping file to check and save, with reasons and samples as comments.
    pub fn to_toml(&self) -> Result<String, super::MappingFault> {
        let mut text = String::from(
            "# A proposal: check every line. Nothing is read through it until it is saved.\n",
        );
        for doubt in &self.doubts {
            text.push_str(&comment("To be said by a person: ", doubt));
        }
        for name in &self.confirmed {
            text.push_str(&comment("Already confirmed for this header: ", name));
        }
        for near in &self.near {
            let share =
                format!("{} ({} of its {} columns)", near.name, near.columns_found, near.columns);
            text.push_str(&comment("Most columns stand in the mapping: ", &share));
        }
        for (kind, points) in &self.other_kinds {
            text.push_str(&comment(
                "Could also be: ",
                &format!("{} ({points} points)", kind.0.table()),
            ));
        }
        for column in &self.columns {
            let path = column.path.as_deref().unwrap_or("extra");
            let line = format!(
                "{} -> {path} ({} of 100: {}), e.g. {}",
                column.header,
                column.points,
                column.reason,
                column.samples.join(" | ")
            );
            text.push_str(&comment("", &line));
        }
        text.push_str(&self.mapping.to_toml()?);
        Ok(text)
    }
}

/// One line of comment; line ends of the exhibit do not end it.
fn comment(label: &str, text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(400).collect();
    format!("# {label}{plain}\n")
}

/// Mappings of which more than half the columns stand in this header.
fn near(table: &Table, settings: &Settings) -> Vec<Near> {
    let all = mappings(settings).map(|own| Near {
        name: own.name.clone(),
        columns_found: mapped_count(own, &table.headers),
        columns: own.columns.len(),
    });
    let mut found: Vec<Near> = all.filter(|near| near.columns_found * 2 > near.columns).collect();
    found.sort_by(|one, two| {
        let shares = (two.columns_found * one.columns).cmp(&(one.columns_found * two.columns));
        shares.then(one.name.cmp(&two.name))
    });
    found
}
