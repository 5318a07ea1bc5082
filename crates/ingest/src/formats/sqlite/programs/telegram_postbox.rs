//! A message in the encoding of Telegram's store for Apple's systems.
//!
//! - **Specification:** the public source of Telegram for iOS (`Postbox`, `TelegramCore`), and how iLEAPP
//!   (`telegramMesssages.py`) reads it.
//! - **Fields kept:** as of the program for Android, see `telegram_tl.rs`; events have the name and the
//!   short keys that the program gives them.

use super::telegram::{Call, Peer, Told};
use crate::formats::sqlite::postbox::{Coded, Fields, Reader, Value};
use crate::formats::sqlite::row_view::whole;

/// Attributes, embedded and referred files of one message.
const PARTS_MAX: i32 = 1_000;

/// Bits of the flags of a message.
const UNSENT: i32 = 1;
const FAILED: i32 = 2;
const INCOMING: i32 = 4;

/// Classes of what a message carries, and the word for it where it is no file.
const MEDIA: [(&str, &str); 14] = [
    ("TelegramMediaImage", "media"),
    ("TelegramMediaFile", "media"),
    ("TelegramMediaAction", ""),
    ("TelegramMediaWebpage", ""),
    ("TelegramMediaMap", "location"),
    ("TelegramMediaContact", "contact"),
    ("TelegramMediaPoll", "poll"),
    ("TelegramMediaDice", "dice"),
    ("TelegramMediaGame", "game"),
    ("TelegramMediaInvoice", "invoice"),
    ("TelegramMediaStory", "story"),
    ("TelegramMediaExpiredContent", "expired"),
    ("TelegramMediaGiveaway", "giveaway"),
    ("TelegramMediaUnsupported", "unsupported"),
];

/// Events by their number, from 0.
const ACTIONS: [&str; 57] = [
    "unknown",
    "groupCreated",
    "addedMembers",
    "removedMembers",
    "photoUpdated",
    "titleUpdated",
    "pinnedMessageUpdated",
    "joinedByLink",
    "channelMigratedFromGroup",
    "groupMigratedToChannel",
    "historyCleared",
    "historyScreenshot",
    "messageAutoremoveTimeoutUpdated",
    "gameScore",
    "phoneCall",
    "paymentSent",
    "customText",
    "botDomainAccessGranted",
    "botSentSecureValues",
    "peerJoined",
    "phoneNumberRequest",
    "geoProximityReached",
    "groupPhoneCall",
    "inviteToGroupPhoneCall",
    "setChatTheme",
    "joinedByRequest",
    "webViewData",
    "giftPremium",
    "topicCreated",
    "topicEdited",
    "suggestedProfilePhoto",
    "attachMenuBotAllowed",
    "requestedPeer",
    "setChatWallpaper",
    "setSameChatWallpaper",
    "botAppAccessGranted",
    "giftCode",
    "giveawayLaunched",
    "joinedChannel",
    "giveawayResults",
    "boostsApplied",
    "paymentRefunded",
    "giftStars",
    "prizeStars",
    "starGift",
    "starGiftUnique",
    "paidMessagesRefunded",
    "paidMessagesPriceEdited",
    "conferenceCall",
    "todoCompletions",
    "todoAppendTasks",
    "suggestedPostApprovalStatus",
    "giftTon",
    "suggestedPostSuccess",
    "suggestedPostRefund",
    "suggestedBirthday",
    "starGiftPurchaseOffer",
];

/// Why a call ended, by its number.
const REASONS: [&str; 4] = ["missed", "disconnect", "hangup", "busy"];

/// The peer of a number: its kind stands in three bits between the halves of its key.
pub(super) fn peer(number: i64) -> Option<Peer> {
    let id = (number >> 35 & 0x000f_ffff) << 32 | number & 0xffff_ffff;
    let kind = match number >> 32 & 7 {
        0 => "user",
        1 => "chat",
        2 => "channel",
        _ => return None,
    };
    Some(Peer { kind, id })
}

/// A message as far as it could be read.
pub(super) struct Stored {
    pub(super) told: Told,
    pub(super) is_incoming: bool,
    /// Keys of the files that stand in a table of their own.
    pub(super) referred: Vec<(i32, i64)>,
    pub(super) is_whole: bool,
}

/// Reads a stored message; nothing where not even its text can be found.
pub(super) fn read(bytes: &[u8]) -> Option<Stored> {
    let mut reader = Reader { rest: bytes };
    let mut told = Told::default();
    // The kind of entry, its number, its version.
    if reader.byte()? != 0 {
        return None;
    }
    reader.take(8)?;
    let parts = reader.byte()?;
    for (bit, len) in [(0, 8), (1, 4), (2, 8), (3, 4), (4, 4)] {
        if parts >> bit & 1 == 1 {
            reader.take(len)?;
        }
    }
    if parts >> 5 & 1 == 1 {
        told.number("thread", Some(reader.long()?));
    }
    let flags = reader.int()?;
    reader.int()?;
    tell_forward(&mut reader, &mut told)?;
    if reader.byte()? == 1 {
        told.author = peer(reader.long()?);
    }
    told.text = String::from_utf8(reader.bytes()?.to_vec()).ok()?;
    for (bit, word) in [(UNSENT, "unsent"), (FAILED, "failed")] {
        if flags & bit != 0 {
            told.fact("send_state", word);
        }
    }
    let mut referred = Vec::new();
    let rest = read_parts(&mut reader, &mut told, &mut referred);
    let is_incoming = flags & INCOMING != 0;
    Some(Stored { told, is_incoming, referred, is_whole: rest.is_some() })
}

fn tell_forward(reader: &mut Reader<'_>, told: &mut Told) -> Option<()> {
    let parts = reader.byte()?;
    if parts == 0 {
        return Some(());
    }
    let author = peer(reader.long()?).filter(|peer| peer.id != 0);
    let date = reader.int()?;
    let source = if parts >> 1 & 1 == 1 { peer(reader.long()?) } else { None };
    if parts >> 2 & 1 == 1 {
        reader.take(16)?;
    }
    let from = author.or(source);
    told.fact("forwarded_from", from.map(|peer| peer.to_string()).unwrap_or_default());
    if parts >> 3 & 1 == 1 {
        told.fact("forwarded_from_name", String::from_utf8_lossy(reader.bytes()?));
    }
    if parts >> 4 & 1 == 1 {
        reader.bytes()?;
    }
    if parts >> 5 & 1 == 1 {
        reader.int()?;
    }
    told.time("forwarded_date", Some(date.into()));
    Some(())
}

/// Attributes, what is embedded, and what is referred to.
fn read_parts(
    reader: &mut Reader<'_>,
    told: &mut Told,
    referred: &mut Vec<(i32, i64)>,
) -> Option<()> {
    let count =
        |reader: &mut Reader<'_>| reader.int().filter(|count| (0..=PARTS_MAX).contains(count));
    for _ in 0..count(reader)? {
        if let Some(attribute) = Coded::root(reader.bytes()?) {
            tell_attribute(&attribute, told);
        }
    }
    for _ in 0..count(reader)? {
        if let Some(media) = Coded::root(reader.bytes()?) {
            tell_media(&media, told);
        }
    }
    for _ in 0..count(reader)? {
        referred.push((reader.int()?, reader.long()?));
    }
    Some(())
}

fn tell_attribute(attribute: &Coded<'_>, told: &mut Told) {
    if attribute.is("EditedMessageAttribute") {
        let fields = attribute.fields();
        // A change of reactions or buttons is not seen as an edit.
        let is_hidden = fields.int("h").unwrap_or(0) != 0;
        told.time(if is_hidden { "changed_unseen" } else { "edited" }, fields.int("d"));
    } else if attribute.is("ReplyMessageAttribute") {
        // The upper half is the message, the lower one the kind of key.
        let id = attribute.fields().int("i").map(|key| key >> 32);
        told.reply_to = id.map(|id| id.to_string()).unwrap_or_default();
    } else if attribute.is("AutoremoveTimeoutMessageAttribute")
        || attribute.is("AutoclearTimeoutMessageAttribute")
    {
        told.number("ttl_seconds", attribute.fields().int("t"));
    }
}

/// What a message carries.
pub(super) fn tell_media(media: &Coded<'_>, told: &mut Told) {
    let known = MEDIA.iter().find(|(class, _)| media.is(class));
    let fields = media.fields();
    let Some((class, content)) = known else {
        "unknown to us".clone_into(&mut told.content);
        tell_rest(&fields, told);
        return;
    };
    if !content.is_empty() {
        (*content).clone_into(&mut told.content);
    }
    match *class {
        "TelegramMediaImage" => tell_image(&fields, told),
        "TelegramMediaFile" => tell_file(&fields, told),
        "TelegramMediaAction" => tell_action(&fields, told),
        "TelegramMediaWebpage" => {
            told.fact("url", fields.text("u"));
            told.fact("url", fields.text("pendingUrl"));
            told.fact("title", fields.text("ti"));
        }
        "TelegramMediaContact" => {
            told.fact("first_name", fields.text("n.fn"));
            told.fact("last_name", fields.text("n.ln"));
            told.fact("phone_number", fields.text("pn"));
            let user = fields.int("p").and_then(peer);
            told.fact("user_id", user.map(|peer| peer.to_string()).unwrap_or_default());
        }
        "TelegramMediaMap" => {
            for (name, field) in [("latitude", "la"), ("longitude", "lo")] {
                let degrees = fields.double(field);
                told.fact(name, degrees.map(|degrees| degrees.to_string()).unwrap_or_default());
            }
        }
        _ => tell_rest(&fields, told),
    }
}

fn tell_image(fields: &Fields<'_>, told: &mut Told) {
    told.fact("media_type", "photo");
    let resources = fields.objects("r").iter().filter_map(|size| size.fields().object("r"));
    let largest = resources.map(|resource| resource.fields()).max_by_key(size);
    if let Some(resource) = largest {
        told.number("photo_id", resource.int("i"));
        told.number("file_size", size(&resource));
    }
}

/// The bytes of a file or resource, in a number of four or of eight bytes.
fn size(fields: &Fields<'_>) -> Option<i64> {
    ["n64", "n", "s64", "s"].iter().find_map(|name| fields.int(name))
}

fn tell_file(fields: &Fields<'_>, told: &mut Told) {
    let (mut kind, mut seconds) = ("file", None);
    for attribute in fields.objects("at") {
        let attribute = attribute.fields();
        // A length has been a whole number, and has had a fraction since 2023.
        let length = attribute.int("du").or(attribute.double("du").and_then(whole));
        match attribute.int("t") {
            Some(0) => attribute.text("fn").clone_into(&mut told.file),
            Some(1) => kind = "sticker",
            Some(3) => kind = "animation",
            Some(4) => {
                let is_round = attribute.int("f").unwrap_or(0) & 1 == 1;
                kind = match kind {
                    "animation" | "sticker" => kind,
                    _ if is_round => "video_message",
                    _ => "video_file",
                };
                seconds = length;
            }
            Some(5) => {
                let is_voice = attribute.int("iv").unwrap_or(0) != 0;
                kind = if is_voice { "voice_message" } else { "audio_file" };
                seconds = length;
                told.fact("title", attribute.text("ti"));
                told.fact("performer", attribute.text("pe"));
            }
            _ => {}
        }
    }
    told.fact("media_type", kind);
    told.fact("mime_type", fields.text("mt"));
    let resource = fields.object("r").map(|resource| resource.fields()).unwrap_or_default();
    told.number("file_size", size(fields).or(size(&resource)));
    told.number("duration_seconds", seconds);
    // The name under which the program keeps the file.
    if let (Some(dc), Some(id)) = (resource.int("d"), resource.int("f")) {
        told.fact("file_key", format!("telegram-cloud-document-{dc}-{id}"));
    }
}

fn tell_action(fields: &Fields<'_>, told: &mut Told) {
    let number = fields.int("_rawValue").unwrap_or(0);
    let name = usize::try_from(number).ok().and_then(|number| ACTIONS.get(number));
    told.action = name.map_or_else(|| format!("event {number}"), |name| (*name).to_owned());
    match told.action.as_str() {
        "phoneCall" => {
            let reason = fields.int("dr").and_then(|reason| usize::try_from(reason).ok());
            told.call = Some(Call {
                is_video: fields.int("vc").unwrap_or(0) != 0,
                seconds: fields.int("d"),
                reason: reason
                    .and_then(|reason| REASONS.get(reason))
                    .copied()
                    .unwrap_or("")
                    .to_owned(),
            });
            told.number("call_id", fields.int("i"));
        }
        "customText" => fields.text("text").clone_into(&mut told.text),
        "addedMembers" | "removedMembers" | "inviteToGroupPhoneCall" => {
            let members = members(fields).into_iter().filter_map(peer);
            let members: Vec<_> = members.map(|peer| peer.to_string()).collect();
            told.fact("members", members.join("; "));
        }
        _ => tell_rest(fields, told),
    }
}

/// The people an event names: a list, or bytes with their number before them.
fn members(fields: &Fields<'_>) -> Vec<i64> {
    match fields.get("peerIds") {
        Some(Value::Ints(numbers)) => numbers.clone(),
        Some(Value::Bytes(bytes)) => {
            let mut reader = Reader { rest: bytes };
            reader.int();
            std::iter::from_fn(|| reader.long()).collect()
        }
        _ => Vec::new(),
    }
}

/// Keeps plain numbers and texts under the program's own short keys.
fn tell_rest(fields: &Fields<'_>, told: &mut Told) {
    for (name, value) in &fields.0 {
        let text = match value {
            _ if *name == "_rawValue" => continue,
            Value::Int(number) => number.to_string(),
            Value::Double(number) => number.to_string(),
            Value::Text(text) => (*text).to_owned(),
            Value::Texts(texts) => texts.join("; "),
            Value::Ints(numbers) => {
                numbers.iter().map(i64::to_string).collect::<Vec<_>>().join("; ")
            }
            Value::Bytes(_) | Value::Object(_) | Value::Objects(_) | Value::Other => continue,
        };
        told.fact(name, text);
    }
}
