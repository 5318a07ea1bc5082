//! The call history of the iPhone: `ZCALLRECORD` in `CallHistory.storedata`, and `call` in the older
//! `call_history.db`.
//!
//! - **Recognised by:** `ZCALLRECORD` with `ZADDRESS`, `ZDATE` and `ZDURATION`, or `call` with `flags`.
//! - **Specification:** none published; columns as iLEAPP (`callHistory.py`) reads them.
//! - **Fields kept:** `ZADDRESS` (text or bytes), `ZDATE` (seconds since 2001), `ZDURATION`,
//!   `ZORIGINATED`, `ZANSWERED`, `ZCALLTYPE` (8 is FaceTime video, 16 FaceTime audio),
//!   `ZSERVICE_PROVIDER`, and the members of a group call, which a table whose name has changing numbers
//!   joins to `ZHANDLE`. The end is the start plus the duration with its fractions; `duration_s`
//!   counts whole seconds.

use model::Party;

use super::Program;
use super::way::{Way, put_end, put_session};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::{Schema, Table};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// The call history; see the module.
pub(super) struct Calls;

impl Program for Calls {
    fn name(&self) -> &'static str {
        "iOS call history"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("ZCALLRECORD", &["ZADDRESS", "ZDATE", "ZDURATION"])
            || schema.has("call", &["address", "date", "duration", "flags"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        if reading.has("ZCALLRECORD") {
            let members = members(reading)?;
            reading.pour("ZCALLRECORD", &mut |row, writer| fill(row, writer, &members))?;
        }
        if reading.has("call") {
            reading.pour("call", &mut fill_old)?;
        }
        Ok(())
    }
}

/// The members of each call.
type Members = Known<Vec<String>>;

fn members(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Members, Halt> {
    let mut members = Members::default();
    let Some(pairs) = reading.database.schema.tables.iter().find(|table| is_pairs(table)).cloned()
    else {
        return Ok(members);
    };
    let calls_first = pairs.layout.columns.first().is_some_and(|own| own.name.ends_with("CALLS"));
    let (call_at, handle_at) = if calls_first { (0, 1) } else { (1, 0) };
    let mut handles: Known<String> = Known::default();
    reading.look_up("ZHANDLE", &mut |row| {
        let value = row.text_of(&["ZNORMALIZEDVALUE", "ZVALUE"])?;
        let value = if value.is_empty() { row.text("ZVALUE")? } else { value }.into_owned();
        if let Some(key) = row.integer("Z_PK")? {
            let bytes = value.len();
            handles.insert(key, value, bytes);
        }
        Ok(())
    })?;
    reading.look_up_table(&pairs, &mut |row| {
        let handle = handles.name(row.integer_at(handle_at));
        if let Some(call) = row.integer_at(call_at)
            && let Some(own) = members.grow(call, handle.len() + 24)
        {
            own.push(handle.to_owned());
        }
        Ok(())
    })?;
    Ok(members)
}

/// Whether this is the table of calls and their members, `Z_2REMOTEPARTICIPANTHANDLES` with other
/// numbers.
fn is_pairs(table: &Table) -> bool {
    let columns = &table.layout.columns;
    let ends = |end: &str| columns.iter().any(|column| column.name.ends_with(end));
    table.name.ends_with("REMOTEPARTICIPANTHANDLES")
        && columns.len() == 2
        && ends("CALLS")
        && ends("HANDLES")
}

fn fill(row: &RowView<'_>, writer: &mut Writer, members: &Members) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    let all = members.get(row.integer("Z_PK")?).map_or(&[][..], Vec::as_slice);
    let provider = row.text("ZSERVICE_PROVIDER")?;
    session.platform.set(match &*provider {
        "" | "com.apple.Telephony" => "phone",
        "com.apple.FaceTime" => "facetime",
        other => other,
    });
    session.reference.set(&row.text_of(&["ZUNIQUE_ID", "Z_PK"])?);
    clock.read(row, &["ZDATE"], Unit::AppleSeconds, &mut session.start)?;
    let length_us = row.length_us("ZDURATION")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    let kind = row.integer("ZCALLTYPE")?;
    session.medium.set(if kind == Some(8) { "video" } else { "voice" });
    extra.add("ZCALLTYPE", &kind.map_or(String::new(), |kind| kind.to_string()));
    let mut other = Party::default();
    let address = row.text("ZADDRESS")?;
    // A group call may name its members only.
    let first = all.first().filter(|_| address.is_empty());
    people.address(first.map_or(&*address, String::as_str), &mut other);
    if all.len() > 1 {
        session.members.set(&all.join("; "));
    }
    other.name.set(&row.text("ZNAME")?);
    let way = Way::from_me(row.integer("ZORIGINATED")?);
    let answered = row.integer("ZANSWERED")?;
    extra.add("ZANSWERED", &answered.map_or(String::new(), |flag| flag.to_string()));
    let is_answered = answered == Some(1) || session.duration_s.unwrap_or(0) > 0;
    session.status.set(match (is_answered, way) {
        (true, _) => "answered",
        (false, Way::Out) => "not answered",
        (false, _) => "missed",
    });
    put_session(session, people.owner.clone(), way, other);
    Ok(Filled::Session)
}

fn fill_old(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.reference.set(&row.rowid().map_or(String::new(), |id| id.to_string()));
    clock.read(row, &["date"], Unit::Seconds, &mut session.start)?;
    let length_us = row.length_us("duration")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    let flags = row.integer("flags")?.unwrap_or(0);
    extra.add("flags", &flags.to_string());
    session.platform.set(if flags & 16 != 0 { "facetime" } else { "phone" });
    session.medium.set(if flags & 16 != 0 { "video" } else { "voice" });
    let mut other = Party::default();
    people.address(&row.text("address")?, &mut other);
    let way = if flags & 1 == 1 { Way::Out } else { Way::In };
    session.status.set(match (session.duration_s.unwrap_or(0) > 0, way) {
        (true, _) => "answered",
        (false, Way::Out) => "not answered",
        (false, _) => "missed",
    });
    put_session(session, people.owner.clone(), way, other);
    Ok(Filled::Session)
}
