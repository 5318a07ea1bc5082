//! The table of rights: what each role does, what it may be given to see, and what questions and records show.

use model::record::Kind;

use super::{Action, Family, Role};

/// A role: what it does, and what it may be given to see.
type Row = (Role, &'static [Action], &'static [Family]);

/// Everything that can be given.
const CONTENT: &[Family] = &[
    Family::Money,
    Family::Sessions,
    Family::Travel,
    Family::Media,
    Family::Identities,
    Family::Findings,
    Family::Log,
];

/// What each role does and may be given to see. Whatever stands in no row is refused.
pub(super) static ROLES: &[Row] = &[
    (
        Role::Investigator,
        &[
            Action::See,
            Action::Bring,
            Action::Ask,
            Action::Decide,
            Action::Sign,
            Action::Safeguard,
            Action::HandOver,
            Action::Open,
            Action::Keep,
            Action::Look,
        ],
        CONTENT,
    ),
    (
        Role::Examiner,
        &[
            Action::See,
            Action::Bring,
            Action::Ask,
            Action::Decide,
            Action::Safeguard,
            Action::Open,
            Action::Keep,
            Action::Look,
        ],
        CONTENT,
    ),
    (
        Role::Analyst,
        &[Action::See, Action::Ask, Action::Decide, Action::Safeguard, Action::Look],
        CONTENT,
    ),
    (
        Role::Prosecutor,
        &[
            Action::See,
            Action::Decide,
            Action::Sign,
            Action::Safeguard,
            Action::HandOver,
            Action::Open,
            Action::Keep,
            Action::Erase,
            Action::Audit,
            Action::Look,
        ],
        CONTENT,
    ),
    (Role::Liaison, &[Action::See, Action::Safeguard, Action::HandOver, Action::Look], CONTENT),
    (
        Role::Supervisor,
        &[
            Action::See,
            Action::Ask,
            Action::Decide,
            Action::Sign,
            Action::Safeguard,
            Action::HandOver,
            Action::Keep,
            Action::Erase,
            Action::Manage,
            Action::Audit,
            Action::Look,
        ],
        CONTENT,
    ),
    (
        Role::Administrator,
        &[Action::Keep, Action::Manage, Action::Audit, Action::Look],
        &[Family::Log],
    ),
];

/// Whether a role does this.
pub(super) fn does(role: Role, action: Action) -> bool {
    ROLES.iter().any(|(of, actions, _)| *of == role && actions.contains(&action))
}

/// Whether a role may be given this to see.
pub(super) fn sees(role: Role, family: Family) -> bool {
    ROLES.iter().any(|(of, _, families)| *of == role && families.contains(&family))
}

/// What records of some kind show.
pub static RECORDS: &[Family] =
    &[Family::Money, Family::Sessions, Family::Travel, Family::Media, Family::Identities];

/// The family of a kind of record.
pub fn family_of(kind: Kind) -> Family {
    match kind {
        Kind::Transfer | Kind::Entry => Family::Money,
        Kind::Session | Kind::Message | Kind::Activity => Family::Sessions,
        Kind::Trip | Kind::Position => Family::Travel,
        Kind::Media => Family::Media,
        Kind::Login | Kind::Account | Kind::Contact | Kind::Party | Kind::Lease => {
            Family::Identities
        }
    }
}

/// What the answer to each question shows besides findings, by the code of the question.
pub static QUESTION_SHOWS: &[(&str, &[Family])] = &[
    ("ANA-001", &[Family::Money, Family::Identities]),
    ("ANA-002", &[Family::Identities]),
    ("ANA-003", &[Family::Money, Family::Sessions, Family::Identities]),
    ("ANA-004", &[Family::Money, Family::Sessions]),
    ("ANA-005", &[Family::Money, Family::Identities]),
    ("ANA-006", &[Family::Money, Family::Identities]),
    ("ANA-007", &[Family::Money, Family::Sessions, Family::Identities]),
    ("ANA-008", &[Family::Identities]),
    ("ANA-009", &[Family::Identities]),
    ("ANA-010", &[Family::Identities]),
    ("ANA-011", &[Family::Money, Family::Sessions, Family::Identities]),
    ("ANA-012", &[Family::Money, Family::Sessions, Family::Travel, Family::Identities]),
    ("ANA-013", &[Family::Money, Family::Sessions, Family::Identities]),
    ("ANA-014", &[Family::Money, Family::Sessions, Family::Identities]),
    ("ANA-015", &[Family::Money, Family::Sessions, Family::Travel, Family::Identities]),
    ("ANA-016", &[Family::Money, Family::Sessions, Family::Media, Family::Identities]),
    ("ANA-017", &[Family::Money, Family::Sessions, Family::Travel, Family::Identities]),
];

/// What the answer to this question shows; everything where the table does not say.
pub fn shown_by(code: &str) -> Vec<Family> {
    let listed = QUESTION_SHOWS.iter().find(|(of, _)| *of == code);
    let shown = listed.map_or(CONTENT, |(_, families)| families);
    let mut families = vec![Family::Findings];
    families.extend(shown.iter().filter(|one| **one != Family::Findings));
    families
}
