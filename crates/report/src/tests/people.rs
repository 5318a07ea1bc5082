//! What people decided stands beside its finding while it stands, and among the decisions always.

use super::sample::{DAY_US, START_US, input};
use crate::input::{Decision, Readings};
use crate::{Lang, build};

/// A doubt on a finding of the sample.
pub(super) fn decision() -> Decision {
    Decision {
        by: "isp. A. Prova".to_owned(),
        at_us: START_US + 281 * DAY_US,
        about: "ANA-903 P-0007→R-0003".to_owned(),
        finding: Some(("ANA-903".to_owned(), "P-0007→R-0003".to_owned())),
        decided: "doubted".to_owned(),
        ground: "pay-day rhythm to be checked with the employer".to_owned(),
        second: None,
        stands: true,
        waits: false,
        records_changed: false,
    }
}

#[test]
fn a_decision_stands_beside_its_finding_and_one_replaced_only_in_the_list() {
    let mut input = input();
    let first =
        Decision { decided: "accepted".to_owned(), stands: false, waits: true, ..decision() };
    input.decisions.insert(0, first);
    let html = build(&input, Lang::En).unwrap().html;
    assert_eq!(html.matches("class=\"decision\"").count(), 1);
    assert!(
        html.contains("accepted; stands no more") && html.contains("Decision of a person: doubted")
    );
}

#[test]
fn what_waits_for_a_second_person_says_so_in_both_languages() {
    let mut input = input();
    input.decisions = vec![Decision { waits: true, records_changed: true, ..decision() }];
    for (lang, words) in [
        (Lang::En, ["waits for one", "rested on other records"]),
        (Lang::It, ["in attesa", "poggiava su altre registrazioni"]),
    ] {
        let html = build(&input, lang).unwrap().html;
        assert!(words.iter().all(|word| html.contains(word)), "{words:?}");
    }
}

#[test]
fn how_often_a_case_was_read_is_told_by_counts_in_both_languages() {
    let mut input = input();
    assert!(!build(&input, Lang::En).unwrap().html.contains("The case has members"));
    input.readings = Some(Readings { readings: 41, persons: 3, refused: 2 });
    for (lang, words) in
        [(Lang::En, "shown 41 times, to 3 persons"), (Lang::It, "mostrato 41 volte, a 3 persone")]
    {
        assert!(build(&input, lang).unwrap().html.contains(words), "{words}");
    }
}
