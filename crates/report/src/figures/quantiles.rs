//! The test checked on itself: p-values where nothing can be found, against what they should be.

use model::Value;

use super::axes::{Frame, Range};
use super::svg::{Anchor, dot, line, picture, real, text};
use super::{Drawn, MEASURED_DECIMALS, TABLE_ROWS_MAX, count, measured};
use crate::html::{Element, Node, el};
use crate::page::{PageVoice as Voice, Table};

/// Expected and found p-values.
type Points = [(f64, f64)];

const HEIGHT: f64 = 400.0;
/// Points drawn at most, evenly chosen; more only blacken the line.
const DOTS_MAX: usize = 400;

/// Draws the points against the diagonal.
pub(super) fn draw(voice: &Voice<'_>, points: &Points) -> Drawn {
    let unit = Range { from: 0.0, to: 1.0 };
    let frame = Frame { left: 200.0, top: 20.0, width: 330.0, height: 330.0, x: unit, y: unit };
    let every = points.len().div_ceil(DOTS_MAX).max(1);
    let dots = points.iter().step_by(every).filter(|(x, y)| x.is_finite() && y.is_finite());
    let (near, far) = ((frame.at_x(0.0), frame.at_y(0.0)), (frame.at_x(1.0), frame.at_y(1.0)));
    let svg = picture(HEIGHT)
        .with(frame.draw(
            voice.lang(),
            &voice.say("quantiles-expected"),
            &voice.say("quantiles-found"),
        ))
        .with(line("zero", near, far))
        .with(text(
            "tick",
            (far.0 + 6.0, far.1 + 12.0),
            Anchor::Start,
            voice.say("quantiles-ideal"),
        ))
        .with(el("g").each(dots.map(|(x, y)| {
            dot("point", (frame.at_x(x.clamp(0.0, 1.0)), frame.at_y(y.clamp(0.0, 1.0))), 2.6)
        })));
    Drawn { svg, description: describe(voice, points), notes: vec![voice.say("quantiles-note")] }
}

fn describe(voice: &Voice<'_>, points: &Points) -> String {
    let low = points.iter().filter(|(_, found)| *found < 0.05).count();
    let share = if points.is_empty() { 0.0 } else { real(low) / real(points.len()) };
    voice.say_with(
        "quantiles-description",
        &[("points", count(points.len())), ("share", Value::Share(share))],
    )
}

/// The points as a table.
pub(super) fn tabulate(voice: &Voice<'_>, points: &Points, table: Table) -> (Element, usize) {
    let mut table =
        table.number(voice.say("quantiles-expected")).number(voice.say("quantiles-found"));
    for (expected, found) in points.iter().take(TABLE_ROWS_MAX) {
        let cells =
            [expected, found].map(|value| Node::from(measured(voice, *value, MEASURED_DECIMALS)));
        table.row(cells.to_vec());
    }
    (table.finish(), points.len())
}
