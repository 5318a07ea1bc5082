//! Persons: which parties of a case may be one person, though no exact identifier says so.
//!
//! Exact links come first: what they join is one party here. The others are compared by name, birth
//! date, address, handle and weak identifiers; a pair that is more probably one person than two is
//! proposed, with every weight. Nothing is joined: a person decides.

mod gather;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use model::finding::Answer;
use model::views::{CaseView, KeyId};
use model::{Card, RecordRef};
use resolve::{Dates, Decided, Kind, Origin, Recall, Resolved, Settings, Step, Verdict, Waterfall};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::links::Links;
use crate::question::{AskSettings, Question};
use gather::{Gathered, Namesakes, Read, Wording};

/// The question of persons.
pub struct PersonsQuestion;

static CARD: Card = Card {
    code: "ANA-009",
    name: "persons",
    version: 2,
    question: "Which parties may be one person, though no exact identifier joins them?",
    assumes: &[
        "columns that are not tied agree independently of each other in records of two parties",
        "the records of one party differ by slips, gaps and changes, as those do from which m is estimated",
    ],
    cannot_show: &[
        "that two parties are one person: nothing here joins, a person decides",
        "who of two people with one name is meant",
        "a parent and a child of one name in one house, where no birth date parts them: the model takes name and address for independent and states too high a probability; such links carry a doubt",
        "a person who appears under names, dates and addresses that have nothing in common",
    ],
    parameters: &[
        ("proposed", "probability under the model from which a link is proposed"),
        ("parties_min", "parties below which the weights are not estimated from the case"),
        ("shown_max", "findings of one kind shown at most"),
        ("decisions", "decisions on two keys that were taken into account"),
    ],
    sources: &[
        "Fellegi & Sunter (1969), A Theory for Record Linkage, JASA 64",
        "Winkler (2000), Using the EM Algorithm for Weight Computation in the Fellegi–Sunter Model",
        "Chow & Liu (1968), Approximating Discrete Probability Distributions with Dependence Trees",
        "Chao (1987), Estimating the Population Size for Capture–Recapture Data, Biometrics 43",
    ],
    error_rates: &[
        "measured on public sets with known truth: crates/resolve/examples/linkage_bench",
    ],
};

/// Proposed links that are explained at most: nobody decides more, and the result states how many
/// there are.
pub const CANDIDATES_MAX: usize = 5_000;

/// Why a proposed link needs a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Both state a birth date, and they differ in more than a slip.
    BirthDates,
    /// One name is that of a junior, the other of a senior.
    Suffixes,
    /// Both state a document of one type, and the numbers differ.
    Documents,
    /// Nothing but the name agrees.
    NameOnly,
    /// Nothing but the name and what a household shares agrees.
    Household,
}

impl Doubt {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::BirthDates => "birth-dates",
            Self::Suffixes => "suffixes",
            Self::Documents => "documents",
            Self::NameOnly => "name-only",
            Self::Household => "household",
        }
    }
}

/// Two parties that may be one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// The lower key, the name of the one party in other findings.
    pub left: String,
    /// The other.
    pub right: String,
    /// The strongest pair of their records, step by step.
    pub waterfall: Waterfall,
    /// The record of that pair on the left.
    pub left_record: RecordRef,
    /// And on the right.
    pub right_record: RecordRef,
    /// What needs a second look.
    pub doubts: Vec<Doubt>,
    /// Other parties of the case whose name is the same as one of the two: some of their records.
    pub namesakes: Vec<RecordRef>,
    /// How many such parties there are.
    pub namesakes_total: usize,
    /// The columns by which they share a house or a weak identifier, as households do.
    pub household: Vec<String>,
    /// A decision that it cannot be said.
    pub unsure: Option<String>,
}

/// One party for which records state what does not go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mixed {
    /// The party.
    pub identity: String,
    /// What differs.
    pub doubt: Doubt,
    /// What the one record states.
    pub left: String,
    /// What the other states.
    pub right: String,
    /// Both records.
    pub records: [RecordRef; 2],
}

/// Records that would join what a person decided is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Against {
    /// One key.
    pub left: String,
    /// The other.
    pub right: String,
    /// The decision.
    pub by: String,
    /// The two keys of which the decision holds that they are not the same.
    pub decided: [String; 2],
    /// The records.
    pub records: Vec<RecordRef>,
}

/// Which parties of a case may be one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Persons {
    /// Parties that were compared.
    pub parties: usize,
    /// Distinct wordings of them.
    pub wordings: usize,
    /// Where the weights come from.
    pub origin: Origin,
    /// What the blocks probably missed.
    pub recall: Recall,
    /// Pairs that are proposed.
    pub proposed: usize,
    /// The strongest of them, at most [`CANDIDATES_MAX`], the strongest first.
    pub candidates: Vec<Candidate>,
    /// Pairs that would be proposed, had a person not decided that they are two.
    pub kept_apart: usize,
    /// Parties whose records do not go together.
    pub mixed: Vec<Mixed>,
    /// Records against decisions.
    pub against: Vec<Against>,
    /// Some records that were compared.
    pub records: Vec<RecordRef>,
}

impl Persons {
    /// The persons of a view under its links. Same view and settings: same persons.
    pub fn of(view: &CaseView, links: &Links, settings: &AskSettings) -> Self {
        let gathered = Gathered::of(view, links);
        let records = gathered.records(view);
        let enough = gathered.parties >= settings.persons.parties_min;
        let engine = Settings {
            seed: settings.seed,
            listed: settings.persons.proposed.max(0.01),
            joins: settings.persons.proposed,
            dates: Dates::KeepApart,
            weights: if enough { Origin::Estimated } else { Origin::Default },
            decided: Vec::new(),
        };
        let resolved = Resolved::of(&records, &engine);
        let verdicts = Verdicts::of(view, links, &settings.decided);
        let mut pairs = best(&gathered, &resolved, settings.persons.proposed);
        let before = pairs.len();
        pairs.retain(|(pair, _)| !verdicts.apart.contains_key(pair));
        let (kept_apart, proposed) = (before - pairs.len(), pairs.len());
        pairs.truncate(CANDIDATES_MAX);
        let wanted = pairs.iter().flat_map(|(_, (a, b))| [*a, *b]);
        let names = Namesakes::of(view, &gathered, wanted.filter_map(|row| gathered.wording(row)));
        let waterfalls = resolved.explain(&records, pairs.iter().map(|(_, rows)| *rows));
        let candidates = pairs.iter().zip(waterfalls).filter_map(|((pair, (a, b)), waterfall)| {
            let rows = (gathered.wording(*a)?, gathered.wording(*b)?);
            Some(candidate(view, links, rows, waterfall, &names, verdicts.unsure.get(pair)))
        });
        let candidates: Vec<Candidate> = candidates.collect();
        Self {
            parties: gathered.parties,
            wordings: gathered.wordings.len(),
            origin: resolved.model.origin,
            recall: resolved.recall,
            proposed,
            candidates,
            kept_apart,
            mixed: gathered.mixed(view),
            against: against(view, links, &settings.decided),
            records: gathered.wordings.iter().map(|wording| wording.record).collect(),
        }
    }
}

/// Pairs of identities with the strongest pair of their rows, the strongest first.
fn best(
    gathered: &Gathered,
    resolved: &Resolved,
    proposed: f64,
) -> Vec<((KeyId, KeyId), (u32, u32))> {
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for link in resolved.links.iter().filter(|link| link.probability >= proposed) {
        let of = |row: u32| gathered.wording(row).map(|wording| wording.identity);
        let (Some(a), Some(b)) = (of(link.a), of(link.b)) else { continue };
        let (pair, rows) =
            if a < b { ((a, b), (link.a, link.b)) } else { ((b, a), (link.b, link.a)) };
        if a != b && seen.insert(pair) {
            pairs.push((pair, rows));
        }
    }
    pairs
}

/// What people decided, by identities.
struct Verdicts {
    apart: BTreeMap<(KeyId, KeyId), String>,
    unsure: BTreeMap<(KeyId, KeyId), String>,
}

impl Verdicts {
    fn of(view: &CaseView, links: &Links, decided: &[Decided]) -> Self {
        let mut verdicts = Self { apart: BTreeMap::new(), unsure: BTreeMap::new() };
        for one in decided {
            let identity = |text: &str| view.keys.id(text).map(|key| links.identity(key));
            let (Some(a), Some(b)) = (identity(&one.left), identity(&one.right)) else { continue };
            let into = match one.verdict {
                Verdict::NotSame => &mut verdicts.apart,
                Verdict::Unsure => &mut verdicts.unsure,
                Verdict::Same => continue,
            };
            into.insert((a.min(b), a.max(b)), one.by.clone());
        }
        verdicts
    }
}

fn candidate(
    view: &CaseView,
    links: &Links,
    (left, right): (&Wording, &Wording),
    waterfall: Waterfall,
    names: &Namesakes,
    unsure: Option<&String>,
) -> Candidate {
    let agreeing = || waterfall.steps.iter().filter(|step| step.bits > 0.0);
    let (namesakes, namesakes_total) = names.beside(view, left, right);
    let weak = |step: &&Step| match step.field.as_str() {
        // Some words in common are a town, and no house.
        "address" => step.level != "some-words",
        field @ ("phone" | "email" | "document") => gather::is_weak(view, links, left, field),
        _ => false,
    };
    let household: Vec<String> = agreeing().filter(weak).map(|step| step.field.clone()).collect();
    let mut doubts = gather::doubts(&Read::of(view, left), &Read::of(view, right));
    if agreeing().all(|step| step.field == "name") {
        doubts.push(Doubt::NameOnly);
    } else if agreeing().all(|step| step.field == "name" || household.contains(&step.field)) {
        doubts.push(Doubt::Household);
    }
    Candidate {
        left: view.keys.text(left.identity).to_owned(),
        right: view.keys.text(right.identity).to_owned(),
        waterfall,
        left_record: left.record,
        right_record: right.record,
        doubts,
        namesakes,
        namesakes_total,
        household,
        unsure: unsure.cloned(),
    }
}

fn against(view: &CaseView, links: &Links, decided: &[Decided]) -> Vec<Against> {
    let contradictions = links.contradictions().iter();
    contradictions
        .filter_map(|one| {
            let is_it = |of: &&Decided| of.by == one.by && of.verdict == Verdict::NotSame;
            let decided = decided.iter().find(is_it)?;
            Some(Against {
                left: view.keys.text(one.keys.0).to_owned(),
                right: view.keys.text(one.keys.1).to_owned(),
                by: one.by.clone(),
                decided: [decided.left.clone(), decided.right.clone()],
                records: one.records.clone(),
            })
        })
        .collect()
}

/// The columns that are compared, in the order of the waterfall, with their part of a mention.
const COLUMNS: [(&str, Kind, usize); 7] = [
    ("name", Kind::Name, 0),
    ("birth-date", Kind::BirthDate, 8),
    ("document", Kind::Document, 6),
    ("phone", Kind::Phone, 3),
    ("email", Kind::Email, 5),
    ("address", Kind::Address, 7),
    ("handle", Kind::Handle, 2),
];

impl Question for PersonsQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let (settings, persons) = (basis.settings, basis.persons());
        let parameters = [
            ("proposed", settings.persons.proposed.to_string()),
            ("parties_min", settings.persons.parties_min.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
            ("decisions", settings.decided.len().to_string()),
        ];
        let findings = wording::findings(&CARD, persons, settings.money.shown_max);
        let mut answer = citing::answer(&CARD, &parameters, findings);
        answer.seed = Some(settings.seed);
        answer
    }
}
