//! Who paid whom, in one currency: bands between payers and payees, as thick as the sums.

use model::{Currency, Money, Value};

use super::sankey::{Layout, Side, lay_out};
use super::svg::{Anchor, WIDTH, path, picture, px, rect, text};
use super::{Drawn, TABLE_ROWS_MAX, count};
use crate::html::{Element, Node, el};
use crate::page::{PageVoice as Voice, Table, stated};
use crate::values::{hidden_as_escapes, money};

type Links = [(String, String, i64)];

/// Space for the labels of a side.
const LABELS: f64 = 250.0;
/// Width of the bar of a party.
const BAR: f64 = 9.0;
const TOP: f64 = 26.0;
/// Characters of a label with its amount; a longer name loses its middle, the table has all.
const LABEL_CHARS_MAX: usize = 39;
/// Characters of a name that stay, however long the amount.
const NAME_CHARS_MIN: usize = 8;

fn amount(voice: &Voice<'_>, currency: &str, minor: i64) -> String {
    match Currency::from_code(currency) {
        Some(currency) => money(Money { minor, currency }, voice.lang()),
        None => format!("{} {minor}", hidden_as_escapes(currency)),
    }
}

/// Draws the flows.
pub(super) fn draw(voice: &Voice<'_>, currency: &str, links: &Links) -> Drawn {
    let layout = lay_out(links);
    let mut svg = picture(TOP + layout.height + 10.0)
        .with(text("name", (LABELS, 14.0), Anchor::End, voice.say("flows-payers")))
        .with(text("name", (WIDTH - LABELS, 14.0), Anchor::Start, voice.say("flows-payees")));
    svg = svg.with(bands(voice, currency, &layout));
    for side in &layout.payers {
        let label = label(voice, currency, side, layout.others);
        svg = svg.with(rect("bar", (LABELS + 6.0, TOP + side.top), (BAR, side.height))).with(text(
            "label",
            (LABELS, TOP + side.label + 4.0),
            Anchor::End,
            label,
        ));
    }
    for side in &layout.payees {
        let label = label(voice, currency, side, layout.others);
        let x = WIDTH - LABELS - 6.0;
        svg = svg.with(rect("bar", (x - BAR, TOP + side.top), (BAR, side.height))).with(text(
            "label",
            (x + 6.0, TOP + side.label + 4.0),
            Anchor::Start,
            label,
        ));
    }
    let mut notes = vec![voice.say("flows-note")];
    let undrawn = links.iter().filter(|(_, _, minor)| *minor <= 0).count();
    if undrawn > 0 {
        notes.push(voice.say_with("flows-undrawn", &[("count", count(undrawn))]));
    }
    Drawn { svg, description: describe(voice, currency, links, &layout), notes }
}

fn name(voice: &Voice<'_>, side: &Side, others: usize) -> String {
    match &side.name {
        Some(name) => hidden_as_escapes(name),
        None => voice.say_with("flows-others", &[("count", count(others))]),
    }
}

fn label(voice: &Voice<'_>, currency: &str, side: &Side, others: usize) -> String {
    let sum = amount(voice, currency, side.minor);
    let room = LABEL_CHARS_MAX.saturating_sub(sum.chars().count() + 3).max(NAME_CHARS_MIN);
    format!("{} · {sum}", shortened(&name(voice, side, others), room))
}

/// A name without its middle: keys of one kind begin alike and differ at the end.
fn shortened(name: &str, chars_max: usize) -> String {
    let count = name.chars().count();
    if count <= chars_max {
        return name.to_owned();
    }
    let kept = chars_max.saturating_sub(1);
    let tail = kept.div_ceil(2);
    let head: String = name.chars().take(kept - tail).collect();
    let end: String = name.chars().skip(count - tail).collect();
    format!("{head}…{end}")
}

fn bands(voice: &Voice<'_>, currency: &str, layout: &Layout) -> Element {
    let (left, right) = (LABELS + 6.0 + BAR, WIDTH - LABELS - 6.0 - BAR);
    let middle = f64::midpoint(left, right);
    el("g").each(layout.bands.iter().map(|band| {
        let (from, to) = (TOP + band.left, TOP + band.right);
        let thickness = band.thickness.max(0.8);
        let (from_end, to_end) = (from + thickness, to + thickness);
        let commands = format!(
            "M{l} {a}C{m} {a} {m} {b} {r} {b}L{r} {c}C{m} {c} {m} {d} {l} {d}Z",
            l = px(left),
            m = px(middle),
            r = px(right),
            a = px(from),
            b = px(to),
            c = px(to_end),
            d = px(from_end),
        );
        let end = |sides: &[Side], at: usize| {
            sides.get(at).map_or_else(String::new, |side| name(voice, side, layout.others))
        };
        let title = format!(
            "{} → {}: {}",
            end(&layout.payers, band.from),
            end(&layout.payees, band.to),
            amount(voice, currency, band.minor)
        );
        path("band-of-flow", commands).with(el("title").with(title))
    }))
}

fn describe(voice: &Voice<'_>, currency: &str, links: &Links, layout: &Layout) -> String {
    let largest = layout.bands.iter().max_by_key(|band| band.minor);
    let end = |sides: &[Side], at: Option<usize>| {
        let side = at.and_then(|at| sides.get(at));
        side.map_or_else(String::new, |side| name(voice, side, layout.others))
    };
    let from = end(&layout.payers, largest.map(|band| band.from));
    let to = end(&layout.payees, largest.map(|band| band.to));
    let minor = largest.map_or(0, |band| band.minor);
    let sum = match Currency::from_code(currency) {
        Some(currency) => Value::Money(Money { minor, currency }),
        None => Value::Stated(amount(voice, currency, minor)),
    };
    voice.say_with(
        "flows-description",
        &[
            ("links", count(links.len())),
            ("payer", Value::Stated(from)),
            ("payee", Value::Stated(to)),
            ("sum", sum),
        ],
    )
}

/// The flows as a table, largest first.
pub(super) fn tabulate(
    voice: &Voice<'_>,
    currency: &str,
    links: &Links,
    table: Table,
) -> (Element, usize) {
    let mut table = table
        .text(voice.say("flows-payers"))
        .text(voice.say("flows-payees"))
        .number(voice.say("column-sum"));
    let mut sorted: Vec<_> = links.iter().collect();
    sorted.sort_by_key(|(from, to, minor)| (std::cmp::Reverse(*minor), from, to));
    for (from, to, minor) in sorted.into_iter().take(TABLE_ROWS_MAX) {
        let sum = Node::from(amount(voice, currency, *minor));
        table.row(vec![stated(from).into(), stated(to).into(), sum]);
    }
    (table.finish(), links.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_end() {
        assert_eq!(shortened("document:id:PD00000218", 16), "documen…00000218");
        assert_eq!(shortened("R-0003", 8), "R-0003");
    }
}
