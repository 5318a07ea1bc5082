//! Frames: what a caged worker says to its parent, one length-checked message after another.
//!
//! ```text
//! frame = kind u8 · length u32 · body                     (little-endian, as in model::wire)
//! caged · (recognised · (record|reject|skip|note|stored|progress|opening|member)* · (done|broken))
//!       | (recognised · (shown|missing|progress)* · (done|broken))
//!       | unread
//! ```
//!
//! The worker writes frames into blocks; the parent takes them apart in place, so that a record
//! crosses with two copies and no memory of its own. Nothing in a frame is believed: a frame that
//! does not hold exactly what its kind says is a [`FrameFault`], and the exhibit is quarantined.

mod buffer;
mod write;

pub use buffer::{FrameBuffer, Taken};
pub use write::{Fit, FrameWriter};

use model::record::Kind;
use model::wire::{SlotRef, WireFault, WireReader, read_slots};
use model::{Place, PlaceRef, RejectKind};

use crate::format::Sure;
use crate::nest::{Chain, Member};
use crate::outcome::{CageState, Layer};
use crate::sink::{Counts, Note, SkipReason};

/// Longest frame: a record with a message body and an `extra` object at their own limit of 1 MiB
/// fits twice over.
pub const FRAME_BYTES_MAX: usize = 4 << 20;

/// Bytes before the body of a frame: its kind and its length.
pub const FRAME_HEAD_BYTES: usize = 5;

/// Longest text of a place, a field's name, or a reason; the worker cuts what is longer.
pub const NAME_BYTES_MAX: usize = 4096;

/// Most notes on one exhibit; the last of them says that more were left out.
pub const NOTES_MAX: u64 = 65_536;

/// What a frame is; the number is its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum FrameKind {
    Caged = 1,
    Refused = 2,
    Recognised = 3,
    Unread = 4,
    Record = 5,
    Reject = 6,
    Skip = 7,
    Note = 8,
    Stored = 9,
    Progress = 10,
    Done = 11,
    Broken = 12,
    Opening = 13,
    Member = 14,
    Shown = 15,
    Missing = 16,
}

/// A frame as the parent sees it, borrowed from its buffer.
#[derive(Debug)]
pub enum Frame<'a> {
    /// The worker locked itself in; nothing of the exhibit was read before.
    Caged(CageState),
    /// The worker could not lock itself in and has read nothing.
    Refused {
        /// What the kernel cannot enforce.
        reason: &'a str,
        /// What a person can do.
        remedy: &'a str,
    },
    /// A format took the exhibit.
    Recognised {
        /// Its code.
        code: &'a str,
        /// The version of its reader.
        version: u32,
        /// How sure it is.
        sure: Sure,
    },
    /// No format took the exhibit.
    Unread {
        /// Why.
        reason: &'a str,
        /// What a person can do.
        remedy: &'a str,
    },
    /// A row that became a record.
    Record(RecordFrame<'a>),
    /// A row that was set aside.
    Reject(RejectRef<'a>),
    /// A line that is no row.
    Skip(PlaceRef<'a>, SkipReason),
    /// A fact on the exhibit.
    Note(Note),
    /// A member of a container is about to be read.
    Opening(Chain),
    /// A member of a container is done with.
    Member(Box<Member>),
    /// The next bytes of a place that was asked for, by its number.
    Shown(u64, &'a [u8]),
    /// A place that was asked for is not there, and why.
    Missing(u64, &'a str),
    /// Rows up to this one were read over, as an interrupted run has stored them.
    Stored(u64),
    /// Bytes that were read and unpacked so far.
    Progress {
        /// Of the exhibit.
        read: u64,
        /// From it, all containers together.
        unpacked: u64,
    },
    /// The reading ended as it should.
    Done(Extent, Counts),
    /// The reading ended early.
    Broken {
        /// Who broke.
        cause: Cause,
        /// Where.
        place: PlaceRef<'a>,
        /// What is wrong.
        reason: &'a str,
        /// What a person can do.
        remedy: &'a str,
    },
}

/// How much of the exhibit was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The first rows, for a dry run.
    Sample,
}

/// Why a reading ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The exhibit breaks a limit or its format beyond repair.
    Exhibit,
    /// The exhibit's bytes could not be read.
    Disk,
    /// The reader itself failed: a fault of ours.
    Reader,
    /// The format is known by name and nothing reads it.
    Unsupported,
    /// A person has to say first how it is to be read.
    Asks,
}

/// A record as it came: its place is checked, its slots are not yet.
///
/// [`RecordFrame::read`] checks and hands on the slots in one pass. It alone gives the [`Checked`]
/// that a keeper must return, so that no keeper can forget to check and none has to check twice.
#[derive(Debug, Clone, Copy)]
pub struct RecordFrame<'a> {
    kind: Kind,
    place: PlaceRef<'a>,
    slots: &'a [u8],
}

/// Proof that a record was read to its last byte and found well formed.
#[derive(Debug)]
#[must_use = "a keeper returns it to show that the record was checked"]
pub struct Checked(());

impl<'a> RecordFrame<'a> {
    /// The kind of the record.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where it stands in the exhibit.
    pub fn place(&self) -> PlaceRef<'a> {
        self.place
    }

    /// The slots as they came, not checked; for counting bytes.
    pub fn bytes_len(&self) -> usize {
        self.slots.len()
    }

    /// Hands on each slot in field order, checking it first.
    ///
    /// On an error some slots may have been handed on already: whoever takes them column by column
    /// fills up the torn row and cuts it off. No record follows an error, so there is one such row
    /// at most, the last.
    pub fn read(self, each: impl FnMut(usize, SlotRef<'a>)) -> Result<Checked, WireFault> {
        read_slots(self.kind, self.slots, each)?;
        Ok(Checked(()))
    }

    /// Hands the slots as they came to a store that checks them itself while it lays them down, as
    /// the tables do; an error of it ends the exhibit.
    pub fn read_by<E>(self, store: impl FnOnce(&'a [u8]) -> Result<(), E>) -> Result<Checked, E> {
        store(self.slots)?;
        Ok(Checked(()))
    }
}

/// A reject borrowed from a frame; fields as in [`model::Reject`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RejectRef<'a> {
    /// Where.
    pub place: PlaceRef<'a>,
    /// Why.
    pub kind: RejectKind,
    /// Which field, where one is to blame.
    pub field: &'a str,
    /// The text that could not be read.
    pub raw: &'a str,
}

impl From<RejectRef<'_>> for model::Reject {
    fn from(reject: RejectRef<'_>) -> Self {
        Self::new(owned_place(&reject.place), reject.kind, reject.field, reject.raw)
    }
}

/// A place with memory of its own.
pub(crate) fn owned_place(place: &PlaceRef<'_>) -> Place {
    let PlaceRef { inside, path, row, bytes_start, bytes_len } = *place;
    Place { inside: inside.to_owned(), path: path.to_owned(), row, bytes_start, bytes_len }
}

/// Why bytes from a worker are no frame.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameFault {
    /// The kind is not one of ours.
    #[error("a frame of the unknown kind {0}")]
    UnknownKind(u8),
    /// The announced length is above [`FRAME_BYTES_MAX`].
    #[error("a frame of {0} bytes, above the limit of {FRAME_BYTES_MAX}")]
    TooLong(u64),
    /// The stream ends inside a frame.
    #[error("the stream ends inside a frame")]
    CutOff,
    /// A value in the frame is malformed.
    #[error("a malformed frame: {0}")]
    Wire(#[from] WireFault),
    /// A number stands for no known word.
    #[error("a malformed frame: {0} is out of range")]
    BadWord(&'static str),
    /// A note is not one of ours.
    #[error("a malformed note")]
    BadNote,
    /// What is said of a member is not ours.
    #[error("a malformed member")]
    BadMember,
    /// A name is longer than [`NAME_BYTES_MAX`].
    #[error("a name longer than {NAME_BYTES_MAX} bytes")]
    NameTooLong,
}

impl<'a> Frame<'a> {
    /// Takes a frame apart; its length was checked before.
    pub fn decode(kind: u8, body: &'a [u8]) -> Result<Self, FrameFault> {
        let mut wire = WireReader::new(body);
        if kind == FrameKind::Record as u8 {
            let tag = wire.byte()?;
            let kind = Kind::from_tag(tag).ok_or(FrameFault::BadWord("the kind of a record"))?;
            let place = read_place(&mut wire)?;
            return Ok(Self::Record(RecordFrame { kind, place, slots: wire.rest() }));
        }
        if kind == FrameKind::Note as u8 {
            return serde_json::from_slice(body).map(Self::Note).map_err(|_| FrameFault::BadNote);
        }
        if kind == FrameKind::Opening as u8 {
            let chain = serde_json::from_slice(body).map_err(|_| FrameFault::BadMember)?;
            return Ok(Self::Opening(chain));
        }
        if kind == FrameKind::Member as u8 {
            let member = serde_json::from_slice(body).map_err(|_| FrameFault::BadMember)?;
            return Ok(Self::Member(member));
        }
        if kind == FrameKind::Shown as u8 {
            return Ok(Self::Shown(wire.unsigned()?, wire.rest()));
        }
        let frame = Self::decode_rare(kind, &mut wire)?;
        wire.finish()?;
        Ok(frame)
    }

    fn decode_rare(kind: u8, wire: &mut WireReader<'a>) -> Result<Self, FrameFault> {
        Ok(match kind {
            k if k == FrameKind::Caged as u8 => Self::Caged(read_cage_state(wire)?),
            k if k == FrameKind::Refused as u8 => {
                Self::Refused { reason: read_name(wire)?, remedy: read_name(wire)? }
            }
            k if k == FrameKind::Recognised as u8 => Self::Recognised {
                version: read_u32(wire, "the version of a reader")?,
                sure: sure_from_tag(wire.byte()?)?,
                code: read_name(wire)?,
            },
            k if k == FrameKind::Unread as u8 => {
                Self::Unread { reason: read_name(wire)?, remedy: read_name(wire)? }
            }
            k if k == FrameKind::Reject as u8 => Self::Reject(read_reject(wire)?),
            k if k == FrameKind::Skip as u8 => {
                let reason = skip_from_tag(wire.byte()?)?;
                Self::Skip(read_place(wire)?, reason)
            }
            k if k == FrameKind::Missing as u8 => Self::Missing(wire.unsigned()?, read_name(wire)?),
            k if k == FrameKind::Stored as u8 => Self::Stored(wire.unsigned()?),
            k if k == FrameKind::Progress as u8 => {
                Self::Progress { read: wire.unsigned()?, unpacked: wire.unsigned()? }
            }
            k if k == FrameKind::Done as u8 => {
                let extent = match wire.byte()? {
                    0 => Extent::Whole,
                    1 => Extent::Sample,
                    _ => return Err(FrameFault::BadWord("the extent of a reading")),
                };
                let counts = Counts {
                    rows: wire.unsigned()?,
                    records: wire.unsigned()?,
                    rejects: wire.unsigned()?,
                    skipped: wire.unsigned()?,
                };
                Self::Done(extent, counts)
            }
            k if k == FrameKind::Broken as u8 => Self::Broken {
                cause: match wire.byte()? {
                    0 => Cause::Exhibit,
                    1 => Cause::Disk,
                    2 => Cause::Reader,
                    3 => Cause::Unsupported,
                    4 => Cause::Asks,
                    _ => return Err(FrameFault::BadWord("the cause of an early end")),
                },
                place: read_place(wire)?,
                reason: read_name(wire)?,
                remedy: read_name(wire)?,
            },
            other => return Err(FrameFault::UnknownKind(other)),
        })
    }
}

fn read_name<'a>(wire: &mut WireReader<'a>) -> Result<&'a str, FrameFault> {
    let name = wire.text()?;
    if name.len() > NAME_BYTES_MAX { Err(FrameFault::NameTooLong) } else { Ok(name) }
}

fn read_u32(wire: &mut WireReader<'_>, what: &'static str) -> Result<u32, FrameFault> {
    u32::try_from(wire.unsigned()?).map_err(|_| FrameFault::BadWord(what))
}

fn read_place<'a>(wire: &mut WireReader<'a>) -> Result<PlaceRef<'a>, FrameFault> {
    let row = wire.unsigned()?;
    let bytes_start = wire.unsigned()?;
    let bytes_len = wire.unsigned()?;
    let (inside, path) = match wire.byte()? {
        0 => ("", ""),
        1 => (read_name(wire)?, read_name(wire)?),
        _ => return Err(FrameFault::BadWord("the form of a place")),
    };
    Ok(PlaceRef { inside, path, row, bytes_start, bytes_len })
}

fn read_reject<'a>(wire: &mut WireReader<'a>) -> Result<RejectRef<'a>, FrameFault> {
    let place = read_place(wire)?;
    let kind = u16::try_from(wire.unsigned()?)
        .ok()
        .and_then(RejectKind::from_number)
        .ok_or(FrameFault::BadWord("the kind of a reject"))?;
    Ok(RejectRef { place, kind, field: read_name(wire)?, raw: read_name(wire)? })
}

fn read_cage_state(wire: &mut WireReader<'_>) -> Result<CageState, FrameFault> {
    let landlock = layer_from_tag(wire.byte()?)?;
    let landlock_abi = read_u32(wire, "the version of Landlock")?;
    let system_calls = layer_from_tag(wire.byte()?)?;
    let setup_us = wire.unsigned()?;
    Ok(CageState { landlock, landlock_abi, system_calls, setup_us })
}

fn layer_from_tag(tag: u8) -> Result<Layer, FrameFault> {
    [Layer::Absent, Layer::Partial, Layer::Full]
        .get(usize::from(tag))
        .copied()
        .ok_or(FrameFault::BadWord("the state of the cage"))
}

fn sure_from_tag(tag: u8) -> Result<Sure, FrameFault> {
    [Sure::No, Sure::Maybe, Sure::Yes]
        .get(usize::from(tag))
        .copied()
        .ok_or(FrameFault::BadWord("the certainty of a format"))
}

fn skip_from_tag(tag: u8) -> Result<SkipReason, FrameFault> {
    [SkipReason::Blank, SkipReason::Comment, SkipReason::Header, SkipReason::Total]
        .get(usize::from(tag))
        .copied()
        .ok_or(FrameFault::BadWord("the reason of a skipped line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn hostile_bodies_are_refused_and_never_panic(kind: u8, body: Vec<u8>) {
            if let Ok(Frame::Record(record)) = Frame::decode(kind, &body) {
                let _ = record.read(|_, _| ());
            }
        }
    }
}
