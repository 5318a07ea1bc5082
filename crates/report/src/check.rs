//! Every sentence that keeps a report from being written, where [`crate::build`] names the first alone.

use model::Sentence;
use model::finding::Finding;

use crate::error::ReportError;
use crate::input::ReportInput;
use crate::sentences::{Speaker, class_of};
use crate::values::Printer;
use crate::{Lang, build, triage, words};

/// Every sentence that cannot be said truthfully, or whose records cannot be shown, in the order of the
/// report; else what else keeps it from being written. Empty where it can be written.
pub fn check(input: &ReportInput, lang: Lang) -> Vec<ReportError> {
    let unsaid = unsaid(input, lang).unwrap_or_default();
    if unsaid.is_empty() { build(input, lang).err().into_iter().collect() } else { unsaid }
}

fn unsaid(input: &ReportInput, lang: Lang) -> Result<Vec<ReportError>, ReportError> {
    let words = words::Words::load(lang)?;
    let printer = Printer::new(&words, &input.case.zone)?;
    let speaker = Speaker { printer: &printer, cited: Some(&input.cited) };
    let of_files = input.triage.as_ref().map(triage::findings).unwrap_or_default();
    let of_questions = input.asked.iter().flat_map(|asked| &asked.answer.findings);
    let all = of_questions.chain(&of_files).flat_map(sentences);
    let fault = |(place, sentence): (String, &Sentence)| {
        speaker.say(sentence, class_of(sentence), &place).err()
    };
    Ok(all.filter_map(fault).collect())
}

/// The sentences of a finding, each with its place.
fn sentences(finding: &Finding) -> impl Iterator<Item = (String, &Sentence)> {
    let name = format!("{} finding `{}`", finding.question, finding.id);
    let parts = [
        ("statement", std::slice::from_ref(&finding.statement)),
        ("detail", &finding.detail),
        ("contrary", &finding.contrary),
        ("alternative", &finding.alternatives),
    ];
    parts.into_iter().flat_map(move |(part, sentences)| {
        let name = name.clone();
        let place = move |at: usize| format!("{name}, {part} {at}");
        sentences.iter().zip(1..).map(move |(sentence, at)| (place(at), sentence))
    })
}
