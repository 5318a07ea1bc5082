//! Calls of Microsoft Teams on telephones, kept as properties of messages.
//!
//! - **Recognised by:** `ZMESSAGEPROPERTIES` with `ZPROPERTIES` on the iPhone, `MessagePropertyAttribute`
//!   with `propertyId` `CallLog` on Android.
//! - **Specification:** none published; names as iLEAPP and ALEAPP (`teams.py`) read them. On the iPhone
//!   the properties are an archive of objects, on Android JSON; the names in them are the same.
//! - **Fields kept:** start, end, originator, target, state, type; the duration counts from
//!   `connectTime`. Times state their offset.

use model::time::{DateOrder, Stamp, StampReader, TimeFormat};
use model::{Party, RejectKind};
use serde_json::Value;

use crate::formats::plist::{Archive, Node, Plist};
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// A fact on a call: under its name, or under two, one inside the other.
type Fact<'f> = dyn Fn(&str, &str) -> String + 'f;

/// Reads the calls of the iPhone.
pub(super) fn read_ios(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    if !reading.has("ZMESSAGEPROPERTIES") {
        return Ok(());
    }
    let mut times = times(reading);
    reading.pour("ZMESSAGEPROPERTIES", &mut |row, writer| {
        let Datum::Bytes(bytes) = row.datum("ZPROPERTIES") else { return Ok(Filled::Part) };
        let archive = Plist::open(bytes).and_then(Archive::open);
        let Some(archive) = archive else { return Ok(Filled::Part) };
        let call = archive.root().and_then(|root| archive.get(&root, "call-log"));
        match call {
            Some(Node::Text(json)) => fill_json(&json, row, "ZTHREADID", writer, &mut times),
            Some(call @ Node::Dictionary(_)) => {
                let fact = |outer: &str, inner: &str| {
                    let outer = archive.get(&call, outer);
                    let found = match (outer, inner) {
                        (outer, "") => outer,
                        (outer, inner) => outer.and_then(|outer| archive.get(&outer, inner)),
                    };
                    match found {
                        Some(Node::Text(text)) => text.into_owned(),
                        Some(Node::Integer(number)) => number.to_string(),
                        _ => String::new(),
                    }
                };
                fill(&fact, row, "ZTHREADID", writer, &mut times)
            }
            _ => Ok(Filled::Part),
        }
    })
}

/// Reads the calls of Android.
pub(super) fn read_android(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    if !reading.has("MessagePropertyAttribute") {
        return Ok(());
    }
    let mut times = times(reading);
    reading.pour("MessagePropertyAttribute", &mut |row, writer| {
        if row.text("propertyId")? != "CallLog" {
            return Ok(Filled::Part);
        }
        let json = row.text("attributeValue")?;
        fill_json(&json, row, "conversationId", writer, &mut times)
    })
}

fn times(reading: &Reading<'_, '_, '_, '_>) -> StampReader {
    reading.settings.stamp_reader(Some("UTC"), TimeFormat::Calendar, DateOrder::Unknown)
}

fn fill_json(
    json: &str,
    row: &RowView<'_>,
    thread: &'static str,
    writer: &mut Writer,
    times: &mut StampReader,
) -> Result<Filled, Fault> {
    let Ok(call) = serde_json::from_str::<Value>(json) else {
        return Err((RejectKind::Malformed, "call-log".into(), json.to_owned()));
    };
    let fact = |outer: &str, inner: &str| {
        let found = if inner.is_empty() { call.get(outer) } else { call.get(outer)?.get(inner) };
        found.and_then(Value::as_str).map(str::to_owned)
    };
    fill(&|outer, inner| fact(outer, inner).unwrap_or_default(), row, thread, writer, times)
}

fn fill(
    fact: &Fact<'_>,
    row: &RowView<'_>,
    thread: &'static str,
    writer: &mut Writer,
    times: &mut StampReader,
) -> Result<Filled, Fault> {
    let Writer { session, extra, .. } = writer;
    session.platform.set("teams");
    session.reference.set(&fact("callId", ""));
    read_time(fact, "startTime", times, &mut session.start)?;
    read_time(fact, "endTime", times, &mut session.end)?;
    let mut connected = Stamp::default();
    read_time(fact, "connectTime", times, &mut connected)?;
    extra.add("connectTime", &connected.stated);
    let state = fact("callState", "");
    let is_answered = state.eq_ignore_ascii_case("accepted");
    if is_answered && connected.is_stated() && session.end.is_stated() {
        let length_us = session.end.earliest_us.saturating_sub(connected.earliest_us);
        session.duration_s = Some(length_us.max(0) / 1_000_000);
    } else if !is_answered {
        session.duration_s = Some(0);
    }
    session.status.set(match state.to_ascii_lowercase().as_str() {
        "accepted" => "answered",
        "declined" => "rejected",
        _ => &state,
    });
    for name in ["callState", "callType", "callDirection", "sessionType"] {
        extra.add(name, &fact(name, ""));
    }
    put_party(fact, "originator", "originatorParticipant", &mut session.caller);
    put_party(fact, "target", "targetParticipant", &mut session.callee);
    extra.add("conversation", &row.text(thread)?);
    Ok(Filled::Session)
}

fn put_party(fact: &Fact<'_>, key: &str, participant: &str, party: &mut Party) {
    let mut id = fact(key, "");
    if id.is_empty() {
        id = fact(participant, "id");
    }
    People::account("teams", &id, party);
    party.name.set(&fact(participant, "displayName"));
}

fn read_time(
    fact: &Fact<'_>,
    name: &'static str,
    times: &mut StampReader,
    stamp: &mut Stamp,
) -> Result<(), Fault> {
    let text = fact(name, "");
    stamp.clear();
    // A call that was not answered was connected in the first year.
    if text.is_empty() || text.starts_with("0001-") {
        return Ok(());
    }
    times.read(&text, stamp).map_err(|fault| (fault.into(), name.into(), text))
}
