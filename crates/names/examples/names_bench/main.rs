//! Measures the comparison of names on public tables and prints one JSON object a line.
//!
//! ```text
//! cargo run --release -p tutela-names --example names_bench -- FOLDER
//! ```
//!
//! The folder holds `names/name_bench.csv` (labelled pairs), `names/negatives_us.csv` (people who are nobody
//! else's), `transliteration/*.tsv` (one word in two scripts) and `febrl/dataset4?.csv` (made-up people, each
//! written twice, with slips). Rules and threshold were made by looking at
//! one half of the labelled pairs (even CRC-32 of the two names, and the first nineteen rows); the other half
//! was only counted.

mod measure;
mod tables;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use measure::{Scored, say, say_share, say_speed};
use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use tables::Pair;
use tutela_names::{Level, MATCH, Name, blocking_keys, compare};

const SEED: u64 = 20_261_123;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("give the folder of the tables")?);
    let pairs = tables::pairs(&folder.join("names/name_bench.csv"))?;
    labelled(&pairs);
    yardstick(&pairs);
    let febrl =
        tables::febrl(&folder.join("febrl/dataset4a.csv"), &folder.join("febrl/dataset4b.csv"))?;
    linked("febrl 4a × 4b, names", &febrl);
    let strangers = tables::column(&folder.join("names/negatives_us.csv"), "full_name")?;
    negatives(&strangers, &pairs);
    for script in ["russian", "arabic"] {
        let words = tables::words(&folder.join(format!("transliteration/wd_{script}_16.tsv")))?;
        linked(&format!("wd_{script}"), &words);
    }
    speed(&strangers);
    Ok(())
}

fn scored<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Vec<Scored> {
    let score = |pair: &Pair| compare(&Name::read(&pair.a), &Name::read(&pair.b)).score;
    pairs.map(|pair| Scored { score: score(pair), truth: pair.same }).collect()
}

/// Labelled pairs: the threshold from one half, the measures on the other.
fn labelled(pairs: &[Pair]) {
    let seen = scored(pairs.iter().filter(|pair| pair.seen));
    let best = measure::best_threshold(&seen);
    say("name_bench, tuned half", "threshold of the best F1", best, None);
    say("name_bench, tuned half", "F1", measure::f1(&seen, MATCH), None);
    for (half, halves) in [("held-out half", &[false][..]), ("whole", &[false, true])] {
        for (kind, persons_only) in [("all", false), ("persons", true)] {
            let data = format!("name_bench, {half}, {kind}");
            let belongs =
                |pair: &&Pair| halves.contains(&pair.seen) && (pair.person || !persons_only);
            let scored = scored(pairs.iter().filter(belongs));
            say_all(&data, &scored);
        }
    }
    // Some names stand in both halves, with other partners.
    let known: BTreeSet<&str> =
        pairs.iter().filter(|p| p.seen).flat_map(|p| [p.a.as_str(), p.b.as_str()]).collect();
    let fresh =
        |p: &&Pair| !p.seen && !known.contains(p.a.as_str()) && !known.contains(p.b.as_str());
    let scored = scored(pairs.iter().filter(fresh));
    let data = "name_bench, held-out half, neither name in the other half";
    say_all(data, &scored);
    let same: Vec<&Pair> = pairs.iter().filter(|pair| pair.same && pair.person).collect();
    let met =
        same.iter().filter(|pair| share_key(&Name::read(&pair.a), &Name::read(&pair.b))).count();
    say_share("name_bench, persons that match", "share that meets in a block", met, same.len());
}

fn say_all(data: &str, scored: &[Scored]) {
    say(data, "pairs", scored.len() as f64, None);
    for (measure, of) in measure::MEASURES {
        let interval = measure::bootstrap(scored, SEED, |drawn| of(drawn, MATCH));
        say(data, measure, of(scored, MATCH), Some(interval));
    }
}

fn share_key(a: &Name, b: &Name) -> bool {
    let keys = blocking_keys(b);
    blocking_keys(a).iter().any(|key| keys.contains(key))
}

/// People that match nobody: every hit is false.
fn negatives(strangers: &[String], pairs: &[Pair]) {
    let names: Vec<Name> = strangers.iter().map(|text| Name::read(text)).collect();
    let mut listed: Vec<&str> =
        pairs.iter().flat_map(|pair| [pair.a.as_str(), pair.b.as_str()]).collect();
    listed.sort_unstable();
    listed.dedup();
    let listed: Vec<Name> = listed.into_iter().map(Name::read).collect();
    let hits = names
        .iter()
        .flat_map(|a| listed.iter().map(move |b| compare(a, b)))
        .filter(|l| l.score >= MATCH);
    say_share(
        "negatives_us × names of name_bench",
        "share of pairs hit",
        hits.count(),
        names.len() * listed.len(),
    );
    let hit = names.iter().filter(|a| listed.iter().any(|b| compare(a, b).score >= MATCH)).count();
    say_share("negatives_us × names of name_bench", "share of people hit", hit, names.len());
    let (mut hits, mut equal, mut all) = (0, 0, 0);
    for (at, a) in names.iter().enumerate() {
        for b in names.iter().skip(at + 1) {
            let likeness = compare(a, b);
            all += 1;
            equal += usize::from(likeness.level == Level::Same);
            hits += usize::from(likeness.score >= MATCH);
        }
    }
    say_share("negatives_us among themselves", "share of pairs hit", hits, all);
    say_share("negatives_us among themselves", "share of pairs of the same words", equal, all);
}

/// What Jaro–Winkler over the lower-case text gives on the same halves, each with its own best threshold.
fn yardstick(pairs: &[Pair]) {
    let scored = |seen: bool| -> Vec<Scored> {
        let half = pairs.iter().filter(|pair| pair.seen == seen);
        let score =
            |pair: &Pair| strsim::jaro_winkler(&pair.a.to_lowercase(), &pair.b.to_lowercase());
        half.map(|pair| Scored { score: score(pair), truth: pair.same }).collect()
    };
    let threshold = measure::best_threshold(&scored(true));
    for (measure, of) in measure::MEASURES {
        say(
            "name_bench, held-out half, all, Jaro–Winkler",
            measure,
            of(&scored(false), threshold),
            None,
        );
    }
}

/// Pairs that are one, against pairs drawn at random from the same table.
fn linked(data: &str, words: &[(String, String)]) {
    let read: Vec<(Name, Name)> =
        words.iter().map(|(a, b)| (Name::read(a), Name::read(b))).collect();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut scored = Vec::new();
    let (mut met, mut met_by_chance) = (0, 0);
    for (a, b) in &read {
        let Some((_, other)) = read.get(random.random_range(0..read.len())) else { continue };
        scored.push(Scored { score: compare(a, b).score, truth: true });
        scored.push(Scored { score: compare(a, other).score, truth: false });
        met += usize::from(share_key(a, b));
        met_by_chance += usize::from(share_key(a, other));
    }
    let count =
        |truth: bool| scored.iter().filter(|s| s.truth == truth && s.score >= MATCH).count();
    say_share(data, "share of pairs recognised", count(true), read.len());
    say_share(data, "share of random pairs recognised", count(false), read.len());
    say(data, "AUC", measure::auc(&scored, MATCH), None);
    say_share(data, "share of pairs that meets in a block", met, read.len());
    say_share(data, "share of random pairs that meets in a block", met_by_chance, read.len());
}

/// Readings and comparisons a second of one core (seconds of the processor where the system tells them).
fn speed(texts: &[String]) {
    let rounds = 50;
    rate("negatives_us", "names read a second", rounds * texts.len(), || {
        (0..rounds).flat_map(|_| texts).map(|text| Name::read(text).words().len() as f64).sum()
    });
    let names: Vec<Name> = texts.iter().map(|text| Name::read(text)).collect();
    rate("negatives_us, all pairs", "comparisons a second", names.len() * names.len(), || {
        names.iter().flat_map(|a| names.iter().map(|b| compare(a, b).score)).sum()
    });
    // Pairs that share a key, as a block holds them, are the dearer ones.
    let pairs = names.iter().flat_map(|a| names.iter().map(move |b| (a, b)));
    let alike: Vec<_> = pairs.filter(|(a, b)| share_key(a, b)).take(20_000).collect();
    rate("negatives_us, pairs of one block", "comparisons a second", 20 * alike.len(), || {
        (0..20).flat_map(|_| &alike).map(|(a, b)| compare(a, b).score).sum()
    });
}

fn rate(data: &str, measure: &str, count: usize, work: impl Fn() -> f64) {
    let (begun, begun_cpu) = (Instant::now(), cpu_seconds());
    let sum = work();
    let wall = begun.elapsed().as_secs_f64();
    let cpu = cpu_seconds().zip(begun_cpu).map(|(end, begin)| end - begin);
    assert!(sum > 0.0, "nothing was done");
    say_speed(data, measure, count as f64 / cpu.unwrap_or(wall));
}

/// What this thread has used of a core (Linux).
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
