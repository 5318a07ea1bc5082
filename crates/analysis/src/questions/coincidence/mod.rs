//! Do payments and sessions of a pair meet more often than their daily rhythms alone would make
//! them meet?
//!
//! Payments A of payer to payee; sessions B between the accounts linked to the two; W, the window
//! both sources cover. Each payment keeps its clock time while the days of W change places within
//! strata (weekday, weekend, holiday, pay-day): so often would they meet if only the hours of the
//! two brought them together. All pairs of the case are counted as one family of tests, and the
//! method is run on swapped and shifted data of the same case. `docs/methods/coincidence.md` has
//! the equations.
//!
//! - `pairs` → who and when; `reading` → at which lags; `days`, `placement` → the permutation;
//!   `standing`, `trial` → one test; `rounds`, `run` → all of them; `calibrate` → the method on itself; `ratio`,
//!   `intensity`, `rhythm`, `clock` → what stands beside; `findings`, `contrary`, `figures` → what is said.

pub mod bench;
mod calibrate;
mod card;
pub mod clock;
mod contrary;
pub mod days;
mod figures;
mod findings;
pub mod intensity;
pub mod pairs;
pub mod placement;
pub mod ratio;
pub mod reading;
pub mod report;
pub mod rhythm;
mod rounds;
mod run;
pub mod standing;
pub mod trial;

#[cfg(test)]
mod tests;

use model::Card;
use model::finding::Answer;

pub use card::CARD;
pub use pairs::{Payments, Sessions};
pub use report::{CoincidenceReport, PairTest, Verdict};
pub use run::{Streams, draws_for};

use crate::basis::Basis;
use crate::question::Question;

/// The question as the register holds it: payments against answered calls.
pub struct Coincidence;

impl Question for Coincidence {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        ask(basis, Streams::default())
    }
}

/// The findings for any two streams: `coincide --a messages --b calls`.
pub fn ask(basis: &Basis<'_>, streams: Streams) -> Answer {
    findings::answer(&run::run(basis, streams), basis.settings)
}

/// The same in the stable shape of `coincide --json`.
pub fn coincide(basis: &Basis<'_>, streams: Streams) -> CoincidenceReport {
    run::run(basis, streams).report
}
