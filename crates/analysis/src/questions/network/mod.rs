//! Network: who is tied with whom, by which records, and how the whole hangs together.
//!
//! Identities are nodes; payments, calls, messages, contact lists and shared things are ties, each
//! with its count, its first and last time and its records. What very many share ties nobody; what
//! many share counts little and opens no path ([`shared`]). A place in a network is a fact about
//! records: no role follows from it.

mod around;
mod build;
mod figure;
mod held;
mod payers;
mod shared;
mod ties;
mod wording;

#[cfg(test)]
mod tests;

use model::finding::Answer;
use model::{Card, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::question::Question;

pub use around::Step;
pub use payers::CommonPayees;
pub use shared::{First, Shared};
pub use ties::{SORTS, TieSort};

/// The question of the network.
pub struct NetworkQuestion;

static CARD: Card = Card {
    code: "ANA-016",
    name: "network",
    version: 2,
    question: "Who is tied with whom, by which records, and what holds the network together?",
    assumes: &[
        "the keys of one identity are known: two keys of one person that no record joins are two nodes",
        "events of one pair tell more of a tie the more they are, but less and less: a tie weighs one for each doubling of their number, by sort",
        "a thing of n holders ties each pair of them by 1/(n − 1)",
    ],
    cannot_show: &[
        "what a person does or is in the network: a place between others is a fact about records, not a role",
        "ties that no exhibit holds: whoever's records were received stands in the middle",
        "who used an account, a phone or a device",
        "how a file came from one holder to another: a time of a file can be set by copying",
    ],
    parameters: &[
        ("named", "identities around which the next ones are sought"),
        (
            "shared_max",
            "holders of a shared thing at most for it to count in paths, bridges and cores",
        ),
        (
            "hub_max",
            "holders of a shared thing, and payers of a payee, at most for it to tie anybody",
        ),
        (
            "resolution_permille",
            "resolution of the communities, thousandths: higher gives smaller ones",
        ),
        ("runs", "runs of which the best division is kept, at most; a large network gets two"),
        ("rewired", "networks tied anew at random for comparison, at most"),
        ("nodes_min", "identities below which communities and ways between others are not told"),
        ("shown_max", "findings of one kind shown at most"),
        ("drawn_max", "identities drawn at most"),
    ],
    sources: &[
        "Traag, Waltman & van Eck, From Louvain to Leiden, Scientific Reports 9:5233, 2019",
        "Newman & Girvan, Phys. Rev. E 69:026113, 2004 (modularity)",
        "Newman, Phys. Rev. E 64:016132, 2001 (shared things weigh 1/(n − 1))",
        "Brandes, J. Math. Sociology 25:163, 2001; Brandes & Pich, Int. J. Bifurcation and Chaos 17:2303, 2007 (ways, and their sample)",
        "Maurer & Pontil, COLT 2009 (error of a sample)",
        "Tarjan, Information Processing Letters 2:160, 1974 (bridges); Batagelj & Zaveršnik 2003 (cores)",
        "Maslov & Sneppen, Science 296:910, 2002 (tied anew at random)",
        "Fruchterman & Reingold, Software: Practice and Experience 21:1129, 1991 (picture)",
    ],
    error_rates: &[],
};

/// What a person fixed before looking, for the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkSettings {
    /// Keys of identities around which the next ones are sought.
    pub named: Vec<String>,
    /// Holders of a shared thing at most for it to count in paths, bridges and cores.
    pub shared_max: usize,
    /// Holders of a shared thing, and payers of a payee, at most for it to tie anybody.
    pub hub_max: usize,
    /// Resolution of the communities, thousandths.
    pub resolution_permille: u32,
    /// Runs of which the best division is kept.
    pub runs: usize,
    /// Networks tied anew at random for comparison.
    pub rewired: usize,
    /// Identities below which communities and ways between others are not told.
    pub nodes_min: usize,
    /// Findings of one kind shown at most.
    pub shown_max: usize,
    /// Identities drawn at most.
    pub drawn_max: usize,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            named: Vec::new(),
            // As many as an identifier may be stated with and still join accounts.
            shared_max: crate::links::ACCOUNTS_MAX,
            hub_max: 50,
            resolution_permille: 1_000,
            runs: 8,
            rewired: 9,
            nodes_min: 10,
            shown_max: 10,
            drawn_max: 60,
        }
    }
}

/// An identity of the network. It has no role: roles are asked elsewhere, and set by a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// The identity, by its key.
    pub key: String,
    /// The name most records state for it; its key where none does.
    pub label: String,
    /// Its community; 0 is the largest.
    pub community: u32,
    /// Where it stands in the picture, 0 to 10,000.
    pub x: u32,
    /// The same, downwards.
    pub y: u32,
    /// Identities tied to it, what many share left out.
    pub degree: usize,
    /// The highest core it belongs to.
    pub core: u32,
    /// Share of the shortest ways between others on which it lies.
    pub between: f64,
    /// How far that may be wrong; 0 where all ways were counted.
    pub between_error: f64,
    /// Whether its part falls apart without it.
    pub is_cut: bool,
}

/// A tie of one sort between two identities, in one direction where the sort has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// Place of the first among the nodes: payer, sender, holder of the list; the lower where the
    /// sort has no direction.
    pub from: u32,
    /// Place of the other.
    pub to: u32,
    /// What ties them.
    pub sort: TieSort,
    /// Payments, calls, messages, entries or things, each once however many records state it.
    pub count: u64,
    /// First instant of the first; `None` where no time is stated.
    pub first_us: Option<i64>,
    /// Last instant of the last.
    pub last_us: Option<i64>,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// How the network divides.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Division {
    /// Communities of two and more.
    pub count: usize,
    /// Runs that were made.
    pub runs: usize,
    /// Modularity of the best run.
    pub modularity: f64,
    /// Modularity of the worst run.
    pub lowest: f64,
    /// Mean adjusted Rand index of the other runs with the best.
    pub agreement: f64,
    /// Modularity of networks tied anew at random, ascending.
    pub rewired: Vec<f64>,
}

/// A pair without whose tie a part of the network falls into two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BridgeStated {
    /// Place of one end among the nodes.
    pub from: u32,
    /// Place of the other.
    pub to: u32,
    /// Identities on the smaller side.
    pub smaller: usize,
    /// Identities on the larger side.
    pub larger: usize,
    /// Events and things that tie the pair.
    pub count: u64,
    /// Their records.
    pub records: Vec<RecordRef>,
}

/// The network of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Network {
    /// Identities with a tie, by key.
    pub nodes: Vec<Node>,
    /// Ties, by pair and sort.
    pub edges: Vec<Edge>,
    /// Things that several have, by sort and name.
    pub shared: Vec<Shared>,
    /// Pairs tied directly or by a thing of few.
    pub pairs: usize,
    /// Parts that no tie joins, what many share left out; identities without another tie among them.
    pub parts: usize,
    /// Communities.
    pub division: Division,
    /// Identities from which ways were counted; fewer than all where they are a sample.
    pub between_starts: usize,
    /// Bridges, the one that parts most first.
    pub bridges: Vec<BridgeStated>,
    /// Payers with payees in common, by weight.
    pub payers: Vec<CommonPayees>,
    /// Who stands around the named identities.
    pub around: Vec<Step>,
    /// Named keys that no tie knows.
    pub unknown: Vec<String>,
}

impl Network {
    /// The network of a case. Same basis, same network, positions included.
    pub fn of(basis: &Basis<'_>) -> Self {
        build::network(basis)
    }

    /// The node at a place.
    pub fn node(&self, place: u32) -> Option<&Node> {
        self.nodes.get(place as usize)
    }

    /// The place of a key that names an identity of the network.
    pub fn place(&self, key: &str) -> Option<u32> {
        let at = self.nodes.binary_search_by(|node| node.key.as_str().cmp(key)).ok()?;
        u32::try_from(at).ok()
    }
}

impl Question for NetworkQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let settings = &basis.settings.network;
        let network = Network::of(basis);
        let parameters = [
            ("named", settings.named.join(", ")),
            ("shared_max", settings.shared_max.to_string()),
            ("hub_max", settings.hub_max.to_string()),
            ("resolution_permille", settings.resolution_permille.to_string()),
            ("runs", settings.runs.to_string()),
            ("rewired", settings.rewired.to_string()),
            ("nodes_min", settings.nodes_min.to_string()),
            ("shown_max", settings.shown_max.to_string()),
            ("drawn_max", settings.drawn_max.to_string()),
        ];
        let findings = wording::findings(&CARD, &network, settings, basis.settings.seed);
        let mut answer = citing::answer(&CARD, &parameters, findings);
        answer.seed = Some(basis.settings.seed);
        answer
    }
}
