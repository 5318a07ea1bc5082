//! Loads the case view: one pass over each table, keys interned, everything sorted at the end.

use datafusion::arrow::record_batch::RecordBatch;
use model::ExhibitId;
use model::party::PARTY_FIELDS;
use model::record::{KINDS, Kind, Shape};
use model::views::{CaseView, Event, KeyId, Lack, LeftOut, Payment, Together, When};
use std::collections::BTreeMap;

use model::RecordRef;

use super::cells::{Cells, TextCells, stamp_columns};
use super::clocks::ClockBook;
use super::coverage::Coverage;
use super::keys::Interner;
use super::links::Links;
use super::members::Held;
use super::people::People;
use super::scan::{RowOrder, select};
use super::{Engine, events, payments};
use crate::columns::STATED_HASH;
use crate::fault::TablesFault;

/// What a view is loaded with beside the tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewSettings {
    /// Periods that sources state to cover.
    pub coverage: Vec<StatedCoverage>,
}

/// A period that a source states to cover.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatedCoverage {
    /// The exhibit that states it.
    pub exhibit: ExhibitId,
    /// The member of it that states it, as chain of names; empty for the exhibit itself.
    pub inside: String,
    /// Canonical account it is stated for; empty for the whole exhibit or member.
    pub account: String,
    /// First instant, microseconds of UTC.
    pub from_us: i64,
    /// Last instant, microseconds of UTC.
    pub until_us: i64,
}

impl Engine {
    /// Everything the questions of money and contact need, loaded once.
    ///
    /// Ten million payments with a reference each take about 3 GiB and stay below 4.
    pub fn case_view(&self, settings: &ViewSettings) -> Result<CaseView, TablesFault> {
        let mut loader = Loader::default();
        for kind in KINDS.iter().copied().filter(|kind| self.has(*kind)) {
            let sql = select(kind.table(), &needed(kind));
            self.each_batch(kind.table(), &sql, RowOrder::Any, |batch| loader.take(kind, batch))?;
            loader.clocks.end_kind(kind);
        }
        let held = self.held_by_members(&settings.coverage)?;
        let mut view = loader.finish(settings, &held)?;
        view.data_root = Some(self.data_root());
        Ok(view)
    }
}

/// What was loaded so far; keys by the number they came with.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) keys: Interner,
    pub(super) payments: Vec<Payment>,
    pub(super) sessions: Vec<Event>,
    pub(super) messages: Vec<Event>,
    pub(super) contacts: Vec<Event>,
    pub(super) coverage: Coverage,
    links: Links,
    people: People,
    clocks: ClockBook,
    left_out: BTreeMap<(ExhibitId, &'static str, Lack), (u64, RecordRef)>,
}

impl Loader {
    fn take(&mut self, kind: Kind, batch: &RecordBatch) -> Result<(), TablesFault> {
        let cells = Cells { table: kind.table(), batch };
        self.clocks.take(kind, &cells)?;
        for field in kind.fields().iter().filter(|field| field.shape == Shape::Party) {
            let own = cells.text(&format!("{}_key", field.name))?;
            let own_ids = intern(&mut self.keys, own, cells.rows())?;
            self.links.take(field.name, &own_ids, &cells, &mut self.keys)?;
            self.people.take_party(field.name, &own_ids, &cells)?;
        }
        self.people.take(kind, &cells, &mut self.keys)?;
        match kind {
            Kind::Transfer => payments::transfers(self, &cells),
            Kind::Entry => payments::entries(self, &cells),
            Kind::Session => events::sessions(self, &cells),
            Kind::Message => events::messages(self, &cells),
            Kind::Contact => events::contacts(self, &cells),
            Kind::Login => events::logins(self, &cells),
            Kind::Trip => events::trips(self, &cells),
            Kind::Account
            | Kind::Media
            | Kind::Party
            | Kind::Position
            | Kind::Activity
            | Kind::Lease => Ok(()),
        }
    }

    /// Counts a record that no list can hold.
    pub(super) fn leave_out(&mut self, table: &'static str, lacks: Lack, record: RecordRef) {
        let entry = self.left_out.entry((record.exhibit, table, lacks)).or_insert((0, record));
        entry.0 += 1;
        entry.1 = entry.1.min(record);
    }

    fn finish(mut self, settings: &ViewSettings, held: &Held) -> Result<CaseView, TablesFault> {
        for stated in &settings.coverage {
            self.coverage.state(stated, &mut self.keys)?;
        }
        let together = self.links.finish();
        let (keys, rank) = self.keys.finish();
        let ranked = |id: &mut KeyId| *id = rank.get(*id as usize).copied().unwrap_or(0);
        for payment in &mut self.payments {
            ranked(&mut payment.payer);
            ranked(&mut payment.payee);
            payment.reference.iter_mut().for_each(ranked);
        }
        self.payments.sort_unstable_by_key(|payment| (time(&payment.when), payment.record));
        for events in [&mut self.sessions, &mut self.messages, &mut self.contacts] {
            for event in events.iter_mut() {
                ranked(&mut event.from);
                ranked(&mut event.to);
            }
            events.sort_unstable_by_key(|event| (time(&event.start), event.record));
        }
        let mut together: Vec<Together> = together;
        for link in &mut together {
            ranked(&mut link.key);
            ranked(&mut link.other);
        }
        together.sort_unstable();
        let told = self.people.finish(ranked);
        Ok(CaseView {
            payments: self.payments,
            sessions: self.sessions,
            messages: self.messages,
            contacts: self.contacts,
            together,
            texts: told.texts,
            mentions: told.mentions,
            logins: told.logins,
            leases: told.leases,
            legs: told.legs,
            memos: told.memos,
            covered: self.coverage.finish(ranked, &keys, held),
            clocks: self.clocks.finish(),
            left_out: left_out(&self.left_out),
            keys,
            ..CaseView::default()
        })
    }
}

fn time(when: &When) -> (i64, i64) {
    (when.earliest_us, when.latest_us)
}

fn left_out(counted: &BTreeMap<(ExhibitId, &'static str, Lack), (u64, RecordRef)>) -> Vec<LeftOut> {
    counted
        .iter()
        .map(|((exhibit, table, lacks), (records, example))| LeftOut {
            exhibit: *exhibit,
            table,
            lacks: *lacks,
            records: *records,
            example: *example,
        })
        .collect()
}

/// Appends the numbers of a column of keys.
pub(super) fn intern(
    keys: &mut Interner,
    cells: TextCells<'_>,
    rows: usize,
) -> Result<Vec<KeyId>, TablesFault> {
    let mut ids = Vec::with_capacity(rows);
    let mut last = ("", 0);
    for row in 0..rows {
        let text = cells.get(row);
        if text != last.0 {
            last = (text, keys.id(text)?);
        }
        ids.push(last.1);
    }
    Ok(ids)
}

/// Parts of a party that can link two mentions, with the prefix they have as a key of their own.
pub(super) const LINKING_PARTS: [(&str, &str); 5] = [
    ("account", ""),
    ("phone", "phone:"),
    ("email", "email:"),
    ("document", "document:"),
    ("handle", "handle:"),
];

/// The columns of a kind that the view is made of.
fn needed(kind: Kind) -> Vec<String> {
    let mut columns: Vec<String> =
        ["exhibit", "row", STATED_HASH].iter().map(|name| (*name).to_owned()).collect();
    for field in kind.fields() {
        let mut push = |part: &str| columns.push(format!("{}_{part}", field.name));
        match field.shape {
            Shape::Stamp => columns.extend(stamp_columns(field.name)),
            Shape::Amount => {
                push("minor");
                push("currency");
            }
            Shape::Party => {
                push("key");
                for (part, _) in &PARTY_FIELDS {
                    push(part);
                }
            }
            Shape::Integer => columns.push(field.name.to_owned()),
            Shape::Text if NEEDED_TEXTS.contains(&field.name) => {
                columns.push(field.name.to_owned());
            }
            Shape::Text => (),
        }
    }
    columns
}

/// Text fields that decide what a record is in a view, or that a question asks.
const NEEDED_TEXTS: [&str; 16] = [
    "purpose",
    "address",
    "device",
    "origin",
    "destination",
    "service",
    "booking",
    "reference",
    "end_to_end_reference",
    "uetr",
    "bank_reference",
    "status",
    "direction",
    "reversal",
    "authority",
    "body",
];
