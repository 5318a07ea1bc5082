//! X (Twitter): the archive an account's holder downloads, and returns to authorities of its making.
//!
//! Direct messages become messages, the audit of addresses logins, the account an account,
//! followers and blocked accounts contacts, posts and changes activities.
//!
//! - **Versions:** archives since 2019 (`window.YTD.….part0 = `); the single key in each item
//!   (`dmConversation`, `account`, `ipAudit`, `tweet`, …) says what it is.
//!   Returns hold the same lists in texts signed by OpenPGP.
//! - **Recognised by:** the assignment `window.YTD.` before a list or object; in a signed text by the
//!   keys of its items. The name of the part is not looked at.
//! - **Specification:** the `README.txt` in the archive; keys of messages, posts and blocked
//!   accounts as RLEAPP reads them (`twitterReturns`); those of other items are not documented and
//!   were not seen in a real archive.
//! - **Times** are ISO 8601 in UTC, those of posts `Wed Jan 14 08:00:00 +0000 2026`.
//! - **Whose:** archives of messages do not name their account. In a conversation of two, its name
//!   gives both ids; sender and receiver are stated with each message.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** a signature is passed, not verified. Items of other keys are activities with all they state in `extra`. Deleted
//!   messages are in archives only as far as X keeps them.

#![expect(clippy::unnecessary_wraps, reason = "the rows of a layout are filled by one type")]

use model::records::{Account, Activity, Contact, Login, Message};
use model::time::TimeFormat;

use super::extra::Extra;
use super::outline::{
    Context, Fault, Layout, Out, Prologue, Row, SIGNED, Section, list, set_email, text_of, whole,
};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Keys of messages that are known and have no field of their own.
const MESSAGE: &[&str] = &[
    "mediaUrls",
    "urls",
    "reactions",
    "editHistory",
    "recipientId",
    "participantsSnapshot",
    "userIds",
];

/// Keys of other items, likewise.
const ITEM: &[&str] = &[
    "userLink",
    "createdVia",
    "description",
    "avatarMediaUrl",
    "headerMediaUrl",
    "entities",
    "extended_entities",
    "edit_info",
    "display_text_range",
    "retweeted",
    "favorited",
    "truncated",
    "source",
    "id",
    "lang",
    "favorite_count",
    "retweet_count",
    "possibly_sensitive",
    "in_reply_to_status_id_str",
    "in_reply_to_user_id",
    "in_reply_to_user_id_str",
    "in_reply_to_screen_name",
    "fullText",
    "expandedUrl",
    "accountId",
    "deviceInfo",
    "userAgent",
];

/// Where items state their time.
const TIMES: &[&str] = &[
    "created_at",
    "createdAt",
    "changedAt",
    "timeStamp",
    "time",
    "timestamp",
    "screenNameChange/changedAt",
    "emailChange/changedAt",
];

static MESSAGE_SECTIONS: [Section; 1] =
    [Section { path: "#/dmConversation/messages/*", known: MESSAGE, fill: event }];

static ITEM_SECTIONS: [Section; 1] = [Section { path: "#", known: ITEM, fill: items }];

static CONVERSATIONS: Layout = Layout {
    signs: &[&["*/dmConversation"]],
    facts: &["*/dmConversation/conversationId"],
    sections: &[&MESSAGE_SECTIONS],
    prologue: Prologue::Assignment("window.YTD."),
    operator_zone: Some("UTC"),
    settle: |_| {},
};

static ITEMS: Layout = Layout {
    signs: &[&["*"], &["*/*"]],
    facts: &[],
    sections: &[&ITEM_SECTIONS],
    prologue: Prologue::Assignment("window.YTD."),
    operator_zone: Some("UTC"),
    settle: |_| {},
};

/// How the items of a signed return are known; they are read as those of an archive.
static SIGNED_ITEMS: Layout = Layout {
    signs: &[
        &["*/tweet/id_str"],
        &["*/dmConversation/conversationId"],
        &["*/dmConversation/messages"],
        &["*/ipAudit/accountId"],
        &["*/blocking/accountId"],
        &["*/account/accountId"],
        &["*/follower/accountId"],
        &["*/following/accountId"],
        &["*/muting/accountId"],
        &["*/like/tweetId"],
        &["*/ageInfo/ageInfo"],
        &["*/ageMeta/ageInfo"],
        &["*/accountCreationIp/accountId"],
        &["*/accountSuspension/timeStamp"],
        &["*/accountTimezone/accountId"],
        &["*/deviceToken/clientApplicationId"],
        &["*/screenNameChange/accountId"],
        &["*/emailAddressChange/accountId"],
        &["*/phoneNumber/accountId"],
    ],
    facts: &[],
    sections: &[&ITEM_SECTIONS],
    prologue: Prologue::Assignment("window.YTD."),
    operator_zone: Some("UTC"),
    settle: |_| {},
};

/// Archives of X accounts; see the module.
#[derive(Debug)]
pub struct Twitter;

impl SourceFormat for Twitter {
    fn code(&self) -> &'static str {
        "twitter"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        // A signed text says nothing of its sender: there, the items themselves must be known.
        let text = head.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.bytes);
        let layout = if text.starts_with(SIGNED) { &SIGNED_ITEMS } else { &ITEMS };
        layout.recognise(head)
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (bytes, tail) =
            crate::format::read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        let (len, settings) = (source.len, source.settings);
        let head = Head::new(&bytes, &tail, len, settings);
        let conversations = CONVERSATIONS.recognise(&head) == Sure::Yes;
        let layout = if conversations { &CONVERSATIONS } else { &ITEMS };
        layout.read("twitter", source, sink)
    }
}

/// A direct message.
fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    let held_by = row.keys().get(..2).unwrap_or_default();
    message.conversation.set(&context.fact_text(held_by, "conversationId"));
    message.reference.set(&row.text("id"));
    context.set_account(&mut message.sender, &row.text("senderId"));
    // A group states no receiver, or 0.
    let receiver = row.text("recipientId");
    if receiver != "0" {
        context.set_account(&mut message.receiver, &receiver);
    }
    context.time(row, "createdAt", TimeFormat::Calendar, &mut message.sent)?;
    message.body.set(&row.text("text"));
    let file = list(row.peek("mediaUrls")).first();
    message.attachment.set(&file.map(text_of).unwrap_or_default());
    message.content.set(if file.is_some() { "media" } else { "text" });
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// An event of a conversation: a message, or somebody who joined or left.
fn event(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    if let Some(inner) = row.inner("messageCreate") {
        return message(context, &inner, out);
    }
    for kind in row.names() {
        if let Some(inner) = row.inner(&kind) {
            change(context, &inner, &kind, out)?;
        }
    }
    Ok(())
}

/// A change of a group: who made it, in which conversation.
fn change(context: &mut Context, row: &Row<'_>, kind: &str, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.action.set(kind);
    let held_by = row.keys().get(..2).unwrap_or_default();
    activity.target.set(&context.fact_text(held_by, "conversationId"));
    let who = row.first(&["initiatingUserId", "initiatorId", "senderId"]);
    context.set_account(&mut activity.subject, &who);
    // One who came or went is the other account; of several, `extra` has all.
    if let [one] = list(row.peek("userIds").or_else(|| row.peek("participantsSnapshot"))) {
        context.set_account(&mut activity.object, &text_of(one));
    }
    activity.description.set(&row.text("name"));
    context.time(row, "createdAt", TimeFormat::Calendar, &mut activity.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// An item, which holds one thing under the key that says what it is.
fn items(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    for kind in row.names() {
        if let Some(inner) = row.inner(&kind) {
            item(context, &inner, &kind, out)?;
        }
    }
    Ok(())
}

fn item(context: &mut Context, row: &Row<'_>, kind: &str, out: &mut Out) -> Result<(), Fault> {
    match kind {
        "account" => account(context, row, out),
        "ipAudit" | "accountCreationIp" => login(context, row, kind, out),
        "follower" | "following" | "blocking" | "muting" => contact(context, row, kind, out),
        _ => activity(context, row, kind, out),
    }
}

fn account(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set(context.platform);
    context.set_account(&mut account.holder, &row.text("accountId"));
    account.holder.handle.set(&row.text("username"));
    account.holder.name.set(&row.text("accountDisplayName"));
    set_email(&mut account.holder, &row.text("email"));
    context.time(row, "createdAt", TimeFormat::Calendar, &mut account.opened)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

fn login(context: &mut Context, row: &Row<'_>, kind: &str, out: &mut Out) -> Result<(), Fault> {
    let mut login = Login::default();
    login.platform.set(context.platform);
    context.set_account(&mut login.account, &row.text("accountId"));
    login.address.set(&row.first(&["loginIp", "userCreationIp"]));
    login.port = whole(&row.first(&["loginPortNumber", "port"]), "port")?;
    login.action.set(if kind == "ipAudit" { "login" } else { kind });
    context.time(row, "createdAt", TimeFormat::Calendar, &mut login.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut login.extra);
    out.push(Box::new(login));
    Ok(())
}

fn contact(context: &mut Context, row: &Row<'_>, kind: &str, out: &mut Out) -> Result<(), Fault> {
    let mut contact = Contact::default();
    contact.platform.set(context.platform);
    contact.owner.clone_from(&context.owner);
    context.set_account(&mut contact.contact, &row.text("accountId"));
    let mut extra = Extra::default();
    extra.add("list", kind);
    row.rest(context, &mut extra);
    extra.write(&mut contact.extra);
    out.push(Box::new(contact));
    Ok(())
}

fn activity(context: &mut Context, row: &Row<'_>, kind: &str, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(kind);
    activity.reference.set(&row.first(&["id_str", "tweetId", "id"]));
    activity.description.set(&row.first(&["full_text", "fullText", "text"]));
    let at = row.first(TIMES);
    context.stamp(&at, "createdAt", TimeFormat::Calendar, &mut activity.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}
