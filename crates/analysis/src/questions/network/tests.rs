//! What holds of networks: what many share ties little, every tie has its records, and the order of
//! the input does not matter.

use model::party::PARTY_FIELDS;
use model::views::{CaseView, Holder, Keys, Mention, SharedFile};
use model::{Digest, ExhibitId};
use proptest::prelude::*;

use super::*;
use crate::made::{Made, Meet, Pay, when};
use crate::question::AskSettings;
use model::time::Precision;

fn asked(view: &CaseView, change: impl Fn(&mut NetworkSettings)) -> Network {
    let mut settings = AskSettings::default();
    change(&mut settings.network);
    Network::of(&Basis::new(view, &settings))
}

fn pay(payer: &'static str, payee: &'static str, hour: i64) -> Pay<'static> {
    Pay { payer, payee, hour, ..Pay::default() }
}

fn call(from: &'static str, to: &'static str, hour: i64) -> Meet<'static> {
    Meet { exhibit: 2, from, to, hour, minutes: 5, answered: true }
}

/// Eight customers of one agent, whose phone the agent wrote down for each of them.
const CUSTOMERS: [&str; 8] =
    ["mto:a", "mto:b", "mto:c", "mto:d", "mto:e", "mto:f", "mto:g", "mto:h"];

#[test]
fn an_agents_phone_ties_its_customers_little_and_opens_no_path() {
    let made = Made {
        payments: CUSTOMERS.iter().map(|payer| pay(payer, "mto:z", 1)).collect(),
        together: CUSTOMERS.iter().map(|customer| (*customer, "phone:+39333")).collect(),
        ..Made::default()
    };
    let got = asked(&made.view(), |_| {});
    let phone = &got.shared[0];
    assert_eq!((phone.name.as_str(), phone.weight_permille), ("phone:+39333", 1_000 / 7));
    assert!(phone.ties && !phone.is_strong);
    let customer = &got.nodes[got.place("mto:a").unwrap() as usize];
    assert_eq!(customer.degree, 1, "only the payee is a neighbour");
    assert_eq!(got.edges.iter().filter(|edge| edge.sort == TieSort::Identifier).count(), 28);
    let untied = asked(&made.view(), |settings| settings.hub_max = 7);
    assert!(untied.edges.iter().all(|edge| edge.sort == TieSort::Payment));
    assert!(!untied.shared[0].ties, "it is still named");
}

#[test]
fn who_else_is_ordered_by_independent_records() {
    let made = Made {
        payments: vec![
            pay("mto:a", "mto:x", 1),
            pay("mto:a", "mto:y", 2),
            pay("mto:a", "mto:y", 3),
        ],
        sessions: vec![call("mto:x", "mto:a", 4), call("mto:x", "mto:far", 5)],
        together: CUSTOMERS.iter().map(|customer| (*customer, "phone:+39333")).collect(),
        ..Made::default()
    };
    let got = asked(&made.view(), |settings| {
        settings.named = vec!["mto:a".to_owned(), "mto:nobody".to_owned()];
    });
    let order: Vec<(&str, u64, usize, u64)> = got
        .around
        .iter()
        .map(|step| (step.key.as_str(), step.independent, step.exhibits, step.weak))
        .take(3)
        .collect();
    assert_eq!(order, [("mto:x", 2, 2, 0), ("mto:y", 2, 1, 0), ("mto:b", 0, 1, 1)]);
    assert_eq!(got.unknown, ["mto:nobody"]);
}

#[test]
fn payers_with_common_payees_are_weighed_against_chance() {
    let made = Made {
        payments: ["mto:r1", "mto:r2", "mto:shop"]
            .into_iter()
            .flat_map(|payee| [pay("mto:a", payee, 1), pay("mto:b", payee, 2)])
            .chain(CUSTOMERS[2..].iter().map(|payer| pay(payer, "mto:shop", 3)))
            .collect(),
        ..Made::default()
    };
    let got = asked(&made.view(), |_| {});
    let first = &got.payers[0];
    assert_eq!((first.one.as_str(), first.other.as_str()), ("mto:a", "mto:b"));
    assert_eq!(first.weight_permille, 1_000 + 1_000 + 1_000 / 7);
    assert_eq!((first.payees.len(), first.records.len(), first.direct), (3, 6, 0));
    // 3 · 3 · (2 + 2 + 56) / 12².
    assert!((first.expected - 3.75).abs() < 1e-9);
    assert!(got.payers[1].weight_permille < 200, "the shop alone ties nobody much");
}

/// A view of two owners with one file; the times are hours, with the precision of a day where so.
fn files(first: [Option<(i64, Precision)>; 2]) -> CaseView {
    let keys = Keys::from_sorted(["", "mto:a", "mto:b"].map(str::to_owned).to_vec());
    let holder = |exhibit: u32, stated: Option<(i64, Precision)>| Holder {
        exhibit: ExhibitId(exhibit),
        owner: exhibit,
        record: RecordRef { exhibit: ExhibitId(exhibit), row: 1 },
        first: stated.map(|(hour, precision)| when(hour, precision)),
    };
    let holders = vec![holder(1, first[0]), holder(2, first[1])];
    let shared_files = vec![SharedFile { digest: Digest([7; 32]), holders }];
    CaseView { keys, shared_files, ..CaseView::default() }
}

#[test]
fn who_had_a_file_first_is_said_only_where_the_times_leave_no_doubt() {
    let first = |times| asked(&files(times), |_| {}).shared[0].first.clone();
    let second = Precision::Second;
    // From the last instant of the one second to the first of the other.
    let sure = First::Certain { holder: "mto:a".to_owned(), ahead_s: 2 * 3_600 - 1 };
    assert_eq!(first([Some((1, second)), Some((3, second))]), sure);
    // A clock known to the day only: either can have been first.
    assert_eq!(first([Some((1, Precision::Day)), Some((3, second))]), First::Uncertain);
    assert_eq!(first([Some((1, second)), None]), First::NotStated);
}

#[test]
fn a_house_ties_and_a_city_does_not() {
    let keys = Keys::from_sorted(["", "mto:a", "mto:b"].map(str::to_owned).to_vec());
    let view = |address: &str| {
        let texts = Keys::from_sorted(vec![String::new(), address.to_owned()]);
        let mention = |key: u32| {
            let mut parts = [0; PARTY_FIELDS.len()];
            parts[7] = 1;
            let record = RecordRef { exhibit: ExhibitId(1), row: u64::from(key) };
            Mention { key, parts, record, records: 1 }
        };
        let mentions = vec![mention(1), mention(2)];
        CaseView { keys: keys.clone(), texts, mentions, ..CaseView::default() }
    };
    assert_eq!(asked(&view("Via Roma 1, Milano"), |_| {}).edges[0].sort, TieSort::Address);
    assert!(asked(&view("Milano"), |_| {}).edges.is_empty());
}

#[test]
fn a_bridge_names_its_pair_and_both_sides() {
    let ring = |names: [&'static str; 4]| {
        (0..4).zip(0i64..).map(move |(at, hour)| call(names[at], names[(at + 1) % 4], hour))
    };
    let left = ["mto:a", "mto:b", "mto:c", "mto:d"];
    let right = ["mto:w", "mto:x", "mto:y", "mto:z"];
    let made = Made {
        sessions: ring(left).chain(ring(right)).collect(),
        payments: vec![pay("mto:d", "mto:w", 9)],
        ..Made::default()
    };
    let got = asked(&made.view(), |_| {});
    let bridge = &got.bridges[0];
    let key = |place: u32| got.nodes[place as usize].key.as_str();
    assert_eq!((key(bridge.from), key(bridge.to)), ("mto:d", "mto:w"));
    assert_eq!((bridge.smaller, bridge.larger, bridge.count), (4, 4, 1));
    assert_eq!((got.division.count, got.parts), (2, 1));
}

proptest! {
    #[test]
    fn every_tie_has_records_and_the_order_of_the_input_does_not_matter(
        events in prop::collection::vec((0usize..8, 0usize..8, 0i64..200, any::<bool>()), 1..60),
    ) {
        let made = |events: &[(usize, usize, i64, bool)]| {
            let of = |paid: bool| events.iter().filter(move |event| event.3 == paid);
            Made {
                payments: of(true).map(|e| pay(CUSTOMERS[e.0], CUSTOMERS[e.1], e.2)).collect(),
                sessions: of(false).map(|e| call(CUSTOMERS[e.0], CUSTOMERS[e.1], e.2)).collect(),
                ..Made::default()
            }
        };
        let got = asked(&made(&events).view(), |_| {});
        for edge in &got.edges {
            prop_assert!(edge.count > 0 && edge.records.len() as u64 >= edge.count);
            prop_assert!(edge.first_us <= edge.last_us);
            prop_assert!(edge.from != edge.to);
        }
        let mut turned = events.clone();
        turned.reverse();
        let other = asked(&made(&turned).view(), |_| {});
        // Records are numbered by the order in which a case is made; all else is the same.
        let plain = |network: &Network| {
            let edges: Vec<_> = network
                .edges
                .iter()
                .map(|e| (e.from, e.to, e.sort, e.count, e.first_us, e.last_us))
                .collect();
            (network.nodes.clone(), edges, network.division.clone())
        };
        prop_assert_eq!(plain(&got), plain(&other));
    }
}
