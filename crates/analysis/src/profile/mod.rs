//! Profile against search: what investigators expected before a search, and what the records hold.
//!
//! It is no question of the register: a question is answered by the records and its settings alone,
//! while a profile is a document of a person, written before the search, that is compared item by
//! item. The file is read by [`Profile::read`], documented in `docs/profile.md`.
//!
//! Four outcomes: confirmed, contradicted, not found, not looked for. "Not found" is said only where
//! an exhibit was there to find it in; "not looked for" says that none was.

mod compare;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::{Currency, ExhibitId, RecordRef};
use serde::Serialize;

pub use compare::compare;
pub use read::ProfileFault;

/// What was expected before a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// What the profile is of, as its author calls it.
    pub title: String,
    /// The day on which it was made, ISO 8601.
    pub made_on: String,
    /// The items, in the order of the file by sort.
    pub items: Vec<Item>,
}

/// One expected item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its name within the profile.
    pub id: String,
    /// From where the expectation comes.
    pub note: String,
    /// What is expected.
    pub expected: Expected,
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "sort")]
pub enum Expected {
    /// An account, phone, e-mail address, device or alias, and whose it should be.
    Identifier {
        /// Which of them.
        of: IdentifierSort,
        /// As the records key it (`phone:+39…`); a device or a name as stated.
        key: String,
        /// Whose it should be, by key.
        holder: Option<String>,
    },
    /// A payment.
    Transfer {
        /// Who should have paid, by key.
        payer: String,
        /// Who should have been paid.
        payee: String,
        /// From this day on, ISO 8601.
        from: String,
        /// Until this day, included.
        until: String,
        /// Amount in minor units with its currency.
        amount: Option<(i64, Currency)>,
    },
    /// A journey.
    Journey {
        /// Who should have travelled, by key.
        traveller: String,
        /// From where; anywhere if not said.
        origin: Option<String>,
        /// To where.
        destination: String,
        /// Departure from this day on.
        from: String,
        /// Until this day, included.
        until: String,
    },
}

/// Sorts of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierSort {
    /// An account on a platform or at an operator.
    Account,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A device by serial number or IMEI.
    Device,
    /// A user name or a name.
    Alias,
}

/// What a comparison says of an item, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "because")]
pub enum Outcome {
    /// Records say otherwise.
    Contradicted(Against),
    /// An exhibit covers it and holds nothing of it.
    NotFound(Missing),
    /// No exhibit was there to find it in.
    NotLookedFor(Uncovered),
    /// Records state it.
    Confirmed(For),
}

/// Why an item is contradicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The identifier is stated with another identity and not with the expected one.
    OtherHolder,
    /// The two paid each other in that time, and no payment has this amount.
    OtherAmount,
    /// The payment or leg is stated as cancelled, refunded or not taken.
    Undone,
    /// The traveller was elsewhere all that time.
    Elsewhere,
}

/// Why an item is not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No record states it.
    NoRecord,
    /// Records state the identifier, and no record joins it to the expected holder or anybody else.
    NotJoined,
}

/// Why an item was not looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncovered {
    /// No exhibit holds anything of that sort (or of that platform).
    NoExhibit,
    /// No exhibit covers the whole time for these accounts.
    Period,
}

/// Why an item is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum For {
    /// Records state it.
    Stated,
    /// Records join it to the expected holder.
    Joined,
}

/// An item and what the records hold of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The item.
    pub item: Item,
    /// The outcome.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The records that say so; none where nothing was found.
    pub records: Vec<RecordRef>,
    /// The exhibits that were there to find it in.
    pub looked_in: Vec<ExhibitId>,
}

/// A profile compared: contradictions first, confirmations last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What the profile is of.
    pub title: String,
    /// When it was made.
    pub made_on: String,
    /// Items by outcome: `contradicted`, `not_found`, `not_looked_for`, `confirmed`.
    pub counts: BTreeMap<&'static str, usize>,
    /// The items.
    pub items: Vec<Compared>,
}

impl Outcome {
    /// The outcome as a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradicted(_) => "contradicted",
            Self::NotFound(_) => "not_found",
            Self::NotLookedFor(_) => "not_looked_for",
            Self::Confirmed(_) => "confirmed",
        }
    }
}
