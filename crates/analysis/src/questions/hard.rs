//! Hard truth: what every question must hold to, whatever it asks. What only one can get wrong stands with it.

use std::collections::BTreeSet;

use model::ExhibitId;
use model::finding::{Finding, Strength};
use model::views::Covered;

use super::QUESTIONS;
use crate::basis::Basis;
use crate::made::{DAY_US, Leased, MONDAY_US, Made, Meet, Pay, Said, Trip, Used};
use crate::question::AskSettings;
use crate::statistics::permuted_sum::Dice;

const MEET: Meet<'static> =
    Meet { exhibit: 2, from: "mto:payee", to: "mto:payer", hour: 0, minutes: 20, answered: true };

/// Ten records in which everything fits: a contact, a payment and a call, three times, and an address.
fn ten() -> Made<'static> {
    let at = |hour| Meet { hour, ..MEET };
    let days = [0, 170, 300];
    Made {
        payments: days.map(|hour| Pay { hour: hour + 3, ..Pay::default() }).to_vec(),
        messages: days.map(|hour| Meet { minutes: 0, ..at(hour + 1) }).to_vec(),
        sessions: days.map(|hour| at(hour + 5)).to_vec(),
        mentions: vec![Said { key: "mto:payer", birth_date: "1971-06-24", ..Said::default() }],
        ..Made::default()
    }
}

/// Ten records of any kind between a few parties, dealt out by a seed.
fn any_ten(seed: u64) -> Made<'static> {
    const PARTIES: [&str; 4] = ["mto:1", "mto:2", "app:3", "phone:+39"];
    let mut dice = Dice::new(seed, 0);
    let mut made = Made::default();
    for week in 0..10 {
        let mut of = |sides: u32| dice.below(sides);
        let (from, to) = (PARTIES[of(4) as usize], PARTIES[of(4) as usize]);
        let hour = week * 168 + i64::from(of(100));
        let meet = Meet { from, to, hour, exhibit: 1 + of(3), ..MEET };
        match of(8) {
            0 | 1 => made.payments.push(Pay { payer: from, payee: to, hour, ..Pay::default() }),
            2 => made.sessions.push(meet),
            3 => made.messages.push(meet),
            4 => made.contacts.push(meet),
            5 => made.together.push((from, to)),
            6 => made.trips.push(Trip { traveller: from, hour, ..Trip::default() }),
            _ => made.mentions.push(Said { key: from, name: "Ada Greco", ..Said::default() }),
        }
    }
    let used = Used { account: "app:3", minute: 30, address: "192.0.2.1", ..Used::default() };
    made.logins.extend(made.trips.is_empty().then_some(used));
    made
}

fn findings(made: &Made<'_>) -> Vec<Finding> {
    let (view, settings) = (made.view(), AskSettings::default());
    let basis = Basis::new(&view, &settings);
    QUESTIONS.iter().flat_map(|question| question.ask(&basis).findings).collect()
}

/// The findings of one question.
fn of(code: &str, made: &Made<'_>) -> Vec<Finding> {
    findings(made).into_iter().filter(|one| one.question == code).collect()
}

/// The templates of what is said beside a finding and against it.
fn said(finding: &Finding) -> BTreeSet<&str> {
    let beside = finding.detail.iter().chain(&finding.contrary);
    beside.map(|sentence| sentence.template.as_str()).collect()
}

fn is_shown(finding: &Finding) -> bool {
    matches!(finding.strength, Strength::Tested { rejected: true, .. })
}

#[test]
fn ten_records_show_nothing_by_a_test_and_give_nobody_a_role() {
    let dealt = (0..80).map(any_ten);
    for made in dealt.chain([ten()]) {
        for finding in findings(&made) {
            assert!(!is_shown(&finding), "{} {}", finding.question, finding.id);
            assert_ne!(finding.statement.template, "roles-party", "{}", finding.id);
        }
    }
}

#[test]
fn every_question_with_a_stated_minimum_says_insufficient_data_of_ten_records() {
    let findings = findings(&ten());
    let told = |code: &'static str| findings.iter().filter(move |one| one.question == code);
    // Coincidence, persons, roles, introductions, network.
    for code in ["ANA-003", "ANA-009", "ANA-013", "ANA-014", "ANA-016"] {
        let is_said = told(code).any(|one| one.strength == Strength::InsufficientData);
        assert!(is_said, "{code}: {:?}", told(code).map(|one| &one.id).collect::<Vec<_>>());
    }
    // Elsewhere what is too little to be computed says so in words, and is no nought.
    let sheet = told("ANA-012").find(|one| one.id.starts_with("pair-")).unwrap();
    assert!(said(sheet).contains("indicators-missing"));
    assert!(told("ANA-004").all(|one| !one.id.starts_with("offset-")), "three pairs are asked for");
}

#[test]
fn without_a_record_no_question_says_anything() {
    assert_eq!(findings(&Made::default()), Vec::new());
}

#[test]
fn a_clock_an_hour_off_moves_no_episode_and_no_order_that_was_certain() {
    let told = |made: &Made<'_>| -> Vec<String> {
        of("ANA-007", made).into_iter().map(|one| one.id).collect()
    };
    let right = told(&ten());
    assert_eq!(right.len(), 2, "the list and the pair");
    for wrong_h in [-1, 1] {
        let mut made = ten();
        // The exhibit of calls and messages is wrong, that of the payments is not; two hours lie between them.
        for meet in made.messages.iter_mut().chain(&mut made.sessions) {
            meet.hour += wrong_h;
        }
        assert_eq!(told(&made), right, "{wrong_h}");
    }
}

/// Pairs who pay in the hour of a call where the number is even, and at any hour of any day where it is odd.
fn pairs(names: &[(String, String)], seed: u64) -> Made<'_> {
    let mut made = Made::default();
    for (number, (payer, payee)) in names.iter().enumerate() {
        let mut dice = Dice::new(seed, number as u64);
        for week in 0..26 {
            let mut at = || (week * 7 + i64::from(dice.below(7))) * 24 + i64::from(dice.below(12));
            let (hour, other) = (at(), at());
            made.sessions.push(Meet { exhibit: 4, from: payer, to: payee, hour, ..MEET });
            let hour = if number % 2 == 0 { hour } else { other };
            made.payments.push(Pay { payer, payee, hour, minor: 4_000 + week, ..Pay::default() });
        }
    }
    made
}

fn names(pairs: usize) -> Vec<(String, String)> {
    (0..pairs).map(|n| (format!("mto:p{n:02}"), format!("app:q{n:02}"))).collect()
}

/// The pairs that the test of coincidence shows, by name of the payer.
fn shown(made: &Made<'_>) -> BTreeSet<String> {
    of("ANA-003", made).into_iter().filter(is_shown).map(|one| one.id[..7].to_owned()).collect()
}

#[test]
fn a_clock_an_hour_off_shows_no_coincidence_that_is_none() {
    let names = names(12);
    for seed in 0..3 {
        let right = pairs(&names, seed);
        let even: BTreeSet<String> = (0..12).step_by(2).map(|n| format!("mto:p{n:02}")).collect();
        assert_eq!(shown(&right), even, "seed {seed}");
        for finding in of("ANA-003", &right).iter().filter(|one| is_shown(one)) {
            assert!(said(finding).contains("coincidence-clock"), "{}", finding.id);
        }
        for wrong_h in [-1, 1] {
            let mut made = right.clone();
            made.sessions.iter_mut().for_each(|meet| meet.hour += wrong_h);
            let odd = |name: &String| !even.contains(name);
            assert!(!shown(&made).iter().any(odd), "seed {seed}, {wrong_h} h");
        }
    }
}

#[test]
fn what_an_hour_takes_from_a_coincidence_is_foretold() {
    // A call every day, and a payment in each week an hour before one of them: an hour more, and it is away.
    let mut dice = Dice::new(5, 0);
    let mut made = Made::default();
    let (payer, payee) = ("mto:p00", "app:q00");
    for week in 0..26 {
        let paid = i64::from(dice.below(7));
        for day in 0..7 {
            let hour = (week * 7 + day) * 24 + 5 + i64::from(dice.below(14));
            made.sessions.push(Meet { exhibit: 4, from: payer, to: payee, hour, ..MEET });
            if day == paid {
                let minor = 4_000 + week;
                made.payments.push(Pay { payer, payee, hour: hour - 1, minor, ..Pay::default() });
            }
        }
    }
    let told = of("ANA-003", &made);
    let pair = told.iter().find(|one| is_shown(one)).unwrap();
    let clock = pair.contrary.iter().find(|one| one.template == "coincidence-clock").unwrap();
    let kept = clock.slots.iter().find(|slot| slot.name == "kept").unwrap();
    assert_eq!(kept.value, model::Value::Count(1));
    let with_calls = |wrong_h: i64| {
        let mut made = made.clone();
        made.sessions.iter_mut().for_each(|meet| meet.hour += wrong_h);
        shown(&made).len()
    };
    assert_eq!((with_calls(-1), with_calls(1)), (1, 0), "as foretold: in one of the two cases");
}

#[test]
fn a_clock_an_hour_off_is_told_where_it_gives_the_account_to_another() {
    let leased = |subscriber, minutes| Leased {
        subscriber,
        address: "192.0.2.1",
        minutes,
        ..Leased::default()
    };
    let used = |minute| Used { account: "app:1", minute, address: "192.0.2.1", ..Used::default() };
    let case = |minute| Made {
        logins: vec![used(minute)],
        leases: vec![leased("isp:1", (0, 180)), leased("isp:2", (181, 400))],
        ..Made::default()
    };
    let against = |minute| {
        let told = of("ANA-010", &case(minute));
        let one = told.into_iter().find(|one| one.id.starts_with("use-")).unwrap();
        let said: Vec<String> = said(&one).into_iter().map(str::to_owned).collect();
        (one.id, said)
    };
    // Half an hour before the change of hands an hour decides; two hours before it does not.
    let (right, said) = against(150);
    assert!(said.iter().any(|one| one == "attribution-changed"), "{right}: {said:?}");
    let (wrong, _) = against(210);
    assert_eq!((right.as_str(), wrong.as_str()), ("use-app:1-isp:1", "use-app:1-isp:2"));
    let (_, said) = against(90);
    assert!(said.iter().any(|one| one == "attribution-steady"), "{said:?}");
}

fn covered(exhibit: u32, table: &'static str, (from, until): (i64, i64)) -> Covered {
    Covered {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        table,
        account: None,
        from_us: MONDAY_US + from * DAY_US,
        until_us: MONDAY_US + until * DAY_US - 1,
        stated: true,
        records: 1,
    }
}

#[test]
fn what_a_gap_in_coverage_holds_is_counted_by_no_test() {
    let names = names(2);
    let mut made = pairs(&names, 1);
    let of_pair = |made: &Made<'_>| {
        let told = of("ANA-003", made);
        told.into_iter().find(|one| one.id.starts_with("mto:p00")).unwrap()
    };
    made.covered = vec![covered(1, "transfer", (0, 182)), covered(4, "session", (0, 182))];
    assert!(is_shown(&of_pair(&made)));
    // Calls came for eight of the twenty-six weeks: no call outside them is no sign that none was made.
    made.covered[1] = covered(4, "session", (0, 56));
    made.sessions.retain(|meet| meet.hour < 56 * 24);
    assert_eq!(of_pair(&made).strength, Strength::InsufficientData);
    let told = of("ANA-002", &made);
    assert!(!told.is_empty());
}

#[test]
fn no_payments_after_the_end_of_the_records_are_no_abrupt_stop() {
    let payments = [0, 4, 20].map(|hour| Pay { payer: "mto:young", hour, ..Pay::default() });
    let young = Said { key: "mto:young", birth_date: "", ..Said::default() };
    let mut made = Made { payments: payments.to_vec(), mentions: vec![young], ..Made::default() };
    let held = |made: &Made<'_>| of("ANA-011", made).len() > 1;
    made.covered = vec![covered(1, "transfer", (0, 90))];
    assert!(held(&made));
    made.covered = vec![covered(1, "transfer", (0, 10))];
    assert!(!held(&made));
}

#[test]
fn sources_that_contradict_each_other_are_told_and_nothing_is_summed_twice() {
    let pay = Pay { reference: "MT-1", ..Pay::default() };
    let made = Made { payments: vec![pay, Pay { exhibit: 2, minor: 7_000, ..pay }], ..ten() };
    let told = of("ANA-001", &made);
    let is = |template: &str| told.iter().any(|one| one.statement.template == template);
    assert!(is("ledger-contradiction"));
    let flows = of("ANA-005", &made);
    let pair = flows.iter().find(|one| one.id.starts_with("pair-")).unwrap();
    let slot = |name: &str| pair.statement.slots.iter().find(|slot| slot.name == name).unwrap();
    let eur = model::Currency::from_code("EUR").unwrap();
    let lower = model::Money { minor: 5_000, currency: eur };
    assert_eq!(slot("sum").value, model::Value::Money(lower));
    // Two providers that both answer for one address at one time confirm nobody.
    let leased = |subscriber| Leased {
        subscriber,
        address: "192.0.2.1",
        minutes: (0, 180),
        ..Leased::default()
    };
    let used = Used { account: "app:1", minute: 60, address: "192.0.2.1", ..Used::default() };
    let made = Made {
        logins: vec![used],
        leases: vec![leased("isp:1"), leased("isp:2")],
        ..Made::default()
    };
    let uses = of("ANA-010", &made);
    let uses: Vec<_> = uses.iter().filter(|one| one.id.starts_with("use-")).collect();
    assert_eq!(uses.len(), 2);
    assert!(uses.iter().all(|one| said(one).contains("attribution-others")));
}

#[test]
fn a_phone_that_two_people_share_or_take_over_is_a_conflict() {
    let born = |key, birth_date| Said { key, name: "Ada Greco", birth_date, ..Said::default() };
    let made = Made {
        together: vec![("mto:1", "phone:+391"), ("app:2", "phone:+391")],
        mentions: vec![born("mto:1", "1950-01-31"), born("app:2", "1991-11-02")],
        ..Made::default()
    };
    let told = of("ANA-009", &made);
    assert!(told.iter().any(|one| one.statement.template == "persons-mixed"), "{told:?}");
}

#[test]
fn a_user_name_that_two_accounts_bore_joins_neither() {
    let accounts = ["app:1", "net:2"];
    let made = Made {
        together: accounts.map(|account| (account, "handle:sky")).to_vec(),
        mentions: accounts.map(|key| Said { key, handle: "sky", ..Said::default() }).to_vec(),
        ..Made::default()
    };
    let groups = of("ANA-008", &made);
    assert!(groups.iter().all(|one| !one.id.starts_with("group-")), "{groups:?}");
}

#[test]
fn two_people_of_one_name_and_birth_date_are_a_proposal_with_its_chance_and_no_more() {
    let of_key = |key, document| Said {
        key,
        name: "Ada Greco",
        birth_date: "1984-03-02",
        document,
        ..Said::default()
    };
    for (documents, doubted) in [(["", ""], false), (["passport:AA1112", "passport:ZX9988"], true)]
    {
        let [one, other] = documents;
        let made = Made {
            mentions: vec![of_key("mto:1", one), of_key("app:2", other)],
            ..Made::default()
        };
        let told = of("ANA-009", &made);
        let link = told.iter().find(|one| one.id.starts_with("link-")).unwrap();
        assert_eq!(link.strength, Strength::InsufficientData);
        assert!(link.alternatives.iter().any(|said| said.template == "persons-two"));
        assert_eq!(said(link).contains("persons-doubt-documents"), doubted);
        let groups = of("ANA-008", &made);
        assert!(groups.iter().all(|one| !one.id.starts_with("group-")));
    }
}
