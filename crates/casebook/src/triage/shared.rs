//! Contents that lie in the exhibits of different holders: who shares what with whom, and who had it first, as
//! far as that can be said.
//!
//! A holder is the owner that was stated when an exhibit was read; an exhibit without one stands for itself.
//! Common contents are passed over: what a `known-good` set has, and what more than [`HOLDERS_MAX`] hold.

use std::collections::{BTreeMap, BTreeSet};

use model::time::{Precision, ZoneSource};
use model::views::{CaseView, Holder, KeyId, Keys, SharedFile, When};
use model::{Digest, ExhibitId};
use serde::Serialize;
use triage::near::DISTANCE_MAX;
use triage::series::{
    self, Clock, First, Held, Interval, Standing, Time, TimeKind, Unsaid, Weakness,
};

use super::groups::ways;
use super::looks::open_kept;
use super::outcome::{files, kept};
use super::verdict::{Judged, Times, Verdict};
use crate::asking::ledgers;
use crate::case::Case;
use crate::fault::Fault;

/// Holders of one content from which on it is common: what a dozen people have comes from where anybody has it.
pub const HOLDERS_MAX: usize = 12;

/// What two holders share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// Contents of which both have the same bytes.
    pub same_bytes: usize,
    /// Contents of which both have only pictures that look alike.
    pub near: usize,
    /// Contents that the one had first, by what is stated.
    pub a_first: usize,
    /// Contents that the other had first.
    pub b_first: usize,
    /// The contents, as places in [`Shared::contents`].
    pub contents: Vec<usize>,
}

/// A content that several hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// SHA-256 of the file that stands for it.
    pub sha256: String,
    /// The verdict of that file.
    pub verdict: Verdict,
    /// Who holds it, each with where.
    pub holdings: Vec<Holding>,
    /// The furthest look among them, in bits; 0 where all are the same.
    pub furthest: u32,
    /// Who had it first; none where it cannot be said.
    pub first: Option<String>,
    /// Why it cannot be said: `not_stated`, `overlap`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsaid: Option<&'static str>,
    /// What weakens it: `clock_unverified`, `file_system_time`, `taken_time`, `near_only`.
    pub weakened_by: Vec<&'static str>,
}

/// What one holder has of a content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// The holder.
    pub holder: String,
    /// Where: the number of the record or exhibit, and the locator.
    pub files: Vec<(String, String)>,
    /// The interval of the oldest time that is stated, microseconds of UTC.
    pub oldest_us: Option<(i64, i64)>,
}

/// What holders share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// Each two that share a content.
    pub edges: Vec<Edge>,
    /// The contents.
    pub contents: Vec<Content>,
    /// Files that were passed over as common.
    pub common: usize,
}

/// What the holders of a case share by the last triage.
pub fn shared(case: &Case) -> Result<Shared, Fault> {
    let holders = holders(case)?;
    let looks = open_kept(case)?;
    let mut all: Vec<Judged> = Vec::new();
    let mut of_content: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    files(case, &mut |judged| {
        if !judged.sha256.is_empty() && judged.verdict != Verdict::Empty {
            let holder = holders.of(judged.exhibit);
            of_content.entry(judged.sha256.clone()).or_default().insert(holder);
            all.push(judged);
        }
        Ok(())
    })?;
    let is_common = |judged: &Judged| {
        judged.verdict == Verdict::KnownGood
            || of_content.get(&judged.sha256).is_some_and(|holders| holders.len() > HOLDERS_MAX)
    };
    let held = all.iter().map(|judged| {
        let sha256 = judged.sha256.parse::<Digest>().unwrap_or(Digest([0; 32]));
        Held {
            sha256: sha256.0,
            codes: ways(&looks, &sha256),
            holder: u32::try_from(holders.of(judged.exhibit)).unwrap_or(u32::MAX),
            time: oldest(&judged.times).map(|interval| Time {
                interval,
                kind: TimeKind::FileSystem,
                clock: Clock::Unverified,
            }),
            standing: if is_common(judged) { Standing::Common } else { Standing::Counted },
        }
    });
    let held: Vec<Held> = held.collect();
    Ok(told(&series::recurrences(&held, Some(DISTANCE_MAX)), &all, &held, &holders))
}

/// Contents that lie with several holders, for the network: those that the last triage does not call known or empty,
/// with the holders whose keys records know. An owner is known by the key it is, or by its phone, e-mail or name.
///
/// A triage of other tables than those of `view` tells nothing.
pub(crate) fn held_by_several(case: &Case, view: &CaseView) -> Result<Vec<SharedFile>, Fault> {
    if kept(case)?.is_none_or(|outcome| Some(outcome.data_root) != view.data_root) {
        return Ok(Vec::new());
    }
    let keys = &view.keys;
    let holders = holders(case)?;
    let owners: Vec<Option<KeyId>> = holders.names.iter().map(|name| key_of(keys, name)).collect();
    let mut held: BTreeMap<Digest, BTreeMap<ExhibitId, Holder>> = BTreeMap::new();
    files(case, &mut |judged| {
        let owner = owners.get(holders.of(judged.exhibit)).copied().flatten();
        let is_told = !matches!(judged.verdict, Verdict::KnownGood | Verdict::Empty);
        if let (true, Some(owner), Some(record), Ok(digest)) =
            (is_told, owner, judged.record, judged.sha256.parse::<Digest>())
        {
            let exhibit = judged.exhibit;
            let first = oldest(&judged.times).map(stated);
            let holder = Holder { exhibit, owner, record, first };
            held.entry(digest).or_default().entry(exhibit).or_insert(holder);
        }
        Ok(())
    })?;
    let several = held.into_iter().filter(|(_, holders)| {
        holders.values().map(|holder| holder.owner).collect::<BTreeSet<_>>().len() > 1
    });
    Ok(several
        .map(|(digest, holders)| SharedFile { digest, holders: holders.into_values().collect() })
        .collect())
}

/// The key of an owner as it was stated when an exhibit was read.
fn key_of(keys: &Keys, owner: &str) -> Option<KeyId> {
    let mut name = "name:".to_owned();
    model::identifier::fold_name(owner, &mut name);
    let ways = [owner.to_owned(), format!("phone:{owner}"), format!("email:{owner}"), name];
    ways.iter().find_map(|way| keys.id(way))
}

/// A time of a file system, whose clock nobody has checked.
fn stated(interval: Interval) -> When {
    When {
        earliest_us: interval.earliest_us(),
        latest_us: interval.latest_us(),
        precision: Precision::Second,
        zone_source: ZoneSource::Assumed,
    }
}

/// The oldest time that a record states of a file.
fn oldest(times: &Times) -> Option<Interval> {
    let stated = [times.created_us, times.modified_us, times.accessed_us];
    let (earliest, latest) = stated.into_iter().flatten().min_by_key(|(_, latest)| *latest)?;
    Interval::new(earliest, latest)
}

/// The holders of exhibits by number.
struct Holders {
    names: Vec<String>,
    of: BTreeMap<ExhibitId, usize>,
}

impl Holders {
    fn of(&self, exhibit: ExhibitId) -> usize {
        self.of.get(&exhibit).copied().unwrap_or(usize::MAX)
    }

    fn name(&self, holder: u32) -> String {
        let name = usize::try_from(holder).ok().and_then(|at| self.names.get(at));
        name.cloned().unwrap_or_default()
    }
}

fn holders(case: &Case) -> Result<Holders, Fault> {
    let custody =
        custody::Custody::view(case.dir()).map_err(|e| crate::intake::custody_fault(&e))?;
    let ledgers = ledgers(case)?;
    let mut holders = Holders { names: Vec::new(), of: BTreeMap::new() };
    for exhibit in custody.exhibits() {
        let ledger = ledgers.iter().find(|one| one.exhibit == exhibit.id);
        let owner = ledger.and_then(|one| one.settings.owner.clone());
        let name = owner.unwrap_or_else(|| exhibit.id.to_string());
        let at = holders.names.iter().position(|one| *one == name).unwrap_or_else(|| {
            holders.names.push(name);
            holders.names.len() - 1
        });
        holders.of.insert(exhibit.id, at);
    }
    Ok(holders)
}

fn told(found: &series::Recurrences, all: &[Judged], held: &[Held], holders: &Holders) -> Shared {
    let contents = found.contents.iter().map(|one| content(one, all, held, holders));
    let edges = found.pairs.iter().map(|pair| Edge {
        a: holders.name(pair.holders.0),
        b: holders.name(pair.holders.1),
        same_bytes: pair.same_bytes,
        near: pair.near,
        a_first: pair.lower_first,
        b_first: pair.higher_first,
        contents: pair.contents.clone(),
    });
    Shared { edges: edges.collect(), contents: contents.collect(), common: found.common }
}

fn content(one: &series::Recurrence, all: &[Judged], held: &[Held], holders: &Holders) -> Content {
    let leader = all.get(one.leader);
    let holdings = one.holdings.iter().map(|holding| {
        let of = holding.items.iter().filter_map(|at| all.get(*at));
        let files = of.map(|judged| (judged.label(), judged.locator.clone()));
        let times = holding.items.iter().filter_map(|at| held.get(*at)?.time);
        let oldest = times.map(|time| time.interval).min_by_key(|one| one.latest_us());
        Holding {
            holder: holders.name(holding.holder),
            files: files.collect(),
            oldest_us: oldest.map(|one| (one.earliest_us(), one.latest_us())),
        }
    });
    let (first, unsaid, weakened_by) = match &one.first {
        First::Holder { holder, weakened_by } => {
            let weak = weakened_by.iter().map(|one| weakness(*one)).collect();
            (Some(holders.name(*holder)), None, weak)
        }
        First::CannotBeSaid(Unsaid::NotStated) => (None, Some("not_stated"), Vec::new()),
        First::CannotBeSaid(Unsaid::Overlap) => (None, Some("overlap"), Vec::new()),
    };
    Content {
        sha256: leader.map(|one| one.sha256.clone()).unwrap_or_default(),
        verdict: leader.map_or(Verdict::Unknown, |one| one.verdict),
        holdings: holdings.collect(),
        furthest: one.furthest,
        first,
        unsaid,
        weakened_by,
    }
}

fn weakness(one: Weakness) -> &'static str {
    match one {
        Weakness::ClockUnverified => "clock_unverified",
        Weakness::FileSystemTime => "file_system_time",
        Weakness::TakenTime => "taken_time",
        Weakness::NearOnly => "near_only",
    }
}
