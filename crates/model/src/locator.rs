//! Where in an exhibit a record stands: a chain of containers and a place in the last of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exhibit::ExhibitId;

/// A place in a file: which row of the source it is, and which bytes hold it.
///
/// `bytes_len` is 0 where the format has no stable bytes of its own for a row (a sheet inside a
/// compressed workbook); then `path` names the place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Container members from the outside in, joined by `!/`; empty for the exhibit itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inside: String,
    /// Path within the format: XML path, JSON pointer, sheet and row; empty where the row says all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Row of the source, from 1, counting rows and not lines.
    pub row: u64,
    /// First byte of the row in the file.
    pub bytes_start: u64,
    /// Number of bytes of the row, without its line end.
    pub bytes_len: u64,
}

/// A place borrowed from a frame or from a [`Place`], so that a row can be handed on without memory
/// of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceRef<'a> {
    /// See [`Place::inside`].
    pub inside: &'a str,
    /// See [`Place::path`].
    pub path: &'a str,
    /// See [`Place::row`].
    pub row: u64,
    /// See [`Place::bytes_start`].
    pub bytes_start: u64,
    /// See [`Place::bytes_len`].
    pub bytes_len: u64,
}

impl<'a> From<&'a Place> for PlaceRef<'a> {
    fn from(place: &'a Place) -> Self {
        let Place { inside, path, row, bytes_start, bytes_len } = place;
        Self { inside, path, row: *row, bytes_start: *bytes_start, bytes_len: *bytes_len }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.inside.is_empty() {
            write!(f, "{}!/", self.inside)?;
        }
        // Row 0 stands for what is no row: a header, a sheet, the exhibit as a whole.
        let mut gap = "";
        if self.row > 0 {
            write!(f, "row {}", self.row)?;
            gap = " ";
        }
        if !self.path.is_empty() {
            write!(f, "{gap}{}", self.path)?;
            gap = " ";
        }
        if self.bytes_len > 0 {
            write!(f, "{gap}bytes {}+{}", self.bytes_start, self.bytes_len)?;
        } else if gap.is_empty() {
            f.write_str("its beginning")?;
        }
        Ok(())
    }
}

/// Where a record stands: the exhibit and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The place in it.
    pub place: Place,
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.exhibit, self.place)
    }
}

/// A record by its number: the row of an exhibit it was read from. Rows are numbered over the
/// whole exhibit, so the pair names one record of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordRef {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The row, from 1.
    pub row: u64,
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.exhibit, self.row)
    }
}
