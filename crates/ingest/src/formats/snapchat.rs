//! Snapchat: the data of an account as its holder downloads it ("My Data", JSON).
//!
//! Saved chats and snaps become messages, sign-ins logins, friends contacts, places positions, the
//! basic data an account, every other dated entry an activity.
//!
//! - **Versions:** chats by direction (`Received Saved Chat History`, until 2022) and by
//!   conversation (since); `snap_history`, `friends`, `account`, `account_history`,
//!   `location_history`.
//! - **Recognised by:** lists whose items have `Created` beside `From` or `To` and `Media Type`;
//!   `Basic Information` or `Login History`; `Friends` with `Username`; lists with `Time` beside
//!   `Latitude, Longitude`; account history by its lists with `Date`.
//! - **Specification:** "What data is in My Data" (Snap support); keys as RLEAPP reads them
//!   (`snapChathistory`, `snapAccountinfo`, `snapFriendsjson`, `snapchatAccounthist`).
//! - **Times** are stated in UTC (`2026-01-10 08:00:00 UTC`). `Created(microseconds)` holds
//!   milliseconds in spite of its name and agrees with `Created`; it stays in `extra`.
//! - **Degrees** carry their uncertainty (`45.46 ± 20 meters`), which becomes the accuracy.
//! - **Known limits:** no file made by others was at hand; structure and keys are those that public
//!   readers name. the returns to authorities are tables and are read by mappings. People are
//!   named by user name only. Lists of plain texts are told of, not read.

use model::RejectKind;
use model::records::{Account, Activity, Contact, Login, Message, Position};
use model::time::TimeFormat;

use super::extra::Extra;
use super::outline::{
    Context, Fault, Layout, Out, Prologue, Row, Section, number_e7, point_e7, set_email, text_of,
};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Keys that are known and have no field of their own.
const KNOWN: &[&str] = &[
    "Media Type",
    "Created(microseconds)",
    "IsSaved",
    "IsSender",
    "Conversation Title",
    "Media IDs",
    "Country",
    "Status",
    "Source",
    "Last Modified Timestamp",
    "Make",
    "Model",
    "Model ID",
    "Model Name",
    "Device Type",
    "Language",
    "OS Type",
    "OS Version",
    "Connection Type",
    "User Agent",
    "Carrier",
    "Registration IP",
    "City",
    "Region",
    "Last Active",
    "Display Name",
    "Email Address",
    "Mobile Number",
];

static SECTIONS: [Section; 16] = [
    Section { path: "Basic Information", known: KNOWN, fill: account },
    Section { path: "Device Information", known: KNOWN, fill: entry },
    Section { path: "Login History/#", known: KNOWN, fill: login },
    Section { path: "Friends/#", known: KNOWN, fill: friend },
    Section { path: "Friend Requests Sent/#", known: KNOWN, fill: friend },
    Section { path: "Blocked Users/#", known: KNOWN, fill: friend },
    Section { path: "Deleted Friends/#", known: KNOWN, fill: friend },
    Section { path: "Hidden Friend Suggestions/#", known: KNOWN, fill: friend },
    Section { path: "Ignored Snapchatters/#", known: KNOWN, fill: friend },
    Section { path: "Pending Requests/#", known: KNOWN, fill: friend },
    Section { path: "Shortcuts/#", known: KNOWN, fill: entry },
    Section { path: "Frequent Locations/#", known: KNOWN, fill: place },
    Section { path: "Latest Location/#", known: KNOWN, fill: place },
    Section { path: "Home & Work", known: KNOWN, fill: place },
    Section { path: "Location History/#", known: KNOWN, fill: place },
    Section { path: "*/#", known: KNOWN, fill: other },
];

static LAYOUT: Layout = Layout {
    signs: &[
        &["*/*/From", "*/*/Created", "*/*/Media Type"],
        &["*/*/To", "*/*/Created", "*/*/Media Type"],
        &["Basic Information/Username", "Basic Information/Creation Date"],
        &["Login History/*/IP", "Login History/*/Created"],
        &["Friends/*/Username", "Friends/*/Creation Timestamp"],
        &["*/*/Time", "*/*/Latitude, Longitude"],
        &["Saved Media/*/Date", "Saved Media/*/Download Link"],
        &["Frequent Locations", "Latest Location"],
        &["Display Name Change", "Download My Data Reports"],
    ],
    facts: &["Basic Information"],
    sections: &[&SECTIONS],
    prologue: Prologue::None,
    operator_zone: Some("UTC"),
    settle: |context| {
        let name = context.fact(&[], "Basic Information").and_then(|b| b.get("Username"));
        if let Some(name) = name.map(|name| text_of(name).into_owned()) {
            context.owner.handle.set(&name);
        }
    },
};

/// Downloads of Snapchat accounts; see the module.
#[derive(Debug)]
pub struct Snapchat;

impl SourceFormat for Snapchat {
    fn code(&self) -> &'static str {
        "snapchat"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        LAYOUT.recognise(head)
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        LAYOUT.read("snapchat", source, sink)
    }
}

/// An item of a list that has no section: a message by its keys, a place, else an entry.
fn other(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let has = |key: &str| row.peek(key).is_some();
    if (has("From") || has("To")) && has("Created") {
        message(context, row, out)
    } else if has("Download Link") {
        memory(context, row, out)
    } else if has("Latitude, Longitude") {
        place(context, row, out)
    } else {
        entry(context, row, out)
    }
}

fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.conversation.set(row.key(0));
    context.time(row, "Created", TimeFormat::Calendar, &mut message.sent)?;
    let (from, to) = (row.text("From"), row.text("To"));
    message.sender.handle.set(&from);
    message.receiver.handle.set(&to);
    let by_owner = row.peek("IsSender").is_some_and(|flag| flag == &serde_json::Value::Bool(true));
    if from.is_empty() {
        message.sender.clone_from(&context.owner);
    } else if to.is_empty() && row.peek("IsSender").is_none() {
        // Exports by direction name only the other person.
        message.receiver.clone_from(&context.owner);
    } else if to.is_empty() && row.text("Conversation Title").is_empty() {
        // A conversation without a title is of two and stands under the other one's name.
        if by_owner {
            message.receiver.handle.set(row.key(0));
        } else {
            message.receiver.clone_from(&context.owner);
        }
    }
    let kind = row.text("Media Type");
    message.content.set(match &*kind {
        "TEXT" => "text",
        "MEDIA" | "IMAGE" | "VIDEO" => "media",
        other => other,
    });
    message.body.set(&row.first(&["Content", "Text"]));
    message.attachment.set(&row.text("Media IDs"));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

fn account(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set(context.platform);
    account.holder.handle.set(&row.text("Username"));
    account.holder.name.set(&row.text("Name"));
    set_email(&mut account.holder, &row.first(&["Email", "Email Address"]));
    let phone = row.first(&["PhoneNumber", "Phone Number"]);
    if !phone.is_empty() {
        context.set_phone(&mut account.holder, &phone);
    }
    account.holder.birth_date.set(&row.first(&["Date of Birth", "Birthday"]));
    context.time(row, "Creation Date", TimeFormat::Calendar, &mut account.opened)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

fn login(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut login = Login::default();
    login.platform.set(context.platform);
    login.account.clone_from(&context.owner);
    login.address.set(&row.text("IP"));
    login.device.set(&row.text("Device"));
    login.action.set("login");
    context.time(row, "Created", TimeFormat::Calendar, &mut login.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut login.extra);
    out.push(Box::new(login));
    Ok(())
}

fn friend(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut contact = Contact::default();
    contact.platform.set(context.platform);
    contact.owner.clone_from(&context.owner);
    contact.contact.handle.set(&row.text("Username"));
    contact.contact.name.set(&row.text("Display Name"));
    context.time(row, "Creation Timestamp", TimeFormat::Calendar, &mut contact.added)?;
    if row.key(0).starts_with("Deleted") {
        contact.state.set("deleted");
    }
    let mut extra = Extra::default();
    extra.add("list", row.key(0));
    row.rest(context, &mut extra);
    extra.write(&mut contact.extra);
    out.push(Box::new(contact));
    Ok(())
}

/// A memory: a picture kept, with its link, and where it was made.
fn memory(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set("memory");
    activity.target.set(&row.text("Download Link"));
    context.time(row, "Date", TimeFormat::Calendar, &mut activity.at)?;
    let text = row.text("Location");
    let point = text.rsplit(':').next().and_then(point_e7).filter(|point| *point != (0, 0));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    let (at, subject) = (activity.at.clone(), activity.subject.clone());
    out.push(Box::new(activity));
    if let Some((latitude, longitude)) = point {
        let mut position = Position { at, subject, ..Position::default() };
        (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
        position.platform.set(context.platform);
        position.method.set("memory");
        out.push(Box::new(position));
    }
    Ok(())
}

/// A number with its uncertainty: `45.46 ± 20.5 meters`.
fn with_radius(text: &str) -> Option<(i64, Option<i64>)> {
    let (degrees, rest) = text.split_once('±').unwrap_or((text, ""));
    let metres = rest.trim().split([' ', '.']).next().and_then(|metres| metres.parse().ok());
    Some((number_e7(degrees)?, metres))
}

fn place(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut position = Position::default();
    position.platform.set(context.platform);
    position.subject.clone_from(&context.owner);
    position.method.set(row.key(0));
    context.time(row, "Time", TimeFormat::Calendar, &mut position.at)?;
    let text = row.text("Latitude, Longitude");
    if !text.is_empty() {
        let fault = || (RejectKind::UnknownValue, "Latitude, Longitude", text.clone().into_owned());
        let (latitude, longitude) = text.split_once(',').ok_or_else(fault)?;
        let (latitude, metres) = with_radius(latitude).ok_or_else(fault)?;
        let (longitude, other) = with_radius(longitude).ok_or_else(fault)?;
        (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
        position.accuracy_m = metres.max(other);
    }
    position.place.set(&row.joined(&["City", "Region", "Country"]));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}

/// Any other entry, such as a changed name.
fn entry(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(row.key(0));
    let at = row.first(&["Date", "Start Time", "Created", "Time", "Timestamp"]);
    context.stamp(&at, "Date", TimeFormat::Calendar, &mut activity.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_carry_their_uncertainty() {
        assert_eq!(with_radius("45.46 ± 20.5 meters"), Some((454_600_000, Some(20))));
        assert_eq!(with_radius(" 9.19"), Some((91_900_000, None)));
        assert_eq!(with_radius("none"), None);
    }
}
