//! Figures: drawn as SVG inside the page, each with a title, units, words for those who do not see
//! it, and its numbers as a table in the annex. They stay legible when printed in grey: no meaning
//! hangs on a hue alone.

mod axes;
mod flows;
mod lag_curve;
mod network;
mod quantiles;
mod sankey;
mod surrogates;
mod svg;
mod week_hours;

use model::Value;
use model::finding::Figure;

use crate::html::{Element, el};
use crate::outline::FindingView;
use crate::page::{PageVoice as Voice, Table};

/// Rows of a figure's table on the page; the JSON has all its numbers.
const TABLE_ROWS_MAX: usize = 200;

/// A figure, drawn.
struct Drawn {
    /// The picture.
    svg: Element,
    /// What it shows, in words, for those who do not see it.
    description: String,
    /// What stands below it besides the title.
    notes: Vec<String>,
}

/// The figures of a finding.
pub(crate) fn of(voice: &Voice<'_>, view: &FindingView<'_>) -> Vec<Element> {
    view.figures()
        .iter()
        .zip(view.figures_from..)
        .map(|(figure, number)| {
            let drawn = draw(voice, figure);
            let (title_id, text_id) = (format!("fig-{number}-title"), format!("fig-{number}-text"));
            let title = voice.say(title_key(figure));
            let name = voice.say_with("figure-name", &[("number", count(number))]);
            let svg = drawn
                .svg
                .attr("role", "img")
                .attr("aria-labelledby", format!("{title_id} {text_id}"))
                .with(el("title").id(title_id).with(title.as_str()))
                .with(el("desc").id(text_id).with(drawn.description));
            let caption = el("figcaption")
                .with(el("b").with(name))
                .with(" ")
                .with(title)
                .each(drawn.notes.into_iter().map(|note| el("span").class("note").with(note)))
                .with(
                    el("a")
                        .class("note")
                        .attr("href", format!("#tab-{number}"))
                        .with(voice.say("figure-table-link")),
                );
            el("figure").id(format!("fig-{number}")).with(caption).with(svg)
        })
        .collect()
}

/// The tables of a finding's figures, for the annex.
pub(crate) fn tables_of(voice: &Voice<'_>, view: &FindingView<'_>) -> Vec<Element> {
    let numbered = view.figures().iter().zip(view.figures_from..);
    numbered
        .map(|(figure, number)| {
            let name = voice.say_with("figure-name", &[("number", count(number))]);
            let caption = format!("{name} {}", voice.say(title_key(figure)));
            let (table, rows) = tabulate(voice, figure, caption);
            let part = el("div").class("figure-table").id(format!("tab-{number}")).with(table);
            let part = if rows > TABLE_ROWS_MAX {
                let values = [("shown", count(TABLE_ROWS_MAX)), ("total", count(rows))];
                part.with(el("p").class("notice").with(voice.say_with("table-cut", &values)))
            } else {
                part
            };
            part.with(el("p").class("back").with(
                el("a").attr("href", format!("#fig-{number}")).with(voice.say("figure-back-link")),
            ))
        })
        .collect()
}

fn draw(voice: &Voice<'_>, figure: &Figure) -> Drawn {
    match figure {
        Figure::WeekHours { counts, .. } => week_hours::draw(voice, counts),
        Figure::Flows { currency, links, .. } => flows::draw(voice, currency, links),
        Figure::LagCurve { points, .. } => lag_curve::draw(voice, points),
        Figure::Surrogates { bins, width, observed, .. } => {
            surrogates::draw(voice, bins, *width, *observed)
        }
        Figure::Network { nodes, ties, .. } => network::draw(voice, nodes, ties),
        Figure::Quantiles { points, .. } => quantiles::draw(voice, points),
    }
}

/// The table of a figure and how many rows it has in all.
fn tabulate(voice: &Voice<'_>, figure: &Figure, caption: String) -> (Element, usize) {
    let table = Table::new(caption).dense();
    match figure {
        Figure::WeekHours { counts, .. } => week_hours::tabulate(voice, counts, table),
        Figure::Flows { currency, links, .. } => flows::tabulate(voice, currency, links, table),
        Figure::LagCurve { points, .. } => lag_curve::tabulate(voice, points, table),
        Figure::Surrogates { bins, width, observed, .. } => {
            surrogates::tabulate(voice, (bins, *width, *observed), table)
        }
        Figure::Network { nodes, ties, .. } => network::tabulate(voice, nodes, ties, table),
        Figure::Quantiles { points, .. } => quantiles::tabulate(voice, points, table),
    }
}

/// The key of a figure's title.
pub(crate) fn title_key(figure: &Figure) -> &str {
    match figure {
        Figure::WeekHours { title, .. }
        | Figure::Flows { title, .. }
        | Figure::LagCurve { title, .. }
        | Figure::Network { title, .. }
        | Figure::Surrogates { title, .. }
        | Figure::Quantiles { title, .. } => title,
    }
}

fn count(number: usize) -> Value {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

/// Decimals of measured numbers that are not all whole.
const MEASURED_DECIMALS: u8 = 4;

/// Decimals with which all of these numbers stand in one column.
fn decimals_of(values: impl IntoIterator<Item = f64>) -> u8 {
    let is_whole = values.into_iter().all(|value| (value - value.round()).abs() < 1e-9);
    if is_whole { 0 } else { MEASURED_DECIMALS }
}

/// A measured number; a dash where there is none.
fn measured(voice: &Voice<'_>, value: f64, decimals: u8) -> String {
    crate::values::decimal(value, decimals, voice.lang()).unwrap_or_else(|_| "–".to_owned())
}
