//! Seals exhibits, keeps the content-addressed store and the transparency log, verifies both.
//!
//! What always holds:
//!
//! - **Originals are never written.** A source is opened to read; in the store a file is written
//!   once, made read-only, and from then on only read. No function here deletes an exhibit.
//! - **Only this crate writes exhibits and log**, and only `disk.rs` in it writes at all.
//! - **The log only grows.** A leaf is a salted commitment; a record can be erased lawfully, its
//!   leaf and all proofs stay.
//! - **Nothing unsynced is signed.** A batch with the size and root it leads to is durable before a
//!   checkpoint is signed; a crash at any point is finished, not undone, by the next opening.
//! - **What was acknowledged stands**: when [`Custody::seal`] or [`Custody::log`] return, the bytes,
//!   the record and the signed checkpoint survive a power failure.
//! - **No clock**: every instant comes in as an argument, and is a claim of its caller.
//!
//! `docs/custody.md` tells an outsider how to check all this without us.

mod bundle;
mod canonical;
#[cfg(test)]
mod crash;
mod custody;
mod disk;
mod event;
mod exhibit;
mod fault;
mod folder;
mod hash;
mod lock;
mod log;
pub mod name;
mod seal;
mod source;
mod stamp;
mod verify;
mod witness;

pub use bundle::{
    BUNDLE_FORM, BundleContent, BundleFile, BundleFound, BundlePlan, BundleRequest, BundleTarget,
    COPY_MARK, Contents, KeyShown, StagedBundle, verify_bundle,
};
pub use canonical::{DEPTH_MAX, canonical};
pub use custody::Custody;
pub use event::{Act, Event, FileDigest, FoundTask, Logged, NotedOn, Tombstone};
pub use exhibit::{Digest512, Exhibit, Keep, Origin, Receipt, Sealed, SealedFolder, Skipped};
pub use fault::Fault;
pub use folder::{FolderFacts, RECIPE, Survey, survey_folder};
pub use hash::{Progress, Watch};
pub use log::entry::{Kind, RECORD_BYTES_MAX};
pub use log::note::{Checkpoint, VerifierKey};
pub use log::proof::{Consistency, Inclusion, ProofFails};
pub use log::tree::{leaf_hash, node_hash};
pub use stamp::ToStamp;
pub use verify::{Problem, ProblemKind, Verification, verify};
pub use witness::{Cosigned, Policy, WitnessDesk, WitnessKey, Witnessed};
