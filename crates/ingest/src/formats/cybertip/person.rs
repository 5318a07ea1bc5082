//! People and users a report names: their accounts, the addresses and devices they were seen with.

#![expect(clippy::unnecessary_wraps, reason = "the rows of a layout are filled by one type")]

use model::records::{Account, Activity, Login, PartyMention, Position};
use model::time::TimeFormat;
use model::{Party, say};
use serde_json::Value;

use super::report::{number, platform};
use crate::formats::extra::Extra;
use crate::formats::outline::{
    Context, Fault, Out, Row, list, set_account, set_email, text_of, whole,
};

/// Elements that hold the person behind a user.
const INNER: [&str; 4] =
    ["personOrUserReportedPerson", "intendedRecipientPerson", "reportingPerson", "contactPerson"];

/// The text of a value that may stand alone, with attributes, or as `value`.
fn plain(value: &Value) -> String {
    let inner = value.get("value").or_else(|| value.get("#text")).unwrap_or(value);
    text_of(inner).into_owned()
}

/// Every text at a path: one, a list, or a list inside an object of the same name.
fn texts(row: &Row<'_>, path: &str) -> Vec<String> {
    let Some(found) = row.peek(path) else { return Vec::new() };
    let name = path.rsplit('/').next().unwrap_or(path);
    let inner = found.get(name).unwrap_or(found);
    let texts: Vec<String> =
        list(Some(inner)).iter().map(plain).filter(|text| !text.is_empty()).collect();
    // What carries more than its text stays in `extra` beside the field.
    if list(Some(inner)).iter().all(|value| !value.is_object()) && texts.len() == 1 {
        row.value(path);
    }
    texts
}

fn first_text(row: &Row<'_>, paths: &[&str]) -> String {
    paths.iter().find_map(|path| texts(row, path).into_iter().next()).unwrap_or_default()
}

/// The platform of a person's account.
fn service(context: &Context, row: &Row<'_>) -> String {
    let stated = row.peek("espService").map_or_else(String::new, |value| text_of(value).into());
    if stated.is_empty() { platform(context) } else { stated }
}

/// Fills what a row states of a person or user.
fn fill_party(context: &Context, row: &Row<'_>, party: &mut Party) {
    let under = INNER.iter().find(|name| row.peek(name).is_some());
    let at = |key: &str| under.map_or_else(|| key.to_owned(), |name| format!("{name}/{key}"));
    let mut name = String::new();
    for key in ["firstName", "middleName", "lastName"] {
        let part = row.text(&at(key));
        if !part.is_empty() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&part);
        }
    }
    if name.is_empty() {
        name = first_text(row, &["displayName", "displayNames", "espName"]);
    }
    party.name.set(&name);
    let user = row.first(&["espUserId", "espIdentifier"]);
    set_account(party, &service(context, row), &user);
    party.handle.set(&first_text(row, &["screenName", "screenNames"]));
    let phone = first_text(row, &[&at("phone"), &at("phones"), "phone", "phones"]);
    if !phone.is_empty() {
        context.set_phone(party, &phone);
    }
    set_email(party, &first_text(row, &[&at("email"), &at("emails"), "email", "emails"]));
    party.birth_date.set(&row.text(&at("dateOfBirth")));
    let lines = [at("address"), at("addresses")];
    let found = lines.iter().find_map(|path| row.peek(path));
    let inner = found.and_then(|value| value.get("addresses")).or(found);
    if let Some(address) = list(inner).first() {
        let keys = ["address", "city", "zipCode", "state", "nonUsaState", "country"];
        let words: Vec<_> = keys.iter().filter_map(|key| address.get(key)).map(text_of).collect();
        let words: Vec<_> = words.iter().filter(|word| !word.is_empty()).cloned().collect();
        party.address.set(&words.join(", "));
    }
}

/// Captures and locations give rows of their own.
fn pass_inner(row: &Row<'_>) {
    for key in [
        "ipCaptureEvent",
        "deviceId",
        "estimatedLocation",
        "sourceInformation",
        "espEstimatedLocations",
    ] {
        row.value(key);
    }
}

/// The role, as the report words it, else as it names the part.
fn role(row: &Row<'_>, step: usize) -> String {
    let stated = row.text("associationsEntityType");
    if stated.is_empty() { row.key(step).to_owned() } else { stated.into_owned() }
}

/// A reported person or user, or somebody something was meant for: a mention and an account.
pub(super) fn person(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut mention = PartyMention::default();
    fill_party(context, row, &mut mention.party);
    let last = row.keys().len().saturating_sub(1);
    mention.role.set(&role(row, last));
    pass_inner(row);
    context.inner.clear();
    context.inner.account.clone_from(&mention.party.account);
    context.inner.handle.clone_from(&mention.party.handle);
    let account = account_of(context, row, &mention.party);
    let mut extra = Extra::default();
    extra.add("report", &number(context));
    row.rest(context, &mut extra);
    extra.write(&mut mention.extra);
    out.push(Box::new(mention));
    if let Some(account) = account {
        out.push(Box::new(account));
    }
    Ok(())
}

fn account_of(context: &Context, row: &Row<'_>, party: &Party) -> Option<Account> {
    if party.account.is_empty() && party.handle.is_empty() {
        return None;
    }
    let mut account = Account::default();
    account.platform.set(&service(context, row));
    account.holder.clone_from(party);
    let is_set = |key: &str| {
        let value = row.peek(key).map(|value| value.get("#text").unwrap_or(value));
        value.is_some_and(|value| value == &Value::Bool(true) || value == "true")
    };
    if is_set("accountPermanentlyDisabled") || is_set("accountTemporarilyDisabled") {
        account.status.set("blocked");
    }
    Some(account)
}

/// Who reports.
pub(super) fn reporter(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut mention = PartyMention::default();
    fill_party(context, row, &mut mention.party);
    mention.role.set(&role(row, row.keys().len().saturating_sub(1)));
    let mut extra = Extra::default();
    extra.add("report", &number(context));
    row.rest(context, &mut extra);
    extra.write(&mut mention.extra);
    out.push(Box::new(mention));
    Ok(())
}

/// A victim: a pseudonym, and the names of the fields that stay in the exhibit.
pub(super) fn victim(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut mention = PartyMention::default();
    let report = number(context);
    let number = context.next("victim");
    mention.party.account.set_fmt(format_args!("cybertip:{report}/victim-{number}"));
    mention.role.set("victim");
    let mut extra = Extra::default();
    extra.add("report", &report);
    let names: Vec<Value> = row.names().into_iter().map(Value::String).collect();
    extra.add_value("withheld", Value::Array(names));
    extra.write(&mut mention.extra);
    out.push(Box::new(mention));
    context.remark(say::victims_pseudonym());
    Ok(())
}

/// An address or a device that was captured with an event.
pub(super) fn capture(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let kind = row.text("captureType").to_lowercase();
    let mut extra = Extra::default();
    extra.add("report", &number(context));
    let (address, device) = (row.text("ipAddress"), row.text("idValue"));
    let value = row.text("value");
    if device.is_empty() && !kind.contains("device") {
        let mut login = Login::default();
        login.platform.set(&platform(context));
        login.account.clone_from(&context.inner);
        login.address.set(if address.is_empty() { &value } else { &address });
        login.action.set(&row.text("eventName"));
        context.time(row, "dateTime", TimeFormat::Calendar, &mut login.at)?;
        login.port = whole(&row.text("port"), "port")?;
        row.rest(context, &mut extra);
        extra.write(&mut login.extra);
        out.push(Box::new(login));
        return Ok(());
    }
    let mut activity = Activity::default();
    activity.platform.set(&platform(context));
    activity.subject.clone_from(&context.inner);
    activity.action.set(&row.text("eventName"));
    activity.target.set(if device.is_empty() { &value } else { &device });
    activity.description.set(&row.first(&["idType", "valueType"]));
    activity.reference.set(&number(context));
    context.time(row, "dateTime", TimeFormat::Calendar, &mut activity.at)?;
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// Where the provider thinks somebody is: a city, not a point.
pub(super) fn location(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut position = Position::default();
    position.platform.set(&platform(context));
    position.subject.clone_from(&context.inner);
    position.place.set(&row.joined(&["city", "region", "countryCode"]));
    position.method.set("estimated by the provider");
    let stated = row.first(&["timestamp", "@timestamp"]);
    context.stamp(&stated, "timestamp", TimeFormat::Calendar, &mut position.at)?;
    let mut extra = Extra::default();
    extra.add("report", &number(context));
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}
