//! GraphML: the network for yEd, Gephi, Cytoscape, networkx.
//!
//! - **Specification:** GraphML 1.0 (<http://graphml.graphdrawing.org>).
//! - **Edges** are all written as directed, since many readers refuse a mixture; `direction` says `none`
//!   where a tie has none. Several edges between two nodes are one for each sort and direction.

use super::{ExportError, Graph, GraphExport, Handing, Outputs};
use crate::exports::xml::escaped;

/// Attributes: id, what it is of, its name, its type.
const KEYS: [(&str, &str, &str, &str); 8] = [
    ("n0", "node", "key", "string"),
    ("n1", "node", "label", "string"),
    ("e0", "edge", "sort", "string"),
    ("e1", "edge", "direction", "string"),
    ("e2", "edge", "first", "string"),
    ("e3", "edge", "last", "string"),
    ("e4", "edge", "records", "string"),
    ("e5", "edge", "count", "long"),
];

/// Networks in GraphML; see the module.
#[derive(Debug)]
pub(super) struct GraphMl;

impl GraphExport for GraphMl {
    fn code(&self) -> &'static str {
        "graphml"
    }

    fn form(&self) -> &'static str {
        "GraphML 1.0"
    }

    fn write(
        &self,
        asked: &Handing,
        graph: &Graph,
        out: &mut Outputs<'_>,
    ) -> Result<(), ExportError> {
        out.text(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
        )?;
        out.text(&format!("<desc>{}</desc>\n", escaped(&asked.mark())))?;
        for (id, of, name, kind) in KEYS {
            out.text(&format!(
                "<key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
            ))?;
        }
        out.text("<graph id=\"network\" edgedefault=\"directed\">\n")?;
        for (number, node) in graph.nodes.iter().enumerate() {
            let (key, label) = (escaped(&node.key), escaped(&node.label));
            out.text(&format!(
                "<node id=\"n{number}\"><data key=\"n0\">{key}</data><data key=\"n1\">{label}</data></node>\n"
            ))?;
        }
        for (number, edge) in graph.edges.iter().enumerate() {
            let (from, to) = (edge.from, edge.to);
            out.text(&format!("<edge id=\"e{number}\" source=\"n{from}\" target=\"n{to}\">"))?;
            for ((_, text), at) in edge.texts().iter().zip(0..) {
                if !text.is_empty() {
                    out.text(&format!("<data key=\"e{at}\">{}</data>", escaped(text)))?;
                }
            }
            out.text(&format!("<data key=\"e5\">{}</data></edge>\n", edge.count))?;
            out.row();
        }
        out.text("</graph>\n</graphml>\n")
    }
}
