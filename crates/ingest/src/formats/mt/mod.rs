//! Bank statements and payments in the messages of SWIFT: MT940, MT942, MT950, MT103, MT202 COV.
//!
//! A line of a statement (`:61:` with its `:86:`) becomes an entry, positive for a credit and
//! negative for a debit; a payment (MT103, MT202 with its cover) becomes a transfer. A file may hold
//! many messages, with the blocks of the network around them (`{1:…}{2:…}{4:…-}`) or bare.
//!
//! - **Versions:** Standards MT up to SR 2024; bare `.sta` files as banks hand them to customers.
//! - **Recognised by:** a basic header block `{1:F…`, or a field `:20:` at the beginning of a line
//!   with a field of a statement or payment (`:25:`, `:28C:`, `:60F:`, `:61:`, `:32A:` …) near it.
//! - **Specification:** SWIFT Standards MT, Category 9 (MT940, MT942, MT950), Category 1 (MT103) and
//!   Category 2 (MT202 COV); for `:86:` the German "DFÜ-Abkommen, Anlage 3, 8.2", and the tags in
//!   slashes (`/EREF/`, `/REMI/`, `/BENM//NAME/`) that Dutch and Italian banks publish; checked
//!   against the files and answers of the parser `wolph/mt940` (BSD-3-Clause).
//! - **Fields kept:** account, both dates, mark, funds code, amount, type, both references,
//!   supplementary details, the parts of `:86:`; of a payment the parties, their accounts and banks,
//!   amounts, charges, purpose, UETR. Whatever has no field of its own stays in `extra` under its tag
//!   (`61/reference`, `86/?34`, `71A`).
//! - **Fields dropped:** none; session numbers and check sums of the blocks are not read.
//! - **Dates:** `YY` from 80 is the last century. The day of entry states no year: it is the one that
//!   is nearest to the day of value, so that a booking of 2 January on a value of 31 December is of
//!   the new year. Days are read in the zone of the exhibit; a bank means its own. A value on
//!   30 February, which banks have that count thirty days to a month, stays in `extra`.
//! - **Reversals:** `RC` undoes a credit and is a debit, `RD` the other way round; `reversal` says so.
//! - **Names** are stated in at most four lines of 35 characters (27 in `?32`); a line that is full
//!   may be cut, and `may_be_cut` in `extra` names its field.
//! - **The other account** is that of `:86:`; where none stands there, an IBAN that is all of the
//!   supplementary details or of the reference (Dutch banks). The holder's own account, which some
//!   banks repeat there, is not the other side: it stays in `extra` (`86/own_account`).
//! - **Sums:** the balances, `:90C:` and `:90D:`, and what Dutch banks write into the `:86:` of the
//!   account (`/SUM/18/1/…`) are held against the lines read.
//! - **Known limits:** free text in `:86:` stays text: no name is guessed from it. A currency that
//!   ISO 4217 has withdrawn (DEM) is read as stated, and told where the statement is younger; a line
//!   of a statement that names no currency at all has none (`XXX`). The amount that banks settle among
//!   themselves stays in `extra` (`32A`) where the payer ordered another one (`:33B:`). Messages of
//!   other types are set aside, one reject each.

mod entry;
mod fields;
mod narrative;
mod payment;
mod statement;
mod sums;
mod values;

use model::RejectKind;
use model::time::{DateOrder, StampReader, TimeFormat};

use self::entry::EntryReader;
use self::fields::{Envelope, Field, FieldReader, Piece};
use self::payment::PaymentReader;
use self::statement::Statement;
use super::decoded::Invalid;
use super::lines::Lines;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Fields held of one payment; the longest, an MT202 with its cover, has three dozen.
const PAYMENT_FIELDS_MAX: usize = 200;

/// Statements and payments of SWIFT; see the module.
#[derive(Debug)]
pub struct SwiftMt;

impl SourceFormat for SwiftMt {
    fn code(&self) -> &'static str {
        "swift_mt"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let start = text.trim_start_matches(['\u{1}', ' ', '\r', '\n', '\u{feff}']);
        if start.starts_with("{1:F") {
            return Sure::Yes;
        }
        // A template or a program that writes messages holds their tags too.
        if start.starts_with('<') {
            return Sure::No;
        }
        let mut tags = text.lines().filter_map(fields::tag_of).map(|(tag, _)| tag);
        let begins = tags.next() == Some("20");
        let known = tags.take(6).any(|tag| {
            fields::is_statement(tag) && tag != "21" || matches!(tag, "61" | "32A" | "50K" | "59")
        });
        if begins && known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        let mut reading = Reading {
            sink,
            stamps: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            entries: EntryReader::default(),
            payments: PaymentReader::new(settings.region.clone()),
            envelope: Envelope::default(),
            message: None,
            messages: 0,
            mark: Mark::None,
        };
        let mut fields = FieldReader::new(lines);
        while let Some(piece) = fields.next(reading.sink)? {
            reading.take(piece)?;
        }
        reading.end_message(Ending::Exhibit)?;
        reading.finish()
    }
}

/// How a message ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// By its mark, or because another begins.
    Stated,
    /// Because the exhibit does.
    Exhibit,
}

/// Whether a dash came that may have ended the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Seen,
}

/// The message being read: what it is shows with its fields.
enum Message {
    /// Lines of an account.
    Statement(Box<Statement>),
    /// Fields of a payment, or of what is not known yet.
    Other(Vec<Field>),
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    stamps: StampReader,
    entries: EntryReader,
    payments: PaymentReader,
    envelope: Envelope,
    message: Option<Message>,
    messages: u64,
    mark: Mark,
}

impl Reading<'_, '_> {
    fn take(&mut self, piece: Piece) -> Result<(), Halt> {
        match piece {
            Piece::Envelope(envelope) => {
                self.end_message(Ending::Stated)?;
                self.envelope = envelope;
                Ok(())
            }
            Piece::End => {
                if self.may_go_on() {
                    self.mark = Mark::Seen;
                    return Ok(());
                }
                self.end_message(Ending::Stated)?;
                self.envelope = Envelope::default();
                Ok(())
            }
            Piece::Field(field) => self.take_field(field),
        }
    }

    /// Whether the mark that ends a message may be a dash at the end of a text: a bare statement
    /// has no closing balance yet.
    fn may_go_on(&self) -> bool {
        let open = matches!(&self.message, Some(Message::Statement(own)) if !own.is_closed());
        open && !self.envelope.is_open()
    }

    fn take_field(&mut self, field: Field) -> Result<(), Halt> {
        let ended = std::mem::replace(&mut self.mark, Mark::None) == Mark::Seen;
        if ended && !fields::is_foot(&field.tag) {
            self.end_message(Ending::Stated)?;
        }
        if field.tag == "20" {
            self.end_message(Ending::Stated)?;
            self.messages += 1;
        }
        let other = matches!(&self.message, Some(Message::Other(fields)) if fields.len() > 3);
        let statement = matches!(self.message, Some(Message::Statement(_)));
        if !statement && !other && fields::makes_statement(&field.tag, &self.envelope) {
            self.begin_statement()?;
        }
        match &mut self.message {
            Some(Message::Statement(statement)) => {
                take_of_statement(field, statement, &mut self.entries, &mut self.stamps, self.sink)
            }
            Some(Message::Other(fields)) => {
                if fields.len() < PAYMENT_FIELDS_MAX {
                    fields.push(field);
                }
                Ok(())
            }
            None => {
                self.message = Some(Message::Other(vec![field]));
                Ok(())
            }
        }
    }

    /// Hands the fields so far, those of the head, to a statement.
    fn begin_statement(&mut self) -> Result<(), Halt> {
        let mut statement = Statement::new(&self.envelope, self.messages);
        if let Some(Message::Other(fields)) = self.message.take() {
            for field in fields {
                let (entries, stamps) = (&mut self.entries, &mut self.stamps);
                take_of_statement(field, &mut statement, entries, stamps, self.sink)?;
            }
        }
        self.message = Some(Message::Statement(Box::new(statement)));
        Ok(())
    }

    fn end_message(&mut self, ending: Ending) -> Result<(), Halt> {
        match self.message.take() {
            Some(Message::Statement(mut statement)) => {
                self.entries.flush(&mut statement, &mut self.stamps, self.sink)?;
                statement.finish(self.sink)
            }
            Some(Message::Other(fields)) => {
                let cut = ending == Ending::Exhibit && self.envelope.is_open();
                let fault = cut.then_some(RejectKind::Malformed);
                let (envelope, stamps) = (&self.envelope, &mut self.stamps);
                self.payments.read(&fields, envelope, fault, stamps, self.sink)
            }
            None => Ok(()),
        }
    }

    fn finish(&mut self) -> Result<(), Halt> {
        if let Some(zone) = self.stamps.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        Ok(())
    }
}

/// Takes a field of a statement: of its head, or of the line being read.
fn take_of_statement(
    field: Field,
    statement: &mut Statement,
    entries: &mut EntryReader,
    stamps: &mut StampReader,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    match field.tag.as_str() {
        "61" => {
            entries.flush(statement, stamps, sink)?;
            entries.begin(field);
            Ok(())
        }
        tag if fields::is_statement(tag) => {
            entries.flush(statement, stamps, sink)?;
            statement.take(&field, stamps, sink)
        }
        _ if entries.is_open() => {
            entries.add(field);
            Ok(())
        }
        _ => statement.take(&field, stamps, sink),
    }
}
