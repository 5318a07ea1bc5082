//! The report itself, where the incident took place, and what the centre looked up.

#![expect(clippy::unnecessary_wraps, reason = "the rows of a layout are filled by one type")]

use model::RejectKind;
use model::records::Activity;
use model::time::TimeFormat;

use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Out, Row};

/// The number of the report, wherever it stands.
pub(super) fn number(context: &Context) -> String {
    ["reportId", "report/reportId", "fileDetails/reportId"]
        .into_iter()
        .map(|path| context.fact_text(&[], path))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The platform the report is about: where it says so, else who reports.
pub(super) fn platform(context: &Context) -> String {
    [
        "reportedInformation/reportingEsp/espName",
        "report/incidentSummary/platform",
        "incidentSummary/platform",
        "reportedInformation/incidentSummary/platform",
    ]
    .into_iter()
    .map(|path| context.fact_text(&[], path))
    .find(|text| !text.is_empty())
    .unwrap_or_else(|| "esp".to_owned())
}

/// Facts on the report that stand outside its summary.
const BESIDE: [&str; 10] = [
    "informational",
    "dateReceived",
    "dateMadeAvailable",
    "additionalNcmecInformation",
    "lawEnforcementContactInformation",
    "additionalInfo",
    "report/additionalInfo",
    "report/batchedReport",
    "reportedInformation/additionalInformations",
    "reportedInformation/reportingEsp/espName",
];

/// Where the numbers of earlier reports stand.
const PRIOR: [&str; 4] = [
    "reportedInformation/reportedPeople/*/priorCybertipReports",
    "reportedInformation/reportedPeople/*/*/priorCybertipReports",
    "report/personOrUserReported/priorCTReports",
    "personOrUserReported/priorCTReports",
];

/// The report: type and time are all that it must state.
pub(super) fn incident(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(&platform(context));
    activity.action.set("report");
    activity.reference.set(&number(context));
    activity.target.set(&row.text("platform"));
    let mut extra = Extra::default();
    let kind = row.text("incidentType");
    if kind.is_empty() {
        return Err((RejectKind::MissingField, "incidentType", String::new()));
    }
    extra.add("incidentType", &kind);
    context.time(row, "incidentDateTime", TimeFormat::Calendar, &mut activity.at)?;
    if !activity.at.is_stated()
        && row.peek("incidentDateRange").is_none_or(serde_json::Value::is_null)
    {
        return Err((RejectKind::MissingField, "incidentDateTime", String::new()));
    }
    for path in BESIDE {
        if let Some(value) = context.fact(&[], path) {
            extra.add_value(path.rsplit('/').next().unwrap_or(path), value.clone());
        }
    }
    let prior: Vec<_> = PRIOR.iter().flat_map(|path| context.facts_at(path).cloned()).collect();
    let prior: Vec<_> = prior.into_iter().filter(|value| !value.is_null()).collect();
    if !prior.is_empty() {
        extra.add_value("priorReports", serde_json::Value::Array(prior));
    }
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// Where in the net the incident took place: a page, a chat, a game.
pub(super) fn detail(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    context.inner.clear();
    let mut activity = Activity::default();
    activity.platform.set(&platform(context));
    activity.reference.set(&number(context));
    // The interface names the kind inside, law enforcement's JSON in the path.
    let inside = [
        "webPageIncident",
        "emailIncident",
        "newsgroupIncident",
        "chatImIncident",
        "onlineGamingIncident",
        "cellPhoneIncident",
        "nonInternetIncident",
        "peer2peerIncident",
    ]
    .into_iter()
    .find(|kind| row.peek(kind).is_some());
    let last = row.key(row.keys().len().saturating_sub(1));
    activity.action.set(inside.unwrap_or(last));
    let target = row.first(&[
        "webPageIncident/url",
        "chatImIncident/chatClient",
        "onlineGamingIncident/gameName",
        "peer2peerIncident/client",
        "newsgroupIncident/name",
        "url",
        "chatServiceOrClient",
    ]);
    activity.target.set(&target);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// The agency the reporter says it told.
pub(super) fn law_enforcement(
    context: &mut Context,
    row: &Row<'_>,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(&platform(context));
    activity.action.set("lawEnforcement");
    activity.reference.set(&number(context));
    activity.object.name.set(&row.text("agencyName"));
    activity.target.set(&row.text("caseNumber"));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// A look-up of an address by the centre; it tells of the address, not of a person.
pub(super) fn look_up(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set("cybertip");
    activity.action.set(row.key(row.keys().len().saturating_sub(1)));
    activity.reference.set(&number(context));
    let mut extra = Extra::default();
    if activity.action.contains("childVictim") {
        let names = row.names().into_iter().map(serde_json::Value::String).collect();
        extra.add_value("withheld", serde_json::Value::Array(names));
        extra.write(&mut activity.extra);
        out.push(Box::new(activity));
        return Ok(());
    }
    activity.target.set(&row.text("ipAddress"));
    activity.description.set(&row.joined(&["city", "region", "country", "esp"]));
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}
