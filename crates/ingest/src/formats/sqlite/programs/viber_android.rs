//! Viber on Android: `viber_messages` and `viber_data`.
//!
//! - **Recognised by:** `participants_info` beside `messages`, or `calls` with `viber_call_type`.
//! - **Specification:** none published; tables and columns as ALEAPP (`Viber.py`) reads them.
//! - **Fields kept:** messages with author, conversation, text and file; calls with number, length and
//!   kind; the address book of `viber_data`. Times are milliseconds since 1970; `duration` is seconds.
//! - **Known limits:** who of the participants is the owner is not stated in every version; the owner
//!   of the exhibit is taken.

use model::Party;

use super::Program;
use super::way::{Way, file_name, put_end, put_message, put_session, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Viber on Android; see the module.
pub(super) struct Viber;

/// A participant: number, name, key.
#[derive(Debug, Clone, Default)]
struct Person {
    number: String,
    name: String,
    member: String,
}

impl Person {
    fn put(&self, people: &mut People, party: &mut Party) {
        people.phone(&self.number, party);
        party.name.set(&self.name);
        People::account("viber", &self.member, party);
    }
}

/// What other tables say of messages.
#[derive(Default)]
struct Others {
    /// Participants by their number within a conversation.
    authors: Known<Person>,
    /// The participants of each conversation.
    members: Known<Vec<Person>>,
    /// Name of each conversation, and whether it is a group.
    names: Known<(String, bool)>,
}

impl Program for Viber {
    fn name(&self) -> &'static str {
        "Viber for Android"
    }

    fn knows(&self, schema: &Schema) -> bool {
        has_messages(schema) || schema.has("calls", &["canonized_number", "viber_call_type"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        if has_messages(&reading.database.schema) {
            let others = others(reading)?;
            reading.pour("messages", &mut |row, writer| fill_message(row, writer, &others))?;
        }
        if reading.has("calls") {
            reading.pour("calls", &mut fill_call)?;
        }
        if reading.has("phonebookcontact") {
            let mut names: Known<String> = Known::default();
            reading.look_up("phonebookcontact", &mut |row| {
                let name = row.text("display_name")?.into_owned();
                if let Some(id) = row.integer("_id")? {
                    let bytes = name.len();
                    names.insert(id, name, bytes);
                }
                Ok(())
            })?;
            reading.pour("phonebookdata", &mut |row, writer| fill_contact(row, writer, &names))?;
        }
        Ok(())
    }
}

fn has_messages(schema: &Schema) -> bool {
    schema.has("participants_info", &["number"])
        && schema.has("messages", &["conversation_id", "participant_id", "body"])
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    let mut infos: Known<Person> = Known::default();
    reading.look_up("participants_info", &mut |row| {
        let mut name = row.text("contact_name")?.into_owned();
        for column in ["display_name", "viber_name"] {
            if name.is_empty() {
                name = row.text(column)?.into_owned();
            }
        }
        let number = row.text("number")?.into_owned();
        let member = row.text("member_id")?.into_owned();
        if let Some(id) = row.integer("_id")? {
            let bytes = number.len() + name.len() + member.len();
            infos.insert(id, Person { number, name, member }, bytes);
        }
        Ok(())
    })?;
    reading.look_up("participants", &mut |row| {
        let Some(person) = infos.get(row.integer("participant_info_id")?) else { return Ok(()) };
        let bytes = person.number.len() + person.name.len() + person.member.len() + 72;
        if let Some(id) = row.integer("_id")? {
            others.authors.insert(id, person.clone(), bytes);
        }
        if let Some(conversation) = row.integer("conversation_id")?
            && let Some(own) = others.members.grow(conversation, bytes)
        {
            own.push(person.clone());
        }
        Ok(())
    })?;
    reading.look_up("conversations", &mut |row| {
        let name = row.text("name")?.into_owned();
        let is_group = row.integer("conversation_type")?.is_some_and(|kind| kind != 0);
        if let Some(id) = row.integer("_id")? {
            let bytes = name.len();
            others.names.insert(id, (name, is_group), bytes);
        }
        Ok(())
    })?;
    Ok(others)
}

fn fill_message(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("viber");
    message.reference.set(&row.text_of(&["token", "_id"])?);
    clock.read(row, &["msg_date", "date"], Unit::Millis, &mut message.sent)?;
    let conversation = row.integer("conversation_id")?;
    let (name, is_group) = others.names.get(conversation).cloned().unwrap_or_default();
    message.conversation.set(&titled(&name, &row.text("conversation_id")?));
    let way = Way::from_me(row.integer_of(&["send_type", "type"])?);
    let mut author = Party::default();
    let own = others.authors.get(row.integer("participant_id")?);
    if let Some(own) = own {
        own.put(people, &mut author);
    }
    let all = others.members.get(conversation).map_or(&[][..], Vec::as_slice);
    if way == Way::Out && !author.is_absent() {
        // The database itself names the owner of the account.
        message.sender.clone_from(&author);
        let mut others =
            all.iter().filter(|person| own.is_none_or(|own| own.number != person.number));
        if let (false, Some(peer)) = (is_group, others.next()) {
            peer.put(people, &mut message.receiver);
        }
    } else {
        let peer = (!is_group).then(|| author.clone());
        put_message(message, &people.owner, way, peer, Some(author));
    }
    message.body.set(&row.text("body")?);
    let file = row.text("extra_uri")?;
    message.attachment.set(file_name(&file));
    let mime = row.text_of(&["extra_mime", "mime_type"])?;
    extra.add("extra_mime", &mime);
    message.content.set(if file.is_empty() { "text" } else { "media" });
    if row.integer("deleted")?.unwrap_or(0) != 0 {
        message.state.set("deleted");
    }
    Ok(Filled::Message)
}

fn fill_call(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.platform.set("viber");
    session.reference.set(&row.text_of(&["call_id", "_id"])?);
    clock.read(row, &["date"], Unit::Millis, &mut session.start)?;
    let length_us = row.length_us("duration")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    let medium = row.integer("viber_call_type")?;
    session.medium.set(if medium == Some(4) { "video" } else { "voice" });
    extra.add("viber_call_type", &medium.map_or(String::new(), |medium| medium.to_string()));
    let mut other = Party::default();
    let number = row.text("canonized_number")?;
    let stated = row.text("number")?;
    people.phone(if number.is_empty() { &stated } else { &number }, &mut other);
    // 1 came in, 2 went out, as in Android's own call log.
    let kind = row.integer("type")?;
    let way = if kind == Some(2) { Way::Out } else { Way::In };
    extra.add("type", &kind.map_or(String::new(), |kind| kind.to_string()));
    session.status.set(match (session.duration_s.unwrap_or(0) > 0, way) {
        (true, _) => "answered",
        (false, Way::Out) => "not answered",
        (false, _) => "missed",
    });
    put_session(session, people.owner.clone(), way, other);
    Ok(Filled::Session)
}

fn fill_contact(
    row: &RowView<'_>,
    writer: &mut Writer,
    names: &Known<String>,
) -> Result<Filled, Fault> {
    let mut number = String::new();
    for column in ["data2", "data1", "data3"] {
        if number.is_empty() {
            number = row.text(column)?.into_owned();
        }
    }
    let name = names.name(row.integer("contact_id")?);
    if number.is_empty() && name.is_empty() {
        return Ok(Filled::Part);
    }
    let Writer { contact, people, .. } = writer;
    contact.platform.set("viber");
    contact.owner.clone_from(&people.owner);
    contact.contact.name.set(name);
    people.phone(&number, &mut contact.contact);
    Ok(Filled::Contact)
}
