//! Exhibits to records: one file a format, read in a caged worker.
//!
//! **Invariant:** rows in = records + rejects, always; a line that is no row is counted by reason.
//! The parent never parses an exhibit: it opens the file, passes the descriptor to a child that
//! the kernel denies everything else, and re-validates each record that comes back.

pub mod cage;
pub mod containers;
pub mod decoder;
pub mod digests;
pub mod format;
pub mod formats;
pub mod frame;
pub mod job;
pub mod mappings;
mod nest;
mod note;
pub mod outcome;
pub mod recognise;
pub mod register;
pub mod settings;
pub mod sink;
pub mod supervise;
pub mod worker;

pub use format::{Companion, Head, ReadsBy, Source, SourceFormat, Sure};
pub use frame::{Checked, RecordFrame, RejectRef};
pub use job::{Job, Waiver};
pub use nest::{
    ANSWER_BYTES_MAX, Chain, Closed, DEPTH_MAX, EXAMINED_HEAD_BYTES, Examiner, Mark, Member,
    MemberState, Resume, Wanted,
};
pub use outcome::{Outcome, State, Trouble, TroubleKind};
pub use settings::Settings;
pub use sink::{Halt, Note, Outlet, Sink, SkipReason};
pub use supervise::{
    KeepFault, Keeper, Progress, Shown, SuperviseFault, Viewer, WorkerCommand, read_caged,
    read_caged_with, show_caged,
};
