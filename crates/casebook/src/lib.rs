//! One case whole: its facts, its pipeline from exhibit to finding, its search.
//!
//! **Invariant:** decisions are appended, never edited. The casebook is the only room that knows how
//! the others work together; it parses no exhibit, draws no figure and prints nothing.

pub mod access;
mod acts;
pub mod asked;
pub mod asking;
mod build;
pub mod bundle;
pub mod case;
pub mod cite;
mod companions;
pub mod coverage;
pub mod decisions;
pub mod dossier;
pub mod erasure;
pub mod export;
pub mod fault;
mod file;
pub mod identities;
pub mod intake;
mod keeper;
mod kept;
mod lanes;
pub mod ledger;
pub mod mappings;
pub mod members;
pub mod notes;
pub mod progress;
pub mod proposal;
mod reader;
pub mod reading;
pub mod registers;
pub mod release;
pub mod replay;
pub mod sample;
pub mod search;
pub mod stamp;
pub mod status;
pub mod tasks;
pub mod triage;
pub mod veil;
pub mod verify;
mod walk;
pub mod witness;

pub use asking::{BuildOptions, StoredAnswer};
pub use build::{BuildSummary, build};
pub use case::{Case, CaseFacts};
pub use custody::{Exhibit, FolderFacts};
pub use fault::{Exit, Fault};
pub use intake::{Intake, IntakeSummary, Received, ingest};
pub use ledger::Ledger;
pub use model::Language;
pub use progress::{Progress, Silent, Step};
pub use reading::ReadingOptions;
