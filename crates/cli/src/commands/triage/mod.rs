//! `tutela triage`: what known sets say of every file of a case, and what people decide on the rest.

mod acts;

use std::path::{Path, PathBuf};

use casebook::triage::decisions::Decision;
use casebook::triage::groups::By;
use casebook::triage::opening::Role;
use casebook::triage::{Counts, Judged, Options, Outcome, Verdict, open_sets};
use casebook::{Case, Exit, Fault};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Desk, decode, now_us, sets, worker};
use crate::Done;
use crate::words::say;

/// Compare every file of the case with the known sets: by its digests, and a picture that these leave
/// open by its look, which is taken in the cage. No file is shown. A listed file names its set and who
/// answers for it; known is not good.
///
/// `groups` shows undecided files that one decision can cover; `decide GROUP` decides on them;
/// `shared` shows contents that lie with different holders; `open FILE` hands out the bytes of one file,
/// which is logged first.
///
/// Examples:
///   tutela --case milan-2026 triage --sets sets
///   tutela --case milan-2026 triage groups --by folder
///   tutela --case milan-2026 triage shared
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Triage {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::Run)]
    pub(crate) act: Act,
    /// The group or file that is meant, by its name.
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Folder of the sets; otherwise `TUTELA_SETS`, or the user's own.
    #[arg(long, value_name = "DIR")]
    pub(crate) sets: Option<PathBuf>,
    /// Files or groups to show at most; all are counted, and --json shows every one.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
    /// Compare by digests alone: no picture is examined.
    #[arg(long)]
    pub(crate) digests_only: bool,
    /// What decodes films, in a cage of its own: the path of `ffmpeg`, 5.1 or later.
    #[arg(long, value_name = "FILE")]
    pub(crate) decoder: Option<PathBuf>,
    /// By what undecided files are grouped.
    #[arg(long, value_enum, default_value_t = Grouping::Near)]
    pub(crate) by: Grouping,
    /// Files of a group, at least.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) least: usize,
    /// What is decided; the ground is given with --reason.
    #[arg(long = "as", id = "as", value_enum)]
    pub(crate) decision: Option<Deciding>,
    /// As what a file is opened; the reason is given with --reason.
    #[arg(long, value_enum)]
    pub(crate) role: Option<Opener>,
    /// Where the bytes of an opened file go: a new file.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Compare the files.
    Run,
    /// Show undecided files that one decision can cover.
    Groups,
    /// Decide on a group.
    Decide,
    /// Show contents that lie with different holders.
    Shared,
    /// Hand out the bytes of one file; this is logged.
    Open,
}

/// By what files are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grouping {
    /// The same bytes, or alike in look.
    Near,
    /// One folder.
    Folder,
    /// One camera.
    Camera,
    /// One day.
    Day,
    /// Each alone.
    File,
}

impl From<Grouping> for By {
    fn from(grouping: Grouping) -> Self {
        match grouping {
            Grouping::Near => Self::Near,
            Grouping::Folder => Self::Folder,
            Grouping::Camera => Self::Camera,
            Grouping::Day => Self::Day,
            Grouping::File => Self::File,
        }
    }
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deciding {
    /// It does not matter to the case.
    SetAside,
    /// It matters to the case.
    Relevant,
    /// It goes to those who identify victims.
    HandOver,
    /// The former decision is taken back.
    Undecided,
}

impl From<Deciding> for Decision {
    fn from(deciding: Deciding) -> Self {
        match deciding {
            Deciding::SetAside => Self::SetAside,
            Deciding::Relevant => Self::Relevant,
            Deciding::HandOver => Self::HandOver,
            Deciding::Undecided => Self::Undecided,
        }
    }
}

/// As what a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Opener {
    /// Examines devices.
    Examiner,
    /// Leads the inquiry.
    Investigator,
    /// The prosecutor or a judge.
    Prosecutor,
    /// An expert of a party.
    Expert,
}

impl From<Opener> for Role {
    fn from(opener: Opener) -> Self {
        match opener {
            Opener::Examiner => Self::Examiner,
            Opener::Investigator => Self::Investigator,
            Opener::Prosecutor => Self::Prosecutor,
            Opener::Expert => Self::Expert,
        }
    }
}

impl Triage {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        match self.act {
            Act::Run => self.compare(desk, &case),
            Act::Groups => self.groups(desk, &case),
            Act::Decide => self.decide(desk, &case),
            Act::Shared => self.shared(desk, &case),
            Act::Open => self.open(desk, &case),
        }
    }

    fn compare(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let known = open_sets(&sets::folder(self.sets.as_deref())?)?;
        let worker = worker::command()?;
        let decoder = match &self.decoder {
            Some(program) => Some((program.clone(), decode::command()?)),
            None => None,
        };
        let triage = casebook::triage::Triage {
            case,
            sets: &known,
            worker: &worker,
            options: Options { pictures: !self.digests_only, decoder },
            progress: desk.console,
        };
        let (json, mut files, mut shown) = (desk.json(), Vec::new(), 0);
        let outcome = triage.run(&desk.person(), now_us(), &mut |judged| {
            if json {
                files.push(judged.clone());
            } else if judged.set.is_some()
                && judged.verdict != Verdict::KnownGood
                && shown < self.limit
            {
                print(desk, judged);
                shown += 1;
            }
            Ok(())
        })?;
        if json {
            desk.console.json(&json!({
                "generation": outcome.generation, "sets": outcome.sets, "files": files,
                "counts": outcome.counts, "not_readable": outcome.not_readable,
                "set_aside": outcome.set_aside,
            }))?;
        } else {
            sum(desk, &outcome);
        }
        Ok(Exit::Done)
    }

    /// The name that an act needs.
    fn named(&self) -> Result<&str, Fault> {
        self.name.as_deref().ok_or_else(|| {
            Fault::usage("it is not said which group or file is meant", "give its name")
        })
    }

    fn target(&self) -> Result<&Path, Fault> {
        self.to.as_deref().ok_or_else(|| {
            Fault::usage("it is not said where the bytes go", "give a new file with --to FILE")
        })
    }
}

/// One file that a set lists, or that looks like one: where it is, and what each set says of it.
fn print(desk: &Desk<'_>, judged: &Judged) {
    desk.console.data(&format!("{:14} {}", judged.label(), judged.locator));
    for one in &judged.says {
        let category = [one.scheme.as_str(), one.category.as_str()].join(" ");
        let distance = one.distance.map(|bits| format!(" {bits}/256")).unwrap_or_default();
        let film = one.film_percent.map(|(this, listed)| format!(" {this} %, {listed} %"));
        desk.console.data(&format!(
            "{:14} {} ({}) {}  {}{distance}{}",
            "",
            one.set,
            one.owner,
            category.trim(),
            one.by.join(", "),
            film.unwrap_or_default()
        ));
    }
}

/// The key of the word for a verdict.
fn verdict_key(verdict: Verdict) -> String {
    format!("verdict-{}", verdict.code().replace('_', "-"))
}

fn sum(desk: &Desk<'_>, outcome: &Outcome) {
    let counts: &Counts = &outcome.counts;
    for (verdict, count) in counts {
        let word = say(desk.console.language(), &verdict_key(*verdict), &[]);
        desk.console.data(&format!("{:>10}  {:>16} B  {word}", count.files, count.bytes));
    }
    let aside: u64 = outcome.set_aside.values().sum();
    if aside > 0 {
        let word = say(desk.console.language(), "triage-set-aside", &[]);
        desk.console.data(&format!("{aside:>10}  {:>18}  {word}", ""));
    }
}
