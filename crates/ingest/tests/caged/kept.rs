//! A keeper that keeps everything in memory, and the few words every test of the worker needs.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::time::Duration;

use model::PlaceRef;
use model::wire::SlotRef;
use tutela_ingest::outcome::FormatSeen;
use tutela_ingest::{
    Checked, Job, KeepFault, Keeper, Member, Note, Outcome, Progress, RecordFrame, RejectRef,
    Settings, SkipReason, SuperviseFault, WorkerCommand, read_caged,
};

/// Everything that arrived, row by row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The format's code and version.
    pub(crate) format: Option<(String, u32)>,
    /// Rows, in the order they came.
    pub(crate) rows: Vec<Row>,
    /// Lines that are no rows.
    pub(crate) skipped: u64,
    /// Notes.
    pub(crate) notes: Vec<Note>,
    /// Members of containers that were done with.
    pub(crate) members: Vec<Member>,
    /// Fails to store this row.
    pub(crate) full_at: Option<u64>,
    /// Is stopped by a person at this row.
    pub(crate) stop_at: Option<u64>,
}

/// A row: its place, and the slots of its record in words, or the code of its reject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) number: u64,
    pub(crate) bytes_start: u64,
    pub(crate) bytes_len: u64,
    pub(crate) path: String,
    pub(crate) words: String,
}

impl Row {
    pub(crate) fn new(place: PlaceRef<'_>, words: String) -> Self {
        let PlaceRef { row, bytes_start, bytes_len, path, .. } = place;
        Self { number: row, bytes_start, bytes_len, path: path.to_owned(), words }
    }
}

/// Appends a slot in words, where it states something.
pub(crate) fn say(words: &mut String, index: usize, slot: SlotRef<'_>) {
    let said = match slot {
        SlotRef::Text("")
        | SlotRef::Integer(None)
        | SlotRef::Stamp(None)
        | SlotRef::Amount(None)
        | SlotRef::Party(None) => Ok(()),
        SlotRef::Text(text) => write!(words, "{index}={text};"),
        slot => write!(words, "{index}={slot:?};"),
    };
    said.unwrap();
}

/// Counts records and the bytes of their slots, checking each record as a keeper must.
#[derive(Debug, Default)]
pub(crate) struct Count {
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
}

impl Keeper for Count {
    fn recognised(&mut self, _: &FormatSeen) -> Result<(), KeepFault> {
        Ok(())
    }
    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        self.rows += 1;
        self.bytes += u64::try_from(record.bytes_len()).unwrap();
        Ok(record.read(|_, slot| {
            std::hint::black_box(slot);
        })?)
    }
    fn reject(&mut self, _: &RejectRef<'_>) -> Result<(), KeepFault> {
        self.rows += 1;
        Ok(())
    }
    fn skip(&mut self, _: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
        Ok(())
    }
    fn note(&mut self, _: &Note) -> Result<(), KeepFault> {
        Ok(())
    }
}

impl Keeper for Kept {
    fn recognised(&mut self, format: &FormatSeen) -> Result<(), KeepFault> {
        let seen = (format.code.clone(), format.version);
        assert!(self.format.as_ref().is_none_or(|earlier| *earlier == seen), "recognised anew");
        self.format = Some(seen);
        Ok(())
    }

    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        let row = record.place().row;
        if self.full_at == Some(row) {
            return Err(std::io::Error::from(std::io::ErrorKind::StorageFull).into());
        }
        let place = record.place();
        let mut words = String::new();
        let checked = record.read(|index, slot| say(&mut words, index, slot))?;
        self.rows.push(Row::new(place, words));
        Ok(checked)
    }

    fn reject(&mut self, reject: &RejectRef<'_>) -> Result<(), KeepFault> {
        self.rows.push(Row::new(reject.place, reject.kind.code()));
        Ok(())
    }

    fn skip(&mut self, _: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
        self.skipped += 1;
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), KeepFault> {
        self.notes.push(note.clone());
        Ok(())
    }

    fn member(&mut self, member: &Member) -> Result<(), KeepFault> {
        self.members.push(member.clone());
        Ok(())
    }

    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        match self.stop_at {
            Some(row) if progress.rows >= row => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// The tests' worker, less patient than the product's, so that a hang costs a second.
pub(crate) fn worker(args: &[&str]) -> WorkerCommand {
    let mut worker = WorkerCommand::new(env!("CARGO_BIN_EXE_tutela-worker").into(), args);
    worker.patience = Duration::from_secs(1);
    worker
}

/// An exhibit of these bytes.
pub(crate) fn exhibit(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

/// Reads `bytes` with the worker called with `args`.
pub(crate) fn read(args: &[&str], bytes: &[u8]) -> (Kept, Result<Outcome, SuperviseFault>) {
    read_job(args, bytes, &Job::new(Settings::default()))
}

/// Reads `bytes` as the job says.
pub(crate) fn read_job(
    args: &[&str],
    bytes: &[u8],
    job: &Job,
) -> (Kept, Result<Outcome, SuperviseFault>) {
    let mut kept = Kept::default();
    let outcome = read_caged(&worker(args), &exhibit(bytes), job, &mut kept);
    (kept, outcome)
}
