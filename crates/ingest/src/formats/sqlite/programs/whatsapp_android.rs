//! WhatsApp on Android: `msgstore.db` and `wa.db`, in the form in use since 2022 (`message`, `jid`,
//! `chat`, `call_log`). The older form of messages is in `whatsapp_android_old.rs`.
//!
//! - **Recognised by:** `message` with `chat_row_id` and `key_id`, `messages` with `key_remote_jid`, or
//!   `wa_contacts`.
//! - **Specification:** none published; tables and columns as ALEAPP (`WhatsApp.py`) reads them.
//! - **Fields kept:** messages with conversation, author, file, place and quoted key; calls with
//!   members; contacts of `wa.db`. Times are milliseconds since 1970. Where `jid_map` states the
//!   telephone number behind an `@lid` address, it is taken. Messages of a group name its members in
//!   `extra`.
//! - **Known limits:** reactions, polls and edits are counted as tables not read.

use model::{Party, say};

use super::Program;
use super::way::{Way, file_name, members_in_words, put_end, put_message, put_session, titled};
use super::whatsapp_android_old;
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// WhatsApp on Android; see the module.
pub(super) struct WhatsApp;

/// Conversation: its address and its subject.
type Chat = (Option<i64>, String);

/// A file or place of a message.
#[derive(Debug, Default)]
struct Media {
    file: String,
    rest: Vec<(&'static str, String)>,
}

/// What other tables say of messages and calls.
#[derive(Default)]
struct Others {
    jids: Known<String>,
    numbers: Known<i64>,
    chats: Known<Chat>,
    media: Known<Media>,
    quoted: Known<String>,
    members: Known<Vec<i64>>,
    /// Members of each group, by the number of its address.
    groups: Known<Vec<String>>,
}

impl Others {
    /// The party behind a numbered address.
    fn party(&self, people: &mut People, key: Option<i64>, party: &mut Party) {
        let jid = self.jids.name(key);
        people.whatsapp(jid, party);
        if party.phone.is_empty()
            && let Some(mapped) = self.numbers.get(key)
        {
            let mut number = Party::default();
            people.whatsapp(self.jids.name(Some(*mapped)), &mut number);
            party.phone = number.phone;
        }
    }
}

impl Program for WhatsApp {
    fn name(&self) -> &'static str {
        "WhatsApp for Android"
    }

    fn knows(&self, schema: &Schema) -> bool {
        has_messages(schema) || has_old_messages(schema) || schema.has("wa_contacts", &["jid"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let is_new = has_messages(&reading.database.schema);
        let has_old = has_old_messages(&reading.database.schema);
        let mut told: Known<()> = Known::default();
        if is_new || reading.has("call_log") {
            let others = others(reading)?;
            if others.media.is_full() || others.quoted.is_full() {
                reading.tally.remark(say::facts_beyond_memory());
            }
            if is_new {
                reading.pour("message", &mut |row, writer| {
                    if has_old && let Some(id) = row.rowid() {
                        told.insert(id, (), 0);
                    }
                    fill_message(row, writer, &others)
                })?;
            }
            if reading.has("call_log") {
                reading.pour("call_log", &mut |row, writer| fill_call(row, writer, &others))?;
            }
        }
        if has_old {
            whatsapp_android_old::read(reading, &told)?;
        }
        if reading.has("wa_contacts") {
            reading.pour("wa_contacts", &mut fill_contact)?;
        }
        Ok(())
    }
}

fn has_messages(schema: &Schema) -> bool {
    schema.has("message", &["chat_row_id", "from_me", "key_id", "timestamp"])
}

fn has_old_messages(schema: &Schema) -> bool {
    schema.has("messages", &["key_remote_jid", "key_from_me", "timestamp"])
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    reading.look_up("jid", &mut |row| {
        let jid = row.text("raw_string")?.into_owned();
        if let Some(id) = row.integer("_id")? {
            let bytes = jid.len();
            others.jids.insert(id, jid, bytes);
        }
        Ok(())
    })?;
    if reading.has("jid_map") {
        reading.look_up("jid_map", &mut |row| {
            if let (Some(lid), Some(jid)) = (row.integer("lid_row_id")?, row.integer("jid_row_id")?)
            {
                others.numbers.insert(lid, jid, 0);
            }
            Ok(())
        })?;
    }
    reading.look_up("chat", &mut |row| {
        let subject = row.text("subject")?.into_owned();
        if let Some(id) = row.integer("_id")? {
            let bytes = subject.len();
            others.chats.insert(id, (row.integer("jid_row_id")?, subject), bytes);
        }
        Ok(())
    })?;
    if reading.has("message") {
        media(reading, &mut others)?;
    }
    if reading.has("group_participant_user") {
        reading.look_up("group_participant_user", &mut |row| {
            let name = others.jids.name(row.integer("user_jid_row_id")?);
            if let Some(group) = row.integer("group_jid_row_id")?
                && let Some(own) = others.groups.grow(group, name.len() + 24)
            {
                own.push(name.to_owned());
            }
            Ok(())
        })?;
    }
    if reading.has("call_log_participant_v2") {
        reading.look_up("call_log_participant_v2", &mut |row| {
            if let (Some(call), Some(jid)) =
                (row.integer("call_log_row_id")?, row.integer("jid_row_id")?)
                && let Some(own) = others.members.grow(call, 16)
            {
                own.push(jid);
            }
            Ok(())
        })?;
    }
    Ok(others)
}

fn media(reading: &mut Reading<'_, '_, '_, '_>, others: &mut Others) -> Result<(), Halt> {
    reading.look_up("message_media", &mut |row| {
        let mut file = row.text("media_name")?.into_owned();
        let path = row.text("file_path")?;
        if file.is_empty() {
            file_name(&path).clone_into(&mut file);
        }
        let mut rest = Vec::new();
        for column in ["mime_type", "file_size", "media_caption", "media_duration"] {
            let value = row.text(column)?;
            if !matches!(&*value, "" | "0") {
                rest.push((column, value.into_owned()));
            }
        }
        if let Some(message) = row.integer("message_row_id")? {
            let bytes = file.len() + rest.iter().map(|(_, v)| v.len() + 32).sum::<usize>();
            others.media.insert(message, Media { file, rest }, bytes);
        }
        Ok(())
    })?;
    if reading.has("message_location") {
        reading.look_up("message_location", &mut |row| {
            let Some(message) = row.integer("message_row_id")? else { return Ok(()) };
            let place = format!("{}, {}", row.text("latitude")?, row.text("longitude")?);
            let name = row.text("place_name")?.into_owned();
            if let Some(own) = others.media.grow(message, place.len() + name.len() + 64) {
                own.rest.push(("place", place));
                own.rest.push(("place_name", name));
            }
            Ok(())
        })?;
    }
    if reading.has("message_quoted") {
        reading.look_up("message_quoted", &mut |row| {
            let key = row.text("key_id")?.into_owned();
            if let Some(message) = row.integer("message_row_id")? {
                let bytes = key.len();
                others.quoted.insert(message, key, bytes);
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// What a number of `message_type` or `media_wa_type` stands for.
pub(super) fn content(kind: Option<i64>) -> &'static str {
    match kind {
        Some(0) | None => "text",
        Some(1 | 2 | 3 | 9 | 13 | 20 | 42 | 43) => "media",
        Some(4 | 14) => "contact",
        Some(5 | 16) => "location",
        Some(7) => "system",
        Some(8 | 10 | 90) => "call",
        Some(15 | 64) => "deleted",
        Some(66) => "poll",
        Some(_) => "other",
    }
}

fn fill_message(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    let id = row.integer("_id")?;
    message.platform.set("whatsapp");
    let key = row.text("key_id")?;
    let chat = others.chats.get(row.integer("chat_row_id")?);
    // The first row of the table is a place holder without conversation.
    if chat.is_none() && (key.is_empty() || key == "-1") {
        return Ok(Filled::Part);
    }
    message.reference.set(&key);
    clock.read(row, &["timestamp"], Unit::Millis, &mut message.sent)?;
    let way = Way::from_me(row.integer("from_me")?);
    let chat_jid = chat.and_then(|(jid, _)| *jid);
    let jid = others.jids.name(chat_jid);
    message.conversation.set(&titled(chat.map_or("", |(_, subject)| subject), jid));
    let is_dialog = jid.ends_with("@s.whatsapp.net") || jid.ends_with("@lid");
    let mut author = Party::default();
    others.party(people, row.integer("sender_jid_row_id")?, &mut author);
    if is_dialog {
        let mut peer = Party::default();
        others.party(people, chat_jid, &mut peer);
        put_message(message, &people.owner, way, Some(peer), None);
    } else {
        put_message(message, &people.owner, way, None, Some(author));
        let members = others.groups.get(chat_jid).map_or(&[][..], Vec::as_slice);
        extra.add("participants", &members_in_words(members));
    }
    message.body.set(&row.text("text_data")?);
    let kind = row.integer("message_type")?;
    message.content.set(content(kind));
    if let Some(kind) = kind.filter(|kind| *kind != 0) {
        extra.add("message_type", &kind.to_string());
    }
    if let Some(own) = others.media.get(id) {
        message.attachment.set(&own.file);
        for (key, value) in &own.rest {
            extra.add(key, value);
        }
    }
    message.reply_to.set(others.quoted.name(id));
    Ok(Filled::Message)
}

fn fill_call(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.platform.set("whatsapp");
    session.reference.set(&row.text("call_id")?);
    clock.read(row, &["timestamp"], Unit::Millis, &mut session.start)?;
    let length_us = row.length_us("duration")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    session.medium.set(if row.integer("video_call")? == Some(1) { "video" } else { "voice" });
    let way = Way::from_me(row.integer("from_me")?);
    let mut other = Party::default();
    others.party(people, row.integer("jid_row_id")?, &mut other);
    session.status.set(match (session.duration_s.unwrap_or(0) > 0, way) {
        (true, _) => "answered",
        (false, Way::Out) => "not answered",
        (false, _) => "missed",
    });
    if let Some(group) = row.integer("group_jid_row_id")?.filter(|group| *group > 0) {
        extra.add("group", others.jids.name(Some(group)));
    }
    if let Some(members) = others.members.get(row.integer("_id")?).filter(|all| all.len() > 1) {
        let names: Vec<&str> = members.iter().map(|jid| others.jids.name(Some(*jid))).collect();
        session.members.set(&names.join("; "));
    }
    put_session(session, people.owner.clone(), way, other);
    Ok(Filled::Session)
}

fn fill_contact(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, extra, .. } = writer;
    contact.platform.set("whatsapp");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    people.whatsapp(&row.text("jid")?, party);
    let (shown, own) = (row.text("display_name")?, row.text("wa_name")?);
    party.name.set(if shown.is_empty() { &own } else { &shown });
    if !shown.is_empty() {
        // The name that its holder chose.
        extra.add("wa_name", &own);
    }
    let stated = row.text("number")?;
    if party.phone.is_empty() {
        people.phone(&stated, party);
    } else {
        party.phone_stated.set(&stated);
    }
    Ok(Filled::Contact)
}
