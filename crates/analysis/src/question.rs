//! What a question is: a card that says what it can and cannot show, and a run over the tables.

use model::Card;
use model::finding::Answer;
use serde::Serialize;

use crate::basis::Basis;
use crate::links::Decided;
use crate::questions::guard;
use crate::questions::identities::Decision;
use crate::questions::journeys::JourneySettings;
use crate::questions::network::NetworkSettings;
use crate::sign_settings::SignSettings;

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
    /// What was fixed for the questions of signs.
    pub signs: SignSettings,
    /// What was fixed for the question of persons.
    pub persons: PersonsSettings,
    /// What was fixed for the question of who used an account.
    pub attribution: AttributionSettings,
    /// Which keys people decided are one party, or are not.
    pub decided: Vec<Decided>,
    /// Every decision on identities with its author, those taken back included: for the answer that lists them.
    pub decisions: Vec<Decision>,
    /// What was fixed for the network.
    pub network: NetworkSettings,
    /// What was fixed for journeys.
    pub journeys: JourneySettings,
}

/// What a person fixed before looking, for the question of persons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonsSettings {
    /// Probability under the model from which a link is proposed.
    pub proposed: f64,
    /// Parties below which m and u are not estimated from the case.
    pub parties_min: usize,
}

impl Default for PersonsSettings {
    fn default() -> Self {
        Self { proposed: 0.5, parties_min: 50 }
    }
}

/// What a person fixed before looking, for the question of who used an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttributionSettings {
    /// How far the clocks of platform and provider may be apart, seconds.
    pub clock_s: i64,
    /// The clock error on which each result is tried again, seconds.
    pub trial_s: i64,
}

impl Default for AttributionSettings {
    fn default() -> Self {
        // A second of rounding on each side; an hour is the usual fault of a zone.
        Self { clock_s: 2, trial_s: 3_600 }
    }
}

/// What a person fixed before looking, for the questions of money and of episodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneySettings {
    /// Findings of one kind shown at most; the sentences say how many there are in all.
    pub shown_max: usize,
    /// Longest time between two sides of one payment without a common reference, seconds.
    pub match_window_s: i64,
    /// Longest time between two sides that are weighed by amount, days and text, days.
    pub weigh_days: i64,
    /// How far the amounts of two sides that are weighed may differ, thousandths.
    pub weigh_difference_permille: i64,
    /// Probability from which two sides that are weighed are joined, thousandths; above 1,000
    /// nothing is weighed.
    pub weigh_confidence_permille: u16,
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
            // The slowest credit of the public example comes after three weeks.
            weigh_days: 30,
            // Fees and exchange of the public example stay below 14 %.
            weigh_difference_permille: 150,
            // One in a hundred wrong at most: of 20,000 unrelated debits of the example none is joined.
            weigh_confidence_permille: 990,
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
            signs: SignSettings::default(),
            persons: PersonsSettings::default(),
            attribution: AttributionSettings::default(),
            decided: Vec::new(),
            decisions: Vec::new(),
            network: NetworkSettings::default(),
            journeys: JourneySettings::default(),
        }
    }
}

/// A question: one file in `questions/`, one line in [`crate::questions::QUESTIONS`].
pub trait Question: Sync {
    /// Its card, printed word for word in the report's method annex.
    fn card(&self) -> &'static Card;

    /// What it finds: same view and settings, same answer, in the same order.
    fn find(&self, basis: &Basis<'_>) -> Answer;

    /// Asks it: what it finds, with whoever may be a victim marked and behind the others.
    fn ask(&self, basis: &Basis<'_>) -> Answer {
        guard::first(basis.guard(), self.find(basis))
    }
}
