//! Who is tied with whom: numbered shapes, one shape and letter a community, one kind of line a sort.

use super::svg::{Anchor, WIDTH, dot, line, path, picture, px, real, rect, text};
use super::{Drawn, TABLE_ROWS_MAX, count};
use crate::html::{Element, Node, el};
use crate::page::{PageVoice as Voice, Table, stated};
use crate::values::hidden_as_escapes;

/// Identities: key, community, place across and down, neighbours.
type Nodes = [(String, u32, u32, u32, u64)];
/// Ties: two places in the list of nodes, key of the sort, count.
type Ties = [(u32, u32, String, u64)];

/// The longer side of the places, as the question gives them.
const PLACES: f64 = 10_000.0;
const MARGIN: f64 = 26.0;
/// Height of the drawing, without the legend.
const HEIGHT: f64 = 560.0;
/// Height of a line of the legend.
const LEGEND_LINE: f64 = 20.0;
/// Half the width of a shape: room for two digits and a letter.
const HALF: f64 = 12.5;
/// Kinds of line; more sorts share the last.
const LINES: [&str; 8] = ["tie0", "tie1", "tie2", "tie3", "tie4", "tie5", "tie6", "tie7"];
/// Shapes of communities, used in turn.
const SHAPES: u32 = 4;

/// Draws the network.
pub(super) fn draw(voice: &Voice<'_>, nodes: &Nodes, ties: &Ties) -> Drawn {
    let sorts = sorts(ties);
    let legend = real(sorts.len().div_ceil(2)) * LEGEND_LINE;
    let spots: Vec<(f64, f64)> = nodes.iter().map(|(_, _, x, y, _)| spot(*x, *y)).collect();
    let at = |place: u32| spots.get(place as usize).copied();
    let lines = ties.iter().filter_map(|(from, to, sort, events)| {
        let title = format!(
            "{} – {}: {} ({events})",
            name(nodes, *from),
            name(nodes, *to),
            voice.say(sort)
        );
        // Ties of one pair lie beside each other.
        let beside = real(place_of(&sorts, sort)) * 1.6;
        let (a, b) = (at(*from)?, at(*to)?);
        let lain = line(line_of(&sorts, sort), (a.0 + beside, a.1), (b.0 + beside, b.1));
        Some(lain.with(el("title").with(title)))
    });
    let shapes = nodes.iter().zip(0u32..).filter_map(|((_, community, ..), place)| {
        let (x, y) = at(place)?;
        let label = text("tick", (x, y + 3.8), Anchor::Middle, label(place, *community));
        let title = el("title").with(name(nodes, place));
        Some(el("g").with(shape(*community, (x, y))).with(label).with(title))
    });
    let svg = picture(HEIGHT + legend + 12.0)
        .with(el("g").each(lines))
        .with(el("g").each(shapes))
        .with(key(voice, &sorts));
    let description = voice.say_with(
        "network-description",
        &[("nodes", count(nodes.len())), ("ties", count(ties.len()))],
    );
    Drawn { svg, description, notes: vec![voice.say("network-note")] }
}

/// The sorts drawn, each once, in the order of their first tie by key.
fn sorts(ties: &Ties) -> Vec<&str> {
    let mut sorts: Vec<&str> = ties.iter().map(|(_, _, sort, _)| sort.as_str()).collect();
    sorts.sort_unstable();
    sorts.dedup();
    sorts
}

fn place_of(sorts: &[&str], sort: &str) -> usize {
    sorts.iter().position(|one| *one == sort).unwrap_or(0)
}

fn line_of(sorts: &[&str], sort: &str) -> &'static str {
    LINES.get(place_of(sorts, sort)).copied().unwrap_or("tie7")
}

fn spot(x: u32, y: u32) -> (f64, f64) {
    let inside = |place: u32, length: f64| {
        MARGIN + f64::from(place).min(PLACES) / PLACES * (length - 2.0 * MARGIN)
    };
    (inside(x, WIDTH), inside(y, HEIGHT))
}

/// The letter of a community; those after the twenty-sixth share a dot.
fn letter(community: u32) -> char {
    u8::try_from(community)
        .ok()
        .filter(|place| *place < 26)
        .map_or('·', |place| char::from(b'A' + place))
}

fn label(place: u32, community: u32) -> String {
    format!("{}{}", place + 1, letter(community))
}

/// Number, letter and key of an identity.
fn name(nodes: &Nodes, place: u32) -> String {
    let node = nodes.get(place as usize);
    node.map_or_else(String::new, |(key, community, ..)| {
        format!("{} {}", label(place, *community), hidden_as_escapes(key))
    })
}

/// Circle, square, diamond, hexagon: which of them says the community as its letter does.
fn shape(community: u32, (x, y): (f64, f64)) -> Element {
    let outline = |points: &[(f64, f64)]| {
        let corners: Vec<String> =
            points.iter().map(|(dx, dy)| format!("{} {}", px(x + dx), px(y + dy))).collect();
        path("node", format!("M{}Z", corners.join("L")))
    };
    match community % SHAPES {
        0 => dot("node", (x, y), HALF),
        1 => rect("node", (x - HALF, y - HALF + 2.0), (2.0 * HALF, 2.0 * HALF - 4.0)),
        2 => {
            outline(&[(0.0, -HALF - 3.0), (HALF + 3.0, 0.0), (0.0, HALF + 3.0), (-HALF - 3.0, 0.0)])
        }
        _ => outline(&[
            (-HALF, 0.0),
            (-HALF / 2.0, -HALF),
            (HALF / 2.0, -HALF),
            (HALF, 0.0),
            (HALF / 2.0, HALF),
            (-HALF / 2.0, HALF),
        ]),
    }
}

/// What each kind of line stands for, two in a row.
fn key(voice: &Voice<'_>, sorts: &[&str]) -> Element {
    el("g").each(sorts.iter().enumerate().map(|(at, sort)| {
        let left = MARGIN + real(at % 2) * (WIDTH / 2.0);
        let height = HEIGHT + real(at / 2) * LEGEND_LINE + 10.0;
        el("g").with(line(line_of(sorts, sort), (left, height), (left + 56.0, height))).with(text(
            "tick",
            (left + 64.0, height + 4.0),
            Anchor::Start,
            voice.say(sort),
        ))
    }))
}

/// The ties as a table, by the numbers of the picture.
pub(super) fn tabulate(
    voice: &Voice<'_>,
    nodes: &Nodes,
    ties: &Ties,
    table: Table,
) -> (Element, usize) {
    let mut table = table
        .text(voice.say("network-from"))
        .text(voice.say("network-to"))
        .text(voice.say("network-tie"))
        .number(voice.say("network-count"));
    for (from, to, sort, events) in ties.iter().take(TABLE_ROWS_MAX) {
        let cells = [stated(&name(nodes, *from)).into(), stated(&name(nodes, *to)).into()];
        let events = voice.count(*events);
        let rest = [Node::from(voice.say(sort)), Node::from(events)];
        table.row(cells.into_iter().chain(rest).collect());
    }
    (table.finish(), ties.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_known_by_number_and_letter_and_hides_nothing() {
        let nodes = [("app:1".to_owned(), 0, 0, 0, 1), ("a\u{202e}b".to_owned(), 27, 0, 0, 1)];
        assert_eq!(name(&nodes, 0), "1A app:1");
        assert_eq!(name(&nodes, 1), "2· a\\u{202e}b");
        assert_eq!(name(&nodes, 2), "");
    }
}
