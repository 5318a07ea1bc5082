//! From the last triage of a case to what the report says of known files.

use std::collections::{BTreeMap, BTreeSet};

use ::triage::known;
use ::triage::near::QUALITY_MIN;
use casebook::triage::decisions::{Decided, Decisions};
use casebook::triage::groups::{By, groups};
use casebook::triage::opening::{Opened, openings};
use casebook::triage::{self, Judged, Outcome};
use casebook::{Case, Fault};
use model::{ExhibitId, Phrase, RecordRef, say};
use report::ROWS_PER_FINDING_MAX;
use report::input::{
    FilesDecision, GroupCount, ListedFiles, NearFacts, NearFiles, Opening, ReasonCount, SetFacts,
    SetKind, SetMatch, TriageFacts, Verdict, VerdictCount,
};

/// What the last triage says; nothing where there was none.
pub(super) fn gather(case: &Case) -> Result<Option<TriageFacts>, Fault> {
    let Some(outcome) = triage::last(case)? else { return Ok(None) };
    let mut matches = Matches::default();
    triage::files(case, &mut |judged| {
        matches.take(&judged);
        Ok(())
    })?;
    let reach = outcome.sets.iter().map(|set| set.claim.within).max();
    Ok(Some(TriageFacts {
        by: Some(outcome.by.clone()),
        at_us: outcome.at_us,
        generation: outcome.generation,
        sets: outcome.sets.iter().map(set).collect(),
        near: reach
            .filter(|_| outcome.pictures)
            .map(|distance_max| NearFacts { distance_max, quality_min: u32::from(QUALITY_MIN) }),
        counts: counts(&outcome),
        matches: matches.0.into_values().collect(),
        not_readable: outcome
            .not_readable
            .iter()
            .map(|(code, files)| reason(code, *files))
            .collect(),
        undecided: undecided(case)?,
        decisions: decisions(case)?,
        openings: opened(&openings(case)?),
    }))
}

fn set(card: &known::SetCard) -> SetFacts {
    let claim = &card.claim;
    SetFacts {
        name: claim.name.clone(),
        owner: claim.owner.clone(),
        version: claim.version.clone(),
        licence: claim.licence.clone(),
        kind: match claim.kind {
            known::SetKind::KnownGood => SetKind::KnownGood,
            known::SetKind::Listed => SetKind::Listed,
            known::SetKind::Negative => SetKind::Negative,
        },
        scheme: claim.scheme.clone(),
        rows: card.rows,
        source: card.source,
    }
}

fn verdict(of: triage::Verdict) -> Verdict {
    match of {
        triage::Verdict::Listed => Verdict::Listed,
        triage::Verdict::Near => Verdict::Near,
        triage::Verdict::KnownGood => Verdict::KnownGood,
        triage::Verdict::Unknown => Verdict::Unknown,
        triage::Verdict::NotReadable => Verdict::NotReadable,
        triage::Verdict::NotDecoded => Verdict::NotDecoded,
        triage::Verdict::Empty => Verdict::Empty,
        triage::Verdict::NoDigest => Verdict::NoDigest,
    }
}

fn counts(outcome: &Outcome) -> Vec<VerdictCount> {
    let of = |(exhibit, counts): (&ExhibitId, &triage::Counts)| {
        let exhibit = *exhibit;
        let some = counts.iter().filter(|(_, count)| count.files > 0);
        let rows = some.map(move |(of, count)| VerdictCount {
            exhibit,
            verdict: verdict(*of),
            files: count.files,
            bytes: count.bytes,
        });
        rows.collect::<Vec<_>>()
    };
    outcome.by_exhibit.iter().flat_map(of).collect()
}

/// Files that sets list, or that look like one they list, by set and category.
#[derive(Default)]
struct Matches(BTreeMap<(String, String), SetMatch>);

impl Matches {
    fn take(&mut self, judged: &Judged) {
        for one in judged.says.iter().filter(|one| one.kind == known::SetKind::Listed) {
            let (set, category) = (one.set.clone(), one.category.clone());
            let found = self.0.entry((set.clone(), category.clone())).or_insert_with(|| SetMatch {
                set,
                category,
                listed: ListedFiles::default(),
                near: NearFiles::default(),
            });
            // A film that is seen in another has no distance of its own.
            if one.is_near() {
                add_near(&mut found.near, judged, one.distance.unwrap_or_default());
            } else {
                add_listed(&mut found.listed, judged);
            }
        }
    }
}

fn add_near(near: &mut NearFiles, judged: &Judged, bits: u32) {
    near.files += 1;
    near.largest = near.largest.max(bits);
    add_exhibit(&mut near.exhibits, judged.exhibit);
    add_record(&mut near.records, judged.record);
}

fn add_listed(listed: &mut ListedFiles, judged: &Judged) {
    listed.files += 1;
    listed.bytes += judged.size.unwrap_or(0);
    add_exhibit(&mut listed.exhibits, judged.exhibit);
    add_record(&mut listed.records, judged.record);
    if judged.state == "deleted" {
        listed.deleted_files += 1;
        add_record(&mut listed.deleted, judged.record);
    }
    // What a set of software or a negative one knows as well speaks against the list.
    if judged.says.iter().any(|one| one.kind != known::SetKind::Listed) {
        listed.contradicted_files += 1;
        add_record(&mut listed.contradicted, judged.record);
    }
}

fn add_exhibit(exhibits: &mut Vec<ExhibitId>, exhibit: ExhibitId) {
    if !exhibits.contains(&exhibit) {
        exhibits.push(exhibit);
    }
}

fn add_record(records: &mut Vec<RecordRef>, record: Option<RecordRef>) {
    if records.len() < ROWS_PER_FINDING_MAX {
        records.extend(record);
    }
}

/// Why pictures could not be decoded, in words.
fn reason(code: &str, files: u64) -> ReasonCount {
    let reason: Phrase = match code.split_once(':') {
        Some((_, what)) => say::picture_unsupported(what.replace('_', " ")),
        None => match code {
            "too_many_bytes" | "too_many_pixels" => say::picture_too_large(),
            "too_small" => say::picture_too_small(),
            "damaged" => say::picture_damaged(),
            "no_answer" => say::picture_broke_its_decoder(),
            other => say::picture_unsupported(other),
        },
    };
    ReasonCount { reason, files }
}

/// Groups of files that look alike and of which somebody has still to decide.
fn undecided(case: &Case) -> Result<GroupCount, Fault> {
    let groups = groups(case, By::Near, 2)?;
    let open = groups.iter().filter(|group| group.decided < group.files.len());
    let mut count = GroupCount::default();
    for group in open {
        count.groups += 1;
        count.files += group.files.len() as u64;
    }
    Ok(count)
}

fn decisions(case: &Case) -> Result<Vec<FilesDecision>, Fault> {
    let opened: BTreeSet<(ExhibitId, Option<RecordRef>)> =
        openings(case)?.iter().map(|one| (one.exhibit, one.record)).collect();
    let decisions = Decisions::read(case)?;
    let told = |decided: &Decided| FilesDecision {
        about: decided.group.clone(),
        files: decided.files.len() as u64,
        opened: decided
            .files
            .iter()
            .filter(|one| opened.contains(&(one.exhibit, one.record)))
            .count() as u64,
        decided: format!("{}: {}", decided.decision.code().replace('_', " "), decided.reason),
        by: decided.by.clone(),
        at_us: decided.at_us,
        entry: None,
    };
    Ok(decisions.all().iter().map(told).collect())
}

/// Openings by role and reason.
fn opened(openings: &[Opened]) -> Vec<Opening> {
    let mut by: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for one in openings {
        *by.entry((&one.role, &one.reason)).or_default() += 1;
    }
    let told = by.into_iter().map(|((role, reason), files)| Opening {
        role: role.to_owned(),
        reason: reason.to_owned(),
        files,
    });
    told.collect()
}
