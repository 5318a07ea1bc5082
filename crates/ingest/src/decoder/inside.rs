//! Inside: the hidden command that locks itself in and becomes the decoder.
//!
//! The order is fixed: close what others left open, lock the cage, say so, and run the decoder, which replaces
//! this program and keeps its cage.

use std::convert::Infallible;
use std::ffi::{CString, OsString};
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom};
use std::os::fd::{AsFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cage;
use crate::frame::FrameWriter;
use crate::worker::EXIT_REFUSED;

/// A person started the command by hand, or the parent is of another version.
const EXIT_USAGE: u8 = 2;

/// The decoder could not be run; shells use the same number.
pub(super) const EXIT_NOT_RUN: u8 = 126;

/// Takes the place of the decoder: `args` are the processor seconds, the program and its arguments.
///
/// The program calls it from its hidden command, before it starts any thread.
pub fn serve(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let (code, error) = match stage(args) {
        Ok(job) => match run(&job) {
            Ok(never) => match never {},
            Err(left) => left,
        },
        Err(error) => (EXIT_USAGE, error),
    };
    // Last words: where the cage was refused, the parent was told before.
    eprintln!("the cage of the decoder ended: {error}");
    ExitCode::from(code)
}

/// What is to be run, and on what.
struct Job {
    cpu_s: u64,
    program: PathBuf,
    args: Vec<CString>,
    film: File,
    frames: File,
}

/// Takes the job and closes every descriptor that is none of it.
fn stage(args: impl IntoIterator<Item = OsString>) -> io::Result<Job> {
    let usage = || io::Error::other("it is started by the program itself, never by hand");
    let mut args = args.into_iter();
    let cpu_s = args.next().and_then(|s| s.to_str()?.parse().ok()).ok_or_else(usage)?;
    let frames = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    if !frames.metadata()?.file_type().is_fifo() {
        return Err(usage());
    }
    drop(frames);
    let all: Vec<OsString> = args.collect();
    let program = PathBuf::from(all.first().ok_or_else(usage)?);
    let args = all.iter().map(|arg| CString::new(arg.as_bytes())).collect::<Result<_, _>>()?;
    close_all_others()?;
    let mut film = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    film.seek(SeekFrom::Start(0))?;
    // Both are closed when the decoder is run.
    let frames = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    Ok(Job { cpu_s, program, args, film, frames })
}

/// Closes what the parent's own parent left open. What the standard library opens is closed by the kernel
/// when the decoder is run; what others opened may not be.
fn close_all_others() -> io::Result<()> {
    let open = fs::read_dir(Path::new("/proc/self/fd"))?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect::<Vec<RawFd>>();
    for descriptor in open.into_iter().filter(|number| *number > 2) {
        // The one by which the list was read is closed already.
        let _ = nix::unistd::close(descriptor);
    }
    Ok(())
}

/// Locks the cage, says so, and runs the decoder; gives back only what went wrong.
fn run(job: &Job) -> Result<Infallible, (u8, io::Error)> {
    let not_run = |error: io::Error| (EXIT_NOT_RUN, error);
    let mut writer = FrameWriter::new(&job.frames);
    let program = job.args.first().ok_or_else(|| not_run(io::ErrorKind::InvalidInput.into()))?;
    let caged = cage::decoder::close((&job.program, program), job.film.as_fd(), job.cpu_s);
    let said = match &caged {
        Ok(state) => writer.caged(state),
        Err(refusal) => writer.refused(&refusal.reason, refusal.remedy),
    };
    said.and_then(|_| writer.flush()).map_err(not_run)?;
    if let Err(refusal) = caged {
        return Err((EXIT_REFUSED, io::Error::other(refusal.reason)));
    }
    nix::unistd::execve::<CString, CString>(program, &job.args, &[])
        .map_err(|errno| not_run(errno.into()))
}
