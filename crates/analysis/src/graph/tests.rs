//! What is known of known graphs: Zachary's karate club (Zachary 1977), rings of cliques, and any
//! graph, where networkx counts the same.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::leiden::adjusted_rand;
use super::*;

/// Who met whom outside the karate club: 34 people, 78 ties.
pub(crate) const KARATE: [(u32, u32); 78] = [
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 4),
    (0, 5),
    (0, 6),
    (0, 7),
    (0, 8),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 13),
    (0, 17),
    (0, 19),
    (0, 21),
    (0, 31),
    (1, 2),
    (1, 3),
    (1, 7),
    (1, 13),
    (1, 17),
    (1, 19),
    (1, 21),
    (1, 30),
    (2, 3),
    (2, 7),
    (2, 8),
    (2, 9),
    (2, 13),
    (2, 27),
    (2, 28),
    (2, 32),
    (3, 7),
    (3, 12),
    (3, 13),
    (4, 6),
    (4, 10),
    (5, 6),
    (5, 10),
    (5, 16),
    (6, 16),
    (8, 30),
    (8, 32),
    (8, 33),
    (9, 33),
    (13, 33),
    (14, 32),
    (14, 33),
    (15, 32),
    (15, 33),
    (18, 32),
    (18, 33),
    (19, 33),
    (20, 32),
    (20, 33),
    (22, 32),
    (22, 33),
    (23, 25),
    (23, 27),
    (23, 29),
    (23, 32),
    (23, 33),
    (24, 25),
    (24, 27),
    (24, 31),
    (25, 31),
    (26, 29),
    (26, 33),
    (27, 33),
    (28, 31),
    (28, 33),
    (29, 32),
    (29, 33),
    (30, 32),
    (30, 33),
    (31, 32),
    (31, 33),
    (32, 33),
];

/// Where each member went when the club split (Zachary 1977): the instructor's side is 0.
const SPLIT: [u32; 34] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1,
];

fn plain(nodes: usize, ties: &[(u32, u32)]) -> Graph {
    Graph::of(nodes, ties.iter().map(|(a, b)| (*a, *b, WHOLE)))
}

fn karate() -> Graph {
    plain(34, &KARATE)
}

/// Cliques of five in a ring, one tie from each to the next.
fn ring(cliques: u32) -> Graph {
    let mut ties = Vec::new();
    for clique in 0..cliques {
        let first = clique * 5;
        for a in first..first + 5 {
            ties.extend((a + 1..first + 5).map(|b| (a, b)));
        }
        ties.push((first, ((clique + 1) % cliques) * 5 + 1));
    }
    plain(cliques as usize * 5, &ties)
}

#[test]
fn the_karate_club_has_its_known_best_division() {
    let found = communities(&karate(), Quality::Modularity(1_000), 10, 7);
    // The optimum, proved by integer programming (Brandes et al. 2008).
    assert!((found.modularity - 0.419_789_6).abs() < 1e-6, "{}", found.modularity);
    assert_eq!(found.count, 4);
    let split: f64 = adjusted_rand(&found.of, &SPLIT);
    assert!(split > 0.4, "{split}");
}

#[test]
fn a_ring_of_cliques_is_its_cliques() {
    let graph = ring(8);
    for quality in [Quality::Modularity(1_000), Quality::Constant(300)] {
        let found = communities(&graph, quality, 3, 7);
        assert_eq!((found.count, found.agreement), (8, 1.0), "{quality:?}");
        for node in graph.numbers() {
            assert_eq!(found.of[node as usize], node / 5);
        }
    }
    // Modularity merges neighbours in a long ring, the constant model does not (Traag et al. 2011).
    assert!(communities(&ring(60), Quality::Modularity(1_000), 3, 7).count < 60);
    assert_eq!(communities(&ring(60), Quality::Constant(300), 3, 7).count, 60);
}

#[test]
fn cores_and_ways_of_the_karate_club_are_those_of_networkx() {
    let graph = karate();
    let cores = cores(&graph);
    assert_eq!(
        cores,
        [
            4, 4, 4, 4, 3, 3, 3, 4, 4, 2, 3, 1, 2, 4, 2, 2, 2, 2, 2, 3, 2, 2, 2, 3, 3, 3, 2, 3, 3,
            3, 4, 3, 4, 4
        ]
    );
    let between = betweenness(&graph, 7);
    assert_eq!(between.starts, 34);
    assert!((between.share[0] - 0.437_635_281_385_281_3).abs() < 1e-12);
    assert!((between.share[33] - 0.304_074_975_949_976).abs() < 1e-12);
    let cuts = cuts(&graph);
    assert_eq!(cuts.points, [0]);
    assert_eq!(cuts.bridges, [Bridge { from: 0, to: 11, smaller: 1, larger: 33 }]);
}

#[test]
fn a_picture_is_the_same_every_time_and_keeps_communities_apart() {
    let graph = ring(8);
    let found = communities(&graph, Quality::Modularity(1_000), 3, 7);
    let spots = layout(&graph, &found.of, 7);
    assert_eq!(spots, layout(&graph, &found.of, 7));
    assert!(spots.iter().all(|(x, y)| *x <= SIDE && *y <= SIDE));
    let mean = |same: bool| {
        let mut lengths = Vec::new();
        for a in graph.numbers() {
            for b in (a + 1..40).filter(|b| (a / 5 == b / 5) == same) {
                let (one, other) = (spots[a as usize], spots[b as usize]);
                let (dx, dy) = (one.0.abs_diff(other.0), one.1.abs_diff(other.1));
                lengths.push(f64::from(dx).hypot(f64::from(dy)));
            }
        }
        lengths.iter().sum::<f64>() / lengths.len() as f64
    };
    assert!(mean(true) * 3.0 < mean(false), "{} {}", mean(true), mean(false));
}

#[test]
fn a_rewired_graph_keeps_every_number_of_neighbours_and_loses_its_groups() {
    let graph = ring(20);
    let other = rewired(&graph, 7, 1);
    assert!(graph.numbers().all(|node| graph.degree(node) == other.degree(node)));
    let of = |graph: &Graph| communities(graph, Quality::Modularity(1_000), 1, 7).modularity;
    assert!(of(&graph) > of(&other) + 0.2);
}

/// What networkx counts on a graph: modularity of a division, betweenness, cores, bridges,
/// articulation points; `None` where it is not installed.
fn networkx(graph: &Graph, of: &[u32]) -> Option<serde_json::Value> {
    const SCRIPT: &str = "
import json, sys, networkx as nx
given = json.load(sys.stdin)
g = nx.Graph(); g.add_nodes_from(range(given['nodes']))
g.add_weighted_edges_from(given['ties'])
groups = {}
for node, group in enumerate(given['of']): groups.setdefault(group, set()).add(node)
between, core = nx.betweenness_centrality(g), nx.core_number(g)
print(json.dumps({
  'modularity': nx.community.modularity(g, groups.values()) if given['ties'] else 0.0,
  'between': [between[n] for n in sorted(g)], 'core': [core[n] for n in sorted(g)],
  'bridges': sorted(sorted(b) for b in nx.bridges(g)),
  'points': sorted(nx.articulation_points(g))}))";
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let ties: Vec<_> = graph.each().collect();
    let given = serde_json::json!({ "nodes": graph.nodes(), "ties": ties, "of": of });
    python.stdin.take()?.write_all(given.to_string().as_bytes()).ok()?;
    let out = python.wait_with_output().ok()?;
    serde_json::from_slice(&out.stdout).ok()
}

#[test]
fn networkx_counts_the_same() {
    let chained =
        Graph::of(9, [(0, 1, 500), (1, 2, 2_000), (2, 0, 1), (2, 3, 7), (3, 4, 9), (7, 8, 3)]);
    for graph in [karate(), ring(7), rewired(&ring(30), 3, 0), chained] {
        let found = communities(&graph, Quality::Modularity(1_000), 4, 7);
        let Some(theirs) = networkx(&graph, &found.of) else { return };
        let close = |a: f64, b: &serde_json::Value| (a - b.as_f64().unwrap()).abs() < 1e-9;
        assert!(close(found.modularity, &theirs["modularity"]));
        let between = betweenness(&graph, 7).share;
        let pairs = between.iter().zip(theirs["between"].as_array().unwrap());
        assert!(pairs.into_iter().all(|(own, their)| close(*own, their)));
        assert_eq!(serde_json::json!(cores(&graph)), theirs["core"]);
        let cuts = cuts(&graph);
        let mut bridges: Vec<_> = cuts.bridges.iter().map(|tie| (tie.from, tie.to)).collect();
        bridges.sort_unstable();
        assert_eq!(serde_json::json!(bridges), theirs["bridges"]);
        assert_eq!(serde_json::json!(cuts.points), theirs["points"]);
    }
}

fn any_graph() -> impl Strategy<Value = Graph> {
    (2usize..24).prop_flat_map(|nodes| {
        let end = 0..u32::try_from(nodes).unwrap();
        prop::collection::vec((end.clone(), end, 1u64..5_000), 0..60)
            .prop_map(move |ties| Graph::of(nodes, ties))
    })
}

proptest! {
    #[test]
    fn every_community_is_connected_and_no_node_gains_by_moving(graph in any_graph()) {
        let found = communities(&graph, Quality::Modularity(1_000), 2, 7);
        let own = graph.each().filter(|(a, b, _)| found.of[*a as usize] == found.of[*b as usize]);
        let inside = Graph::of(graph.nodes(), own);
        let parts = inside.parts();
        for a in graph.numbers() {
            for b in graph.numbers() {
                let same = found.of[a as usize] == found.of[b as usize];
                prop_assert_eq!(same, parts[a as usize] == parts[b as usize]);
            }
        }
        for node in graph.numbers() {
            for (end, _) in graph.neighbours(node) {
                let mut moved = found.of.clone();
                moved[node as usize] = found.of[end as usize];
                prop_assert!(modularity(&graph, &moved) <= found.modularity + 1e-9);
            }
        }
    }

    #[test]
    fn a_bridge_parts_as_many_as_it_says(graph in any_graph()) {
        let whole = graph.parts();
        let size = |parts: &[u32], node: u32| {
            parts.iter().filter(|part| **part == parts[node as usize]).count()
        };
        let found = cuts(&graph);
        for (a, b, _) in graph.each() {
            let rest = graph.each().filter(|tie| (tie.0, tie.1) != (a, b));
            let parts = Graph::of(graph.nodes(), rest).parts();
            let bridge = found.bridges.iter().find(|one| (one.from, one.to) == (a, b));
            prop_assert_eq!(parts[a as usize] != parts[b as usize], bridge.is_some());
            if let Some(bridge) = bridge {
                let sides = (size(&parts, a), size(&parts, b));
                prop_assert_eq!(bridge.smaller, sides.0.min(sides.1));
                prop_assert_eq!(bridge.smaller + bridge.larger, size(&whole, a));
            }
        }
    }

    #[test]
    fn a_sample_of_ways_errs_less_than_it_says(seed in 0u64..20) {
        let graph = rewired(&ring(40), seed, 0);
        let exact = betweenness(&graph, seed);
        let sampled = super::betweenness::sampled(&graph, seed, 100);
        for node in 0..graph.nodes() {
            let wrong = (exact.share[node] - sampled.share[node]).abs();
            prop_assert!(wrong <= sampled.error[node]);
        }
        prop_assert_eq!(sampled.starts, 100);
    }
}
