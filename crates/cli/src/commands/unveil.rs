//! `tutela unveil`: who stands behind a pseudonym, for a reason, with a second person, for a time.

use std::collections::BTreeSet;

use casebook::veil::lift::{self, Asked, Lift, Stage};
use casebook::veil::number_of;
use casebook::{Exit, Fault};
use clap::{Args, ValueEnum};
use report::Teller;
use serde::Serialize;

use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Lift the veil over protected parties. A party that may be a child or victim stands as `protected-1` in everything
/// the program shows and hands over (docs/pseudonyms.md). Who they are is shown to whoever asked, once a second
/// person has signed, until the time is over, and only by commands that are given `--unveiled` and a reason.
///
/// `ask protected-1` asks, with --reason; `sign NUMBER` signs as a second person, who is not shown anything by it;
/// `end NUMBER` ends it at once. Every step and every use stands in the custody log. Asking ends with 6 until it is
/// signed.
///
/// Examples:
///   tutela --case milan-2026 unveil
///   tutela --case milan-2026 unveil --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Unveil {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::List)]
    pub(crate) act: Act,
    /// The pseudonyms; or the number of a lift.
    #[arg(value_name = "WHO")]
    pub(crate) who: Vec<String>,
    /// Further persons who are to be shown them, by account.
    #[arg(long, value_name = "ACCOUNTS", value_delimiter = ',')]
    pub(crate) reader: Vec<String>,
    /// For how many hours.
    #[arg(long = "for", id = "hours", value_name = "HOURS", default_value_t = 24)]
    pub(crate) hours: u32,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show every lift and how far it is.
    List,
    /// Ask for one.
    Ask,
    /// Sign one as a second person.
    Sign,
    /// End one.
    End,
}

/// A lift with how far it is.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    lift: &'a Lift,
    stage: Stage,
}

impl Unveil {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let by = account();
        let (reason, who) = (desk.reason().unwrap_or_default(), (by.as_str(), now_us()));
        let made = match self.act {
            Act::List => return list(desk, &case, who.1),
            Act::Ask => lift::ask(&case, &self.asked()?, reason, who)?,
            Act::Sign => lift::sign(&case, self.number()?, reason, who)?,
            Act::End => lift::end(&case, self.number()?, reason, who)?,
        };
        let stage = made.stage(who.1);
        let told = Told { lift: &made, stage };
        if desk.json() {
            desk.console.json(&told)?;
        } else {
            print(desk, &super::report::teller(desk, &case)?, &told);
        }
        Ok(if stage == Stage::Waits { Exit::SecondPerson } else { Exit::Done })
    }

    fn asked(&self) -> Result<Asked, Fault> {
        let number = |text: &String| {
            number_of(text).ok_or_else(|| {
                Fault::usage(
                    format!("`{text}` is no pseudonym"),
                    "name pseudonyms as the answers and the report show them: `protected-1`",
                )
            })
        };
        Ok(Asked {
            pseudonyms: self.who.iter().map(number).collect::<Result<BTreeSet<u64>, Fault>>()?,
            readers: self.reader.iter().cloned().collect(),
            hours: self.hours,
        })
    }

    fn number(&self) -> Result<u64, Fault> {
        self.who.first().and_then(|text| text.parse().ok()).ok_or_else(|| {
            Fault::usage(
                "it is not said which lift",
                "give its number, as `tutela unveil` prints it",
            )
        })
    }
}

fn list(desk: &Desk<'_>, case: &casebook::Case, at_us: i64) -> Done {
    let all = lift::lifts(case)?;
    let told: Vec<Told<'_>> =
        all.iter().map(|lift| Told { lift, stage: lift.stage(at_us) }).collect();
    if desk.json() {
        desk.console.json(&told)?;
        return Ok(Exit::Done);
    }
    let teller = super::report::teller(desk, case)?;
    for one in &told {
        print(desk, &teller, one);
    }
    if told.is_empty() {
        desk.console.remark("unveil-none", &[]);
    }
    Ok(Exit::Done)
}

fn print(desk: &Desk<'_>, teller: &Teller, told: &Told<'_>) {
    let (language, lift) = (desk.console.language(), told.lift);
    let veil = desk.console.veil();
    let whom: Vec<String> = lift.pseudonyms.iter().map(|number| veil.name(*number)).collect();
    let readers: Vec<&str> =
        std::iter::once(lift.by.as_str()).chain(lift.readers.iter().map(String::as_str)).collect();
    let signed =
        lift.second.as_ref().map(|second| say(language, "decide-signed", &[("by", &second.by)]));
    let values = [
        ("number", &*lift.number.to_string()),
        ("whom", &*whom.join(", ")),
        ("readers", &*readers.join(", ")),
        ("until", &*teller.instant(lift.until_us).unwrap_or_default()),
        ("reason", &*lift.reason),
        ("stage", &*say(language, &format!("unveil-{}", told.stage.code()), &[])),
        ("used", &*lift.used.to_string()),
    ];
    let line = format!("{}  {}", say(language, "unveil-line", &values), signed.unwrap_or_default());
    desk.console.data(line.trim_end());
}
