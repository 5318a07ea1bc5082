//! Sealing files and folders, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use model::ExhibitId;
use serde_json::json;
use tutela_custody::{
    Custody, Event, Fault, Keep, Logged, Origin, ProblemKind, Progress, Receipt, Sealed, verify,
};

const ORIGIN: &str = "tutela.case/test-1";

fn receipt(keep: Keep) -> Receipt {
    Receipt {
        giver: "Registry of the court".to_owned(),
        legal_basis: "order 12 of 2026".to_owned(),
        received_at_us: 1_770_000_000_000_000,
        settings: json!({"zone": "Europe/Rome"}),
        keep,
    }
}

fn go(_: &Progress<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn problems(case: &Path) -> Vec<String> {
    verify(case, &mut go).unwrap().problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_sealed_file_is_read_only_named_by_its_content_and_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    let file = dir.path().join("a.csv");
    fs::write(&file, "abc").unwrap();
    let mut custody = Custody::create(&case, ORIGIN).unwrap();
    let mut last = 0;
    let sealed = custody
        .seal(&file, &receipt(Keep::Copy), &mut |progress| {
            last = progress.bytes_done;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(last, 3);
    let Sealed::New(exhibit) = sealed else { panic!("{sealed:?}") };
    assert_eq!(exhibit.id, ExhibitId(1));
    let stored =
        case.join("exhibits/ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(fs::read(&stored).unwrap(), b"abc");
    assert_eq!(fs::metadata(&stored).unwrap().permissions().mode() & 0o7777, 0o444);

    fs::write(dir.path().join("b.csv"), "abc").unwrap();
    let again = custody.seal(&dir.path().join("b.csv"), &receipt(Keep::Copy), &mut go).unwrap();
    assert_eq!(again, Sealed::Already(exhibit.clone()));
    assert_eq!(custody.checkpoint().size, 1);

    drop(custody);
    let custody = Custody::view(&case).unwrap();
    assert_eq!(custody.exhibits(), [exhibit]);
    let mut text = String::new();
    custody.open_exhibit(ExhibitId(1)).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "abc");
    assert_eq!(problems(&case), Vec::<String>::new());
}

#[test]
fn a_folder_is_sealed_as_its_files_and_says_what_it_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let (case, folder) = (dir.path().join("case"), dir.path().join("received"));
    fs::create_dir_all(folder.join("b/c")).unwrap();
    fs::write(folder.join("b/c/two.csv"), "2").unwrap();
    fs::write(folder.join("b/one.csv"), "1").unwrap();
    fs::write(folder.join("z-copy-of-one.csv"), "1").unwrap();
    fs::write(dir.path().join("secret"), "outside").unwrap();
    symlink(dir.path().join("secret"), folder.join("link")).unwrap();
    symlink(dir.path(), folder.join("loop")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        folder.join("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let mut custody = Custody::create(&case, ORIGIN).unwrap();
    let sealed = custody.seal_folder(&folder, &receipt(Keep::Copy), &mut go).unwrap();
    let paths: Vec<_> = custody.exhibits().iter().map(|it| it.relative_path.clone()).collect();
    assert_eq!(paths, [Some("b/c/two.csv".to_owned()), Some("b/one.csv".to_owned())]);
    assert!(matches!(&sealed.sealed[2], Sealed::Already(it) if it.id == ExhibitId(2)));
    let skipped: Vec<_> = sealed.skipped.iter().map(|it| it.reason.as_str()).collect();
    assert_eq!(
        skipped,
        [
            "CUS-005: link is a symbolic link; give the path it points to, if that is what was received",
            "CUS-005: loop is a symbolic link; give the path it points to, if that is what was received",
            "CUS-006: pipe is a pipe, not a file; give a file, or a folder of files",
        ]
    );
    let before = custody.digest_root();
    let again = custody.seal_folder(&folder, &receipt(Keep::Copy), &mut go).unwrap();
    assert!(again.sealed.iter().all(|it| matches!(it, Sealed::Already(_))));
    assert_eq!((custody.checkpoint().size, custody.digest_root()), (2, before));
    drop(custody);
    assert_eq!(problems(&case), Vec::<String>::new());
}

#[test]
fn links_devices_and_the_case_itself_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    let mut custody = Custody::create(&case, ORIGIN).unwrap();
    fs::write(dir.path().join("a"), "a").unwrap();
    symlink("a", dir.path().join("to-a")).unwrap();
    let mut seal = |path: &Path| custody.seal(path, &receipt(Keep::Copy), &mut go).unwrap_err();
    assert!(matches!(seal(&dir.path().join("to-a")), Fault::Link(_)));
    assert!(matches!(seal(Path::new("/dev/zero")), Fault::NotAFile { is: "a device", .. }));
    assert!(matches!(seal(dir.path()), Fault::NotAFile { is: "a folder", .. }));
    assert!(matches!(seal(&case.join("log/checkpoint")), Fault::InsideCase(_)));
    assert!(matches!(seal(&dir.path().join("absent")), Fault::Io { .. }));
    let whole = custody.seal_folder(dir.path(), &receipt(Keep::Copy), &mut go).unwrap();
    assert_eq!(whole.sealed.len(), 1, "store and log are not sealed into themselves");
    drop(custody);
    assert_eq!(problems(&case), Vec::<String>::new());
}

#[test]
fn names_are_kept_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"b\xff\n\xe2\x80\xae.csv");
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::write(dir.path().join("in").join(odd), "1").unwrap();
    let mut custody = Custody::create(&dir.path().join("case"), ORIGIN).unwrap();
    custody.seal_folder(&dir.path().join("in"), &receipt(Keep::Copy), &mut go).unwrap();
    let exhibit = &custody.exhibits()[0];
    assert_eq!(exhibit.name, r"b\xff\x0a\xe2\x80\xae.csv");
    assert_eq!(tutela_custody::name::unescape(&exhibit.name).unwrap(), odd.as_bytes());
}

#[test]
fn a_file_left_in_place_is_watched_by_its_digests() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    let image = dir.path().join("disk.img");
    fs::write(&image, vec![7; 100_000]).unwrap();
    let mut custody = Custody::create(&case, ORIGIN).unwrap();
    let sealed = custody.seal(&image, &receipt(Keep::InPlace), &mut go).unwrap();
    assert!(
        matches!(&sealed.exhibit().origin, Origin::External(path) if path.ends_with("disk.img"))
    );
    assert_eq!(fs::read_dir(case.join("exhibits")).unwrap().count(), 0);
    assert!(custody.open_exhibit(ExhibitId(1)).is_ok());
    let mut bytes = fs::read(&image).unwrap();
    bytes[500] = 8;
    fs::write(&image, &bytes).unwrap();
    let fault = custody.open_exhibit(ExhibitId(1)).unwrap_err();
    assert!(fault.to_string().contains("its content is not what was sealed"), "{fault}");
    drop(custody);
    let found = verify(&case, &mut go).unwrap();
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].kind, ProblemKind::Changed);
    assert!(found.problems[0].file.ends_with("disk.img"));
}

#[test]
fn large_files_take_two_threads_and_give_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    let mut custody = Custody::create(&case, ORIGIN).unwrap();
    let bytes: Vec<u8> =
        (0..20_000_000_u32).map(|at| at.to_le_bytes()[(at % 3) as usize]).collect();
    for (name, last) in [("a", 1), ("b", 2), ("c", 1)] {
        let mut bytes = bytes.clone();
        bytes.push(last);
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    for (name, new) in [("a", true), ("b", true), ("c", false)] {
        let sealed = custody.seal(&dir.path().join(name), &receipt(Keep::Copy), &mut go).unwrap();
        assert_eq!(matches!(sealed, Sealed::New(_)), new, "{name}");
    }
    drop(custody);
    let found = verify(&case, &mut go).unwrap();
    assert_eq!((found.problems.len(), found.exhibits, found.bytes), (0, 2, 40_000_002));
}

#[test]
fn stopping_keeps_what_was_read_and_running_again_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (case, folder) = (dir.path().join("case"), dir.path().join("in"));
    fs::create_dir(&folder).unwrap();
    for at in 0..10 {
        fs::write(folder.join(format!("{at}")), format!("content {at}")).unwrap();
    }
    let mut custody = Custody::create(&case, ORIGIN).unwrap();
    let stopped = custody.seal_folder(&folder, &receipt(Keep::Copy), &mut |progress| {
        if progress.files_done == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(Fault::Interrupted)));
    assert_eq!(custody.exhibits().len(), 4);
    custody.seal_folder(&folder, &receipt(Keep::Copy), &mut go).unwrap();
    assert_eq!(custody.exhibits().len(), 10);
    drop(custody);
    assert_eq!(problems(&case), Vec::<String>::new());
}

#[test]
fn one_writer_at_a_time_and_any_number_of_readers() {
    let dir = tempfile::tempdir().unwrap();
    let mut custody = Custody::create(dir.path(), ORIGIN).unwrap();
    let Err(fault) = Custody::open(dir.path()) else { panic!("opened twice") };
    let pid = std::process::id();
    assert_eq!(
        fault.to_string(),
        format!(
            "CUS-004: process {pid} is writing to this case; wait until it ends, or stop it; nothing is lost by that"
        )
    );
    let mut reader = Custody::view(dir.path()).unwrap();
    let event = Event::SettingChanged { name: "zone".to_owned(), from: json!("UTC"), to: json!(1) };
    assert_eq!(custody.log(5, "A. Rossi", &event).unwrap(), 0);
    assert!(matches!(reader.log(5, "A. Rossi", &event), Err(Fault::ReadOnly)));
    assert!(matches!(Custody::create(dir.path(), ORIGIN), Err(Fault::AlreadyACase(_))));
    drop(custody);
    assert!(matches!(Custody::create(dir.path(), ORIGIN), Err(Fault::AlreadyACase(_))));
    let reader = Custody::view(dir.path()).unwrap();
    let history = reader.history().unwrap();
    assert!(matches!(&history[0], (0, Logged::Act(act)) if act.event == event && act.at_us == 5));
}

#[test]
fn who_appends_one_act_stands_in_line() {
    let dir = tempfile::tempdir().unwrap();
    let held = Custody::create(dir.path(), ORIGIN).unwrap();
    let event = Event::SettingChanged { name: "zone".to_owned(), from: json!("UTC"), to: json!(1) };
    let append = || Custody::log_at_end(dir.path(), 5, "A. Rossi", &event);
    let (refused, appended) = std::thread::scope(|scope| {
        let in_line = scope.spawn(append);
        let refused = Custody::open(dir.path()).is_err();
        std::thread::sleep(std::time::Duration::from_millis(500));
        drop(held);
        (refused, in_line.join().unwrap())
    });
    assert!(refused, "who would hold the log for long is told at once who holds it");
    assert_eq!(appended.unwrap(), 0);
}

#[test]
fn an_erased_record_is_gone_and_every_proof_still_holds() {
    let dir = tempfile::tempdir().unwrap();
    let mut custody = Custody::create(dir.path(), ORIGIN).unwrap();
    let event = |name: &str| Event::SettingChanged {
        name: name.to_owned(),
        from: json!(null),
        to: json!("x"),
    };
    for name in ["a", "Bianchi, Carlo", "c"] {
        custody.log(1, "A. Rossi", &event(name)).unwrap();
    }
    let (old, proof) = (custody.checkpoint().clone(), custody.prove_inclusion(1).unwrap());
    assert_eq!(custody.erase(1, 9, "A. Rossi", "order 7").unwrap(), 3);
    proof.check(&old.root).unwrap();
    let now = custody.prove_inclusion(1).unwrap();
    assert_eq!(now.leaf, proof.leaf);
    now.check(&custody.checkpoint().root).unwrap();
    custody.prove_consistency(3).unwrap().check(&old.root, &custody.checkpoint().root).unwrap();
    custody.log(2, "A. Rossi", &event("d")).unwrap();
    assert!(matches!(custody.erase(1, 9, "A", "again"), Err(Fault::CannotErase { .. })));
    assert!(matches!(custody.erase(3, 9, "A", "tombstone"), Err(Fault::CannotErase { .. })));
    assert!(matches!(custody.erase(99, 9, "A", "none"), Err(Fault::NoSuchLeaf { .. })));
    drop(custody);
    let history = Custody::open(dir.path()).unwrap().history().unwrap();
    assert_eq!(history[1].1, Logged::Erased { by_leaf: 3 });
    assert_eq!(problems(dir.path()), Vec::<String>::new());
    let records = fs::read_to_string(dir.path().join("log/records/000.jsonl")).unwrap();
    assert!(!records.contains("Bianchi"));
}
