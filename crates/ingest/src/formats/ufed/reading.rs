//! Walks a report: which of its elements are rows, and what each becomes.

use std::collections::BTreeSet;

use model::records::{Account, Activity, Contact, Media, Message, PartyMention, Position, Session};
use model::{Place, RejectKind, say};

use super::fill::Filler;
use super::message::Chat;
use super::model::Model;
use super::times::Fault;
use super::{activity, file, message, person, place, session};
use crate::formats::xml::{Faults, Piece, XmlReader, broken};
use crate::formats::xml_tree::{Element, Tree};
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// Facts on the report told of, such as its extractions; there are as many as devices and methods.
const REMARKS_MAX: usize = 64;

/// Sections of a report that are walked; others are named once.
const WALKED: [&str; 9] = [
    "sourceExtractions",
    "caseInformation",
    "metadata",
    "images",
    "taggedFiles",
    "carvedFiles",
    "decodedData",
    "extraInfos",
    "entityBookmarks",
];

/// How an element ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// By its end.
    Whole,
    /// Its end is lost: the next model begins in it.
    InNext,
    /// With the exhibit.
    Cut,
}

/// Records that are filled over and over.
#[derive(Debug, Default)]
struct Records {
    account: Account,
    activity: Activity,
    contact: Contact,
    media: Media,
    mention: PartyMention,
    message: Message,
    position: Position,
    session: Session,
}

/// What stands in the report beside its rows, counted.
#[derive(Debug, Default)]
struct Counts {
    models: u64,
    files: u64,
    origins: u64,
    bookmarks: u64,
    remarks: usize,
}

/// One read of one report.
pub(super) struct Reading<'r, 'x, 's, 'o> {
    pub(super) reader: &'r mut XmlReader<'x>,
    pub(super) sink: &'s mut Sink<'o>,
    pub(super) filler: Filler,
    tree: Tree,
    records: Records,
    counts: Counts,
    unwalked: BTreeSet<String>,
    stated_counts: Option<(String, String)>,
}

impl<'r, 'x, 's, 'o> Reading<'r, 'x, 's, 'o> {
    pub(super) fn new(
        reader: &'r mut XmlReader<'x>,
        sink: &'s mut Sink<'o>,
        settings: &Settings,
    ) -> Self {
        Self {
            reader,
            sink,
            filler: Filler::new(settings),
            tree: Tree::default(),
            records: Records::default(),
            counts: Counts::default(),
            unwalked: BTreeSet::new(),
            stated_counts: None,
        }
    }

    /// Reads the report to its end.
    pub(super) fn read(&mut self) -> Result<(), Halt> {
        let mut elements = 0u64;
        loop {
            let (faults, from) = (self.reader.faults(), self.reader.position());
            match self.reader.next()? {
                Piece::Open => {
                    elements += 1;
                    self.open(faults)?;
                }
                Piece::End if self.reader.depth() > 0 => return Err(self.cut()),
                Piece::End if elements == 0 => return Err(no_report()),
                Piece::End => return Ok(()),
                // An end tag that closes more than its own belongs to a row that was set aside.
                Piece::Close => {}
                Piece::Text => {
                    if let Some(kind) = self.reader.faults().since(faults) {
                        let bytes_len = self.reader.position().saturating_sub(from);
                        let place = Place { bytes_start: from, bytes_len, ..Place::default() };
                        self.sink.begin(&place)?;
                        self.sink.reject(kind, "", self.reader.text())?;
                    }
                }
            }
        }
    }

    pub(super) fn cut(&self) -> Halt {
        let place = Place { bytes_start: self.reader.end(), ..Place::default() };
        broken(
            place,
            "the exhibit ends in the middle of the report",
            "ask the sender for the whole file; what stands before this place was read",
        )
    }

    fn open(&mut self, faults: Faults) -> Result<(), Halt> {
        let mut ended = Ended::InNext;
        // A model whose end is lost ends where the next one begins: that one is read in its turn.
        while ended == Ended::InNext {
            let named = |name: &str| self.reader.attributes().iter().find(|(own, _)| own == name);
            let is_chat = named("type").is_some_and(|(_, kind)| kind == "Chat");
            ended = match self.reader.name() {
                "model" if is_chat => self.read_chat(faults)?,
                "model" => self.read_model(None, faults)?,
                _ => {
                    self.open_other(faults)?;
                    Ended::Whole
                }
            };
        }
        if ended == Ended::Cut { Err(self.cut()) } else { Ok(()) }
    }

    /// An element of the outline that is no model.
    fn open_other(&mut self, faults: Faults) -> Result<(), Halt> {
        let depth = self.reader.depth();
        let name = self.reader.name().to_owned();
        match name.as_str() {
            "file" | "image" | "metadata" | "caseInformation" => self.read_part(faults),
            "project" => self.note_project(),
            "extractionInfo" => self.note_extraction(),
            "extraInfo" => {
                self.counts.origins += 1;
                Ok(())
            }
            "entityBookmarks" => {
                self.counts.bookmarks += 1;
                self.pass()
            }
            _ => {
                let section = depth == 2 && !WALKED.contains(&name.as_str()) && name != "modelType";
                if section && self.unwalked.len() < REMARKS_MAX {
                    self.unwalked.insert(name);
                }
                Ok(())
            }
        }
    }

    fn pass(&mut self) -> Result<(), Halt> {
        let outside = self.reader.depth().saturating_sub(1);
        while self.reader.depth() > outside {
            if self.reader.next()? == Piece::End {
                return Err(self.cut());
            }
        }
        Ok(())
    }

    /// Takes in the model just opened.
    fn take_in(&mut self, tree: &mut Tree) -> Result<Ended, Halt> {
        tree.clear();
        tree.open(self.reader);
        let outside = self.reader.depth().saturating_sub(1);
        let mut models = vec![true];
        loop {
            match self.reader.next()? {
                Piece::Open => {
                    let is_model = self.reader.name() == "model";
                    if is_model && models.last() == Some(&true) {
                        return Ok(Ended::InNext);
                    }
                    models.push(is_model);
                    tree.open(self.reader);
                }
                Piece::Text => tree.push_text(self.reader.text()),
                Piece::Close => {
                    models.pop();
                    tree.close(self.reader.end());
                    if self.reader.depth() <= outside {
                        return Ok(Ended::Whole);
                    }
                }
                Piece::End => return Ok(Ended::Cut),
            }
        }
    }

    /// Where an element that began at `start` stands.
    pub(super) fn place(&self, path: String, start: u64, ended: Ended) -> Place {
        let end = if ended == Ended::InNext { self.reader.start() } else { self.reader.end() };
        let bytes_len = end.saturating_sub(start);
        Place { path, bytes_start: start, bytes_len, ..Place::default() }
    }

    /// Reads the model just opened, of a chat or of none, as a row.
    pub(super) fn read_model(
        &mut self,
        chat: Option<&Chat>,
        faults: Faults,
    ) -> Result<Ended, Halt> {
        let start = self.reader.start();
        let mut tree = std::mem::take(&mut self.tree);
        let ended = self.take_in(&mut tree)?;
        self.counts.models += 1;
        let model = Model::of(tree.root());
        let place = self.place(format!("{} {}", model.kind(), model.id()), start, ended);
        let fault = self.fault(&tree, ended, faults);
        self.sink.begin(&place)?;
        let outcome = match fault {
            Some(kind) => self.sink.reject(kind, model.kind(), ""),
            None => self.record_model(&model, chat, &place),
        };
        self.tree = tree;
        outcome.map(|()| ended)
    }

    /// Why an element cannot be a record.
    pub(super) fn fault(&self, tree: &Tree, ended: Ended, before: Faults) -> Option<RejectKind> {
        let long = tree.is_overflown().then_some(RejectKind::RowTooLong);
        let cut = (ended != Ended::Whole).then_some(RejectKind::Malformed);
        self.reader.faults().since(before).or(long).or(cut)
    }

    fn record_model(
        &mut self,
        model: &Model<'_>,
        chat: Option<&Chat>,
        place: &Place,
    ) -> Result<(), Halt> {
        let Self { filler, records, sink, .. } = self;
        let none = Chat::default();
        match model.kind() {
            "InstantMessage" => {
                let chat = chat.unwrap_or(&none);
                let filled = message::fill_instant(model, chat, filler, &mut records.message);
                end(sink, filled, &records.message)
            }
            "SMS" | "MMS" | "Email" => {
                let filled = message::fill_mail(model, filler, &mut records.message);
                end(sink, filled, &records.message)
            }
            "Call" => {
                let filled = session::fill(model, filler, &mut records.session);
                end(sink, filled, &records.session)
            }
            "UserAccount" => {
                let filled = person::fill_account(model, filler, &mut records.account);
                end(sink, filled, &records.account)
            }
            "Contact" => self.record_contact(model, place),
            "Location" | "WirelessNetwork" | "CellTower"
                if model.kind() == "Location" || place::is_placed(model) =>
            {
                let filled = place::fill(model, filler, &mut records.position);
                end(sink, filled, &records.position)
            }
            _ => {
                let filled = activity::fill(model, filler, &mut records.activity);
                end(sink, filled, &records.activity)
            }
        }
    }

    fn record_contact(&mut self, model: &Model<'_>, place: &Place) -> Result<(), Halt> {
        let Self { filler, records, sink, .. } = self;
        let contact = &mut records.contact;
        let further = match person::fill_contact(model, filler, contact) {
            Ok(further) => further,
            Err(fault) => return reject(sink, &fault),
        };
        sink.record(contact)?;
        for entry in &further {
            let path = format!("{}/Entries", place.path);
            let (bytes_start, bytes_len) = entry.bytes;
            sink.begin(&Place { path, bytes_start, bytes_len, ..Place::default() })?;
            person::set_further(contact, model.id(), entry);
            sink.record(contact)?;
        }
        Ok(())
    }

    /// The row of a chat as a whole.
    pub(super) fn record_chat(&mut self, model: &Model<'_>) -> Result<(), Halt> {
        let filled = activity::fill(model, &mut self.filler, &mut self.records.activity);
        end(self.sink, filled, &self.records.activity)
    }

    /// Counts a chat among the models.
    pub(super) fn count_chat(&mut self) {
        self.counts.models += 1;
    }

    /// Reads a file, an image, or a section on the case or the device.
    fn read_part(&mut self, faults: Faults) -> Result<(), Halt> {
        let start = self.reader.start();
        let mut tree = std::mem::take(&mut self.tree);
        let whole = tree.read(self.reader)?;
        let ended = if whole { Ended::Whole } else { Ended::Cut };
        let root = tree.root();
        let label = ["id", "section"].map(|name| root.peek_attribute(name)).concat();
        let place = self.place(format!("{} {label}", root.name()).trim().to_owned(), start, ended);
        let fault = self.fault(&tree, ended, faults);
        self.sink.begin(&place)?;
        let outcome = match (fault, root.name()) {
            (Some(kind), name) => self.sink.reject(kind, name, ""),
            (None, "file" | "image") => {
                self.counts.files += u64::from(root.name() == "file");
                let filled = file::fill(root, &mut self.filler, &mut self.records.media);
                end(self.sink, filled, &self.records.media)
            }
            (None, _) => self.record_section(root),
        };
        self.tree = tree;
        outcome?;
        if whole { Ok(()) } else { Err(self.cut()) }
    }

    fn record_section(&mut self, root: Element<'_>) -> Result<(), Halt> {
        let items: Vec<(String, String)> = root.children().filter_map(item_of).collect();
        if let Some((_, version)) = items.iter().find(|(name, _)| name == "UFED_PA_Version") {
            let version = format!("Physical Analyzer {version}");
            self.sink.note(&Note::Version { version })?;
        }
        let section = root.peek_attribute("section");
        if section == "Device Info" && !items.is_empty() {
            person::fill_device(&items, &self.filler, &mut self.records.mention);
            return self.sink.record(&self.records.mention);
        }
        let name = if section.is_empty() { root.name() } else { section };
        let name = if name == "caseInformation" { "case information" } else { name };
        activity::fill_section(name, &items, &mut self.records.activity);
        self.sink.record(&self.records.activity)
    }

    fn note_project(&mut self) -> Result<(), Halt> {
        let of = |name: &str| {
            let found = self.reader.attributes().iter().find(|(own, _)| own == name);
            found.map_or(String::new(), |(_, text)| text.clone())
        };
        let version = of("reportVersion");
        self.stated_counts = Some((of("ModelCount"), of("NodeCount")));
        if version.is_empty() {
            return Ok(());
        }
        self.sink.note(&Note::Version { version: format!("report {version}") })
    }

    fn note_extraction(&mut self) -> Result<(), Halt> {
        self.counts.remarks += 1;
        if self.counts.remarks > REMARKS_MAX {
            return Ok(());
        }
        let facts = self.reader.attributes().iter().map(|(name, text)| say::fact(name, text));
        self.sink.remark(say::states_of(say::extraction(), facts.collect::<Vec<_>>()))
    }

    /// States what was found beside the rows, and in which zone times were read.
    pub(super) fn note_facts(&mut self) -> Result<(), Halt> {
        if let Some(zone) = self.filler.times.zone_applied() {
            let note = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            self.sink.note(&note)?;
        }
        let slashed = self.filler.times.slashed();
        let Counts { models, files, origins, bookmarks, .. } = self.counts;
        let mut remarks = Vec::new();
        if slashed > 0 {
            remarks.push(say::dates_slashed(slashed));
        }
        if let Some((stated, nodes)) = &self.stated_counts
            && !stated.is_empty()
        {
            remarks.push(say::report_counts(stated, nodes, models, files));
        }
        if origins > 0 {
            remarks.push(say::origins_unread(origins));
        }
        if bookmarks > 0 {
            remarks.push(say::bookmarks_unread(bookmarks));
        }
        if !self.unwalked.is_empty() {
            let names: Vec<&str> = self.unwalked.iter().map(String::as_str).collect();
            remarks.push(say::parts_unread(names));
        }
        remarks.into_iter().try_for_each(|remark| self.sink.remark(remark))
    }
}

fn no_report() -> Halt {
    broken(
        Place::default(),
        "no report is in it",
        "check that this is the `report.xml` of a report, and not a page or a table of it",
    )
}

/// An item of a section: its name and its text, where it states one.
fn item_of(item: Element<'_>) -> Option<(String, String)> {
    let stated = ["fieldType", "name"].map(|name| item.peek_attribute(name));
    let name = stated.into_iter().find(|name| !name.is_empty())?;
    let text = item.peek_first(&["", "value"]);
    (!text.is_empty()).then(|| (name.to_owned(), text.to_owned()))
}

fn end(
    sink: &mut Sink<'_>,
    filled: Result<(), Fault>,
    record: &impl model::Record,
) -> Result<(), Halt> {
    match filled {
        Ok(()) => sink.record(record),
        Err(fault) => reject(sink, &fault),
    }
}

fn reject(sink: &mut Sink<'_>, fault: &Fault) -> Result<(), Halt> {
    let (kind, field, raw) = fault;
    sink.reject(*kind, field, raw)
}
