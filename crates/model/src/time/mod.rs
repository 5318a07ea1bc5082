//! Time as a source states it: an interval of UTC, never a guess.
//!
//! A stamp keeps the characters of the source, the earliest and latest instant they can mean,
//! how finely they were stated, which zone they were read in, and where that zone came from. A day
//! without a time is an interval of a day; a clock time that occurred twice is an interval that
//! covers both.

mod months;
mod numbers;
mod read;
mod text;

pub use read::{DateOrder, StampFault, StampReader, TimeFormat, Zone};

use serde::{Deserialize, Serialize};

use crate::reject::RejectKind;
use crate::slot::Text;

/// How finely a time was stated.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Precision {
    /// Nothing was stated.
    #[default]
    Absent = 0,
    /// To the microsecond.
    Microsecond = 1,
    /// To the millisecond.
    Millisecond = 2,
    /// To the second.
    Second = 3,
    /// To the minute.
    Minute = 4,
    /// To the hour.
    Hour = 5,
    /// To the day.
    Day = 6,
}

impl Precision {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Microsecond => "microsecond",
            Self::Millisecond => "millisecond",
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// The precision with this wire tag.
    pub fn from_tag(tag: u8) -> Option<Self> {
        use Precision::{Absent, Day, Hour, Microsecond, Millisecond, Minute, Second};
        [Absent, Microsecond, Millisecond, Second, Minute, Hour, Day].get(usize::from(tag)).copied()
    }

    /// Microseconds the stated text spans; a day is taken from the calendar and not from here.
    pub fn span_us(self) -> i64 {
        match self {
            Self::Absent | Self::Microsecond => 1,
            Self::Millisecond => 1_000,
            Self::Second => 1_000_000,
            Self::Minute => 60_000_000,
            Self::Hour => 3_600_000_000,
            Self::Day => 86_400_000_000,
        }
    }
}

/// Where the zone of a stamp came from, strongest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum ZoneSource {
    /// The value itself states its offset, or counts from an epoch in UTC.
    InValue = 0,
    /// The exhibit or its mapping was set to a zone by a person.
    ExhibitSetting = 1,
    /// The format states local times of a place, and the place has this zone.
    Place = 2,
    /// The operator is known to write in this zone.
    OperatorDefault = 3,
    /// The time zone of the case was taken for want of anything better.
    #[default]
    Assumed = 4,
}

impl ZoneSource {
    /// The name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::InValue => "in_value",
            Self::ExhibitSetting => "exhibit_setting",
            Self::Place => "place",
            Self::OperatorDefault => "operator_default",
            Self::Assumed => "assumed",
        }
    }

    /// The source with this wire tag.
    pub fn from_tag(tag: u8) -> Option<Self> {
        use ZoneSource::{Assumed, ExhibitSetting, InValue, OperatorDefault, Place};
        [InValue, ExhibitSetting, Place, OperatorDefault, Assumed].get(usize::from(tag)).copied()
    }
}

/// A time as stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The characters of the source.
    pub stated: Text,
    /// First instant it can mean, microseconds since 1970-01-01T00:00:00Z.
    pub earliest_us: i64,
    /// Last instant it can mean, inclusive of its precision: a whole second spans 999,999 more.
    pub latest_us: i64,
    /// How finely it was stated.
    pub precision: Precision,
    /// The zone it was read in: IANA name, or `+02:00` where the value states an offset.
    pub zone: Text,
    /// Where that zone came from.
    pub zone_source: ZoneSource,
}

impl Stamp {
    /// Whether the source states a time here.
    pub fn is_stated(&self) -> bool {
        self.precision != Precision::Absent
    }

    /// Makes the stamp absent, keeping its buffers.
    pub fn clear(&mut self) {
        self.stated.clear();
        self.zone.clear();
        self.earliest_us = 0;
        self.latest_us = 0;
        self.precision = Precision::Absent;
        self.zone_source = ZoneSource::Assumed;
    }

    /// Takes over another stamp moved later by `seconds`, as a session's end from its start and
    /// duration. Saturates at the ends of time.
    pub fn set_after(&mut self, start: &Stamp, seconds: i64) {
        self.clone_from(start);
        let shift_us = seconds.saturating_mul(1_000_000);
        self.earliest_us = self.earliest_us.saturating_add(shift_us);
        self.latest_us = self.latest_us.saturating_add(shift_us);
    }
}

impl From<StampFault> for RejectKind {
    fn from(fault: StampFault) -> Self {
        match fault {
            StampFault::NotATime => Self::BadTime,
            StampFault::AmbiguousDate => Self::AmbiguousDate,
            StampFault::InGap => Self::TimeInGap,
            StampFault::OutOfRange => Self::TimeOutOfRange,
        }
    }
}
