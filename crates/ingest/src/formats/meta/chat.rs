//! A message or call of a chat.

use std::borrow::Cow;

use model::records::{Message, Session};
use model::time::{Stamp, TimeFormat};
use serde_json::Value;

use super::mended;
use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Out, Row, list, text_of, whole};

/// Keys under which a message lists its files.
const FILES: [&str; 7] = ["photos", "videos", "audio_files", "files", "gifs", "media", "sticker"];

/// The names of those who take part; of a group the first three, as it is asked whether they are two.
fn participants(context: &Context) -> Vec<String> {
    let stated = list(context.fact(&[], "participants"));
    let name = |value: &Value| {
        let name = value.get("name").unwrap_or(value);
        mended(&text_of(name)).into_owned()
    };
    stated.iter().map(name).filter(|name| !name.is_empty()).take(3).collect()
}

/// The conversation, as its title and its path.
fn conversation(context: &Context) -> String {
    let mut words = Vec::new();
    for path in ["title", "threadName", "thread_path"] {
        let text = context.fact_text(&[], path);
        if !text.is_empty() {
            words.push(mended(&text).into_owned());
        }
    }
    words.join(" · ")
}

/// Keeps a text as it was stated, where it was put right.
fn keep(extra: &mut Extra, key: &str, stated: &str, mended: &str) {
    if stated != mended {
        extra.add(&format!("stated/{key}"), stated);
    }
}

/// Who is on the other side of someone in a chat of two.
fn opposite(people: &[String], sender: &str) -> Option<String> {
    match people {
        [one, other] if one == sender && other != sender => Some(other.clone()),
        [other, one] if one == sender && other != sender => Some(other.clone()),
        _ => None,
    }
}

/// A message, or a session where it tells of a call.
pub(super) fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut sent = Stamp::default();
    context.time(row, "timestamp_ms", TimeFormat::UnixMillis, &mut sent)?;
    if !sent.is_stated() {
        // Encrypted chats are exported in milliseconds as well, under another key.
        context.time(row, "timestamp", TimeFormat::UnixMillis, &mut sent)?;
    }
    let stated = row.first(&["sender_name", "senderName"]);
    let sender = mended(&stated);
    let mut extra = Extra::default();
    keep(&mut extra, "sender", &stated, &sender);
    let receiver = opposite(&participants(context), &sender).unwrap_or_default();
    if row.peek("call_duration").is_some() || row.peek("missed").is_some() {
        let call = Call { sent, sender, receiver };
        return self::call(context, row, &call, extra, out);
    }
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.conversation.set(&conversation(context));
    message.sent = sent;
    message.sender.name.set(&sender);
    message.receiver.name.set(&receiver);
    let text = row.first(&["content", "text"]);
    let body = mended(&text);
    keep(&mut extra, "content", &text, &body);
    message.body.set(&body);
    let file = FILES.iter().find_map(|key| list(row.peek(key)).first());
    if let Some(file) = file {
        message.attachment.set(&file.get("uri").map(text_of).unwrap_or_default());
    }
    let unsent = ["is_unsent", "isUnsent"]
        .iter()
        .any(|key| row.peek(key).is_some_and(|flag| flag == &Value::Bool(true)));
    message.content.set(match (unsent, file.is_some()) {
        (true, _) => "deleted",
        (false, true) => "media",
        (false, false) => "text",
    });
    if unsent {
        message.state.set("deleted");
    }
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// What a call has in common with a message.
struct Call<'c> {
    sent: Stamp,
    sender: Cow<'c, str>,
    receiver: String,
}

fn call(
    context: &mut Context,
    row: &Row<'_>,
    call: &Call<'_>,
    mut extra: Extra,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut session = Session::default();
    session.platform.set(context.platform);
    session.caller.name.set(&call.sender);
    session.callee.name.set(&call.receiver);
    let seconds = whole(&row.text("call_duration"), "duration_s")?.unwrap_or(0);
    if seconds < 0 {
        let text = row.text("call_duration").into_owned();
        return Err((model::RejectKind::BadInteger, "duration_s", text));
    }
    let missed = row.peek("missed").is_some_and(|flag| flag == &Value::Bool(true));
    session.duration_s = Some(if missed { 0 } else { seconds });
    session.status.set(match (missed, seconds) {
        (true, _) => "missed",
        (false, 1..) => "answered",
        _ => "",
    });
    let length_us = seconds.clamp(0, 86_400 * 7) * 1_000_000;
    session.start.clone_from(&call.sent);
    session.end.clone_from(&call.sent);
    session.start.earliest_us = call.sent.earliest_us.saturating_sub(length_us);
    session.end.latest_us = call.sent.latest_us.saturating_add(length_us);
    extra.add("conversation", &conversation(context));
    row.rest(context, &mut extra);
    extra.write(&mut session.extra);
    out.push(Box::new(session));
    Ok(())
}
