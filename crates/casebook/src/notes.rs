//! Notes and tags of people beside findings, records and parties. Each is an act in the log, and is taken back only by
//! a new one; nothing is ever changed in its place.
//!
//! A note stays in the unit: it stands in no report and leaves with no bundle, unless its author meant it for the
//! report. Tags come from a list that the case holds, each with its meaning, and stay in the unit.

use std::collections::{BTreeMap, BTreeSet};

pub use custody::NotedOn;
use custody::{Act, Custody, Event, Logged};
use model::{ExhibitId, RecordRef};
use serde::Serialize;

use crate::acts::{acts, check_ground};
use crate::asking::{ledgers, open_tables};
use crate::case::Case;
use crate::decisions::{check_party, named};
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};
use crate::keeper::tables_fault;

/// Letters of a note: two pages; what is longer belongs into a report of its own.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// Letters of a tag: a word or three.
pub const TAG_CHARS_MAX: usize = 40;

/// Who reads a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The unit alone.
    Unit,
    /// Whoever reads the report as well.
    Report,
}

impl Audience {
    /// The name in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Report => "report",
        }
    }
}

/// What was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Said {
    /// A note.
    Note {
        /// Its words.
        text: String,
        /// Who reads it.
        audience: Audience,
    },
    /// A tag of the list.
    Tag {
        /// The tag.
        tag: String,
    },
}

/// That a note or tag was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// On which ground.
    pub reason: String,
}

/// A note or a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its number, from 1.
    pub number: u64,
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// Beside what.
    pub on: NotedOn,
    /// What.
    pub said: Said,
    /// Who took it back, where somebody did.
    pub withdrawn: Option<Withdrawn>,
}

/// Everything that was noted in a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Notes {
    /// Notes and tags, those taken back as well, the oldest first.
    pub notes: Vec<Note>,
    /// The tags that the case holds, with what each means.
    pub tags: BTreeMap<String, String>,
}

/// Everything that was noted.
pub fn notes(case: &Case) -> Result<Notes, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    Ok(of_acts(acts(&custody)?))
}

fn of_acts(acts: Vec<Act>) -> Notes {
    let mut all = Notes::default();
    for Act { at_us, by, event } in acts {
        let (number, on, said) = match event {
            Event::NoteWritten { number, on, text, audience } => {
                let audience = if audience == "report" { Audience::Report } else { Audience::Unit };
                (number, on, Said::Note { text, audience })
            }
            Event::TagPut { number, on, tag } => (number, on, Said::Tag { tag }),
            Event::TagListed { tag, meaning } => {
                all.tags.insert(tag, meaning);
                continue;
            }
            Event::NoteWithdrawn { note, reason } => {
                let noted = all.notes.iter_mut().find(|one| one.number == note);
                if let Some(one) = noted {
                    one.withdrawn.get_or_insert(Withdrawn { by, at_us, reason });
                }
                continue;
            }
            _ => continue,
        };
        all.notes.push(Note { number, by, at_us, on, said, withdrawn: None });
    }
    all
}

/// Leaves of the log that stay in the unit: notes that are not meant for the report, tags, and what takes them back.
pub(crate) fn of_the_unit(history: &[(u64, Logged)]) -> BTreeSet<u64> {
    let mut kept: BTreeSet<u64> = BTreeSet::new();
    let mut numbers: BTreeSet<u64> = BTreeSet::new();
    for (leaf, logged) in history {
        let Logged::Act(act) = logged else { continue };
        let stays = match &act.event {
            Event::NoteWritten { number, audience, .. } if audience != "report" => Some(*number),
            Event::TagPut { number, .. } => Some(*number),
            Event::NoteWithdrawn { note, .. } if numbers.contains(note) => Some(*note),
            _ => None,
        };
        if let Some(number) = stays {
            numbers.insert(number);
            kept.insert(*leaf);
        }
    }
    kept
}

/// What a person names: a question and the key of a finding, the number of a record, or the key of a party. It must be
/// in the case.
pub fn named_thing(case: &Case, on: &str, finding: Option<&str>) -> Result<NotedOn, Fault> {
    if let Some(finding) = finding {
        let (code, found) = named(case, on, finding)?;
        return Ok(NotedOn::Finding { question: code.to_owned(), finding: found.id });
    }
    let record = on.split_once('/').and_then(|(exhibit, row)| {
        Some(RecordRef { exhibit: exhibit.parse::<ExhibitId>().ok()?, row: row.parse().ok()? })
    });
    if let Some(record) = record {
        let located = open_tables(case, &ledgers(case)?)?.locate(None, &[record]);
        if located.map_err(|e| tables_fault(&e))?.is_empty() {
            return Err(Fault::usage(
                format!("there is no record {record}"),
                "take its number from `tutela search`, such as EX-2/14",
            ));
        }
        return Ok(NotedOn::Record { record });
    }
    check_party(case, on)?;
    Ok(NotedOn::Party { key: on.to_owned() })
}

/// Writes a note.
pub fn write(
    case: &Case,
    on: NotedOn,
    text: &str,
    audience: Audience,
    who: (&str, i64),
) -> Result<Note, Fault> {
    let text = text.trim();
    let steers = |letter: char| letter.is_control() && letter != '\n';
    if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX || text.chars().any(steers) {
        return Err(Fault::usage(
            "a note needs words: up to 4000 letters, and no control characters",
            "give them with --text",
        ));
    }
    let (text, audience) = (text.to_owned(), audience.code().to_owned());
    log(case, |number| Event::NoteWritten { number, on, text, audience }, who)
}

/// Puts a tag of the case's list on something.
pub fn tag(case: &Case, on: NotedOn, tag: &str, who: (&str, i64)) -> Result<Note, Fault> {
    if !notes(case)?.tags.contains_key(tag) {
        return Err(Fault::usage(
            format!("the case has no tag `{tag}`"),
            "`tutela note tags` shows its list; `tutela note allow TAG --text MEANING` adds one",
        ));
    }
    let tag = tag.to_owned();
    log(case, |number| Event::TagPut { number, on, tag }, who)
}

/// Puts a tag on the case's list, with its meaning; or states its meaning anew.
pub fn allow(case: &Case, tag: &str, meaning: &str, (by, at_us): (&str, i64)) -> Result<(), Fault> {
    let fits = |letter: char| letter.is_alphanumeric() || letter == '-';
    if tag.is_empty() || tag.chars().count() > TAG_CHARS_MAX || !tag.chars().all(fits) {
        return Err(Fault::usage(
            format!("`{tag}` cannot be a tag"),
            "use letters, digits and `-`, 40 at most",
        ));
    }
    if meaning.trim().is_empty() {
        return Err(Fault::usage("it is not said what the tag means", "say it with --text"));
    }
    let event = Event::TagListed { tag: tag.to_owned(), meaning: meaning.trim().to_owned() };
    let mut custody = open_custody(case)?;
    custody.log(at_us, by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
}

/// Takes a note or tag back; it stays in the log with the ground.
pub fn withdraw(
    case: &Case,
    number: u64,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Note, Fault> {
    check_ground(reason)?;
    let mut custody = open_custody(case)?;
    let found = notes(case)?.notes.into_iter().find(|one| one.number == number);
    let mut note = found.filter(|one| one.withdrawn.is_none()).ok_or_else(|| {
        Fault::usage(
            format!("there is no note {number} that could be taken back"),
            "list them with `tutela note`",
        )
    })?;
    let event = Event::NoteWithdrawn { note: number, reason: reason.to_owned() };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    note.withdrawn = Some(Withdrawn { by: by.to_owned(), at_us, reason: reason.to_owned() });
    Ok(note)
}

/// Writes the act with the next number.
fn log(
    case: &Case,
    event: impl FnOnce(u64) -> Event,
    (by, at_us): (&str, i64),
) -> Result<Note, Fault> {
    let mut custody = open_custody(case)?;
    let number = notes(case)?.notes.last().map_or(0, |last| last.number) + 1;
    let act = Act { at_us, by: by.to_owned(), event: event(number) };
    custody.log(at_us, by, &act.event).map_err(|e| custody_fault(&e))?;
    let unread = || Fault::new(Exit::Bug, "a note cannot be read back", "report this");
    of_acts(vec![act]).notes.pop().ok_or_else(unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(event: Event) -> Act {
        Act { at_us: 5, by: "ada".to_owned(), event }
    }

    fn on() -> NotedOn {
        NotedOn::Party { key: "phone:+39347".to_owned() }
    }

    fn note(number: u64, audience: &str) -> Act {
        let (text, audience) = ("called back".to_owned(), audience.to_owned());
        act(Event::NoteWritten { number, on: on(), text, audience })
    }

    fn history(acts: &[Act]) -> Vec<(u64, Logged)> {
        let logged = |act: &Act| Logged::Act(Box::new(act.clone()));
        (0..).zip(acts.iter().map(logged)).collect()
    }

    #[test]
    fn a_note_is_taken_back_once_and_stays() {
        let reason = || "wrong number".to_owned();
        let all = of_acts(vec![
            note(1, "unit"),
            note(2, "report"),
            act(Event::NoteWithdrawn { note: 1, reason: reason() }),
            act(Event::NoteWithdrawn { note: 1, reason: "again".to_owned() }),
            act(Event::NoteWithdrawn { note: 9, reason: reason() }),
        ]);
        let withdrawn = all.notes[0].withdrawn.as_ref().map(|one| one.reason.as_str());
        assert_eq!((all.notes.len(), withdrawn), (2, Some("wrong number")));
        assert_eq!(all.notes[1].withdrawn, None);
    }

    #[test]
    fn what_is_not_meant_for_the_report_stays_in_the_unit_with_all_that_is_said_of_it() {
        let acts = [
            note(1, "unit"),
            note(2, "report"),
            act(Event::TagListed { tag: "urgent".to_owned(), meaning: "first".to_owned() }),
            act(Event::TagPut { number: 3, on: on(), tag: "urgent".to_owned() }),
            act(Event::NoteWithdrawn { note: 1, reason: "names a child".to_owned() }),
            act(Event::NoteWithdrawn { note: 2, reason: "mended".to_owned() }),
        ];
        let kept: Vec<u64> = of_the_unit(&history(&acts)).into_iter().collect();
        assert_eq!(kept, [0, 3, 4]);
    }
}
