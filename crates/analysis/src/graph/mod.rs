//! Graphs of whole weights: communities, paths, bridges, cores and a picture, the same on every
//! machine.
//!
//! Weights are thousandths ([`WHOLE`]) and communities are compared in whole numbers, so that no
//! rounding of a processor decides who stands with whom. Random numbers come from the seed alone.
//!
//! - **Communities:** Leiden (Traag, Waltman & van Eck 2019), see [`leiden`].
//! - **Paths:** betweenness (Brandes 2001), exact or from a sample with its error, see [`betweenness`].
//! - **Bridges and articulation points:** the library petgraph (Tarjan 1974), see [`cuts`].
//! - **Cores:** Batagelj & Zaveršnik 2003, see [`cores`].
//! - **Picture:** Fruchterman & Reingold 1991 with a grid, see [`layout`].

mod betweenness;
mod cores;
mod cuts;
mod layout;
mod leiden;
mod rewired;
#[cfg(test)]
pub(crate) mod tests;

pub use betweenness::{Between, betweenness};
pub use cores::cores;
pub use cuts::{Bridge, Cuts, cuts};
pub use layout::{SIDE, layout};
pub use leiden::{Communities, Quality, communities, modularity};
pub use rewired::rewired;

/// A weight of one, in thousandths.
pub const WHOLE: u64 = 1_000;

/// An undirected graph without loops, each tie once, in compressed rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    starts: Vec<usize>,
    ends: Vec<u32>,
    weights: Vec<u64>,
}

impl Graph {
    /// The graph of these ties; weights of one pair are summed, loops and ties to nodes beyond the
    /// last are left out.
    pub fn of(nodes: usize, ties: impl IntoIterator<Item = (u32, u32, u64)>) -> Self {
        let mut arcs: Vec<(u32, u32, u64)> = Vec::new();
        for (a, b, weight) in ties {
            if a != b && (a.max(b) as usize) < nodes {
                arcs.extend([(a, b, weight), (b, a, weight)]);
            }
        }
        arcs.sort_unstable();
        let mut graph = Self { starts: vec![0; nodes + 1], ..Self::default() };
        for pair in arcs.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
            let Some(&(from, to, _)) = pair.first() else { continue };
            graph.ends.push(to);
            graph.weights.push(pair.iter().map(|arc| arc.2).sum());
            if let Some(slot) = graph.starts.get_mut(from as usize + 1) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut graph.starts {
            sum += *slot;
            *slot = sum;
        }
        graph
    }

    /// Nodes, tied or not.
    pub fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Pairs that are tied.
    pub fn ties(&self) -> usize {
        self.ends.len() / 2
    }

    /// The numbers of all nodes.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + use<> {
        (0u32..).take(self.nodes())
    }

    fn row(&self, node: u32) -> std::ops::Range<usize> {
        let node = node as usize;
        at(&self.starts, node)..at(&self.starts, node + 1)
    }

    /// The neighbours of a node, ascending.
    pub fn ends(&self, node: u32) -> &[u32] {
        self.ends.get(self.row(node)).unwrap_or_default()
    }

    /// The neighbours of a node with the weights of the ties.
    pub fn neighbours(&self, node: u32) -> impl Iterator<Item = (u32, u64)> {
        let weights = self.weights.get(self.row(node)).unwrap_or_default();
        self.ends(node).iter().copied().zip(weights.iter().copied())
    }

    /// How many neighbours a node has.
    pub fn degree(&self, node: u32) -> usize {
        self.row(node).len()
    }

    /// The sum of the weights of a node's ties.
    pub fn strength(&self, node: u32) -> u64 {
        self.neighbours(node).map(|(_, weight)| weight).sum()
    }

    /// Each tie once, the lower node first, ascending.
    pub fn each(&self) -> impl Iterator<Item = (u32, u32, u64)> {
        self.numbers().flat_map(move |node| {
            let later = self.neighbours(node).filter(move |(end, _)| *end > node);
            later.map(move |(end, weight)| (node, end, weight))
        })
    }

    /// The part of connection each node lies in, by number of the part: the largest is 0, and of
    /// equal ones the one with the lowest node comes first.
    pub fn parts(&self) -> Vec<u32> {
        let mut part = vec![u32::MAX; self.nodes()];
        let mut count = 0;
        let mut open = Vec::new();
        for start in self.numbers() {
            if at(&part, start as usize) != u32::MAX {
                continue;
            }
            put(&mut part, start, count);
            open.push(start);
            while let Some(node) = open.pop() {
                for &end in self.ends(node) {
                    if at(&part, end as usize) == u32::MAX {
                        put(&mut part, end, count);
                        open.push(end);
                    }
                }
            }
            count += 1;
        }
        by_size(&part)
    }
}

/// The value at a place; nothing is asked beyond the end.
fn at<T: Copy + Default>(values: &[T], place: usize) -> T {
    values.get(place).copied().unwrap_or_default()
}

/// Sets the value of a node.
fn put<T>(values: &mut [T], node: u32, value: T) {
    if let Some(slot) = values.get_mut(node as usize) {
        *slot = value;
    }
}

/// Adds to the value of a node.
fn add<T: std::ops::AddAssign>(values: &mut [T], node: u32, more: T) {
    if let Some(slot) = values.get_mut(node as usize) {
        *slot += more;
    }
}

/// Groups renumbered: the largest is 0, and of equal ones the one with the lowest node comes first.
fn by_size(groups: &[u32]) -> Vec<u32> {
    let mut sizes: Vec<(u32, usize, usize)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for (node, group) in groups.iter().enumerate() {
        let place = *places.entry(*group).or_insert_with(|| {
            sizes.push((*group, 0, node));
            sizes.len() - 1
        });
        if let Some((_, size, _)) = sizes.get_mut(place) {
            *size += 1;
        }
    }
    sizes.sort_by_key(|(_, size, first)| (std::cmp::Reverse(*size), *first));
    let new: std::collections::BTreeMap<u32, u32> =
        sizes.iter().zip(0u32..).map(|((group, ..), number)| (*group, number)).collect();
    groups.iter().map(|group| new.get(group).copied().unwrap_or(0)).collect()
}
