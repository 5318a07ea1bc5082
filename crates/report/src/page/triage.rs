//! What known sets say of the files: counts by device, by set and by category, who decided what, and
//! beside them what this cannot show. No picture, and no path but in the cited rows.

use model::{ExhibitId, Value};

use super::lines;
use super::table::Table;
use super::voice::{Fill, Voice, code, link, stated};
use crate::html::{Element, Node, el};
use crate::input::{SetFacts, SetMatch, TriageFacts, Verdict};
use crate::outline::{FindingView, TriageView};

/// The anchor of the section.
pub(super) const ANCHOR: &str = "triage";

/// What comparing digests cannot show, by key.
const CANNOT_SHOW: &[&str] = &[
    "triage-cannot-good",
    "triage-cannot-owner",
    "triage-cannot-unknown",
    "triage-cannot-deleted",
    "triage-cannot-packed",
];

/// The same of comparing pictures.
const CANNOT_SHOW_ALIKE: &str = "triage-cannot-alike";

/// What is left unexamined, with the verdict that counts it.
const UNEXAMINED: &[(Verdict, &str)] = &[
    (Verdict::NotReadable, "triage-unexamined-not-readable"),
    (Verdict::NoDigest, "triage-unexamined-no-digest"),
    (Verdict::NotDecoded, "triage-unexamined-not-decoded"),
];

/// The keys of what cannot be shown, as far as it was tried.
pub(crate) fn cannot_show(facts: &TriageFacts) -> impl Iterator<Item = &'static str> {
    let alike = facts.near.is_some().then_some(CANNOT_SHOW_ALIKE);
    CANNOT_SHOW.iter().copied().chain(alike)
}

/// Writes the section among the findings.
pub(super) fn write(voice: &Voice<'_>, view: &TriageView<'_>) -> Element {
    let facts = view.facts;
    let title = |key: &str| el("h4").with(voice.say(key));
    let limits = cannot_show(facts).map(|key| el("li").with(voice.say(key)));
    el("section")
        .class("question")
        .id(ANCHOR)
        .with(el("h3").with(format!("4.{} ", view.number)).with(voice.say("triage-title")))
        .with(el("p").with(tally(voice, facts)))
        .with(el("p").with(voice.say("triage-note")))
        .with(run(voice, facts))
        .with(el("p").with(compared(voice, facts)))
        .with(sets(voice, &facts.sets))
        .with(counts(voice, facts))
        .with(title("triage-cannot-title"))
        .with(el("ul").each(limits))
        .with(matches(voice, facts))
        .each(view.findings.iter().map(|finding| write_finding(voice, finding)))
        .with(title("triage-not-readable-title"))
        .with(reasons(voice, facts))
        .with(title("triage-decisions-title"))
        .with(el("p").with(undecided(voice, facts)))
        .each(decisions(voice, facts))
        .each(openings(voice, facts))
}

/// How the files were judged, as one sentence.
pub(super) fn tally(voice: &Voice<'_>, facts: &TriageFacts) -> String {
    let files = |verdict| Value::Count(facts.total(verdict).0);
    let values = [
        ("listed", files(Verdict::Listed)),
        ("near", files(Verdict::Near)),
        ("known", files(Verdict::KnownGood)),
        ("unknown", files(Verdict::Unknown)),
    ];
    voice.say_with("triage-tally", &values)
}

/// What of the files was not examined, each as one sentence.
pub(super) fn unexamined(voice: &Voice<'_>, view: &TriageView<'_>) -> Vec<Element> {
    let of = |(verdict, key): &(Verdict, &str)| {
        let (files, _) = view.facts.total(*verdict);
        let values = [("files", Value::Count(files))];
        (files > 0).then(|| {
            let place = link(ANCHOR, format!("4.{}", view.number));
            el("li").with(place).with(": ").with(voice.say_with(key, &values))
        })
    };
    UNEXAMINED.iter().filter_map(of).collect()
}

fn run(voice: &Voice<'_>, facts: &TriageFacts) -> Element {
    let at: Fill = voice.moment(facts.at_us).into();
    // A number and no count: generations are not grouped in thousands.
    let generation: Fill = facts.generation.to_string().into();
    let (key, by) = match &facts.by {
        Some(by) => ("triage-run-by", Some(("by", Fill::from(stated(by))))),
        None => ("triage-run", None),
    };
    let fills = [("at", at), ("generation", generation)].into_iter().chain(by);
    el("p").each(voice.nodes(key, fills))
}

fn compared(voice: &Voice<'_>, facts: &TriageFacts) -> String {
    let Some(near) = &facts.near else { return voice.say("triage-digests-alone") };
    let bits = |bits: u32| Value::Count(u64::from(bits));
    let values = [("distance", bits(near.distance_max)), ("quality", bits(near.quality_min))];
    voice.say_with("triage-alike", &values)
}

fn sets(voice: &Voice<'_>, sets: &[SetFacts]) -> Element {
    if sets.is_empty() {
        return el("p").class("none").with(voice.say("triage-sets-none"));
    }
    let mut table = Table::new(voice.say("triage-sets-caption"))
        .text(voice.say("triage-column-set"))
        .text(voice.say("triage-column-owner"))
        .text(voice.say("column-version"))
        .text(voice.say("triage-column-licence"))
        .text(voice.say("column-kind"))
        .text(voice.say("triage-column-scheme"))
        .number(voice.say("column-rows"))
        .text(voice.say("triage-column-source"))
        .dense();
    for set in sets {
        table.row(vec![
            stated(&set.name).into(),
            stated(&set.owner).into(),
            stated(&set.version).into(),
            stated(&set.licence).into(),
            voice.say(set.kind.key()).into(),
            stated_or_dash(&set.scheme),
            voice.count(set.rows).into(),
            code(&set.source.to_string()).into(),
        ]);
    }
    table.finish()
}

fn stated_or_dash(text: &str) -> Node {
    if text.is_empty() { "–".into() } else { stated(text).into() }
}

fn counts(voice: &Voice<'_>, facts: &TriageFacts) -> Element {
    let mut table = Table::new(voice.say("triage-counts-caption"))
        .text(voice.say("column-exhibit"))
        .text(voice.say("triage-column-verdict"))
        .number(voice.say("triage-column-files"))
        .number(voice.say("triage-column-bytes"));
    let row = |first: Node, verdict: Verdict, files, bytes| {
        let verdict = voice.say(verdict.key()).into();
        vec![first, verdict, voice.count(files).into(), voice.count(bytes).into()]
    };
    for count in &facts.counts {
        table.row(row(exhibit(count.exhibit), count.verdict, count.files, count.bytes));
    }
    for verdict in Verdict::ALL {
        let (files, bytes) = facts.total(verdict);
        table.row(row(voice.say("triage-all-exhibits").into(), verdict, files, bytes));
    }
    table.finish()
}

fn exhibit(id: ExhibitId) -> Node {
    link(&id.to_string(), id.to_string()).into()
}

fn matches(voice: &Voice<'_>, facts: &TriageFacts) -> Element {
    if facts.matches.is_empty() {
        return el("p").class("none").with(voice.say("triage-matches-none"));
    }
    let mut table = Table::new(voice.say("triage-matches-caption"))
        .text(voice.say("triage-column-set"))
        .text(voice.say("triage-column-category"))
        .text(voice.say("triage-column-scheme"))
        .number(voice.say("triage-column-listed"))
        .number(voice.say("triage-column-bytes"))
        .number(voice.say("triage-column-near"))
        .number(voice.say("triage-column-distance"))
        .text(voice.say("triage-column-exhibits"))
        .dense();
    for found in &facts.matches {
        let set = facts.sets.iter().find(|set| set.name == found.set);
        let distance: Node = match found.near.files {
            0 => "–".into(),
            _ => voice.count(u64::from(found.near.largest)).into(),
        };
        table.row(vec![
            stated(&found.set).into(),
            stated_or_dash(&found.category),
            stated_or_dash(set.map_or("", |set| set.scheme.as_str())),
            voice.count(found.listed.files).into(),
            voice.count(found.listed.bytes).into(),
            voice.count(found.near.files).into(),
            distance,
            exhibits(found),
        ]);
    }
    table.finish()
}

/// The exhibits in which files of a set were found, each once.
fn exhibits(found: &SetMatch) -> Node {
    let mut all: Vec<ExhibitId> =
        found.listed.exhibits.iter().chain(&found.near.exhibits).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut nodes = Vec::new();
    for id in all {
        if !nodes.is_empty() {
            nodes.push(", ".into());
        }
        nodes.push(exhibit(id));
    }
    nodes.into()
}

fn write_finding(voice: &Voice<'_>, view: &FindingView<'_>) -> Element {
    let heading = el("h4").with(voice.say("finding-word")).with(format!(" {}", view.number));
    let listed = [("listed", lines::count(view.listed.len()))];
    el("article")
        .class("finding")
        .id(view.anchor.as_str())
        .with(heading)
        .with(lines::sentence(voice, &view.statement, view))
        .with(super::findings::against(voice, view))
        .with(lines::rows_after(view, voice.say_with("triage-rows", &listed)))
}

fn reasons(voice: &Voice<'_>, facts: &TriageFacts) -> Element {
    if facts.not_readable.is_empty() {
        return el("p").class("none").with(voice.say("triage-not-readable-none"));
    }
    let mut table = Table::new(voice.say("triage-not-readable-caption"))
        .text(voice.say("triage-column-reason"))
        .number(voice.say("triage-column-files"));
    for reason in &facts.not_readable {
        table.row(vec![voice.phrase(&reason.reason).into(), voice.count(reason.files).into()]);
    }
    table.finish()
}

fn undecided(voice: &Voice<'_>, facts: &TriageFacts) -> String {
    let values = [
        ("groups", Value::Count(facts.undecided.groups)),
        ("files", Value::Count(facts.undecided.files)),
    ];
    voice.say_with("triage-undecided", &values)
}

fn decisions(voice: &Voice<'_>, facts: &TriageFacts) -> Vec<Element> {
    if facts.decisions.is_empty() {
        return vec![el("p").class("none").with(voice.say("triage-decisions-none"))];
    }
    let covered: u64 = facts.decisions.iter().map(|decision| decision.files).sum();
    let opened: u64 = facts.decisions.iter().map(|decision| decision.opened).sum();
    let values = [
        ("files", Value::Count(covered)),
        ("unopened", Value::Count(covered.saturating_sub(opened))),
    ];
    let mut table = Table::new(voice.say("triage-decisions-caption"))
        .text(voice.say("column-when"))
        .text(voice.say("column-who"))
        .text(voice.say("column-about"))
        .text(voice.say("column-decided"))
        .number(voice.say("triage-column-files"))
        .number(voice.say("triage-column-opened"))
        .text(voice.say("triage-column-entry"))
        .dense();
    for decision in &facts.decisions {
        let entry: Node = match decision.entry {
            Some(entry) => entry.to_string().into(),
            None => voice.say("not-stated").into(),
        };
        table.row(vec![
            voice.instant(decision.at_us).into(),
            stated(&decision.by).into(),
            stated(&decision.about).into(),
            stated(&decision.decided).into(),
            voice.count(decision.files).into(),
            voice.count(decision.opened).into(),
            entry,
        ]);
    }
    vec![el("p").with(voice.say_with("triage-decided", &values)), table.finish()]
}

fn openings(voice: &Voice<'_>, facts: &TriageFacts) -> Vec<Element> {
    if facts.openings.is_empty() {
        return vec![el("p").class("none").with(voice.say("triage-openings-none"))];
    }
    let opened = facts.openings.iter().map(|opening| opening.files).sum();
    let values = [("files", Value::Count(opened))];
    let mut table = Table::new(voice.say("triage-openings-caption"))
        .text(voice.say("triage-column-role"))
        .text(voice.say("triage-column-reason"))
        .number(voice.say("triage-column-files"));
    for opening in &facts.openings {
        table.row(vec![
            stated(&opening.role).into(),
            stated(&opening.reason).into(),
            voice.count(opening.files).into(),
        ]);
    }
    vec![el("p").with(voice.say_with("triage-opened", &values)), table.finish()]
}
