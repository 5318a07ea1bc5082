//! Groups against brute force, whatever the order of the files; and who had what first.

#![expect(clippy::large_types_passed_by_value, reason = "a few files")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::near::DISTANCE_MAX;
use crate::pdq::Turn;

fn sha256(number: usize) -> [u8; 32] {
    let mut sha256 = [0; 32];
    sha256[..8].copy_from_slice(&number.to_be_bytes());
    sha256
}

/// A code whose 128 ones are spread by a number, and with some bits turned.
fn code(number: u64, bits: &[u8]) -> Code {
    let mut bytes = [0; 32];
    for (half, byte) in bytes.iter_mut().enumerate() {
        let mixed = (number * 31 + half as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let low = (mixed >> 60) as u8;
        *byte = low << 4 | (!low & 0xF);
    }
    for bit in bits {
        bytes[usize::from(bit / 8)] ^= 0x80 >> (bit % 8);
    }
    Code::from_bytes(bytes)
}

fn ways(number: u64, bits: &[u8]) -> Ways {
    let codes = std::array::from_fn(|turn| code(number * 8 + turn as u64, bits));
    Ways { codes, quality: 100 }
}

fn item(number: usize, codes: Option<Ways>) -> Item {
    Item { sha256: sha256(number), codes }
}

#[test]
fn a_leader_takes_what_is_near_it_and_no_chain_is_followed() {
    // Each is 20 bits from the one before, and 40 from the one before that.
    let link = |to: u8| ways(1, &(0..20 * to).collect::<Vec<_>>());
    let items: Vec<Item> = (0..5).map(|to| item(usize::from(to), Some(link(to)))).collect();
    let groups = near_duplicates(&items, DISTANCE_MAX);
    let found: Vec<(usize, Vec<usize>, u32)> = groups
        .iter()
        .map(|group| {
            (group.leader, group.members.iter().map(|it| it.item).collect(), group.furthest)
        })
        .collect();
    assert_eq!(found, [(1, vec![0, 2], 20), (3, vec![4], 20)]);
}

#[test]
fn turned_pictures_are_near_and_the_turn_is_told() {
    let picture = ways(1, &[]);
    let mut turned = ways(99, &[]);
    turned.codes[0] = picture.codes[2];
    let groups = near_duplicates(&[item(0, Some(picture)), item(1, Some(turned))], DISTANCE_MAX);
    let alike = Alike::Near { distance: 0, turn: Turn::Rotate180 };
    let members = vec![Member { item: 1, alike }];
    assert_eq!(groups, [Group { leader: 0, members, furthest: 0 }]);
}

#[test]
fn codes_that_say_little_stand_with_their_own_bytes_alone() {
    let poor = Ways { quality: 49, ..ways(1, &[]) };
    let blank = Ways { codes: [Code::default(); 8], quality: 100 };
    for codes in [None, Some(poor), Some(blank)] {
        let items = [item(1, codes), item(2, codes), item(1, codes)];
        let groups = near_duplicates(&items, DISTANCE_MAX);
        let members = vec![Member { item: 2, alike: Alike::SameBytes }];
        assert_eq!(groups, [Group { leader: 0, members, furthest: 0 }], "{codes:?}");
    }
}

/// A group as its contents, whatever their numbers.
type Plain = ([u8; 32], Vec<([u8; 32], Alike)>, u32);

fn plain(items: &[Item], groups: &[Group]) -> Vec<Plain> {
    let of = |group: &Group| {
        let members = group.members.iter().map(|it| (items[it.item].sha256, it.alike)).collect();
        (items[group.leader].sha256, members, group.furthest)
    };
    groups.iter().map(of).collect()
}

/// The same by comparing each with each.
fn brute_force(items: &[Item], within: u32) -> BTreeSet<BTreeSet<usize>> {
    let contents: BTreeMap<[u8; 32], Option<Ways>> =
        items.iter().map(|item| (item.sha256, item.codes)).collect();
    let open: Vec<([u8; 32], Ways)> = contents
        .iter()
        .filter_map(|(sha256, codes)| Some((*sha256, (*codes)?)))
        .filter(|(_, ways)| ways.gate() == Gate::Open)
        .collect();
    let is_near = |a: &Ways, b: &Ways| a.codes.iter().any(|code| code.distance(b.code()) <= within);
    let count = |ways: &Ways| {
        let others = open.iter().filter(|(_, other)| other.codes != ways.codes);
        others.filter(|(_, other)| is_near(ways, other)).count()
            + open.iter().filter(|(_, other)| other.codes == ways.codes).count()
    };
    let mut order = open.clone();
    order.sort_by_key(|(sha256, ways)| (std::cmp::Reverse(count(ways)), *sha256));
    let mut left: BTreeSet<[u8; 32]> = contents.keys().copied().collect();
    let mut groups = BTreeSet::new();
    let files = |contents: &BTreeSet<[u8; 32]>| -> BTreeSet<usize> {
        (0..items.len()).filter(|number| contents.contains(&items[*number].sha256)).collect()
    };
    for (sha256, ways) in order {
        if left.contains(&sha256) {
            let near = open.iter().filter(|(other, codes)| {
                left.contains(other)
                    && (*other == sha256 || codes.codes == ways.codes || is_near(&ways, codes))
            });
            let near: BTreeSet<[u8; 32]> = near.map(|(sha256, _)| *sha256).collect();
            left.retain(|sha256| !near.contains(sha256));
            groups.insert(files(&near));
        }
    }
    groups.extend(left.iter().map(|sha256| files(&BTreeSet::from([*sha256]))));
    groups.retain(|group| group.len() > 1);
    groups
}

/// Pictures in a few families, some of the same bytes, some turned, some without a code.
fn items() -> impl Strategy<Value = Vec<Item>> {
    let bits = proptest::collection::vec(any::<u8>(), 0..30);
    let content = (0u64..4, bits, 0usize..8, 0u8..10);
    let contents = proptest::collection::vec(content, 1..24);
    (contents, proptest::collection::vec(any::<prop::sample::Index>(), 0..40)).prop_map(
        |(contents, picks)| {
            let one =
                |(number, (family, bits, turn, kind)): (usize, &(u64, Vec<u8>, usize, u8))| {
                    let mut codes = ways(*family, bits);
                    codes.codes.rotate_left(*turn);
                    codes.quality = if *kind == 0 { 10 } else { 90 };
                    item(number * 7919 % 1009, (*kind != 1).then_some(codes))
                };
            let all: Vec<Item> = contents.iter().enumerate().map(one).collect();
            picks.iter().map(|pick| *pick.get(&all)).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn groups_are_those_of_brute_force(items in items(), within in prop_oneof![Just(31u32), 0u32..60]) {
        let groups = near_duplicates(&items, within);
        let found: BTreeSet<BTreeSet<usize>> = groups
            .iter()
            .map(|group| group.members.iter().map(|it| it.item).chain([group.leader]).collect())
            .collect();
        prop_assert_eq!(found.len(), groups.len());
        prop_assert_eq!(found, brute_force(&items, within));
        for group in &groups {
            let leader = items[group.leader];
            let mut furthest = 0;
            for member in &group.members {
                match member.alike {
                    Alike::SameBytes => prop_assert_eq!(items[member.item].sha256, leader.sha256),
                    Alike::Near { distance, turn } => {
                        let place = Turn::ALL.iter().position(|it| *it == turn).unwrap();
                        let (a, b) = (leader.codes.unwrap(), items[member.item].codes.unwrap());
                        let distances = a.codes.map(|code| code.distance(b.code()));
                        prop_assert_eq!(distances[place], distance);
                        prop_assert_eq!(distances.into_iter().min(), Some(distance));
                        prop_assert!(distance <= within);
                        furthest = furthest.max(distance);
                    }
                }
            }
            prop_assert_eq!(group.furthest, furthest);
        }
    }

    #[test]
    fn the_order_of_the_files_changes_nothing(
        (items, shuffled) in items().prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
    ) {
        let of = |items: &[Item]| plain(items, &near_duplicates(items, DISTANCE_MAX));
        prop_assert_eq!(of(&items), of(&shuffled));
    }
}

#[test]
fn a_picture_that_was_saved_a_thousand_times_is_grouped_as_brute_force_does() {
    // Enough of one family for a ball, some of them at its edge, and others around another.
    let saved = |number: usize| {
        let bit = |part: usize| u8::try_from(number * 31 / part % 256).unwrap();
        let bits: Vec<u8> = (0..number % 25).map(|part| bit(part + 1)).collect();
        item(number * 7919 % 10_007, Some(ways(u64::from(number.is_multiple_of(9)), &bits)))
    };
    let items: Vec<Item> = (0..1300).map(saved).collect();
    let groups = near_duplicates(&items, DISTANCE_MAX);
    let found = groups.iter().map(|group| {
        group.members.iter().map(|it| it.item).chain([group.leader]).collect::<BTreeSet<usize>>()
    });
    assert_eq!(found.collect::<BTreeSet<_>>(), brute_force(&items, DISTANCE_MAX));
}

#[test]
fn files_are_grouped_by_what_is_stated_of_them() {
    let folders = by_folder(["EX-1/a/1.jpg", "EX-1\\a", "x.jpg", "EX-1/a/2.jpg", "EX-2/a/1.jpg"]);
    let keys = |found: &ByKey| -> Vec<(String, Vec<usize>)> {
        found.groups.iter().map(|group| (group.key.clone(), group.items.clone())).collect()
    };
    let expected = [("EX-1/a", vec![0, 3]), ("EX-1", vec![1]), ("EX-2/a", vec![4])];
    assert_eq!(keys(&folders), expected.map(|(key, items)| (key.to_owned(), items)));
    assert_eq!(folders.not_stated, [2]);
    let cameras = by_camera([None, Some("A | B"), Some(""), Some("A | B")]);
    assert_eq!(
        (keys(&cameras), cameras.not_stated),
        (vec![("A | B".to_owned(), vec![1, 3])], vec![0, 2])
    );
    let days = by_day([
        "2024-02-29T23:59:58",
        "",
        "2024-03-01T00:00:00",
        "2024-02-29T00:00:00",
        "29 Feb 24",
    ]);
    let expected = [("2024-02-29", vec![0, 3]), ("2024-03-01", vec![2])];
    assert_eq!(keys(&days), expected.map(|(key, items)| (key.to_owned(), items)));
    assert_eq!(days.not_stated, [1, 4]);
}

#[expect(clippy::unnecessary_wraps, reason = "a file may have none")]
fn time(earliest_us: i64, latest_us: i64) -> Option<Time> {
    let interval = Interval::new(earliest_us, latest_us).unwrap();
    Some(Time { interval, kind: TimeKind::Transfer, clock: Clock::Verified })
}

fn held(number: usize, holder: u32, time: Option<Time>) -> Held {
    Held { sha256: sha256(number), codes: None, holder, time, standing: Standing::Counted }
}

fn first_of(items: &[Held]) -> First {
    let found = recurrences(items, None);
    assert_eq!(found.contents.len(), 1);
    found.contents[0].first.clone()
}

#[test]
fn who_had_it_first_is_said_only_where_all_times_lie_apart() {
    let holder = |holder, weaknesses: &[Weakness]| First::Holder {
        holder,
        weakened_by: weaknesses.iter().copied().collect(),
    };
    let (early, late) = (held(1, 7, time(10, 20)), held(1, 3, time(21, 30)));
    assert_eq!(first_of(&[late, early]), holder(7, &[]));
    let touching = held(1, 3, time(20, 30));
    assert_eq!(first_of(&[early, touching]), First::CannotBeSaid(Unsaid::Overlap));
    let untimed = held(1, 3, None);
    assert_eq!(first_of(&[early, untimed]), First::CannotBeSaid(Unsaid::NotStated));
    // Another copy without a time speaks against the other holder, not against the first.
    assert_eq!(first_of(&[early, late, untimed]), First::CannotBeSaid(Unsaid::NotStated));
    assert_eq!(first_of(&[early, late, held(1, 7, None)]), holder(7, &[]));
    // An older copy of the other.
    assert_eq!(
        first_of(&[early, late, held(1, 3, time(0, 99))]),
        First::CannotBeSaid(Unsaid::Overlap)
    );
    let weak = |kind, clock| Time { kind, clock, ..late.time.unwrap() };
    let file = Held { time: Some(weak(TimeKind::FileSystem, Clock::Unverified)), ..late };
    let expected = [Weakness::ClockUnverified, Weakness::FileSystemTime];
    assert_eq!(first_of(&[early, file]), holder(7, &expected));
    let taken = Held { time: Some(weak(TimeKind::Taken, Clock::Verified)), ..late };
    assert_eq!(first_of(&[early, taken]), holder(7, &[Weakness::TakenTime]));
    assert_eq!(Interval::new(2, 1), None);
}

#[test]
fn two_holders_share_same_bytes_or_only_what_is_near() {
    let near = |number: usize, holder, bits: &[u8], time| Held {
        codes: Some(ways(5, bits)),
        ..held(number, holder, time)
    };
    let common = Held { standing: Standing::Common, ..held(9, 1, None) };
    let items = [
        near(1, 1, &[], time(0, 1)),
        near(1, 2, &[], time(2, 3)),
        near(2, 3, &[1, 2], time(4, 5)),
        held(9, 2, None),
        common,
        held(8, 1, None),
    ];
    let found = recurrences(&items, Some(DISTANCE_MAX));
    assert_eq!((found.contents.len(), found.common), (1, 2));
    let content = &found.contents[0];
    assert_eq!((content.leader, content.furthest), (0, 2));
    let weakened_by = BTreeSet::from([Weakness::NearOnly]);
    assert_eq!(content.first, First::Holder { holder: 1, weakened_by });
    let pairs: Vec<_> = found.pairs.iter().map(|it| (it.holders, it.same_bytes, it.near)).collect();
    assert_eq!(pairs, [((1, 2), 1, 0), ((1, 3), 0, 1), ((2, 3), 0, 1)]);
    assert!(found.pairs.iter().all(|it| (it.lower_first, it.higher_first) == (1, 0)));
    let bytes = recurrences(&items, None);
    assert_eq!(bytes.pairs.iter().map(|it| it.holders).collect::<Vec<_>>(), [(1, 2)]);
}

proptest! {
    #[test]
    fn recurrences_are_those_of_brute_force_whatever_the_order(
        (items, shuffled) in proptest::collection::vec(
            (0usize..6, 0u32..4, proptest::option::of((0i64..20, 0i64..20)), 0u8..12), 0..40,
        ).prop_map(|drawn| drawn.into_iter().map(|(number, holder, span, common)| Held {
            standing: if common == 0 { Standing::Common } else { Standing::Counted },
            ..held(number, holder, span.and_then(|(from, len)| time(from, from + len)))
        }).collect::<Vec<_>>())
        .prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())),
    ) {
        let found = recurrences(&items, None);
        let told = |items: &[Held], found: &Recurrences| -> Vec<_> {
            let of = |it: &Recurrence| (items[it.leader].sha256, it.first.clone());
            found.contents.iter().map(of).collect()
        };
        let other = recurrences(&shuffled, None);
        prop_assert_eq!(told(&items, &found), told(&shuffled, &other));
        prop_assert_eq!(&found.pairs, &other.pairs);
        let is_common = |sha256| items.iter().any(|it| it.sha256 == sha256 && it.standing == Standing::Common);
        for number in 0..6 {
            let sha256 = sha256(number);
            let of = |holder: u32| items.iter().filter(move |it| it.sha256 == sha256 && it.holder == holder);
            let holders: Vec<u32> = (0..4).filter(|holder| of(*holder).next().is_some()).collect();
            let content = found.contents.iter().find(|it| items[it.leader].sha256 == sha256);
            prop_assert_eq!(content.is_some(), holders.len() > 1 && !is_common(sha256));
            let Some(content) = content else { continue };
            // First, if some file of one is, whatever moments are drawn, before all files of all others.
            let before = |a: u32, b: u32| of(a).any(|a| of(b).all(|b| {
                a.time.zip(b.time).is_some_and(|(a, b)| a.interval.latest_us() < b.interval.earliest_us())
            }));
            let first = holders.iter().find(|a| holders.iter().all(|b| *a == b || before(**a, *b)));
            let told = match &content.first {
                First::Holder { holder, .. } => Some(holder),
                First::CannotBeSaid(_) => None,
            };
            prop_assert_eq!(told, first);
        }
    }
}
