//! The question of persons on made-up mentions, most of parties stated once, some twice, with namesakes
//! and households: `cargo run --release -p tutela-analysis --example persons_speed [MENTIONS]`.
//!
//! Prints one JSON object: seconds, memory, and what was proposed.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::time::Instant;

use casetest::usage::{peak_bytes, processor_s};
use model::views::{CaseView, Keys, Mention};
use model::{ExhibitId, RecordRef};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tutela_analysis::links::Links;
use tutela_analysis::question::AskSettings;
use tutela_analysis::questions::persons::Persons;

/// Name, birth date, telephone, e-mail, address: each as stated.
type Stated = [String; 5];

/// The places of these in a mention's parts.
const PARTS: [usize; 5] = [0, 8, 3, 5, 7];

/// A made-up word; the lower its number, the more often it is drawn.
fn word(random: &mut ChaCha8Rng, count: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "ka",
        "lu",
    ];
    let share: f64 = random.random();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below a count")]
    let mut rest = (share.powi(2) * count as f64) as usize + 17;
    let mut text = String::new();
    while rest > 0 {
        text.push_str(SYLLABLES.get(rest % 16).unwrap_or(&"xa"));
        rest /= 16;
    }
    text
}

fn stated(random: &mut ChaCha8Rng) -> Stated {
    let (given, family) = (word(random, 3_000), word(random, 20_000));
    let mut number = |below: u32| random.random_range(0..below);
    let born = format!("{}-{:02}-{:02}", 1940 + number(66), 1 + number(12), 1 + number(28));
    let phone = format!("+39{:010}", 3_000_000_000u64 + u64::from(number(999_999_999)));
    let email = format!("{given}.{family}{}@example.org", number(97));
    let address = format!("Via {} {}", word(random, 5_000), random.random_range(1..90));
    [format!("{given} {family}"), born, phone, email, address]
}

/// The same party in other words: turned round, an initial, a letter less, or less stated.
fn again(random: &mut ChaCha8Rng, mut of: Stated) -> Stated {
    let [name, _, phone, email, address] = &mut of;
    if let Some((given, family)) = name.clone().split_once(' ') {
        *name = match random.random_range(0..3) {
            0 => format!("{family}, {given}"),
            1 => format!("{}. {family}", given.get(..1).unwrap_or(given)),
            _ => format!("{given} {}", family.get(..family.len() - 1).unwrap_or(family)),
        };
    }
    match random.random_range(0..4) {
        0 => phone.clear(),
        1 => email.clear(),
        2 => address.clear(),
        _ => *phone = format!("+39{:010}", random.random_range(3_000_000_000u64..4_000_000_000)),
    }
    of
}

fn view(mentions: usize) -> CaseView {
    let mut random = ChaCha8Rng::seed_from_u64(23);
    let mut rows: Vec<Stated> = Vec::with_capacity(mentions);
    while rows.len() < mentions {
        let one = stated(&mut random);
        if random.random_range(0..4) == 0 {
            let second = again(&mut random, one.clone());
            rows.push(second);
        }
        rows.push(one);
    }
    rows.truncate(mentions);
    let mut words: Vec<String> = rows.iter().flatten().cloned().collect();
    words.push(String::new());
    words.sort_unstable();
    words.dedup();
    let texts = Keys::from_sorted(words);
    let keys = Keys::from_sorted((0..mentions).map(|at| format!("net:{at:09}")).collect());
    let mentions = (0u32..).zip(&rows).map(|(at, row)| {
        let mut parts = [texts.id("").unwrap_or(0); 9];
        for (part, text) in PARTS.iter().zip(row) {
            if let (Some(slot), Some(id)) = (parts.get_mut(*part), texts.id(text)) {
                *slot = id;
            }
        }
        let record = RecordRef { exhibit: ExhibitId(1), row: u64::from(at) + 1 };
        Mention { key: at, parts, record, records: 1 }
    });
    let mentions = mentions.collect();
    CaseView { texts, keys, mentions, ..CaseView::default() }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mentions: usize = std::env::args().nth(1).map_or(Ok(1_000_000), |n| n.parse())?;
    let view = view(mentions);
    let links = Links::of(&view);
    let (started, processor_before_s) = (Instant::now(), processor_s());
    let persons = Persons::of(&view, &links, &AskSettings::default());
    let line = json!({
        "case": "persons of made-up mentions", "mentions": mentions,
        "wall_s": started.elapsed().as_secs_f64(), "cpu_s": processor_s() - processor_before_s,
        "peak_mib": peak_bytes() / (1 << 20), "parties": persons.parties,
        "proposed": persons.proposed, "explained": persons.candidates.len(),
        "recall": persons.recall,
    });
    println!("{line}");
    Ok(())
}
