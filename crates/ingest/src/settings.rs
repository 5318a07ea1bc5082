//! How one exhibit is to be read: what a person set, what the operator is known for, what the case
//! assumes, in that order.

use model::time::{DateOrder, StampReader, TimeFormat, Zone, ZoneSource};
use serde::{Deserialize, Serialize};

use crate::digests::{Algorithm, Wanted};

/// The settings of one exhibit, passed to the worker as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Time zone a person set for this exhibit (IANA name).
    pub zone: Option<String>,
    /// Time zone of the case (IANA name), assumed where nothing better is known.
    pub case_zone: String,
    /// Order of day and month a person set.
    pub date_order: Option<DateOrder>,
    /// Encoding label a person set (WHATWG name, such as `windows-1252`).
    pub encoding: Option<String>,
    /// ISO 3166-1 code of the country that phone numbers without a country code belong to.
    pub region: Option<String>,
    /// Account or person whose device or account the exhibit comes from, as canonical account or
    /// name: the other side of calls and chats that name only the correspondent.
    pub owner: Option<String>,
    /// Name of the mapping a person chose; none means "by header fingerprint".
    pub mapping: Option<String>,
    /// The mappings of the case and of the house, as they stand on disk.
    pub mappings: Vec<crate::formats::delimited::Mapping>,
    /// Digests of files that are taken besides the usual ones: SHA-512, BLAKE3.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further_digests: Vec<Algorithm>,
}

impl Settings {
    /// The digests that every file gets.
    pub fn digests(&self) -> Wanted {
        self.further_digests.iter().fold(Wanted::USUAL, |wanted, further| wanted.with(*further))
    }

    /// The zone of the exhibit: as a person set it, else the operator's, else that of the case.
    ///
    /// An unknown name falls through to the next source; the casebook refuses unknown names before
    /// they get here.
    pub fn zone(&self, operator_zone: Option<&str>) -> Zone {
        let set = self.zone.as_deref().map(|name| (name, ZoneSource::ExhibitSetting));
        let operator = operator_zone.map(|name| (name, ZoneSource::OperatorDefault));
        let case = Some((self.case_zone.as_str(), ZoneSource::Assumed));
        [set, operator, case]
            .into_iter()
            .flatten()
            .find_map(|(name, source)| Zone::named(name, source))
            .unwrap_or_else(|| Zone::utc(ZoneSource::Assumed))
    }

    /// A reader of times in the zone of the exhibit.
    pub fn stamp_reader(
        &self,
        operator_zone: Option<&str>,
        format: TimeFormat,
        order: DateOrder,
    ) -> StampReader {
        StampReader::new(self.zone(operator_zone), format, self.date_order.unwrap_or(order))
    }
}
