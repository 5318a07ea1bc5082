//! A film given to a test decoder, and what became of it.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use tutela_ingest::WorkerCommand;
use tutela_ingest::decoder::{DecodeFault, Decoded, Decoder, Film, Limits, decode};

/// A frame that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) grey: Vec<u8>,
}

/// The hidden command, with a shorter patience than the house's.
pub(crate) fn worker() -> WorkerCommand {
    let mut worker = WorkerCommand::new(program(), &["decoder"]);
    worker.patience = Duration::from_secs(2);
    worker
}

/// The program that plays both the hidden command and the decoders.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tutela-worker"))
}

pub(crate) fn player(args: &[&str]) -> Decoder {
    let args = ["play"].iter().chain(args).map(OsString::from).collect();
    Decoder::new(program(), args).unwrap()
}

pub(crate) fn film(bytes: &[u8]) -> Film {
    Film::copied(&mut &*bytes).unwrap()
}

/// Plays a decoder to its end.
pub(crate) fn play(args: &[&str]) -> (Vec<Kept>, Decoded) {
    let film = film(b"a film");
    play_with(&worker(), &player(args), &film, &Limits::of(&film)).unwrap()
}

pub(crate) fn play_with(
    worker: &WorkerCommand,
    decoder: &Decoder,
    film: &Film,
    limits: &Limits,
) -> Result<(Vec<Kept>, Decoded), DecodeFault> {
    let mut kept = Vec::new();
    let decoded = decode(worker, decoder, film, limits, &mut |frame| {
        assert_eq!(frame.number, u64::try_from(kept.len()).unwrap());
        let (width, height, grey) = (frame.width, frame.height, frame.grey.to_vec());
        kept.push(Kept { width, height, grey });
        ControlFlow::Continue(())
    })?;
    assert_eq!(decoded.frames, u64::try_from(kept.len()).unwrap());
    Ok((kept, decoded))
}
