//! Honest sessions: both learn the same, whatever the lists.

use super::*;
use crate::steps::Hit;

fn hits(pair: &Pair) -> [Vec<Hit>; 2] {
    pair.steps(4);
    let done = pair.step(5);
    let hits = pair.parties.each_ref().map(|party| party.hits().unwrap());
    for (state, hits) in done.iter().zip(&hits) {
        assert_eq!(*state, State::Done { hits: u32::try_from(hits.len()).unwrap() });
    }
    hits
}

#[track_caller]
fn found(lists: [&List; 2], expected: impl IntoIterator<Item = u32>) {
    let pair = Pair::new(8, lists);
    let [first, second] = hits(&pair);
    let names = |hits: &[Hit]| {
        let mut names: Vec<String> = hits.iter().map(|hit| hit.identifier.clone()).collect();
        names.sort_unstable();
        names
    };
    let expected: Vec<String> =
        expected.into_iter().map(|number| format!("+39347{number:07}")).collect();
    assert_eq!(names(&first), expected);
    let opaque = |hits: &[Hit]| {
        hits.iter().map(|hit| (hit.hit.clone(), hit.identifier.clone())).collect::<Vec<_>>()
    };
    assert_eq!(opaque(&first), opaque(&second));
    assert!(!pair.path("north/secret").exists() && !pair.path("south/secret").exists());
}

#[test]
fn what_is_common_is_found_and_nothing_else() {
    found([&list(0..100), &list(60..150)], 60..100);
}

#[test]
fn nothing_all_or_one_is_found_as_well() {
    found([&list(0..100), &list(100..200)], []);
    found([&list(0..256), &list(0..256)], 0..256);
    found([&list([7]), &list([7])], [7]);
    found([&list([]), &list(0..256)], []);
    found([&list([]), &list([])], []);
}

/// Two batches a party, and more hits than fit into a megabyte of their file.
#[test]
fn a_list_of_several_batches_is_compared() {
    let pair = Pair::new(14, [&list(0..16_000), &list(1_000..16_300)]);
    assert_eq!(hits(&pair)[0].len(), 15_000);
    assert!(fs::metadata(pair.path("north/hits.json")).unwrap().len() > 1 << 20);
}

#[test]
fn kinds_do_not_meet() {
    let mut mail = List::default();
    mail.push(Kind::Email, "+393470000007").unwrap();
    mail.close();
    found([&list([7]), &mail], []);
}

#[test]
fn messages_have_the_length_of_the_bucket_whatever_the_lists() {
    let (few, many) = (Pair::new(8, [&list([]), &list([1])]), Pair::small());
    few.steps(5);
    many.steps(5);
    for step in 1..=5 {
        let bytes = |pair: &Pair, party| {
            fs::metadata(pair.path(&format!("{party}/own-{step}"))).unwrap().len()
        };
        assert_eq!(bytes(&few, "north"), bytes(&many, "south"), "step {step}");
    }
}

#[test]
fn two_sessions_of_one_list_have_no_element_in_common() {
    let lists = [&list(0..100), &list(60..150)];
    let (one, two) = (Pair::numbered(8, lists, 1, 0), Pair::numbered(8, lists, 2, 0x40));
    let masked = |pair: &Pair| {
        let bytes = fs::read(pair.path("north/masked")).unwrap();
        bytes.chunks(32).map(<[u8]>::to_vec).collect::<std::collections::HashSet<_>>()
    };
    assert!(masked(&one).is_disjoint(&masked(&two)));
    assert_ne!(hits(&one)[0], hits(&two)[0]);
}

#[test]
fn what_the_charter_does_not_allow_is_refused() {
    let (dir, charter) = (TempDir::new().unwrap(), charter(8));
    let mut mac = List::default();
    mac.push(Kind::Mac, "001122334455").unwrap();
    let (long, short) = (list(0..257), list(0..3));
    for (list, day, sessions) in [
        (&long, "2026-11-24", 0),
        (&mac, "2026-11-24", 0),
        (&short, "2027-01-01", 0),
        (&short, "2025-12-31", 0),
        (&short, "2026-11-24", 12),
    ] {
        let (secret, opening) = ([1; 32], [2; 32]);
        let start = Start {
            charter: &charter,
            number: 1,
            day,
            sessions_this_year: sessions,
            secret,
            opening,
        };
        let begun = Session::prepare(&dir.path().join("s"), &start, list, keys()[0].clone());
        assert_eq!(begun.err().unwrap().code(), "DEC-005", "{day} {sessions}");
    }
    assert!(!dir.path().join("s").exists());
}

#[test]
fn a_charter_that_only_one_signed_is_refused() {
    let mut charter = charter(8);
    charter.second = charter.first.clone();
    assert_eq!(charter.check().unwrap_err().code(), "DEC-003");
    charter.second = None;
    assert_eq!(charter.check().unwrap_err().code(), "DEC-003");
}

/// Another word in the charter, and nothing is common any more: its digest is in every tag.
#[test]
fn parties_with_different_charters_do_not_understand_each_other() {
    let pair = Pair::small();
    let mut other = pair.charter.charter.clone();
    other.purpose.push('!');
    assert_ne!(other.digest().unwrap(), pair.charter.charter.digest().unwrap());
}
