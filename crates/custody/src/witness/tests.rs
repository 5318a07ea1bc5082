//! Witnesses at work: they sign what continues, refuse a fork, and what they signed is found again.

use std::ops::ControlFlow;
use std::path::Path;

use serde_json::json;

use super::{Policy, WitnessDesk, WitnessKey};
use crate::bundle::{BundleRequest, BundleTarget, verify_bundle};
use crate::custody::Custody;
use crate::event::Event;
use crate::fault::Fault;

fn act(custody: &mut Custody, name: &str) {
    let event = Event::SettingChanged { name: name.to_owned(), from: json!(1), to: json!(2) };
    custody.log(1, "A", &event).unwrap();
}

/// A case with two witnesses, of whom two must sign.
fn case(dir: &Path) -> (Custody, Vec<WitnessDesk>) {
    let mut custody = Custody::create(&dir.join("case"), "tutela.case/seen").unwrap();
    let desks: Vec<WitnessDesk> = ["court.example/w1", "bar.example/w2"]
        .into_iter()
        .enumerate()
        .map(|(at, name)| WitnessDesk::create(&dir.join(format!("w{at}")), name).unwrap())
        .collect();
    let witnesses = desks.iter().map(|desk| desk.key().clone()).collect();
    custody.agree_witnesses(1, "A", &Policy { required: 2, witnesses }).unwrap();
    (custody, desks)
}

/// Asks a witness and takes its answer in.
fn witness(custody: &mut Custody, desk: &WitnessDesk, at_s: u64) -> Result<usize, Fault> {
    let request = custody.witness_request(desk.key().name(), None)?;
    let key = custody.verifier_key().clone();
    let signed = desk.cosign(request.as_bytes(), Some(&key), at_s)?;
    Ok(custody.add_cosignatures(&signed.note)?.by.len())
}

#[test]
fn two_witnesses_sign_and_the_bundle_and_its_script_say_so() {
    let dir = tempfile::tempdir().unwrap();
    let (mut custody, desks) = case(dir.path());
    act(&mut custody, "one");
    assert_eq!(witness(&mut custody, &desks[0], 1_800_000_000).unwrap(), 1);
    act(&mut custody, "two");
    assert_eq!(witness(&mut custody, &desks[0], 1_800_000_001).unwrap(), 1);
    assert_eq!(witness(&mut custody, &desks[1], 1_800_000_002).unwrap(), 2);
    // Asked again for the same state, it signs again, and stands once.
    assert_eq!(witness(&mut custody, &desks[1], 1_800_000_003).unwrap(), 2);
    let sizes: Vec<_> = custody.witnessed().unwrap().iter().map(|it| it.checkpoint.size).collect();
    assert_eq!(sizes, [2, 3]);
    assert_eq!(custody.verify(&mut |_| ControlFlow::Continue(())).unwrap().problems, []);
    let (plan, out) =
        (custody.plan_bundle(&BundleRequest::default()).unwrap(), dir.path().join("out"));
    let target = BundleTarget::Folder(&out);
    custody
        .write_bundle(&plan, target, &mut |_| ControlFlow::Continue(()))
        .and_then(crate::StagedBundle::publish)
        .unwrap();
    let found =
        verify_bundle(&out, Some(custody.verifier_key()), &mut |_| ControlFlow::Continue(()));
    let found = found.unwrap();
    assert_eq!(found.problems, []);
    let names: Vec<_> = found.witnesses.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names, found.witnesses_required), (vec!["bar.example/w2", "court.example/w1"], 2));
    let script = std::process::Command::new("sh").arg(out.join("verify.sh")).output().unwrap();
    let said = String::from_utf8(script.stdout).unwrap();
    assert!(said.contains("witnesses needed 2, signed: court.example/w1 bar.example/w2"), "{said}");
    assert!(said.ends_with("VERIFIED\n"), "{said}");
}

#[test]
fn a_stolen_key_cannot_show_two_histories_to_a_witness() {
    let dir = tempfile::tempdir().unwrap();
    let (mut custody, desks) = case(dir.path());
    act(&mut custody, "common");
    drop(custody);
    let other = dir.path().join("stolen");
    let mut copy = std::process::Command::new("cp");
    assert!(copy.arg("-a").arg(dir.path().join("case")).arg(&other).status().unwrap().success());
    let mut honest = Custody::open(&dir.path().join("case")).unwrap();
    let mut forked = Custody::open(&other).unwrap();
    act(&mut honest, "true");
    act(&mut forked, "false");
    witness(&mut honest, &desks[0], 5).unwrap();
    // As long as the one that was seen.
    assert!(matches!(
        witness(&mut forked, &desks[0], 6),
        Err(Fault::WitnessElsewhere { saw: 3, .. })
    ));
    let request = forked.witness_request(desks[0].key().name(), Some(3)).unwrap();
    let refused = desks[0].cosign(request.as_bytes(), None, 6);
    assert!(matches!(refused, Err(Fault::WitnessRefuses(_))), "{refused:?}");
    // And longer.
    act(&mut forked, "more");
    let request = forked.witness_request(desks[0].key().name(), Some(3)).unwrap();
    let refused = desks[0].cosign(request.as_bytes(), None, 7);
    assert!(matches!(refused, Err(Fault::WitnessRefuses(_))), "{refused:?}");
    // The honest log goes on, and what the witness signed of it is not taken into the other.
    act(&mut honest, "later");
    let request = honest.witness_request(desks[0].key().name(), None).unwrap();
    let signed = desks[0].cosign(request.as_bytes(), None, 8).unwrap();
    assert_eq!((signed.before, signed.checkpoint.size), (3, 4));
    assert!(matches!(forked.add_cosignatures(&signed.note), Err(Fault::WitnessRefuses(_))));
    assert!(honest.add_cosignatures(&signed.note).is_ok());
}

#[test]
fn a_witness_needs_the_key_of_a_log_once_and_keeps_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let (mut custody, desks) = case(dir.path());
    let request = custody.witness_request("court.example/w1", None).unwrap();
    let unknown = desks[0].cosign(request.as_bytes(), None, 5);
    assert!(matches!(unknown, Err(Fault::UnknownLog(_))));
    let other = Custody::create(&dir.path().join("other"), "tutela.case/seen").unwrap();
    let key = other.verifier_key().clone();
    assert!(desks[0].cosign(request.as_bytes(), Some(&key), 5).is_err());
    witness(&mut custody, &desks[0], 5).unwrap();
    assert!(desks[0].cosign(request.as_bytes(), Some(&key), 5).is_err());
    for broken in ["", "old 0\n\n", "old 00\n\nx", &request.replace("old 0", "old 2")] {
        assert!(desks[0].cosign(broken.as_bytes(), None, 5).is_err(), "{broken:?}");
    }
    assert!(matches!(custody.witness_request("nobody", None), Err(Fault::NoSuchWitness(_))));
    assert!(custody.agree_witnesses(1, "A", &Policy::default()).is_err());
}

#[test]
fn a_changed_signature_of_a_witness_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let (mut custody, desks) = case(dir.path());
    witness(&mut custody, &desks[0], 5).unwrap();
    let file = dir.path().join("case/log/witnessed/1");
    let note = std::fs::read(&file).unwrap();
    for at in (0..note.len()).step_by(3) {
        let mut changed = note.clone();
        changed[at] ^= 2;
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, changed).unwrap();
        let found = custody.verify(&mut |_| ControlFlow::Continue(())).unwrap();
        let named: Vec<_> = found.problems.iter().map(|it| it.file.as_str()).collect();
        assert_eq!(named, ["log/witnessed/1"], "byte {at}");
    }
}

#[test]
fn reads_the_example_of_the_specification() {
    let body =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]);
    let line = super::key::cosign(body, "witness.example.com/w1", &key, 1_679_315_147).unwrap();
    let note = format!("{body}\n{line}");
    let note = crate::log::note::Note::read(note.as_bytes()).unwrap();
    let public = WitnessKey::new("witness.example.com/w1", key.verifying_key()).unwrap();
    assert_eq!(note.signatures[0].bytes.len(), 72);
    assert_eq!(note.signatures[0].bytes[..8], [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb]);
    assert_eq!(public.check(body, &note.signatures[0]), Some(1_679_315_147));
    assert_eq!(WitnessKey::from_vkey(&public.vkey()), Some(public));
}
