//! The week at a glance: seven weekdays by twenty-four hours of the case's zone, each cell its count.

use model::Value;

use super::svg::{Anchor, WIDTH, picture, real, rect, text};
use super::{Drawn, count};
use crate::html::{Element, Node, el};
use crate::page::{PageVoice as Voice, Table};

const CELL_WIDTH: f64 = 25.5;
const CELL_HEIGHT: f64 = 25.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 40.0;
const HOURS: usize = 24;
/// Shades from few to many; more cannot be told apart in grey.
const SHADES: u64 = 5;
const SHADE_CLASSES: [(&str, &str); 6] =
    [("h0", "c0"), ("h1", "c1"), ("h2", "c2"), ("h3", "c3"), ("h4", "c4"), ("h5", "c5")];
/// Counts above it do not fit a cell and are printed in thousands.
const CELL_COUNT_MAX: u64 = 9_999;

fn at(counts: &[u64], day: usize, hour: usize) -> u64 {
    counts.get(day * HOURS + hour).copied().unwrap_or(0)
}

fn of_day(counts: &[u64], day: usize) -> u64 {
    (0..HOURS).map(|hour| at(counts, day, hour)).sum()
}

/// The shade of a count: 0 for none, else 1 to 5 in equal steps up to the largest.
fn shade(count: u64, most: u64) -> usize {
    usize::try_from((count * SHADES).div_ceil(most.max(1))).unwrap_or(0)
}

/// Draws the week.
pub(super) fn draw(voice: &Voice<'_>, counts: &[u64]) -> Drawn {
    let most = counts.iter().copied().max().unwrap_or(0);
    let height = TOP + 7.0 * CELL_HEIGHT + 58.0;
    let mut svg = picture(height);
    svg = svg.with(text("name", (LEFT, 12.0), Anchor::Start, axis(voice)));
    svg = svg.with(text("name", (WIDTH - 4.0, TOP - 8.0), Anchor::End, voice.say("figure-total")));
    for hour in 0..HOURS {
        let x = LEFT + CELL_WIDTH * (real(hour) + 0.5);
        svg = svg.with(text("tick", (x, TOP - 8.0), Anchor::Middle, format!("{hour:02}")));
    }
    for day in 0..7 {
        svg = svg.with(draw_day(voice, counts, (day, most)));
    }
    svg = svg.with(legend(voice, most, TOP + 7.0 * CELL_HEIGHT + 22.0));
    Drawn { svg, description: describe(voice, counts), notes: Vec::new() }
}

fn axis(voice: &Voice<'_>) -> String {
    format!("{} ({})", voice.say("week-axis"), voice.input.case.zone)
}

fn draw_day(voice: &Voice<'_>, counts: &[u64], (day, most): (usize, u64)) -> Element {
    let y = TOP + CELL_HEIGHT * real(day);
    let middle = y + CELL_HEIGHT / 2.0 + 4.0;
    let name = voice.say(&format!("weekday-short-{}", day + 1));
    let mut group = el("g").with(text("label", (LEFT - 8.0, middle), Anchor::End, name));
    for hour in 0..HOURS {
        let number = at(counts, day, hour);
        let x = LEFT + CELL_WIDTH * real(hour);
        let (cell, ink) = SHADE_CLASSES.get(shade(number, most)).copied().unwrap_or(("h0", "c0"));
        let size = (CELL_WIDTH - 1.5, CELL_HEIGHT - 1.5);
        group = group.with(rect(cell, (x, y), size));
        if number > 0 {
            let shown = if number > CELL_COUNT_MAX {
                format!("{}k", number / 1_000)
            } else {
                number.to_string()
            };
            let centre = (x + size.0 / 2.0, middle - 0.5);
            group = group.with(text(ink, centre, Anchor::Middle, shown));
        }
    }
    let total = voice.count(of_day(counts, day));
    group.with(text("label", (WIDTH - 4.0, middle), Anchor::End, total))
}

/// Which shade stands for which counts.
fn legend(voice: &Voice<'_>, most: u64, y: f64) -> Element {
    let mut group =
        el("g").with(text("tick", (LEFT, y + 12.0), Anchor::Start, voice.say("week-legend")));
    let mut x = LEFT + 130.0;
    let mut from = 1;
    for (place, (cell, _)) in (0u64..).zip(SHADE_CLASSES) {
        let (text_of, next) = if place == 0 {
            ("0".to_owned(), from)
        } else {
            let to = most.max(1) * place / SHADES;
            (if to > from { format!("{from}–{to}") } else { to.to_string() }, to + 1)
        };
        if place > 0 && next <= from {
            continue;
        }
        group = group.with(rect(cell, (x, y), (16.0, 16.0))).with(text(
            "tick",
            (x + 22.0, y + 12.0),
            Anchor::Start,
            text_of,
        ));
        x += 92.0;
        from = next;
    }
    group
}

fn describe(voice: &Voice<'_>, counts: &[u64]) -> String {
    let total: u64 = counts.iter().sum();
    let peak = (0..7)
        .flat_map(|day| (0..HOURS).map(move |hour| (day, hour)))
        .max_by_key(|(day, hour)| (at(counts, *day, *hour), std::cmp::Reverse((*day, *hour))));
    let (day, hour) = peak.unwrap_or((0, 0));
    voice.say_with(
        "week-description",
        &[
            ("total", Value::Count(total)),
            ("day", Value::Term(format!("weekday-{}", day + 1))),
            ("hour", count(hour)),
            ("most", Value::Count(at(counts, day, hour))),
        ],
    )
}

/// The week as a table: hours down, weekdays across.
pub(super) fn tabulate(voice: &Voice<'_>, counts: &[u64], table: Table) -> (Element, usize) {
    let mut table = table.text(voice.say("column-hour"));
    for day in 1..=7 {
        table = table.number(voice.say(&format!("weekday-short-{day}")));
    }
    for hour in 0..HOURS {
        let mut cells: Vec<Node> = vec![format!("{hour:02}–{:02}", hour + 1).into()];
        cells.extend((0..7).map(|day| Node::from(voice.count(at(counts, day, hour)))));
        table.row(cells);
    }
    (table.finish(), HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_above_none_always_has_a_shade() {
        assert_eq!([0, 1, 20, 21, 100].map(|n| shade(n, 100)), [0, 1, 1, 2, 5]);
        assert_eq!([0, 1, 2].map(|n| shade(n, 2)), [0, 3, 5]);
        assert_eq!(shade(0, 0), 0);
    }
}
