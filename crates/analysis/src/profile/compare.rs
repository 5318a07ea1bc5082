//! The comparison, item by item.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::identifier::fold_name;
use model::views::{CaseView, KeyId, PaymentStatus};
use model::{Currency, ExhibitId, RecordRef};

use super::{
    Against, Compared, Comparison, Expected, For, IdentifierSort, Item, Missing, Outcome, Profile,
    Uncovered,
};
use crate::basis::Basis;
use crate::questions::journeys::{At, Journeys, Place};
use crate::windows::{Span, Windows};

/// Compares a profile with the records of a case. Same basis and profile, same comparison.
pub fn compare(basis: &Basis<'_>, profile: &Profile) -> Comparison {
    let search = Search::of(basis);
    let mut items: Vec<Compared> = profile.items.iter().map(|item| search.item(item)).collect();
    // Stable: within an outcome the order of the profile stays.
    items.sort_by_key(|compared| compared.outcome);
    let mut counts = BTreeMap::from(
        ["contradicted", "not_found", "not_looked_for", "confirmed"].map(|word| (word, 0)),
    );
    for compared in &items {
        *counts.entry(compared.outcome.word()).or_insert(0) += 1;
    }
    Comparison { title: profile.title.clone(), made_on: profile.made_on.clone(), counts, items }
}

/// The records, by what a profile asks for.
struct Search<'a> {
    basis: &'a Basis<'a>,
    /// Each key's first records, one of each list of the view that names it.
    stated: BTreeMap<KeyId, Vec<RecordRef>>,
    /// Folded names and their records.
    names: BTreeMap<String, Vec<(KeyId, RecordRef)>>,
    /// Devices and who used them.
    devices: BTreeMap<&'a str, Vec<(KeyId, RecordRef)>>,
    journeys: Journeys,
    zone: TimeZone,
}

/// What was found: the outcome, the records, the exhibits looked through.
type Found = (Outcome, Vec<RecordRef>, Vec<ExhibitId>);

impl<'a> Search<'a> {
    fn of(basis: &'a Basis<'a>) -> Self {
        let view = basis.view;
        let mut search = Self {
            basis,
            stated: stated(view),
            names: BTreeMap::new(),
            devices: BTreeMap::new(),
            journeys: Journeys::of(basis),
            zone: TimeZone::get(&basis.settings.zone).unwrap_or(TimeZone::UTC),
        };
        for mention in &view.mentions {
            let name = mention.parts.first().map_or("", |id| view.texts.text(*id));
            if !name.is_empty() {
                let mut folded = String::new();
                fold_name(name, &mut folded);
                search.names.entry(folded).or_default().push((mention.key, mention.record));
            }
        }
        let logins = view.logins.iter().map(|login| (login.device, login.account, login.record));
        let leases = view.leases.iter().map(|lease| (lease.device, lease.subscriber, lease.record));
        for (device, holder, record) in logins.chain(leases).filter(|(device, ..)| *device != 0) {
            search.devices.entry(view.texts.text(device)).or_default().push((holder, record));
        }
        search
    }

    fn item(&self, item: &Item) -> Compared {
        let (outcome, mut records, mut looked_in) = match &item.expected {
            Expected::Identifier { of, key, holder } => {
                self.identifier(*of, key, holder.as_deref())
            }
            Expected::Transfer { payer, payee, from, until, amount } => {
                self.transfer(payer, payee, self.days(from, until), *amount)
            }
            Expected::Journey { traveller, origin, destination, from, until } => {
                let ends = (origin.as_deref(), destination.as_str());
                self.journey(traveller, ends, self.days(from, until))
            }
        };
        records.sort_unstable();
        records.dedup();
        looked_in.sort_unstable();
        looked_in.dedup();
        Compared { item: item.clone(), outcome, records, looked_in }
    }

    fn identity(&self, key: &str) -> Option<KeyId> {
        Some(self.basis.links().identity(self.basis.view.keys.id(key)?))
    }

    /// Two days in the zone of the case, both included.
    fn days(&self, from: &str, until: &str) -> Span {
        let start = |day: Date| {
            day.to_zoned(self.zone.clone()).map_or(0, |day| day.timestamp().as_microsecond())
        };
        let parse = |text: &str| text.parse::<Date>().unwrap_or_default();
        let after = parse(until).tomorrow().unwrap_or_default();
        Span { from_us: start(parse(from)), until_us: start(after) }
    }

    /// Who is stated with an identifier, and where.
    fn holders(&self, of: IdentifierSort, key: &str) -> Vec<(KeyId, RecordRef)> {
        let view = self.basis.view;
        let by_key = |text: &str| -> Vec<(KeyId, RecordRef)> {
            let Some(id) = view.keys.id(text) else { return Vec::new() };
            let own = self.stated.get(&id).into_iter().flatten().map(|record| (id, *record));
            let joined = view.together.iter().filter(|pair| pair.other == id);
            own.chain(joined.map(|pair| (pair.key, pair.record))).collect()
        };
        match of {
            IdentifierSort::Device => self.devices.get(key).cloned().unwrap_or_default(),
            IdentifierSort::Alias => {
                let bare = key.strip_prefix("handle:").or_else(|| key.strip_prefix("name:"));
                let bare = bare.unwrap_or(key);
                let mut folded = String::new();
                fold_name(bare, &mut folded);
                let mut found = Vec::new();
                if !key.starts_with("name:") {
                    found.extend(by_key(&format!("handle:{bare}")));
                }
                if !key.starts_with("handle:") {
                    found.extend(self.names.get(&folded).into_iter().flatten().copied());
                    found.extend(by_key(&format!("name:{folded}")));
                }
                found
            }
            IdentifierSort::Account | IdentifierSort::Phone | IdentifierSort::Email => by_key(key),
        }
    }

    fn identifier(&self, of: IdentifierSort, key: &str, holder: Option<&str>) -> Found {
        let found = self.holders(of, key);
        if found.is_empty() {
            let looked_in = self.exhibits_of(of, key);
            let outcome = if looked_in.is_empty() {
                Outcome::NotLookedFor(Uncovered::NoExhibit)
            } else {
                Outcome::NotFound(Missing::NoRecord)
            };
            return (outcome, Vec::new(), looked_in);
        }
        let looked_in = found.iter().map(|(_, record)| record.exhibit).collect();
        let all = || found.iter().map(|(_, record)| *record).collect::<Vec<_>>();
        let Some(holder) = holder else {
            return (Outcome::Confirmed(For::Stated), all(), looked_in);
        };
        let expected = self.identity(holder);
        let own = self.basis.view.keys.id(key).map(|id| self.basis.links().identity(id));
        let identity = |id: KeyId| self.basis.links().identity(id);
        let is_expected = |id: KeyId| expected.is_some_and(|expected| identity(id) == expected);
        let with: Vec<RecordRef> =
            found.iter().filter(|(id, _)| is_expected(*id)).map(|(_, record)| *record).collect();
        if !with.is_empty() {
            return (Outcome::Confirmed(For::Joined), with, looked_in);
        }
        // Stated as itself alone it belongs to nobody yet.
        let other: Vec<RecordRef> = found
            .iter()
            .filter(|(id, _)| Some(*id) != self.basis.view.keys.id(key))
            .map(|(_, record)| *record)
            .collect();
        let joined = own.is_some_and(|own| self.basis.view.keys.text(own) != key);
        if other.is_empty() && !joined {
            return (Outcome::NotFound(Missing::NotJoined), all(), looked_in);
        }
        let records = if other.is_empty() { all() } else { other };
        (Outcome::Contradicted(Against::OtherHolder), records, looked_in)
    }

    /// Exhibits that state anything of the same sort or platform: there it could have stood.
    fn exhibits_of(&self, of: IdentifierSort, key: &str) -> Vec<ExhibitId> {
        let view = self.basis.view;
        if of == IdentifierSort::Device {
            return self.devices.values().flatten().map(|(_, record)| record.exhibit).collect();
        }
        let prefix = |text: &str| text.split_once(':').map(|(prefix, _)| prefix.to_owned());
        let wanted: Vec<Option<String>> = match of {
            IdentifierSort::Alias => vec![Some("handle".to_owned()), Some("name".to_owned())],
            _ => vec![prefix(key)],
        };
        let is_like = |id: KeyId| wanted.contains(&prefix(view.keys.text(id)));
        let own = self.stated.iter().filter(|(id, _)| is_like(**id));
        let joined = view.together.iter().filter(|pair| is_like(pair.other));
        let named = (of == IdentifierSort::Alias).then_some(&self.names).into_iter().flatten();
        own.flat_map(|(_, records)| records.iter().map(|record| record.exhibit))
            .chain(joined.map(|pair| pair.record.exhibit))
            .chain(named.flat_map(|(_, held)| held.iter().map(|(_, record)| record.exhibit)))
            .collect()
    }

    /// What exhibits of these tables cover for one of these identities.
    fn covered(&self, tables: &[&str], of: &[Option<KeyId>]) -> (Windows, Vec<ExhibitId>) {
        let links = self.basis.links();
        let concerns = |account: Option<KeyId>| {
            account.is_none_or(|account| of.contains(&Some(links.identity(account))))
        };
        let parts = || {
            let covered = self.basis.view.covered.iter();
            covered.filter(|part| tables.contains(&part.table) && concerns(part.account))
        };
        let windows = parts().map(|part| Span::holding(part.from_us, part.until_us)).collect();
        (windows, parts().map(|part| part.exhibit).collect())
    }

    /// Not found where the time is covered, else not looked for.
    fn missing(&self, tables: &[&str], of: &[Option<KeyId>], span: Span) -> Found {
        let (windows, exhibits) = self.covered(tables, of);
        let outcome = if exhibits.is_empty() {
            Outcome::NotLookedFor(Uncovered::NoExhibit)
        } else if windows.holds(span.from_us, span.until_us - 1) {
            Outcome::NotFound(Missing::NoRecord)
        } else {
            Outcome::NotLookedFor(Uncovered::Period)
        };
        (outcome, Vec::new(), exhibits)
    }

    fn transfer(
        &self,
        payer: &str,
        payee: &str,
        span: Span,
        amount: Option<(i64, Currency)>,
    ) -> Found {
        const TABLES: [&str; 2] = ["transfer", "entry"];
        let (payer, payee) = (self.identity(payer), self.identity(payee));
        let (ledger, view, links) = (self.basis.ledger(), self.basis.view, self.basis.links());
        let own = ledger.events.iter().filter(|event| {
            (Some(links.identity(event.payer)), Some(links.identity(event.payee))) == (payer, payee)
                && event.when.earliest_us < span.until_us
                && event.when.latest_us >= span.from_us
        });
        let (mut fits, mut undone, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for event in own {
            let same = amount.is_none_or(|amount| amount == (event.minor, event.currency));
            let records = ledger.citations(event, view);
            match (same, event.status == PaymentStatus::Undone) {
                (true, false) => fits.extend(records),
                (true, true) => undone.extend(records),
                (false, _) => others.extend(records),
            }
        }
        let (_, exhibits) = self.covered(&TABLES, &[payer, payee]);
        if !fits.is_empty() {
            (Outcome::Confirmed(For::Stated), fits, exhibits)
        } else if !undone.is_empty() {
            (Outcome::Contradicted(Against::Undone), undone, exhibits)
        } else if !others.is_empty() {
            (Outcome::Contradicted(Against::OtherAmount), others, exhibits)
        } else {
            self.missing(&TABLES, &[payer, payee], span)
        }
    }

    fn journey(
        &self,
        traveller: &str,
        (origin, destination): (Option<&str>, &str),
        span: Span,
    ) -> Found {
        let settings = &self.basis.settings.journeys;
        let who = self.identity(traveller);
        let wanted = (origin.map(Place::of_leg), Place::of_leg(destination));
        let matches = |place: &Place, wanted: &Place| match (place.at(), wanted.at()) {
            (Some(at), Some(wanted)) => is_within(at, wanted, settings.near_km),
            _ => place.name() == wanted.name(),
        };
        let links = self.basis.links();
        let is_own = |leg: &&crate::questions::journeys::LegStated| {
            self.identity(&leg.traveller) == who
                && leg.departs_us.0 < span.until_us
                && leg.departs_us.1 >= span.from_us
                && matches(&leg.destination, &wanted.1)
                && wanted.0.as_ref().is_none_or(|origin| matches(&leg.origin, origin))
        };
        let taken = self.journeys.legs.iter().filter(is_own);
        let taken: Vec<RecordRef> = taken.flat_map(|leg| leg.records.iter().copied()).collect();
        let (_, exhibits) = self.covered(&["trip"], &[who]);
        if !taken.is_empty() {
            return (Outcome::Confirmed(For::Stated), taken, exhibits);
        }
        let gone = self.journeys.not_travelled.iter().filter(is_own);
        let gone: Vec<RecordRef> = gone.flat_map(|leg| leg.records.iter().copied()).collect();
        if !gone.is_empty() {
            return (Outcome::Contradicted(Against::Undone), gone, exhibits);
        }
        let elsewhere = self.journeys.stays.iter().filter(|stay| {
            self.basis.view.keys.id(&stay.traveller).map(|key| links.identity(key)) == who
                && stay.span.from_us <= span.from_us
                && stay.span.until_us >= span.until_us
                && !matches(&Place::Resolved(stay.at.clone()), &wanted.1)
        });
        let elsewhere: Vec<RecordRef> =
            elsewhere.flat_map(|stay| stay.records.iter().copied()).collect();
        if !elsewhere.is_empty() {
            return (Outcome::Contradicted(Against::Elsewhere), elsewhere, exhibits);
        }
        self.missing(&["trip"], &[who], span)
    }
}

/// Whether a place lies in what was expected: a locality, or a whole country.
fn is_within(at: &At, wanted: &At, near_km: u32) -> bool {
    if wanted.spot.is_none() {
        return at.country == wanted.country;
    }
    at.is_near(wanted, near_km)
}

/// The first record of each list that names a key.
fn stated(view: &CaseView) -> BTreeMap<KeyId, Vec<RecordRef>> {
    let mut stated: BTreeMap<KeyId, Vec<RecordRef>> = BTreeMap::new();
    let mut seen = |list: &mut dyn Iterator<Item = (KeyId, RecordRef)>| {
        let mut first: BTreeMap<(KeyId, ExhibitId), RecordRef> = BTreeMap::new();
        for (key, record) in list.filter(|(key, _)| view.keys.is_stated(*key)) {
            first.entry((key, record.exhibit)).or_insert(record);
        }
        for ((key, _), record) in first {
            stated.entry(key).or_default().push(record);
        }
    };
    let paid = |key: fn(&model::views::Payment) -> KeyId| {
        view.payments.iter().map(move |payment| (key(payment), payment.record))
    };
    seen(&mut paid(|payment| payment.payer).chain(paid(|payment| payment.payee)));
    let events = || view.sessions.iter().chain(&view.messages).chain(&view.contacts);
    seen(&mut events().map(|event| (event.from, event.record)));
    seen(&mut events().map(|event| (event.to, event.record)));
    seen(&mut view.mentions.iter().map(|mention| (mention.key, mention.record)));
    seen(&mut view.logins.iter().map(|login| (login.account, login.record)));
    seen(&mut view.leases.iter().map(|lease| (lease.subscriber, lease.record)));
    seen(&mut view.legs.iter().map(|leg| (leg.traveller, leg.record)));
    seen(&mut view.together.iter().map(|pair| (pair.key, pair.record)));
    stated
}
