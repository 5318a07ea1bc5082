//! Kik: `kik.sqlite` on the iPhone, `kikDatabase.db` on Android.
//!
//! - **Recognised by:** `ZKIKMESSAGE` beside `ZKIKUSER`; `messagesTable` with `partner_jid` and `was_me`.
//! - **Specification:** none published; tables and columns as iLEAPP (`kikMessages.py`), ALEAPP
//!   (`kikMessenger.py`) and plaso (`ios_kik`) read them.
//! - **Fields kept:** messages with author, conversation and file; people and groups. Times are seconds
//!   since 2001 on the iPhone, milliseconds since 1970 on Android. An address (`name_abc@talk.kik.com`)
//!   does not change and is the account's key; a group's ends in `@groups.kik.com`.
//! - **Known limits:** on the iPhone, which conversation a message stands in is told by a table whose
//!   name has changing numbers; without it the other one is the conversation.

use std::collections::HashMap;

use model::Party;

use super::Program;
use super::way::{Way, put_message, titled};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::{Schema, Table};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Kik; see the module.
pub(super) struct Kik;

/// Someone, or a group.
#[derive(Debug, Clone, Default)]
struct Person {
    jid: String,
    name: String,
    handle: String,
}

/// What the address of a group ends in.
const GROUP_END: &str = "@groups.kik.com";

/// People and files of Android kept for look-up.
const ENTRIES_MAX: usize = 500_000;

impl Person {
    fn put(&self, party: &mut Party) {
        People::account("kik", &self.jid, party);
        party.name.set(&self.name);
        party.handle.set(&self.handle);
    }

    fn is_group(&self) -> bool {
        self.jid.ends_with(GROUP_END)
    }
}

impl Program for Kik {
    fn name(&self) -> &'static str {
        "Kik"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("ZKIKMESSAGE", &["ZTYPE", "ZTIMESTAMP", "ZBODY", "ZUSER"])
            || schema.has("messagesTable", &["partner_jid", "was_me", "timestamp", "body"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        if reading.has("ZKIKMESSAGE") { read_ios(reading) } else { read_android(reading) }
    }
}

/// What other tables say of messages of the iPhone.
#[derive(Default)]
struct Others {
    people: Known<Person>,
    /// The one a chat is with.
    chats: Known<i64>,
    /// Chats of each message, as the table of the two lists them.
    chat_of: Known<i64>,
    files: Known<String>,
}

fn read_ios(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    let mut others = Others::default();
    reading.look_up("ZKIKUSER", &mut |row| {
        let jid = row.text("ZJID")?.into_owned();
        let name = row.text("ZDISPLAYNAME")?.into_owned();
        let handle = row.text("ZUSERNAME")?.into_owned();
        if let Some(key) = row.integer("Z_PK")? {
            let bytes = jid.len() + name.len() + handle.len();
            others.people.insert(key, Person { jid, name, handle }, bytes);
        }
        Ok(())
    })?;
    reading.look_up("ZKIKCHAT", &mut |row| {
        if let (Some(key), Some(user)) = (row.integer("Z_PK")?, row.integer("ZUSER")?) {
            others.chats.insert(key, user, 0);
        }
        Ok(())
    })?;
    reading.look_up("ZKIKATTACHMENT", &mut |row| {
        let name = row.text("ZCONTENT")?.into_owned();
        if let Some(message) = row.integer("ZMESSAGE")? {
            let bytes = name.len();
            others.files.insert(message, name, bytes);
        }
        Ok(())
    })?;
    let pairs: Option<Table> =
        reading.database.schema.tables.iter().find(|table| is_pairs(table)).cloned();
    if let Some(pairs) = pairs {
        let (chats, mut chat_of) = (&others.chats, Known::default());
        reading.look_up_table(&pairs, &mut |row| {
            let (chat, message) = (row.integer_at(0), row.integer_at(1));
            // A message may be listed for two chats: the later one is the one it was written in.
            if let (Some(chat), Some(message)) =
                (chat.filter(|c| chats.get(Some(*c)).is_some()), message)
            {
                chat_of.insert(message, chat, 0);
            }
            Ok(())
        })?;
        others.chat_of = chat_of;
    }
    reading.pour("ZKIKMESSAGE", &mut |row, writer| fill_ios(row, writer, &others))?;
    reading.pour("ZKIKUSER", &mut fill_ios_user)
}

/// Whether this is the table of chats and their messages, `Z_3MESSAGES` with other numbers.
fn is_pairs(table: &Table) -> bool {
    let [chat, message] = table.layout.columns.as_slice() else { return false };
    table.name.starts_with("Z_")
        && chat.name.ends_with("CHAT")
        && message.name.ends_with("MESSAGES")
}

fn fill_ios(row: &RowView<'_>, writer: &mut Writer, others: &Others) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    let key = row.integer("Z_PK")?;
    message.platform.set("kik");
    message.reference.set(&row.text("ZSTANZAID")?);
    clock.read(row, &["ZTIMESTAMP"], Unit::AppleSeconds, &mut message.sent)?;
    let kind = row.integer("ZTYPE")?;
    extra.add("ZTYPE", &kind.map_or(String::new(), |kind| kind.to_string()));
    let way = match kind {
        Some(1) => Way::In,
        Some(2) => Way::Out,
        _ => Way::Unknown,
    };
    let user = row.integer("ZUSER")?;
    let partner = others.chats.get(others.chat_of.get(key).copied()).copied().or(user);
    let partner = others.people.get(partner).cloned().unwrap_or_default();
    message.conversation.set(&titled(&partner.name, &partner.jid));
    let mut author = Party::default();
    if let Some(own) = others.people.get(user).filter(|own| !own.is_group()) {
        own.put(&mut author);
    }
    put_parties(message, people, way, &partner, author);
    message.body.set(&row.text("ZBODY")?);
    message.attachment.set(others.files.name(key));
    message.content.set(match kind {
        Some(1 | 2) if message.attachment.is_empty() => "text",
        Some(1 | 2) => "media",
        _ => "system",
    });
    Ok(Filled::Message)
}

fn put_parties(
    message: &mut model::records::Message,
    people: &People,
    way: Way,
    partner: &Person,
    author: Party,
) {
    if partner.is_group() {
        put_message(message, &people.owner, way, None, Some(author));
        return;
    }
    let mut peer = Party::default();
    partner.put(&mut peer);
    put_message(message, &people.owner, way, Some(peer), None);
}

fn fill_ios_user(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("kik");
    contact.owner.clone_from(&people.owner);
    let party = &mut contact.contact;
    People::account("kik", &row.text("ZJID")?, party);
    party.name.set(&row.text("ZDISPLAYNAME")?);
    party.handle.set(&row.text("ZUSERNAME")?);
    let mut address = Party::default();
    people.address(&row.text("ZEMAIL")?, &mut address);
    party.email = address.email;
    Ok(Filled::Contact)
}

fn read_android(reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
    let mut people: HashMap<String, Person> = HashMap::new();
    reading.look_up("KIKcontactsTable", &mut |row| {
        let jid = row.text("jid")?.into_owned();
        let name = row.text("display_name")?.into_owned();
        let handle = row.text("user_name")?.into_owned();
        if people.len() < ENTRIES_MAX {
            people.insert(jid.clone(), Person { jid, name, handle });
        }
        Ok(())
    })?;
    let mut files: HashMap<String, String> = HashMap::new();
    if reading.has("KIKContentTable") {
        reading.look_up("KIKContentTable", &mut |row| {
            if row.text("content_name")? == "file-name" && files.len() < ENTRIES_MAX {
                let name = row.text("content_string")?.into_owned();
                files.insert(row.text("content_id")?.into_owned(), name);
            }
            Ok(())
        })?;
    }
    reading.pour("messagesTable", &mut |row, writer| fill_android(row, writer, &people, &files))?;
    if reading.has("KIKcontactsTable") {
        reading.pour("KIKcontactsTable", &mut fill_android_contact)?;
    }
    Ok(())
}

fn fill_android(
    row: &RowView<'_>,
    writer: &mut Writer,
    known: &HashMap<String, Person>,
    files: &HashMap<String, String>,
) -> Result<Filled, Fault> {
    let Writer { message, people, clock, extra, .. } = writer;
    message.platform.set("kik");
    message.reference.set(&row.text_of(&["uid", "_id"])?);
    clock.read(row, &["timestamp"], Unit::Millis, &mut message.sent)?;
    let person = |jid: &str| {
        let alone = || Person { jid: jid.to_owned(), ..Person::default() };
        known.get(jid).cloned().unwrap_or_else(alone)
    };
    let author = person(&row.text("partner_jid")?);
    // In a group `partner_jid` is the author, and `bin_id` the group.
    let bin = row.text("bin_id")?;
    let partner = if bin.ends_with(GROUP_END) { person(&bin) } else { author.clone() };
    extra.add("bin_id", &bin);
    message.conversation.set(&titled(&partner.name, &partner.jid));
    let mut party = Party::default();
    if !author.is_group() {
        author.put(&mut party);
    }
    put_parties(message, people, Way::from_me(row.integer("was_me")?), &partner, party);
    message.body.set(&row.text("body")?);
    let content = row.text("content_id")?;
    extra.add("content_id", &content);
    message.attachment.set(files.get(&*content).map_or(&*content, String::as_str));
    let notices = [row.text("sys_msg")?, row.text("stat_msg")?];
    for (name, text) in ["sys_msg", "stat_msg"].into_iter().zip(&notices) {
        extra.add(name, text);
    }
    let is_notice = message.body.is_empty() && notices.iter().any(|text| !text.is_empty());
    message.content.set(match (is_notice, message.attachment.is_empty()) {
        (true, _) => "system",
        (_, false) => "media",
        _ => "text",
    });
    Ok(Filled::Message)
}

fn fill_android_contact(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, .. } = writer;
    contact.platform.set("kik");
    contact.owner.clone_from(&people.owner);
    let jid = row.text("jid")?.into_owned();
    let name = row.text("display_name")?.into_owned();
    let handle = row.text("user_name")?.into_owned();
    Person { jid, name, handle }.put(&mut contact.contact);
    Ok(Filled::Contact)
}
