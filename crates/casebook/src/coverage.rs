//! Coverage of the case as `status` tells it: periods by exhibit, kind and account, and what is
//! missing.
//!
//! It takes a look at every table, so what was found is kept in `cache/` until the tables change.

use analysis::questions::coverage::{self, Period};
use model::{Digest, ExhibitId};
use serde::{Deserialize, Serialize};

use crate::asking::{load_view, open_tables, stated_coverage};
use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::ledger::Ledger;

/// Where the coverage is kept.
const CACHE: &str = "cache/coverage.json";

/// The periods for which records came, and the stretches between exhibits for which none did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Periods, by exhibit.
    pub periods: Vec<Covered>,
    /// Stretches that no exhibit covers, between two that do.
    pub gaps: Vec<Gap>,
}

/// A period of one exhibit, for one kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Kind of record, as table name.
    pub table: String,
    /// The member that states it for itself, as chain of names; empty for the exhibit.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inside: String,
    /// Canonical account, empty for the whole exhibit or member.
    pub account: String,
    /// First instant, microseconds of UTC.
    pub from_us: i64,
    /// Last instant, microseconds of UTC.
    pub until_us: i64,
    /// Whether the source states the period; otherwise its first and last record span it.
    pub stated: bool,
    /// Records in it.
    pub records: u64,
    /// Whole months of it, in the zone of the case, that hold no record: `2026-03`.
    pub empty_months: Vec<String>,
}

/// A stretch that no exhibit covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Kind of record, as table name.
    pub table: String,
    /// Canonical account, empty where exhibits are covered as a whole.
    pub account: String,
    /// First instant, microseconds of UTC.
    pub from_us: i64,
    /// Last instant, microseconds of UTC.
    pub until_us: i64,
    /// The exhibits before and after it.
    pub between: (ExhibitId, ExhibitId),
}

/// What a kept coverage was made of.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct MadeOf {
    data_root: Digest,
    zone: String,
    stated: Vec<(ExhibitId, String, String, i64, i64)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    made_of: MadeOf,
    coverage: Coverage,
}

/// The coverage of the case as it stands, by all its ledgers.
pub(crate) fn coverage(case: &Case, ledgers: &[Ledger]) -> Result<Coverage, Fault> {
    let engine = open_tables(case, ledgers)?;
    let zone = &case.facts().time_zone;
    let stated = ledgers.iter().flat_map(stated_coverage);
    let stated =
        stated.map(|one| (one.exhibit, one.inside, one.account, one.from_us, one.until_us));
    let made_of =
        MadeOf { data_root: engine.data_root(), zone: zone.clone(), stated: stated.collect() };
    let cache = case.path(CACHE);
    // What cannot be read back is made anew.
    if let Ok(Some(kept)) = file::read_json::<Kept>(&cache)
        && kept.made_of == made_of
    {
        return Ok(kept.coverage);
    }
    let view = load_view(&engine, ledgers)?;
    let kept = Kept { made_of, coverage: of(&coverage::Coverage::of(&view, zone)) };
    // A case that may only be read is told all the same.
    let _ = file::write_json(&cache, &kept);
    Ok(kept.coverage)
}

fn of(found: &coverage::Coverage) -> Coverage {
    let account = |account: &Option<String>| account.clone().unwrap_or_default();
    let periods = found.sources.iter().map(|source| Covered {
        exhibit: source.exhibit,
        table: source.table.to_owned(),
        inside: source.inside.clone(),
        account: account(&source.account),
        from_us: source.span.from_us,
        until_us: source.span.until_us - 1,
        stated: source.period == Period::Stated,
        records: source.records,
        empty_months: source.empty_months.clone(),
    });
    let gaps = found.missing.iter().map(|missing| Gap {
        table: missing.table.to_owned(),
        account: account(&missing.account),
        from_us: missing.span.from_us,
        until_us: missing.span.until_us - 1,
        between: missing.exhibits,
    });
    Coverage { periods: periods.collect(), gaps: gaps.collect() }
}
