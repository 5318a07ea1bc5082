//! What holds of assignments: one office by the first rule, doubt to a person, any order of input.

use model::{Digest, ExhibitId};
use proptest::prelude::*;

use super::*;

const RULES: &str = r#"
version = "2026-1"
[[rule]]
id = "open-case"
by = "open_case"
source = "unit order 3"
[[rule]]
id = "residence"
by = "residence"
source = "unit order 3"
[[rule]]
id = "first"
by = "first_act"
source = "unit order 3"
[offices]
Milano = "Unit M"
Torino = "Unit T"
"#;

fn rules() -> Rules {
    Rules::read(RULES).unwrap()
}

fn target(key: &str, facts: &[Fact]) -> Target {
    let record = |row| vec![RecordRef { exhibit: ExhibitId(1), row }];
    let facts = facts.iter().zip(1..).map(|(fact, row)| (fact.clone(), record(row))).collect();
    Target { key: key.to_owned(), facts }
}

fn residence(place: &str) -> Fact {
    Fact::Residence { place: place.to_owned() }
}

fn first(office: &str, at_us: i64) -> Fact {
    Fact::FirstAct { office: office.to_owned(), at_us }
}

fn verdict(facts: &[Fact]) -> Verdict {
    assign(&rules(), &[target("mto:1", facts)]).remove(0).verdict
}

#[test]
fn the_first_rule_that_names_one_office_decides_and_the_others_are_told() {
    let open = Fact::OpenCase { office: "Unit X".to_owned(), number: "12/26".to_owned() };
    let facts = [residence("Milano"), first("Unit T", 5), open];
    let got = assign(&rules(), &[target("mto:1", &facts)]).remove(0);
    let proposed = Verdict::Proposed { office: "Unit X".to_owned(), rule: "open-case".to_owned() };
    assert_eq!(got.verdict, proposed);
    let said: Vec<usize> = got.reasons.iter().map(|reason| reason.offices.len()).collect();
    assert_eq!(said, [1, 1, 1]);
    assert!(got.reasons.iter().all(|reason| reason.records.len() == 1));
}

#[test]
fn two_homes_two_first_or_no_rule_go_to_a_person() {
    let both = BTreeSet::from(["Unit M".to_owned(), "Unit T".to_owned()]);
    let several = Verdict::Conflict { because: Doubt::SeveralOffices, offices: both };
    assert_eq!(verdict(&[residence("Milano"), residence("Torino")]), several);
    assert_eq!(verdict(&[first("Unit M", 5), first("Unit T", 5)]), several);
    let none = Verdict::Conflict { because: Doubt::NoRule, offices: BTreeSet::new() };
    assert_eq!(verdict(&[residence("Atlantis")]), none);
    let one = Verdict::Proposed { office: "Unit M".to_owned(), rule: "first".to_owned() };
    assert_eq!(verdict(&[first("Unit M", 5), first("Unit T", 6)]), one);
}

#[test]
fn a_hand_over_waits_until_its_receipt() {
    let open = |key: &str, offered_us| Handover {
        key: key.to_owned(),
        from: "Unit M".to_owned(),
        to: "Unit T".to_owned(),
        offered_us,
        receipt: None,
    };
    let done = Handover {
        receipt: Some(Receipt { by: "A. Rossi".to_owned(), at_us: 9, digest: Digest([0; 32]) }),
        ..open("c", 0)
    };
    let got = ages(&[open("a", 50_000_000), done, open("b", 10_000_000)], 60_000_000, 30);
    let told: Vec<(&str, i64, bool)> =
        got.iter().map(|age| (age.key.as_str(), age.waits_s, age.is_overdue)).collect();
    assert_eq!(told, [("b", 50, true), ("a", 10, false)]);
}

#[test]
fn a_fault_in_the_rules_says_what_to_do() {
    let said = |text: &str| Rules::read(text).unwrap_err().to_string();
    assert!(said("version = \"1\"\nrule = []\n").ends_with("write at least one [[rule]]"));
    let twice = RULES.replace("id = \"first\"", "id = \"residence\"");
    assert!(said(&twice).contains("rule `residence` stands twice"));
    assert!(said("version = 1").contains("docs/assignment.md"));
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let place = prop::sample::select(vec!["Milano", "Torino", "Atlantis"]);
    let office = prop::sample::select(vec!["Unit M", "Unit T"]);
    prop_oneof![
        place.clone().prop_map(residence),
        place.prop_map(|place| Fact::Act { place: place.to_owned() }),
        (office.clone(), 0i64..4).prop_map(|(office, at_us)| first(office, at_us)),
        office.prop_map(|office| Fact::OpenCase {
            office: office.to_owned(),
            number: "1".to_owned()
        }),
    ]
}

proptest! {
    #[test]
    fn every_target_goes_to_one_office_or_to_a_person_whatever_the_order(
        cases in prop::collection::vec((0u8..4, prop::collection::vec(any_fact(), 0..5)), 0..10),
    ) {
        let targets: Vec<Target> =
            cases.iter().map(|(key, facts)| target(&format!("mto:{key}"), facts)).collect();
        let got = assign(&rules(), &targets);
        let mut turned = targets.clone();
        turned.reverse();
        for one in &mut turned {
            one.facts.reverse();
        }
        prop_assert_eq!(&got, &assign(&rules(), &turned));
        let keys: BTreeSet<&str> = targets.iter().map(|one| one.key.as_str()).collect();
        prop_assert_eq!(got.len(), keys.len());
        for one in &got {
            if let Verdict::Proposed { office, rule } = &one.verdict {
                let reason = one.reasons.iter().find(|reason| reason.rule == *rule).unwrap();
                prop_assert_eq!(reason.offices.iter().collect::<Vec<_>>(), [office]);
            }
        }
    }
}
