//! The answer of one question on the terminal: each finding with what speaks against it and what else explains it.

use casebook::{Case, Fault};
use model::finding::{Answer, Finding};
use model::{RecordRef, Sentence};
use report::Teller;

use super::Desk;
use super::report::{teller, unsaid};
use crate::words::say;

/// Records named behind a line at most; `--json` has all.
const RECORDS_MAX: usize = 4;

/// Prints an answer, `limit` findings at most; all are counted.
pub(crate) fn print(
    desk: &Desk<'_>,
    case: &Case,
    answer: &Answer,
    limit: usize,
) -> Result<(), Fault> {
    let teller = teller(desk, case)?;
    for finding in answer.findings.iter().take(limit) {
        for line in told(desk, &teller, finding)? {
            desk.console.data(&line);
        }
    }
    if answer.findings.is_empty() {
        desk.console.remark("answer-none", &[]);
    }
    let further = answer.findings.len().saturating_sub(limit);
    if further > 0 {
        desk.console.remark("answer-more", &[("count", &further.to_string())]);
    }
    Ok(())
}

/// The lines of a finding.
fn told(desk: &Desk<'_>, teller: &Teller, finding: &Finding) -> Result<Vec<String>, Fault> {
    let language = desk.console.language();
    let against = format!("{} ", say(language, "answer-against", &[]));
    let else_ = format!("{} ", say(language, "answer-else", &[]));
    let mut lines = vec![line(teller, "", &finding.statement)?];
    let parts =
        [("", &finding.detail), (&*against, &finding.contrary), (&*else_, &finding.alternatives)];
    for (before, sentences) in parts {
        for sentence in sentences {
            lines.push(format!("    {}", line(teller, before, sentence)?));
        }
    }
    Ok(lines)
}

/// A sentence with the first of its records.
pub(crate) fn line(teller: &Teller, before: &str, sentence: &Sentence) -> Result<String, Fault> {
    let said = teller.say(sentence).map_err(unsaid)?;
    Ok(format!("{before}{said} [{}]", named(sentence.support.records())))
}

/// The first of these records, and how many there are where not all are named.
pub(crate) fn named(records: &[RecordRef]) -> String {
    let mut named: Vec<String> =
        records.iter().take(RECORDS_MAX).map(RecordRef::to_string).collect();
    if records.len() > RECORDS_MAX {
        named.push(format!("… ({})", records.len()));
    }
    named.join(" ")
}
