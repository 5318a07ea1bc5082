//! Text and multimedia messages of Android: `sms`, `pdu`, `part`, `addr` in `mmssms.db`.
//!
//! - **Recognised by:** `sms` with `thread_id`, `address` and `body`, or `pdu` with `msg_box`; a database with
//!   `recipient` is Signal's and is not taken.
//! - **Specification:** `Telephony.Sms`, `Telephony.Mms` and `Telephony.MmsSms` of the Android
//!   developers' reference; columns as ALEAPP (`smsmms.py`) and plaso (`android_sms`) read them.
//! - **Fields kept:** `address`, `date`, `type` or `msg_box`, `body`, `thread_id` with the addresses of
//!   its recipients, the texts and file names of the parts of a multimedia message. `date` is in
//!   milliseconds for `sms` and in seconds for `pdu`; makers differ, and the size of the number tells.
//! - **Known limits:** parts themselves stand in files beside the database; only their names are told.

use std::collections::BTreeMap;

use model::{Party, say};

use super::Program;
use super::way::{Way, file_name, put_message};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Text and multimedia messages; see the module.
pub(super) struct Messages;

impl Program for Messages {
    fn name(&self) -> &'static str {
        "Android messages (mmssms.db)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        // Signal names a table so, too, and fills it otherwise.
        let is_text = schema.has("sms", &["thread_id", "address", "date", "type", "body"])
            && schema.table("recipient").is_none()
            && schema.table("recipient_preferences").is_none();
        is_text || schema.has("pdu", &["thread_id", "date", "msg_box"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let threads = threads(reading)?;
        for table in ["sms", "spam_sms"] {
            if table == "sms" || reading.has(table) {
                reading.pour(table, &mut |row, writer| fill_text(row, writer, &threads))?;
            }
        }
        if reading.has("pdu") {
            let parts = parts(reading)?;
            let addresses = addresses(reading)?;
            if parts.is_full() || addresses.is_full() {
                reading.tally.remark(say::facts_beyond_memory());
            }
            reading.pour("pdu", &mut |row, writer| {
                fill_multimedia(row, writer, &threads, &parts, &addresses)
            })?;
        }
        Ok(())
    }
}

/// The addresses of each thread, joined by `; `.
fn threads(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Known<String>, Halt> {
    let mut canonical = Known::default();
    reading.look_up("canonical_addresses", &mut |row| {
        let address = row.text("address")?.into_owned();
        if let Some(id) = row.integer("_id")? {
            let bytes = address.len();
            canonical.insert(id, address, bytes);
        }
        Ok(())
    })?;
    let mut threads = Known::default();
    reading.look_up("threads", &mut |row| {
        let ids = row.text("recipient_ids")?;
        let ids = ids.split_whitespace().filter_map(|id| id.parse::<i64>().ok());
        let names: Vec<&str> =
            ids.map(|id| canonical.name(Some(id))).filter(|name| !name.is_empty()).collect();
        let joined = names.join("; ");
        if let Some(id) = row.integer("_id")? {
            let bytes = joined.len();
            threads.insert(id, joined, bytes);
        }
        Ok(())
    })?;
    Ok(threads)
}

/// What the parts of a multimedia message state.
#[derive(Debug, Default)]
struct Parts {
    text: String,
    names: Vec<String>,
    kinds: Vec<String>,
}

fn parts(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Known<Parts>, Halt> {
    let mut parts: Known<Parts> = Known::default();
    reading.look_up("part", &mut |row| {
        let Some(message) = row.integer("mid")? else { return Ok(()) };
        let kind = row.text("ct")?.into_owned();
        // The layout of a slide show says nothing of its own.
        if kind == "application/smil" {
            return Ok(());
        }
        let text = row.text("text")?.into_owned();
        let mut name = row.text("cl")?.into_owned();
        for column in ["name", "fn", "_data"] {
            if name.is_empty() {
                name = row.text(column)?.into_owned();
            }
        }
        let Some(own) = parts.grow(message, text.len() + name.len() + kind.len()) else {
            return Ok(());
        };
        if kind == "text/plain" || !text.is_empty() {
            if !own.text.is_empty() {
                own.text.push('\n');
            }
            own.text.push_str(&text);
        } else {
            own.names.push(file_name(&name).to_owned());
            own.kinds.push(kind);
        }
        Ok(())
    })?;
    Ok(parts)
}

/// Addresses of multimedia messages by the roles of the protocol.
#[derive(Debug, Default)]
struct Addresses {
    from: String,
    to: Vec<String>,
}

/// `type` of an address: the sender, in the numbers of the multimedia protocol.
const FROM: i64 = 0x89;

fn addresses(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Known<Addresses>, Halt> {
    let mut addresses: Known<Addresses> = Known::default();
    reading.look_up("addr", &mut |row| {
        let address = row.text("address")?;
        // The protocol's word for "whoever holds this telephone".
        let (Some(message), false) =
            (row.integer("msg_id")?, address.is_empty() || address == "insert-address-token")
        else {
            return Ok(());
        };
        let kind = row.integer("type")?;
        let Some(own) = addresses.grow(message, address.len() + 24) else { return Ok(()) };
        if kind == Some(FROM) {
            own.from = address.into_owned();
        } else {
            own.to.push(address.into_owned());
        }
        Ok(())
    })?;
    Ok(addresses)
}

/// Which way a message went, and its folder, by `type` or `msg_box`.
fn way(folder: Option<i64>) -> (Way, &'static str) {
    match folder {
        Some(1) => (Way::In, "inbox"),
        Some(2) => (Way::Out, "sent"),
        Some(3) => (Way::Out, "draft"),
        Some(4) => (Way::Out, "outbox"),
        Some(5) => (Way::Out, "failed"),
        Some(6) => (Way::Out, "queued"),
        _ => (Way::Unknown, ""),
    }
}

fn conversation(row: &RowView<'_>, threads: &Known<String>) -> Result<String, Fault> {
    let Some(thread) = row.integer("thread_id")? else { return Ok(String::new()) };
    let names = threads.name(Some(thread));
    Ok(if names.is_empty() { thread.to_string() } else { format!("{names} · {thread}") })
}

fn fill_text(
    row: &RowView<'_>,
    writer: &mut Writer,
    threads: &Known<String>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("sms");
    message.reference.set(&row.text("_id")?);
    message.conversation.set(&conversation(row, threads)?);
    let (way, folder) = way(row.integer("type")?);
    if way == Way::Unknown {
        extra.add("type", &row.text("type")?);
    } else if !matches!(folder, "inbox" | "sent") {
        extra.add("folder", folder);
    }
    // For a received message `date` is when it came in, `date_sent` when the network took it over.
    if way == Way::In {
        clock.read(row, &["date_sent"], Unit::SecondsOrMillis, &mut message.sent)?;
    }
    if message.sent.is_stated() {
        extra.add("date", &row.text("date")?);
    } else {
        clock.read(row, &["date"], Unit::SecondsOrMillis, &mut message.sent)?;
    }
    let mut other = Party::default();
    people.address(&row.text("address")?, &mut other);
    message.content.set("text");
    message.body.set(&row.text("body")?);
    put_message(message, &people.owner, way, Some(other), None);
    Ok(Filled::Message)
}

fn fill_multimedia(
    row: &RowView<'_>,
    writer: &mut Writer,
    threads: &Known<String>,
    parts: &Known<Parts>,
    addresses: &Known<Addresses>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("mms");
    let id = row.integer("_id")?;
    message.reference.set(&row.text("_id")?);
    message.conversation.set(&conversation(row, threads)?);
    let (way, folder) = way(row.integer("msg_box")?);
    if !matches!(folder, "inbox" | "sent") {
        extra.add("folder", folder);
    }
    clock.read(row, &["date"], Unit::SecondsOrMillis, &mut message.sent)?;
    let mut other = Party::default();
    if let Some(own) = addresses.get(id) {
        let named = if way == Way::Out { own.to.first() } else { Some(&own.from) };
        people.address(named.map_or("", String::as_str), &mut other);
        if own.to.len() > 1 {
            extra.add("to", &own.to.join("; "));
        }
    }
    let mut body = row.text("sub")?.into_owned();
    message.content.set("text");
    if let Some(own) = parts.get(id) {
        if !body.is_empty() && !own.text.is_empty() {
            body.push('\n');
        }
        body.push_str(&own.text);
        if !own.names.is_empty() {
            message.content.set("media");
            message.attachment.set(&own.names.join("; "));
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            own.kinds.iter().for_each(|kind| *kinds.entry(kind).or_default() += 1);
            let kinds: Vec<_> = kinds.into_keys().collect();
            extra.add("content_types", &kinds.join("; "));
        }
    }
    message.body.set(&body);
    put_message(message, &people.owner, way, Some(other), None);
    Ok(Filled::Message)
}
