//! What became of a film: decoded, decoded in part, or not decoded and why.

use crate::outcome::CageState;

/// How far a film was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilmState {
    /// To its end, and the decoder had nothing to say about it.
    Decoded,
    /// Not to its end; the frames that came were taken.
    Partial,
    /// Not at all.
    NotDecoded,
    /// Stopped by whoever took its frames.
    Stopped,
}

impl FilmState {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decoded => "decoded",
            Self::Partial => "partial",
            Self::NotDecoded => "not_decoded",
            Self::Stopped => "stopped",
        }
    }
}

/// What became of one film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// How far it was decoded.
    pub state: FilmState,
    /// Frames that were handed on.
    pub frames: u64,
    /// Why it was not decoded to its end.
    pub trouble: Option<FilmTrouble>,
    /// What the decoder said, made harmless to show.
    pub words: String,
    /// How the decoder was caged.
    pub cage: CageState,
}

/// Why a film was not decoded to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilmTrouble {
    /// What happened.
    pub kind: FilmTroubleKind,
    /// What happened, in words.
    pub reason: String,
}

impl std::fmt::Display for FilmTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}; {}", self.kind.code(), self.reason, self.kind.remedy())
    }
}

/// Why a film was not decoded. The codes are stable: scripts and reports quote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u16)]
pub enum FilmTroubleKind {
    /// The decoder was killed by a signal.
    Crashed = 1,
    /// The decoder gave up.
    GaveUp = 2,
    /// The decoder fell silent.
    Hung = 3,
    /// The decoder used up its time.
    OutOfTime = 4,
    /// The decoder wrote something else than frames.
    Garbage = 5,
    /// The film has more frames, or larger ones, than are taken.
    TooMuch = 6,
    /// The decoder asked the kernel for something the cage denies.
    Denied = 7,
    /// The decoder found no frame.
    NoFrame = 8,
    /// The decoder could not be run in the cage.
    NotRun = 9,
    /// The decoder met damage and went on.
    Damaged = 10,
}

impl FilmTroubleKind {
    /// The code, `FLM-003`.
    pub fn code(self) -> String {
        format!("FLM-{:03}", self as u16)
    }

    /// What a person can do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Crashed | Self::GaveUp => {
                "the film is untouched: it may be damaged, or of a kind this decoder does not know; try a \
                 newer decoder, or compare digests"
            }
            Self::Hung | Self::OutOfTime => {
                "decode it again on a machine that is less busy; a short film that needs this much may be \
                 made to exhaust its reader"
            }
            Self::Garbage => {
                "check that the stated program is a decoder of the version the manual names; if other films \
                 are decoded, treat this one as hostile"
            }
            Self::TooMuch => "ask for fewer frames a second, or look at the film by hand",
            Self::Denied => {
                "treat the film as hostile: it may carry an attack on its decoder; have it examined apart. If \
                 no film is decoded, the decoder needs more than the cage gives: state another build"
            }
            Self::NoFrame => "the file holds no film, or an empty one; compare digests",
            Self::Damaged => {
                "the frames that came are of this film; recover the file, or compare digests"
            }
            Self::NotRun => {
                "state the decoder itself, built for this machine, and not a script that starts it"
            }
        }
    }
}
