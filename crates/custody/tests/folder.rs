//! A folder as one exhibit: the same archive every time, made again and read by tools of others.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::ffi::OsStr;
use std::fs::{self, File, FileTimes};
use std::io::Write;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use model::ExhibitId;
use serde_json::Value;
use tutela_custody::{
    Custody, Exhibit, Fault, Keep, Progress, RECIPE, Receipt, Sealed, survey_folder,
};

const SCRIPT: &str = include_str!("folder_tar.py");

fn receipt(keep: Keep) -> Receipt {
    Receipt {
        giver: "Registry of the court".to_owned(),
        legal_basis: "order 12 of 2026".to_owned(),
        received_at_us: 1_770_000_000_000_000,
        settings: Value::Null,
        keep,
    }
}

fn go(_: &Progress<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Runs Python; nothing, and a word of it, where there is none.
fn python(script: &str, argument: &Path) -> Option<Vec<u8>> {
    let Ok(output) = Command::new("python3").args(["-c", script]).arg(argument).output() else {
        eprintln!("skipped: python3 is not installed");
        return None;
    };
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words}");
    Some(output.stdout)
}

fn set_modified(path: &Path, since_1970: Duration) {
    let times = FileTimes::new().set_modified(SystemTime::UNIX_EPOCH + since_1970);
    File::open(path).unwrap().set_times(times).unwrap();
}

/// A folder with everything that is awkward.
fn awkward(folder: &Path) {
    fs::create_dir_all(folder.join("a/b")).unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    // Sorts between `a` and `a/b` by bytes.
    fs::write(folder.join("a!"), "between").unwrap();
    fs::write(folder.join("a/b/one.csv"), "1").unwrap();
    fs::hard_link(folder.join("a/b/one.csv"), folder.join("z-same")).unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"n\xff\n.txt")), "no text").unwrap();
    fs::write(folder.join("è".repeat(60)), "long").unwrap();
    let long = [&[b'x'; 200][..], b"\xfe"].concat();
    symlink(OsStr::from_bytes(&long), folder.join("to-long")).unwrap();
    symlink("..", folder.join("a/loop")).unwrap();
    symlink("/etc/passwd", folder.join("out")).unwrap();
    fs::write(folder.join("block"), [7; 512]).unwrap();
    fs::write(folder.join("large"), vec![8; 3_000_001]).unwrap();
    fs::write(folder.join("nothing"), "").unwrap();
    fs::set_permissions(folder.join("nothing"), PermissionsExt::from_mode(0o4711)).unwrap();
    set_modified(&folder.join("a!"), Duration::new(1_700_000_000, 123_456_789));
    set_modified(&folder.join("block"), Duration::from_secs(1_600_000_000));
    let pipe = folder.join("pipe");
    let (kind, mode) = (rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR);
    rustix::fs::mknodat(rustix::fs::CWD, pipe, kind, mode, 0).unwrap();
}

struct Made {
    dir: tempfile::TempDir,
    custody: Custody,
}

impl Made {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("phone")).unwrap();
        let custody = Custody::create(&dir.path().join("case"), "tutela.case/test-1").unwrap();
        Self { dir, custody }
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("phone")
    }

    fn seal(&mut self) -> Result<(Sealed, Vec<String>), Fault> {
        let folder = self.folder();
        let (sealed, left_out) = self.custody.seal_whole(&folder, &receipt(Keep::Copy), &mut go)?;
        Ok((sealed, left_out.into_iter().map(|one| one.relative_path).collect()))
    }

    fn stored(&self, exhibit: &Exhibit) -> PathBuf {
        self.dir.path().join("case").join(exhibit.stored_name())
    }

    /// Copies that were begun and are no exhibits.
    fn aside(&self) -> Vec<PathBuf> {
        let rooms = fs::read_dir(self.dir.path().join("case/exhibits")).unwrap();
        rooms.map(|one| one.unwrap().path()).filter(|path| path.is_file()).collect()
    }

    fn problems(&self) -> Vec<String> {
        let found = self.custody.verify(&mut go).unwrap();
        found.problems.iter().map(ToString::to_string).collect()
    }
}

#[test]
fn the_same_folder_gives_the_same_archive_as_a_script_of_the_recipe() {
    let mut made = Made::new();
    awkward(&made.folder());
    let survey = survey_folder(&made.folder()).unwrap();
    let (sealed, left_out) = made.seal().unwrap();
    let Sealed::New(exhibit) = sealed else { panic!("{sealed:?}") };
    assert_eq!((exhibit.id, exhibit.name.as_str(), left_out), (ExhibitId(1), "phone", Vec::new()));
    let facts = exhibit.folder.clone().unwrap();
    assert_eq!((facts.recipe.as_str(), facts.files, facts.folders), (RECIPE, 7, 4));
    assert_eq!((facts.links, facts.others), (4, 1));
    assert_eq!(facts.bytes, 7 + 1 + 7 + 4 + 512 + 3_000_001);
    assert_eq!((survey.archive_bytes, survey.facts), (exhibit.size_bytes, facts));
    let bytes = fs::read(made.stored(&exhibit)).unwrap();
    assert_eq!(bytes.len() as u64, exhibit.size_bytes);
    if let Some(again) = python(SCRIPT, &made.folder()) {
        assert!(again == bytes, "the script made other bytes");
    }
    assert_eq!(made.seal().unwrap().0, Sealed::Already(exhibit));
    assert_eq!((made.custody.checkpoint().size, made.aside()), (1, Vec::new()));
    assert_eq!(made.problems(), Vec::<String>::new());
}

const LIST: &str = "
import sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    for one in archive:
        name = one.name.encode('utf-8', 'surrogateescape')
        print(one.type.decode(), name, one.size, oct(one.mode), one.pax_headers.get('mtime', one.mtime))
        if one.isreg() and one.size < 100:
            print(archive.extractfile(one).read())
";

#[test]
fn tools_of_others_read_the_archive() {
    let mut made = Made::new();
    awkward(&made.folder());
    let (sealed, _) = made.seal().unwrap();
    let Some(listed) = python(LIST, &made.stored(sealed.exhibit())) else { return };
    let listed = String::from_utf8(listed).unwrap();
    for line in [
        r"0 b'n\xff\n.txt' 7 ",
        "0 b'a!' 7 ",
        " 1700000000.123456789",
        "0 b'block' 512 0o644 1600000000",
        "0 b'nothing' 0 0o4711 ",
        "1 b'z-same' 0 ",
        "2 b'a/loop' 0 ",
        "5 b'empty' 0 ",
        "6 b'pipe' 0 ",
        "b'between'",
        "b'no text'",
    ] {
        assert!(listed.contains(line), "{line}: {listed}");
    }
    let order: Vec<usize> =
        ["b'a' ", "b'a!' ", "b'a/b' ", "b'z-same' "].map(|name| listed.find(name).unwrap()).into();
    assert!(order.is_sorted(), "{listed}");
}

#[test]
fn what_is_left_out_is_told_and_counted() {
    let mut made = Made::new();
    fs::write(made.folder().join("a"), "a").unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(made.folder().join("socket")).unwrap();
    fs::write(made.folder().join("locked"), "b").unwrap();
    fs::set_permissions(made.folder().join("locked"), PermissionsExt::from_mode(0o0)).unwrap();
    let may_read_all = fs::read(made.folder().join("locked")).is_ok();
    let (sealed, left_out) = made.seal().unwrap();
    let expected: &[&str] = if may_read_all { &["socket"] } else { &["locked", "socket"] };
    assert_eq!(left_out, expected);
    let facts = sealed.exhibit().folder.clone().unwrap();
    assert_eq!(facts.left_out.len(), expected.len());
    assert!(facts.left_out.iter().all(|one| !one.reason.is_empty()), "{facts:?}");
}

#[test]
fn a_folder_that_changes_while_it_is_read_is_refused_and_leaves_nothing() {
    for change in ["later", "open", "new"] {
        let mut made = Made::new();
        let folder = made.folder();
        fs::write(folder.join("a"), vec![1; 5 << 20]).unwrap();
        fs::write(folder.join("b"), "b").unwrap();
        let mut told = 0;
        let sealed = made.custody.seal_whole(&folder, &receipt(Keep::Copy), &mut |_| {
            told += 1;
            if told == 1 {
                let grown = |name| File::options().append(true).open(folder.join(name)).unwrap();
                match change {
                    "later" => grown("b").write_all(b"more").unwrap(),
                    "open" => grown("a").write_all(b"more").unwrap(),
                    _ => fs::write(folder.join("c"), "c").unwrap(),
                }
            }
            ControlFlow::Continue(())
        });
        assert!(matches!(sealed, Err(Fault::ChangedWhileRead(_))), "{change}: {sealed:?}");
        assert!(made.custody.exhibits().is_empty() && made.aside().is_empty(), "{change}");
        // Once it is at rest, it is taken.
        assert!(matches!(made.seal().unwrap().0, Sealed::New(_)), "{change}");
    }
}

#[test]
fn one_that_is_stopped_or_killed_is_no_exhibit_and_the_next_run_takes_it_whole() {
    let mut made = Made::new();
    let folder = made.folder();
    fs::write(folder.join("a"), vec![1; 5 << 20]).unwrap();
    let stop = &mut |_: &Progress<'_>| ControlFlow::Break(());
    let stopped = made.custody.seal_whole(&folder, &receipt(Keep::Copy), stop);
    assert!(matches!(stopped, Err(Fault::Interrupted)), "{stopped:?}");
    assert!(made.aside().is_empty());
    let Made { dir, custody } = made;
    drop(custody);
    let case = dir.path().join("case");
    fs::write(case.join("exhibits/incoming-0.new"), "half of it").unwrap();
    let custody = Custody::open(&case).unwrap();
    let mut made = Made { dir, custody };
    assert!(made.aside().is_empty() && made.custody.exhibits().is_empty());
    assert!(matches!(made.seal().unwrap().0, Sealed::New(_)));
    assert_eq!(made.problems(), Vec::<String>::new());
}

#[test]
fn a_time_or_a_name_makes_another_archive_and_in_place_is_refused() {
    let mut made = Made::new();
    fs::write(made.folder().join("a"), "a").unwrap();
    made.seal().unwrap();
    set_modified(&made.folder().join("a"), Duration::from_secs(5));
    assert!(matches!(made.seal().unwrap().0, Sealed::New(_)));
    let folder = made.folder();
    let refused = made.custody.seal_whole(&folder, &receipt(Keep::InPlace), &mut go).unwrap_err();
    assert!(refused.to_string().starts_with("CUS-023: "), "{refused}");
    let link = made.dir.path().join("link");
    symlink(&folder, &link).unwrap();
    let refused = made.custody.seal_whole(&link, &receipt(Keep::Copy), &mut go).unwrap_err();
    assert!(matches!(refused, Fault::Link(_)), "{refused}");
}
