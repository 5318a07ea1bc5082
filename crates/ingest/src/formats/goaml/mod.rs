//! goAML: reports of suspicious or threshold transactions, as financial intelligence units get them.
//!
//! Each `transaction` gives one transfer; conductors and parties whose role says neither payer nor
//! payee give a mention each, and so do the parties of an `activity` and the reporting person.
//!
//! - **Specification:** UNODC goAML report schema 2.0 to 5.0.2 (`goAMLSchema.xsd`).
//! - **Recognised by:** a root `report` in which `rentity_id` or `report_code` stands.
//! - **Read leniently:** national schemas differ and their patterns follow another dialect than XML
//!   Schema; an element that no known version has is reported by name and its text kept.
//!   `*_my_client` says whose client someone is of those who report: it is kept as `my_client`.
//! - **Amounts:** the principal is `amount_local` in the report's currency; the pay-out is the
//!   foreign currency of the receiving side; that of the paying side stays in `extra`.
//! - **Times** state no zone: they are read in the zone of the exhibit. Many reporters write
//!   midnight where they know only the day; the clock report counts that.
//! - **Known limits:** no report of a real unit was at hand; shapes and codes are those of two
//!   published schemas (2.0 and 5.0.2). The schema is not checked here. Of several phones,
//!   addresses or documents the first stands in the party, the others in `extra`.

mod names;
mod subject;
mod transaction;

use model::money::Currency;
use model::records::PartyMention;
use model::time::{DateOrder, TimeFormat};
use model::{Phrase, Place, RejectKind, say};

use self::names::Names;
use self::transaction::{Report, TransactionReader, is_subject};
use super::extra::Extra;
use super::xml::{Faults, Piece, XmlReader, broken};
use super::xml_tree::{Element, Tree};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// None of these lies in another of its name.
const FLAT: &[&str] = &["report", "transaction", "activity"];

/// Elements looked at to recognise the format.
const ELEMENTS_LOOKED_AT: usize = 12;

/// Facts kept of a report's header; the schema has two dozen.
const FACTS_MAX: usize = 64;

/// Reports of a reporting entity; see the module.
#[derive(Debug)]
pub struct GoAml;

impl SourceFormat for GoAml {
    fn code(&self) -> &'static str {
        "goaml"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let elements = head.elements(ELEMENTS_LOOKED_AT);
        let has = |name: &str| elements.iter().any(|(element, _)| element == name);
        let known = has("report") && (has("rentity_id") || has("report_code"));
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let stamps = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        let zone = stamps.zone();
        let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
        let transactions = TransactionReader::new(stamps, settings.region.clone());
        let mut reader = XmlReader::open(source, FLAT)?;
        reader.note_encoding(sink)?;
        sink.note(&zone)?;
        let mut reading = Reading {
            reader: &mut reader,
            sink,
            transactions,
            names: Names::new(),
            report: Report::default(),
            tree: Tree::default(),
            reports: 0,
            rows: [0; 4],
        };
        let read = reading.read();
        for field in reading.names.unknown() {
            reading.sink.note(&Note::UnknownField { field: field.clone() })?;
        }
        reader.note_unfollowed(sink)?;
        read
    }
}

/// The elements that give rows, by their place in `Reading::rows`.
const ROWS: [&str; 4] = ["transaction", "activity", "reporting_person", "report_indicators"];

/// One read of one exhibit.
struct Reading<'r, 'x, 's, 'o> {
    reader: &'r mut XmlReader<'x>,
    sink: &'s mut Sink<'o>,
    transactions: TransactionReader,
    names: Names,
    report: Report,
    tree: Tree,
    reports: u32,
    rows: [u64; 4],
}

/// What to say of a part of the report that is no row and could not be read whole.
fn not_whole(element: Element<'_>, kind: RejectKind) -> Note {
    let (start, len) = element.bytes();
    let why = Phrase::from_text(kind.fact());
    Note::Remark(say::part_not_whole(element.name(), start, len, why))
}

fn no_report() -> Halt {
    broken(
        Place::default(),
        "no report is in it",
        "it may be cut off, or a message of another kind; ask the sender for the whole file",
    )
}

impl Reading<'_, '_, '_, '_> {
    fn read(&mut self) -> Result<(), Halt> {
        let mut inside = false;
        let mut faults = self.reader.faults();
        loop {
            match self.reader.next()? {
                Piece::Open if self.reader.name() == "report" => {
                    inside = true;
                    self.reports += 1;
                    self.rows = [0; 4];
                    self.report = Report::default();
                }
                Piece::Open if inside => {
                    let mut tree = std::mem::take(&mut self.tree);
                    let complete = tree.read(self.reader)?;
                    let taken = self.take(&tree, complete, faults);
                    self.tree = tree;
                    taken?;
                    if !complete {
                        return Err(self.cut());
                    }
                    faults = self.reader.faults();
                }
                Piece::Close if self.reader.name() == "report" => {
                    inside = false;
                    self.note_report()?;
                }
                Piece::End if self.reader.depth() > 0 => return Err(self.cut()),
                Piece::End if self.reports == 0 => return Err(no_report()),
                Piece::End => return Ok(()),
                Piece::Open | Piece::Close | Piece::Text => {}
            }
        }
    }

    fn cut(&self) -> Halt {
        let place = Place { bytes_start: self.reader.end(), ..Place::default() };
        broken(
            place,
            "the exhibit ends in the middle of the report",
            "ask the sender for the whole file; what stands before this place was read",
        )
    }

    /// Takes an element that stands directly in the report.
    fn take(&mut self, tree: &Tree, complete: bool, before: Faults) -> Result<(), Halt> {
        let root = tree.root();
        self.names.see(root.name(), "report");
        see_names(root, &mut self.names);
        let long = tree.is_overflown().then_some(RejectKind::RowTooLong);
        let cut = (!complete).then_some(RejectKind::Malformed);
        let fault = self.reader.faults().since(before).or(long).or(cut);
        let Some(row) = ROWS.iter().position(|row| *row == root.name()) else {
            self.take_fact(root);
            return fault.map_or(Ok(()), |kind| self.sink.note(&not_whole(root, kind)));
        };
        let number = self.rows.get_mut(row).map_or(0, |count| {
            *count += 1;
            *count
        });
        let path = format!("report[{}]/{}[{number}]", self.reports, root.name());
        let (bytes_start, mut bytes_len) = root.bytes();
        if !complete {
            bytes_len = self.reader.end().saturating_sub(bytes_start);
        }
        let place = Place { path, bytes_start, bytes_len, ..Place::default() };
        if let Some(kind) = fault {
            self.sink.begin(&place)?;
            return self.sink.reject(kind, root.name(), "");
        }
        self.read_rows(root, &place)
    }

    fn take_fact(&mut self, root: Element<'_>) {
        let mut text = String::new();
        root.take_all(", ", &mut text);
        if root.name() == "currency_code_local" {
            self.report.currency = Currency::from_code(&text);
            if self.report.currency.is_none() {
                self.report.currency_unknown.clone_from(&text);
            }
        }
        if !text.is_empty() && self.report.facts.len() < FACTS_MAX {
            self.report.facts.push((root.name().to_owned(), text));
        }
    }

    fn read_rows(&mut self, root: Element<'_>, place: &Place) -> Result<(), Halt> {
        match root.name() {
            "transaction" => {
                self.sink.begin(place)?;
                self.transactions.read(root, &self.report, &place.path, self.sink)
            }
            "activity" => {
                let parties = root.child("report_parties");
                for (index, party) in parties.each("report_party").enumerate() {
                    let who = party.children().find(|child| is_subject(*child));
                    let path = format!("{}/report_party[{}]", place.path, index + 1);
                    self.mention(party, who.unwrap_or(party), &path)?;
                }
                Ok(())
            }
            "reporting_person" => self.mention(root, root, &place.path),
            _ => {
                let mut text = String::new();
                root.take_all(", ", &mut text);
                self.sink.remark(say::report_indicators(text))
            }
        }
    }

    /// A row for one party outside any transaction.
    fn mention(&mut self, element: Element<'_>, who: Element<'_>, path: &str) -> Result<(), Halt> {
        let (bytes_start, bytes_len) = element.bytes();
        let path = path.to_owned();
        self.sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
        let mut mention = PartyMention::default();
        let region = self.transactions.region.as_deref();
        if who.name() == "reporting_person" {
            subject::take_person(who, region, &mut mention.party);
            mention.role.set("reporting person");
        } else {
            subject::take(who, region, &mut mention.party);
            mention.role.set(element.take("role"));
        }
        if mention.party.is_absent() {
            return self.sink.reject(RejectKind::MissingField, "party", "");
        }
        if mention.role.is_empty() {
            mention.role.set("party");
        }
        let mut extra = Extra::default();
        if subject::is_my_client(who) {
            extra.add("my_client", "yes");
        }
        element.each_untaken(|path, text| extra.add(path, text));
        self.report.keep(&mut extra);
        extra.write(&mut mention.extra);
        self.sink.record(&mention)
    }

    fn note_report(&mut self) -> Result<(), Halt> {
        let report = &self.report;
        let date = match report.fact("submission_date") {
            "-" => report.fact("report_date"),
            date => date,
        };
        self.sink.remark(say::report_facts(
            report.fact("report_code"),
            report.fact("rentity_id"),
            report.fact("entity_reference"),
            date,
        ))
    }
}

/// Looks for element names that no known schema has.
fn see_names(element: Element<'_>, names: &mut Names) {
    for child in element.children() {
        names.see(child.name(), element.name());
        see_names(child, names);
    }
}
