//! `tutela note`: what people write beside findings, records and parties.

use casebook::notes::{self, Audience, Note, NotedOn, Said};
use casebook::{Case, Exit, Fault};
use clap::{Args, ValueEnum};
use report::Teller;

use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Show, write and take back notes and tags beside a finding, a record or a party. Each stays in the log with its
/// author and time; what is taken back stays too, with the ground (--reason).
///
/// A note stays in the unit, and leaves with no report or bundle, unless it is written with --for-report. Tags come
/// from a list that the case holds, and stay in the unit.
///
/// `write` and `tag` take the question and key of a finding, the number of a record (EX-2/14), or the key of a party;
/// `withdraw` takes the number of a note or tag; `tags` shows the list, `allow` puts a tag on it with its meaning.
///
/// Examples:
///   tutela --case milan-2026 note
///   tutela --case milan-2026 note allow call-back --text "the bank is to be asked again"
///   tutela --case milan-2026 note tag EX-1/1 --tag call-back
///   tutela --case milan-2026 note write EX-1/1 --text "stated in the return of March as well"
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Noting {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::List)]
    pub(crate) act: Act,
    /// The question of a finding, a record, a party, the number of a note, or a tag.
    #[arg(value_name = "ON")]
    pub(crate) on: Option<String>,
    /// The finding, by its key.
    #[arg(value_name = "FINDING")]
    pub(crate) finding: Option<String>,
    /// The words of the note, or what a tag means.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) text: String,
    /// The tag.
    #[arg(long, value_name = "TAG", default_value = "")]
    pub(crate) tag: String,
    /// The note stands in the report, beside its finding.
    #[arg(long)]
    pub(crate) for_report: bool,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show notes and tags: all, or those beside one thing.
    List,
    /// Write a note.
    Write,
    /// Put a tag on something.
    Tag,
    /// Take a note or tag back.
    Withdraw,
    /// Show the tags of the case.
    Tags,
    /// Put a tag on the case's list.
    Allow,
}

impl Noting {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let by = account();
        let who = (by.as_str(), now_us());
        match self.act {
            Act::List => self.list(desk, &case),
            Act::Tags => tags(desk, &case),
            Act::Write => {
                let audience = if self.for_report { Audience::Report } else { Audience::Unit };
                made(
                    desk,
                    &case,
                    &notes::write(&case, self.thing(desk, &case)?, &self.text, audience, who)?,
                )
            }
            Act::Tag => {
                made(desk, &case, &notes::tag(&case, self.thing(desk, &case)?, &self.tag, who)?)
            }
            Act::Withdraw => {
                let reason = desk.reason().unwrap_or_default();
                made(desk, &case, &notes::withdraw(&case, self.number()?, reason, who)?)
            }
            Act::Allow => {
                notes::allow(&case, self.named()?, &self.text, who)?;
                tags(desk, &case)
            }
        }
    }

    fn named(&self) -> Result<&str, Fault> {
        self.on.as_deref().ok_or_else(|| {
            Fault::usage(
                "it is not said what the note or tag is about",
                "name a finding, a record, a party, a note or a tag, as `tutela help note` shows",
            )
        })
    }

    fn thing(&self, desk: &Desk<'_>, case: &Case) -> Result<NotedOn, Fault> {
        let on = self.named()?;
        let finding = self.finding.as_deref().map(|finding| desk.finding(case, on, finding));
        notes::named_thing(case, &desk.meant(on), finding.transpose()?.as_deref())
    }

    fn number(&self) -> Result<u64, Fault> {
        let list = "list them with `tutela note`";
        let number = self.named()?.parse();
        number.map_err(|_| Fault::usage("it is not said which note", list))
    }

    fn list(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let mut told = notes::notes(case)?;
        if self.on.is_some() {
            let thing = self.thing(desk, case)?;
            told.notes.retain(|one| one.on == thing);
        }
        if desk.json() {
            desk.console.json(&told)?;
            return Ok(Exit::Done);
        }
        let teller = super::report::teller(desk, case)?;
        for one in &told.notes {
            print(desk, &teller, one);
        }
        if told.notes.is_empty() {
            desk.console.remark("note-none", &[]);
        }
        Ok(Exit::Done)
    }
}

fn made(desk: &Desk<'_>, case: &Case, note: &Note) -> Done {
    if desk.json() {
        desk.console.json(note)?;
    } else {
        print(desk, &super::report::teller(desk, case)?, note);
    }
    Ok(Exit::Done)
}

fn tags(desk: &Desk<'_>, case: &Case) -> Done {
    let tags = notes::notes(case)?.tags;
    if desk.json() {
        desk.console.json(&tags)?;
        return Ok(Exit::Done);
    }
    for (tag, meaning) in &tags {
        desk.console.data(&format!("{tag:16} {meaning}"));
    }
    if tags.is_empty() {
        desk.console.remark("note-no-tags", &[]);
    }
    Ok(Exit::Done)
}

fn print(desk: &Desk<'_>, teller: &Teller, one: &Note) {
    let language = desk.console.language();
    let on = match &one.on {
        NotedOn::Finding { question, finding } => format!("{question} {finding}"),
        NotedOn::Record { record } => record.to_string(),
        NotedOn::Party { key } => key.clone(),
    };
    let said = match &one.said {
        Said::Note { text, audience: Audience::Unit } => text.clone(),
        Said::Note { text, audience: Audience::Report } => {
            format!("{text} {}", say(language, "note-for-report", &[]))
        }
        Said::Tag { tag } => format!("#{tag}"),
    };
    let withdrawn = one
        .withdrawn
        .as_ref()
        .map(|back| say(language, "note-withdrawn", &[("by", &back.by), ("reason", &back.reason)]));
    let values = [
        ("number", &*one.number.to_string()),
        ("on", &*on),
        ("said", &*said),
        ("by", &*one.by),
        ("at", &*teller.instant(one.at_us).unwrap_or_default()),
    ];
    let line =
        format!("{}  {}", say(language, "note-line", &values), withdrawn.unwrap_or_default());
    desk.console.data(line.trim_end());
}
