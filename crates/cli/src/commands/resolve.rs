//! `tutela resolve`: which mentions and accounts may be one, and what people decided of it.

use analysis::Question;
use analysis::questions::attribution::AttributionQuestion;
use analysis::questions::identities::IdentitiesQuestion;
use analysis::questions::persons::PersonsQuestion;
use analysis::resolution::Resolution;
use casebook::identities::{self, IdentityDecision, Told, Verdict, decide, standing};
use casebook::{Case, Exit, Fault, asked};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Desk, account, answer, now_us};
use crate::Done;
use crate::words::say;

/// Show which identifiers records state together and which mentions may be one person, each link with its
/// weights, what speaks against it, and the decisions that stand.
///
/// `same`, `not-same` and `unsure` decide on two keys, `undecided` takes a decision back; the ground is given
/// with --reason. No record is changed: the next build joins or parts the identities.
///
/// Examples:
///   tutela --case milan-2026 resolve
///   tutela --case milan-2026 resolve --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Resolve {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::List)]
    pub(crate) act: Act,
    /// The one key.
    #[arg(value_name = "KEY")]
    pub(crate) left: Option<String>,
    /// The other.
    #[arg(value_name = "OTHER")]
    pub(crate) right: Option<String>,
    /// Findings to show at most; all are counted, and --json has every one.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show links and decisions.
    List,
    /// The two are one identity.
    Same,
    /// They are two.
    NotSame,
    /// It cannot be said.
    Unsure,
    /// A former decision is taken back.
    Undecided,
}

impl Act {
    fn verdict(self) -> Option<Verdict> {
        match self {
            Self::List => None,
            Self::Same => Some(Verdict::Same),
            Self::NotSame => Some(Verdict::NotSame),
            Self::Unsure => Some(Verdict::Unsure),
            Self::Undecided => Some(Verdict::Undecided),
        }
    }
}

impl Resolve {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        match self.act.verdict() {
            Some(verdict) => self.decide(desk, &case, verdict),
            None => self.list(desk, &case),
        }
    }

    fn decide(&self, desk: &Desk<'_>, case: &Case, verdict: Verdict) -> Done {
        let (Some(left), Some(right)) = (&self.left, &self.right) else {
            return Err(Fault::usage(
                "it is not said on which two keys",
                "name them as `tutela resolve` prints them",
            ));
        };
        let reason = desk.reason().unwrap_or_default();
        let decided = decide(
            case,
            [&desk.meant(left), &desk.meant(right)],
            verdict,
            reason,
            &account(),
            now_us(),
        )?;
        if desk.json() {
            desk.console.json(&decided)?;
        } else {
            print_decision(desk, &decided);
        }
        Ok(Exit::Done)
    }

    fn list(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let decisions = identities::decisions(case)?;
        let stand = standing(&decisions);
        if desk.json() {
            let found = asked::ask(case, |_| {}, Resolution::of)?;
            desk.console.json(&Printed { found, decisions: identities::history(&decisions) })?;
            return Ok(Exit::Done);
        }
        let answers = asked::ask(case, |_| {}, |basis| QUESTIONS.map(|one| one.ask(basis)))?;
        for found in answers {
            answer::print(desk, case, &found, self.limit)?;
        }
        for decision in stand {
            print_decision(desk, decision);
        }
        Ok(Exit::Done)
    }
}

/// The questions of who is who: exact identifiers, mentions, accounts.
static QUESTIONS: [&dyn Question; 3] =
    [&IdentitiesQuestion, &PersonsQuestion, &AttributionQuestion];

/// What is printed as JSON: the resolution, and every decision.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    found: Resolution,
    decisions: Vec<Told<'a>>,
}

fn print_decision(desk: &Desk<'_>, decision: &IdentityDecision) {
    let language = desk.console.language();
    let verdict = say(language, &format!("identity-{}", decision.verdict.code()), &[]);
    let values = [
        ("number", &*decision.number.to_string()),
        ("left", &*decision.left),
        ("verdict", &*verdict),
        ("right", &*decision.right),
        ("by", &*decision.by),
        ("reason", &*decision.reason),
    ];
    desk.console.data(&say(language, "identity-decided", &values));
}
