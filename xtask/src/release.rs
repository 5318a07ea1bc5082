//! The release: what users get, built along a profile of real work.
//!
//! The rooms that every byte passes are built twice: once watching themselves at work on inputs made
//! here, once laid out as that work went. Nothing of it stays in the binary but its layout. The other
//! rooms, and all dependencies, are built as `cargo build --release` builds them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::{bench, shell};

/// The rooms that are guided, as the compiler names their crates, and as cargo names their packages.
const ROOMS: [(&str, &str); 3] = [
    ("tutela_model", "tutela-model"),
    ("tutela_ingest", "tutela-ingest"),
    ("tutela_tables", "tutela-tables"),
];

/// The work they are watched at: benchmarks and what they are given. All readers have their turn, so
/// that none is taken for one that never runs.
const WORK: &[(&str, &[&str])] = &[
    ("read", &["400000"]),
    ("report", &["60"]),
    ("messages", &["messages", "50000"]),
    ("ingest", &["ingest", "300000"]),
    ("write", &["300000"]),
    ("fuzz", &["0.5", "--anew"]),
];

/// What the compiler is told of the guided rooms; set while this program stands before the compiler.
const FLAGS: &str = "TUTELA_GUIDED_FLAGS";

/// What it is told of all other crates of the house.
const OTHERS: &str = "TUTELA_GUIDED_OTHERS";

/// The one program that cannot write down what it saw: it ends in the cage. Its rooms are watched in others.
const CAGED: &str = "tutela_worker";

/// A program that holds watched rooms writes down what it saw when it ends; the linker leaves that out
/// unless it is asked for, and only the rooms are built with the flag that asks.
const WRITES: &str = "-Clink-arg=-Wl,-u,__llvm_profile_runtime";

/// What users get.
const PROGRAMS: [&str; 2] = ["tutela", "tutela-worker"];

/// A round of the build.
enum Round {
    /// The rooms write down what runs how often, into this folder.
    Watched(PathBuf),
    /// They are laid out by this profile.
    Guided(PathBuf),
}

impl Round {
    fn flags(&self) -> String {
        match self {
            Self::Watched(folder) => format!("-Cprofile-generate={}", folder.display()),
            Self::Guided(profile) => format!("-Cprofile-use={}", profile.display()),
        }
    }

    /// What the other crates of the house are built with.
    fn others(&self) -> &'static str {
        match self {
            Self::Watched(_) => WRITES,
            Self::Guided(_) => "",
        }
    }
}

/// Builds the release into `dist/`.
pub(crate) fn run() -> Result<(), String> {
    let merger = merger()?;
    let folder = folder();
    let seen = folder.join("seen");
    let _ = std::fs::remove_dir_all(&seen);
    std::fs::create_dir_all(&seen).map_err(|e| format!("{}: {e}", seen.display()))?;
    build(&Round::Watched(seen.clone()))?;
    for (name, words) in WORK {
        bench::started(name, words)?;
    }
    merge(&merger, &seen, &profile())?;
    guided()?;
    lay_out()
}

/// Builds everything along the profile that [`run`] made.
pub(crate) fn guided() -> Result<(), String> {
    let profile = profile();
    if !profile.is_file() {
        return Err("there is no profile yet; run `cargo xtask release` first".to_owned());
    }
    build(&Round::Guided(profile))
}

fn folder() -> PathBuf {
    shell::target().join("guided")
}

fn profile() -> PathBuf {
    folder().join("tutela.profdata")
}

/// Builds with this program standing before the compiler. Cargo does not see the flags that it adds:
/// the rooms are cleaned when the round changes.
fn build(round: &Round) -> Result<(), String> {
    let flags = (round.flags(), round.others());
    let (mark, now) = (folder().join("round"), stated(round)?);
    if std::fs::read_to_string(&mark).is_ok_and(|before| before == now) {
        return cargo(&flags, &["build", "--release", "--workspace", "--bins", "--examples"]);
    }
    let mut clean = vec!["clean", "--release"];
    clean.extend(ROOMS.iter().flat_map(|(_, package)| ["-p", package]));
    cargo(&flags, &clean)?;
    let _ = std::fs::remove_file(&mark);
    cargo(&flags, &["build", "--release", "--workspace", "--bins", "--examples"])?;
    std::fs::write(&mark, now).map_err(|e| format!("{}: {e}", mark.display()))
}

/// A round in words, with the time of its profile: the same words, the same build.
fn stated(round: &Round) -> Result<String, String> {
    let made = match round {
        Round::Watched(_) => None,
        Round::Guided(profile) => {
            let facts = std::fs::metadata(profile).and_then(|facts| facts.modified());
            Some(facts.map_err(|e| format!("{}: {e}", profile.display()))?)
        }
    };
    Ok(format!("{} {made:?}", round.flags()))
}

fn cargo((rooms, others): &(String, &str), args: &[&str]) -> Result<(), String> {
    let own = std::env::current_exe().map_err(|e| format!("this program has no path: {e}"))?;
    let (name, value) = shell::OF_RELEASES;
    let set = [
        (name, value.as_ref()),
        ("RUSTC_WORKSPACE_WRAPPER", own.as_os_str()),
        (FLAGS, rooms.as_ref()),
        (OTHERS, others.as_ref()),
    ];
    shell::run_with("cargo", args, &set)
}

/// Stands before the compiler, if cargo started this program so: runs it as asked, with the flags
/// where the crate is a guided room.
pub(crate) fn before_compiler() -> Option<ExitCode> {
    let [flags, others] = [FLAGS, OTHERS].map(|name| std::env::var(name).unwrap_or_default());
    if flags.is_empty() {
        return None;
    }
    let mut words = std::env::args_os().skip(1);
    let compiler = words.next().filter(|word| Path::new(word).ends_with("rustc"))?;
    let words: Vec<OsString> = words.collect();
    let named = words.iter().skip_while(|word| *word != "--crate-name").nth(1);
    let is_room = named.is_some_and(|name| ROOMS.iter().any(|(room, _)| name == room));
    let is_caged = named.is_some_and(|name| name == CAGED);
    let added = if is_room { flags } else { others };
    let added = Some(added).filter(|flags| !flags.is_empty() && !is_caged);
    let done = Command::new(compiler).args(&words).args(added).status();
    let code = done.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Some(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The program that merges what was seen: of the toolchain, else of the system, for the compiler's LLVM.
fn merger() -> Result<PathBuf, String> {
    let root = shell::read("rustc", &["--print", "sysroot"])?;
    let facts = shell::read("rustc", &["-vV"])?;
    let value = |name: &str| facts.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("");
    let major = value("LLVM version: ").split('.').next().unwrap_or("").to_owned();
    let own = Path::new(root.trim()).join("lib/rustlib").join(value("host: "));
    let found = [own.join("bin/llvm-profdata"), format!("llvm-profdata-{major}").into()]
        .into_iter()
        .find(|program| shell::has(&program.display().to_string(), "--version"));
    found.ok_or_else(|| {
        format!(
            "llvm-profdata of LLVM {major} is missing, and the release needs it: \
             `rustup component add llvm-tools`, or Debian's llvm-{major}"
        )
    })
}

fn merge(merger: &Path, seen: &Path, profile: &Path) -> Result<(), String> {
    let [merger, seen, profile] = [merger, seen, profile].map(|path| path.display().to_string());
    shell::run(&merger, &["merge", "-o", &profile, &seen])
}

/// Copies the programs into `dist/`, with their digests as `sha256sum -c` reads them.
fn lay_out() -> Result<(), String> {
    let dist = shell::root().join("dist");
    std::fs::create_dir_all(&dist).map_err(|e| format!("{}: {e}", dist.display()))?;
    for name in PROGRAMS {
        let (from, to) = (shell::target().join("release").join(name), dist.join(name));
        std::fs::copy(&from, &to).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    let sums = "cd dist && sha256sum tutela tutela-worker > SHA256SUMS";
    shell::run("sh", &["-c", sums])?;
    println!("the release is in {}", dist.display());
    Ok(())
}
