//! Two parties compare lists on one machine: processor time of both together, bytes on the wire, most memory:
//! `cargo run --release -p tutela-deconflict --example deconflict_speed [IDENTIFIERS [PYTHON]]`.
//!
//! Prints one JSON object a line: the multiplications alone (`bare`), then a whole session in files, with proofs,
//! commitments and signatures (`session`). With a Python that has `openmined-psi`, what that takes for the same lists
//! (`xtask/peers/psi_openmined.py`) as well; it gives the result to one side only.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use casetest::usage::{peak_bytes, processor_s};
use ed25519_dalek::SigningKey;
use model::Digest;
use serde_json::json;
use tempfile::TempDir;
use tutela_deconflict::charter::{Charter, Party, SignedCharter};
use tutela_deconflict::domain::Domain;
use tutela_deconflict::key::{Key, Secret};
use tutela_deconflict::kind::Kind;
use tutela_deconflict::list::List;
use tutela_deconflict::mask::{mask, points, times};
use tutela_deconflict::profile::proved_digest;
use tutela_deconflict::session::{Session, Start, State};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let mut words = std::env::args().skip(1);
    let count: u32 = words.next().map_or(Ok(1_000_000), |word| word.parse())?;
    let python = words.next();
    let lists = [numbers(0, count), numbers(count - count / 10, count)];
    let bare_s = bare(&lists)?;
    let session_s = session(&lists, count)?;
    println!(
        "{}",
        json!({"kernel": "deconflict", "part": "ratio", "proofs_cost": session_s / bare_s})
    );
    if let Some(python) = python {
        beside(&python, &lists, session_s)?;
    }
    Ok(())
}

/// So many telephone numbers, from one on.
fn numbers(first: u32, count: u32) -> Vec<String> {
    (first..first + count).map(|number| format!("+3934{number:08}")).collect()
}

/// Both lists masked, and answered by the other: four multiplications a pair, in memory, without any proof.
fn bare(lists: &[Vec<String>; 2]) -> Outcome<f64> {
    let (from, used) = (Instant::now(), processor_s());
    let domain = Domain::new(&Digest([1; 32]), 1).ok_or("no tags")?;
    let keys = [1, 2].map(|byte| Key::derive(&Secret::new([byte; 32]), domain.group()));
    let [Some(one), Some(two)] = keys else { return Err("no keys".into()) };
    let mut under_both = Vec::new();
    for (own, other, list) in [(&one, &two, &lists[0]), (&two, &one, &lists[1])] {
        let text = |at: u32, out: &mut Vec<u8>| {
            out.extend_from_slice(list.get(at as usize).map_or(&[], |text| text.as_bytes()));
        };
        let masked = mask(own, domain.group(), u32::try_from(list.len())?, text);
        let elements: Vec<_> = masked.iter().map(|one| one.element).collect();
        under_both.push(answered(other, &elements));
    }
    let [first, second] = &mut under_both[..] else { return Err("two lists".into()) };
    first.sort_unstable();
    let found = second.iter().filter(|element| first.binary_search(element).is_ok()).count();
    let cpu_s = processor_s() - used;
    let wall_s = from.elapsed().as_secs_f64();
    let pairs = lists[0].len();
    let us_a_pair = cpu_s * 1e6 / pairs as f64;
    println!(
        "{}",
        json!({"kernel": "deconflict", "part": "bare", "pairs": pairs, "found": found,
        "wall_s": wall_s, "cpu_s": cpu_s, "cpu_us_a_pair": us_a_pair})
    );
    Ok(cpu_s)
}

fn answered(key: &Key, elements: &[[u8; 32]]) -> Vec<[u8; 32]> {
    use rayon::prelude::*;
    let chunk = |some: &[[u8; 32]]| {
        let points = points(some).unwrap_or_default();
        times(key, points.into_iter())
    };
    elements.par_chunks(4096).flat_map_iter(chunk).collect()
}

/// A whole session in two folders.
fn session(lists: &[Vec<String>; 2], count: u32) -> Outcome<f64> {
    let dir = TempDir::new()?;
    let keys = [SigningKey::from_bytes(&[11; 32]), SigningKey::from_bytes(&[22; 32])];
    let charter = charter(&keys, count)?;
    let (from, used) = (Instant::now(), processor_s());
    let mut parties = Vec::new();
    for (byte, (list, key)) in (1_u8..).zip(lists.iter().zip(&keys)) {
        let (secret, opening) = ([byte; 32], [byte ^ 0x80; 32]);
        let mut closed = List::default();
        list.iter().try_for_each(|text| closed.push(Kind::Phone, text))?;
        closed.close();
        let day = "2026-11-24";
        let start =
            Start { charter: &charter, number: 1, day, sessions_this_year: 0, secret, opening };
        let path = dir.path().join(byte.to_string());
        parties.push(Session::prepare(&path, &start, &closed, key.clone())?);
    }
    let mut hits = 0;
    for step in 1..=5 {
        for (own, other) in parties.iter().zip(["2", "1"]) {
            let message = dir.path().join(other).join(format!("own-{step}"));
            if let State::Done { hits: found } = own.take(&message)? {
                hits = found;
            }
        }
    }
    let cpu_s = processor_s() - used;
    let wall_s = from.elapsed().as_secs_f64();
    let us_a_pair = cpu_s * 1e6 / f64::from(count);
    println!(
        "{}",
        json!({"kernel": "deconflict", "part": "session", "pairs": count, "found": hits,
        "wall_s": wall_s, "cpu_s": cpu_s, "cpu_us_a_pair": us_a_pair, "wire_bytes": wire_bytes(dir.path())?,
        "peak_bytes": peak_bytes()})
    );
    Ok(cpu_s)
}

fn wire_bytes(dir: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for party in ["1", "2"] {
        for step in 1..=5 {
            bytes += std::fs::metadata(dir.join(party).join(format!("own-{step}")))?.len();
        }
    }
    Ok(bytes)
}

fn charter(keys: &[SigningKey; 2], count: u32) -> Outcome<SignedCharter> {
    let party = |name: &str, key: &SigningKey| Party {
        name: name.to_owned(),
        contact: "desk".to_owned(),
        key: Digest(key.verifying_key().to_bytes()),
    };
    let bucket = u8::try_from(count.next_power_of_two().trailing_zeros())?.max(8);
    let mut signed = SignedCharter::new(Charter {
        version: 1,
        first: party("north", &keys[0]),
        second: party("south", &keys[1]),
        purpose: "a measurement".to_owned(),
        legal_basis: "none is needed for numbers that are made up".to_owned(),
        kinds: vec![Kind::Phone],
        profile: proved_digest()?,
        bucket,
        inputs_max: count,
        sessions_a_year_max: 1,
        from: "2026-01-01".to_owned(),
        until: "2026-12-31".to_owned(),
        retention_days: 1,
    });
    for key in keys {
        signed.sign(key)?;
    }
    Ok(signed)
}

/// The same lists given to the peer, in the same run.
fn beside(python: &str, lists: &[Vec<String>; 2], session_s: f64) -> Outcome {
    let dir = TempDir::new()?;
    for (name, list) in ["server.txt", "client.txt"].iter().zip(lists) {
        std::fs::write(dir.path().join(name), list.join("\n"))?;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/peers/psi_openmined.py");
    let output = Command::new(python).arg(script).arg(dir.path()).output()?;
    print!("{}", String::from_utf8_lossy(&output.stdout));
    let figures: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let peer_s = figures
        .get("cpu_s")
        .and_then(serde_json::Value::as_f64)
        .ok_or("the peer gave no figure")?;
    println!(
        "{}",
        json!({"kernel": "deconflict", "part": "ratio", "peer_cpu_over_session_cpu": peer_s / session_s})
    );
    Ok(())
}
