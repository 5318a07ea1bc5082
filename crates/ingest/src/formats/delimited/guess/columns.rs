//! Which field a header most likely means, for each kind of record; the kind whose fields explain
//! the header best is proposed.

use std::sync::LazyLock;

use model::record::{KINDS, Kind, Shape};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::super::finish::needed;
use super::currencies;
use super::words::{fields, of_every_kind, parts};

/// Points below which nothing is proposed: half the words of the header are explained.
const POINTS_MIN: u32 = 50;

/// A phrase and the field it names.
struct Named {
    path: String,
    tokens: Vec<String>,
    /// Points given where the phrase is the whole header.
    worth: u32,
}

/// Words that say nothing of a column.
const SMALL_WORDS: [&str; 14] =
    ["of", "the", "di", "del", "della", "de", "la", "el", "des", "der", "von", "du", "do", "das"];

/// How "number" is shortened.
const NUMBER_SIGNS: [&str; 5] = ["n", "nr", "n\u{ba}", "num", "nro"];

/// The phrases of every kind, parted into words once.
static NAMED: LazyLock<Vec<(Kind, Vec<Named>)>> =
    LazyLock::new(|| KINDS.iter().map(|kind| (*kind, named(*kind))).collect());

/// A header matched with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) path: String,
    /// Up to 100.
    pub(crate) points: u32,
    pub(crate) reason: String,
}

impl Match {
    /// The part of the field it fills: `currency` of `principal.currency`, nothing of `principal`.
    pub(crate) fn part(&self) -> Option<&str> {
        self.path.split_once('.').and_then(|(_, parts)| parts.rsplit('.').next())
    }
}

/// What each header means under one kind of record.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) kind: Kind,
    pub(crate) matches: Vec<Option<Match>>,
    /// Whether every row could become a record.
    pub(crate) complete: bool,
    pub(crate) points: u32,
}

/// A text without the marks on its letters.
pub(crate) fn without_accents(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Words of a header: accents off, lower case, parted at anything that is no letter or digit and
/// where a small letter meets a capital.
pub(crate) fn tokens(header: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_small = false;
    for c in without_accents(header).chars() {
        let parts = !c.is_alphanumeric() || (c.is_uppercase() && before_small);
        if parts && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before_small = c.is_lowercase();
    }
    if !word.is_empty() {
        out.push(word);
    }
    // Articles and prepositions say nothing in any of the languages.
    out.retain(|word| !SMALL_WORDS.contains(&word.as_str()));
    for word in &mut out {
        if NUMBER_SIGNS.contains(&word.as_str()) {
            "no".clone_into(word);
        }
    }
    out
}

/// Reads a header line as the kind that explains it best, best first.
pub(crate) fn readings(headers: &[String]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = KINDS.iter().map(|kind| read_as(*kind, headers)).collect();
    readings.retain(|reading| reading.points > 0);
    readings.sort_by_key(|reading| std::cmp::Reverse((reading.complete, reading.points)));
    readings
}

/// Reads a header line as one kind.
pub(crate) fn read_as(kind: Kind, headers: &[String]) -> Reading {
    let named = NAMED.iter().find(|(own, _)| *own == kind).map_or(&[][..], |(_, named)| named);
    let mut matches: Vec<Option<Match>> =
        headers.iter().map(|header| best(named, header)).collect();
    keep_best_of_each(&mut matches);
    parts_of_names(&mut matches);
    whole_days(&mut matches);
    let paths: Vec<&str> = matches.iter().flatten().map(|found| found.path.as_str()).collect();
    let fills = |field: &&str| paths.iter().any(|path| path.split('.').next() == Some(*field));
    let complete = needed(kind).iter().all(|group| group.iter().any(&fills));
    let points = matches.iter().flatten().map(|found| found.points).sum();
    Reading { kind, matches, complete, points }
}

fn best(named: &[Named], header: &str) -> Option<Match> {
    let words = tokens(&currencies::without(header));
    if words.is_empty() {
        return None;
    }
    let mut best: Option<(u32, &Named)> = None;
    for name in named {
        let all = name.tokens.iter().all(|token| words.contains(token));
        let count = u32::try_from(name.tokens.len()).unwrap_or(0);
        let of = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let points = name.worth * count.min(of) / of;
        if all && points >= POINTS_MIN && best.is_none_or(|(most, _)| points > most) {
            best = Some((points, name));
        }
    }
    best.map(|(points, name)| Match {
        path: name.path.clone(),
        points,
        reason: format!("the header says `{}`", name.tokens.join(" ")),
    })
}

/// A field takes one column: the one that names it best; the others stay open.
fn keep_best_of_each(matches: &mut [Option<Match>]) {
    for at in 0..matches.len() {
        let Some(Some(own)) = matches.get(at).cloned() else { continue };
        let better = matches.iter().enumerate().any(|(other, found)| {
            found.as_ref().is_some_and(|found| {
                found.path == own.path
                    && (found.points > own.points || (found.points == own.points && other < at))
            })
        });
        if let (true, Some(slot)) = (better, matches.get_mut(at)) {
            *slot = None;
        }
    }
}

/// A bare name beside a surname is the given name, and beside a given name the surname.
fn parts_of_names(matches: &mut [Option<Match>]) {
    let paths: Vec<String> = matches.iter().flatten().map(|found| found.path.clone()).collect();
    for found in matches.iter_mut().flatten().filter(|found| found.part() == Some("name")) {
        let has = |part: &str| paths.contains(&format!("{}.{part}", found.path));
        let part = match (has("first"), has("last")) {
            (false, true) => "first",
            (true, false) => "last",
            _ => continue,
        };
        found.path = format!("{}.{part}", found.path);
    }
}

/// A date whose clock stands in no other column is the whole of its time, and a time beside which a
/// clock stands is its date.
fn whole_days(matches: &mut [Option<Match>]) {
    let has = |matches: &[Option<Match>], path: &str| {
        matches.iter().flatten().any(|found| found.path == path)
    };
    let alone: Vec<String> = matches
        .iter()
        .flatten()
        .filter_map(|found| found.path.strip_suffix(".time"))
        .filter(|field| !has(matches, &format!("{field}.date")))
        .map(str::to_owned)
        .collect();
    for found in matches.iter_mut().flatten().filter(|found| alone.contains(&found.path)) {
        found.path.push_str(".date");
    }
    let paths: Vec<String> = matches.iter().flatten().map(|found| found.path.clone()).collect();
    for found in matches.iter_mut().flatten() {
        let Some((field, part)) = found.path.rsplit_once('.') else { continue };
        let other = match part {
            "date" => format!("{field}.time"),
            "time" => format!("{field}.date"),
            _ => continue,
        };
        if !paths.contains(&other) {
            found.path = field.to_owned();
        }
    }
}

/// Every phrase that names a field of a kind.
fn named(kind: Kind) -> Vec<Named> {
    let mut out = Vec::new();
    let mut add = |path: &str, words: &[&str], worth: u32| {
        let tokens: Vec<String> = words.iter().flat_map(|words| tokens(words)).collect();
        // A side and a part that are one word name the side alone.
        let twice = tokens
            .iter()
            .enumerate()
            .any(|(at, word)| tokens.iter().skip(at + 1).any(|o| o == word));
        if !tokens.is_empty() && !twice {
            out.push(Named { path: path.to_owned(), tokens, worth });
        }
    };
    for line in fields(kind, &[Shape::Text, Shape::Integer]).chain(fields(kind, &[Shape::Amount])) {
        for words in &line.phrases {
            add(line.path, &[words], 100);
        }
    }
    name_currencies(kind, &mut add);
    name_times(kind, &mut add);
    name_parties(kind, &mut add);
    out
}

fn name_currencies(kind: Kind, add: &mut impl FnMut(&str, &[&str], u32)) {
    for (index, line) in fields(kind, &[Shape::Amount]).enumerate() {
        let path = format!("{}.currency", line.field());
        for currency in of_every_kind("currency") {
            // A bare "currency" is that of the first amount, with less certainty.
            if index == 0 {
                add(&path, &[currency], 95);
            }
            for words in &line.phrases {
                add(&path, &[words, currency], 100);
            }
        }
    }
}

fn name_times(kind: Kind, add: &mut impl FnMut(&str, &[&str], u32)) {
    let [dates, clocks] = ["date", "clock"].map(of_every_kind);
    for line in fields(kind, &[Shape::Stamp]) {
        let field = line.path;
        for own in &line.phrases {
            // A bare "date" could be any of the kind's times: it is the first, with less certainty.
            let worth = if own.is_empty() { 85 } else { 100 };
            for word in dates {
                add(&format!("{field}.date"), &[own, word], worth);
            }
            for word in clocks {
                add(&format!("{field}.time"), &[own, word], worth);
            }
            for (date, clock) in dates.iter().zip(clocks) {
                add(field, &[own, date, clock], worth);
            }
            for word in of_every_kind("instant") {
                add(field, &[own, word], worth);
            }
            for word in of_every_kind("zone") {
                add(&format!("{field}.zone"), &[own, word], worth);
            }
            add(field, &[own], 80);
        }
    }
}

fn name_parties(kind: Kind, add: &mut impl FnMut(&str, &[&str], u32)) {
    for line in fields(kind, &[Shape::Party]) {
        let field = line.path;
        for side in &line.phrases {
            for part in parts() {
                for words in &part.phrases {
                    // Without a side the words may mean anybody.
                    let worth = if side.is_empty() { 85 } else { 100 };
                    add(&format!("{field}.{}", part.path), &[side, words], worth);
                }
            }
            // A side alone is most often an id or a name; the values tell.
            add(&format!("{field}.account"), &[side], 70);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(headers: &[&str]) -> (Kind, Vec<String>) {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let reading = readings(&headers).into_iter().next().unwrap();
        let path = |found: &Option<Match>| found.as_ref().map_or("-".into(), |f| f.path.clone());
        (reading.kind, reading.matches.iter().map(path).collect())
    }

    #[test]
    fn headers_part_into_words() {
        assert_eq!(tokens("Città mittente"), ["citta", "mittente"]);
        assert_eq!(tokens("sourceNodeId"), ["source", "node", "id"]);
        assert_eq!(tokens("Data di nascita"), ["data", "nascita"]);
        assert_eq!(tokens("created_at_ms"), ["created", "at", "ms"]);
        assert_eq!(tokens("N\u{ba} Control"), tokens("no. control"));
    }

    #[test]
    fn an_unseen_transfer_return_is_understood() {
        let (kind, paths) = proposal(&[
            "MTCN",
            "Send Date",
            "Send Time",
            "Payer First Name",
            "Payer Last Name",
            "Payer Phone Number",
            "Payee Full Name",
            "Payee Country",
            "Amount",
            "Currency",
            "Fee",
            "Status",
            "Colour",
        ]);
        assert_eq!(kind, Kind::Transfer);
        let want = [
            "reference",
            "sent.date",
            "sent.time",
            "payer.name.first",
            "payer.name.last",
            "payer.phone",
            "payee.name",
            "payee.address.country",
            "principal",
            "principal.currency",
            "fee",
            "status",
            "-",
        ];
        assert_eq!(paths, want);
    }

    #[test]
    fn other_kinds_and_languages_are_told_apart() {
        let (kind, paths) =
            proposal(&["Data contabile", "Data valuta", "Causale", "Dare", "Avere"]);
        assert_eq!(kind, Kind::Entry);
        assert_eq!(paths, ["booked", "valued", "purpose", "amount.debit", "amount.credit"]);
        let (kind, paths) =
            proposal(&["Fecha", "Hora", "Remitente", "Destinatario", "Importe", "Divisa"]);
        assert_eq!(kind, Kind::Transfer);
        let want = [
            "sent.date",
            "sent.time",
            "payer.account",
            "payee.account",
            "principal",
            "principal.currency",
        ];
        assert_eq!(paths, want);
        let (kind, _) =
            proposal(&["Calling Number", "Called Number", "Start Time", "Duration", "Cell ID"]);
        assert_eq!(kind, Kind::Session);
        let (kind, paths) =
            proposal(&["user_id", "timestamp", "ip_address", "source_port", "user_agent"]);
        assert_eq!(kind, Kind::Login);
        assert_eq!(paths, ["account.account", "at", "address", "port", "device"]);
        let (kind, _) = proposal(&[
            "PNR",
            "Passenger Surname",
            "Flight Number",
            "From",
            "To",
            "Departure Date",
        ]);
        assert_eq!(kind, Kind::Trip);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert!(readings(&["x7".to_owned(), String::new()]).is_empty());
    }
}
