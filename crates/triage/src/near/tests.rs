//! Every code within the distance is found: against brute force, list by list, and on real codes.

use std::fs;

use proptest::prelude::*;

use super::layout::Layout;
use super::search::Met;
use super::*;

fn build_as(codes: Vec<Code>, layout: Layout) -> Index {
    let form = |codes: &mut &[CodeBytes]| Ok(Form::new(codes.len(), layout.deal(codes)?));
    Index::build_as(codes, form).unwrap()
}

fn brute_force(codes: &[Code], queries: &[Code], distance_max: u32) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (query, asked) in (0..).zip(queries) {
        for (code, other) in (0..).zip(codes) {
            let distance = other.distance(*asked);
            if distance <= distance_max {
                hits.push(Hit { query, code, distance });
            }
        }
    }
    hits
}

/// So dear is a scan that lists are looked into wherever they reach far enough.
const DEAR: u64 = u64::MAX;

/// Layouts that a few codes would not be given.
const LAYOUTS: [Layout; 5] = [
    Layout::NONE,
    Layout { slots: 32, width: 8 },
    Layout { slots: 16, width: 16 },
    Layout { slots: 12, width: 14 },
    Layout { slots: 11, width: 12 },
];

/// A code with some bits of another turned.
fn turned(code: Code, bits: &[u8]) -> Code {
    let mut bytes = code.to_bytes();
    for bit in bits {
        bytes[usize::from(bit / 8)] ^= 0x80 >> (bit % 8);
    }
    Code::from_bytes(bytes)
}

/// Codes of several kinds: even, skewed, near blank, and near or the same as the one before.
fn codes() -> impl Strategy<Value = Vec<Code>> {
    let even = any::<[u8; 32]>();
    let skewed =
        any::<([u8; 32], [u8; 32])>().prop_map(|(a, b)| std::array::from_fn(|at| a[at] & b[at]));
    let blank = proptest::collection::vec(any::<u8>(), 0..20)
        .prop_map(|bits| turned(Code::default(), &bits).to_bytes());
    let fresh = prop_oneof![even, skewed, blank].prop_map(Code::from_bytes);
    let near = proptest::collection::vec(any::<u8>(), 0..40);
    proptest::collection::vec((fresh, near, 0u8..3), 0..120).prop_map(|drawn| {
        let mut codes: Vec<Code> = Vec::new();
        for (fresh, bits, choice) in drawn {
            let last = codes.last().copied();
            codes.push(match (choice, last) {
                (1, Some(last)) => turned(last, &bits),
                (2, Some(last)) => last,
                _ => fresh,
            });
        }
        codes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_code_within_the_distance_is_found_and_no_other(
        codes in codes(),
        others in codes(),
        distance_max in prop_oneof![Just(31u32), 0u32..70, Just(256)],
    ) {
        let queries: Vec<Code> = codes.iter().step_by(3).chain(&others).copied().collect();
        let expected = brute_force(&codes, &queries, distance_max);
        for (layout, compare_cost) in LAYOUTS.into_iter().flat_map(|layout| [(layout, DEAR), (layout, 20)]) {
            let index = build_as(codes.clone(), layout);
            let view = index.view().with_compare_cost(compare_cost);
            prop_assert_eq!(&within(&view, &queries, distance_max), &expected, "{:?}", layout);
        }
    }
}

/// All ways to take so many of some bits, from none to two.
fn choices(bits: &[u8], count: usize) -> Vec<Vec<u8>> {
    let pairs =
        || bits.iter().enumerate().flat_map(|(at, a)| bits[..at].iter().map(|b| vec![*a, *b]));
    match count {
        0 => vec![vec![]],
        1 => bits.iter().map(|bit| vec![*bit]).collect(),
        _ => pairs().collect(),
    }
}

#[test]
fn what_one_list_alone_can_tell_is_found() {
    // 31 bits differ so that every slot but one differs in more than it is looked into, and that one in
    // exactly as many: each list of each slot in turn is the only one to hold the code.
    let code: Code =
        "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22".parse().unwrap();
    for layout in LAYOUTS.into_iter().skip(1) {
        let index = build_as(vec![code], layout);
        let slots = index.form.slots();
        let view = index.view().with_compare_cost(DEAR);
        let plan = plan::all(view.slots(), &[(0, code)], DISTANCE_MAX, DEAR).remove(0);
        let credits = |slot: usize| plan.reach(slot);
        let mut queries = Vec::new();
        for slot in 0..slots.len() {
            let others = (0..slots.len()).filter(|other| *other != slot);
            let others: Vec<u8> =
                others.flat_map(|other| slots[other][..credits(other)].to_vec()).collect();
            for last in choices(&slots[slot], credits(slot) - 1) {
                queries.push(turned(code, &[&others[..], &last].concat()));
            }
        }
        let hits = within(&view, &queries, DISTANCE_MAX);
        let expected = (0..).zip(&queries).map(|(query, _)| Hit { query, code: 0, distance: 31 });
        assert_eq!(hits, expected.collect::<Vec<_>>(), "{layout:?}");
        assert!(within(&view, &queries, DISTANCE_MAX - 1).is_empty(), "{layout:?}");
    }
}

#[test]
fn real_codes_have_the_neighbours_that_brute_force_found() {
    let Some(folder) = casetest::real::path("hashing") else { return };
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let codes = |name: &str| -> Vec<Code> {
        read(name).lines().map(|line| line.parse().unwrap()).collect()
    };
    let needles = codes("pdq/index/needles.txt");
    let haystack = codes("pdq/index/haystack.txt");
    let expected = read("expected/needles-haystack-within31.tsv");
    let rows = expected.lines().filter(|line| !line.starts_with('#'));
    let expected: Vec<Hit> = rows
        .map(|line| {
            let cells: Vec<u32> = line.split('\t').map(|cell| cell.parse().unwrap()).collect();
            Hit { query: cells[0] - 1, code: cells[1] - 1, distance: cells[2] }
        })
        .collect();
    assert!(expected.len() > 200);
    for layout in LAYOUTS {
        let index = build_as(haystack.clone(), layout);
        let view = index.view().with_compare_cost(DEAR);
        assert_eq!(within(&view, &needles, DISTANCE_MAX), expected, "{layout:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_query_of_too_many_hits_is_counted_and_the_others_are_told(
        codes in codes(),
        hits_max in 0usize..6,
        (even, odd) in (0u32..60, 0u32..60),
    ) {
        let queries: Vec<Code> = codes.iter().step_by(2).copied().collect();
        let counts = |code: u32, distance: u32| distance <= if code.is_multiple_of(2) { even } else { odd };
        let all = brute_force(&codes, &queries, even.max(odd));
        let all: Vec<Hit> = all.into_iter().filter(|hit| counts(hit.code, hit.distance)).collect();
        let (mut expected, batch) = (Met::default(), (0..).zip(queries).collect::<Vec<_>>());
        for own in all.chunk_by(|one, next| one.query == next.query) {
            if own.len() > hits_max {
                expected.floods.push((own[0].query, own.len() as u64));
            } else {
                expected.hits.extend(own);
            }
        }
        let bounds = Bounds { distance_max: even.max(odd), counts, hits_max };
        for (layout, compare_cost) in LAYOUTS.into_iter().flat_map(|layout| [(layout, DEAR), (layout, 20)]) {
            let index = build_as(codes.clone(), layout);
            let met = index.view().with_compare_cost(compare_cost).ask(&batch, &bounds);
            prop_assert_eq!(&met, &expected, "{:?}", layout);
        }
    }
}

#[test]
fn queries_of_several_batches_keep_their_numbers() {
    let codes: Vec<Code> = (0..=255).map(|byte| Code::from_bytes([byte; 32])).collect();
    let queries: Vec<Code> = (0..3000usize).map(|number| codes[number % 256]).collect();
    let index = Index::build(codes.clone()).unwrap();
    assert_eq!(index.within(&queries, DISTANCE_MAX), brute_force(&codes, &queries, DISTANCE_MAX));
}
