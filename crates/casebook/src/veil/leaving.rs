//! What cannot have a pseudonym put into it without ceasing to be proved, and therefore stays: records of the log and
//! findings that name a protected party.

use std::collections::BTreeSet;
use std::path::Path;

use custody::Logged;

use super::Veil;
use crate::fault::{Exit, Fault};

impl Veil {
    /// Leaves of the log whose records name a protected party.
    pub(crate) fn leaves(&self, history: &[(u64, Logged)]) -> Result<BTreeSet<u64>, Fault> {
        if self.is_open() {
            return Ok(BTreeSet::new());
        }
        let mut named = BTreeSet::new();
        for (leaf, logged) in history {
            let json = match logged {
                Logged::Act(act) => serde_json::to_string(act),
                Logged::Exhibit(exhibit) => serde_json::to_string(exhibit),
                Logged::Tombstone(tombstone) => serde_json::to_string(tombstone),
                Logged::Erased { .. } => continue,
            };
            let json = json.map_err(|e| {
                Fault::new(Exit::Bug, "a record of the log cannot be written", "report this")
                    .caused_by(e)
            })?;
            if self.json(&json) != json {
                named.insert(*leaf);
            }
        }
        Ok(named)
    }

    /// Whether a file of the case names a protected party.
    pub(crate) fn is_named_in(&self, path: &Path) -> Result<bool, Fault> {
        if self.is_open() {
            return Ok(false);
        }
        let text = std::fs::read_to_string(path).map_err(|e| Fault::io(path, e))?;
        let is_json = path.extension().is_some_and(|end| end == "json");
        Ok(if is_json { self.json(&text) != text } else { self.text(&text) != text })
    }
}
