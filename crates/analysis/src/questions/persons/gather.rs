//! Gathering: the mentions of a case as rows, each wording of a party once.

use std::collections::BTreeMap;

use model::RecordRef;
use model::views::{CaseView, KeyId, Mention, TextId};
use resolve::{Kind, Records, Rows, Schema, agreement};

use super::{COLUMNS, Doubt, Mixed};
use crate::links::Links;

/// The column of the name.
pub(super) const NAME: usize = 0;

/// The column of the birth date.
const BIRTH_DATE: usize = 1;

/// The column of the document.
const DOCUMENT: usize = 2;

/// Wordings of one party compared with each other at most, to see whether they go together.
const WORDINGS_MAX: usize = 40;

/// Records of namesakes that are kept of one candidate; how many there are is counted.
const NAMESAKES_MAX: usize = 100;

/// One wording of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wording {
    pub(super) identity: KeyId,
    /// The texts in the order of [`COLUMNS`]; 0 where it is not stated.
    parts: [TextId; COLUMNS.len()],
    pub(super) record: RecordRef,
}

impl Wording {
    pub(super) fn text<'v>(&self, view: &'v CaseView, column: usize) -> &'v str {
        self.parts.get(column).map_or("", |part| view.texts.text(*part))
    }
}

/// The wordings of all parties.
pub(super) struct Gathered {
    /// By identity and parts.
    pub(super) wordings: Vec<Wording>,
    pub(super) parties: usize,
}

impl Gathered {
    pub(super) fn of(view: &CaseView, links: &Links) -> Self {
        let wording = |mention: &Mention| {
            let parts = COLUMNS.map(|(.., part)| mention.parts.get(part).copied().unwrap_or(0));
            let stated = view.keys.is_stated(mention.key) && parts.iter().any(|part| *part > 0);
            let identity = links.identity(mention.key);
            stated.then_some(Wording { identity, parts, record: mention.record })
        };
        let mut wordings: Vec<Wording> = view.mentions.iter().filter_map(wording).collect();
        wordings.sort_unstable();
        wordings.dedup_by_key(|wording| (wording.identity, wording.parts));
        let parties = wordings.chunk_by(|a, b| a.identity == b.identity).count();
        Self { wordings, parties }
    }

    pub(super) fn wording(&self, row: u32) -> Option<&Wording> {
        self.wordings.get(row as usize)
    }

    /// The rows in the order of the wordings.
    pub(super) fn records(&self, view: &CaseView) -> Records {
        let mut rows = Rows::new(Schema::new(COLUMNS.map(|(name, kind, _)| (name, kind))));
        for (at, wording) in self.wordings.iter().enumerate() {
            let texts = (0..COLUMNS.len()).map(|column| wording.text(view, column));
            rows.add(&format!("{at:010}"), texts);
        }
        rows.records()
    }

    /// Parties whose own records do not go together: the first such pair of each party and doubt.
    pub(super) fn mixed(&self, view: &CaseView) -> Vec<Mixed> {
        let mut found = Vec::new();
        for party in self.wordings.chunk_by(|a, b| a.identity == b.identity) {
            if party.len() < 2 {
                continue;
            }
            let party: Vec<Read<'_>> =
                party.iter().take(WORDINGS_MAX).map(|wording| Read::of(view, wording)).collect();
            let mut seen = Vec::new();
            for (at, left) in party.iter().enumerate() {
                for right in party.iter().skip(at + 1) {
                    for doubt in doubts(left, right) {
                        if !seen.contains(&doubt) {
                            seen.push(doubt);
                            found.push(mixed(view, left.wording, right.wording, doubt));
                        }
                    }
                }
            }
        }
        found
    }
}

fn mixed(view: &CaseView, left: &Wording, right: &Wording, doubt: Doubt) -> Mixed {
    let column = match doubt {
        Doubt::BirthDates => BIRTH_DATE,
        Doubt::Documents => DOCUMENT,
        Doubt::Suffixes | Doubt::NameOnly | Doubt::Household => NAME,
    };
    Mixed {
        identity: view.keys.text(left.identity).to_owned(),
        doubt,
        left: left.text(view, column).to_owned(),
        right: right.text(view, column).to_owned(),
        records: [left.record, right.record],
    }
}

/// A wording with its name read: one is compared with many.
pub(super) struct Read<'v> {
    wording: &'v Wording,
    view: &'v CaseView,
    name: names::Name,
}

impl<'v> Read<'v> {
    pub(super) fn of(view: &'v CaseView, wording: &'v Wording) -> Self {
        Self { wording, view, name: names::Name::read(wording.text(view, NAME)) }
    }
}

/// What two wordings state that does not go together.
pub(super) fn doubts(left: &Read<'_>, right: &Read<'_>) -> Vec<Doubt> {
    let both = |column: usize| {
        let texts = (left.wording.text(left.view, column), right.wording.text(right.view, column));
        (!texts.0.is_empty() && !texts.1.is_empty() && texts.0 != texts.1).then_some(texts)
    };
    let mut doubts = Vec::new();
    let differ = |(a, b): (&str, &str), kind| agreement(kind, a, b) == Some("different");
    if both(BIRTH_DATE).is_some_and(|texts| differ(texts, Kind::BirthDate)) {
        doubts.push(Doubt::BirthDates);
    }
    if both(NAME).is_some() && names::compare(&left.name, &right.name).conflicts() {
        doubts.push(Doubt::Suffixes);
    }
    let typed = |text: &str| text.split_once(':').map(|(sort, _)| sort.to_owned());
    let one_sort = |(a, b): (&str, &str)| typed(a).is_some() && typed(a) == typed(b);
    if both(DOCUMENT).is_some_and(|texts| one_sort(texts) && differ(texts, Kind::Document)) {
        doubts.push(Doubt::Documents);
    }
    doubts
}

/// The parties that bear certain names.
pub(super) struct Namesakes(BTreeMap<String, Vec<(KeyId, RecordRef)>>);

impl Namesakes {
    /// Of the names of these wordings.
    pub(super) fn of<'w>(
        view: &CaseView,
        gathered: &Gathered,
        wanted: impl Iterator<Item = &'w Wording>,
    ) -> Self {
        let folded = |wording: &Wording| resolve::fold(wording.text(view, NAME));
        let mut names: BTreeMap<String, Vec<(KeyId, RecordRef)>> =
            wanted.map(folded).filter(|name| !name.is_empty()).map(|name| (name, vec![])).collect();
        for wording in &gathered.wordings {
            if let Some(of) = names.get_mut(&folded(wording))
                && of.last().is_none_or(|(identity, _)| *identity != wording.identity)
            {
                of.push((wording.identity, wording.record));
            }
        }
        Self(names)
    }

    /// Other parties that bear the name of one of two: some of their records, and how many they are.
    pub(super) fn beside(
        &self,
        view: &CaseView,
        left: &Wording,
        right: &Wording,
    ) -> (Vec<RecordRef>, usize) {
        let mut names = [left, right].map(|one| resolve::fold(one.text(view, NAME))).to_vec();
        names.dedup();
        let own = [left.identity, right.identity];
        let bearers = names.iter().filter_map(|name| self.0.get(name));
        let mut total = 0;
        let mut records = Vec::new();
        for bearers in bearers {
            // In the order of identities.
            let held = |identity| bearers.binary_search_by_key(identity, |(of, _)| *of).is_ok();
            total += bearers.len() - own.iter().filter(|identity| held(identity)).count();
            let others = bearers.iter().filter(|(identity, _)| !own.contains(identity));
            records.extend(others.take(NAMESAKES_MAX).map(|(_, record)| *record));
        }
        records.sort_unstable();
        records.dedup();
        (records, total)
    }
}

/// Whether an identifier of a wording is one that too many state.
pub(super) fn is_weak(view: &CaseView, links: &Links, wording: &Wording, field: &str) -> bool {
    let column = COLUMNS.iter().position(|(name, ..)| *name == field);
    let text = column.map_or("", |column| wording.text(view, column));
    let key = view.keys.id(&format!("{field}:{text}"));
    key.is_some_and(|key| links.weak().binary_search(&key).is_ok())
}
