//! What the fuzz target asks: one reader of the register is held to what `crates/ingest/tests/held` asks
//! of any bytes.

use std::sync::LazyLock;

use tutela_ingest::formats::delimited::{Mapping, house};
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::{HOUSE, Reader};
use tutela_ingest::{Head, ReadsBy, Settings};

#[path = "../../crates/ingest/tests/held/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod held;

/// The reader that was named; a name that no reader has ends the run.
static NAMED: LazyLock<Option<Reader>> = LazyLock::new(|| {
    let code = std::env::var("TUTELA_READER").ok()?;
    Some(HOUSE.named(&code).unwrap_or_else(|| panic!("there is no reader `{code}`")))
});

/// Reads `bytes` with the reader that was named, or with the one that knows them.
///
/// # Panics
///
/// Where a reader breaks a promise.
pub fn ask(bytes: &[u8]) {
    let case_zone = "Europe/Rome".to_owned();
    let mut settings = Settings { case_zone, ..Settings::default() };
    let known = || match recognise(&HOUSE, None, &Head::of(bytes, &settings)) {
        Recognised::Taken(reader, _) => Some(reader),
        Recognised::Unread(_) => None,
    };
    let Some(reader) = NAMED.or_else(known) else { return };
    if reader.reads_by() == ReadsBy::Mapping {
        settings.mapping = likely(bytes);
    }
    held::hold(reader, bytes, &settings);
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
