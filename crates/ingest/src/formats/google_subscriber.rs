//! Google's subscriber information, as authorities receive it (HTML): the account and its addresses.
//!
//! The listed facts become one account; each row of the table of addresses a login, each row of any
//! other table an activity with what it states.
//!
//! - **Versions:** `….SubscriberInfo.html` of returns since 2021.
//! - **Recognised by:** the words `GOOGLE SUBSCRIBER INFORMATION` in a page with lists or tables.
//! - **Specification:** none is published; labels (`Google Account ID`, `Name`, `e-Mail`, `Created
//!   on`, `Status`, `Recovery SMS`, `User Phone Numbers`) and columns (`Timestamp`, `IP Address`,
//!   `Activity Type`, `Android ID`, `Apple iOS IDFV`, `Raw User Agents`) are those public readers of
//!   these pages name; columns are found by name.
//! - **Times** end in `Z`: UTC.
//! - **Fields kept:** every label of the lists and every column, in `extra` where no field takes it.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. other pages of a return (devices, purchases) are not read.

use model::Place;
use model::records::{Account, Activity, Login};
use model::time::TimeFormat;
use serde_json::{Map, Value};

use super::extra::Extra;
use super::html::{Html, Step, push_words};
use super::outline::{Context, Fault, Out, Row, set_account, set_email};
use super::xml::{XmlReader, broken};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink, SkipReason};

/// Words at the head of the page.
const TITLE: &[u8] = b"GOOGLE SUBSCRIBER INFORMATION";

/// Facts kept of the lists; a page has two dozen.
const FACTS_MAX: usize = 500;

/// Cells of one row; tables have six columns.
const CELLS_MAX: usize = 100;

/// Bytes of text held of one element.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// Columns that are known and have no field of their own.
const KNOWN: &[&str] = &["Android ID", "Apple iOS IDFV"];

/// Pages of subscriber information; see the module.
#[derive(Debug)]
pub struct GoogleSubscriber;

impl SourceFormat for GoogleSubscriber {
    fn code(&self) -> &'static str {
        "google_subscriber"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if !head.text().trim_start().starts_with('<') {
            return Sure::No;
        }
        let text = head.text().to_ascii_uppercase();
        let has = |words: &[u8]| memchr::memmem::find(text.as_bytes(), words).is_some();
        if (has(b"<LI") || has(b"<TABLE")) && has(TITLE) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut context = Context::new("google", Some("UTC"), source.settings);
        let mut facts = Vec::new();
        // A page that breaks off does so again below.
        let mut html = Html::over(XmlReader::open(source, &[])?);
        let gathered = walk(&mut html, |found| {
            if let Found::Fact(text, place) = found
                && facts.len() < FACTS_MAX
            {
                facts.push((text, place));
            }
            Ok(())
        });
        if let Err(error @ (Halt::Read(_) | Halt::Outlet(_))) = gathered {
            return Err(error);
        }
        let mut html = Html::over(XmlReader::open(source, &[])?);
        html.reader().note_encoding(sink)?;
        if let Some((_, place)) = facts.first() {
            sink.begin(place)?;
            match account(&mut context, &facts) {
                Ok(account) => sink.record(&account)?,
                Err((kind, field, raw)) => sink.reject(kind, field, &raw)?,
            }
        }
        let read = walk(&mut html, |found| match found {
            Found::Fact(..) => Ok(()),
            Found::Header(place) => sink.skip(&place, SkipReason::Header),
            Found::Row(cells, place) => {
                sink.begin(&place)?;
                match row_of(&mut context, cells) {
                    Ok(record) => sink.record(record.as_ref()),
                    Err((kind, field, raw)) => sink.reject(kind, field, &raw),
                }
            }
        });
        context.finish(sink)?;
        read
    }
}

/// What stands on the page.
enum Found {
    /// An item of a list.
    Fact(String, Place),
    /// The names of the columns of a table.
    Header(Place),
    /// A row, by the names of its columns.
    Row(Map<String, Value>, Place),
}

fn walk(html: &mut Html<'_>, mut each: impl FnMut(Found) -> Result<(), Halt>) -> Result<(), Halt> {
    let mut header: Vec<String> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    let (mut start, mut number, mut is_header) = (0, 0u64, false);
    let mut text = String::new();
    loop {
        match html.next()? {
            Step::Open => match html.name() {
                "table" => header.clear(),
                "tr" => {
                    (start, is_header) = (html.start(), false);
                    cells.clear();
                }
                "li" => {
                    start = html.start();
                    text.clear();
                }
                "th" | "td" => {
                    is_header |= html.name() == "th";
                    text.clear();
                }
                _ => {}
            },
            Step::Text if text.len() < TEXT_BYTES_MAX => push_words(&mut text, html.text()),
            Step::Text => {}
            Step::Close => {
                let name = html.name();
                if matches!(name, "th" | "td") && cells.len() < CELLS_MAX {
                    cells.push(text.trim().to_owned());
                }
                let is_row = name == "tr" && !cells.is_empty();
                if !is_row && (name != "li" || text.trim().is_empty()) {
                    continue;
                }
                number += 1;
                let path = format!("{name}[{number}]");
                let bytes_len = html.end().saturating_sub(start);
                let place = Place { path, bytes_start: start, bytes_len, ..Place::default() };
                if !is_row {
                    each(Found::Fact(std::mem::take(&mut text).trim().to_owned(), place))?;
                } else if is_header || header.is_empty() {
                    header = std::mem::take(&mut cells);
                    each(Found::Header(place))?;
                } else {
                    each(Found::Row(named(&header, &mut cells), place))?;
                }
            }
            Step::End if html.depth() > 0 => {
                return Err(broken(
                    Place { bytes_start: html.end(), ..Place::default() },
                    "the exhibit ends in the middle of the page",
                    "ask the sender for the whole file; what stands before this place was read",
                ));
            }
            Step::End => return Ok(()),
        }
    }
}

fn named(header: &[String], cells: &mut Vec<String>) -> Map<String, Value> {
    let mut row = Map::new();
    for (index, cell) in cells.drain(..).enumerate() {
        let name = header.get(index).filter(|name| !name.is_empty()).cloned();
        row.insert(name.unwrap_or_else(|| format!("column {}", index + 1)), Value::String(cell));
    }
    row
}

/// The account, from `label: value` in the lists.
fn account(context: &mut Context, facts: &[(String, Place)]) -> Result<Account, Fault> {
    let mut account = Account::default();
    account.platform.set(context.platform);
    let mut extra = Extra::default();
    for (text, _) in facts {
        let (label, value) = text.split_once(':').unwrap_or((text, ""));
        let (label, value) = (label.trim(), value.trim());
        let holder = &mut account.holder;
        match label.to_lowercase().as_str() {
            "google account id" => set_account(holder, context.platform, value),
            "name" => holder.name.set(value),
            "e-mail" => set_email(holder, value),
            "user phone numbers" | "recovery sms" if holder.phone_stated.is_empty() => {
                // The country stands behind the number: `+39… [IT]`.
                let number = value.split(['[', ',']).next().unwrap_or(value).trim();
                context.set_phone(holder, number);
                extra.add(label, value);
            }
            "status" => account.status.set(&value.to_lowercase()),
            "created on" => {
                context.stamp(value, "Created on", TimeFormat::Calendar, &mut account.opened)?;
            }
            label if label.starts_with("birthday") => holder.birth_date.set(value),
            _ => extra.add(label, value),
        }
    }
    extra.write(&mut account.extra);
    context.owner.account.clone_from(&account.holder.account);
    context.owner.email.clone_from(&account.holder.email);
    Ok(account)
}

/// A row: a use of an address, else what it states.
fn row_of(
    context: &mut Context,
    cells: Map<String, Value>,
) -> Result<Box<dyn model::Record>, Fault> {
    let value = Value::Object(cells);
    let row = Row::new(&value, &[], KNOWN);
    let mut out = Out::new();
    let mut extra = Extra::default();
    if row.peek("IP Address").is_some() {
        let mut login = Login::default();
        login.platform.set(context.platform);
        login.account.clone_from(&context.owner);
        login.address.set(&row.text("IP Address"));
        login.action.set(&row.text("Activity Type"));
        login.device.set(&row.first(&["Raw User Agents", "User Agent", "User Agent String"]));
        context.time(&row, "Timestamp", TimeFormat::Calendar, &mut login.at)?;
        row.rest(context, &mut extra);
        extra.write(&mut login.extra);
        out.push(Box::new(login));
    } else {
        let mut activity = Activity::default();
        activity.platform.set(context.platform);
        activity.subject.clone_from(&context.owner);
        context.time(&row, "Timestamp", TimeFormat::Calendar, &mut activity.at)?;
        row.rest(context, &mut extra);
        extra.write(&mut activity.extra);
        out.push(Box::new(activity));
    }
    Ok(out.remove(0))
}
