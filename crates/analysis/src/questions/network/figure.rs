//! The picture of a network: the identities with most neighbours, at places of their own.

use model::finding::Figure;

use super::{Edge, Network};
use crate::graph::{self, Graph};

/// Ties drawn at most: more cannot be told apart on a page.
const TIES_DRAWN_MAX: usize = 240;

/// The identities with most neighbours and the ties between them; `None` where none are tied.
pub(super) fn picture(network: &Network, drawn_max: usize, seed: u64) -> Option<Figure> {
    let mut most: Vec<(usize, u32)> =
        network.nodes.iter().zip(0u32..).map(|(node, at)| (node.degree, at)).collect();
    most.sort_by_key(|(degree, at)| (std::cmp::Reverse(*degree), *at));
    most.truncate(drawn_max);
    let mut drawn: Vec<u32> = most.into_iter().map(|(_, at)| at).collect();
    drawn.sort_unstable();
    let is_drawn = |edge: &&Edge| {
        drawn.binary_search(&edge.from).is_ok() && drawn.binary_search(&edge.to).is_ok()
    };
    let mut ties: Vec<&Edge> = network.edges.iter().filter(is_drawn).collect();
    ties.sort_by_key(|edge| (std::cmp::Reverse(edge.count), edge.from, edge.to, edge.sort));
    ties.truncate(TIES_DRAWN_MAX);
    ties.sort_by_key(|edge| (edge.from, edge.to, edge.sort));
    drawn.retain(|at| ties.iter().any(|edge| edge.from == *at || edge.to == *at));
    let place = |at: u32| u32::try_from(drawn.binary_search(&at).ok()?).ok();
    let ends = ties.iter().filter_map(|edge| Some((place(edge.from)?, place(edge.to)?, 1)));
    let own = Graph::of(drawn.len(), ends);
    let nodes: Vec<_> = drawn.iter().filter_map(|at| network.node(*at)).collect();
    let mut groups: Vec<u32> = nodes.iter().map(|node| node.community).collect();
    groups.sort_unstable();
    groups.dedup();
    let group = |community: u32| {
        groups.binary_search(&community).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    };
    let communities: Vec<u32> = nodes.iter().map(|node| group(node.community)).collect();
    let spots = graph::layout(&own, &communities, seed);
    let told = nodes
        .iter()
        .zip(&spots)
        .map(|(node, (x, y))| (node.key.clone(), node.community, *x, *y, node.degree as u64));
    (!ties.is_empty()).then(|| Figure::Network {
        title: "network-figure".to_owned(),
        nodes: told.collect(),
        ties: ties
            .iter()
            .filter_map(|edge| {
                let ends = (place(edge.from)?, place(edge.to)?);
                Some((ends.0, ends.1, edge.sort.term().to_owned(), edge.count))
            })
            .collect(),
    })
}
