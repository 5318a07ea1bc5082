//! Calls of Microsoft Teams as the property `call-log` of a message states them, on telephones and on
//! computers.
//!
//! - **Specification:** none published; names as iLEAPP and ALEAPP (`teams.py`) read them.
//! - **Fields kept:** start, end, originator, target, state, type; the duration counts from
//!   `connectTime`. Times state their offset.

use model::Party;
use model::records::Session;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat};
use serde_json::Value;

use super::extra::Extra;
use super::outline::{Fault, set_account};
use crate::settings::Settings;

/// A fact on a call: under its name, or under two, one inside the other.
pub(crate) type Fact<'f> = dyn Fn(&str, &str) -> String + 'f;

/// Reads the times of calls.
pub(crate) fn times(settings: &Settings) -> StampReader {
    settings.stamp_reader(Some("UTC"), TimeFormat::Calendar, DateOrder::Unknown)
}

/// A fact on a call that is kept as JSON.
pub(crate) fn fact_in(call: &Value, outer: &str, inner: &str) -> String {
    let outer = call.get(outer);
    let found = if inner.is_empty() { outer } else { outer.and_then(|outer| outer.get(inner)) };
    found.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Fills a call.
pub(crate) fn fill(
    fact: &Fact<'_>,
    session: &mut Session,
    extra: &mut Extra,
    times: &mut StampReader,
) -> Result<(), Fault> {
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
    Ok(())
}

fn put_party(fact: &Fact<'_>, key: &str, participant: &str, party: &mut Party) {
    let mut id = fact(key, "");
    if id.is_empty() {
        id = fact(participant, "id");
    }
    set_account(party, "teams", &id);
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
    times.read(&text, stamp).map_err(|fault| (fault.into(), name, text))
}
