//! Files that belong together, so that one decision can cover many, and contents that several people hold.
//!
//! ```text
//! alike       files of the same bytes, and pictures near one leader
//! dense       how many are near a picture, where nearly all are near each other
//! stated      files of one folder, one camera, one day
//! recurrence  contents at several holders: how many each two share, and who had them first
//! ```
//!
//! Everything here is computed from values that are handed in; nothing is read, and the order in which files
//! come decides nothing but how they are numbered. A group is offered to a person, who decides; it says that
//! files look or are stated alike, not what they are.

mod alike;
mod dense;
mod recurrence;
mod stated;

use crate::near::{Gate, gate};
use crate::pdq::{Code, Look};

pub use alike::{Alike, Group, Member, near_duplicates};
pub use recurrence::{
    Clock, First, Held, Holding, Interval, Pair, Recurrence, Recurrences, Standing, Time, TimeKind,
    Unsaid, Weakness, recurrences,
};
pub use stated::{ByKey, KeyGroup, by_camera, by_day, by_folder};

/// The content of a file, as far as it decides what it is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its codes, where it is a picture that was read.
    pub codes: Option<Ways>,
}

/// The codes of a picture, and how much there is to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ways {
    /// As it is, turned and mirrored, in the order of `pdq::Turn::ALL`.
    pub codes: [Code; 8],
    /// 0 to 100.
    pub quality: u8,
}

impl Ways {
    /// The code of the picture as it is.
    pub fn code(&self) -> Code {
        let [code, ..] = self.codes;
        code
    }

    /// Whether the code says enough to be compared.
    pub fn gate(&self) -> Gate {
        gate(Look { code: self.code(), quality: self.quality })
    }
}

#[cfg(test)]
mod tests;
