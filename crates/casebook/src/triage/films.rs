//! Films that digests leave open: a decoder of the unit's own gives their frames from inside a cage, and each
//! frame is compared as a picture is. Without a decoder a film is told as not decoded.
//!
//! A film that lies in a container is copied into sealed memory for that time; nothing is written.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use ingest::decoder::{Decoder, Film, FilmFrame, FilmState, Limits, Pace, decode};
use ingest::{Job, Progress as Walked, Settings, Viewer, Wanted, WorkerCommand};
use model::Digest;
use serde::{Deserialize, Serialize};
use triage::pdq::{Samples, View, look_all_ways};

use super::looks::{Lies, Look, Looking, Undecided, nth_of};
use crate::fault::{Exit, Fault};
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

/// What is kept of a film.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Frames {
    /// Frames, one a second, of all of it or of a part.
    Seen {
        /// The frames.
        looks: Vec<FrameLook>,
        /// The code of what ended it early, such as `FLM-003`.
        cut: Option<String>,
    },
    /// None: the code of why.
    None(String),
}

/// How films are decoded.
pub(super) struct Decoding<'d> {
    /// The decoder that the unit states.
    pub(super) decoder: &'d Path,
    /// How its cage is started.
    pub(super) cage: &'d WorkerCommand,
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
        let is_film = |sha256: &Digest| looks.get(sha256) == Some(Look::Film) && !kept.has(sha256);
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
            let file = self.walk.custody.open_exhibit(lies.exhibit);
            Film::exhibit(file.map_err(|e| crate::intake::custody_fault(&e))?)
        } else {
            self.copied(lies)?
        };
        let film = match film {
            Ok(film) => film,
            Err(fault) => return Ok(Frames::None(fault.to_string())),
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
        let code = decoded.trouble.map(|trouble| trouble.kind.code());
        match decoded.state {
            FilmState::Stopped => Err(Fault::interrupted("triage")),
            FilmState::Decoded | FilmState::Partial => Ok(Frames::Seen { looks, cut: code }),
            FilmState::NotDecoded => Ok(Frames::None(code.unwrap_or_default())),
        }
    }

    /// A copy in sealed memory of a film that a worker walks to.
    fn copied(&self, lies: &Lies) -> Result<Result<Film, ingest::decoder::FilmFault>, Fault> {
        let ledger = self.ledgers.iter().find(|ledger| ledger.exhibit == lies.exhibit);
        let mut asking = match ledger {
            Some(ledger) => self.walk.asking(ledger)?,
            None => self.walk.asking_alone(lies.exhibit, Job::new(Settings::default()))?,
        };
        let nth = nth_of(self.engine, lies)?;
        let spans = vec![(0, lies.size)];
        asking.job.show = vec![Wanted { inside: lies.chain.clone(), nth, spans }];
        let (pieces, received) = sync_channel(PIECES_MOST);
        std::thread::scope(|scope| {
            let film = scope.spawn(|| Film::copied(&mut Pieces { received, piece: Vec::new() }));
            let shown = asking.show(self.worker, 0, &mut Pour(pieces));
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
