//! The older form of WhatsApp's `msgstore.db` on Android, until 2022: `messages` and `chat_list`.
//!
//! During the change both forms stood in one database; a message that the newer form has is not told
//! again.
//!
//! - **Recognised by:** `messages` with `key_remote_jid` and `key_from_me`.
//! - **Specification:** none published; columns as ALEAPP (`WhatsApp.py`) reads them.

use std::collections::HashMap;

use model::Party;

use super::way::{Way, file_name, put_message, titled};
use super::whatsapp_android::content;
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Subjects of conversations kept for look-up.
const SUBJECTS_MAX: usize = 100_000;

/// Reads `messages`; `told` are the numbers of messages that the newer form has.
pub(super) fn read(reading: &mut Reading<'_, '_, '_, '_>, told: &Known<()>) -> Result<(), Halt> {
    let mut subjects: HashMap<String, String> = HashMap::new();
    if reading.has("chat_list") {
        reading.look_up("chat_list", &mut |row| {
            let subject = row.text("subject")?.into_owned();
            if !subject.is_empty() && subjects.len() < SUBJECTS_MAX {
                subjects.insert(row.text("key_remote_jid")?.into_owned(), subject);
            }
            Ok(())
        })?;
    }
    reading.pour("messages", &mut |row, writer| {
        if told.get(row.rowid()).is_some() {
            return Ok(Filled::Part);
        }
        fill(row, writer, &subjects)
    })
}

fn fill(
    row: &RowView<'_>,
    writer: &mut Writer,
    subjects: &HashMap<String, String>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    let jid = row.text("key_remote_jid")?;
    // The first row of the table is a place holder.
    if jid == "-1" {
        return Ok(Filled::Part);
    }
    message.platform.set("whatsapp");
    message.reference.set(&row.text("key_id")?);
    clock.read(row, &["timestamp"], Unit::Millis, &mut message.sent)?;
    message.conversation.set(&titled(subjects.get(&*jid).map_or("", String::as_str), &jid));
    let way = Way::from_me(row.integer("key_from_me")?);
    let mut other = Party::default();
    if jid.ends_with("@s.whatsapp.net") {
        people.whatsapp(&jid, &mut other);
        put_message(message, &people.owner, way, Some(other), None);
    } else {
        people.whatsapp(&row.text("remote_resource")?, &mut other);
        put_message(message, &people.owner, way, None, Some(other));
    }
    message.body.set(&row.text("data")?);
    let kind = row.integer("media_wa_type")?;
    message.content.set(content(kind));
    if let Some(kind) = kind.filter(|kind| *kind != 0) {
        extra.add("media_wa_type", &kind.to_string());
        let name = row.text("media_name")?;
        message.attachment.set(file_name(&name));
        if message.body.is_empty() {
            message.body.set(&row.text("media_caption")?);
        }
    }
    // 6 marks what the program itself wrote into the conversation.
    if row.integer("status")? == Some(6) {
        message.content.set("system");
        extra.add("status", "6");
    }
    Ok(Filled::Message)
}
