//! Ten thousand ways to change a bundle, each of which must be found, by whom the key is known.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use model::Digest;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Made, Map, found};
use crate::bundle::check::KeyShown;
use crate::bundle::manifest::{Files, seal, write};
use crate::bundle::{FACTS, MANIFEST, SEAL};
use crate::canonical::canonical;
use crate::crash::memory::Random;
use crate::log::CHECKPOINT;
use crate::log::key::{VERIFIER_PEM, VERIFIER_TXT, private_of_pem, public_pem};
use crate::log::note::{Checkpoint, VerifierKey, sign};

/// The kinds of change.
pub(super) const KINDS: &[&str] = &[
    "flip", "delete", "swap", "reorder", "truncate", "append", "add", "rename", "resign",
    "manifest", "insider",
];

fn pick<'a>(random: &mut Random, map: &'a Map) -> &'a String {
    let at = random.below(map.len() as u64);
    map.keys().nth(usize::try_from(at).unwrap()).unwrap()
}

fn below(random: &mut Random, limit: usize) -> usize {
    usize::try_from(random.below(limit as u64)).unwrap()
}

fn flip(random: &mut Random, map: &mut Map, name: &str) {
    let bytes = map.get_mut(name).unwrap();
    let at = below(random, bytes.len());
    bytes[at] ^= 1 << random.below(8);
}

/// Changes a bundle in one way; nothing where that would leave it as it is.
pub(super) fn mutate(
    map: &Map,
    kind: &str,
    random: &mut Random,
    signer: &SigningKey,
) -> Option<Map> {
    let mut out = map.clone();
    let name = pick(random, map).clone();
    match kind {
        "flip" => flip(random, &mut out, &name),
        "delete" => drop(out.remove(&name)),
        "swap" => {
            let other = pick(random, map).clone();
            out.insert(name.clone(), map[&other].clone());
            out.insert(other, map[&name].clone());
        }
        "reorder" => {
            let mut lines: Vec<&[u8]> = map[&name].split_inclusive(|byte| *byte == b'\n').collect();
            let (a, b) = (below(random, lines.len()), below(random, lines.len()));
            lines.swap(a, b);
            out.insert(name, lines.concat());
        }
        "truncate" => {
            let len = below(random, map[&name].len());
            out.get_mut(&name).unwrap().truncate(len);
        }
        "append" => out.get_mut(&name).unwrap().push(b"\n x0"[below(random, 4)]),
        "add" => {
            let names = ["note.txt", "exhibits/ab/cd", "log/records/001.jsonl", "findings/x.json"];
            out.insert(names[below(random, 4)].to_owned(), map[&name].clone());
        }
        "rename" => {
            let bytes = out.remove(&name).unwrap();
            out.insert(format!("{name}.bak"), bytes);
        }
        "resign" => {
            if random.below(2) == 0 {
                flip(random, &mut out, "VERIFY.md");
            }
            let seed = [u8::try_from(random.below(256)).unwrap(); 32];
            resign(&mut out, &SigningKey::from_bytes(&seed));
        }
        "manifest" => {
            flip(random, &mut out, &name);
            remanifest(&mut out);
        }
        // Whoever has the key seals anew, but cannot change what was logged.
        _ => {
            let logged = |name: &str| {
                let kinds = ["exhibits/", "log/records/", "log/tile/0/", "log/checkpoint"];
                kinds.iter().any(|kind| name.starts_with(kind))
            };
            let logged: Vec<&String> = map.keys().filter(|name| logged(name)).collect();
            let name = logged[below(random, logged.len())].clone();
            flip(random, &mut out, &name);
            remanifest(&mut out);
            reseal(&mut out, signer);
        }
    }
    (out != *map).then_some(out)
}

fn remanifest(map: &mut Map) {
    let files = map.iter().filter(|(name, _)| *name != MANIFEST && *name != SEAL);
    let files: Files =
        files.map(|(name, bytes)| (name.clone(), Digest(Sha256::digest(bytes).into()))).collect();
    map.insert(MANIFEST.to_owned(), write(&files).into_bytes());
}

fn checkpoint(map: &Map) -> Option<Checkpoint> {
    let note = std::str::from_utf8(map.get(CHECKPOINT)?).ok()?;
    Checkpoint::from_body(&format!("{}\n", note.split("\n\n").next()?))
}

fn reseal(map: &mut Map, key: &SigningKey) {
    let Some(checkpoint) = checkpoint(map) else { return };
    let manifest = Digest(Sha256::digest(&map[MANIFEST]).into());
    if let Ok(note) = sign(&seal(&checkpoint, &manifest), &checkpoint.origin, key) {
        map.insert(SEAL.to_owned(), note.into_bytes());
    }
}

/// Makes the whole bundle anew with another key, as a careful forger would.
pub(super) fn resign(map: &mut Map, key: &SigningKey) {
    let checkpoint = checkpoint(map).unwrap();
    let old = String::from_utf8(map[CHECKPOINT].clone()).unwrap();
    let new = checkpoint.sign(key).unwrap();
    let verifier = VerifierKey::new(&checkpoint.origin, key.verifying_key()).unwrap();
    for (name, bytes) in map.iter_mut() {
        if name == CHECKPOINT || name.starts_with("log/proofs/") {
            *bytes = String::from_utf8_lossy(bytes).replace(&old, &new).into_bytes();
        }
    }
    let vkey = format!("{}\n", verifier.vkey());
    map.insert(VERIFIER_TXT.to_owned(), vkey.into_bytes());
    map.insert(VERIFIER_PEM.to_owned(), public_pem(&verifier).into_bytes());
    let mut facts: Value = serde_json::from_slice(&map[FACTS]).unwrap();
    facts["log"]["key"] = verifier.vkey().into();
    map.insert(FACTS.to_owned(), (canonical(&facts).unwrap() + "\n").into_bytes());
    remanifest(map);
    reseal(map, key);
}

pub(super) fn signer(made: &Made) -> SigningKey {
    let pem = made.dir.path().join("case/log/keys/signer.pem");
    private_of_pem(&std::fs::read(pem).unwrap()).unwrap()
}

#[test]
fn ten_thousand_changes_are_all_found_and_the_sound_bundle_never_doubted() {
    let made = Made::new(3).with_omissions();
    let (map, key, signer) = (made.map("sound"), made.key(), signer(&made));
    let mut random = Random::new(7);
    let (mut changed, mut at) = (0, 0);
    while changed < 10_000 {
        let kind = KINDS[at % KINDS.len()];
        at += 1;
        if at % 100 == 0 {
            assert_eq!(found(&map, Some(&key)).problems, []);
        }
        let Some(other) = mutate(&map, kind, &mut random, &signer) else { continue };
        assert_ne!(found(&other, Some(&key)).problems, [], "{kind} {at}");
        changed += 1;
    }
}

#[test]
fn a_bundle_made_anew_with_another_key_is_found_only_by_who_knows_the_key() {
    let made = Made::new(3);
    let mut map = made.map("sound");
    resign(&mut map, &SigningKey::from_bytes(&[9; 32]));
    let alone = found(&map, None);
    assert_eq!(alone.problems, []);
    assert_eq!(alone.key_shown, KeyShown::StatedOnly);
    let compared = found(&map, Some(&made.key()));
    let files: Vec<&str> = compared.problems.iter().map(|it| it.file.as_str()).collect();
    assert!(files.contains(&VERIFIER_TXT) && files.contains(&CHECKPOINT), "{files:?}");
}

#[test]
fn a_proof_is_in_the_form_of_the_specification() {
    let made = Made::new(3);
    let map = made.map("sound");
    let proof = String::from_utf8(map["log/proofs/EX-2.tlog-proof"].clone()).unwrap();
    let (head, note) = proof.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("c2sp.org/tlog-proof@v1"));
    assert_eq!(lines.next(), Some("index 1"));
    assert!(lines.all(|line| STANDARD.decode(line).is_ok_and(|hash| hash.len() == 32)));
    assert_eq!(note.as_bytes(), map[CHECKPOINT]);
}
