//! Witnesses: others who saw a checkpoint and that it continues what they saw before.
//!
//! Whoever holds the key of a log can show one history to one reader and another to the next. A witness
//! prevents it: it keeps the last state that it saw of each log, and signs a further one only with a
//! proof that the first is its beginning (C2SP tlog-cosignature, Ed25519). Nothing travels by network:
//! request and answer are short texts, carried by hand, in the form of C2SP tlog-witness.

mod answers;
mod desk;
pub(crate) mod key;
pub(crate) mod request;
#[cfg(test)]
mod tests;

pub use answers::{Policy, Witnessed};
pub use desk::{Cosigned, WitnessDesk};
pub use key::WitnessKey;

pub(crate) use answers::{POLICY, WITNESSED, check_note, policy_text};
