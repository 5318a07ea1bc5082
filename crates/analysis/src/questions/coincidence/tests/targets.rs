//! What the method must reach on data whose truth is known; nothing in it was set by them.

use crate::questions::coincidence::bench::{Row, SHARES, Trials, cards, copenhagen, rhythms};

fn house(trials: &Trials) -> Row {
    trials.house().unwrap()
}

#[test]
fn the_cards_set_holds_its_level_and_finds_the_owners() {
    let rows: Vec<Row> = (1..=3).map(|seed| house(&cards::trials(seed))).collect();
    for row in &rows {
        assert!(row.found() >= 12.0 && row.auc >= 0.99, "{row:?}");
        assert!(row.rejected_false < 0.5, "{row:?}");
    }
    let hits: u64 = rows.iter().map(|row| row.false_05.hits).sum();
    // 630 swapped pairs of 45 people: .05 and its binomial error.
    assert!(hits <= 42, "{hits} of 630 at .05");
}

#[test]
fn joining_weekdays_and_weekends_would_call_unrelated_pairs_associated() {
    let trials = cards::trials(1);
    let joined = Trials { calendar: trials.calendar.clone().of_one_kind(), ..trials };
    assert!(house(&joined).false_05.interval().0 > 0.05);
}

#[test]
fn a_shared_rhythm_alone_is_not_called_an_association() {
    let rhythm = rhythms::Rhythm { weeks: 26, payments: 30, calls: 40 };
    let row = house(&rhythms::trials(rhythm, 300, 1));
    for count in [row.true_05, row.false_05] {
        assert!(count.interval().0 <= 0.05, "{row:?}");
    }
    assert!(row.distance < 0.09 && row.rejected < 1.5, "{row:?}");
}

fn study() -> Option<copenhagen::Study> {
    let folder = casetest::real::path("events/copenhagen")?;
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    Some(copenhagen::Study::read(&read("calls.csv")?, &read("sms.csv")?))
}

#[test]
fn copenhagen_has_142_pairs() {
    let Some(study) = study() else { return };
    assert_eq!(study.who.len(), 142);
    assert_eq!(study.unrelated().len(), 19_856);
}

/// Five families of a rotation each stand for the whole; the example `copenhagen` runs it all.
#[test]
fn copenhagen_holds_its_level_and_finds_its_own() {
    let Some(study) = study() else { return };
    let row = house(&copenhagen::trials(&study).rotations_only(5));
    assert!(row.false_05.interval().0 <= 0.05, "{row:?}");
    assert!(row.false_share <= 0.05 && row.found() >= 40.0, "{row:?}");
    assert!(row.auc >= 0.88, "{row:?}");
    // p is even where it matters; nobody near anybody gives 1, and that is a third of all pairs.
    for (share, quantile) in SHARES.into_iter().zip(&row.spread).take(5) {
        assert!((0.9 * share..share + 0.1).contains(quantile), "{share}: {quantile}");
    }
}
