//! Measurements of the sample questions.

use model::Card;
use model::card::Measure;

/// What a test of the sample question would have said.
pub(crate) fn measured(card: &Card) -> Vec<Measure> {
    let one = |measure: &str, value, ends: Option<(f64, f64)>| Measure {
        question: card.code.to_owned(),
        version: card.version,
        data: "sample pairs".to_owned(),
        measure: measure.to_owned(),
        value,
        low: ends.map(|ends| ends.0),
        high: ends.map(|ends| ends.1),
    };
    vec![one("AUC", 0.987, None), one("false alarms at .05", 0.012, Some((0.004, 0.031)))]
}
