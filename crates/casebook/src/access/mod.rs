//! Who may do what in a case that has members, and what is kept of it.
//!
//! A case without members is one person's own: whoever has its folder may do everything, as ever. From the first
//! member on, what nobody was given is refused. [`may`] alone decides, by the table beside it; [`gate`] asks it
//! before a command sees the case, and writes down who came, for what and why.
//!
//! This is a rule of the program and no cryptography: whoever has the disk can read the files (docs/members.md).

pub mod gate;
pub mod log;
pub mod people;
mod sign;
mod table;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use people::Member;
pub use table::{QUESTION_SHOWS, RECORDS, family_of, shown_by};

/// Makes an enum whose values have a name in the log.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $value,)* }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$value),*];

            /// The name in the log.
            pub fn code(self) -> &'static str {
                match self { $(Self::$value => $code,)* }
            }

            /// The value of this name in the log.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

named! {
    /// As what a member works in the case.
    Role {
        /// Leads the inquiry, or works in it.
        Investigator = "investigator",
        /// Examines devices and files.
        Examiner = "examiner",
        /// Asks questions of the records.
        Analyst = "analyst",
        /// The prosecutor.
        Prosecutor = "prosecutor",
        /// Hands over to other offices and countries.
        Liaison = "liaison",
        /// Answers for the unit's work.
        Supervisor = "supervisor",
        /// Keeps the list of members; sees no content of the case.
        Administrator = "administrator",
    }
}

named! {
    /// What kind of office a member's unit is.
    UnitKind {
        /// A national centre against such offences.
        NationalCentre = "national_centre",
        /// A local unit of the police.
        LocalUnit = "local_unit",
        /// A prosecutor's office.
        ProsecutorsOffice = "prosecutors_office",
        /// A desk that speaks with other countries or platforms.
        LiaisonDesk = "liaison_desk",
    }
}

named! {
    /// A family of material, by which is decided what a member sees.
    Family {
        /// Transfers and lines of statements.
        Money = "money",
        /// Calls, messages, and what devices logged.
        Sessions = "sessions",
        /// Journeys and positions.
        Travel = "travel",
        /// Files, by path, size and digests; their bytes only by an opening.
        Media = "media",
        /// Accounts, contacts, parties, log-ins, addresses.
        Identities = "identities",
        /// Answers to questions, decisions on them, notes.
        Findings = "findings",
        /// What was done in the case, and who read it.
        Log = "log",
    }
}

named! {
    /// What a command does.
    Action {
        /// Shows content of the case.
        See = "see",
        /// Brings material in: seals, reads, maps, compares with known sets.
        Bring = "bring",
        /// Asks the questions of the records.
        Ask = "ask",
        /// Says something of findings, parties, identities, files.
        Decide = "decide",
        /// Signs as a second person.
        Sign = "sign",
        /// Takes or hands on what may mean a child at risk.
        Safeguard = "safeguard",
        /// Lets something leave the house.
        HandOver = "hand_over",
        /// Hands out the bytes of a file.
        Open = "open",
        /// Keeps custody: verifies, stamps, has it witnessed.
        Keep = "keep",
        /// Erases a record for good.
        Erase = "erase",
        /// Changes who is a member.
        Manage = "manage",
        /// Reads who read what.
        Audit = "audit",
        /// What every member may: shows who the members are.
        Look = "look",
    }
}

/// What a command needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What it does.
    pub action: Action,
    /// What it shows; every one is needed.
    pub families: Vec<Family>,
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No role of theirs does this.
    Role,
    /// They were not given this material, or no role of theirs may see it.
    Family(Family),
}

/// Decides whether a member may do something that shows this: one of their roles does it, each family was given to
/// them, and that role may see it.
pub fn may(member: &Member, need: &Need) -> Result<(), Refusal> {
    let doing: Vec<Role> =
        member.roles.iter().copied().filter(|role| table::does(*role, need.action)).collect();
    if doing.is_empty() {
        return Err(Refusal::Role);
    }
    let sees = |family: &Family| {
        member.families.contains(family) && doing.iter().any(|role| table::sees(*role, *family))
    };
    match need.families.iter().find(|family| !sees(family)) {
        Some(family) => Err(Refusal::Family(*family)),
        None => Ok(()),
    }
}
