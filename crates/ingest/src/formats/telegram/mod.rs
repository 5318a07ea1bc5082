//! Telegram Desktop exports in JSON: one chat, or a whole account.
//!
//! Messages become messages, phone calls and finished group calls become sessions, the address book
//! and the frequent contacts become contacts, the list of devices becomes logins, and the account's
//! own data an account.
//!
//! - **Specification:** none is published; the writer is `export_output_json.cpp` of Telegram
//!   Desktop (<https://github.com/telegramdesktop/tdesktop>), read in its versions 2018 to 2024.
//! - **Recognised by:** the keys of the outline: `messages` whose first is a Telegram message, or
//!   `chats`, `left_chats`, `contacts` and `sessions` beside `about` or `personal_information`.
//! - **Times:** `date_unixtime` is UTC and is preferred. Exports before 2021 have only `date`, the
//!   local time of the exporting computer; it is read in the zone of the exhibit. Where both are
//!   stated, their difference is noted: it tells the zone of that computer.
//! - **A call** carries one time, and the export does not say whether it is the beginning or the
//!   end; both are intervals as long as the call.
//! - **A chat of two** names one person; the other is the account the export was made from, stated
//!   in `personal_information`, or else whoever writes there and is not that person.
//! - **Text** in parts is joined as it stands; a link, mention or the like directly after another
//!   marked part is set off by a space, so that it stays a word of its own.
//! - **Known limits:** pictures, stories and other data of a whole account are named, not read. A
//!   contact's or chat's number is its key; a handle appears only where the export states one.

mod account;
mod message;

use std::collections::BTreeSet;
use std::io::Cursor;

use model::time::{DateOrder, TimeFormat};
use model::{Party, Place, RejectKind, say};
use serde_json::Value;

use self::message::{Chat, Filled, MessageReader};
use super::app_identity::stated_owner;
use super::json::{JsonReader, RawValue};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Distinct offsets of the exporting computer told of; one or two are normal.
const OFFSETS_MAX: usize = 8;

/// Messages looked through for the account the export was made from, where it is not stated.
const MESSAGES_AHEAD: u64 = 10_000;

/// Exports of chats and accounts; see the module.
#[derive(Debug)]
pub struct Telegram;

impl SourceFormat for Telegram {
    fn code(&self) -> &'static str {
        "telegram"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if !head.is_json() {
            return Sure::No;
        }
        let mut outline = Outline::default();
        let mut cursor = Cursor::new(head.bytes);
        if let Ok(mut reader) = JsonReader::new(&mut cursor) {
            // The head ends in the middle of a larger export; what was seen before counts.
            let _ = outline.look(&mut reader);
        }
        if outline.is_telegram() { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let local = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let mut reading = Reading {
            sink,
            messages: MessageReader::new(local, settings.region.clone()),
            owner: stated_owner(settings.owner.as_deref()),
            raw: RawValue::default(),
            unread: BTreeSet::new(),
        };
        let mut reader = JsonReader::new(source.bytes)?;
        let read = reading.read(&mut reader);
        reading.finish()?;
        read
    }
}

/// What the outline of a document shows, for recognition.
#[derive(Debug, Default)]
struct Outline {
    keys: BTreeSet<String>,
    first_message: Option<Value>,
}

impl Outline {
    fn look(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        if reader.peek()? != Some(b'{') {
            return Ok(());
        }
        reader.each_member("", |reader, key| {
            self.keys.insert(key.to_owned());
            match key {
                "messages" => self.look_at_messages(reader),
                "chats" | "left_chats" => self.look_at_chats(reader),
                _ => reader.pass(key),
            }
        })
    }

    fn look_at_messages(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        reader.each_item("", |reader, _| {
            let mut raw = RawValue::default();
            reader.read_value(&mut raw)?;
            if self.first_message.is_none() {
                self.first_message = raw.parse().ok();
            }
            Ok(())
        })
    }

    /// The messages of the chats in a list; other things may be called so, and are passed.
    fn look_at_chats(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        if reader.peek()? != Some(b'{') {
            return reader.pass("");
        }
        reader.each_member("", |reader, key| {
            if key != "list" || reader.peek()? != Some(b'[') {
                return reader.pass("");
            }
            reader.each_item("", |reader, _| {
                if reader.peek()? != Some(b'{') {
                    return reader.pass("");
                }
                reader.each_member("", |reader, key| match key {
                    "messages" => self.look_at_messages(reader),
                    _ => reader.pass(""),
                })
            })
        })
    }

    fn is_telegram(&self) -> bool {
        let has = |key: &str| self.keys.contains(key);
        if let Some(message) = &self.first_message {
            let kind = message.get("type").and_then(Value::as_str);
            let known = matches!(kind, Some("message" | "service" | "unsupported"))
                && (message.get("date_unixtime").is_some()
                    || message.get("from_id").is_some()
                    || message.get("actor_id").is_some()
                    || has("type"));
            if known || has("messages") {
                return known;
            }
        }
        let chat = has("messages") && has("type") && has("id");
        let whole = ["personal_information", "contacts", "frequent_contacts", "sessions", "chats"]
            .iter()
            .chain(&["left_chats", "profile_pictures"])
            .filter(|key| has(key))
            .count();
        chat || whole >= 2 || (whole == 1 && has("about"))
    }
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    messages: MessageReader,
    owner: Party,
    raw: RawValue,
    unread: BTreeSet<String>,
}

impl Reading<'_, '_> {
    fn read(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        let mut chat = Chat::default();
        reader.each_member("", |reader, key| match key {
            "personal_information" => self.read_owner(reader),
            "contacts" | "frequent_contacts" | "sessions" | "web_sessions" => {
                self.read_list(reader, key)
            }
            "chats" | "left_chats" => self.read_chats(reader, key),
            _ => self.read_chat_member(reader, key, "", &mut chat),
        })
    }

    /// A member of a chat: a fact on it, or its messages.
    fn read_chat_member(
        &mut self,
        reader: &mut JsonReader<'_>,
        key: &str,
        path: &str,
        chat: &mut Chat,
    ) -> Result<(), Halt> {
        match key {
            "messages" => {
                chat.settle(&self.owner);
                if chat.wants_owner() {
                    reader.look_ahead(MESSAGES_AHEAD, |raw| {
                        raw.parse().is_ok_and(|message| chat.learn_owner(&message))
                    })?;
                }
                let path = format!("{path}/messages");
                reader.each_item(&path, |reader, index| {
                    let path = format!("{path}/{index}");
                    self.read_row(reader, path, |messages, value| messages.fill(value, chat))
                })
            }
            "name" | "type" | "id" => {
                reader.read_value(&mut self.raw)?;
                chat.take(key, &self.raw.parse().unwrap_or(Value::Null));
                Ok(())
            }
            "about" => reader.pass(path),
            _ => {
                self.unread.insert(key.to_owned());
                reader.pass(path)
            }
        }
    }

    fn read_chats(&mut self, reader: &mut JsonReader<'_>, section: &str) -> Result<(), Halt> {
        reader.each_member(section, |reader, key| {
            if key != "list" {
                return reader.pass(section);
            }
            let path = format!("/{section}/list");
            reader.each_item(&path, |reader, index| {
                let path = format!("{path}/{index}");
                let mut chat = Chat::default();
                reader.each_member(&path, |reader, key| {
                    self.read_chat_member(reader, key, &path, &mut chat)
                })
            })
        })
    }

    fn read_owner(&mut self, reader: &mut JsonReader<'_>) -> Result<(), Halt> {
        let path = "/personal_information".to_owned();
        self.read_row(reader, path, |messages, value| {
            Ok(Filled::Account(messages.fill_account(value)))
        })?;
        if let Ok(value) = self.raw.parse() {
            self.owner = self.messages.fill_account(&value).holder;
        }
        Ok(())
    }

    fn read_list(&mut self, reader: &mut JsonReader<'_>, section: &str) -> Result<(), Halt> {
        let owner = self.owner.clone();
        reader.each_member(section, |reader, key| {
            if key != "list" {
                return reader.pass(section);
            }
            let path = format!("/{section}/list");
            reader.each_item(&path, |reader, index| {
                let path = format!("{path}/{index}");
                self.read_row(reader, path, |messages, value| {
                    if section.ends_with("sessions") {
                        messages.fill_login(value, &owner).map(Filled::Login)
                    } else {
                        messages.fill_contact(value, &owner).map(Filled::Contact)
                    }
                })
            })
        })
    }

    /// Reads the value that comes next as one row.
    fn read_row(
        &mut self,
        reader: &mut JsonReader<'_>,
        path: String,
        fill: impl FnOnce(
            &mut MessageReader,
            &Value,
        ) -> Result<Filled, (RejectKind, &'static str, String)>,
    ) -> Result<(), Halt> {
        reader.read_value(&mut self.raw)?;
        let (bytes_start, bytes_len) = (self.raw.start, self.raw.len);
        let cut = self.raw.cut.then(|| reader.cut(&path));
        self.sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
        let value = match self.raw.parse() {
            Ok(value) if value.is_object() => value,
            Ok(_) => return self.sink.reject(RejectKind::Malformed, "", "not an object"),
            Err(kind) => {
                let raw =
                    String::from_utf8_lossy(self.raw.bytes.get(..512).unwrap_or(&self.raw.bytes))
                        .into_owned();
                self.sink.reject(kind, "", &raw)?;
                return cut.map_or(Ok(()), Err);
            }
        };
        match fill(&mut self.messages, &value) {
            Ok(Filled::Message) => self.sink.record(&self.messages.message),
            Ok(Filled::Session) => self.sink.record(&self.messages.session),
            Ok(Filled::Account(record)) => self.sink.record(&record),
            Ok(Filled::Contact(record)) => self.sink.record(&record),
            Ok(Filled::Login(record)) => self.sink.record(&record),
            Err((kind, field, raw)) => self.sink.reject(kind, field, &raw),
        }
    }

    fn finish(&mut self) -> Result<(), Halt> {
        for field in &self.unread {
            self.sink.note(&Note::UnknownField { field: field.clone() })?;
        }
        if let Some(zone) = self.messages.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        let offsets = self.messages.offsets();
        if offsets.is_empty() {
            return Ok(());
        }
        let shown: Vec<String> =
            offsets.iter().take(OFFSETS_MAX).map(|offset| format!("UTC{offset}")).collect();
        self.sink.remark(say::exporting_clock(shown))
    }
}
