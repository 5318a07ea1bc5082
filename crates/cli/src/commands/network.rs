//! `tutela network`: who is tied with whom, by which records.

use analysis::Question as _;
use analysis::questions::network::{Network, NetworkQuestion};
use casebook::veil::Veil;
use casebook::{Exit, asked};
use clap::Args;

use super::{Desk, answer};
use crate::Done;

/// Show who is tied with whom: payments, calls, messages, contact lists and things that several have, with
/// the groups, bridges and ways between others that follow from them. What many share counts little, and
/// the answer says so. A place in a network is a fact about records; no role follows from it.
///
/// With --around, show who is one step out from these identities, with the records that put them there.
///
/// Examples:
///   tutela --case milan-2026 network
///   tutela --case milan-2026 network --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Connected {
    /// Identities around which the next ones are sought, by their keys.
    #[arg(long, value_name = "KEY")]
    pub(crate) around: Vec<String>,
    /// Findings to show at most; all are counted, and --json has every node and tie.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Connected {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let around: Vec<String> = self.around.iter().map(|key| desk.meant(key)).collect();
        let named = move |settings: &mut analysis::AskSettings| settings.network.named = around;
        if desk.json() {
            let found = asked::ask(&case, named, Network::of)?;
            desk.console.json(&under(&desk.console.veil(), found))?;
        } else {
            let found = asked::ask(&case, named, |basis| NetworkQuestion.ask(basis))?;
            answer::print(desk, &case, &found, self.limit)?;
        }
        Ok(Exit::Done)
    }
}

/// A network under the veil: a protected party has its pseudonym for a name, even where its own is a word that others
/// have as well.
pub(super) fn under(veil: &Veil, mut network: Network) -> Network {
    for node in &mut network.nodes {
        if let Some(number) = veil.number(&node.key) {
            node.key = veil.name(number);
            node.label = veil.name(number);
        } else {
            node.key = veil.text(&node.key).into_owned();
            node.label = veil.name_of_other(&node.label).into_owned();
        }
    }
    network
}
