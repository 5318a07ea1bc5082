//! Shared infrastructure: identifiers, addresses, devices and files that several identities have.
//!
//! What many have says little of any two of them: a thing of n holders weighs 1/(n − 1) for each
//! pair (Newman, Phys. Rev. E 64:016132, 2001), so that an agent's phone held by fifty ties each
//! pair as much as a fiftieth of one contact.

use std::collections::BTreeMap;

use model::RecordRef;
use model::identifier::fold_name;
use model::party::PARTY_FIELDS;
use model::time::Precision;
use model::views::{CaseView, Holder, KeyId, TextId};
use serde::Serialize;

use super::NetworkSettings;
use super::ties::{Seen, TieSort};
use crate::basis::Basis;
use crate::graph::WHOLE;

/// A thing that several identities have, and who states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) sort: TieSort,
    pub(super) name: String,
    /// Who has it, ascending, each with the records that say so.
    pub(super) holders: Vec<(KeyId, Vec<RecordRef>)>,
    pub(super) first: First,
}

/// Who had a file first, as far as the times that exhibits state for it say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "order")]
pub enum First {
    /// One holder's time ends before that of every other begins.
    Certain {
        /// The holder.
        holder: String,
        /// From the end of that time to the beginning of the next, seconds.
        ahead_s: i64,
    },
    /// The times overlap.
    Uncertain,
    /// Some holder's exhibit states no time, or the thing has none.
    NotStated,
}

/// A shared thing in a form that reads without the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// What it is.
    pub sort: TieSort,
    /// The identifier, address, device or digest.
    pub name: String,
    /// Who has it.
    pub holders: Vec<String>,
    /// What it weighs for each pair of holders, thousandths of one contact.
    pub weight_permille: u64,
    /// Whether it ties its holders; a thing of very many is only named.
    pub ties: bool,
    /// Whether it counts where paths, bridges and cores are sought.
    pub is_strong: bool,
    /// Who had it first.
    pub first: First,
    /// The records.
    pub records: Vec<RecordRef>,
}

impl Item {
    /// What it weighs for each pair of its holders, in thousandths.
    pub(super) fn weight(&self) -> u64 {
        let others = self.holders.len().saturating_sub(1).max(1) as u64;
        (WHOLE / others).max(1)
    }

    /// Its ties: one record of each holder for every pair.
    pub(super) fn ties(&self, event: u32, all: &mut Vec<Seen>) {
        for (at, (one, records)) in self.holders.iter().enumerate() {
            for (other, others) in self.holders.iter().skip(at + 1) {
                let first = [records.first(), others.first()];
                all.extend(first.into_iter().flatten().map(|record| Seen {
                    from: *one,
                    to: *other,
                    sort: self.sort,
                    event,
                    at_us: None,
                    record: *record,
                }));
            }
        }
    }

    /// It in a form that reads without the view.
    pub(super) fn stated(&self, view: &CaseView, settings: &NetworkSettings) -> Shared {
        let text = |(key, _): &(KeyId, _)| view.keys.text(*key).to_owned();
        Shared {
            sort: self.sort,
            name: self.name.clone(),
            holders: self.holders.iter().map(text).collect(),
            weight_permille: self.weight(),
            ties: self.holders.len() <= settings.hub_max,
            is_strong: self.holders.len() <= settings.shared_max,
            first: self.first.clone(),
            records: self.holders.iter().flat_map(|(_, records)| records.clone()).collect(),
        }
    }
}

/// Holders of things by name, while they are gathered.
type Gathered = BTreeMap<(TieSort, String), BTreeMap<KeyId, Vec<RecordRef>>>;

/// Every thing that two or more identities have, by sort and name.
pub(super) fn items(basis: &Basis<'_>) -> Vec<Item> {
    let mut gathered = Gathered::new();
    identifiers(basis, &mut gathered);
    addresses(basis, &mut gathered);
    devices(basis, &mut gathered);
    let several = gathered.into_iter().filter(|(_, holders)| holders.len() > 1);
    let mut items: Vec<Item> = several
        .map(|((sort, name), holders)| Item {
            sort,
            name,
            holders: holders.into_iter().map(|(key, records)| (key, distinct(records))).collect(),
            first: First::NotStated,
        })
        .collect();
    items.extend(files(basis));
    items
}

fn distinct(mut records: Vec<RecordRef>) -> Vec<RecordRef> {
    records.sort_unstable();
    records.dedup();
    records
}

fn add(gathered: &mut Gathered, (sort, name): (TieSort, &str), holder: KeyId, record: RecordRef) {
    let holders = gathered.entry((sort, name.to_owned())).or_default();
    holders.entry(holder).or_default().push(record);
}

/// Identifiers stated together with keys of several identities: those that are too widely held, or
/// too loose, to make one identity of them.
fn identifiers(basis: &Basis<'_>, gathered: &mut Gathered) {
    let (view, links) = (basis.view, basis.links());
    for pair in &view.together {
        let name = view.keys.text(pair.other);
        let holder = links.identity(pair.key);
        let stated = view.keys.is_stated(holder) && view.keys.is_stated(pair.other);
        // A name is no identifier, and one that made the identity ties it to nobody else.
        if stated && !name.starts_with("name:") && links.identity(pair.other) != holder {
            add(gathered, (TieSort::Identifier, name), holder, pair.record);
        }
    }
}

/// The place of the address among the parts of a party.
fn address_part() -> Option<usize> {
    PARTY_FIELDS.iter().position(|(name, _)| *name == "address")
}

/// Addresses that name a house: those with a number. A city alone would tie everybody in it.
fn addresses(basis: &Basis<'_>, gathered: &mut Gathered) {
    let (view, links) = (basis.view, basis.links());
    let Some(part) = address_part() else { return };
    let mut folded = String::new();
    for mention in &view.mentions {
        let text = mention.parts.get(part).map_or("", |id| view.texts.text(*id));
        let holder = links.identity(mention.key);
        if view.keys.is_stated(holder) && text.chars().any(|c| c.is_ascii_digit()) {
            folded.clear();
            fold_name(text, &mut folded);
            add(gathered, (TieSort::Address, &folded), holder, mention.record);
        }
    }
}

/// Digits that a device's text must hold to name one device and not its model.
const DEVICE_DIGITS_MIN: usize = 8;

/// Devices named one by one: by a serial number, an IMEI, an identifier of many digits.
fn devices(basis: &Basis<'_>, gathered: &mut Gathered) {
    let (view, links) = (basis.view, basis.links());
    let single = |device: TextId| {
        let text = view.texts.text(device);
        let longest = text
            .split(|c: char| !c.is_ascii_hexdigit() && c != '-')
            .map(|word| word.chars().filter(char::is_ascii_digit).count());
        (longest.max().unwrap_or(0) >= DEVICE_DIGITS_MIN).then_some(text)
    };
    let logins = view.logins.iter().map(|login| (login.device, login.account, login.record));
    let leases = view.leases.iter().map(|lease| (lease.device, lease.subscriber, lease.record));
    for (device, holder, record) in logins.chain(leases) {
        let holder = links.identity(holder);
        if let Some(name) = single(device).filter(|_| view.keys.is_stated(holder)) {
            add(gathered, (TieSort::Device, name), holder, record);
        }
    }
}

/// Files in exhibits of several identities, with who had each first.
fn files(basis: &Basis<'_>) -> impl Iterator<Item = Item> {
    let (view, links) = (basis.view, basis.links());
    view.shared_files.iter().filter_map(move |file| {
        let mut holders: BTreeMap<KeyId, Vec<&Holder>> = BTreeMap::new();
        for holder in file.holders.iter().filter(|holder| view.keys.is_stated(holder.owner)) {
            holders.entry(links.identity(holder.owner)).or_default().push(holder);
        }
        (holders.len() > 1).then(|| Item {
            sort: TieSort::File,
            name: file.digest.to_string(),
            first: first(view, &holders),
            holders: holders
                .into_iter()
                .map(|(key, held)| (key, distinct(held.iter().map(|one| one.record).collect())))
                .collect(),
        })
    })
}

fn first(view: &CaseView, holders: &BTreeMap<KeyId, Vec<&Holder>>) -> First {
    let mut spans: Vec<(i64, i64, KeyId)> = Vec::new();
    for (key, held) in holders {
        let times = held.iter().filter_map(|one| one.first);
        let times = times.filter(|when| when.precision != Precision::Absent);
        // Of several exhibits of one holder the earliest counts, as far as it is certain.
        let (mut earliest, mut latest) = (i64::MAX, i64::MAX);
        for when in times {
            earliest = earliest.min(when.earliest_us);
            latest = latest.min(when.latest_us);
        }
        if earliest == i64::MAX {
            return First::NotStated;
        }
        spans.push((earliest, latest, *key));
    }
    spans.sort_unstable_by_key(|(earliest, latest, key)| (*latest, *earliest, *key));
    let Some(((_, latest, key), others)) = spans.split_first() else { return First::NotStated };
    let next = others.iter().map(|(earliest, ..)| *earliest).min().unwrap_or(i64::MIN);
    if next <= *latest {
        return First::Uncertain;
    }
    let ahead_s = next.saturating_sub(*latest) / 1_000_000;
    First::Certain { holder: view.keys.text(*key).to_owned(), ahead_s }
}
