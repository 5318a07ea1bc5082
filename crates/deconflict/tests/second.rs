//! A second implementation, written from docs/deconfliction.md in Python with whole numbers alone, gives the same bytes.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests: what fails, fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ed25519_dalek::SigningKey;
use model::Digest;
use serde_json::json;
use tempfile::TempDir;
use tutela_deconflict::charter::{Charter, Party, SignedCharter};
use tutela_deconflict::kind::Kind;
use tutela_deconflict::list::List;
use tutela_deconflict::profile::proved_digest;
use tutela_deconflict::session::{Session, Start};

const NORTH: [(Kind, &str); 4] = [
    (Kind::Phone, "+393471234567"),
    (Kind::Email, "anna@example.org"),
    (Kind::Email, "città@example.org"),
    (Kind::Wallet, "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
];

const SOUTH: [(Kind, &str); 3] = [
    (Kind::Email, "città@example.org"),
    (Kind::Phone, "+393471234567"),
    (Kind::Phone, "+393470000000"),
];

fn key(byte: u8) -> SigningKey {
    SigningKey::from_bytes(&[byte; 32])
}

fn charter() -> SignedCharter {
    let party = |name: &str, byte| Party {
        name: name.to_owned(),
        contact: "Ufficio «Nord», ☎ 7".to_owned(),
        key: Digest(key(byte).verifying_key().to_bytes()),
    };
    let mut signed = SignedCharter::new(Charter {
        version: 1,
        first: party("north", 11),
        second: party("south", 22),
        purpose: "two \"implementations\"\n".to_owned(),
        legal_basis: "an example".to_owned(),
        kinds: vec![Kind::Phone, Kind::Email, Kind::Wallet],
        profile: proved_digest().unwrap(),
        bucket: 8,
        inputs_max: 256,
        sessions_a_year_max: 12,
        from: "2026-01-01".to_owned(),
        until: "2026-12-31".to_owned(),
        retention_days: 30,
    });
    signed.sign(&key(11)).unwrap();
    signed.sign(&key(22)).unwrap();
    signed
}

fn begin(path: &Path, byte: u8, inputs: &[(Kind, &str)]) -> Session {
    let mut list = List::default();
    for (kind, text) in inputs {
        list.push(*kind, text).unwrap();
    }
    list.close();
    let start = Start {
        charter: &charter(),
        number: 3,
        day: "2026-11-24",
        sessions_this_year: 2,
        secret: [byte; 32],
        opening: [byte ^ 0x80; 32],
    };
    Session::prepare(path, &start, &list, key(byte)).unwrap()
}

/// A folder for the second implementation of north, with south's messages in it.
fn second(dir: &Path, inputs: &[(Kind, &str)]) -> PathBuf {
    let folder = dir.join("second");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("charter.json"), serde_json::to_vec(&charter()).unwrap()).unwrap();
    let hex = |byte: u8| format!("{byte:02x}").repeat(32);
    let inputs: Vec<_> = inputs.iter().map(|(kind, text)| json!([kind.number(), text])).collect();
    let facts = json!({"number": 3, "side": 0, "key": hex(11), "secret": hex(11), "opening": hex(0x8b), "inputs": inputs});
    fs::write(folder.join("party.json"), facts.to_string()).unwrap();
    for step in 1..=5 {
        fs::copy(dir.join(format!("south/own-{step}")), folder.join(format!("theirs-{step}")))
            .unwrap();
    }
    folder
}

fn run(folder: &Path) -> Option<Output> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/second_party.py");
    let output = Command::new("python3").arg(script).arg(folder).output().ok();
    if output.is_none() {
        println!("skipped: there is no python3");
    }
    output
}

/// A session of both parties by the first implementation.
fn first(dir: &Path) -> [Session; 2] {
    let parties = [begin(&dir.join("north"), 11, &NORTH), begin(&dir.join("south"), 22, &SOUTH)];
    for step in 1..=5 {
        let own = |party: &str| dir.join(format!("{party}/own-{step}"));
        parties[0].take(&own("south")).unwrap();
        parties[1].take(&own("north")).unwrap();
    }
    parties
}

#[test]
fn a_second_implementation_gives_the_same_bytes() {
    let dir = TempDir::new().unwrap();
    let [north, _] = first(dir.path());
    let folder = second(dir.path(), &NORTH);
    let Some(output) = run(&folder) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for step in 1..=5 {
        let name = format!("own-{step}");
        let [own, other] =
            [dir.path().join("north"), folder.clone()].map(|at| fs::read(at.join(&name)).unwrap());
        assert!(own == other, "{name} differs");
    }
    let hits: Vec<(String, String)> =
        serde_json::from_slice(&fs::read(folder.join("hits.json")).unwrap()).unwrap();
    let own: Vec<_> =
        north.hits().unwrap().into_iter().map(|hit| (hit.hit, hit.identifier)).collect();
    assert_eq!(hits, own);
    assert_eq!(hits.len(), 2);
}

/// The second implementation checks as well: one changed byte in each message of south stops it.
#[test]
fn the_second_implementation_refuses_what_is_changed() {
    let dir = TempDir::new().unwrap();
    first(dir.path());
    let folder = second(dir.path(), &NORTH);
    let path = folder.join("theirs-4");
    let mut bytes = fs::read(&path).unwrap();
    bytes[200] ^= 1;
    fs::write(&path, bytes).unwrap();
    let Some(output) = run(&folder) else { return };
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("message 4 is not the one that is due"), "{said}");
}
