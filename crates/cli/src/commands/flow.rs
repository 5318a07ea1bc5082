//! `tutela flow`: who paid whom.

use casebook::Exit;
use clap::Args;
use model::Money;

use super::Desk;
use crate::Done;
use crate::words::say;

/// Show who paid whom: payments and sums for each pair and currency, summed once however many
/// sources state them.
///
/// Examples:
///   tutela --case milan-2026 flow
///   tutela --case milan-2026 flow --payer phone:+393470000012
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Flow {
    /// Only this payer.
    #[arg(long, value_name = "KEY")]
    pub(crate) payer: Option<String>,
    /// Only this payee.
    #[arg(long, value_name = "KEY")]
    pub(crate) payee: Option<String>,
    /// Pairs to show at most; --json shows all.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Flow {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let mut flows = casebook::asked::flows(&case)?;
        let wanted = |want: &Option<String>, is: &str| {
            want.as_ref().is_none_or(|want| desk.meant(want) == is)
        };
        flows
            .pairs
            .retain(|pair| wanted(&self.payer, &pair.payer) && wanted(&self.payee, &pair.payee));
        if desk.json() {
            desk.console.json(&flows)?;
            return Ok(Exit::Done);
        }
        for pair in flows.pairs.iter().take(self.limit) {
            let sum = Money { minor: pair.sum_minor, currency: pair.currency };
            let mark = if pair.possible_victim {
                say(desk.console.language(), "flow-possible-victim", &[])
            } else {
                String::new()
            };
            desk.console.data(&format!(
                "{:>5} × {:>18}  {} → {}{mark}",
                pair.payments,
                sum.to_string(),
                pair.payer,
                pair.payee
            ));
        }
        for currency in &flows.currencies {
            let sum = Money { minor: currency.sum_minor, currency: currency.currency };
            desk.console.remark(
                "flow-total",
                &[
                    ("payments", &currency.payments.to_string()),
                    ("sum", &sum.to_string()),
                    ("pairs", &currency.pairs.to_string()),
                ],
            );
        }
        none_found(desk, flows.pairs.is_empty());
        Ok(Exit::Done)
    }
}

fn none_found(desk: &Desk<'_>, empty: bool) {
    if empty {
        desk.console.remark("flow-none", &[]);
    }
}
