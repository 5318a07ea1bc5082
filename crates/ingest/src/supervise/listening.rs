//! Listening: what a worker says is taken frame by frame, until it ends, hangs, or lies.

use std::io::{self, PipeReader};
use std::ops::ControlFlow;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::allowance::Allowance;
use super::intake::Stop;
use super::silence::Silence;
use crate::frame::{FrameBuffer, Taken};
use crate::outcome::TroubleKind;

/// Longest wait for a worker's next word before the keeper is asked whether to go on.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// Checks what a worker says and hands it on.
pub(super) trait Listener {
    /// Takes one frame.
    fn frame(&mut self, kind: u8, body: &[u8]) -> Result<(), Stop>;

    /// The stream ended; `left_over` is whether it did so inside a frame.
    fn left_over(&mut self, left_over: bool);

    /// Tells whoever waits how far the work is; breaking off ends it.
    fn progress(&mut self) -> ControlFlow<()>;

    /// Bytes that the worker says it unpacked.
    fn bytes_unpacked(&self) -> u64;
}

/// How listening to a worker ended.
pub(super) enum Heard {
    /// The worker closed its end.
    Everything,
    /// The worker was caught at something.
    Trouble(TroubleKind, String),
    /// A person stopped the ingest.
    Interrupted,
    /// The keeper could not store.
    CannotKeep(io::Error),
}

pub(super) fn listen(
    pipe: &mut PipeReader,
    listener: &mut impl Listener,
    mut silence: Silence,
    mut allowance: Allowance,
) -> Heard {
    let mut buffer = FrameBuffer::default();
    loop {
        if listener.progress().is_break() {
            return Heard::Interrupted;
        }
        match is_readable(pipe) {
            Ok(true) => {}
            Ok(false) => match silence.hung() {
                Some(silent) => {
                    let reason = format!("the reader fell silent for {} s", silent.as_secs());
                    return Heard::Trouble(TroubleKind::Hung, reason);
                }
                None => continue,
            },
            Err(error) => return Heard::Trouble(TroubleKind::EndedEarly, error.to_string()),
        }
        match buffer.fill(pipe) {
            Ok(0) => {
                listener.left_over(!buffer.is_empty());
                return Heard::Everything;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Heard::Trouble(TroubleKind::EndedEarly, error.to_string()),
        }
        match take_frames(&mut buffer, listener) {
            Ok(()) => {}
            Err(Stop::Forged(reason)) => return Heard::Trouble(TroubleKind::Forged, reason),
            Err(Stop::Store(error)) => return Heard::CannotKeep(error),
        }
        silence.broken();
        allowance.follow(listener.bytes_unpacked());
    }
}

/// Takes every whole frame the buffer holds.
pub(super) fn take_frames(
    buffer: &mut FrameBuffer,
    listener: &mut impl Listener,
) -> Result<(), Stop> {
    while let Taken::Frame(kind, body) = buffer.take()? {
        listener.frame(kind, body)?;
    }
    Ok(())
}

fn is_readable(pipe: &PipeReader) -> io::Result<bool> {
    match poll(&mut [PollFd::new(pipe, PollFlags::IN)], Some(&LOOK)) {
        Ok(count) => Ok(count > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(errno) => Err(errno.into()),
    }
}
