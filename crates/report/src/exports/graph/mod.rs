//! The network of a case for programs that draw and measure graphs: one form a file.
//!
//! Nodes are identities, edges the ties of the network question, each with its count, its first and last
//! time and the records it rests on. What the program computes of the network (communities, places
//! between others) is not handed over: whoever reads it computes that anew.

mod gexf;
mod graphml;

#[cfg(test)]
mod tests;

use std::fmt;

use model::RecordRef;

use super::ExportError;
use super::manifest::RecordManifest;
use super::records::{Handing, Job, NoRows, OpenFile, Outputs};
use super::times::utc;

/// The register of forms of graphs.
pub static GRAPH_EXPORTS: &[&dyn GraphExport] = &[&gexf::Gexf, &graphml::GraphMl];

/// The form of this code.
pub fn find(code: &str) -> Option<&'static dyn GraphExport> {
    GRAPH_EXPORTS.iter().find(|export| export.code() == code).copied()
}

/// A graph as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The identities.
    pub nodes: Vec<GraphNode>,
    /// The ties.
    pub edges: Vec<GraphEdge>,
}

/// An identity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphNode {
    /// Its key.
    pub key: String,
    /// The name most records state for it; its key where none does.
    pub label: String,
}

/// A tie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphEdge {
    /// Place of the first among the nodes.
    pub from: u32,
    /// Place of the other.
    pub to: u32,
    /// What ties them: `payment`, `call`, `file`.
    pub sort: &'static str,
    /// Whether the first did it to the other; a thing that both have has no direction.
    pub is_directed: bool,
    /// Events or things.
    pub count: u64,
    /// First instant of the first, microseconds of UTC.
    pub first_us: Option<i64>,
    /// Last instant of the last.
    pub last_us: Option<i64>,
    /// The records.
    pub records: Vec<RecordRef>,
}

impl GraphEdge {
    /// The attributes of an edge that are texts, with their values.
    fn texts(&self) -> [(&'static str, String); 5] {
        let at = |at_us: Option<i64>| at_us.and_then(utc).unwrap_or_default();
        let records: Vec<String> = self.records.iter().map(ToString::to_string).collect();
        let direction = if self.is_directed { "from source to target" } else { "none" };
        [
            ("sort", self.sort.to_owned()),
            ("direction", direction.to_owned()),
            ("first", at(self.first_us)),
            ("last", at(self.last_us)),
            ("records", records.join(" ")),
        ]
    }
}

/// A form of a graph.
pub trait GraphExport: fmt::Debug + Sync {
    /// Its stable name.
    fn code(&self) -> &'static str;

    /// The form and its version, as its readers name it.
    fn form(&self) -> &'static str;

    /// Writes the whole graph.
    fn write(
        &self,
        asked: &Handing,
        graph: &Graph,
        out: &mut Outputs<'_>,
    ) -> Result<(), ExportError>;
}

/// Writes a graph in a form, and tells what was written.
pub fn hand_over<'w>(
    export: &dyn GraphExport,
    asked: &Handing,
    graph: &Graph,
    open: &'w mut OpenFile<'w>,
) -> Result<RecordManifest, ExportError> {
    if graph.nodes.is_empty() {
        return Err(ExportError::Nothing);
    }
    let mut job = Job::new(asked, &NoRows, open, &|_| false);
    job.out.begin("")?;
    export.write(asked, graph, &mut job.out)?;
    job.note("nodes", graph.nodes.len() as u64);
    job.note("edges", graph.edges.len() as u64);
    job.finish((export.code(), export.form()))
}
