//! What holds of identities: a group is what records join, and nothing else joins.

use proptest::prelude::*;

use super::*;
use crate::made::Made;

fn identities(together: Vec<(&str, &str)>) -> Identities {
    let view = Made { together, ..Made::default() }.view();
    Identities::of(&view, &Links::of(&view))
}

#[test]
fn a_chain_of_records_makes_one_group_with_its_joins() {
    let got = identities(vec![
        ("mto:7", "phone:+39"),
        ("app:9", "phone:+39"),
        ("app:9", "phone:+39"),
        ("app:9", "name:ann"),
        ("document:passport:1", "phone:+39"),
        ("document:passport:2", "phone:+39"),
    ]);
    assert_eq!(got.groups.len(), 1);
    let group = &got.groups[0];
    assert_eq!(
        group.keys,
        ["app:9", "document:passport:1", "document:passport:2", "mto:7", "phone:+39"]
    );
    assert_eq!(group.joins.len(), 4);
    assert_eq!(group.joins[0].exhibits, 1);
    assert_eq!(group.several.keys().collect::<Vec<_>>(), ["document:passport"]);
}

#[test]
fn an_identifier_of_many_is_named_and_joins_nothing() {
    let accounts = ["app:1", "app:2", "app:3", "app:4", "app:5", "app:6"];
    let got = identities(accounts.map(|account| (account, "phone:+1")).to_vec());
    assert!(got.groups.is_empty());
    assert_eq!((got.weak[0].key.as_str(), got.weak[0].others), ("phone:+1", 6));
}

proptest! {
    #[test]
    fn groups_are_apart_and_every_join_lies_inside_one(
        pairs in prop::collection::vec((0usize..8, 0usize..8), 0..20)
    ) {
        const KEYS: [&str; 8] = [
            "app:1", "app:2", "bank:1", "email:a@b.c", "name:x", "phone:+1", "phone:+2", "handle:h",
        ];
        let got = identities(pairs.iter().map(|&(a, b)| (KEYS[a], KEYS[b])).collect());
        let mut all: Vec<&String> = got.groups.iter().flat_map(|group| &group.keys).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        prop_assert_eq!(all.len(), count);
        for group in &got.groups {
            prop_assert!(group.keys.len() > 1);
            prop_assert!(!group.keys.iter().any(|key| key.starts_with("name:")));
            for join in &group.joins {
                prop_assert!(group.keys.contains(&join.key) && group.keys.contains(&join.other));
                prop_assert!(!join.records.is_empty());
            }
        }
    }
}
