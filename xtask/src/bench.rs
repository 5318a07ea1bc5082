//! Benchmarks: heavy measurements that CI only runs on a tiny input.

use crate::shell;

/// A benchmark: its name, what it measures, and the command that runs it.
struct Bench {
    name: &'static str,
    measures: &'static str,
    args: &'static [&'static str],
}

static BENCHES: &[Bench] = &[];

/// Runs a benchmark by name, handing further words on to it; without a name, lists them.
pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let Some((name, rest)) = words.split_first() else {
        for bench in BENCHES {
            println!("{:12} {}", bench.name, bench.measures);
        }
        return Ok(());
    };
    let bench = BENCHES
        .iter()
        .find(|bench| bench.name == *name)
        .ok_or_else(|| format!("there is no benchmark `{name}`; `cargo xtask bench` lists them"))?;
    let mut args = bench.args.to_vec();
    args.extend(rest);
    shell::run("cargo", &args)
}
