//! Sign-ins, friends, followers and the profile of an account.

use core::net::IpAddr;

use model::records::{Account, Activity, Contact, Login};
use model::time::TimeFormat;
use serde_json::Value;

use super::mended;
use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Out, Row, list, set_email, text_of};

/// Facebook: an address that used the account.
pub(super) fn login(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut login = Login::default();
    login.platform.set("facebook");
    login.account.clone_from(&context.owner);
    let at = row.first(&["timestamp", "created_timestamp", "updated_timestamp"]);
    context.stamp(&at, "timestamp", TimeFormat::UnixSeconds, &mut login.at)?;
    login.address.set(&row.first(&["ip_address", "ip"]));
    login.action.set(&mended(&row.first(&["action", "session_type"])));
    login.device.set(&row.first(&["user_agent", "device"]));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut login.extra);
    out.push(Box::new(login));
    Ok(())
}

/// Facebook: another event of an account, such as a changed password.
pub(super) fn other(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set("facebook");
    activity.subject.clone_from(&context.owner);
    activity.action.set(&mended(&row.first(&["event", "action", "name"])));
    if activity.action.is_empty() {
        activity.action.set(row.key(0));
    }
    let at = row.first(&["timestamp", "session/created_timestamp", "created_timestamp"]);
    context.stamp(&at, "timestamp", TimeFormat::UnixSeconds, &mut activity.at)?;
    activity.target.set(&row.first(&["session/ip_address", "ip_address"]));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// Facebook: a friend, a request, somebody followed.
pub(super) fn contact(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut contact = Contact::default();
    contact.platform.set("facebook");
    contact.owner.clone_from(&context.owner);
    contact.contact.name.set(&mended(&row.text("name")));
    context.time(row, "timestamp", TimeFormat::UnixSeconds, &mut contact.added)?;
    if row.key(0).starts_with("deleted") {
        contact.state.set("deleted");
    }
    let mut extra = Extra::default();
    extra.add("list", row.key(0));
    row.rest(context, &mut extra);
    extra.write(&mut contact.extra);
    out.push(Box::new(contact));
    Ok(())
}

/// Facebook: the profile.
pub(super) fn profile(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set("facebook");
    account.holder.name.set(&mended(&row.first(&["name/full_name", "name"])));
    account.holder.handle.set(&row.text("username"));
    let emails = row.peek("emails").and_then(|emails| emails.get("emails"));
    if let Some(email) = list(emails).first() {
        set_email(&mut account.holder, &text_of(email));
    }
    if let Some(phone) = list(row.peek("phone_numbers")).first() {
        let number = phone.get("phone_number").unwrap_or(phone);
        context.set_phone(&mut account.holder, &text_of(number));
    }
    let born = ["birthday/year", "birthday/month", "birthday/day"].map(|path| row.text(path));
    if let [year, month, day] = born.each_ref().map(|part| part.parse::<u16>().unwrap_or(0))
        && year > 0
    {
        account.holder.birth_date.set_fmt(format_args!("{year:04}-{month:02}-{day:02}"));
    }
    context.time(row, "registration_timestamp", TimeFormat::UnixSeconds, &mut account.opened)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

/// The values of an Instagram list: label, text, time in seconds.
fn labelled_values(row: &Row<'_>) -> Vec<(String, String, String)> {
    let of = |value: &Value, key: &str| {
        value.get(key).map_or_else(String::new, |text| text_of(text).into_owned())
    };
    let Some(Value::Object(map)) = row.peek("string_map_data") else {
        // Since 2024 labels and values are items of a list, and the time may stand beside them.
        let items = list(row.peek("label_values")).iter();
        let item = |item| (of(item, "label"), of(item, "value"), of(item, "timestamp_value"));
        return items.map(item).collect();
    };
    map.iter()
        .map(|(key, value)| (key.clone(), of(value, "value"), of(value, "timestamp")))
        .collect()
}

/// The first time that is stated in a list of labelled values.
fn first_time(values: &[(String, String, String)]) -> &str {
    values
        .iter()
        .map(|(_, _, time)| time.as_str())
        .find(|time| !matches!(*time, "" | "0"))
        .unwrap_or_default()
}

/// Instagram: a sign-in or sign-out; the address is found by its form.
pub(super) fn labelled_login(
    context: &mut Context,
    row: &Row<'_>,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut login = Login::default();
    login.platform.set("instagram");
    login.account.clone_from(&context.owner);
    let is_logout = row.key(0).contains("logout");
    login.action.set(if is_logout { "logout" } else { "login" });
    let values = labelled_values(row);
    for (label, text, _) in &values {
        if login.address.is_empty() && text.parse::<IpAddr>().is_ok() {
            login.address.set(text);
        } else if label == "User Agent" || text.starts_with("Mozilla/") {
            login.device.set(&mended(text));
        } else if label == "Port" {
            login.port = text.parse().ok();
        }
    }
    context.stamp(first_time(&values), "timestamp", TimeFormat::UnixSeconds, &mut login.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut login.extra);
    out.push(Box::new(login));
    Ok(())
}

/// Instagram: the registration of the account, or its profile.
pub(super) fn labelled_account(
    context: &mut Context,
    row: &Row<'_>,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set("instagram");
    let values = labelled_values(row);
    for (label, text, _) in &values {
        let text = mended(text);
        match label.to_lowercase().as_str() {
            "username" => account.holder.handle.set(&text),
            "name" => account.holder.name.set(&text),
            "phone number" => context.set_phone(&mut account.holder, &text),
            "date of birth" => account.holder.birth_date.set(&text),
            _ if account.holder.email.is_empty() => set_email(&mut account.holder, &text),
            _ => {}
        }
    }
    if row.key(0).contains("registration") {
        let at = first_time(&values);
        context.stamp(at, "timestamp", TimeFormat::UnixSeconds, &mut account.opened)?;
    }
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

/// Instagram: an item of any other list; one that links to a profile is a contact.
pub(super) fn labelled(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let Some(entry) = list(row.peek("string_list_data")).first() else {
        let posted = list(row.peek("media")).iter().any(|file| file.get("uri").is_some());
        return if posted { post(context, row, out) } else { event(context, row, out) };
    };
    let of = |key: &str| entry.get(key).map(text_of).unwrap_or_default();
    let href = of("href");
    let title = row.text("title");
    let mut contact = Contact::default();
    contact.platform.set("instagram");
    contact.owner.clone_from(&context.owner);
    // Newer exports state the user name as the title.
    let name = [of("value"), title.clone()].into_iter().find(|name| !name.is_empty());
    let linked = || href.trim_end_matches('/').rsplit('/').next().unwrap_or_default().into();
    contact.contact.handle.set(&mended(&name.unwrap_or_else(linked)));
    context.stamp(&of("timestamp"), "timestamp", TimeFormat::UnixSeconds, &mut contact.added)?;
    let mut extra = Extra::default();
    extra.add("list", row.key(0).trim_start_matches('#').trim_start_matches(char::is_numeric));
    row.rest(context, &mut extra);
    extra.write(&mut contact.extra);
    out.push(Box::new(contact));
    Ok(())
}

/// Instagram: a post, with the name of its first file; of several, `extra` has all.
fn post(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set("instagram");
    activity.subject.clone_from(&context.owner);
    activity.action.set("post");
    let first = list(row.peek("media")).first();
    let of = |key: &str| first.and_then(|file| file.get(key)).map(text_of).unwrap_or_default();
    activity.target.set(&of("uri"));
    let title = [row.text("title"), of("title")].into_iter().find(|title| !title.is_empty());
    let title = title.unwrap_or_default();
    activity.description.set(&mended(&title));
    let at = [row.text("creation_timestamp"), of("creation_timestamp")];
    let at = at.iter().find(|at| !at.is_empty()).map_or("", |at| at);
    context.stamp(at, "creation_timestamp", TimeFormat::UnixSeconds, &mut activity.at)?;
    let mut extra = Extra::default();
    if *activity.description != *title {
        extra.add("stated/title", &title);
    }
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

fn event(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    let labelled = ["string_map_data", "label_values"].iter().any(|key| row.peek(key).is_some());
    activity.platform.set(if labelled { "instagram" } else { context.platform });
    activity.subject.clone_from(&context.owner);
    let list = row.key(0).trim_start_matches('#');
    let unnamed = list.chars().all(|c| c.is_ascii_digit());
    activity.action.set(if unnamed { "entry" } else { list });
    activity.description.set(&mended(&row.text("title")));
    let values = labelled_values(row);
    let beside = row.text("timestamp");
    let at = match first_time(&values) {
        "" => &*beside,
        time => time,
    };
    context.stamp(at, "timestamp", TimeFormat::UnixSeconds, &mut activity.at)?;
    let link = values.iter().map(|(_, text, _)| text).find(|text| text.starts_with("https://"));
    activity.target.set(link.map_or("", String::as_str));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}
