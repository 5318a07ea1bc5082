//! A partner who breaks the protocol, with the right keys: seen every time, and the transcript names it.

use super::*;
use crate::element::BadElement;
use crate::fault::{Breach, Fault};
use crate::session::Ended;

/// South has broken the protocol in a step: north says how, names south, and takes nothing more.
#[track_caller]
fn seen(pair: &Pair, step: u8, message: &Path, breach: Breach) {
    let fault = pair.parties[0].take(message).unwrap_err();
    let Fault::Broken(found) = fault else { panic!("{fault}") };
    assert_eq!(found, breach);
    let State::Ended(ended) = pair.parties[0].state().unwrap() else { panic!("goes on") };
    assert_eq!((ended.party.as_str(), ended.step), ("south", step));
    assert_eq!(ended.fact, breach.to_string());
    let shown = pair.path("north").join(ended.shown_by.unwrap());
    assert_eq!(fs::read(shown).unwrap(), fs::read(message).unwrap());
    assert!(!pair.path("north/secret").exists());
    assert_eq!(pair.parties[0].take(message).unwrap_err().code(), "DEC-008");
}

/// South puts another list in the place of its own before it commits to it.
fn with_list(change: impl FnOnce(&mut Vec<[u8; 32]>, &[u8])) -> Pair {
    let mut pair = Pair::small();
    let path = pair.path("south/masked");
    let bytes = fs::read(&path).unwrap();
    let mut elements: Vec<[u8; 32]> = bytes.as_chunks().0.to_vec();
    change(&mut elements, &fs::read(pair.path("north/masked")).unwrap());
    fs::write(&path, elements.concat()).unwrap();
    for name in ["own-1", "own-1.digest"] {
        let _ = fs::remove_file(pair.path("south").join(name));
    }
    pair.reopen(1);
    pair.step(1);
    pair
}

#[track_caller]
fn list_seen(change: impl FnOnce(&mut Vec<[u8; 32]>, &[u8]), breach: Breach) {
    let pair = with_list(change);
    seen(&pair, 2, &pair.path("south/own-2"), breach);
}

#[test]
fn an_element_that_is_there_twice_is_seen() {
    list_seen(|list, _| list[5] = list[4], Breach::Duplicate(5));
}

#[test]
fn elements_out_of_order_are_seen() {
    list_seen(|list, _| list.swap(100, 101), Breach::Order(101));
}

#[test]
fn the_identity_is_seen() {
    let why = BadElement::Identity;
    list_seen(|list, _| list[0] = [0; 32], Breach::Element { step: 2, at: 0, why });
}

#[test]
fn bytes_that_are_no_element_are_seen() {
    let why = BadElement::NotCanonical;
    list_seen(|list, _| list[255] = [255; 32], Breach::Element { step: 2, at: 255, why });
}

#[test]
fn an_element_sent_back_is_seen() {
    let mut at = 0;
    let pair = with_list(|list, theirs| {
        list[255] = theirs[32 * 7..32 * 8].try_into().unwrap();
        let reflected = list[255];
        list.sort_unstable();
        at = list.iter().position(|element| *element == reflected).unwrap() as u64;
    });
    seen(&pair, 2, &pair.path("south/own-2"), Breach::Reflected(at));
}

/// South waits for north's commitment and sends it back as its own: it cannot be opened, for it names north.
#[test]
fn a_commitment_sent_back_is_seen() {
    let pair = Pair::small();
    let copied = pair.path("copied");
    let theirs = fs::read(pair.path("north/own-1")).unwrap();
    forged(&pair.path("south/own-1"), &copied, |_, body| *body = theirs[88..152].to_vec());
    pair.parties[0].take(&copied).unwrap();
    let (opened, before) = (pair.path("opened"), pair.parties[0].transcript(1).unwrap());
    let theirs = fs::read(pair.path("north/own-2")).unwrap();
    pair.parties[1].take(&pair.path("north/own-1")).unwrap();
    forged(&pair.path("south/own-2"), &opened, |head, body| {
        head.before = before;
        *body = theirs[88..theirs.len() - 64].to_vec();
    });
    seen(&pair, 2, &opened, Breach::Commitment(2));
}

#[test]
fn another_list_than_was_committed_to_is_seen() {
    let pair = Pair::small();
    pair.step(1);
    let opened = pair.path("opened");
    forged(&pair.path("south/own-2"), &opened, |_, body| body[64 + 40] ^= 1);
    seen(&pair, 2, &opened, Breach::Commitment(2));
}

#[test]
fn the_public_element_of_the_other_is_seen() {
    public_seen(|pair| fs::read(pair.path("north/own-2")).unwrap()[120..152].try_into().unwrap());
}

#[test]
fn a_public_element_that_is_none_is_seen() {
    public_seen(|_| [0; 32]);
    public_seen(|_| [255; 32]);
}

/// South commits to, and opens, a public element of its choice.
#[track_caller]
fn public_seen(public: impl FnOnce(&Pair) -> [u8; 32]) {
    let mut pair = Pair::small();
    let south = &pair.parties[1];
    // North's public element is known only once it is opened; here the test looks ahead.
    let ahead = Pair::small();
    ahead.step(1);
    let public = public(&ahead);
    let list = crate::session::sha256(fs::File::open(pair.path("south/masked")).unwrap()).unwrap();
    let commitment = south.list_commitment(1, [&[7; 32], &public], &list);
    let (one, two) = (pair.path("one"), pair.path("two"));
    forged(&pair.path("south/own-1"), &one, |_, body| body[32..].copy_from_slice(&commitment.0));
    pair.parties[0].take(&one).unwrap();
    pair.parties[1].take(&pair.path("north/own-1")).unwrap();
    let before = pair.parties[0].transcript(1).unwrap();
    forged(&pair.path("south/own-2"), &two, |head, body| {
        head.before = before;
        body[..32].copy_from_slice(&[7; 32]);
        body[32..64].copy_from_slice(&public);
    });
    pair.reopen(0);
    seen(&pair, 2, &two, Breach::PublicElement);
}

/// South answers with another key than the one it committed to.
#[test]
fn replies_under_another_key_are_seen() {
    let mut pair = Pair::small();
    pair.step(1);
    fs::write(pair.path("south/secret"), [99; 32]).unwrap();
    pair.reopen(1);
    pair.step(2);
    pair.step(3);
    seen(&pair, 4, &pair.path("south/own-4"), Breach::Proof(0));
}

/// South changes its replies after they are made and before it commits to them.
fn with_replies(bucket: u8, change: impl FnOnce(&mut [u8])) -> Pair {
    let mut pair = Pair::new(bucket, [&list(0..100), &list(60..150)]);
    pair.step(1);
    pair.step(2);
    let path = pair.path("south/replies");
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes[32..]);
    fs::write(&path, bytes).unwrap();
    fs::remove_file(pair.path("south/own-3")).unwrap();
    pair.reopen(1);
    pair.step(3);
    pair
}

#[test]
fn one_reply_under_another_key_is_seen() {
    let pair = with_replies(8, |replies| {
        let other = replies[32 * 9..32 * 10].to_vec();
        replies[32 * 8..32 * 9].copy_from_slice(&other);
    });
    seen(&pair, 4, &pair.path("south/own-4"), Breach::Proof(0));
}

#[test]
fn replies_in_another_order_are_seen() {
    let pair = with_replies(8, |replies| replies[..64].rotate_left(32));
    seen(&pair, 4, &pair.path("south/own-4"), Breach::Proof(0));
}

/// Errors that cancel in the sum of all replies: the weights do not let them.
#[test]
fn errors_that_cancel_are_seen() {
    let pair = with_replies(8, |replies| {
        let point = |at: usize| {
            crate::element::decode(&replies[32 * at..32 * (at + 1)].try_into().unwrap()).unwrap()
        };
        let (error, both) = (point(100), [point(1), point(2)]);
        let changed = [both[0] + error, both[1] - error].map(|point| point.compress().0);
        replies[32..96].copy_from_slice(changed.as_flattened());
    });
    seen(&pair, 4, &pair.path("south/own-4"), Breach::Proof(0));
}

/// Batches with their proofs in each other's place: a proof holds for its own place alone.
#[test]
fn batches_in_another_order_are_seen() {
    let batch = 8192 * 32 + 64;
    let pair = with_replies(14, |replies| replies.rotate_left(batch));
    let fault = pair.parties[0].take(&pair.path("south/own-4")).unwrap_err();
    assert!(matches!(fault, Fault::Broken(Breach::Proof(0 | 1))), "{fault}");
}

#[test]
fn a_reply_that_is_no_element_is_seen() {
    for (bytes, why) in [([255; 32], BadElement::NotCanonical), ([0; 32], BadElement::Identity)] {
        let pair = with_replies(8, |replies| replies[64..96].copy_from_slice(&bytes));
        seen(&pair, 4, &pair.path("south/own-4"), Breach::Element { step: 4, at: 2, why });
    }
}

#[test]
fn other_replies_than_were_committed_to_are_seen() {
    let pair = Pair::small();
    pair.steps(3);
    let opened = pair.path("opened");
    forged(&pair.path("south/own-4"), &opened, |_, body| body[100] ^= 1);
    seen(&pair, 4, &opened, Breach::Commitment(4));
}

#[test]
fn a_message_of_another_length_is_seen() {
    for (step, change) in [(1, 1_i32), (2, 32), (3, -1), (4, 64), (5, -4)] {
        let pair = Pair::small();
        pair.steps(step - 1);
        let sent = pair.path("sent");
        let mut due = 0;
        forged(&pair.path(&format!("south/own-{step}")), &sent, |_, body| {
            due = body.len() as u64 + 152;
            body.resize(body.len().saturating_add_signed(change as isize), 0);
        });
        let given = due.saturating_add_signed(change.into());
        seen(&pair, step, &sent, Breach::Size { due, given });
    }
}

/// A file far beyond any message is refused by its head, before it is read.
#[test]
fn a_huge_message_is_not_read() {
    let pair = Pair::small();
    let mut bytes = fs::read(pair.path("south/own-1")).unwrap();
    bytes[80..88].copy_from_slice(&(1_u64 << 40).to_be_bytes());
    fs::write(pair.path("huge"), bytes).unwrap();
    assert_eq!(pair.parties[0].take(&pair.path("huge")).unwrap_err().code(), "DEC-011");
}

#[test]
fn a_second_message_of_a_step_is_seen() {
    let pair = Pair::small();
    pair.steps(1);
    let second = pair.path("second");
    forged(&pair.path("south/own-1"), &second, |_, body| body[0] ^= 1);
    seen(&pair, 1, &second, Breach::TwoMessages(1));
}

#[test]
fn another_result_is_seen() {
    let pair = Pair::small();
    pair.steps(4);
    let sent = pair.path("sent");
    forged(&pair.path("south/own-5"), &sent, |_, body| body[3] = 0);
    seen(&pair, 5, &sent, Breach::Result);
}

/// A partner who leaves: whoever waits ends the session, and the step that did not come is written down.
#[test]
fn a_partner_who_leaves_is_named() {
    for step in 1..=5 {
        let pair = Pair::small();
        pair.steps(step - 1);
        let ended = pair.parties[0].abandon("no answer for 30 days").unwrap();
        let fact = format!("the message of step {step} did not come: no answer for 30 days");
        let party = "south".to_owned();
        assert_eq!(ended, Ended { party, fact, step, shown_by: None });
        assert!(!pair.path("north/secret").exists());
        assert_eq!(pair.parties[0].state().unwrap(), State::Ended(ended));
    }
}

/// Replies are opened only after both are committed to: who leaves at step 4 holds nothing that it could read.
#[test]
fn replies_are_not_in_the_folder_of_who_leaves_before_they_are_opened() {
    let pair = Pair::small();
    pair.steps(2);
    pair.parties[1].take(&pair.path("north/own-3")).unwrap();
    assert!(pair.path("south/own-4").exists());
    assert!(!pair.path("north/own-4").exists(), "north has not seen south's commitment");
}
