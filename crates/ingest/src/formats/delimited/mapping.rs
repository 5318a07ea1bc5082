//! A mapping: which header means which field; data of the case, confirmed by a person, kept as
//! evidence.

use serde::{Deserialize, Serialize};

/// A mapping as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// Its name.
    pub name: String,
}
