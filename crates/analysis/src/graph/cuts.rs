//! What holds a graph together: nodes and ties without which it would fall apart (Tarjan 1974).
//! Found by the library petgraph; how much falls off is counted here.

use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::bridges::bridges;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

use super::{Graph, add, at, put};

/// A tie without which its part of the graph falls into two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bridge {
    /// One end, the lower.
    pub from: u32,
    /// The other.
    pub to: u32,
    /// Nodes on the smaller side.
    pub smaller: usize,
    /// Nodes on the larger side.
    pub larger: usize,
}

/// Nodes and ties without which a part of the graph falls apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Bridges: the one that parts most comes first.
    pub bridges: Vec<Bridge>,
    /// Articulation points, ascending.
    pub points: Vec<u32>,
}

/// Bridges and articulation points of a graph.
pub fn cuts(graph: &Graph) -> Cuts {
    let mut own = UnGraph::<(), (), u32>::with_capacity(graph.nodes(), graph.ties());
    for _ in graph.numbers() {
        own.add_node(());
    }
    for (a, b, _) in graph.each() {
        own.add_edge(NodeIndex::from(a), NodeIndex::from(b), ());
    }
    let number = |node: NodeIndex<u32>| u32::try_from(node.index()).unwrap_or(u32::MAX);
    let mut points: Vec<u32> = articulation_points(&own).into_iter().map(number).collect();
    points.sort_unstable();
    let ends = bridges(&own).map(|tie| {
        let (a, b) = (number(tie.source()), number(tie.target()));
        (a.min(b), a.max(b))
    });
    let sides = Sides::of(graph);
    let mut bridges: Vec<Bridge> = ends.map(|(from, to)| sides.bridge(from, to)).collect();
    bridges.sort_by_key(|bridge| (std::cmp::Reverse(bridge.smaller), bridge.from, bridge.to));
    Cuts { bridges, points }
}

/// A walk through every part: where each node was reached from, and how many are reached over it.
/// A bridge lies on every such walk, so the side that it leads to is what is reached over it.
struct Sides {
    above: Vec<u32>,
    over: Vec<usize>,
    /// Nodes of the part each node lies in.
    all: Vec<usize>,
}

impl Sides {
    fn of(graph: &Graph) -> Self {
        let nodes = graph.nodes();
        let (mut above, mut over) = (vec![u32::MAX; nodes], vec![1usize; nodes]);
        let mut seen = vec![false; nodes];
        let mut order = Vec::with_capacity(nodes);
        let mut roots = Vec::with_capacity(nodes);
        for root in graph.numbers() {
            if at(&seen, root as usize) {
                continue;
            }
            put(&mut seen, root, true);
            let first = order.len();
            order.push(root);
            let mut next = first;
            while let Some(&node) = order.get(next) {
                next += 1;
                for &end in graph.ends(node) {
                    if at(&seen, end as usize) {
                        continue;
                    }
                    put(&mut seen, end, true);
                    put(&mut above, end, node);
                    order.push(end);
                }
            }
            roots.push((first, order.len()));
        }
        for &node in order.iter().rev() {
            let up = at(&above, node as usize);
            if up != u32::MAX {
                let below = at(&over, node as usize);
                add(&mut over, up, below);
            }
        }
        let mut all = vec![0; nodes];
        for (first, end) in roots {
            for &node in order.get(first..end).unwrap_or_default() {
                put(&mut all, node, end - first);
            }
        }
        Self { above, over, all }
    }

    fn bridge(&self, from: u32, to: u32) -> Bridge {
        let below = if at(&self.above, to as usize) == from { to } else { from };
        let side = at(&self.over, below as usize);
        let other = at(&self.all, from as usize).saturating_sub(side);
        Bridge { from, to, smaller: side.min(other), larger: side.max(other) }
    }
}
