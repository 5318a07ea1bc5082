//! Skype 8 and later, on computers and telephones: `s4l-*.db`, `live:*.db`.
//!
//! - **Recognised by:** a table `messagesv12` (or of another version) with `nsp_data`.
//! - **Specification:** none published; the tables hold JSON, whose names are those that public readers
//!   (IPED, Mobius) use. Calls are events with a list of parts, as in the export of an account.
//! - **Fields kept:** messages with author and conversation, calls that ended or were missed, people of
//!   `profilecachev8`. Times are milliseconds since 1970; an ended call is taken to have ended at the
//!   time of its event. Ids are kept with their prefix (`8:`), as they stand; `19:` stands before groups.
//! - **Known limits:** the file's name states whose account it is; the tables do not. Search tables,
//!   alerts and drafts are counted.

use std::collections::HashMap;

use model::{Party, Record as _, RejectKind};
use serde_json::Value;

use super::Program;
use super::way::titled;
use crate::formats::extra::Extra;
use crate::formats::skype::{Call, content_of};
use crate::formats::sqlite::clock::{Clock, Unit};
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::{Schema, Table};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Skype 8; see the module.
pub(super) struct Skype;

/// Names of people by their id.
type Names = HashMap<String, String>;

/// People kept for look-up.
const NAMES_MAX: usize = 200_000;

/// Names of a message that fields take.
const TAKEN: [&str; 6] =
    ["conversationId", "creator", "createdTime", "content", "messagetype", "cuid"];

impl Program for Skype {
    fn name(&self) -> &'static str {
        "Skype 8 (s4l)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        versioned(schema, "messagesv").is_some()
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let people = versioned(&reading.database.schema, "profilecachev").cloned();
        let mut names = Names::new();
        if let Some(people) = &people {
            reading.look_up_table(people, &mut |row| {
                let profile = data(row)?;
                let name = name_of(&profile);
                if names.len() < NAMES_MAX && !name.is_empty() {
                    names.insert(id_of(row, &profile)?, name);
                }
                Ok(())
            })?;
        }
        let messages = versioned(&reading.database.schema, "messagesv").cloned();
        if let Some(messages) = messages {
            reading.pour_table(&messages, &mut |row, writer| fill_message(row, writer, &names))?;
        }
        people.map_or(Ok(()), |people| reading.pour_table(&people, &mut fill_person))
    }
}

/// The table of this name with the number of a version behind it.
fn versioned<'s>(schema: &'s Schema, name: &str) -> Option<&'s Table> {
    schema.tables.iter().find(|table| {
        let version = table.name.strip_prefix(name);
        version.is_some_and(|v| !v.is_empty() && v.bytes().all(|byte| byte.is_ascii_digit()))
            && table.column("nsp_data").is_some()
    })
}

/// What a row holds.
fn data(row: &RowView<'_>) -> Result<Value, Fault> {
    let json = row.text("nsp_data")?;
    serde_json::from_str(&json)
        .map_err(|_| (RejectKind::Malformed, "nsp_data".into(), json.into_owned()))
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn id_of(row: &RowView<'_>, profile: &Value) -> Result<String, Fault> {
    let stated = word(profile, "mri");
    // A key may have a sign of the kind of its value before it.
    Ok(if stated.is_empty() { row.text("nsp_pk")?.into_owned() } else { stated.to_owned() })
}

fn name_of(profile: &Value) -> String {
    let shown = ["displayNameOverride", "displayName"].map(|key| word(profile, key));
    if let Some(shown) = shown.iter().find(|name| !name.is_empty()) {
        return (*shown).to_owned();
    }
    let parts = ["firstName", "middleName", "lastName"].map(|key| word(profile, key));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn put(id: &str, names: &Names, party: &mut Party) {
    People::account("skype", id, party);
    party.name.set(names.get(id).map_or("", String::as_str));
}

fn read_time(
    value: &Value,
    clock: &mut Clock,
    stamp: &mut model::time::Stamp,
) -> Result<(), Fault> {
    let Some(stated) = value.get("createdTime").filter(|own| !own.is_null()) else { return Ok(()) };
    let fault = |kind: RejectKind| (kind, "createdTime".into(), stated.to_string());
    let number = stated.as_i64().ok_or_else(|| fault(RejectKind::BadTime))?;
    clock.set(number, 0, Unit::Millis, stamp).map_err(fault)?;
    stamp.stated.set(&number.to_string());
    Ok(())
}

fn fill_message(row: &RowView<'_>, writer: &mut Writer, names: &Names) -> Result<Filled, Fault> {
    let value = data(row)?;
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("skype");
    let key = word(&value, "cuid");
    message.reference.set(if key.is_empty() { word(&value, "id") } else { key });
    read_time(&value, clock, &mut message.sent)?;
    let (conversation, creator) = (word(&value, "conversationId"), word(&value, "creator"));
    let title = names.get(conversation).map_or("", String::as_str);
    message.conversation.set(&titled(title, conversation));
    put(creator, names, &mut message.sender);
    if !conversation.starts_with("19:") && !creator.is_empty() {
        if conversation == creator {
            message.receiver.clone_from(&people.owner);
        } else {
            put(conversation, names, &mut message.receiver);
        }
    }
    let kind = word(&value, "messagetype");
    let content = word(&value, "content");
    keep(&value, extra);
    let call = (kind == "Event/Call").then(|| Call::of(content)).flatten();
    if let Some(call) = call.filter(|call| call.kind != "started") {
        extra.add("content", content);
        fill_call(writer, &call);
        return Ok(Filled::Session);
    }
    message.content.set(content_of(kind));
    message.body.set(content);
    Ok(Filled::Message)
}

/// Keeps what no field takes.
fn keep(value: &Value, extra: &mut Extra) {
    let members = value.as_object().into_iter().flatten();
    for (key, member) in members.filter(|(key, _)| !TAKEN.contains(&key.as_str())) {
        match member {
            Value::String(text) => extra.add(key, text),
            other => extra.add_value(key, other.clone()),
        }
    }
}

/// Turns the message that was filled into the call it tells of.
fn fill_call(writer: &mut Writer, call: &Call) {
    let Writer { message, session, extra, .. } = writer;
    session.platform.set("skype");
    session.reference.set(&call.id);
    std::mem::swap(&mut session.caller, &mut message.sender);
    std::mem::swap(&mut session.callee, &mut message.receiver);
    session.status.set(if call.kind == "ended" { "answered" } else { &call.kind });
    let length_s = call.seconds.map(|seconds| seconds.max(0));
    session.duration_s = length_s.or((call.kind == "missed").then_some(0));
    std::mem::swap(&mut session.end, &mut message.sent);
    session.start.set_after(&session.end, length_s.unwrap_or(0).saturating_neg());
    session.members.set(&call.people.join("; "));
    extra.add("conversation", &message.conversation);
    extra.add("reference", &message.reference);
    message.clear();
}

fn fill_person(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let profile = data(row)?;
    let id = id_of(row, &profile)?;
    let Writer { contact, people, extra, .. } = writer;
    contact.platform.set("skype");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    People::account("skype", &id, party);
    party.name.set(&name_of(&profile));
    let first = |key: &str| profile.get(key).and_then(|all| all.get(0)).cloned();
    let phone = first("phones").unwrap_or_default();
    people.phone(word(&phone, "number"), party);
    let mut address = Party::default();
    people.address(first("emails").as_ref().and_then(Value::as_str).unwrap_or(""), &mut address);
    party.email = address.email;
    keep(&profile, extra);
    Ok(Filled::Contact)
}
