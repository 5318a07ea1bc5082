//! What goes wrong in a room at night: a full disk, a pulled plug, the same return twice.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use support::{Run, number, tutela};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The sources of a synthetic case, and a case that read them undisturbed.
fn undisturbed(folder: &Path) -> (PathBuf, PathBuf) {
    let sources = folder.join("sources");
    casetest::case::write(7, 1, &sources).unwrap();
    pack(&sources);
    let case = folder.join("undisturbed");
    support::init(&case);
    ingest(&case, &sources).code(&[3]);
    (sources, case)
}

/// Puts an archive of the sources beside them.
fn pack(sources: &Path) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names: Vec<_> =
        std::fs::read_dir(sources).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in names.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap().to_str().unwrap();
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&std::fs::read(path).unwrap()).unwrap();
    }
    std::fs::write(sources.join("all.zip"), zip.finish().unwrap().into_inner()).unwrap();
}

fn ingest(case: &Path, sources: &Path) -> Run {
    Run::on(case, &["ingest", "--tz", "Europe/Rome", sources.to_str().unwrap()])
}

/// Numbers that look random and are the same every time (Marsaglia 2003, xorshift64).
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(seed), |last| {
        let mut next = *last;
        next ^= next << 13;
        next ^= next >> 7;
        next ^= next << 17;
        Some(next)
    })
}

#[test]
fn an_ingest_killed_at_a_hundred_random_points_ends_as_if_nothing_had_happened() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, whole) = undisturbed(folder.path());
    let case = folder.path().join("killed");
    support::init(&case);
    for random in numbers(7).take(100) {
        let mut child = tutela()
            .args(["--case", case.to_str().unwrap(), "ingest", "--tz", "Europe/Rome"])
            .arg(&sources)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(random % 160_000));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    ingest(&case, &sources).code(&[3]);
    assert_eq!(support::tables(&whole), support::tables(&case));
    Run::on(&case, &["verify"]).expect(0);
}

/// A small disk of its own; `None`, with a word, where this machine does not allow one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(at: &Path, megabytes: u32) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let size = format!("size={megabytes}m");
        let made = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(at)
            .stderr(Stdio::null())
            .status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!(
                "skipped: a small disk cannot be mounted here; run as root to test a full disk"
            );
            return None;
        }
        Some(Self(at.to_owned()))
    }

    fn grow(&self, megabytes: u32) {
        let size = format!("remount,size={megabytes}m");
        let done = Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn says_that_the_disk_is_full(run: &Run) {
    let said = run.code(&[75]);
    let says = |words: &str| said.stderr.contains(words);
    assert!(says("o space left") && says("run the same command"), "{}", said.stderr);
}

#[test]
fn a_full_disk_is_said_and_the_same_command_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(&folder.path().join("disk"), 1) else { return };
    let (sources, whole) = undisturbed(folder.path());
    let case = disk.0.join("case");
    support::init(&case);
    for megabytes in [2, 4, 6, 8, 9, 10, 11] {
        says_that_the_disk_is_full(&ingest(&case, &sources));
        disk.grow(megabytes);
    }
    disk.grow(200);
    ingest(&case, &sources).code(&[3]);
    assert_eq!(support::tables(&whole), support::tables(&case));
    Run::on(&case, &["verify"]).expect(0);
}

/// Fills a disk up to some megabytes with a file, and gives the file.
fn fill_up(disk: &SmallDisk, megabytes_left: u64) -> PathBuf {
    let path = disk.0.join("filler");
    let mut file = std::fs::File::create(&path).unwrap();
    let megabyte = vec![0; 1 << 20];
    while std::io::Write::write_all(&mut file, &megabyte).is_ok() {}
    let full = file.metadata().unwrap().len();
    file.set_len(full.saturating_sub(megabytes_left << 20)).unwrap();
    path
}

#[test]
fn a_full_disk_ends_a_build_and_the_same_command_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(&folder.path().join("disk"), 300) else { return };
    let (_, whole) = undisturbed(folder.path());
    let case = disk.0.join("case");
    let copied = Command::new("cp").arg("-r").arg(&whole).arg(&case).status().unwrap();
    assert!(copied.success());
    for megabytes in [0, 4] {
        let filler = fill_up(&disk, megabytes);
        says_that_the_disk_is_full(&Run::on(&case, &["build"]));
        std::fs::remove_file(filler).unwrap();
    }
    Run::on(&case, &["build"]).expect(0);
    Run::on(&case, &["verify"]).expect(0);
}

#[test]
fn a_full_disk_ends_a_bundle_and_nothing_is_left_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(&folder.path().join("disk"), 200) else { return };
    let (_, case) = undisturbed(folder.path());
    let left = || {
        let register = Run::on(&case, &["register", "recipients", "--json"]).json();
        register["recipients"].as_array().unwrap().len()
    };
    for (name, logged) in [("bundle.tar", 0), ("bundle", 1)] {
        let to = disk.0.join(name);
        let to = to.to_str().unwrap();
        let args = ["export", "bundle", "--to", to, "--recipient", "B", "--purpose", "review"];
        let before = std::fs::read_dir(&disk.0).unwrap().count();
        let filler = fill_up(&disk, 1);
        says_that_the_disk_is_full(&Run::on(&case, &args));
        std::fs::remove_file(filler).unwrap();
        assert_eq!(std::fs::read_dir(&disk.0).unwrap().count(), before, "nothing is left of it");
        assert_eq!(left(), logged, "and nothing has left");
        Run::on(&case, &args).expect(0);
        Run::new(&["verify", to]).expect(0);
        assert_eq!(left(), logged + 1);
    }
}

fn totals(case: &Path) -> Value {
    Run::on(case, &["flow", "--json"]).json()["currencies"].clone()
}

#[test]
fn the_same_return_twice_and_in_another_order_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, case) = undisturbed(folder.path());
    let before = totals(&case);
    let exhibits = Run::on(&case, &["status", "--json"]).json();
    let number_of = |status: &Value| status["exhibits"].as_array().unwrap().len();

    let copy = folder.path().join("copy of mto-a.csv");
    std::fs::copy(sources.join("mto-a.csv"), &copy).unwrap();
    ingest(&case, &copy).code(&[0, 3]);
    let after = Run::on(&case, &["status", "--json"]).json();
    assert_eq!(number_of(&exhibits), number_of(&after));

    let text = std::fs::read_to_string(sources.join("mto-a.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let backwards: Vec<&str> = rows.lines().rev().collect();
    let again = folder.path().join("mto-a again.csv");
    std::fs::write(&again, format!("{header}\n{}\n", backwards.join("\n"))).unwrap();
    ingest(&case, &again).code(&[3]);
    let status = Run::on(&case, &["status", "--json"]).json();
    let last = status["exhibits"].as_array().unwrap().last().unwrap();
    assert_eq!(number(&last["rows"]), u64::try_from(backwards.len()).unwrap());
    assert_eq!(totals(&case), before);
}

/// The sum of the column `Principal` in cents, over rows whose amount can be read.
fn principal_sum(file: &Path) -> i64 {
    let text = std::fs::read_to_string(file).unwrap();
    let of_row = |row: &str| {
        // Addresses hold commas in quotes; what follows the amount does not.
        let amount = row.rsplit(',').nth(7).unwrap().to_owned();
        amount.replace('.', "").parse::<i64>().unwrap_or(0)
    };
    text.lines().skip(1).map(of_row).sum()
}

#[test]
fn an_amended_return_takes_back_what_was_refunded() {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    casetest::case::write(7, 1, &sources).unwrap();
    let case = folder.path().join("case");
    support::init(&case);
    let euro = |case: &Path| totals(case)[0]["sum_minor"].as_i64().unwrap();
    ingest(&case, &sources.join("mto-a.csv")).code(&[3]);
    let first = euro(&case);
    ingest(&case, &sources.join("mto-a-amended.csv")).code(&[0]);
    let refunded = principal_sum(&sources.join("mto-a-amended.csv"));
    assert!(refunded > 0);
    assert_eq!(euro(&case), first - refunded);
}
