//! What holds of identities: a group is what records join, and nothing else joins.

use proptest::prelude::*;

use super::*;
use crate::links::Verdict;
use crate::made::Made;
use crate::question::AskSettings;

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

#[test]
fn every_decision_is_listed_with_its_author_and_what_became_of_it() {
    let decision = |name: &str, verdict, left: &str, right: &str, ended| {
        let [name, by, left, right, reason] =
            [name, "Ada", left, right, "a document"].map(str::to_owned);
        Decision { name, by, at_us: 86_400_000_000, verdict, left, right, reason, ended }
    };
    let [by, reason] = ["Bo", "another document"].map(str::to_owned);
    let ended = Ended { way: Way::Undone, by, at_us: 172_800_000_000, reason };
    let view =
        Made { together: vec![("app:1", "phone:+39"), ("app:2", "phone:+40")], ..Made::default() }
            .view();
    let decisions = vec![
        decision("I-1", Verdict::Same, "app:1", "app:2", Some(ended)),
        decision("I-3", Verdict::NotSame, "app:1", "phone:+39", None),
        // Keys that no record states any more are decided on all the same.
        decision("I-4", Verdict::Unsure, "gone:1", "gone:2", None),
    ];
    let settings = AskSettings { decisions, ..AskSettings::default() };
    let answer = IdentitiesQuestion.ask(&Basis::new(&view, &settings));
    let decided: Vec<_> =
        answer.findings.iter().filter(|one| one.id.starts_with("decision-")).collect();
    let told = |at: usize| {
        let contrary = decided[at].contrary.iter().map(|said| said.template.as_str());
        (decided[at].statement.template.as_str(), contrary.collect::<Vec<_>>())
    };
    assert_eq!(
        told(0),
        ("identities-decided-same", vec!["identities-decision-undone", "identities-decided-alone"])
    );
    assert_eq!(told(1), ("identities-decided-not-same", Vec::new()));
    assert_eq!(decided[1].detail[0].template, "identities-decided-stated");
    assert_eq!(told(2).0, "identities-decided-unsure");
    let values = |at: usize| serde_json::to_string(&decided[at].statement).unwrap();
    assert!(values(0).contains("Ada") && values(0).contains("86400000000"));
    assert_eq!(answer.parameters["decisions"], "3");
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
