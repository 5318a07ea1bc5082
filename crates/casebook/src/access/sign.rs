//! Who may sign a change of members, and the act in the log.

use custody::Event;

use super::people::{Change, People, check_manager_stays, people, read_back};
use crate::acts::{check_ground, is_one_person};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};

/// Signs a change of members as a second person.
pub fn sign(
    case: &Case,
    number: u64,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Change, Fault> {
    check_ground(reason)?;
    let mut custody = open_custody(case)?;
    may_sign(&people(case)?, number, by)?;
    let event = Event::MemberSigned { change: number, reason: reason.to_owned() };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    drop(custody);
    read_back(case, number)
}

/// The change, if this person may sign it.
pub(super) fn may_sign<'p>(people: &'p People, number: u64, by: &str) -> Result<&'p Change, Fault> {
    let list = "list them with `tutela members`";
    let change = people
        .changes
        .iter()
        .find(|one| one.number == number)
        .ok_or_else(|| Fault::usage(format!("there is no change {number} of members"), list))?;
    if !change.waits() {
        return Err(Fault::usage(format!("change {number} of members waits for nobody"), list));
    }
    if is_one_person(&change.by, by) {
        return Err(Fault::new(
            Exit::SecondPerson,
            format!("change {number} of members is {by}'s own"),
            "another person must sign it, under an account of their own",
        ));
    }
    let others = |one: &&super::Member| one.manages() && !is_one_person(&one.person, &change.by);
    let own = is_one_person(&change.person, by);
    let signers: Vec<_> = people.members.iter().filter(others).collect();
    let signs = if own {
        // Whoever leaves may agree to it; whoever is admitted, while nobody else could sign.
        change.becomes.is_none() || (people.member(by).is_none() && signers.is_empty())
    } else {
        signers.iter().any(|one| is_one_person(&one.person, by))
    };
    if !signs {
        return Err(Fault::new(
            Exit::Denied,
            format!("{by} may not sign change {number} of members"),
            "another administrator or supervisor signs it; while there is none, the person who is admitted",
        ));
    }
    check_manager_stays(people, &change.person, change.becomes.as_ref())?;
    Ok(change)
}
