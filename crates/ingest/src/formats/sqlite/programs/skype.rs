//! Skype for desktops, versions 3 to 7: `main.db`.
//!
//! - **Recognised by:** `Messages` with `convo_id`, `author` and `body_xml`, beside `Conversations`.
//! - **Specification:** none published; tables and columns as plaso (`skype`) and the forensic
//!   literature read them.
//! - **Fields kept:** `Accounts`, `Contacts`, `Messages`, `Calls` with their `CallMembers`, `SMSes`
//!   and `Transfers`. Times are seconds since 1970. A Skype name does not change, so that it is the
//!   account's key. A transfer of a file is a message with the name of the file.
//! - **Known limits:** the text of a message stays as it stands, in Skype's own marks (`body_xml`).
//!   `Calls` does not state how long a call lasted; the longest of its members does.

use model::Party;

use super::Program;
use super::way::{Way, file_name, put_end, put_message, put_session, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Skype; see the module.
pub(super) struct Skype;

/// A conversation: title, the other one's name for a conversation of two.
type Conversation = (String, Option<String>);

/// A member of a call.
#[derive(Debug, Default)]
struct Members {
    names: Vec<(String, String)>,
    length_s: i64,
    accepted: i64,
    has_video: bool,
}

impl Program for Skype {
    fn name(&self) -> &'static str {
        "Skype (main.db)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("Messages", &["convo_id", "author", "timestamp", "body_xml"])
            && schema.table("Conversations").is_some()
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut owner = Party::default();
        reading.look_up("Accounts", &mut |row| {
            if owner.is_absent() {
                put_name(&row.text("skypename")?, &mut owner);
                owner.name.set(&row.text("fullname")?);
            }
            Ok(())
        })?;
        if reading.writer.people.owner.is_absent() {
            reading.writer.people.owner = owner;
        }
        let mut conversations: Known<Conversation> = Known::default();
        reading.look_up("Conversations", &mut |row| {
            let identity = row.text("identity")?.into_owned();
            let title = titled(&row.text("displayname")?, &identity);
            let is_dialog = row.integer("type")? == Some(1);
            if let Some(id) = row.integer("id")? {
                let bytes = title.len() + identity.len();
                conversations.insert(id, (title, is_dialog.then_some(identity)), bytes);
            }
            Ok(())
        })?;
        let members = members(reading)?;
        reading.pour("Accounts", &mut fill_account)?;
        reading.pour("Contacts", &mut fill_contact)?;
        reading.pour("Messages", &mut |row, writer| fill_message(row, writer, &conversations))?;
        reading.pour("Calls", &mut |row, writer| fill_call(row, writer, &members))?;
        reading.pour("SMSes", &mut fill_text)?;
        reading.pour("Transfers", &mut |row, writer| fill_transfer(row, writer, &conversations))
    }
}

fn members(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Known<Members>, Halt> {
    let mut members: Known<Members> = Known::default();
    reading.look_up("CallMembers", &mut |row| {
        let Some(call) = row.integer("call_db_id")? else { return Ok(()) };
        let name = row.text("identity")?.into_owned();
        let shown = row.text("dispname")?.into_owned();
        let Some(own) = members.grow(call, name.len() + shown.len() + 48) else { return Ok(()) };
        own.names.push((name, shown));
        own.length_s = own.length_s.max(row.integer("call_duration")?.unwrap_or(0));
        own.accepted = own.accepted.max(row.integer("start_timestamp")?.unwrap_or(0));
        own.has_video |= row.integer("videostatus")?.unwrap_or(0) > 0;
        Ok(())
    })?;
    Ok(members)
}

/// A Skype name, or a telephone number that was called.
fn put_name(name: &str, party: &mut Party) {
    if !name.is_empty() {
        People::account("skype", name, party);
    }
}

fn put_identity(people: &mut People, name: &str, party: &mut Party) {
    if name.starts_with('+') {
        people.phone(name, party);
    } else {
        put_name(name, party);
    }
}

/// Takes the details that a profile states.
fn put_profile(row: &RowView<'_>, people: &mut People, party: &mut Party) -> Result<(), Fault> {
    put_name(&row.text("skypename")?, party);
    party.name.set(&row.text("fullname")?);
    if party.name.is_empty() {
        party.name.set(&row.text("displayname")?);
    }
    let mobile = row.text("phone_mobile")?;
    people.phone(if mobile.is_empty() { "" } else { &mobile }, party);
    if party.phone_stated.is_empty() {
        people.phone(&row.text("pstnnumber")?, party);
    }
    let emails = row.text("emails")?;
    let first = emails.split([' ', ',', ';']).find(|part| part.contains('@')).unwrap_or("");
    let mut address = Party::default();
    people.address(first, &mut address);
    party.email = address.email;
    let parts = [row.text("city")?, row.text("province")?, row.text("country")?];
    let parts: Vec<&str> =
        parts.iter().map(AsRef::as_ref).filter(|part| !part.is_empty()).collect();
    party.address.set(&parts.join(", "));
    if let Some(day) = row.integer("birthday")?.filter(|day| *day > 0) {
        party.birth_date.set(&day.to_string());
    }
    Ok(())
}

fn fill_account(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { account, people, extra, .. } = writer;
    account.platform.set("skype");
    put_profile(row, people, &mut account.holder)?;
    extra.add("emails", &row.text("emails")?);
    Ok(Filled::Account)
}

fn fill_contact(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, extra, .. } = writer;
    contact.platform.set("skype");
    contact.owner.clone_from(&people.owner);
    put_profile(row, people, &mut contact.contact)?;
    extra.add("emails", &row.text("emails")?);
    extra.add("displayname", &row.text("displayname")?);
    Ok(Filled::Contact)
}

fn fill_message(
    row: &RowView<'_>,
    writer: &mut Writer,
    conversations: &Known<Conversation>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("skype");
    message.reference.set(&row.text("id")?);
    clock.read(row, &["timestamp"], Unit::Seconds, &mut message.sent)?;
    let conversation = conversations.get(row.integer("convo_id")?);
    let chat = row.text("chatname")?;
    message.conversation.set(conversation.map_or(&*chat, |(title, _)| title));
    extra.add("chatname", &chat);
    let mut author = Party::default();
    put_identity(people, &row.text("author")?, &mut author);
    author.name.set(&row.text("from_dispname")?);
    let partner = row.text("dialog_partner")?;
    let other = conversation.and_then(|(_, other)| other.as_deref()).unwrap_or(&partner);
    let mut peer = Party::default();
    put_identity(people, other, &mut peer);
    if !peer.is_absent() {
        let is_from_peer = peer.account == author.account && peer.phone == author.phone;
        message.receiver = if is_from_peer { people.owner.clone() } else { peer };
    }
    message.sender = author;
    message.body.set(&row.text("body_xml")?);
    let kind = row.integer("type")?;
    extra.add("type", &kind.map_or(String::new(), |kind| kind.to_string()));
    message.content.set(match kind {
        Some(61) | None => "text",
        Some(60) => "emote",
        Some(64) => "sms",
        Some(67) => "voicemail",
        Some(68) => "media",
        Some(30 | 39) => "call",
        Some(_) => "system",
    });
    Ok(Filled::Message)
}

fn fill_call(
    row: &RowView<'_>,
    writer: &mut Writer,
    members: &Known<Members>,
) -> Result<Filled, Fault> {
    let Writer { session, people, clock, extra, .. } = writer;
    session.platform.set("skype");
    session.reference.set(&row.text("name")?);
    clock.read(row, &["begin_timestamp"], Unit::Seconds, &mut session.start)?;
    let own = members.get(row.integer("id")?);
    let stated = row.length_us("duration")?.map(|us| us / 1_000_000).filter(|s| *s > 0);
    session.duration_s = stated.or(own.map(|own| own.length_s)).or(Some(0));
    let length_s = session.duration_s.unwrap_or(0);
    let begun = session.start.earliest_us / 1_000_000;
    let waited = own.map_or(0, |own| own.accepted).saturating_sub(begun).clamp(0, 3_600);
    put_end(session, length_s.saturating_add(waited).saturating_mul(1_000_000));
    session.medium.set(if own.is_some_and(|own| own.has_video) { "video" } else { "voice" });
    let way = match row.integer("is_incoming")? {
        Some(1) => Way::In,
        _ => Way::Out,
    };
    session.status.set(match (length_s > 0, way) {
        (true, _) => "answered",
        (false, Way::Out) => "not answered",
        (false, _) => "missed",
    });
    // The host is the owner where the owner called.
    let host = row.text("host_identity")?;
    let mut other = Party::default();
    let first = own.and_then(|own| own.names.iter().find(|(name, _)| *name != *host));
    match (way, first) {
        (Way::In, _) if !host.is_empty() => put_identity(people, &host, &mut other),
        (_, Some((name, shown))) => {
            put_identity(people, name, &mut other);
            other.name.set(shown);
        }
        _ => {}
    }
    let mut owner = people.owner.clone();
    if owner.is_absent() && way == Way::Out {
        put_identity(people, &host, &mut owner);
    }
    extra.add("host_identity", &host);
    put_session(session, owner, way, other);
    if let Some(own) = own.filter(|own| own.names.len() > 1) {
        let names: Vec<&str> = own.names.iter().map(|(name, _)| name.as_str()).collect();
        session.members.set(&names.join("; "));
    }
    Ok(Filled::Session)
}

fn fill_text(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { message, people, clock, .. } = writer;
    message.platform.set("skype");
    message.content.set("sms");
    message.reference.set_fmt(format_args!("sms {}", row.text("id")?));
    clock.read(row, &["timestamp"], Unit::Seconds, &mut message.sent)?;
    message.body.set(&row.text("body")?);
    let targets = row.text("target_numbers")?;
    let mut other = Party::default();
    people.phone(targets.split([' ', ',', ';']).next().unwrap_or(""), &mut other);
    message.conversation.set(&targets);
    // 1 came in, 2 went out.
    let way = if row.integer("type")? == Some(1) { Way::In } else { Way::Out };
    put_message(message, &people.owner, way, Some(other), None);
    Ok(Filled::Message)
}

fn fill_transfer(
    row: &RowView<'_>,
    writer: &mut Writer,
    conversations: &Known<Conversation>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("skype");
    message.content.set("media");
    message.reference.set_fmt(format_args!("transfer {}", row.text("id")?));
    clock.read(row, &["starttime"], Unit::Seconds, &mut message.sent)?;
    let conversation = conversations.get(row.integer("convo_id")?);
    message.conversation.set(conversation.map_or("", |(title, _)| title));
    let name = row.text("filename")?;
    message.attachment.set(file_name(&name));
    let mut other = Party::default();
    put_identity(people, &row.text("partner_handle")?, &mut other);
    other.name.set(&row.text("partner_dispname")?);
    if !other.account.is_empty() && other.account == people.owner.account {
        // The offer to a conversation names whoever made it.
        other.clear();
    }
    // 1 came in, 2 went out.
    let kind = row.integer("type")?;
    extra.add("type", &kind.map_or(String::new(), |kind| kind.to_string()));
    let way = if kind == Some(1) { Way::In } else { Way::Out };
    put_message(message, &people.owner, way, Some(other), None);
    Ok(Filled::Message)
}
