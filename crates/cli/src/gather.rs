//! From the dossier of a case to what a report says and shows.

mod clocks;
mod decided;
mod known_files;
mod veiled;

use std::collections::BTreeMap;

use casebook::dossier::Dossier;
use casebook::ledger::{Ledger, Note, State};
use casebook::members::{MemberState, Members};
use casebook::veil::Veil;
use casebook::{Case, Fault, FolderFacts};
use model::{Phrase, RejectKind, Value, say};

use crate::console::Console;

use report::input::{
    Asked, CaseFacts, CoverageFacts, CustodyFacts, Disclosure, ExhibitFacts, ExhibitNote,
    ExhibitState, NotAsked, ReportInput, Software, VerifyStep,
};

/// Gathers the input of a report from a case that was built.
pub(crate) fn gather(
    case: &Case,
    veil: &Veil,
    made_at_us: i64,
    console: &Console,
) -> Result<ReportInput, Fault> {
    let worker = crate::commands::worker::command()?;
    let triage = known_files::gather(case)?.map(|facts| veiled::triage(veil, facts));
    let further: Vec<model::RecordRef> =
        triage.iter().flat_map(report::input::TriageFacts::records).collect();
    let dossier = casebook::dossier::gather(case, &worker, &further, console)?;
    let facts = case.facts();
    Ok(ReportInput {
        case: CaseFacts {
            id: facts.id.clone(),
            authority: facts.authority.clone(),
            legal_basis: facts.legal_basis.clone(),
            zone: facts.time_zone.clone(),
            classification: None,
            made_at_us,
        },
        exhibits: dossier
            .exhibits
            .iter()
            .map(|(one, ledger)| veiled::exhibit(veil, exhibit(one, ledger.as_ref())))
            .collect::<Result<_, _>>()?,
        coverage: veiled::coverage(veil, coverage(&dossier)),
        clocks: clocks::clocks(&dossier),
        asked: asked(veil, &dossier)?,
        not_asked: dossier
            .not_asked
            .iter()
            .map(|card| NotAsked { card: **card, reason: None })
            .collect(),
        cited: veiled::cited(veil, &dossier),
        data_root: Some(dossier.data_root),
        custody: custody(&dossier),
        software: vec![Software {
            name: "tutela".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            detail: "Apache-2.0".to_owned(),
        }],
        scale: None,
        decisions: veiled::decisions(veil, decided::gather(case, &dossier)?),
        disclosures: casebook::release::left(case)?
            .into_iter()
            .map(|left| veiled::disclosure(veil, disclosure(left)))
            .collect(),
        tasks: tasks(case, made_at_us)?,
        notes: veiled::notes(veil, decided::notes(case)?),
        readings: casebook::access::gate::readings(case)?.map(|told| {
            let casebook::access::gate::Readings { readings, persons, refused } = told;
            report::input::Readings { readings, persons, refused }
        }),
        triage,
    })
}

fn tasks(case: &Case, at_us: i64) -> Result<report::input::OpenTasks, Fault> {
    let casebook::tasks::Open { open, waiting, overdue } = casebook::tasks::open(case, at_us)?;
    Ok(report::input::OpenTasks { open, waiting, overdue })
}

/// What the log has of something that left.
fn disclosure(left: casebook::release::Left) -> Disclosure {
    let what = format!("{} ({}), SHA-256 {}", left.form, left.items, left.sha256);
    let casebook::release::Left { recipient: to, purpose, by, at_us, .. } = left;
    Disclosure { to, by, at_us, what, purpose }
}

fn exhibit(one: &casebook::Exhibit, ledger: Option<&Ledger>) -> ExhibitFacts {
    let counts = ledger.map(|ledger| ledger.counts).unwrap_or_default();
    let zone = ledger.and_then(Ledger::zone);
    ExhibitFacts {
        id: one.id,
        name: one.relative_path.clone().unwrap_or_else(|| one.name.clone()),
        sha256: one.sha256,
        sha512: one.sha512.to_string(),
        size_bytes: one.size_bytes,
        legal_basis: one.legal_basis.clone(),
        giver: one.giver.clone(),
        received_us: one.received_at_us,
        format: ledger.and_then(|ledger| ledger.format.as_ref()).map(|seen| seen.code.clone()),
        state: state(ledger),
        rows: counts.rows,
        records: counts.records,
        rejects: counts.rejects,
        skipped: counts.skipped,
        rejects_by_kind: ledger.map(rejects).unwrap_or_default(),
        zone: zone.map(|(zone, _)| zone.to_owned()),
        zone_source: zone.map(|(_, source)| source),
        notes: one
            .folder
            .iter()
            .flat_map(folder)
            .chain(ledger.iter().copied().flat_map(notes))
            .collect(),
    }
}

fn state(ledger: Option<&Ledger>) -> ExhibitState {
    match ledger.map(|ledger| ledger.state) {
        Some(State::Parsed) if ledger.is_some_and(|ledger| ledger.counts.rejects > 0) => {
            ExhibitState::Partial
        }
        Some(State::Parsed) => ExhibitState::Parsed,
        Some(State::Partial | State::Reading) => ExhibitState::Partial,
        Some(State::Unsupported) => ExhibitState::Unsupported,
        Some(State::Failed) => ExhibitState::Failed,
        Some(State::Unread) | None => ExhibitState::Unread,
    }
}

fn rejects(ledger: &Ledger) -> BTreeMap<RejectKind, u64> {
    let kind = |code: &str| {
        code.strip_prefix("ING-").and_then(|n| n.parse().ok()).and_then(RejectKind::from_number)
    };
    ledger.reject_codes.iter().filter_map(|(code, count)| Some((kind(code)?, *count))).collect()
}

fn notes(ledger: &Ledger) -> Vec<ExhibitNote> {
    let mut notes: Vec<ExhibitNote> = ledger.notes.iter().filter_map(note).collect();
    notes.truncate(NOTES_MAX);
    notes.extend(ledger.members.as_ref().map(members));
    if let Some(trouble) = &ledger.trouble {
        notes.push(told("note-remark", &[]).with("text", Value::Phrase(trouble.phrase())));
    }
    notes
}

/// What was received, where an exhibit is a folder.
fn folder(facts: &FolderFacts) -> Vec<ExhibitNote> {
    let counts = [facts.files, facts.bytes, facts.folders, facts.links, facts.others];
    let [files, bytes, folders, links, others] = counts.map(|count| count.to_string());
    let slots = [
        ("recipe", facts.recipe.as_str()),
        ("files", &files),
        ("bytes", &bytes),
        ("folders", &folders),
        ("links", &links),
        ("others", &others),
    ];
    let mut notes = vec![told("note-folder", &slots)];
    let left_out = facts.left_out.len() as u64 + facts.left_out_more;
    if left_out > 0 {
        notes.push(told("note-folder-left-out", &[("count", &left_out.to_string())]));
    }
    notes
}

/// Notes on one exhibit that fit into a report; the ledger keeps all of them.
const NOTES_MAX: usize = 200;

/// What became of the members of a container, in one sentence.
fn members(members: &Members) -> ExhibitNote {
    told("note-members", &[])
        .with("told", Value::Count(members.told))
        .with("parsed", Value::Count(members.in_state(MemberState::Parsed)))
        .with("unread", Value::Count(members.in_state(MemberState::Unread)))
        .with("troubled", Value::Count(members.broken()))
}

fn note(note: &Note) -> Option<ExhibitNote> {
    Some(match note {
        Note::Version { version } => told("note-version", &[("version", version)]),
        Note::Encoding { encoding, set } => {
            let word = if *set { "encoding-set" } else { "encoding-detected" };
            told("note-encoding", &[("encoding", encoding)])
                .with("set", Value::Term(word.to_owned()))
        }
        Note::Mapping { name, fingerprint } => {
            told("note-mapping", &[("name", name), ("fingerprint", fingerprint)])
        }
        Note::UnknownField { field } => told("note-unknown-field", &[("field", field)]),
        Note::Total { what, stated, found } => total(what.clone(), stated, found),
        Note::Remark(said) => told("note-remark", &[]).with("text", Value::Phrase(said.clone())),
        Note::Companion { name } => told("note-companion", &[("name", name)]),
        // Zone and coverage stand in columns of their own; a proposal is no part of a reading.
        Note::Zone { .. } | Note::Coverage { .. } | Note::Proposal { .. } => return None,
        // What a member states of itself stands in `status --json`; what a person should know of
        // it, here.
        Note::Inside { member, fact } => match fact.fact() {
            Note::Total { what, stated, found } if stated != found => {
                total(say::in_member(member, what.clone()), stated, found)
            }
            Note::Remark(said) => {
                told("note-member", &[("member", member)]).with("text", Value::Phrase(said.clone()))
            }
            _ => return None,
        },
    })
}

fn total(what: Phrase, stated: &str, found: &str) -> ExhibitNote {
    told("note-total", &[("stated", stated)])
        .with("what", Value::Phrase(what))
        .with("found", Value::Phrase(Phrase::from_text(found)))
}

fn told(template: &str, slots: &[(&str, &str)]) -> ExhibitNote {
    let slot =
        |(name, text): &(&str, &str)| ((*name).to_owned(), Value::Stated((*text).to_owned()));
    ExhibitNote { template: template.to_owned(), slots: slots.iter().map(slot).collect() }
}

fn coverage(dossier: &Dossier) -> Vec<CoverageFacts> {
    let one = |covered: &model::views::Covered| CoverageFacts {
        inside: covered.inside.clone(),
        exhibit: covered.exhibit,
        table: covered.table.to_owned(),
        account: covered.account.map(|key| dossier.keys.text(key).to_owned()),
        from_us: covered.from_us,
        until_us: covered.until_us,
        stated: covered.stated,
        records: covered.records,
        gaps_us: Vec::new(),
    };
    // A line for each account would fill books; the table of the case holds them.
    dossier
        .covered
        .iter()
        .filter(|covered| covered.account.is_none() || covered.stated)
        .map(one)
        .collect()
}

fn asked(veil: &Veil, dossier: &Dossier) -> Result<Vec<Asked>, Fault> {
    let measures = analysis::validity::measures();
    let one = |(card, stored): &(&'static model::Card, casebook::StoredAnswer)| {
        Ok(Asked {
            card: **card,
            answer: veil.value(&stored.answer)?,
            measures: measures.iter().filter(|one| one.question == card.code).cloned().collect(),
            asked_by: dossier.asked.as_ref().map(|(by, _)| by.clone()),
            asked_at_us: dossier.asked.as_ref().map(|(_, at_us)| *at_us),
        })
    };
    dossier.answers.iter().map(one).collect()
}

fn custody(dossier: &Dossier) -> CustodyFacts {
    let step = |command: &str, expect: &str| VerifyStep {
        command: command.to_owned(),
        expect: expect.to_owned(),
    };
    CustodyFacts {
        checkpoint: dossier.checkpoint.clone(),
        root: dossier.log_root.to_string(),
        size: dossier.log_size,
        key_fingerprint: dossier.verifier_key.clone(),
        steps: vec![
            step("tutela --case DIR verify", "that nothing has changed; exit status 0"),
            step("sha256sum exhibits/*/*", "the SHA-256 of every exhibit, as in section 3"),
        ],
    }
}
