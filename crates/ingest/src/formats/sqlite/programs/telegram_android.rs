//! Telegram on Android: `cache4.db`, as far as its own columns tell.
//!
//! - **Recognised by:** `messages_v2` or `messages` with `mid`, `uid`, `out` and `data`, beside `users`.
//! - **Specification:** the public source of Telegram for Android (`MessagesStorage.java`); tables and
//!   columns as ALEAPP (`telegramAndroid.py`) reads them.
//! - **Fields kept:** of messages the key, the conversation (`uid`), the time (seconds since 1970) and
//!   whether the owner wrote it (`out`); of `users` name, user name and key; of the imported address
//!   book (`user_contacts_v7`, `user_phones_v7`) names and numbers.
//! - **Known limits:** the text and the author within a group stand in `data`, in Telegram's own
//!   encoding, which changes with every version; it is not decoded and told by its length. `extra` says
//!   so with every message.

use std::collections::HashMap;

use model::{Party, say};

use super::Program;
use super::way::{Way, put_message, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Telegram on Android; see the module.
pub(super) struct Telegram;

/// Numbers of imported entries, by their key.
type Phones = HashMap<String, Vec<String>>;

/// Imported entries kept for look-up; address books have thousands.
const ENTRIES_MAX: usize = 200_000;

/// Largest number of a dialogue that is a user; larger ones are secret conversations and folders.
const USER_MAX: i64 = 1 << 40;

impl Program for Telegram {
    fn name(&self) -> &'static str {
        "Telegram for Android (cache4.db)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        let is_message = |table| schema.has(table, &["mid", "uid", "date", "out", "data"]);
        (is_message("messages_v2") || is_message("messages")) && schema.table("users").is_some()
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut names: Known<String> = Known::default();
        for (table, sign) in [("users", 1), ("chats", -1)] {
            reading.look_up(table, &mut |row| {
                let name = row.text("name")?;
                let name = parts(&name).0.to_owned();
                if let Some(uid) = row.integer("uid")? {
                    let bytes = name.len();
                    names.insert(uid.saturating_mul(sign), name, bytes);
                }
                Ok(())
            })?;
        }
        let phones = phones(reading)?;
        let mut messages = 0_u64;
        for table in ["messages_v2", "messages"] {
            if reading.has(table) {
                reading.pour(table, &mut |row, writer| {
                    messages += 1;
                    fill_message(row, writer, &names)
                })?;
            }
        }
        reading.tally.remark(say::texts_encoded(messages));
        reading.pour("users", &mut fill_user)?;
        if reading.has("user_contacts_v7") {
            reading
                .pour("user_contacts_v7", &mut |row, writer| fill_contact(row, writer, &phones))?;
        }
        Ok(())
    }
}

/// The numbers of each imported entry, whose key is text.
fn phones(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Phones, Halt> {
    let mut phones = Phones::new();
    if reading.has("user_phones_v7") {
        reading.look_up("user_phones_v7", &mut |row| {
            let phone = row.text("phone")?.into_owned();
            if phones.len() < ENTRIES_MAX && !phone.is_empty() {
                phones.entry(row.text("key")?.into_owned()).or_default().push(phone);
            }
            Ok(())
        })?;
    }
    Ok(phones)
}

/// Name and user name, which stand in one column with `;;;` between them.
fn parts(name: &str) -> (&str, &str) {
    name.split_once(";;;").unwrap_or((name, ""))
}

fn put_user(uid: i64, name: &str, party: &mut Party) {
    if uid > 0 && uid < USER_MAX {
        People::account("telegram", &format!("user{uid}"), party);
        party.name.set(name);
    }
}

fn fill_message(
    row: &RowView<'_>,
    writer: &mut Writer,
    names: &Known<String>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("telegram");
    message.reference.set(&row.text("mid")?);
    clock.read(row, &["date"], Unit::Seconds, &mut message.sent)?;
    let uid = row.integer("uid")?;
    let name = names.name(uid);
    message.conversation.set(&titled(name, &row.text("uid")?));
    let way = Way::from_me(row.integer("out")?);
    let mut peer = Party::default();
    put_user(uid.unwrap_or(0), name, &mut peer);
    let is_dialog = !peer.is_absent();
    put_message(message, &people.owner, way, is_dialog.then_some(peer), None);
    message.content.set("not decoded");
    extra.add("note", "the text stands encoded in `data`");
    Ok(Filled::Message)
}

fn fill_user(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("telegram");
    contact.owner.clone_from(&people.owner);
    let name = row.text("name")?;
    let (name, handle) = parts(&name);
    put_user(row.integer("uid")?.unwrap_or(0), name, &mut contact.contact);
    contact.contact.handle.set(handle);
    Ok(Filled::Contact)
}

fn fill_contact(row: &RowView<'_>, writer: &mut Writer, phones: &Phones) -> Result<Filled, Fault> {
    let Writer { contact, people, extra, .. } = writer;
    contact.platform.set("telegram");
    contact.owner.clone_from(&people.owner);
    let (first, last) = (row.text("fname")?, row.text("sname")?);
    let name = format!("{first} {last}");
    put_user(row.integer("uid")?.unwrap_or(0), "", &mut contact.contact);
    contact.contact.name.set(name.trim());
    let key = row.text("key")?;
    let all = phones.get(&*key).map_or(&[][..], Vec::as_slice);
    people.phone(all.first().map_or("", String::as_str), &mut contact.contact);
    extra.add("key", &key);
    if all.len() > 1 {
        extra.add("phones", &all.join("; "));
    }
    Ok(Filled::Contact)
}
