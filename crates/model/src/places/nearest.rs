//! The nearest of many spots, exactly, wherever on the globe.
//!
//! A tree of halves over the three axes of the sphere of radius 1 (J. L. Bentley, Multidimensional
//! binary search trees used for associative searching, Communications of the ACM 18, 1975): the nearest
//! by the straight line through the globe is also the nearest along it.

use super::Spot;
use super::sphere::{arc_m, chord_squared, unit};

/// Spots in the order of the tree: the middle of a range parts it, its axis turns with every step.
#[derive(Debug)]
pub(super) struct Nearest {
    /// Where each lies, and its number in the list it was made of.
    nodes: Vec<([f64; 3], usize)>,
}

/// Ranges longer than this are parted; in shorter ones every spot is asked.
const LEAF: usize = 8;

impl Nearest {
    pub(super) fn new(spots: impl Iterator<Item = Spot>) -> Self {
        let mut nodes: Vec<_> = spots.enumerate().map(|(number, at)| (unit(at), number)).collect();
        part(&mut nodes, 0);
        Self { nodes }
    }

    /// The number of the nearest spot and its distance in metres.
    pub(super) fn to(&self, spot: Spot) -> Option<(usize, f64)> {
        let mut best = None;
        search(&self.nodes, 0, unit(spot), &mut best);
        best.map(|(chord, number)| (number, arc_m(chord)))
    }
}

/// The value on the axis of a step.
fn on(axis: usize, at: [f64; 3]) -> f64 {
    let [x, y, z] = at;
    match axis % 3 {
        0 => x,
        1 => y,
        _ => z,
    }
}

fn part(nodes: &mut [([f64; 3], usize)], axis: usize) {
    if nodes.len() <= LEAF {
        return;
    }
    let middle = nodes.len() / 2;
    let by = |a: &([f64; 3], usize), b: &([f64; 3], usize)| {
        on(axis, a.0).total_cmp(&on(axis, b.0)).then(a.1.cmp(&b.1))
    };
    let (before, _, after) = nodes.select_nth_unstable_by(middle, by);
    part(before, axis + 1);
    part(after, axis + 1);
}

fn search(
    nodes: &[([f64; 3], usize)],
    axis: usize,
    from: [f64; 3],
    best: &mut Option<(f64, usize)>,
) {
    let ask = |node: &([f64; 3], usize), best: &mut Option<(f64, usize)>| {
        let found = (chord_squared(from, node.0), node.1);
        if best.is_none_or(|old| found < old) {
            *best = Some(found);
        }
    };
    if nodes.len() <= LEAF {
        for node in nodes {
            ask(node, best);
        }
        return;
    }
    let Some((before, [middle, after @ ..])) = nodes.split_at_checked(nodes.len() / 2) else {
        return;
    };
    let beyond = on(axis, from) - on(axis, middle.0);
    let (near, far) = if beyond < 0.0 { (before, after) } else { (after, before) };
    search(near, axis + 1, from, best);
    ask(middle, best);
    if best.is_none_or(|(chord, _)| beyond * beyond <= chord) {
        search(far, axis + 1, from, best);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any_spot() -> impl proptest::strategy::Strategy<Value = Spot> {
        use proptest::strategy::Strategy as _;
        (-900_000_000i64..=900_000_000, -1_800_000_000i64..=1_800_000_000)
            .prop_map(|(latitude_e7, longitude_e7)| Spot { latitude_e7, longitude_e7 })
    }

    proptest::proptest! {
        #[test]
        fn the_tree_finds_what_asking_everybody_finds(
            spots in proptest::collection::vec(any_spot(), 0..200),
            from in any_spot(),
        ) {
            let tree = Nearest::new(spots.iter().copied());
            let asked = spots.iter().map(|at| chord_squared(unit(from), unit(*at)));
            let least = asked.fold(f64::INFINITY, f64::min);
            match tree.to(from) {
                None => proptest::prop_assert!(spots.is_empty()),
                Some((number, metres)) => {
                    proptest::prop_assert!((metres - arc_m(least)).abs() < 1e-6);
                    let own = chord_squared(unit(from), unit(spots[number]));
                    proptest::prop_assert!(own <= least);
                }
            }
        }
    }
}
