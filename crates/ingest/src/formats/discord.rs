//! Discord: the data package of an account, and chats saved by DiscordChatExporter (JSON).
//!
//! Messages become messages, calls sessions, the user of the package an account, related users
//! contacts, the members of a direct chat mentions, events with an address logins, other events
//! activities; the files of a message stay with it by name.
//!
//! - **Versions:** the package's `messages.json` of each channel (since 2023), `channel.json`, `user.json`
//!   and `events-….json` (an event a line); DiscordChatExporter 2.20 and later. `messages.csv` of older
//!   packages is read by the mapping `discord-messages`.
//! - **Recognised by:** a list with `ID`, `Timestamp`, `Contents`; `username` beside
//!   `discriminator` and `relationships` or `connections`; `guild` and `channel` beside `messages`; lines
//!   with `event_type`, `event_id` and `timestamp`; a channel by its number, type, and recipients or guild.
//! - **Specification:** "Your Discord Data Package" (Discord support) for the package; keys of events as
//!   seanbreckenridge/discord_data reads them; the writer
//!   `JsonMessageWriter` of <https://github.com/Tyrrrz/DiscordChatExporter> for saved chats.
//! - **Times** of the package state no zone; Discord writes them in UTC, which is taken unless a
//!   person says otherwise. Saved chats state their offset.
//! - **Whose:** the package's messages are all of the account it was requested by; it is taken from
//!   what a person states for the exhibit, because `messages.json` does not name it. A channel is
//!   named there only by its folder, which is not part of the exhibit.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Fields dropped:** Discord's guesses of age and sex, which are no record of anything.
//! - **Known limits:** no package made by others was at hand; structure and keys are those that public
//!   readers name. Returns to authorities are tables without published names of columns: save a mapping
//!   for them with `tutela map`. A direct chat names the other person by name only.

#![expect(clippy::unnecessary_wraps, reason = "the rows of a layout are filled by one type")]

use model::records::{Account, Activity, Contact, Login, Message, PartyMention, Session};
use model::time::{Stamp, TimeFormat};
use model::{Party, say};
use serde_json::Value;

use super::extra::Extra;
use super::outline::{
    ANY, Context, Fault, Layout, Out, Prologue, Row, Section, list, set_email, text_of,
};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Keys of a message that are known and have no field of their own.
const MESSAGE: &[&str] = &[
    "timestampEdited",
    "isPinned",
    "author",
    "attachments",
    "embeds",
    "stickers",
    "reactions",
    "mentions",
    "reference",
    "interaction",
    "content",
    "inlineEmojis",
    "forwardedMessage",
    "type",
];

/// Keys of the account's own data.
const USER: &[&str] = &[
    "avatar_hash",
    "verified",
    "has_mobile",
    "flags",
    "settings",
    "connections",
    "payments",
    "payment_sources",
    "entitlements",
    "guild_settings",
    "library_applications",
    "user_activity_application_statistics",
    "notes",
    "user_profile_metadata",
    "user_sessions",
    "needs_email_verification",
    "premium_until",
    "discriminator",
    "temp_banned_until",
    "external_friends_lists",
    "friend_suggestions",
    "mfa_sessions",
    "ip",
    "type",
    "user",
    "since",
    "nickname",
];

static USER_SECTIONS: [Section; 2] = [
    Section { path: "", known: USER, fill: user },
    Section { path: "relationships/*", known: USER, fill: relationship },
];

/// The package's own user: the whole document is one row.
static USER_LAYOUT: Layout = Layout {
    signs: &[
        &["id", "username", "discriminator", "relationships"],
        &["id", "username", "discriminator", "connections"],
        &["id", "username", "discriminator", "user_sessions"],
    ],
    facts: &[],
    sections: &[&USER_SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |_| {},
};

static CHAT_LAYOUT: Layout = Layout {
    signs: &[&["*/ID", "*/Timestamp", "*/Contents"], &["guild/id", "channel/id", "messages"]],
    facts: &["guild", "channel", "dateRange", "exportedAt", "messageCount"],
    sections: &[&CHAT_SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |_| {},
};

static CHAT_SECTIONS: [Section; 2] = [
    Section { path: "#", known: MESSAGE, fill: packaged },
    Section { path: "messages/*", known: MESSAGE, fill: saved },
];

/// What an account did, an event a line.
static EVENT_LAYOUT: Layout = Layout {
    signs: &[&["*/event_type", "*/event_id", "*/timestamp"]],
    facts: &[],
    sections: &[&EVENT_SECTIONS],
    prologue: Prologue::Lines,
    operator_zone: Some("UTC"),
    settle: |_| {},
};

static EVENT_SECTIONS: [Section; 1] = [Section { path: "#", known: ANY, fill: event }];

/// A channel of the package: the whole document is one row.
static CHANNEL_LAYOUT: Layout = Layout {
    signs: &[&["id", "type", "recipients"], &["id", "type", "guild/id", "guild/name"]],
    facts: &[],
    sections: &[&CHANNEL_SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |_| {},
};

static CHANNEL_SECTIONS: [Section; 1] = [Section { path: "", known: &["type"], fill: channel }];

/// Digits of a number of Discord; other documents have other ids.
const ID_DIGITS: std::ops::RangeInclusive<usize> = 16..=20;

/// Keys of events in which Discord guesses at its user.
const GUESSES: [&str; 2] = ["predicted_gender", "predicted_age"];

/// Data packages and saved chats; see the module.
#[derive(Debug)]
pub struct Discord;

impl SourceFormat for Discord {
    fn code(&self) -> &'static str {
        "discord"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if layout_of(head).is_some() { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (bytes, tail) =
            crate::format::read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        let (len, settings) = (source.len, source.settings);
        let head = Head::new(&bytes, &tail, len, settings);
        layout_of(&head).unwrap_or(&CHAT_LAYOUT).read("discord", source, sink)
    }
}

/// The layout of a file.
fn layout_of(head: &Head<'_>) -> Option<&'static Layout> {
    let fits = |layout: &&Layout| layout.recognise(head) == Sure::Yes;
    let layout = [&USER_LAYOUT, &CHAT_LAYOUT, &EVENT_LAYOUT].into_iter().find(fits);
    layout.or_else(|| Some(&CHANNEL_LAYOUT).filter(|layout| fits(layout) && is_channel(head)))
}

/// Whether a document has the number of a channel.
fn is_channel(head: &Head<'_>) -> bool {
    let Ok(document) = serde_json::from_slice::<Value>(head.bytes) else { return false };
    let id = document.get("id").map(text_of).unwrap_or_default();
    ID_DIGITS.contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// An event: a use of the account where it states an address.
fn event(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let guessed = GUESSES.map(|key| row.value(key).is_some()).contains(&true);
    if guessed {
        context.remark(say::guesses_passed());
    }
    if guessed && row.peek("event_type").is_none() {
        return Ok(());
    }
    let mut at = Stamp::default();
    // The time is a text in a text.
    let stated = row.text("timestamp");
    context.stamp(stated.trim_matches('"'), "timestamp", TimeFormat::Calendar, &mut at)?;
    let mut who = Party::default();
    context.set_account(&mut who, &row.text("user_id"));
    if who.is_absent() {
        who.clone_from(&context.owner);
    }
    let (action, address) = (row.text("event_type"), row.text("ip"));
    let device = row.first(&["browser_user_agent", "device", "browser"]);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    if address.is_empty() {
        let mut activity = Activity::default();
        activity.platform.set(context.platform);
        (activity.subject, activity.at) = (who, at);
        activity.action.set(&action);
        extra.write(&mut activity.extra);
        out.push(Box::new(activity));
    } else {
        let mut login = Login::default();
        login.platform.set(context.platform);
        (login.account, login.at) = (who, at);
        login.address.set(&address);
        login.action.set(&action);
        login.device.set(&device);
        extra.write(&mut login.extra);
        out.push(Box::new(login));
    }
    Ok(())
}

/// A channel: its members, where it is a direct chat, else its server.
fn channel(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let id = row.text("id");
    for recipient in list(row.value("recipients")) {
        let mut mention = PartyMention::default();
        context.set_account(&mut mention.party, &text_of(recipient));
        mention.role.set("recipient");
        let mut extra = Extra::default();
        extra.add("channel", &id);
        extra.write(&mut mention.extra);
        out.push(Box::new(mention));
    }
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.action.set("channel");
    activity.reference.set(&id);
    activity.description.set(&row.text("name"));
    activity.target.set(&row.text("guild/name"));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// A message of the package; all are of the account itself.
fn packaged(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.reference.set(&row.text("ID"));
    message.sender.clone_from(&context.owner);
    context.time(row, "Timestamp", TimeFormat::Calendar, &mut message.sent)?;
    message.body.set(&row.text("Contents"));
    let files = row.text("Attachments");
    message.content.set(if files.is_empty() { "text" } else { "media" });
    message.attachment.set(&files);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// The other side of a direct chat, which is named after its other person.
fn opposite(context: &Context, sender: &Party, party: &mut Party) {
    let part = |key: &str| {
        let channel = context.fact(&[], "channel");
        channel.and_then(|channel| channel.get(key)).map_or_else(String::new, |v| text_of(v).into())
    };
    if part("type") != "DirectTextChat" {
        return;
    }
    let name = part("name");
    if *sender.name == *name || *sender.handle == *name {
        party.clone_from(&context.owner);
    } else {
        party.name.set(&name);
    }
}

/// A message of a saved chat, or a session where it tells of a call.
fn saved(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.reference.set(&row.text("id"));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut message.sent)?;
    context.set_account(&mut message.sender, &row.text("author/id"));
    message.sender.handle.set(&row.text("author/name"));
    message.sender.name.set(&row.first(&["author/nickname", "author/name"]));
    opposite(context, &message.sender, &mut message.receiver);
    let mut words = Vec::new();
    for (part, keys) in [("guild", ["name", "id"]), ("channel", ["name", "id"])] {
        for key in keys {
            let text = context.fact(&[], part).and_then(|p| p.get(key)).map(text_of);
            words.extend(text.filter(|text| !text.is_empty() && text != "0").map(String::from));
        }
    }
    message.conversation.set(&words.join(" · "));
    let mut extra = Extra::default();
    if row.peek("callEndedTimestamp").is_some_and(|end| !end.is_null()) {
        let mut session = Session::default();
        session.platform.set(context.platform);
        session.reference.clone_from(&message.reference);
        session.caller = message.sender;
        session.callee = message.receiver;
        session.start = message.sent;
        context.time(row, "callEndedTimestamp", TimeFormat::Calendar, &mut session.end)?;
        if session.end.is_stated() {
            let length_us = session.end.earliest_us.saturating_sub(session.start.earliest_us);
            session.duration_s = Some(length_us / 1_000_000).filter(|seconds| *seconds >= 0);
        }
        extra.add("conversation", &message.conversation);
        row.rest(context, &mut extra);
        extra.write(&mut session.extra);
        out.push(Box::new(session));
        return Ok(());
    }
    message.body.set(&row.text("content"));
    let file = list(row.peek("attachments")).first();
    message.attachment.set(&file.and_then(|f| f.get("fileName")).map(text_of).unwrap_or_default());
    let kind = row.peek("type").map(text_of).unwrap_or_default();
    message.content.set(match (&*kind, file.is_some()) {
        ("Default" | "Reply" | "", true) => "media",
        ("Default" | "Reply" | "", false) => "text",
        _ => "system",
    });
    message.reply_to.set(&row.text("reference/messageId"));
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// The account the package was requested by.
fn user(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set(context.platform);
    take_user(context, row, "", &mut account.holder);
    context.owner.clone_from(&account.holder);
    set_email(&mut account.holder, &row.text("email"));
    let phone = row.text("phone");
    if !phone.is_empty() {
        context.set_phone(&mut account.holder, &phone);
    }
    // Related users are rows of their own.
    row.value("relationships");
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

fn take_user(context: &Context, row: &Row<'_>, under: &str, party: &mut Party) {
    let at = |key: &str| format!("{under}{key}");
    context.set_account(party, &row.text(&at("id")));
    party.handle.set(&row.text(&at("username")));
    party.name.set(&row.first(&[&at("global_name"), &at("display_name")]));
}

/// A friend, or somebody blocked or asked: the kind stays in `extra`.
fn relationship(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut contact = Contact::default();
    contact.platform.set(context.platform);
    contact.owner.clone_from(&context.owner);
    take_user(context, row, "user/", &mut contact.contact);
    if contact.contact.account.is_empty() {
        context.set_account(&mut contact.contact, &row.text("id"));
    }
    context.time(row, "since", TimeFormat::Calendar, &mut contact.added)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut contact.extra);
    out.push(Box::new(contact));
    Ok(())
}
