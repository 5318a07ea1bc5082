//! How fast the pictures of a folder are decoded and given their codes.
//!
//! ```text
//! pdq_speed DIR [TURNS] [--codes]     milliseconds of processor time a picture, by size; the median of turns
//! ```

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use tutela_triage::picture;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = arguments.first().ok_or("pdq_speed DIR [TURNS] [--codes]")?;
    let turns: usize = arguments.get(1).and_then(|turns| turns.parse().ok()).unwrap_or(3);
    let is_told = arguments.iter().any(|argument| argument == "--codes");
    let mut paths: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    paths.sort_by_key(fs::DirEntry::path);
    let mut spent: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
    for path in paths {
        let bytes = fs::read(path.path())?;
        let mut times = Vec::new();
        for turn in 0..turns {
            let start = processor_time()?;
            let seen = picture::look(&bytes);
            times.push(processor_time()? - start);
            let name = path.file_name();
            match seen {
                Ok(seen) if turn + 1 == turns => {
                    times.sort_by(f64::total_cmp);
                    let median = times.get(times.len() / 2).copied().unwrap_or_default();
                    spent.entry((seen.width, seen.height)).or_default().push(median);
                    if is_told {
                        println!("{}\t{}\t{}", name.display(), seen.look.code, seen.look.quality);
                    }
                }
                Err(why) if turn == 0 => println!("{}: {why}", name.display()),
                _ => {}
            }
        }
    }
    for ((width, height), times) in spent {
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        println!("{width} by {height}: {} pictures, {:.2} ms each", times.len(), 1000.0 * mean);
    }
    Ok(())
}

/// Seconds that this thread has had a processor.
fn processor_time() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: u64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds as f64 / 1e9)
}
