//! Everything a report tells of the device that is no message, call, contact, account or place.
//!
//! Each model becomes an activity under its own name; the best known ones have a word of the house.

use model::Record as _;
use model::records::Activity;

use super::fill::{Filler, finish, take_platform};
use super::model::Model;
use super::party;
use super::times::Fault;
use crate::formats::app_identity::identify;
use crate::formats::extra::Extra;

/// Fields in which models say when something happened, the most exact first.
const TIMES: &[&str] = &[
    "TimeStamp",
    "Timestamp",
    "StartTime",
    "LastVisited",
    "LastAccessTime",
    "LastUsedDate",
    "InstallDate",
    "PurchaseDate",
    "LastLaunched",
    "LastLaunch",
    "StartDate",
    "Creation",
    "CreationTime",
    "DateCreated",
    "DateUploaded",
    "DateSent",
    "TimeLastLoggedIn",
    "ActivationTime",
    "DateLastUpdated",
    "LastConnection",
    "LastAutoConnection",
    "Date",
];

/// Fields in which models say until when.
const ENDS: &[&str] = &["EndTime", "EndDate", "Expiry", "ExpirationTime"];

/// Fields in which models name the page, file or program they concern.
const TARGETS: &[&str] = &[
    "Url",
    "URL",
    "TargetPath",
    "Identifier",
    "SSId",
    "BSSId",
    "DeviceName",
    "Domain",
    "Path",
    "Server",
    "EventType",
    "Element",
    "NotificationId",
    "AccountID",
    "Key",
];

/// Fields in which models tell what it was.
const DESCRIPTIONS: &[&str] =
    &["Body", "Title", "Value", "Subject", "Name", "Event", "Description", "Summary", "Label"];

/// The house's word for a model; others keep their own name.
fn action_of(kind: &str) -> String {
    let word = match kind {
        "InstalledApplication" => "installed",
        "VisitedPage" => "visit",
        "SearchedItem" => "search",
        "WebBookmark" => "bookmark",
        "Notification" => "notification",
        "PoweringEvent" => "power",
        "FileDownload" => "download",
        "FileUpload" => "upload",
        "CalendarEntry" => "appointment",
        "ApplicationUsage" | "AppsUsageLog" => "application used",
        "Chat" => "chat",
        other => return other.to_owned(),
    };
    word.to_owned()
}

/// Fills an activity.
pub(super) fn fill(
    model: &Model<'_>,
    filler: &mut Filler,
    activity: &mut Activity,
) -> Result<(), Fault> {
    activity.clear();
    let mut extra = Extra::default();
    let kind = model.kind();
    let platform = take_platform(model, "", &mut activity.platform);
    activity.action.set(&action_of(kind));
    filler.take_time(model, TIMES, &mut activity.at, &mut extra)?;
    let ends: &[&str] = if kind == "Chat" { &["LastActivity"] } else { ENDS };
    filler.take_time(model, ends, &mut activity.until, &mut extra)?;
    let region = filler.region.as_deref();
    identify(&model.take("Account"), &platform, region, &mut activity.subject);
    for name in ["Author", "From", "Owner"] {
        let other = model.model(name);
        if activity.object.is_absent() && !other.is_absent() {
            party::take(&other, &platform, region, &mut activity.object);
        }
        other.keep(name, &mut extra);
    }
    take_participants(model, &mut extra);
    if activity.subject.is_absent() {
        activity.subject.clone_from(&filler.owner);
    }
    activity.reference.set(&model.take("Id"));
    activity.target.set(&model.take_first(TARGETS));
    activity.description.set(&model.take_first(DESCRIPTIONS));
    finish(model, extra, &mut activity.state, &mut activity.extra);
    Ok(())
}

/// Names whoever takes part, in one line, and which of them the report says owns the device.
fn take_participants(model: &Model<'_>, extra: &mut Extra) {
    let participants = model.models("Participants");
    let words: Vec<String> = participants.iter().map(party::in_words).collect();
    extra.add("participants", &words.join("; "));
    for one in &participants {
        if party::is_owner(one) {
            extra.add("phone_owner", &party::in_words(one));
        }
        for name in ["Name", "Identifier", "Role", "IsPhoneOwner"] {
            one.take(name);
        }
        one.keep("Participants", extra);
    }
}

/// A section on the case or the extraction, as one activity with all its items.
pub(super) fn fill_section(name: &str, items: &[(String, String)], activity: &mut Activity) {
    activity.clear();
    activity.action.set(&name.to_lowercase());
    let mut extra = Extra::default();
    for (name, text) in items {
        extra.add(name, text);
    }
    extra.write(&mut activity.extra);
}
