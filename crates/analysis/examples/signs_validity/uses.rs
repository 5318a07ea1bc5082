//! Who used an account, where addresses are shared: answers of providers made up with what is true, then
//! spoilt as answers are.

use std::collections::{BTreeMap, BTreeSet};

use model::views::{CaseView, Lease, Login};
use model::{ExhibitId, RecordRef};
use rand::{RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tutela_analysis::AskSettings;
use tutela_analysis::links::Links;
use tutela_analysis::questions::attribution::Attribution;

use crate::count::Print;
use crate::view::{sorted, when};

const SEED: u64 = 11;
const SUBSCRIBERS: u32 = 400;
/// Addresses, each shared by as many subscribers at a time as it has blocks of ports.
const ADDRESSES: u32 = 50;
const BLOCKS: i64 = 8;
const BLOCK_PORTS: i64 = 8_000;
const SPAN_S: i64 = 30 * 86_400;
const BEGIN_S: i64 = 1_767_225_600;
const USES: usize = 4_000;

/// A block of ports of an address in the hands of a subscriber, by the true clock.
#[derive(Clone, Copy)]
struct Held {
    address: u32,
    block: i64,
    subscriber: u32,
    from_s: i64,
    until_s: i64,
}

/// A use of the account of whoever held the block, at an instant and a port.
#[derive(Clone, Copy)]
struct Used {
    held: Held,
    at_s: i64,
    port: i64,
}

/// What is wrong with the answers.
struct Spoilt {
    name: &'static str,
    has_ports: bool,
    clock_s: i64,
    /// Answers that are missing, of a hundred.
    missing: u32,
}

const WAYS: [Spoilt; 4] = [
    Spoilt { name: "whole answers", has_ports: true, clock_s: 1, missing: 0 },
    Spoilt { name: "no ports", has_ports: false, clock_s: 1, missing: 0 },
    Spoilt { name: "one answer in ten missing", has_ports: true, clock_s: 1, missing: 10 },
    Spoilt { name: "provider's clock an hour wrong", has_ports: true, clock_s: 3_600, missing: 0 },
];

/// How well uses of accounts are laid to subscribers.
pub(crate) fn uses() {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let held = held(&mut random);
    let used: Vec<Used> = (0..USES).filter_map(|_| used(&held, &mut random)).collect();
    for way in &WAYS {
        let print = Print {
            data: format!("addresses shared by {BLOCKS} subscribers, seed {SEED}: {}", way.name),
        };
        told(&print, &view(&held, &used, way, &mut random), &used);
    }
}

fn held(random: &mut ChaCha8Rng) -> Vec<Held> {
    let mut all = Vec::new();
    for (address, block) in
        (0..ADDRESSES).flat_map(|one| (0..BLOCKS).map(move |block| (one, block)))
    {
        let mut from_s = BEGIN_S;
        while from_s < BEGIN_S + SPAN_S {
            let until_s = from_s + random.random_range(3_600..12 * 3_600);
            let subscriber = random.random_range(0..SUBSCRIBERS);
            all.push(Held { address, block, subscriber, from_s, until_s });
            from_s = until_s;
        }
    }
    all
}

fn used(held: &[Held], random: &mut ChaCha8Rng) -> Option<Used> {
    let held = *held.get(random.random_range(0..held.len()))?;
    let at_s = random.random_range(held.from_s..held.until_s);
    let port = held.block * BLOCK_PORTS + random.random_range(0..BLOCK_PORTS);
    Some(Used { held, at_s, port })
}

fn address(number: u32) -> String {
    format!("198.51.100.{number}")
}

fn account(subscriber: u32) -> String {
    format!("app:account-{subscriber:04}")
}

fn subscriber(number: u32) -> String {
    format!("subscriber:{number:04}")
}

fn view(held: &[Held], used: &[Used], way: &Spoilt, random: &mut ChaCha8Rng) -> CaseView {
    let people = (0..SUBSCRIBERS).flat_map(|number| [account(number), subscriber(number)]);
    let (keys, texts) = (sorted(people.collect()), sorted((0..ADDRESSES).map(address).collect()));
    let record = |exhibit, row| RecordRef { exhibit: ExhibitId(exhibit), row };
    let login = |(row, used): (u64, &Used)| Login {
        record: record(1, row),
        account: keys.id(&account(used.held.subscriber)).unwrap_or(0),
        at: when(used.at_s),
        address: texts.id(&address(used.held.address)).unwrap_or(0),
        port: Some(used.port),
        device: 0,
    };
    let lease = |(row, held): (u64, &Held)| Lease {
        record: record(2, row),
        subscriber: keys.id(&subscriber(held.subscriber)).unwrap_or(0),
        address: texts.id(&address(held.address)).unwrap_or(0),
        ports: way
            .has_ports
            .then_some((held.block * BLOCK_PORTS, (held.block + 1) * BLOCK_PORTS - 1)),
        start: Some(when(held.from_s + way.clock_s)),
        end: Some(when(held.until_s + way.clock_s)),
        device: 0,
    };
    let mut logins: Vec<Login> = (1..).zip(used).map(login).collect();
    logins.sort_by_key(|login| (login.at, login.record));
    let leases = (1..).zip(held).filter(|_| random.random_range(0..100) >= way.missing).map(lease);
    CaseView { leases: leases.collect(), logins, keys, texts, ..CaseView::default() }
}

/// Confirmed uses against the truth, and what the trial of the clock says of them.
fn told(print: &Print, view: &CaseView, used: &[Used]) {
    let settings = AskSettings::default().attribution;
    let found = Attribution::of(view, &Links::of(view), &settings);
    let truth: BTreeMap<RecordRef, String> = (1..)
        .zip(used)
        .map(|(row, used)| {
            (RecordRef { exhibit: ExhibitId(1), row }, subscriber(used.held.subscriber))
        })
        .collect();
    let (mut confirmed, mut right) = (0, 0);
    let (mut wrong_warned, mut right_warned) = (0, 0);
    for one in &found.uses {
        let warned: BTreeSet<RecordRef> = one.changed.iter().copied().collect();
        for record in &one.confirmed {
            let is_right = truth.get(record) == Some(&one.subscriber);
            let is_warned = u64::from(warned.contains(record));
            confirmed += 1;
            right += u64::from(is_right);
            if is_right { right_warned += is_warned } else { wrong_warned += is_warned }
        }
    }
    let code = "ANA-010";
    print.share(code, "uses confirmed for one subscriber", confirmed, used.len() as u64);
    print.share(code, "confirmed uses that are right", right, confirmed);
    let measure = "wrongly confirmed uses told to change, were a clock an hour wrong";
    print.share(code, measure, wrong_warned, confirmed - right);
    let measure = "rightly confirmed uses told to change, were a clock an hour wrong";
    print.share(code, measure, right_warned, right);
}
