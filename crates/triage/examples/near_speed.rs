//! How fast codes within 31 bits are found, and whether all of them are.
//!
//! ```text
//! near_speed DIR [uniform|skewed]     codes_KIND.bin and queries_KIND.bin, 32 bytes each
//! near_speed N [uniform|skewed]       N codes and 1,000 queries of a seed, half of them near a code
//! ```
//!
//! Queries per second of processor time, once all together; the first 20 are compared with brute force.
//! Then the same codes as a known set: built of a table, opened, and asked where they lie in the file,
//! eight queries as the turns of one picture.
//! Skewed: bit `i` is set with the chance .5 + .35 sin(i), and 5 % of the codes share 64 bits.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]
#![expect(clippy::indexing_slicing, reason = "what fails here is seen")]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use tutela_triage::known::{Asked, KnownSets, Near, ROOM_BYTES, SetClaim, SetKind, Update};
use tutela_triage::near::{DISTANCE_MAX, Hit, Index};
use tutela_triage::pdq::Code;

/// Queries that are compared with brute force.
const CHECKED: usize = 20;

type Sets = (Vec<Code>, Vec<Code>);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, kinds @ ..] = arguments.as_slice() else {
        return Err("near_speed DIR|N [uniform|skewed]".into());
    };
    for kind in ["uniform", "skewed"] {
        if kinds.is_empty() || kinds.iter().any(|wanted| wanted == kind) {
            let (codes, queries) = match input.parse() {
                Ok(count) => made(count, kind == "skewed"),
                Err(_) => read(Path::new(input), kind)?,
            };
            let folder = env::temp_dir().join(format!("near-speed-{}", std::process::id()));
            fs::create_dir_all(&folder)?;
            write_table(&folder, &codes)?;
            let hits = measure(kind, codes, &queries)?;
            measure_mapped(kind, &folder, &queries, &hits)?;
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}

fn read(folder: &Path, kind: &str) -> Result<Sets, Box<dyn Error>> {
    let codes = |name: &str| -> Result<Vec<Code>, Box<dyn Error>> {
        let bytes = fs::read(folder.join(format!("{name}_{kind}.bin")))?;
        Ok(bytes.as_chunks().0.iter().map(|bytes| Code::from_bytes(*bytes)).collect())
    };
    Ok((codes("codes")?, codes("queries")?))
}

fn measure(kind: &str, codes: Vec<Code>, queries: &[Code]) -> Result<Vec<Hit>, Box<dyn Error>> {
    let asked = queries.get(..CHECKED).unwrap_or(queries);
    let expected: Vec<Hit> = (0u32..)
        .zip(asked)
        .flat_map(|(query, asked)| {
            let near =
                (0u32..).zip(&codes).map(move |(code, other)| (code, other.distance(*asked)));
            let near = near.filter(|(_, distance)| *distance <= DISTANCE_MAX);
            near.map(move |(code, distance)| Hit { query, code, distance })
        })
        .collect();
    let count = codes.len();
    let start = processor_time()?;
    let index = Index::build(codes).ok_or("more codes than a u32 numbers")?;
    let built = processor_time()? - start;
    if index.within(asked, DISTANCE_MAX) != expected {
        return Err("brute force found others".into());
    }
    let (hits, speed) = rounds(queries.len(), || index.within(queries, DISTANCE_MAX))?;
    println!(
        "{count} {kind} in memory: {speed}, {} hits; built in {built:.2} CPU s; {} bytes a code; peak {} MiB",
        hits.len(),
        index.bytes() / count.max(1),
        peak_mib()?,
    );
    Ok(hits)
}

/// Turns of each measurement; the first finds pages that were not yet touched.
const ROUNDS: usize = 7;

/// Queries per second of processor time: of the middle turn, and of the slowest and the fastest.
fn rounds<T>(queries: usize, mut ask: impl FnMut() -> T) -> Result<(T, String), Box<dyn Error>> {
    let mut asked = || -> Result<(T, f64), Box<dyn Error>> {
        let start = processor_time()?;
        let answer = ask();
        Ok((answer, queries as f64 / (processor_time()? - start)))
    };
    let (answer, first) = asked()?;
    let mut speeds = vec![first];
    for _ in 1..ROUNDS {
        speeds.push(asked()?.1);
    }
    speeds.sort_by(f64::total_cmp);
    let (least, middle, most) = (speeds[0], speeds[ROUNDS / 2], speeds[ROUNDS - 1]);
    Ok((
        answer,
        format!("{middle:.0} queries a CPU second ({least:.0}–{most:.0}, first {first:.0})"),
    ))
}

fn measure_mapped(
    kind: &str,
    folder: &Path,
    queries: &[Code],
    hits: &[Hit],
) -> Result<(), Box<dyn Error>> {
    // From now on the peak is that of what follows.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (start, wall) = (process_time()?, Instant::now());
    build(folder)?;
    let (built, wall) = (process_time()? - start, wall.elapsed().as_secs_f64());
    let peak = peak_mib()?;
    let opening = Instant::now();
    let sets = KnownSets::open(folder)?.ok_or("no sets")?;
    let opened = opening.elapsed().as_secs_f64();
    let codes = sets.pdq.as_ref().ok_or("no codes")?;
    println!(
        "{} {kind} in a file: built in {wall:.1} s by the clock, {built:.1} s CPU, peak {peak} MiB; {:.1} bytes a \
         code; opened in {:.2} ms",
        codes.len(),
        codes.bytes() as f64 / codes.len() as f64,
        opened * 1e3,
    );
    let pictures =
        queries.as_chunks::<8>().0.iter().map(|codes| Asked { quality: 100, codes: *codes });
    let pictures: Vec<Asked> = pictures.collect();
    let mut expected: Vec<(u32, u32)> = hits.iter().map(|hit| (hit.query / 8, hit.code)).collect();
    expected.sort_unstable();
    expected.dedup();
    let (near, speed) = rounds(queries.len(), || sets.near(&pictures))?;
    let told = near.iter().map(|near| match near {
        Near::Hits(hits) => hits.iter().map(|hit| hit.codes).sum(),
        Near::TooCommon { codes } => *codes,
        Near::KeptOut(_) => 0,
    });
    let told = told.sum::<u64>();
    if told != expected.len() as u64 {
        return Err(format!("{told} codes near, and {} in memory", expected.len()).into());
    }
    println!("  {speed}");
    Ok(())
}

fn write_table(folder: &Path, codes: &[Code]) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(folder.join("set.csv"))?);
    writeln!(out, "pdq")?;
    for code in codes {
        writeln!(out, "{code}")?;
    }
    Ok(out.flush()?)
}

fn build(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut update = Update::begin(folder, ROOM_BYTES)?;
    let claim = SetClaim {
        name: "seeded".to_owned(),
        owner: "nobody".to_owned(),
        version: String::new(),
        licence: String::new(),
        kind: SetKind::Listed,
        scheme: String::new(),
        date: String::new(),
        rows_stated: None,
        within: DISTANCE_MAX,
    };
    update.add(&claim, &folder.join("set.csv"))?;
    drop(update.publish()?);
    Ok(())
}

/// Seconds that all threads of the process have had a processor, those that ended too.
fn process_time() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/stat")?;
    let (_, behind) = text.rsplit_once(')').ok_or("no name")?;
    let ticks = behind.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: u64 = ticks.sum::<Result<u64, _>>()?;
    // Ticks are hundredths of a second wherever Linux tells them.
    Ok(ticks as f64 / 100.0)
}

/// Seconds that this thread has had a processor.
fn processor_time() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: u64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds as f64 / 1e9)
}

fn peak_mib() -> Result<u64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024)
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn even(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for chunk in bytes.as_chunks_mut::<8>().0 {
            *chunk = self.next().to_le_bytes();
        }
        bytes
    }

    fn skewed(&mut self, chances: &[u8; 256]) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (byte, chances) in bytes.iter_mut().zip(chances.as_chunks::<8>().0) {
            let drawn = self.next().to_le_bytes();
            *byte = drawn
                .iter()
                .zip(chances)
                .fold(0, |byte, (drawn, chance)| byte << 1 | u8::from(drawn < chance));
        }
        if self.next().is_multiple_of(20) {
            bytes[8..16].fill(0x5A);
        }
        bytes
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "chances of 255 parts")]
fn made(count: usize, is_skewed: bool) -> Sets {
    let mut random = Random(7);
    let chances = std::array::from_fn(|bit| ((0.5 + 0.35 * (bit as f64).sin()) * 255.0) as u8);
    let code = |random: &mut Random| {
        Code::from_bytes(if is_skewed { random.skewed(&chances) } else { random.even() })
    };
    let codes: Vec<Code> = (0..count).map(|_| code(&mut random)).collect();
    let queries = (0..1000).map(|number| {
        if number % 2 == 1 || codes.is_empty() {
            return Code::from_bytes(random.even());
        }
        let mut bytes = codes[random.next() as usize % codes.len()].to_bytes();
        for _ in 0..random.next() % 63 {
            let bit = random.next() as usize % 256;
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        Code::from_bytes(bytes)
    });
    let queries = queries.collect();
    (codes, queries)
}
