//! Skype: the export of conversations an account's holder requests (`messages.json`).
//!
//! Messages become messages, calls that ended or were missed sessions.
//!
//! - **Versions:** exports of 2018 and later.
//! - **Recognised by:** `conversations` with `MessageList` beside `userId`.
//! - **Specification:** "How do I export my Skype files and chat history" (Microsoft support) and
//!   the list of parts in a call's content as public clients of Skype read it (`partlist` of the type
//!   `started`, `ended`, `missed`, with a `duration` in each part).
//! - **Times:** `originalarrivaltime` is ISO 8601 in UTC. No document says when the event that ends a
//!   call arrives; it is taken to arrive when the call ends, so that the beginning is that time less
//!   the longest duration of a part.
//! - **Whose:** `userId` states it. Ids are kept with their prefix (`8:`), as they stand.
//! - **Text** is markup; it is kept as stated.
//! - **Fields kept:** everything; what no field takes stays in `extra`.
//! - **Known limits:** no export made by others was at hand; the outline is that which public readers
//!   share. deleted messages are there only as far as Skype exports them.

use model::RejectKind;
use model::records::{Message, Session};
use model::time::TimeFormat;

use super::decoded::{Decoded, Invalid};
use super::extra::Extra;
use super::outline::{Context, Fault, Layout, Out, Prologue, Row, Section};
use super::xml::{Piece, XmlReader};
use super::xml_tree::Tree;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Parts of a call looked at; the largest calls of Skype had a hundred.
const PARTS_MAX: usize = 1_000;

/// Keys of a message that are known and have no field of their own.
const KNOWN: &[&str] =
    &["version", "conversationid", "properties", "amsreferences", "messagetype", "content"];

static SECTIONS: [Section; 1] =
    [Section { path: "conversations/*/MessageList/*", known: KNOWN, fill: message }];

static LAYOUT: Layout = Layout {
    signs: &[&["userId", "conversations/*/MessageList"]],
    facts: &[
        "userId",
        "exportDate",
        "conversations/*/id",
        "conversations/*/displayName",
        "conversations/*/version",
        "conversations/*/properties",
        "conversations/*/threadProperties",
    ],
    sections: &[&SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |context| {
        let id = context.fact_text(&[], "userId");
        if !id.is_empty() {
            let mut owner = model::Party::default();
            context.set_account(&mut owner, &id);
            context.owner = owner;
        }
    },
};

/// Exports of Skype accounts; see the module.
#[derive(Debug)]
pub struct Skype;

impl SourceFormat for Skype {
    fn code(&self) -> &'static str {
        "skype"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        LAYOUT.recognise(head)
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        LAYOUT.read("skype", source, sink)
    }
}

fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    let held_by = row.keys().get(..2).unwrap_or_default();
    let id = context.fact_text(held_by, "id");
    let mut words = vec![context.fact_text(held_by, "displayName"), id.clone()];
    words.retain(|word| !word.is_empty());
    message.conversation.set(&words.join(" · "));
    message.reference.set(&row.text("id"));
    context.time(row, "originalarrivaltime", TimeFormat::Calendar, &mut message.sent)?;
    context.set_account(&mut message.sender, &row.text("from"));
    message.sender.name.set(&row.text("displayName"));
    // `19:` stands before groups; anything else is the other person.
    if !id.is_empty() && !id.starts_with("19:") {
        if message.sender.account == context.owner.account {
            context.set_account(&mut message.receiver, &id);
        } else {
            message.receiver.clone_from(&context.owner);
        }
    }
    let kind = row.text("messagetype");
    let content = row.text("content");
    let call = kind.eq_ignore_ascii_case("Event/Call").then(|| Call::of(&content)).flatten();
    if let Some(call) = call.filter(|call| call.kind != "started") {
        return session(context, row, message, &call, out);
    }
    message.content.set(content_of(&kind));
    message.body.set(&content);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// The house's word for the type of a message; other types keep their own.
pub(crate) fn content_of(kind: &str) -> &str {
    match kind {
        "Text" | "RichText" => "text",
        media if media.starts_with("RichText/Media") || media.starts_with("RichText/Uri") => {
            "media"
        }
        "Event/Call" => "call",
        other if other.starts_with("ThreadActivity/") => "system",
        other => other,
    }
}

/// A call as its list of parts states it.
pub(crate) struct Call {
    /// `started`, `ended`, `missed`.
    pub(crate) kind: String,
    /// Its key.
    pub(crate) id: String,
    /// The longest duration of a part, in whole seconds.
    pub(crate) seconds: Option<i64>,
    /// The ids of those who took part.
    pub(crate) people: Vec<String>,
}

impl Call {
    /// Reads a list of parts; nothing where the content is none.
    pub(crate) fn of(content: &str) -> Option<Self> {
        let mut cursor = std::io::Cursor::new(content.as_bytes());
        let utf8 = encoding_rs::UTF_8;
        let decoded = Decoded::new(&mut cursor, utf8, 0, Invalid::Replace).ok()?;
        let mut reader = XmlReader::over(decoded, utf8, false, &[]);
        let mut tree = Tree::default();
        loop {
            match reader.next().ok()? {
                Piece::Open if reader.name() == "partlist" => break,
                Piece::End => return None,
                _ => {}
            }
        }
        tree.read(&mut reader).ok()?;
        let root = tree.root();
        let whole = |text: &str| text.split('.').next().and_then(|whole| whole.parse().ok());
        let parts = || root.each("part").take(PARTS_MAX);
        Some(Self {
            kind: root.peek_attribute("type").to_owned(),
            id: root.peek_attribute("callId").to_owned(),
            seconds: parts().filter_map(|part| whole(part.peek("duration"))).max(),
            people: parts().map(|part| part.peek_attribute("identity").to_owned()).collect(),
        })
    }
}

fn session(
    context: &mut Context,
    row: &Row<'_>,
    message: Message,
    call: &Call,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut session = Session::default();
    session.platform.set(context.platform);
    session.reference.set(&call.id);
    session.caller = message.sender;
    session.callee = message.receiver;
    session.status.set(if call.kind == "ended" { "answered" } else { &call.kind });
    let seconds = call.seconds.unwrap_or(0);
    if seconds < 0 {
        return Err((RejectKind::BadInteger, "duration", seconds.to_string()));
    }
    session.duration_s = call.seconds.or((call.kind == "missed").then_some(0));
    session.end = message.sent;
    session.start.set_after(&session.end, seconds.saturating_neg());
    session.members.set(&call.people.join("; "));
    let mut extra = Extra::default();
    extra.add("conversation", &message.conversation);
    extra.add("reference", &message.reference);
    row.value("content");
    extra.add("content", &row.text("content"));
    row.rest(context, &mut extra);
    extra.write(&mut session.extra);
    out.push(Box::new(session));
    Ok(())
}
