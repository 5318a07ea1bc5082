//! Measuring the method on data whose truth is known: statistic by null model, as a table.
//!
//! Nothing here is tuned to a set; the same readings, strata and rules serve every case. The
//! functions take text or a seed and give a [`Table`]; examples and `cargo xtask bench` print it.

pub mod cards;
pub mod copenhagen;
mod measures;
pub mod places;
pub mod rhythms;
pub mod speed;
pub mod stops;
mod validity;

use std::fmt;

pub use measures::{Counted, Row, SHARES, Strata, Streams, Trials};

/// A table of rows, with a line that says what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What was measured.
    pub title: String,
    /// Statistic by null model.
    pub rows: Vec<Row>,
}

/// Columns of a printed row.
const HEAD: &str = "\
| statistic | null model | AUC | TPR at .05 (95 %) | at .01 | FPR at .05 (95 %) | at .01 | BH q = .05: rejected / false / own | false share |
|---|---|---|---|---|---|---|---|---|";

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n\n{HEAD}", self.title)?;
        for row in &self.rows {
            let with_interval = |count: Counted| {
                let (low, high) = count.interval();
                format!("{:.4} ({low:.4}–{high:.4})", count.share())
            };
            writeln!(
                f,
                "| {} | {} | {:.3} | {} | {:.3} | {} | {:.4} | {:.1} / {:.1} / {:.1} | {:.3} |",
                row.statistic,
                row.null,
                row.auc,
                with_interval(row.true_05),
                row.true_01.share(),
                with_interval(row.false_05),
                row.false_01.share(),
                row.rejected,
                row.rejected_false,
                row.found(),
                row.false_share,
            )?;
        }
        let Some(house) = self.rows.first() else { return Ok(()) };
        write!(f, "\np of swapped pairs, {}, quantiles at", house.statistic)?;
        for (share, value) in measures::SHARES.iter().zip(&house.spread) {
            write!(f, " {share}: {value:.3};")?;
        }
        writeln!(f, " largest distance from an even spread {:.3}", house.distance)
    }
}
