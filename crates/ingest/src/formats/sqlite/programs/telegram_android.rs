//! Telegram on Android: `cache4.db`.
//!
//! - **Recognised by:** `messages_v2` or `messages` with `mid`, `uid`, `out` and `data`, beside `users`.
//! - **Specification:** the public source of Telegram for Android (`MessagesStorage.java`) for the tables;
//!   the published schema for what stands in `data`, all layers up to 228 (`tl/schema.tl`).
//! - **Fields kept:** of messages, also scheduled ones and those of topics, the key, the conversation
//!   (`uid`), the time (seconds since 1970), whether the owner wrote it (`out`), and what
//!   `telegram_tl.rs` names: text, author, media, events; calls are sessions. Of `users` names, user name,
//!   number and key; of the imported address book (`user_contacts_v7`, `user_phones_v7`) names and numbers.
//!   The user whose record says so is the owner, where nobody stated one.
//! - **Known limits:** where a constructor is not in the schema, the message has what stands before it: at
//!   least the columns of its row, with `not decoded` as content. How many, and which constructors, is
//!   told. What the columns and the content say of the time must agree, else the content is left aside.

use std::collections::{BTreeMap, HashMap};

use model::say;

use super::Program;
use super::telegram::{Named, Peer, Peers, Standing, Told, put, put_phone};
use super::telegram_tl::{dialog, tell};
use super::way::{Way, file_name};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::tl::{self, Object, Stop, Value};
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Telegram on Android; see the module.
pub(super) struct Telegram;

/// Numbers of imported entries, by their key.
type Phones = HashMap<String, Vec<String>>;

/// Imported entries kept for look-up; address books have thousands.
const ENTRIES_MAX: usize = 200_000;

/// Messages of topics kept to be told once: 16 bytes each.
const TOPIC_MESSAGES_MAX: usize = 1_000_000;

/// Largest number of a dialogue that is a user or group; larger ones are secret conversations, folders.
const PEER_MAX: i64 = 1 << 40;

/// The bit that marks the number of a secret conversation.
const SECRET: i64 = 1 << 62;

/// Unknown constructors named in one sentence.
const NAMED_MAX: usize = 12;

/// The owner's own record.
const SELF_BIT: u32 = 10;

impl Program for Telegram {
    fn name(&self) -> &'static str {
        "Telegram for Android (cache4.db)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        let is_message = |table| schema.has(table, &["mid", "uid", "date", "out", "data"]);
        (is_message("messages_v2") || is_message("messages")) && schema.table("users").is_some()
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut others = others(reading)?;
        let phones = phones(reading)?;
        for table in ["messages_v2", "messages", "scheduled_messages_v2", "messages_topics"] {
            if reading.has(table) {
                others.in_topics = table == "messages_topics";
                others.is_scheduled = table == "scheduled_messages_v2";
                reading.pour(table, &mut |row, writer| fill_message(row, writer, &mut others))?;
            }
        }
        others.remark(reading);
        reading.pour("users", &mut fill_user)?;
        if reading.has("user_contacts_v7") {
            reading
                .pour("user_contacts_v7", &mut |row, writer| fill_contact(row, writer, &phones))?;
        }
        Ok(())
    }
}

/// What messages refer to, and what became of them.
#[derive(Default)]
struct Others {
    peers: Peers,
    /// The user at the other end of a secret conversation.
    secret: Known<i64>,
    /// Messages of topics, by conversation and key, and whether another table has told them.
    topics: HashMap<(i64, i64), bool>,
    in_topics: bool,
    is_scheduled: bool,
    whole: u64,
    in_part: u64,
    not_at_all: u64,
    unknown: BTreeMap<u32, u64>,
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    let mut owner = None;
    reading.look_up("users", &mut |row| {
        if let Some((id, named, is_owner)) = user(row)? {
            if is_owner {
                owner = Some(Peer::user(id));
            }
            others.peers.insert(id, named);
        }
        Ok(())
    })?;
    reading.look_up("chats", &mut |row| {
        if let Some((id, named)) = group(row)? {
            others.peers.insert(id, named);
        }
        Ok(())
    })?;
    if reading.has("enc_chats") {
        reading.look_up("enc_chats", &mut |row| {
            if let (Some(id), Some(user)) = (row.integer("uid")?, row.integer("user")?) {
                others.secret.insert(id, user, 0);
            }
            Ok(())
        })?;
    }
    if reading.has("messages_topics") {
        reading.look_up("messages_topics", &mut |row| {
            if others.topics.len() < TOPIC_MESSAGES_MAX {
                let key = row.integer("uid")?.zip(row.integer("mid")?);
                others.topics.extend(key.map(|key| (key, false)));
            }
            Ok(())
        })?;
    }
    let people = &mut reading.writer.people;
    if let Some(owner) = owner
        && people.owner.is_absent()
    {
        let mut party = model::Party::default();
        others.peers.put(owner, people, &mut party);
        people.owner = party;
    }
    Ok(others)
}

impl Others {
    /// The peer of a conversation; `stated` is what a message in it says.
    fn dialog(&self, uid: i64, stated: Option<Peer>) -> Option<Peer> {
        let secret = if uid & SECRET != 0 && uid > 0 {
            Some(uid & 0xFFFF_FFFF)
        } else if uid != 0 && uid.trailing_zeros() >= 32 {
            Some(uid >> 32)
        } else {
            None
        };
        match (secret, uid) {
            (Some(id), _) => self.secret.get(Some(id)).map(|user| Peer::user(*user)),
            (None, 1..PEER_MAX) => Some(Peer::user(uid)),
            (None, _) if uid < 0 && uid > -PEER_MAX => {
                stated.filter(|peer| peer.id == -uid).or_else(|| self.peers.group(-uid))
            }
            _ => None,
        }
    }

    fn remark(&self, reading: &mut Reading<'_, '_, '_, '_>) {
        let tally = &mut reading.tally;
        tally.remark(say::telegram_read(self.whole, self.in_part, self.not_at_all));
        if !self.unknown.is_empty() {
            let named = self.unknown.iter().take(NAMED_MAX);
            let named = named.map(|(number, rows)| format!("{number:#010x} ({rows})"));
            let further = (self.unknown.len() > NAMED_MAX).then(|| "…".to_owned());
            let named: Vec<_> = named.chain(further).collect();
            tally.remark(say::telegram_constructors(named.join(", ")));
        }
        if self.peers.is_full() {
            tally.remark(say::look_ups_full());
        }
    }
}

/// The object that a column holds, as far as it can be read, and what ended the reading.
fn object<'r>(
    row: &RowView<'r>,
    column: &'static str,
    of: &str,
) -> (Option<Object<'r>>, Option<Stop>, &'r [u8]) {
    match row.datum(column) {
        Datum::Bytes(bytes) => tl::read(bytes, of),
        _ => (None, Some(Stop::Broken), &[]),
    }
}

/// Name and user name, which stand in one column, in small letters, with `;;;` between them.
fn parts(name: &str) -> (&str, &str) {
    name.split_once(";;;").unwrap_or((name, ""))
}

/// A user, and whether it is the owner.
fn user(row: &RowView<'_>) -> Result<Option<(i64, Named, bool)>, Fault> {
    let Some(id) = row.integer("uid")? else { return Ok(None) };
    let column = row.text("name")?;
    let (name, handle) = parts(&column);
    let mut named = Named {
        kind: "user",
        name: name.to_owned(),
        handle: handle.to_owned(),
        ..Named::default()
    };
    let Some(user) = object(row, "data", "User").0 else { return Ok(Some((id, named, false))) };
    let name = format!("{} {}", user.text("first_name"), user.text("last_name"));
    if !name.trim().is_empty() {
        name.trim().clone_into(&mut named.name);
    }
    if !user.text("username").is_empty() {
        user.text("username").clone_into(&mut named.handle);
    }
    user.text("phone").clone_into(&mut named.phone);
    Ok(Some((id, named, user.flag(SELF_BIT) || user.name == "userSelf")))
}

fn group(row: &RowView<'_>) -> Result<Option<(i64, Named)>, Fault> {
    let Some(id) = row.integer("uid")? else { return Ok(None) };
    let mut named =
        Named { kind: "chat", name: row.text("name")?.into_owned(), ..Named::default() };
    if let Some(group) = object(row, "data", "Chat").0 {
        if group.name.starts_with("channel") {
            named.kind = "channel";
        }
        if !group.text("title").is_empty() {
            group.text("title").clone_into(&mut named.name);
        }
        group.text("username").clone_into(&mut named.handle);
    }
    Ok(Some((id, named)))
}

/// The numbers of each imported entry, whose key is text.
fn phones(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Phones, Halt> {
    let mut phones = Phones::new();
    if reading.has("user_phones_v7") {
        reading.look_up("user_phones_v7", &mut |row| {
            let phone = row.text("phone")?.into_owned();
            if phones.len() < ENTRIES_MAX && !phone.is_empty() {
                phones.entry(row.text("key")?.into_owned()).or_default().push(phone);
            }
            Ok(())
        })?;
    }
    Ok(phones)
}

fn fill_message(
    row: &RowView<'_>,
    writer: &mut Writer,
    others: &mut Others,
) -> Result<Filled, Fault> {
    let uid = row.integer("uid")?.unwrap_or(0);
    let key = (uid, row.integer("mid")?.unwrap_or(0));
    match others.topics.get_mut(&key) {
        // A message of a topic may stand in two tables.
        Some(true) if others.in_topics => return Ok(Filled::Part),
        Some(is_told) => *is_told = true,
        None => {}
    }
    writer.message.reference.set(&row.text("mid")?);
    writer.clock.read(row, &["date"], Unit::Seconds, &mut writer.message.sent)?;
    let (object, told) = decode(row, others)?;
    let dialog = others.dialog(uid, object.as_ref().and_then(dialog));
    let way = Way::from_me(row.integer("out")?);
    let standing = Standing { dialog, key: row.text("uid")?.into_owned(), way };
    let is_decoded = told.is_some();
    let filled = put(told.unwrap_or_default(), &standing, &others.peers, writer);
    if !is_decoded {
        writer.message.content.set("not decoded");
        writer.extra.add("note", "the text stands encoded in `data`");
    }
    if others.is_scheduled {
        writer.extra.add("scheduled", "yes");
    }
    Ok(filled)
}

/// What the content of a message tells, where it can be read and agrees with the columns.
fn decode<'r>(
    row: &RowView<'r>,
    others: &mut Others,
) -> Result<(Option<Object<'r>>, Option<Told>), Fault> {
    let (object, stop, rest) = object(row, "data", "Message");
    if let Some(Stop::Unknown(number)) = stop {
        *others.unknown.entry(number).or_default() += 1;
    }
    let date = row.integer("date")?;
    let is_text = |object: &Object<'_>| {
        matches!(object.get("message"), Some(Value::Text(_))) || object.object("action").is_some()
    };
    let agreed = object.filter(|object| object.int("date") == date && is_text(object));
    let Some(object) = agreed else {
        others.not_at_all += 1;
        return Ok((None, None));
    };
    let mut told = tell(&object);
    if stop.is_none() {
        others.whole += 1;
        put_path(rest, &mut told);
    } else {
        others.in_part += 1;
        told.fact("note", "what follows the text in `data` was read in part");
    }
    Ok((Some(object), Some(told)))
}

/// Behind a message stands the path of the file that was sent with it.
fn put_path(rest: &[u8], told: &mut Told) {
    let text = tl::read_text(rest).unwrap_or_default();
    // Names and values may stand before it, each followed by two bars.
    let path = text.rsplit("||").next().unwrap_or_default().trim();
    if path.contains('/') {
        told.fact("attach_path", path);
        if told.file.is_empty() && !told.content.is_empty() {
            file_name(path).clone_into(&mut told.file);
        }
    }
}

fn fill_user(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { contact, people, extra, .. } = writer;
    contact.platform.set("telegram");
    contact.owner.clone_from(&people.owner);
    let Some((id, named, is_owner)) = user(row)? else { return Ok(Filled::Contact) };
    if id > 0 && id < PEER_MAX {
        People::account("telegram", &Peer::user(id).to_string(), &mut contact.contact);
        contact.contact.name.set(&named.name);
    }
    contact.contact.handle.set(&named.handle);
    put_phone(&named.phone, people, &mut contact.contact);
    if is_owner {
        extra.add("self", "yes");
    }
    Ok(Filled::Contact)
}

fn fill_contact(row: &RowView<'_>, writer: &mut Writer, phones: &Phones) -> Result<Filled, Fault> {
    let Writer { contact, people, extra, .. } = writer;
    contact.platform.set("telegram");
    contact.owner.clone_from(&people.owner);
    let (first, last) = (row.text("fname")?, row.text("sname")?);
    let name = format!("{first} {last}");
    let id = row.integer("uid")?.filter(|id| *id > 0 && *id < PEER_MAX);
    if let Some(id) = id {
        People::account("telegram", &Peer::user(id).to_string(), &mut contact.contact);
    }
    contact.contact.name.set(name.trim());
    let key = row.text("key")?;
    let all = phones.get(&*key).map_or(&[][..], Vec::as_slice);
    people.phone(all.first().map_or("", String::as_str), &mut contact.contact);
    extra.add("key", &key);
    if all.len() > 1 {
        extra.add("phones", &all.join("; "));
    }
    Ok(Filled::Contact)
}
