//! Messages of the iPhone and the Mac: `message`, `handle`, `chat` in `sms.db` and `chat.db`.
//!
//! - **Recognised by:** `message` with `guid`, `handle_id` and `is_from_me`, beside `handle`.
//! - **Specification:** none published; tables and columns as iLEAPP (`sms.py`) reads them.
//! - **Fields kept:** text, `handle_id`, `service`, `is_from_me`, `date` (seconds since 2001, from
//!   iOS 11 on nanoseconds; the size of the number tells), `guid`, the chat, names of attachments.
//!   Where `text` is empty the text is taken from `attributedBody`, an archive of Apple's
//!   `typedstream` kind, and `extra` says so.
//! - **Known limits:** databases of iOS 5 and before, without `handle`, are not read; edits inside
//!   `message_summary_info` are told by their length.

use model::Party;

use super::Program;
use super::way::{Way, file_name, put_message, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView};
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
}

/// What other tables say of messages.
#[derive(Default)]
struct Others {
    handles: Known<String>,
    chats: Known<Chat>,
    chat_of: Known<i64>,
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
            reading.tally.remark("Chats or attachments past the limit of memory are not told.");
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
            others.chats.insert(key, Chat { title, is_group, identifier }, bytes);
        }
        Ok(())
    })?;
    reading.look_up("chat_message_join", &mut |row| {
        if let (Some(message), Some(chat)) = (row.integer("message_id")?, row.integer("chat_id")?) {
            others.chat_of.insert(message, chat, 0);
        }
        Ok(())
    })?;
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
    })?;
    Ok(others)
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
    let chat = others.chat_of.get(id).and_then(|chat| others.chats.get(Some(*chat)));
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
        people.address(&row.text("destination_caller_id")?, &mut owner);
    }
    put_message(message, &owner, way, peer, author);
    message.body.set(&row.text("text")?);
    if message.body.is_empty()
        && let Datum::Bytes(archive) = row.datum("attributedBody")
        && let Some(text) = archived_text(archive)
    {
        message.body.set(text);
        extra.add("body_from", "attributedBody");
    }
    let attachment = others.attachments.name(id);
    message.attachment.set(attachment);
    let item = row.integer("item_type")?.unwrap_or(0);
    let answered = row.integer("associated_message_type")?.unwrap_or(0);
    message.content.set(match (item, answered, attachment.is_empty()) {
        (1.., _, _) => "system",
        (_, 2_000.., _) => "reaction",
        (_, _, false) => "media",
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
    Ok(Filled::Message)
}

/// The text of an archived string: it stands behind the name of its class, with its length.
fn archived_text(archive: &[u8]) -> Option<&str> {
    const CLASS: &[u8] = b"NSString";
    /// Bytes between the name of the class and the mark of a string.
    const GAP_MAX: usize = 8;
    let at = memchr::memmem::find(archive, CLASS)? + CLASS.len();
    let rest = archive.get(at..)?;
    let mark = rest.iter().take(GAP_MAX).position(|byte| *byte == b'+')?;
    let rest = rest.get(mark + 1..)?;
    let (len, rest) = match rest.split_first()? {
        (0x81, rest) => (usize::from(u16::from_le_bytes(*rest.first_chunk()?)), rest.get(2..)?),
        (0x82, rest) => {
            (usize::try_from(u32::from_le_bytes(*rest.first_chunk()?)).ok()?, rest.get(4..)?)
        }
        (len, rest) if *len < 0x80 => (usize::from(*len), rest),
        _ => return None,
    };
    std::str::from_utf8(rest.get(..len)?).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::archived_text;

    #[test]
    fn an_archived_text_is_taken_with_the_length_it_states() {
        let archive = |len: &[u8], text: &str| {
            let head: &[u8] = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x08NSString\x01\x94\x84\x01+";
            [head, len, text.as_bytes(), b"\x86\x84"].concat()
        };
        assert_eq!(archived_text(&archive(&[9], "message 1")), Some("message 1"));
        let long = "message 2 ".repeat(30);
        assert_eq!(archived_text(&archive(&[0x81, 44, 1], &long)), Some(long.as_str()));
        assert_eq!(archived_text(&archive(&[200], "cut")), None);
        assert_eq!(archived_text(b"NSString"), None);
    }
}
