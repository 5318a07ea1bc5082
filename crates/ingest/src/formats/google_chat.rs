//! Google Chat and Hangouts, as Takeout and Google's returns to authorities hold them (JSON).
//!
//! Messages become messages, ended calls of Hangouts sessions, the user an account, the members of a
//! group mentions, other events of a conversation activities.
//!
//! - **Versions:** Chat's `messages.json`, `group_info.json` and `user_info.json` of each conversation
//!   (since 2021); `Hangouts.json` (until 2022).
//! - **Recognised by:** `messages` with `creator` and `created_date`; `members` with `user_type`; `user`
//!   beside `membership_info`; `conversations` whose `events` have `event_type` and `sender_id`.
//! - **Specification:** none is published; keys of Chat are those that RLEAPP reads (`googleChat`), keys
//!   of Hangouts those that public readers of `Hangouts.json` share.
//! - **Times** of Chat stand in the words of the account's language: `Saturday, January 10, 2026 at 8:00:00
//!   AM UTC`, or with the day first. Where they are not English, the row is set aside: ask for the export
//!   in English. Hangouts counts microseconds since 1970 in UTC.
//! - **Whose:** a conversation of Hangouts says who its own user is (`self_conversation_state`). Chat does
//!   not, and its conversations are named by their folder, which is not part of the exhibit.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. Who received a message of a group is not stated.

#![expect(clippy::unnecessary_wraps, reason = "the rows of a layout are filled by one type")]

use std::borrow::Cow;

use model::records::{Account, Activity, Message, PartyMention, Session};
use model::time::TimeFormat;
use model::{Party, RejectKind};
use serde_json::Value;

use super::extra::Extra;
use super::outline::{
    Context, Fault, Layout, Out, Prologue, Row, Section, list, set_email, text_of, whole,
};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Keys that are known and have no field of their own.
const KNOWN: &[&str] = &[
    "annotations",
    "attached_files",
    "reactions",
    "quoted_message_metadata",
    "message_state",
    "deletion_metadata",
    "updated_date",
    "deleted_date",
    "previous_message_versions",
    "creator",
    "topic_id",
    "user",
    "user_type",
    "membership_info",
    "conversation_id",
    "sender_id",
    "self_event_state",
    "advances_sort_timestamp",
    "event_otr",
    "delivery_medium",
    "event_version",
    "chat_message",
    "hangout_event",
    "membership_change",
    "conversation_rename",
    "otr_modification",
];

static SECTIONS: [Section; 3] = [
    Section { path: "messages/*", known: KNOWN, fill: message },
    Section { path: "members/*", known: KNOWN, fill: member },
    Section { path: "conversations/*/events/*", known: KNOWN, fill: event },
];

static LAYOUT: Layout = Layout {
    signs: &[
        &["messages/*/creator", "messages/*/created_date"],
        &["members/*/user_type", "members/*/email"],
        &["conversations/*/events/*/event_type", "conversations/*/events/*/sender_id"],
    ],
    facts: &[
        "conversations/*/conversation/conversation/participant_data",
        "conversations/*/conversation/conversation/name",
        "conversations/*/conversation/conversation/type",
        "conversations/*/conversation/conversation/self_conversation_state/self_read_state/participant_id",
    ],
    sections: &[&SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |_| {},
};

static USER_SECTIONS: [Section; 1] = [Section { path: "", known: KNOWN, fill: user }];

/// A user: the whole document is one row.
static USER_LAYOUT: Layout = Layout {
    signs: &[&["user/email", "membership_info"]],
    facts: &[],
    sections: &[&USER_SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |_| {},
};

/// Chats of Google accounts; see the module.
#[derive(Debug)]
pub struct GoogleChat;

impl SourceFormat for GoogleChat {
    fn code(&self) -> &'static str {
        "google_chat"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        LAYOUT.recognise(head).max(USER_LAYOUT.recognise(head))
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (bytes, tail) =
            crate::format::read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        let (len, settings) = (source.len, source.settings);
        let head = Head::new(&bytes, &tail, len, settings);
        let is_user = USER_LAYOUT.recognise(&head) == Sure::Yes;
        let layout = if is_user { &USER_LAYOUT } else { &LAYOUT };
        layout.read("google", source, sink)
    }
}

/// English names of months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A time in English words in the order of ISO 8601: `Saturday, January 10, 2026 at 8:00:00 AM UTC`,
/// `Saturday, 10 January 2026 at 08:00:00 UTC`.
fn ordered(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split([' ', ',', '\u{202f}', '\u{a0}'])
        .filter(|word| !word.is_empty() && *word != "at")
        .collect();
    let [_, first, second, year, clock @ ..] = words.as_slice() else { return None };
    let month_of = |name: &str| MONTHS.iter().position(|month| *month == name).map(|at| at + 1);
    let (month, day) = match (month_of(first), month_of(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let (day, year) = (day.parse::<u8>().ok()?, year.parse::<u16>().ok()?);
    (!clock.is_empty()).then(|| format!("{year:04}-{month:02}-{day:02} {}", clock.join(" ")))
}

/// Somebody as Chat names them.
fn set_person(row: &Row<'_>, under: &str, party: &mut Party) {
    let at = |key: &str| row.text(&format!("{under}{key}"));
    party.name.set(&at("name"));
    set_email(party, &at("email"));
}

/// A message of Chat.
fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set("google-chat");
    message.reference.set(&row.text("message_id"));
    message.conversation.set(&row.text("topic_id"));
    set_person(row, "creator/", &mut message.sender);
    let stated = row.first(&["created_date", "deleted_date"]);
    let sent = ordered(&stated);
    if sent.is_none() && !stated.is_empty() {
        return Err((RejectKind::UnknownValue, "created_date", stated.into_owned()));
    }
    let sent = sent.unwrap_or_default();
    context.stamp(&sent, "created_date", TimeFormat::Calendar, &mut message.sent)?;
    message.sent.stated.set(&stated);
    message.body.set(&row.text("text"));
    let file = list(row.peek("attached_files")).first();
    let name = |key| file.and_then(|file| file.get(key)).map(text_of).unwrap_or_default();
    message.attachment.set(&name("export_name"));
    message.content.set(match (row.peek("deleted_date").is_some(), file.is_some()) {
        (true, _) => "deleted",
        (false, true) => "media",
        (false, false) => "text",
    });
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// A member of a group of Chat.
fn member(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut mention = PartyMention::default();
    set_person(row, "", &mut mention.party);
    mention.role.set("member");
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut mention.extra);
    out.push(Box::new(mention));
    Ok(())
}

/// The user of Chat, with the groups in `extra`.
fn user(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set("google-chat");
    set_person(row, "user/", &mut account.holder);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

/// The people of an event of Hangouts: a conversation may list hundreds, and only these are looked up.
struct People {
    sender: Party,
    /// The other of two.
    other: Option<Party>,
    own: Option<String>,
}

impl People {
    fn of(context: &Context, held_by: &[String], sender: &str) -> Self {
        let base = "conversation/conversation/";
        let participants = context.fact(held_by, &format!("{base}participant_data"));
        let participants = list(participants);
        let is_sender = |one: &&Value| stated(one, "/id/gaia_id") == sender;
        let known = participants.iter().find(is_sender);
        let other = match participants {
            [one, two] if is_sender(&one) != is_sender(&two) => {
                Some(participant(context, if is_sender(&one) { two } else { one }))
            }
            _ => None,
        };
        let own = format!("{base}self_conversation_state/self_read_state/participant_id");
        let own = context.fact(held_by, &own).map(|own| stated(own, "/gaia_id"));
        let own = account(context, &own.unwrap_or_default());
        Self {
            sender: known
                .map_or_else(|| account(context, sender), |known| participant(context, known)),
            other,
            own: (!own.account.is_empty()).then(|| own.account.to_string()),
        }
    }
}

fn stated<'v>(value: &'v Value, path: &str) -> Cow<'v, str> {
    value.pointer(path).map(text_of).unwrap_or_default()
}

fn account(context: &Context, id: &str) -> Party {
    let mut party = Party::default();
    context.set_account(&mut party, id);
    party
}

/// Somebody with the name and the number that the conversation states.
fn participant(context: &Context, value: &Value) -> Party {
    let mut party = account(context, &stated(value, "/id/gaia_id"));
    party.name.set(&stated(value, "/fallback_name"));
    let phone = stated(value, "/phone_number/e164");
    if !phone.is_empty() {
        context.set_phone(&mut party, &phone);
    }
    party
}

/// The text of a message of Hangouts, piece by piece.
fn joined(message: Option<&Value>) -> String {
    let mut text = String::new();
    for piece in list(message.and_then(|message| message.pointer("/message_content/segment"))) {
        let kind = piece.get("type").map(text_of).unwrap_or_default();
        match &*kind {
            "LINE_BREAK" => text.push('\n'),
            _ => text.push_str(&piece.get("text").map(text_of).unwrap_or_default()),
        }
    }
    text
}

/// An event of a conversation of Hangouts.
fn event(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let held_by = row.keys().get(..2).unwrap_or_default();
    let People { sender, other, own } =
        People::of(context, held_by, &row.text("sender_id/gaia_id"));
    let kind = row.text("event_type");
    let conversation = {
        let name = context.fact_text(held_by, "conversation/conversation/name");
        let mut words = vec![name, row.text("conversation_id/id").into_owned()];
        words.retain(|word| !word.is_empty());
        words.join(" · ")
    };
    let mut extra = Extra::default();
    if let Some(own) = own {
        extra.add("own_account", &own);
    }
    if row.peek("chat_message").is_some() {
        let mut message = Message::default();
        message.platform.set("hangouts");
        message.conversation.set(&conversation);
        message.reference.set(&row.text("event_id"));
        context.time(row, "timestamp", TimeFormat::UnixMicros, &mut message.sent)?;
        message.receiver = other.unwrap_or_default();
        message.sender = sender;
        message.body.set(&joined(row.peek("chat_message")));
        row.value("chat_message/message_content/segment");
        let files = list(row.peek("chat_message/message_content/attachment"));
        message.content.set(if files.is_empty() { "text" } else { "media" });
        row.rest(context, &mut extra);
        extra.write(&mut message.extra);
        out.push(Box::new(message));
        return Ok(());
    }
    let ended = &*row.text("hangout_event/event_type") == "END_HANGOUT";
    if ended {
        return call(context, row, (sender, other), &conversation, extra, out);
    }
    let mut activity = Activity::default();
    activity.platform.set("hangouts");
    activity.action.set(&kind.to_lowercase());
    activity.subject = sender;
    activity.target.set(&conversation);
    activity.reference.set(&row.text("event_id"));
    context.time(row, "timestamp", TimeFormat::UnixMicros, &mut activity.at)?;
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// A call that ended when the event was written, and lasted as long as that says.
fn call(
    context: &mut Context,
    row: &Row<'_>,
    (caller, other): (Party, Option<Party>),
    conversation: &str,
    mut extra: Extra,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut session = Session::default();
    session.platform.set("hangouts");
    session.reference.set(&row.text("event_id"));
    context.time(row, "timestamp", TimeFormat::UnixMicros, &mut session.end)?;
    session.duration_s = whole(&row.text("hangout_event/hangout_duration_secs"), "duration_s")?;
    if let Some(duration_s) = session.duration_s {
        let begin = session.end.earliest_us.saturating_sub(duration_s.saturating_mul(1_000_000));
        context.stamp(&begin.to_string(), "start", TimeFormat::UnixMicros, &mut session.start)?;
    }
    session.medium.set(match &*row.text("hangout_event/media_type") {
        "AUDIO_ONLY" => "voice",
        "AUDIO_VIDEO" => "video",
        other => other,
    });
    session.callee = other.unwrap_or_default();
    session.caller = caller;
    extra.add("conversation", conversation);
    row.rest(context, &mut extra);
    extra.write(&mut session.extra);
    out.push(Box::new(session));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_words_are_put_in_order_and_others_are_not_guessed() {
        let read = |text| ordered(text).unwrap_or_default();
        assert_eq!(
            read("Saturday, January 10, 2026 at 8:00:00\u{202f}AM UTC"),
            "2026-01-10 8:00:00 AM UTC"
        );
        assert_eq!(read("Saturday, 10 January 2026 at 08:00:00 UTC"), "2026-01-10 08:00:00 UTC");
        assert_eq!(ordered("sabato 10 gennaio 2026 alle ore 08:00:00 UTC"), None);
        assert_eq!(ordered("2026-01-10"), None);
    }
}
