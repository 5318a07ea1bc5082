//! What holds of persons: spellings are proposed, namesakes are told, nothing joins by name, and what
//! a person decided stands.

use proptest::prelude::*;

use super::*;
use crate::links::{Decided, Verdict};
use crate::made::{Made, Said};
use crate::question::PersonsSettings;

/// Other parties of the case, so that there is something to estimate from: each twice.
fn others(count: usize) -> Vec<[String; 4]> {
    const GIVEN: [&str; 9] =
        ["Ada", "Bruno", "Carla", "Dino", "Elsa", "Fabio", "Gina", "Hugo", "Ines"];
    const FAMILY: [&str; 8] =
        ["Abate", "Conti", "Deluca", "Ferrara", "Greco", "Leone", "Marino", "Orlando"];
    let of = |n: usize| {
        let name = format!("{} {}", GIVEN[n % 9], FAMILY[n / 2 % 8]);
        let born = format!("{}-{:02}-{:02}", 1930 + n % 70, 1 + n / 70 % 12, 1 + n / 840 % 28);
        let address = format!("Via {} {}", FAMILY[n * 3 % 8], 1 + n * 13 % 90);
        [format!("net:{n:06}"), name, born, address]
    };
    (0..count).map(of).collect()
}

fn made<'a>(own: &[Said<'a>], others: &'a [[String; 4]]) -> Made<'a> {
    let mut made = Made { mentions: own.to_vec(), ..Made::default() };
    for (at, [key, name, birth_date, address]) in others.iter().enumerate() {
        // The second key of each: the next one's, so that pairs of one party have two keys.
        let key = if at % 2 == 0 { key.as_str() } else { Box::leak(format!("alt:{at}").into()) };
        made.mentions.push(Said { key, name, birth_date, address, ..Said::default() });
    }
    made
}

fn asked(view: &CaseView, decided: &[Decided]) -> Persons {
    let settings = AskSettings { decided: decided.to_vec(), ..AskSettings::default() };
    Persons::of(view, &Links::decided(view, decided), &settings)
}

/// A town in which every party is stated twice, the second time as people write names.
fn town(own: &[Said<'_>]) -> CaseView {
    let second = |at: usize, [key, name, birth_date, address]: &[String; 4]| {
        let (given, family) = name.split_once(' ').unwrap();
        let name = match at % 4 {
            0 => format!("{family} {given}"),
            1 => format!("{given} {}", family.replacen(['a', 'e'], "", 1)),
            2 => format!("{}. {family}", &given[..1]),
            _ => name.clone(),
        };
        [key.clone(), name, birth_date.clone(), address.clone()]
    };
    let once = others(100);
    let twice: Vec<[String; 4]> = once
        .iter()
        .enumerate()
        .flat_map(|(at, party)| [party.clone(), second(at, party)])
        .collect();
    made(own, &twice).view()
}

fn pair<'a>(found: &'a Persons, left: &str, right: &str) -> Option<&'a Candidate> {
    let mut pairs = found.candidates.iter();
    pairs.find(|one| one.left == left && one.right == right)
}

#[test]
fn one_person_under_five_spellings_is_proposed() {
    let born = |key, name| Said { key, name, birth_date: "1984-03-02", ..Said::default() };
    let own = [
        born("own:1", "María José Santos Cruz"),
        born("own:2", "Santos Cruz, Maria Jose"),
        born("own:3", "MARIA JOSE SANTOS"),
        born("own:4", "Maria Josè Santoz Cruz"),
        born("own:5", "Ma. José Santos Cruz"),
    ];
    let found = asked(&town(&own), &[]);
    assert_eq!(found.origin, Origin::Estimated);
    for other in ["own:2", "own:3", "own:4", "own:5"] {
        assert!(pair(&found, "own:1", other).is_some(), "{other}");
    }
}

#[test]
fn two_people_of_one_name_and_birth_date_are_told_apart_by_what_differs() {
    let of = |key, document, address| Said {
        key,
        name: "Ada Greco",
        birth_date: "1984-03-02",
        document,
        address,
        ..Said::default()
    };
    let own = [
        of("own:1", "passport:AA111222", "Via Po 4, Torino"),
        of("own:2", "passport:ZX998877", "Corso Italia 90, Bari"),
    ];
    let found = asked(&town(&own), &[]);
    let one = pair(&found, "own:1", "own:2").unwrap();
    assert!(one.doubts.contains(&Doubt::Documents), "{one:?}");
    assert!(one.waterfall.steps.iter().any(|step| step.bits < 0.0));
}

#[test]
fn a_name_alone_never_joins_and_says_so() {
    let of = |key| Said { key, name: "Quirino Zanella", ..Said::default() };
    let view = town(&[of("own:1"), of("own:2")]);
    let links = Links::of(&view);
    let id = |text: &str| links.identity(view.keys.id(text).unwrap());
    assert_ne!(id("own:1"), id("own:2"));
    assert!(pair(&asked(&view, &[]), "own:1", "own:2").is_none());
    // Where a unit asks for less, the pair is listed, and says what it is.
    let persons = PersonsSettings { proposed: 0.01, ..PersonsSettings::default() };
    let settings = AskSettings { persons, ..AskSettings::default() };
    let found = Persons::of(&view, &links, &settings);
    assert!(pair(&found, "own:1", "own:2").unwrap().doubts.contains(&Doubt::NameOnly));
}

#[test]
fn a_parent_and_a_child_of_one_name_in_one_house_are_a_doubt() {
    let of = |key| Said { key, name: "Olga Riva", address: "Via Po 4, Torino", ..Said::default() };
    let found = asked(&town(&[of("own:1"), of("own:2")]), &[]);
    let one = pair(&found, "own:1", "own:2").unwrap();
    assert_eq!(
        (one.household.as_slice(), one.doubts.as_slice()),
        (&["address".to_owned()][..], &[Doubt::Household][..])
    );
    let born = |key| Said { birth_date: "1984-03-02", ..of(key) };
    let found = asked(&town(&[born("own:1"), born("own:2")]), &[]);
    assert!(
        pair(&found, "own:1", "own:2").unwrap().doubts.is_empty(),
        "one birth date parts them from a parent"
    );
}

#[test]
fn a_shared_phone_is_a_household_and_two_birth_dates_are_a_doubt() {
    let accounts = ["own:1", "own:2", "own:3", "own:4", "own:5", "own:6"];
    let own: Vec<Said<'_>> = accounts
        .iter()
        .map(|key| Said { key, phone: "+390001", name: "Olga Riva", ..Said::default() })
        .collect();
    let mut made = made(&own, &[]);
    made.mentions[0].birth_date = "1950-01-31";
    made.mentions[1].birth_date = "1991-11-02";
    made.together = accounts.iter().map(|key| (*key, "phone:+390001")).collect();
    let found = asked(&made.view(), &[]);
    assert_eq!(found.origin, Origin::Default, "six parties are too few");
    for one in &found.candidates {
        assert_eq!(one.household, ["phone"]);
        assert_eq!(one.namesakes.len(), 4);
    }
    assert!(!found.candidates.is_empty());
    assert!(pair(&found, "own:1", "own:2").unwrap().doubts.contains(&Doubt::BirthDates));
}

#[test]
fn contradictory_records_of_one_party_are_shown() {
    let of = |birth_date| Said { key: "own:1", name: "Ada Greco", birth_date, ..Said::default() };
    let found = asked(&town(&[of("1950-01-31"), of("1991-11-02")]), &[]);
    assert_eq!(found.mixed.len(), 1);
    assert_eq!(found.mixed[0].doubt, Doubt::BirthDates);
}

#[test]
fn what_was_decided_stands_after_another_reading() {
    let of = |key| Said { key, name: "Ada Zoppi", birth_date: "1984-03-02", ..Said::default() };
    let own = [of("own:1"), of("own:2"), of("own:3")];
    let decided = |left: &str, right: &str, verdict, by: &str| Decided {
        left: left.to_owned(),
        right: right.to_owned(),
        verdict,
        by: by.to_owned(),
    };
    let verdicts = [
        decided("own:1", "own:2", Verdict::NotSame, "D-1"),
        decided("own:1", "own:3", Verdict::Unsure, "D-2"),
        decided("own:9", "own:1", Verdict::Same, "D-3"),
    ];
    // A further record moves the numbers of all keys; the decisions name texts.
    for more in [&[][..], &[of("aaa:0")][..]] {
        let own: Vec<Said<'_>> = own.iter().chain(more).copied().collect();
        let found = asked(&town(&own), &verdicts);
        assert!(pair(&found, "own:1", "own:2").is_none());
        assert_eq!(found.kept_apart, 1);
        assert_eq!(pair(&found, "own:1", "own:3").unwrap().unsure.as_deref(), Some("D-2"));
    }
    let joined = asked(&town(&own), &[decided("own:1", "own:2", Verdict::Same, "D-4")]);
    assert!(pair(&joined, "own:1", "own:2").is_none(), "one party is not proposed to itself");
}

#[test]
fn nobody_described_gives_no_finding() {
    let view = CaseView::default();
    let settings = AskSettings::default();
    assert!(PersonsQuestion.ask(&Basis::new(&view, &settings)).findings.is_empty());
}

#[test]
fn a_hundred_thousand_mentions_are_asked() {
    const SYLLABLES: [&str; 10] = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su"];
    let mut many = others(100_000);
    for (at, [_, name, ..]) in many.iter_mut().enumerate() {
        name.extend([at / 10_000, at / 1_000, at / 100, at / 10, at].map(|n| SYLLABLES[n % 10]));
    }
    let found = asked(&made(&[], &many).view(), &[]);
    assert_eq!(found.wordings, 100_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn the_order_of_the_mentions_does_not_matter(turn in 1usize..200) {
        let view = town(&[]);
        let mut other = view.clone();
        other.mentions.rotate_left(turn);
        prop_assert_eq!(asked(&view, &[]), asked(&other, &[]));
    }
}
