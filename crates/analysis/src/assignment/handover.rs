//! The hand-over of a target: offered, received, and how long it has waited.

use serde::{Deserialize, Serialize};

/// A target on its way to its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The target's key.
    pub key: String,
    /// Who hands over.
    pub from: String,
    /// Who shall take over.
    pub to: String,
    /// When it was offered, microseconds of UTC.
    pub offered_us: i64,
    /// The receipt, once given.
    pub receipt: Option<Receipt>,
}

/// The receipt of whoever takes over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The named person who signs.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// SHA-256 of what was handed over, so that both sides know it was the same.
    pub digest: model::Digest,
}

/// How long a hand-over has waited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Age {
    /// The target's key.
    pub key: String,
    /// Who shall take over.
    pub to: String,
    /// Seconds since it was offered.
    pub waits_s: i64,
    /// Whether it has waited longer than the alarm allows.
    pub is_overdue: bool,
}

/// The hand-overs without a receipt, longest wait first. One offered after `now_us` waits 0 seconds.
pub fn ages(handovers: &[Handover], now_us: i64, alarm_s: i64) -> Vec<Age> {
    let open = handovers.iter().filter(|handover| handover.receipt.is_none());
    let mut ages: Vec<Age> = open
        .map(|handover| {
            let waits_s = now_us.saturating_sub(handover.offered_us).max(0) / 1_000_000;
            let (key, to) = (handover.key.clone(), handover.to.clone());
            Age { key, to, waits_s, is_overdue: waits_s > alarm_s }
        })
        .collect();
    ages.sort_by(|a, b| (b.waits_s, &a.key, &a.to).cmp(&(a.waits_s, &b.key, &b.to)));
    ages
}
