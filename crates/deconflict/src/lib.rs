//! Shared targets without shared lists: two agencies learn what they have in common, and nothing else.
//!
//! The protocol is written down in `docs/deconfliction.md`; this crate is that page, file by file:
//! [`expand`] and [`element`] (hashing to ristretto255), [`key`], [`mask`], [`proof`], [`voprf`] (one query at a time).

pub mod element;
pub mod expand;
pub mod key;
pub mod mask;
pub mod proof;
pub mod voprf;

#[cfg(test)]
mod vectors;
