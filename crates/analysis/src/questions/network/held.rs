//! Files that exhibits of two identities hold: how many, and who had them first.

use std::collections::BTreeMap;

use model::finding::Finding;
use model::{Card, Value};

use super::{First, Network, Shared, TieSort, build};
use crate::citing::{Cited, count, recorded};
use crate::questions::network::wording::stated;

/// A finding for each pair of holders, those with most files in common first.
pub(super) fn findings(card: &Card, network: &Network, shown_max: usize) -> Vec<Finding> {
    let mut pairs: BTreeMap<(&str, &str), Vec<&Shared>> = BTreeMap::new();
    for file in network.shared.iter().filter(|item| item.sort == TieSort::File && item.ties) {
        let holders: Vec<&str> = file.holders.iter().map(String::as_str).collect();
        for pair in build::pairs(&holders) {
            pairs.entry(pair).or_default().push(file);
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|(pair, files)| (std::cmp::Reverse(files.len()), *pair));
    let shown = pairs.iter().take(shown_max);
    shown.filter_map(|((one, other), files)| of_pair(card, (one, other), files)).collect()
}

fn of_pair(card: &Card, (one, other): (&str, &str), files: &[&Shared]) -> Option<Finding> {
    let cited = Cited::of(files.iter().flat_map(|file| file.records.iter().copied()));
    let first = |key: &str| {
        let own = |file: &&&Shared| matches!(&file.first, First::Certain { holder, .. } if holder.as_str() == key);
        files.iter().filter(own).count()
    };
    let (by_one, by_other) = (first(one), first(other));
    let not_stated = files.iter().filter(|file| file.first == First::NotStated).count();
    let statement = cited
        .says("network-files")?
        .with("one", stated(one))
        .with("other", stated(other))
        .with("files", count(files.len()));
    let mut finding = recorded(card, format!("files-{one}-{other}"), statement);
    finding.detail.extend(cited.says("network-files-first").map(|said| {
        said.with("one", stated(one))
            .with("by_one", count(by_one))
            .with("other", stated(other))
            .with("by_other", count(by_other))
    }));
    finding.contrary.extend(cited.says("network-files-unsure").map(|said| {
        said.with("unsure", count(files.len() - by_one - by_other - not_stated))
            .with("not_stated", count(not_stated))
    }));
    let wide = files.iter().filter(|file| file.holders.len() > 2).count();
    let most = files.iter().map(|file| file.holders.len()).max().unwrap_or(0);
    finding.alternatives.extend(
        cited
            .says("network-files-spread")
            .map(|said| said.with("wide", count(wide)).with("most", Value::Count(most as u64))),
    );
    Some(finding)
}
