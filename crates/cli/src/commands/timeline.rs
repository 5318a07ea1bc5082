//! `tutela timeline`: every record of chosen identities in order of time, with how sure the order is.

use analysis::timeline::{self, Filter, Kind, Order, Row};
use casebook::{Exit, asked};
use clap::Args;
use report::Teller;

use super::{Desk, answer};
use crate::Done;
use crate::words::say;

/// Show payments, calls, messages, log-ins, journeys and other records of these identities in one line of
/// time. A time known to the day only may lie before or after any other of that day, and is marked `~`.
///
/// Example:
///   tutela --case milan-2026 timeline app:51
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Timeline {
    /// The identities, by any of their keys; all of the case where none is given.
    #[arg(value_name = "KEY")]
    pub(crate) keys: Vec<String>,
    /// Rows to show at most; --json has all.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Timeline {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let filter = Filter {
            keys: self.keys.iter().map(|key| desk.meant(key)).collect(),
            ..Filter::default()
        };
        let found = asked::ask(&case, |_| {}, |basis| timeline::of(basis, &filter))?;
        if desk.json() {
            desk.console.json(&found)?;
            return Ok(Exit::Done);
        }
        let teller = super::report::teller(desk, &case)?;
        for row in found.rows.iter().take(self.limit) {
            desk.console.data(&line(desk, &teller, row));
        }
        let values = [
            ("rows", &*found.rows.len().to_string()),
            ("uncertain", &*found.uncertain.to_string()),
            ("undated", &*found.undated.len().to_string()),
        ];
        desk.console.data(&say(desk.console.language(), "timeline-rows", &values));
        for key in &found.unknown {
            desk.console.remark("timeline-unknown", &[("key", key)]);
        }
        Ok(Exit::Done)
    }
}

/// The key of the word for what happened.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Payment => "happened-payment",
        Kind::Call => "happened-call",
        Kind::Message => "happened-message",
        Kind::Contact => "happened-contact",
        Kind::Login => "happened-login",
        Kind::Lease => "happened-lease",
        Kind::Departure => "happened-departure",
        Kind::Arrival => "happened-arrival",
        Kind::File => "happened-file",
    }
}

fn line(desk: &Desk<'_>, teller: &Teller, row: &Row) -> String {
    let at = teller.instant(row.earliest_us).unwrap_or_default();
    let mark = if row.order == Order::Certain { ' ' } else { '~' };
    let money = row.money.map(|money| format!(" {money}")).unwrap_or_default();
    let records = answer::named(&row.records);
    let kind = say(desk.console.language(), word(row.kind), &[]);
    let (from, to) = (&row.from, &row.to);
    format!("{mark} {at:28} {kind:10} {from} → {to}{money} {} [{records}]", row.detail)
}
