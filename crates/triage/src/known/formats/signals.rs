//! Lists that ThreatExchange's own program writes (`threatexchange dataset --print-records --csv`).
//!
//! - **Recognised by:** the header `signal_type,signal_str,collab,category,tags`.
//! - **Specification:** facebook/ThreatExchange, `python-threatexchange`, `cli/dataset_cmd.py`: types
//!   `pdq`, `video_md5`, `video_sha256`, `video_vpdq` (a film) and others; the category is what those who share the signal
//!   think of it together.
//! - **Known limits:** the same signal of several collaborations is a row for each. A signal that is
//!   neither a digest nor a code (a text, an address) is no row of a set: the list is refused.

use csv::{ByteRecord, ReaderBuilder};

use super::super::digests::DigestKind;
use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{take_code, take_digest};
use super::table::fault;
use super::vpdq::take_film;
use super::{Entry, Pour, SetFormat, Stated, whole_lines};

/// The header of a list.
const HEADER: &[u8] = b"signal_type,signal_str,collab,category,tags";

/// Lists of ThreatExchange; see the module.
#[derive(Debug)]
pub(super) struct Signals;

impl SetFormat for Signals {
    fn code(&self) -> &'static str {
        "threatexchange"
    }

    fn knows(&self, head: &[u8]) -> bool {
        whole_lines(head).next() == Some(HEADER)
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let mut reader = ReaderBuilder::new().from_reader(source);
        let (mut row, mut entry) = (ByteRecord::new(), Entry::default());
        while reader.read_byte_record(&mut row).map_err(|error| fault(&error))? {
            let line = row.position().map_or(0, csv::Position::line);
            take(&row, &mut entry, &|| format!("line {line}"))?;
            pour(&entry)?;
        }
        Ok(Stated { version: String::new(), scheme: "threatexchange".to_owned() })
    }
}

fn take(row: &ByteRecord, entry: &mut Entry, place: &impl Fn() -> String) -> Result<(), Refusal> {
    let cell = |at| row.get(at).map(<[u8]>::trim_ascii).unwrap_or_default();
    let (named, signal) = (cell(0), cell(1));
    entry.clear();
    entry.category.push_str(&String::from_utf8_lossy(cell(3)));
    match named {
        b"pdq" => take_code(entry, signal, place),
        b"video_md5" => take_digest(entry, DigestKind::Md5, signal, place),
        b"video_sha256" => take_digest(entry, DigestKind::Sha256, signal, place),
        b"video_vpdq" | b"vpdq" => take_film(entry, signal, place),
        other => {
            let other: String = String::from_utf8_lossy(other).chars().take(80).collect();
            let fact = format!(
                "a signal of type `{other}`, which is neither a digest nor a PDQ code nor a film"
            );
            Err(Refusal::new(Fault::MixedKinds, place(), fact))
        }
    }
}
