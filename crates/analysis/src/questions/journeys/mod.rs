//! Journeys: who went where and when, near whose locality, what changed meanwhile, and who travelled
//! together more than the route lets expect.
//!
//! Legs that were flown or booked are brought to places; a cancelled leg or one not taken is no
//! journey. Between two legs that meet lies a stay. Two journeys of one person at one time are a
//! contradiction of the sources: it is shown, and no stay is made of them.

mod change;
mod legs;
mod place;
mod stays;
mod together;
mod wording;

#[cfg(test)]
mod tests;

use model::finding::Answer;
use model::{Card, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::question::Question;

pub use change::Change;
pub use legs::{Conflict, LegStated};
pub use place::{At, Place};
pub use stays::{Near, Reach, Stay};
pub use together::Together;

/// The question of journeys.
pub struct JourneysQuestion;

static CARD: Card = Card {
    code: "ANA-017",
    name: "journeys",
    version: 2,
    question: "Who travelled where and when, near whose locality, what changed meanwhile, and who travelled together?",
    assumes: &[
        "a leg that is not stated as cancelled or not taken was travelled; one that is only booked is named as such",
        "whoever arrives at a place and next leaves from near it was there between",
        "an address stated for a payee is where the payee is",
    ],
    cannot_show: &[
        "what a journey was made for, or whom the traveller met",
        "journeys by road, and any that no exhibit holds",
        "when a journey was booked, where the source does not state it",
        "that a change during a stay was made by the stay",
    ],
    parameters: &[
        ("near_km", "distance within which two places are one locality, kilometres"),
        ("stay_min_s", "shortest stay, seconds; less is a change of planes"),
        ("stay_max_s", "longest stay, seconds; more is a residence"),
        ("windows_min", "equal-length windows below which a change is not tested"),
        ("route_legs_min", "legs of others on a route below which no base rate is known"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "change: rank of the stay among equal-length windows of the same coverage; exact interval of Clopper & Pearson 1934",
        "journeys together: binomial, each day of the route as likely as it was travelled by everybody of the case",
        "Benjamini & Hochberg, JRSS-B 57:289, 1995",
    ],
    error_rates: &[],
};

/// What a person fixed before looking, for journeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JourneySettings {
    /// Distance within which two places are one locality, kilometres.
    pub near_km: u32,
    /// Shortest stay, seconds.
    pub stay_min_s: i64,
    /// Longest stay, seconds.
    pub stay_max_s: i64,
    /// Equal-length windows below which a change is not tested.
    pub windows_min: usize,
    /// Legs of others on a route below which no base rate is known.
    pub route_legs_min: usize,
    /// Findings of one kind shown at most.
    pub shown_max: usize,
}

impl Default for JourneySettings {
    fn default() -> Self {
        const DAY_S: i64 = 24 * 3_600;
        Self {
            // From a city's middle to its airports and suburbs.
            near_km: 60,
            stay_min_s: DAY_S,
            // Half a year: the usual limit of a visit without a residence.
            stay_max_s: 183 * DAY_S,
            // With fewer no rank can fall below .1.
            windows_min: 9,
            route_legs_min: 10,
            shown_max: 20,
        }
    }
}

/// The journeys of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Journeys {
    /// Legs travelled or booked, each once however many records state it.
    pub legs: Vec<LegStated>,
    /// Legs that are stated as cancelled or not taken: no journeys.
    pub not_travelled: Vec<LegStated>,
    /// Records of legs without a traveller or a departure.
    pub unplaced: Vec<RecordRef>,
    /// Two journeys of one traveller at one time.
    pub conflicts: Vec<Conflict>,
    /// Stays away from where the traveller's first leg began.
    pub stays: Vec<Stay>,
    /// Two travellers on one route on one day.
    pub together: Vec<Together>,
}

impl Journeys {
    /// The journeys of a case. Same basis, same journeys.
    pub fn of(basis: &Basis<'_>) -> Self {
        let read = legs::read(basis);
        let stays = stays::of(basis, &read.legs, &read.conflicts);
        let together = together::of(basis, &read.legs);
        Self {
            legs: read.legs,
            not_travelled: read.not_travelled,
            unplaced: read.unplaced,
            conflicts: read.conflicts,
            stays,
            together,
        }
    }
}

impl Question for JourneysQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let settings = &basis.settings.journeys;
        let journeys = Journeys::of(basis);
        let parameters = [
            ("near_km", settings.near_km.to_string()),
            ("stay_min_s", settings.stay_min_s.to_string()),
            ("stay_max_s", settings.stay_max_s.to_string()),
            ("windows_min", settings.windows_min.to_string()),
            ("route_legs_min", settings.route_legs_min.to_string()),
            ("shown_max", settings.shown_max.to_string()),
        ];
        let findings = wording::findings(&CARD, basis, &journeys);
        citing::answer(&CARD, &parameters, findings)
    }
}
