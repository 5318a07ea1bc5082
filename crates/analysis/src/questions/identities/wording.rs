//! What the identities say: how many groups, the largest ones join by join, and what joins nothing.

use model::finding::Finding;
use model::views::CaseView;
use model::{Card, RecordRef, Value};

use super::{Group, Identities, Weak};
use crate::citing::{Cited, count, recorded};

/// Identifiers named in one sentence; the typed result names all.
const NAMED_MAX: usize = 8;

/// Joins told one by one in a group.
const JOINS_TOLD_MAX: usize = 8;

/// The findings of the identities; none where no record states two identifiers that join.
pub(super) fn findings(card: &Card, identities: &Identities, shown_max: usize) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, identities).into_iter().collect();
    let groups = identities.groups.iter().take(shown_max);
    let total = identities.groups.len();
    findings.extend(groups.filter_map(|found| group(card, found, (shown_max, total))));
    let total = identities.weak.len();
    let all = identities.weak.iter().take(shown_max);
    findings.extend(all.filter_map(|found| weak(card, found, (shown_max, total))));
    findings
}

/// Some records of the case: those that join, else the first that state anybody.
pub(super) fn all(view: &CaseView, identities: &Identities) -> Cited {
    let joined: Vec<RecordRef> = identities.groups.iter().flat_map(records).collect();
    if !joined.is_empty() {
        return Cited::of(joined);
    }
    let mentions = view.mentions.iter().map(|one| one.record);
    Cited::of(mentions.chain(view.payments.iter().map(|one| one.record)))
}

fn records(group: &Group) -> impl Iterator<Item = RecordRef> + '_ {
    group.joins.iter().flat_map(|join| join.records.iter().copied())
}

fn named(keys: &[String]) -> Value {
    let shown = keys.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>();
    let more = if keys.len() > NAMED_MAX { ", …" } else { "" };
    Value::Stated(format!("{}{more}", shown.join(", ")))
}

fn list(card: &Card, identities: &Identities) -> Option<Finding> {
    let joined = identities.groups.iter().flat_map(records);
    let weak = identities.weak.iter().flat_map(|weak| weak.records.iter().copied());
    let cited = Cited::of(joined.chain(weak));
    let statement = cited
        .says("identities-list")?
        .with("groups", count(identities.groups.len()))
        .with("keys", count(identities.groups.iter().map(|group| group.keys.len()).sum()))
        .with("weak", count(identities.weak.len()));
    let mut finding = recorded(card, "list".to_owned(), statement);
    finding.contrary.extend(cited.says("identities-records"));
    finding.detail.extend(cited.in_part());
    Some(finding)
}

fn group(card: &Card, group: &Group, shown: (usize, usize)) -> Option<Finding> {
    let cited = Cited::of(records(group));
    let statement = cited
        .says("identities-group")?
        .with("identity", Value::Stated(group.identity.clone()))
        .with("keys", count(group.keys.len()))
        .with("named", named(&group.keys))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    let mut finding = recorded(card, format!("group-{}", group.identity), statement);
    for join in group.joins.iter().take(JOINS_TOLD_MAX) {
        finding.detail.extend(Cited::of(join.records.iter().copied()).says("identities-join").map(
            |said| {
                said.with("key", Value::Stated(join.key.clone()))
                    .with("other", Value::Stated(join.other.clone()))
                    .with("exhibits", count(join.exhibits))
            },
        ));
    }
    finding.detail.extend(cited.in_part());
    for keys in group.several.values() {
        finding.contrary.extend(
            cited
                .says("identities-several")
                .map(|said| said.with("keys", count(keys.len())).with("named", named(keys))),
        );
    }
    let single = group.joins.iter().filter(|join| join.exhibits == 1);
    let alone = Cited::of(single.clone().flat_map(|join| join.records.iter().copied()));
    finding.alternatives.extend(alone.says("identities-single-exhibit").map(|said| {
        said.with("single", count(single.count())).with("joins", count(group.joins.len()))
    }));
    Some(finding)
}

fn weak(card: &Card, weak: &Weak, shown: (usize, usize)) -> Option<Finding> {
    let cited = Cited::of(weak.records.iter().copied());
    let statement = cited
        .says("identities-weak")?
        .with("key", Value::Stated(weak.key.clone()))
        .with("others", count(weak.others))
        .with("shown", count(shown.0.min(shown.1)))
        .with("total", count(shown.1));
    let mut finding = recorded(card, format!("weak-{}", weak.key), statement);
    finding.detail.extend(cited.in_part());
    Some(finding)
}
