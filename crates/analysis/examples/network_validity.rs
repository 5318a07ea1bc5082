//! How far the network and the journeys can be trusted, and how long they take: one JSON object a line.
//!
//! `cargo run --release -p tutela-analysis --example network_validity [speed]`
//!
//! Communities are found in graphs whose groups are known (planted: 1,000 nodes, groups of 20 to 60, a
//! share of ties outside) and in the same graphs tied anew; journeys together under travellers
//! exchanged among the legs of each route, with popular days; changes during stays laid at random.

#![expect(clippy::indexing_slicing, reason = "an example on data of its own making")]

use std::io::Write;
use std::time::Instant;

use model::time::{Precision, ZoneSource};
use model::views::{
    CaseView, Covered, Keys, Leg, Mention, Payment, PaymentSource, PaymentStatus, Side, When,
};
use model::{Currency, ExhibitId, RecordRef};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use tutela_analysis::graph::{Graph, Quality, WHOLE, communities, rewired};
use tutela_analysis::questions::journeys::Journeys;
use tutela_analysis::questions::network::Network;
use tutela_analysis::statistics::binomial::wilson_interval;
use tutela_analysis::{AskSettings, Basis};

const DAY_US: i64 = 86_400_000_000;

/// One measured value with its interval.
fn told(question: &str, data: &str, measure: &str, (value, low, high): (f64, f64, f64)) {
    let line = serde_json::json!({
        "question": question, "data": data, "measure": measure,
        "value": value, "low": low, "high": high,
    });
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A share with its interval by Wilson's score.
fn share(hits: u64, n: u64) -> (f64, f64, f64) {
    let (low, high) = wilson_interval(hits, n);
    (hits as f64 / n.max(1) as f64, low, high)
}

/// The share of those named that are right, where one in `base` is so: of a sensitivity and a share of false
/// alarms, the interval from the worse and the better ends of both.
fn precision(found: (f64, f64, f64), alarms: (f64, f64, f64), base: f64) -> (f64, f64, f64) {
    let of =
        |found: f64, alarms: f64| found / (found + alarms * (base - 1.0)).max(f64::MIN_POSITIVE);
    (of(found.0, alarms.0), of(found.1, alarms.2), of(found.2, alarms.1))
}

/// A mean with its interval by the bootstrap, 95 %.
fn mean(values: &[f64], rng: &mut ChaCha8Rng) -> (f64, f64, f64) {
    let of = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let mut again: Vec<f64> = (0..2_000)
        .map(|_| {
            let drawn: Vec<f64> =
                values.iter().map(|_| values[rng.random_range(0..values.len())]).collect();
            of(&drawn)
        })
        .collect();
    again.sort_by(f64::total_cmp);
    (of(values), again[50], again[1_949])
}

/// A graph of 1,000 nodes with known groups: 10 ties a node, this share of them outside its group.
fn planted(outside: f64, rng: &mut ChaCha8Rng) -> (Graph, Vec<u32>) {
    let nodes = 1_000u32;
    let mut of = Vec::new();
    while of.len() < nodes as usize {
        let group = of.last().map_or(0, |last: &u32| last + 1);
        of.extend(std::iter::repeat_n(group, rng.random_range(20..=60)));
    }
    of.truncate(nodes as usize);
    let members = |group: u32| -> Vec<u32> {
        (0..nodes).filter(|node| of[*node as usize] == group).collect()
    };
    let groups: Vec<Vec<u32>> = (0..=*of.last().unwrap_or(&0)).map(members).collect();
    let mut ties = Vec::new();
    for node in 0..nodes {
        for _ in 0..5 {
            let group = &groups[of[node as usize] as usize];
            let other = if rng.random_bool(outside) {
                rng.random_range(0..nodes)
            } else {
                group[rng.random_range(0..group.len())]
            };
            ties.push((node, other, WHOLE));
        }
    }
    (Graph::of(nodes as usize, ties), of)
}

/// Adjusted Rand index of two divisions.
fn adjusted_rand(a: &[u32], b: &[u32]) -> f64 {
    let pairs = |mut groups: Vec<(u32, u32)>| -> f64 {
        groups.sort_unstable();
        groups.chunk_by(|x, y| x == y).map(|g| (g.len() * (g.len() - 1)) as f64 / 2.0).sum()
    };
    let both = pairs(a.iter().copied().zip(b.iter().copied()).collect());
    let (one, other) =
        (pairs(a.iter().map(|g| (*g, 0)).collect()), pairs(b.iter().map(|g| (*g, 0)).collect()));
    let expected = one * other / ((a.len() * (a.len() - 1)) as f64 / 2.0);
    (both - expected) / (f64::midpoint(one, other) - expected)
}

fn known_groups(rng: &mut ChaCha8Rng) {
    for outside in [0.1, 0.3, 0.5, 0.6] {
        let found: Vec<f64> = (0..20)
            .map(|seed| {
                let (graph, of) = planted(outside, rng);
                let found = communities(&graph, Quality::Modularity(1_000), 4, seed);
                adjusted_rand(&found.of, &of)
            })
            .collect();
        let data = format!("planted groups, {:.0} % of ties outside", outside * 100.0);
        told("ANA-016", &data, "adjusted Rand index with the truth", mean(&found, rng));
    }
}

/// How often a graph without groups exceeds the nine comparisons: 1 in 10 is right.
fn no_groups(rng: &mut ChaCha8Rng) {
    let trials = 100u64;
    let above = (0..trials)
        .filter(|trial| {
            let (graph, _) = planted(1.0, rng);
            let own = communities(&graph, Quality::Modularity(1_000), 1, *trial).modularity;
            (0..9).all(|time| {
                let other = rewired(&graph, *trial, time);
                communities(&other, Quality::Modularity(1_000), 1, *trial).modularity < own
            })
        })
        .count();
    let measure = "share above all nine networks tied at random (1 in 10 expected)";
    told("ANA-016", "graphs without groups", measure, share(above as u64, trials));
}

fn instant(at_us: i64, precision: Precision) -> When {
    let latest_us = at_us + precision.span_us() - 1;
    When { earliest_us: at_us, latest_us, precision, zone_source: ZoneSource::InValue }
}

fn record(exhibit: u32, row: usize) -> RecordRef {
    RecordRef { exhibit: ExhibitId(exhibit), row: row as u64 + 1 }
}

fn keys(count: usize) -> Keys {
    let names = (0..count).map(|n| format!("mto:{n:06}"));
    Keys::from_sorted(std::iter::once(String::new()).chain(names).collect())
}

/// Legs of 60 travellers on six routes over a year, every third of them on one of 40 popular days; who
/// took which leg of a route is drawn anew. The first `pairs` times two travel together three times.
fn travelled(pairs: u32, rng: &mut ChaCha8Rng) -> CaseView {
    let codes = ["", "BKK", "CEB", "CGK", "DPS", "MNL", "MXP", "SGN", "flown"];
    let texts = Keys::from_sorted(codes.map(str::to_owned).to_vec());
    let id = |text: &str| texts.id(text).unwrap_or(0);
    let mut legs = Vec::new();
    let mut add = |traveller: u32, to: &str, day: i64| {
        legs.push(Leg {
            record: record(1, legs.len()),
            traveller,
            origin: id("MXP"),
            destination: id(to),
            departs: Some(instant(day * DAY_US + 8 * 3_600_000_000, Precision::Minute)),
            arrives: None,
            service: 0,
            booking: 0,
            status: id("flown"),
        });
    };
    for to in ["BKK", "CEB", "CGK", "DPS", "MNL", "SGN"] {
        let mut travellers: Vec<u32> = (0..150).map(|leg| leg % 60 + 1).collect();
        travellers.shuffle(rng);
        for traveller in travellers {
            let popular = rng.random_bool(1.0 / 3.0);
            let day = if popular { rng.random_range(0..40) * 9 } else { rng.random_range(0..365) };
            add(traveller, to, day);
        }
    }
    for pair in 0..pairs {
        for _ in 0..3 {
            let day = rng.random_range(0..365);
            add(pair * 2 + 1, "CEB", day);
            add(pair * 2 + 2, "CEB", day);
        }
    }
    legs.sort_by_key(|leg: &Leg| (leg.departs, leg.record));
    CaseView { keys: keys(60), texts, legs, ..CaseView::default() }
}

fn together(rng: &mut ChaCha8Rng) {
    let settings = AskSettings::default();
    let (mut low, mut pairs, mut cases, mut alarms) = (0, 0, 0, 0);
    for _ in 0..60 {
        let view = travelled(0, rng);
        let found = Journeys::of(&Basis::new(&view, &settings)).together;
        // Pairs that never met have p = 1: every pair of travellers of a route is one test.
        pairs += 6 * 60 * 59 / 2;
        low += found.iter().filter(|pair| pair.p.is_some_and(|p| p <= 0.05)).count() as u64;
        cases += 1;
        alarms += u64::from(found.iter().any(|pair| pair.q.is_some_and(|q| q <= 0.05)));
    }
    let data = "travellers exchanged within routes, popular days";
    told("ANA-017", data, "share of pairs with p at most .05", share(low, pairs));
    told("ANA-017", data, "cases with a false alarm at q = .05", share(alarms, cases));
    let by_chance = share(low, pairs);
    let (mut found, mut planted, mut false_ones, mut named, mut met) = (0, 0, 0, 0, 0);
    for _ in 0..40 {
        let view = travelled(3, rng);
        planted += 3;
        let pairs = Journeys::of(&Basis::new(&view, &settings)).together;
        for pair in pairs.iter().filter(|pair| pair.p.is_some_and(|p| p <= 0.05)) {
            let number = |key: &str| key.trim_start_matches("mto:").parse::<u32>().unwrap_or(99);
            let (one, other) = (number(&pair.one), number(&pair.other));
            let own =
                one % 2 == 0 && other == one + 1 && one < 6 && pair.destination.contains("CEB");
            met += u64::from(own);
            if pair.q.is_none_or(|q| q > 0.05) {
                continue;
            }
            named += 1;
            found += u64::from(own);
            false_ones += u64::from(!own);
        }
    }
    let data = "three pairs together three times among 60 travellers";
    told("ANA-017", data, "pairs found at q = .05", share(found, planted));
    told("ANA-017", data, "share of false ones among those named", share(false_ones, named));
    let sensitivity = share(met, planted);
    told("ANA-017", data, "pairs with p at most .05", sensitivity);
    for base in [100, 1_000, 100_000] {
        let measure = format!("precision at p .05 where one pair in {base} travels together");
        told("ANA-017", data, &measure, precision(sensitivity, by_chance, f64::from(base)));
    }
}

fn payment(keys: (u32, u32), at_us: i64, row: usize) -> Payment {
    Payment {
        record: record(2, row),
        from: PaymentSource::Transfer,
        payer: keys.0,
        payee: keys.1,
        when: instant(at_us, Precision::Second),
        minor: 5_000 + i64::try_from(row % 997).unwrap_or(0),
        currency: Currency::from_code("EUR").unwrap_or(Currency::NONE),
        fee: None,
        pay_out: None,
        side: Side::Both,
        reference: None,
        status: PaymentStatus::Done,
    }
}

/// A stay of a week laid at random over two years of payments with a monthly rhythm.
fn stayed(rng: &mut ChaCha8Rng) -> CaseView {
    let words = ["", "CEB", "Cebu City, Philippines, 6000", "MXP", "flown"];
    let texts = Keys::from_sorted(words.map(str::to_owned).to_vec());
    let id = |text: &str| texts.id(text).unwrap_or(0);
    let mut at: Vec<i64> = (0..24)
        .flat_map(|month| (0..rng.random_range(2..5)).map(move |n| month * 30 + n * 2))
        .map(|day| day * DAY_US)
        .collect();
    at.extend((0..40).map(|_| rng.random_range(0..730 * DAY_US)));
    at.sort_unstable();
    let day = rng.random_range(20..700);
    let leg = |row: usize, (from, to): (&str, &str), day: i64| Leg {
        record: record(1, row),
        traveller: 1,
        origin: id(from),
        destination: id(to),
        departs: Some(instant(day * DAY_US, Precision::Minute)),
        arrives: None,
        service: 0,
        booking: 0,
        status: id("flown"),
    };
    let mut parts = [0; 9];
    parts[7] = id("Cebu City, Philippines, 6000");
    CaseView {
        keys: keys(2),
        texts: texts.clone(),
        payments: at.iter().enumerate().map(|(row, at)| payment((1, 2), *at, row)).collect(),
        mentions: vec![Mention { key: 2, parts, record: record(2, 0), records: 1 }],
        legs: vec![leg(0, ("MXP", "CEB"), day), leg(1, ("CEB", "MXP"), day + 7)],
        covered: vec![Covered {
            exhibit: ExhibitId(2),
            table: "transfer",
            inside: String::new(),
            account: None,
            from_us: 0,
            until_us: 730 * DAY_US,
            stated: true,
            records: 100,
        }],
        ..CaseView::default()
    }
}

fn changes(rng: &mut ChaCha8Rng) {
    let settings = AskSettings::default();
    let (mut low, mut tests) = (0, 0);
    for _ in 0..600 {
        let view = stayed(rng);
        let stays = Journeys::of(&Basis::new(&view, &settings)).stays;
        for p in stays.iter().flat_map(|stay| &stay.near).filter_map(|near| near.payments.p) {
            tests += 1;
            low += u64::from(p <= 0.05);
        }
    }
    let data = "stays of a week at random, payments with a monthly rhythm";
    told("ANA-017", data, "share of changes with p at most .05", share(low, tests));
}

/// A case of so many identities and pairs, three payments a pair; seconds of the clock and of the
/// processors.
fn speed(nodes: u32, pairs: usize, rng: &mut ChaCha8Rng) {
    let mut payments = Vec::new();
    for pair in 0..pairs {
        let one = rng.random_range(1..=nodes);
        // Mostly among a hundred neighbours, as in groups.
        let near = (one / 100 * 100 + rng.random_range(0..100)).clamp(1, nodes);
        let other = if rng.random_bool(0.8) { near } else { rng.random_range(1..=nodes) };
        for turn in 0..3 {
            let at_us = i64::from(rng.next_u32() >> 4) * 1_000_000;
            payments.push(payment((one, other), at_us, pair * 3 + turn));
        }
    }
    payments.sort_by_key(|payment| (payment.when, payment.record));
    let view = CaseView { keys: keys(nodes as usize), payments, ..CaseView::default() };
    let settings = AskSettings::default();
    let basis = Basis::new(&view, &settings);
    basis.ledger();
    let start = Instant::now();
    let network = Network::of(&basis);
    let seconds = start.elapsed().as_secs_f64();
    let data = format!("{} identities, {} ties", network.nodes.len(), network.edges.len());
    told("ANA-016", &data, "seconds, ledger given", (seconds, seconds, seconds));
}

fn main() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    if std::env::args().nth(1).is_some_and(|word| word == "speed") {
        speed(5_000, 20_000, &mut rng);
        speed(200_000, 1_000_000, &mut rng);
        return;
    }
    together(&mut rng);
    changes(&mut rng);
    known_groups(&mut rng);
    no_groups(&mut rng);
}
