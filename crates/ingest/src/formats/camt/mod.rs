//! Bank statements and notifications of ISO 20022: camt.052, camt.053 and camt.054.
//!
//! One row for each transaction (`TxDtls`) of each booking (`Ntry`), or for the booking itself where
//! it states no transaction. The amount is positive for a credit and negative for a debit.
//!
//! - **Specification:** ISO 20022 message definitions camt.052/053/054, versions 02 to 13
//!   (<https://www.iso20022.org>); older `Dbtr/Nm` and newer `Dbtr/Pty/Nm` shapes alike.
//! - **Recognised by:** the namespace `…:camt.05[2-4].001.NN`, or, without one, the message element
//!   `BkToCstmrAcctRpt`, `BkToCstmrStmt` or `BkToCstmrDbtCdtNtfctn`. An envelope around it is passed.
//! - **A booking of many transactions:** each is a row, tied together by `batch`. Where not all of
//!   them state an amount in the currency of the booking, one more row carries what they leave of
//!   the booking's amount, so that sums stay right and no amount is invented for a transaction.
//! - **The other side** is the debtor of a credit and the creditor of a debit; the parties of a
//!   reversal are those of the payment it undoes, so there it is the other way round.
//! - **Known limits:** `NOTPROVIDED` is not taken for a reference. Several charges without a total
//!   stay in `extra`. Interest, securities and card details stay in `extra`.

pub(super) mod amount;
mod entry;
pub(super) mod party;
pub(super) mod statement;

use model::{Phrase, Place, RejectKind, say};

use self::entry::EntryReader;
use self::statement::Statement;
use super::xml::{Piece, XmlReader, broken};
use super::xml_tree::{Element, Tree};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// The three messages: element, name.
const MESSAGES: [(&str, &str); 3] = [
    ("BkToCstmrAcctRpt", "camt.052"),
    ("BkToCstmrStmt", "camt.053"),
    ("BkToCstmrDbtCdtNtfctn", "camt.054"),
];

/// Elements that hold bookings, one for each message.
const STATEMENTS: [&str; 3] = ["Rpt", "Stmt", "Ntfctn"];

/// None of these lies in another of its name.
const FLAT: &[&str] = &["Ntry", "TxDtls", "Rpt", "Stmt", "Ntfctn"];

/// Elements looked at to recognise the format: an envelope comes first in some exports.
const ELEMENTS_LOOKED_AT: usize = 40;

/// Statements and notifications of accounts; see the module.
#[derive(Debug)]
pub struct Camt;

impl SourceFormat for Camt {
    fn code(&self) -> &'static str {
        "camt"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let known = head.elements(ELEMENTS_LOOKED_AT).iter().any(|element| {
            namespace_version(&element.1).is_some()
                || MESSAGES.iter().any(|(message, _)| *message == element.0)
        });
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        let mut entries = EntryReader::new(settings);
        let read = Reading { reader: &mut reader, sink, entries: &mut entries }.read();
        reader.note_unfollowed(sink)?;
        read
    }
}

/// The version in a namespace such as `urn:iso:std:iso:20022:tech:xsd:camt.053.001.08`.
fn namespace_version(attributes: &[(String, String)]) -> Option<&str> {
    let namespaces = attributes.iter().filter(|(name, _)| name.starts_with("xmlns"));
    namespaces.filter_map(|(_, uri)| uri.get(uri.find("camt.05")?..)).find(|version| {
        version.starts_with("camt.052.")
            || version.starts_with("camt.053.")
            || version.starts_with("camt.054.")
    })
}

/// What to say of a part of the statement that is no booking and could not be read whole.
fn not_whole(element: Element<'_>, kind: RejectKind) -> Note {
    let (start, len) = element.bytes();
    let why = Phrase::from_text(kind.fact());
    Note::Remark(say::part_not_whole(element.name(), start, len, why))
}

fn no_statement() -> Halt {
    broken(
        Place::default(),
        "no statement, report or notification of an account is in it",
        "it may be cut off, or a message of another kind; ask the sender for the whole file",
    )
}

/// One read of one exhibit.
struct Reading<'r, 'x, 's, 'o> {
    reader: &'r mut XmlReader<'x>,
    sink: &'s mut Sink<'o>,
    entries: &'r mut EntryReader,
}

impl Reading<'_, '_, '_, '_> {
    fn read(&mut self) -> Result<(), Halt> {
        let mut version_noted = false;
        let mut statements = 0;
        loop {
            match self.reader.next()? {
                Piece::Open => {
                    if let Some(version) = self.version().filter(|_| !version_noted) {
                        version_noted = true;
                        self.sink.note(&Note::Version { version })?;
                    }
                    if STATEMENTS.contains(&self.reader.name()) {
                        statements += 1;
                        self.read_statement(statements)?;
                    } else if self.reader.name() == "Ntry" {
                        self.reject_stray()?;
                    }
                }
                Piece::End if self.reader.depth() > 0 => return Err(self.cut("")),
                Piece::End if statements == 0 => return Err(no_statement()),
                Piece::End => return Ok(()),
                Piece::Close | Piece::Text => {}
            }
        }
    }

    fn version(&self) -> Option<String> {
        let by_name = || {
            let named = MESSAGES.iter().find(|(message, _)| *message == self.reader.name());
            named.map(|(_, name)| format!("{name} (version not stated)"))
        };
        namespace_version(self.reader.attributes()).map(str::to_owned).or_else(by_name)
    }

    fn read_statement(&mut self, number: usize) -> Result<(), Halt> {
        let outside = self.reader.depth().saturating_sub(1);
        let element = self.reader.name().to_owned();
        let mut statement = Statement::new(&element, number);
        let mut tree = Tree::default();
        while self.reader.depth() > outside {
            match self.reader.next()? {
                Piece::Open if self.reader.name() == "Ntry" => {
                    if !self.entries.read(self.reader, &mut statement, self.sink)? {
                        return Err(self.cut(&statement.path()));
                    }
                }
                Piece::Open => {
                    let before = self.reader.faults();
                    if !tree.read(self.reader)? {
                        return Err(self.cut(&statement.path()));
                    }
                    let long = tree.is_overflown().then_some(RejectKind::RowTooLong);
                    if let Some(kind) = self.reader.faults().since(before).or(long) {
                        self.sink.note(&not_whole(tree.root(), kind))?;
                    }
                    statement.take_header(tree.root(), self.entries.stamps());
                }
                Piece::End => return Err(self.cut(&statement.path())),
                Piece::Close | Piece::Text => {}
            }
        }
        statement.finish(self.sink)
    }

    /// A booking outside any statement: the exhibit is damaged there.
    fn reject_stray(&mut self) -> Result<(), Halt> {
        let mut tree = Tree::default();
        tree.read(self.reader)?;
        let (bytes_start, bytes_len) = tree.root().bytes();
        let path = "Ntry".to_owned();
        self.sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
        self.sink.reject(RejectKind::Malformed, "Ntry", "a booking outside any statement")
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
