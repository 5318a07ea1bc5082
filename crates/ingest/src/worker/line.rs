//! The worker's line to its parent: outcomes go out in blocks, and a pulse says that it lives.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt as _;
use std::time::{Duration, Instant};

use model::record::Kind;
use model::{Place, PlaceRef, Reject, RejectKind, say};

use crate::containers::sought;
use crate::frame::{Fit, FrameWriter, NOTES_MAX};
use crate::nest::{Chain, Member, Shows};
use crate::sink::{Counts, Halt, Note, Outlet, SkipReason};

/// How long the parent may go without news of a worker that lives: far below its patience, far
/// above the cost of a write.
const PULSE: Duration = Duration::from_millis(200);

/// Outcomes between two looks at the clock.
const OUTCOMES_PER_LOOK: u64 = 256;

/// Rows read over between two messages that they were.
const STORED_PER_MESSAGE: u64 = 4096;

/// The writer of frames and what the pulse needs.
pub(super) struct Line {
    writer: FrameWriter<File>,
    pulsed_at: Instant,
    blocks_at_pulse: u64,
    bytes_read: u64,
    bytes_unpacked: u64,
    last_row: u64,
    last_bytes_start: u64,
    last_bytes_len: u64,
}

impl Line {
    pub(super) fn new(writer: FrameWriter<File>) -> Self {
        let blocks_at_pulse = writer.sent_blocks();
        Self {
            writer,
            pulsed_at: Instant::now(),
            blocks_at_pulse,
            bytes_read: 0,
            bytes_unpacked: 0,
            last_row: 0,
            last_bytes_start: 0,
            last_bytes_len: 0,
        }
    }

    pub(super) fn writer(&mut self) -> &mut FrameWriter<File> {
        &mut self.writer
    }

    /// The place of the last outcome.
    pub(super) fn last_place(&self) -> Place {
        Place {
            row: self.last_row,
            bytes_start: self.last_bytes_start,
            bytes_len: self.last_bytes_len,
            ..Place::default()
        }
    }

    fn keep_place(&mut self, place: &Place) {
        self.last_row = place.row;
        self.last_bytes_start = place.bytes_start;
        self.last_bytes_len = place.bytes_len;
    }

    /// Sends what was gathered and how far the reading is, where the last time was long ago.
    fn pulse(&mut self) -> io::Result<()> {
        if self.pulsed_at.elapsed() < PULSE {
            return Ok(());
        }
        self.writer.progress(self.bytes_read, self.bytes_unpacked)?;
        if self.writer.sent_blocks() == self.blocks_at_pulse {
            self.writer.flush()?;
        }
        self.blocks_at_pulse = self.writer.sent_blocks();
        self.pulsed_at = Instant::now();
        Ok(())
    }
}

/// A file read from a place of one's own, since several threads read it.
pub(super) struct PlacedFile<'f> {
    file: &'f File,
    len: u64,
    position: u64,
}

impl<'f> PlacedFile<'f> {
    pub(super) fn new(file: &'f File, len: u64) -> Self {
        Self { file, len, position: 0 }
    }
}

impl Read for PlacedFile<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(bytes, self.position)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for PlacedFile<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = sought(to, self.position, self.len)?;
        Ok(self.position)
    }
}

/// The exhibit, which counts how far it was read.
pub(super) struct CountedFile<'l> {
    file: PlacedFile<'l>,
    /// Bytes of the files before it, so that progress counts all of them.
    before: u64,
    line: &'l RefCell<Line>,
}

impl<'l> CountedFile<'l> {
    pub(super) fn new(file: &'l File, len: u64, before: u64, line: &'l RefCell<Line>) -> Self {
        Self { file: PlacedFile::new(file, len), before, line }
    }
}

impl Read for CountedFile<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(bytes)?;
        let mut line = self.line.borrow_mut();
        let reached = self.before + self.file.position.min(self.file.len);
        line.bytes_read = line.bytes_read.max(reached);
        line.pulse()?;
        Ok(count)
    }
}

impl Seek for CountedFile<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Hands outcomes to the parent.
pub(super) struct PipeOutlet<'l> {
    line: &'l RefCell<Line>,
    rows_max: u64,
    sample_ended: bool,
    handed: Counts,
    stored: u64,
    stored_said: u64,
    notes: u64,
    /// Records that were too long for a frame and went as rejects.
    turned: u64,
}

impl<'l> PipeOutlet<'l> {
    pub(super) fn new(line: &'l RefCell<Line>, rows_max: Option<u64>) -> Self {
        Self {
            line,
            rows_max: rows_max.unwrap_or(u64::MAX),
            sample_ended: false,
            handed: Counts::default(),
            stored: 0,
            stored_said: 0,
            notes: 0,
            turned: 0,
        }
    }

    /// The counts of a whole reading, as the parent saw its rows.
    pub(super) fn close(&mut self, counted: Counts) -> io::Result<Counts> {
        self.say_stored(&mut self.line.borrow_mut())?;
        let Counts { rows, records, rejects, skipped } = counted;
        let turned = self.turned;
        Ok(Counts { rows, records: records - turned, rejects: rejects + turned, skipped })
    }

    /// The counts of a sample, where that is what ended the reading.
    pub(super) fn sample(&self) -> Option<Counts> {
        self.sample_ended.then_some(self.handed)
    }

    fn say_stored(&mut self, line: &mut Line) -> io::Result<()> {
        if self.stored_said < self.stored {
            self.stored_said = self.stored;
            line.writer.stored(self.stored)?;
        }
        Ok(())
    }

    /// Counts a row before it is handed on; an error ends a sample.
    fn begin_outcome(&mut self, line: &mut Line) -> io::Result<()> {
        if self.handed.rows == self.rows_max {
            self.sample_ended = true;
            return Err(io::Error::other("the dry run has as many rows as it asked for"));
        }
        self.handed.rows += 1;
        if self.handed.rows.is_multiple_of(OUTCOMES_PER_LOOK) {
            line.pulse()?;
        }
        self.say_stored(line)
    }
}

impl Outlet for PipeOutlet<'_> {
    fn record(&mut self, kind: Kind, place: &Place, slots: &[u8]) -> io::Result<()> {
        let mut line = self.line.borrow_mut();
        let line = &mut *line;
        self.begin_outcome(line)?;
        line.keep_place(place);
        match line.writer.record(kind, &PlaceRef::from(place), slots)? {
            Fit::Sent => self.handed.records += 1,
            Fit::TooLong => {
                self.turned += 1;
                self.handed.rejects += 1;
                line.writer.reject(&Reject::new(place.clone(), RejectKind::RowTooLong, "", ""))?;
            }
        }
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        let mut line = self.line.borrow_mut();
        let line = &mut *line;
        self.begin_outcome(line)?;
        line.keep_place(&reject.place);
        self.handed.rejects += 1;
        line.writer.reject(reject).map(|_| ())
    }

    fn note(&mut self, note: &Note) -> io::Result<()> {
        self.notes += 1;
        let writer = &mut self.line.borrow_mut().writer;
        if self.notes == NOTES_MAX {
            return writer.note(&Note::Remark(say::notes_left_out())).map(|_| ());
        }
        if self.notes > NOTES_MAX {
            return Ok(());
        }
        if writer.note(note)? == Fit::TooLong {
            writer.note(&Note::Remark(say::note_too_long()))?;
        }
        Ok(())
    }

    fn skip(&mut self, place: &Place, reason: SkipReason) -> io::Result<()> {
        self.handed.skipped += 1;
        let mut line = self.line.borrow_mut();
        let line = &mut *line;
        self.say_stored(line)?;
        if self.handed.skipped.is_multiple_of(OUTCOMES_PER_LOOK) {
            line.pulse()?;
        }
        line.writer.skip(&PlaceRef::from(place), reason).map(|_| ())
    }

    fn opening(&mut self, chain: &Chain) -> io::Result<()> {
        let mut line = self.line.borrow_mut();
        self.say_stored(&mut line)?;
        line.writer.opening(chain)
    }

    fn member(&mut self, member: &Member) -> io::Result<()> {
        let mut line = self.line.borrow_mut();
        self.say_stored(&mut line)?;
        line.writer.member(member).map(|_| ())
    }

    fn alive(&mut self, unpacked_bytes: u64) -> io::Result<()> {
        let mut line = self.line.borrow_mut();
        line.bytes_unpacked = line.bytes_unpacked.max(unpacked_bytes);
        line.pulse()
    }

    fn stored(&mut self, row: u64) -> io::Result<()> {
        self.stored = row;
        if row - self.stored_said >= STORED_PER_MESSAGE {
            let mut line = self.line.borrow_mut();
            self.say_stored(&mut line)?;
            line.pulse()?;
        }
        Ok(())
    }
}

/// Hands the bytes of places to the parent.
pub(super) struct PipeShows<'l>(pub(super) &'l RefCell<Line>);

impl Shows for PipeShows<'_> {
    fn bytes(&mut self, place: u64, bytes: &[u8]) -> Result<(), Halt> {
        // Chunks of the walk are far shorter than a frame may be.
        self.0.borrow_mut().writer.shown(place, bytes).map(|_| ()).map_err(Halt::Outlet)
    }

    fn missing(&mut self, place: u64, reason: &str) -> Result<(), Halt> {
        self.0.borrow_mut().writer.missing(place, reason).map(|_| ()).map_err(Halt::Outlet)
    }

    fn answered(&mut self) -> Result<(), Halt> {
        self.0.borrow_mut().writer.flush().map_err(Halt::Outlet)
    }

    fn alive(&mut self, unpacked_bytes: u64) -> Result<(), Halt> {
        let mut line = self.0.borrow_mut();
        line.bytes_unpacked = line.bytes_unpacked.max(unpacked_bytes);
        line.pulse().map_err(Halt::Outlet)
    }
}
