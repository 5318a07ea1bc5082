//! `tutela decide`: what people say of findings and parties, and who signs second.

use casebook::decisions::{
    About, Category, Decision, Ruling, categorise, countersign, decisions, has_changed, rule,
    standing,
};
use casebook::{Case, Exit, Fault, asking};
use clap::{Args, ValueEnum};
use model::Card;
use report::Teller;
use serde::Serialize;

use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Decide on a finding or on the category of a party, or show what was decided. The ground is given with
/// --reason; a later decision on the same thing replaces it, and every one stays in the log and the report.
///
/// `accept`, `reject`, `doubt` and `reopen` take the question and the key of the finding, as the report shows it;
/// `categorise` takes the key of a party and --as; `sign` takes the number of a decision. What is accepted, and
/// every category, counts with the signature of a second person.
///
/// Examples:
///   tutela --case milan-2026 decide
///   tutela --case milan-2026 decide --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Decide {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::List)]
    pub(crate) act: Act,
    /// The question by its name or code, the key of the party, or the number of the decision.
    #[arg(value_name = "ON")]
    pub(crate) on: Option<String>,
    /// The finding, by its key.
    #[arg(value_name = "FINDING")]
    pub(crate) finding: Option<String>,
    /// The category.
    #[arg(long = "as", id = "category", value_name = "CATEGORY", value_enum)]
    pub(crate) category: Option<Of>,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show the decisions.
    List,
    /// The finding holds.
    Accept,
    /// It does not hold.
    Reject,
    /// It is to be looked at again.
    Doubt,
    /// A former decision on it is taken back.
    Reopen,
    /// Put a party into a category.
    Categorise,
    /// Sign a decision as a second person.
    Sign,
}

/// The category of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Of {
    /// Nobody has said.
    Unclassified,
    /// Serious grounds to believe that they committed or will commit an offence.
    UnderInvestigation,
    /// Convicted of one.
    Convicted,
    /// Its victim, or perhaps.
    Victim,
    /// May testify.
    Witness,
    /// In touch with one of the others.
    Contact,
    /// Another party to it.
    Other,
}

impl Of {
    fn category(self) -> Category {
        match self {
            Self::Unclassified => Category::Unclassified,
            Self::UnderInvestigation => Category::UnderInvestigation,
            Self::Convicted => Category::Convicted,
            Self::Victim => Category::Victim,
            Self::Witness => Category::Witness,
            Self::Contact => Category::Contact,
            Self::Other => Category::Other,
        }
    }
}

impl Decide {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let ruling = match self.act {
            Act::List => return list(desk, &case),
            Act::Categorise => return self.categorise(desk, &case),
            Act::Sign => return self.sign(desk, &case),
            Act::Accept => Ruling::Accepted,
            Act::Reject => Ruling::Rejected,
            Act::Doubt => Ruling::Doubted,
            Act::Reopen => Ruling::Open,
        };
        let (Some(question), Some(finding)) = (&self.on, &self.finding) else {
            return Err(Fault::usage(
                "it is not said on which finding",
                "name the question and the key that the report shows below the finding",
            ));
        };
        let finding = desk.finding(&case, question, finding)?;
        let finding = (question.as_str(), finding.as_str());
        let reason = desk.reason().unwrap_or_default();
        made(desk, &case, &rule(&case, finding, ruling, reason, &account(), now_us())?)
    }

    fn categorise(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let (Some(key), Some(category)) = (&self.on, self.category) else {
            return Err(Fault::usage(
                "a party or its category is missing",
                "name the party by its key, and the category with --as",
            ));
        };
        let reason = desk.reason().unwrap_or_default();
        let (by, at_us) = (account(), now_us());
        let key = desk.meant(key);
        let decided = categorise(case, &key, category.category(), reason, &by, at_us)?;
        // Whoever is a victim from now on is one in what is printed of it as well.
        desk.veil(case)?;
        made(desk, case, &decided)
    }

    fn sign(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let number = self.on.as_deref().and_then(|text| text.parse().ok());
        let number = number.ok_or_else(|| {
            Fault::usage(
                "it is not said which decision",
                "give its number, as `tutela decide` prints it",
            )
        })?;
        let reason = desk.reason().unwrap_or_default();
        made(desk, case, &countersign(case, number, reason, &account(), now_us())?)
    }
}

/// A decision as a script reads it.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    #[serde(flatten)]
    decision: &'a Decision,
    pub(super) stands: bool,
    pub(super) waits: bool,
    pub(super) records_changed: bool,
}

fn made(desk: &Desk<'_>, case: &Case, decision: &Decision) -> Done {
    let waits = decision.waits();
    let told = Told { decision, stands: true, waits, records_changed: false };
    if desk.json() {
        desk.console.json(&told)?;
    } else {
        print(desk, &super::report::teller(desk, case)?, &told);
    }
    Ok(Exit::Done)
}

/// What became of each decision.
pub(super) fn told<'d>(
    all: &'d [Decision],
    answers: &[(&Card, asking::StoredAnswer)],
) -> Vec<Told<'d>> {
    let stand: Vec<u64> = standing(all).iter().map(|one| one.number).collect();
    let told = all.iter().map(|decision| Told {
        decision,
        stands: stand.contains(&decision.number),
        waits: decision.waits(),
        records_changed: has_changed(decision, answers),
    });
    told.collect()
}

fn list(desk: &Desk<'_>, case: &Case) -> Done {
    let all = decisions(case)?;
    let told = told(&all, &asking::answers(case)?);
    if desk.json() {
        desk.console.json(&told)?;
        return Ok(Exit::Done);
    }
    let teller = super::report::teller(desk, case)?;
    for one in &told {
        print(desk, &teller, one);
    }
    if told.is_empty() {
        desk.console.remark("decide-none", &[]);
    }
    Ok(Exit::Done)
}

/// Prints a decision and what became of it, in one line.
pub(super) fn print(desk: &Desk<'_>, teller: &Teller, told: &Told<'_>) {
    let language = desk.console.language();
    let decision = told.decision;
    let about = match &decision.about {
        About::Finding { question, finding } => format!("{question} {finding}"),
        About::Person { key } => key.clone(),
    };
    let state = match &decision.second {
        _ if !told.stands => say(language, "decide-replaced", &[]),
        _ if told.records_changed => say(language, "decide-changed", &[]),
        Some(second) => say(language, "decide-signed", &[("by", &second.by)]),
        None if told.waits => say(language, "decide-waits", &[]),
        None => String::new(),
    };
    let decided = say(language, &format!("decided-{}", decision.decided.code()), &[]);
    let values = [
        ("number", &*decision.number.to_string()),
        ("about", &*about),
        ("decided", &*decided),
        ("by", &*decision.by),
        ("at", &*teller.instant(decision.at_us).unwrap_or_default()),
        ("reason", &*decision.reason),
    ];
    desk.console.data(format!("{}  {state}", say(language, "decide-line", &values)).trim_end());
}
