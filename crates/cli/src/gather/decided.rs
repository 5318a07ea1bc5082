//! What people decided of findings, parties and identities, and what they noted for the report, in order of time.

use casebook::decisions::{self, About, has_changed};
use casebook::dossier::Dossier;
use casebook::identities::{self, IdentityDecision};
use casebook::notes::{self, Audience, NotedOn, Said};
use casebook::{Case, Fault};
use report::input::{Decision, Note};

/// Every decision of the case.
pub(super) fn gather(case: &Case, dossier: &Dossier) -> Result<Vec<Decision>, Fault> {
    let on_findings = decisions::decisions(case)?;
    let stand = decisions::standing(&on_findings);
    let told = on_findings.iter().map(|one| {
        let stands = stand.iter().any(|other| other.number == one.number);
        on_finding(one, stands, has_changed(one, &dossier.answers))
    });
    let on_identities = identities::decisions(case)?;
    let same = identities::standing(&on_identities);
    let identities = on_identities
        .iter()
        .map(|one| on_identity(one, same.iter().any(|other| other.number == one.number)));
    let mut all: Vec<Decision> = told.chain(identities).collect();
    all.sort_by_key(|one| one.at_us);
    Ok(all)
}

fn on_finding(one: &decisions::Decision, stands: bool, records_changed: bool) -> Decision {
    let (about, finding) = match &one.about {
        About::Finding { question, finding } => {
            (format!("{question} {finding}"), Some((question.clone(), finding.clone())))
        }
        About::Person { key } => (key.clone(), None),
    };
    Decision {
        by: one.by.clone(),
        at_us: one.at_us,
        about,
        finding,
        decided: one.decided.code().to_owned(),
        ground: one.reason.clone(),
        second: one.second.as_ref().map(|second| second.by.clone()),
        stands,
        waits: one.waits(),
        records_changed,
    }
}

fn on_identity(one: &IdentityDecision, stands: bool) -> Decision {
    Decision {
        by: one.by.clone(),
        at_us: one.at_us,
        about: format!("{}, {}", one.left, one.right),
        finding: None,
        decided: one.verdict.code().to_owned(),
        ground: one.reason.clone(),
        second: None,
        stands,
        waits: false,
        records_changed: false,
    }
}

/// The notes that were meant for the report, in order of time.
pub(super) fn notes(case: &Case) -> Result<Vec<Note>, Fault> {
    let all = notes::notes(case)?.notes.into_iter().filter(|one| one.withdrawn.is_none());
    let told = all.filter_map(|one| {
        let Said::Note { text, audience: Audience::Report } = one.said else { return None };
        let (about, finding) = match one.on {
            NotedOn::Finding { question, finding } => {
                (format!("{question} {finding}"), Some((question, finding)))
            }
            NotedOn::Record { record } => (record.to_string(), None),
            NotedOn::Party { key } => (key, None),
        };
        Some(Note { by: one.by, at_us: one.at_us, about, finding, text })
    });
    Ok(told.collect())
}
