//! A network in every form, read back by networkx where it is installed.

use model::{ExhibitId, RecordRef};

use super::*;
use crate::exports::records::tests::{Files, asked, by_python, on_shelf};

fn graph() -> Graph {
    let node = |key: &str, label: &str| GraphNode { key: key.to_owned(), label: label.to_owned() };
    let record = |row| RecordRef { exhibit: ExhibitId(3), row };
    let edge = |from, to, sort, is_directed, count: u64| GraphEdge {
        from,
        to,
        sort,
        is_directed,
        count,
        first_us: is_directed.then_some(1_768_044_600_000_000),
        last_us: is_directed.then_some(1_768_131_000_999_999),
        records: (1..=count).map(record).collect(),
    };
    Graph {
        nodes: vec![
            node("phone:+393470000001", "Mario <Rossi> & \"C\""),
            node("name:maria santos", "Maria\nSantos \u{1}"),
            node("phone:+639170000001", "phone:+639170000001"),
        ],
        edges: vec![
            edge(0, 1, "payment", true, 3),
            edge(1, 0, "payment", true, 1),
            edge(0, 1, "call", true, 2),
            edge(0, 2, "file", false, 1),
        ],
    }
}

fn handed(code: &str) -> (RecordManifest, Files) {
    on_shelf(&mut |open| hand_over(find(code).unwrap(), &asked(), &graph(), open)).unwrap()
}

const EXPECTED: &str = r#"3 4
n0 n1 payment 3 from source to target 2026-01-10T11:30:00Z EX-3/1 EX-3/2 EX-3/3
n0 n1 call 2 from source to target 2026-01-10T11:30:00Z EX-3/1 EX-3/2
n0 n2 file 1 none None EX-3/1
n1 n0 payment 1 from source to target 2026-01-10T11:30:00Z EX-3/1
['Mario <Rossi> & "C"', 'Maria\nSantos \\u{1}', 'phone:+639170000001']
['phone:+393470000001', 'name:maria santos', 'phone:+639170000001']"#;

fn read_by_networkx(code: &str, read: &str, count: &str) {
    let (manifest, files) = handed(code);
    assert_eq!((manifest.notes["nodes"], manifest.files[0].rows), (3, 4));
    let script = format!(
        r#"
import networkx as nx
g = {read}
print(g.number_of_nodes(), g.number_of_edges())
for u, v, d in g.edges(data=True):
    print(u, v, d["sort"], int(d["{count}"]), d["direction"], d.get("first"), d["records"])
print([d["label"] for _, d in g.nodes(data=True)])
print([d["key"] for _, d in g.nodes(data=True)])
"#
    );
    if let Some(said) = by_python("networkx", &script, &files) {
        assert_eq!(said, EXPECTED, "{code}");
    }
}

#[test]
fn networkx_reads_graphml() {
    read_by_networkx("graphml", "nx.read_graphml('file', force_multigraph=True)", "count");
}

#[test]
fn networkx_reads_gexf() {
    read_by_networkx("gexf", "nx.read_gexf('file')", "weight");
}

#[test]
fn two_exports_of_a_network_are_equal_and_an_empty_one_is_none() {
    for export in GRAPH_EXPORTS {
        assert_eq!(handed(export.code()), handed(export.code()));
        let none = on_shelf(&mut |open| hand_over(*export, &asked(), &Graph::default(), open));
        assert!(matches!(none, Err(ExportError::Nothing)));
    }
}
