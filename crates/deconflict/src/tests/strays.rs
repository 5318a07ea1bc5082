//! Messages that are nobody's breach: of another session, out of their time, or no messages. They change nothing.

use super::*;
use crate::fault::Fault;

/// Gives a file to the first party; the session must stand as before.
#[track_caller]
fn refused(pair: &Pair, path: &Path) -> Fault {
    let before = pair.parties[0].state().unwrap();
    let fault = pair.parties[0].take(path).unwrap_err();
    assert!(!fault.is_the_partners(), "{fault}");
    assert_eq!(pair.parties[0].state().unwrap(), before);
    fault
}

#[test]
fn a_message_of_ones_own_is_refused() {
    let pair = Pair::small();
    assert_eq!(refused(&pair, &pair.path("north/own-1")).code(), "DEC-013");
}

#[test]
fn messages_out_of_order_are_refused() {
    let pair = Pair::small();
    pair.parties[1].take(&pair.path("north/own-1")).unwrap();
    assert_eq!(refused(&pair, &pair.path("south/own-2")).code(), "DEC-016");
    pair.parties[0].take(&pair.path("south/own-1")).unwrap();
    assert_eq!(refused(&pair, &pair.path("south/own-1")).code(), "DEC-016");
}

#[test]
fn messages_of_an_earlier_session_are_refused() {
    let lists = [&list(0..100), &list(60..150)];
    let (old, new) = (Pair::numbered(8, lists, 1, 0x40), Pair::numbered(8, lists, 2, 0));
    old.steps(5);
    for step in 1..=5 {
        assert_eq!(refused(&new, &old.path(&format!("south/own-{step}"))).code(), "DEC-015");
        new.step(step);
    }
}

/// The same number by mistake, so that the first message passes: the second does not.
#[test]
fn a_replay_under_the_same_number_is_refused_from_the_second_step() {
    let lists = [&list(0..100), &list(60..150)];
    let (old, new) = (Pair::numbered(8, lists, 1, 0x40), Pair::numbered(8, lists, 1, 0));
    old.steps(5);
    new.parties[0].take(&old.path("south/own-1")).unwrap();
    for step in 2..=5 {
        let fault = refused(&new, &old.path(&format!("south/own-{step}")));
        assert_eq!(fault.code(), if step == 2 { "DEC-015" } else { "DEC-016" });
    }
}

#[test]
fn messages_under_another_charter_are_refused() {
    let lists = [&list(0..100), &list(60..150)];
    let (other, pair) = (Pair::new(9, lists), Pair::new(8, lists));
    assert_eq!(refused(&pair, &other.path("south/own-1")).code(), "DEC-014");
}

#[test]
fn bytes_that_are_no_message_are_refused() {
    let pair = Pair::small();
    let (good, bad) = (fs::read(pair.path("south/own-1")).unwrap(), pair.path("bad"));
    let mut tried = 0;
    for length in [0, 7, 8, 20, 87, 88, 100, good.len() - 1] {
        fs::write(&bad, &good[..length]).unwrap();
        assert_eq!(refused(&pair, &bad).code(), "DEC-011", "{length} bytes");
        tried += 1;
    }
    fs::write(&bad, [&good[..], b"x"].concat()).unwrap();
    assert_eq!(refused(&pair, &bad).code(), "DEC-011");
    assert_eq!(tried, 8);
}

/// Every bit of a message is under the signature, or is read before it.
#[test]
fn a_changed_bit_is_seen_wherever_it_is() {
    let pair = Pair::small();
    let good = fs::read(pair.path("south/own-1")).unwrap();
    let bad = pair.path("bad");
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&bad, changed).unwrap();
        refused(&pair, &bad);
    }
}

#[test]
fn a_message_of_another_version_says_so() {
    let pair = Pair::small();
    let mut bytes = fs::read(pair.path("south/own-1")).unwrap();
    bytes[8] = 2;
    fs::write(pair.path("bad"), bytes).unwrap();
    let fault = refused(&pair, &pair.path("bad"));
    assert!(fault.to_string().contains("version 2"), "{fault}");
}

#[test]
fn a_session_that_is_done_takes_nothing_more() {
    let pair = Pair::small();
    pair.steps(5);
    assert_eq!(refused(&pair, &pair.path("south/own-5")).code(), "DEC-008");
}

/// A pipe gives its bytes once: what is checked is what was kept, not what a second reading gives.
#[test]
fn a_message_is_read_once() {
    let pair = Pair::small();
    let pipe = pair.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let bytes = fs::read(pair.path("south/own-1")).unwrap();
    std::thread::scope(|scope| {
        let to = &pipe;
        scope.spawn(move || fs::write(to, bytes).unwrap());
        pair.parties[0].take(&pipe).unwrap();
    });
    assert!(pair.path("north/own-2").exists());
}

#[test]
fn nothing_stays_of_a_message_that_was_refused() {
    let pair = Pair::small();
    refused(&pair, &pair.path("north/own-1"));
    assert!(!pair.path("north/incoming").exists());
}
