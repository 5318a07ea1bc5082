//! What the fuzz targets share: each family of formats is held to what `crates/ingest/tests/held`
//! asks of any bytes.

use tutela_ingest::formats::FORMATS;
use tutela_ingest::formats::delimited::{Mapping, house};
use tutela_ingest::{ReadsBy, Settings};

#[path = "../../crates/ingest/tests/held/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod held;

/// The families and the codes of their formats; every format of the register is in one.
const FAMILIES: &[(&str, &[&str])] = &[
    ("xml", &["camt", "goaml", "ofx", "iso20022"]),
    ("json", &["telegram", "case_uco", "charging_json"]),
    ("lines", &["whatsapp_text", "bodyfile", "hash_list", "swift_mt", "tagpack", "ftm"]),
    ("xml", &["camt", "goaml"]),
    ("json", &["telegram"]),
    ("xml", &["camt", "goaml", "google_activity"]),
    ("json", &["telegram", "cybertip", "google_takeout", "meta", "discord", "snapchat", "signal", "twitter", "skype"]),
    ("lines", &["whatsapp_text", "bodyfile", "hash_list"]),
    ("lines", &["whatsapp_text", "bodyfile", "hash_list", "vcard", "icalendar", "email"]),
    ("travel", &["edifact", "bcbp", "gpx", "kml"]),
    ("xml", &["camt", "goaml", "google_activity", "google_subscriber", "meta_return"]),
    ("json", &["telegram", "cybertip", "google_takeout", "meta", "discord", "snapchat", "signal", "twitter", "skype", "google_chat"]),
    ("lines", &["whatsapp_text", "bodyfile", "hash_list", "snapchat_return"]),
    ("tables", &["delimited"]),
    ("xml", &["camt", "goaml", "ufed", "dfxml"]),
    ("json", &["telegram", "vics"]),
    ("lines", &["whatsapp_text", "bodyfile", "hash_list", "timeline"]),
    ("tables", &["delimited", "leapp"]),
    ("workbooks", &["workbook"]),
    ("databases", &["sqlite"]),
];

/// Reads `bytes` with every format of a family.
///
/// # Panics
///
/// Where a format breaks a promise, or stands in no family.
pub fn ask(family: &str, bytes: &[u8]) {
    for format in FORMATS {
        let home = FAMILIES.iter().find(|(_, codes)| codes.contains(&format.code()));
        let Some((home, _)) = home else { panic!("`{}` is in no family", format.code()) };
        if *home == family {
            let mapping = (format.reads_by() == ReadsBy::Mapping).then(|| likely(bytes)).flatten();
            let settings =
                Settings { case_zone: "Europe/Rome".into(), mapping, ..Settings::default() };
            held::hold(*format, bytes, &settings);
        }
    }
}

/// The mapping of the house that has most of its headers somewhere in the first bytes; in a
/// workbook, which is compressed, the one for workbooks.
fn likely(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"PK") {
        return Some("mto-b".to_owned());
    }
    let head = String::from_utf8_lossy(bytes.get(..4_096).unwrap_or(bytes));
    let found = |mapping: &&Mapping| {
        mapping.columns.keys().filter(|header| head.contains(header.as_str())).count()
    };
    house().max_by_key(found).map(|mapping| mapping.name.clone())
}
