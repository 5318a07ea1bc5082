//! WhatsApp on the iPhone: `ChatStorage.sqlite`, `CallHistory.sqlite`, `ContactsV2.sqlite`.
//!
//! - **Recognised by:** `ZWAMESSAGE`, `ZWACDCALLEVENT` or `ZWAADDRESSBOOKCONTACT`.
//! - **Specification:** none published; tables and columns as iLEAPP (`whatsApp.py`) reads them.
//! - **Fields kept:** messages with their conversation, group member, file and place; calls with their
//!   participants and outcome; contacts. Times are seconds since 2001. A WhatsApp address holds a
//!   telephone number, which is taken from it; `@lid` addresses hold none. Messages of a group name its
//!   members in `extra`.
//! - **Known limits:** forwarding marks inside `ZMETADATA` are not decoded.

use model::Party;

use super::Program;
use super::way::{Way, file_name, members_in_words, put_end, put_message, put_session, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// WhatsApp on the iPhone; see the module.
pub(super) struct WhatsApp;

/// A conversation, or a member of one.
#[derive(Debug, Default)]
struct Chat {
    jid: String,
    name: String,
    members: Vec<String>,
}

/// A file or place of a message.
#[derive(Debug, Default)]
struct Media {
    file: String,
    title: String,
    place: String,
    rest: Vec<(&'static str, String)>,
}

impl Program for WhatsApp {
    fn name(&self) -> &'static str {
        "WhatsApp for iOS"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("ZWAMESSAGE", &["ZMESSAGEDATE", "ZTEXT", "ZCHATSESSION"])
            || schema.has("ZWACDCALLEVENT", &["ZDATE", "ZDURATION"])
            || schema.has("ZWAADDRESSBOOKCONTACT", &["ZFULLNAME", "ZPHONENUMBER"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        if reading.has("ZWAMESSAGE") {
            read_messages(reading)?;
        }
        if reading.has("ZWACDCALLEVENT") {
            read_calls(reading)?;
        }
        if reading.has("ZWAADDRESSBOOKCONTACT") {
            reading.pour("ZWAADDRESSBOOKCONTACT", &mut fill_contact)?;
        }
        Ok(())
    }
}

fn read_messages(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    let mut chats: Known<Chat> = Known::default();
    reading.look_up("ZWACHATSESSION", &mut |row| {
        let jid = row.text("ZCONTACTJID")?.into_owned();
        let name = row.text("ZPARTNERNAME")?.into_owned();
        if let Some(id) = row.integer("Z_PK")? {
            let bytes = jid.len() + name.len();
            chats.insert(id, Chat { jid, name, members: Vec::new() }, bytes);
        }
        Ok(())
    })?;
    let mut members: Known<Chat> = Known::default();
    reading.look_up("ZWAGROUPMEMBER", &mut |row| {
        let jid = row.text("ZMEMBERJID")?.into_owned();
        let name = row.text("ZCONTACTNAME")?.into_owned();
        if let Some(id) = row.integer("Z_PK")? {
            let bytes = jid.len() + name.len();
            if let Some(chat) = row.integer("ZCHATSESSION")?
                && let Some(own) = chats.grow(chat, bytes)
            {
                own.members.push(jid.clone());
            }
            members.insert(id, Chat { jid, name, members: Vec::new() }, bytes);
        }
        Ok(())
    })?;
    let mut media: Known<Media> = Known::default();
    reading.look_up("ZWAMEDIAITEM", &mut |row| {
        let mut own = Media::default();
        file_name(&row.text("ZMEDIALOCALPATH")?).clone_into(&mut own.file);
        own.title = row.text("ZTITLE")?.into_owned();
        let (latitude, longitude) = (row.text("ZLATITUDE")?, row.text("ZLONGITUDE")?);
        if !matches!(&*latitude, "" | "0") || !matches!(&*longitude, "" | "0") {
            own.place = format!("{latitude}, {longitude}");
        }
        for column in ["ZFILESIZE", "ZMOVIEDURATION", "ZVCARDNAME", "ZXMPPTHUMBPATH"] {
            let value = row.text(column)?;
            if !matches!(&*value, "" | "0") {
                own.rest.push((column, value.into_owned()));
            }
        }
        if let Some(message) = row.integer("ZMESSAGE")? {
            let rest: usize = own.rest.iter().map(|(_, value)| value.len() + 32).sum();
            let bytes = own.file.len() + own.title.len() + own.place.len() + rest;
            media.insert(message, own, bytes);
        }
        Ok(())
    })?;
    reading
        .pour("ZWAMESSAGE", &mut |row, writer| fill_message(row, writer, &chats, &members, &media))
}

fn fill_message(
    row: &RowView<'_>,
    writer: &mut Writer,
    chats: &Known<Chat>,
    members: &Known<Chat>,
    media: &Known<Media>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("whatsapp");
    message.reference.set(&row.text("ZSTANZAID")?);
    clock.read(row, &["ZMESSAGEDATE"], Unit::AppleSeconds, &mut message.sent)?;
    let way = Way::from_me(row.integer("ZISFROMME")?);
    let (from, to) = (row.text("ZFROMJID")?, row.text("ZTOJID")?);
    let chat = chats.get(row.integer("ZCHATSESSION")?);
    let stated = if way == Way::Out { &to } else { &from };
    let jid = chat.map_or(&**stated, |chat| &chat.jid);
    let name = chat.map_or("", |chat| &chat.name);
    message.conversation.set(&titled(name, jid));
    let is_group = !jid.ends_with("@s.whatsapp.net") && !jid.ends_with("@lid");
    let mut owner = people.owner.clone();
    if owner.is_absent() && way != Way::Out && !is_group {
        people.whatsapp(&to, &mut owner);
    }
    let mut other = Party::default();
    if is_group {
        if let Some(member) = members.get(row.integer("ZGROUPMEMBER")?) {
            people.whatsapp(&member.jid, &mut other);
            other.name.set(&member.name);
        }
        put_message(message, &owner, way, None, Some(other));
        let all = chat.map_or(&[][..], |chat| &chat.members);
        extra.add("participants", &members_in_words(all));
    } else {
        people.whatsapp(jid, &mut other);
        other.name.set(name);
        put_message(message, &owner, way, Some(other), None);
    }
    extra.add("ZFROMJID", &from);
    extra.add("ZTOJID", &to);
    message.body.set(&row.text("ZTEXT")?);
    let kind = row.integer("ZMESSAGETYPE")?;
    if let Some(own) = media.get(row.integer("Z_PK")?) {
        message.attachment.set(&own.file);
        // For pictures the two columns hold their size.
        extra.add(if kind == Some(5) { "place" } else { "ZLATITUDE, ZLONGITUDE" }, &own.place);
        extra.add("title", &own.title);
        for (key, value) in &own.rest {
            extra.add(key, value);
        }
    }
    extra.add("ZMESSAGETYPE", &kind.map_or(String::new(), |kind| kind.to_string()));
    message.content.set(match kind {
        Some(0 | 7) | None => "text",
        Some(1 | 2 | 3 | 8 | 11 | 15) => "media",
        Some(4) => "contact",
        Some(5) => "location",
        Some(6 | 10) => "system",
        Some(14) => "deleted",
        Some(_) => "other",
    });
    Ok(Filled::Message)
}

/// What a group of calls states: whether it came in and whether it had video.
type Aggregate = (Option<i64>, Option<i64>);

fn read_calls(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    let mut aggregates: Known<Aggregate> = Known::default();
    reading.look_up("ZWAAGGREGATECALLEVENT", &mut |row| {
        if let Some(id) = row.integer("Z_PK")? {
            aggregates.insert(id, (row.integer("ZINCOMING")?, row.integer("ZVIDEO")?), 0);
        }
        Ok(())
    })?;
    let mut people: Known<Vec<String>> = Known::default();
    reading.look_up("ZWACDCALLEVENTPARTICIPANT", &mut |row| {
        let jid = row.text("ZJIDSTRING")?.into_owned();
        if let Some(call) = row.integer("Z1PARTICIPANTS")?
            && let Some(own) = people.grow(call, jid.len() + 24)
        {
            own.push(jid);
        }
        Ok(())
    })?;
    reading.pour("ZWACDCALLEVENT", &mut |row, writer| fill_call(row, writer, &aggregates, &people))
}

fn fill_call(
    row: &RowView<'_>,
    writer: &mut Writer,
    aggregates: &Known<Aggregate>,
    members: &Known<Vec<String>>,
) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.platform.set("whatsapp");
    let own = row.integer("Z_PK")?;
    session.reference.set(&row.text_of(&["ZCALLIDSTRING", "Z_PK"])?);
    clock.read(row, &["ZDATE"], Unit::AppleSeconds, &mut session.start)?;
    let length_us = row.length_us("ZDURATION")?;
    session.duration_s = length_us.map(|us| us / 1_000_000);
    put_end(session, length_us.unwrap_or(0));
    let aggregate = aggregates.get(row.integer("Z1CALLEVENTS")?);
    let (incoming, video) = aggregate.copied().unwrap_or_default();
    session.medium.set(if video == Some(1) { "video" } else { "voice" });
    let names = members.get(own).map_or(&[][..], Vec::as_slice);
    let creator = row.text("ZGROUPCALLCREATORUSERJIDSTRING")?;
    let way = match incoming {
        Some(1) => Way::In,
        Some(0) => Way::Out,
        _ if creator.is_empty() => Way::Unknown,
        _ if names.iter().any(|name| *name == *creator) => Way::In,
        _ => Way::Out,
    };
    extra.add("ZGROUPCALLCREATORUSERJIDSTRING", &creator);
    let mut other = Party::default();
    people.whatsapp(names.first().map_or("", String::as_str), &mut other);
    let mut owner = people.owner.clone();
    if owner.is_absent() && way == Way::Out {
        people.whatsapp(&creator, &mut owner);
    }
    if names.len() > 1 {
        session.members.set(&names.join("; "));
    }
    let outcome = row.integer("ZOUTCOME")?;
    let is_answered = session.duration_s.unwrap_or(0) > 0;
    session.status.set(match (outcome, is_answered) {
        (_, true) => "answered",
        (Some(1), _) => "missed",
        (Some(4), _) => "rejected",
        _ => "not answered",
    });
    extra.add("ZOUTCOME", &outcome.map_or(String::new(), |outcome| outcome.to_string()));
    put_session(session, owner, way, other);
    Ok(Filled::Session)
}

fn fill_contact(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("whatsapp");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    people.whatsapp(&row.text("ZWHATSAPPID")?, party);
    party.name.set(&row.text("ZFULLNAME")?);
    let stated = row.text("ZPHONENUMBER")?;
    if party.phone.is_empty() {
        people.phone(&stated, party);
    } else {
        party.phone_stated.set(&stated);
    }
    Ok(Filled::Contact)
}
