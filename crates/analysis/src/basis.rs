//! What every question starts from: the view of a case, what a person fixed, and what several
//! questions derive from both, made once.

use std::sync::OnceLock;

use model::views::CaseView;

use crate::links::Links;
use crate::question::AskSettings;
use crate::questions::ledger::Ledger;
use crate::repeats::Repeats;

/// A view with its settings; links and ledger are made when they are first asked for.
#[derive(Debug)]
pub struct Basis<'a> {
    /// The records, loaded once.
    pub view: &'a CaseView,
    /// What was fixed before looking.
    pub settings: &'a AskSettings,
    links: OnceLock<Links>,
    ledger: OnceLock<Ledger>,
    repeats: OnceLock<Repeats>,
}

impl<'a> Basis<'a> {
    /// The basis of a case.
    pub fn new(view: &'a CaseView, settings: &'a AskSettings) -> Self {
        let (links, ledger, repeats) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { view, settings, links, ledger, repeats }
    }

    /// Which keys are one identity.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::decided(self.view, &self.settings.decided))
    }

    /// One list of payments of all records that state them.
    pub fn ledger(&self) -> &Ledger {
        self.ledger.get_or_init(|| Ledger::of(self.view, self.links(), &self.settings.money))
    }

    /// Which calls and messages several records state.
    pub fn repeats(&self) -> &Repeats {
        self.repeats.get_or_init(|| Repeats::of(self.view, self.links()))
    }
}
