//! Making a decision: what it must name, who may sign it, and the act in the log.

use analysis::questions;
use custody::{Act, Event};
use model::Card;
use model::finding::Finding;

use super::{Category, Decision, Ruling, Signature, decisions, of_acts, rests_on, standing};
use crate::acts::{check_ground, is_one_person};
use crate::asked;
use crate::asking::{StoredAnswer, answer};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};

/// Decides on a finding of the last build. `question` is its name or code.
pub fn rule(
    case: &Case,
    (question, finding): (&str, &str),
    ruling: Ruling,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Decision, Fault> {
    check_ground(reason)?;
    let (code, found) = named(case, question, finding)?;
    let event = |number| Event::FindingDecided {
        number,
        question: code.to_owned(),
        rests_on: rests_on(&found),
        finding: found.id,
        ruling: ruling.code().to_owned(),
        reason: reason.to_owned(),
    };
    log(case, event, by, at_us)
}

/// Puts a party into a category.
pub fn categorise(
    case: &Case,
    key: &str,
    category: Category,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Decision, Fault> {
    check_ground(reason)?;
    check_party(case, key)?;
    let event = |number| Event::PersonCategorised {
        number,
        key: key.to_owned(),
        category: category.code().to_owned(),
        reason: reason.to_owned(),
    };
    log(case, event, by, at_us)
}

/// Signs a decision as a second person.
pub fn countersign(
    case: &Case,
    number: u64,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Decision, Fault> {
    check_ground(reason)?;
    let mut custody = open_custody(case)?;
    let all = decisions(case)?;
    let decision = may_sign(&all, number, by)?;
    let event = Event::Countersigned { decision: number, reason: reason.to_owned() };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    let second = Signature { by: by.to_owned(), at_us, reason: reason.to_owned() };
    Ok(Decision { second: Some(second), ..decision.clone() })
}

/// The decision, if this person may sign it.
pub(super) fn may_sign<'a>(
    all: &'a [Decision],
    number: u64,
    by: &str,
) -> Result<&'a Decision, Fault> {
    let list = "list them with `tutela decide`";
    let decision = all
        .iter()
        .find(|one| one.number == number)
        .ok_or_else(|| Fault::usage(format!("there is no decision {number}"), list))?;
    if !standing(all).iter().any(|one| one.number == number) {
        return Err(Fault::usage(format!("decision {number} stands no more"), list));
    }
    if !decision.decided.needs_second() {
        return Err(Fault::usage(format!("decision {number} needs no second signature"), list));
    }
    if let Some(second) = &decision.second {
        return Err(Fault::usage(format!("decision {number} is signed by {}", second.by), list));
    }
    if is_one_person(&decision.by, by) {
        return Err(Fault::new(
            Exit::SecondPerson,
            format!("decision {number} is {by}'s own"),
            "another person must sign it, under an account of their own",
        ));
    }
    Ok(decision)
}

/// Refuses a party that no record names.
pub(crate) fn check_party(case: &Case, key: &str) -> Result<(), Fault> {
    if asked::view(case)?.keys.id(key).is_some() {
        return Ok(());
    }
    Err(Fault::usage(
        format!("no record names the party `{key}`"),
        "name it by its key, as `tutela search` and `tutela network` print it",
    ))
}

/// The keys of the findings of a question, in their order.
pub fn keys_of(case: &Case, question: &str) -> Result<Vec<String>, Fault> {
    let (_, stored) = stored(case, question)?;
    Ok(stored.answer.findings.into_iter().map(|one| one.id).collect())
}

/// The answer of the last build to a question.
fn stored(case: &Case, question: &str) -> Result<(&'static Card, StoredAnswer), Fault> {
    let card = questions::named(question).map(analysis::Question::card);
    let stored = card.map(|card| answer(case, card)).transpose()?.flatten();
    card.zip(stored).ok_or_else(|| {
        Fault::usage(
            format!("the last build has no answer to a question `{question}`"),
            "`tutela ask` lists the questions; `tutela build` asks them",
        )
    })
}

/// The finding of that key, and the code of its question.
pub(crate) fn named(
    case: &Case,
    question: &str,
    finding: &str,
) -> Result<(&'static str, Finding), Fault> {
    let (card, stored) = stored(case, question)?;
    let found = stored.answer.findings.into_iter().find(|one| one.id == finding);
    let found = found.ok_or_else(|| {
        Fault::usage(
            format!("the answer to {} has no finding `{finding}`", card.name),
            "the report shows the key of each finding below it",
        )
    })?;
    Ok((card.code, found))
}

/// Writes the act with the next number.
fn log(
    case: &Case,
    event: impl FnOnce(u64) -> Event,
    by: &str,
    at_us: i64,
) -> Result<Decision, Fault> {
    let mut custody = open_custody(case)?;
    let number = decisions(case)?.last().map_or(0, |last| last.number) + 1;
    let act = Act { at_us, by: by.to_owned(), event: event(number) };
    custody.log(at_us, by, &act.event).map_err(|e| custody_fault(&e))?;
    let unread = || Fault::new(Exit::Bug, "a decision cannot be read back", "report this");
    of_acts(vec![act]).pop().ok_or_else(unread)
}
