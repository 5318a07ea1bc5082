//! A message or call of a Telegram chat.

use std::borrow::Cow;
use std::collections::BTreeSet;

use model::records::{Account, Contact, Login, Message, Session};
use model::time::{Stamp, StampReader, TimeFormat, Zone};
use model::{Party, RejectKind};
use serde_json::Value;

use crate::formats::extra::Extra;

/// Why a row is no record: kind, field, text.
pub(super) type Fault = (RejectKind, &'static str, String);

/// What a row became; messages and calls stand in the reader's buffers.
pub(super) enum Filled {
    Message,
    Session,
    Account(Account),
    Contact(Contact),
    Login(Login),
}

/// The chat messages stand in.
#[derive(Debug, Default)]
pub(super) struct Chat {
    name: String,
    kind: String,
    id: String,
    title: String,
    owner: Party,
    /// The other person of a chat of two.
    peer: Party,
}

impl Chat {
    /// Takes a fact on the chat.
    pub(super) fn take(&mut self, key: &str, value: &Value) {
        let text = text_of(value).into_owned();
        match key {
            "name" => self.name = text,
            "type" => self.kind = text,
            _ => self.id = text,
        }
    }

    /// All facts are known: the messages come next.
    pub(super) fn settle(&mut self, owner: &Party) {
        self.owner.clone_from(owner);
        let mut words = vec![self.name.as_str(), self.kind.as_str(), self.id.as_str()];
        words.retain(|word| !word.is_empty());
        self.title = words.join(" · ");
        self.peer.clear();
        if matches!(self.kind.as_str(), "personal_chat" | "bot_chat") && !self.id.is_empty() {
            self.peer.name.set(&self.name);
            self.peer.account.set_fmt(format_args!("telegram:user{}", self.id));
        }
    }

    /// Whether it is a chat of two and nobody said whose account it was exported from.
    pub(super) fn wants_owner(&self) -> bool {
        self.owner.is_absent() && !self.peer.is_absent()
    }

    /// Takes the sender of a message for the owner of the account, where it is not the other one.
    pub(super) fn learn_owner(&mut self, message: &Value) -> bool {
        let mut sender = Party::default();
        take_sender(message, &mut sender);
        let found = !sender.account.is_empty() && sender.account != self.peer.account;
        if found {
            self.owner = sender;
        }
        found
    }

    /// Who is on the other side of someone in a chat of two.
    fn opposite(&self, sender: &Party) -> Option<&Party> {
        if self.peer.is_absent() || sender.account.is_empty() {
            None
        } else if sender.account == self.peer.account {
            Some(&self.owner)
        } else {
            Some(&self.peer)
        }
    }
}

/// Reads messages and keeps the buffers between them.
pub(super) struct MessageReader {
    pub(super) message: Message,
    pub(super) session: Session,
    pub(super) region: Option<String>,
    local: StampReader,
    epoch: StampReader,
    shown: Stamp,
    offsets: BTreeSet<String>,
}

/// Keys of a message that have a field of their own or repeat one.
const TAKEN: [&str; 12] = [
    "id",
    "type",
    "date",
    "date_unixtime",
    "from",
    "from_id",
    "actor",
    "actor_id",
    "text",
    "text_entities",
    "reply_to_message_id",
    "message_id",
];

/// Keys under which a message names its file, the plainest first.
const FILES: [&str; 3] = ["file_name", "file", "photo"];

impl MessageReader {
    pub(super) fn new(local: StampReader, region: Option<String>) -> Self {
        Self {
            message: Message::default(),
            session: Session::default(),
            region,
            local,
            epoch: StampReader::utc(TimeFormat::UnixSeconds),
            shown: Stamp::default(),
            offsets: BTreeSet::new(),
        }
    }

    /// The zone of the exhibit, if any time stated none of its own.
    pub(super) fn zone_applied(&self) -> Option<&Zone> {
        self.local.zone_applied()
    }

    /// Offsets of the exporting computer, as `+02:00`.
    pub(super) fn offsets(&self) -> &BTreeSet<String> {
        &self.offsets
    }

    /// Fills a message, or a session where it tells of a call.
    pub(super) fn fill(&mut self, value: &Value, chat: &Chat) -> Result<Filled, Fault> {
        let kind = get(value, "type");
        let action = get(value, "action");
        let mut sent = std::mem::take(&mut self.shown);
        let dated = self.read_time(value, "date", &mut sent);
        let filled = dated.and_then(|()| {
            let is_call = action == "phone_call"
                || (action == "group_call" && value.get("duration").is_some());
            if kind == "service" && is_call {
                self.fill_call(value, chat, &sent).map(|()| Filled::Session)
            } else {
                self.fill_message(value, chat, &sent);
                Ok(Filled::Message)
            }
        });
        self.shown = sent;
        let filled = filled?;
        // Telegram Desktop writes messages it does not know without a time of their own.
        let timeless = !self.shown.is_stated() && kind != "unsupported";
        if timeless {
            Err((RejectKind::MissingField, "date_unixtime", String::new()))
        } else {
            Ok(filled)
        }
    }

    /// Reads `<key>_unixtime`, or the local `<key>`; a time of 0 is none.
    pub(super) fn read_time(
        &mut self,
        value: &Value,
        key: &'static str,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        let exact = get(value, &format!("{key}_unixtime"));
        let local = get(value, key);
        if exact.is_empty() {
            // Exports before 2021 write an absent time as the epoch in local time.
            if local.starts_with("1970-01-01") || local.starts_with("1969-12-31") {
                return Ok(());
            }
            return self
                .local
                .read(&local, stamp)
                .map_err(|fault| (fault.into(), key, local.into_owned()));
        }
        if exact == "0" {
            return Ok(());
        }
        self.epoch
            .read(&exact, stamp)
            .map_err(|fault| (fault.into(), "date_unixtime", exact.clone().into_owned()))?;
        if self.offsets.len() < super::OFFSETS_MAX && !local.is_empty() {
            self.note_offset(&local, stamp.earliest_us);
        }
        Ok(())
    }

    fn note_offset(&mut self, local: &str, exact_us: i64) {
        let mut shown = Stamp::default();
        let mut reader = StampReader::utc(TimeFormat::Calendar);
        if reader.read(local, &mut shown).is_ok() && shown.is_stated() {
            let minutes = (shown.earliest_us - exact_us) / 60_000_000;
            if minutes.abs() <= 24 * 60 {
                let sign = if minutes < 0 { '-' } else { '+' };
                let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
                self.offsets.insert(format!("{sign}{hours:02}:{rest:02}"));
            }
        }
    }

    fn fill_message(&mut self, value: &Value, chat: &Chat, sent: &Stamp) {
        let message = &mut self.message;
        model::Record::clear(message);
        message.platform.set("telegram");
        message.conversation.set(&chat.title);
        message.reference.set(&get(value, "id"));
        message.sent.clone_from(sent);
        take_sender(value, &mut message.sender);
        if let Some(receiver) = chat.opposite(&message.sender) {
            message.receiver.clone_from(receiver);
        }
        let mut extra = Extra::default();
        let mut body = String::new();
        join_text(value.get("text"), &mut body, &mut extra);
        message.body.set(&body);
        let is_media =
            value.get("media_type").is_some() || FILES.iter().any(|key| value.get(key).is_some());
        let kind = get(value, "type");
        message.content.set(match &*kind {
            "service" => "system",
            "message" if is_media => "media",
            "message" | "" => "text",
            other => other,
        });
        message.reply_to.set(&get(value, "reply_to_message_id"));
        if message.reply_to.is_empty() {
            // A service message points at the one it pins.
            message.reply_to.set(&get(value, "message_id"));
        }
        let file = FILES.into_iter().find(|key| !get(value, key).is_empty());
        message.attachment.set(&file.map_or(Cow::Borrowed(""), |key| get(value, key)));
        keep_others(value, file, &mut extra);
        extra.write(&mut message.extra);
    }

    fn fill_call(&mut self, value: &Value, chat: &Chat, at: &Stamp) -> Result<(), Fault> {
        let session = &mut self.session;
        model::Record::clear(session);
        session.platform.set("telegram");
        session.medium.set(&get(value, "action"));
        session.reference.set(&get(value, "id"));
        take_sender(value, &mut session.caller);
        if let Some(callee) = chat.opposite(&session.caller) {
            session.callee.clone_from(callee);
        }
        let reason = get(value, "discard_reason");
        let seconds = duration(value)?;
        // The writer leaves a duration of 0 out.
        session.duration_s = seconds.or((!reason.is_empty()).then_some(0));
        session.status.set(match (seconds, &*reason) {
            (Some(1..), _) => "answered",
            (_, reason) => reason,
        });
        let length_us = seconds.unwrap_or(0).clamp(0, 86_400 * 7) * 1_000_000;
        session.start.clone_from(at);
        session.end.clone_from(at);
        session.start.earliest_us = at.earliest_us.saturating_sub(length_us);
        session.end.latest_us = at.latest_us.saturating_add(length_us);
        let mut extra = Extra::default();
        extra.add("conversation", &chat.title);
        extra.add("discard_reason", &reason);
        let members = value.get("members").and_then(Value::as_array);
        let names = members.into_iter().flatten().filter_map(Value::as_str);
        session.members.set(&names.collect::<Vec<_>>().join("; "));
        extra.write(&mut session.extra);
        Ok(())
    }
}

/// How long a call lasted, in seconds; nothing where the export does not say.
fn duration(value: &Value) -> Result<Option<i64>, Fault> {
    let stated = ["duration_seconds", "duration"].map(|key| get(value, key));
    let Some(text) = stated.into_iter().find(|text| !text.is_empty()) else { return Ok(None) };
    let seconds = text.parse().ok().filter(|seconds| *seconds >= 0);
    seconds.map(Some).ok_or_else(|| (RejectKind::BadInteger, "duration_s", text.into_owned()))
}

/// Keeps every key that no field took.
fn keep_others(value: &Value, file: Option<&str>, extra: &mut Extra) {
    let Some(object) = value.as_object() else { return };
    for (key, member) in object {
        if TAKEN.contains(&key.as_str()) || file == Some(key) {
            continue;
        }
        match member {
            Value::String(text) => extra.add(key, text),
            other => extra.add_value(key, other.clone()),
        }
    }
}

/// The sender, or the actor of a service message.
fn take_sender(value: &Value, party: &mut Party) {
    for (name, id) in [("from", "from_id"), ("actor", "actor_id")] {
        let (name, id) = (get(value, name), get(value, id));
        if name.is_empty() && id.is_empty() {
            continue;
        }
        party.name.set(&name);
        set_account(&id, party);
        return;
    }
}

/// The account of a peer: `user123`, `channel123`, `chat123`; before 2021 a bare number whose upper
/// half says which of the three it is.
pub(super) fn set_account(id: &str, party: &mut Party) {
    if id.is_empty() || id == "0" {
        return;
    }
    match id.parse::<u64>() {
        Ok(number) => {
            let bare = number & 0xFFFF_FFFF;
            let kind = match number >> 32 {
                1 => "chat",
                2 => "channel",
                _ => return party.account.set_fmt(format_args!("telegram:user{number}")),
            };
            party.account.set_fmt(format_args!("telegram:{kind}{bare}"));
        }
        Err(_) => party.account.set_fmt(format_args!("telegram:{id}")),
    }
}

/// A member as text: numbers as written, null and containers as nothing.
pub(super) fn get<'v>(value: &'v Value, key: &str) -> Cow<'v, str> {
    value.get(key).map_or(Cow::Borrowed(""), text_of)
}

pub(super) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
        Value::Null | Value::Array(_) | Value::Object(_) => Cow::Borrowed(""),
    }
}

/// Parts that are words of their own wherever they stand.
const OWN_WORDS: [&str; 8] =
    ["link", "mention", "hashtag", "cashtag", "email", "phone", "bot_command", "bank_card"];

/// Joins a text, which is a string or a list of strings and marked parts.
fn join_text(text: Option<&Value>, body: &mut String, extra: &mut Extra) {
    let Some(Value::Array(parts)) = text else {
        body.push_str(&text.map_or(Cow::Borrowed(""), text_of));
        return;
    };
    let mut after_marked = false;
    let mut targets = Vec::new();
    for part in parts {
        let marked = part.is_object();
        let words = if marked { get(part, "text") } else { text_of(part) };
        let apart = body.ends_with(char::is_whitespace) || words.starts_with(char::is_whitespace);
        if marked && after_marked && !apart && OWN_WORDS.contains(&&*get(part, "type")) {
            body.push(' ');
        }
        body.push_str(&words);
        after_marked = marked;
        if part.get("href").is_some() || part.get("user_id").is_some() {
            targets.push(part.clone());
        }
    }
    if !targets.is_empty() {
        extra.add_value("links", Value::Array(targets));
    }
}
