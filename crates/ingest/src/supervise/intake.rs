//! What a worker says, checked word for word against what an honest one may say.
//!
//! Frames come in their turn, rows without a gap, places inside the exhibit, counts that add up.
//! The checks do not depend on how bytes arrive, so that they can be tested without a process.

use std::io;
use std::ops::ControlFlow;

use model::{Place, PlaceRef};

use super::listening::Listener;
use super::{ExhibitBytes, KeepFault, Keeper, Progress};
use crate::frame::{Cause, Extent, Frame, FrameFault, NOTES_MAX, owned_place};
use crate::nest::{Chain, Closed, DEPTH_MAX, Mark, Member};
use crate::outcome::{CageState, FormatSeen, Outcome, State, Trouble, TroubleKind};
use crate::sink::Counts;

/// Most rows of one exhibit: what the numbering of parts and of records is laid out for.
pub(super) const ROWS_MAX: u64 = 1 << 40;

/// What a reader that is to give rows does not send.
const NOT_ASKED_FOR: &str = "the reader showed bytes that nobody asked for";

/// Why no more is heard from a worker.
#[derive(Debug)]
pub(super) enum Stop {
    /// It said what no honest worker says.
    Forged(String),
    /// The keeper could not store what it said.
    Store(io::Error),
}

impl From<FrameFault> for Stop {
    fn from(fault: FrameFault) -> Self {
        Self::Forged(format!("the reader sent {fault}"))
    }
}

impl From<KeepFault> for Stop {
    fn from(fault: KeepFault) -> Self {
        match fault {
            KeepFault::Wire(fault) => FrameFault::Wire(fault).into(),
            KeepFault::Store(error) => Self::Store(error),
        }
    }
}

pub(super) fn forged(fact: impl Into<String>) -> Stop {
    Stop::Forged(fact.into())
}

/// How the worker said that it ended.
#[derive(Debug)]
pub(super) enum End {
    Refused { reason: String, remedy: String },
    Unread { reason: String, remedy: String },
    Done(Extent, Counts),
    Broken { cause: Cause, place: Place, reason: String, remedy: String },
}

/// Checks frames and hands them on.
pub(super) struct Intake<'k, K: ?Sized> {
    keeper: &'k mut K,
    exhibit_bytes: ExhibitBytes,
    stored_rows: u64,
    stored_seen: u64,
    arrived: Counts,
    bytes_read: u64,
    bytes_unpacked: u64,
    notes: u64,
    last: Place,
    openings: Vec<Chain>,
    mark: Option<Mark>,
    cage: Option<CageState>,
    format: Option<FormatSeen>,
    end: Option<End>,
    left_over: bool,
}

impl<K: Keeper + ?Sized> Listener for Intake<'_, K> {
    fn frame(&mut self, kind: u8, body: &[u8]) -> Result<(), Stop> {
        let frame = Frame::decode(kind, body)?;
        if self.end.is_some() {
            return Err(forged("the reader went on after its end"));
        }
        if self.format.is_none() {
            return self.opening_frame(frame);
        }
        match frame {
            Frame::Record(record) => {
                self.check_row(&record.place())?;
                // The proof of having been checked ends here; nothing else makes one.
                let _checked = self.keeper.record(record)?;
                self.arrived.rows += 1;
                self.arrived.records += 1;
                self.keep_place(&record.place());
            }
            Frame::Reject(reject) => {
                self.check_row(&reject.place)?;
                self.keeper.reject(&reject)?;
                self.arrived.rows += 1;
                self.arrived.rejects += 1;
                self.keep_place(&reject.place);
            }
            Frame::Skip(place, reason) => {
                self.check_place(&place)?;
                self.keeper.skip(&place, reason)?;
                self.arrived.skipped += 1;
            }
            Frame::Note(note) => {
                self.notes += 1;
                if self.notes > NOTES_MAX {
                    return Err(forged("the reader sent more notes than an honest one does"));
                }
                self.keeper.note(&note)?;
            }
            Frame::Opening(chain) => {
                if self.openings.len() > DEPTH_MAX {
                    return Err(forged(
                        "the reader opened more containers in each other than it may",
                    ));
                }
                self.openings.push(chain);
            }
            Frame::Member(member) => self.member(&member)?,
            Frame::Stored(row) => self.stored(row)?,
            Frame::Progress { read, unpacked } => self.advance(read, unpacked)?,
            Frame::Done(extent, counts) => self.done(extent, counts)?,
            Frame::Broken { cause, place, reason, remedy } => {
                self.broken(cause, &place, reason, remedy)?;
            }
            Frame::Caged(_)
            | Frame::Refused { .. }
            | Frame::Recognised { .. }
            | Frame::Unread { .. } => return Err(forged("the reader began twice")),
            Frame::Shown(..) | Frame::Missing(..) => return Err(forged(NOT_ASKED_FOR)),
        }
        Ok(())
    }

    fn left_over(&mut self, left_over: bool) {
        self.left_over = left_over;
    }

    fn progress(&mut self) -> ControlFlow<()> {
        self.keeper.progress(&Progress {
            bytes_read: self.bytes_read,
            bytes_whole: self.exhibit_bytes.whole,
            rows: self.stored_seen + self.arrived.rows,
        })
    }

    fn bytes_unpacked(&self) -> u64 {
        self.bytes_unpacked
    }
}

impl<'k, K: Keeper + ?Sized> Intake<'k, K> {
    pub(super) fn new(keeper: &'k mut K, exhibit_bytes: ExhibitBytes, stored_rows: u64) -> Self {
        Self {
            keeper,
            exhibit_bytes,
            stored_rows,
            stored_seen: 0,
            arrived: Counts::default(),
            bytes_read: 0,
            bytes_unpacked: 0,
            notes: 0,
            last: Place::default(),
            openings: Vec::new(),
            mark: None,
            cage: None,
            format: None,
            end: None,
            left_over: false,
        }
    }

    /// A frame before the first row.
    fn opening_frame(&mut self, frame: Frame<'_>) -> Result<(), Stop> {
        match (frame, self.cage) {
            (Frame::Caged(state), None) => self.cage = Some(state),
            (Frame::Refused { reason, remedy }, None) => {
                self.end = Some(End::Refused { reason: reason.into(), remedy: remedy.into() });
            }
            (Frame::Recognised { code, version, sure }, Some(_)) => {
                let format = FormatSeen { code: code.to_owned(), version, sure };
                self.keeper.recognised(&format)?;
                self.format = Some(format);
            }
            (Frame::Unread { reason, remedy }, Some(_)) => {
                self.end = Some(End::Unread { reason: reason.into(), remedy: remedy.into() });
            }
            (Frame::Progress { .. }, Some(_)) => {}
            (Frame::Broken { cause, place, reason, remedy }, Some(_)) => {
                self.broken(cause, &place, reason, remedy)?;
            }
            (_, Some(_)) => return Err(forged("the reader gave rows before it named a format")),
            (_, None) => return Err(forged("the reader spoke before it was caged")),
        }
        Ok(())
    }

    fn advance(&mut self, read: u64, unpacked: u64) -> Result<(), Stop> {
        if read < self.bytes_read || read > self.exhibit_bytes.whole {
            return Err(forged("the reader claims to have read what is not there"));
        }
        (self.bytes_read, self.bytes_unpacked) = (read, unpacked);
        Ok(())
    }

    fn member(&mut self, member: &Member) -> Result<(), Stop> {
        if member.reached.rows != self.stored_seen + self.arrived.rows {
            return Err(forged("the reader counted other rows for a member than it gave"));
        }
        self.openings.retain(|chain| *chain != member.chain);
        self.mark = Some(Mark { chain: member.chain.clone(), counts: member.reached });
        self.keeper.member(member)?;
        Ok(())
    }

    /// The innermost member that was being read.
    pub(super) fn close(&self, reason: &str) -> Option<Closed> {
        let chain = self.openings.last()?.clone();
        let rows = self.stored_rows + self.arrived.rows;
        Some(Closed { chain, rows, reason: reason.to_owned() })
    }

    /// What a reading that goes on from here is to know: rows that are stored, the last member that
    /// is done with, and what arrived.
    pub(super) fn reached(&self) -> (u64, Option<Mark>, Counts) {
        (self.stored_rows + self.arrived.rows, self.mark.clone(), self.arrived)
    }

    fn stored(&mut self, row: u64) -> Result<(), Stop> {
        if row <= self.stored_seen || row > self.stored_rows || self.arrived.rows > 0 {
            return Err(forged("the reader read over rows that were never stored"));
        }
        self.stored_seen = row;
        Ok(())
    }

    /// Holds a row to the next number and its place to the exhibit.
    fn check_row(&self, place: &PlaceRef<'_>) -> Result<(), Stop> {
        let expected = self.stored_seen + self.arrived.rows + 1;
        if self.stored_seen != self.stored_rows || place.row != expected || expected > ROWS_MAX {
            return Err(forged(format!(
                "the reader gave row {} where row {} follows",
                place.row,
                self.stored_rows + self.arrived.rows + 1
            )));
        }
        self.check_place(place)
    }

    fn check_place(&self, place: &PlaceRef<'_>) -> Result<(), Stop> {
        // Bytes of a member of a container are counted in the member.
        let end = place.bytes_start.checked_add(place.bytes_len);
        let inside =
            !place.inside.is_empty() || end.is_some_and(|end| end <= self.exhibit_bytes.own);
        if inside { Ok(()) } else { Err(forged("the reader named a place outside the exhibit")) }
    }

    fn keep_place(&mut self, place: &PlaceRef<'_>) {
        let last = &mut self.last;
        (last.row, last.bytes_start, last.bytes_len) =
            (place.row, place.bytes_start, place.bytes_len);
        for (kept, text) in [(&mut last.inside, place.inside), (&mut last.path, place.path)] {
            kept.clear();
            kept.push_str(text);
        }
    }

    fn done(&mut self, extent: Extent, counts: Counts) -> Result<(), Stop> {
        let Counts { rows, records, rejects, skipped } = counts;
        let adds_up = records.checked_add(rejects) == Some(rows);
        let arrived = self.arrived;
        // Rows that were read over were counted by the worker alone.
        let as_arrived = rows == self.stored_seen + arrived.rows
            && records >= arrived.records
            && rejects >= arrived.rejects
            && skipped >= arrived.skipped;
        let nothing_stored = self.stored_rows == 0;
        if !adds_up || !as_arrived || (nothing_stored && counts != arrived) {
            return Err(forged(format!(
                "the reader counted {rows} rows, {records} records, {rejects} rejects and \
                 {skipped} skipped lines, but {} rows, {} records, {} rejects and {} skipped lines \
                 arrived",
                arrived.rows, arrived.records, arrived.rejects, arrived.skipped
            )));
        }
        self.end = Some(End::Done(extent, counts));
        Ok(())
    }

    fn broken(
        &mut self,
        cause: Cause,
        place: &PlaceRef<'_>,
        reason: &str,
        remedy: &str,
    ) -> Result<(), Stop> {
        self.check_place(place)?;
        let (place, reason, remedy) = (owned_place(place), reason.to_owned(), remedy.to_owned());
        self.end = Some(End::Broken { cause, place, reason, remedy });
        Ok(())
    }

    pub(super) fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    pub(super) fn has_ended(&self) -> bool {
        self.end.is_some()
    }

    pub(super) fn is_caged(&self) -> bool {
        self.cage.is_some()
    }

    /// A stream that goes on after the end, but not for a whole frame.
    pub(super) fn cut_off(&self) -> Option<(TroubleKind, String)> {
        (self.left_over && self.has_ended())
            .then(|| (TroubleKind::Forged, "the reader went on after its end".to_owned()))
    }

    pub(super) fn last_place(&self) -> Option<Place> {
        (self.last.row > 0).then(|| self.last.clone())
    }

    pub(super) fn state_after_trouble(&self) -> State {
        if self.arrived.rows > 0 || self.stored_rows > 0 { State::Partial } else { State::Failed }
    }

    pub(super) fn interrupted(self) -> Outcome {
        self.outcome(State::Interrupted, None, None)
    }

    /// The outcome of a worker that said how it ended and ended so.
    pub(super) fn ended_well(mut self) -> Outcome {
        let after_trouble = self.state_after_trouble();
        match self.end.take() {
            Some(End::Done(..)) if self.stored_seen < self.stored_rows => {
                let kind = TroubleKind::RowsMissing;
                let reason = format!(
                    "an interrupted run has stored {} rows, the exhibit now gives {}",
                    self.stored_rows, self.stored_seen
                );
                let trouble = trouble_of(Some(kind), reason, self.last_place(), kind.remedy());
                self.outcome(after_trouble, None, Some(trouble))
            }
            Some(End::Done(Extent::Whole, counts)) => {
                self.outcome(State::Parsed, Some(counts), None)
            }
            Some(End::Done(Extent::Sample, _)) => self.outcome(State::Sampled, None, None),
            Some(End::Broken {
                cause: cause @ (Cause::Unsupported | Cause::Asks),
                reason,
                remedy,
                ..
            }) => {
                let trouble = trouble_of(None, reason, None, &remedy);
                // Nothing failed that nobody tried.
                let state = match (after_trouble, cause) {
                    (State::Failed, Cause::Asks) => State::Unread,
                    (State::Failed, _) => State::Unsupported,
                    (some_rows, _) => some_rows,
                };
                self.outcome(state, None, Some(trouble))
            }
            Some(End::Broken { cause, place, reason, remedy }) => {
                let kind = match cause {
                    Cause::Exhibit => TroubleKind::Malformed,
                    Cause::Disk => TroubleKind::Unreadable,
                    Cause::Reader | Cause::Unsupported | Cause::Asks => TroubleKind::ReaderFailed,
                };
                let place = (place != Place::default()).then_some(place);
                let trouble = trouble_of(Some(kind), reason, place, &remedy);
                self.outcome(after_trouble, None, Some(trouble))
            }
            Some(End::Unread { reason, remedy } | End::Refused { reason, remedy }) => {
                let trouble = trouble_of(None, reason, None, &remedy);
                self.outcome(State::Unread, None, Some(trouble))
            }
            None => {
                let kind = TroubleKind::EndedEarly;
                let reason = "the reader ended without saying so".to_owned();
                let trouble = trouble_of(Some(kind), reason, self.last_place(), kind.remedy());
                self.outcome(after_trouble, None, Some(trouble))
            }
        }
    }

    pub(super) fn outcome(
        self,
        state: State,
        whole: Option<Counts>,
        trouble: Option<Trouble>,
    ) -> Outcome {
        let Self { format, arrived, stored_seen, cage, .. } = self;
        Outcome { state, format, arrived, stored_rows: stored_seen, whole, trouble, cage }
    }
}

fn trouble_of(
    kind: Option<TroubleKind>,
    reason: String,
    place: Option<Place>,
    remedy: &str,
) -> Trouble {
    Trouble { kind, reason, place, remedy: remedy.to_owned() }
}
