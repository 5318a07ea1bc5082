//! How fast files are grouped: `series_speed N [SHARE] [FAMILY]`.
//!
//! N pictures of a seed, of which SHARE per cent (default 30) are near the first of their family of FAMILY
//! pictures (default 5); then the same with three holders each, and by folder.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::env;
use std::error::Error;
use std::time::Instant;

use tutela_triage::near::DISTANCE_MAX;
use tutela_triage::pdq::Code;
use tutela_triage::series::{
    Clock, Held, Interval, Item, Standing, Time, TimeKind, Ways, by_folder, near_duplicates,
    recurrences,
};

/// Numbers of a seed (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn code(&mut self) -> Code {
        let mut bytes = [0; 32];
        for word in bytes.as_chunks_mut::<8>().0 {
            *word = self.next().to_be_bytes();
        }
        Code::from_bytes(bytes)
    }

    /// A code with up to twelve bits turned.
    fn turned(&mut self, code: Code) -> Code {
        let mut bytes = code.to_bytes();
        for _ in 0..12 {
            let bit = self.next() % 256;
            if let Some(byte) = bytes.get_mut((bit / 8) as usize) {
                *byte ^= 0x80 >> (bit % 8);
            }
        }
        Code::from_bytes(bytes)
    }
}

fn items(count: u64, share: u64, family: u64) -> Vec<Item> {
    let mut numbers = Numbers(7);
    let mut items = Vec::new();
    let mut first: [Code; 8] = std::array::from_fn(|_| numbers.code());
    for number in 0..count {
        let is_near = number % 100 < share && number % family != 0;
        if !is_near {
            first = std::array::from_fn(|_| numbers.code());
        }
        let codes = if is_near { first.map(|code| numbers.turned(code)) } else { first };
        let mut sha256 = [0; 32];
        if let Some(head) = sha256.first_chunk_mut() {
            *head = numbers.next().to_be_bytes();
        }
        items.push(Item { sha256, codes: Some(Ways { codes, quality: 100 }) });
    }
    items
}

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<u64> =
        env::args().skip(1).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let number = |place: usize, default| numbers.get(place).copied().unwrap_or(default);
    let items = items(number(0, 100_000), number(1, 30), number(2, 5));
    let start = Instant::now();
    let groups = near_duplicates(&items, DISTANCE_MAX);
    let covered: usize = groups.iter().map(|group| group.members.len() + 1).sum();
    println!(
        "{} pictures: {} groups of {covered}, the largest {}, in {:.2?}",
        items.len(),
        groups.len(),
        groups.first().map_or(0, |group| group.members.len() + 1),
        start.elapsed(),
    );
    let held = |item: &Item, holder: u32| {
        let interval = Interval::new(i64::from(holder) * 10, i64::from(holder) * 10 + 5)?;
        let time = Time { interval, kind: TimeKind::FileSystem, clock: Clock::Unverified };
        let standing = Standing::Counted;
        Some(Held { sha256: item.sha256, codes: item.codes, holder, time: Some(time), standing })
    };
    let held: Vec<Held> = items
        .iter()
        .zip(0u32..)
        .flat_map(|(item, number)| (0..3).filter_map(move |add| held(item, (number + add) % 7)))
        .collect();
    let start = Instant::now();
    let found = recurrences(&held, None);
    println!(
        "{} files of 7 holders: {} recur, in {:.2?}",
        held.len(),
        found.contents.len(),
        start.elapsed()
    );
    let paths: Vec<String> =
        (0..items.len()).map(|number| format!("EX-1/{}/{number}.jpg", number % 997)).collect();
    let start = Instant::now();
    let folders = by_folder(paths.iter().map(String::as_str));
    println!("{} paths: {} folders, in {:.2?}", paths.len(), folders.groups.len(), start.elapsed());
    Ok(())
}
