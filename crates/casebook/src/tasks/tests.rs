//! Deadlines, hand-overs, and hand-overs that are cut off.

use std::path::Path;

use model::finding::{Answer, Finding, Strength, Support};
use model::{Digest, Language, Sentence};
use tempfile::TempDir;

use super::hand_on::hand_on_by;
use super::*;
use crate::asking::{StoredAnswer, file_of};
use crate::case::CaseFacts;
use crate::fault::Exit;
use crate::release::Leaving;
use crate::veil::Veil;

const HOUR: i64 = 3_600_000_000;

/// A case that was opened and built at hour 1, with these facts: kind, payer, row.
fn case(folder: &TempDir, facts: &[(&str, &str, u64)]) -> Case {
    let stated = CaseFacts {
        id: "tasks".to_owned(),
        authority: "A".to_owned(),
        legal_basis: "B".to_owned(),
        time_zone: "Europe/Rome".to_owned(),
        language: Language::En,
        region: None,
        retention: None,
        opened_us: 0,
        pay_days: Vec::new(),
        holidays: Vec::new(),
        task_hours: BTreeMap::from([("recent-call".to_owned(), 2)]),
    };
    let case = Case::create(&folder.path().join("case"), stated, "ada").unwrap();
    found(&case, facts, HOUR);
    case
}

/// What a build at this instant finds.
fn found(case: &Case, facts: &[(&str, &str, u64)], at_us: i64) {
    let finding = |(kind, payer, row): &(&str, &str, u64)| {
        let record = RecordRef { exhibit: ExhibitId(1), row: *row };
        let support = Support::new(vec![record]).unwrap();
        let template = match *kind {
            "extortion" => "safeguarding-extortion",
            "recent-call" => "safeguarding-recent-call",
            _ => "safeguarding-planned-journey",
        };
        let statement =
            Sentence::new(template, support).with("payer", Value::Stated((*payer).to_owned()));
        Finding {
            id: format!("{kind}-{payer}"),
            question: "ANA-015".to_owned(),
            statement,
            detail: Vec::new(),
            contrary: Vec::new(),
            alternatives: Vec::new(),
            strength: Strength::Recorded,
            figures: Vec::new(),
        }
    };
    let answer = Answer {
        question: "ANA-015".to_owned(),
        version: 1,
        parameters: BTreeMap::new(),
        seed: None,
        findings: facts.iter().map(finding).collect(),
    };
    let stored = StoredAnswer { data_root: Digest([0; 32]), answer };
    let name = file_of(SafeguardingQuestion.card());
    std::fs::create_dir_all(case.path("findings")).unwrap();
    crate::file::write(&case.path(&name), &serde_json::to_vec(&stored).unwrap()).unwrap();
    let mut custody = open_custody(case).unwrap();
    let event =
        Event::Built { tool: "t".to_owned(), data_root: Digest([0; 32]), findings: Vec::new() };
    custody.log(at_us, "ada", &event).unwrap();
    note_found(case, &mut custody, "ada", at_us).unwrap();
}

fn only(case: &Case, now_us: i64) -> Safeguarding {
    safeguarding(case, now_us).unwrap().remove(0)
}

#[test]
fn a_deadline_counts_from_the_build_that_found_it_by_the_kind_of_fact() {
    let folder = tempfile::tempdir().unwrap();
    let facts = [("extortion", "p", 1), ("recent-call", "q", 2), ("planned-journey", "r", 3)];
    let case = case(&folder, &facts);
    found(&case, &facts, 3 * HOUR);
    let due = |kind: &str| {
        let tasks = safeguarding(&case, 4 * HOUR).unwrap();
        let one = tasks.into_iter().find(|one| one.kind == kind).unwrap();
        (one.due_us / HOUR, one.overdue)
    };
    // The case says two hours for a call; the others are the house's; the second build moves nothing.
    assert_eq!(due("recent-call"), (3, true));
    assert_eq!(due("extortion"), (5, false));
    assert_eq!(due("planned-journey"), (25, false));
    let told = open(&case, 5 * HOUR).unwrap();
    assert_eq!(
        (told.open, told.waiting, told.overdue),
        (3, 3, 1),
        "at the very hour it is not over"
    );
    assert_eq!(open(&case, 5 * HOUR + 1).unwrap().overdue, 2);
}

#[test]
fn a_task_that_a_cut_off_build_did_not_write_down_has_its_deadline_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(&folder, &[]);
    let name = file_of(SafeguardingQuestion.card());
    let other = tempfile::tempdir().unwrap();
    let with_fact = super::tests::case(&other, &[("extortion", "p", 1)]);
    // The findings are there, and the act that names their tasks is not.
    std::fs::copy(with_fact.path(&name), case.path(&name)).unwrap();
    let task = only(&case, 2 * HOUR);
    assert_eq!((task.found_us, task.due_us, task.waits()), (HOUR, 5 * HOUR, true));
}

#[test]
fn a_taken_task_alarms_again_when_it_is_overdue_and_no_more_when_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(&folder, &[("extortion", "p", 1)]);
    let name = only(&case, HOUR).name;
    assert_eq!(close(&case, &name, "seen", "ada", HOUR).unwrap_err().exit, Exit::Usage);
    acknowledge(&case, &name, "called the school", "ada", 2 * HOUR).unwrap();
    assert!(!only(&case, 2 * HOUR).waits());
    assert!(only(&case, 6 * HOUR).waits(), "taken, and overdue");
    assert_eq!(close(&case, &name, "seen", "bea", HOUR).unwrap_err().exit, Exit::Denied);
    close(&case, &name, "the child is safe", "ada", 6 * HOUR).unwrap();
    let task = only(&case, 60 * HOUR);
    assert_eq!((task.stage, task.waits()), (Stage::Closed, false));
    assert!(acknowledge(&case, &name, "again", "bea", 7 * HOUR).is_err());
    // Another record, another task; what was done before stands beside it.
    found(&case, &[("extortion", "p", 2)], 8 * HOUR);
    let task = only(&case, 8 * HOUR);
    assert_eq!((task.stage, task.earlier.len()), (Stage::Waits, 1));
    assert_eq!((&task.earlier[0].name, task.earlier[0].stage), (&name, Stage::Closed));
}

fn asked(file: Option<&Path>) -> HandOn<'_> {
    HandOn { to: "bea", unit: "Unit B", file, reason: "her district" }
}

#[test]
fn only_the_person_it_went_to_receives_a_task() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(&folder, &[("extortion", "p", 1)]);
    let name = only(&case, HOUR).name;
    let hand =
        |asked: HandOn<'_>, by: &str| hand_on(&case, &name, asked, &Veil::default(), (by, HOUR));
    assert_eq!(hand(asked(None), "ada").unwrap_err().exit, Exit::Usage, "nobody has taken it");
    acknowledge(&case, &name, "called", "ada", HOUR).unwrap();
    assert_eq!(hand(asked(None), "cleo").unwrap_err().exit, Exit::Denied);
    assert!(hand(HandOn { to: "Ada", ..asked(None) }, "ada").is_err(), "to oneself is to nobody");
    let task = hand(asked(None), "ada").unwrap();
    assert_eq!((task.stage, task.owner.as_deref()), (Stage::HandedOn, Some("ada")));
    assert!(task.waits());
    let receive = |by: &str| receive(&case, &name, "received", (by, HOUR));
    for other in ["ada", "cleo"] {
        assert_eq!(receive(other).unwrap_err().exit, Exit::SecondPerson);
    }
    let task = receive("bea").unwrap();
    assert_eq!(
        (task.stage, task.owner.as_deref(), task.waits()),
        (Stage::Taken, Some("bea"), false)
    );
    assert_eq!(receive("bea").unwrap_err().exit, Exit::Usage, "once");
}

#[test]
fn a_hand_over_that_is_cut_off_never_looks_like_one_that_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(&folder, &[("extortion", "p", 1)]);
    let name = only(&case, HOUR).name;
    acknowledge(&case, &name, "called", "ada", HOUR).unwrap();
    let acts = || Custody::view(case.dir()).unwrap().checkpoint().size;
    let before = acts();
    let file = folder.path().join("referral.json");
    let hand = |file: &Path, publish: &mut dyn FnMut(Leaving) -> Result<(), Fault>| {
        hand_on_by(&case, &name, (asked(Some(file)), &Veil::default()), ("ada", HOUR), publish)
    };
    // The file cannot be written: nothing is logged.
    hand(&folder.path().join("nowhere/referral.json"), &mut Leaving::publish).unwrap_err();
    assert_eq!((acts(), only(&case, HOUR).stage), (before, Stage::Taken));
    // The act cannot be logged: no file is there, and nothing of it stays aside.
    let writer = open_custody(&case).unwrap();
    hand(&file, &mut Leaving::publish).unwrap_err();
    drop(writer);
    assert_eq!((acts(), only(&case, HOUR).stage), (before, Stage::Taken));
    let beside = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!((file.exists(), beside), (false, 1), "the case alone");
    // Cut off between act and file: the command fails, and the task waits until somebody has received it.
    let cut_off = &mut |_| Err(Fault::interrupted("the file"));
    assert_eq!(hand(&file, cut_off).unwrap_err().exit, Exit::Interrupted);
    let task = only(&case, HOUR);
    assert_eq!((task.stage, task.waits(), file.exists()), (Stage::HandedOn, true, false));
    assert_eq!(task.owner.as_deref(), Some("ada"), "still its former owner's");
    // The same command again does all of it.
    hand(&file, &mut Leaving::publish).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(
        (&told["task"]["name"], &told["handed_on"]["unit"]),
        (&name.into(), &"Unit B".into())
    );
    assert!(only(&case, HOUR).waits());
    let left = crate::release::left(&case).unwrap();
    assert_eq!(left.last().map(|one| one.recipient.as_str()), Some("Unit B"));
}
