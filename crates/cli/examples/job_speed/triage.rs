//! Whole triage: so many files, a quarter of them pictures, against so many known digests and codes.
//!
//! A third of the files are listed, by digests put among the others. Pictures are the photographs of the
//! shared data where they are at hand, each with bytes of its own behind its end; else drawn bitmaps.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{Result, init, on, run, say, text};

/// Photographs of the shared data, from small to large.
const PHOTOGRAPHS: [&str; 4] = [
    "hashing/pdq/bridge-mods/square-256x256.jpg",
    "hashing/pdq/bridge-mods/square-512x512.jpg",
    "hashing/pdq/bridge-mods/shrink-a-little.jpg",
    "hashing/pdq/bridge-mods/aaa-orig.jpg",
];

/// Ingests the files, adds the sets, and compares.
pub(super) fn triage(files: u64, digests: u64, codes: u64, kept: Option<&str>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sources = folder.path().join("sources");
    let listed = folder.path().join("listed.csv");
    let bytes = write_files(files, &sources, &listed)?;
    say(&format!(
        "{files} files, {} MB; {digests} known digests, {codes} codes",
        bytes / 1_000_000
    ))?;
    let sets = kept.map_or_else(|| folder.path().join("sets"), PathBuf::from);
    if !sets.exists() {
        let (list, looks) = (folder.path().join("known.txt"), folder.path().join("looks.csv"));
        write_lines(&list, digests, |number| hex(&scattered::<16>(number)))?;
        add(&sets, &list, &["--kind", "known-good"])?;
        std::fs::remove_file(&list)?;
        write_lines(&looks, codes + 1, |number| match number {
            0 => "pdq".to_owned(),
            number => hex(&scattered::<32>(number)),
        })?;
        add(&sets, &looks, &[])?;
        std::fs::remove_file(&looks)?;
    }
    add(&sets, &listed, &[])?;
    let case = folder.path().join("case");
    run("init", &init(&case))?;
    run("ingest", &on(&case, &["ingest", "--whole", text(&sources)?, "--quiet"]))?;
    for turn in ["triage", "again"] {
        let args = ["triage", "--sets", text(&sets)?, "--limit", "0", "--quiet"];
        let used = run(turn, &on(&case, &args))?;
        say(&format!(
            "  {:.0} files a second\n{}",
            files as f64 / used.wall_s,
            used.printed.trim_end()
        ))?;
    }
    Ok(())
}

fn add(sets: &Path, file: &Path, args: &[&str]) -> Result<()> {
    let base = ["sets", "add", text(file)?, "--sets", text(sets)?, "--owner", "bench"];
    let all = base.iter().chain(args).map(|word| (*word).to_owned()).collect::<Vec<_>>();
    run("sets add", &all).map(|_| ())
}

/// Writes the files and the list of those that are listed; gives their bytes.
fn write_files(files: u64, folder: &Path, listed: &Path) -> Result<u64> {
    let photographs: Vec<Vec<u8>> = PHOTOGRAPHS
        .iter()
        .filter_map(|name| std::fs::read(casetest::real::path(name)?).ok())
        .collect();
    let mut list = BufWriter::new(File::create(listed)?);
    writeln!(list, "sha256")?;
    let mut all = 0;
    for number in 0..files {
        let content = match usize::try_from(number / 4)?.checked_rem(photographs.len()) {
            Some(at) if number % 4 == 0 => {
                let mut bytes = photographs.get(at).cloned().unwrap_or_default();
                bytes.extend(scattered::<16>(number));
                bytes
            }
            _ if number % 4 == 0 => bitmap(number),
            _ => hex(&scattered::<16>(number))
                .repeat(1 + usize::try_from(number % 900)?)
                .into_bytes(),
        };
        if number % 3 == 0 {
            writeln!(list, "{}", hex(&Sha256::digest(&content)))?;
        }
        let within = folder.join(format!("{:03}", number / 500));
        std::fs::create_dir_all(&within)?;
        all += content.len() as u64;
        std::fs::write(within.join(format!("{number}.dat")), content)?;
    }
    list.flush()?;
    Ok(all)
}

/// A bitmap of 128 by 128 pixels of one byte's pattern each.
fn bitmap(number: u64) -> Vec<u8> {
    let side = 128u32;
    let mut out = b"BM".to_vec();
    for value in [54 + side * side * 3, 0, 54, 40, side, side] {
        out.extend(value.to_le_bytes());
    }
    out.extend([1, 0, 24, 0]);
    out.extend([0; 24]);
    let blocks: Vec<u8> = (0..64).flat_map(|block| scattered::<1>(number * 64 + block)).collect();
    for place in 0..side * side {
        let (row, column) = (place / side / 16, place % side / 16);
        let at = usize::try_from(row * 8 + column).unwrap_or_default();
        out.extend([blocks.get(at).copied().unwrap_or_default(); 3]);
    }
    out
}

fn write_lines(path: &Path, lines: u64, line: impl Fn(u64) -> String) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for number in 0..lines {
        writeln!(out, "{}", line(number))?;
    }
    Ok(out.flush()?)
}

/// Bytes that follow from a number and look like none (splitmix64).
fn scattered<const W: usize>(number: u64) -> [u8; W] {
    let mut bytes = [0; W];
    for (word, chunk) in (0u64..).zip(bytes.chunks_mut(8)) {
        let mut mixed = (number * 4 + word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        let mixed = (mixed ^ mixed >> 31).to_le_bytes();
        chunk.iter_mut().zip(mixed).for_each(|(to, from)| *to = from);
    }
    bytes
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half & 15), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}
