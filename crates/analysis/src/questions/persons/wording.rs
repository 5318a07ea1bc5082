//! What is said of persons: how many links are proposed, each with its weights, doubts and others.

use model::finding::{Finding, Strength};
use model::{Card, Sentence, Value};
use resolve::{Origin, Recall, Step};

use super::{Against, Candidate, Doubt, Mixed, Persons};
use crate::citing::{Cited, count, recorded};

/// The findings; none where nobody is described.
pub(super) fn findings(card: &Card, persons: &Persons, shown_max: usize) -> Vec<Finding> {
    let mut findings: Vec<Finding> = list(card, persons).into_iter().collect();
    let total = persons.proposed;
    let shown = shown_max.min(total);
    for found in persons.candidates.iter().take(shown_max) {
        findings.extend(candidate(card, persons, found, (shown, total)));
    }
    for found in persons.mixed.iter().take(shown_max) {
        findings.extend(mixed(card, found));
    }
    for found in persons.against.iter().take(shown_max) {
        findings.extend(against(card, found));
    }
    findings
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn number(value: f64, decimals: u8) -> Value {
    Value::Number { value, decimals }
}

fn list(card: &Card, persons: &Persons) -> Option<Finding> {
    let cited = Cited::of(persons.records.iter().copied());
    let statement = cited
        .says("persons-list")?
        .with("parties", count(persons.parties))
        .with("proposed", count(persons.proposed));
    let mut finding = recorded(card, "list".to_owned(), statement);
    if persons.origin == Origin::Default {
        finding.strength = Strength::InsufficientData;
        finding.detail.extend(cited.says("persons-default"));
    } else {
        let said = cited.says("persons-estimated");
        finding.detail.extend(said.map(|said| said.with("wordings", count(persons.wordings))));
        finding.detail.extend(compared(&cited, &persons.recall));
    }
    finding.detail.extend(cited.in_part());
    finding.contrary.extend(cited.says("persons-proposes"));
    if persons.kept_apart > 0 {
        let said = cited.says("persons-kept-apart");
        finding.contrary.extend(said.map(|said| said.with("pairs", count(persons.kept_apart))));
    }
    Some(finding)
}

/// Which share of the pairs was compared, and what the estimate rests on.
fn compared(cited: &Cited, recall: &Recall) -> Option<Sentence> {
    if recall.every {
        return cited.says("persons-every-pair");
    }
    let said = cited.says("persons-recall")?;
    let shares = [("recall", recall.recall), ("low", recall.low), ("high", recall.high)];
    Some(shares.into_iter().fold(said, |said, (name, share)| said.with(name, Value::Share(share))))
}

fn candidate(
    card: &Card,
    persons: &Persons,
    found: &Candidate,
    (shown, total): (usize, usize),
) -> Option<Finding> {
    let cited = Cited::of([found.left_record, found.right_record]);
    let statement = cited
        .says("persons-candidate")?
        .with("left", stated(&found.left))
        .with("right", stated(&found.right))
        .with("probability", Value::Share(found.waterfall.probability))
        .with("shown", count(shown))
        .with("total", count(total));
    let mut finding = recorded(card, format!("link-{}-{}", found.left, found.right), statement);
    if persons.origin == Origin::Default {
        finding.strength = Strength::InsufficientData;
        finding.detail.extend(cited.says("persons-default"));
    }
    let before = (-found.waterfall.prior_bits).exp2();
    let said = cited.says("persons-prior");
    finding.detail.extend(said.map(|said| said.with("pairs", number(before, 0))));
    for told in &found.waterfall.steps {
        let said = step(&cited, told);
        if told.bits >= 0.0 { &mut finding.detail } else { &mut finding.contrary }.extend(said);
    }
    finding.contrary.extend(found.doubts.iter().filter_map(|doubt| cited.says(doubt.template())));
    if let Some(by) = &found.unsure {
        let said = cited.says("persons-unsure");
        finding.contrary.extend(said.map(|said| said.with("by", stated(by))));
    }
    finding.alternatives = alternatives(found, &cited);
    Some(finding)
}

/// One weight: how many times as often such an agreement is met in records of one party.
fn step(cited: &Cited, told: &Step) -> Option<Sentence> {
    let template = if told.bits >= 0.0 { "persons-for" } else { "persons-against" };
    let times = told.bits.abs().exp2();
    let decimals = u8::from(times < 10.0);
    Some(
        cited
            .says(template)?
            .with("field", Value::Term(format!("persons-field-{}", told.field)))
            .with("left", stated(&told.left))
            .with("right", stated(&told.right))
            .with("level", Value::Term(format!("persons-level-{}", told.level)))
            .with("times", number(times, decimals)),
    )
}

fn alternatives(found: &Candidate, cited: &Cited) -> Vec<Sentence> {
    let mut said = Vec::new();
    let namesakes = Cited::of(found.namesakes.iter().copied());
    said.extend(
        namesakes
            .says("persons-namesakes")
            .map(|said| said.with("others", count(found.namesakes_total))),
    );
    if !found.household.is_empty() {
        said.extend(cited.says("persons-household"));
    }
    let wrong = 1.0 - found.waterfall.probability;
    said.extend(cited.says("persons-two").map(|said| said.with("share", Value::Share(wrong))));
    said
}

impl Doubt {
    fn template(self) -> &'static str {
        match self {
            Self::BirthDates => "persons-doubt-birth-dates",
            Self::Suffixes => "persons-doubt-suffixes",
            Self::Documents => "persons-doubt-documents",
            Self::NameOnly => "persons-doubt-name-only",
            Self::Household => "persons-doubt-household",
        }
    }
}

fn mixed(card: &Card, found: &Mixed) -> Option<Finding> {
    let cited = Cited::of(found.records);
    let statement = cited
        .says("persons-mixed")?
        .with("identity", stated(&found.identity))
        .with("left", stated(&found.left))
        .with("right", stated(&found.right));
    let id = format!("mixed-{}-{}", found.identity, found.doubt.template());
    let mut finding = recorded(card, id, statement);
    finding.contrary.extend(cited.says(match found.doubt {
        Doubt::BirthDates => "persons-mixed-birth-dates",
        Doubt::Suffixes => "persons-mixed-suffixes",
        Doubt::Documents | Doubt::NameOnly | Doubt::Household => found.doubt.template(),
    }));
    finding.alternatives.extend(cited.says("persons-mixed-slip"));
    Some(finding)
}

fn against(card: &Card, found: &Against) -> Option<Finding> {
    let cited = Cited::of(found.records.clone());
    let statement = cited
        .says("persons-decided-against")?
        .with("left", stated(&found.left))
        .with("right", stated(&found.right))
        .with("by", stated(&found.by))
        .with("one", stated(&found.decided[0]))
        .with("other", stated(&found.decided[1]));
    let id = format!("against-{}-{}-{}", found.by, found.left, found.right);
    let mut finding = recorded(card, id, statement);
    finding.alternatives.extend(cited.says("persons-decided-shared"));
    Some(finding)
}
