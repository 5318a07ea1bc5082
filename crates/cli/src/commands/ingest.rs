//! `tutela ingest`: seals exhibits and reads them.

use std::num::NonZero;
use std::path::PathBuf;

use casebook::intake::{Folders, Intake, IntakeSummary, Received};
use casebook::{Case, Exit, Fault, Language, ReadingOptions};
use clap::{Args, ValueEnum};
use ingest::digests::Algorithm;

use super::status::state_key;
use super::{Desk, now_us};
use crate::Done;
use crate::words::say;

/// Seal files and folders and read them into records. Run the same command again to go on after an
/// interruption; what was read before is not read twice.
///
/// Examples:
///   tutela --case milan-2026 ingest returns/
///   tutela --case milan-2026 ingest calls.csv --mapping cdr-a --tz Europe/Rome
///   tutela --case milan-2026 ingest --dry-run new.csv
///   tutela --case milan-2026 ingest --whole phone-extraction/
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Ingest {
    /// Files and folders as received.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Mapping to read delimited text and workbooks with.
    #[arg(long, value_name = "NAME")]
    pub(crate) mapping: Option<String>,
    /// Zone of times that state none (IANA name).
    #[arg(long = "tz", value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// Which comes first in dates such as 03/04/2026 or 24/03/05.
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) date_order: Option<Order>,
    /// Encoding of text (WHATWG label, such as windows-1252).
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,
    /// Country of phone numbers without a country code.
    #[arg(long, value_name = "CODE")]
    pub(crate) region: Option<String>,
    /// Whose device or account the exhibits come from.
    #[arg(long, value_name = "WHO")]
    pub(crate) owner: Option<String>,
    /// Digests of every file besides MD5, SHA-1 and SHA-256; repeat for more.
    #[arg(long, value_enum, value_name = "DIGEST")]
    pub(crate) further: Vec<Further>,
    /// Who handed them over; otherwise the authority of the case.
    #[arg(long, value_name = "TEXT")]
    pub(crate) giver: Option<String>,
    /// On which ground; otherwise the legal basis of the case.
    #[arg(long, value_name = "TEXT")]
    pub(crate) legal_basis: Option<String>,
    /// Take each folder as one exhibit, such as the files of a device; otherwise each of its files is one.
    #[arg(long)]
    pub(crate) whole: bool,
    /// Leave the files where they are and register path and digests.
    #[arg(long)]
    pub(crate) in_place: bool,
    /// Exhibits read at once; one for each core unless said otherwise.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZero<usize>>,
    /// Show how files would be read; seal and store nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// A digest that is taken where somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Further {
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// BLAKE3.
    Blake3,
}

impl From<Further> for Algorithm {
    fn from(further: Further) -> Self {
        match further {
            Further::Sha512 => Self::Sha512,
            Further::Blake3 => Self::Blake3,
        }
    }
}

/// Order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::enum_variant_names, reason = "the words of the option")]
pub(crate) enum Order {
    /// 03/04/2026 is the third of April.
    DayFirst,
    /// 03/04/2026 is the fourth of March.
    MonthFirst,
    /// 24/03/05 is the fifth of March 2024.
    YearFirst,
}

impl Ingest {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        if self.dry_run && self.whole {
            return self.survey(desk, &case);
        }
        if self.dry_run {
            return super::map::dry_run(desk, &case, &self.paths, &self.reading());
        }
        let summary = self.ingest(desk, &case)?;
        print(desk, &summary)?;
        Ok(summary.exit())
    }

    /// Seals and reads.
    pub(crate) fn ingest(&self, desk: &Desk<'_>, case: &Case) -> Result<IntakeSummary, Fault> {
        let intake = Intake {
            paths: self.paths.clone(),
            giver: self.giver.clone(),
            legal_basis: self.legal_basis.clone(),
            keep: if self.in_place {
                casebook::intake::KEEP_IN_PLACE
            } else {
                casebook::intake::KEEP_COPY
            },
            folders: if self.whole { Folders::Whole } else { Folders::Apart },
            reading: self.reading(),
            lanes: self.threads,
            by: desk.person(),
            at_us: now_us(),
        };
        casebook::ingest(case, &intake, &super::worker::command()?, desk.console)
    }

    /// Shows what each folder would be sealed as, and how the files among the paths would be read.
    fn survey(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let surveys = casebook::intake::survey(&self.paths)?;
        let files = self.paths.iter().filter(|path| surveys.iter().all(|(own, _)| own != *path));
        let files: Vec<PathBuf> = files.cloned().collect();
        let mut exit = super::map::dry_run(desk, case, &files, &self.reading())?;
        for (path, survey) in &surveys {
            if !survey.facts.left_out.is_empty() {
                exit = Exit::RejectedInPart;
            }
            if desk.json() {
                desk.console.json(survey)?;
                continue;
            }
            let facts = &survey.facts;
            let left_out = facts.left_out.len() as u64 + facts.left_out_more;
            let values = [
                ("path", path.display().to_string()),
                ("files", facts.files.to_string()),
                ("bytes", facts.bytes.to_string()),
                ("folders", facts.folders.to_string()),
                ("links", facts.links.to_string()),
                ("others", facts.others.to_string()),
                ("left_out", left_out.to_string()),
                ("archive_bytes", survey.archive_bytes.to_string()),
            ];
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (*name, &**value)).collect();
            desk.console.data(&say(desk.console.language(), "folder-survey", &values));
            for one in &facts.left_out {
                let values = [("path", &*one.relative_path), ("reason", &*one.reason)];
                desk.console.remark("not-sealed", &values);
            }
        }
        Ok(exit)
    }

    /// The command for these paths and zone, with nothing else asked for.
    pub(crate) fn of(paths: Vec<PathBuf>, zone: Option<String>) -> Self {
        Self {
            paths,
            mapping: None,
            zone,
            date_order: None,
            encoding: None,
            region: None,
            owner: None,
            further: Vec::new(),
            giver: None,
            legal_basis: None,
            whole: false,
            in_place: false,
            threads: None,
            dry_run: false,
        }
    }

    fn reading(&self) -> ReadingOptions {
        use model::time::DateOrder;
        ReadingOptions {
            mapping: self.mapping.clone(),
            zone: self.zone.clone(),
            date_order: self.date_order.map(|order| match order {
                Order::DayFirst => DateOrder::DayFirst,
                Order::MonthFirst => DateOrder::MonthFirst,
                Order::YearFirst => DateOrder::YearFirst,
            }),
            encoding: self.encoding.clone(),
            region: self.region.clone(),
            owner: self.owner.clone(),
            further_digests: self.further.iter().map(|one| (*one).into()).collect(),
        }
    }
}

/// Prints what became of each exhibit.
pub(crate) fn print(desk: &Desk<'_>, summary: &IntakeSummary) -> Result<(), Fault> {
    if desk.json() {
        return desk.console.json(summary);
    }
    for one in &summary.received {
        desk.console.data(&line(desk.console.language(), one));
        if let Some(trouble) = one.ledger.trouble.as_ref().filter(|_| one.read) {
            let said = trouble.phrase().say(desk.console.language());
            desk.console.remark_text(&format!("    {said}"));
        }
        for (code, count) in &one.ledger.reject_codes {
            desk.console.remark(
                "rejects-of",
                &[
                    ("count", &count.to_string()),
                    ("code", code),
                    ("exhibit", &one.exhibit.to_string()),
                ],
            );
        }
    }
    for (path, reason) in &summary.skipped {
        desk.console.remark("not-sealed", &[("path", path), ("reason", reason)]);
    }
    Ok(())
}

fn line(language: Language, one: &Received) -> String {
    let ledger = &one.ledger;
    let format = ledger.format.as_ref().map_or("-", |seen| seen.code.as_str());
    let known = if one.known && !one.read { "  =" } else { "" };
    let word = |key| say(language, key, &[]);
    format!(
        "{:6} {:11} {format:17} {} {:>9}  {} {:>9}  {} {:>5}  {}{known}",
        one.exhibit.to_string(),
        word(state_key(ledger.state)),
        word("rows"),
        ledger.counts.rows,
        word("records"),
        ledger.counts.records,
        word("rejects"),
        ledger.counts.rejects,
        one.name,
    )
}
