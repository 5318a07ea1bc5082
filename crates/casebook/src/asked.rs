//! Typed answers for commands and scripts: the same questions, with every row and not only findings.

use analysis::Basis;
use analysis::questions::coincidence::{self, CoincidenceReport, Streams};
use analysis::questions::flows::Flows;
use model::views::CaseView;

use crate::asking::{BuildOptions, ask_settings, ledgers, load_view, open_tables};
use crate::case::Case;
use crate::fault::Fault;

/// The view of a case as it stands now.
pub fn view(case: &Case) -> Result<CaseView, Fault> {
    let ledgers = ledgers(case)?;
    let engine = open_tables(case, &ledgers)?;
    load_view(&engine, &ledgers)
}

/// Who paid whom, pair by pair.
pub fn flows(case: &Case) -> Result<Flows, Fault> {
    let view = view(case)?;
    let settings = ask_settings(case, &BuildOptions::default());
    let basis = Basis::new(&view, &settings);
    Ok(Flows::of(&view, basis.ledger(), &settings))
}

/// Whether payments and sessions meet more than chance, pair by pair, for any two streams and the
/// window that was fixed before looking (seconds before and after a session).
pub fn coincide(
    case: &Case,
    seed: u64,
    window_s: (i64, i64),
    streams: Streams,
) -> Result<CoincidenceReport, Fault> {
    let view = view(case)?;
    let mut settings = ask_settings(case, &BuildOptions { seed: Some(seed), threads: None });
    (settings.window_before_s, settings.window_after_s) = window_s;
    Ok(coincidence::coincide(&Basis::new(&view, &settings), streams))
}
