//! The parent's side: starts a worker for one exhibit, checks every word it says, and ends with an
//! outcome whatever the worker does.
//!
//! An exhibit can crash, hang, starve or take over its reader; the parent then kills the worker,
//! keeps what had arrived, and names the exhibit's trouble, so that the ingest goes on. Only what is
//! no fault of the exhibit (no worker, no cage, no room to store) is a [`SuperviseFault`].

mod allowance;
mod child;
mod given;
mod intake;
mod listening;
pub(crate) mod process;
mod showing;
pub(crate) mod silence;

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use model::PlaceRef;
use model::wire::WireFault;

use crate::frame::{Checked, RecordFrame, RejectRef};
use crate::job::Job;
use crate::nest::{Closed, Mark, Member};
use crate::outcome::{FormatSeen, Outcome, Trouble, TroubleKind};
use crate::sink::{Counts, Note, SkipReason};
use crate::worker::scouts;
use allowance::Allowance;
use child::Child;
use given::ExhibitBytes;
use intake::{End, Intake};
use listening::{Heard, listen};
pub use showing::{Shown, Viewer, show_caged};
use silence::Silence;

/// Seconds without a word after which a worker counts as hung, had it a processor to speak on; a
/// worker that lives speaks five times a second.
pub const HANG_S: u64 = 10;

/// Most members of one exhibit that may break their reader before the exhibit is given up: each
/// costs a worker.
const CLOSED_MAX: usize = 1000;

/// How a worker is started.
#[derive(Debug, Clone)]
pub struct WorkerCommand {
    /// The program: as a rule this program itself.
    pub program: PathBuf,
    /// Its arguments: as a rule the hidden command.
    pub args: Vec<OsString>,
    /// Silence after which it counts as hung; see [`HANG_S`].
    pub patience: Duration,
}

impl WorkerCommand {
    /// A worker that is this very program, called with `args`.
    pub fn this_program(args: &[&str]) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        Ok(Self::new(program, args))
    }

    /// A worker that is another program.
    pub fn new(program: PathBuf, args: &[&str]) -> Self {
        let args = args.iter().map(OsString::from).collect();
        Self { program, args, patience: Duration::from_secs(HANG_S) }
    }
}

/// Takes what a worker read, checked and in order.
///
/// Rows come numbered from `stored_rows + 1` without a gap, each as a record or a reject.
pub trait Keeper {
    /// A format took the exhibit: the first call, and again where a member of a container broke the
    /// worker and another went on.
    fn recognised(&mut self, format: &FormatSeen) -> Result<(), KeepFault>;

    /// A row that became a record. [`RecordFrame::read`] gives its slots and the [`Checked`] to
    /// return; an error of it ends the exhibit, and a row torn by it is for the keeper to cut off.
    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault>;

    /// A row that was set aside.
    fn reject(&mut self, reject: &RejectRef<'_>) -> Result<(), KeepFault>;

    /// A line that is no row.
    fn skip(&mut self, place: &PlaceRef<'_>, reason: SkipReason) -> Result<(), KeepFault>;

    /// A fact on the exhibit; a resumed run repeats those of the run before.
    fn note(&mut self, note: &Note) -> Result<(), KeepFault>;

    /// A member of a container is done with; its rows came before.
    fn member(&mut self, _member: &Member) -> Result<(), KeepFault> {
        Ok(())
    }

    /// How far the reading is, after every block and at least five times a second; breaking off
    /// ends the exhibit as [`crate::State::Interrupted`].
    fn progress(&mut self, _progress: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// How far a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes of the exhibit that were read.
    pub bytes_read: u64,
    /// Its length in bytes.
    pub bytes_whole: u64,
    /// The number of the last row that arrived.
    pub rows: u64,
}

/// Why a keeper did not take something.
#[derive(Debug, thiserror::Error)]
pub enum KeepFault {
    /// The record is not well formed: the exhibit goes into quarantine.
    #[error("the record is not well formed: {0}")]
    Wire(#[from] WireFault),
    /// It could not be stored: the ingest ends.
    #[error("the record could not be stored")]
    Store(#[from] io::Error),
}

/// Why an exhibit could not be given to a worker at all, or what it read not be kept.
#[derive(Debug, thiserror::Error)]
pub enum SuperviseFault {
    /// The exhibit is not a file that can be read.
    #[error("the exhibit could not be opened for a worker; check that it is a plain file")]
    Exhibit(#[source] io::Error),
    /// The worker could not be started.
    #[error("the worker `{program}` could not be started; check the installation")]
    Start {
        /// The program.
        program: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// What was started is no worker of this version, or it died before it came to the exhibit.
    #[error(
        "the worker failed before it looked at the exhibit: {reason}; check that the program was \
         not replaced while it ran, and that the machine has memory left"
    )]
    Worker {
        /// What happened.
        reason: String,
    },
    /// The kernel cannot enforce the cage.
    #[error("the worker refused to read: {reason}; {remedy}")]
    Cage {
        /// What cannot be enforced.
        reason: String,
        /// What a person can do.
        remedy: String,
    },
    /// What was read could not be kept.
    #[error("what was read could not be stored")]
    Keeper(#[source] io::Error),
}

/// Reads one exhibit in a caged worker into `keeper`.
///
/// The calling thread must live until this returns, as it does: the kernel ends the worker with the
/// thread that started it, so that a killed parent leaves no reader behind.
pub fn read_caged<K: Keeper + ?Sized>(
    worker: &WorkerCommand,
    exhibit: &File,
    job: &Job,
    keeper: &mut K,
) -> Result<Outcome, SuperviseFault> {
    read_caged_with(worker, exhibit, &[], job, keeper)
}

/// As [`read_caged`], for an exhibit with companions, which the job names in the same order: the
/// further segments of an image, the log of a database.
pub fn read_caged_with<K: Keeper + ?Sized>(
    worker: &WorkerCommand,
    exhibit: &File,
    companions: &[File],
    job: &Job,
    keeper: &mut K,
) -> Result<Outcome, SuperviseFault> {
    let exhibit_bytes = ExhibitBytes::of(exhibit, companions, job)?;
    let mut job = job.clone();
    let stored_rows = job.stored_rows;
    let mut earlier = Counts::default();
    let mut went_on = false;
    loop {
        let file = exhibit.try_clone().map_err(SuperviseFault::Exhibit)?;
        match read_once(worker, (file, companions), exhibit_bytes, &job, keeper)? {
            Once::Ended(mut outcome) => {
                outcome.arrived = outcome.arrived.and(earlier);
                if went_on {
                    outcome.stored_rows = stored_rows;
                    // The worker that went on could only be told the rows before it.
                    outcome.whole = None;
                }
                return Ok(outcome);
            }
            Once::Broken { rows, closed, mark, arrived } => {
                went_on = true;
                earlier = earlier.and(arrived);
                job.stored_rows = rows;
                job.closed.extend(closed);
                job.mark = mark.or(job.mark);
                // Whatever broke it, it was not the number of its threads from here on.
                job.scouts = 0;
            }
        }
    }
}

/// How one worker ended.
enum Once {
    /// With an outcome for the exhibit.
    Ended(Outcome),
    /// At a member of a container: another worker goes on behind it. Or, where several threads were
    /// at work, at none in particular: another goes on with one.
    Broken { rows: u64, closed: Option<Closed>, mark: Option<Mark>, arrived: Counts },
}

fn read_once<K: Keeper + ?Sized>(
    worker: &WorkerCommand,
    (exhibit, companions): (File, &[File]),
    exhibit_bytes: ExhibitBytes,
    job: &Job,
    keeper: &mut K,
) -> Result<Once, SuperviseFault> {
    let (mut child, mut pipe) = Child::start(worker, exhibit, companions, job)?;
    let mut intake = Intake::new(keeper, exhibit_bytes, job.stored_rows);
    let silence = Silence::new(child.id(), worker.patience);
    let allowance = Allowance::new(child.id(), exhibit_bytes.whole);
    let trouble = match listen(&mut pipe, &mut intake, silence, allowance) {
        Heard::Everything => {
            drop(pipe);
            let ending = child.wait(worker.patience);
            intake.cut_off().or_else(|| ending.trouble(intake.has_ended()))
        }
        Heard::Trouble(kind, reason) => Some((kind, reason)),
        Heard::Interrupted => return Ok(Once::Ended(intake.interrupted())),
        Heard::CannotKeep(error) => return Err(SuperviseFault::Keeper(error)),
    };
    // Whatever still runs is killed and reaped here.
    drop(child);
    if let Some((kind, reason)) = &trouble {
        let was_alone = scouts::count(job, exhibit_bytes.whole) == 0;
        let closed = (was_alone && job.closed.len() < CLOSED_MAX)
            .then(|| intake.close(&format!("{} {reason}", kind.code())))
            .flatten();
        if closed.is_some() || !was_alone {
            let (rows, mark, arrived) = intake.reached();
            return Ok(Once::Broken { rows, closed, mark, arrived });
        }
    }
    finish(intake, trouble).map(Once::Ended)
}

/// Makes an outcome of what was heard and how the worker ended.
fn finish<K: Keeper + ?Sized>(
    intake: Intake<'_, K>,
    trouble: Option<(TroubleKind, String)>,
) -> Result<Outcome, SuperviseFault> {
    if let Some(End::Refused { reason, remedy }) = intake.end() {
        let (reason, remedy) = (reason.clone(), remedy.clone());
        return Err(SuperviseFault::Cage { reason, remedy });
    }
    if let Some((kind, reason)) = trouble {
        if !intake.is_caged() {
            return Err(SuperviseFault::Worker { reason });
        }
        let place = intake.last_place();
        let remedy = kind.remedy().to_owned();
        let state = intake.state_after_trouble();
        let trouble = Trouble { kind: Some(kind), reason, place, remedy };
        return Ok(intake.outcome(state, None, Some(trouble)));
    }
    Ok(intake.ended_well())
}

#[cfg(test)]
mod tests {
    use model::record::{Kind, Record};
    use model::records::Transfer;
    use proptest::prelude::*;

    use super::intake::Stop;
    use super::listening::{Listener, take_frames};
    use super::*;
    use crate::format::Sure;
    use crate::frame::{Extent, FrameBuffer, FrameWriter};
    use crate::outcome::{CageState, Layer, State};
    use crate::sink::Counts;

    /// Counts what it is given.
    #[derive(Default)]
    struct Tally(u64);

    impl Keeper for Tally {
        fn recognised(&mut self, _: &FormatSeen) -> Result<(), KeepFault> {
            Ok(())
        }
        fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
            let checked = record.read(|_, _| ())?;
            self.0 += 1;
            Ok(checked)
        }
        fn reject(&mut self, _: &RejectRef<'_>) -> Result<(), KeepFault> {
            self.0 += 1;
            Ok(())
        }
        fn skip(&mut self, _: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
            Ok(())
        }
        fn note(&mut self, _: &Note) -> Result<(), KeepFault> {
            Ok(())
        }
    }

    /// What an honest worker says of an exhibit of `rows` rows.
    fn honest(rows: u64) -> Vec<u8> {
        let mut stream = Vec::new();
        let mut frames = FrameWriter::new(&mut stream);
        let (landlock, system_calls) = (Layer::Full, Layer::Full);
        frames.caged(&CageState { landlock, landlock_abi: 6, system_calls, setup_us: 1 }).unwrap();
        frames.recognised("lines", 1, Sure::Yes).unwrap();
        frames.note(&Note::Remark(model::Phrase::from_text("read by lines"))).unwrap();
        let mut transfer = Transfer::default();
        transfer.reference.set("4471920355");
        let mut slots = Vec::new();
        transfer.encode(&mut slots);
        for row in 1..=rows {
            let place = PlaceRef { row, bytes_start: row, bytes_len: 1, ..PlaceRef::default() };
            frames.record(Kind::Transfer, &place, &slots).unwrap();
        }
        frames.progress(rows, 0).unwrap();
        let counts = Counts { rows, records: rows, rejects: 0, skipped: 0 };
        frames.done(Extent::Whole, &counts).unwrap();
        frames.flush().unwrap();
        stream
    }

    /// Hears a stream to its end; gives the outcome's state, its rows and the rows kept.
    fn hear(stream: &[u8]) -> (Option<State>, u64, u64) {
        let mut tally = Tally::default();
        let mut intake = Intake::new(&mut tally, ExhibitBytes { own: 1 << 20, whole: 1 << 20 }, 0);
        let mut buffer = FrameBuffer::default();
        let mut rest = stream;
        let mut trouble = None;
        while trouble.is_none() && buffer.fill(&mut rest).unwrap() > 0 {
            if let Err(Stop::Forged(reason)) = take_frames(&mut buffer, &mut intake) {
                trouble = Some((TroubleKind::Forged, reason));
            }
        }
        intake.left_over(!buffer.is_empty());
        let trouble = trouble.or_else(|| intake.cut_off());
        let outcome = finish(intake, trouble).ok();
        let rows = outcome.as_ref().map_or(0, |outcome| outcome.arrived.rows);
        (outcome.map(|outcome| outcome.state), rows, tally.0)
    }

    #[test]
    fn an_honest_stream_is_parsed() {
        assert_eq!(hear(&honest(5)), (Some(State::Parsed), 5, 5));
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_the_parent(stream: Vec<u8>) {
            hear(&stream);
        }

        #[test]
        fn random_frames_never_panic_and_never_count_what_was_not_kept(
            frames in proptest::collection::vec((1u8..13, proptest::collection::vec(any::<u8>(), 0..80)), 0..8),
        ) {
            let mut stream = honest(0);
            // Without the end of the honest stream.
            stream.truncate(stream.len() - 38 - 21);
            for (kind, body) in frames {
                stream.push(kind);
                stream.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
                stream.extend_from_slice(&body);
            }
            let (_, rows, kept) = hear(&stream);
            prop_assert_eq!(rows, kept);
        }

        #[test]
        fn a_stream_with_a_changed_byte_never_counts_what_was_not_kept(at: usize, with: u8) {
            let mut stream = honest(5);
            let at = at % stream.len();
            stream[at] = with;
            let (state, rows, kept) = hear(&stream);
            if state.is_some() {
                prop_assert_eq!(rows, kept);
            }
            if state == Some(State::Parsed) {
                prop_assert_eq!(rows, 5);
            }
        }

        #[test]
        fn a_stream_cut_anywhere_keeps_the_rows_before_the_cut(cut in 0usize..2000) {
            let stream = honest(5);
            prop_assume!(cut < stream.len());
            let (state, rows, kept) = hear(&stream[..cut]);
            prop_assert!(state != Some(State::Parsed));
            prop_assert!(kept == rows || state.is_none());
        }
    }
}
