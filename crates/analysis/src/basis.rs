//! What every question starts from: the view of a case, what a person fixed, and what several
//! questions derive from both, made once.

use std::sync::OnceLock;

use model::views::CaseView;

use crate::dealings::Dealings;
use crate::links::Links;
use crate::question::AskSettings;
use crate::questions::guard::Guard;
use crate::questions::introductions::Introductions;
use crate::questions::ledger::Ledger;
use crate::questions::persons::Persons;
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
    dealings: OnceLock<Dealings>,
    guard: OnceLock<Guard>,
    introductions: OnceLock<Introductions>,
    persons: OnceLock<Persons>,
}

impl<'a> Basis<'a> {
    /// The basis of a case.
    pub fn new(view: &'a CaseView, settings: &'a AskSettings) -> Self {
        let (links, ledger, repeats) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (dealings, guard, introductions) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let persons = OnceLock::new();
        Self { view, settings, links, ledger, repeats, dealings, guard, introductions, persons }
    }

    /// The basis with everything in it made. Before questions are asked side by side: nothing is then
    /// first asked for from within a pool of threads, whose workers must not wait for each other.
    pub fn made(view: &'a CaseView, settings: &'a AskSettings) -> Self {
        let basis = Self::new(view, settings);
        // Each makes what it rests on: links, ledger, repeats, dealings.
        basis.guard();
        basis.introductions();
        basis
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

    /// Payments and touches by identity and time.
    pub fn dealings(&self) -> &Dealings {
        let make = || Dealings::of(self.view, self.links(), self.ledger(), self.repeats());
        self.dealings.get_or_init(make)
    }

    /// Payers whose records fit extortion of the payer: every other question leaves them out of its
    /// lists of payers.
    pub fn guard(&self) -> &Guard {
        self.guard.get_or_init(|| Guard::of(self))
    }

    /// Which parties may be one person.
    pub fn persons(&self) -> &Persons {
        self.persons.get_or_init(|| Persons::of(self.view, self.links(), self.settings))
    }

    /// Who brought payers and payees together, and whether more often than chance gives.
    pub fn introductions(&self) -> &Introductions {
        self.introductions.get_or_init(|| Introductions::of(self))
    }
}
