//! What known sets say of the files: counts that add up, sentences with their records, and beside
//! them what they cannot show.

use std::collections::BTreeSet;

use model::record::Kind;
use model::{Digest, ExhibitId, Locator, Phrase, Place, RecordRef, say};
use serde_json::Value;

use super::sample::{self, HOSTILE, at};
use crate::input::*;
use crate::{Lang, ROWS_PER_FINDING_MAX, ReportInput, build};

/// Monday, 2 February 2026, 09:00 UTC.
const RUN_US: i64 = 1_770_022_800_000_000;

/// The exhibit with the files.
const PHONE: u32 = 3;

fn file(row: u64) -> CitedRecord {
    let raw = format!("{row}|/DCIM/{row}.jpg|r/r|18204");
    let place =
        Place { row, bytes_start: 40 * row, bytes_len: raw.len() as u64, ..Place::default() };
    CitedRecord {
        kind: Kind::Media,
        locator: Locator { exhibit: ExhibitId(PHONE), place },
        fields: vec![("path".to_owned(), format!("/DCIM/{row}.jpg"))],
        quote: Quote::of_bytes(raw.as_bytes(), Digest([1; 32])),
    }
}

fn set(name: &str, kind: SetKind, scheme: &str) -> SetFacts {
    SetFacts {
        name: name.to_owned(),
        owner: format!("owner of {name}"),
        version: "2026-01".to_owned(),
        licence: "for this unit".to_owned(),
        kind,
        scheme: scheme.to_owned(),
        rows: 186_419,
        source: Digest([9; 32]),
    }
}

fn records(rows: std::ops::RangeInclusive<u64>) -> Vec<RecordRef> {
    rows.map(|row| at(PHONE, row)).collect()
}

fn matches() -> Vec<SetMatch> {
    let listed = ListedFiles {
        files: 150,
        bytes: 2_730_600,
        exhibits: vec![ExhibitId(PHONE)],
        records: records(1001..=1150),
        deleted: records(1002..=1003),
        deleted_files: 2,
        contradicted: records(1004..=1004),
        contradicted_files: 1,
    };
    let near = NearFiles {
        files: 3,
        largest: 24,
        exhibits: vec![ExhibitId(PHONE)],
        records: records(1201..=1203),
    };
    let plain =
        ListedFiles { files: 1, bytes: 44, exhibits: vec![ExhibitId(1)], ..ListedFiles::default() };
    let of = |set: &str, category: &str, listed, near| SetMatch {
        set: set.to_owned(),
        category: category.to_owned(),
        listed,
        near,
    };
    vec![of("unit list", "2", listed, near), of("other list", "", plain, NearFiles::default())]
}

fn facts() -> TriageFacts {
    let count = |exhibit, verdict, files, bytes| VerdictCount {
        exhibit: ExhibitId(exhibit),
        verdict,
        files,
        bytes,
    };
    TriageFacts {
        by: Some("isp. A. Prova".to_owned()),
        at_us: RUN_US,
        generation: 1_012,
        sets: vec![
            set("unit list", SetKind::Listed, "projectvic-uk"),
            set("other list", SetKind::Listed, ""),
            set("published", SetKind::KnownGood, ""),
        ],
        near: Some(NearFacts { distance_max: 31, quality_min: 50 }),
        counts: vec![
            count(1, Verdict::Listed, 1, 44),
            count(PHONE, Verdict::Listed, 150, 2_730_600),
            count(PHONE, Verdict::Near, 3, 54_612),
            count(PHONE, Verdict::KnownGood, 12_000, 9_000_000),
            count(PHONE, Verdict::Unknown, 31_847, 88_000_000),
            count(PHONE, Verdict::NotReadable, 7, 1_400),
            count(PHONE, Verdict::NotDecoded, 12, 640_000_000),
        ],
        matches: matches(),
        not_readable: vec![
            ReasonCount { reason: say::is_encrypted(), files: 5 },
            ReasonCount { reason: Phrase::from_text("unexpected end"), files: 2 },
        ],
        undecided: GroupCount { groups: 41, files: 903 },
        decisions: vec![FilesDecision {
            about: "G-12".to_owned(),
            files: 37,
            opened: 2,
            decided: HOSTILE.to_owned(),
            by: "isp. A. Prova".to_owned(),
            at_us: RUN_US + 3_600_000_000,
            entry: Some(322),
        }],
        openings: vec![Opening {
            role: "examiner".to_owned(),
            reason: "two of the group compared".to_owned(),
            files: 2,
        }],
    }
}

/// The sample with files compared.
pub(super) fn input() -> ReportInput {
    let mut input = sample::input();
    let facts = facts();
    for record in facts.records() {
        input.cited.insert(record, file(record.row));
    }
    input.triage = Some(facts);
    input
}

fn html(lang: Lang) -> String {
    build(&input(), lang).unwrap().html
}

fn json(lang: Lang) -> Value {
    serde_json::from_str(&build(&input(), lang).unwrap().json).unwrap()
}

/// The text of the section, without its markup; a line for each row, sentence and heading.
fn section(html: &str) -> String {
    let start = html.find("<section class=\"question\" id=\"triage\">").unwrap();
    let end = start + html[start..].find("</section>").unwrap();
    let mut text = String::new();
    let mut in_tag = false;
    let marked = html[start..end].replace("</td>", " | ").replace("</th>", " | ");
    for c in marked.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let lines = text.lines().map(|line| line.trim().replace('\u{a0}', " "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_section_says_counts_owners_limits_and_decisions() {
    insta::assert_snapshot!("triage_en", section(&html(Lang::En)));
    insta::assert_snapshot!("triage_it", section(&html(Lang::It)));
}

#[test]
fn a_report_without_it_says_nothing_of_it() {
    for lang in Lang::ALL {
        let report = build(&sample::input(), lang).unwrap();
        assert!(!report.html.contains("id=\"triage\"") && !report.html.contains("#triage"));
        assert!(!report.json.contains("\"triage\":"));
    }
}

#[test]
fn every_link_of_it_has_its_anchor() {
    for lang in Lang::ALL {
        let html = html(lang);
        let values = |name: &str| -> Vec<String> {
            let open = format!(" {name}=\"");
            let rest = html.split(&open).skip(1);
            rest.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = values("id");
        let known: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "an anchor stands twice");
        for link in values("href") {
            assert!(known.contains(&link[1..].to_owned()), "{link} leads nowhere");
        }
    }
}

#[test]
fn every_sentence_of_it_leads_to_a_row_and_the_rows_have_an_end() {
    let report = json(Lang::En);
    let findings = report["triage"]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2, "an exhibit that is itself listed has no record to cite");
    for finding in findings {
        for part in ["contrary", "alternatives"] {
            assert!(!finding[part].as_array().unwrap().is_empty(), "nothing stands beside it");
        }
        assert!(finding.get("strength").is_none());
    }
    let list = usize::try_from(findings[0]["records"].as_u64().unwrap()).unwrap();
    assert_eq!(report["record_lists"][list].as_array().unwrap().len(), ROWS_PER_FINDING_MAX);
    assert_eq!(findings[0]["statement"]["class"], "fact");
    assert_eq!(findings[1]["statement"]["class"], "assessment");
    assert_eq!(facts().records().collect::<BTreeSet<_>>().len(), ROWS_PER_FINDING_MAX + 3);
    let html = html(Lang::En);
    assert!(html.contains("id=\"EX-3-r1100\"") && !html.contains("id=\"EX-3-r1101\""));
}

#[test]
fn page_and_json_state_the_same_numbers() {
    let report = json(Lang::It);
    let stated = &report["triage"]["facts"];
    assert_eq!((&stated["generation"], &stated["by"]), (&1_012.into(), &"isp. A. Prova".into()));
    assert_eq!(stated["counts"][4]["verdict"], "unknown");
    assert_eq!(stated["counts"][4]["files"], 31_847);
    assert_eq!(stated["matches"][0]["near"]["largest"], 24);
    assert_eq!(stated["matches"][0]["listed"]["deleted"][0], "EX-3/1002");
    assert_eq!(report["triage"]["cannot_show"].as_array().unwrap().len(), 6);
    let text = section(&html(Lang::It));
    for number in ["31.847", "88.000.000", "12.000", "186.419", "903"] {
        assert!(text.contains(number), "{number}");
    }
}

#[test]
fn what_speaks_against_it_is_collected_and_what_was_left_is_named() {
    let html = html(Lang::En);
    let collected = html.find("id=\"contrary\"").unwrap();
    let methods = html.find("id=\"methods\"").unwrap();
    let part = &html[collected..methods];
    for words in ["rests on the word of the owner", "a plain surface", "could not be read"] {
        assert!(part.contains(words), "{words}");
    }
    assert!(part.contains("12 films were"), "films are not named");
    let people = &html[html.find("id=\"people\"").unwrap()..];
    assert!(people.contains("Decisions on files stand in <a href=\"#triage\">4.3</a>"));
    let answers = html.find("id=\"answers\"").unwrap();
    let material = html.find("id=\"material\"").unwrap();
    assert!(html[answers..material].contains("listed: 151"), "no answer on the one page");
}

#[test]
fn digests_alone_claim_nothing_of_looks() {
    let mut input = input();
    let facts = input.triage.as_mut().unwrap();
    (facts.near, facts.by) = (None, None);
    facts.matches[0].near = NearFiles::default();
    let html = build(&input, Lang::En).unwrap().html;
    assert!(html.contains("whether pictures look alike was not asked"));
    assert!(html.contains("who made it is not logged"));
    assert!(!html.contains("Alike is not the same"));
}

#[test]
fn counts_that_do_not_add_up_stop_the_report() {
    let refused = |change: &dyn Fn(&mut TriageFacts)| {
        let mut input = input();
        change(input.triage.as_mut().unwrap());
        build(&input, Lang::En).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&|facts| facts.not_readable[0].files = 6),
        "REP-011 in the comparison with known sets: 7 files are not readable, and reasons stand \
         for 8; count the files again"
    );
    assert!(refused(&|facts| facts.matches[0].set.clear()).contains("none of the sets"));
    assert!(refused(&|facts| facts.matches[0].near.largest = 32).contains("was not asked for"));
    assert!(refused(&|facts| facts.near = None).contains("was not asked for"));
    assert!(refused(&|facts| facts.decisions[0].opened = 38).contains("decision on `G-12`"));
    let mut input = input();
    input.cited.remove(&at(PHONE, 1003));
    let error = build(&input, Lang::En).unwrap_err().to_string();
    assert!(error.starts_with("REP-004 at triage finding `unit list · 2 · listed`"), "{error}");
}

#[test]
fn what_a_person_wrote_is_shown_and_inert() {
    for lang in Lang::ALL {
        let html = html(lang);
        assert!(!html.contains("<script") && !html.contains('\u{202e}'));
        assert!(section(&html).contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
}
