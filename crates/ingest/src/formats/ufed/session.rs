//! Calls of a report.

use model::records::Session;
use model::{Party, Record as _, RejectKind};

use super::fill::{Filler, finish, take_platform};
use super::model::Model;
use super::party;
use super::times::{Fault, seconds};
use crate::formats::app_identity::identify;
use crate::formats::extra::Extra;

/// Which way a call went, seen from the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Outgoing,
    Incoming,
    NotStated,
}

impl Direction {
    fn of(model: &Model<'_>) -> Self {
        for name in ["Direction", "Type"] {
            match model.peek(name).to_lowercase().as_str() {
                "outgoing" => return Self::Outgoing,
                "incoming" | "missed" | "rejected" => return Self::Incoming,
                _ => {}
            }
        }
        Self::NotStated
    }
}

/// Fills a call.
pub(super) fn fill(
    model: &Model<'_>,
    filler: &mut Filler,
    session: &mut Session,
) -> Result<(), Fault> {
    session.clear();
    let mut extra = Extra::default();
    let platform = take_platform(model, "", &mut session.platform);
    filler.take_time(model, &["TimeStamp", "StartTime"], &mut session.start, &mut extra)?;
    let length = model.take("Duration");
    if !length.is_empty() {
        let fault = || (RejectKind::BadInteger, "Duration".to_owned(), length.to_string());
        let seconds = seconds(&length).ok_or_else(fault)?;
        session.duration_s = Some(seconds);
        if session.start.is_stated() {
            session.end.set_after(&session.start, seconds);
        }
    }
    take_parties(model, &platform, filler, session, &mut extra);
    let video = model.take("VideoCall");
    session.medium.set(match video.to_lowercase().as_str() {
        "true" => "video",
        "false" => "voice",
        _ => "",
    });
    let status = model.take_first(&["Status", "Type"]);
    session.status.set(match status.to_lowercase().as_str() {
        "answered" | "established" | "connected" => "answered",
        "missed" | "unanswered" | "not answered" => "missed",
        _ => &status,
    });
    session.reference.set(&model.take_first(&["Identifier", "Id"]));
    finish(model, extra, &mut session.state, &mut session.extra);
    Ok(())
}

fn take_parties(
    model: &Model<'_>,
    platform: &str,
    filler: &Filler,
    session: &mut Session,
    extra: &mut Extra,
) {
    let direction = Direction::of(model);
    let (mut members, mut owner) = (Vec::new(), Party::default());
    for one in model.models("Parties") {
        let called = match one.peek("Role") {
            "From" => false,
            "To" => true,
            // A party without a role is the other one, unless it is the owner of the device.
            _ => (direction == Direction::Outgoing) != party::is_owner(&one),
        };
        let slot = if called { &mut session.callee } else { &mut session.caller };
        if slot.is_absent() {
            party::take(&one, platform, filler.region.as_deref(), slot);
        } else {
            members.push(party::in_words(&one));
        }
        if party::is_owner(&one) {
            owner.clone_from(if called { &session.callee } else { &session.caller });
        }
        one.keep("Parties", extra);
    }
    if owner.is_absent() {
        owner.clone_from(&filler.owner);
        let account = model.peek("Account");
        if owner.is_absent() && !account.is_empty() {
            identify(account, platform, filler.region.as_deref(), &mut owner);
        }
    }
    match direction {
        Direction::Outgoing if session.caller.is_absent() => session.caller.clone_from(&owner),
        Direction::Incoming if session.callee.is_absent() => session.callee.clone_from(&owner),
        _ => {}
    }
    session.members.set(&members.join("; "));
}
