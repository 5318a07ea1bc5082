//! Which way a message or call went, and who stands on which side of it.

use model::Party;
use model::records::{Message, Session};

/// Which way a message or call went, seen from the owner of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To the owner.
    In,
    /// From the owner.
    Out,
    /// The database does not say.
    Unknown,
}

impl Way {
    /// From a column that is 1 for what the owner sent.
    pub(super) fn from_me(flag: Option<i64>) -> Self {
        match flag {
            Some(0) => Self::In,
            Some(1) => Self::Out,
            _ => Self::Unknown,
        }
    }
}

/// Puts sender and receiver. `peer` is the other side of a conversation of two, absent for a group;
/// `author` is the member of a group who wrote.
pub(super) fn put_message(
    message: &mut Message,
    owner: &Party,
    way: Way,
    peer: Option<Party>,
    author: Option<Party>,
) {
    match way {
        Way::Out => {
            message.sender.clone_from(owner);
            message.receiver = peer.unwrap_or_default();
        }
        Way::In | Way::Unknown => {
            if peer.is_some() {
                message.receiver.clone_from(owner);
            }
            message.sender = author.or(peer).unwrap_or_default();
        }
    }
}

/// Puts caller and callee; where the way is not stated the other side stands first.
pub(super) fn put_session(session: &mut Session, owner: Party, way: Way, other: Party) {
    (session.caller, session.callee) = match way {
        Way::Out => (owner, other),
        Way::In | Way::Unknown => (other, owner),
    };
}

/// Sets the end of a call from its start and its length in millionths of a second.
pub(super) fn put_end(session: &mut Session, length_us: i64) {
    if session.start.is_stated() {
        session.end.clone_from(&session.start);
        session.end.earliest_us = session.end.earliest_us.saturating_add(length_us);
        session.end.latest_us = session.end.latest_us.saturating_add(length_us);
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A name and a key as one text, without what is empty or said twice.
pub(super) fn titled(name: &str, key: &str) -> String {
    match (name.is_empty(), key.is_empty() || name == key) {
        (false, false) => format!("{name} · {key}"),
        (true, _) => key.to_owned(),
        (false, true) => name.to_owned(),
    }
}

/// Members of a group named beside each of its messages.
const MEMBERS_BESIDE_MAX: usize = 8;

/// The members of a group in one line.
pub(super) fn members_in_words(members: &[String]) -> String {
    let shown = members.get(..MEMBERS_BESIDE_MAX).unwrap_or(members).join("; ");
    let more = members.len().saturating_sub(MEMBERS_BESIDE_MAX);
    if more > 0 { format!("{shown}; and {more} more") } else { shown }
}
