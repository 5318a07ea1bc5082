//! Listening to a decoder: its frames are taken one by one and its words kept, until it ends, falls silent,
//! or does what no decoder may.

use std::ffi::OsString;
use std::io::{self, PipeReader, Read};
use std::ops::ControlFlow;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};

use super::frames::{FRAME_BYTES_MAX, Frames, Unfit};
use super::inside::EXIT_NOT_RUN;
use super::{
    DecodeFault, Decoded, FilmFrame, FilmState, FilmTrouble, FilmTroubleKind, Limits, THREADS_MAX,
};
use crate::frame::{Frame, FrameBuffer, Taken};
use crate::outcome::CageState;
use crate::supervise::WorkerCommand;
use crate::supervise::process::{Process, WORDS_BYTES_MAX, shown_words, signal_name};
use crate::supervise::silence::{Silence, doing};

/// How often the kernel is asked what the decoder is doing.
const LOOK: Duration = Duration::from_millis(200);

/// Bytes the pipe of frames holds where the kernel allows it.
const PIPE_BYTES: usize = 1 << 20;

type Trouble = (FilmTroubleKind, String);

/// A decoder that runs, or is about to.
pub(super) struct Running {
    process: Process,
    pipe: PipeReader,
    words: Words,
    frames: Frames,
    /// Processor time it had when it was last looked at.
    ran: Duration,
    /// Time it was waited for.
    waited: Duration,
}

/// How listening ended.
pub(super) enum Heard {
    /// The decoder closed its end.
    Everything,
    /// It was caught at something.
    Trouble(Trouble),
    /// Whoever took the frames broke off.
    Stopped,
}

impl Running {
    pub(super) fn start(
        worker: &WorkerCommand,
        further: &[OsString],
        film: Stdio,
    ) -> io::Result<Self> {
        let (pipe, frames) = io::pipe()?;
        // A smaller pipe is slower, not wrong.
        let _ = rustix::pipe::fcntl_setpipe_size(&pipe, PIPE_BYTES);
        let (words, said) = io::pipe()?;
        fcntl_setfl(&words, OFlags::NONBLOCK)?;
        let process = Process::start(worker, further, [film, frames.into(), said.into()])?;
        Ok(Self {
            process,
            pipe,
            words: Words { pipe: Some(words), kept: Vec::new() },
            frames: Frames::default(),
            ran: Duration::ZERO,
            waited: Duration::ZERO,
        })
    }

    /// Waits for the one word that our own command says before it becomes the decoder.
    pub(super) fn hear_caged(&mut self, patience: Duration) -> Result<CageState, DecodeFault> {
        let mut buffer = FrameBuffer::default();
        let mut silence = Silence::new(self.process.id(), patience);
        loop {
            match buffer.take() {
                Ok(Taken::Frame(kind, body)) => match Frame::decode(kind, body) {
                    Ok(Frame::Caged(state)) => {
                        self.frames = Frames::begun(buffer.rest());
                        return Ok(state);
                    }
                    Ok(Frame::Refused { reason, remedy }) => {
                        let (reason, remedy) = (reason.to_owned(), remedy.to_owned());
                        return Err(DecodeFault::Cage { reason, remedy });
                    }
                    _ => {
                        return Err(
                            self.failed_inside("it said something else than that it is caged")
                        );
                    }
                },
                Ok(Taken::Short) => {}
                Err(_) => return Err(self.failed_inside("it is none of this version")),
            }
            match self.wait_for_bytes() {
                Ok(false) if silence.hung().is_some() => {
                    return Err(self.failed_inside("it fell silent"));
                }
                Ok(false) => {}
                Ok(true) => match buffer.fill(&mut self.pipe) {
                    Ok(0) => return Err(self.failed_inside("it ended")),
                    Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                        return Err(self.failed_inside(&error.to_string()));
                    }
                    _ => {}
                },
                Err(error) => return Err(self.failed_inside(&error.to_string())),
            }
        }
    }

    fn failed_inside(&mut self, reason: &str) -> DecodeFault {
        self.process.wait(LOOK);
        self.words.hear();
        let words = shown_words(&self.words.kept);
        let also = if words.is_empty() { String::new() } else { format!(" (\"{words}\")") };
        DecodeFault::Inside { reason: format!("{reason}{also}") }
    }

    /// Takes frames until the decoder ends or is to be ended; gives how many were handed on.
    pub(super) fn hear_frames(
        &mut self,
        patience: Duration,
        limits: &Limits,
        take: &mut dyn FnMut(FilmFrame<'_>) -> ControlFlow<()>,
    ) -> (Heard, u64) {
        let mut silence = Silence::new(self.process.id(), patience);
        let mut looked = Instant::now();
        let (mut count, mut came) = (0, false);
        loop {
            match self.take_frames(limits, &mut count, take) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => return (Heard::Stopped, count),
                Err(trouble) => return (Heard::Trouble(trouble), count),
            }
            if std::mem::take(&mut came) {
                // The time in which frames were looked at is not its silence.
                silence.broken();
            }
            let read = match self.wait_for_bytes() {
                Ok(true) => self.frames.fill(&mut self.pipe).map(Some),
                Ok(false) => Ok(None),
                Err(error) => Err(error),
            };
            match read {
                Ok(Some(0)) => {
                    self.look();
                    return (Heard::Everything, count);
                }
                Ok(Some(_)) => came = true,
                Ok(None) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    return (Heard::Trouble((FilmTroubleKind::GaveUp, error.to_string())), count);
                }
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                if let Some(trouble) = self.overdue(&mut silence, limits) {
                    return (Heard::Trouble(trouble), count);
                }
            }
        }
    }

    /// Hands on every whole frame that came.
    fn take_frames(
        &mut self,
        limits: &Limits,
        count: &mut u64,
        take: &mut dyn FnMut(FilmFrame<'_>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Trouble> {
        while let Some(frame) = self.frames.take().map_err(unfit)? {
            if *count == limits.frames_max {
                let reason =
                    format!("it has more than the {} frames that are taken", limits.frames_max);
                return Err((FilmTroubleKind::TooMuch, reason));
            }
            *count += 1;
            if take(frame).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Waits a moment for frames, and keeps words; gives whether there is something to read.
    fn wait_for_bytes(&mut self) -> io::Result<bool> {
        let start = Instant::now();
        let look = Timespec { tv_sec: 0, tv_nsec: LOOK.subsec_nanos().into() };
        let mut ready = vec![PollFd::new(&self.pipe, PollFlags::IN)];
        ready.extend(self.words.pipe.as_ref().map(|words| PollFd::new(words, PollFlags::IN)));
        let polled = poll(&mut ready, Some(&look));
        let has_bytes = ready.first().is_some_and(|pipe| !pipe.revents().is_empty());
        drop(ready);
        self.words.hear();
        self.waited += start.elapsed();
        match polled {
            Ok(_) => Ok(has_bytes),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Asks the kernel how long the decoder ran and how many threads it has.
    fn look(&mut self) -> u64 {
        let Some(doing) = doing(self.process.id()) else { return 0 };
        self.ran = self.ran.max(doing.ran);
        doing.threads
    }

    /// What the decoder is to be ended for, although it said nothing wrong.
    fn overdue(&mut self, silence: &mut Silence, limits: &Limits) -> Option<Trouble> {
        let threads = self.look();
        if threads > THREADS_MAX {
            let reason = format!("the decoder started {threads} threads");
            return Some((FilmTroubleKind::Denied, reason));
        }
        if let Some(silent) = silence.hung() {
            let reason = format!("the decoder fell silent for {} s", silent.as_secs());
            return Some((FilmTroubleKind::Hung, reason));
        }
        (self.waited > limits.wait).then(|| {
            let reason = format!("the decoder was waited for for {} s", self.waited.as_secs());
            (FilmTroubleKind::OutOfTime, reason)
        })
    }

    /// Ends the decoder for certain, and says what became of the film.
    pub(super) fn ended(
        mut self,
        patience: Duration,
        limits: &Limits,
        (heard, frames): (Heard, u64),
        cage: CageState,
    ) -> Decoded {
        let was_stopped = matches!(heard, Heard::Stopped);
        let status = match heard {
            Heard::Everything => self.process.wait(patience),
            Heard::Trouble(_) | Heard::Stopped => None,
        };
        self.words.hear();
        let words = shown_words(&self.words.kept);
        let trouble = match heard {
            Heard::Stopped => None,
            Heard::Trouble(trouble) => Some(trouble),
            Heard::Everything => self
                .trouble_of_end(status, limits, &words)
                .or_else(|| trouble_of_good_end(frames, &words)),
        };
        let state = match (&trouble, frames) {
            _ if was_stopped => FilmState::Stopped,
            (None, _) => FilmState::Decoded,
            (Some(_), 0) => FilmState::NotDecoded,
            (Some(_), _) => FilmState::Partial,
        };
        let trouble = trouble.map(|(kind, reason)| FilmTrouble { kind, reason });
        Decoded { state, frames, trouble, words, cage }
    }

    /// What is wrong with the way the decoder ended.
    fn trouble_of_end(
        &self,
        status: Option<ExitStatus>,
        limits: &Limits,
        words: &str,
    ) -> Option<Trouble> {
        let also = if words.is_empty() { String::new() } else { format!(" (\"{words}\")") };
        let Some(status) = status else {
            let reason = "the decoder did not go after its last frame".to_owned();
            return Some((FilmTroubleKind::Hung, reason));
        };
        // The kernel counts in other steps than those it tells.
        let has_run_out = self.ran + Duration::from_secs(1) >= Duration::from_secs(limits.cpu_s);
        match (status.signal(), status.code()) {
            (Some(libc::SIGSYS), _) => {
                let reason = "the decoder asked the kernel for something the cage denies (SIGSYS)";
                Some((FilmTroubleKind::Denied, reason.to_owned()))
            }
            (Some(libc::SIGKILL), _) if has_run_out => {
                let reason = format!("the decoder used up its {} processor seconds", limits.cpu_s);
                Some((FilmTroubleKind::OutOfTime, reason))
            }
            (Some(signal), _) => {
                let reason = format!("the decoder was killed by {}{also}", signal_name(signal));
                Some((FilmTroubleKind::Crashed, reason))
            }
            (None, Some(0)) => (self.frames.left_over() > 0).then(|| {
                let reason = "the decoder ended inside a frame".to_owned();
                (FilmTroubleKind::Garbage, reason)
            }),
            (None, Some(code)) if code == i32::from(EXIT_NOT_RUN) => {
                Some((FilmTroubleKind::NotRun, format!("the decoder could not be run{also}")))
            }
            (None, code) => {
                let code = code.map_or_else(String::new, |code| format!(" with code {code}"));
                Some((FilmTroubleKind::GaveUp, format!("the decoder gave up{code}{also}")))
            }
        }
    }
}

/// What is wrong with a film whose decoder ended as it should.
fn trouble_of_good_end(frames: u64, words: &str) -> Option<Trouble> {
    if frames == 0 {
        let reason = "it holds no frame that the decoder can find".to_owned();
        return Some((FilmTroubleKind::NoFrame, reason));
    }
    (!words.is_empty()).then(|| {
        let reason = format!("the decoder went on after it said \"{words}\"");
        (FilmTroubleKind::Damaged, reason)
    })
}

fn unfit(unfit: Unfit) -> Trouble {
    match unfit {
        Unfit::NoGreymap => {
            let reason = "the decoder wrote something else than greymaps".to_owned();
            (FilmTroubleKind::Garbage, reason)
        }
        Unfit::TooLarge { width, height } => {
            let reason = format!(
                "it has a frame of {width} by {height} points, more than the {FRAME_BYTES_MAX} that are taken"
            );
            (FilmTroubleKind::TooMuch, reason)
        }
    }
}

/// What comes on descriptor 2: its beginning is kept, the rest is read and forgotten, so that a talkative
/// decoder does not stop.
struct Words {
    pipe: Option<PipeReader>,
    kept: Vec<u8>,
}

impl Words {
    /// Reads what there is, but not for ever.
    fn hear(&mut self) {
        let mut part = [0; WORDS_BYTES_MAX];
        for _ in 0..16 {
            let Some(pipe) = &mut self.pipe else { return };
            match pipe.read(&mut part) {
                Ok(0) => self.pipe = None,
                Ok(count) => {
                    let room = WORDS_BYTES_MAX - self.kept.len();
                    self.kept.extend_from_slice(part.get(..count.min(room)).unwrap_or_default());
                }
                Err(_) => return,
            }
        }
    }
}
