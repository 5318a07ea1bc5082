//! Where the bands of a flow picture lie: payers on the left, payees on the right.
//!
//! The layout is two-sided on purpose. A party that pays and is paid stands on both sides: a chain
//! drawn through it would say that the money it paid is the money it got, which no record states.

use std::collections::BTreeMap;

use super::svg::real;

/// Links drawn singly; the rest is one band. More do not stay apart on a page.
pub(super) const LINKS_MAX: usize = 30;
/// Height of a line of label: no two labels come nearer.
pub(super) const LABEL_HEIGHT: f64 = 16.0;
/// Height that all bands together get, before small ones are raised to the height of a label.
const BANDS_HEIGHT: f64 = 380.0;
/// Space between two parties.
const GAP: f64 = 5.0;

/// A link between two parties; an index into the parties of its side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Band {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) minor: i64,
    /// Upper edge on the left, upper edge on the right, thickness.
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) thickness: f64,
}

/// A party on one side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Side {
    /// Its name; `None` for all others together.
    pub(super) name: Option<String>,
    pub(super) minor: i64,
    pub(super) top: f64,
    pub(super) height: f64,
    /// Middle of the line its label stands on.
    pub(super) label: f64,
}

/// The picture, laid out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) payers: Vec<Side>,
    pub(super) payees: Vec<Side>,
    pub(super) bands: Vec<Band>,
    /// Links gathered as "others".
    pub(super) others: usize,
    pub(super) height: f64,
}

type Link = (Option<String>, Option<String>, i64);

/// Lays out the links. Sums of one pair are joined; amounts that are not above zero have no width.
pub(super) fn lay_out(links: &[(String, String, i64)]) -> Layout {
    let (links, others) = gather(links);
    let total: i64 = links.iter().map(|(_, _, minor)| *minor).fold(0, i64::saturating_add);
    let scale = BANDS_HEIGHT / real(total.max(1));
    let mut payers = sides(links.iter().map(|(from, _, minor)| (from, *minor)));
    payers.sort_by_key(|side| (side.name.is_none(), std::cmp::Reverse(side.minor)));
    place(&mut payers, scale);
    let paid = sides(links.iter().map(|(_, to, minor)| (to, *minor)));
    let middles = middles(&links, &payers, &paid);
    let mut order: Vec<usize> = (0..paid.len()).collect();
    order.sort_by(|a, b| {
        let key = |i: &usize| {
            (
                paid.get(*i).is_some_and(|s| s.name.is_none()),
                middles.get(*i).copied().unwrap_or(0.0),
            )
        };
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let mut paid: Vec<Side> = order.iter().filter_map(|i| paid.get(*i).cloned()).collect();
    place(&mut paid, scale);
    let bands = bands(&links, &payers, &paid, scale);
    let end = |sides: &[Side]| {
        sides
            .last()
            .map_or(0.0, |side| (side.top + side.height).max(side.label + LABEL_HEIGHT / 2.0))
    };
    let height = end(&payers).max(end(&paid));
    Layout { payers, payees: paid, bands, others, height }
}

/// Joins the links of each pair, keeps the largest, gathers the rest; largest first.
fn gather(links: &[(String, String, i64)]) -> (Vec<Link>, usize) {
    let mut pairs: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for (from, to, minor) in links.iter().filter(|(_, _, minor)| *minor > 0) {
        let sum = pairs.entry((from, to)).or_insert(0);
        *sum = sum.saturating_add(*minor);
    }
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by_key(|(names, minor)| (std::cmp::Reverse(*minor), *names));
    let rest = pairs.split_off(pairs.len().min(LINKS_MAX));
    let mut links: Vec<Link> = pairs
        .into_iter()
        .map(|((from, to), minor)| (Some(from.to_owned()), Some(to.to_owned()), minor))
        .collect();
    if !rest.is_empty() {
        let sum = rest.iter().fold(0i64, |sum, (_, minor)| sum.saturating_add(*minor));
        links.push((None, None, sum));
    }
    (links, rest.len())
}

fn sides<'a>(parts: impl Iterator<Item = (&'a Option<String>, i64)>) -> Vec<Side> {
    let mut sums: BTreeMap<&Option<String>, i64> = BTreeMap::new();
    for (name, minor) in parts {
        let sum = sums.entry(name).or_insert(0);
        *sum = sum.saturating_add(minor);
    }
    sums.into_iter()
        .map(|(name, minor)| Side { name: name.clone(), minor, top: 0.0, height: 0.0, label: 0.0 })
        .collect()
}

/// Stacks the parties of a side so that their labels do not meet.
fn place(sides: &mut [Side], scale: f64) {
    let mut y = 0.0;
    for side in sides {
        side.height = (real(side.minor) * scale).max(1.0);
        let room = side.height.max(LABEL_HEIGHT);
        side.top = y + (room - side.height) / 2.0;
        side.label = y + room / 2.0;
        y += room + GAP;
    }
}

/// For each payee, the mean height of its payers, weighted by amount: fewer bands cross.
fn middles(links: &[Link], payers: &[Side], paid: &[Side]) -> Vec<f64> {
    paid.iter()
        .map(|payee| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (from, _, minor) in links.iter().filter(|(_, to, _)| *to == payee.name) {
                let payer = payers.iter().find(|side| side.name == *from);
                sum += payer.map_or(0.0, |side| side.label) * real(*minor);
                weight += real(*minor);
            }
            if weight > 0.0 { sum / weight } else { 0.0 }
        })
        .collect()
}

fn bands(links: &[Link], payers: &[Side], paid: &[Side], scale: f64) -> Vec<Band> {
    let find = |sides: &[Side], name: &Option<String>| sides.iter().position(|s| s.name == *name);
    let mut bands: Vec<Band> = links
        .iter()
        .filter_map(|(from, to, minor)| {
            let (from, to) = (find(payers, from)?, find(paid, to)?);
            let thickness = real(*minor) * scale;
            Some(Band { from, to, minor: *minor, left: 0.0, right: 0.0, thickness })
        })
        .collect();
    // On each side the bands leave a party in the order in which they arrive at the other.
    bands.sort_by_key(|band| (band.from, band.to));
    let mut used: Vec<f64> = payers.iter().map(|side| side.top).collect();
    for band in &mut bands {
        if let Some(y) = used.get_mut(band.from) {
            band.left = *y;
            *y += band.thickness;
        }
    }
    bands.sort_by_key(|band| (band.to, band.from));
    let mut used: Vec<f64> = paid.iter().map(|side| side.top).collect();
    for band in &mut bands {
        if let Some(y) = used.get_mut(band.to) {
            band.right = *y;
            *y += band.thickness;
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(count: i64) -> Vec<(String, String, i64)> {
        (0..count)
            .map(|i| (format!("P{}", i % 13), format!("R{}", i % 7), 1 + (i * 7919) % 100_000))
            .collect()
    }

    #[test]
    fn thirty_links_keep_their_labels_apart() {
        for count in [1, 2, 30, 91] {
            let layout = lay_out(&links(count));
            for side in [&layout.payers, &layout.payees] {
                for pair in side.windows(2) {
                    assert!(pair[1].label - pair[0].label >= LABEL_HEIGHT, "{pair:?}");
                    assert!(pair[1].top >= pair[0].top + pair[0].height, "{pair:?}");
                }
            }
            assert!(layout.bands.len() <= LINKS_MAX + 1);
        }
    }

    #[test]
    fn what_is_not_drawn_singly_is_drawn_as_others_with_its_sum() {
        let links = links(91);
        let layout = lay_out(&links);
        let all: i64 = links.iter().map(|(_, _, minor)| minor).sum();
        assert_eq!(layout.bands.iter().map(|band| band.minor).sum::<i64>(), all);
        assert_eq!(layout.others, 91 - LINKS_MAX);
        assert_eq!(layout.payers.last().unwrap().name, None);
    }

    #[test]
    fn who_pays_and_is_paid_stands_on_both_sides() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned(), 100);
        let layout = lay_out(&[pair("A", "B"), pair("B", "A"), pair("B", "C")]);
        assert_eq!((layout.payers.len(), layout.payees.len()), (2, 3));
    }
}
