//! The public summary: how many, of what ages, in which provinces, under which measures, and nothing
//! by which one person could be singled out.
//!
//! What comes in has no field for a name or for anything of a victim, and only words of the unit's
//! own lists come out. Counts below k are not printed, nor any count from which they could be
//! reckoned (see [`control`]): rows and columns that are small as a whole are gathered first. The
//! sentence of innocence is part of every text.

mod control;
mod people;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use control::{Cell, Table};
pub use people::{People, PeopleFault};
pub use text::innocence;

/// The word for what is not stated or stands on no list.
pub(crate) const OTHER: &str = "other";

/// A person counted: no name, no key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Province, as the unit's list has it.
    pub province: Option<String>,
    /// Age in years.
    pub age: Option<u32>,
    /// Measures, as the unit's list has them.
    pub measures: BTreeSet<String>,
}

/// What a unit fixes for its summaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummarySettings {
    /// The least count that is printed; at least 3.
    pub k: u64,
    /// Ages from which a band begins, ascending; the last is open above.
    pub bands: Vec<u32>,
    /// Provinces that may be named.
    pub provinces: BTreeSet<String>,
    /// Measures that may be named.
    pub measures: BTreeSet<String>,
}

impl Default for SummarySettings {
    fn default() -> Self {
        Self {
            // Below five a neighbour may know all the others.
            k: 5,
            bands: vec![18, 30, 45, 60],
            provinces: BTreeSet::new(),
            measures: BTreeSet::new(),
        }
    }
}

/// Least k that is accepted: with two, each of the two knows the other.
pub const K_MIN: u64 = 3;

/// A summary that may be made public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The threshold used.
    pub k: u64,
    /// People in all; `None` where they are fewer than k.
    pub people: Option<u64>,
    /// Provinces by age band; `None` where they are fewer than k.
    pub table: Option<Table>,
    /// Measures with at least k people; a person may stand under several.
    pub measures: Vec<(String, u64)>,
    /// Whether there are measures that are not printed.
    pub has_other_measures: bool,
}

/// Makes a summary. The order of the people does not matter.
pub fn summary(people: &[Counted], settings: &SummarySettings) -> Summary {
    let k = settings.k.max(K_MIN);
    let total = people.len() as u64;
    let bands = bands(&settings.bands);
    let mut counts: BTreeMap<String, BTreeMap<usize, u64>> = BTreeMap::new();
    let mut measures: BTreeMap<&str, u64> = BTreeMap::new();
    for person in people {
        let province = person.province.as_ref().filter(|name| settings.provinces.contains(*name));
        let province = province.map_or(OTHER, String::as_str);
        let band = person.age.map_or(bands.len(), |age| band(&settings.bands, age));
        let row = counts.entry(province.to_owned()).or_default();
        *row.entry(band).or_insert(0) += 1;
        for measure in &person.measures {
            let name = settings.measures.get(measure).map_or(OTHER, String::as_str);
            *measures.entry(name).or_insert(0) += 1;
        }
    }
    let has_other_measures = measures.iter().any(|(name, count)| *name == OTHER || *count < k);
    let printed = measures.into_iter().filter(|(name, count)| *name != OTHER && *count >= k);
    Summary {
        k,
        people: (total >= k).then_some(total),
        table: (total >= k).then(|| Table::of(&counts, &bands, k)),
        measures: printed.map(|(name, count)| (name.to_owned(), count)).collect(),
        has_other_measures,
    }
}

/// The names of the bands: below the first, each, and the last open above.
fn bands(from: &[u32]) -> Vec<String> {
    let mut names: Vec<String> =
        from.first().map(|first| format!("<{first}")).into_iter().collect();
    for pair in from.windows(2) {
        if let [low, high] = pair {
            names.push(format!("{low}–{}", high.saturating_sub(1)));
        }
    }
    names.extend(from.last().map(|last| format!("{last}+")));
    names
}

fn band(from: &[u32], age: u32) -> usize {
    from.partition_point(|first| *first <= age)
}
