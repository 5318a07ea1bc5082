//! Writing frames: many small messages gathered into one large write.

use std::io::{self, Write};

use model::record::Kind;
use model::wire::put_text;
use model::{PlaceRef, Reject};

use super::{Cause, Extent, FRAME_BYTES_MAX, FRAME_HEAD_BYTES, FrameKind, NAME_BYTES_MAX};
use crate::format::Sure;
use crate::nest::{Chain, Member};
use crate::outcome::{CageState, Layer};
use crate::sink::{Counts, Note, SkipReason};

/// Bytes gathered before they are written: large enough that a system call costs nothing beside
/// them, small enough to stay in the second-level cache.
const BLOCK_BYTES: usize = 256 * 1024;

/// Whether a frame could be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is on its way.
    Sent,
    /// It is longer than [`FRAME_BYTES_MAX`] and was left out.
    TooLong,
}

/// Writes frames in blocks.
#[derive(Debug)]
pub struct FrameWriter<W> {
    out: W,
    block: Vec<u8>,
    sent_blocks: u64,
}

impl<W: Write> FrameWriter<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, block: Vec::with_capacity(2 * BLOCK_BYTES), sent_blocks: 0 }
    }

    /// How many blocks were written so far: a sign that the parent heard from us.
    pub fn sent_blocks(&self) -> u64 {
        self.sent_blocks
    }

    /// Writes what was gathered.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        self.out.write_all(&self.block)?;
        self.block.clear();
        self.sent_blocks += 1;
        Ok(())
    }

    fn frame(&mut self, kind: FrameKind, body: impl FnOnce(&mut Vec<u8>)) -> io::Result<Fit> {
        let start = self.block.len();
        self.block.push(kind as u8);
        self.block.extend_from_slice(&[0; FRAME_HEAD_BYTES - 1]);
        let body_start = self.block.len();
        body(&mut self.block);
        let body_len = self.block.len() - body_start;
        if body_len > FRAME_BYTES_MAX {
            self.block.truncate(start);
            return Ok(Fit::TooLong);
        }
        // Checked above against a limit far below 2^32.
        let len = u32::try_from(body_len).unwrap_or(u32::MAX).to_le_bytes();
        if let Some(place) = self.block.get_mut(start + 1..body_start) {
            place.copy_from_slice(&len);
        }
        if self.block.len() >= BLOCK_BYTES {
            self.flush()?;
        }
        Ok(Fit::Sent)
    }

    /// Sends a record's wire form.
    pub fn record(&mut self, kind: Kind, place: &PlaceRef<'_>, slots: &[u8]) -> io::Result<Fit> {
        self.frame(FrameKind::Record, |body| {
            body.push(kind as u8);
            put_place(body, place);
            body.extend_from_slice(slots);
        })
    }

    /// Sends a reject.
    pub fn reject(&mut self, reject: &Reject) -> io::Result<Fit> {
        self.frame(FrameKind::Reject, |body| {
            put_place(body, &PlaceRef::from(&reject.place));
            body.extend_from_slice(&u64::from(reject.kind as u16).to_le_bytes());
            put_name(body, &reject.field);
            put_name(body, &reject.raw);
        })
    }

    /// Sends a line that is no row.
    pub fn skip(&mut self, place: &PlaceRef<'_>, reason: SkipReason) -> io::Result<Fit> {
        self.frame(FrameKind::Skip, |body| {
            body.push(match reason {
                SkipReason::Blank => 0,
                SkipReason::Comment => 1,
                SkipReason::Header => 2,
                SkipReason::Total => 3,
            });
            put_place(body, place);
        })
    }

    /// Sends a fact on the exhibit.
    pub fn note(&mut self, note: &Note) -> io::Result<Fit> {
        let json = serde_json::to_vec(note)?;
        self.frame(FrameKind::Note, |body| body.extend_from_slice(&json))
    }

    /// Says that a member is about to be read, at once: if it breaks the worker, the parent knows
    /// which it was.
    pub fn opening(&mut self, chain: &Chain) -> io::Result<()> {
        let json = serde_json::to_vec(chain)?;
        self.frame(FrameKind::Opening, |body| body.extend_from_slice(&json))?;
        self.flush()
    }

    /// Says what became of a member.
    pub fn member(&mut self, member: &Member) -> io::Result<Fit> {
        let json = serde_json::to_vec(member)?;
        self.frame(FrameKind::Member, |body| body.extend_from_slice(&json))
    }

    /// Sends the next bytes of a place that was asked for.
    pub fn shown(&mut self, place: u64, bytes: &[u8]) -> io::Result<Fit> {
        self.frame(FrameKind::Shown, |body| {
            body.extend_from_slice(&place.to_le_bytes());
            body.extend_from_slice(bytes);
        })
    }

    /// Says that a place that was asked for is not there.
    pub fn missing(&mut self, place: u64, reason: &str) -> io::Result<Fit> {
        self.frame(FrameKind::Missing, |body| {
            body.extend_from_slice(&place.to_le_bytes());
            put_name(body, reason);
        })
    }

    /// Says that the rows up to `row` were read over.
    pub fn stored(&mut self, row: u64) -> io::Result<Fit> {
        self.frame(FrameKind::Stored, |body| body.extend_from_slice(&row.to_le_bytes()))
    }

    /// Says how many bytes of the exhibit were read, and how many unpacked from it.
    pub fn progress(&mut self, read: u64, unpacked: u64) -> io::Result<Fit> {
        self.frame(FrameKind::Progress, |body| {
            body.extend_from_slice(&read.to_le_bytes());
            body.extend_from_slice(&unpacked.to_le_bytes());
        })
    }

    /// Says how the worker is caged.
    pub fn caged(&mut self, state: &CageState) -> io::Result<Fit> {
        self.frame(FrameKind::Caged, |body| {
            body.push(layer_tag(state.landlock));
            body.extend_from_slice(&u64::from(state.landlock_abi).to_le_bytes());
            body.push(layer_tag(state.system_calls));
            body.extend_from_slice(&state.setup_us.to_le_bytes());
        })
    }

    /// Says that the worker cannot be caged.
    pub fn refused(&mut self, reason: &str, remedy: &str) -> io::Result<Fit> {
        self.frame(FrameKind::Refused, |body| {
            put_name(body, reason);
            put_name(body, remedy);
        })
    }

    /// Says which format took the exhibit.
    pub fn recognised(&mut self, code: &str, version: u32, sure: Sure) -> io::Result<Fit> {
        self.frame(FrameKind::Recognised, |body| {
            body.extend_from_slice(&u64::from(version).to_le_bytes());
            body.push(match sure {
                Sure::No => 0,
                Sure::Maybe => 1,
                Sure::Yes => 2,
            });
            put_name(body, code);
        })
    }

    /// Says that no format took the exhibit.
    pub fn unread(&mut self, reason: &str, remedy: &str) -> io::Result<Fit> {
        self.frame(FrameKind::Unread, |body| {
            put_name(body, reason);
            put_name(body, remedy);
        })
    }

    /// Ends a reading that went as it should.
    pub fn done(&mut self, extent: Extent, counts: &Counts) -> io::Result<Fit> {
        let Counts { rows, records, rejects, skipped } = *counts;
        self.frame(FrameKind::Done, |body| {
            body.push(match extent {
                Extent::Whole => 0,
                Extent::Sample => 1,
            });
            for count in [rows, records, rejects, skipped] {
                body.extend_from_slice(&count.to_le_bytes());
            }
        })
    }

    /// Ends a reading early.
    pub fn broken(
        &mut self,
        cause: Cause,
        place: &PlaceRef<'_>,
        reason: &str,
        remedy: &str,
    ) -> io::Result<Fit> {
        self.frame(FrameKind::Broken, |body| {
            body.push(match cause {
                Cause::Exhibit => 0,
                Cause::Disk => 1,
                Cause::Reader => 2,
                Cause::Unsupported => 3,
                Cause::Asks => 4,
            });
            put_place(body, place);
            put_name(body, reason);
            put_name(body, remedy);
        })
    }
}

fn put_place(body: &mut Vec<u8>, place: &PlaceRef<'_>) {
    let PlaceRef { inside, path, row, bytes_start, bytes_len } = *place;
    for number in [row, bytes_start, bytes_len] {
        body.extend_from_slice(&number.to_le_bytes());
    }
    if inside.is_empty() && path.is_empty() {
        body.push(0);
    } else {
        body.push(1);
        put_name(body, inside);
        put_name(body, path);
    }
}

fn put_name(body: &mut Vec<u8>, name: &str) {
    let mut end = name.len().min(NAME_BYTES_MAX);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    put_text(body, name.get(..end).unwrap_or(""));
}

fn layer_tag(layer: Layer) -> u8 {
    match layer {
        Layer::Absent => 0,
        Layer::Partial => 1,
        Layer::Full => 2,
    }
}
