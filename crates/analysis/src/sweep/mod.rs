//! Sweeps: transfers laid out once by payer, payee and time, and every measure read off in one
//! pass over that order.
//!
//! A database sorts or hashes anew for each question; here one layout serves sums of pairs, rolling
//! sums, fans, the last session before a transfer, the transfers around a session, and walks along
//! transfers. Nothing is collected while sweeping: each measure is handed to the caller as it is
//! met, so that memory is the layout's, [`BYTES_A_TRANSFER`] bytes for each transfer.

mod layout;
mod meet;
mod reach;
mod sums;

#[cfg(test)]
mod tests;

pub use layout::{Columns, Entry, Layout, Meeting, Meetings};
pub use meet::{Around, around, last_before};
pub use reach::{Reached, Way, paths, reach};
pub use sums::{PairSum, Rolled, fans, pairs, rolling, widest_within};

/// Memory of the layout for each transfer: two entries of 24 bytes.
pub const BYTES_A_TRANSFER: usize = 48;
