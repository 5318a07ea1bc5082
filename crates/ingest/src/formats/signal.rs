//! Signal: chats in plain JSON, as public exporters and Signal's own plaintext export write them.
//!
//! Messages become messages, calls sessions, the people an export lists contacts.
//!
//! - **Versions:** the messages of Signal Desktop as its database holds them (sigtop
//!   `export-messages -f json` and readers like it); `data.json` of signal-export, a message a line;
//!   the plaintext export of the apps since 2025 (`main.jsonl`), a frame of the backup a line.
//! - **Recognised by:** items with `conversationId`, `sent_at` and `type`; lines with `date`,
//!   `sender`, `body`; lines with `recipient` or `chatItem`.
//! - **Specification:** `Backup.proto` of libsignal (<https://github.com/signalapp/libsignal>) for
//!   frames, in the JSON form of Protocol Buffers; the model of messages in
//!   <https://github.com/signalapp/Signal-Desktop>; keys as
//!   vdalex/signal_db_export shows them; lines as signal-export (carderne) writes them.
//! - **Times** are milliseconds since 1970 in UTC; signal-export writes the local time of its
//!   computer without a zone, which is read in the zone of the exhibit.
//! - **Whose:** an outgoing message is of the account the export was made from: the recipient
//!   `self`, or whom a person states for the exhibit.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** no export made by others was at hand, least certain are the lines of
//!   signal-export. encrypted backups are not opened. A deleted message states no text. Other
//!   frames (stickers, settings) are told of, not read.

#![expect(clippy::unnecessary_wraps, reason = "the rows of a layout are filled by one type")]

use std::collections::BTreeMap;

use model::Party;
use model::records::{Contact, Message, Session};
use model::time::{Stamp, TimeFormat};
use serde_json::Value;

use super::extra::Extra;
use super::outline::{Context, Fault, Layout, Out, Prologue, Row, Section, list, text_of};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// The account an export was made from, where nobody stated which it is.
const SELF: &str = "signal:self";

/// Keys of a message of Signal Desktop that are known and have no field of their own.
const DESKTOP: &[&str] = &[
    "received_at",
    "received_at_ms",
    "readStatus",
    "seenStatus",
    "serverGuid",
    "serverTimestamp",
    "sourceDevice",
    "sourceUuid",
    "sourceServiceId",
    "unidentifiedDeliveryReceived",
    "schemaVersion",
    "bodyRanges",
    "contact",
    "decrypted_at",
    "errors",
    "flags",
    "hasAttachments",
    "isViewOnce",
    "mentionsMe",
    "preview",
    "requiredProtocolVersion",
    "supportedVersionAtReceive",
    "timestamp",
    "attachments",
    "quote",
    "sticker",
    "reactions",
    "sendStateByConversationId",
    "expireTimer",
    "expirationStartTimestamp",
    "type",
    "callId",
];

/// Keys of frames, likewise.
const FRAME: &[&str] = &[
    "chatId",
    "authorId",
    "incoming",
    "outgoing",
    "directionless",
    "standardMessage",
    "updateMessage",
    "remoteDeletedMessage",
    "stickerMessage",
    "contactMessage",
    "viewOnceMessage",
    "giftBadge",
    "directStoryReplyMessage",
    "paymentNotification",
    "poll",
    "revisions",
    "sms",
    "expireStartDate",
    "expiresInMs",
    "contact",
    "group",
    "self",
    "releaseNotes",
    "distributionList",
    "callLink",
];

static DESKTOP_SECTIONS: [Section; 3] = [
    Section { path: "#", known: DESKTOP, fill: desktop },
    Section { path: "messages/*", known: DESKTOP, fill: desktop },
    Section { path: "messsages/*", known: DESKTOP, fill: desktop },
];

static LIST: Layout = Layout {
    signs: &[
        &["*/conversationId", "*/sent_at", "*/type"],
        &["*/*/conversationId", "*/*/sent_at", "*/*/type"],
    ],
    facts: &[],
    sections: &[&DESKTOP_SECTIONS],
    prologue: Prologue::None,
    operator_zone: None,
    settle: |_| {},
};

static FRAME_SECTIONS: [Section; 1] = [Section { path: "#", known: FRAME, fill: any_frame }];

/// Frames of a backup.
static FRAMES: Layout = Layout {
    signs: &[&["*/recipient/id"], &["*/chatItem/chatId"], &["*/backupTimeMs"]],
    facts: &["*/recipient", "*/chat"],
    sections: &[&FRAME_SECTIONS],
    prologue: Prologue::Lines,
    operator_zone: None,
    settle: settle_frames,
};

static LINES: Layout = Layout {
    signs: &[&["*/date", "*/sender", "*/body"]],
    facts: &[],
    sections: &[&EXPORT_SECTIONS],
    prologue: Prologue::Lines,
    operator_zone: None,
    settle: |_| {},
};

static EXPORT_SECTIONS: [Section; 1] = [Section { path: "#", known: DESKTOP, fill: line }];

/// Plain exports of Signal; see the module.
#[derive(Debug)]
pub struct Signal;

impl SourceFormat for Signal {
    fn code(&self) -> &'static str {
        "signal"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        [&LIST, &FRAMES, &LINES].iter().map(|one| one.recognise(head)).max().unwrap_or(Sure::No)
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (bytes, tail) =
            crate::format::read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        let (len, settings) = (source.len, source.settings);
        let head = Head::new(&bytes, &tail, len, settings);
        let fits = |layout: &&&Layout| layout.recognise(&head) == Sure::Yes;
        let layout = [&FRAMES, &LINES].iter().find(fits).copied().unwrap_or(&LIST);
        layout.read("signal", source, sink)
    }
}

/// A message as Signal Desktop holds it.
fn desktop(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.conversation.set(&row.text("conversationId"));
    message.reference.set(&row.text("id"));
    context.time(row, "sent_at", TimeFormat::UnixMillis, &mut message.sent)?;
    let kind = row.peek("type").map(text_of).unwrap_or_default();
    if kind == "outgoing" {
        message.sender.clone_from(&context.owner);
    } else {
        let id = row.first(&["sourceServiceId", "sourceUuid"]);
        context.set_account(&mut message.sender, &id);
        let phone = row.text("source");
        if !phone.is_empty() {
            context.set_phone(&mut message.sender, &phone);
        }
    }
    message.body.set(&row.text("body"));
    let file = list(row.peek("attachments")).first();
    message.attachment.set(&file.and_then(|f| f.get("fileName")).map(text_of).unwrap_or_default());
    let deleted = row.peek("deletedForEveryone") == Some(&Value::Bool(true));
    message.content.set(match (&*kind, deleted, file.is_some()) {
        (_, true, _) => "deleted",
        ("incoming" | "outgoing", _, true) => "media",
        ("incoming" | "outgoing", ..) => "text",
        ("call-history", ..) => "call",
        _ => "system",
    });
    if deleted {
        message.state.set("deleted");
    }
    message.reply_to.set(&row.text("quote/id"));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// A line of signal-export.
fn line(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    context.time(row, "date", TimeFormat::Calendar, &mut message.sent)?;
    let sender = row.text("sender");
    // The exporter calls the owner of the account `Me`.
    if sender == "Me" && !context.owner.is_absent() {
        message.sender.clone_from(&context.owner);
    } else {
        message.sender.name.set(&sender);
    }
    message.body.set(&row.text("body"));
    let file = list(row.peek("attachments")).first();
    message.attachment.set(&file.and_then(|f| f.get("path")).map(text_of).unwrap_or_default());
    message.content.set(if file.is_some() { "media" } else { "text" });
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// Who a recipient of a frame is.
fn person(context: &Context, value: &Value) -> Party {
    let of = |path: &str| {
        let found = path.split('/').try_fold(value, |value, key| value.get(key));
        found.map_or_else(String::new, |value| text_of(value).into_owned())
    };
    let mut party = Party::default();
    if value.get("self").is_some() {
        party.clone_from(&context.owner);
        if party.is_absent() {
            party.account.set(SELF);
        }
        return party;
    }
    // The account id stands in base64, as Protocol Buffers write bytes in JSON.
    context.set_account(&mut party, &of("contact/aci"));
    let phone = of("contact/e164");
    if !phone.is_empty() {
        context.set_phone(&mut party, &format!("+{}", phone.trim_start_matches('+')));
    }
    party.handle.set(&of("contact/username"));
    let mut name = [of("contact/profileGivenName"), of("contact/profileFamilyName")].to_vec();
    name.retain(|word| !word.is_empty());
    if name.is_empty() {
        name.push(of("group/snapshot/title/title"));
    }
    party.name.set(&name.join(" "));
    party
}

/// Learns who is who and which chat is with whom.
fn settle_frames(context: &mut Context) {
    let mut people = Vec::new();
    // By their key, the first of each: a backup has thousands of both.
    let mut by_key = BTreeMap::new();
    for value in context.facts_at("*/recipient") {
        let id = value.get("id").map(text_of).unwrap_or_default();
        let key = format!("recipient {id}");
        let party = person(context, value);
        let kind = if value.get("group").is_some() { "group" } else { "chat" };
        by_key.entry(key.clone()).or_insert_with(|| (kind, party.clone()));
        people.push((key, party));
    }
    let mut chats = Vec::new();
    for value in context.facts_at("*/chat") {
        let of = |key: &str| value.get(key).map(text_of).unwrap_or_default().into_owned();
        if let Some((kind, party)) = by_key.get(&format!("recipient {}", of("recipientId"))) {
            chats.push((format!("{kind} {}", of("id")), party.clone()));
        }
    }
    context.people.extend(people);
    context.people.extend(chats);
}

/// A line of a backup: a message, a person, or what rows need and what is not read.
fn any_frame(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    if let Some(inner) = row.inner("chatItem") {
        return frame(context, &inner, out);
    }
    if let Some(inner) = row.inner("recipient") {
        return recipient(context, &inner, out);
    }
    for name in row.names().into_iter().filter(|name| name != "chat") {
        context.unread(&[name]);
    }
    Ok(())
}

/// A person an export lists.
fn recipient(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut contact = Contact::default();
    contact.platform.set(context.platform);
    let id = row.text("id");
    if let Some(party) = context.people.get(&format!("recipient {id}")) {
        contact.contact.clone_from(party);
    }
    let mut extra = Extra::default();
    extra.add("id", &id);
    row.rest(context, &mut extra);
    extra.write(&mut contact.extra);
    out.push(Box::new(contact));
    Ok(())
}

/// A message or call of a chat.
fn frame(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let (chat, author) = (row.text("chatId"), row.text("authorId"));
    let mut sent = Stamp::default();
    context.time(row, "dateSent", TimeFormat::UnixMillis, &mut sent)?;
    let who = |key: String| context.people.get(&key).cloned().unwrap_or_default();
    let sender = who(format!("recipient {author}"));
    let other = who(format!("chat {chat}"));
    let mut words = vec![who(format!("group {chat}")).name.to_string(), other.name.to_string()];
    words.push(chat.into_owned());
    words.retain(|word| !word.is_empty());
    let conversation = words.join(" · ");
    let me = || {
        let stated = !context.owner.is_absent();
        let mut party = context.owner.clone();
        if !stated {
            party.account.set(SELF);
        }
        party
    };
    let receiver = match (other.is_absent(), sender == other) {
        (true, _) => Party::default(),
        (false, true) => me(),
        (false, false) => other,
    };
    if let Some(call) = CALLS.iter().find(|path| row.peek(path).is_some()) {
        let session = call_of(context, row, (call, &conversation), sent)?;
        out.push(Box::new(Session { caller: sender, callee: receiver, ..session }));
        return Ok(());
    }
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.conversation.set(&conversation);
    (message.sent, message.sender, message.receiver) = (sent, sender, receiver);
    message.body.set(&row.text("standardMessage/text/body"));
    let file = list(row.peek("standardMessage/attachments")).first();
    let named = file.and_then(|file| file.get("pointer")).and_then(|p| p.get("fileName"));
    message.attachment.set(&named.map(text_of).unwrap_or_default());
    let has = |key: &str| row.peek(key).is_some();
    let deleted = has("remoteDeletedMessage");
    message.content.set(match (deleted, has("updateMessage"), file.is_some()) {
        (true, ..) => "deleted",
        (_, true, _) => "system",
        (.., true) => "media",
        _ => "text",
    });
    if deleted {
        message.state.set("deleted");
    }
    message.reply_to.set(&row.text("standardMessage/quote/targetSentTimestamp"));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// Where a frame tells of a call.
const CALLS: [&str; 2] = ["updateMessage/individualCall", "updateMessage/groupCall"];

/// A call, but for who took part in it.
fn call_of(
    context: &mut Context,
    row: &Row<'_>,
    (call, conversation): (&str, &str),
    sent: Stamp,
) -> Result<Session, Fault> {
    let of = |key: &str| row.text(&format!("{call}/{key}"));
    let mut session = Session::default();
    session.platform.set(context.platform);
    session.medium.set(&of("type"));
    session.status.set(&of("state"));
    session.reference.set(&of("callId"));
    let begun = of("startedCallTimestamp");
    context.stamp(&begun, "start", TimeFormat::UnixMillis, &mut session.start)?;
    if !session.start.is_stated() {
        session.start = sent;
    }
    context.stamp(&of("endedCallTimestamp"), "end", TimeFormat::UnixMillis, &mut session.end)?;
    let mut extra = Extra::default();
    extra.add("conversation", conversation);
    row.rest(context, &mut extra);
    extra.write(&mut session.extra);
    Ok(session)
}
