//! Showing places: a worker walks a container again and sends the bytes that stand where records
//! were read, so that they can be cited.
//!
//! What it sends is believed as little as records are: each place gets as many bytes as were asked
//! for, in one piece, or is missing. Digests are taken here and not in the worker.

use std::fs::File;
use std::ops::ControlFlow;

use model::Digest;
use sha2::{Digest as _, Sha256};

use super::allowance::Allowance;
use super::child::Child;
use super::intake::{Stop, forged};
use super::listening::{Heard, Listener, listen};
use super::silence::Silence;
use super::{ExhibitBytes, Progress, SuperviseFault, WorkerCommand};
use crate::frame::Frame;
use crate::job::Job;
use crate::nest::{ANSWER_BYTES_MAX, Wanted};
use crate::outcome::TroubleKind;

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// These bytes.
    Bytes {
        /// The first of them, as many as were to be kept.
        first: Vec<u8>,
        /// SHA-256 of all of them.
        sha256: Digest,
    },
    /// Nothing: there is no such place, or its bytes cannot be had.
    Missing {
        /// Why, for a person.
        reason: String,
        /// Whether the worker had begun with it.
        is_begun: bool,
    },
}

/// Whoever waits for what is shown; a closure that takes [`Progress`] does as well.
pub trait Viewer {
    /// How far it is; breaking off ends the showing.
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()>;

    /// The next bytes of the place of this number came.
    fn bytes(&mut self, _place: usize, _bytes: &[u8]) {}

    /// An examiner's answer came, to the place of this number; see [`Job::examine`].
    fn answered(&mut self, _place: usize, _answer: &[u8]) {}
}

impl<F: FnMut(&Progress) -> ControlFlow<()>> Viewer for F {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        self(progress)
    }
}

/// Shows the places of [`Job::show`] in their order, keeping up to `keep_bytes` of each; nothing
/// where the viewer broke off.
///
/// Where the job asks for an examination, what is shown of each is the answer of the examiner, whole.
/// A member that breaks the worker ends alone: another worker shows the places that are left.
pub fn show_caged(
    worker: &WorkerCommand,
    exhibit: &File,
    companions: &[File],
    job: &Job,
    keep_bytes: usize,
    viewer: &mut dyn Viewer,
) -> Result<Option<Vec<Shown>>, SuperviseFault> {
    let exhibit_bytes = ExhibitBytes::of(exhibit, companions, job)?;
    let lens = job.show.iter().flat_map(|one| one.spans.iter().map(|(_, len)| *len));
    let shaping = |len| if job.examine { Shaping::answer() } else { Shaping::new(len, keep_bytes) };
    let mut places: Vec<Shaping> = lens.map(shaping).collect();
    loop {
        let open: Vec<usize> =
            places.iter().enumerate().filter(|(_, one)| !one.is_done()).map(|(at, _)| at).collect();
        if open.is_empty() {
            break;
        }
        let mut rest = job.clone();
        rest.show = wanted_of(&job.show, &open);
        let file = exhibit.try_clone().map_err(SuperviseFault::Exhibit)?;
        let (mut child, mut pipe) = Child::start(worker, file, companions, &rest)?;
        let silence = Silence::new(child.id(), worker.patience);
        let allowance = Allowance::new(child.id(), exhibit_bytes.whole);
        let mut showing = Showing::new(&mut places, &open, exhibit_bytes.whole, viewer);
        let reason = match listen(&mut pipe, &mut showing, silence, allowance) {
            Heard::Everything => {
                drop(pipe);
                let trouble = child.wait(worker.patience).trouble(showing.end.is_some());
                trouble.map(|(kind, reason)| said(kind, &reason))
            }
            Heard::Trouble(kind, reason) => Some(said(kind, &reason)),
            Heard::Interrupted => return Ok(None),
            Heard::CannotKeep(error) => return Err(SuperviseFault::Keeper(error)),
        };
        let reason = showing.close(reason)?;
        let gained = open.iter().any(|at| places.get(*at).is_some_and(Shaping::is_done));
        for at in open {
            // What was begun by a worker that broke is what broke it.
            if let Some(place) = places.get_mut(at).filter(|one| !one.is_done())
                && (!gained || place.is_begun)
            {
                place.missing = Some(reason.clone());
            }
        }
    }
    Ok(Some(places.into_iter().map(Shaping::shown).collect()))
}

fn said(kind: TroubleKind, reason: &str) -> String {
    format!("{} {reason}", kind.code())
}

/// The places with these numbers, which are in order.
fn wanted_of(all: &[Wanted], open: &[usize]) -> Vec<Wanted> {
    let mut open = open.iter().copied().peekable();
    let mut number = 0;
    let mut wanted = Vec::new();
    for one in all {
        let mut spans = Vec::new();
        for span in &one.spans {
            if open.next_if_eq(&number).is_some() {
                spans.push(*span);
            }
            number += 1;
        }
        if !spans.is_empty() {
            wanted.push(Wanted { inside: one.inside.clone(), nth: one.nth, spans });
        }
    }
    wanted
}

/// A place whose bytes come.
struct Shaping {
    /// How many they are; not known of an answer, which comes in one piece.
    len: Option<u64>,
    is_begun: bool,
    keep: usize,
    got: u64,
    first: Vec<u8>,
    sha256: Sha256,
    missing: Option<String>,
}

impl Shaping {
    fn new(len: u64, keep: usize) -> Self {
        let (first, sha256) = (Vec::new(), Sha256::new());
        Self { len: Some(len), is_begun: false, keep, got: 0, first, sha256, missing: None }
    }

    /// What an examiner will say.
    fn answer() -> Self {
        Self { len: None, ..Self::new(0, ANSWER_BYTES_MAX) }
    }

    fn is_done(&self) -> bool {
        self.missing.is_some() || self.len.map_or(self.got > 0, |len| self.got == len)
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let len = self.got.saturating_add(bytes.len() as u64);
        let most = match self.len {
            Some(len) => len,
            None if self.got == 0 => ANSWER_BYTES_MAX as u64,
            None => 0,
        };
        self.is_begun = true;
        if self.missing.is_some() || len > most {
            return Err(forged("the reader showed more of a place than there is"));
        }
        self.got = len;
        self.sha256.update(bytes);
        let room = self.keep.saturating_sub(self.first.len()).min(bytes.len());
        self.first.extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(())
    }

    fn shown(self) -> Shown {
        if let Some(reason) = self.missing {
            return Shown::Missing { reason, is_begun: self.is_begun };
        }
        Shown::Bytes { first: self.first, sha256: Digest(self.sha256.finalize().into()) }
    }
}

/// How a worker said that it ended.
enum End {
    /// It has shown what it found.
    Done,
    /// It could not: why.
    Not(String),
    /// It could not lock itself in: why, and what a person can do.
    Refused(String, String),
}

/// What one worker shows, checked.
struct Showing<'p> {
    places: &'p mut [Shaping],
    /// The places by the number this worker has for them.
    numbers: &'p [usize],
    bytes_whole: u64,
    bytes_read: u64,
    bytes_unpacked: u64,
    viewer: &'p mut dyn Viewer,
    is_caged: bool,
    is_taken: bool,
    end: Option<End>,
}

impl<'p> Showing<'p> {
    fn new(
        places: &'p mut [Shaping],
        numbers: &'p [usize],
        bytes_whole: u64,
        viewer: &'p mut dyn Viewer,
    ) -> Self {
        Self {
            places,
            numbers,
            bytes_whole,
            bytes_read: 0,
            bytes_unpacked: 0,
            viewer,
            is_caged: false,
            is_taken: false,
            end: None,
        }
    }

    fn place(&mut self, number: u64) -> Result<(usize, &mut Shaping), Stop> {
        let at = usize::try_from(number).ok().and_then(|at| self.numbers.get(at)).copied();
        let place = at.and_then(|at| Some((at, self.places.get_mut(at)?)));
        place.ok_or_else(|| forged("the reader showed a place that nobody asked for"))
    }

    fn take(&mut self, number: u64, bytes: &[u8]) -> Result<(), Stop> {
        let (at, place) = self.place(number)?;
        place.take(bytes)?;
        match place.len {
            Some(_) => self.viewer.bytes(at, bytes),
            None if place.is_done() => self.viewer.answered(at, bytes),
            None => {}
        }
        Ok(())
    }

    /// Why places are left open; a worker that could not begin ends it all.
    fn close(self, trouble: Option<String>) -> Result<String, SuperviseFault> {
        match (self.end, trouble) {
            (Some(End::Refused(reason, remedy)), _) => Err(SuperviseFault::Cage { reason, remedy }),
            (_, Some(reason)) if !self.is_caged => Err(SuperviseFault::Worker { reason }),
            (_, Some(reason)) | (Some(End::Not(reason)), None) => Ok(reason),
            (Some(End::Done) | None, None) => Ok("the reader left it out".to_owned()),
        }
    }
}

impl Listener for Showing<'_> {
    fn frame(&mut self, kind: u8, body: &[u8]) -> Result<(), Stop> {
        let frame = Frame::decode(kind, body)?;
        if self.end.is_some() {
            return Err(forged("the reader went on after its end"));
        }
        match (frame, self.is_caged, self.is_taken) {
            (Frame::Caged(_), false, _) => self.is_caged = true,
            (Frame::Refused { reason, remedy }, false, _) => {
                self.end = Some(End::Refused(reason.to_owned(), remedy.to_owned()));
            }
            (Frame::Recognised { .. }, true, false) => self.is_taken = true,
            (Frame::Unread { reason, .. } | Frame::Broken { reason, .. }, true, _) => {
                self.end = Some(End::Not(reason.to_owned()));
            }
            (Frame::Progress { read, unpacked }, true, _) => {
                (self.bytes_read, self.bytes_unpacked) = (read.min(self.bytes_whole), unpacked);
            }
            (Frame::Shown(number, bytes), true, _) => self.take(number, bytes)?,
            (Frame::Missing(number, reason), true, _) => {
                let (_, place) = self.place(number)?;
                if place.is_done() {
                    return Err(forged("the reader missed a place that it had shown"));
                }
                place.missing = Some(reason.to_owned());
            }
            (Frame::Done(..), true, _) => self.end = Some(End::Done),
            _ => return Err(forged("the reader said what answers no question on places")),
        }
        Ok(())
    }

    fn left_over(&mut self, _: bool) {}

    fn progress(&mut self) -> ControlFlow<()> {
        self.viewer.progress(&Progress {
            bytes_read: self.bytes_read,
            bytes_whole: self.bytes_whole,
            rows: 0,
        })
    }

    fn bytes_unpacked(&self) -> u64 {
        self.bytes_unpacked
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::listening::take_frames;
    use super::*;
    use crate::format::Sure;
    use crate::frame::{Extent, FrameBuffer, FrameWriter};
    use crate::outcome::{CageState, Layer};
    use crate::sink::Counts;

    /// Hears what a worker says of two places of 3 and 5 bytes; gives why it was not believed, and
    /// the places.
    fn hear(say: impl FnOnce(&mut FrameWriter<&mut Vec<u8>>)) -> (Option<String>, Vec<Shown>) {
        let mut stream = Vec::new();
        let mut frames = FrameWriter::new(&mut stream);
        let (landlock, system_calls) = (Layer::Full, Layer::Full);
        frames.caged(&CageState { landlock, landlock_abi: 6, system_calls, setup_us: 1 }).unwrap();
        frames.recognised("zip", 1, Sure::Yes).unwrap();
        say(&mut frames);
        frames.flush().unwrap();
        let mut places = [Shaping::new(3, 2), Shaping::new(5, 2)];
        let mut go = |_: &Progress| ControlFlow::Continue(());
        let mut showing = Showing::new(&mut places, &[0, 1], 100, &mut go);
        let mut buffer = FrameBuffer::default();
        let mut rest = stream.as_slice();
        let mut told = None;
        while told.is_none() && buffer.fill(&mut rest).unwrap() > 0 {
            if let Err(Stop::Forged(reason)) = take_frames(&mut buffer, &mut showing) {
                told = Some(reason);
            }
        }
        let shown = places.into_iter().map(|mut place| {
            if !place.is_done() {
                place.missing = Some("open".to_owned());
            }
            place.shown()
        });
        (told, shown.collect())
    }

    #[test]
    fn bytes_are_put_together_and_digested_here() {
        let (told, shown) = hear(|frames| {
            frames.shown(1, b"abc").unwrap();
            frames.shown(0, b"xyz").unwrap();
            frames.shown(1, b"de").unwrap();
            frames.done(Extent::Whole, &Counts::default()).unwrap();
        });
        let bytes = |first: &[u8], all: &[u8]| Shown::Bytes {
            first: first.to_vec(),
            sha256: Digest(Sha256::digest(all).into()),
        };
        assert_eq!((told, shown), (None, vec![bytes(b"xy", b"xyz"), bytes(b"ab", b"abcde")]));
    }

    #[test]
    fn what_no_honest_worker_shows_is_not_believed() {
        let forgeries: [fn(&mut FrameWriter<&mut Vec<u8>>); 5] = [
            |frames| {
                frames.shown(0, b"wxyz").unwrap();
            },
            |frames| {
                frames.shown(2, b"x").unwrap();
            },
            |frames| {
                frames.shown(0, b"xyz").unwrap();
                frames.missing(0, "gone").unwrap();
            },
            |frames| {
                frames.done(Extent::Whole, &Counts::default()).unwrap();
                frames.shown(0, b"xyz").unwrap();
            },
            |frames| {
                frames.stored(1).unwrap();
            },
        ];
        for forgery in forgeries {
            assert!(hear(forgery).0.is_some_and(|reason| !reason.is_empty()));
        }
    }

    proptest! {
        #[test]
        fn random_frames_never_panic_the_parent(
            frames in proptest::collection::vec((0u64..4, proptest::collection::vec(any::<u8>(), 0..7)), 0..8),
        ) {
            let (_, shown) = hear(|out| {
                for (place, bytes) in &frames {
                    out.shown(*place, bytes).unwrap();
                }
            });
            prop_assert_eq!(shown.len(), 2);
        }
    }
}
