//! Benchmarks: heavy measurements; CI only checks that each runs, on a tiny input.

use crate::{release, shell, validity};

/// A benchmark: an example of a crate, with what it measures and what it is given.
struct Bench {
    name: &'static str,
    measures: &'static str,
    package: &'static str,
    example: &'static str,
    /// What it is given unless the caller gives something else.
    given: &'static [&'static str],
    /// What CI gives it.
    tiny: &'static [&'static str],
}

static BENCHES: &[Bench] = &[
    Bench {
        name: "ingest",
        measures: "a transfer return sealed, read in the cage and laid into Parquet, at two sizes",
        package: "tutela",
        example: "job_speed",
        given: &["ingest", "1000000", "10000000"],
        tiny: &["ingest", "1000"],
    },
    Bench {
        name: "build",
        measures: "the whole job on the synthetic case of factor 100",
        package: "tutela",
        example: "job_speed",
        given: &["build", "100"],
        tiny: &["build", "1"],
    },
    Bench {
        name: "coincidence",
        measures: "the coincidence test: 1,000 pairs × 50 payments × 60 sessions, R = 9,999",
        package: "tutela-analysis",
        example: "coincidence_speed",
        given: &[],
        tiny: &["4"],
    },
    Bench {
        name: "copenhagen",
        measures: "null models on public calls and messages: AUC, rates, false discoveries",
        package: "tutela-analysis",
        example: "copenhagen",
        given: &[],
        tiny: &["cards"],
    },
    Bench {
        name: "deconflict",
        measures: "two parties compare a million identifiers each, with proofs; beside OpenMined PSI, where its Python is given",
        package: "tutela-deconflict",
        example: "deconflict_speed",
        given: &["1000000"],
        tiny: &["200"],
    },
    Bench {
        name: "export",
        measures: "a case of a million transfers handed over in every form: time and most memory",
        package: "tutela",
        example: "job_speed",
        given: &["export", "1000000"],
        tiny: &["export", "1000"],
    },
    Bench {
        name: "fuzz",
        measures: "changes by chance to small exhibits, until each reader has had an hour",
        package: "tutela-ingest",
        example: "mutate",
        given: &["3600"],
        tiny: &["0.02", "--anew"],
    },
    Bench {
        name: "known",
        measures: "known sets: an index of ten million digests built, and asked singly and in bulk",
        package: "tutela-triage",
        example: "known_speed",
        given: &["10000000"],
        tiny: &["1000"],
    },
    Bench {
        name: "linkage",
        measures: "a million made-up persons with our own kinds of fault, resolved; the truth is known",
        package: "tutela-resolve",
        example: "linkage_bench",
        given: &["made", "1000000"],
        tiny: &["made", "1000"],
    },
    Bench {
        name: "matching",
        measures: "20,000 payments seen at two banks, matched one to one; beside Splink, where its Python is given",
        package: "tutela-analysis",
        example: "matching_bench",
        given: &[],
        tiny: &[],
    },
    Bench {
        name: "messages",
        measures: "a chat database of a million messages sealed, read in the cage and laid into Parquet",
        package: "tutela",
        example: "job_speed",
        given: &["messages", "1000000"],
        tiny: &["messages", "100"],
    },
    Bench {
        name: "near",
        measures: "every perceptual code within 31 bits among a million, even and skewed, one core",
        package: "tutela-triage",
        example: "near_speed",
        given: &["1000000"],
        tiny: &["1000"],
    },
    Bench {
        name: "patterns",
        measures: "every pattern of a million transfers at once; labelled rings; beside snapml, where its Python is given",
        package: "tutela-analysis",
        example: "pattern_speed",
        given: &["1000000"],
        tiny: &["1000"],
    },
    Bench {
        name: "persons",
        measures: "the question of persons on a million mentions, each of a party of its own",
        package: "tutela-analysis",
        example: "persons_speed",
        given: &["1000000"],
        tiny: &["1000"],
    },
    Bench {
        name: "read",
        measures: "transfer CSV to records, with places and canonical identifiers, one core",
        package: "tutela-ingest",
        example: "read_transfers",
        given: &["1500000"],
        tiny: &["1000"],
    },
    Bench {
        name: "recognise",
        measures: "one member of an image shown to every reader, by kind of content",
        package: "tutela-ingest",
        example: "recognise_speed",
        given: &["2000"],
        tiny: &["1"],
    },
    Bench {
        name: "report",
        measures: "a telephone's report in XML to records, one core",
        package: "tutela-ingest",
        example: "read_report",
        given: &["1000"],
        tiny: &["1"],
    },
    Bench {
        name: "sweep",
        measures: "ten million transfers laid out once, and five measures read off; beside DuckDB, where a folder and its Python are given",
        package: "tutela-analysis",
        example: "sweep_speed",
        given: &["10000000"],
        tiny: &["1000"],
    },
    Bench {
        name: "triage",
        measures: "20,000 files, a quarter pictures, against 100 million known digests and 10 million codes",
        package: "tutela",
        example: "job_speed",
        given: &["triage", "20000", "100000000", "10000000"],
        tiny: &["triage", "60", "1000", "1000"],
    },
    Bench {
        name: "walk",
        measures: "an image's members told, digested and shown to every reader, one core",
        package: "tutela-ingest",
        example: "walk",
        given: &["20000"],
        tiny: &["30"],
    },
    Bench {
        name: "write",
        measures: "records to Parquet parts, one core",
        package: "tutela-tables",
        example: "write_speed",
        given: &["10000000"],
        tiny: &["1000"],
    },
];

/// Runs a benchmark by name, with the words given in place of its own; without a name, lists them;
/// `all` runs each but the one that takes days; `tiny` runs each on a tiny input, as the tests have built them.
/// `validity` measures the methods where the truth is known.
/// With `--guided` before the name, it measures what the release is made of.
pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    match words {
        [] => {
            for bench in BENCHES {
                println!("{:12} {}", bench.name, bench.measures);
            }
            Ok(())
        }
        ["all"] => {
            let mut short = BENCHES.iter().filter(|bench| bench.name != "fuzz");
            short.try_for_each(|bench| measure(bench, &[]))
        }
        ["validity"] => validity::run(),
        ["tiny"] => BENCHES.iter().try_for_each(try_tiny),
        ["--guided", name, rest @ ..] => {
            release::guided()?;
            started(name, rest)
        }
        [name, rest @ ..] => measure(named(name)?, rest),
    }
}

/// Runs a benchmark that is built for the release.
pub(crate) fn started(name: &str, given: &[&str]) -> Result<(), String> {
    start(named(name)?, "release", given)
}

fn named(name: &str) -> Result<&'static Bench, String> {
    let unknown = || format!("there is no benchmark `{name}`; `cargo xtask bench` lists them");
    BENCHES.iter().find(|bench| bench.name == name).ok_or_else(unknown)
}

fn measure(bench: &Bench, given: &[&str]) -> Result<(), String> {
    // One selection for all, so that nothing is compiled twice.
    let (name, value) = shell::OF_RELEASES;
    let args = ["build", "--release", "--workspace", "--bins", "--examples"];
    shell::run_with("cargo", &args, &[(name, value.as_ref())])?;
    start(bench, "release", given)
}

/// The tests built the examples; what they measure here says nothing but that they run.
fn try_tiny(bench: &Bench) -> Result<(), String> {
    start(bench, "debug", bench.tiny)
}

/// Starts a benchmark with what it is given, else with its own.
fn start(bench: &Bench, profile: &str, given: &[&str]) -> Result<(), String> {
    let given = if given.is_empty() { bench.given } else { given };
    println!("## {}: {} ({})", bench.name, bench.measures, bench.package);
    let program = shell::target().join(profile).join("examples").join(bench.example);
    shell::run(&program.display().to_string(), given)
}
