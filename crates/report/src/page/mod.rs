//! The page: one self-contained HTML file without script, in the order a prosecutor reads.

mod annex_figures;
mod annex_lists;
mod annex_rows;
mod answers;
mod contrary;
mod cover;
mod custody;
mod findings;
mod lines;
mod material;
mod methods;
mod people;
mod questions;
mod reading;
mod strength;
mod table;
mod triage;
mod voice;

use crate::error::ReportError;
use crate::html::{Element, el, style};
use crate::outline::Outline;
use voice::{Voice, link};

pub(crate) use lines::record_anchor;
pub(crate) use methods::CardTexts;
pub(crate) use table::Table;
pub(crate) use triage::cannot_show;
pub(crate) use voice::{Voice as PageVoice, stated};

/// The style sheet, printed into the page.
const STYLE: &str = include_str!("style.css");

/// Nothing is loaded, nothing is run; style stands in the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// A section: its anchor, the key of its heading, and what writes it.
type Section = (&'static str, &'static str, fn(&Voice<'_>, &Outline<'_>) -> Vec<Element>);

/// The sections in the order of the report.
const SECTIONS: &[Section] = &[
    ("reading", "section-reading", reading::write),
    ("questions", "section-questions", questions::write),
    ("answers", "section-answers", answers::write),
    ("material", "section-material", material::write),
    ("findings", "section-findings", findings::write),
    ("contrary", "section-contrary", contrary::write),
    ("methods", "section-methods", methods::write),
    ("custody", "section-custody", custody::write),
    ("people", "section-people", people::write),
    ("annex-rows", "section-annex-rows", annex_rows::write),
    ("annex-figures", "section-annex-figures", annex_figures::write),
    ("annex-clocks", "section-annex-clocks", annex_lists::clocks),
    ("annex-glossary", "section-annex-glossary", annex_lists::glossary),
    ("annex-software", "section-annex-software", annex_lists::software),
    ("annex-disclosure", "section-annex-disclosure", annex_lists::disclosures),
];

/// Writes the page.
pub(crate) fn write(outline: &Outline<'_>) -> Result<String, ReportError> {
    let voice = Voice::of(outline);
    let sections = SECTIONS.iter().map(|(anchor, heading, body)| {
        el("section")
            .id(*anchor)
            .attr("aria-labelledby", format!("{anchor}-heading"))
            .with(el("h2").id(format!("{anchor}-heading")).with(voice.say(heading)))
            .each(body(&voice, outline))
    });
    let main = el("main").id("main").with(cover::write(&voice)).with(contents(&voice));
    let main = main.each(sections);
    let skip = link("main", voice.say("skip-link")).class("skip");
    let body = el("body").with(skip).with(main).with(footer(&voice));
    let lang = outline.printer.lang().code();
    let html = el("html").attr("lang", lang).with(head(&voice)).with(body);
    voice.finish()?;
    Ok(html.document())
}

fn head(voice: &Voice<'_>) -> Element {
    let meta =
        |name: &'static str, content: &str| el("meta").attr("name", name).attr("content", content);
    let policy = el("meta").attr("http-equiv", "Content-Security-Policy").attr("content", POLICY);
    el("head")
        .with(el("meta").attr("charset", "utf-8"))
        .with(policy)
        .with(meta("viewport", "width=device-width, initial-scale=1"))
        .with(meta("color-scheme", "light dark"))
        .with(meta("referrer", "no-referrer"))
        .with(meta("robots", "noindex"))
        .with(meta("generator", concat!("tutela ", env!("CARGO_PKG_VERSION"))))
        .with(el("title").with(format!("{} · {}", voice.input.case.id, voice.say("report-title"))))
        .with(style(STYLE))
}

fn contents(voice: &Voice<'_>) -> Element {
    let items =
        SECTIONS.iter().map(|(anchor, heading, _)| el("li").with(link(anchor, voice.say(heading))));
    el("nav")
        .class("contents")
        .attr("aria-labelledby", "contents-heading")
        .with(el("h2").id("contents-heading").with(voice.say("contents")))
        .with(el("ul").each(items))
}

fn footer(voice: &Voice<'_>) -> Element {
    el("footer").with(el("p").with(voice.say("footer-innocence")))
}
