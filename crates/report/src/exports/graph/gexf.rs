//! GEXF: the network for Gephi.
//!
//! - **Specification:** GEXF 1.2draft (<https://gexf.net>), which Gephi and networkx both read.
//! - **Edges** are all written as directed, since readers refuse a mixture; `direction` says `none` where
//!   a tie has none. The weight of an edge is its count; `sort` tells what it is.

use super::{ExportError, Graph, GraphExport, Handing, Outputs};
use crate::exports::xml::escaped;

/// Networks in GEXF; see the module.
#[derive(Debug)]
pub(super) struct Gexf;

impl GraphExport for Gexf {
    fn code(&self) -> &'static str {
        "gexf"
    }

    fn form(&self) -> &'static str {
        "GEXF 1.2"
    }

    fn write(
        &self,
        asked: &Handing,
        graph: &Graph,
        out: &mut Outputs<'_>,
    ) -> Result<(), ExportError> {
        out.text(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n\
             <meta><creator>Tutela</creator>",
        )?;
        out.text(&format!("<description>{}</description></meta>\n", escaped(&asked.mark())))?;
        out.text(
            "<graph mode=\"static\" defaultedgetype=\"directed\">\n<attributes class=\"node\">",
        )?;
        out.text("<attribute id=\"0\" title=\"key\" type=\"string\"/></attributes>\n")?;
        out.text("<attributes class=\"edge\">")?;
        for (name, at) in ["sort", "direction", "first", "last", "records"].iter().zip(0..) {
            out.text(&format!("<attribute id=\"{at}\" title=\"{name}\" type=\"string\"/>"))?;
        }
        out.text("</attributes>\n<nodes>\n")?;
        for (number, node) in graph.nodes.iter().enumerate() {
            let (key, label) = (escaped(&node.key), escaped(&node.label));
            out.text(&format!(
                "<node id=\"n{number}\" label=\"{label}\"><attvalues>\
                 <attvalue for=\"0\" value=\"{key}\"/></attvalues></node>\n"
            ))?;
        }
        out.text("</nodes>\n<edges>\n")?;
        for (number, edge) in graph.edges.iter().enumerate() {
            let (from, to, count) = (edge.from, edge.to, edge.count);
            out.text(&format!(
                "<edge id=\"e{number}\" source=\"n{from}\" target=\"n{to}\" weight=\"{count}\"><attvalues>"
            ))?;
            for ((_, text), at) in edge.texts().iter().zip(0..) {
                if !text.is_empty() {
                    out.text(&format!("<attvalue for=\"{at}\" value=\"{}\"/>", escaped(text)))?;
                }
            }
            out.text("</attvalues></edge>\n")?;
            out.row();
        }
        out.text("</edges>\n</graph>\n</gexf>\n")
    }
}
