//! Payments in the messages of ISO 20022: orders (pain.001), what became of them (pain.002, pacs.002)
//! and payments between banks (pacs.008, pacs.009, pacs.004).
//!
//! Each transaction becomes a transfer. An order is `instructed`: it shows what a customer asked of
//! the bank, not that money moved.
//!
//! - **Versions:** pain.001 02 to 12, pain.002 02 to 14, pain.008 01 to 11, pacs.002, pacs.004,
//!   pacs.008 and pacs.009 01 to 13, alone or in an envelope with a head (head.001).
//! - **Recognised by:** the namespace `…:pain.00N` or `…:pacs.00N`, or, without one, the element of the
//!   message (`CstmrCdtTrfInitn`, `FIToFICstmrCdtTrf` …). Statements (camt) are another format.
//! - **Specification:** ISO 20022 message definitions of Payments Initiation and Payments Clearing and
//!   Settlement (<https://www.iso20022.org>); older and newer shapes of parties alike.
//! - **Fields kept:** references (the UETR first, else end-to-end, else the transaction's own), the
//!   amount ordered or else settled, the day, both parties with their accounts, the banks as places,
//!   charges where they are one amount, purpose, status. All else stays in `extra` under its path.
//! - **Fields dropped:** none of a transaction; what the head or group states beside is kept in the
//!   `extra` of each of its transactions (`GrpHdr/…`, `PmtInf/…`); other parts are noted by name.
//! - **Time sent:** the instant of acceptance, else the day of settlement or of execution.
//! - **A return** (pacs.004) moves money back: the payer is the creditor of the payment returned.
//! - **A status report** repeats an order: its parties and amount stand there only where the bank
//!   repeated them, and so many rows have a reference and a status alone.
//! - **Known limits:** of several charges none is summed. A cover (`UndrlygCstmrCdtTrf` of pacs.009)
//!   names the customers; the banks that settle it stay in `extra`. Rejected codes stay codes.

mod fill;

use model::money::{Currency, DecimalMark, read_minor};
use model::records::Transfer;
use model::time::{DateOrder, StampReader, TimeFormat};
use model::{Place, RejectKind, Word, say};

use self::fill::Filler;
use super::camt::statement::show;
use super::xml::{Piece, XmlReader, broken};
use super::xml_tree::Tree;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Which message a transaction stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// A customer orders payments (pain.001).
    Order,
    /// A creditor orders collections (pain.008).
    Collection,
    /// What became of payments (pain.002, pacs.002).
    Status,
    /// A customer's payment between banks (pacs.008).
    Customer,
    /// A payment between banks of their own (pacs.009).
    Institution,
    /// A payment sent back (pacs.004).
    Return,
}

/// The elements of the messages.
const MESSAGES: [(&str, Message); 9] = [
    ("CstmrCdtTrfInitn", Message::Order),
    ("CstmrDrctDbtInitn", Message::Collection),
    ("CstmrPmtStsRpt", Message::Status),
    ("FIToFIPmtStsRpt", Message::Status),
    ("FIToFICstmrCdtTrf", Message::Customer),
    ("FICdtTrf", Message::Institution),
    ("FinInstnCdtTrf", Message::Institution),
    ("PmtRtr", Message::Return),
    ("FIToFICstmrDrctDbt", Message::Collection),
];

/// The message of this element; the oldest versions name it after themselves (`pain.001.001.02`).
fn message_of(element: &str) -> Option<Message> {
    let known = MESSAGES.iter().find(|(own, _)| *own == element).map(|(_, message)| *message);
    known.or_else(|| match element.get(..9)? {
        "pain.001." => Some(Message::Order),
        "pain.008." => Some(Message::Collection),
        "pain.002." | "pacs.002." => Some(Message::Status),
        "pacs.004." => Some(Message::Return),
        "pacs.008." => Some(Message::Customer),
        "pacs.009." => Some(Message::Institution),
        _ => None,
    })
}

/// Elements that hold one transaction.
const TRANSACTIONS: [&str; 4] = ["CdtTrfTxInf", "TxInf", "TxInfAndSts", "DrctDbtTxInf"];

/// Elements that hold many transactions and what is common to them.
const GROUPS: [&str; 2] = ["PmtInf", "OrgnlPmtInfAndSts"];

/// None of these lies in another of its name.
const FLAT: &[&str] = &[
    "CdtTrfTxInf",
    "TxInf",
    "TxInfAndSts",
    "DrctDbtTxInf",
    "PmtInf",
    "OrgnlPmtInfAndSts",
    "GrpHdr",
];

/// Elements looked at to recognise the format: a signed head comes first in some exports.
const ELEMENTS_LOOKED_AT: usize = 120;

/// Names of messages in a namespace.
const NAMES: [&str; 7] =
    ["pain.001.", "pain.002.", "pain.008.", "pacs.002.", "pacs.004.", "pacs.008.", "pacs.009."];

/// Payments; see the module.
#[derive(Debug)]
pub struct Iso20022;

impl SourceFormat for Iso20022 {
    fn code(&self) -> &'static str {
        "iso20022"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let known = head.elements(ELEMENTS_LOOKED_AT).iter().any(|element| {
            namespace_version(&element.1).is_some() || message_of(&element.0).is_some()
        });
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        let stamps = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let mut reading = Reading {
            reader: &mut reader,
            sink,
            stamps,
            filler: Filler::new(settings.region.clone()),
            header: Tree::default(),
            group: Tree::default(),
            row: Tree::default(),
            record: Transfer::default(),
            sums: Sums::default(),
            group_fault: None,
        };
        let read = reading.read();
        reading.finish()?;
        reader.note_unfollowed(sink)?;
        read
    }
}

fn namespace_version(attributes: &[(String, String)]) -> Option<&str> {
    let namespaces = attributes.iter().filter(|(name, _)| name.starts_with("xmlns"));
    namespaces
        .filter_map(|(_, uri)| uri.get(uri.find(":xsd:")? + 5..))
        .find(|version| NAMES.iter().any(|name| version.starts_with(name)))
}

/// What the transactions of a message add up to.
#[derive(Debug, Default)]
struct Sums {
    count: u64,
    minor: i128,
    currency: Option<Currency>,
    mixed: bool,
}

impl Sums {
    fn add(&mut self, record: &Transfer) {
        self.count += 1;
        let Some(money) = record.principal.money else { return };
        self.mixed |= self.currency.is_some_and(|own| own != money.currency);
        self.currency = Some(money.currency);
        self.minor += i128::from(money.minor);
    }
}

/// One read of one exhibit.
struct Reading<'r, 'x, 's, 'o> {
    reader: &'r mut XmlReader<'x>,
    sink: &'s mut Sink<'o>,
    stamps: StampReader,
    filler: Filler,
    header: Tree,
    group: Tree,
    row: Tree,
    record: Transfer,
    sums: Sums,
    /// What is wrong with the head of the group that is open: it spoils each of its rows.
    group_fault: Option<RejectKind>,
}

impl Reading<'_, '_, '_, '_> {
    fn read(&mut self) -> Result<(), Halt> {
        let mut messages = 0;
        loop {
            match self.reader.next()? {
                Piece::Open => {
                    if let Some(version) = namespace_version(self.reader.attributes()) {
                        let version = version.to_owned();
                        self.sink.note(&Note::Version { version })?;
                    }
                    let name = self.reader.name();
                    if let Some(message) = message_of(name) {
                        messages += 1;
                        let path = format!("{name}[{messages}]");
                        self.read_message(message, &path)?;
                    } else if TRANSACTIONS.contains(&name) {
                        self.reject_stray()?;
                    } else if name == "AppHdr" {
                        self.read_head()?;
                    }
                }
                Piece::End if self.reader.depth() > 0 => return Err(self.cut("")),
                Piece::End if messages == 0 => return Err(no_message()),
                Piece::End => return Ok(()),
                Piece::Close | Piece::Text => {}
            }
        }
    }

    /// The head of a business message (head.001): whether it is a copy or possibly sent twice.
    fn read_head(&mut self) -> Result<(), Halt> {
        let mut tree = Tree::default();
        if !tree.read(self.reader)? {
            return Err(self.cut("AppHdr"));
        }
        let head = tree.root();
        let copy = head.take("CpyDplct");
        let twice = head.take("PssblDplct") == "true";
        if copy.is_empty() && !twice {
            return Ok(());
        }
        let reason = if twice { say::may_be_twice().into() } else { Word::from(copy) };
        self.sink.remark(say::duplicate(head.take("BizMsgIdr"), reason))
    }

    fn read_message(&mut self, message: Message, path: &str) -> Result<(), Halt> {
        let outside = self.reader.depth().saturating_sub(1);
        self.header.clear();
        self.group.clear();
        self.filler.forget_common();
        self.sums = Sums::default();
        let (mut number, mut stated) = (0, (String::new(), String::new()));
        while self.reader.depth() > outside {
            match self.reader.next()? {
                Piece::Open if TRANSACTIONS.contains(&self.reader.name()) => {
                    number += 1;
                    self.read_row(message, &format!("{path}/{}[{number}]", self.reader.name()))?;
                }
                Piece::Open if GROUPS.contains(&self.reader.name()) => {
                    self.group.clear();
                    self.filler.forget_common();
                    number += self.read_group(message, path, number)?;
                    self.group.clear();
                    self.filler.forget_common();
                    self.group_fault = None;
                }
                Piece::Open => {
                    let header = matches!(self.reader.name(), "GrpHdr");
                    let tree = if header { &mut self.header } else { &mut self.row };
                    if !tree.read(self.reader)? {
                        return Err(self.cut(path));
                    }
                    if header {
                        let root = self.header.root();
                        stated = (root.take("NbOfTxs").to_owned(), root.take("CtrlSum").to_owned());
                    } else {
                        self.note_other(path)?;
                    }
                }
                Piece::End => return Err(self.cut(path)),
                Piece::Close | Piece::Text => {}
            }
        }
        if message == Message::Status { Ok(()) } else { self.note_totals(path, &stated) }
    }

    /// What stands beside the transactions: the status of a message as a whole is told, any other
    /// part is named.
    fn note_other(&mut self, path: &str) -> Result<(), Halt> {
        let other = self.row.root();
        if other.name() != "OrgnlGrpInfAndSts" {
            let field = format!("{path}/{}", other.name());
            return self.sink.note(&Note::UnknownField { field });
        }
        let (id, kind) = (other.take("OrgnlMsgId"), other.take("OrgnlMsgNmId"));
        let reason = other.take_first(&["StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry"]);
        let status = other.take_first(&["GrpSts"]);
        let mut status =
            if status.is_empty() { say::not_stated().into() } else { Word::from(status) };
        if !reason.is_empty() {
            status = say::status_reason(status, reason).into();
        }
        self.sink.remark(say::message_status(id, kind, status))
    }

    /// A group of transactions (`PmtInf`): what is common to them, and each of them. Gives how many.
    fn read_group(&mut self, message: Message, path: &str, before: u64) -> Result<u64, Halt> {
        let outside = self.reader.depth().saturating_sub(1);
        let start = self.reader.start();
        let faults = self.reader.faults();
        let mut number = 0;
        self.group.open(self.reader);
        while self.reader.depth() > outside {
            match self.reader.next()? {
                Piece::Open if TRANSACTIONS.contains(&self.reader.name()) => {
                    number += 1;
                    if number == 1 {
                        self.group_fault = self.reader.faults().since(faults);
                    }
                    let path = format!("{path}/{}[{}]", self.reader.name(), before + number);
                    self.read_row(message, &path)?;
                }
                Piece::Open => self.group.open(self.reader),
                Piece::Text => self.group.push_text(self.reader.text()),
                Piece::Close => self.group.close(self.reader.end()),
                Piece::End => return Err(self.cut(path)),
            }
        }
        if number == 0 && message == Message::Status {
            // The status of the whole group, without its transactions.
            let bytes_len = self.reader.end().saturating_sub(start);
            let path = format!("{path}/{}", self.group.root().name());
            self.sink.begin(&Place { path, bytes_start: start, bytes_len, ..Place::default() })?;
            let fault = self.reader.faults().since(faults);
            std::mem::swap(&mut self.row, &mut self.group);
            self.group.clear();
            self.end_row(message, fault)?;
        }
        Ok(number)
    }

    fn read_row(&mut self, message: Message, path: &str) -> Result<(), Halt> {
        let before = self.reader.faults();
        let whole = self.row.read(self.reader)?;
        let root = self.row.root();
        let (bytes_start, mut bytes_len) = root.bytes();
        if !whole {
            bytes_len = self.reader.end().saturating_sub(bytes_start);
        }
        let path = path.to_owned();
        self.sink.begin(&Place {
            path: path.clone(),
            bytes_start,
            bytes_len,
            ..Place::default()
        })?;
        if !whole {
            self.sink.reject(
                RejectKind::Malformed,
                root.name(),
                "the exhibit ends in this payment",
            )?;
            return Err(self.cut(&path));
        }
        let long = self.row.is_overflown() || self.group.is_overflown();
        let long = long.then_some(RejectKind::RowTooLong);
        self.end_row(message, self.reader.faults().since(before).or(long))
    }

    fn end_row(&mut self, message: Message, fault: Option<RejectKind>) -> Result<(), Halt> {
        if let Some(kind) = self.group_fault.or(fault) {
            self.sums.count += 1;
            return self.sink.reject(kind, "", "");
        }
        let Self { row, group, header, record, stamps, filler, .. } = self;
        let filled = filler.fill(message, row.root(), group.root(), header.root(), stamps, record);
        match filled {
            Ok(()) => {
                self.sums.add(&self.record);
                self.sink.record(&self.record)
            }
            Err((kind, field, raw)) => {
                self.sums.count += 1;
                self.sink.reject(kind, field, &raw)
            }
        }
    }

    /// A transaction outside any message: the exhibit is damaged there.
    fn reject_stray(&mut self) -> Result<(), Halt> {
        let mut tree = Tree::default();
        tree.read(self.reader)?;
        let (bytes_start, bytes_len) = tree.root().bytes();
        let path = tree.root().name().to_owned();
        self.sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
        self.sink.reject(RejectKind::Malformed, "", "a payment outside any message")
    }

    /// Holds the number and the sum of the head against what was read. The sum is one of bare
    /// numbers, so it says nothing where there are several currencies.
    fn note_totals(&mut self, path: &str, stated: &(String, String)) -> Result<(), Halt> {
        if !stated.0.is_empty() {
            self.sink.note(&Note::Total {
                what: say::number_of(say::payments(), path),
                stated: stated.0.clone(),
                found: self.sums.count.to_string(),
            })?;
        }
        let Some(currency) = self.sums.currency.filter(|_| !self.sums.mixed) else { return Ok(()) };
        let Ok((minor, _)) = read_minor(&stated.1, DecimalMark::Point, currency.exponent()) else {
            return Ok(());
        };
        self.sink.note(&Note::Total {
            what: say::sum_of(say::payments(), path),
            stated: show(i128::from(minor), currency),
            found: show(self.sums.minor, currency),
        })
    }

    fn finish(&mut self) -> Result<(), Halt> {
        if let Some(zone) = self.stamps.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&zone)?;
        }
        Ok(())
    }

    fn cut(&self, path: &str) -> Halt {
        let place =
            Place { path: path.to_owned(), bytes_start: self.reader.end(), ..Place::default() };
        broken(
            place,
            "the exhibit ends in the middle of the message",
            "ask the sender for the whole file; what stands before this place was read",
        )
    }
}

fn no_message() -> Halt {
    broken(
        Place::default(),
        "no payment message is in it",
        "it may be cut off, or a message of another kind; ask the sender for the whole file",
    )
}
