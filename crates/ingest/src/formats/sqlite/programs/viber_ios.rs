//! Viber on the iPhone: `Contacts.data`.
//!
//! - **Recognised by:** `ZVIBERMESSAGE` with `ZTEXT`, `ZDATE` and `ZCONVERSATION`.
//! - **Specification:** none published; tables and columns as iLEAPP (`viber.py`) reads them.
//! - **Fields kept:** messages (`ZVIBERMESSAGE`) with author, conversation and file; calls (`ZRECENT`)
//!   with the number of their line; the address book (`ZABCONTACTNUMBER`). Times are seconds since
//!   2001. `ZSTATE` tells the way: `send` and `delivered` went out, `received` came in.

use model::Party;

use super::Program;
use super::way::{Way, put_end, put_message, put_session, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Viber on the iPhone; see the module.
pub(super) struct Viber;

/// A name and a number.
#[derive(Debug, Clone, Default)]
struct Person {
    name: String,
    number: String,
}

/// A conversation: name and the other one.
type Conversation = (String, Option<i64>);

/// What other tables say of messages.
#[derive(Default)]
struct Others {
    members: Known<Person>,
    conversations: Known<Conversation>,
    files: Known<String>,
    lines: Known<String>,
}

impl Program for Viber {
    fn name(&self) -> &'static str {
        "Viber for iOS (Contacts.data)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("ZVIBERMESSAGE", &["ZTEXT", "ZDATE", "ZCONVERSATION"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let others = others(reading)?;
        reading.pour("ZVIBERMESSAGE", &mut |row, writer| fill_message(row, writer, &others))?;
        reading.pour("ZRECENT", &mut |row, writer| fill_call(row, writer, &others))?;
        let names = texts(reading, "ZABCONTACT", "ZMAINNAME")?;
        reading.pour("ZABCONTACTNUMBER", &mut |row, writer| fill_contact(row, writer, &names))
    }
}

/// One text of each row of a table, by its key.
fn texts(
    reading: &mut Reading<'_, '_, '_, '_>,
    table: &'static str,
    column: &'static str,
) -> Result<Known<String>, Halt> {
    let mut out = Known::default();
    reading.look_up(table, &mut |row| {
        let text = row.text(column)?.into_owned();
        if let Some(key) = row.integer("Z_PK")? {
            let bytes = text.len();
            out.insert(key, text, bytes);
        }
        Ok(())
    })?;
    Ok(out)
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    reading.look_up("ZMEMBER", &mut |row| {
        let mut name = row.text("ZDISPLAYFULLNAME")?.into_owned();
        for column in ["ZDISPLAYSHORTNAME", "ZNAME"] {
            if name.is_empty() {
                name = row.text(column)?.into_owned();
            }
        }
        if let Some(key) = row.integer("Z_PK")? {
            let bytes = name.len();
            others.members.insert(key, Person { name, number: String::new() }, bytes);
        }
        Ok(())
    })?;
    reading.look_up("ZPHONENUMBER", &mut |row| {
        let mut number = row.text("ZCANONIZEDPHONENUM")?.into_owned();
        if number.is_empty() {
            number = row.text("ZPHONE")?.into_owned();
        }
        if let Some(member) = row.integer("ZMEMBER")?
            && let Some(own) = others.members.grow(member, number.len())
            && own.number.is_empty()
        {
            own.number = number;
        }
        Ok(())
    })?;
    reading.look_up("ZCONVERSATION", &mut |row| {
        let name = row.text("ZNAME")?.into_owned();
        if let Some(key) = row.integer("Z_PK")? {
            let bytes = name.len();
            others.conversations.insert(key, (name, row.integer("ZINTERLOCUTOR")?), bytes);
        }
        Ok(())
    })?;
    others.files = texts(reading, "ZATTACHMENT", "ZNAME")?;
    others.lines = texts(reading, "ZRECENTSLINE", "ZPHONENUMBER")?;
    Ok(others)
}

fn put_person(writer: &mut Writer, person: Option<&Person>) -> Party {
    let mut party = Party::default();
    if let Some(person) = person {
        party.name.set(&person.name);
        writer.people.phone(&person.number, &mut party);
    }
    party
}

fn fill_message(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let conversation = others.conversations.get(row.integer("ZCONVERSATION")?);
    let peer = conversation.and_then(|(_, other)| *other);
    let author = row.integer("ZPHONENUMINDEX")?;
    let author = put_person(writer, others.members.get(author.or(peer)));
    let peer = peer.map(|peer| put_person(writer, others.members.get(Some(peer))));
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("viber");
    message.reference.set(&row.text_of(&["ZTOKEN", "Z_PK"])?);
    clock.read(row, &["ZDATE"], Unit::AppleSeconds, &mut message.sent)?;
    message
        .conversation
        .set(&titled(conversation.map_or("", |(name, _)| name), &row.text("ZCONVERSATION")?));
    let state = row.text("ZSTATE")?;
    extra.add("ZSTATE", &state);
    let way = match &*state {
        "send" | "delivered" => Way::Out,
        "received" => Way::In,
        _ => Way::Unknown,
    };
    put_message(message, &people.owner, way, peer, Some(author));
    message.body.set(&row.text("ZTEXT")?);
    let file = others.files.name(row.integer("ZATTACHMENT")?);
    message.attachment.set(file);
    let system = row.text("ZSYSTEMTYPE")?;
    extra.add("ZSYSTEMTYPE", &system);
    message.content.set(match (file.is_empty(), system.is_empty()) {
        (false, _) => "media",
        (true, false) => "system",
        (true, true) => "text",
    });
    Ok(Filled::Message)
}

fn fill_call(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.platform.set("viber");
    session.reference.set(&row.text("Z_PK")?);
    clock.read(row, &["ZDATE"], Unit::AppleSeconds, &mut session.start)?;
    let length_us = row.length_us("ZDURATION")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    let kind = row.text("ZCALLTYPE")?;
    extra.add("ZCALLTYPE", &kind);
    session.medium.set(if kind.ends_with("with_video") { "video" } else { "voice" });
    let way = if kind.starts_with("outgoing") { Way::Out } else { Way::In };
    session.status.set(match (kind.starts_with("missed"), session.duration_s.unwrap_or(0), way) {
        (true, ..) => "missed",
        (_, 1.., _) => "answered",
        (_, _, Way::Out) => "not answered",
        _ => "",
    });
    let mut other = Party::default();
    people.phone(others.lines.name(row.integer("ZRECENTSLINE")?), &mut other);
    put_session(session, people.owner.clone(), way, other);
    Ok(Filled::Session)
}

fn fill_contact(
    row: &RowView<'_>,
    writer: &mut Writer,
    names: &Known<String>,
) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("viber");
    contact.owner.clone_from(&people.owner);
    contact.contact.name.set(names.name(row.integer("ZCONTACT")?));
    let number = row.text("ZCANONIZEDPHONENUM")?;
    let stated = row.text("ZPHONE")?;
    people.phone(if number.is_empty() { &stated } else { &number }, &mut contact.contact);
    if !stated.is_empty() {
        contact.contact.phone_stated.set(&stated);
    }
    Ok(Filled::Contact)
}
