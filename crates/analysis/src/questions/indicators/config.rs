//! The configuration of the sheet: which indicators, by whom they were published, from which value on.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::sign_settings::SignSettings;

/// The text that is compiled in.
const TEXT: &str = include_str!("indicators.json");

/// The configuration of the house; empty if its text could not be read, which a test forbids.
pub(super) static HOUSE: LazyLock<Configuration> =
    LazyLock::new(|| serde_json::from_str(TEXT).unwrap_or_default());

/// A versioned list of indicators.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Its version.
    pub version: String,
    /// What whoever changes it should know.
    pub note: String,
    /// The indicators, in the order of the sheet.
    pub indicators: Vec<Indicator>,
}

/// Whose records an indicator looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Payments of one payer to one payee.
    Pair,
    /// All payments to one payee.
    Payee,
}

/// Where an indicator was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Who.
    pub source: String,
    /// In what.
    pub title: String,
    /// When.
    pub year: u16,
    /// Whether the text was read, or a summary of it.
    pub seen: Seen,
}

/// How a source was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// The text itself.
    Text,
    /// A public summary of it.
    Summary,
}

/// A published indicator, and what is computed beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its name, never reused.
    pub id: String,
    /// Whose records it looks at.
    pub of: Of,
    /// What is computed.
    pub measure: Measure,
    /// Where it was published.
    pub published: Vec<Published>,
    /// From which value on it is there.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// Up to which value it is there.
    #[serde(default)]
    pub at_most: Option<f64>,
    /// Fewest payments for which it is computed.
    pub minimum: usize,
    /// The currency its amounts are in, where it has amounts.
    #[serde(default)]
    pub currency: Option<String>,
    /// Other numbers it needs.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
    /// What speaks for an innocent reading, computed beside it.
    pub twins: Vec<Twin>,
}

/// The innocent reading of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twin {
    /// What is computed.
    pub measure: Measure,
    /// From which value on it speaks.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// It speaks where the indicator is not higher than the twin by more than this.
    #[serde(default)]
    pub within: Option<f64>,
    /// Other numbers it needs.
    #[serde(default)]
    pub parameters: BTreeMap<String, f64>,
}

/// What can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is explained by its words in the report's lists")]
pub enum Measure {
    SmallAmounts,
    GapDays,
    RoundAmounts,
    NightHours,
    Escalation,
    StatedTies,
    #[serde(rename = "payees-90-days")]
    Payees90Days,
    JourneysAfter,
    Sources,
    Undone,
    NotInRecords,
    #[serde(rename = "payers-90-days")]
    Payers90Days,
    PassedOn,
    SharedIdentifiers,
    NearUsualDay,
    MonthsPaid,
    RelationDays,
    GroupMedian,
    OfficeHours,
    ContactDays,
    SharedNames,
    SourceRoundAmounts,
    OwnNightHours,
    ZoneNotStated,
    RateDrift,
    PayeesTied,
    JourneysBefore,
    PayersWithSeveralSources,
    CaseUndone,
    PayersTied,
    PassedOnToOne,
    HoldersOfIdentifier,
}

impl Configuration {
    /// The configuration with the thresholds that the unit fixed. A name that no indicator has is left
    /// out and told by [`Configuration::unknown`].
    pub(super) fn with(&self, settings: &SignSettings) -> Self {
        let mut own = self.clone();
        for indicator in &mut own.indicators {
            let set = |name: &str| settings.thresholds.get(&format!("{}.{name}", indicator.id));
            if let Some(value) = set("at_least") {
                indicator.at_least = Some(*value);
            }
            if let Some(value) = set("at_most") {
                indicator.at_most = Some(*value);
            }
            // The innocent reading looks at the same hours and amounts as the indicator.
            let Indicator { id, parameters, twins, .. } = indicator;
            let of_twins = twins.iter_mut().map(|twin| &mut twin.parameters);
            for (name, value) in std::iter::once(parameters).chain(of_twins).flatten() {
                if let Some(set) = settings.thresholds.get(&format!("{id}.{name}")) {
                    *value = *set;
                }
            }
        }
        own
    }

    /// Thresholds that were set and that no indicator has.
    pub fn unknown(settings: &SignSettings) -> Vec<String> {
        let known = |name: &str| {
            HOUSE.indicators.iter().any(|indicator| {
                name.strip_prefix(&indicator.id)
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|part| {
                        matches!(part, "at_least" | "at_most")
                            || indicator.parameters.contains_key(part)
                    })
            })
        };
        settings.thresholds.keys().filter(|name| !known(name)).cloned().collect()
    }
}

impl Indicator {
    /// Whether a value lies where the published lists speak.
    pub fn reached(&self, value: f64) -> bool {
        self.at_least.is_none_or(|limit| value >= limit)
            && self.at_most.is_none_or(|limit| value <= limit)
    }

    /// The value from which, or up to which, it speaks.
    pub fn limit(&self) -> f64 {
        self.at_least.or(self.at_most).unwrap_or(0.0)
    }
}

impl Twin {
    /// Whether the twin speaks, where the indicator has this value.
    pub fn speaks(&self, twin: f64, indicator: f64) -> bool {
        self.at_least.is_some_and(|limit| twin >= limit)
            || self.within.is_some_and(|margin| indicator <= twin + margin)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_configuration_is_whole() {
        let house: Configuration = serde_json::from_str(TEXT).unwrap();
        assert!(!house.version.is_empty() && house.indicators.len() >= 12);
        let ids: BTreeSet<&str> = house.indicators.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), house.indicators.len(), "an indicator stands twice");
        for one in &house.indicators {
            assert!(!one.published.is_empty(), "{} cites nobody", one.id);
            assert!(one.published.iter().all(|by| (2009..2100).contains(&by.year)), "{}", one.id);
            assert!(one.at_least.is_some() != one.at_most.is_some(), "{}: one threshold", one.id);
            assert!(one.minimum > 0, "{}", one.id);
            assert_eq!(one.twins.is_empty(), one.measure == Measure::NotInRecords, "{}", one.id);
            for twin in &one.twins {
                assert!(twin.at_least.is_some() != twin.within.is_some(), "{}", one.id);
            }
        }
    }

    #[test]
    fn a_unit_sets_its_own_thresholds_and_hears_of_wrong_names() {
        let thresholds = [
            ("small-amounts.at_least".to_owned(), 0.5),
            ("small-amounts.high_minor".to_owned(), 7_700.0),
            ("night-hours.from_hour".to_owned(), 23.0),
            ("small-amount.at_least".to_owned(), 0.1),
        ];
        let settings = SignSettings { thresholds: thresholds.into(), ..SignSettings::default() };
        let own = HOUSE.with(&settings);
        let one = own.indicators.iter().find(|one| one.id == "small-amounts").unwrap();
        assert!(one.reached(0.5) && !HOUSE.indicators[0].reached(0.5));
        assert!((one.parameters["high_minor"] - 7_700.0).abs() < 1e-9);
        let night = own.indicators.iter().find(|one| one.id == "night-hours").unwrap();
        assert!(night.twins.iter().any(|twin| twin.parameters.get("from_hour") == Some(&23.0)));
        assert_eq!(Configuration::unknown(&settings), ["small-amount.at_least"]);
    }
}
