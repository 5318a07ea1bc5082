//! Companions: their descriptors reach the cage, may be read there, and nothing else may.

use crate::kept;
use tutela_ingest::{Job, Settings, State, read_caged_with};

#[test]
fn a_reader_gets_its_companions_by_name_and_in_order() {
    let mut job = Job::new(Settings::default());
    job.companions = (0..130).map(|at| format!("part-{at:03}")).collect();
    let files: Vec<_> =
        (0..130).map(|at| kept::exhibit(format!("row of {at}\n").as_bytes())).collect();
    let mut kept = kept::Kept::default();
    let worker = kept::worker(&["reader", "joined"]);
    let first = kept::exhibit(b"first\n");
    let outcome = read_caged_with(&worker, &first, &files, &job, &mut kept).unwrap();
    assert_eq!((outcome.state, &outcome.trouble), (State::Parsed, &None));
    assert_eq!(kept.rows.len(), 131);
    assert!(kept.rows[1].words.contains("row of 0"), "{:?}", kept.rows[1]);
    assert!(kept.rows[130].words.contains("row of 129"), "{:?}", kept.rows[130]);
    let used: Vec<String> = kept.notes.iter().map(ToString::to_string).collect();
    assert_eq!(used.len(), 130);
    assert_eq!(used[129], "read together with: part-129");
}
