//! What a question is: a card that says what it can and cannot show, and a run over the tables.

use model::Card;
use model::finding::Answer;
use serde::Serialize;

use crate::basis::Basis;
use crate::questions::journeys::JourneySettings;
use crate::questions::network::NetworkSettings;

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
    /// What was fixed for the questions of money and of episodes.
    pub money: MoneySettings,
    /// What was fixed for the network.
    pub network: NetworkSettings,
    /// What was fixed for journeys.
    pub journeys: JourneySettings,
}

/// What a person fixed before looking, for the questions of money and of episodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneySettings {
    /// Findings of one kind shown at most; the sentences say how many there are in all.
    pub shown_max: usize,
    /// Longest time between two sides of one payment without a common reference, seconds.
    pub match_window_s: i64,
    /// Longest time between two records of one reference, seconds; operators use numbers again.
    pub reference_window_s: i64,
    /// Payments in a trace at most.
    pub hops_max: usize,
    /// Longest stay of money at a party within a trace, seconds.
    pub hop_gap_s: i64,
    /// What may stay behind at each party of a trace, in thousandths of what came.
    pub loss_permille: i64,
    /// Distinct payers, and distinct payees, that make a gathering and a scattering.
    pub fan_min: usize,
    /// Longest gap between two steps of an episode, seconds.
    pub episode_gap_s: i64,
}

impl Default for MoneySettings {
    fn default() -> Self {
        const DAY_S: i64 = 24 * 3600;
        Self {
            shown_max: 20,
            // Two business days of settlement across a weekend and a holiday.
            match_window_s: 5 * DAY_S,
            // A number used again within so few days would be a fault of the operator.
            reference_window_s: 10 * DAY_S,
            hops_max: 5,
            // The longer of the two residence times in published funnel descriptions.
            hop_gap_s: 3 * DAY_S,
            loss_permille: 100,
            fan_min: 3,
            episode_gap_s: 7 * DAY_S,
        }
    }
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
            money: MoneySettings::default(),
            network: NetworkSettings::default(),
            journeys: JourneySettings::default(),
        }
    }
}

/// A question: one file in `questions/`, one line in [`crate::questions::QUESTIONS`].
pub trait Question: Sync {
    /// Its card, printed word for word in the report's method annex.
    fn card(&self) -> &'static Card;

    /// Asks it: same view and settings, same answer, in the same order.
    fn ask(&self, basis: &Basis<'_>) -> Answer;
}
