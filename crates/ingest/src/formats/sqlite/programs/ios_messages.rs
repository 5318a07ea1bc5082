//! Messages of the iPhone and the Mac: `message`, `handle`, `chat` in `sms.db` and `chat.db`.
//!
//! - **Recognised by:** `message` with `guid`, `handle_id` and `is_from_me`, beside `handle`.
//! - **Specification:** none published; tables and columns as iLEAPP (`sms.py`) reads them.
//! - **Fields kept:** text, `handle_id`, `service`, `is_from_me`, `date` (seconds since 2001, from
//!   iOS 11 on nanoseconds; the size of the number tells), `guid`, the chat, names of attachments.
//!   Where `text` is empty the text is taken from `attributedBody`, an archive of Apple's
//!   `typedstream` kind, and `extra` says so. The owner is `destination_caller_id`, else `account`.
//!   Messages of a group name its members in `extra`.
//! - **Edited, unsent, deleted:** the texts before edits stand in `extra` with their times. A message
//!   whose parts its sender took back is `deleted`, with `deleted` as its content; so is, with its
//!   text, one that waits among the recently deleted (`chat_recoverable_message_join`, iOS 16 on).
//! - **Known limits:** databases of iOS 5 and before, without `handle`, are not read; what programs
//!   within a message state (`payload_data`) is told by its length.

use std::borrow::Cow;

use jiff::Timestamp;
use model::time::Stamp;
use model::{Party, say};
use serde_json::{Value, json};

use super::Program;
use super::ios_text::{archived, past};
use super::way::{Way, file_name, members_in_words, put_message, titled};
use crate::formats::sqlite::clock::{Clock, Unit};
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView, whole};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// The message store; see the module.
pub(super) struct Messages;

/// A conversation.
#[derive(Debug, Default)]
struct Chat {
    title: String,
    is_group: bool,
    identifier: String,
    members: Vec<String>,
}

/// What other tables say of messages.
#[derive(Default)]
struct Others {
    handles: Known<String>,
    chats: Known<Chat>,
    chat_of: Known<i64>,
    /// Chat of messages among the recently deleted, and when they were deleted.
    deleted: Known<(i64, i64)>,
    names: Known<String>,
    attachments: Known<String>,
}

impl Program for Messages {
    fn name(&self) -> &'static str {
        "iOS messages (sms.db)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("message", &["guid", "text", "handle_id", "is_from_me", "date"])
            && schema.table("handle").is_some()
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let others = others(reading)?;
        if others.chat_of.is_full() || others.attachments.is_full() {
            reading.tally.remark(say::facts_beyond_memory());
        }
        reading.pour("message", &mut |row, writer| fill(row, writer, &others))
    }
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    reading.look_up("handle", &mut |row| {
        let id = row.text("id")?.into_owned();
        if let Some(key) = row.rowid() {
            let bytes = id.len();
            others.handles.insert(key, id, bytes);
        }
        Ok(())
    })?;
    reading.look_up("chat", &mut |row| {
        let identifier = row.text("chat_identifier")?.into_owned();
        let name = row.text("display_name")?;
        let title = titled(&name, &identifier);
        // 43 is a group, 45 a conversation of two.
        let is_group = row.integer("style")? == Some(43);
        if let Some(key) = row.rowid() {
            let bytes = title.len() + identifier.len();
            let chat = Chat { title, is_group, identifier, members: Vec::new() };
            others.chats.insert(key, chat, bytes);
        }
        Ok(())
    })?;
    reading.look_up("chat_message_join", &mut |row| {
        if let (Some(message), Some(chat)) = (row.integer("message_id")?, row.integer("chat_id")?) {
            others.chat_of.insert(message, chat, 0);
        }
        Ok(())
    })?;
    if reading.has("chat_recoverable_message_join") {
        reading.look_up("chat_recoverable_message_join", &mut |row| {
            if let (Some(message), Some(chat)) =
                (row.integer("message_id")?, row.integer("chat_id")?)
            {
                let at = row.integer("delete_date")?.unwrap_or(0);
                others.deleted.insert(message, (chat, at), 0);
            }
            Ok(())
        })?;
    }
    if reading.has("chat_handle_join") {
        reading.look_up("chat_handle_join", &mut |row| {
            let name = others.handles.name(row.integer("handle_id")?);
            let Some(chat) = row.integer("chat_id")? else { return Ok(()) };
            if let Some(own) = others.chats.grow(chat, name.len() + 24) {
                own.members.push(name.to_owned());
            }
            Ok(())
        })?;
    }
    attachments(reading, &mut others)?;
    Ok(others)
}

fn attachments(reading: &mut Reading<'_, '_, '_, '_>, others: &mut Others) -> Result<(), Halt> {
    reading.look_up("attachment", &mut |row| {
        let mut name = row.text("transfer_name")?.into_owned();
        if name.is_empty() {
            file_name(&row.text("filename")?).clone_into(&mut name);
        }
        if let Some(key) = row.rowid() {
            let bytes = name.len();
            others.names.insert(key, name, bytes);
        }
        Ok(())
    })?;
    reading.look_up("message_attachment_join", &mut |row| {
        let name = others.names.name(row.integer("attachment_id")?);
        let Some(message) = row.integer("message_id")? else { return Ok(()) };
        if let Some(own) = others.attachments.grow(message, name.len() + 2) {
            if !own.is_empty() {
                own.push_str("; ");
            }
            own.push_str(name);
        }
        Ok(())
    })
}

fn fill(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    let id = row.rowid();
    let service = row.text("service")?;
    message.platform.set(match &*service {
        "iMessage" => "imessage",
        "SMS" | "" => "sms",
        other => other,
    });
    message.reference.set(&row.text("guid")?);
    clock.read(row, &["date"], Unit::AppleSecondsOrNanos, &mut message.sent)?;
    let deleted = others.deleted.get(id).copied();
    let chat = others.chat_of.get(id).copied().or(deleted.map(|(chat, _)| chat));
    let chat = others.chats.get(chat);
    message.conversation.set(chat.map_or("", |chat| &chat.title));
    let is_group = chat.is_some_and(|chat| chat.is_group);
    let way = Way::from_me(row.integer("is_from_me")?);
    let handle = others.handles.name(row.integer("handle_id")?);
    let identifier = chat.map_or("", |chat| &chat.identifier);
    let mut peer = Party::default();
    // A message of the owner's own may name nobody; the chat does.
    people.address(if handle.is_empty() && !is_group { identifier } else { handle }, &mut peer);
    let (peer, author) = if is_group { (None, Some(peer)) } else { (Some(peer), None) };
    let mut owner = people.owner.clone();
    if owner.is_absent() {
        let own = own_address(row)?;
        people.address(&own, &mut owner);
        if is_group && way != Way::Out {
            // A message to a group names no receiver.
            extra.add("owner_address", &own);
        }
    }
    put_message(message, &owner, way, peer, author);
    if let Some(members) = chat.map(|chat| &chat.members).filter(|all| is_group && !all.is_empty())
    {
        extra.add("participants", &members_in_words(members));
    }
    if let Some((_, at)) = deleted {
        message.state.set("deleted");
        extra.add("delete_date", &instant(clock, at, 0));
    }
    let attachment = others.attachments.name(id);
    message.attachment.set(attachment);
    fill_content(row, writer, !attachment.is_empty())?;
    fill_text(row, writer)?;
    Ok(Filled::Message)
}

/// The owner's own address: the number or name that was written to, else that of the account.
fn own_address<'r>(row: &RowView<'r>) -> Result<Cow<'r, str>, Fault> {
    let called = row.text("destination_caller_id")?;
    if !called.is_empty() {
        return Ok(called);
    }
    // `p:` stands before a telephone number, `e:` before an address.
    let account = row.text("account")?;
    let address = account.split_once(':').map_or("", |(_, address)| address);
    Ok(Cow::Owned(address.to_owned()))
}

/// A time of Apple's clock, for `extra`.
fn instant(clock: &mut Clock, value: i64, fraction_us: i64) -> String {
    let mut stamp = Stamp::default();
    let read = clock.set(value, fraction_us, Unit::AppleSecondsOrNanos, &mut stamp);
    let at = read.ok().and_then(|()| Timestamp::from_microsecond(stamp.earliest_us).ok());
    at.map_or_else(|| value.to_string(), |at| at.to_string())
}

/// What kind of message it is, and which one it answers.
fn fill_content(row: &RowView<'_>, writer: &mut Writer, has_attachment: bool) -> Result<(), Fault> {
    let Writer { message, extra, .. } = writer;
    let item = row.integer("item_type")?.unwrap_or(0);
    let answered = row.integer("associated_message_type")?.unwrap_or(0);
    message.content.set(match (item, answered, has_attachment) {
        (1.., _, _) => "system",
        (_, 2_000.., _) => "reaction",
        (_, _, true) => "media",
        _ => "text",
    });
    if item != 0 {
        extra.add("item_type", &item.to_string());
    }
    if answered != 0 {
        extra.add("associated_message_type", &answered.to_string());
    }
    let reply = row.text("thread_originator_guid")?;
    let target = row.text("associated_message_guid")?;
    // A reaction names its message as `p:0/GUID` or `bp:GUID`.
    let target = target.rsplit(['/', ':']).next().unwrap_or_default();
    message.reply_to.set(if reply.is_empty() { target } else { &reply });
    Ok(())
}

/// The text, from wherever it stands, and what it was before.
fn fill_text(row: &RowView<'_>, writer: &mut Writer) -> Result<(), Fault> {
    let Writer { message, clock, extra, .. } = writer;
    message.body.set(&row.text("text")?);
    if let Datum::Bytes(archive) = row.datum("attributedBody") {
        match archived(archive) {
            Some(text) if message.body.is_empty() => {
                message.body.set(text);
                extra.add("body_from", "attributedBody");
            }
            Some(_) => {}
            None => extra.add("attributedBody", &format!("{} bytes, no text found", archive.len())),
        }
    }
    let Datum::Bytes(summary) = row.datum("message_summary_info") else { return Ok(()) };
    let past = past(summary);
    let texts = past.texts.iter().map(|(at, text)| {
        let (seconds, fraction) = (whole(*at), whole((at.fract() * 1e6).round()));
        let at = instant(clock, seconds.unwrap_or(0), fraction.unwrap_or(0));
        json!({ "written": at, "text": text })
    });
    let texts: Vec<Value> = texts.collect();
    if !texts.is_empty() {
        extra.add_value("edits", Value::Array(texts));
    }
    if past.retracted > 0 {
        extra.add("parts_taken_back", &past.retracted.to_string());
        if message.body.is_empty() && message.attachment.is_empty() {
            message.content.set("deleted");
            message.state.set("deleted");
        }
    }
    Ok(())
}
