//! The log against independent implementations: `signed_note`, `tlog_tiles`, and `openssl`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use serde_json::json;
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{
    Error, Hash, HashReader, Tile, TileHashReader, TileReader, check_record, check_tree,
    prove_record, prove_tree, stored_hashes, tree_hash,
};
use tutela_custody::{Act, Checkpoint, Custody, Event, Inclusion};

const ORIGIN: &str = "tutela.case/oracle";

fn log_some(custody: &mut Custody, count: usize) {
    let act = |at: usize| Act {
        at_us: 1,
        by: "A. Rossi".to_owned(),
        event: Event::SettingChanged { name: at.to_string(), from: json!(1), to: json!(2) },
    };
    custody.log_all(&(0..count).map(act).collect::<Vec<_>>()).unwrap();
}

/// Where `tlog_tiles` puts a tile, as the specification does: without the height.
fn path(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1)
}

/// Reads the tiles of a case as a stranger would.
struct OnDisk(PathBuf);

impl TileReader for OnDisk {
    fn height(&self) -> u8 {
        8
    }
    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile| fs::read(self.0.join("log").join(path(tile)));
        tiles.iter().map(|tile| read(tile).map_err(|_| Error::IndexesNotInTree)).collect()
    }
    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// The whole tree of `tlog_tiles`, made from the entries alone.
#[derive(Default)]
struct Whole(Vec<Hash>);

impl HashReader for Whole {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        Ok(indexes.iter().map(|at| self.0[usize::try_from(*at).unwrap()]).collect())
    }
}

/// Entries of a case, by the rules of tlog-tiles.
fn entries(case: &Path, size: u64) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for number in 0..size.div_ceil(256) {
        let width = u32::try_from((size - number * 256).min(256)).unwrap();
        let file = path(&Tile::new(8, 0, number, width, true)).replace("/data/", "/entries/");
        let bundle = fs::read(case.join("log").join(file)).unwrap();
        let mut rest = bundle.as_slice();
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let (entry, after) = after.split_at(usize::from(u16::from_be_bytes(*length)));
            all.push(entry.to_vec());
            rest = after;
        }
    }
    all
}

fn bytes(path: &[Hash]) -> Vec<[u8; 32]> {
    path.iter().map(|hash| hash.0).collect()
}

/// The checkpoint as `signed_note` and `tlog_tiles` read it.
fn outside_checkpoint(case: &Path) -> tlog_tiles::Checkpoint {
    let vkey = fs::read_to_string(case.join("log/keys/verifier.txt")).unwrap();
    let note = Note::from_bytes(&fs::read(case.join("log/checkpoint")).unwrap()).unwrap();
    let verifier = StandardVerifier::new(vkey.trim_end()).unwrap();
    let (known, unknown) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    assert_eq!((known.len(), unknown.len()), (1, 0));
    tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap()
}

/// Compares a case with the other implementations; gives its checkpoint.
fn compare(case: &Path, custody: &Custody, whole: &mut Whole, from: u64) -> Checkpoint {
    let mine = custody.checkpoint().clone();
    let size = mine.size;
    for (at, entry) in (0..).zip(entries(case, size)).skip(usize::try_from(from).unwrap()) {
        let new = stored_hashes(at, &entry, whole).unwrap();
        whole.0.extend(new);
    }
    let root = tree_hash(size, whole).unwrap();
    assert_eq!(root.0, mine.root.0);
    let outside = outside_checkpoint(case);
    assert_eq!((outside.origin(), outside.size(), outside.hash().0), (ORIGIN, size, root.0));
    for tile in Tile::new_tiles(8, from, size) {
        let found = fs::read(case.join("log").join(path(&tile))).unwrap();
        assert_eq!(found, tile.read_data(whole).unwrap(), "{}", tile.path());
    }
    mine
}

fn compare_inclusion(case: &Path, custody: &Custody, now: &Checkpoint, index: u64) {
    let on_disk = OnDisk(case.to_owned());
    let root = Hash(now.root.0);
    let reader = TileHashReader::new(now.size, root, &on_disk);
    let theirs = prove_record(now.size, index, &reader).unwrap();
    let mine = custody.prove_inclusion(index).unwrap();
    assert_eq!(bytes(&theirs), mine.path.iter().map(|hash| hash.0).collect::<Vec<_>>());
    check_record(&theirs, now.size, root, index, Hash(mine.leaf.0)).unwrap();
    mine.check(&now.root).unwrap();
    for wrong in spoilt(&mine) {
        assert!(wrong.check(&now.root).is_err(), "{wrong:?}");
    }
}

/// The proof with something wrong in it, each time another.
fn spoilt(proof: &Inclusion) -> Vec<Inclusion> {
    let mut all = vec![
        Inclusion { index: proof.index ^ 1, ..proof.clone() },
        Inclusion { index: proof.size + proof.index, ..proof.clone() },
    ];
    let mut longer = proof.clone();
    longer.path.push(proof.leaf);
    all.push(longer);
    for at in 0..proof.path.len() {
        let mut changed = proof.clone();
        changed.path[at].0[at % 32] ^= 1;
        all.push(changed);
        let mut shorter = proof.clone();
        shorter.path.remove(at);
        all.push(shorter);
    }
    all
}

fn compare_consistency(case: &Path, custody: &Custody, old: &Checkpoint, now: &Checkpoint) {
    let mut mine = custody.prove_consistency(old.size).unwrap();
    mine.check(&old.root, &now.root).unwrap();
    if old.size == 0 {
        return;
    }
    let on_disk = OnDisk(case.to_owned());
    let reader = TileHashReader::new(now.size, Hash(now.root.0), &on_disk);
    let theirs = prove_tree(now.size, old.size, &reader).unwrap();
    assert_eq!(bytes(&theirs), mine.path.iter().map(|hash| hash.0).collect::<Vec<_>>());
    check_tree(&theirs, now.size, Hash(now.root.0), old.size, Hash(old.root.0)).unwrap();
    if let Some(hash) = mine.path.first_mut() {
        hash.0[7] ^= 4;
        assert!(mine.check(&old.root, &now.root).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() })]
    #[test]
    fn roots_tiles_and_proofs_are_those_of_other_implementations(
        batches in prop::collection::vec(prop_oneof![1..6_usize, 1..300_usize, 255..258_usize], 1..5),
        picks in prop::collection::vec(any::<u64>(), 4),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut custody = Custody::create(dir.path(), ORIGIN).unwrap();
        let mut whole = Whole::default();
        let mut earlier = vec![compare(dir.path(), &custody, &mut whole, 0)];
        for batch in batches {
            log_some(&mut custody, batch);
            let from = earlier.last().map_or(0, |it| it.size);
            let now = compare(dir.path(), &custody, &mut whole, from);
            for pick in &picks {
                compare_inclusion(dir.path(), &custody, &now, pick % now.size);
            }
            for old in &earlier {
                compare_consistency(dir.path(), &custody, old, &now);
            }
            earlier.push(now);
        }
    }
}

#[test]
fn a_log_of_three_tile_levels_is_that_of_other_implementations() {
    let dir = tempfile::tempdir().unwrap();
    let mut custody = Custody::create(dir.path(), ORIGIN).unwrap();
    let mut whole = Whole::default();
    log_some(&mut custody, 300);
    let old = compare(dir.path(), &custody, &mut whole, 0);
    log_some(&mut custody, 65_536 + 70);
    let now = compare(dir.path(), &custody, &mut whole, 300);
    assert_eq!(fs::read(dir.path().join("log/tile/2/000.p/1")).unwrap().len(), 32);
    for index in [0, 299, 65_535, 65_536, now.size - 1] {
        compare_inclusion(dir.path(), &custody, &now, index);
    }
    compare_consistency(dir.path(), &custody, &old, &now);
}

#[test]
fn openssl_verifies_a_checkpoint() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("openssl is absent: skipped");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut custody = Custody::create(dir.path(), ORIGIN).unwrap();
    log_some(&mut custody, 3);
    let script = r#"
        set -eu
        cd "$1"
        sed '/^$/,$d' log/checkpoint > body
        sed -n 's/^— [^ ]* //p' log/checkpoint | base64 -d | tail -c +5 > sig
        openssl pkeyutl -verify -pubin -inkey log/keys/verifier.pem -rawin -in body -sigfile sig
        sed -i '2s/3/4/' body
        ! openssl pkeyutl -verify -pubin -inkey log/keys/verifier.pem -rawin -in body -sigfile sig
        openssl pkey -in log/keys/signer.pem -pubout | cmp - log/keys/verifier.pem
    "#;
    let run = Command::new("sh").args(["-c", script, "sh"]).arg(dir.path()).output().unwrap();
    assert!(run.status.success(), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stdout).contains("Signature Verified Successfully"));
}
