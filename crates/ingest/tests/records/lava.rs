//! The database of LAVA, and write-ahead logs and their indexes inside archives.

use std::io::Write as _;

use model::record::Kind;
use tutela_ingest::MemberState;

use crate::collected::{fixture, read, read_whole, recognised};
use crate::sqlite::said;

#[test]
fn artifacts_of_lava_are_the_records_their_tables_would_be() {
    let bytes = fixture("sqlite/lava.db");
    assert_eq!(recognised(&bytes), Some("sqlite"));
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none(), "{:?}", found.halt);
    let calls = found.of(Kind::Session);
    assert_eq!(calls.len(), 2);
    assert_eq!(
        (calls[0].get("start.earliest"), calls[0].get("start")),
        ("2023-11-14T22:13:20Z", "1700000000")
    );
    assert_eq!(calls[0].get("start.zone_source"), "in_value");
    assert_eq!((calls[0].get("duration_s"), calls[0].get("status")), ("95", "Ended"));
    assert_eq!(calls[0].get("callee.phone"), "+390266334455");
    assert_eq!(calls[1].get("caller.account"), "whatsapp:390266334455@s.whatsapp.net");
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 2);
    assert_eq!(
        (messages[0].get("body"), messages[0].get("sent.earliest")),
        ("message 1", "2023-11-14T22:13:20.25Z")
    );
    assert_eq!(messages[0].get("attachment"), "picture1.jpg");
    assert!(messages[0].get("extra").contains("\"media_reference\":\"r1\""));
    // A report does not say that a row was not deleted.
    assert!(found.rows.iter().all(|row| row.get("state").is_empty()));
    // A time that LAVA could not count stands as text.
    assert_eq!(messages[1].get("sent.earliest"), "2023-11-14T22:14:20Z");
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    assert!(said(&found, "whatsappcallhistory (iLEAPP, module whatsApp)"));
    assert!(said(&found, "_file_path_list (1)"));
}

#[test]
fn a_bad_time_of_a_known_artifact_sets_its_row_aside() {
    let mut bytes = fixture("sqlite/lava.db");
    let time = b"2023-11-14 22:14:20+00:00";
    let at = memchr::memmem::find(&bytes, time).unwrap();
    bytes[at..at + 4].copy_from_slice(b"soon");
    let found = read("sqlite", &bytes);
    assert_eq!(found.codes(), ["ING-005"], "{:?}", found.rejects);
    assert_eq!(
        (found.rejects[0].field.as_str(), found.of(Kind::Message).len()),
        ("message timestamp", 1)
    );
}

#[test]
fn a_number_that_no_column_declares_as_a_time_costs_its_row_only_the_time() {
    let mut bytes = fixture("sqlite/lava.db");
    let time = b"2023-11-14 22:14:20+00:00";
    let at = memchr::memmem::find(&bytes, time).unwrap();
    bytes[at..at + time.len()].copy_from_slice(b"9223372036854775807.00000");
    let found = read("sqlite", &bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let messages = found.of(Kind::Message);
    assert_eq!((messages[1].get("body"), messages[1].get("sent")), ("message 2", ""));
    assert!(messages[1].get("extra").contains("9223372036854775807"));
    assert!(said(&found, "sms: 1 times are numbers"));
}

#[test]
fn artifacts_of_lava_that_nobody_knows_are_activities_or_positions() {
    let found = read("sqlite", &fixture("sqlite/lava.db"));
    let things = found.of(Kind::Activity);
    assert_eq!(things.len(), 2);
    assert_eq!(
        (things[0].get("action"), things[0].get("target")),
        ("newprogram_things", "https://example.org/1")
    );
    assert_eq!(things[0].get("at.earliest"), "2023-11-14T22:13:20Z");
    // Under an unknown name a cell need not be a time.
    assert_eq!(things[1].get("at"), "");
    assert!(things[1].get("extra").contains("\"created\":\"unknown\""));
    let places = found.of(Kind::Position);
    assert_eq!((places.len(), places[0].get("latitude_e7")), (1, "454641943"));
    let files = found.of(Kind::Media);
    assert_eq!(files[0].get("path"), "private/var/mobile/Attachments/picture1.jpg");
    assert_eq!(files[0].get("created.earliest"), "2023-11-14T22:13:20Z");
    assert!(said(&found, "newprogram_things, newprogram_places"));
}

/// An archive of a database with files beside it.
fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Header of a log without frames, its checksum in order.
fn log() -> Vec<u8> {
    let mut words = vec![0x377f_0682_u32, 3_007_000, 512, 0, 1, 2];
    let (mut one, mut two) = (0_u32, 0_u32);
    for pair in words.chunks(2) {
        one = one.wrapping_add(pair[0].swap_bytes()).wrapping_add(two);
        two = two.wrapping_add(pair[1].swap_bytes()).wrapping_add(one);
    }
    words.extend([one, two]);
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

#[test]
fn a_log_in_an_archive_is_read_with_its_database_and_not_told_as_lost() {
    let database = fixture("sqlite/android-sms.db");
    let mut index = vec![0; 32_768];
    index[..4].copy_from_slice(&3_007_000_u32.to_le_bytes());
    index[48..52].copy_from_slice(&3_007_000_u32.to_le_bytes());
    let log = log();
    for order in [[0, 1, 2], [1, 2, 0]] {
        let all: [(&str, &[u8]); 3] =
            [("a/sms.db", &database), ("a/sms.db-wal", &log), ("a/sms.db-shm", &index)];
        let found = read_whole(&archive(&order.map(|at| all[at])));
        assert!(
            found.members.iter().all(|one| one.state == MemberState::Parsed),
            "{:?}",
            found.members
        );
        assert!(said(&found, "it holds no rows"));
        assert!(said(&found, "The write-ahead log beside the database is empty."));
    }
    let found = read_whole(&archive(&[("a/other.db-wal", &log)]));
    assert_eq!(found.members[0].state, MemberState::Failed);
    assert!(found.members[0].remedy.contains("give it together with its database"));
}
