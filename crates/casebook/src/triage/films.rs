//! Films that digests leave open: a decoder of the unit's own gives their frames from inside a cage, and each
//! frame is compared as a picture is. Without a decoder a film is told as not decoded.
//!
//! A film that lies in a container is copied into sealed memory for that time; nothing is written.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use ingest::decoder::{Decoder, Film, FilmFrame, FilmState, Limits, Pace, decode};
use ingest::{Progress as Walked, Viewer, WorkerCommand};
use model::Digest;
use serde::{Deserialize, Serialize};
use triage::pdq::{Samples, View, look_all_ways};

use super::contents::Lies;
use super::looks::{Look, Looking, Undecided};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::kept::Kept;
use crate::progress::Step;

/// Pieces of a film that wait to be copied.
const PIECES_MOST: usize = 16;

/// One frame of a film as what it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FrameLook {
    /// Its codes as they are, turned and mirrored.
    pub(super) codes: [String; 8],
    /// How much there is to see, 0 to 100.
    pub(super) quality: u8,
}

/// What is kept of a film: its frames, one a second, as far as it was decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Frames {
    /// SHA-256 of the decoder: another may do better, or otherwise.
    pub(super) decoder: Digest,
    /// The frames.
    pub(super) looks: Vec<FrameLook>,
    /// Why it was not decoded to its end: a code such as `FLM-003`, or words.
    pub(super) trouble: Option<String>,
}

/// Raised whenever the same film would give other frames by the same decoder.
const FRAMES_VERSION: u32 = 1;

/// Where what is kept of films lies in a case.
pub(super) fn open_kept(case: &Case) -> Result<Kept<Frames>, Fault> {
    Kept::open(case.path("cache/frames.jsonl"), FRAMES_VERSION)
}

/// How films are decoded.
pub(super) struct Decoding<'d> {
    /// The decoder that the unit states.
    pub(super) decoder: &'d Path,
    /// Its SHA-256.
    pub(super) sha256: Digest,
    /// How its cage is started.
    pub(super) cage: &'d WorkerCommand,
}

impl<'d> Decoding<'d> {
    /// A decoder, known by its digest.
    pub(super) fn by(decoder: &'d Path, cage: &'d WorkerCommand) -> Result<Self, Fault> {
        let sha256 = file::sha256_at(decoder).map_err(|e| Fault::io(decoder, e))?;
        Ok(Self { decoder, sha256, cage })
    }

    fn frames(&self, looks: Vec<FrameLook>, trouble: Option<String>) -> Frames {
        Frames { decoder: self.sha256, looks, trouble }
    }
}

impl Looking<'_> {
    /// Decodes the films among these contents that are not kept yet.
    pub(super) fn films(
        &self,
        undecided: &Undecided,
        looks: &Kept<Look>,
        decoding: &Decoding<'_>,
        kept: &Kept<Frames>,
    ) -> Result<(), Fault> {
        let is_kept =
            |sha256: &Digest| kept.get(sha256).is_some_and(|kept| kept.decoder == decoding.sha256);
        let is_film = |sha256: &Digest| looks.get(sha256) == Some(Look::Film) && !is_kept(sha256);
        let films: Vec<(&Digest, &Vec<Lies>)> =
            undecided.iter().filter(|(sha256, _)| is_film(sha256)).collect();
        for (done, (sha256, places)) in (0u64..).zip(&films) {
            self.progress.advance(Step::Frames, "", done, films.len() as u64, "");
            if self.progress.stop_asked() {
                return Err(Fault::interrupted("triage"));
            }
            let Some(lies) = places.last() else { continue };
            kept.keep(**sha256, self.frames(lies, decoding)?)?;
        }
        self.progress.finish(Step::Frames, "");
        Ok(())
    }

    fn frames(&self, lies: &Lies, decoding: &Decoding<'_>) -> Result<Frames, Fault> {
        let film = if lies.chain.is_empty() {
            Film::exhibit(self.contents.walk.open(lies.exhibit)?)
        } else {
            self.copied(lies)?
        };
        let film = match film {
            Ok(film) => film,
            Err(fault) => return Ok(decoding.frames(Vec::new(), Some(fault.to_string()))),
        };
        let limits = Limits::of(&film);
        let decoder = Decoder::ffmpeg(decoding.decoder.to_owned(), Pace::EACH_SECOND, &limits);
        let broken = |fault| Fault::of_library(Exit::Denied, &fault).at(decoding.decoder.display());
        let decoder = decoder.map_err(broken)?;
        let mut looks = Vec::new();
        let decoded = decode(decoding.cage, &decoder, &film, &limits, &mut |frame| {
            looks.extend(look_of(&frame));
            if self.progress.stop_asked() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let decoded = decoded.map_err(broken)?;
        if decoded.state == FilmState::Stopped {
            return Err(Fault::interrupted("triage"));
        }
        Ok(decoding.frames(looks, decoded.trouble.map(|trouble| trouble.kind.code())))
    }

    /// A copy in sealed memory of a film that a worker walks to.
    fn copied(&self, lies: &Lies) -> Result<Result<Film, ingest::decoder::FilmFault>, Fault> {
        let (pieces, received) = sync_channel(PIECES_MOST);
        std::thread::scope(|scope| {
            let film = scope.spawn(|| Film::copied(&mut Pieces { received, piece: Vec::new() }));
            let shown = self.contents.pour(lies, &mut Pour(pieces));
            let film = film
                .join()
                .map_err(|_| Fault::new(Exit::Bug, "a film could not be copied", "report this"));
            shown.and(film)
        })
    }
}

fn look_of(frame: &FilmFrame<'_>) -> Option<FrameLook> {
    let view = View {
        width: frame.width,
        height: frame.height,
        samples: Samples::Grey,
        bytes: frame.grey,
    };
    let (look, codes) = look_all_ways(view)?;
    Some(FrameLook { codes: codes.map(|code| code.to_string()), quality: look.quality })
}

/// Hands on what a worker shows.
struct Pour(SyncSender<Vec<u8>>);

impl Viewer for Pour {
    fn progress(&mut self, _: &Walked) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn bytes(&mut self, _: usize, bytes: &[u8]) {
        // Who copies may have had enough: it tells itself why.
        let _ = self.0.send(bytes.to_vec());
    }
}

/// What is handed on, as one reader.
struct Pieces {
    received: Receiver<Vec<u8>>,
    piece: Vec<u8>,
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            let Ok(piece) = self.received.recv() else { return Ok(0) };
            self.piece = piece;
        }
        let count = self.piece.as_slice().read(out)?;
        self.piece.drain(..count);
        Ok(count)
    }
}
