//! What the fuzz target asks, and how it changes an exhibit: one reader of the register is held to what
//! `crates/ingest/tests/held` asks of any bytes, in little time, and the same when it is asked again.
//!
//! A large image is kept without its holes (`crates/ingest/tests/packed`), and changed in its blocks alone.

use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzzer_mutate;
use rustix::time::{ClockId, clock_gettime};
use tutela_ingest::formats::delimited::{Mapping, house};
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::{HOUSE, Reader};
use tutela_ingest::{Head, ReadsBy, Settings};

use changes::{Chance, change, change_numbers, mend, used};
use packed::{BLOCK_BYTES, blocks, unpacked};

#[path = "../../crates/ingest/tests/changes/mod.rs"]
mod changes;
#[path = "../../crates/ingest/tests/held/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod held;
#[path = "../../crates/ingest/tests/packed/mod.rs"]
#[expect(dead_code, reason = "what makes the first corpus packs it")]
mod packed;

/// Longest time of the processor for one exhibit: tens of kilobytes are read in milliseconds, holes are
/// digested up to what `held` looks at.
const PATIENCE: Duration = Duration::from_secs(2);

/// One exhibit in so many is read twice.
const TWICE_EVERY: usize = 16;

/// The reader that was named; a name that no reader has ends the run.
static NAMED: LazyLock<Option<Reader>> = LazyLock::new(|| {
    let code = std::env::var("TUTELA_READER").ok()?;
    Some(HOUSE.named(&code).unwrap_or_else(|| panic!("there is no reader `{code}`")))
});

/// Reads an exhibit with the reader that was named, or with the one that knows it. The exhibit as it was
/// read, with the holes of an image, is kept at `TUTELA_KEEP`.
///
/// # Panics
///
/// Where a reader breaks a promise.
pub fn ask(given: &[u8]) {
    let sum: usize = given.iter().map(|byte| usize::from(*byte)).sum();
    let mut bytes = unpacked(given);
    if let Cow::Owned(image) = &mut bytes
        && !sum.is_multiple_of(8)
    {
        mend(image);
    }
    let bytes = &*bytes;
    if let Some(path) = std::env::var_os("TUTELA_KEEP") {
        std::fs::write(path, bytes).unwrap_or_else(|error| panic!("TUTELA_KEEP: {error}"));
    }
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
    let begun = processor();
    let held = held::hold(reader, bytes, &settings);
    let took = processor().saturating_sub(begun);
    assert!(took < PATIENCE, "{} bytes took {took:?}", bytes.len());
    if sum.is_multiple_of(TWICE_EVERY) {
        let again = held::hold(reader, bytes, &settings);
        assert!(held == again, "the same bytes give other rows: {held:?} {again:?}");
    }
}

/// Processor time of this thread, so that other processes do not count.
fn processor() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
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

/// Changes the first `size` bytes of `data`, which has room for `max_size`; gives their number.
pub fn changed(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut chance = Chance::of(0, seed.into());
    if let Some(blocks) = data.get_mut(..size).and_then(blocks) {
        change_blocks(blocks, &mut chance);
        return size;
    }
    let size = match chance.below(8) {
        0 => {
            let mut own = data.get(..size).unwrap_or_default().to_vec();
            let (places, other) = (used(&own), own.clone());
            change(&mut own, &places, &other, &mut chance);
            let len = own.len().min(max_size).min(data.len());
            data[..len].copy_from_slice(&own[..len]);
            len
        }
        _ => fuzzer_mutate(data, size, max_size),
    };
    if chance.below(8) > 0 {
        mend(data.get_mut(..size).unwrap_or_default());
    }
    size
}

/// Changes numbers wherever they stand, or one block as the fuzzer likes.
fn change_blocks(blocks: &mut [u8], chance: &mut Chance) {
    if chance.below(2) == 0 {
        let (mut own, places) = (blocks.to_vec(), used(blocks));
        change_numbers(&mut own, &places, chance);
        let len = own.len();
        blocks[..len].copy_from_slice(&own);
        return;
    }
    let number = chance.below(blocks.len() / BLOCK_BYTES);
    if let Some(block) = blocks.chunks_exact_mut(BLOCK_BYTES).nth(number) {
        let mut own = block.to_vec();
        let len = fuzzer_mutate(&mut own, BLOCK_BYTES, BLOCK_BYTES);
        block[..len].copy_from_slice(&own[..len]);
    }
}
