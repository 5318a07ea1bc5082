//! What stands, what waits, and who may sign.

use super::make::may_sign;
use super::*;
use crate::fault::Exit;

fn act(by: &str, event: Event) -> Act {
    Act { at_us: 5, by: by.to_owned(), event }
}

fn ruled(number: u64, by: &str, finding: &str, ruling: Ruling) -> Act {
    let [question, reason] = ["ANA-004", "both sources agree"].map(str::to_owned);
    let (finding, ruling) = (finding.to_owned(), ruling.code().to_owned());
    let rests_on = Digest([1; 32]);
    act(by, Event::FindingDecided { number, question, finding, ruling, rests_on, reason })
}

fn categorised(number: u64, by: &str, category: Category) -> Act {
    let [key, reason] = ["document:id:PD1", "statement of the person"].map(str::to_owned);
    let category = category.code().to_owned();
    act(by, Event::PersonCategorised { number, key, category, reason })
}

fn signed(decision: u64, by: &str) -> Act {
    act(by, Event::Countersigned { decision, reason: "read".to_owned() })
}

#[test]
fn the_last_decision_on_a_finding_stands_until_it_is_taken_back() {
    let all = of_acts(vec![
        ruled(1, "ada", "a", Ruling::Accepted),
        ruled(2, "ada", "b", Ruling::Doubted),
        ruled(3, "bea", "a", Ruling::Rejected),
        ruled(4, "ada", "b", Ruling::Open),
        categorised(5, "ada", Category::Witness),
        categorised(6, "ada", Category::Unclassified),
    ]);
    let numbers: Vec<u64> = standing(&all).iter().map(|one| one.number).collect();
    assert_eq!(numbers, [3]);
    assert_eq!(all.len(), 6, "what was replaced stays");
}

#[test]
fn what_is_accepted_and_every_category_wait_for_another_person() {
    let all = of_acts(vec![
        ruled(1, "ada", "a", Ruling::Accepted),
        ruled(2, "ada", "b", Ruling::Rejected),
        categorised(3, "ada", Category::Victim),
        signed(3, "bea"),
    ]);
    let waits: Vec<bool> = all.iter().map(Decision::waits).collect();
    assert_eq!(waits, [true, false, false]);
    let by = all.last().and_then(|one| one.second.as_ref()).map(|second| second.by.as_str());
    assert_eq!(by, Some("bea"));
}

#[test]
fn nobody_signs_their_own_decision_however_they_write_their_name() {
    let all = of_acts(vec![ruled(1, "Ada", "a", Ruling::Accepted)]);
    for own in ["Ada", "ada", " ADA "] {
        assert_eq!(may_sign(&all, 1, own).unwrap_err().exit, Exit::SecondPerson);
    }
    assert_eq!(may_sign(&all, 1, "bea").unwrap().number, 1);
}

#[test]
fn what_does_not_stand_or_needs_no_signature_cannot_be_signed() {
    let all = of_acts(vec![
        ruled(1, "ada", "a", Ruling::Accepted),
        ruled(2, "ada", "a", Ruling::Rejected),
        ruled(3, "ada", "b", Ruling::Accepted),
        signed(3, "bea"),
    ]);
    for number in [1, 2, 3, 9] {
        assert_eq!(may_sign(&all, number, "cleo").unwrap_err().exit, Exit::Usage, "{number}");
    }
}
