//! Power failures: a case is cut off at every single write, what a disk may have kept is opened
//! again, and the work goes on. Nothing acknowledged may be lost, nothing doubled, no checkpoint
//! that was ever released contradicted.

pub(crate) mod memory;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use crate::custody::Custody;
use crate::disk::Disk;
use crate::event::{Act, Event, Logged};
use crate::exhibit::{Keep, Receipt};
use crate::fault::Fault;
use crate::log::{Access, CHECKPOINT};
use crate::verify::{ProblemKind, verify_on};
use memory::{Memory, Random};

/// What is to be done: batches of acts, with a file sealed after each of the first.
struct Plan {
    batches: &'static [usize],
    files: Vec<PathBuf>,
    erasure: Erasure,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Erasure {
    None,
    /// The record of act `1.1`, after the last batch.
    Last,
}

/// Leaf of act `1.1`, which is erased: after a batch of one and an exhibit.
const ERASED: u64 = 3;

/// What was acknowledged to the caller, over all attempts.
#[derive(Default, Clone)]
struct Acknowledged {
    created: bool,
    acts: Vec<String>,
    exhibits: Vec<String>,
    erased: bool,
}

fn act(batch: usize, at: usize) -> Act {
    let name = format!("{batch}.{at}");
    Act {
        at_us: 7,
        by: "A. Rossi".to_owned(),
        event: Event::SettingChanged { name, from: json!(null), to: json!(1) },
    }
}

/// Names of the acts in the log, with how often each stands there.
fn acts_of(history: &[(u64, Logged)]) -> BTreeMap<&str, usize> {
    let mut names = BTreeMap::new();
    for (_, logged) in history {
        if let Logged::Act(act) = logged
            && let Event::SettingChanged { name, .. } = &act.event
        {
            *names.entry(name.as_str()).or_default() += 1;
        }
    }
    names
}

/// Does the whole work, leaving out what the log says is done.
fn work(disk: &Arc<Memory>, plan: &Plan, seen: &mut Acknowledged) -> Result<(), Fault> {
    let place = Path::new("/nowhere");
    let disk: Arc<dyn Disk> = Arc::<Memory>::clone(disk);
    let mut custody = if disk.status(CHECKPOINT).is_ok() {
        Custody::open_on(disk, place, None, Access::Write)?
    } else {
        assert!(!seen.created, "an acknowledged case is gone");
        Custody::create_on(disk, place, None, "tutela.case/crash")?
    };
    seen.created = true;
    let receipt = Receipt {
        giver: "Registry".to_owned(),
        legal_basis: "order 1".to_owned(),
        received_at_us: 5,
        settings: json!(null),
        keep: Keep::Copy,
    };
    let history = custody.history().unwrap();
    let there = acts_of(&history);
    let mut erased = history.iter().any(is_erased);
    for (batch, size) in plan.batches.iter().copied().enumerate() {
        let present = there.keys().filter(|it| it.starts_with(&format!("{batch}."))).count();
        let present = present + usize::from(batch == 1 && erased);
        assert!(present == 0 || present == size, "half a batch stands");
        if present == 0 {
            let acts: Vec<_> = (0..size).map(|at| act(batch, at)).collect();
            custody.log_all(&acts)?;
        }
        seen.acts.extend((0..size).map(|at| format!("{batch}.{at}")));
        if let Some(file) = plan.files.get(batch) {
            custody.seal(file, &receipt, &mut |_| ControlFlow::Continue(()))?;
            seen.exhibits.push(file.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    if plan.erasure == Erasure::Last && !erased {
        custody.erase(ERASED, 8, "A. Rossi", "order 2")?;
        erased = true;
    }
    seen.erased = erased;
    Ok(())
}

fn is_erased((_, logged): &(u64, Logged)) -> bool {
    matches!(logged, Logged::Erased { .. })
}

/// What must hold whenever the case was opened to write.
fn check(disk: &Arc<Memory>, seen: &Acknowledged, released: &[Vec<u8>]) {
    let whole: Arc<dyn Disk> = Arc::<Memory>::clone(disk);
    let custody = Custody::open_on(whole, Path::new("/nowhere"), None, Access::Write).unwrap();
    let found = verify_on(disk.as_ref(), &mut |_| ControlFlow::Continue(())).unwrap();
    // A copy that was made durable but not yet logged is named, and sealed again by the next run.
    let bad: Vec<_> = found
        .problems
        .iter()
        .filter(|it| it.kind != ProblemKind::Extra || !it.file.starts_with("exhibits/"))
        .collect();
    assert!(bad.is_empty(), "{bad:?}");
    let history = custody.history().unwrap();
    let acts = acts_of(&history);
    assert!(acts.values().all(|count| *count == 1), "an act stands twice");
    for name in &seen.acts {
        assert!(
            acts.contains_key(name.as_str()) || name == "1.1",
            "{name} was acknowledged and is gone"
        );
    }
    let names: Vec<_> = custody.exhibits().iter().map(|it| it.name.clone()).collect();
    assert!(seen.exhibits.iter().all(|it| names.contains(it)));
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(!(seen.erased && acts.contains_key("1.1")), "an erased record is back");
    for note in released {
        let old = crate::log::note::Checkpoint::read(note, custody.verifier_key()).unwrap();
        let proof = custody.prove_consistency(old.size).unwrap();
        proof.check(&old.root, &custody.checkpoint().root).unwrap();
    }
}

/// A small case with exhibits and an erasure.
fn small(dir: &Path) -> Plan {
    let file = |at: u8| {
        let file = dir.join(format!("exhibit-{at}"));
        std::fs::write(&file, vec![at; 100 + usize::from(at)]).unwrap();
        file
    };
    Plan { batches: &[1, 2, 3], files: vec![file(0), file(1)], erasure: Erasure::Last }
}

/// A log whose first tile becomes full, with the disk as it is just before.
fn at_a_full_tile() -> (Plan, Memory, Acknowledged) {
    let plan = |batches| Plan { batches, files: Vec::new(), erasure: Erasure::None };
    let (disk, mut seen) = (Arc::new(Memory::new()), Acknowledged::default());
    work(&disk, &plan(&[254]), &mut seen).unwrap();
    (plan(&[254, 4, 1]), disk.copy(), seen)
}

/// Writes of the work, undisturbed.
fn count_writes(plan: &Plan, from: &Memory) -> u64 {
    let disk = Arc::new(from.copy());
    work(&disk, plan, &mut Acknowledged::default()).unwrap();
    disk.writes()
}

/// Cuts the power at every write, and again in the recovery.
fn cut_everywhere(plan: &Plan, from: &Memory, before: &Acknowledged) {
    for cut in 0..count_writes(plan, from) {
        let mut random = Random::new(cut + 1);
        let mut seen = before.clone();
        let mut disk = Arc::new(from.copy());
        let mut released = Vec::new();
        disk.cut_after(cut);
        for next_cut in [Some(random.below(40)), None] {
            // Cut off while it tidies up, the work is done all the same.
            let _ = work(&disk, plan, &mut seen);
            // Keys of a case that was never acknowledged are made anew.
            if seen.created {
                released.extend(disk.released());
            }
            // The first time it may be the process alone that ends: then nothing is lost yet, and
            // what was never synced is lost the second time.
            disk = Arc::new(match next_cut {
                Some(_) if random.below(2) == 0 => disk.copy(),
                _ => disk.after_power_failure(&mut random),
            });
            if seen.created {
                check(&Arc::new(disk.copy()), &seen, &released);
            }
            if let Some(next) = next_cut {
                disk.cut_after(next);
            }
        }
        work(&disk, plan, &mut seen).unwrap();
        check(&disk, &seen, &released);
        let found = verify_on(disk.as_ref(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(found.problems, [], "cut after {cut}");
        assert_eq!(found.exhibits, plan.files.len() as u64);
    }
}

/// Lets every write fail once; the process that saw it ends, and another goes on.
fn fail_everywhere(plan: &Plan, from: &Memory, before: &Acknowledged) {
    for failing in 0..count_writes(plan, from) {
        let mut seen = before.clone();
        let disk = Arc::new(from.copy());
        disk.fail_once(failing);
        if let Err(fault) = work(&disk, plan, &mut seen) {
            assert!(matches!(fault, Fault::Io { .. }), "{fault}");
        }
        work(&disk, plan, &mut seen).unwrap();
        check(&disk, &seen, &disk.released_since_created());
        let found = verify_on(disk.as_ref(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(found.problems, [], "write {failing} failed");
    }
}

#[test]
fn a_power_failure_at_any_write_loses_nothing_acknowledged_and_doubles_nothing() {
    let dir = tempfile::tempdir().unwrap();
    cut_everywhere(&small(dir.path()), &Memory::new(), &Acknowledged::default());
}

#[test]
fn a_power_failure_while_a_tile_becomes_full_loses_nothing() {
    let (plan, disk, seen) = at_a_full_tile();
    cut_everywhere(&plan, &disk, &seen);
}

#[test]
fn a_write_that_fails_once_leaves_a_case_that_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    fail_everywhere(&small(dir.path()), &Memory::new(), &Acknowledged::default());
    let (plan, disk, seen) = at_a_full_tile();
    fail_everywhere(&plan, &disk, &seen);
}

#[test]
fn after_a_failed_write_a_process_goes_on_soundly_or_asks_to_open_again() {
    let nowhere = Path::new("/nowhere");
    let (mut refused, mut failing) = (0, 0);
    loop {
        let disk = Arc::new(Memory::new());
        let whole: Arc<dyn Disk> = Arc::<Memory>::clone(&disk);
        let origin = "tutela.case/crash";
        let mut custody = Custody::create_on(whole, nowhere, None, origin).unwrap();
        let before = disk.writes();
        disk.fail_once(before + failing);
        let first = custody.log_all(&[act(0, 0), act(0, 1), act(0, 2)]);
        let mut seen = Acknowledged { created: true, ..Acknowledged::default() };
        let second = custody.log_all(&[act(1, 0)]);
        match &second {
            Ok(_) => seen.acts.push("1.0".to_owned()),
            Err(Fault::OpenAgain) => refused += 1,
            // The write that fails has moved on into the second batch, whose caller is told.
            Err(_) if first.is_ok() => {}
            Err(fault) => panic!("{fault}"),
        }
        if first.is_ok() {
            seen.acts.extend((0..3).map(|at| format!("0.{at}")));
        }
        check(&disk, &seen, &disk.released());
        if first.is_ok() {
            break;
        }
        failing += 1;
    }
    assert!(refused > 5, "{refused}");
}
