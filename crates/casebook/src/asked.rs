//! Typed answers for commands and scripts: the same questions, with every row and not only findings.

use analysis::questions::coincidence::{self, CoincidenceReport, Streams};
use analysis::questions::flows::Flows;
use analysis::{AskSettings, Basis};
use model::views::CaseView;

use crate::asking::{BuildOptions, ask_settings, ledgers, load_asked, open_tables};
use crate::case::Case;
use crate::fault::Fault;

/// The view of a case as it stands now.
pub fn view(case: &Case) -> Result<CaseView, Fault> {
    let ledgers = ledgers(case)?;
    let engine = open_tables(case, &ledgers)?;
    load_asked(case, &engine, &ledgers)
}

/// What `asked` makes of the case as it stands, with the settings of the case as `changed` leaves them.
pub fn ask<T>(
    case: &Case,
    changed: impl FnOnce(&mut AskSettings),
    asked: impl FnOnce(&Basis<'_>) -> T,
) -> Result<T, Fault> {
    let view = view(case)?;
    let mut settings = ask_settings(case, &BuildOptions::default())?;
    changed(&mut settings);
    Ok(asked(&Basis::new(&view, &settings)))
}

/// Who paid whom, pair by pair; possible victims marked, and behind the others.
pub fn flows(case: &Case) -> Result<Flows, Fault> {
    let of = |basis: &Basis<'_>| {
        let mut flows = Flows::of(basis.view, basis.ledger(), basis.settings);
        flows.guarded(basis.guard());
        flows
    };
    ask(case, |_| {}, of)
}

/// Whether payments and sessions meet more than chance, pair by pair, for any two streams and the
/// window that was fixed before looking (seconds before and after a session).
pub fn coincide(
    case: &Case,
    seed: u64,
    window_s: (i64, i64),
    streams: Streams,
) -> Result<CoincidenceReport, Fault> {
    let fixed = |settings: &mut AskSettings| {
        settings.seed = seed;
        (settings.window_before_s, settings.window_after_s) = window_s;
    };
    ask(case, fixed, |basis| coincidence::coincide(basis, streams))
}
