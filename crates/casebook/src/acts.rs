//! The acts of a case, as its log has them.

use custody::{Act, Custody, Logged};

use crate::fault::Fault;
use crate::intake::custody_fault;

/// Every act that was not erased, the oldest first.
pub(crate) fn acts(custody: &Custody) -> Result<Vec<Act>, Fault> {
    let history = custody.history().map_err(|e| custody_fault(&e))?;
    let acts = history.into_iter().filter_map(|(_, logged)| match logged {
        Logged::Act(act) => Some(*act),
        _ => None,
    });
    Ok(acts.collect())
}

/// Whether the ground of an act is stated.
pub(crate) fn check_ground(reason: &str) -> Result<(), Fault> {
    if reason.trim().is_empty() {
        return Err(Fault::usage("a decision needs its ground", "state it with --reason"));
    }
    Ok(())
}

/// Whether two accounts are one person's, as far as their names say.
pub(crate) fn is_one_person(one: &str, other: &str) -> bool {
    let folded = |name: &str| name.trim().to_lowercase();
    folded(one) == folded(other)
}
