//! Timesketch: every time that a record states, as an event of a timeline.
//!
//! - **Specification:** Timesketch, "Create timeline from JSONL/CSV file": `message`, `datetime` (ISO
//!   8601 with its zone) and `timestamp_desc` are compulsory, `timestamp` is in microseconds; every
//!   further attribute is kept.
//! - **An event** a time: a call that states begin and end gives two. `datetime` is the first instant the
//!   time can mean and `datetime_latest` the last: a day without a clock time is no midnight.
//! - **Attributes:** the columns of `flat`, where they are stated, so that each event names its record
//!   and its place.
//! - **Left out:** records that state no time. An instant beyond the calendar is counted.

use model::Row;
use model::wire::{SlotRef, StampOf};
use serde_json::{Map, Value};

use super::flat::{Cell, cells, columns, decimal, label};
use super::{Fate, Job, Reason, RecordExport, Target};
use crate::exports::ExportError;
use crate::exports::json::json;
use crate::exports::times::utc;

/// Fields that are attributes and no part of the sentence of an event.
const NOT_IN_MESSAGE: [&str; 3] = ["body", "extra", "description"];

/// Timelines; see the module.
#[derive(Debug)]
pub(super) struct Timesketch;

impl RecordExport for Timesketch {
    fn code(&self) -> &'static str {
        "timesketch"
    }

    fn form(&self) -> &'static str {
        "Timesketch JSONL"
    }

    fn target(&self) -> Target {
        Target::File
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        job.out.begin("")?;
        let mut beyond = 0;
        for kind in job.kinds() {
            let names = columns(kind);
            job.each(kind, &mut |row, out| {
                let (mut event, mut told) = (String::new(), false);
                for (field, stamp) in row.stamps() {
                    let Some(time) = time(field, row, &stamp) else {
                        beyond += 1;
                        continue;
                    };
                    if event.is_empty() {
                        event = json(&attributes(row, &names));
                    }
                    // What every event of a record says, behind what is its own.
                    out.text(&time)?;
                    out.text(event.strip_prefix('{').unwrap_or_default())?;
                    out.text("\n")?;
                    out.row();
                    told = true;
                }
                Ok(if told { Fate::Written } else { Fate::LeftOut(Reason::NoTime) })
            })?;
        }
        job.note("times_beyond_the_calendar", beyond);
        Ok(())
    }
}

/// What every event of a record says.
fn attributes(row: &Row<'_>, names: &[String]) -> Map<String, Value> {
    let (mut event, mut names) = (Map::new(), names.iter());
    event.insert("message".to_owned(), message(row).into());
    event.insert("data_type".to_owned(), format!("tutela:{}", row.kind.table()).into());
    // Nothing in it can fail.
    let _ = cells::<()>(row, &mut |cell| {
        let Some(name) = names.next() else { return Ok(()) };
        let value = match cell {
            Cell::Absent => return Ok(()),
            Cell::Text(text) => text.into(),
            // Amounts stay exact as texts.
            Cell::Number(digits) => {
                digits.parse::<i64>().map_or_else(|_| digits.into(), Value::from)
            }
        };
        event.insert(name.clone(), value);
        Ok(())
    });
    event
}

/// The beginning of an event of this time; `None` where the calendar has no such instant.
fn time(field: &str, row: &Row<'_>, stamp: &StampOf<&str>) -> Option<String> {
    let (first, last) = (utc(stamp.earliest_us)?, utc(stamp.latest_us)?);
    let (at_us, kind, field) = (stamp.earliest_us, row.kind.table(), field.replace('_', " "));
    Some(format!(
        "{{\"datetime\":\"{first}\",\"datetime_latest\":\"{last}\",\"timestamp\":{at_us},\
         \"timestamp_desc\":\"{kind} {field}\","
    ))
}

/// A record in one line: its kind, its parties, its amounts, its words.
fn message(row: &Row<'_>) -> String {
    let (mut parties, mut words) = (Vec::new(), Vec::new());
    for (slot, field) in row.slots.iter().zip(row.kind.fields()) {
        match slot {
            SlotRef::Party(Some(party)) => parties.push(label(party)),
            SlotRef::Amount(Some(amount)) => {
                let currency = amount.money.currency.code().to_owned();
                words.push(format!("{} {currency}", decimal(amount.money)));
            }
            SlotRef::Text(text) if !text.is_empty() && !NOT_IN_MESSAGE.contains(&field.name) => {
                words.push((*text).to_owned());
            }
            _ => {}
        }
    }
    let mut said = parties.join(" – ");
    for word in words {
        said.push_str(if said.is_empty() { "" } else { "; " });
        said.push_str(&word);
    }
    format!("{}: {said}", row.kind.table())
}
