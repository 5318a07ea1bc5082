//! LevelDB stores of programs on computers: chats of Microsoft Teams, kept in Chromium's `IndexedDB`.
//!
//! Messages become messages, calls sessions, people contacts, members of conversations mentions. A store
//! is a folder of tables (`.ldb`, `.sst`), a log (`.log`) and a list (`MANIFEST-…`); each of these files
//! is an exhibit of its own, or a member of an image or archive, and is read by itself.
//!
//! - **Versions:** tables and logs of LevelDB, blocks plain or packed with Snappy; `IndexedDB` of Chromium
//!   with values of V8's form 12 to 15, packed or not; Teams classic (1.x) and new (2.x), for work and at
//!   home.
//! - **Recognised by:** the last eight bytes of a table; a first record of a log with its right sum, or
//!   whose entries fill it; the program by the shape of its values, because names of stores may stand in
//!   another file: `messages` or `messageMap` beside `conversationId`, `mri` beside a name, `buddies`,
//!   `threadProperties` or `lastMessage` beside the `id` of a thread. A file in which no chats are known
//!   ends as unsupported, with the names of its stores and the numbers of their records. A list
//!   (`MANIFEST`) is known and holds no rows.
//! - **Specification:** LevelDB, `doc/table_format.md` and `doc/log_format.md`; for keys
//!   `indexed_db_leveldb_coding.cc` of Chromium, for values `value-serializer.cc` of V8; for Teams none
//!   published, stores and names are those that forensicsim reads.
//! - **Fields kept:** messages with author, conversation, time of arrival (ISO 8601 or milliseconds since
//!   1970), text as it stands, mostly HTML, and names of files; calls of the property `call-log`, and of
//!   events with a list of parts, which are taken to arrive when the call ends; people. What no field
//!   takes stays in `extra`, with the `sequence` number of the record, which counts what was written to
//!   the store. The key of a chat of two names both, and states the receiver.
//! - **Fields dropped:** `trimmedMessageContent`, and `renderContent` where it is the text again. Stores of
//!   other content, such as the index `messages`, are named with the number of their records.
//! - **Deleted rows:** a message that the program marks as deleted is `deleted`. Versions of a record that
//!   a later version or a deletion in the same file replaced come after the others, `recovered`, and say
//!   from what; rows of them that say what another row says are counted and not told again.
//! - **A message** that stands only as the last one of its conversation is told from there.
//! - **Damage:** blocks and records whose sum is wrong are left out, counted, and make the reading partial;
//!   a value that cannot be read is set aside with the byte at which it ends. A log that ends within a
//!   record was being written, and that is told with the bytes left over.
//! - **Known limits:** the newest version is judged file by file: what one file shows as active, another of
//!   the folder may have changed or deleted (compare `sequence`). Values in the `.blob` folder are counted,
//!   not read. A table without its end, blocks packed with Zstandard, and what a block holds behind its
//!   entries are not searched. Other programs in such stores (Discord and Skype keep settings there) are
//!   named and not read.
//! - **Crates:** a reader of our own. `rusty-leveldb` and the bindings of LevelDB open a folder, take its
//!   lock, and give the newest version of a key alone; here one file is given, read-only, and what was
//!   replaced matters.

mod bytes;
mod entries;
mod envelope;
mod key;
mod log;
mod names;
mod reading;
mod table;
mod teams;
mod v8;

use model::say;

use self::bytes::Bytes;
use self::entries::Entries;
use self::reading::Reading;
use crate::format::{Head, Source, SourceFormat, Sure, read_ends};
use crate::sink::{Halt, Sink};

/// Orders of keys that a list of the files of a store names.
const ORDERS: [&[u8]; 2] = [b"leveldb.BytewiseComparator", b"idb_cmp1"];

/// Files of LevelDB stores; see the module.
#[derive(Debug)]
pub struct LevelDb;

impl SourceFormat for LevelDb {
    fn code(&self) -> &'static str {
        "leveldb"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if head.tail.ends_with(table::MAGIC) || is_log(head.bytes) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let (head, _) = read_ends(source.bytes, source.len).map_err(Halt::Read)?;
        if is_list(record_in(&head)) {
            return sink.remark(say::leveldb_list());
        }
        let entries = Entries::open(source.bytes, source.len)?;
        Reading::new(entries, source.len, source.settings, sink).read()
    }
}

/// Whether a file begins as a log does: its first record is whole, or its sum is right.
fn is_log(head: &[u8]) -> bool {
    // Behind a sum and a length stands the kind, which is 1 or 2: most members are none by that alone.
    if !matches!(head.get(6), Some(1 | 2)) {
        return false;
    }
    let record = record_in(head);
    is_list(record) || is_batch(record) || log::first_record(head).is_some()
}

/// The first record, whatever its sum.
fn record_in(head: &[u8]) -> &[u8] {
    let mut bytes = Bytes::new(head);
    let len = bytes.take(4).and_then(|_| bytes.le16());
    bytes.byte();
    let rest = bytes.rest();
    len.and_then(|len| rest.get(..usize::from(len))).unwrap_or(rest)
}

/// The first field of a list is the name of the order of its keys, behind its length.
fn is_list(record: &[u8]) -> bool {
    let name = record.get(2..).unwrap_or_default();
    record.first() == Some(&1) && ORDERS.iter().any(|order| name.starts_with(order))
}

/// Entries behind a sequence number and their count; they fill the record.
fn is_batch(record: &[u8]) -> bool {
    let mut bytes = Bytes::new(record);
    let Some(count) = bytes.le64().and_then(|_| bytes.le32()) else { return false };
    // No entry takes fewer than two bytes.
    let is_read = (count as usize) <= record.len() / 2
        && (0..count).all(|_| match bytes.byte() {
            Some(0) => bytes.counted().is_some(),
            Some(1) => bytes.counted().is_some() && bytes.counted().is_some(),
            _ => false,
        });
    count > 0 && is_read && bytes.rest().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_and_lists_are_known_by_their_first_record() {
        let list = [&b"\x11\x22\x33\x44\x20\0\x01\x01\x1aleveldb.BytewiseComparator"[..], &[2; 4]]
            .concat();
        assert!(is_log(&list) && is_list(record_in(&list)));
        let entries = b"\x01\x03key\x05value\0\x03old";
        let log =
            [&b"\x11\x22\x33\x44\x1c\0\x01\x07\0\0\0\0\0\0\0\x02\0\0\0"[..], entries].concat();
        assert!(is_log(&log) && !is_list(record_in(&log)));
        // One entry more than there is.
        let mut cut = log.clone();
        cut[15] = 3;
        assert!(!is_log(&cut) && !is_log(b"") && !is_log(&[1; 40]));
    }
}
