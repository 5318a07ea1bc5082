//! A mapping: which header means which field; data of the case, confirmed by a person, kept as
//! evidence.
//!
//! It is TOML on disk, so that a person can read, sign and correct it, and JSON on its way to the
//! caged worker. `docs/mappings.md` lists every field that a column can be mapped to.

use std::collections::BTreeMap;

use model::money::DecimalMark;
use model::record::Kind;
use model::time::{DateOrder, TimeFormat};
use model::{Currency, Digest};
use serde::{Deserialize, Serialize};

use super::paths::{self, Pair};

/// A kind of record, written in a mapping by the name of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MappedKind(pub Kind);

impl Default for MappedKind {
    fn default() -> Self {
        Self(Kind::Transfer)
    }
}

impl Serialize for MappedKind {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.table())
    }
}

impl<'de> Deserialize<'de> for MappedKind {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        let unknown = || serde::de::Error::custom(format!("`{name}` is no kind of record"));
        Kind::from_table(&name).map(Self).ok_or_else(unknown)
    }
}

/// The field or fields a column fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Targets {
    /// One field.
    One(String),
    /// Several: a column of types that also says who paid, for instance.
    Several(Vec<String>),
}

impl Targets {
    /// The field paths.
    pub fn paths(&self) -> &[String] {
        match self {
            Self::One(path) => std::slice::from_ref(path),
            Self::Several(paths) => paths,
        }
    }
}

impl From<&str> for Targets {
    fn from(path: &str) -> Self {
        Self::One(path.to_owned())
    }
}

/// What is done where neither the values nor a person state the zone of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZonePolicy {
    /// The operator's zone is taken, else that of the case; each time says which.
    #[default]
    Default,
    /// Reading is refused until a person states it: call records are in local time by habit.
    Demanded,
}

/// How a duration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DurationFormat {
    /// Whole seconds.
    #[default]
    Seconds,
    /// Milliseconds, cut to whole seconds.
    Millis,
    /// Whole minutes.
    Minutes,
    /// `1:02:03` or `02:03`.
    Clock,
}

/// What a plus sign means in a column of a bank statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignRule {
    /// Plus is a credit to the holder.
    #[default]
    CreditPositive,
    /// Plus is a debit, as some card statements write it.
    DebitPositive,
    /// Every line is a credit: the list of what was received.
    AllCredit,
    /// Every line is a debit: the list of what was sent.
    AllDebit,
}

/// A mapping as it stands on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Its name: lower-case letters, digits and hyphens.
    pub name: String,
    /// Raised when the same columns are mapped otherwise.
    pub version: u32,
    /// One sentence: what kind of file it reads.
    pub title: String,
    /// The kind of record a row becomes.
    pub kind: MappedKind,
    /// Digests of the headers it was confirmed for; see [`super::fingerprint`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fingerprints: Vec<Digest>,
    /// Who confirmed it.
    pub confirmed_by: String,
    /// When, as an ISO 8601 date or time.
    pub confirmed_at: String,
    /// A sentence that is shown with every exhibit read through it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// Separator of cells; none means that it is found by the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Quote character; none means `"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// Encoding label (WHATWG); none means that it is detected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Line of the header, from 1; none means that it is found. Lines before it are preamble.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// Lines the header takes; names of an upper line stand before those of the last.
    #[serde(skip_serializing_if = "is_one")]
    pub header_rows: u32,
    /// Column names for a file without a header line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// The one sheet of a workbook that is read; none means every sheet with the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Decimal mark of amounts.
    pub decimal_mark: DecimalMark,
    /// Order of day and month.
    pub date_order: DateOrder,
    /// How times are written.
    pub time_format: TimeFormat,
    /// Zone of times (IANA name), as a person set it for files of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Zone the operator is known to write in (IANA name); a person's setting wins over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_zone: Option<String>,
    /// What is done where nobody states the zone.
    pub zone_policy: ZonePolicy,
    /// ISO 3166-1 code of the country of phone numbers without a country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Platform that account ids belong to, where it is not the row's own `platform`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_platform: Option<String>,
    /// How durations are written.
    pub duration_format: DurationFormat,
    /// The duration that stands for a call nobody took (`-1`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed_duration: Option<String>,
    /// What a plus sign means in statement lines.
    pub sign: SignRule,
    /// Header of the column that says what kind of record a row is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_column: Option<String>,
    /// The words of that column, and the kinds they stand for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kind_words: BTreeMap<String, MappedKind>,
    /// A second record of a row that states an address: `login`, beside the message that was sent
    /// from there. Its fields stand among `columns`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub also: Option<MappedKind>,
    /// Header of the column by whose words a line is known to be a total and no row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_column: Option<String>,
    /// Those words; a cell that begins with one of them marks a total.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub total_words: Vec<String>,
    /// Words that stand in a cell where nothing is stated: `N/A`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub empty_words: Vec<String>,
    /// Headers whose cells hold a list with commas, of which a field of text takes the first: the
    /// address of a user stands before those of the relays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_of_list: Vec<String>,
    /// Header to field.
    pub columns: BTreeMap<String, Targets>,
    /// Field to the value every row has. `currency` stands for every amount's currency.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// Field to stated word to the house's word: `status`, `direction`, zone abbreviations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(rows: &u32) -> bool {
    *rows == 1
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            name: String::new(),
            version: 1,
            title: String::new(),
            kind: MappedKind::default(),
            fingerprints: Vec::new(),
            confirmed_by: String::new(),
            confirmed_at: String::new(),
            remark: String::new(),
            separator: None,
            quote: None,
            encoding: None,
            header_row: None,
            header_rows: 1,
            headers: Vec::new(),
            sheet: None,
            decimal_mark: DecimalMark::Point,
            date_order: DateOrder::Unknown,
            time_format: TimeFormat::Calendar,
            zone: None,
            operator_zone: None,
            zone_policy: ZonePolicy::Default,
            region: None,
            account_platform: None,
            duration_format: DurationFormat::Seconds,
            missed_duration: None,
            sign: SignRule::CreditPositive,
            kind_column: None,
            kind_words: BTreeMap::new(),
            also: None,
            total_column: None,
            total_words: Vec::new(),
            empty_words: Vec::new(),
            first_of_list: Vec::new(),
            columns: BTreeMap::new(),
            constants: BTreeMap::new(),
            words: BTreeMap::new(),
        }
    }
}

/// Why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingFault {
    /// The text is not a mapping.
    #[error("not a mapping: {0}")]
    NotToml(String),
    /// It is one, but says things that cannot be.
    #[error("mapping `{name}`: {}", faults.join("; "))]
    Unusable {
        /// The mapping.
        name: String,
        /// Each thing that is wrong, with what to do.
        faults: Vec<String>,
    },
}

/// Longest mapping text accepted: thousands of columns.
const MAPPING_BYTES_MAX: usize = 1 << 20;

impl Mapping {
    /// Reads and checks a mapping as it stands on disk.
    pub fn from_toml(text: &str) -> Result<Self, MappingFault> {
        if text.len() > MAPPING_BYTES_MAX {
            let size = format!("longer than {MAPPING_BYTES_MAX} bytes");
            return Err(MappingFault::NotToml(size));
        }
        let mapping: Self =
            toml::from_str(text).map_err(|error| MappingFault::NotToml(error.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// The mapping as it is kept on disk; reading it back gives the same mapping.
    pub fn to_toml(&self) -> Result<String, MappingFault> {
        toml::to_string_pretty(self).map_err(|error| MappingFault::NotToml(error.to_string()))
    }

    /// Whether it comes with the program and not from a person.
    pub fn is_of_the_house(&self) -> bool {
        self.confirmed_by == crate::mappings::HOUSE_NAME
    }

    /// Every kind a row can become, and the one it gives beside.
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = if self.kind_column.is_some() {
            self.kind_words.values().map(|kind| kind.0).collect()
        } else {
            vec![self.kind.0]
        };
        kinds.extend(self.also.map(|kind| kind.0));
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Checks that every field, zone, currency and encoding it names exists.
    pub fn check(&self) -> Result<(), MappingFault> {
        let mut faults = Vec::new();
        self.check_name(&mut faults);
        self.check_fields(&mut faults);
        self.check_values(&mut faults);
        self.check_layout(&mut faults);
        if faults.is_empty() {
            return Ok(());
        }
        Err(MappingFault::Unusable { name: self.name.clone(), faults })
    }

    fn check_name(&self, faults: &mut Vec<String>) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(plain) {
            faults.push(format!(
                "the name `{}` must be 1 to 64 lower-case letters, digits and hyphens",
                self.name
            ));
        }
        if self.also.is_some_and(|kind| kind.0 != Kind::Login || self.kind == kind) {
            faults.push("`also` is `login` or left out, beside another kind".into());
        }
        if self.kinds().is_empty() {
            faults.push("`kind_column` needs `kind_words`: which word is which kind".into());
        }
    }

    fn check_fields(&self, faults: &mut Vec<String>) {
        let kinds = self.kinds();
        let columns = self.columns.values().flat_map(Targets::paths);
        let constants = self.constants.keys().filter(|path| *path != "currency");
        for path in columns.chain(constants) {
            let known = kinds.iter().any(|kind| paths::parse(*kind, path).is_some());
            if !known {
                let tables: Vec<&str> = kinds.iter().map(|kind| kind.table()).collect();
                faults.push(format!(
                    "`{path}` is no field of {}; docs/mappings.md lists them",
                    tables.join(" or ")
                ));
            }
        }
        if self.columns.is_empty() {
            faults.push("no column is mapped".into());
        }
        for field in self.words.keys() {
            let root = field.split('.').next().unwrap_or(field);
            let known = kinds.iter().any(|kind| {
                Pair::of(*kind).is_some() && root == "direction"
                    || paths::field_index(*kind, root).is_some()
            });
            if !known {
                faults.push(format!("`words.{field}` names no field"));
            }
        }
    }

    fn check_values(&self, faults: &mut Vec<String>) {
        for zone in [&self.zone, &self.operator_zone].into_iter().flatten() {
            if model::time::Zone::named(zone, model::ZoneSource::Assumed).is_none() {
                faults.push(format!("`{zone}` is no time zone; write it as Europe/Rome"));
            }
        }
        for (path, code) in &self.constants {
            let is_currency = path == "currency" || path.ends_with(".currency");
            if is_currency && Currency::from_code(code).is_none() {
                faults.push(format!("`{code}` is no ISO 4217 currency"));
            }
        }
        if let Some(label) = &self.encoding
            && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
        {
            faults.push(format!("`{label}` is no encoding; write it as windows-1252"));
        }
    }

    fn check_layout(&self, faults: &mut Vec<String>) {
        for (what, mark) in [("separator", self.separator), ("quote", self.quote)] {
            if mark.is_some_and(|mark| !mark.is_ascii() || matches!(mark, '\n' | '\r' | '\0')) {
                faults.push(format!("the {what} must be one ASCII character"));
            }
        }
        if self.separator.is_some() && self.separator == Some(self.quote.unwrap_or('"')) {
            faults.push("separator and quote are the same character".into());
        }
        if self.header_rows == 0 || self.header_rows > 4 {
            faults.push("`header_rows` must be 1 to 4; use `headers` where there is none".into());
        }
    }
}
