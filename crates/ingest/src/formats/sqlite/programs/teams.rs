//! Microsoft Teams on telephones: `SkypeTeams.db` on Android, `SkypeSpacesDogfood-*.sqlite` on the
//! iPhone.
//!
//! - **Recognised by:** `Message` with `arrivalTime` and `userDisplayName`; `ZSMESSAGE` with
//!   `ZARRIVALTIME` and `ZCONTENT`.
//! - **Specification:** none published; tables and columns as ALEAPP and iLEAPP (`teams.py`) read them.
//! - **Fields kept:** messages with author, conversation and time of arrival (milliseconds since 1970;
//!   seconds since 2001 on the iPhone); people of `User` and `ZUSER`, and those of the address book that
//!   was sent in (`ZDEVICECONTACTHASH`); calls, see `teams_calls.rs`.
//! - **Known limits:** the text stays as it stands, mostly HTML; files are counted. What Teams keeps on
//!   computers is read by `leveldb`.

use model::Party;

use super::Program;
use super::teams_calls;
use super::way::{Way, put_message, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Teams; see the module.
pub(super) struct Teams;

/// Names of conversations by their key.
type Topics = std::collections::HashMap<String, String>;

/// Conversations kept for look-up.
const TOPICS_MAX: usize = 200_000;

impl Program for Teams {
    fn name(&self) -> &'static str {
        "Microsoft Teams"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("Message", &["arrivalTime", "userDisplayName", "content", "conversationId"])
            || schema.has("ZSMESSAGE", &["ZARRIVALTIME", "ZCONTENT", "ZTHREADID"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        if reading.has("ZSMESSAGE") {
            let topics = topics(reading, "ZTHREAD", "ZTSID", "ZTHREADTOPIC")?;
            reading.pour("ZSMESSAGE", &mut |row, writer| fill_ios(row, writer, &topics))?;
            teams_calls::read_ios(reading)?;
            reading.pour("ZUSER", &mut fill_ios_user)?;
            if reading.has("ZDEVICECONTACTHASH") {
                reading.pour("ZDEVICECONTACTHASH", &mut fill_sent_contact)?;
            }
            return Ok(());
        }
        let topics = topics(reading, "Conversation", "conversationId", "displayName")?;
        reading.pour("Message", &mut |row, writer| fill_android(row, writer, &topics))?;
        teams_calls::read_android(reading)?;
        reading.pour("User", &mut fill_android_user)
    }
}

fn topics(
    reading: &mut Reading<'_, '_, '_, '_>,
    table: &'static str,
    key: &'static str,
    name: &'static str,
) -> Result<Topics, Halt> {
    let mut topics = Topics::new();
    reading.look_up(table, &mut |row| {
        let name = row.text(name)?.into_owned();
        if topics.len() < TOPICS_MAX && !name.is_empty() {
            topics.insert(row.text(key)?.into_owned(), name);
        }
        Ok(())
    })?;
    Ok(topics)
}

fn conversation(topics: &Topics, key: &str) -> String {
    titled(topics.get(key).map_or("", String::as_str), key)
}

fn fill_android(row: &RowView<'_>, writer: &mut Writer, topics: &Topics) -> Result<Filled, Fault> {
    let Writer { message, clock, .. } = writer;
    message.platform.set("teams");
    message.reference.set(&row.text("messageId")?);
    message.conversation.set(&conversation(topics, &row.text("conversationId")?));
    clock.read(row, &["arrivalTime"], Unit::Millis, &mut message.sent)?;
    People::account("teams", &row.text("from")?, &mut message.sender);
    message.sender.name.set(&row.text("userDisplayName")?);
    message.content.set("text");
    message.body.set(&row.text("content")?);
    // The time at which it was deleted is kept with the message.
    if row.integer("deleteTime")?.unwrap_or(0) > 0 {
        writer.extra.add("deleteTime", &row.text("deleteTime")?);
        message.state.set("deleted");
    }
    Ok(Filled::Message)
}

fn fill_ios(row: &RowView<'_>, writer: &mut Writer, topics: &Topics) -> Result<Filled, Fault> {
    let Writer { message, people, clock, .. } = writer;
    message.platform.set("teams");
    message.reference.set(&row.text("Z_PK")?);
    message.conversation.set(&conversation(topics, &row.text("ZTHREADID")?));
    clock.read(row, &["ZARRIVALTIME"], Unit::AppleSeconds, &mut message.sent)?;
    let mut author = Party::default();
    People::account("teams", &row.text("ZFROM")?, &mut author);
    author.name.set(&row.text("ZIMDISPLAYNAME")?);
    let way = Way::from_me(row.integer("ZTS_ISSENTBYME")?);
    if way == Way::Out && people.owner.is_absent() {
        message.sender = author;
    } else {
        put_message(message, &people.owner, way, None, Some(author));
    }
    message.content.set("text");
    message.body.set(&row.text("ZCONTENT")?);
    if row.integer("ZTS_ISSOFTDELETED")? == Some(1) {
        message.state.set("deleted");
    }
    Ok(Filled::Message)
}

fn fill_android_user(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("teams");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    People::account("teams", &row.text("mri")?, party);
    people.phone(&row.text("telephoneNumber")?, party);
    let mut address = Party::default();
    people.address(&row.text("email")?, &mut address);
    party.email = address.email;
    party.name.set(&row.text("displayName")?);
    Ok(Filled::Contact)
}

fn fill_ios_user(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("teams");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    People::account("teams", &row.text_of(&["ZMRI", "ZTSID"])?, party);
    people.phone(&row.text("ZTELEPHONENUMBER")?, party);
    party.name.set(&row.text("ZDISPLAYNAME")?);
    Ok(Filled::Contact)
}

/// An entry of the telephone's address book that Teams sent in.
fn fill_sent_contact(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("teams");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    People::account("teams", &row.text("ZMRI")?, party);
    people.phone(&row.text("ZPHONENUMBER")?, party);
    let mut address = Party::default();
    people.address(&row.text("ZEMAIL")?, &mut address);
    party.email = address.email;
    party.name.set(&row.text("ZDISPLAYNAME")?);
    Ok(Filled::Contact)
}
