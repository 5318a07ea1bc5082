//! Benchmarks: heavy measurements that CI only runs on a tiny input.

use crate::shell;

/// A benchmark: its name, what it measures, and the command that runs it.
struct Bench {
    name: &'static str,
    measures: &'static str,
    args: &'static [&'static str],
}

static BENCHES: &[Bench] = &[
    Bench {
        name: "coincidence",
        measures: "the coincidence test: 1,000 pairs × 50 payments × 60 sessions, R = 9,999",
        args: &[
            "run",
            "--release",
            "--package",
            "tutela-analysis",
            "--example",
            "coincidence_speed",
        ],
    },
    Bench {
        name: "copenhagen",
        measures: "the null models on public calls and messages: AUC, rates, false discoveries",
        args: &["run", "--release", "--package", "tutela-analysis", "--example", "copenhagen"],
    },
    Bench {
        name: "read",
        measures: "transfer CSV to records, with places and canonical identifiers",
        args: &["run", "--release", "--package", "tutela-ingest", "--example", "read_transfers"],
    },
    Bench {
        name: "write",
        measures: "records to Parquet parts",
        args: &["run", "--release", "--package", "tutela-tables", "--example", "write_speed"],
    },
    Bench {
        name: "job",
        measures: "the whole job on a synthetic case: job -- demo target/bench/job --factor 100",
        args: &["run", "--release", "--package", "tutela"],
    },
];

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
