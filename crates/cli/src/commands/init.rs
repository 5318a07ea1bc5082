//! `tutela init`: makes a case.

use std::path::PathBuf;

use casebook::{Case, CaseFacts, Exit, Language};
use clap::Args;

use super::{Desk, now_us};
use crate::Done;

/// Make a case: a folder with its log, and the facts that everything later rests on.
///
/// Example:
///   tutela init milan-2026 --authority "Procura" --legal-basis "decree 12/2026" --tz Europe/Rome
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Init {
    /// Folder of the new case.
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Authority that leads the case.
    #[arg(long, value_name = "TEXT")]
    pub(crate) authority: String,
    /// Legal basis of the work: order, warrant, law.
    #[arg(long, value_name = "TEXT")]
    pub(crate) legal_basis: String,
    /// Time zone in which weekdays, months and hours are told (IANA name).
    #[arg(long = "tz", value_name = "ZONE")]
    pub(crate) zone: String,
    /// Name of the case; otherwise that of the folder.
    #[arg(long, value_name = "NAME")]
    pub(crate) id: Option<String>,
    /// Country of phone numbers without a country code (ISO 3166-1, such as IT).
    #[arg(long, value_name = "CODE")]
    pub(crate) region: Option<String>,
    /// How long the case may be kept, as the law says it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) retention: Option<String>,
    /// Days of the month on which wages are paid, for the pay-day stratum.
    #[arg(long, value_name = "DAYS", value_delimiter = ',')]
    pub(crate) pay_days: Vec<u8>,
    /// Public holidays (ISO dates), for the holiday stratum.
    #[arg(long, value_name = "DATES", value_delimiter = ',')]
    pub(crate) holidays: Vec<String>,
}

impl Init {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = self.create(desk)?;
        desk.console.remark("init-done", &[("dir", &case.dir().display().to_string())]);
        if desk.json() {
            desk.console.json(case.facts())?;
        }
        Ok(Exit::Done)
    }

    /// Makes the case.
    pub(crate) fn create(&self, desk: &Desk<'_>) -> Result<Case, casebook::Fault> {
        let folder = self.dir.file_name().map(|name| name.to_string_lossy().into_owned());
        let language: Language = desk.console.language();
        let facts = CaseFacts {
            id: self.id.clone().or(folder).unwrap_or_default(),
            authority: self.authority.clone(),
            legal_basis: self.legal_basis.clone(),
            time_zone: self.zone.clone(),
            language,
            region: self.region.clone(),
            retention: self.retention.clone(),
            opened_us: now_us(),
            pay_days: self.pay_days.clone(),
            holidays: self.holidays.clone(),
            task_hours: std::collections::BTreeMap::new(),
        };
        Case::create(&self.dir, facts, &desk.person())
    }
}
