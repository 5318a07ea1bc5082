//! How fast known sets are built and asked.
//!
//! `known_speed N` makes N seeded MD5s, builds an index of them and asks it; `known_speed DIR` takes
//! `set.bin` and `look.bin` of a folder (16 bytes a digest). The set goes in as a plain list, so that
//! building includes reading. With a second folder the index is kept there, and taken from there the
//! next time. Look-ups are half members, in random order, with the file warm. `known_speed FILE` builds the
//! index of a list and nothing else.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use tutela_triage::known::{Index, KnownSets, ROOM_BYTES, SetClaim, SetKind, Update};

/// Look-ups asked.
const LOOK_UPS: u64 = 100_000;

/// Turns of each measurement; the middle one is told.
const TURNS: usize = 51;

#[expect(clippy::print_stdout, reason = "a measurement tells its figures")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let first = given.next().unwrap_or_else(|| "1000000".to_owned());
    let kept = given.next().map(PathBuf::from);
    let aside = std::env::temp_dir().join(format!("known-speed-{}", std::process::id()));
    let folder = kept.clone().unwrap_or_else(|| aside.clone());
    if Path::new(&first).is_file() {
        measure_build(&folder, Path::new(&first))?;
        if kept.is_none() {
            fs::remove_dir_all(&folder)?;
        }
        return Ok(());
    }
    let count = first.parse::<u64>().ok();
    if KnownSets::open(&folder)?.is_none() {
        let set = match count {
            Some(count) => (0..count).map(digest).collect(),
            None => read(Path::new(&first), "set.bin")?,
        };
        fs::create_dir_all(&aside)?;
        let list = write_list(&aside, &set)?;
        drop(set);
        measure_build(&folder, &list)?;
        fs::remove_file(&list)?;
    }
    let look = match count {
        Some(count) => look_ups(count),
        None => read(Path::new(&first), "look.bin")?,
    };
    let sets = KnownSets::open(&folder)?.ok_or("no sets")?;
    let index = &sets.md5;
    let bytes = index.bytes() as f64 / index.len() as f64;
    println!("size: {bytes:.2} bytes an entry, {} entries", index.len());
    let verified = Instant::now();
    sets.verify()?;
    println!("verify: {:.2} s", verified.elapsed().as_secs_f64());
    ask(index, &look);
    println!("{}", memory());
    if kept.is_none() {
        fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a measurement tells its figures")]
fn measure_build(folder: &Path, list: &Path) -> Result<(), Box<dyn Error>> {
    let built = Instant::now();
    let sets = build(folder, list)?;
    let built = built.elapsed().as_secs_f64();
    println!("build: {built:.2} s for {} digests, {}", sets.md5.len(), memory());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a measurement tells its figures")]
fn ask(index: &Index<16>, look: &[[u8; 16]]) {
    let (mut batched, mut single, mut chained) = (Vec::new(), Vec::new(), Vec::new());
    let (mut out, mut hits) = (Vec::new(), [0; 3]);
    for _ in 0..TURNS {
        let start = Instant::now();
        index.find_all(look, &mut out);
        batched.push(start.elapsed().as_secs_f64());
        hits[0] = out.iter().flatten().count();
        let start = Instant::now();
        hits[1] = look.iter().filter(|digest| index.find(digest).is_some()).count();
        single.push(start.elapsed().as_secs_f64());
        // Each look-up waits for the answer of the one before.
        let start = Instant::now();
        let (mut wait, mut met) = (0u8, 0);
        for digest in look {
            let mut digest = *digest;
            digest[15] ^= wait;
            let found = index.find(&digest).is_some();
            met += usize::from(found);
            wait = std::hint::black_box(u8::from(found)) >> 1;
        }
        hits[2] = met;
        chained.push(start.elapsed().as_secs_f64());
    }
    for (name, mut turns) in
        [("batched", batched), ("single", single), ("single, each waiting", chained)]
    {
        turns.sort_by(f64::total_cmp);
        let share = 1e9 / look.len() as f64;
        let at = |turn: usize| turns.get(turn).copied().unwrap_or_default();
        let (least, middle, most) = (at(0), at(TURNS / 2), at(TURNS - 1));
        println!(
            "{name}: {:.1} ns a look-up ({:.1}–{:.1})",
            middle * share,
            least * share,
            most * share
        );
    }
    println!("hits: {hits:?} of {}", look.len());
}

fn build(folder: &Path, list: &Path) -> Result<KnownSets, Box<dyn Error>> {
    let mut update = Update::begin(folder, ROOM_BYTES)?;
    let claim = SetClaim {
        name: "seeded".to_owned(),
        owner: "nobody".to_owned(),
        version: String::new(),
        licence: String::new(),
        kind: SetKind::KnownGood,
        scheme: String::new(),
        date: String::new(),
        rows_stated: None,
    };
    update.add(&claim, list)?;
    Ok(update.publish()?)
}

fn write_list(folder: &Path, set: &[[u8; 16]]) -> Result<PathBuf, Box<dyn Error>> {
    let path = folder.join("list.txt");
    let mut out = BufWriter::new(File::create(&path)?);
    for digest in set {
        writeln!(out, "{:032X}", u128::from_be_bytes(*digest))?;
    }
    // Otherwise the build would wait for the list to come to the disk.
    out.into_inner()?.sync_all()?;
    Ok(path)
}

/// The generator of the numbers: splitmix64, as good as random for this.
fn mix(number: u64) -> u64 {
    let x = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn digest(number: u64) -> [u8; 16] {
    let [high, low] = [mix(2 * number), mix(2 * number + 1)];
    (u128::from(high) << 64 | u128::from(low)).to_be_bytes()
}

/// Half members, half not.
fn look_ups(count: u64) -> Vec<[u8; 16]> {
    let look = (0..LOOK_UPS).map(|at| {
        let random = mix(at ^ 0x5EED);
        digest(if random & 1 == 0 { (random >> 1) % count.max(1) } else { count + at })
    });
    look.collect()
}

fn read(folder: &Path, name: &str) -> Result<Vec<[u8; 16]>, Box<dyn Error>> {
    Ok(fs::read(folder.join(name))?.as_chunks().0.to_vec())
}

/// The most memory the process had, where the system tells it.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("Rss"));
    let lines: Vec<String> =
        lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.join(", ")
}
