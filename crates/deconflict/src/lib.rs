//! Shared targets without shared lists: two agencies learn what they have in common, and nothing else.
//!
//! The protocol is written down in `docs/deconfliction.md`; this crate is that page, file by file: [`profile`] and
//! [`list`] (what is compared), [`charter`] (what was agreed), [`expand`], [`element`], [`key`], [`mask`] and [`proof`] (the
//! arithmetic), [`message`], [`exchange`] and [`session`] (the steps, as files), [`audit`] and [`masking`] (what is opened
//! and checked afterwards),
//! [`voprf`] (one query at a time).

pub mod audit;
pub mod charter;
pub mod domain;
pub mod element;
pub mod exchange;
pub mod expand;
pub mod fault;
mod folder;
pub mod key;
pub mod kind;
pub mod list;
pub mod mask;
pub mod masking;
pub mod message;
pub mod profile;
pub mod proof;
pub mod session;
mod steps;
mod take;
pub mod tree;
pub mod voprf;

pub use steps::Hit;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
