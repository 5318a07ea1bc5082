//! What a message of Telegram tells, whichever of its programs stored it, and how that is recorded.
//!
//! The programs for Android and for Apple's systems store the same facts in encodings of their own; each
//! is read by its own file into `Told`, which this one writes into a message or, for a call, a session.

use model::Party;

use super::way::{Way, file_name, put_session, titled};
use crate::formats::extra::Extra;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::writer::{Filled, Writer};

/// A user, group or channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer {
    /// `user`, `chat` or `channel`, as in the exports of Telegram Desktop.
    pub(super) kind: &'static str,
    pub(super) id: i64,
}

impl Peer {
    pub(super) fn user(id: i64) -> Self {
        Self { kind: "user", id }
    }

    fn is_user(self) -> bool {
        self.kind == "user"
    }
}

impl std::fmt::Display for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.kind, self.id)
    }
}

/// What the database says of a peer.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The word before its number in an account.
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) handle: String,
    pub(super) phone: String,
}

/// Everyone the database names: users by their number, groups and channels below 0.
#[derive(Default)]
pub(super) struct Peers {
    known: Known<Named>,
}

impl Peers {
    fn key(peer: Peer) -> i64 {
        match peer.kind {
            "user" => peer.id,
            "channel" => !peer.id.saturating_mul(2).saturating_add(1),
            _ => !peer.id.saturating_mul(2),
        }
    }

    pub(super) fn insert(&mut self, id: i64, named: Named) {
        let bytes = named.name.len() + named.handle.len() + named.phone.len();
        self.known.insert(Self::key(Peer { kind: named.kind, id }), named, bytes);
    }

    /// A group or channel by its number, where the database names one of them.
    pub(super) fn group(&self, id: i64) -> Option<Peer> {
        let both = ["channel", "chat"].map(|kind| Peer { kind, id });
        both.into_iter().find(|peer| self.known.get(Some(Self::key(*peer))).is_some())
    }

    /// Whether not all found room.
    pub(super) fn is_full(&self) -> bool {
        self.known.is_full()
    }

    pub(super) fn name(&self, peer: Peer) -> &str {
        self.known.get(Some(Self::key(peer))).map_or("", |named| &named.name)
    }

    pub(super) fn put(&self, peer: Peer, people: &mut People, party: &mut Party) {
        People::account("telegram", &peer.to_string(), party);
        if let Some(named) = self.known.get(Some(Self::key(peer))) {
            party.name.set(&named.name);
            party.handle.set(&named.handle);
            put_phone(&named.phone, people, party);
        }
    }
}

/// Telegram states telephone numbers in international form, without a plus.
pub(super) fn put_phone(digits: &str, people: &mut People, party: &mut Party) {
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        people.phone(&format!("+{digits}"), party);
    } else {
        people.phone(digits, party);
    }
}

/// A call.
#[derive(Debug, Default)]
pub(super) struct Call {
    pub(super) is_video: bool,
    pub(super) seconds: Option<i64>,
    /// Why it ended, in Telegram's word: `missed`, `busy`, `hangup`, `disconnect`.
    pub(super) reason: String,
}

/// What a message tells of itself.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) text: String,
    pub(super) author: Option<Peer>,
    pub(super) reply_to: String,
    /// `media`, or another word for what it carries; empty for text alone.
    pub(super) content: String,
    pub(super) file: String,
    /// What happened, where it is no message that someone wrote.
    pub(super) action: String,
    pub(super) call: Option<Call>,
    /// What no field takes: name and text.
    pub(super) facts: Vec<(String, String)>,
}

/// Facts kept of one message.
const FACTS_MAX: usize = 64;

impl Told {
    /// Keeps a fact; an empty one says nothing.
    pub(super) fn fact(&mut self, name: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() && self.facts.len() < FACTS_MAX {
            self.facts.push((name.to_owned(), text));
        }
    }

    /// Keeps a number, where it is stated.
    pub(super) fn number(&mut self, name: &str, number: Option<i64>) {
        self.fact(name, number.map(|number| number.to_string()).unwrap_or_default());
    }

    /// Keeps a time in seconds since 1970.
    pub(super) fn time(&mut self, name: &str, seconds: Option<i64>) {
        let at = seconds.filter(|seconds| *seconds > 0);
        let at = at.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        self.fact(name, at.map(|at| at.to_string()).unwrap_or_default());
    }

    fn keep_facts(&mut self, extra: &mut Extra) {
        extra.add("action", &self.action);
        for (name, text) in self.facts.drain(..) {
            extra.add(&name, &text);
        }
    }
}

/// Where a message stands: in which conversation, and which way it went.
pub(super) struct Standing {
    /// The user, group or channel it was written to or came from.
    pub(super) dialog: Option<Peer>,
    /// The key of the conversation.
    pub(super) key: String,
    pub(super) way: Way,
}

impl Standing {
    /// The conversation in words.
    pub(super) fn title(&self, peers: &Peers) -> String {
        titled(self.dialog.map_or("", |dialog| peers.name(dialog)), &self.key)
    }

    /// Who wrote, and who received in a conversation of two.
    fn parties(&self, author: Option<Peer>, peers: &Peers, people: &mut People) -> (Party, Party) {
        let mut of = |peer: Option<Peer>| {
            let mut party = Party::default();
            if let Some(peer) = peer {
                peers.put(peer, people, &mut party);
            }
            party
        };
        let pair = self.dialog.filter(|dialog| dialog.is_user());
        let other = of(pair);
        // A channel may write in a group, and its posts name no other author.
        let silent = self.dialog.filter(|dialog| dialog.kind == "channel");
        let author = of(author.or(pair).or(silent));
        match self.way {
            // An owner who writes in the name of a channel is not the sender that others see.
            Way::Out => {
                let is_own = people.owner.is_absent() || author.account.contains(":channel");
                let is_own = is_own && author.account != other.account;
                (if is_own { author } else { people.owner.clone() }, other)
            }
            Way::In | Way::Unknown => {
                let receiver = if pair.is_some() { people.owner.clone() } else { Party::default() };
                (author, receiver)
            }
        }
    }
}

/// Writes a message, whose key and time are set, or turns it into a session where it tells of a call.
pub(super) fn put(
    mut told: Told,
    standing: &Standing,
    peers: &Peers,
    writer: &mut Writer,
) -> Filled {
    let (sender, receiver) = standing.parties(told.author, peers, &mut writer.people);
    let title = standing.title(peers);
    if let Some(call) = told.call.take() {
        return put_call(&call, told, (sender, receiver), &title, writer);
    }
    let Writer { message, extra, .. } = writer;
    message.platform.set("telegram");
    message.conversation.set(&title);
    (message.sender, message.receiver) = (sender, receiver);
    message.body.set(&told.text);
    message.reply_to.set(&told.reply_to);
    message.attachment.set(file_name(&told.file));
    message.content.set(match (told.action.is_empty(), &*told.content) {
        (false, _) => "system",
        (true, "") => "text",
        (true, content) => content,
    });
    told.keep_facts(extra);
    Filled::Message
}

fn put_call(
    call: &Call,
    mut told: Told,
    (caller, callee): (Party, Party),
    title: &str,
    writer: &mut Writer,
) -> Filled {
    let Writer { message, session, extra, .. } = writer;
    session.platform.set("telegram");
    session.medium.set(if call.is_video { "video" } else { "voice" });
    session.reference = std::mem::take(&mut message.reference);
    let at = std::mem::take(&mut message.sent);
    message.state.clear();
    let seconds = call.seconds.filter(|seconds| *seconds >= 0);
    // Nothing is stated of the length of a call that did not come about.
    session.duration_s = seconds.or((!call.reason.is_empty()).then_some(0));
    session.status.set(if seconds.unwrap_or(0) > 0 { "answered" } else { &call.reason });
    // The time of the entry is that of a beginning or of an end: the source does not say which.
    let length_us = seconds.unwrap_or(0).min(7 * 86_400) * 1_000_000;
    session.start.clone_from(&at);
    session.end.clone_from(&at);
    session.start.earliest_us = at.earliest_us.saturating_sub(length_us);
    session.end.latest_us = at.latest_us.saturating_add(length_us);
    put_session(session, caller, Way::Out, callee);
    extra.add("conversation", title);
    extra.add("discard_reason", &call.reason);
    told.keep_facts(extra);
    Filled::Session
}
