//! An exhibit: a file, folder or image as received, known by its number in the case.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of an exhibit in its case, printed `EX-7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExhibitId(pub u32);

impl fmt::Display for ExhibitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EX-{}", self.0)
    }
}

/// The text is not an exhibit number such as `EX-7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an exhibit number; write it as EX-7")]
pub struct NotAnExhibit;

impl FromStr for ExhibitId {
    type Err = NotAnExhibit;
    fn from_str(text: &str) -> Result<Self, NotAnExhibit> {
        let number = text.strip_prefix("EX-").ok_or(NotAnExhibit)?;
        number.parse().map(Self).map_err(|_| NotAnExhibit)
    }
}

impl Serialize for ExhibitId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ExhibitId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
