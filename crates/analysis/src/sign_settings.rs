//! What a person fixed before looking, for the questions of signs: possible victims, indicators, roles,
//! introductions and facts that may mean a child at risk now.

use std::collections::BTreeMap;

use serde::Serialize;

const DAY_S: i64 = 24 * 3600;

/// Amounts below which payments fit extortion of the payer, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SmallAmounts {
    /// ISO 4217 code.
    pub currency: String,
    /// The first payment is smaller than this, minor units.
    pub first_minor: i64,
    /// All payments together are not larger than this, minor units.
    pub total_minor: i64,
}

/// What a person fixed before looking, for the questions of signs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignSettings {
    /// The instant from which something is recent, microseconds of UTC; the latest record of the case
    /// where nobody fixed one.
    pub as_of_us: Option<i64>,
    /// Payments within the burst window that make a burst.
    pub burst_payments: usize,
    /// The burst window, seconds.
    pub burst_window_s: i64,
    /// Amounts that fit extortion of the payer; a currency that is not here is not judged.
    pub small_amounts: Vec<SmallAmounts>,
    /// Silence after the last payment that is an abrupt stop, seconds.
    pub quiet_s: i64,
    /// Years of age below which a payer is young.
    pub young_years: i16,
    /// How long before the reference instant something is recent, seconds.
    pub recent_s: i64,
    /// Thresholds of indicators that differ from the configuration, by `indicator.parameter`.
    pub thresholds: BTreeMap<String, f64>,
    /// Longest time from a payment to the call that follows it, seconds.
    pub call_after_s: i64,
    /// Longest time from being paid to passing money on, seconds.
    pub pass_on_s: i64,
    /// Longest time from the contact with an introducer to the first contact with the introduced, seconds.
    pub introduction_s: i64,
    /// Longest time from that first contact to the first payment, seconds.
    pub first_payment_s: i64,
}

impl Default for SignSettings {
    fn default() -> Self {
        Self {
            as_of_us: None,
            burst_payments: 3,
            // Published descriptions say "several rapid payments"; three days hold a weekend.
            burst_window_s: 3 * DAY_S,
            // FATF 2025 as summarised: begins under EUR 250, not above EUR 1,500 in all.
            small_amounts: vec![SmallAmounts {
                currency: "EUR".to_owned(),
                first_minor: 25_000,
                total_minor: 150_000,
            }],
            quiet_s: 30 * DAY_S,
            young_years: 18,
            recent_s: 30 * DAY_S,
            thresholds: BTreeMap::new(),
            call_after_s: DAY_S,
            pass_on_s: 3 * DAY_S,
            introduction_s: 21 * DAY_S,
            first_payment_s: 30 * DAY_S,
        }
    }
}
