//! Measuring the method on data whose truth is known: statistic by null model, as a table.
//!
//! Nothing here is tuned to a set; the same readings, strata and rules serve every case. The
//! functions take text or a seed and give a [`Table`]; examples and `cargo xtask bench` print it.

pub mod cards;
pub mod copenhagen;
mod measures;
pub mod speed;

use std::fmt;

pub use measures::{Row, Strata, Streams, Trials};

/// A table of rows, with a line that says what was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What was measured.
    pub title: String,
    /// Statistic by null model.
    pub rows: Vec<Row>,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        writeln!(
            f,
            "{:<26}{:<34}{:>6}{:>9}{:>9}{:>9}{:>9}  {:<24}",
            "statistic",
            "null model",
            "AUC",
            "TPR@.05",
            "TPR@.01",
            "FPR@.05",
            "FPR@.01",
            "BH q=.05: rejected/false/own",
        )?;
        for row in &self.rows {
            writeln!(
                f,
                "{:<26}{:<34}{:>6.3}{:>9.3}{:>9.3}{:>9.4}{:>9.4}  {:.1} / {:.1} / {:.1}",
                row.statistic,
                row.null,
                row.auc,
                row.true_05,
                row.true_01,
                row.false_05,
                row.false_01,
                row.rejected,
                row.rejected_false,
                row.rejected - row.rejected_false,
            )?;
        }
        Ok(())
    }
}
