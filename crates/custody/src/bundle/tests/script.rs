//! `verify.sh` as an outsider runs it: over sound bundles, and over changed ones of every kind.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::mutations::{KINDS, mutate, signer};
use super::{Made, Map};
use crate::bundle::VERIFY_SH;
use crate::crash::memory::Random;

/// Changes of each kind that the script is tried on; 1,000 in all with `TUTELA_SCRIPT_EACH=91`.
fn each() -> usize {
    std::env::var("TUTELA_SCRIPT_EACH").ok().and_then(|text| text.parse().ok()).unwrap_or(4)
}

fn put(map: &Map, dir: &Path) {
    for (name, bytes) in map {
        let file = dir.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

/// Runs the script as it was written over a bundle, whose own may be the one that was changed.
fn run(shell: &str, bundle: &Path, key: &str) -> Output {
    let script = bundle.with_extension("sh");
    fs::write(&script, VERIFY_SH).unwrap();
    let mut command = Command::new(shell);
    command.arg(&script).arg(key).env("BUNDLE", bundle).output().unwrap()
}

fn last_line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).lines().last().unwrap_or_default().to_owned()
}

fn tools_are_there() -> bool {
    let there = Command::new("openssl").arg("version").output().is_ok();
    if !there {
        eprintln!("openssl is absent: skipped");
    }
    there
}

#[test]
fn the_script_is_short_and_accepts_sound_bundles_of_every_shape() {
    assert!(VERIFY_SH.lines().count() <= 80, "{}", VERIFY_SH.lines().count());
    if !tools_are_there() {
        return;
    }
    for (name, made) in [
        ("omitting", Made::new(5).with_omissions()),
        ("listed", Made::new(2).listed()),
        ("large", Made::new(300).with_omissions()),
    ] {
        let bundle = made.write(name);
        for shell in ["sh", "bash"] {
            let run = Command::new(shell).arg(bundle.join("verify.sh")).output().unwrap();
            assert!(run.status.success(), "{name}: {run:?}");
            assert_eq!(last_line(&run), "VERIFIED", "{name}: {run:?}");
        }
        let compared = run("sh", &bundle, &made.key().vkey());
        assert!(compared.status.success(), "{compared:?}");
    }
}

#[test]
fn the_script_takes_the_seal_in_its_one_spelling() {
    if !tools_are_there() {
        return;
    }
    let made = Made::new(1);
    let (map, key) = (made.map("sound"), made.key().vkey());
    let seal = String::from_utf8(map["SEAL"].clone()).unwrap();
    let others = [
        format!("{seal}x"),
        format!("{seal}\n"),
        seal.replace("=\n", "=x\n"),
        seal.replace("\n\n", "\nmore\n\n"),
        format!("{seal}— other.example/x AAAAAAAA\n"),
    ];
    for (number, other) in others.into_iter().enumerate() {
        let dir = made.dir.path().join(format!("seal-{number}"));
        let mut changed = map.clone();
        changed.insert("SEAL".to_owned(), other.into_bytes());
        put(&changed, &dir);
        let told = run("sh", &dir, &key);
        assert_eq!(told.status.code(), Some(1), "{number}: {told:?}");
        assert_ne!(super::found(&changed, Some(&made.key())).problems, [], "{number}");
    }
}

#[test]
fn the_script_finds_changes_of_every_kind() {
    if !tools_are_there() {
        return;
    }
    let made = Made::new(3).with_omissions();
    let (map, key, signer) = (made.map("sound"), made.key().vkey(), signer(&made));
    let mut random = Random::new(11);
    for (number, kind) in KINDS.iter().cycle().take(each() * KINDS.len()).enumerate() {
        let Some(other) = mutate(&map, kind, &mut random, &signer) else { continue };
        let dir = made.dir.path().join(format!("changed-{number}"));
        fs::create_dir(&dir).unwrap();
        put(&other, &dir);
        let told = run("sh", &dir, &key);
        let same: Vec<_> = map.iter().filter(|(name, it)| other.get(*name) != Some(it)).collect();
        let changed: Vec<_> = same.iter().map(|(name, _)| name).collect();
        assert_eq!(told.status.code(), Some(1), "{kind}: {changed:?}: {told:?}");
        assert!(last_line(&told).starts_with("NOT VERIFIED"), "{kind}: {told:?}");
        fs::remove_dir_all(&dir).unwrap();
    }
}
