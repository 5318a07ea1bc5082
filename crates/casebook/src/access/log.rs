//! The access log: who came to see what, why and when; a transparency log of its own, in `access/`.
//!
//! It stands beside the custody log, and not in it, for three reasons. A reading is written also while somebody else
//! seals exhibits, which holds the custody log for hours. Who of the unit read what does not leave with a sealed
//! bundle, which holds the custody log whole. And the custody log, which every command reads, stays as long as the
//! work on the case and not as the looking at it. That it only grows is held by the custody log: [`count`] writes
//! there how far it stood, and verification asks for the proof that it still begins so.

use custody::{Act, Custody, Event, Fault as CustodyFault, Logged, Problem, ProblemKind};

use crate::acts::acts;
use crate::case::Case;
use crate::fault::Fault;
use crate::intake::custody_fault;

/// Folder of the access log in a case.
const FOLDER: &str = "access";

/// Writes an act into the access log; when it returns, the act is durable.
pub(super) fn append(case: &Case, by: &str, at_us: i64, event: &Event) -> Result<(), Fault> {
    let dir = case.path(FOLDER);
    let logged = match Custody::log_at_end(&dir, at_us, by, event) {
        Err(CustodyFault::NotACase(_)) => {
            create(case).and_then(|()| Custody::log_at_end(&dir, at_us, by, event))
        }
        other => other,
    };
    logged.map(|_| ()).map_err(|e| custody_fault(&e))
}

/// Makes the access log; somebody else may have done so a moment ago.
fn create(case: &Case) -> Result<(), CustodyFault> {
    match Custody::create(&case.path(FOLDER), &format!("tutela.access/{}", case.facts().id)) {
        Ok(_) | Err(CustodyFault::AlreadyACase(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// The access log to read; none where nobody was noted yet.
fn view(case: &Case) -> Result<Option<Custody>, Fault> {
    match Custody::view(&case.path(FOLDER)) {
        Ok(log) => Ok(Some(log)),
        Err(CustodyFault::NotACase(_)) => Ok(None),
        Err(e) => Err(custody_fault(&e)),
    }
}

/// Everything the access log has, the oldest first.
pub(super) fn entries(case: &Case) -> Result<Vec<Act>, Fault> {
    view(case)?.map_or(Ok(Vec::new()), |log| acts(&log))
}

/// Writes into the custody log how far the access log stands, where there is anything new to say.
pub fn count(case: &Case, custody: &mut Custody, by: &str, at_us: i64) -> Result<(), Fault> {
    let Some(log) = view(case)? else { return Ok(()) };
    let (leaves, root) = (log.checkpoint().size, log.checkpoint().root);
    if last_count(custody)?.is_some_and(|(counted, _)| counted == leaves) {
        return Ok(());
    }
    let event = Event::AccessCounted { leaves, root };
    custody.log(at_us, by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
}

/// How far the access log stood when it was last counted.
fn last_count(custody: &Custody) -> Result<Option<(u64, model::Digest)>, Fault> {
    let last = acts(custody)?.into_iter().rev().find_map(|act| match act.event {
        Event::AccessCounted { leaves, root } => Some((leaves, root)),
        _ => None,
    });
    Ok(last)
}

/// What is wrong with the access log: its own bytes, and whether it begins as the custody log says it stood.
pub(crate) fn check(case: &Case, custody: &Custody) -> Result<Vec<Problem>, Fault> {
    let counts: Vec<(u64, model::Digest)> = custody
        .history()
        .map_err(|e| custody_fault(&e))?
        .into_iter()
        .filter_map(|(_, logged)| match logged {
            Logged::Act(act) => match act.event {
                Event::AccessCounted { leaves, root } => Some((leaves, root)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let checkpoint = format!("{FOLDER}/log/checkpoint");
    let wrong = |kind, fact: String| Problem { file: checkpoint.clone(), kind, fact };
    let mut ignore = |_: &custody::Progress<'_>| std::ops::ControlFlow::Continue(());
    let Some(log) = view(case)? else {
        let gone = || wrong(ProblemKind::Missing, "it is gone".to_owned());
        return Ok(counts.last().map(|_| gone()).into_iter().collect());
    };
    let mut problems = log.verify(&mut ignore).map_err(|e| custody_fault(&e))?.problems;
    for problem in &mut problems {
        problem.file = format!("{FOLDER}/{}", problem.file);
    }
    let now = log.checkpoint();
    for (leaves, root) in counts {
        let begins = leaves <= now.size
            && log
                .prove_consistency(leaves)
                .is_ok_and(|proof| proof.check(&root, &now.root).is_ok());
        if !begins {
            let fact = format!("the access log does not begin with the {leaves} acts that it had");
            problems.push(wrong(ProblemKind::Changed, fact));
        }
    }
    Ok(problems)
}
