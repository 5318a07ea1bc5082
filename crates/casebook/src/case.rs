//! A case: its folder and the facts a person stated when opening it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::time::Zone;
use model::{Language, ZoneSource};
use serde::{Deserialize, Serialize};

use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;

/// File that makes a folder a case.
const CASE_FILE: &str = "case.toml";

/// What a person stated of the case when opening it, as `case.toml` keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// Name of the case; also the origin of its log.
    pub id: String,
    /// Authority that leads it.
    pub authority: String,
    /// Legal basis of the work (order, warrant, law).
    pub legal_basis: String,
    /// IANA time zone in which weekdays, months and hours are told.
    pub time_zone: String,
    /// Language of interface and report where nobody chooses another.
    pub language: Language,
    /// ISO 3166-1 code of the country that phone numbers without a country code belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// How long the case may be kept, as the law of the authority says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<String>,
    /// When it was opened, microseconds of UTC.
    pub opened_us: i64,
    /// Days of the month on which wages are paid, for the pay-day stratum of the coincidence test.
    #[serde(default)]
    pub pay_days: Vec<u8>,
    /// Public holidays as ISO dates, for the holiday stratum.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// Hours within which a safeguarding task is to be closed, by the kind of its fact; otherwise those of
    /// [`crate::tasks::HOURS`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub task_hours: BTreeMap<String, u32>,
}

impl CaseFacts {
    /// Refuses facts that a later step could not use: an empty authority, an unknown zone.
    fn check(&self) -> Result<(), Fault> {
        if self.id.is_empty() || self.id.contains(['/', '\n', '+']) {
            return Err(Fault::usage(
                "the case id is empty or holds `/` or `+`",
                "choose letters, digits and `-`",
            ));
        }
        if self.authority.trim().is_empty() || self.legal_basis.trim().is_empty() {
            return Err(Fault::usage(
                "authority and legal basis must be stated",
                "give --authority and --legal-basis",
            ));
        }
        if let Some(region) = &self.region
            && (region.len() != 2 || !region.chars().all(|c| c.is_ascii_uppercase()))
        {
            return Err(Fault::usage(
                format!("`{region}` is not a country code"),
                "use two capital letters of ISO 3166-1, such as IT",
            ));
        }
        check_zone(&self.time_zone)
    }
}

/// Refuses a name that the time-zone database does not have.
pub fn check_zone(name: &str) -> Result<(), Fault> {
    Zone::named(name, ZoneSource::ExhibitSetting).map(|_| ()).ok_or_else(|| {
        Fault::usage(
            format!("`{name}` is not a time zone"),
            "use an IANA name such as Europe/Rome or Asia/Manila",
        )
    })
}

/// A case that is open.
#[derive(Debug)]
pub struct Case {
    dir: PathBuf,
    facts: CaseFacts,
}

impl Case {
    /// Makes a case in `dir`, which must be empty or absent.
    pub fn create(dir: &Path, facts: CaseFacts, by: &str) -> Result<Self, Fault> {
        facts.check()?;
        std::fs::create_dir_all(dir).map_err(|e| Fault::io(dir, e))?;
        let mut content = std::fs::read_dir(dir).map_err(|e| Fault::io(dir, e))?;
        if content.next().is_some() {
            return Err(Fault::usage(
                "the folder is not empty",
                "choose a new folder for the case",
            )
            .at(dir.display()));
        }
        let dir = std::fs::canonicalize(dir).map_err(|e| Fault::io(dir, e))?;
        let case = Self { dir, facts };
        case.write_facts()?;
        case.open_log(by)?;
        Ok(case)
    }

    /// Opens the case in `dir`.
    pub fn open(dir: &Path) -> Result<Self, Fault> {
        let file = dir.join(CASE_FILE);
        let text = std::fs::read_to_string(&file).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Fault::usage(
                "there is no case here",
                "make one with `tutela init DIR`, or give its folder with --case",
            )
            .at(dir.display()),
            _ => Fault::io(&file, e),
        })?;
        let facts: CaseFacts = toml::from_str(&text).map_err(|e| {
            Fault::usage(
                "the facts of the case cannot be read",
                "mend the file, or take it from a copy",
            )
            .at(file.display())
            .caused_by(e)
        })?;
        facts.check()?;
        let dir = std::fs::canonicalize(dir).map_err(|e| Fault::io(dir, e))?;
        Ok(Self { dir, facts })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A path inside the folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.dir.join(relative)
    }

    /// What was stated when the case was opened.
    pub fn facts(&self) -> &CaseFacts {
        &self.facts
    }

    /// The same case in another folder, for what is made again beside it: its facts and confirmed mappings,
    /// without exhibits, log or tables. What the folder held is gone.
    pub(crate) fn aside(&self, dir: PathBuf) -> Result<Self, Fault> {
        crate::file::forget_folder(&dir)?;
        let aside = Self { dir, facts: self.facts.clone() };
        for mapping in crate::mappings::of_case(self)? {
            crate::mappings::put(&aside, &mapping)?;
        }
        Ok(aside)
    }

    /// Makes the log, whose first act says what was stated.
    fn open_log(&self, by: &str) -> Result<(), Fault> {
        let facts = &self.facts;
        let mut custody = custody::Custody::create(&self.dir, &format!("tutela.case/{}", facts.id))
            .map_err(|e| custody_fault(&e))?;
        let event = custody::Event::CaseOpened {
            case: facts.id.clone(),
            authority: facts.authority.clone(),
            legal_basis: facts.legal_basis.clone(),
            time_zone: facts.time_zone.clone(),
            language: facts.language.code().to_owned(),
            tool: concat!("tutela ", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        custody.log(facts.opened_us, by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
    }

    fn write_facts(&self) -> Result<(), Fault> {
        let text = toml::to_string_pretty(&self.facts).map_err(|e| {
            Fault::new(Exit::Bug, "the facts of the case cannot be written", "report this")
                .caused_by(e)
        })?;
        crate::file::write(&self.path(CASE_FILE), text.as_bytes())
    }
}
