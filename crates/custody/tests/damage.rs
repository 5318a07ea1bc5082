//! Files of a case that are missing, cut off, longer, replaced, added, or open to more people than
//! they should be: `verify` names each.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs::{self, Permissions};
use std::ops::ControlFlow;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use serde_json::json;
use tutela_custody::{Act, Custody, Event, Keep, ProblemKind, Progress, Receipt, verify};

fn go(_: &Progress<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn make_case(dir: &Path) -> PathBuf {
    let (case, folder) = (dir.join("case"), dir.join("in"));
    fs::create_dir(&folder).unwrap();
    for at in 0..3 {
        fs::write(folder.join(at.to_string()), format!("exhibit {at}")).unwrap();
    }
    let receipt = Receipt {
        giver: "Registry".to_owned(),
        legal_basis: "order 1".to_owned(),
        received_at_us: 5,
        settings: json!(null),
        keep: Keep::Copy,
    };
    let mut custody = Custody::create(&case, "tutela.case/damage").unwrap();
    custody.seal_folder(&folder, &receipt, &mut go).unwrap();
    let event = Event::SettingChanged { name: "a".to_owned(), from: json!(1), to: json!(2) };
    let acts = vec![Act { at_us: 1, by: "A. Rossi".to_owned(), event }; 260];
    custody.log_all(&acts).unwrap();
    case
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

fn problems(case: &Path) -> Vec<(String, ProblemKind)> {
    let mut found: Vec<_> =
        verify(case, &mut go).unwrap().problems.into_iter().map(|it| (it.file, it.kind)).collect();
    found.dedup();
    found
}

#[test]
fn every_kind_of_damage_names_its_file() {
    use ProblemKind::{Changed, Missing, Permission, Truncated};
    let dir = tempfile::tempdir().unwrap();
    let case = make_case(dir.path());
    assert_eq!(problems(&case), []);
    for file in files(&case.join("exhibits")).into_iter().chain(files(&case.join("log"))) {
        let name = file.strip_prefix(&case).unwrap().to_str().unwrap().to_owned();
        let (bytes, mode) = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().permissions());
        let restore = || {
            let _ = fs::remove_file(&file);
            fs::write(&file, &bytes).unwrap();
            fs::set_permissions(&file, mode.clone()).unwrap();
        };
        let expect = |kinds: &[ProblemKind], what: &str| {
            let found = problems(&case);
            assert!(
                matches!(&found[..], [(file, kind)] if *file == name && kinds.contains(kind)),
                "{what} {name}: {found:?}"
            );
            restore();
        };
        // The private key may stay at home, the lock is made anew, older partial tiles may go.
        let optional =
            name.ends_with("signer.pem") || name.ends_with("lock") || name.contains(".p/3");
        fs::remove_file(&file).unwrap();
        if optional {
            assert_eq!(problems(&case), [], "removed {name}");
            restore();
        } else {
            expect(&[Missing], "removed");
        }
        fs::remove_file(&file).unwrap();
        fs::write(&file, [&bytes[..], b"x"].concat()).unwrap();
        fs::set_permissions(&file, mode.clone()).unwrap();
        expect(&[Changed, Truncated], "made longer");
        fs::remove_file(&file).unwrap();
        symlink(case.join("log/checkpoint"), &file).unwrap();
        if !name.ends_with("lock") {
            let found = problems(&case);
            assert!(found.iter().any(|(file, _)| *file == name), "link {name}: {found:?}");
        }
        restore();
        if !bytes.is_empty() {
            fs::remove_file(&file).unwrap();
            fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
            fs::set_permissions(&file, mode.clone()).unwrap();
            expect(&[Changed, Truncated], "cut off");
        }
        if name.starts_with("exhibits") || name.ends_with("signer.pem") {
            fs::set_permissions(&file, Permissions::from_mode(0o664)).unwrap();
            expect(&[Permission], "opened");
        }
    }
    assert_eq!(problems(&case), []);
}

#[test]
fn what_the_log_does_not_know_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let case = make_case(dir.path());
    for name in [
        "exhibits/note.txt",
        "exhibits/00/11",
        "log/tile/0/007",
        "log/tile/0/001.p/200",
        "log/tile/9/000",
        "log/records/900.jsonl",
        "log/keys/other.pem",
    ] {
        let file = case.join(name);
        let new_dir = !file.parent().unwrap().exists();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "x").unwrap();
        assert_eq!(problems(&case), [(name.to_owned(), ProblemKind::Extra)]);
        fs::remove_file(&file).unwrap();
        if new_dir {
            fs::remove_dir(file.parent().unwrap()).unwrap();
        }
    }
}

#[test]
fn a_history_rewritten_with_the_tools_of_the_log_itself_does_not_reach_the_signed_root() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    fs::create_dir_all(&a).unwrap();
    fs::create_dir_all(&b).unwrap();
    let (case, other) = (make_case(&a), make_case(&b));
    // All tiles, entries and records of another log under the checkpoint and keys of this one.
    for room in ["log/tile", "log/records"] {
        fs::remove_dir_all(case.join(room)).unwrap();
        fs::rename(other.join(room), case.join(room)).unwrap();
    }
    assert_eq!(problems(&case), [("log/checkpoint".to_owned(), ProblemKind::Changed)]);
    let Err(fault) = Custody::open(&case) else { panic!("opened") };
    assert_eq!(fault.code(), "CUS-009");
}
