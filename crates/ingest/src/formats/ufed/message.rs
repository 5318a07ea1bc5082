//! Messages of a report: of chats, and the older models of their own for SMS, MMS and e-mail.

use model::records::Message;
use model::{Party, Record as _};

use super::fill::{Filler, finish, take_platform};
use super::model::Model;
use super::party;
use super::times::Fault;
use crate::formats::app_identity::{identify, platform_of};
use crate::formats::extra::Extra;

/// Participants named beside each message; the row of the chat itself names all of them.
const PARTICIPANTS_BESIDE_MAX: usize = 8;

/// Someone who takes part in a chat.
#[derive(Debug, Default, Clone)]
struct Participant {
    identifier: String,
    party: Party,
}

/// The chat that messages stand in.
#[derive(Debug, Default)]
pub(super) struct Chat {
    /// Name and key in one line.
    pub(super) title: String,
    source: String,
    account: String,
    participants: Vec<Participant>,
    in_words: String,
}

impl Chat {
    /// The facts on a chat, only looked at: its own row takes them.
    pub(super) fn of(model: &Model<'_>, participants: &[Model<'_>], filler: &Filler) -> Self {
        let id = model.peek("Id");
        let mut words = vec![model.peek("Name"), if id.is_empty() { model.id() } else { id }];
        words.retain(|word| !word.is_empty());
        let mut platform = model::Text::default();
        platform.set(model.peek("Source"));
        let source = platform_of(&platform);
        let listed = participants.iter().map(|one| {
            let mut party = Party::default();
            let (name, id) = (one.peek("Name"), one.peek("Identifier"));
            identify(id, &source, filler.region.as_deref(), &mut party);
            if name != id || party.is_absent() {
                party.name.set(name);
            }
            Participant { identifier: id.to_owned(), party }
        });
        let listed: Vec<Participant> = listed.collect();
        let beside: Vec<String> =
            participants.iter().take(PARTICIPANTS_BESIDE_MAX).map(party::in_words).collect();
        let more = participants.len().saturating_sub(PARTICIPANTS_BESIDE_MAX);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        Self {
            title: words.join(" · "),
            source: model.peek("Source").to_owned(),
            account: model.peek("Account").to_owned(),
            participants: listed,
            in_words: format!("{}{more}", beside.join("; ")),
        }
    }

    /// The other one of a chat of two.
    fn opposite(&self, sender: &str) -> Option<&Party> {
        let [one, two] = self.participants.as_slice() else { return None };
        if sender.is_empty() {
            None
        } else if one.identifier == sender {
            Some(&two.party)
        } else {
            (two.identifier == sender).then_some(&one.party)
        }
    }
}

/// Fills a message of a chat, or one without a chat.
pub(super) fn fill_instant(
    model: &Model<'_>,
    chat: &Chat,
    filler: &mut Filler,
    message: &mut Message,
) -> Result<(), Fault> {
    message.clear();
    let mut extra = Extra::default();
    let platform = take_platform(model, &chat.source, &mut message.platform);
    message.conversation.set(&chat.title);
    if message.conversation.is_empty() {
        message.conversation.set(&model.take("ChatId"));
    }
    message.reference.set(&model.take_first(&["Identifier", "Id"]));
    filler.take_time(model, &["TimeStamp"], &mut message.sent, &mut extra)?;
    let from = model.model("From");
    let sender = from.peek("Identifier");
    party::take(&from, &platform, filler.region.as_deref(), &mut message.sender);
    take_receivers(model, &platform, filler, message, &mut extra);
    if message.receiver.is_absent()
        && let Some(other) = chat.opposite(sender)
    {
        message.receiver.clone_from(other);
    }
    take_reply(model, message, &mut extra);
    let files = take_attachments(model, message, &mut extra);
    let is_system = !model.models_stated("ActivityLog").is_empty()
        || sender.eq_ignore_ascii_case("System Message");
    set_content(model, is_system, files, message);
    take_body(model, message, &mut extra);
    if model.peek("SourceApplication").eq_ignore_ascii_case(&message.platform) {
        model.take("SourceApplication");
    }
    extra.add("participants", &chat.in_words);
    extra.add("account", &chat.account);
    from.keep("From", &mut extra);
    finish(model, extra, &mut message.state, &mut message.extra);
    Ok(())
}

fn set_content(model: &Model<'_>, is_system: bool, files: usize, message: &mut Message) {
    let kind = model.peek("Type");
    message.content.set(match kind {
        _ if is_system => "system",
        _ if files > 0 => "media",
        _ if kind.contains("Call") => "call",
        _ => "text",
    });
}

/// The text of a message; the subject stands before it where there is one.
fn take_body(model: &Model<'_>, message: &mut Message, extra: &mut Extra) {
    let body = model.take_first(&["Body", "Snippet"]);
    extra.add("Subject", &model.take("Subject"));
    message.body.set(&body);
}

/// A single receiver stands in the record; of several, each is named in `extra`.
fn take_receivers(
    model: &Model<'_>,
    platform: &str,
    filler: &Filler,
    message: &mut Message,
    extra: &mut Extra,
) {
    let receivers = model.models("To");
    if let [one] = receivers.as_slice() {
        party::take(one, platform, filler.region.as_deref(), &mut message.receiver);
    }
    for receiver in &receivers {
        receiver.keep("To", extra);
    }
}

/// The key of the message this one answers.
fn take_reply(model: &Model<'_>, message: &mut Message, extra: &mut Extra) {
    for data in model.models("MessageExtraData") {
        let kind = data.kind();
        if kind.contains("Reply") || kind.contains("Quoted") {
            let own = data.peek("OriginalMessageID");
            let quoted = data.models_stated("InstantMessage");
            let nested = quoted.first().map_or("", |quoted| quoted.peek("Identifier"));
            let key = if own.is_empty() { nested } else { own };
            message.reply_to.set(if key.is_empty() { data.peek("ReferenceId") } else { key });
        }
        data.keep(&format!("MessageExtraData/{kind}"), extra);
    }
}

/// Names the first attachment; all of them are described in `extra`. Gives their number.
fn take_attachments(model: &Model<'_>, message: &mut Message, extra: &mut Extra) -> usize {
    let mut files = model.models("Attachments");
    if files.is_empty() {
        files = model.models("Attachment");
    }
    for file in &files {
        if message.attachment.is_empty() {
            message.attachment.set(&file.take_first(&["Filename", "Title"]));
        }
        extra.add("Attachments/file_id", file.attribute("file_id"));
        file.keep("Attachments", extra);
    }
    files.len()
}

/// Fills a message from the models of its own that older reports have: `SMS`, `MMS`, `Email`.
pub(super) fn fill_mail(
    model: &Model<'_>,
    filler: &mut Filler,
    message: &mut Message,
) -> Result<(), Fault> {
    message.clear();
    let mut extra = Extra::default();
    let kind = model.kind().to_lowercase();
    let platform = take_platform(model, &kind, &mut message.platform);
    let platform = if kind == "email" { kind } else { platform };
    filler.take_time(model, &["TimeStamp"], &mut message.sent, &mut extra)?;
    message.reference.set(&model.take_first(&["Identifier", "Id"]));
    let region = filler.region.as_deref();
    let sender = model.model("From");
    if !sender.is_absent() {
        party::take(&sender, &platform, region, &mut message.sender);
        sender.keep("From", &mut extra);
    }
    take_receivers(model, &platform, filler, message, &mut extra);
    take_parties(model, &platform, filler, message, &mut extra);
    take_folder(model, filler, message);
    let files = take_attachments(model, message, &mut extra);
    message.content.set(if files > 0 { "media" } else { "text" });
    take_body(model, message, &mut extra);
    finish(model, extra, &mut message.state, &mut message.extra);
    Ok(())
}

/// The parties of a short message, by the role each of them has.
fn take_parties(
    model: &Model<'_>,
    platform: &str,
    filler: &Filler,
    message: &mut Message,
    extra: &mut Extra,
) {
    let outgoing = is_outgoing(model);
    for party in model.models("Parties") {
        let to = match party.peek("Role") {
            "From" => false,
            "To" => true,
            _ => outgoing != Some(false),
        };
        let slot = if to { &mut message.receiver } else { &mut message.sender };
        if slot.is_absent() {
            party::take(&party, platform, filler.region.as_deref(), slot);
        }
        party.keep("Parties", extra);
    }
}

/// Whether the owner of the device sent it, where the folder or the direction says so.
fn is_outgoing(model: &Model<'_>) -> Option<bool> {
    let word = ["Direction", "Folder", "Type", "Status"]
        .iter()
        .map(|name| model.peek(name).to_lowercase())
        .find(|word| !word.is_empty())?;
    let has = |words: &[&str]| words.iter().any(|part| word.contains(part));
    if has(&["sent", "out", "draft"]) {
        Some(true)
    } else {
        has(&["inbox", "incoming", "received", "unread", "read"]).then_some(false)
    }
}

/// Puts the owner of the device on the side that the folder leaves open.
fn take_folder(model: &Model<'_>, filler: &Filler, message: &mut Message) {
    match is_outgoing(model) {
        Some(true) if message.sender.is_absent() => message.sender.clone_from(&filler.owner),
        Some(false) if message.receiver.is_absent() => message.receiver.clone_from(&filler.owner),
        _ => {}
    }
}
