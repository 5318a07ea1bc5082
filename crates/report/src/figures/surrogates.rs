//! What chance gives: how the statistic falls when the days are shuffled, and where the case lies.

use model::Value;

use super::axes::{Frame, Range};
use super::svg::{Anchor, line, picture, real, rect, text};
use super::{Drawn, TABLE_ROWS_MAX, decimals_of, measured};
use crate::html::{Element, Node, el};
use crate::page::{PageVoice as Voice, Table};

/// Lower edge of a bin and the count in it.
type Bins = [(f64, u64)];

const HEIGHT: f64 = 310.0;

/// Draws the histogram.
pub(super) fn draw(voice: &Voice<'_>, bins: &Bins, width: f64, observed: f64) -> Drawn {
    let edges = bins.iter().flat_map(|(from, _)| [*from, from + width]);
    let range = Range::of(edges.chain([observed]));
    let most = bins.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let Some(range) = range.filter(|_| most > 0) else {
        return Drawn {
            svg: picture(HEIGHT),
            description: voice.say("figure-empty"),
            notes: Vec::new(),
        };
    };
    let margin = (range.to - range.from) * 0.04;
    let x = Range { from: range.from - margin, to: range.to + margin };
    let y = Range { from: 0.0, to: real(most) }.rounded();
    let frame = Frame { left: 62.0, top: 34.0, width: 640.0, height: 220.0, x, y };
    let bars = bins.iter().filter(|(_, count)| *count > 0).map(|(from, count)| {
        let (left, right) = (frame.at_x(*from), frame.at_x(from + width));
        let top = frame.at_y(real(*count));
        // A hair's breadth between bars; one that would vanish keeps a pixel.
        let size = ((right - left - 0.8).max(0.6), (frame.bottom() - top).max(1.0));
        rect("bar", (left + 0.4, frame.bottom() - size.1), size)
    });
    let svg = picture(HEIGHT)
        .with(frame.draw(
            voice.lang(),
            &voice.say("surrogates-axis"),
            &voice.say("surrogates-count"),
        ))
        .with(el("g").each(bars))
        .with(mark(voice, &frame, observed));
    Drawn {
        svg,
        description: describe(voice, bins, width, observed),
        notes: vec![voice.say("surrogates-note")],
    }
}

/// The line at the observed value, its label on the side where there is room.
fn mark(voice: &Voice<'_>, frame: &Frame, observed: f64) -> Element {
    let x = frame.at_x(observed);
    let words = voice.say_with("surrogates-observed", &[("value", number(observed))]);
    let is_right = x > frame.left + frame.width / 2.0;
    let (anchor, away) = if is_right { (Anchor::End, -7.0) } else { (Anchor::Start, 7.0) };
    el("g").with(line("observed", (x, frame.top - 14.0), (x, frame.bottom()))).with(text(
        "mark",
        (x + away, frame.top - 6.0),
        anchor,
        words,
    ))
}

fn number(value: f64) -> Value {
    let decimals = if (value - value.round()).abs() < 1e-9 { 0 } else { 3 };
    Value::Number { value, decimals }
}

fn describe(voice: &Voice<'_>, bins: &Bins, width: f64, observed: f64) -> String {
    let total: u64 = bins.iter().map(|(_, count)| count).sum();
    let filled = || bins.iter().filter(|(_, count)| *count > 0).map(|(from, _)| *from);
    let low = filled().fold(f64::INFINITY, f64::min);
    let high = filled().fold(f64::NEG_INFINITY, f64::max) + width;
    voice.say_with(
        "surrogates-description",
        &[
            ("total", Value::Count(total)),
            ("low", number(low)),
            ("high", number(high)),
            ("observed", number(observed)),
        ],
    )
}

/// The histogram as a table, the observed value in its last row.
pub(super) fn tabulate(
    voice: &Voice<'_>,
    (bins, width, observed): (&Bins, f64, f64),
    table: Table,
) -> (Element, usize) {
    let mut table = table
        .text(voice.say("column-from"))
        .number(voice.say("column-below"))
        .number(voice.say("surrogates-count"));
    let decimals = decimals_of(bins.iter().flat_map(|(from, _)| [*from, from + width]));
    for (from, count) in bins.iter().take(TABLE_ROWS_MAX) {
        let below = measured(voice, from + width, decimals);
        table.row(vec![
            measured(voice, *from, decimals).into(),
            below.into(),
            voice.count(*count).into(),
        ]);
    }
    let words = voice.say_with("surrogates-observed", &[("value", number(observed))]);
    table.row(vec![words.into(), Node::from(""), Node::from("")]);
    (table.finish(), bins.len())
}
