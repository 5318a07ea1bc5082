//! Known sets: what is read, what is kept, what is answered.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod codes;
mod database;
mod delta;
mod films;
mod formats;
mod index;
mod lists;
mod near;
mod store;

use std::fs;
use std::path::Path;

use tutela_triage::known::{SetClaim, SetKind};

/// What is stated about a set: as little as can be.
fn claim(name: &str) -> SetClaim {
    SetClaim {
        name: name.to_owned(),
        owner: "a test".to_owned(),
        version: String::new(),
        licence: String::new(),
        kind: SetKind::Listed,
        scheme: String::new(),
        date: String::new(),
        rows_stated: None,
        within: 31,
    }
}

/// Every byte of an index that is changed, and every cut or addition, is found.
fn every_damage_is_found(path: &Path, is_sound: impl Fn(&Path) -> bool) {
    let whole = fs::read(path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let aside = folder.path().join("damaged.index");
    let refused = |bytes: &[u8]| {
        // A new file each time: an index is never changed in place.
        let _ = fs::remove_file(&aside);
        fs::write(&aside, bytes).unwrap();
        !is_sound(&aside)
    };
    assert!(!refused(&whole));
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        *bytes.get_mut(at).unwrap() ^= 1 << (at % 8);
        assert!(refused(&bytes), "byte {at}");
    }
    for len in [0, 1, 4095, 4096, whole.len() - 1] {
        assert!(refused(whole.get(..len).unwrap()), "cut at {len}");
    }
    assert!(refused(&[whole.as_slice(), &[0]].concat()));
}
