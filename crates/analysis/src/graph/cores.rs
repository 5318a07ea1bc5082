//! Cores (Seidman 1983): the k-core is what is left when nodes with fewer than k neighbours are
//! taken away again and again. By buckets, in linear time (Batagelj & Zaveršnik 2003).

use super::{Graph, at, put};

/// The highest core each node belongs to.
pub fn cores(graph: &Graph) -> Vec<u32> {
    let mut left: Vec<usize> = graph.numbers().map(|node| graph.degree(node)).collect();
    let most = left.iter().max().copied().unwrap_or(0);
    let mut buckets: Vec<Vec<u32>> = vec![Vec::new(); most + 1];
    for (node, degree) in graph.numbers().zip(&left) {
        if let Some(bucket) = buckets.get_mut(*degree) {
            bucket.push(node);
        }
    }
    let mut core = vec![0; graph.nodes()];
    let mut done = vec![false; graph.nodes()];
    let mut level = 0;
    let mut lowest = 0;
    while lowest <= most {
        let Some(node) = buckets.get_mut(lowest).and_then(Vec::pop) else {
            lowest += 1;
            continue;
        };
        // A node stands in every bucket it has fallen through; the first time is the right one.
        if at(&done, node as usize) || at(&left, node as usize) != lowest {
            continue;
        }
        level = level.max(lowest);
        put(&mut done, node, true);
        put(&mut core, node, u32::try_from(level).unwrap_or(u32::MAX));
        for &end in graph.ends(node).iter().filter(|end| !at(&done, **end as usize)) {
            let fewer = at(&left, end as usize) - 1;
            put(&mut left, end, fewer);
            if let Some(bucket) = buckets.get_mut(fewer) {
                bucket.push(end);
            }
            lowest = lowest.min(fewer);
        }
    }
    core
}
