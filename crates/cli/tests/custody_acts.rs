//! Time stamps of an authority, and erasure by two persons, as they are done by commands.

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

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{Run, tutela};

/// A run under another account.
fn by(account: &str, case: &Path, args: &[&str]) -> Output {
    let mut command = tutela();
    command.env("TUTELA_USER", account).arg("--case").arg(case).args(args).output().unwrap()
}

fn every_file(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(every_file(&path)) } else { found.push(path) }
    }
    found
}

/// Files below a folder that hold these bytes.
fn residue(dir: &Path, bytes: &str) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        memchr::memmem::find(&std::fs::read(path).unwrap(), bytes.as_bytes()).is_some()
    };
    every_file(dir).into_iter().filter(holds).collect()
}

#[test]
fn a_record_is_erased_by_two_persons_and_nothing_of_it_stays_but_its_proof() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    support::init(&case);
    by("A. Rossi", &case, &["--reason", "the secret of Lucia", "verify"]);
    let text = std::fs::read_to_string(case.join("log/records/000.jsonl")).unwrap();
    let line = text.lines().nth(1).unwrap();
    assert!(line.contains("the secret of Lucia"), "{line}");
    let salt = line.rsplit('"').nth(1).unwrap().to_owned();
    let before = std::fs::read(case.join("log/checkpoint")).unwrap();
    let no_ground = by("A. Rossi", &case, &["erase", "1"]);
    assert_eq!(no_ground.status.code(), Some(2), "{no_ground:?}");
    let asked = by("A. Rossi", &case, &["--reason", "court order 7", "erase", "1"]);
    assert_eq!(asked.status.code(), Some(6), "{asked:?}");
    let again = by("A. Rossi", &case, &["--reason", "court order 7", "erase", "1"]);
    assert_eq!(again.status.code(), Some(6), "one person is not two: {again:?}");
    assert_eq!(residue(&case, &salt).len(), 1);
    let waits = by("B. Bianchi", &case, &["--json", "erase"]);
    assert!(String::from_utf8_lossy(&waits.stdout).contains("court order 7"), "{waits:?}");
    let done = by("B. Bianchi", &case, &["erase", "1"]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    for bytes in ["the secret of Lucia", &salt] {
        assert_eq!(residue(&case, bytes), Vec::<PathBuf>::new(), "{bytes}");
    }
    let log = std::fs::read_to_string(case.join("log/records/000.jsonl")).unwrap();
    let tombstone = log.lines().last().unwrap();
    for part in ["B. Bianchi", "court order 7 (asked by A. Rossi)", "\"erased\":1"] {
        assert!(tombstone.contains(part), "{part}: {tombstone}");
    }
    Run::on(&case, &["verify"]).expect(0);
    old_proofs_hold(&case, &before);
    for stays in ["0", "1", "3", "99"] {
        let args = ["--reason", "x", "erase", stays];
        let code = by("C", &case, &args).status.code();
        assert_eq!(code, Some(if stays == "0" { 6 } else { 2 }), "leaf {stays}");
    }
}

/// What was signed before is still the beginning of the log, and the leaf still under it.
fn old_proofs_hold(case: &Path, before: &[u8]) {
    let custody = custody::Custody::view(case).unwrap();
    let old = custody::Checkpoint::read(before, custody.verifier_key()).unwrap();
    let now = custody.checkpoint().clone();
    custody.prove_consistency(old.size).unwrap().check(&old.root, &now.root).unwrap();
    custody.prove_inclusion(1).unwrap().check(&now.root).unwrap();
}

/// A time stamping authority made by `openssl`; nothing where that is absent.
fn authority(dir: &Path) -> Option<()> {
    std::fs::create_dir_all(dir).unwrap();
    let config = "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = tsa.pem\n\
                  signer_key = tsa.key\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n\
                  accuracy = secs:1\ncerts = tsa.pem\nsigner_digest = sha256\n\
                  crypto_device = builtin\n\
                  [req]\ndistinguished_name = dn\n[dn]\n[ext]\n\
                  extendedKeyUsage = critical,timeStamping\n";
    std::fs::write(dir.join("tsa.cnf"), config).unwrap();
    std::fs::write(dir.join("serial"), "01\n").unwrap();
    let arguments = "req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=Test-TSA -config tsa.cnf \
                     -extensions ext -keyout tsa.key -out tsa.pem";
    let made = Command::new("openssl").args(arguments.split_whitespace()).current_dir(dir).output();
    let made = made.ok()?;
    assert!(made.status.success(), "{made:?}");
    Some(())
}

fn reply(dir: &Path, query: &Path, to: &Path) {
    let mut command = Command::new("openssl");
    command.args(["ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile"]);
    let made = command.arg(query).arg("-out").arg(to).current_dir(dir).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn a_time_stamp_is_asked_for_judged_logged_and_leaves_with_the_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let (case, tsa, other) =
        (folder.path().join("case"), folder.path().join("tsa"), folder.path().join("other"));
    if authority(&tsa).is_none() {
        eprintln!("openssl is absent: skipped");
        return;
    }
    authority(&other).unwrap();
    support::init(&case);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    Run::on(&case, &["stamp", "request", "--to", &path("q.tsq")]).expect(0);
    reply(&tsa, &folder.path().join("q.tsq"), &folder.path().join("r.tsr"));
    // The case goes on meanwhile.
    Run::on(&case, &["verify"]).expect(0);
    let (ca, wrong) = (path("tsa/tsa.pem"), path("other/tsa.pem"));
    Run::on(&case, &["stamp", "add", &path("r.tsr"), "--ca", &wrong]).expect(4);
    let mut spoilt = std::fs::read(path("r.tsr")).unwrap();
    let at = spoilt.len() - 20;
    spoilt[at] ^= 1;
    std::fs::write(path("spoilt.tsr"), spoilt).unwrap();
    Run::on(&case, &["stamp", "add", &path("spoilt.tsr"), "--ca", &ca]).expect(4);
    Run::on(&case, &["stamp", "add", &path("r.tsr"), "--ca", &ca, "--at", "2"]).expect(4);
    let said = Run::on(&case, &["stamp", "add", &path("r.tsr"), "--ca", &ca]).expect(0).stdout;
    assert!(said.starts_with("1  ") && said.contains("GMT"), "{said}");
    let listed = Run::on(&case, &["--json", "stamp", "list"]).json();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["leaves"]), (1, &1.into()));
    Run::on(&case, &["verify"]).expect(0);
    let out = path("out");
    Run::on(&case, &["export", "bundle", "--to", &out, "--recipient", "B", "--purpose", "p"])
        .expect(0);
    Run::new(&["verify", &out]).expect(0);
    let file = listed[0]["files"][1].as_str().unwrap();
    let judged = Command::new("openssl")
        .args(["ts", "-verify", "-data", "stamps/1.checkpoint", "-in", file, "-CAfile", &ca])
        .current_dir(&out)
        .output()
        .unwrap();
    assert!(judged.status.success(), "{judged:?}");
}
