//! Pictures are compared by their look where digests say nothing, people decide on what is left, and nothing
//! is opened but on purpose.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod drawn;
mod support;

use std::path::{Path, PathBuf};

use drawn::{bitmap, code, drawn, drawn_as};
use serde_json::Value;
use support::{Run, archive, number};

/// A case with known sets.
struct Bench {
    _folder: tempfile::TempDir,
    case: PathBuf,
    sets: PathBuf,
}

impl Bench {
    /// A case of these files and a set of this list.
    fn new(files: &[(&str, &[u8])], list: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (case, sources) = (folder.path().join("case"), folder.path().join("sources"));
        support::init(&case);
        std::fs::create_dir_all(&sources).unwrap();
        for (name, bytes) in files {
            std::fs::write(sources.join(name), bytes).unwrap();
        }
        let (sets, file) = (folder.path().join("sets"), folder.path().join("looks.csv"));
        std::fs::write(&file, list).unwrap();
        let args = ["sets", "add", text(&file), "--sets", text(&sets), "--owner", "Unit A"];
        Run::new(&[&args[..], &["--scheme", "field"]].concat()).expect(0);
        Run::on(&case, &["ingest", text(&sources)]).code(&[0, 3]);
        Self { _folder: folder, case, sets }
    }

    fn triage(&self, args: &[&str]) -> Value {
        let base = ["triage", "--sets", text(&self.sets), "--json"];
        Run::on(&self.case, &[&base[..], args].concat()).json()
    }

    fn on(&self, args: &[&str]) -> Run {
        Run::on(&self.case, args)
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn file<'t>(triage: &'t Value, locator: &str) -> &'t Value {
    let files = triage["files"].as_array().unwrap();
    files.iter().find(|one| one["locator"] == locator).unwrap_or_else(|| panic!("no {locator}"))
}

/// Pictures in an archive in an archive, and one that lies alone.
fn bench() -> Bench {
    let (one, other) = (drawn(1, 0.0), drawn(2, 0.0));
    let [brighter, turned, again] =
        [drawn(1, 9.0), drawn_as(1, 4.0, |x, y| (1.0 - x, y)), drawn(2, 7.0)];
    let blank = bitmap(|_, _| 128.0);
    let cut = &drawn(3, 0.0)[..9_000];
    let film = [b"\0\0\0\x18ftypisom\0\0\0\0isommp42".as_slice(), &[0; 200]].concat();
    let inner = archive(&[("deep/brighter.dat", &brighter), ("deep/turned.bmp", &turned)]);
    let outer = archive(&[
        ("in.zip", &inner),
        ("b/other.bmp", &other),
        ("b/again.bmp", &again),
        ("b/blank.bmp", &blank),
        ("b/cut.bmp", cut),
        ("b/film.mp4", &film),
        ("b/note.txt", b"neutral filler"),
    ]);
    let second = archive(&[("copy.bmp", &other), ("lone.bmp", &drawn(5, 0.0))]);
    let list = format!("pdq,category\n{},4\n{},5\n", code(&one), code(&drawn(40, 0.0)));
    let listing: String = (0..3)
        .map(|at| format!("0|/home/a/{at}.txt|12-128-1|r/rrwxrwxrwx|0|0|4096|0|1767225600|0|0\n"))
        .collect();
    let files: [(&str, &[u8]); 4] = [
        ("device.zip", &outer),
        ("second.zip", &second),
        ("loose.bmp", &drawn(1, 5.0)),
        ("listing.body", listing.as_bytes()),
    ];
    Bench::new(&files, &list)
}

#[test]
fn pictures_that_look_alike_are_found_where_they_lie_and_the_rest_is_told() {
    let bench = bench();
    let triage = bench.triage(&[]);
    for (locator, turn) in [
        ("in.zip!/deep/brighter.dat", Value::Null),
        ("in.zip!/deep/turned.bmp", "flip_y".into()),
        ("loose.bmp", Value::Null),
    ] {
        let one = file(&triage, locator);
        assert_eq!(one["verdict"], "near", "{one}");
        assert!(number(&one["distance"]) <= 31, "{one}");
        assert_eq!((&one["set"], &one["category"]), (&"looks".into(), &"4".into()), "{one}");
        let says = &one["says"][0];
        assert_eq!((&says["owner"], &says["by"][0]), (&"Unit A".into(), &"pdq".into()), "{one}");
        assert!(says["turn"] == turn || !turn.is_null() && says["turn"].is_string(), "{one}");
    }
    for (locator, verdict) in [
        ("b/other.bmp", "unknown"),
        ("b/blank.bmp", "unknown"),
        ("b/cut.bmp", "not_readable"),
        ("b/film.mp4", "not_decoded"),
        ("b/note.txt", "unknown"),
        ("device.zip", "unknown"),
    ] {
        assert_eq!(file(&triage, locator)["verdict"], verdict, "{locator}");
    }
    assert!(file(&triage, "b/blank.bmp")["set_aside"].is_string());
    assert_eq!(file(&triage, "b/cut.bmp")["why"].as_object().unwrap().len(), 1);
    assert_eq!(number(&triage["counts"]["near"]["files"]), 3);
    let counts = triage["counts"].as_object().unwrap().values();
    let all: u64 = counts.map(|count| number(&count["files"])).sum();
    assert_eq!(all, triage["files"].as_array().unwrap().len() as u64);
    // What was seen is kept, and says the same again; without pictures nothing is near.
    assert_eq!(bench.triage(&[])["files"], triage["files"]);
    let plain = bench.triage(&["--digests-only"]);
    assert_eq!(number(&plain["counts"]["near"]["files"]), 0, "{}", plain["counts"]);
    assert!(file(&plain, "b/cut.bmp")["why"].is_null());
    bench.on(&["verify"]).expect(0);
    let told = bench.on(&["--lang", "it", "triage", "--sets", text(&bench.sets)]).expect(0);
    assert!(told.stdout.contains("simile non vuol dire uguale"), "{}", told.stdout);
}

#[test]
fn one_decision_covers_a_group_and_nothing_that_comes_later() {
    let bench = bench();
    let said = bench.on(&["--lang", "it", "triage", "groups"]).expect(2).stderr;
    assert!(said.contains("non è ancora stato eseguito alcun triage"), "{said}");
    bench.triage(&[]);
    let groups = bench.on(&["triage", "groups", "--json"]).json();
    let alike =
        groups.as_array().unwrap().iter().find(|one| one["files"].as_array().unwrap().len() == 3);
    let alike = alike.unwrap_or_else(|| panic!("{groups}"));
    let name = alike["name"].as_str().unwrap();
    assert!(number(&alike["furthest"]) <= 31 && alike["decided"] == 0, "{alike}");
    // Files of which only a name is known are alike in nothing.
    for group in groups.as_array().unwrap() {
        let mut files = group["files"].as_array().unwrap().iter();
        assert!(files.all(|one| !one["sha256"].as_str().unwrap().is_empty()), "{group}");
    }
    for by in ["folder", "day", "camera", "file"] {
        let groups = bench.on(&["triage", "groups", "--by", by, "--least", "1", "--json"]).json();
        let files =
            groups.as_array().unwrap().iter().map(|one| one["files"].as_array().unwrap().len());
        println!(
            "{by}: {} groups of {} files",
            groups.as_array().unwrap().len(),
            files.sum::<usize>()
        );
    }
    bench.on(&["triage", "decide", name, "--as", "hand-over"]).expect(2);
    bench.on(&["triage", "decide", "near:EX-99/1", "--as", "relevant", "--reason", "r"]).expect(2);
    let decide =
        ["triage", "decide", name, "--as", "hand-over", "--reason", "nobody knows it", "--json"];
    let decided = bench.on(&decide).json();
    assert_eq!((number(&decided["number"]), decided["files"].as_array().unwrap().len()), (1, 3));
    let groups = bench.on(&["triage", "groups", "--json"]).json();
    let again = groups.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
    assert_eq!(number(&again["decided"]), 3);
    // A decision leaves no verdict changed, and one that is taken back covers nothing.
    assert_eq!(file(&bench.triage(&[]), "b/other.bmp")["verdict"], "unknown");
    bench
        .on(&["triage", "decide", name, "--as", "undecided", "--reason", "a second look"])
        .expect(0);
    let groups = bench.on(&["triage", "groups", "--json"]).json();
    assert!(groups.as_array().unwrap().iter().all(|one| one["decided"] == 0), "{groups}");
    // What was decided cannot be changed behind the log.
    let list = bench.case.join("decisions/D-1.json");
    let changed = std::fs::read_to_string(&list).unwrap().replace("hand_over", "set_aside");
    std::fs::write(&list, changed).unwrap();
    bench.on(&["triage", "groups"]).expect(4);
}

#[test]
fn contents_at_two_holders_are_told_with_who_had_them_first_only_where_it_can_be_said() {
    let bench = bench();
    bench.triage(&[]);
    let shared = bench.on(&["triage", "shared", "--json"]).json();
    let edges = shared["edges"].as_array().unwrap();
    let edge = edges.iter().find(|edge| number(&edge["same_bytes"]) == 1);
    assert!(edge.is_some(), "{shared}");
    for content in shared["contents"].as_array().unwrap() {
        assert!(content["holdings"].as_array().unwrap().len() > 1, "{content}");
        assert!(content["first"].is_null() == content["unsaid"].is_string(), "{content}");
    }
}

#[test]
fn a_file_is_opened_with_role_and_reason_logged_first_and_never_shown() {
    let bench = bench();
    let triage = bench.triage(&[]);
    let record = &file(&triage, "in.zip!/deep/turned.bmp")["record"];
    let name = format!("{}/{}", record["exhibit"].as_str().unwrap(), number(&record["row"]));
    let to = bench.case.join("../out.bmp");
    let open = ["triage", "open", &name, "--to", text(&to)];
    bench.on(&open).expect(2);
    bench.on(&[&open[..], &["--role", "examiner"]].concat()).expect(2);
    assert!(!to.exists());
    let full = [&open[..], &["--role", "examiner", "--reason", "to compare by eye"]].concat();
    bench.on(&full).expect(0);
    assert_eq!(std::fs::read(&to).unwrap(), drawn_as(1, 4.0, |x, y| (1.0 - x, y)));
    // A file that stands there already is not written over.
    bench.on(&full).code(&[2, 70]);
    let loose = bench.case.join("../loose.out");
    let exhibit = file(&triage, "loose.bmp")["exhibit"].as_str().unwrap();
    let args =
        ["triage", "open", exhibit, "--to", text(&loose), "--role", "expert", "--reason", "r"];
    bench.on(&args).expect(0);
    assert_eq!(std::fs::read(&loose).unwrap(), drawn(1, 5.0));
    bench.on(&["verify"]).expect(0);
}

#[test]
fn the_frames_of_films_are_compared_where_the_unit_has_a_decoder() {
    let decoder = Path::new("/usr/bin/ffmpeg");
    let film = casetest::real::path("hashing/vpdq/pattern-sd-grey-bar.mp4");
    let frames = casetest::real::path("hashing/vpdq/pattern-sd-grey-bar.vpdq.txt");
    let (Some(film), Some(frames)) = (film, frames) else { return };
    if !decoder.exists() {
        println!("skipped: no {}", decoder.display());
        return;
    }
    let film = std::fs::read(film).unwrap();
    let frames = std::fs::read_to_string(frames).unwrap();
    let codes: String = frames
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[1].parse::<u8>().unwrap() >= 50).then(|| format!("{},3\n", cells[2]))
        })
        .collect();
    let cut = &film[..film.len() / 3];
    let device = archive(&[("clips/one.mp4", &film), ("clips/cut.mp4", cut)]);
    let files: [(&str, &[u8]); 2] = [("device.zip", &device), ("alone.mp4", &film)];
    let bench = Bench::new(&files, &format!("pdq,category\n{codes}"));
    let plain = bench.triage(&[]);
    assert_eq!(file(&plain, "alone.mp4")["verdict"], "not_decoded");
    let triage = bench.triage(&["--decoder", text(decoder)]);
    for locator in ["alone.mp4", "clips/one.mp4"] {
        let one = file(&triage, locator);
        assert_eq!((&one["verdict"], &one["category"]), (&"near".into(), &"3".into()), "{one}");
        let film = &one["film"];
        assert!(number(&film["matched"]) * 2 > number(&film["frames"]), "{film}");
    }
    let cut = file(&triage, "clips/cut.mp4");
    assert!(cut["verdict"] == "not_decoded" || cut["film"].is_object(), "{cut}");
    println!("{cut}");
}

#[test]
fn what_is_handed_over_is_a_task_until_it_has_left_and_the_report_counts_it_all() {
    let bench = bench();
    bench.triage(&[]);
    let to = bench.case.join("../unknown.json");
    let export = [
        "export",
        "vics",
        "--to",
        text(&to),
        "--recipient",
        "Unit B",
        "--purpose",
        "identification",
    ];
    bench.on(&export).expect(2);
    let groups = bench.on(&["triage", "groups", "--json"]).json();
    let name = groups[0]["name"].as_str().unwrap();
    let files = groups[0]["files"].as_array().unwrap().len();
    let decide = ["triage", "decide", name, "--as", "hand-over", "--reason", "nobody knows it"];
    bench.on(&decide).expect(0);
    let tasks = || bench.on(&["status", "--json"]).json()["tasks"].clone();
    assert_eq!(tasks()[0]["kind"], "safeguarding");
    let manifest = bench.on(&[&export[..], &["--json"]].concat()).json();
    assert_eq!(number(&manifest["files"]), files as u64);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&to).unwrap()).unwrap();
    assert_eq!(number(&written["value"][0]["TotalMediaFiles"]), files as u64);
    assert!(tasks().as_array().unwrap().iter().all(|task| task["kind"] != "safeguarding"));
    bench.on(&["build", "--quiet"]).expect(0);
    bench.on(&["report", "--quiet"]).expect(0);
    let report = std::fs::read_to_string(bench.case.join("report/report.en.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let near = report["triage"]["facts"]["matches"].as_array().unwrap().iter();
    assert_eq!(
        near.map(|one| number(&one["near"]["files"])).sum::<u64>(),
        3,
        "{}",
        report["triage"]
    );
    bench.on(&["verify"]).expect(0);
    // Other tables than those that were judged make another case of it.
    let more = bench.case.join("../more.zip");
    std::fs::write(&more, archive(&[("new.txt", b"filler")])).unwrap();
    bench.on(&["ingest", text(&more)]).code(&[0, 3]);
    bench.on(&["build", "--quiet"]).expect(0);
    bench.on(&["report", "--quiet"]).expect(2);
}
