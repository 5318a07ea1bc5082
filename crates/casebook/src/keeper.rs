//! Keeps what a worker read: records into parts, facts into the ledger, and the ledger as journal.

use std::collections::HashSet;
use std::ops::ControlFlow;

use ingest::frame::{Checked, RecordFrame, RejectRef};
use ingest::outcome::FormatSeen;
use ingest::sink::{Note, SkipReason};
use ingest::supervise::{self, KeepFault, Keeper};
use ingest::{Mark, Member};
use model::{PlaceRef, Reject};
use tables::{AppendFault, PART_ROWS, PartWriter, TablesFault};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};

/// Lays the rows of one exhibit into parts and keeps its ledger.
pub(crate) struct LedgerKeeper<'a> {
    case: &'a Case,
    ledger: &'a mut Ledger,
    writer: PartWriter,
    progress: &'a dyn Progress,
    name: &'a str,
    rejects: u64,
    /// The facts that are noted, each once.
    noted: HashSet<String>,
    /// What a store fault really was; the supervisor only carries an I/O error.
    fault: Option<Fault>,
}

impl<'a> LedgerKeeper<'a> {
    /// A keeper that goes on where the ledger ends.
    pub(crate) fn start(
        case: &'a Case,
        ledger: &'a mut Ledger,
        name: &'a str,
        progress: &'a dyn Progress,
    ) -> Result<Self, Fault> {
        let writer = PartWriter::start(&case.path("tables"), ledger.exhibit, ledger.next_part())
            .map_err(|e| tables_fault(&e))?;
        let rejects = ledger.reject_codes.values().sum();
        // The facts of the source are stated anew by every run, but for members it need not open.
        if ledger.mark.is_none() {
            ledger.notes.clear();
        }
        let noted = ledger.notes.iter().map(ToString::to_string).collect();
        Ok(Self { case, ledger, writer, progress, name, rejects, noted, fault: None })
    }

    /// Stores the rows that are still open.
    pub(crate) fn commit(&mut self) -> Result<(), Fault> {
        let rows = self.writer.rows_in_chunk();
        let parts = self.writer.commit_chunk().map_err(|e| tables_fault(&e))?;
        self.ledger.parts.extend(parts);
        self.ledger.stored_rows += rows;
        self.ledger.save(self.case)
    }

    /// The fault behind an I/O error that the supervisor carried.
    pub(crate) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    fn keep<T>(&mut self, done: Result<T, Fault>) -> Result<T, KeepFault> {
        done.map_err(|fault| {
            let carried = std::io::Error::other(fault.to_string());
            self.fault = Some(fault);
            KeepFault::Store(carried)
        })
    }

    fn commit_if_full(&mut self) -> Result<(), KeepFault> {
        if self.writer.rows_in_chunk() < PART_ROWS {
            return Ok(());
        }
        let done = self.commit();
        self.keep(done)
    }
}

impl Keeper for LedgerKeeper<'_> {
    fn recognised(&mut self, format: &FormatSeen) -> Result<(), KeepFault> {
        self.ledger.format = Some(format.clone());
        Ok(())
    }

    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        let (kind, place) = (record.kind(), record.place());
        let done = record.read_by(|slots| self.writer.append(kind, &place, slots));
        let checked = match done {
            Ok(checked) => checked,
            Err(AppendFault::Wire(fault)) => return Err(KeepFault::Wire(fault)),
            Err(AppendFault::Tables(fault)) => return self.keep(Err(tables_fault(&fault))),
        };
        self.commit_if_full()?;
        Ok(checked)
    }

    fn reject(&mut self, reject: &RejectRef<'_>) -> Result<(), KeepFault> {
        let reject = Reject::from(*reject);
        let done = self.writer.reject(&reject).map_err(|e| tables_fault(&e));
        self.keep(done)?;
        self.rejects += 1;
        *self.ledger.reject_codes.entry(reject.kind.code()).or_insert(0) += 1;
        self.commit_if_full()
    }

    fn skip(&mut self, _: &PlaceRef<'_>, reason: SkipReason) -> Result<(), KeepFault> {
        *self.ledger.skipped.entry(reason).or_insert(0) += 1;
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), KeepFault> {
        if self.noted.insert(note.to_string()) {
            self.ledger.notes.push(note.clone());
        }
        Ok(())
    }

    fn member(&mut self, member: &Member) -> Result<(), KeepFault> {
        self.ledger.members.get_or_insert_default().take(member);
        self.ledger.mark = Some(Mark { chain: member.chain.clone(), counts: member.reached });
        Ok(())
    }

    fn progress(&mut self, at: &supervise::Progress) -> ControlFlow<()> {
        let note =
            format!("{} rec  rejected {}", at.rows - self.rejects.min(at.rows), self.rejects);
        self.progress.advance(Step::Read, self.name, at.bytes_read, at.bytes_whole, &note);
        if self.progress.stop_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// A fault of the tables in the words of the casebook: a full disk is met by going on later.
pub(crate) fn tables_fault(fault: &TablesFault) -> Fault {
    let exit = match fault {
        TablesFault::Write { .. } | TablesFault::Encode { .. } => Exit::Interrupted,
        TablesFault::Query { .. } | TablesFault::Column { .. } | TablesFault::Part { .. } => {
            Exit::Integrity
        }
        _ => Exit::Bug,
    };
    Fault::of_library(exit, fault)
}

impl From<TablesFault> for Fault {
    fn from(fault: TablesFault) -> Self {
        tables_fault(&fault)
    }
}
