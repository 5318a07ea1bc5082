//! What the rows of each table become.

use model::RejectKind;
use model::records::{Account, Activity, Contact, Login, Message, Position, Session};
use model::time::TimeFormat;

use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Out, Row, number_e7, set_account, set_email, whole};

/// Columns that hold the time of a row of which nothing else is known.
const TIMES: &[&str] = &[
    "timestamp",
    "date",
    "join_time",
    "event_timestamp",
    "message_timestamp",
    "created_timestamp",
    "creation_time",
];

pub(super) fn message(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut message = Message::default();
    message.platform.set(context.platform);
    message.conversation.set(&row.text("conversation_id"));
    message.reference.set(&row.text("message_id"));
    message.reply_to.set(&row.text("reply_to_message_id"));
    let sent = row.first(&["message_timestamp", "timestamp"]);
    context.stamp(&sent, "timestamp", TimeFormat::Calendar, &mut message.sent)?;
    set_account(&mut message.sender, "snapchat", &row.text("sender_user_id"));
    message.sender.handle.set(&row.text("sender_username"));
    let receiver = row.text("recipient_username");
    // A group lists its members there.
    if !receiver.contains([',', ';']) {
        message.receiver.handle.set(&receiver);
        set_account(&mut message.receiver, "snapchat", &row.text("recipient_user_id"));
    }
    message.content.set(&row.text("message_type").to_lowercase());
    message.body.set(&row.text("text"));
    message.attachment.set(&row.text("media_id"));
    let mut extra = Extra::default();
    if message.receiver.handle.is_empty() {
        extra.add("recipients", &receiver);
    }
    row.rest(context, &mut extra);
    extra.write(&mut message.extra);
    out.push(Box::new(message));
    Ok(())
}

/// A use of an address; its first and its last, where no single one is stated.
pub(super) fn login(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut login = Login::default();
    login.platform.set(context.platform);
    login.account.clone_from(&context.owner);
    login.address.set(&row.text("ip"));
    login.port = whole(&row.first(&["port", "source_port", "source_port_number"]), "port")?;
    login.action.set(&row.first(&["type", "event_type"]));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut login.at)?;
    let mut seen = Vec::new();
    if !login.at.is_stated() {
        let (first, last) = (row.text("first_seen_time"), row.text("last_seen_time"));
        for (action, text) in [("first seen", &first), ("last seen", &last)] {
            if !text.is_empty() && (action == "first seen" || *text != first) {
                seen.push((action, text.clone()));
            }
        }
    }
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut login.extra);
    if seen.is_empty() {
        out.push(Box::new(login));
        return Ok(());
    }
    for (action, text) in seen {
        let mut one = login.clone();
        if one.action.is_empty() {
            one.action.set(action);
        }
        context.stamp(&text, "timestamp", TimeFormat::Calendar, &mut one.at)?;
        out.push(Box::new(one));
    }
    Ok(())
}

pub(super) fn friend(context: &mut Context, row: &Row<'_>, header: &[String], out: &mut Out) {
    let mut contact = Contact::default();
    contact.platform.set(context.platform);
    contact.owner.clone_from(&context.owner);
    contact.contact.handle.set(&row.text(header.first().map_or("", String::as_str)));
    out.push(Box::new(contact));
}

/// A memory or a story: what was kept, where it was made, from which address it was sent.
pub(super) fn kept_media(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(if row.peek("upload_ip").is_some() { "story" } else { "memory" });
    activity.reference.set(&row.text("id"));
    activity.target.set(&row.text("media_id"));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut activity.at)?;
    let (latitude_e7, _) = degrees(&row.text("latitude"), "latitude")?;
    let (longitude_e7, _) = degrees(&row.text("longitude"), "longitude")?;
    let mut login = Login::default();
    login.address.set(&row.text("upload_ip"));
    login.port = whole(&row.text("source_port_number"), "port")?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    let (at, subject) = (activity.at.clone(), activity.subject.clone());
    out.push(Box::new(activity));
    // 0, 0 is what an unknown place is written as.
    let stated = [latitude_e7, longitude_e7];
    if stated.iter().all(Option::is_some) && stated != [Some(0), Some(0)] {
        let mut position = Position { latitude_e7, longitude_e7, ..Position::default() };
        position.platform.set(context.platform);
        (position.at, position.subject) = (at.clone(), subject.clone());
        position.method.set("memory");
        out.push(Box::new(position));
    }
    if !login.address.is_empty() {
        login.platform.set(context.platform);
        login.action.set("upload");
        (login.at, login.account) = (at, subject);
        out.push(Box::new(login));
    }
    Ok(())
}

/// A number with its uncertainty in metres, `45.46 ± 20.5`.
fn degrees(text: &str, field: &'static str) -> Result<(Option<i64>, Option<i64>), Fault> {
    if text.is_empty() {
        return Ok((None, None));
    }
    let mut words = text.split(|c: char| c.is_whitespace() || c == '±').filter(|w| !w.is_empty());
    let value = words.next().and_then(number_e7);
    let metres = words.next().and_then(|word| word.split('.').next()?.parse().ok());
    match value {
        Some(value) => Ok((Some(value), metres)),
        None => Err((RejectKind::UnknownValue, field, text.to_owned())),
    }
}

pub(super) fn position(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut position = Position::default();
    position.platform.set(context.platform);
    position.subject.clone_from(&context.owner);
    let (latitude, first) = degrees(&row.text("latitude"), "latitude")?;
    let (longitude, second) = degrees(&row.text("longitude"), "longitude")?;
    (position.latitude_e7, position.longitude_e7) = (latitude, longitude);
    let stated = row.text("accuracy").split('.').next().and_then(|metres| metres.parse().ok());
    position.accuracy_m = stated.or(first.max(second));
    context.time(row, "timestamp", TimeFormat::Calendar, &mut position.at)?;
    position.place.set(&row.joined(&["city", "region", "country"]));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}

pub(super) fn account(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut account = Account::default();
    account.platform.set(context.platform);
    set_account(&mut account.holder, "snapchat", &row.first(&["user_id", "id"]));
    account.holder.handle.set(&row.text("username"));
    account.holder.name.set(&row.text("display_name"));
    set_email(&mut account.holder, &row.text("email_address"));
    let phone = row.text("phone_number");
    if !phone.is_empty() {
        context.set_phone(&mut account.holder, &phone);
    }
    account.status.set(&row.text("status").to_lowercase());
    context.time(row, "created", TimeFormat::Calendar, &mut account.opened)?;
    // The tables behind it are of this account.
    context.owner.account.clone_from(&account.holder.account);
    context.owner.handle.clone_from(&account.holder.handle);
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut account.extra);
    out.push(Box::new(account));
    Ok(())
}

pub(super) fn call(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut session = Session::default();
    session.platform.set(context.platform);
    session.medium.set(&row.first(&["call_type", "type"]));
    session.reference.set(&row.first(&["call_id", "id"]));
    session.caller.handle.set(&row.first(&["creator_username", "creator"]));
    context.time(row, "call_start", TimeFormat::Calendar, &mut session.start)?;
    context.time(row, "call_end", TimeFormat::Calendar, &mut session.end)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut session.extra);
    out.push(Box::new(session));
    Ok(())
}

pub(super) fn other(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(&row.text("action"));
    let at = row.first(TIMES);
    context.stamp(&at, "timestamp", TimeFormat::Calendar, &mut activity.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}
