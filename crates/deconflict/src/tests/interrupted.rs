//! A session that is killed between any two writes goes on as if it had not been.

use super::*;

/// What a kill may leave behind: a file half written under its name aside.
const HALF: &[u8] = b"half a file";

/// Files that are made again, each with what must be gone for it to be due.
#[test]
fn a_message_made_again_is_the_same() {
    for step in 1..=5_u8 {
        let mut pair = Pair::small();
        pair.steps(step - 1);
        let own = pair.path(&format!("north/own-{step}"));
        let before = fs::read(&own).unwrap();
        fs::remove_file(&own).unwrap();
        let _ = fs::remove_file(pair.path(&format!("north/own-{step}.digest")));
        fs::write(pair.path(&format!("north/own-{step}.part")), HALF).unwrap();
        pair.reopen(0);
        assert_eq!(fs::read(&own).unwrap(), before, "step {step}");
        for step in step..=5 {
            pair.step(step);
        }
        assert_eq!(pair.parties[0].state().unwrap(), State::Done { hits: 40 });
    }
}

#[test]
fn replies_made_again_are_the_same() {
    let mut pair = Pair::small();
    pair.steps(1);
    let secret = fs::read(pair.path("north/secret")).unwrap();
    pair.step(2);
    assert!(!pair.path("north/secret").exists());
    let (own, replies) = (pair.path("north/own-3"), pair.path("north/replies"));
    let before = (fs::read(&own).unwrap(), fs::read(&replies).unwrap());
    for path in [&own, &replies] {
        fs::remove_file(path).unwrap();
    }
    fs::write(pair.path("north/secret"), secret).unwrap();
    fs::write(pair.path("north/replies.part"), HALF).unwrap();
    pair.reopen(0);
    assert_eq!((fs::read(&own).unwrap(), fs::read(&replies).unwrap()), before);
    assert!(!pair.path("north/secret").exists());
}

/// Killed after the message was copied and before it was checked: it is checked when it is given again.
#[test]
fn a_message_that_was_not_checked_yet_is_not_taken() {
    let mut pair = Pair::small();
    pair.steps(1);
    fs::copy(pair.path("south/own-2"), pair.path("north/incoming")).unwrap();
    pair.reopen(0);
    let due = State::Waits { step: 2, party: "south".to_owned() };
    assert_eq!(pair.parties[0].state().unwrap(), due);
    assert!(!pair.path("north/own-3").exists());
    pair.step(2);
    assert!(pair.path("north/own-3").exists());
}

#[test]
fn a_secret_left_by_a_kill_is_erased_at_the_next_start() {
    let mut pair = Pair::small();
    pair.steps(2);
    fs::write(pair.path("north/secret"), [1; 32]).unwrap();
    pair.reopen(0);
    assert!(!pair.path("north/secret").exists());
}

#[test]
fn a_session_is_opened_by_the_key_of_its_party_alone() {
    let pair = Pair::small();
    let other = Session::open(&pair.path("north"), keys()[1].clone());
    assert_eq!(other.err().unwrap().code(), "DEC-004");
}
