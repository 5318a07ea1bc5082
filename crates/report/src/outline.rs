//! The report before it is written: every sentence said, every finding numbered, every row that
//! the page will list chosen. Page and JSON are both written from it, so that they cannot differ.

use std::collections::{BTreeMap, BTreeSet};

use model::finding::{Figure, Finding, Strength};
use model::{RecordRef, Sentence};

use crate::error::ReportError;
use crate::input::{Asked, ReportInput, TriageFacts};
use crate::sentences::{Class, Line, Speaker, class_of};
use crate::values::Printer;

/// Rows of the exhibits that the page lists for one finding at most; the JSON lists all. A hundred
/// rows can be checked by a reader.
pub const ROWS_PER_FINDING_MAX: usize = 100;

/// Rows that the page lists in all, shared evenly among its findings: a browser still opens the page
/// (some 0.8 kB a row), and paper stays within one volume. Where nothing was found, the page lists
/// the first row of every sentence.
pub const ROWS_PER_REPORT_MAX: usize = 2_500;

/// Findings of one question that the page says in full, in the question's own order; the JSON says
/// all. Beyond it a printed report is no longer read.
pub const FINDINGS_PER_QUESTION_MAX: usize = 120;

/// The report, said but not yet written.
pub(crate) struct Outline<'a> {
    pub(crate) input: &'a ReportInput,
    pub(crate) printer: &'a Printer<'a>,
    pub(crate) questions: Vec<QuestionView<'a>>,
    /// What known sets say of the files, where they were asked.
    pub(crate) triage: Option<TriageView<'a>>,
    /// Rows listed for one finding at most.
    pub(crate) rows_max: usize,
}

/// The files that known sets know.
pub(crate) struct TriageView<'a> {
    pub(crate) facts: &'a TriageFacts,
    /// Its number among the findings of the report, after those of the questions.
    pub(crate) number: usize,
    pub(crate) findings: Vec<FindingView<'a>>,
}

/// A question with its findings.
pub(crate) struct QuestionView<'a> {
    pub(crate) asked: &'a Asked,
    /// Its number among the findings of the report: `4.2` is the second question.
    pub(crate) number: usize,
    pub(crate) findings: Vec<FindingView<'a>>,
}

impl<'a> QuestionView<'a> {
    /// The findings that the page says in full.
    pub(crate) fn shown(&self) -> &[FindingView<'a>] {
        self.findings.get(..FINDINGS_PER_QUESTION_MAX).unwrap_or(&self.findings)
    }
}

/// A finding, said.
pub(crate) struct FindingView<'a> {
    pub(crate) finding: &'a Finding,
    /// `4.2.7`: section, question, finding.
    pub(crate) number: String,
    /// Its anchor on the page.
    pub(crate) anchor: String,
    pub(crate) statement: Line<'a>,
    pub(crate) detail: Vec<Line<'a>>,
    pub(crate) contrary: Vec<Line<'a>>,
    pub(crate) alternatives: Vec<Line<'a>>,
    /// The number of its first figure; figures are numbered through the report.
    pub(crate) figures_from: usize,
    /// Every record it rests on, contrary and alternatives included.
    pub(crate) records: BTreeSet<RecordRef>,
    /// Those of them that the page lists.
    pub(crate) listed: BTreeSet<RecordRef>,
}

impl<'a> FindingView<'a> {
    /// Every sentence, in the order of the page.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        std::iter::once(&self.statement)
            .chain(&self.detail)
            .chain(&self.contrary)
            .chain(&self.alternatives)
    }

    /// Whether it says more than that nothing was found: one that does not needs fewer rows.
    fn found_something(&self) -> bool {
        match self.finding.strength {
            Strength::Recorded => true,
            Strength::Tested { rejected, .. } => rejected,
            Strength::InsufficientData => false,
        }
    }

    /// Its pictures.
    pub(crate) fn figures(&self) -> &'a [Figure] {
        &self.finding.figures
    }
}

impl<'a> Outline<'a> {
    /// Says everything the input holds, or names the first sentence that cannot be said.
    pub(crate) fn of(
        input: &'a ReportInput,
        of_files: &'a [Finding],
        printer: &'a Printer<'a>,
    ) -> Result<Self, ReportError> {
        check_exhibits(input)?;
        let speaker = Speaker { printer, cited: Some(&input.cited) };
        let mut questions = input
            .asked
            .iter()
            .zip(1..)
            .map(|(asked, number)| say_question(&speaker, asked, number))
            .collect::<Result<Vec<_>, _>>()?;
        let mut triage = say_triage(&speaker, input, of_files)?;
        let mut next = 1;
        let shown = shown_of(&questions, triage.as_ref());
        let telling = shown.filter(|finding| finding.found_something()).count();
        let rows_max = (ROWS_PER_REPORT_MAX / telling.max(1)).min(ROWS_PER_FINDING_MAX);
        let all = questions.iter_mut().flat_map(|question| &mut question.findings);
        for finding in all.chain(triage.iter_mut().flat_map(|triage| &mut triage.findings)) {
            finding.figures_from = next;
            next += finding.figures().len();
            finding.listed =
                choose_rows(finding, if finding.found_something() { rows_max } else { 0 });
        }
        Ok(Self { input, printer, questions, triage, rows_max })
    }

    /// The findings that the page says in full: those of the questions, then those on files.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &FindingView<'a>> {
        shown_of(&self.questions, self.triage.as_ref())
    }

    /// The records that the page lists, each with the anchors and numbers of the findings that
    /// cite it.
    pub(crate) fn listed(&self) -> BTreeMap<RecordRef, Vec<(&str, &str)>> {
        let mut listed: BTreeMap<RecordRef, Vec<(&str, &str)>> = BTreeMap::new();
        for finding in self.shown() {
            for record in &finding.listed {
                listed.entry(*record).or_default().push((&finding.anchor, &finding.number));
            }
        }
        listed
    }
}

fn shown_of<'v, 'a>(
    questions: &'v [QuestionView<'a>],
    triage: Option<&'v TriageView<'a>>,
) -> impl Iterator<Item = &'v FindingView<'a>> {
    let of_files = triage.map(|triage| triage.findings.as_slice()).unwrap_or_default();
    questions.iter().flat_map(QuestionView::shown).chain(of_files)
}

fn check_exhibits(input: &ReportInput) -> Result<(), ReportError> {
    for exhibit in &input.exhibits {
        let (rows, records, rejects) = (exhibit.rows, exhibit.records, exhibit.rejects);
        if records.checked_add(rejects) != Some(rows) {
            return Err(ReportError::CountsDisagree {
                exhibit: exhibit.id,
                rows,
                records,
                rejects,
            });
        }
    }
    let known: BTreeSet<_> = input.exhibits.iter().map(|exhibit| exhibit.id).collect();
    for (record, cited) in &input.cited {
        let named = cited.locator.exhibit;
        if named != record.exhibit || !known.contains(&named) {
            return Err(ReportError::WrongLocator { record: *record, named });
        }
    }
    Ok(())
}

fn say_question<'a>(
    speaker: &Speaker<'_>,
    asked: &'a Asked,
    number: usize,
) -> Result<QuestionView<'a>, ReportError> {
    let answer = &asked.answer;
    if answer.question != asked.card.code {
        return Err(ReportError::WrongCard {
            answer: answer.question.clone(),
            card: asked.card.code.to_owned(),
        });
    }
    let findings = answer
        .findings
        .iter()
        .zip(1..)
        .map(|(finding, place)| say_finding(speaker, &answer.question, finding, (number, place)))
        .collect::<Result<_, _>>()?;
    Ok(QuestionView { asked, number, findings })
}

fn say_triage<'a>(
    speaker: &Speaker<'_>,
    input: &'a ReportInput,
    of_files: &'a [Finding],
) -> Result<Option<TriageView<'a>>, ReportError> {
    let Some(facts) = &input.triage else { return Ok(None) };
    if let Some(fact) = facts.fault() {
        return Err(ReportError::FilesDisagree { fact });
    }
    let number = input.asked.len() + 1;
    let said = of_files.iter().zip(1..);
    let findings = said
        .map(|(finding, place)| say_finding(speaker, &finding.question, finding, (number, place)))
        .collect::<Result<_, _>>()?;
    Ok(Some(TriageView { facts, number, findings }))
}

fn say_finding<'a>(
    speaker: &Speaker<'_>,
    code: &str,
    finding: &'a Finding,
    (question, place): (usize, usize),
) -> Result<FindingView<'a>, ReportError> {
    let name = format!("{code} finding `{}`", finding.id);
    let say_all = |part: &str, sentences: &'a [Sentence], class: fn(&Sentence) -> Class| {
        sentences
            .iter()
            .zip(1..)
            .map(|(sentence, at)| {
                speaker.say(sentence, class(sentence), &format!("{name}, {part} {at}"))
            })
            .collect::<Result<Vec<_>, _>>()
    };
    let statement_class = match finding.strength {
        Strength::Recorded => class_of(&finding.statement),
        Strength::Tested { .. } | Strength::InsufficientData => Class::Assessment,
    };
    let statement =
        speaker.say(&finding.statement, statement_class, &format!("{name}, statement"))?;
    let mut view = FindingView {
        finding,
        number: format!("4.{question}.{place}"),
        anchor: format!("F-{question}-{place}"),
        statement,
        detail: say_all("detail", &finding.detail, class_of)?,
        contrary: say_all("contrary", &finding.contrary, class_of)?,
        alternatives: say_all("alternative", &finding.alternatives, |_| Class::Assessment)?,
        figures_from: 0,
        records: BTreeSet::new(),
        listed: BTreeSet::new(),
    };
    view.records = view.lines().flat_map(|line| line.records.iter().copied()).collect();
    Ok(view)
}

/// The rows listed for a finding: the first of every sentence, then the second of every sentence,
/// and so on until the limit. Every sentence keeps at least one row, the limit notwithstanding.
fn choose_rows(view: &FindingView<'_>, rows_max: usize) -> BTreeSet<RecordRef> {
    let mut listed = BTreeSet::new();
    let longest = view.lines().map(|line| line.records.len()).max().unwrap_or(0);
    for place in 0..longest {
        for record in view.lines().filter_map(|line| line.records.get(place)) {
            if place > 0 && listed.len() >= rows_max {
                return listed;
            }
            listed.insert(*record);
        }
    }
    listed
}
