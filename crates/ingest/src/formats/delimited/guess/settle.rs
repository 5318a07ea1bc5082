//! What the values of a table decide where its headers leave it open.

use model::money::{DecimalMark, read_minor};
use model::record::Kind;

use super::columns::{Match, Reading, tokens};
use super::table::{ROWS_MAX, Table};
use super::words::of_every_kind;
use super::{samples, values};

/// The headers to understand: that of a currency above amounts says nothing, for it holds none.
pub(super) fn headers(table: &Table) -> Vec<String> {
    let named = |header: &str| {
        let words = tokens(header);
        of_every_kind("currency").iter().any(|currency| words.contains(&(*currency).to_owned()))
    };
    let number = |text: &str| {
        [DecimalMark::Point, DecimalMark::Comma]
            .iter()
            .any(|mark| read_minor(text, *mark, 2).is_ok())
    };
    let headers = table.headers.iter().enumerate();
    headers
        .map(|(column, header)| {
            let mut values = samples(table, column).peekable();
            let amounts = values.peek().is_some() && values.all(number);
            if amounts && named(header) { String::new() } else { header.clone() }
        })
        .collect()
}

/// A list of payments with one side only is the statement of the other, where it can be one.
pub(super) fn prefer_statement(readings: &mut Vec<Reading>) {
    let Some(first) = readings.first().filter(|first| first.kind == Kind::Transfer) else { return };
    let has = |side: &str| {
        first.matches.iter().flatten().any(|found| found.path.split('.').next() == Some(side))
    };
    if has("payer") && has("payee") {
        return;
    }
    let statement = readings.iter().position(|own| own.kind == Kind::Entry && own.complete);
    if let Some(at) = statement {
        let own = readings.remove(at);
        readings.insert(0, own);
    }
}

/// Lets the values decide what a header leaves open: a party named by its side alone.
pub(super) fn by_values(reading: &mut Reading, table: &Table) {
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
