//! A sentence that cannot be said truthfully, or not be shown, stops the report.

use model::{ExhibitId, Sentence, Value};

use super::sample::{input, support};
use crate::{Lang, ReportError, ReportInput, build, check};

fn refused(change: impl FnOnce(&mut ReportInput)) -> String {
    let mut input = input();
    change(&mut input);
    build(&input, Lang::En).unwrap_err().to_string()
}

fn said(input: &mut ReportInput, sentence: Sentence) {
    input.asked[0].answer.findings[0].statement = sentence;
}

#[test]
fn an_unknown_template_stops_the_report() {
    let error = refused(|input| said(input, Sentence::new("no-such-words", support(1, [1]))));
    insta::assert_snapshot!(error, @"REP-001 at ANA-901 finding `P-0007→R-0003`, statement: no template `no-such-words` in `en`; add it to locales/en");
}

#[test]
fn a_slot_that_is_missing_or_unused_stops_the_report() {
    let error = refused(|input| said(input, Sentence::new("sample-undone", support(1, [1]))));
    insta::assert_snapshot!(error, @"REP-002 at ANA-901 finding `P-0007→R-0003`, statement: template `sample-undone` uses the slot `count`, which the sentence does not fill; fill it in the question or take it out of the template");
    let error = refused(|input| {
        let sentence = Sentence::new("sample-undone", support(1, [1]))
            .with("count", Value::Count(2))
            .with("who", Value::Stated("x".to_owned()));
        said(input, sentence);
    });
    insta::assert_snapshot!(error, @"REP-003 at ANA-901 finding `P-0007→R-0003`, statement: template `sample-undone` does not use the slot `who`, which the sentence fills; a value that is not said is not to be passed");
}

#[test]
fn a_sentence_whose_records_cannot_be_shown_stops_the_report() {
    let error = refused(|input| {
        let sentence = Sentence::new("sample-undone", support(1, [1, 9_999]));
        said(input, sentence.with("count", Value::Count(2)));
    });
    insta::assert_snapshot!(error, @"REP-004 at ANA-901 finding `P-0007→R-0003`, statement: template `sample-undone`, slot `-` rests on record EX-1/9999, which is not among the cited records; pass its locator and its quotation");
    let error = refused(|input| {
        let sentence = Sentence::new("sample-undone", support(1, [1]));
        said(input, sentence.with_cited("count", Value::Count(2), support(9, [1])));
    });
    assert!(error.contains("slot `count` rests on record EX-9/1"), "{error}");
}

#[test]
fn every_sentence_that_cannot_be_shown_is_named_and_not_the_first_alone() {
    let mut input = input();
    assert_eq!(check(&input, Lang::It), []);
    let unshown =
        |row| Sentence::new("sample-undone", support(1, [row])).with("count", Value::Count(2));
    input.asked[0].answer.findings[0].contrary.push(unshown(9_998));
    input.asked[1].answer.findings[0].statement = unshown(9_999);
    let faults: Vec<String> = check(&input, Lang::En).iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("contrary") && faults[0].contains("EX-1/9998"), "{faults:?}");
    assert!(faults[1].contains("statement 1") && faults[1].contains("EX-1/9999"), "{faults:?}");
}

#[test]
fn what_else_keeps_a_report_from_being_written_is_named() {
    let mut input = input();
    input.exhibits[0].rows += 1;
    assert!(matches!(check(&input, Lang::En).as_slice(), [ReportError::CountsDisagree { .. }]));
    input.case.zone = "Europe/Milan".to_owned();
    assert!(matches!(check(&input, Lang::En).as_slice(), [ReportError::UnknownZone { .. }]));
}

#[test]
fn a_value_that_is_none_stops_the_report() {
    for value in [Value::Share(1.4), Value::PValue(0.0), Value::Term("no-such-term".to_owned())] {
        let error = refused(|input| {
            let sentence = Sentence::new("sample-undone", support(1, [1]));
            said(input, sentence.with("count", value.clone()));
        });
        assert!(error.starts_with("REP-005 at ANA-901"), "{error}");
        assert!(error.contains("template `sample-undone`, slot `count`"), "{error}");
    }
}

#[test]
fn material_that_does_not_add_up_stops_the_report() {
    assert!(refused(|input| input.exhibits[0].rows += 1).starts_with("REP-009 at EX-1"));
    assert!(refused(|input| input.case.zone = "Europe/Milan".to_owned()).starts_with("REP-006"));
    let elsewhere = refused(|input| {
        let (_, cited) = input.cited.iter_mut().next().unwrap();
        cited.locator.exhibit = ExhibitId(2);
    });
    assert!(elsewhere.starts_with("REP-008 at EX-1/1"), "{elsewhere}");
    assert!(refused(|input| input.asked[0].card.code = "ANA-999").starts_with("REP-010"));
    assert!(matches!(
        build(
            &{
                let mut i = input();
                i.exhibits.pop();
                i.exhibits.remove(0);
                i
            },
            Lang::It
        ),
        Err(ReportError::WrongLocator { .. })
    ));
}
