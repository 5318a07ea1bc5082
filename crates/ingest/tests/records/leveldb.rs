//! LevelDB stores of programs on computers: chats of Teams.

use model::record::Kind;
use tutela_ingest::sink::Halt;

use crate::collected::{Collected, fixture, read, recognised};
use crate::sqlite::said;
use crate::sqlite_programs::table;

const CLASSIC: &str = "leveldb/teams-classic.ldb";

const NEW: &str = "leveldb/teams-new.log";

fn whole(name: &str) -> Collected {
    let bytes = fixture(name);
    assert_eq!(recognised(&bytes), Some("leveldb"));
    let found = read("leveldb", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{name}: {:?}", found.rejects);
    found
}

/// Why a reading ended early.
fn halted(found: &Collected) -> String {
    found.halt.as_ref().map(ToString::to_string).unwrap_or_default()
}

const MESSAGE: [&str; 5] = ["reference", "state", "content", "attachment", "body"];

const REPLACED: &str = "earlier version of a record that was changed";

#[test]
fn messages_of_the_classic_program_are_read_with_what_was_replaced_and_deleted() {
    let found = whole(CLASSIC);
    assert_eq!(
        table(&found, Kind::Message, &MESSAGE),
        [
            "1768030000001|active|text||<div>message 1</div>",
            "1768030000002|active|text||<div>répondu “2”</div>",
            "1768030000003|active|text||message 3, changed",
            "1768030000004|active|media|paper.pdf; plan.png|",
            "1768030000005|deleted|text||",
            "1768030000006|active|system||<addmember><eventtime>1768032000000</eventtime></addmember>",
            "1768030000003|recovered|text||message 3",
            "1768030000008|recovered|text||message 8",
            "1768030000009|active|text||last",
        ]
    );
    let messages = found.of(Kind::Message);
    let [first, answer, .., replaced, deleted, last] = &*messages else { panic!() };
    let (one, two) = (
        "teams:8:orgid:00000001-1111-2222-3333-444444444444",
        "teams:8:orgid:00000002-1111-2222-3333-444444444444",
    );
    assert_eq!((first.get("sender.account"), first.get("receiver.account")), (one, two));
    assert_eq!((first.get("sender.name"), first.get("reply_to")), ("Person One", ""));
    assert_eq!((answer.get("receiver.account"), answer.get("reply_to")), (one, "1768030000001"));
    assert_eq!(first.get("sent.earliest"), "2026-01-10T08:01:00Z");
    assert!(first.get("extra").contains(r#""messagetype":"RichText/Html""#));
    assert!(first.get("extra").contains(r#""sequence":"101""#), "{}", first.get("extra"));
    assert!(replaced.get("extra").contains(REPLACED) && !first.get("extra").contains("recovered"));
    assert!(deleted.get("extra").contains("record that was deleted"));
    // It stands nowhere but at the head of its conversation, whose title is known.
    assert_eq!(last.get("conversation"), "Chess club · 19:meeting_1@thread.v2");
    assert_eq!(last.get("receiver.account"), "");
    assert!(last.place.path.ends_with("/lastMessage"));
    assert!(said(&found, "skypexspaces-one / replychains (8 read, 1 deletions)"));
    assert!(said(&found, "skypexspaces-one / internaldata (1 of other content)"));
    assert!(said(&found, "entries of indexes and descriptions (5)"));
    assert!(said(&found, "read by itself"));
}

#[test]
fn calls_people_and_members_of_the_classic_program_are_read() {
    let found = whole(CLASSIC);
    let fields = ["reference", "status", "duration_s", "caller.name", "callee.name"];
    let calls = table(&found, Kind::Session, &fields);
    assert_eq!(calls, ["call-1|answered|90|Person One|Person Two"]);
    let fields = ["contact.name", "contact.email", "contact.phone", "state"];
    let people = table(&found, Kind::Contact, &fields);
    assert_eq!(people, ["Person Two|two@example.org|+390266334455|active"]);
    let members = table(&found, Kind::Party, &["party.account", "party.name", "role"]);
    assert_eq!(
        members,
        [
            "teams:8:orgid:00000001-1111-2222-3333-444444444444||member",
            "teams:8:orgid:00000003-1111-2222-3333-444444444444|Person Three|member",
        ]
    );
}

#[test]
fn a_log_of_the_new_program_is_read_over_the_ends_of_its_blocks() {
    let found = whole(NEW);
    assert_eq!(
        table(&found, Kind::Message, &MESSAGE),
        [
            "1768030000001|active|text||<p>message 1</p>",
            "1768030000002|active|text||<p>пятница ♞</p>",
            "1768030000004|recovered|text||<p>message 4</p>",
        ]
    );
    let fields = ["sent.earliest", "sender.account", "conversation"];
    let first = table(&found, Kind::Message, &fields).remove(0);
    assert_eq!(first, "2026-01-10T08:00:00.001Z|teams:8:live:person_2|19:meeting_1@thread.v2");
    let fields = ["status", "duration_s", "start.earliest", "members"];
    assert_eq!(
        table(&found, Kind::Session, &fields),
        ["answered|26|2026-01-10T07:59:34.003Z|8:live:person_1; 8:live:person_2"]
    );
    assert_eq!(table(&found, Kind::Contact, &["contact.account"]), ["teams:8:live:person_2"]);
    // The first message again in the version before, packed inside its record.
    assert!(said(&found, "not told again: 1"));
    assert!(said(&found, "in the `.blob` folder"));
    // The place leads to the bytes of the entry.
    let bytes = fixture(NEW);
    let place = &found.of(Kind::Contact)[0].place;
    let start = usize::try_from(place.bytes_start).unwrap();
    let entry = &bytes[start..start + usize::try_from(place.bytes_len).unwrap()];
    assert!(entry.ends_with(b"8:live:person_2{\x02$\0\x01{\x02"), "{entry:?}");
}

#[test]
fn a_spoilt_record_of_a_log_is_told_and_all_others_are_read() {
    let mut bytes = fixture(NEW);
    let at = bytes.windows(11).rposition(|own| own == b"Event/Call\"").unwrap();
    bytes[at] ^= 1;
    let found = read("leveldb", &bytes);
    assert!(halted(&found).contains("cannot be read: 1; the first: the sum of a record is wrong"));
    assert_eq!(found.of(Kind::Session).len(), 0);
    assert_eq!(found.of(Kind::Message).len(), 3);
    // Without its beginning a parted record is one loss, not several.
    let mut bytes = fixture(NEW);
    bytes[1_000] ^= 1;
    let found = read("leveldb", &bytes);
    assert!(halted(&found).contains("cannot be read: 1;"), "{}", halted(&found));
    assert_eq!(found.of(Kind::Message).len(), 3);
}

#[test]
fn a_log_that_ends_within_a_record_says_so_and_is_read_up_to_there() {
    let bytes = fixture(NEW);
    let found = read("leveldb", &bytes[..bytes.len() - 20]);
    assert!(found.halt.is_none() && said(&found, "ends within a record"));
    assert_eq!((found.of(Kind::Message).len(), found.of(Kind::Contact).len()), (3, 0));
    // Its last record takes 139 bytes: here three of its header are left.
    let found = read("leveldb", &bytes[..bytes.len() - 136]);
    assert!(found.halt.is_none() && said(&found, "ends within a record"));
    assert!(!said(&whole(NEW), "ends within a record"));
}

#[test]
fn a_spoilt_block_of_a_table_is_told_and_a_table_without_its_index_is_refused() {
    let mut bytes = fixture(CLASSIC);
    let at = bytes.windows(9).position(|own| own == b"message 1").unwrap();
    bytes[at] ^= 1;
    let found = read("leveldb", &bytes);
    assert!(halted(&found).contains("cannot be read: 1; the first: the sum of a block is wrong"));
    assert_eq!((found.of(Kind::Message).len(), found.of(Kind::Contact).len()), (1, 1));
    let mut bytes = fixture(CLASSIC);
    let footer = bytes.len() - 48;
    bytes[footer..footer + 16].fill(0xff);
    let found = read("leveldb", &bytes);
    assert!(halted(&found).contains("its footer leads nowhere"), "{}", halted(&found));
}

#[test]
fn a_list_has_no_rows_and_a_store_of_other_content_is_named() {
    let list = [&b"\x11\x22\x33\x44\x1c\0\x01\x01\x1aleveldb.BytewiseComparator"[..]].concat();
    assert_eq!(recognised(&list), Some("leveldb"));
    let found = read("leveldb", &list);
    assert!(found.halt.is_none() && said(&found, "MANIFEST") && found.counts.rows == 0);
    // One entry of a page's own storage, with a right sum.
    let log =
        b"\x69\x6b\x91\x82\x25\0\x01\x07\0\0\0\0\0\0\0\x01\0\0\0\x01\x14_https://example.org\x02ab";
    let found = read("leveldb", log);
    assert_eq!(recognised(log), Some("leveldb"));
    assert!(matches!(found.halt, Some(Halt::Unsupported { .. })), "{}", halted(&found));
}

#[test]
fn stores_of_teams_that_others_made_are_read_whole() {
    let Some(folder) = casetest::real::path("mobile-chat/teams-desktop") else { return };
    // Every message and person of these that ccl_chromium_reader gives is among them.
    let stores = [
        ("jane_doe_v_1_4_00_11161/000115.ldb", 1_495, 4, 0),
        ("jane_doe_v_1_4_00_11161/000118.ldb", 11, 0, 0),
        ("john_doe_v_1_4_00_11161/000116.ldb", 1_470, 4, 3),
        ("karelze_v_23306_3309_2530_1346/000129.log", 25, 19, 9),
    ];
    for (name, messages, calls, people) in stores {
        let found = read("leveldb", &std::fs::read(folder.join(name)).unwrap());
        assert!(found.halt.is_none() && found.rejects.is_empty(), "{name}: {:?}", found.rejects);
        let count = |kind| found.of(kind).len();
        let counts = (count(Kind::Message), count(Kind::Session), count(Kind::Contact));
        assert_eq!(counts, (messages, calls, people), "{name}");
    }
}

#[test]
fn a_page_of_chrome_with_values_of_every_kind_is_understood_and_named() {
    let Some(path) = casetest::real::path("mobile-chat/indexeddb/chrome-109.log") else { return };
    let found = read("leveldb", &std::fs::read(path).unwrap());
    assert!(matches!(found.halt, Some(Halt::Unsupported { .. })) && found.rejects.is_empty());
    let named = "IndexedDB test / test store a (2 of other content, 2 in the `.blob` folder)";
    assert!(halted(&found).contains(named), "{}", halted(&found));
}
