//! Pseudonyms: whatever a case shows or hands over names no protected party, until a second person has agreed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use model::record::Kind;
use serde_json::Value;
use support::{Run, tables};

const FACTS: &str = "rentity_id = 1001\nreport_code = \"STR\"\ncurrency_code_local = \"EUR\"\n\
                     indicators = \"ACTRC\"\ntransmode_code = \"ELCFT\"\nfrom_funds_code = \"CASH\"\n\
                     to_funds_code = \"CASH\"\nfrom_country = \"IT\"\nto_country = \"PH\"\n";

const RULES: &str = "version = \"1\"\n\n[[rule]]\nid = \"residence\"\nby = \"residence\"\n\
                     source = \"order 1\"\n\n[offices]\nMilano = \"Unit Milano\"\n";

/// A party who plays a part in the demonstration, and is put into the category of victims.
const CATEGORISED: &str = "+393470000005";

/// The demonstration, and what is needed beside it.
fn demo(folder: &Path) -> PathBuf {
    Run::new(&["demo", "demo"]).within(folder).expect(0);
    std::fs::write(folder.join("facts.toml"), FACTS).unwrap();
    std::fs::write(folder.join("rules.toml"), RULES).unwrap();
    let profile = format!(
        "title = \"T\"\nmade_on = \"2025-01-02\"\n\n[[phone]]\nid = \"P1\"\nnote = \"n\"\nvalue = \"{CATEGORISED}\"\n"
    );
    std::fs::write(folder.join("profile.toml"), profile).unwrap();
    std::fs::write(folder.join("list.txt"), "md5\n900150983cd24fb0d6963f7d28e17f72\n").unwrap();
    folder.join("demo/case")
}

/// Spellings of the protected persons by their number in the case, from the truth and not from the program.
fn spellings(folder: &Path, case: &Path) -> BTreeMap<u64, BTreeSet<String>> {
    let truth = std::fs::read_to_string(folder.join("demo/truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let persons = truth["persons"].as_array().unwrap();
    let given = std::fs::read_to_string(case.join("pseudonyms/numbers.jsonl")).unwrap();
    let mut found = BTreeMap::new();
    for line in given.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let key = line["key"].as_str().unwrap();
        let digits: String = key.chars().filter(char::is_ascii_digit).collect();
        let number = &digits[digits.len() - 4..];
        let person = persons
            .iter()
            .find(|one| one["phone"].as_str().unwrap().ends_with(&format!("00{number}")));
        let person = person.unwrap_or_else(|| panic!("nobody of the truth is {key}"));
        let phone = person["phone"].as_str().unwrap();
        let mut all = BTreeSet::from([phone[1..].to_owned(), phone[3..].to_owned()]);
        // An account that no record and no comparison ties to the person is nobody's in this case.
        let tied = |account: &&Value| {
            let account = account.as_str().unwrap();
            account.starts_with("platform-x") || given.contains(account)
        };
        for account in person["accounts"].as_array().unwrap().iter().filter(tied) {
            all.insert(account.as_str().unwrap().split_once(':').unwrap().1.to_lowercase());
        }
        // `G. Valli` is any of a family.
        let names = person["names"].as_array().unwrap().iter();
        for name in names.filter(|name| !name.as_str().unwrap().contains('.')) {
            all.insert(name.as_str().unwrap().to_lowercase());
        }
        all.insert(format!("pd0000{number}"));
        all.insert(format!("p{number}@example.org"));
        found.insert(line["number"].as_u64().unwrap(), all);
    }
    found
}

/// A spelling that stands in a text, and what is around it.
fn named(text: &str, spellings: &BTreeMap<u64, BTreeSet<String>>) -> Option<String> {
    let low = text.to_lowercase();
    let plain: String = low.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
    let all = spellings.iter().flat_map(|(number, all)| all.iter().map(move |one| (number, one)));
    let is_number = |spelling: &str| spelling.bytes().all(|byte| byte.is_ascii_digit());
    let (numbers, words): (Vec<_>, Vec<_>) = all.partition(|(_, spelling)| is_number(spelling));
    found_in(&plain, &numbers).or_else(|| found_in(&low, &words))
}

/// The first of these spellings that stands by itself in a text, and what is around it.
fn found_in(text: &str, spellings: &[(&u64, &String)]) -> Option<String> {
    let sought = AhoCorasick::new(spellings.iter().map(|(_, spelling)| spelling)).unwrap();
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stands = |found: &aho_corasick::Match| {
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        !joins(before.chars().next_back()) && !joins(after.chars().next())
    };
    let found = sought.find_overlapping_iter(text).find(stands)?;
    let (before, after) = (&text[..found.start()], &text[found.end()..]);
    let from: String =
        before.chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
    let to: String = after.chars().take(80).collect();
    let (number, spelling) = spellings[found.pattern().as_usize()];
    Some(format!("{spelling} of {number} in: {from}<{spelling}>{to}"))
}

/// Every text of what was written, archives and tables read as their readers do.
fn texts(path: &Path) -> Vec<(PathBuf, String)> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        return entries.flat_map(|entry| texts(&entry)).collect();
    }
    let extension = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    let mut found = vec![(path.to_owned(), path.display().to_string())];
    if extension == "parquet" {
        found.push((path.to_owned(), rows_of(path)));
        return found;
    }
    if extension == "xlsx" {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        for at in 0..archive.len() {
            let mut text = String::new();
            archive.by_index(at).unwrap().read_to_string(&mut text).unwrap();
            found.push((path.to_owned(), text));
        }
        return found;
    }
    found.push((
        path.to_owned(),
        String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned(),
    ));
    found
}

/// The records of a Parquet file, as text.
fn rows_of(path: &Path) -> String {
    let table = path.file_stem().unwrap().to_str().unwrap();
    let kind = Kind::from_table(table).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let part = tables::Part {
        table: table.to_owned(),
        exhibit: model::ExhibitId(1),
        number: 0,
        rows: 0,
        bytes: 0,
        sha256: model::Digest([0; 32]),
    };
    let to = folder.path().join(part.path());
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(path, to).unwrap();
    let mut text = String::new();
    let mut take = |row: &model::Row<'_>| {
        let _ = writeln!(text, "{row:?}");
        Ok::<_, tables::TablesFault>(())
    };
    tables::StoredRows::of(folder.path(), [part]).each(kind, &mut take).unwrap();
    text
}

/// Commands that show a case, with the exit codes they may end with; `{}` is a pseudonym.
const SHOWING: &[(&str, &[i32])] = &[
    ("status", &[0]),
    ("tasks", &[0, 7]),
    ("decide", &[0]),
    ("note", &[0]),
    ("note tags", &[0]),
    ("search +393470000005", &[0]),
    ("search {}", &[0]),
    ("search moretti --limit 200", &[0]),
    ("search sala --limit 200", &[0]),
    ("resolve --limit 1000", &[0]),
    ("flow --limit 2000", &[0]),
    ("flow --payer {}", &[0]),
    ("network --limit 1000", &[0]),
    ("network --around {}", &[0]),
    ("travel", &[0]),
    ("timeline --limit 20000", &[0]),
    ("timeline {}", &[0]),
    ("compare profile.toml", &[0]),
    ("assign --rules rules.toml {}", &[0]),
    ("coincide", &[0]),
    ("triage --sets sets", &[0]),
    ("triage groups", &[0]),
    ("triage shared", &[0]),
    ("build", &[0]),
    ("report", &[0]),
    ("report check", &[0, 6]),
    ("verify", &[0]),
    ("replay", &[0]),
    ("stamp list", &[0]),
    ("witness list", &[0]),
    ("members", &[0]),
    ("register processing", &[0]),
    ("register recipients", &[0]),
    ("register impact", &[0]),
    ("unveil", &[0]),
    ("audit", &[0, 2]),
];

/// Commands of the help that show nothing of a case by themselves, or are walked apart.
const APART: &[&str] = &[
    "demo",
    "init",
    "ingest",
    "map",
    "ask",
    "sets",
    "summary",
    "export",
    "erase",
    "doctor",
    "completions",
    "help",
];

/// Forms of export, with what the file is called.
const FORMS: &[(&str, &str)] = &[
    ("bodyfile", "out.body"),
    ("case", "case"),
    ("csv", "csv"),
    ("ftm", "out.ftm.json"),
    ("gexf", "out.gexf"),
    ("goaml", "out.xml"),
    ("graphml", "out.graphml"),
    ("parquet", "parquet"),
    ("timesketch", "out.jsonl"),
    ("xlsx", "out.xlsx"),
];

fn words<'a>(line: &'a str, pseudonym: &'a str) -> Vec<String> {
    line.split(' ').map(|word| word.replace("{}", pseudonym)).collect()
}

fn run(folder: &Path, case: &Path, args: &[String], codes: &[i32]) -> String {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let said = Run::on(case, &args).within(folder).code(codes);
    said.stdout + &said.stderr
}

/// Everything that the commands print and write, by the command; `more` goes to each.
fn walked(folder: &Path, case: &Path, more: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let questions: Vec<String> = std::fs::read_dir(case.join("findings"))
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let asked = questions.iter().map(|name| (format!("ask {name} --limit 5000"), &[0_i32][..]));
    let showing = SHOWING.iter().map(|(line, codes)| ((*line).to_owned(), *codes)).chain(asked);
    for (line, codes) in showing {
        // As words in one language and as data in the other.
        let ways = [("en", "protected-1", None), ("it", "protetto-1", Some("--json"))];
        for (lang, pseudonym, json) in ways {
            let mut args = words(&line, pseudonym);
            args.extend(["--lang", lang].map(str::to_owned));
            args.extend(json.map(str::to_owned));
            args.extend(more.iter().map(|arg| (*arg).to_owned()));
            found.push((args.join(" "), run(folder, case, &args, codes)));
        }
    }
    for (path, text) in texts(&case.join("report")) {
        found.push((path.display().to_string(), text));
    }
    found
}

/// Everything that the exports print and write.
fn exported(folder: &Path, case: &Path, to: &str, more: &[&str]) -> Vec<(String, String)> {
    std::fs::create_dir(folder.join(to)).unwrap();
    let mut found = Vec::new();
    for (form, name) in FORMS {
        let path = format!("{to}/{name}");
        let mut args = vec![
            "export",
            form,
            "--to",
            &path,
            "--recipient",
            "B",
            "--purpose",
            "review",
            "--json",
        ];
        if *form == "goaml" {
            args.extend(["--facts", "facts.toml"]);
        }
        args.extend(more);
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        found.push((args.join(" "), run(folder, case, &args, &[0, 3])));
    }
    for (path, text) in texts(&folder.join(to)) {
        found.push((path.display().to_string(), text));
    }
    found
}

fn names_nobody(walked: &[(String, String)], spellings: &BTreeMap<u64, BTreeSet<String>>) {
    let all: Vec<String> = walked
        .iter()
        .filter_map(|(command, text)| Some(format!("{command}: {}", named(text, spellings)?)))
        .collect();
    assert!(all.is_empty(), "{} of {}:\n{}", all.len(), walked.len(), all.join("\n"));
}

#[test]
fn every_command_that_shows_a_case_is_walked() {
    let help = Run::new(&["--help"]).expect(0).stdout;
    let commands = help.lines().skip_while(|line| !line.starts_with("Commands")).skip(1);
    let commands = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next());
    let walked: BTreeSet<&str> =
        SHOWING.iter().filter_map(|(line, _)| line.split(' ').next()).collect();
    let mut seen = 0;
    for command in commands {
        assert!(walked.contains(command) || APART.contains(&command), "{command} is not walked");
        seen += 1;
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn nothing_shown_or_handed_over_names_a_protected_party_until_a_second_person_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, case) = (folder.path(), demo(folder.path()));
    Run::on(
        &case,
        &[
            "decide",
            "categorise",
            &format!("phone:{CATEGORISED}"),
            "--as",
            "victim",
            "--reason",
            "heard",
        ],
    )
    .expect(0);
    Run::new(&["sets", "add", "list.txt", "--sets", "sets", "--owner", "U"])
        .within(folder)
        .expect(0);
    Run::on(&case, &["triage", "--sets", "sets"]).within(folder).expect(0);
    Run::on(&case, &["build"]).expect(0);
    let findings = findings(&case);
    let parts = tables(&case);
    let all = spellings(folder, &case);
    assert!(all.len() > 20, "the guard holds many, and a person named one more: {}", all.len());
    assert!(all.values().any(|one| one.contains(&CATEGORISED[1..])), "{all:?}");
    note_of(&case);
    every_name_shown_can_be_given(&case);
    let walk = walked(folder, &case, &[]);
    assert!(walk.iter().any(|(command, text)| command.starts_with("timeline protected-1")
        && text.contains("protected-1")));
    assert!(walk.iter().any(|(command, text)| command.starts_with("search +39") && text.contains("protected-")));
    assert!(
        walk.iter()
            .any(|(command, text)| command.starts_with("ask guard") && text.contains("protetto-"))
    );
    names_nobody(&walk, &all);
    names_nobody(&exported(folder, &case, "out", &[]), &all);
    // The veil is of what is shown: nothing underneath is another.
    assert!(findings == self::findings(&case) && parts == tables(&case));
    lifted(folder, &case, &all);
}

/// Whatever name of a finding is shown, a command that is given it knows which one is meant.
fn every_name_shown_can_be_given(dir: &Path) {
    use casebook::veil::{Freshness, Veil};
    let case = casebook::Case::open(dir).unwrap();
    let veil =
        Veil::of(&case, casebook::Language::En, Freshness::OfNow, &BTreeSet::new(), ("ada", 1));
    let (veil, mut veiled) = (veil.unwrap(), 0);
    for (path, bytes) in findings(dir) {
        let answer: Value = serde_json::from_slice(&bytes).unwrap();
        let all = answer["answer"]["findings"].as_array().unwrap().iter();
        let ids: Vec<String> = all.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        for id in &ids {
            let shown = veil.text(id).into_owned();
            veiled += usize::from(shown != *id);
            let place = alike.entry(shown.clone()).or_default();
            *place += 1;
            let given = format!("{shown}#{place}");
            assert_eq!(veil.chosen(&given, &ids).unwrap(), *id, "{given} of {}", path.display());
        }
    }
    assert!(veiled > 50, "{veiled}");
}

/// The findings as they lie on the disk.
fn findings(case: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(case.join("findings")).unwrap();
    files
        .map(|file| file.unwrap().path())
        .map(|at| (at.clone(), std::fs::read(&at).unwrap()))
        .collect()
}

/// A person names a protected party in a note, and hands on a task that speaks of one.
fn note_of(case: &Path) {
    let party = format!("phone:{CATEGORISED}");
    let text = format!("rang {CATEGORISED} twice");
    Run::on(case, &["note", "write", &party, "--text", &text, "--for-report"]).expect(0);
}

/// The same walk under a lift shows whom it names and nobody else.
fn lifted(folder: &Path, case: &Path, all: &BTreeMap<u64, BTreeSet<String>>) {
    // Somebody whose spellings are nobody else's.
    let alone = |number: &u64| {
        let others = all.iter().filter(|(other, _)| *other != number);
        others.flat_map(|(_, other)| other).all(|one| !all[number].contains(one))
    };
    let number = *all.keys().find(|number| alone(number)).unwrap();
    let pseudonym = format!("protected-{number}");
    Run::on(case, &["unveil", "ask", &pseudonym, "--reason", "file 7"]).by("ada").expect(6);
    Run::on(case, &["unveil", "sign", "1", "--reason", "agreed"]).by("bea").expect(0);
    let mut others = all.clone();
    let one = BTreeMap::from([(number, others.remove(&number).unwrap())]);
    let unveiled = |args: &[&str]| {
        let all = [args, &["--unveiled", "--reason", "file 7"]].concat();
        let said = Run::on(case, &all).within(folder).by("ada").expect(0);
        said.stdout + &said.stderr
    };
    for args in
        [&["timeline", &*pseudonym][..], &["ask", "guard"], &["flow", "--json", "--limit", "2000"]]
    {
        let text = unveiled(args);
        assert!(named(&text, &one).is_some(), "{args:?} shows whom the lift names: {text}");
        assert!(named(&text, &others).is_none(), "{args:?}: {:?}", named(&text, &others));
    }
    unveiled(&["export", "csv", "--to", "lifted", "--recipient", "B", "--purpose", "review"]);
    let texts = texts(&folder.join("lifted"));
    assert!(texts.iter().any(|(_, text)| named(text, &one).is_some()));
    let manifest = std::fs::read_to_string(folder.join("lifted/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["unveiled"], serde_json::json!([pseudonym]));
    assert!(texts.iter().all(|(_, text)| named(text, &others).is_none()));
    // Without the option, and for somebody else, the pseudonym stays.
    let text = Run::on(case, &["timeline", &pseudonym]).by("ada").expect(0).stdout;
    assert!(named(&text, all).is_none());
    Run::on(case, &["timeline", "--unveiled", "--reason", "x"]).by("cleo").expect(6);
}
