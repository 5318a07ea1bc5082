//! kill −9 while a process seals and logs: the next one finds everything it was told of, once, and
//! goes on. `KILLS=1000` makes it a long run.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tutela_custody::{Act, Custody, Event, Keep, Logged, Receipt, verify};

const CASE: &str = "TUTELA_TEST_KILLED_CASE";

fn names(custody: &Custody) -> Vec<String> {
    let name = |logged| match logged {
        Logged::Act(act) => match act.event {
            Event::SettingChanged { name, .. } => Some(name),
            _ => None,
        },
        _ => None,
    };
    custody.history().unwrap().into_iter().filter_map(|(_, logged)| name(logged)).collect()
}

/// In the process that is killed: seals and logs without end, says what is done. Elsewhere nothing.
#[test]
fn worker() {
    let Ok(dir) = std::env::var(CASE) else { return };
    let dir = Path::new(&dir);
    let mut custody = Custody::open(&dir.join("case")).unwrap();
    let receipt = Receipt {
        giver: "Registry".to_owned(),
        legal_basis: "order 1".to_owned(),
        received_at_us: 5,
        settings: json!(null),
        keep: Keep::Copy,
    };
    // A line goes out whole or not at all: one write, which a kill cannot cut.
    let say = |line: String| std::io::stderr().write_all(line.as_bytes()).unwrap();
    for number in names(&custody).len().. {
        let event = |name: usize| Event::SettingChanged {
            name: name.to_string(),
            from: json!(0),
            to: json!(1),
        };
        let act = Act { at_us: 1, by: "A. Rossi".to_owned(), event: event(number) };
        custody.log_all(&[act]).unwrap();
        say(format!("act {number}\n"));
        let file = dir.join("exhibit");
        fs::write(&file, number.to_string()).unwrap();
        let sealed = custody.seal(&file, &receipt, &mut |_| ControlFlow::Continue(())).unwrap();
        say(format!("exhibit {}\n", sealed.exhibit().sha256));
    }
}

#[test]
fn a_killed_process_loses_nothing_it_acknowledged_and_doubles_nothing() {
    let kills: u64 = std::env::var("KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(8);
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    drop(Custody::create(&case, "tutela.case/killed").unwrap());
    let mut told = BTreeSet::new();
    let mut last_root = None;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "worker", "--nocapture"])
            .env(CASE, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        let reader = std::thread::spawn(move || lines.lines().map_while(Result::ok).collect());
        std::thread::sleep(Duration::from_micros(60_000 + kill * 7_919 % 150_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let lines: Vec<String> = reader.join().unwrap();
        assert!(!lines.iter().any(|line| line.contains("panicked")), "{lines:?}");
        told.extend(lines.into_iter().filter(|it| it.starts_with("act") || it.starts_with("exh")));

        let custody = Custody::open(&case).unwrap();
        let names = names(&custody);
        let counted: Vec<_> = (0..names.len()).map(|at| at.to_string()).collect();
        assert_eq!(names, counted, "an act is missing or stands twice");
        let sealed = custody.exhibits().iter().map(|it| format!("exhibit {}", it.sha256));
        let there: BTreeSet<_> = names.iter().map(|it| format!("act {it}")).chain(sealed).collect();
        assert!(told.is_subset(&there), "{:?}", told.difference(&there));
        if let Some((size, root)) = last_root {
            let proof = custody.prove_consistency(size).unwrap();
            proof.check(&root, &custody.checkpoint().root).unwrap();
        }
        last_root = Some((custody.checkpoint().size, custody.checkpoint().root));
    }
    assert!(!told.is_empty(), "nothing was ever acknowledged: the kills came too early");
    let found = verify(&case, &mut |_| ControlFlow::Continue(())).unwrap();
    let others = found.problems.iter().filter(|it| !it.file.starts_with("exhibits/"));
    assert_eq!(others.count(), 0, "{:?}", found.problems);
}
