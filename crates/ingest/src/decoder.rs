//! Films: their frames, taken by a decoder of others that is run in a cage of its own.
//!
//! Nothing here reads a film. A person states a program that does (`ffmpeg`, where the unit has it); a hidden
//! command of our own takes the job, locks itself in ([`crate::cage`]) and becomes that program. No search
//! path is asked, and nothing of the environment is handed on.
//!
//! ```text
//! parent ── holds the film: a sealed exhibit opened for reading, or a sealed copy of a member in memory
//!   descriptor 0  the film     descriptor 1  "caged", then frames     descriptor 2  words
//! hidden command ── closes what else is open · Landlock · limits · filter · "caged" · runs the decoder
//! ```
//!
//! A frame is a portable greymap (Netpbm `P5`, 8 bits): its sides and the brightness of its points. What the
//! decoder writes is held to that, to [`FRAME_BYTES_MAX`] and to its [`Limits`]. Whatever it does, the film
//! ends with a [`Decoded`]: as a whole, in part, or not at all and why. Only what is no fault of the film (no
//! program, no cage) is a [`DecodeFault`].

mod ffmpeg;
mod film;
mod frames;
mod inside;
mod listening;
mod outcome;

use std::ffi::OsString;
use std::io;
use std::num::NonZeroU8;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

pub use film::{FILM_BYTES_MAX, Film, FilmFault};
pub use frames::FRAME_BYTES_MAX;
pub use inside::serve;
pub use outcome::{Decoded, FilmState, FilmTrouble, FilmTroubleKind};

use crate::supervise::WorkerCommand;

/// Frames of a film, all that are asked for: ten hours at one a second, and twenty minutes of every frame.
pub const FRAMES_MAX: u64 = 36_000;

/// Threads of a decoder. Of the versions tried none had more than sixteen.
pub const THREADS_MAX: u64 = 64;

/// Processor seconds any film is given: an hour that hardly moves is a short file and long to decode.
const CPU_S_BASE: u64 = 300;

/// Bytes of a film that add a processor second: 4K from a telephone takes a fifth of that.
const CPU_BYTES_PER_S: u64 = 256 * 1024;

/// Most processor seconds: six hours, more than any film of [`FRAMES_MAX`] seconds took.
const CPU_S_MAX: u64 = 6 * 3600;

/// How often longer than on a processor of its own a decoder may be waited for.
const WAIT_FACTOR: u32 = 4;

/// A program that decodes films, and how it is called.
///
/// It reads the film from its descriptor 0, which it can open again as `/dev/fd/0`, and writes greymaps to
/// its descriptor 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoder {
    program: PathBuf,
    args: Vec<OsString>,
}

/// Which frames of a film are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Every one.
    Every,
    /// The first of each second, half second and so on.
    PerSecond(NonZeroU8),
}

impl Pace {
    /// The first frame of each second, as the reference of vPDQ does by default.
    pub const EACH_SECOND: Self = Self::PerSecond(NonZeroU8::MIN);
}

impl Decoder {
    /// A program by its absolute path, and its arguments.
    pub fn new(program: PathBuf, args: Vec<OsString>) -> Result<Self, DecodeFault> {
        let is_file = program.is_absolute() && program.is_file();
        if is_file { Ok(Self { program, args }) } else { Err(DecodeFault::Decoder { program }) }
    }

    /// `ffmpeg`, version 5.1 or later, asked for frames at a pace and for no more than a film may have.
    pub fn ffmpeg(program: PathBuf, pace: Pace, limits: &Limits) -> Result<Self, DecodeFault> {
        Self::new(program, ffmpeg::arguments(pace, limits.frames_max))
    }
}

/// What one film may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Frames that are taken.
    pub frames_max: u64,
    /// Processor seconds, held by the kernel.
    pub cpu_s: u64,
    /// Time that the decoder is waited for, all waits together.
    pub wait: Duration,
}

impl Limits {
    /// Those of a film by its length.
    pub fn of(film: &Film) -> Self {
        let cpu_s = (CPU_S_BASE + film.bytes() / CPU_BYTES_PER_S).min(CPU_S_MAX);
        Self { frames_max: FRAMES_MAX, cpu_s, wait: Duration::from_secs(cpu_s) * WAIT_FACTOR }
    }
}

/// A frame of a film, for as long as it is looked at.
#[derive(Clone, Copy)]
pub struct FilmFrame<'f> {
    /// Its number among those that were asked for, from 0.
    pub number: u64,
    /// Points a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The brightness of each point, row by row from the top, as the film stores it: no turn that the film
    /// asks for is made.
    pub grey: &'f [u8],
}

/// Why no film can be decoded, or this one not be given to a decoder.
#[derive(Debug, thiserror::Error)]
pub enum DecodeFault {
    /// No program is there.
    #[error("`{program}` is no program to decode films with; state a file by its absolute path")]
    Decoder {
        /// As it was stated.
        program: PathBuf,
    },
    /// The hidden command could not be started.
    #[error("the cage of the decoder, `{program}`, could not be started; check the installation")]
    Start {
        /// The program.
        program: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// What was started is no hidden command of this version, or it died before the decoder began.
    #[error(
        "the cage of the decoder failed before the decoder began: {reason}; check that the program was \
         not replaced while it ran, and that the machine has memory left"
    )]
    Inside {
        /// What happened.
        reason: String,
    },
    /// The kernel cannot enforce the cage.
    #[error("the decoder was not started: {reason}; {remedy}")]
    Cage {
        /// What cannot be enforced.
        reason: String,
        /// What a person can do.
        remedy: String,
    },
}

/// Decodes one film in a cage and hands each frame to `take`, which may break off.
///
/// `worker` is this program with its hidden command, the one that calls [`serve`]. The calling thread must
/// live until this returns, as it does: the kernel ends the decoder with the thread that started it.
pub fn decode(
    worker: &WorkerCommand,
    decoder: &Decoder,
    film: &Film,
    limits: &Limits,
    take: &mut dyn FnMut(FilmFrame<'_>) -> ControlFlow<()>,
) -> Result<Decoded, DecodeFault> {
    let start = |source| DecodeFault::Start { program: worker.program.clone(), source };
    let input = film.input().map_err(start)?;
    let mut further =
        vec![OsString::from(limits.cpu_s.to_string()), decoder.program.clone().into()];
    further.extend(decoder.args.iter().cloned());
    let mut running = listening::Running::start(worker, &further, input).map_err(start)?;
    let cage = running.hear_caged(worker.patience)?;
    let (heard, frames) = running.hear_frames(worker.patience, limits, take);
    Ok(running.ended(worker.patience, limits, (heard, frames), cage))
}
