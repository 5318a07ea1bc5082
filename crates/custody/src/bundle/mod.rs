//! Sealed bundles: what leaves a case so that an outsider can check it without us.
//!
//! A bundle is a folder, or one tar archive of it. `MANIFEST.sha256` names every file, `SEAL` is a note
//! over the manifest signed by the key of the log, and `log/` proves every record and with it every
//! exhibit: leaves as tiles, records with their salts, the signed checkpoint. A record that is left out
//! leaves its kind and its leaf behind, so that an omission shows. `verify.sh` in the bundle checks all
//! this with programs that every Unix has.
//!
//! The same state of a case gives the same bytes: nothing in a bundle is taken from a clock.

mod check;
mod contents;
mod held;
mod line;
mod manifest;
mod out;
mod plan;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use model::Digest;
use serde_json::{Map, Value};

pub use check::{BundleFound, KeyShown, verify_bundle};
pub use out::StagedBundle;
pub use plan::BundlePlan;

use crate::custody::Custody;
use crate::fault::Fault;
use crate::hash::Watch;

/// The form of a bundle; raised when an older program would not understand it.
pub const BUNDLE_FORM: &str = "tutela.bundle/v1";

/// The signed note over the manifest.
pub(crate) const SEAL: &str = "SEAL";

/// Digest and name of every file but itself and the seal.
pub(crate) const MANIFEST: &str = "MANIFEST.sha256";

/// What is in the bundle, for programs.
pub(crate) const FACTS: &str = "bundle.json";

/// What every line begins with that marks a page as the copy of a recipient. Such lines are added to a
/// page that was logged; without them its digest is the logged one.
pub const COPY_MARK: &str = "<p class=\"copy-mark\"";

/// The script by which an outsider checks a bundle.
const VERIFY_SH: &str = include_str!("verify.sh");

/// The same in a browser, for who has no shell: one page without network.
const VERIFY_HTML: &str = include_str!("verify.html");

/// What an outsider reads first.
const VERIFY_MD: &str = include_str!("VERIFY.md");

/// Whether the exhibits go with the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Contents {
    /// Byte by byte.
    #[default]
    Held,
    /// Their records alone: digests, names, grounds.
    Listed,
}

/// A further file of a bundle.
#[derive(Debug, Clone)]
pub struct BundleFile {
    /// Its name in the bundle: below `findings/` or `report/`.
    pub name: String,
    /// Its content.
    pub content: BundleContent,
}

/// Where the content of a further file comes from.
#[derive(Debug, Clone)]
pub enum BundleContent {
    /// It is given.
    Bytes(Vec<u8>),
    /// A file that must have this digest.
    File(PathBuf, Digest),
}

/// What a bundle is to hold.
#[derive(Debug, Clone, Default)]
pub struct BundleRequest {
    /// Leaves of the log that it covers; all where nothing is said.
    pub at: Option<u64>,
    /// Leaves whose records are left out.
    pub withheld: BTreeSet<u64>,
    /// Whether the exhibits go with it.
    pub contents: Contents,
    /// What the caller states of it (recipient, purpose, tool, methods), for `bundle.json`.
    pub facts: Map<String, Value>,
    /// Further files.
    pub files: Vec<BundleFile>,
}

/// Where a bundle goes: a name that is not taken yet.
#[derive(Debug, Clone, Copy)]
pub enum BundleTarget<'a> {
    /// A folder.
    Folder(&'a Path),
    /// One tar archive.
    Tar(&'a Path),
}

impl Custody {
    /// Plans a bundle: reads everything but the exhibits, and says what it will hold.
    pub fn plan_bundle(&self, request: &BundleRequest) -> Result<BundlePlan, Fault> {
        plan::plan(self, request)
    }

    /// Writes a planned bundle beside its name, whole or not at all; every exhibit is hashed again on its
    /// way. It gets its name by [`StagedBundle::publish`], once its leaving is logged.
    pub fn write_bundle(
        &self,
        plan: &BundlePlan,
        target: BundleTarget<'_>,
        watch: &mut Watch<'_>,
    ) -> Result<StagedBundle, Fault> {
        out::stage(self, plan, target, watch)
    }
}
