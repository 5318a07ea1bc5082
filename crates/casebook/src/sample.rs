//! A sample: the first rows of a file as they would be read, and nothing stored.

use std::fs::File;
use std::path::Path;

use ingest::outcome::{CageState, FormatSeen};
use ingest::sink::{Note, SkipReason};
use ingest::supervise::{self, KeepFault, Keeper};
use ingest::{Checked, Job, RecordFrame, RejectRef, Settings};
use model::wire::SlotRef;
use model::{PlaceRef, Reject};
use serde::Serialize;

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::mappings;
use crate::reading::ReadingOptions;

/// Rows of a sample.
const ROWS: u64 = 10;

/// The first rows of a file as they would be read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sample {
    /// `sampled`, `parsed` for a short file, or what went wrong.
    pub state: &'static str,
    /// Format code.
    pub format: String,
    /// What the reader notes: mapping, zone, encoding, unknown fields.
    pub notes: Vec<Note>,
    /// The rows: kind, then field and value for each field that is stated.
    pub records: Vec<(&'static str, Vec<(String, String)>)>,
    /// The rows that would be set aside.
    pub rejects: Vec<Reject>,
    /// Why nothing could be read.
    pub trouble: Option<String>,
}

impl Sample {
    /// The sample as lines for a person.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.notes.iter().map(ToString::to_string).collect();
        for (kind, fields) in &self.records {
            let stated: Vec<String> =
                fields.iter().map(|(name, text)| format!("{name}={text:?}")).collect();
            lines.push(format!("{kind}: {}", stated.join("  ")));
        }
        lines.extend(self.rejects.iter().map(ToString::to_string));
        lines.extend(self.trouble.clone());
        lines
    }
}

impl Keeper for Sample {
    fn recognised(&mut self, format: &FormatSeen) -> Result<(), KeepFault> {
        self.format.clone_from(&format.code);
        Ok(())
    }

    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        let kind = record.kind();
        let mut fields = Vec::new();
        let checked = record.read(|index, slot| {
            if let (Some(field), Some(text)) = (kind.fields().get(index), shown(&slot)) {
                fields.push((field.name.to_owned(), text));
            }
        })?;
        self.records.push((kind.table(), fields));
        Ok(checked)
    }

    fn reject(&mut self, reject: &RejectRef<'_>) -> Result<(), KeepFault> {
        self.rejects.push(Reject::from(*reject));
        Ok(())
    }

    fn skip(&mut self, _: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), KeepFault> {
        self.notes.push(note.clone());
        Ok(())
    }
}

/// A slot for a person's eye; `None` where nothing is stated.
fn shown(slot: &SlotRef<'_>) -> Option<String> {
    match slot {
        SlotRef::Text("") => None,
        SlotRef::Text(text) => Some((*text).to_owned()),
        SlotRef::Integer(value) => value.map(|value| value.to_string()),
        SlotRef::Stamp(stamp) => stamp.map(|stamp| format!("{} [{}]", stamp.stated, stamp.zone)),
        SlotRef::Amount(amount) => amount.map(|amount| amount.money.to_string()),
        SlotRef::Party(party) => party.map(|party| {
            let stated: Vec<&str> =
                party.texts.into_iter().filter(|text| !text.is_empty()).collect();
            stated.join(" · ")
        }),
    }
}

/// Reads the first rows of a file in the cage.
pub fn sample(
    case: &Case,
    path: &Path,
    reading: &ReadingOptions,
    worker: &supervise::WorkerCommand,
) -> Result<Sample, Fault> {
    reading.check(case)?;
    let mut settings = reading.settings(case);
    settings.mappings = mappings::all(case)?;
    let file = File::open(path).map_err(|e| Fault::io(path, e))?;
    let mut job = Job::new(settings);
    job.rows_max = Some(ROWS);
    let mut sample = Sample::default();
    let outcome = supervise::read_caged(worker, &file, &job, &mut sample)
        .map_err(|e| Fault::of_library(Exit::Bug, &e).at(path.display()))?;
    sample.state = outcome.state.name();
    sample.trouble = outcome.trouble.map(|trouble| trouble.to_string());
    Ok(sample)
}

/// Cages a reader of nothing, to see what the kernel enforces.
pub fn try_cage(worker: &supervise::WorkerCommand) -> Result<CageState, Fault> {
    let path = Path::new("/proc/self/exe");
    let file = File::open(path).map_err(|e| Fault::io(path, e))?;
    let mut job = Job::new(Settings::default());
    job.rows_max = Some(1);
    let outcome = supervise::read_caged(worker, &file, &job, &mut Sample::default())
        .map_err(|e| Fault::of_library(Exit::Denied, &e))?;
    outcome.cage.ok_or_else(|| {
        Fault::new(Exit::Denied, "the reader died before it was caged", "check the installation")
    })
}
