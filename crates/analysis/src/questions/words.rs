//! Every sentence a question can say exists in both languages, with the slots it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::finding::{Figure, Finding};
use model::time::{Precision, ZoneSource};
use model::views::{ClockFacts, Covered, Lack, LeftOut, PaymentStatus, Side};
use model::{ExhibitId, RecordRef, Sentence, Value};

use super::QUESTIONS;
use crate::basis::Basis;
use crate::links::{Decided, Verdict};
use crate::made::{DAY_US, Leased, MONDAY_US, Made, Meet, Pay, Said, Trip, Used};
use crate::question::AskSettings;
use crate::questions::identities::{Decision, Ended, Way};

/// Message ids of a language with their slots.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../report/locales").join(language);
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut id = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && !line.starts_with(' ')
            {
                name.clone_into(&mut id);
            }
            let slots = messages.entry(id.clone()).or_default();
            let named = line.split('$').skip(1);
            slots.extend(named.map(|rest| {
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
            }));
        }
    }
    messages
}

/// A case in which most things happen that a question can speak of.
fn eventful() -> Made<'static> {
    let mut made = Made::default();
    meetings(&mut made);
    accounts(&mut made);
    fan(&mut made);
    defects(&mut made);
    sides(&mut made);
    coverage(&mut made);
    clocks(&mut made);
    journeys(&mut made);
    young_payers(&mut made);
    people(&mut made);
    uses(&mut made);
    made
}

/// Fourteen weeks of payments around a ring of three, calls and messages.
fn meetings(made: &mut Made<'static>) {
    for week in 0..14 {
        let pay = Pay { hour: week * 168 + 10, minor: 5_000 + week, ..Pay::default() };
        let on = Pay { payer: "mto:payee", payee: "mto:far", hour: pay.hour + 20, ..pay };
        let back = Pay { payer: "mto:far", payee: "mto:payer", hour: pay.hour + 40, ..pay };
        made.payments.extend([pay, on, back]);
        let meet = Meet {
            exhibit: 4,
            from: "app:1",
            to: "app:2",
            hour: pay.hour + 2,
            minutes: 20,
            answered: true,
        };
        made.sessions.push(meet);
        made.messages.push(Meet { hour: pay.hour - 3, minutes: 0, ..meet });
    }
    made.contacts.push(Meet { hour: 1, ..made.messages[0] });
}

/// Identifiers stated together: two that link, one that too many hold.
fn accounts(made: &mut Made<'static>) {
    made.together = vec![
        ("app:1", "phone:+1"),
        ("mto:payer", "phone:+1"),
        ("app:2", "email:a@b.c"),
        ("mto:payee", "email:a@b.c"),
    ];
    let many = ["app:a", "app:b", "app:c", "app:d", "app:e", "app:f", "app:g"];
    made.together.extend(many.map(|account| (account, "phone:+99")));
}

/// Parties that may be one person: by every column, by name alone, with doubts, with namesakes.
fn people(made: &mut Made<'static>) {
    let full = Said {
        key: "net:1",
        name: "Marta Bellini Sr",
        birth_date: "1971-06-24",
        phone: "+99",
        email: "marta.bellini@a.example",
        document: "passport:AA123456",
        address: "Via Roma 7, Milano",
        handle: "marta.b",
    };
    made.mentions.extend([
        full,
        Said { key: "net:2", name: "Marta Belini", birth_date: "1971-06-42", ..full },
        Said { key: "net:3", email: "m.bellini@b.example", address: "Via Roma 7", ..full },
        Said { key: "net:4", name: "Marta Bellini Sr", ..Said::default() },
        Said { key: "net:4", name: "Marta Bellini Jr", ..Said::default() },
        Said { key: "net:5", birth_date: "1990-01-02", document: "passport:BB999", ..full },
        Said { key: "net:5", birth_date: "1948-11-30", document: "passport:XY777", ..full },
        Said { key: "net:6", name: "Zeno", address: "Corso Como 3", ..full },
    ]);
    made.together.extend([("net:1", "phone:+55"), ("net:7", "phone:+55")]);
    for key in ["name:ugo serra", "net:8", "net:9"] {
        made.mentions.push(Said { key, name: "Ugo Serra", ..Said::default() });
    }
}

/// Uses of an account: confirmed, shared, without a port, at an edge, without an answer.
fn uses(made: &mut Made<'static>) {
    let used =
        Used { account: "app:1", minute: 30, address: "192.0.2.1", port: None, device: "D1" };
    made.logins.extend([
        used,
        Used { minute: 60, ..used },
        Used { minute: 10_000, ..used },
        Used { address: "elsewhere", ..used },
        Used { address: "192.0.2.9", port: Some(2_000), ..used },
        Used { address: "192.0.2.9", ..used },
        Used { address: "192.0.2.10", ..used },
        Used { minute: 5_000, address: "2001:db8::1", ..used },
    ]);
    let leased = Leased {
        subscriber: "mto:payer",
        address: "192.0.2.1",
        ports: None,
        minutes: (0, 60),
        device: "D1",
    };
    let shared = Leased { address: "192.0.2.9", ports: Some((1_000, 2_999)), ..leased };
    made.leases.extend([
        leased,
        shared,
        Leased { subscriber: "isp:2", ports: Some((3_000, 4_999)), ..shared },
        Leased { subscriber: "isp:2", address: "192.0.2.10", ..leased },
        Leased { subscriber: "isp:3", address: "192.0.2.10/31", ..leased },
        Leased { subscriber: "isp:2", address: "192.0.2.1", minutes: (70, 200), ..leased },
        Leased { address: "nowhere", ..leased },
        Leased { subscriber: "isp:4", address: "2001:db8::/56", minutes: (0, 9_000), ..leased },
    ]);
}

/// One payment with a reference, from which others differ.
fn known() -> Pay<'static> {
    Pay { reference: "R1", exhibit: 1, hour: 100, minor: 777, ..Pay::default() }
}

/// Four pay into a hub, and the hub pays four.
fn fan(made: &mut Made<'static>) {
    let into = ["mto:f1", "mto:f2", "mto:f3", "mto:f4"];
    let out = ["mto:g1", "mto:g2", "mto:g3", "mto:g4"];
    for (n, (from, to)) in (0..).zip(into.into_iter().zip(out)) {
        let plain = Pay { reference: "", ..known() };
        made.payments.extend([
            Pay { payer: from, payee: "mto:hub", hour: 700 + n, ..plain },
            Pay { payer: "mto:hub", payee: to, hour: 710 + n, ..plain },
        ]);
    }
}

/// Payments that contradict each other, were undone, or state too little.
fn defects(made: &mut Made<'static>) {
    let known = known();
    made.payments.extend([
        known,
        Pay { exhibit: 2, minor: 888, ..known },
        Pay { reference: "R2", status: PaymentStatus::Undone, ..known },
        Pay { reference: "R2", exhibit: 2, ..known },
        Pay { reference: "R3", status: PaymentStatus::Pending, payee: "name:x", ..known },
        Pay { reference: "", precision: Precision::Day, ..known },
        Pay { reference: "", precision: Precision::Day, ..known },
        Pay { currency: "PHP", ..known },
    ]);
}

/// The two sides of a payment: some that pair, one that could pair twice.
fn sides(made: &mut Made<'static>) {
    let sided =
        |exhibit, side, hour| Pay { exhibit, side, hour, reference: "", minor: 4_242, ..known() };
    for n in 0..4 {
        made.payments.push(sided(6, Side::Payer, 800 + 200 * n));
        made.payments.push(sided(7, Side::Payee, 806 + 200 * n));
    }
    let wide =
        |side, exhibit, payee, hour| Pay { payee, minor: 31_313, ..sided(exhibit, side, hour) };
    made.payments.extend([
        wide(Side::Both, 1, "mto:payee", 900),
        wide(Side::Both, 1, "mto:far", 903),
        wide(Side::Payer, 6, "name:operator", 910),
    ]);
}

/// Periods asked for and periods received, of exhibits and of one account.
fn coverage(made: &mut Made<'static>) {
    let covered = |exhibit, table, from: i64, until: i64, stated| Covered {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        table,
        account: None,
        from_us: MONDAY_US + from * DAY_US,
        until_us: MONDAY_US + until * DAY_US,
        stated,
        records: 40,
    };
    made.covered = vec![
        covered(1, "transfer", -100, 30, true),
        covered(2, "transfer", -100, 90, false),
        covered(6, "entry", 0, 35, true),
        covered(7, "entry", 36, 120, true),
        covered(4, "session", 0, 100, true),
    ];
    let account = made.view().keys.id("mto:payer");
    made.covered.extend([
        Covered { account, ..covered(1, "transfer", -100, 30, true) },
        Covered { account, ..covered(1, "transfer", 31, 120, false) },
    ]);
}

/// Payers whose payments fit extortion: one young, one whose records contradict each other, one of
/// unknown age, one adult, one without time to stop; one was known to the payee before.
fn young_payers(made: &mut Made<'static>) {
    let payers = [
        ("mto:young", "2010-05-06", 0),
        ("mto:unclear", "2010-05-06", 0),
        ("mto:nobody", "", 0),
        ("mto:adult", "1970-01-02", 0),
        ("mto:late", "2009", 2_600),
        ("mto:foreign", "2009-01-01", 0),
    ];
    for (payer, birth_date, later) in payers {
        for hour in [0, 4, 20] {
            let currency = if payer == "mto:foreign" { "USD" } else { "EUR" };
            let pay =
                Pay { payer, payee: "mto:shop", currency, hour: 300 + later + hour, ..known() };
            made.payments.push(Pay { exhibit: 3, reference: "", ..pay });
        }
        made.mentions.push(Said {
            key: payer,
            birth_date,
            name: "Alex Example",
            address: "Via Esempio 1",
            ..Said::default()
        });
    }
    made.payments.push(Pay {
        payer: "mto:foreign",
        payee: "mto:far",
        currency: "CHF",
        hour: 330,
        exhibit: 3,
        reference: "",
        ..known()
    });
    made.mentions.push(Said { key: "mto:unclear", birth_date: "1980-05-06", ..Said::default() });
    made.messages.push(Meet {
        exhibit: 4,
        from: "mto:young",
        to: "mto:shop",
        hour: 250,
        minutes: 0,
        answered: true,
    });
    made.trips.push(Trip {
        traveller: "mto:payer",
        origin: "AAA",
        destination: "BBB",
        hour: 3_000,
        status: "booked",
        ..Trip::default()
    });
}

/// A clock without a zone and with round hours, and records that lack a time or an amount.
fn clocks(made: &mut Made<'static>) {
    made.clocks.push(ClockFacts {
        exhibit: ExhibitId(1),
        column: "transfer.sent".to_owned(),
        zone: String::new(),
        zone_source: ZoneSource::Assumed,
        stated: 100,
        day_only: 2,
        on_hour: 60,
        on_noon: 20,
        on_midnight: 20,
        in_fold: 1,
        duplicates: 1,
        examples: vec![RecordRef { exhibit: ExhibitId(1), row: 1 }],
    });
    let left_out = |lacks| LeftOut {
        exhibit: ExhibitId(1),
        table: "transfer",
        lacks,
        records: 3,
        example: RecordRef { exhibit: ExhibitId(1), row: 900 },
    };
    made.left_out = [Lack::Time, Lack::Amount].map(left_out).to_vec();
}

/// A stay near a payee, two journeys at once, a leg not taken, and company on a much travelled route.
fn journeys(made: &mut Made<'static>) {
    made.mentions.push(Said {
        key: "mto:payee",
        address: "Mango Avenue 4, Cebu City, Philippines",
        ..Said::default()
    });
    let out = Trip { hour: 900, service: "XX1", booking: "B1", ..Trip::default() };
    let back = Trip { origin: "CEB", destination: "MXP", hour: 1_000, ..out };
    let other = Trip { traveller: "mto:far", ..out };
    let gone = Trip { hour: 1_500, status: "cancelled", ..out };
    let at_once = Trip { traveller: "mto:f1", ..out };
    let elsewhere = Trip { destination: "JFK", hour: 901, origin: "LHR", ..at_once };
    made.trips = vec![out, back, other, gone, at_once, elsewhere];
    let crowd = ["mto:g1", "mto:g2", "mto:g3", "mto:g4"];
    let day = |(n, traveller)| Trip { hour: 24 * (n + 20), traveller, ..out };
    made.trips.extend((0i64..14).zip(crowd.into_iter().cycle()).map(day));
}

fn sentences(finding: &Finding) -> impl Iterator<Item = &Sentence> {
    std::iter::once(&finding.statement)
        .chain(&finding.detail)
        .chain(&finding.contrary)
        .chain(&finding.alternatives)
}

fn title(figure: &Figure) -> &str {
    match figure {
        Figure::WeekHours { title, .. }
        | Figure::Flows { title, .. }
        | Figure::LagCurve { title, .. }
        | Figure::Network { title, .. }
        | Figure::Surrogates { title, .. }
        | Figure::Quantiles { title, .. } => title,
    }
}

/// The same decisions with their author: each way of ending, and none.
fn decisions(decided: &[Decided]) -> Vec<Decision> {
    let ended = |way| {
        let [by, reason] = ["B", "r"].map(str::to_owned);
        Some(Ended { way, by, at_us: MONDAY_US, reason })
    };
    let ways = [None, ended(Way::Undone), ended(Way::Replaced)];
    let told = decided.iter().zip(ways).zip(1..).map(|((one, ended), number)| Decision {
        name: format!("I-{number}"),
        by: "A".to_owned(),
        at_us: MONDAY_US,
        verdict: if number == 3 { Verdict::Same } else { one.verdict },
        left: one.left.clone(),
        right: one.right.clone(),
        reason: "r".to_owned(),
        ended,
    });
    told.collect()
}

/// What people fixed and decided in the eventful case.
fn decided() -> AskSettings {
    let one = |left: &str, right: &str, verdict| Decided {
        left: left.to_owned(),
        right: right.to_owned(),
        verdict,
        by: "D-1".to_owned(),
    };
    let decided = vec![
        one("net:1", "net:2", Verdict::Unsure),
        one("net:1", "net:3", Verdict::NotSame),
        one("net:1", "net:7", Verdict::NotSame),
    ];
    AskSettings {
        pay_days: vec![1],
        decisions: decisions(&decided),
        decided,
        ..AskSettings::default()
    }
}

#[test]
fn every_sentence_term_and_title_is_in_both_languages_with_its_slots() {
    let (view, settings) = (eventful().view(), decided());
    for language in ["en", "it"] {
        let messages = messages(language);
        for question in QUESTIONS {
            let answer = question.ask(&Basis::new(&view, &settings));
            assert!(!answer.findings.is_empty(), "{}", question.card().name);
            let mut ids = BTreeSet::new();
            for finding in &answer.findings {
                assert!(ids.insert(&finding.id), "two findings are named {}", finding.id);
                for title in finding.figures.iter().map(title) {
                    assert!(messages.contains_key(title), "{language}: no title {title}");
                }
                for sentence in sentences(finding) {
                    let Some(slots) = messages.get(&sentence.template) else {
                        panic!("{language}: no message {}", sentence.template);
                    };
                    let given: BTreeSet<String> =
                        sentence.slots.iter().map(|slot| slot.name.clone()).collect();
                    assert_eq!(slots, &given, "{language}: {}", sentence.template);
                    for slot in &sentence.slots {
                        if let Value::Term(key) = &slot.value {
                            assert!(messages.contains_key(key), "{language}: no term {key}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn every_alternative_has_a_page_on_which_it_is_the_truth() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/alternatives/README.md");
    let list = std::fs::read_to_string(list).unwrap();
    let (view, settings) = (eventful().view(), decided());
    let basis = Basis::new(&view, &settings);
    let answers = QUESTIONS.iter().map(|question| question.ask(&basis));
    let findings = answers.flat_map(|answer| answer.findings);
    let said: BTreeSet<String> =
        findings.flat_map(|one| one.alternatives).map(|said| said.template).collect();
    assert!(said.len() > 30, "{said:?}");
    for template in said {
        let row = format!("| `{template}` | [");
        assert!(list.contains(&row), "{template}: write a page in cases/alternatives");
    }
}

#[test]
fn every_card_is_in_italian_word_for_word() {
    let messages = messages("it");
    for question in QUESTIONS {
        let card = question.card();
        let code = card.code.to_lowercase();
        let counted = [
            ("assumes", card.assumes.len()),
            ("cannot-show", card.cannot_show.len()),
            ("parameter", card.parameters.len()),
            ("source", card.sources.len()),
            ("error-rate", card.error_rates.len()),
        ];
        assert!(messages.contains_key(&format!("card-{code}-question")), "{code}");
        for (part, count) in counted {
            let of = |n: usize| messages.contains_key(&format!("card-{code}-{part}-{n}"));
            assert!((1..=count).all(of) && !of(count + 1), "card-{code}-{part}: {count}");
        }
    }
}

#[test]
fn the_same_case_gives_the_same_answers_byte_for_byte() {
    let view = eventful().view();
    for question in QUESTIONS {
        let ask = |threads| {
            let settings = AskSettings { threads, ..AskSettings::default() };
            serde_json::to_string(&question.ask(&Basis::new(&view, &settings))).unwrap()
        };
        assert_eq!(ask(1), ask(2), "{}", question.card().name);
    }
}
