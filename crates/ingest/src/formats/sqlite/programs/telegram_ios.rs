//! Telegram on the iPhone and the Mac: `db_sqlite` of the store called Postbox, decrypted.
//!
//! - **Recognised by:** tables `t0`, `t2` and `t7`, each of a `key` and a `value`.
//! - **Specification:** the public source of Telegram for iOS (`Postbox`); tables and encoding as iLEAPP
//!   (`telegramMesssages.py`, `telegramAccounts.py`) reads them: `t0` the state of the account, `t2` people
//!   and groups, `t6` files that several messages share, `t7` messages.
//! - **Fields kept:** of messages the key, the conversation and the time (both in the key of the row), the
//!   way they went, and what `telegram_postbox.rs` names; calls are sessions. Of people names, user name,
//!   number and key. The owner is whose account it is, where nobody stated one.
//! - **Known limits:** on the Mac, and on an iPhone with a passcode of Telegram's own, the file is encrypted
//!   and is no SQLite. A message that cannot be read has the columns of its row, with `not decoded` as
//!   content; how many is told. Files that only another message holds are not looked up.

use model::{Party, say};

use super::Program;
use super::telegram::{Named, Peer, Peers, Standing, Told, put, put_phone};
use super::telegram_postbox::{Stored, peer, read, tell_media};
use super::way::Way;
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::people::People;
use crate::formats::sqlite::postbox::{Coded, Reader};
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Writer};
use crate::sink::Halt;

/// Telegram on Apple's systems; see the module.
pub(super) struct Telegram;

/// The row of `t0` with the state of the account.
const ACCOUNT_KEY: i64 = 2;

/// Bytes that a file kept for look-up takes beside its texts.
const FILE_BYTES: usize = 512;

/// The kinds of keys of messages, by their number, but for the first.
const NAMESPACES: [&str; 4] = ["cloud", "local", "secret, incoming", "scheduled"];

impl Program for Telegram {
    fn name(&self) -> &'static str {
        "Telegram for iOS or macOS (Postbox)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        ["t0", "t2", "t7"].iter().all(|table| schema.has(table, &["key", "value"]))
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        let mut others = others(reading)?;
        reading.pour("t7", &mut |row, writer| fill_message(row, writer, &mut others))?;
        let remark = say::telegram_read(others.whole, others.in_part, others.not_at_all);
        reading.tally.remark(remark);
        if others.peers.is_full() || others.files.is_full() {
            reading.tally.remark(say::look_ups_full());
        }
        reading.pour("t2", &mut fill_peer)
    }
}

/// What messages refer to, and what became of them.
#[derive(Default)]
struct Others {
    peers: Peers,
    /// The user at the other end of a secret conversation.
    secret: Known<Peer>,
    /// Files that several messages share: the kind of key, and what they are.
    files: Known<(i32, Told)>,
    whole: u64,
    in_part: u64,
    not_at_all: u64,
}

fn others(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Others, Halt> {
    let mut others = Others::default();
    let mut owner = None;
    reading.look_up("t0", &mut |row| {
        if row.integer("key").ok().flatten() == Some(ACCOUNT_KEY) {
            let state = value(row).and_then(Coded::root);
            owner = state.and_then(|state| state.fields().int("peerId")).and_then(peer);
        }
        Ok(())
    })?;
    reading.look_up("t2", &mut |row| {
        let Some((number, object)) = row.integer("key")?.zip(value(row).and_then(Coded::root))
        else {
            return Ok(());
        };
        if let Some(peer) = peer(number) {
            others.peers.insert(peer.id, named(peer, &object));
        } else if let Some(user) = object.fields().int("r").and_then(peer) {
            others.secret.insert(number, user, 0);
        }
        Ok(())
    })?;
    if reading.has("t6") {
        reading.look_up("t6", &mut |row| {
            if let Some((namespace, id, told)) = file(row) {
                let bytes = told.facts.iter().map(|(name, text)| name.len() + text.len());
                let bytes = FILE_BYTES + bytes.sum::<usize>();
                others.files.insert(id, (namespace, told), bytes);
            }
            Ok(())
        })?;
    }
    let people = &mut reading.writer.people;
    if let Some(owner) = owner
        && people.owner.is_absent()
    {
        let mut party = Party::default();
        others.peers.put(owner, people, &mut party);
        people.owner = party;
    }
    Ok(others)
}

fn value<'r>(row: &RowView<'r>) -> Option<&'r [u8]> {
    if let Datum::Bytes(bytes) = row.datum("value") { Some(bytes) } else { None }
}

fn key<'r>(row: &RowView<'r>) -> Option<&'r [u8]> {
    if let Datum::Bytes(bytes) = row.datum("key") { Some(bytes) } else { None }
}

/// What the store says of a user, group or channel.
fn named(peer: Peer, object: &Coded<'_>) -> Named {
    let fields = object.fields();
    let name = format!("{} {}", fields.text("fn"), fields.text("ln"));
    let name = if name.trim().is_empty() { fields.text("t") } else { name.trim() };
    Named {
        kind: peer.kind,
        name: name.to_owned(),
        handle: fields.text("un").to_owned(),
        phone: fields.text("p").to_owned(),
    }
}

/// A file that several messages share, behind the two parts of its key.
fn file(row: &RowView<'_>) -> Option<(i32, i64, Told)> {
    let (namespace, id) = key(row)?.split_at_checked(4)?;
    let (namespace, id) = (be32(namespace)?, i64::from_be_bytes(id.try_into().ok()?));
    let mut reader = Reader { rest: value(row)? };
    // 0: it stands here; 1: in a message.
    if reader.byte()? != 0 {
        return None;
    }
    let mut told = Told::default();
    tell_media(&Coded::root(reader.bytes()?)?, &mut told);
    Some((namespace, id, told))
}

fn be32(bytes: &[u8]) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.try_into().ok()?))
}

/// The key of a message: conversation, kind, time, number.
struct Key {
    dialog: i64,
    namespace: i32,
    at: i32,
    id: i32,
}

impl Key {
    fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; 20] = bytes.try_into().ok()?;
        let (dialog, rest) = bytes.split_first_chunk::<8>()?;
        let [namespace, at, id] = [0, 4, 8].map(|start| rest.get(start..start + 4).and_then(be32));
        Some(Self { dialog: i64::from_be_bytes(*dialog), namespace: namespace?, at: at?, id: id? })
    }
}

fn fill_message(
    row: &RowView<'_>,
    writer: &mut Writer,
    others: &mut Others,
) -> Result<Filled, Fault> {
    let Some(key) = key(row).and_then(Key::read) else {
        return Err((model::RejectKind::Malformed, "key".into(), "not of 20 bytes".to_owned()));
    };
    let bytes = value(row).unwrap_or_default();
    // What is no message marks where some are missing.
    if bytes.first().is_some_and(|kind| *kind != 0) {
        return Ok(Filled::Part);
    }
    let Writer { message, clock, extra, .. } = &mut *writer;
    message.reference.set_fmt(format_args!("{}", key.id));
    clock
        .set(key.at.into(), 0, Unit::Seconds, &mut message.sent)
        .map_err(|kind| (kind, "key".into(), key.at.to_string()))?;
    let namespace = usize::try_from(key.namespace).ok();
    match namespace.and_then(|number| NAMESPACES.get(number)) {
        Some(&"cloud") => {}
        Some(kind) => extra.add("key_of", kind),
        None => extra.add("key_of", &key.namespace.to_string()),
    }
    let stored = read(bytes);
    let way = match &stored {
        Some(stored) if stored.is_incoming => Way::In,
        Some(_) => Way::Out,
        None => Way::Unknown,
    };
    let dialog = peer(key.dialog).or_else(|| others.secret.get(Some(key.dialog)).copied());
    let standing = Standing { dialog, key: key.dialog.to_string(), way };
    let is_decoded = stored.is_some();
    let told = others.told(stored);
    let filled = put(told, &standing, &others.peers, writer);
    if !is_decoded {
        writer.message.content.set("not decoded");
    }
    Ok(filled)
}

impl Others {
    /// What a message tells, with the files it refers to; it is counted.
    fn told(&mut self, stored: Option<Stored>) -> Told {
        let Some(Stored { mut told, referred, is_whole, .. }) = stored else {
            self.not_at_all += 1;
            return Told::default();
        };
        if is_whole {
            self.whole += 1;
        } else {
            self.in_part += 1;
            told.fact("note", "what follows the text was read in part");
        }
        for (namespace, id) in referred {
            let file = self.files.get(Some(id)).filter(|(own, _)| *own == namespace);
            let Some((_, file)) = file else {
                "media".clone_into(&mut told.content);
                told.fact("note", "the file it refers to is not in the store's table of files");
                continue;
            };
            told.content.clone_from(&file.content);
            told.file.clone_from(&file.file);
            told.facts.extend(file.facts.iter().cloned());
        }
        told
    }
}

/// A user that the store names; groups and channels are told with their messages.
fn fill_peer(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let number = row.integer("key")?;
    let object = value(row).and_then(Coded::root);
    let user = number.and_then(peer).filter(|peer| peer.kind == "user");
    let Some((peer, object)) = user.zip(object) else { return Ok(Filled::Part) };
    let Writer { contact, people, .. } = writer;
    let named = named(peer, &object);
    contact.platform.set("telegram");
    contact.owner.clone_from(&people.owner);
    People::account("telegram", &peer.to_string(), &mut contact.contact);
    contact.contact.name.set(&named.name);
    contact.contact.handle.set(&named.handle);
    put_phone(&named.phone, people, &mut contact.contact);
    Ok(Filled::Contact)
}
