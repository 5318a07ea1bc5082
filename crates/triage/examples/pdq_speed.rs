//! How fast the pictures of a folder are decoded and given their codes.
//!
//! ```text
//! pdq_speed DIR [TURNS] [--codes]     milliseconds of processor time a picture, by size;
//!                               the median of some turns, each over all pictures of the size
//! ```

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fs};

use tutela_triage::picture;

type Sizes = BTreeMap<(usize, usize), Vec<Vec<u8>>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = arguments.first().ok_or("pdq_speed DIR [TURNS] [--codes]")?;
    let turns: usize = arguments.get(1).and_then(|turns| turns.parse().ok()).unwrap_or(3);
    let is_told = arguments.iter().any(|argument| argument == "--codes");
    for ((width, height), files) in by_size(folder, is_told)? {
        let mut times = Vec::new();
        for _ in 0..turns {
            let start = processor_time()?;
            let seen = files.iter().filter(|bytes| picture::look(bytes).is_ok()).count();
            times.push(1000.0 * (processor_time()? - start) / seen.max(1) as f64);
        }
        times.sort_by(f64::total_cmp);
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        println!("{width} by {height}: {} pictures, {median:.2} ms each", files.len());
    }
    Ok(())
}

/// The files of a folder, read into memory, by the size of their pictures.
fn by_size(folder: &str, is_told: bool) -> Result<Sizes, Box<dyn Error>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    paths.sort_by_key(fs::DirEntry::path);
    let mut sizes = Sizes::new();
    for path in paths {
        let bytes = fs::read(path.path())?;
        let name = path.file_name();
        match picture::look(&bytes) {
            Ok(seen) => {
                if is_told {
                    println!("{}\t{}\t{}", name.display(), seen.look.code, seen.look.quality);
                }
                sizes.entry((seen.width, seen.height)).or_default().push(bytes);
            }
            Err(why) => println!("{}: {why}", name.display()),
        }
    }
    Ok(sizes)
}

/// Seconds that this thread has had a processor.
fn processor_time() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: u64 = text.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds as f64 / 1e9)
}
