//! Status: what the case holds, how far it is, and what is to be done, in a stable shape.

use std::collections::BTreeMap;

use custody::Custody;
use ingest::sink::Note;
use model::{ExhibitId, Phrase, say};
use serde::{Serialize, Serializer};

use crate::asking::ledgers;
use crate::case::Case;
use crate::coverage::{Coverage, Covered, Gap, coverage};
use crate::fault::Fault;
use crate::intake::custody_fault;
use crate::ledger::{Ledger, State};
use crate::members::Members;
use crate::tasks::{self, Safeguarding};
use crate::triage::handover;

/// What `tutela status --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The exhibits, by number.
    pub exhibits: Vec<ExhibitStatus>,
    /// Periods for which records came, by exhibit, kind of record and account.
    pub coverage: Vec<Covered>,
    /// Stretches between exhibits that none covers.
    pub gaps: Vec<Gap>,
    /// What a person must do, most urgent first.
    pub tasks: Vec<Task>,
}

/// One exhibit; rows = records + rejects.
#[derive(Debug, Clone, Serialize)]
pub struct ExhibitStatus {
    /// Its number.
    pub id: ExhibitId,
    /// Its name as received.
    pub name: String,
    /// Format code, empty where nobody recognised it.
    pub format: String,
    /// How far it was read.
    pub state: State,
    /// Rows of the source.
    pub rows: u64,
    /// Rows that became records.
    pub records: u64,
    /// Rows that were set aside.
    pub rejects: u64,
    /// Lines that are no rows.
    pub skipped: u64,
    /// Its first digest.
    pub sha256: String,
    /// Length in bytes.
    pub size_bytes: u64,
    /// Zone of times that state none.
    pub zone: Option<String>,
    /// Where the zone came from.
    pub zone_source: Option<&'static str>,
    /// Mapping, where one was used.
    pub mapping: Option<String>,
    /// Why it was not read to its end, with code, place and remedy.
    pub trouble: Option<String>,
    /// The exhibit it was read as a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<ExhibitId>,
    /// What became of its members, where it is a container.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Members>,
}

/// Something a person must do.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// What kind of task: `safeguarding` before all others, `unread`, `rejects`, `partial`, `members`, `zone`, `not_ingested`.
    pub kind: &'static str,
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The code of the rejects, and how many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejects: Option<(String, u64)>,
    /// The zone that was assumed, where that is the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What is to be looked at.
    #[serde(serialize_with = "in_english")]
    pub fact: Phrase,
    /// What to do.
    #[serde(serialize_with = "in_english")]
    pub remedy: Phrase,
}

fn in_english<S: Serializer>(phrase: &Phrase, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(phrase.text())
}

/// Looks at the whole case, as it stands at this instant, microseconds of UTC.
pub fn status(case: &Case, now_us: i64) -> Result<Status, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let ledgers = ledgers(case)?;
    let Coverage { periods: coverage, gaps } = coverage(case, &ledgers)?;
    let of_exhibit: BTreeMap<ExhibitId, &Ledger> =
        ledgers.iter().map(|ledger| (ledger.exhibit, ledger)).collect();
    let tasks = safeguarding(case, now_us)?;
    let mut status = Status { exhibits: Vec::new(), coverage, gaps, tasks };
    for exhibit in custody.exhibits() {
        let ledger = of_exhibit.get(&exhibit.id).copied();
        let name = exhibit.relative_path.clone().unwrap_or_else(|| exhibit.name.clone());
        match ledger {
            Some(ledger) => add_tasks(&mut status, ledger),
            None => status.tasks.push(Task {
                kind: "not_ingested",
                exhibit: exhibit.id,
                rejects: None,
                zone: None,
                fact: say::never_read(),
                remedy: say::ingest_again(),
            }),
        }
        status.exhibits.push(one(exhibit, name, ledger));
    }
    Ok(status)
}

/// Facts that wait for a person, then what was decided for those who identify victims and has not left: before all
/// other tasks.
fn safeguarding(case: &Case, now_us: i64) -> Result<Vec<Task>, Fault> {
    let facts = tasks::safeguarding(case, now_us)?.into_iter().filter(Safeguarding::waits);
    let facts = facts.filter_map(|one| {
        let records = one.records().len();
        Some(Task {
            kind: "safeguarding",
            exhibit: one.exhibit()?,
            rejects: None,
            zone: None,
            fact: fact_of(&one, u64::try_from(records).unwrap_or(u64::MAX)),
            remedy: if one.owner.is_some() {
                say::close_or_receive()
            } else {
                say::take_upon_yourself()
            },
        })
    });
    let waiting = handover::waiting(case)?.into_iter().filter_map(|one| {
        let files = u64::try_from(one.files).unwrap_or(u64::MAX);
        let fact = if one.leads.is_empty() {
            say::hand_over_waits(files, &one.decided.group)
        } else {
            say::hand_over_waits_with(files, &one.decided.group, one.leads.join("; "))
        };
        Some(Task {
            kind: "safeguarding",
            exhibit: one.decided.files.first()?.exhibit,
            rejects: None,
            zone: None,
            fact,
            remedy: say::hand_them_over(),
        })
    });
    Ok(facts.chain(waiting).collect())
}

/// Why a task waits.
fn fact_of(task: &Safeguarding, records: u64) -> Phrase {
    match (&task.handed, &task.owner) {
        (Some(_), _) => say::risk_not_received(records, &task.name),
        (None, Some(owner)) => say::risk_overdue(records, &task.name, owner),
        (None, None) => say::risk_waits(records, &task.name),
    }
}

fn one(exhibit: &custody::Exhibit, name: String, ledger: Option<&Ledger>) -> ExhibitStatus {
    let zone = ledger.and_then(Ledger::zone);
    let counts = ledger.map(|ledger| ledger.counts).unwrap_or_default();
    ExhibitStatus {
        id: exhibit.id,
        name,
        format: ledger.map(format_of).unwrap_or_default(),
        state: ledger.map_or(State::Unread, |ledger| ledger.state),
        rows: counts.rows,
        records: counts.records,
        rejects: counts.rejects,
        skipped: counts.skipped,
        sha256: exhibit.sha256.to_string(),
        size_bytes: exhibit.size_bytes,
        zone: zone.map(|(zone, _)| zone.to_owned()),
        zone_source: zone.map(|(_, source)| source.name()),
        mapping: ledger.and_then(mapping_of),
        trouble: ledger.and_then(|ledger| ledger.trouble.as_ref()).map(ToString::to_string),
        part_of: ledger.and_then(|ledger| ledger.part_of),
        members: ledger.and_then(|ledger| ledger.members.clone()),
    }
}

/// The code of what took an exhibit, or the exhibit it is a part of.
fn format_of(ledger: &Ledger) -> String {
    match (ledger.part_of, &ledger.format) {
        (Some(first), _) => format!("part of {first}"),
        (None, Some(seen)) => seen.code.clone(),
        (None, None) => String::new(),
    }
}

/// The mapping an exhibit was read through.
pub(crate) fn mapping_of(ledger: &Ledger) -> Option<String> {
    ledger.notes.iter().find_map(|note| match note {
        Note::Mapping { name, .. } => Some(name.clone()),
        _ => None,
    })
}

fn add_tasks(status: &mut Status, ledger: &Ledger) {
    let exhibit = ledger.exhibit;
    if let Some(trouble) = &ledger.trouble {
        status.tasks.push(Task {
            kind: ledger.state.name(),
            exhibit,
            rejects: None,
            zone: None,
            fact: Phrase::from_text(&trouble.reason),
            remedy: Phrase::from_text(&trouble.remedy),
        });
    }
    for (code, count) in &ledger.reject_codes {
        let kind = code
            .strip_prefix("ING-")
            .and_then(|number| number.parse().ok())
            .and_then(model::RejectKind::from_number);
        status.tasks.push(Task {
            kind: "rejects",
            exhibit,
            rejects: Some((code.clone(), *count)),
            zone: None,
            fact: say::rejects(
                *count,
                code,
                Phrase::from_text(kind.map_or("", model::RejectKind::fact)),
            ),
            remedy: Phrase::from_text(kind.map_or("", model::RejectKind::remedy)),
        });
    }
    if let Some(members) = &ledger.members
        && members.troubled() > 0
    {
        let (inside, reason, remedy) = members
            .troubled
            .first()
            .map_or(("", "", ""), |one| (&*one.inside, &*one.reason, &*one.remedy));
        let reason = Phrase::from_text(reason);
        status.tasks.push(Task {
            kind: "members",
            exhibit,
            rejects: None,
            zone: None,
            fact: say::members_troubled(members.troubled(), inside, reason),
            remedy: Phrase::from_text(remedy),
        });
    }
    if let Some(zone) = ledger.assumed_zone() {
        status.tasks.push(Task {
            kind: "zone",
            exhibit,
            rejects: None,
            zone: Some(zone.to_owned()),
            fact: say::zone_assumed(zone),
            remedy: say::ask_for_zone(),
        });
    }
}
