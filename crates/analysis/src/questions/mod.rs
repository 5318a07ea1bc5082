//! The register of questions: one line each. A question is added here and nowhere else.

pub mod attribution;
pub mod clocks;
pub mod coincidence;
pub mod coverage;
pub mod episodes;
pub mod flows;
pub mod guard;
#[cfg(test)]
mod hard;
pub mod identities;
pub mod indicators;
pub mod introductions;
pub mod journeys;
pub mod ledger;
pub mod network;
#[cfg(test)]
mod networks;
pub mod persons;
pub mod roles;
pub mod safeguarding;
pub mod traces;
#[cfg(test)]
mod words;

use crate::question::Question;

/// Every question the house can ask, in the order of the report.
pub static QUESTIONS: &[&dyn Question] = &[
    &ledger::LedgerQuestion,
    &coverage::CoverageQuestion,
    &clocks::ClocksQuestion,
    &flows::FlowsQuestion,
    &traces::TracesQuestion,
    &coincidence::Coincidence,
    &episodes::EpisodesQuestion,
    &identities::IdentitiesQuestion,
    &persons::PersonsQuestion,
    &attribution::AttributionQuestion,
    &guard::GuardQuestion,
    &indicators::IndicatorsQuestion,
    &roles::RolesQuestion,
    &introductions::IntroductionsQuestion,
    &safeguarding::SafeguardingQuestion,
    &network::NetworkQuestion,
    &journeys::JourneysQuestion,
];

/// Former methods that still run, so that an answer made by one can be made again: one line each.
pub static FORMER: &[&dyn Question] = &[&safeguarding::FORMER];

/// The method of a question, by its code, that bears this version; `None` where none is kept.
pub fn at_version(code: &str, version: u32) -> Option<&'static dyn Question> {
    let is_it = |card: &model::Card| card.code == code && card.version == version;
    QUESTIONS.iter().chain(FORMER).copied().find(|question| is_it(question.card()))
}

/// The question of this name or code.
pub fn named(name: &str) -> Option<&'static dyn Question> {
    let is_it = |card: &model::Card| card.name == name || card.code.eq_ignore_ascii_case(name);
    QUESTIONS.iter().copied().find(|question| is_it(question.card()))
}
