//! Hard truth: what every question must hold to, whatever it asks. What only one can get wrong stands with it.

use model::finding::{Finding, Strength};

use super::QUESTIONS;
use crate::basis::Basis;
use crate::made::{Made, Meet, Pay, Said};
use crate::question::AskSettings;

/// Ten records in which everything fits: a contact, a payment and a call, three times, and an address.
fn ten() -> Made<'static> {
    let meet = Meet {
        exhibit: 2,
        from: "mto:payee",
        to: "mto:payer",
        hour: 0,
        minutes: 0,
        answered: true,
    };
    let at = |hour| Meet { hour, ..meet };
    let days = [0, 170, 300];
    Made {
        payments: days.map(|hour| Pay { hour: hour + 3, ..Pay::default() }).to_vec(),
        messages: days.map(|hour| at(hour + 1)).to_vec(),
        sessions: days.map(|hour| Meet { minutes: 20, ..at(hour + 5) }).to_vec(),
        mentions: vec![Said { key: "mto:payer", birth_date: "1971-06-24", ..Said::default() }],
        ..Made::default()
    }
}

fn findings(made: &Made<'_>) -> Vec<Finding> {
    let (view, settings) = (made.view(), AskSettings::default());
    let basis = Basis::new(&view, &settings);
    QUESTIONS.iter().flat_map(|question| question.ask(&basis).findings).collect()
}

#[test]
fn ten_records_show_nothing_by_a_test_and_give_nobody_a_role() {
    let findings = findings(&ten());
    assert!(findings.iter().any(|one| one.strength == Strength::InsufficientData));
    for finding in &findings {
        let shown = matches!(finding.strength, Strength::Tested { rejected: true, .. });
        assert!(!shown, "{} {}: {:?}", finding.question, finding.id, finding.strength);
        assert_ne!(finding.statement.template, "roles-party", "{}", finding.id);
    }
}

#[test]
fn without_a_record_no_question_says_anything() {
    assert_eq!(findings(&Made::default()), Vec::new());
}

#[test]
fn a_clock_an_hour_off_moves_no_episode_and_no_order_that_was_certain() {
    let told = |made: &Made<'_>| -> Vec<String> {
        let episodes = findings(made).into_iter().filter(|one| one.question == "ANA-007");
        episodes.map(|one| one.id).collect()
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
