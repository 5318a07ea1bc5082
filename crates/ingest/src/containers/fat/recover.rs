//! Which free clusters a deleted file may have had.
//!
//! Deletion frees the chain and leaves the first cluster and the size. The usual guess is that the
//! file goes on in the free clusters that follow (The Sleuth Kit does so). That guess is wrong where
//! another deleted file was written at the same time in between, and then the volume itself says so:
//! two files whose writing overlaps in time cannot have shared a cluster. So each keeps its first
//! cluster; those that nothing crosses keep their row; and the others choose from what is left, the
//! one that was complete first before the one that was complete later. A file written after another
//! was complete may have taken its clusters; there the usual guess stands.

use std::collections::HashMap;

use super::super::clusters::{PASSED_OVER_MAX, Runs, Volume};
use super::entry::Entry;
use super::table::Table;

/// Deleted files compared with each other; with more of them each is guessed alone.
const CLAIMS_MAX: usize = 1 << 18;

/// Clusters and claims looked at for the comparison: a minute on a slow machine.
const STEPS_MAX: u64 = 1 << 26;

/// How the clusters of a deleted file were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// Free clusters in a row.
    Row,
    /// Free clusters from the first on, without those in use.
    AroundActive,
    /// Free clusters from the first on, without those of deleted files written at the same time.
    AroundDeleted,
}

impl Basis {
    /// What a person should know of it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Row => "assumed: free clusters in a row from the first one",
            Self::AroundActive => {
                "assumed: free clusters from the first one, leaving out those in use"
            }
            Self::AroundDeleted => {
                "assumed: free clusters from the first one, leaving out those of other deleted \
                 files that were written at the same time"
            }
        }
    }
}

/// A deleted file and the clusters it needs.
#[derive(Debug, Clone, Copy)]
struct Claim {
    at: u64,
    first: u32,
    count: u32,
    /// First and last time it is known to have been written at.
    written: (u64, u64),
    /// Clusters it surely or likely has, from the first on.
    held: u32,
}

impl Claim {
    fn is_beside(&self, other: &Self) -> bool {
        self.at != other.at
            && self.written.0 <= other.written.1
            && other.written.0 <= self.written.1
    }
}

/// The deleted files of a volume; see the module.
#[derive(Default)]
pub(super) struct Claims {
    files: Vec<Claim>,
    is_full: bool,
    /// Clusters of files that did not fit in a row, by the place of their entry.
    around: HashMap<u64, Vec<(u32, u32)>>,
}

impl Claims {
    /// Takes a deleted entry into account.
    pub(super) fn add(
        &mut self,
        entry: &Entry,
        at: u64,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) {
        let clusters = u64::from(entry.size).div_ceil(table.boot.cluster);
        let count = if entry.is_folder() { 1 } else { u32::try_from(clusters).unwrap_or(u32::MAX) };
        let Some(created) = entry.created.order() else { return };
        if count == 0 || !table.is_free(volume, entry.cluster) {
            return;
        }
        if self.files.len() >= CLAIMS_MAX {
            self.is_full = true;
            return;
        }
        // A copy keeps the older time of change: it was written when it was created.
        let written = (created, entry.modified.order().unwrap_or(0).max(created));
        self.files.push(Claim { at, first: entry.cluster, count, written, held: 1 });
    }

    /// Compares the files with each other.
    pub(super) fn settle(&mut self, volume: &mut Volume<'_>, table: &mut Table) {
        if self.is_full {
            self.files.clear();
        }
        self.files.sort_by_key(|claim| (claim.first, claim.at));
        let mut steps = STEPS_MAX;
        let crossed = self.crossed(&mut steps);
        self.hold_rows(&crossed, volume, table, &mut steps);
        let mut others: Vec<Claim> =
            self.files.iter().filter(|claim| claim.held < claim.count).copied().collect();
        others.sort_by_key(|claim| (claim.written.1, claim.first, claim.at));
        let longest = self.files.iter().map(|claim| claim.held).max().unwrap_or(0);
        let mut given: Vec<(Claim, u32, u32)> = Vec::new();
        for claim in others {
            let chosen = self.choose(&claim, longest, &given, volume, table, &mut steps);
            let Some((runs, is_around)) = chosen else { continue };
            given.extend(runs.iter().map(|(first, count)| (claim, *first, *count)));
            if is_around {
                self.around.insert(claim.at, runs);
            }
        }
        self.files = Vec::new();
    }

    /// The files in whose row another begins that was written at the same time.
    fn crossed(&self, steps: &mut u64) -> Vec<Claim> {
        let is_crossed = |(index, claim): &(usize, &Claim)| {
            if *steps == 0 {
                return false;
            }
            let end = claim.first.saturating_add(claim.count);
            let rest = self.files.get(index + 1..).unwrap_or_default();
            let inside = rest.iter().take_while(|other| other.first < end);
            *steps = steps.saturating_sub(1 + inside.clone().count() as u64);
            let same = self.files.iter().take(*index).rev();
            let mut same = same.take_while(|other| other.first == claim.first);
            inside.clone().any(|other| claim.is_beside(other))
                || same.any(|other| claim.is_beside(other))
        };
        self.files.iter().enumerate().filter(is_crossed).map(|(_, claim)| *claim).collect()
    }

    /// Gives each file its row that is free and neither crossed nor next to one that is.
    fn hold_rows(
        &mut self,
        crossed: &[Claim],
        volume: &mut Volume<'_>,
        table: &mut Table,
        steps: &mut u64,
    ) {
        for claim in &mut self.files {
            let looked = crossed.len() as u64 + u64::from(claim.count);
            if *steps < looked {
                continue;
            }
            *steps -= looked;
            let is_firm = crossed.iter().all(|other| {
                other.at != claim.at && !(other.first < claim.first && other.is_beside(claim))
            });
            let mut row = claim.first..claim.first.saturating_add(claim.count);
            if is_firm && row.all(|cluster| table.is_free(volume, cluster)) {
                claim.held = claim.count;
            }
        }
    }

    /// Clusters from the first on, leaving out those of files written at the same time; and
    /// whether any were left out.
    fn choose(
        &self,
        claim: &Claim,
        longest: u32,
        given: &[(Claim, u32, u32)],
        volume: &mut Volume<'_>,
        table: &mut Table,
        steps: &mut u64,
    ) -> Option<(Vec<(u32, u32)>, bool)> {
        let mut runs: Vec<(u32, u32)> = vec![(claim.first, 1)];
        let (mut cluster, mut missing) = (claim.first, claim.count - 1);
        let mut left_out = false;
        while missing > 0 {
            cluster = cluster.checked_add(1).filter(|next| table.boot.has_cluster(*next))?;
            let until = self.files.partition_point(|other| other.first <= cluster);
            let near = self.files.get(..until)?.iter().rev();
            let near = near.take_while(|other| cluster - other.first < longest);
            let looked = near.clone().count() + given.len() + 1;
            *steps = steps.checked_sub(looked as u64)?;
            let mut held = near.filter(|other| cluster - other.first < other.held);
            let is_others = held.any(|other| claim.is_beside(other))
                || given.iter().any(|(other, first, count)| {
                    (*first..first + count).contains(&cluster) && claim.is_beside(other)
                });
            left_out |= is_others;
            if is_others || !table.is_free(volume, cluster) {
                continue;
            }
            match runs.last_mut() {
                Some((first, count)) if *first + *count == cluster => *count += 1,
                _ => runs.push((cluster, 1)),
            }
            missing -= 1;
        }
        Some((runs, left_out))
    }

    /// The runs of a deleted file whose first cluster is free.
    pub(super) fn runs(
        &self,
        entry: &Entry,
        at: u64,
        volume: &mut Volume<'_>,
        table: &mut Table,
    ) -> Result<(Runs, Basis), &'static str> {
        let mut runs = Runs::default();
        if let Some(around) = self.around.get(&at) {
            let is_whole = around.iter().all(|(first, count)| runs.push(table.run(*first, *count)));
            return if is_whole { Ok((runs, Basis::AroundDeleted)) } else { Err(TOO_MANY) };
        }
        let count = u64::from(entry.size).div_ceil(table.boot.cluster);
        let mut missing = count;
        let mut basis = Basis::Row;
        let mut cluster = entry.cluster;
        let mut passed_over = 0;
        while missing > 0 {
            if !table.boot.has_cluster(cluster) || passed_over > PASSED_OVER_MAX {
                return Err("too few free clusters follow its first one");
            }
            if table.is_free(volume, cluster) {
                if !runs.push(table.run(cluster, 1)) {
                    return Err(TOO_MANY);
                }
                missing -= 1;
            } else {
                basis = Basis::AroundActive;
                passed_over += 1;
            }
            cluster += 1;
        }
        Ok((runs, basis))
    }
}

const TOO_MANY: &str = "it lies in too many pieces";
