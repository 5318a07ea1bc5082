//! A proposal for a mapping: what each header most likely means, with the reason and samples, and
//! what only a person can say. A proposal is shown, corrected and confirmed; nothing is ever read
//! through one as it stands.

mod columns;
#[cfg(test)]
mod countries;
mod currencies;
mod meanings;
mod settle;
mod table;
mod totals;
mod values;
mod words;

use std::collections::BTreeMap;

use model::record::{Kind, Shape};
use serde::{Deserialize, Serialize};

use self::columns::{Reading, readings};
use self::table::Table;
use super::find::{mapped_count, mappings};
use super::header::{canonical_name, canonical_names, fingerprint};
use super::mapping::{MappedKind, Mapping, Targets};
use super::paths;
use crate::format::Source;
use crate::settings::Settings;
use crate::sink::Halt;

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

/// Proposes a mapping for an exhibit of delimited text or a workbook.
pub fn guess(source: &mut Source<'_>) -> Result<Guess, Halt> {
    let table = table::find(source)?.ok_or_else(no_table)?;
    let mut readings = readings(&settle::headers(&table));
    settle::prefer_statement(&mut readings);
    if readings.is_empty() {
        readings.push(columns::read_as(Kind::Transfer, &table.headers));
    }
    let others = readings.iter().skip(1).filter(|reading| reading.complete);
    let other_kinds = others.map(|other| (MappedKind(other.kind), other.points)).collect();
    let Some(mut reading) = readings.into_iter().next() else { return Err(no_table()) };
    settle::by_values(&mut reading, &table);
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

/// The values of a column that are not empty.
fn samples(table: &Table, column: usize) -> impl Iterator<Item = &str> {
    let cells = table.rows.iter().filter_map(move |row| row.get(column));
    cells.map(String::as_str).filter(|cell| !cell.is_empty())
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
    let amounts = of_shape(Shape::Amount);
    let (decimal_mark, mark_doubt) = values::decimal_mark(&amounts);
    let operator_zone = zone_of_headers(reading, table);
    let mut doubts = times.doubts;
    if operator_zone.is_some() {
        doubts.retain(|doubt| doubt != values::NO_ZONE);
    } else if has_part(reading, "time") && !has_part(reading, "zone") {
        // The clock stands in a column of its own, which the dates do not show.
        doubts.push(values::NO_ZONE.to_owned());
    }
    doubts.extend(mark_doubt);
    doubts.extend(doubts_of_values(reading, table, &amounts));
    let columns = columns_of(reading, table);
    let constants = currencies_of_headers(reading, table);
    let has_currency = !constants.is_empty() || has_part(reading, "currency");
    if matches!(reading.kind, Kind::Transfer | Kind::Entry) && !has_currency {
        doubts.push("no column states a currency: set `currency` under [constants]".into());
    }
    let words = words_of_values(reading, table, &mut doubts);
    let total = find_totals(reading.kind, table, &mut doubts);
    let (total_column, total_words) = total.unzip();
    if canonical_names(&table.headers).iter().any(|name| name.contains('#')) {
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
        header_rows: table.header_rows,
        sheet: None,
        total_column,
        total_words: total_words.unwrap_or_default(),
        decimal_mark,
        date_order: times.order,
        operator_zone,
        time_format: times.format,
        columns,
        constants,
        words,
        ..Mapping::default()
    };
    (mapping, doubts)
}

fn has_part(reading: &Reading, part: &str) -> bool {
    reading.matches.iter().flatten().any(|found| found.part() == Some(part))
}

/// The columns that mean a field; one currency serves what was sent and its fee.
fn columns_of(reading: &Reading, table: &Table) -> BTreeMap<String, Targets> {
    let fee = reading.matches.iter().flatten().any(|found| found.path == "fee");
    let headers = canonical_headers(table).into_iter().zip(&reading.matches);
    headers
        .filter_map(|(header, found)| {
            let path = found.as_ref()?.path.clone();
            let target = if path == "principal.currency" && fee {
                Targets::Several(vec![path, "fee.currency".into()])
            } else {
                Targets::One(path)
            };
            Some((header, target))
        })
        .collect()
}

/// UTC, where the header of every clock says so.
fn zone_of_headers(reading: &Reading, table: &Table) -> Option<String> {
    let named = reading.matches.iter().zip(&table.headers);
    let mut times = named.filter(|(found, _)| {
        found.as_ref().is_some_and(|found| {
            let whole = shape_of(reading.kind, &found.path) == Some(Shape::Stamp);
            (whole && found.part() != Some("date")) || found.part() == Some("time")
        })
    });
    let says_utc = |header: &str| {
        columns::tokens(header).iter().any(|word| matches!(word.as_str(), "utc" | "gmt"))
    };
    let first = times.next()?;
    let all = says_utc(first.1) && times.all(|(_, header)| says_utc(header));
    all.then(|| "UTC".to_owned())
}

/// What the values leave open beside times and decimal marks.
fn doubts_of_values(reading: &Reading, table: &Table, amounts: &[&str]) -> Vec<String> {
    let mut doubts = Vec::new();
    if reading.kind == Kind::Transfer && amounts.iter().any(|text| text.starts_with('-')) {
        doubts.push(
            "some amounts are below zero: in a list of transfers they are set aside; the statement of \
             one account has the kind `entry`"
                .into(),
        );
    }
    for (column, found) in reading.matches.iter().enumerate() {
        let Some(found) = found else { continue };
        let values: Vec<&str> = samples(table, column).collect();
        if found.path == "reference" && values::lost_zeros(&values) {
            let header = table.headers.get(column).map_or("", |header| header.trim());
            doubts.push(format!(
                "the numbers of `{header}` differ in length and none begins with 0: a spreadsheet may \
                 have cut zeros off; ask the sender for them as text before they are compared"
            ));
        }
        if found.part() == Some("zone") && values.iter().any(|zone| values::is_short_zone(zone)) {
            doubts.push(format!(
                "zones are stated by letters that are no names of zones ({}): translate each under \
                 [words.\"{}\"], as in \"PST\" = \"America/Los_Angeles\"",
                values.first().copied().unwrap_or_default(),
                found.path
            ));
        }
    }
    doubts
}

/// What stated words mean: the sides of a statement line, and what became of a transfer.
fn words_of_values(
    reading: &Reading,
    table: &Table,
    doubts: &mut Vec<String>,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut words = BTreeMap::new();
    for (column, found) in reading.matches.iter().enumerate() {
        let Some(found) = found else { continue };
        let meanings: &meanings::Meanings = match (reading.kind, found.path.as_str()) {
            (Kind::Entry, "direction") => &meanings::SIDES,
            (Kind::Transfer, "status") => &meanings::OUTCOMES,
            _ => continue,
        };
        let (known, unknown) = meanings::of(meanings, samples(table, column));
        if !unknown.is_empty() {
            doubts.push(format!(
                "`{}` holds words that are not translated ({}): say under [words.{}] what each means; \
                 what was cancelled or refunded is else taken for paid",
                table.headers.get(column).map_or("", |header| header.trim()),
                unknown.join(", "),
                found.path
            ));
        }
        if !known.is_empty() {
            words.insert(found.path.clone(), known);
        }
    }
    words
}

/// The currencies that headers of amounts name, where no column does: a constant each.
fn currencies_of_headers(reading: &Reading, table: &Table) -> BTreeMap<String, String> {
    let mut constants = BTreeMap::new();
    let taken = |path: &str| reading.matches.iter().flatten().any(|found| found.path == path);
    for (found, header) in reading.matches.iter().zip(&table.headers) {
        let Some(found) = found else { continue };
        if shape_of(reading.kind, &found.path) != Some(Shape::Amount) {
            continue;
        }
        let field = found.path.split('.').next().unwrap_or_default();
        let path = format!("{field}.currency");
        if let Some(currency) = currencies::of(header).filter(|_| !taken(&path)) {
            constants.insert(path, currency.code().to_owned());
        }
    }
    // The fee of a transfer is taken in the currency of what was sent.
    if let Some(own) = constants.get("principal.currency").cloned()
        && taken("fee")
        && !taken("fee.currency")
    {
        constants.entry("fee.currency".to_owned()).or_insert(own);
    }
    constants
}

/// The column of totals and their words, told as a doubt: what is a total is left out.
fn find_totals(
    kind: Kind,
    table: &Table,
    doubts: &mut Vec<String>,
) -> Option<(String, Vec<String>)> {
    if !matches!(kind, Kind::Transfer | Kind::Entry) {
        return None;
    }
    let rows: Vec<Vec<String>> = table.rows.iter().chain(&table.last).cloned().collect();
    let (column, words) = totals::find(&rows, table.headers.len())?;
    let header = canonical_headers(table).get(column).cloned()?;
    doubts.push(format!(
        "rows that begin with `{}` in `{header}` are taken for totals, and counted but not read: is \
         that so?",
        words.join("`, `")
    ));
    Some((header, words))
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
