//! What a question is: a card that says what it can and cannot show, and a run over the tables.

use model::Card;
use model::finding::Answer;
use model::views::CaseView;

/// What a person fixed before looking.
#[derive(Debug, Clone, PartialEq)]
pub struct AskSettings {
    /// Seed of every random number.
    pub seed: u64,
    /// IANA name of the case's time zone: weekdays, hours and months are counted in it.
    pub zone: String,
    /// Threads to use; the findings do not depend on it.
    pub threads: usize,
    /// Expected share of false findings, q.
    pub q: f64,
    /// Window before a session, seconds.
    pub window_before_s: i64,
    /// Window after a session, seconds.
    pub window_after_s: i64,
    /// Days of month on which wages are paid, for the pay-day stratum.
    pub pay_days: Vec<u8>,
    /// Public holidays as ISO dates, for the holiday stratum.
    pub holidays: Vec<String>,
}

impl Default for AskSettings {
    fn default() -> Self {
        Self {
            seed: 7,
            zone: "UTC".to_owned(),
            threads: 2,
            q: 0.05,
            window_before_s: 24 * 3600,
            window_after_s: 2 * 3600,
            pay_days: Vec::new(),
            holidays: Vec::new(),
        }
    }
}

/// A question: one file in `questions/`, one line in [`crate::questions::QUESTIONS`].
pub trait Question: Sync {
    /// Its card, printed word for word in the report's method annex.
    fn card(&self) -> &'static Card;

    /// Asks it: same view and settings, same answer, in the same order.
    fn ask(&self, view: &CaseView, settings: &AskSettings) -> Answer;
}
