//! What the page holds, read from its text.

use std::collections::BTreeSet;

use super::sample::{HOSTILE, input};
use crate::{Lang, ROWS_PER_FINDING_MAX, build};

fn html(lang: Lang) -> String {
    build(&input(), lang).unwrap().html
}

fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let open = format!(" {name}=\"");
    html.split(&open).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn two_builds_are_equal_byte_for_byte() {
    for lang in Lang::ALL {
        assert_eq!(build(&input(), lang).unwrap(), build(&input(), lang).unwrap());
    }
}

#[test]
fn every_link_has_its_anchor_and_every_anchor_is_unique() {
    for lang in Lang::ALL {
        let html = html(lang);
        let ids = attributes(&html, "id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "an anchor stands twice");
        let links = attributes(&html, "href");
        assert!(links.len() > 300, "{}", links.len());
        for link in links {
            let anchor = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leaves the page"));
            assert!(known.contains(anchor), "{link} leads nowhere");
        }
        for label in attributes(&html, "aria-labelledby").iter().flat_map(|ids| ids.split(' ')) {
            assert!(known.contains(label), "{label} labels nothing");
        }
    }
}

#[test]
fn the_sections_stand_in_the_order_of_the_report() {
    for lang in Lang::ALL {
        let html = html(lang);
        let order = [
            "reading",
            "questions",
            "answers",
            "material",
            "findings",
            "contrary",
            "methods",
            "custody",
            "people",
            "annex-rows",
            "annex-figures",
            "annex-clocks",
            "annex-glossary",
            "annex-software",
            "annex-disclosure",
        ];
        let places = order.map(|id| html.find(&format!("<section id=\"{id}\"")).unwrap());
        assert!(places.is_sorted());
    }
}

#[test]
fn hostile_text_of_an_exhibit_is_shown_and_inert() {
    for lang in Lang::ALL {
        let html = html(lang);
        assert!(!html.contains("<script"));
        assert!(!html.contains("<svg onload"));
        assert!(!html.contains('\u{202e}'), "the direction of writing was turned");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(html.contains(r"\u{202e}"));
        assert!(HOSTILE.contains('\u{202e}'));
        for tag in
            ["<img", "<link", "<iframe", "<object", "<form", "<base", " style=", "url(", "@import"]
        {
            assert!(!html.contains(tag), "{tag}");
        }
    }
}

#[test]
fn facts_and_assessments_are_marked_apart() {
    let html = html(Lang::En);
    let class_before = |place: usize| {
        let start = html[..place].rfind("<p class=\"sentence ").unwrap_or(0);
        html[start..].split('"').nth(1).unwrap().to_owned()
    };
    let body = html.find("id=\"findings\"").unwrap();
    let in_findings = |words: &str| body + html[body..].find(words).unwrap();
    assert_eq!(class_before(in_findings(" paid <")), "sentence fact");
    assert_eq!(class_before(in_findings("fall from")), "sentence assessment");
    assert_eq!(class_before(in_findings("Regular support")), "sentence assessment");
}

#[test]
fn every_sentence_of_a_finding_leads_to_a_row() {
    for lang in Lang::ALL {
        let html = html(lang);
        let sentences = html.matches("<p class=\"sentence ").count();
        let examples = 2;
        let sources: Vec<&str> = html.split("<span class=\"sources\">").skip(1).collect();
        assert_eq!(sources.len(), sentences - examples);
        for source in sources {
            assert!(source.starts_with("[<a href=\"#EX-"), "{source:.60}");
        }
    }
}

#[test]
fn a_large_support_is_listed_in_part_and_the_total_is_said() {
    let html = html(Lang::En);
    let start = html.find("id=\"F-1-1-rows\"").unwrap();
    let rows = &html[start..start + html[start..].find("</p>").unwrap()];
    assert!(rows.contains("It rests on 188 records. 100 of them are listed"), "{rows}");
    assert_eq!(rows.matches("<a href=").count(), ROWS_PER_FINDING_MAX);
}

#[test]
fn what_all_rows_of_a_table_state_alike_is_said_once_and_no_row_is_large() {
    for lang in Lang::ALL {
        let html = html(lang);
        let annex = &html[html.find("id=\"annex-rows\"").unwrap()..];
        let annex = &annex[..annex.find("</section>").unwrap()];
        let rows = annex.matches("<tr id=\"EX-").count();
        assert!(rows > 100 && annex.len() < rows * 700, "{} bytes, {rows} rows", annex.len());
        let alike = annex.matches("<p class=\"fields\">").count();
        assert!((1..=annex.matches("<caption>").count()).contains(&alike), "{alike}");
    }
}

#[test]
fn what_speaks_against_stands_beside_its_finding_and_collected() {
    let html = html(Lang::En);
    let body = html.find("id=\"findings\"").unwrap();
    let collected = html.find("id=\"contrary\"").unwrap();
    let methods = html.find("id=\"methods\"").unwrap();
    let sentence = "of the transfers fall within two days";
    assert_eq!(html[body..collected].matches(sentence).count(), 2);
    assert_eq!(html[collected..methods].matches(sentence).count(), 2);
    assert!(html[collected..methods].contains("ANA-906"), "a question not asked is not named");
    assert!(html[collected..methods].contains("not recognised, not read"));
}

#[test]
fn an_empty_case_says_that_there_is_nothing() {
    let mut input = input();
    input.asked.clear();
    input.cited.clear();
    input.exhibits.clear();
    input.coverage.clear();
    input.clocks.clear();
    input.decisions.clear();
    let html = build(&input, Lang::It).unwrap().html;
    for words in ["Nessun quesito", "Nessun reperto", "Non risulta alcuna decisione"] {
        assert!(html.contains(words), "{words}");
    }
}
