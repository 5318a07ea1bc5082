//! What is opened for a supervisor holds against the root that the partner was given; nothing else does.

use super::*;
use crate::masking::ListCheck;

#[test]
fn chosen_inputs_open_against_the_root_that_the_partner_holds() {
    let pair = Pair::small();
    pair.steps(5);
    let north = &pair.parties[0];
    let root = north.committed_root().unwrap();
    assert_eq!(root, north.prepared.root);
    let told = fs::read(pair.path("south/theirs-1")).unwrap();
    assert_eq!(root.0, told[88..120]);
    let places: Vec<u32> = (0..256).collect();
    let opened = north.open_inputs(&places).unwrap();
    assert!(opened.iter().all(|one| one.holds(&root)));
    let named: Vec<&String> =
        opened.iter().filter_map(|one| Some(&one.identifier.as_ref()?.1)).collect();
    assert_eq!(named.len(), 100, "and 156 fillings");
    let hit = &north.hits().unwrap()[0];
    assert_eq!(opened[hit.place as usize].identifier, Some((hit.kind, hit.identifier.clone())));
}

#[test]
fn another_input_place_or_salt_does_not_hold() {
    let pair = Pair::small();
    let north = &pair.parties[0];
    let root = north.prepared.root;
    let [one, two] = &north.open_inputs(&[3, 4]).unwrap()[..] else { panic!("two") };
    let moved = crate::audit::Opened { place: 4, ..one.clone() };
    let salted = crate::audit::Opened { salt: two.salt, ..one.clone() };
    let other = crate::audit::Opened { input: two.input.clone(), ..one.clone() };
    let mut named = one.clone();
    named.identifier = Some((Kind::Phone, "+393470009999".to_owned()));
    for changed in [moved, salted, other, named] {
        assert!(!changed.holds(&root));
    }
    assert!(one.holds(&root) && two.holds(&root));
}

#[test]
fn an_honest_list_holds_after_the_key_is_gone() {
    let pair = Pair::small();
    pair.steps(5);
    for party in &pair.parties {
        assert_eq!(party.check_own_list().unwrap(), ListCheck::Holds);
    }
}

/// South masks its list with another key than it answers with: it can see what is common, and north cannot. The messages
/// do not show it; south's own supervisor sees it.
#[test]
fn a_list_masked_with_another_key_is_seen_by_the_partys_own_supervisor() {
    let mut pair = Pair::small();
    let other = Pair::numbered(8, [&list(0..100), &list(60..150)], 1, 0x40);
    fs::copy(other.path("south/masked"), pair.path("south/masked")).unwrap();
    for name in ["own-1", "own-1.digest"] {
        let _ = fs::remove_file(pair.path("south").join(name));
    }
    pair.reopen(1);
    pair.steps(5);
    assert_eq!(pair.parties[0].state().unwrap(), State::Done { hits: 0 });
    assert_eq!(pair.parties[0].check_own_list().unwrap(), ListCheck::Holds);
    assert_eq!(pair.parties[1].check_own_list().unwrap(), ListCheck::Differs { from: 0 });
}

#[test]
fn another_input_in_the_record_does_not_hold() {
    let pair = Pair::small();
    pair.steps(2);
    let path = pair.path("north/inputs");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(pair.parties[0].check_own_list().unwrap(), ListCheck::Differs { from: 0 });
}

#[test]
fn a_list_that_was_changed_afterwards_opens_nothing() {
    let pair = Pair::small();
    let path = pair.path("north/inputs");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert_eq!(pair.parties[0].open_inputs(&[0]).unwrap_err().code(), "DEC-006");
}

#[test]
fn a_place_that_is_not_there_is_refused() {
    assert_eq!(Pair::small().parties[0].open_inputs(&[256]).unwrap_err().code(), "DEC-009");
}

#[test]
fn a_charter_with_another_profile_is_refused() {
    let (dir, mut signed) = (TempDir::new().unwrap(), charter(8));
    signed.charter.profile = Digest([9; 32]);
    let [first, second] = keys();
    signed.sign(&first).unwrap();
    signed.sign(&second).unwrap();
    let (secret, opening) = ([1; 32], [2; 32]);
    let start = Start {
        charter: &signed,
        number: 1,
        day: "2026-11-24",
        sessions_this_year: 0,
        secret,
        opening,
    };
    let begun = Session::prepare(&dir.path().join("s"), &start, &list([1]), first);
    assert_eq!(begun.err().unwrap().code(), "DEC-018");
}
