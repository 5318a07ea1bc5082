//! Citing: the records a sentence rests on, bounded so that a case of millions stays readable.

use model::finding::{Answer, Figure, Finding, Strength};
use model::{Card, RecordRef, Sentence, Support, Value};

/// Records one sentence cites at most: more cannot be read by a person, and the typed result of
/// the question lists them all. A sentence that cites fewer than it counts says so.
pub const CITED_MAX: usize = 1_000;

/// Records for a sentence, and how many there were in all.
#[derive(Debug, Clone)]
pub(crate) struct Cited {
    support: Option<Support>,
    total: usize,
}

impl Cited {
    /// Cites these records; above [`CITED_MAX`] evenly spread ones, first and last included.
    pub(crate) fn of(records: impl IntoIterator<Item = RecordRef>) -> Self {
        let mut all: Vec<RecordRef> = records.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        let total = all.len();
        if total > CITED_MAX {
            let last = (total - 1) as u64;
            let mut at = 0u64;
            let mut kept = 0u64;
            all.retain(|_| {
                let wanted = kept * last / (CITED_MAX as u64 - 1);
                let keep = at == wanted && kept < CITED_MAX as u64;
                at += 1;
                kept += u64::from(keep);
                keep
            });
        }
        Self { support: Support::new(all), total }
    }

    /// The records as support of a single value; `None` where there are none.
    pub(crate) fn support(&self) -> Option<Support> {
        self.support.clone()
    }

    /// A sentence resting on these records; `None` where there are none.
    pub(crate) fn says(&self, template: &'static str) -> Option<Sentence> {
        self.support.clone().map(|support| Sentence::new(template, support))
    }

    /// The sentence that only a part is cited; `None` where all are.
    pub(crate) fn in_part(&self) -> Option<Sentence> {
        let support = self.support.clone()?;
        let cited = support.records().len();
        (cited < self.total).then(|| {
            Sentence::new("cited-in-part", support)
                .with("cited", count(cited))
                .with("total", count(self.total))
        })
    }
}

/// A count as a value.
pub(crate) fn count(n: usize) -> Value {
    Value::Count(n as u64)
}

/// A finding of recorded facts, to be filled.
pub(crate) fn recorded(card: &Card, id: String, statement: Sentence) -> Finding {
    Finding {
        id,
        question: card.code.to_owned(),
        statement,
        detail: Vec::new(),
        contrary: Vec::new(),
        alternatives: Vec::new(),
        strength: Strength::Recorded,
        figures: Vec::new(),
    }
}

/// Pictures of a finding, left out where they hold nothing.
pub(crate) fn with_figures(mut finding: Finding, figures: Vec<Figure>) -> Finding {
    finding.figures = figures;
    finding
}

/// The answer of a question that drew no random number.
pub(crate) fn answer(card: &Card, parameters: &[(&str, String)], findings: Vec<Finding>) -> Answer {
    Answer {
        question: card.code.to_owned(),
        version: card.version,
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        seed: None,
        findings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ExhibitId;

    fn rows(n: u64) -> impl Iterator<Item = RecordRef> {
        (1..=n).map(|row| RecordRef { exhibit: ExhibitId(1), row })
    }

    #[test]
    fn cites_all_of_few_and_says_so_of_many() {
        assert!(Cited::of(rows(1_000)).in_part().is_none());
        let many = Cited::of(rows(123_457));
        let part = many.in_part().unwrap();
        let cited = part.support.records();
        assert_eq!((cited.len(), cited[0].row, cited[999].row), (1_000, 1, 123_457));
        assert_eq!(part.slots[1].value, Value::Count(123_457));
        assert!(Cited::of(rows(0)).says("cited-in-part").is_none());
    }
}
