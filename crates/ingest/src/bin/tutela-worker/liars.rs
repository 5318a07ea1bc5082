//! Liars: workers that were taken over, as seen from the parent. They take the job like any other
//! and then say what no honest worker says.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;
use std::time::Duration;

use model::PlaceRef;
use model::record::{Kind, Record};
use model::records::Transfer;
use tutela_ingest::format::Sure;
use tutela_ingest::frame::{Extent, FrameWriter};
use tutela_ingest::outcome::{CageState, Layer};
use tutela_ingest::sink::Counts;

/// Says the lie of this name.
pub(crate) fn lie(name: &str) -> ExitCode {
    match tell(name) {
        Ok(code) => ExitCode::from(code),
        Err(_) => ExitCode::from(74),
    }
}

/// Tells the lies that come before the first row.
fn tell(name: &str) -> io::Result<u8> {
    match name {
        "silent-from-the-start" => fall_silent(),
        "no-worker" => {
            writeln!(io::stdout(), "hello")?;
            return Ok(0);
        }
        _ => {}
    }
    let mut job = [0; 4096];
    let mut channel = UnixStream::from(io::stderr().as_fd().try_clone_to_owned()?);
    let _part = channel.read(&mut job)?;
    let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let mut frames = FrameWriter::new(out.try_clone()?);
    if name != "uncaged" {
        let (landlock, system_calls) = (Layer::Full, Layer::Full);
        frames.caged(&CageState { landlock, landlock_abi: 6, system_calls, setup_us: 1 })?;
        frames.recognised("liar", 1, Sure::Yes)?;
    }
    row(&mut frames, 1)?;
    row(&mut frames, 2)?;
    let code = tell_after_two_rows(name, &mut frames, out)?;
    frames.flush()?;
    Ok(code)
}

/// Tells the lies that come after two good rows.
fn tell_after_two_rows(name: &str, frames: &mut FrameWriter<File>, out: File) -> io::Result<u8> {
    let honest = Counts { rows: 2, records: 2, rejects: 0, skipped: 0 };
    match name {
        "miscounts" => done(frames, Counts { rows: 3, records: 3, ..honest })?,
        "does-not-add-up" => done(frames, Counts { rejects: u64::MAX, ..honest })?,
        "skips-a-row" => row(frames, 4)?,
        "repeats-a-row" => row(frames, 2)?,
        "points-outside" => {
            let (bytes_start, bytes_len) = (u64::MAX, 2);
            record(frames, &PlaceRef { row: 3, bytes_start, bytes_len, ..PlaceRef::default() })?;
        }
        "goes-on" => {
            done(frames, honest)?;
            row(frames, 3)?;
        }
        "begins-twice" => {
            frames.recognised("liar", 1, Sure::Yes)?;
        }
        "claims-stored" => {
            frames.stored(5)?;
        }
        "torn-record" => {
            let place = PlaceRef { row: 3, ..PlaceRef::default() };
            frames.record(Kind::Transfer, &place, &[9; 40])?;
        }
        "oversized" => raw(frames, out, &[5, 255, 255, 255, 255])?,
        "garbage" => raw(frames, out, &vec![0xa5; 70_000])?,
        "cut-off" => raw(frames, out, &[5, 200, 0, 0, 0, 1, 2, 3])?,
        "done-and-a-tail" => {
            done(frames, honest)?;
            raw(frames, out, &[5, 200, 0])?;
        }
        "falls-silent" => {
            frames.flush()?;
            fall_silent();
        }
        "floods-words" => {
            frames.flush()?;
            while io::stderr().write_all(&[b'x'; 4096]).is_ok() {}
        }
        "done-but-fails" => {
            done(frames, honest)?;
            return Ok(9);
        }
        // Just leaves.
        _ => {}
    }
    Ok(0)
}

fn fall_silent() {
    std::thread::sleep(Duration::from_mins(1));
}

fn done(frames: &mut FrameWriter<File>, counts: Counts) -> io::Result<()> {
    frames.done(Extent::Whole, &counts).map(|_| ())
}

fn raw(frames: &mut FrameWriter<File>, mut out: File, bytes: &[u8]) -> io::Result<()> {
    frames.flush()?;
    out.write_all(bytes)
}

fn row(frames: &mut FrameWriter<File>, row: u64) -> io::Result<()> {
    record(frames, &PlaceRef { row, ..PlaceRef::default() })
}

fn record(frames: &mut FrameWriter<File>, place: &PlaceRef<'_>) -> io::Result<()> {
    let mut slots = Vec::new();
    Transfer::default().encode(&mut slots);
    frames.record(Kind::Transfer, place, &slots).map(|_| ())
}
