//! Clusters: rows that hold together as one party, built from the strongest links down.
//!
//! A link joins two clusters only where they agree as a whole: every column is weighed over all
//! pairs of rows that state it, so that one chance agreement does not chain two parties together.
//! What a person decided comes first: "not same" keeps two rows apart whatever joins them.

use serde::{Deserialize, Serialize};

use crate::compare::{ABSENT, Comparer, DATES_DIFFER, level_in};
use crate::schema::Kind;
use crate::weights::Scorer;

/// What a person decided of two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// They speak of one party.
    Same,
    /// They speak of two.
    NotSame,
    /// It cannot be said: shown, and without effect.
    Unsure,
}

/// A decision on two rows, named by their stable keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decided {
    /// The key of the one.
    pub left: String,
    /// The key of the other.
    pub right: String,
    /// What was decided.
    pub verdict: Verdict,
    /// The decision's number in the case (`D-12`).
    pub by: String,
}

/// What two birth dates that no slip explains mean for clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dates {
    /// They weigh against, as any other column: right where many rows are mistyped.
    #[default]
    Weigh,
    /// They are a conflict: the clusters stay apart, and the link is flagged.
    KeepApart,
}

/// Why two clusters were not joined although a link is strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// A person decided that two of their rows are not one party.
    Decided,
    /// The clusters as wholes differ more than they agree.
    Differ,
    /// Wherever both state a birth date, it is another one.
    BirthDates,
    /// Both hold a row of one file, and two files that are linked state a party once each.
    OneFile,
}

/// A strong link that was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Conflict {
    /// The rows it would have linked.
    pub rows: (u32, u32),
    /// Why it was not followed.
    pub kind: ConflictKind,
}

/// Pairs of rows weighed at most between two clusters.
const PAIRS_MAX: usize = 400;

/// Clusters being built.
pub(crate) struct Clusters<'a> {
    scorer: &'a Scorer<'a>,
    comparer: Comparer<'a>,
    birth_date: Option<usize>,
    dates: Dates,
    /// The cluster of each row, by its lowest row.
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
    apart: Vec<(u32, u32)>,
    pub(crate) conflicts: Vec<Conflict>,
}

impl<'a> Clusters<'a> {
    pub(crate) fn new(scorer: &'a Scorer<'a>, dates: Dates) -> Self {
        let rows = u32::try_from(scorer.records.len()).unwrap_or(u32::MAX);
        Self {
            scorer,
            comparer: Comparer::new(scorer.records),
            birth_date: scorer.records.schema.only(Kind::BirthDate),
            dates,
            of: (0..rows).collect(),
            members: (0..rows).map(|row| vec![row]).collect(),
            apart: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    pub(crate) fn of(&self, row: u32) -> u32 {
        self.of.get(row as usize).copied().unwrap_or(row)
    }

    fn members(&self, cluster: u32) -> &[u32] {
        self.members.get(cluster as usize).map_or(&[], Vec::as_slice)
    }

    /// Keeps two rows apart.
    pub(crate) fn keep_apart(&mut self, a: u32, b: u32) {
        self.apart.push((a.min(b), a.max(b)));
    }

    /// Joins two rows because a person decided so.
    pub(crate) fn join_decided(&mut self, a: u32, b: u32) {
        if self.barred(self.of(a), self.of(b)) {
            self.refuse(a, b, ConflictKind::Decided);
        } else {
            self.join(a, b);
        }
    }

    /// Joins the clusters of two linked rows where they agree as wholes.
    pub(crate) fn link(&mut self, a: u32, b: u32) {
        let (left, right) = (self.of(a), self.of(b));
        if left == right {
            return;
        }
        if self.barred(left, right) {
            return self.refuse(a, b, ConflictKind::Decided);
        }
        if self.of_one_file(left, right) {
            return self.refuse(a, b, ConflictKind::OneFile);
        }
        match self.differ(left, right) {
            None => self.join(a, b),
            Some(kind) => self.refuse(a, b, kind),
        }
    }

    fn barred(&self, left: u32, right: u32) -> bool {
        self.apart.iter().any(|(a, b)| {
            let (a, b) = (self.of(*a), self.of(*b));
            (a, b) == (left, right) || (b, a) == (left, right)
        })
    }

    /// Whether a row of the one cluster stands in the same linked file as a row of the other.
    fn of_one_file(&self, left: u32, right: u32) -> bool {
        let records = self.scorer.records;
        let right = self.members(right);
        self.members(left).iter().any(|a| right.iter().any(|b| !records.may_meet(*a, *b)))
    }

    fn refuse(&mut self, a: u32, b: u32, kind: ConflictKind) {
        self.conflicts.push(Conflict { rows: (a.min(b), a.max(b)), kind });
    }

    fn join(&mut self, a: u32, b: u32) {
        let (left, right) = (self.of(a), self.of(b));
        if left == right {
            return;
        }
        let (low, high) = (left.min(right), left.max(right));
        let moved = self.members.get_mut(high as usize).map(std::mem::take).unwrap_or_default();
        for row in &moved {
            if let Some(slot) = self.of.get_mut(*row as usize) {
                *slot = low;
            }
        }
        if let Some(members) = self.members.get_mut(low as usize) {
            members.extend(moved);
        }
    }

    /// Why two clusters are not one as wholes; `None` where they agree.
    fn differ(&mut self, left: u32, right: u32) -> Option<ConflictKind> {
        let width = self.scorer.records.columns.len();
        let mut sums = vec![(0.0f64, 0u32); width];
        let (a, b) = (self.members(left).to_vec(), self.members(right).to_vec());
        let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y)));
        let (mut dates, mut apart) = (0u32, 0u32);
        for (x, y) in pairs.take(PAIRS_MAX) {
            let pattern = self.comparer.pattern(x, y);
            for (sum, bits) in sums.iter_mut().zip(self.scorer.fields(x, pattern)) {
                let Some(bits) = bits else { continue };
                sum.0 += f64::from(bits);
                sum.1 += 1;
            }
            if let Some(level) = self.birth_date.map(|at| level_in(pattern, at)) {
                dates += u32::from(level != ABSENT);
                apart += u32::from(level == DATES_DIFFER);
            }
        }
        let stated = sums.iter().filter(|(_, pairs)| *pairs > 0);
        let mean: f64 = stated.map(|(sum, pairs)| sum / f64::from(*pairs)).sum();
        match () {
            () if self.dates == Dates::KeepApart && dates > 0 && apart == dates => {
                Some(ConflictKind::BirthDates)
            }
            () if self.scorer.prior_bits + mean <= 0.0 => Some(ConflictKind::Differ),
            () => None,
        }
    }

    /// The cluster of each row, by its lowest row.
    pub(crate) fn rows(self) -> Vec<u32> {
        self.of
    }
}
