//! A message in Telegram's own encoding, as the program for Android stores it.
//!
//! - **Specification:** the published schema, see `tl`.
//! - **Fields kept:** text, author, what it answers, from where it was forwarded, when it was edited;
//!   of media the kind, file name, type, size and length; of a place its coordinates; of a call its
//!   length and end; of every other event its name and what it states in plain numbers and texts.

use super::telegram::{Call, Peer, Told};
use crate::formats::sqlite::tl::{Object, Value};

/// Fields that say nothing to a person: keys for the server and previews.
const UNTOLD: [&str; 10] = [
    "flags",
    "flags2",
    "access_hash",
    "file_reference",
    "key",
    "iv",
    "thumb",
    "photo",
    "version",
    "random_id",
];

/// Objects in one another whose plain values are told: a poll, its question, the text of it.
const DOTS_MAX: usize = 1;

/// A change that others do not see as an edit: of reactions, or of buttons.
const EDIT_HIDDEN_BIT: u32 = 21;

/// What a message tells.
pub(super) fn tell(message: &Object<'_>) -> Told {
    let mut told = Told {
        text: message.text("message").to_owned(),
        author: message.get("from_id").and_then(peer),
        ..Told::default()
    };
    let reply = message.object("reply_to");
    let answered = reply
        .and_then(|reply| reply.int("reply_to_msg_id"))
        .or(message.int("reply_to_msg_id"))
        .or(message.int("reply_to_random_id"));
    told.reply_to = answered.map(|id| id.to_string()).unwrap_or_default();
    told.fact("quote", reply.map_or("", |reply| reply.text("quote_text")));
    tell_forward(message, &mut told);
    if let Some(media) = message.object("media") {
        tell_media(media, &mut told);
    }
    if let Some(action) = message.object("action") {
        tell_action(action, &mut told);
    }
    let links = message.list("entities").iter().filter_map(|entity| match entity {
        Value::Object(entity) => Some(entity.text("url")).filter(|url| !url.is_empty()),
        _ => None,
    });
    told.fact("links", links.collect::<Vec<_>>().join(" "));
    let edited = if message.flag(EDIT_HIDDEN_BIT) { "changed_unseen" } else { "edited" };
    told.time(edited, message.int("edit_date"));
    told.fact("post_author", message.text("post_author"));
    told.number("via_bot_id", message.int("via_bot_id"));
    told.number("ttl_seconds", message.int("ttl_period").or(message.int("ttl")).filter(|s| *s > 0));
    told
}

/// A peer: an object of its own, or the number of a user in old layers.
fn peer(value: &Value<'_>) -> Option<Peer> {
    match value {
        Value::Int(id) => (*id > 0).then(|| Peer::user(*id)),
        Value::Object(object) => {
            let (kind, field) = match object.name {
                "peerUser" => ("user", "user_id"),
                "peerChat" => ("chat", "chat_id"),
                "peerChannel" => ("channel", "channel_id"),
                _ => return None,
            };
            object.int(field).map(|id| Peer { kind, id })
        }
        _ => None,
    }
}

/// The peer that an object of type `Peer` names.
pub(super) fn dialog(message: &Object<'_>) -> Option<Peer> {
    message.get("peer_id").or(message.get("to_id")).and_then(peer)
}

fn tell_forward(message: &Object<'_>, told: &mut Told) {
    let Some(forward) = message.object("fwd_from") else {
        let from = message.get("fwd_from_id").and_then(peer);
        told.fact("forwarded_from", from.map(|peer| peer.to_string()).unwrap_or_default());
        told.time("forwarded_date", message.int("fwd_date"));
        return;
    };
    let channel = forward.int("channel_id").map(|id| Peer { kind: "channel", id });
    let from = forward.get("from_id").and_then(peer).or(channel);
    told.fact("forwarded_from", from.map(|peer| peer.to_string()).unwrap_or_default());
    told.fact("forwarded_from_name", forward.text("from_name"));
    told.time("forwarded_date", forward.int("date"));
}

fn tell_media(media: &Object<'_>, told: &mut Told) {
    // Before 2017 the text to a picture stood with the picture.
    if told.text.is_empty() {
        media.text("caption").clone_into(&mut told.text);
    }
    match media.name {
        "messageMediaEmpty" => return,
        "messageMediaPhoto" => {
            "media".clone_into(&mut told.content);
            told.fact("media_type", "photo");
            if let Some(photo) = media.object("photo") {
                told.number("photo_id", photo.int("id"));
                told.number("file_size", largest(photo));
            }
        }
        "messageMediaDocument" | "messageMediaVideo" | "messageMediaAudio" => {
            "media".clone_into(&mut told.content);
            let file = ["document", "video", "audio"].iter().find_map(|name| media.object(name));
            if let Some(file) = file {
                tell_file(file, told);
            }
        }
        "messageMediaWebPage" => {
            if let Some(page) = media.object("webpage") {
                told.fact("url", page.text("url"));
                told.fact("title", page.text("title"));
            }
        }
        name => {
            let kind = name.strip_prefix("messageMedia").unwrap_or(name);
            told.content = kind.to_lowercase();
            tell_place(media, told);
            tell_rest(media, "", told);
        }
    }
    told.number("ttl_seconds", media.int("ttl_seconds"));
}

/// A document, or a video or voice message of old layers.
fn tell_file(file: &Object<'_>, told: &mut Told) {
    let mut kind = match file.name {
        name if name.starts_with("video") => "video_file",
        name if name.starts_with("audio") => "voice_message",
        _ => "file",
    };
    file.text("file_name").clone_into(&mut told.file);
    let mut seconds = file.int("duration");
    for attribute in file.list("attributes") {
        let Value::Object(attribute) = attribute else { continue };
        match attribute.name {
            "documentAttributeFilename" => {
                attribute.text("file_name").clone_into(&mut told.file);
            }
            "documentAttributeVideo" => {
                let is_round = attribute.flag(0);
                kind = match kind {
                    "animation" | "sticker" => kind,
                    _ if is_round => "video_message",
                    _ => "video_file",
                };
                seconds = seconds.or(length_s(attribute));
            }
            "documentAttributeAudio" => {
                kind = if attribute.flag(10) { "voice_message" } else { "audio_file" };
                seconds = seconds.or(length_s(attribute));
                told.fact("title", attribute.text("title"));
                told.fact("performer", attribute.text("performer"));
            }
            "documentAttributeSticker" => kind = "sticker",
            "documentAttributeAnimated" => kind = "animation",
            _ => {}
        }
    }
    told.fact("media_type", kind);
    told.fact("mime_type", file.text("mime_type"));
    told.number("file_size", file.int("size"));
    told.number("duration_seconds", seconds);
    // The name under which the program keeps the file, without its ending.
    if let (Some(id), Some(dc)) = (file.int("id"), file.int("dc_id")) {
        told.fact("file_key", format!("{dc}_{id}"));
    }
}

/// A length in seconds, a whole number or, since 2023, one with a fraction.
fn length_s(attribute: &Object<'_>) -> Option<i64> {
    match attribute.get("duration")? {
        Value::Int(seconds) => Some(*seconds),
        Value::Double(seconds) => crate::formats::sqlite::row_view::whole(*seconds),
        _ => None,
    }
}

/// The bytes of the largest picture.
fn largest(photo: &Object<'_>) -> Option<i64> {
    let sizes = photo.list("sizes").iter().filter_map(|size| match size {
        Value::Object(size) => {
            let steps = size.list("sizes").iter().filter_map(|step| match step {
                Value::Int(bytes) => Some(*bytes),
                _ => None,
            });
            size.int("size").or(steps.max())
        }
        _ => None,
    });
    sizes.max()
}

fn tell_place(media: &Object<'_>, told: &mut Told) {
    let Some(place) = media.object("geo") else { return };
    for (name, field) in [("latitude", "lat"), ("longitude", "long")] {
        if let Some(Value::Double(degrees)) = place.get(field) {
            told.fact(name, degrees.to_string());
        }
    }
}

fn tell_action(action: &Object<'_>, told: &mut Told) {
    let action = action.object("encryptedAction").unwrap_or(action);
    let name = action.name;
    let name = name.strip_prefix("messageAction").unwrap_or(name);
    let name = name.strip_prefix("decryptedMessageAction").unwrap_or(name);
    name.clone_into(&mut told.action);
    if name == "PhoneCall" {
        let reason = action.object("reason").map_or("", |reason| reason.name);
        let reason = reason.strip_prefix("phoneCallDiscardReason").unwrap_or(reason);
        told.call = Some(Call {
            is_video: action.flag(2),
            seconds: action.int("duration"),
            reason: reason.to_lowercase(),
        });
        told.number("call_id", action.int("call_id"));
        return;
    }
    if name == "CustomAction" {
        action.text("message").clone_into(&mut told.text);
    }
    tell_rest(action, "", told);
}

/// Keeps what an object states in plain numbers and texts, and that of the objects in it.
fn tell_rest(object: &Object<'_>, within: &str, told: &mut Told) {
    if within.matches('.').count() > DOTS_MAX {
        return;
    }
    for (name, value) in &object.fields {
        if UNTOLD.contains(name) || *name == "geo" {
            continue;
        }
        let name = if within.is_empty() { (*name).to_owned() } else { format!("{within}.{name}") };
        match value {
            Value::Object(inner) => match peer(value) {
                Some(peer) => told.fact(&name, peer.to_string()),
                None => tell_rest(inner, &name, told),
            },
            Value::List(list) => {
                let words: Vec<_> = list.iter().filter_map(word).collect();
                told.fact(&name, words.join("; "));
            }
            _ => told.fact(&name, word(value).unwrap_or_default()),
        }
    }
}

/// A plain value; of an object in a list its text, or the peer it is.
fn word(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Double(number) => Some(number.to_string()),
        Value::Text(text) => Some((*text).to_owned()),
        Value::Bytes | Value::List(_) => None,
        Value::Object(object) => {
            let text =
                object.object("text").map_or(object.text("text"), |inner| inner.text("text"));
            peer(value)
                .map(|peer| peer.to_string())
                .or_else(|| Some(text.to_owned()).filter(|text| !text.is_empty()))
        }
    }
}
