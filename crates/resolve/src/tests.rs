//! What holds of the engine as a whole: order and threads do not matter, decisions win, hard cases.

use proptest::prelude::*;

use crate::{
    Conflict, ConflictKind, Dates, Decided, Kind, Origin, Records, Resolved, Rows, Schema,
    Settings, Verdict,
};

const PEOPLE: [(&str, Kind); 4] = [
    ("name", Kind::Name),
    ("birth date", Kind::BirthDate),
    ("phone", Kind::Phone),
    ("place", Kind::Place),
];

fn records(rows: &[(&str, [&str; 4])]) -> Records {
    let mut all = Rows::new(Schema::new(PEOPLE));
    for (key, texts) in rows {
        all.add(key, *texts);
    }
    all.records()
}

/// Parties with two rows each, the second with a slip; enough to estimate from.
fn town(parties: usize) -> Vec<(String, [String; 4])> {
    const GIVEN: [&str; 12] = [
        "Ada", "Bruno", "Carla", "Dino", "Elsa", "Fabio", "Gina", "Hugo", "Ines", "Luca", "Marta",
        "Nino",
    ];
    const FAMILY: [&str; 11] = [
        "Abate", "Bellini", "Conti", "Deluca", "Esposito", "Ferrara", "Greco", "Leone", "Marino",
        "Orlando", "Serra",
    ];
    let mut rows = Vec::new();
    for n in 0..parties {
        let name = format!("{} {}", GIVEN[n % 12], FAMILY[n / 3 % 11]);
        let born = format!("{}-{:02}-{:02}", 1950 + n * 7 % 50, 1 + n * 5 % 12, 1 + n * 11 % 28);
        let phone = format!("+39{:09}", 300_000_000 + n * 7_654_321 % 99_999_999);
        let place = ["Milano", "Torino", "Genova"][n % 3].to_owned();
        rows.push((format!("a{n:04}"), [name.clone(), born.clone(), phone.clone(), place.clone()]));
        let slip = match n % 3 {
            0 => [name.replacen('a', "", 1), born, phone, place],
            1 => [name, String::new(), phone, place],
            _ => [name, born, String::new(), place],
        };
        rows.push((format!("b{n:04}"), slip));
    }
    rows
}

fn gathered(rows: &[(String, [String; 4])]) -> Records {
    let mut all = Rows::new(Schema::new(PEOPLE));
    for (key, texts) in rows {
        all.add(key, texts.iter().map(String::as_str));
    }
    all.records()
}

fn row(records: &Records, key: &str) -> u32 {
    (0u32..).take(records.len()).find(|row| records.key(*row) == key).unwrap()
}

#[test]
fn finds_the_second_row_of_each_party() {
    let records = gathered(&town(200));
    let got = Resolved::of(&records, &Settings::default());
    assert_eq!(got.model.origin, Origin::Estimated);
    let met = (0..200).filter(|n| {
        let (a, b) = (row(&records, &format!("a{n:04}")), row(&records, &format!("b{n:04}")));
        got.clusters[a as usize] == got.clusters[b as usize]
    });
    assert!(met.count() >= 198);
    let clusters: std::collections::BTreeSet<u32> = got.clusters.iter().copied().collect();
    assert!(clusters.len() >= 196, "{}", clusters.len());
}

#[test]
fn ten_rows_are_weighed_with_defaults_that_say_so() {
    let records = gathered(&town(5));
    let got = Resolved::of(&records, &Settings::default());
    assert_eq!(got.model.origin, Origin::Default);
}

#[test]
fn a_waterfall_adds_up_to_its_probability() {
    let records = gathered(&town(200));
    let got = Resolved::of(&records, &Settings::default());
    let link = got.links[0];
    let steps = got.waterfall(&records, link.a, link.b);
    let sum = steps.prior_bits + steps.steps.iter().map(|step| step.bits).sum::<f64>();
    assert!((sum - steps.bits).abs() < 1e-9 && (steps.bits - link.bits).abs() < 1e-3);
    assert!(steps.steps.iter().any(|step| step.share.is_some()));
}

#[test]
fn what_a_person_decided_wins_and_is_flagged() {
    let rows = town(200);
    let records = gathered(&rows);
    let decided = |left: &str, right: &str, verdict| Decided {
        left: left.to_owned(),
        right: right.to_owned(),
        verdict,
        by: "D-1".to_owned(),
    };
    let settings = Settings {
        decided: vec![
            decided("a0001", "b0001", Verdict::NotSame),
            decided("a0002", "a0009", Verdict::Same),
            decided("a0004", "a0005", Verdict::Unsure),
        ],
        ..Settings::default()
    };
    let got = Resolved::of(&records, &settings);
    let of = |key: &str| got.clusters[row(&records, key) as usize];
    assert_ne!(of("a0001"), of("b0001"));
    assert_eq!(of("a0002"), of("a0009"));
    assert_ne!(of("a0004"), of("a0005"));
    let (a, b) = (row(&records, "a0001"), row(&records, "b0001"));
    let flagged = Conflict { rows: (a.min(b), a.max(b)), kind: ConflictKind::Decided };
    assert!(got.conflicts.contains(&flagged), "{:?}", got.conflicts);
}

#[test]
fn two_rows_of_one_linked_file_stay_apart() {
    let mut rows = Rows::new(Schema::new(PEOPLE));
    for (at, (key, texts)) in town(200).iter().enumerate() {
        let side = u8::from(at % 2 == 1);
        rows.add_on_side(key, side, texts.iter().map(String::as_str));
    }
    let again = town(1).remove(0).1;
    rows.add_on_side("a9999", 0, again.iter().map(String::as_str));
    let records = rows.records();
    let got = Resolved::of(&records, &Settings::default());
    let of = |key: &str| got.clusters[row(&records, key) as usize];
    assert!(of("a0000") == of("b0000") || of("a9999") == of("b0000"));
    assert_ne!(of("a0000"), of("a9999"));
    assert!(got.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::OneFile));
}

#[test]
fn two_birth_dates_are_flagged_where_asked() {
    let mut rows = town(200);
    rows[1].1[1] = "1901-12-30".to_owned();
    let records = gathered(&rows);
    let settings = Settings { dates: Dates::KeepApart, ..Settings::default() };
    let got = Resolved::of(&records, &settings);
    let (a, b) = (row(&records, "a0000"), row(&records, "b0000"));
    assert_ne!(got.clusters[a as usize], got.clusters[b as usize]);
    assert!(got.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::BirthDates));
}

#[test]
fn nothing_gives_nothing() {
    let got = Resolved::of(&records(&[]), &Settings::default());
    assert!(got.links.is_empty() && got.clusters.is_empty());
    let one = Resolved::of(&records(&[("x", ["", "", "", ""])]), &Settings::default());
    assert_eq!(one.clusters, [0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn order_and_threads_do_not_matter(seed in 0u64..1_000) {
        let rows = town(120);
        let mut other = rows.clone();
        for at in (1..other.len()).rev() {
            let with = usize::try_from(seed.wrapping_mul(at as u64 + 7) % (at as u64 + 1)).unwrap();
            other.swap(at, with);
        }
        let asked = |rows: &[(String, [String; 4])], threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Resolved::of(&gathered(rows), &Settings::default()))
        };
        prop_assert_eq!(asked(&rows, 1), asked(&other, 3));
    }
}
