//! The worker: a child process that reads one exhibit from inside the cage.
//!
//! ```text
//! descriptor 0   the exhibit, opened read-only by the parent
//! descriptor 1   frames to the parent
//! descriptor 2   the job from the parent; later, last words to it
//! ```
//!
//! The order is fixed: take the job, lock the cage, say so, and only then look at the exhibit.

pub(crate) mod descriptors;
mod line;
pub(crate) mod scouts;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, IsTerminal, Seek, SeekFrom};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use model::{Place, PlaceRef};

use crate::cage::{self, Doors};
use crate::containers::segments::Split;
use crate::format::{self, Companion, Head, Source, Sure};
use crate::formats::ASKED_FOR;
use crate::frame::{Cause, Extent, FrameWriter};
use crate::job::Job;
use crate::nest::{self, Ahead, Asked, Resume, unpacked_bytes_max};
use crate::outcome::TroubleKind;
use crate::recognise::{Recognised, recognise};
use crate::register::{Reader, Register};
use crate::sink::{Counts, Halt, Sink};
use line::{CountedFile, Line, PipeOutlet, PipeShows};
use scouts::{Files, Gate, Stop};

/// The worker said all it had to say, good or bad.
const EXIT_SAID: u8 = 0;
/// A person started the worker by hand, or the parent is of another version.
const EXIT_USAGE: u8 = 2;
/// The kernel cannot enforce the cage.
pub(crate) const EXIT_REFUSED: u8 = 5;
/// The parent is gone.
const EXIT_PARENT_GONE: u8 = 74;

/// Runs a worker on its descriptors 0, 1 and 2 and gives the exit code of the process.
///
/// The program calls it from its hidden command, with [`crate::register::HOUSE`], before it starts
/// any thread: the cage holds the thread that locks it.
pub fn serve(register: &Register<'_>) -> ExitCode {
    let code = match Worker::open() {
        Ok(worker) => worker.run(register).unwrap_or(EXIT_PARENT_GONE),
        Err(error) => {
            eprintln!("this command is started by `tutela ingest`, never by hand: {error}");
            EXIT_USAGE
        }
    };
    ExitCode::from(code)
}

struct Worker {
    job: Job,
    exhibit: File,
    exhibit_bytes: u64,
    companions: Vec<File>,
    frames: File,
}

/// How a reading ended.
enum Ended {
    Unread { reason: String, remedy: String },
    Done(Extent, Counts),
    Broken { cause: Cause, place: Place, reason: String, remedy: String },
    ParentGone,
}

impl Worker {
    fn open() -> io::Result<Self> {
        let words = io::stderr();
        if words.is_terminal() {
            return Err(io::Error::other("descriptor 2 is a terminal"));
        }
        let mut channel = UnixStream::from(words.as_fd().try_clone_to_owned()?);
        let job = Job::receive(&mut channel)?;
        let companions = descriptors::receive(&channel, job.companions.len())?;
        let mut exhibit = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        let exhibit_bytes = exhibit.metadata()?.len();
        exhibit.seek(SeekFrom::Start(0))?;
        let frames = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Self { job, exhibit, exhibit_bytes, companions, frames })
    }

    fn run(self, register: &Register<'_>) -> io::Result<u8> {
        let last_panic = keep_last_panic();
        let Self { job, exhibit, exhibit_bytes, companions, frames } = self;
        let companions = companions
            .into_iter()
            .map(|file| file.metadata().map(|metadata| (file, metadata.len())))
            .collect::<io::Result<Vec<_>>>()?;
        let files = Files { exhibit: (&exhibit, exhibit_bytes), companions: &companions };
        let told = job.mark.as_ref().map(|mark| mark.chain.clone());
        let ahead = Ahead::new(told, unpacked_bytes_max(files.whole_bytes()));
        let gate = Gate::default();
        thread::scope(|scope| {
            let count = scouts::count(&job, files.whole_bytes());
            let stop = Stop(&ahead, &gate);
            let count = scouts::start(scope, count, register, &job, files, (&ahead, &gate));
            gate.wait_for(count);
            let ahead = (count > 0).then_some(&ahead);
            let said = read_caged(register, &job, files, frames, (&gate, ahead), &last_panic);
            drop(stop);
            said
        })
    }
}

/// Locks the cage, says so, and reads.
fn read_caged(
    register: &Register<'_>,
    job: &Job,
    files: Files<'_>,
    frames: File,
    (gate, ahead): (&Gate, Option<&Ahead>),
    last_panic: &Mutex<String>,
) -> io::Result<u8> {
    let words = io::stderr();
    let doors = Doors {
        exhibit: files.exhibit.0.as_fd(),
        companions_from: (!files.companions.is_empty()).then_some(descriptors::FIRST),
        frames: frames.as_fd(),
        words: words.as_fd(),
    };
    let caged = cage::close(doors, files.whole_bytes(), job.waiver);
    let mut writer = FrameWriter::new(frames);
    match caged {
        Ok(state) => writer.caged(&state)?,
        Err(refusal) => {
            writer.refused(&refusal.reason, refusal.remedy)?;
            writer.flush()?;
            return Ok(EXIT_REFUSED);
        }
    };
    writer.flush()?;
    gate.open();

    let line = RefCell::new(Line::new(writer));
    let (exhibit, exhibit_bytes) = files.exhibit;
    let mut exhibit = CountedFile::new(exhibit, exhibit_bytes, 0, &line);
    let mut before = exhibit_bytes;
    let mut companions = Vec::with_capacity(files.companions.len());
    for ((file, len), name) in files.companions.iter().zip(&job.companions) {
        let bytes = Box::new(CountedFile::new(file, *len, before, &line));
        companions.push(Companion { name: name.clone(), bytes, len: *len });
        before = before.saturating_add(*len);
    }
    let reading = || {
        let source = Source::new(&mut exhibit, exhibit_bytes, &job.settings);
        read_exhibit(register, job, source.with(companions), ahead, &line)
    };
    let ended = catch_unwind(AssertUnwindSafe(reading)).unwrap_or_else(|_| {
        let words = last_panic.lock().unwrap_or_else(PoisonError::into_inner);
        Ended::Broken {
            cause: Cause::Reader,
            place: line.borrow().last_place(),
            reason: format!("the reader failed after this place: {words}"),
            remedy: TroubleKind::ReaderFailed.remedy().to_owned(),
        }
    });
    say_end(&mut line.borrow_mut(), ended)
}

fn say_end(line: &mut Line, ended: Ended) -> io::Result<u8> {
    let writer = line.writer();
    match ended {
        Ended::Unread { reason, remedy } => writer.unread(&reason, &remedy)?,
        Ended::Done(extent, counts) => writer.done(extent, &counts)?,
        Ended::Broken { cause, place, reason, remedy } => {
            writer.broken(cause, &PlaceRef::from(&place), &reason, &remedy)?
        }
        Ended::ParentGone => return Ok(EXIT_PARENT_GONE),
    };
    writer.flush()?;
    Ok(EXIT_SAID)
}

/// Who reads an exhibit, as the job says or its ends show.
fn recognised(register: &Register<'_>, job: &Job, head: &Head<'_>, is_split: bool) -> Recognised {
    if is_split {
        return Recognised::Taken(Reader::Container(&Split), Sure::Yes);
    }
    let chosen = job.format.as_deref();
    let asked_for = ASKED_FOR.iter().any(|format| Some(format.code()) == chosen);
    let asked = Register { formats: ASKED_FOR, containers: &[], examiner: None };
    recognise(if asked_for { &asked } else { register }, chosen, head)
}

fn read_exhibit(
    register: &Register<'_>,
    job: &Job,
    mut source: Source<'_>,
    ahead: Option<&Ahead>,
    line: &RefCell<Line>,
) -> Ended {
    if job.is_of_the_whole() {
        let mut shows = PipeShows(line);
        return shown(nest::examine_whole(register, &mut source, &job.show, &mut shows));
    }
    let settings = &job.settings;
    let (bytes, tail) = match format::read_ends(source.bytes, source.len) {
        Ok(ends) => ends,
        Err(error) => return ended_by(Halt::Read(error), Place::default()),
    };
    let head = Head::new(&bytes, &tail, source.len, settings);
    let recognised = recognised(register, job, &head, source.is_split());
    let reader = match recognised {
        Recognised::Taken(reader, sure) => {
            let said = line.borrow_mut().writer().recognised(reader.code(), reader.version(), sure);
            if said.is_err() {
                return Ended::ParentGone;
            }
            reader
        }
        Recognised::Unread(unread) => {
            return Ended::Unread { reason: unread.reason(), remedy: unread.remedy(register) };
        }
    };
    drop(bytes);
    if !job.show.is_empty() {
        return show_places(register, reader, job, &mut source, line);
    }
    let rows_max = job.rows_max.filter(|_| job.stored_rows == 0);
    let mut outlet = PipeOutlet::new(line, rows_max);
    let mut sink = Sink::resumed(&mut outlet, job.stored_rows);
    let resume = Resume { mark: job.mark.as_ref(), closed: &job.closed, ahead };
    let read = reader.read(register, &mut source, &mut sink, resume);
    // A row that was begun when the reading broke still gets its outcome.
    let finished = sink.finish();
    match read.and(finished) {
        Ok(counts) => match outlet.close(counts) {
            Ok(counts) => Ended::Done(Extent::Whole, counts),
            Err(_) => Ended::ParentGone,
        },
        Err(Halt::Outlet(_)) => match outlet.sample() {
            Some(counts) => Ended::Done(Extent::Sample, counts),
            None => Ended::ParentGone,
        },
        Err(halt) => ended_by(halt, line.borrow().last_place()),
    }
}

/// Shows what stands at the places that are asked for; gives no rows.
fn show_places(
    register: &Register<'_>,
    reader: Reader,
    job: &Job,
    source: &mut Source<'_>,
    line: &RefCell<Line>,
) -> Ended {
    let Reader::Container(container) = reader else {
        let reason = "places inside it were asked for, and it is no container".to_owned();
        return Ended::Unread { reason, remedy: "ingest the exhibit again".to_owned() };
    };
    let mut shows = PipeShows(line);
    let asked = Asked { wanted: &job.show, examined: job.examine };
    shown(nest::show(container, register, source, asked, &mut shows))
}

fn shown(shown: Result<(), Halt>) -> Ended {
    match shown {
        Ok(()) => Ended::Done(Extent::Whole, Counts::default()),
        Err(halt) => ended_by(halt, Place::default()),
    }
}

fn ended_by(halt: Halt, last_place: Place) -> Ended {
    match halt {
        Halt::Outlet(_) => Ended::ParentGone,
        Halt::Broken { place, reason, remedy } => {
            Ended::Broken { cause: Cause::Exhibit, place, reason, remedy }
        }
        Halt::Asks { reason, remedy } => {
            Ended::Broken { cause: Cause::Asks, place: Place::default(), reason, remedy }
        }
        Halt::Unsupported { reason, remedy } => {
            Ended::Broken { cause: Cause::Unsupported, place: Place::default(), reason, remedy }
        }
        Halt::Read(error) => {
            // Decoders report broken content as a failed read.
            let cause = match error.kind() {
                io::ErrorKind::InvalidData
                | io::ErrorKind::InvalidInput
                | io::ErrorKind::Unsupported
                | io::ErrorKind::UnexpectedEof => Cause::Exhibit,
                _ => Cause::Disk,
            };
            let kind = match cause {
                Cause::Exhibit => TroubleKind::Malformed,
                Cause::Disk | Cause::Reader | Cause::Unsupported | Cause::Asks => {
                    TroubleKind::Unreadable
                }
            };
            Ended::Broken {
                cause,
                place: last_place,
                reason: format!("the exhibit could not be read on after this place: {error}"),
                remedy: kind.remedy().to_owned(),
            }
        }
    }
}

/// Keeps the words and place of a panic for the parent, in the place of a trace on descriptor 2.
fn keep_last_panic() -> Arc<Mutex<String>> {
    let kept = Arc::new(Mutex::new(String::new()));
    let hook_kept = Arc::clone(&kept);
    std::panic::set_hook(Box::new(move |info| {
        let mut words = hook_kept.lock().unwrap_or_else(PoisonError::into_inner);
        words.clear();
        words.push_str(info.payload_as_str().unwrap_or("no words"));
        if let Some(at) = info.location() {
            // Writing to a String cannot fail.
            let _ = write!(words, " ({}:{})", at.file(), at.line());
        }
    }));
    kept
}
