//! How an exhibit is to be read: what a person asked for on top of what the case knows.

use ingest::Settings;
use ingest::digests::Algorithm;
use model::time::DateOrder;

use crate::case::{Case, check_zone};
use crate::fault::Fault;
use crate::ledger::Ledger;
use crate::mappings;

/// What a person asked for when giving exhibits; everything left out is taken from the case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadingOptions {
    /// Mapping by name.
    pub mapping: Option<String>,
    /// IANA zone of times that state none.
    pub zone: Option<String>,
    /// Order of day and month.
    pub date_order: Option<DateOrder>,
    /// Encoding label.
    pub encoding: Option<String>,
    /// Country of phone numbers without a country code.
    pub region: Option<String>,
    /// Whose device or account the exhibits come from.
    pub owner: Option<String>,
    /// Digests of files besides the usual ones.
    pub further_digests: Vec<Algorithm>,
}

impl ReadingOptions {
    /// Refuses what no reading could use.
    pub fn check(&self, case: &Case) -> Result<(), Fault> {
        if let Some(zone) = &self.zone {
            check_zone(zone)?;
        }
        if let Some(name) = &self.mapping
            && !mappings::all(case)?.iter().any(|mapping| mapping.name == *name)
        {
            let fact = format!("there is no mapping `{name}`");
            return Err(Fault::usage(
                fact,
                "list them with `tutela map`, or make one with `tutela map FILE`",
            ));
        }
        Ok(())
    }

    /// Whether a person asked for anything.
    pub fn asks_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The settings for the worker, mappings left out: what the ledger keeps.
    pub(crate) fn settings(&self, case: &Case) -> Settings {
        Settings {
            zone: self.zone.clone(),
            case_zone: case.facts().time_zone.clone(),
            date_order: self.date_order,
            encoding: self.encoding.clone(),
            region: self.region.clone().or_else(|| case.facts().region.clone()),
            owner: self.owner.clone(),
            mapping: self.mapping.clone(),
            mappings: Vec::new(),
            further_digests: self.further_digests.clone(),
        }
    }
}

/// What is to be done with an exhibit that may have been read before.
#[derive(Debug)]
pub(crate) enum Plan {
    /// It was read as asked; nothing changes.
    Leave(Ledger),
    /// Its reading was interrupted; it goes on from the stored rows.
    GoOn(Ledger),
    /// It is read from its beginning.
    ReadAnew(Ledger),
}

/// Decides between leaving, going on and reading anew.
///
/// An exhibit without trouble is read again only if a part of it has come since, or a person now asks for other settings. One that
/// nobody could read is tried again, for a mapping or a newer reader may have come since.
pub(crate) fn plan(
    case: &Case,
    exhibit: model::ExhibitId,
    companions: &[model::ExhibitId],
    options: &ReadingOptions,
) -> Result<Plan, Fault> {
    use crate::ledger::State;
    let anew = |settings| {
        let mut ledger = Ledger::new(exhibit, settings);
        ledger.companions = companions.to_vec();
        Ok(Plan::ReadAnew(ledger))
    };
    let Some(ledger) = Ledger::load(case, exhibit)? else {
        return anew(options.settings(case));
    };
    let settings =
        if options.asks_nothing() { ledger.settings.clone() } else { options.settings(case) };
    if ledger.part_of.is_some() && settings == ledger.settings {
        return Ok(Plan::Leave(ledger));
    }
    if settings != ledger.settings || companions != ledger.companions {
        return anew(settings);
    }
    let reader_is_current = ledger.format.as_ref().is_none_or(|seen| {
        let reader = ingest::register::HOUSE.named(&seen.code);
        reader.is_some_and(|reader| reader.version() == seen.version)
    });
    Ok(match ledger.state {
        State::Reading if reader_is_current => Plan::GoOn(ledger),
        State::Parsed | State::Partial if reader_is_current => Plan::Leave(ledger),
        _ => return anew(settings),
    })
}
