//! Calls, messages, contacts, log-ins and journeys as events in time.

use std::hash::{Hash as _, Hasher as _};

use model::record::Kind;
use model::time::{Precision, ZoneSource};
use model::views::{Event, Lack, When};

use super::cells::Cells;
use super::view::{Loader, intern};
use crate::fault::TablesFault;

/// Takes a batch of calls. A call of no duration, or one that its source calls missed, was not
/// answered.
pub(super) fn sessions(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let table = Kind::Session.table();
    let (records, rows) = (cells.record()?, cells.rows());
    let (starts, ends) = (cells.stamp("start")?, cells.stamp("end")?);
    let (durations, status) = (cells.integer("duration_s")?, cells.text("status")?);
    let from = intern(&mut loader.keys, cells.text("caller_key")?, rows)?;
    let to = intern(&mut loader.keys, cells.text("callee_key")?, rows)?;
    for (row, (from, to)) in from.into_iter().zip(to).enumerate() {
        let record = records.get(row);
        let Some(start) = starts.get(row) else {
            loader.leave_out(table, Lack::Time, record);
            continue;
        };
        let duration_s = durations.get(row);
        let end_us = match (ends.get(row), duration_s) {
            (Some(end), _) => end.earliest_us,
            (None, Some(seconds)) => {
                start.earliest_us.saturating_add(seconds.saturating_mul(1_000_000))
            }
            (None, None) => start.earliest_us,
        };
        let end_us = end_us.max(start.earliest_us);
        loader.coverage.span(record.exhibit, table, None, &start, end_us.max(start.latest_us));
        let answered = duration_s != Some(0) && !is_unanswered(status.get(row));
        loader.sessions.push(Event { record, from, to, start, end_us, answered, said: 0 });
    }
    Ok(())
}

/// Words of sources for a call that nobody took.
const UNANSWERED: [&str; 8] = [
    "missed",
    "unanswered",
    "not answered",
    "no answer",
    "no_answer",
    "busy",
    "declined",
    "failed",
];

fn is_unanswered(word: &str) -> bool {
    UNANSWERED.iter().any(|listed| word.trim().eq_ignore_ascii_case(listed))
}

/// Takes a batch of messages. One with an authority was written by or to an officer: it goes to
/// the contacts and not to the messages of the people in the case.
pub(super) fn messages(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let table = Kind::Message.table();
    let (records, rows) = (cells.record()?, cells.rows());
    let (times, authority) = (cells.stamp("sent")?, cells.text("authority")?);
    let bodies = cells.text("body")?;
    let from = intern(&mut loader.keys, cells.text("sender_key")?, rows)?;
    let to = intern(&mut loader.keys, cells.text("receiver_key")?, rows)?;
    for (row, (from, to)) in from.into_iter().zip(to).enumerate() {
        let record = records.get(row);
        let Some(start) = times.get(row) else {
            loader.leave_out(table, Lack::Time, record);
            continue;
        };
        loader.coverage.span(record.exhibit, table, None, &start, start.latest_us);
        let end_us = start.earliest_us;
        let said = hash_of(bodies.get(row));
        let event = Event { record, from, to, start, end_us, answered: true, said };
        if authority.get(row).is_empty() {
            loader.messages.push(event);
        } else {
            loader.contacts.push(event);
        }
    }
    Ok(())
}

/// A number for a text, the same in every run; 0 for none.
fn hash_of(text: &str) -> u64 {
    let text = text.trim();
    if text.is_empty() {
        return 0;
    }
    let mut hasher = std::hash::DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().max(1)
}

/// Takes a batch of address-book entries. One without a time can be from any time.
pub(super) fn contacts(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let (records, rows) = (cells.record()?, cells.rows());
    let times = cells.stamp("added")?;
    let from = intern(&mut loader.keys, cells.text("owner_key")?, rows)?;
    let to = intern(&mut loader.keys, cells.text("contact_key")?, rows)?;
    for (row, (from, to)) in from.into_iter().zip(to).enumerate() {
        let record = records.get(row);
        let start = times.get(row).unwrap_or(ANY_TIME);
        let end_us = start.earliest_us;
        loader.contacts.push(Event { record, from, to, start, end_us, answered: true, said: 0 });
    }
    Ok(())
}

/// An interval that holds every instant: what "not stated" means for a time.
const ANY_TIME: When = When {
    earliest_us: i64::MIN,
    latest_us: i64::MAX,
    precision: Precision::Absent,
    zone_source: ZoneSource::Assumed,
};

/// Takes what log-ins cover, by exhibit and account.
pub(super) fn logins(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let table = Kind::Login.table();
    let (records, times) = (cells.record()?, cells.stamp("at")?);
    let accounts = intern(&mut loader.keys, cells.text("account_key")?, cells.rows())?;
    for (row, account) in accounts.into_iter().enumerate() {
        let record = records.get(row);
        let Some(at) = times.get(row) else {
            loader.leave_out(table, Lack::Time, record);
            continue;
        };
        loader.coverage.span(record.exhibit, table, None, &at, at.latest_us);
        loader.coverage.span(record.exhibit, table, Some(account), &at, at.latest_us);
    }
    Ok(())
}

/// Takes what journeys cover, by exhibit.
pub(super) fn trips(loader: &mut Loader, cells: &Cells<'_>) -> Result<(), TablesFault> {
    let table = Kind::Trip.table();
    let (records, departs) = (cells.record()?, cells.stamp("departs")?);
    let arrives = cells.stamp("arrives")?;
    for row in 0..cells.rows() {
        let record = records.get(row);
        let arrival = arrives.get(row);
        let Some(start) = departs.get(row).or(arrival) else {
            loader.leave_out(table, Lack::Time, record);
            continue;
        };
        let until_us = arrival.map_or(start.latest_us, |at| at.latest_us.max(start.latest_us));
        loader.coverage.span(record.exhibit, table, None, &start, until_us);
    }
    Ok(())
}
