//! `docs/custody.md` tells an outsider how to check a case with common tools: its commands are run
//! here as they stand, over a sound case and over a changed one.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use tutela_custody::{Custody, Event, Keep, Receipt};

const PAGE: &str = include_str!("../../../docs/custody.md");

/// The commands of the page, as one script.
fn commands() -> String {
    let blocks = PAGE.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap()).collect()
}

fn run(case: &Path) -> Output {
    // The files the commands leave aside go into a folder of their own, so that tests can run at once.
    let aside = case.with_extension("aside");
    fs::create_dir_all(&aside).unwrap();
    let script = commands().replace("/tmp/", &format!("{}/", aside.display()));
    Command::new("sh").args(["-euc", &script]).current_dir(case).output().unwrap()
}

fn make_case(dir: &Path) {
    let mut custody = Custody::create(dir, "tutela.case/outsider").unwrap();
    for at in 0..5 {
        let event =
            Event::SettingChanged { name: format!("à {at}"), from: json!(0.1), to: json!("\"") };
        custody.log(at, "A. Rossi", &event).unwrap();
    }
    let file = dir.with_extension("csv");
    fs::write(&file, "sent_at,amount\n").unwrap();
    let receipt = Receipt {
        giver: "Registry".to_owned(),
        legal_basis: "order 1".to_owned(),
        received_at_us: 5,
        settings: json!(null),
        keep: Keep::Copy,
    };
    custody.seal(&file, &receipt, &mut |_| ControlFlow::Continue(())).unwrap();
}

#[test]
fn the_commands_of_the_page_accept_a_sound_case_and_no_changed_one() {
    for tool in ["openssl", "basenc", "sha256sum"] {
        if Command::new(tool).arg("--help").output().is_err() {
            eprintln!("{tool} is absent: skipped");
            return;
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    make_case(&case);
    let sound = run(&case);
    assert!(sound.status.success(), "{sound:?}");
    let stored = fs::read_dir(case.join("exhibits")).unwrap().next().unwrap().unwrap().path();
    let stored = fs::read_dir(stored).unwrap().next().unwrap().unwrap().path();
    let changes = [
        (stored, "sent", "SENT"),
        (case.join("log/records/000.jsonl"), "à 1", "à 9"),
        (case.join("log/checkpoint"), "\n6\n", "\n7\n"),
        (case.join("log/keys/verifier.txt"), "+", "+0"),
    ];
    for (file, from, to) in changes {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{file:?}");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        let output = run(&case);
        assert!(!output.status.success(), "{}: {output:?}", file.display());
        fs::write(&file, text).unwrap();
    }
    assert!(run(&case).status.success());
}
