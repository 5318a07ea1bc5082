//! The call log of Android: `calls` in `calllog.db`, before Android 7 in `contacts2.db`.
//!
//! - **Recognised by:** `calls` with `number`, `date`, `duration` and `type`.
//! - **Specification:** `CallLog.Calls` of the Android developers' reference; columns as ALEAPP
//!   (`calllog.py`) and plaso (`android_calls`) read them.
//! - **Fields kept:** `number`, `date` (milliseconds), `duration` (seconds), `type`, `name`, `_id`;
//!   `phone_account_address` is the owner's number where no owner is stated. A video call is told by
//!   bit 0 of `features`.

use model::Party;

use super::Program;
use super::way::{Way, put_end, put_session};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// The call log; see the module.
pub(super) struct Calls;

impl Program for Calls {
    fn name(&self) -> &'static str {
        "Android call log"
    }

    fn knows(&self, schema: &Schema) -> bool {
        // Viber names a table so, too.
        schema.has("calls", &["_id", "number", "date", "duration", "type"])
            && !schema.has("calls", &["viber_call_type"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        reading.pour("calls", &mut fill)
    }
}

/// What `type` says: whether the owner called, and what became of the call.
fn kind(number: i64) -> Option<(bool, &'static str)> {
    Some(match number {
        1 => (false, "answered"),
        2 => (true, "outgoing"),
        3 => (false, "missed"),
        4 => (false, "voicemail"),
        5 => (false, "rejected"),
        6 => (false, "blocked"),
        7 => (false, "answered elsewhere"),
        _ => return None,
    })
}

fn fill(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.platform.set("phone");
    session.reference.set(&row.text("_id")?);
    clock.read(row, &["date"], Unit::Millis, &mut session.start)?;
    let length_us = row.length_us("duration")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    let features = row.integer("features")?;
    session.medium.set(if features.unwrap_or(0) & 1 == 1 { "video" } else { "voice" });
    if let Some(features) = features.filter(|features| *features > 1) {
        extra.add("features", &features.to_string());
    }
    let mut other = Party::default();
    // -1, -2 and -3 stand for numbers that the network held back.
    let number = row.text("number")?;
    people.address(if number.starts_with('-') { "" } else { &number }, &mut other);
    if number.starts_with('-') {
        extra.add("number", &number);
    }
    other.name.set(&row.text("name")?);
    let mut owner = people.owner.clone();
    let own = row.text("phone_account_address")?;
    if owner.is_absent() {
        people.phone(&own, &mut owner);
    } else {
        extra.add("phone_account_address", &own);
    }
    let stated = row.integer("type")?;
    let (is_outgoing, status) = stated.and_then(kind).unwrap_or((false, ""));
    extra.add("type", &stated.map_or(String::new(), |stated| stated.to_string()));
    let is_answered = session.duration_s.unwrap_or(0) > 0;
    session.status.set(match (is_outgoing, is_answered) {
        (true, true) => "answered",
        (true, false) => "not answered",
        (false, _) => status,
    });
    put_session(session, owner, if is_outgoing { Way::Out } else { Way::In }, other);
    if row.integer("deleted")?.unwrap_or(0) != 0 {
        session.state.set("deleted");
    }
    Ok(Filled::Session)
}
