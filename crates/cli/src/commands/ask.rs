//! `tutela ask`: one question of the register, asked of the case as it stands.

use analysis::questions::{self, QUESTIONS};
use casebook::{Exit, Fault};
use clap::Args;

use super::{Desk, answer};
use crate::Done;

/// Ask one question of the case as it stands, and show its findings: each with what speaks against it and
/// what else could explain it. Without a name, list the questions.
///
/// Examples:
///   tutela ask
///   tutela --case milan-2026 ask episodes
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Ask {
    /// The question, by its name or code.
    #[arg(value_name = "QUESTION")]
    pub(crate) question: Option<String>,
    /// Findings to show at most; all are counted, and --json has every one.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

impl Ask {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let Some(name) = &self.question else { return list(desk) };
        let question = questions::named(name).ok_or_else(|| {
            Fault::usage(
                format!("there is no question `{name}`"),
                "`tutela ask` without a name lists the questions",
            )
        })?;
        let case = desk.case()?;
        let found = casebook::asked::ask(&case, |_| {}, |basis| question.ask(basis))?;
        if desk.json() {
            desk.console.json(&found)?;
        } else {
            answer::print(desk, &case, &found, self.limit)?;
        }
        Ok(Exit::Done)
    }
}

/// Every question of the register.
fn list(desk: &Desk<'_>) -> Done {
    let cards: Vec<_> = QUESTIONS.iter().map(|asked| asked.card()).collect();
    if desk.json() {
        desk.console.json(&cards)?;
        return Ok(Exit::Done);
    }
    for card in cards {
        desk.console.data(&format!("{} {:16} {}", card.code, card.name, card.question));
    }
    Ok(Exit::Done)
}
