//! Calls of Microsoft Teams on telephones, kept as properties of messages.
//!
//! - **Recognised by:** `ZMESSAGEPROPERTIES` with `ZPROPERTIES` on the iPhone, `MessagePropertyAttribute`
//!   with `propertyId` `CallLog` on Android.
//! - **Specification:** none published; names as iLEAPP and ALEAPP (`teams.py`) read them. On the iPhone
//!   the properties are an archive of objects, on Android JSON; the names in them are the same.
//! - **Fields kept:** see `formats/teams_calls.rs`, which reads the names.

use model::RejectKind;
use model::time::StampReader;
use serde_json::Value;

use crate::formats::plist::{Archive, Node, Plist};
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::formats::teams_calls::{self, Fact, fact_in};
use crate::sink::Halt;

/// Reads the calls of the iPhone.
pub(super) fn read_ios(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    if !reading.has("ZMESSAGEPROPERTIES") {
        return Ok(());
    }
    let mut times = teams_calls::times(reading.settings);
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
    let mut times = teams_calls::times(reading.settings);
    reading.pour("MessagePropertyAttribute", &mut |row, writer| {
        if row.text("propertyId")? != "CallLog" {
            return Ok(Filled::Part);
        }
        let json = row.text("attributeValue")?;
        fill_json(&json, row, "conversationId", writer, &mut times)
    })
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
    fill(&|outer, inner| fact_in(&call, outer, inner), row, thread, writer, times)
}

fn fill(
    fact: &Fact<'_>,
    row: &RowView<'_>,
    thread: &'static str,
    writer: &mut Writer,
    times: &mut StampReader,
) -> Result<Filled, Fault> {
    let Writer { session, extra, .. } = writer;
    teams_calls::fill(fact, session, extra, times)
        .map_err(|(kind, field, text)| (kind, field.into(), text))?;
    extra.add("conversation", &row.text(thread)?);
    Ok(Filled::Session)
}
