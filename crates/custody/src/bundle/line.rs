//! A line of records in a bundle: as the log has it, or withheld.
//!
//! `{"kind":"event","withheld":true}` stands for a record that was left out; its leaf is in the tiles.

use crate::log::entry::{Kind, Line};

/// A line of `log/records` in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BundleLine<'a> {
    Logged(Line<'a>),
    Withheld(Kind),
}

impl<'a> BundleLine<'a> {
    /// Reads a line in its one spelling.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        [Kind::Exhibit, Kind::Event, Kind::Tombstone]
            .into_iter()
            .find(|kind| withheld(*kind) == text)
            .map(Self::Withheld)
            .or_else(|| Line::read(text).map(Self::Logged))
    }
}

/// The line of a record that is left out.
pub(super) fn withheld(kind: Kind) -> String {
    format!("{{\"kind\":\"{}\",\"withheld\":true}}", kind.name())
}
