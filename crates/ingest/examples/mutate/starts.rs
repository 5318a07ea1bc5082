//! What to start from: the fixtures, what was found before, and the beginnings of real files.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use casetest::usage::first_thread;
use tutela_ingest::Settings;
use tutela_ingest::register::Reader;

use crate::changes::{Chance, change, used};
use crate::held::hold;
use crate::packed::{BLOCK_BYTES, pack};
use crate::samples::{self, Example};

/// Real files to start from: their format and, for tables, the mapping a person would choose.
const REAL: &[(&str, &str, &str)] = &[
    ("camt", "finance/camt/camt053.v2.minimal.xml", ""),
    ("camt", "finance/camt/camt053.v2.multi.statement.xml", ""),
    ("camt", "finance/camt/camt053.v8.xml", ""),
    ("camt", "finance/camt/camt054.v2.xml", ""),
    ("camt", "finance/iso20022/FI_camt_053_sample.xml", ""),
    ("swift_mt", "finance/mt940/betterplace-sepa_mt9401.sta", ""),
    ("swift_mt", "finance/mt940/jejik-rabobank-iban.sta", ""),
    ("swift_mt", "finance/mt940/self-provided-multiline.sta", ""),
    ("ofx", "finance/ofx/bank_medium.ofx", ""),
    ("ofx", "finance/ofx/multiple_accounts.ofx", ""),
    ("iso20022", "finance/iso20022/pacs.008.001.07.xml", ""),
    ("case_uco", "hashing/case-uco/call_log.json", ""),
    ("case_uco", "hashing/case-uco/sms_and_contacts.json", ""),
    ("telegram", "mobile-chat/telegram/personal_chat.json", ""),
    ("telegram", "mobile-chat/telegram/single_export.json", ""),
    ("sqlite", "mobile-chat/android-contacts2.db", ""),
    ("sqlite", "mobile-chat/android-mmssms.db", ""),
    ("whatsapp_text", "mobile-chat/whatsapp-txt/test_ddmmyy_24hrs.txt", ""),
    ("whatsapp_text", "mobile-chat/whatsapp-txt/test_mmddyyyy_12hrs.txt", ""),
    ("bodyfile", "disk-images/inventories/fls_bodyfile.txt", ""),
    ("hash_list", "hashing/hashsets/NSRL-2.0.txt", ""),
    ("hash_list", "hashing/hashsets/hashdeep.txt", ""),
    ("hash_list", "hashing/hashsets/ilookv4.hsh", ""),
    ("hash_list", "hashing/hashsets/md5deep-size.txt", ""),
    ("delimited", "finance/mobilemoney/mobilemoney_part1.csv", "mobile-money"),
    ("delimited", "finance/amlsim-20K_fanin200/transactions.csv", "amlsim-transactions"),
    ("delimited", "events/copenhagen/calls.csv", "copenhagen-calls"),
];

/// Bytes taken of a real file: enough for some rows of any, few enough for thousands of readings.
const REAL_BYTES_MAX: usize = 12 * 1024;

/// Shortest image that the coverage-guided target is given without its holes.
const PACKED_BYTES_MIN: usize = 16 * 1024;

/// Longest time of the processor for making holes in one image.
const THINNING: Duration = Duration::from_mins(1);

/// An exhibit to start from, with the places where something stands.
pub(crate) struct Start {
    own: Example,
    used: Vec<usize>,
}

impl Start {
    /// The exhibit.
    pub(crate) fn own(&self) -> &Example {
        &self.own
    }
}

/// What to start from.
pub(crate) fn starts(code: &str) -> Vec<Start> {
    let mut all = samples::examples(code);
    all.extend(samples::findings(code));
    for (_, path, mapping) in REAL.iter().filter(|(own, ..)| *own == code) {
        let Some(full) = casetest::real::path(path) else { continue };
        let Ok(mut bytes) = fs::read(full) else { continue };
        bytes.truncate(REAL_BYTES_MAX);
        let settings = samples::rome((!mapping.is_empty()).then_some(mapping));
        all.push(Example { name: (*path).to_owned(), bytes, settings });
    }
    all.into_iter().map(|own| Start { used: used(&own.bytes), own }).collect()
}

/// The changed exhibit of this number, and what it was made from.
pub(crate) fn changed(starts: &[Start], seed: u64, number: u64) -> (&Example, Vec<u8>) {
    let mut chance = Chance::of(seed, number);
    let start = &starts[chance.below(starts.len())];
    let other = &starts[chance.below(starts.len())].own.bytes;
    let mut bytes = start.own.bytes.clone();
    change(&mut bytes, &start.used, other, &mut chance);
    (&start.own, bytes)
}

/// Writes what a coverage-guided run starts from, unless it stands there; images without their holes.
pub(crate) fn write_corpus(reader: Reader, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for start in starts(reader.code()) {
        let bytes = &start.own.bytes;
        let is_text = bytes.iter().take(PACKED_BYTES_MIN).all(|byte| *byte != 0);
        let path = folder.join(start.own.name.replace('/', "-"));
        if path.exists() {
            continue;
        }
        if bytes.len() < PACKED_BYTES_MIN || is_text {
            fs::write(path, bytes)?;
        } else {
            fs::write(path, pack(&thinned(reader, &start.own)))?;
        }
    }
    Ok(())
}

/// What a reading gives, without what files hold.
fn outline(reader: Reader, bytes: &[u8], settings: &Settings) -> impl PartialEq + use<> {
    let held = hold(reader, bytes, settings);
    let members = held.members.into_iter().map(|one| (one.inside, one.format, one.state));
    (held.counts, held.halt, members.collect::<Vec<_>>())
}

/// The image with holes in place of whatever its reading does not miss.
fn thinned(reader: Reader, own: &Example) -> Vec<u8> {
    let whole = outline(reader, &own.bytes, &own.settings);
    let mut bytes = own.bytes.clone();
    let begun = first_thread();
    for blocks in [256, 64, 16, 4, 1] {
        let size = blocks * BLOCK_BYTES;
        for at in (0..bytes.len()).step_by(size) {
            if first_thread().saturating_sub(begun) > THINNING {
                return bytes;
            }
            let end = (at + size).min(bytes.len());
            let kept = bytes[at..end].to_vec();
            if kept.iter().all(|byte| *byte == 0) {
                continue;
            }
            bytes[at..end].fill(0);
            if outline(reader, &bytes, &own.settings) != whole {
                bytes[at..end].copy_from_slice(&kept);
            }
        }
    }
    bytes
}
