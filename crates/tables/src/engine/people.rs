//! Who is mentioned how, which account was used from where, who held an address, who travelled, what a bank
//! printed beside an entry.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use model::party::PARTY_FIELDS;
use model::record::Kind;
use model::views::{KeyId, Keys, Lease, Leg, Login, Memo, Mention, TextId, When};
use model::{ExhibitId, RecordRef};
use twox_hash::XxHash64;

use super::cells::{Cells, RecordCells};
use super::keys::Interner;
use super::view::intern;
use crate::fault::TablesFault;

/// What records say of people, loaded so far; texts by the number they came with.
#[derive(Default)]
pub(super) struct People {
    texts: Interner,
    said: HashMap<Statement, Times, BuildHasherDefault<XxHash64>>,
    logins: Vec<Login>,
    leases: Vec<Lease>,
    legs: Vec<Leg>,
    memos: Vec<Memo>,
}

/// One wording of a party in one exhibit.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Statement {
    exhibit: u32,
    key: KeyId,
    parts: [TextId; PARTY_FIELDS.len()],
}

/// The first row that holds a wording, and how many do.
struct Times {
    first: u64,
    records: u64,
}

/// The lists of the view that are about people.
pub(super) struct Told {
    pub(super) texts: Keys,
    pub(super) mentions: Vec<Mention>,
    pub(super) logins: Vec<Login>,
    pub(super) leases: Vec<Lease>,
    pub(super) legs: Vec<Leg>,
    pub(super) memos: Vec<Memo>,
}

impl People {
    /// Takes what the kind of a batch says beside its parties.
    pub(super) fn take(
        &mut self,
        kind: Kind,
        cells: &Cells<'_>,
        keys: &mut Interner,
    ) -> Result<(), TablesFault> {
        match kind {
            Kind::Login => self.take_logins(cells, keys),
            Kind::Lease => self.take_leases(cells, keys),
            Kind::Trip => self.take_legs(cells, keys),
            // Of bank entries alone: two banks may have no reference in common, an operator has its own.
            Kind::Entry => self.take_memos(cells),
            _ => Ok(()),
        }
    }

    /// Takes a party of a batch, whose keys have these numbers.
    pub(super) fn take_party(
        &mut self,
        field: &str,
        own_ids: &[KeyId],
        cells: &Cells<'_>,
    ) -> Result<(), TablesFault> {
        let (records, rows) = (cells.record()?, cells.rows());
        let mut parts = vec![[0; PARTY_FIELDS.len()]; rows];
        for (place, (part, _)) in PARTY_FIELDS.iter().enumerate() {
            let column = cells.text(&format!("{field}_{part}"))?;
            if column.is_all_absent() {
                continue;
            }
            let ids = intern(&mut self.texts, column, rows)?;
            for (parts, id) in parts.iter_mut().zip(ids) {
                if let Some(slot) = parts.get_mut(place) {
                    *slot = id;
                }
            }
        }
        for (row, (key, parts)) in own_ids.iter().zip(parts).enumerate() {
            if parts.iter().any(|part| *part != 0) {
                self.keep(*key, parts, records.get(row));
            }
        }
        Ok(())
    }

    fn keep(&mut self, key: KeyId, parts: [TextId; PARTY_FIELDS.len()], record: RecordRef) {
        let statement = Statement { exhibit: record.exhibit.0, key, parts };
        let times = self.said.entry(statement).or_insert(Times { first: record.row, records: 0 });
        times.first = times.first.min(record.row);
        times.records += 1;
    }

    /// The numbers of a column of descriptions.
    fn described(&mut self, cells: &Cells<'_>, column: &str) -> Result<Vec<TextId>, TablesFault> {
        intern(&mut self.texts, cells.text(column)?, cells.rows())
    }

    fn take_logins(&mut self, cells: &Cells<'_>, keys: &mut Interner) -> Result<(), TablesFault> {
        let (records, at) = (cells.record()?, cells.stamp("at")?);
        let accounts = intern(keys, cells.text("account_key")?, cells.rows())?;
        let addresses = self.described(cells, "address")?;
        let devices = self.described(cells, "device")?;
        let ports = cells.integer("port")?;
        let rows = accounts.into_iter().zip(addresses).zip(devices).enumerate();
        self.logins.extend(rows.filter_map(|(row, ((account, address), device))| {
            let (record, port) = (records.get(row), ports.get(row));
            // One without a time is counted as left out where coverage is taken.
            at.get(row).map(|at| Login { record, account, at, address, port, device })
        }));
        Ok(())
    }

    fn take_leases(&mut self, cells: &Cells<'_>, keys: &mut Interner) -> Result<(), TablesFault> {
        let records: RecordCells<'_> = cells.record()?;
        let (starts, ends) = (cells.stamp("start")?, cells.stamp("end")?);
        let (first, last) = (cells.integer("port_first")?, cells.integer("port_last")?);
        let subscribers = intern(keys, cells.text("subscriber_key")?, cells.rows())?;
        let addresses = self.described(cells, "address")?;
        let devices = self.described(cells, "device")?;
        let rows = subscribers.into_iter().zip(addresses).zip(devices).enumerate();
        self.leases.extend(rows.map(|(row, ((subscriber, address), device))| Lease {
            record: records.get(row),
            subscriber,
            address,
            ports: first.get(row).map(|from| (from, last.get(row).unwrap_or(from))),
            start: starts.get(row),
            end: ends.get(row),
            device,
        }));
        Ok(())
    }

    fn take_legs(&mut self, cells: &Cells<'_>, keys: &mut Interner) -> Result<(), TablesFault> {
        let records = cells.record()?;
        let (departs, arrives) = (cells.stamp("departs")?, cells.stamp("arrives")?);
        let travellers = intern(keys, cells.text("traveller_key")?, cells.rows())?;
        let origins = self.described(cells, "origin")?;
        let destinations = self.described(cells, "destination")?;
        let services = self.described(cells, "service")?;
        let bookings = self.described(cells, "booking")?;
        let status = self.described(cells, "status")?;
        let places = origins.into_iter().zip(destinations);
        let named = services.into_iter().zip(bookings).zip(status);
        let rows = travellers.into_iter().zip(places).zip(named).enumerate();
        self.legs.extend(rows.map(|(row, ((traveller, (origin, destination)), named))| {
            let ((service, booking), status) = named;
            Leg {
                record: records.get(row),
                traveller,
                origin,
                destination,
                departs: departs.get(row),
                arrives: arrives.get(row),
                service,
                booking,
                status,
            }
        }));
        Ok(())
    }

    fn take_memos(&mut self, cells: &Cells<'_>) -> Result<(), TablesFault> {
        let records = cells.record()?;
        let texts = self.described(cells, "purpose")?.into_iter().enumerate();
        let stated = texts.filter(|(_, text)| *text != 0);
        self.memos.extend(stated.map(|(row, text)| Memo { record: records.get(row), text }));
        Ok(())
    }

    /// The lists, sorted; `ranked` gives a key its final number.
    pub(super) fn finish(self, ranked: impl Fn(&mut KeyId)) -> Told {
        let (texts, rank) = self.texts.finish();
        let placed = |id: &mut TextId| *id = rank.get(*id as usize).copied().unwrap_or(0);
        let (mut logins, mut leases, mut legs) = (self.logins, self.leases, self.legs);
        let mut memos = self.memos;
        for memo in &mut memos {
            placed(&mut memo.text);
        }
        memos.sort_unstable();
        for login in &mut logins {
            ranked(&mut login.account);
            [&mut login.address, &mut login.device].into_iter().for_each(placed);
        }
        for lease in &mut leases {
            ranked(&mut lease.subscriber);
            [&mut lease.address, &mut lease.device].into_iter().for_each(placed);
        }
        for leg in &mut legs {
            ranked(&mut leg.traveller);
            let Leg { origin, destination, service, booking, status, .. } = leg;
            [origin, destination, service, booking, status].into_iter().for_each(placed);
        }
        logins.sort_unstable_by_key(|login| (login.at, login.record));
        leases.sort_unstable_by_key(|lease| lease.record);
        legs.sort_unstable_by_key(|leg| (begins(leg), leg.record));
        let mut mentions: Vec<Mention> = self.said.into_iter().map(mention).collect();
        for mention in &mut mentions {
            ranked(&mut mention.key);
            mention.parts.iter_mut().for_each(placed);
        }
        mentions.sort_unstable();
        Told { texts, mentions, logins, leases, legs, memos }
    }
}

fn mention((statement, times): (Statement, Times)) -> Mention {
    let Statement { exhibit, key, parts } = statement;
    let record = RecordRef { exhibit: ExhibitId(exhibit), row: times.first };
    Mention { key, parts, record, records: times.records }
}

/// The earliest time a leg states; one without any comes last.
fn begins(leg: &Leg) -> (bool, Option<When>) {
    let first = leg.departs.or(leg.arrives);
    (first.is_none(), first)
}
