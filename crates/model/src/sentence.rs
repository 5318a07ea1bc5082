//! A sentence of a finding: a template and typed slots; the wording lives with the report, in
//! every language of the product.

use serde::{Deserialize, Serialize};

use crate::finding::Support;
use crate::money::Money;
use crate::phrase::Phrase;

/// A value that a sentence states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// A number of records, pairs, days.
    Count(u64),
    /// A share between 0 and 1, printed as a percentage.
    Share(f64),
    /// A measured number with the digits worth printing.
    Number {
        /// The number.
        value: f64,
        /// Decimals to print.
        decimals: u8,
    },
    /// A probability value, printed with as many digits as its resolution carries.
    PValue(f64),
    /// Money in one currency.
    Money(Money),
    /// An instant, microseconds of UTC, printed in the zone of the case with the zone beside it.
    Instant(i64),
    /// A calendar month or day, ISO 8601.
    Date(String),
    /// A span of time in seconds.
    Span(i64),
    /// A key, name, code or reference as stated: never translated, always escaped.
    Stated(String),
    /// A word of the product that is translated: its key in the word list.
    Term(String),
    /// A sentence of the product on an exhibit; see [`crate::say`].
    Phrase(Phrase),
}

/// A named value of a sentence with the records it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// The name the template uses.
    pub name: String,
    /// The value.
    pub value: Value,
    /// Records that support the value; where absent, the sentence's own support stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
}

/// A sentence: which template, filled with what, resting on which records.
///
/// There is no way to build one without support: [`Support`] is never empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Key of the template in the report's word list.
    pub template: String,
    /// The values.
    pub slots: Vec<Slot>,
    /// The records the sentence rests on.
    pub support: Support,
}

impl Sentence {
    /// A sentence of `template` resting on `support`.
    pub fn new(template: &'static str, support: Support) -> Self {
        Self { template: template.to_owned(), slots: Vec::new(), support }
    }

    /// Adds a value that the sentence's own support covers.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.slots.push(Slot { name: name.to_owned(), value, support: None });
        self
    }

    /// Adds a value with records of its own.
    #[must_use]
    pub fn with_cited(mut self, name: &'static str, value: Value, support: Support) -> Self {
        self.slots.push(Slot { name: name.to_owned(), value, support: Some(support) });
        self
    }
}
