//! The commands as their help shows them: every example is run, in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::Path;

use support::Run;

/// Every command, in an order in which they can be run.
const COMMANDS: &[&str] = &[
    "demo",
    "init",
    "ingest",
    "map",
    "status",
    "build",
    "search",
    "ask",
    "resolve",
    "flow",
    "network",
    "travel",
    "timeline",
    "compare",
    "assign",
    "coincide",
    "tasks",
    "decide",
    "note",
    "sets",
    "triage",
    "summary",
    "report",
    "export",
    "verify",
    "replay",
    "witness",
    "stamp",
    "erase",
    "members",
    "unveil",
    "audit",
    "register",
    "doctor",
    "completions",
];

fn help(command: &str, lang: &str) -> String {
    Run::new(&["--lang", lang, "help", command]).expect(0).stdout
}

/// The examples of a help text: its lines that begin with the program's name.
fn examples(help: &str) -> Vec<String> {
    let is_example = |line: &&str| line.starts_with("tutela ");
    help.lines().map(str::trim).filter(is_example).map(str::to_owned).collect()
}

#[test]
fn the_help_lists_every_command() {
    let all = Run::new(&["--help"]).expect(0).stdout;
    for command in COMMANDS {
        assert!(all.contains(&format!("  {command} ")), "{command} is missing");
    }
}

#[test]
fn both_languages_show_the_same_examples() {
    for command in COMMANDS {
        let (en, it) = (help(command, "en"), help(command, "it"));
        assert!(!examples(&en).is_empty(), "`tutela help {command}` has no example");
        assert_eq!(examples(&en), examples(&it), "{command}");
        assert_ne!(en, it, "{command} has no Italian help");
    }
}

/// A folder in which the examples make sense: the sources that they name.
fn desk(folder: &Path) {
    let sources = folder.join("sources");
    casetest::case::write(7, 1, &sources).unwrap();
    let returns = folder.join("returns");
    std::fs::create_dir(&returns).unwrap();
    for name in ["mto-a.csv", "calls-a.csv", "telegram-result.json"] {
        std::fs::copy(sources.join(name), returns.join(name)).unwrap();
    }
    std::fs::copy(sources.join("cdr-a.csv"), folder.join("calls.csv")).unwrap();
    std::fs::copy(sources.join("wallet-c.csv"), folder.join("new.csv")).unwrap();
    let list = "md5\n900150983cd24fb0d6963f7d28e17f72\n";
    std::fs::write(folder.join("field-list.txt"), list).unwrap();
    let profile = "title = \"Before the search\"\nmade_on = \"2025-01-02\"\n\n[[phone]]\nid = \"P1\"\n\
                   note = \"statement\"\nvalue = \"+393470000012\"\n";
    std::fs::write(folder.join("profile.toml"), profile).unwrap();
    let rules = "version = \"1\"\n\n[[rule]]\nid = \"residence\"\nby = \"residence\"\n\
                 source = \"order 1\"\n\n[offices]\nMilano = \"Unit Milano\"\n";
    std::fs::write(folder.join("rules.toml"), rules).unwrap();
    let people = "provinces = [\"MI\"]\n[[person]]\nprovince = \"MI\"\nage = 41\n";
    std::fs::write(folder.join("people.toml"), people).unwrap();
    std::fs::create_dir(folder.join("phone-extraction")).unwrap();
    std::fs::write(folder.join("phone-extraction/notes.txt"), "filler").unwrap();
}

/// Runs an example as a shell would.
fn run(folder: &Path, example: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_tutela")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let redirected = example.replace("/etc/bash_completion.d/", "");
    let output = std::process::Command::new("sh")
        .args(["-c", &redirected])
        .env("PATH", path)
        .env("LANG", "C")
        .current_dir(folder)
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn every_example_of_every_help_does_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    desk(folder.path());
    // Making the demonstration is tested whole elsewhere.
    for command in COMMANDS.iter().filter(|command| **command != "demo") {
        // Nothing was decided in this case that `vics` could hand over.
        let examples = examples(&help(command, "en")).into_iter();
        for example in examples.filter(|example| !example.contains("export vics")) {
            let (code, said) = run(folder.path(), &example);
            // The return holds rows that cannot be read, and says so.
            let allowed: &[i32] = match *command {
                "ingest" => &[0, 3],
                "tasks" => &[0, 7],
                _ => &[0],
            };
            assert!(allowed.contains(&code), "`{example}` ended with {code}:\n{said}");
        }
    }
    let report = folder.path().join("milan-2026/report/report.it.html");
    assert!(std::fs::read_to_string(report).unwrap().contains("lang=\"it\""));
    let completions = std::fs::read_to_string(folder.path().join("tutela")).unwrap();
    assert!(completions.contains("coincide"));
}

#[test]
fn a_wrong_command_says_what_is_wrong_and_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["--case", "nowhere", "status"][..],
        &["--case", "nowhere", "ingest", "nothing.csv"],
        &["init", "case", "--authority", "A", "--legal-basis", "B", "--tz", "Mars/Olympus"],
        &["frobnicate"],
        &["flow", "--limit", "many"],
    ] {
        let said = Run::new(args).within(folder.path()).expect(2);
        assert!(said.stdout.is_empty() && said.stderr.len() > 20, "{args:?}: {}", said.stderr);
    }
}

#[test]
fn a_mapping_is_proposed_saved_as_evidence_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    support::init(&case);
    let table = folder.path().join("agency.csv");
    std::fs::write(
        &table,
        "When;From phone;To phone;Amount;Currency;Number\n\
         2026-03-01 10:20:30;+39 347 000 0001;+63 917 000 0001;85,10;EUR;T-1\n\
         2026-03-02 11:20:30;+39 347 000 0001;+63 917 000 0001;1.085,10;EUR;T-2\n",
    )
    .unwrap();
    let file = table.to_str().unwrap();
    // Nothing is read through a mapping that nobody confirmed.
    Run::on(&case, &["ingest", file]).expect(3);
    let proposal = Run::on(&case, &["map", file]).expect(0).stdout;
    let confirmed =
        proposal.replace("name = \"new-mapping\"", "name = \"agency\"\nzone = \"Europe/Rome\"");
    let toml = folder.path().join("agency.toml");
    std::fs::write(&toml, &confirmed).unwrap();
    Run::on(&case, &["map", "--save", toml.to_str().unwrap()]).expect(0);
    Run::on(&case, &["ingest", file]).expect(0);
    let flows = Run::on(&case, &["flow", "--json"]).json();
    assert_eq!(flows["currencies"][0]["sum_minor"], 117_020, "{proposal}");
    Run::on(&case, &["verify"]).expect(0);
}
