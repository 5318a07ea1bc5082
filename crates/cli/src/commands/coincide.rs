//! `tutela coincide`: do payments and sessions meet more than chance?

use analysis::questions::coincidence::{CoincidenceReport, PairTest, Payments, Sessions, Streams};
use casebook::{Exit, Fault};
use clap::{Args, ValueEnum};

use super::Desk;
use crate::Done;
use crate::console::Console;
use crate::words::say;

/// Test for each pair whether payments and sessions meet more than the two daily rhythms would make
/// them meet. The window is fixed before looking, all pairs count as one family of tests, and the
/// method is run on data of the same case that cannot be associated.
///
/// Examples:
///   tutela --case milan-2026 coincide
///   tutela --case milan-2026 coincide --a messages --b calls --n-b-min 5 --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Coincide {
    /// What stands in the place of payments.
    #[arg(long, value_enum, default_value_t = StreamA::Transfers)]
    pub(crate) a: StreamA,
    /// What stands in the place of sessions.
    #[arg(long, value_enum, default_value_t = StreamB::Sessions)]
    pub(crate) b: StreamB,
    /// Lag window before a session, seconds.
    #[arg(long, value_name = "S", default_value_t = 86_400)]
    pub(crate) window_before: i64,
    /// Lag window after a session, seconds.
    #[arg(long, value_name = "S", default_value_t = 7_200)]
    pub(crate) window_after: i64,
    /// Fewest payments of a test.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) n_a_min: u64,
    /// Fewest sessions of a test.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) n_b_min: u64,
    /// Seed of random numbers.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u64,
    /// Only this payer.
    #[arg(long, value_name = "KEY")]
    pub(crate) payer: Option<String>,
    /// Only this payee; the others still count as tests.
    #[arg(long, value_name = "KEY")]
    pub(crate) payee: Option<String>,
}

/// What stands in the place of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StreamA {
    /// Payments of payer to payee.
    Transfers,
    /// Messages between two parties.
    Messages,
}

/// What stands in the place of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StreamB {
    /// Calls that were answered.
    Sessions,
    /// Every call.
    Calls,
}

impl Coincide {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        if self.window_before < 0 || self.window_after < 0 {
            return Err(Fault::usage(
                "a lag window cannot be negative",
                "give seconds before and after a session",
            ));
        }
        let streams = Streams {
            a: match self.a {
                StreamA::Transfers => Payments::Transfers,
                StreamA::Messages => Payments::Messages,
            },
            b: match self.b {
                StreamB::Sessions => Sessions::Sessions,
                StreamB::Calls => Sessions::Calls,
            },
            n_a_min: self.n_a_min,
            n_b_min: self.n_b_min,
            ..Streams::default()
        };
        let window = (self.window_before, self.window_after);
        let mut report = casebook::asked::coincide(&case, self.seed, window, streams)?;
        let wanted = |want: &Option<String>, is: &str| {
            want.as_ref().is_none_or(|want| desk.meant(want) == is)
        };
        report.tests.retain(|test| wanted(&self.payer, &test.a) && wanted(&self.payee, &test.b));
        if desk.json() {
            desk.console.json(&report)?;
        } else {
            print(desk.console, &report);
        }
        Ok(Exit::Done)
    }
}

fn print(console: &Console, report: &CoincidenceReport) {
    // Whoever may be a victim stands behind the others.
    let mut tested: Vec<&PairTest> = report.tests.iter().filter(|test| test.p.is_some()).collect();
    tested.sort_by_key(|test| test.possible_victim);
    for test in tested {
        line(console, report, test);
    }
    let untested = report.tests.iter().filter(|test| test.p.is_none()).count();
    let m = report.m.to_string();
    let (n_a, n_b) = (report.n_min.0.to_string(), report.n_min.1.to_string());
    console.remark(
        "coincide-insufficient",
        &[("count", &untested.to_string()), ("n_a", &n_a), ("n_b", &n_b)],
    );
    console.remark(
        "coincide-family",
        &[("m", &m), ("q", &report.q.to_string()), ("seed", &report.seed.to_string())],
    );
}

fn line(console: &Console, report: &CoincidenceReport, test: &PairTest) {
    let language = console.language();
    let number = |value: Option<f64>, decimals: usize| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}"))
    };
    let (low, high) = test.band95.unwrap_or_default();
    console.data(&format!("{} → {}", test.a, test.b));
    if test.possible_victim {
        console.data(&say(language, "coincide-possible-victim", &[]));
    }
    console.data(&say(
        language,
        "coincide-line",
        &[
            ("observed", &number(test.observed, 0)),
            ("n", &test.n_a.to_string()),
            ("before", &hours(report.window_before_s)),
            ("after", &hours(report.window_after_s)),
            ("expected", &number(test.expected, 1)),
            ("low", &format!("{low:.0}")),
            ("high", &format!("{high:.0}")),
            ("reading", test.statistic.as_deref().unwrap_or("-")),
        ],
    ));
    let p = test.p.map_or_else(|| "-".to_owned(), |p| format!("{p:.5}"));
    let lr =
        test.lr.map_or_else(|| say(language, "coincide-no-lr", &[]), |lr| format!("LR ≈ {lr:.0}"));
    console.data(&format!("  p = {p}   {}   {lr}", say(language, verdict(test), &[])));
}

fn verdict(test: &PairTest) -> &'static str {
    match test.verdict.name() {
        "associated" => "verdict-associated",
        "cannot_tell" => "verdict-cannot-tell",
        "insufficient_data" => "verdict-insufficient",
        _ => "verdict-not-shown",
    }
}

fn hours(seconds: i64) -> String {
    if seconds % 3_600 == 0 { format!("{} h", seconds / 3_600) } else { format!("{seconds} s") }
}
