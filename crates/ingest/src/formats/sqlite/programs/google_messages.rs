//! Google Messages, the program for SMS, MMS and RCS of many Android telephones: `bugle_db`.
//!
//! - **Recognised by:** `messages` with `sender_id` and `message_protocol`, beside `parts` and
//!   `participants`.
//! - **Specification:** the public source of Messaging in Android (`DatabaseHelper.java`); columns as
//!   ALEAPP (`googleMessages.py`) reads them.
//! - **Fields kept:** messages with the texts and files of their parts, author, conversation, and the
//!   members of groups. Times are milliseconds since 1970. A participant whose `sub_id` is not -2 is the
//!   owner of the telephone.

use model::{Party, say};

use super::Program;
use super::way::{Way, file_name, put_message, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Google Messages; see the module.
pub(super) struct Messages;

/// `sub_id` of everybody but the owner.
const OTHERS: i64 = -2;

/// Someone who takes part.
#[derive(Debug, Clone, Default)]
struct Person {
    address: String,
    name: String,
    is_owner: bool,
}

impl Person {
    fn put(&self, people: &mut People, party: &mut Party) {
        people.address(&self.address, party);
        party.name.set(&self.name);
    }
}

/// What other tables say of messages.
#[derive(Default)]
struct Others {
    people: Known<Person>,
    names: Known<String>,
    members: Known<Vec<Person>>,
    texts: Known<String>,
    files: Known<String>,
}

impl Program for Messages {
    fn name(&self) -> &'static str {
        "Google Messages (bugle_db)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("messages", &["conversation_id", "sender_id", "message_protocol"])
            && schema.has("parts", &["message_id", "text", "content_type"])
            && schema.has("participants", &["sub_id"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let others = others(reading)?;
        if others.texts.is_full() || others.files.is_full() {
            reading.tally.remark(say::facts_beyond_memory());
        }
        reading.pour("messages", &mut |row, writer| fill(row, writer, &others))
    }
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    reading.look_up("participants", &mut |row| {
        let mut address = row.text("normalized_destination")?.into_owned();
        for column in ["send_destination", "display_destination"] {
            if address.is_empty() {
                address = row.text(column)?.into_owned();
            }
        }
        let name = row.text("full_name")?.into_owned();
        let is_owner = row.integer("sub_id")?.is_some_and(|sub| sub != OTHERS);
        if let Some(id) = row.integer("_id")? {
            let bytes = address.len() + name.len();
            others.people.insert(id, Person { address, name, is_owner }, bytes);
        }
        Ok(())
    })?;
    reading.look_up("conversations", &mut |row| {
        let name = row.text("name")?.into_owned();
        if let Some(id) = row.integer("_id")? {
            let bytes = name.len();
            others.names.insert(id, name, bytes);
        }
        Ok(())
    })?;
    reading.look_up("conversation_participants", &mut |row| {
        let Some(person) = others.people.get(row.integer("participant_id")?) else { return Ok(()) };
        if let Some(conversation) = row.integer("conversation_id")?
            && !person.is_owner
            && let Some(own) =
                others.members.grow(conversation, person.address.len() + person.name.len() + 56)
        {
            own.push(person.clone());
        }
        Ok(())
    })?;
    reading.look_up("parts", &mut |row| {
        let Some(message) = row.integer("message_id")? else { return Ok(()) };
        let text = row.text("text")?;
        if !text.is_empty() {
            add(&mut others.texts, message, "\n", &text);
        }
        if !row.text("content_type")?.starts_with("text/") {
            let path = row.text_of(&["local_cache_path", "uri"])?;
            add(&mut others.files, message, "; ", file_name(&path));
        }
        Ok(())
    })?;
    Ok(others)
}

fn add(texts: &mut Known<String>, key: i64, between: &str, text: &str) {
    let Some(own) = texts.grow(key, text.len() + 2).filter(|_| !text.is_empty()) else { return };
    if !own.is_empty() {
        own.push_str(between);
    }
    own.push_str(text);
}

fn fill(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    let id = row.integer("_id")?;
    // 0 is a text message, 1 and 2 multimedia messages and notices of them, 3 RCS.
    let protocol = row.integer("message_protocol")?;
    message.platform.set(match protocol {
        Some(1 | 2) => "mms",
        Some(3) => "rcs",
        _ => "sms",
    });
    extra.add("message_protocol", &protocol.map_or(String::new(), |own| own.to_string()));
    message.reference.set(&row.text("_id")?);
    clock.read(row, &["sent_timestamp"], Unit::Millis, &mut message.sent)?;
    if !message.sent.is_stated() {
        clock.read(row, &["received_timestamp"], Unit::Millis, &mut message.sent)?;
    }
    let conversation = row.integer("conversation_id")?;
    let key = row.text("conversation_id")?;
    message.conversation.set(&titled(others.names.name(conversation), &key));
    let sender = others.people.get(row.integer("sender_id")?).cloned().unwrap_or_default();
    let way = if sender.is_owner { Way::Out } else { Way::In };
    let mut owner = people.owner.clone();
    if owner.is_absent() && sender.is_owner {
        sender.put(people, &mut owner);
    }
    let mut author = Party::default();
    sender.put(people, &mut author);
    let members = others.members.get(conversation).map_or(&[][..], Vec::as_slice);
    if let [one] = members {
        let mut peer = Party::default();
        one.put(people, &mut peer);
        put_message(message, &owner, way, Some(peer), None);
    } else {
        put_message(message, &owner, way, None, Some(author));
        let names: Vec<&str> = members.iter().map(|person| person.address.as_str()).collect();
        extra.add("participants", &names.join("; "));
    }
    message.body.set(others.texts.name(id));
    message.attachment.set(others.files.name(id));
    message.content.set(if others.files.get(id).is_some() { "media" } else { "text" });
    Ok(Filled::Message)
}
