//! The curve over lag: how often one thing happens so long before or after another, with the band
//! that chance allows.

use model::Value;

use super::axes::{Frame, Range};
use super::svg::{Anchor, line, path, picture, real, rect, text, through};
use super::{Drawn, TABLE_ROWS_MAX, count, decimals_of, measured};
use crate::html::{Element, Node, el};
use crate::page::{PageVoice as Voice, Table};

/// Lag in seconds, observed, lower and upper edge of the band.
type Points = [(i64, f64, f64, f64)];

const HEIGHT: f64 = 330.0;
const DAY_S: f64 = 86_400.0;
const HOUR_S: f64 = 3_600.0;
const MINUTE_S: f64 = 60.0;

/// The unit of the axis: whole numbers of a readable size.
fn unit(points: &Points) -> (f64, &'static str) {
    let furthest = real(points.iter().map(|point| point.0.unsigned_abs()).max().unwrap_or(0));
    if furthest > 4.0 * DAY_S {
        (DAY_S, "lag-axis-days")
    } else if furthest > 3.0 * HOUR_S {
        (HOUR_S, "lag-axis-hours")
    } else {
        (MINUTE_S, "lag-axis-minutes")
    }
}

/// Draws the curve.
pub(super) fn draw(voice: &Voice<'_>, points: &Points) -> Drawn {
    let (unit_s, name) = unit(points);
    let lag = |at: i64| real(at) / unit_s;
    let x = Range::of(points.iter().map(|point| lag(point.0)));
    let y = Range::of(points.iter().flat_map(|point| [point.1, point.2, point.3, 0.0]));
    let (Some(x), Some(y)) = (x, y) else {
        return Drawn {
            svg: picture(HEIGHT),
            description: voice.say("figure-empty"),
            notes: Vec::new(),
        };
    };
    let frame = Frame { left: 62.0, top: 34.0, width: 640.0, height: 240.0, x, y: y.rounded() };
    let upper = points.iter().map(|p| (frame.at_x(lag(p.0)), frame.at_y(p.3)));
    let lower = points.iter().rev().map(|p| (frame.at_x(lag(p.0)), frame.at_y(p.2)));
    let band = format!("{}Z", through(upper.chain(lower)));
    let curve = through(points.iter().map(|p| (frame.at_x(lag(p.0)), frame.at_y(p.1))));
    let svg = picture(HEIGHT)
        .with(frame.draw(voice.lang(), &voice.say(name), &voice.say("lag-axis-value")))
        .with(path("band", band))
        .with(zero(voice, &frame))
        .with(path("curve", curve))
        .with(legend(voice));
    Drawn { svg, description: describe(voice, points), notes: vec![voice.say("lag-note")] }
}

/// The line at lag zero, where the two happen together.
fn zero(voice: &Voice<'_>, frame: &Frame) -> Element {
    let group = el("g");
    if frame.x.from > 0.0 || frame.x.to < 0.0 {
        return group;
    }
    let x = frame.at_x(0.0);
    group.with(line("zero", (x, frame.top), (x, frame.bottom()))).with(text(
        "tick",
        (x + 5.0, frame.top + 11.0),
        Anchor::Start,
        voice.say("lag-zero"),
    ))
}

fn legend(voice: &Voice<'_>) -> Element {
    el("g")
        .with(line("curve", (62.0, 14.0), (90.0, 14.0)))
        .with(text("tick", (96.0, 18.0), Anchor::Start, voice.say("lag-observed")))
        .with(rect("band", (250.0, 8.0), (28.0, 12.0)))
        .with(text("tick", (284.0, 18.0), Anchor::Start, voice.say("lag-band")))
}

fn describe(voice: &Voice<'_>, points: &Points) -> String {
    let outside = points.iter().filter(|(_, seen, low, high)| seen < low || seen > high).count();
    let peak = points.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    voice.say_with(
        "lag-description",
        &[
            ("points", count(points.len())),
            ("outside", count(outside)),
            ("peak", Value::Span(peak.map_or(0, |point| point.0))),
        ],
    )
}

/// The curve as a table.
pub(super) fn tabulate(voice: &Voice<'_>, points: &Points, table: Table) -> (Element, usize) {
    let mut table = table
        .text(voice.say("column-lag"))
        .number(voice.say("lag-observed"))
        .number(voice.say("column-band-low"))
        .number(voice.say("column-band-high"));
    let decimals = decimals_of(points.iter().flat_map(|point| [point.1, point.2, point.3]));
    for (at, seen, low, high) in points.iter().take(TABLE_ROWS_MAX) {
        let mut cells: Vec<Node> = vec![voice.printer().span(*at).into()];
        cells.extend([seen, low, high].map(|value| Node::from(measured(voice, *value, decimals))));
        table.row(cells);
    }
    (table.finish(), points.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_takes_the_unit_a_reader_would() {
        let furthest = |s: i64| unit(&[(s, 0.0, 0.0, 0.0)]).1;
        assert_eq!(furthest(-3_600), "lag-axis-minutes");
        assert_eq!(furthest(172_800), "lag-axis-hours");
        assert_eq!(furthest(864_000), "lag-axis-days");
    }
}
