//! Clock time in the zone a record was read in.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

const SECOND_US: i64 = 1_000_000;

/// The zones met so far, each with the stretches of constant offset that were asked for.
#[derive(Default)]
pub(super) struct ZoneClocks {
    zones: HashMap<String, ZoneClock>,
    /// The zone asked for last: rows of one exhibit mostly share one.
    last: Option<(String, Stretch)>,
}

/// A stretch of UTC seconds over which a zone keeps its offset; the end is not part of it.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to each name")]
struct Stretch {
    from_s: i64,
    until_s: i64,
    offset_s: i64,
}

impl Stretch {
    fn holds(&self, at_s: i64) -> bool {
        (self.from_s..self.until_s).contains(&at_s)
    }
}

struct ZoneClock {
    rule: Rule,
    stretches: Vec<Stretch>,
}

enum Rule {
    Fixed(i64),
    Named(TimeZone),
}

impl ZoneClocks {
    /// The clock time of an instant, as microseconds since 1970 on that clock. A zone that nobody
    /// knows is taken as UTC: the reader refuses such names long before.
    pub(super) fn local_us(&mut self, zone: &str, at_us: i64) -> i64 {
        let at_s = at_us.div_euclid(SECOND_US);
        if let Some((name, stretch)) = &self.last
            && name == zone
            && stretch.holds(at_s)
        {
            return at_us.saturating_add(stretch.offset_s * SECOND_US);
        }
        if !self.zones.contains_key(zone) {
            self.zones.insert(zone.to_owned(), ZoneClock::new(zone));
        }
        let Some(clock) = self.zones.get_mut(zone) else { return at_us };
        let stretch = clock.stretch(at_s);
        self.last = Some((zone.to_owned(), stretch));
        at_us.saturating_add(stretch.offset_s * SECOND_US)
    }
}

impl ZoneClock {
    fn new(zone: &str) -> Self {
        let rule = match fixed_offset_s(zone) {
            Some(offset_s) => Rule::Fixed(offset_s),
            None => TimeZone::get(zone).map_or(Rule::Fixed(0), Rule::Named),
        };
        Self { rule, stretches: Vec::new() }
    }

    fn stretch(&mut self, at_s: i64) -> Stretch {
        let after = self.stretches.partition_point(|stretch| stretch.from_s <= at_s);
        let known = after.checked_sub(1).and_then(|index| self.stretches.get(index));
        if let Some(stretch) = known.filter(|stretch| stretch.holds(at_s)) {
            return *stretch;
        }
        let stretch = self.rule.stretch(at_s);
        self.stretches.insert(after, stretch);
        stretch
    }
}

impl Rule {
    fn stretch(&self, at_s: i64) -> Stretch {
        let whole = |offset_s| Stretch { from_s: i64::MIN, until_s: i64::MAX, offset_s };
        let zone = match self {
            Self::Fixed(offset_s) => return whole(*offset_s),
            Self::Named(zone) => zone,
        };
        // Transitions fall on whole seconds; the one at `at_s` itself begins the stretch.
        let (Ok(at), Ok(after)) =
            (Timestamp::from_second(at_s), Timestamp::from_second(at_s.saturating_add(1)))
        else {
            return whole(0);
        };
        let begins = zone.preceding(after).next().map(|t| t.timestamp().as_second());
        let ends = zone.following(at).next().map(|t| t.timestamp().as_second());
        Stretch {
            from_s: begins.unwrap_or(i64::MIN),
            until_s: ends.unwrap_or(i64::MAX),
            offset_s: i64::from(zone.to_offset(at).seconds()),
        }
    }
}

/// Seconds of an offset written as `+02:00`, `-03:30` or `+01:00:30`.
fn fixed_offset_s(text: &str) -> Option<i64> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let mut seconds = 0;
    let mut unit_s = 3600;
    for part in rest.split(':') {
        seconds += part.parse::<u16>().ok().map(i64::from)? * unit_s;
        unit_s /= 60;
    }
    Some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_changes_at_the_very_second_of_the_transition() {
        let mut clocks = ZoneClocks::default();
        // Rome left summer time at 2025-10-26T01:00:00Z.
        let change_us = 1_761_440_400 * SECOND_US;
        let mut hours = |at_us| (clocks.local_us("Europe/Rome", at_us) - at_us) / SECOND_US / 3600;
        assert_eq!(hours(change_us), 1);
        assert_eq!(hours(change_us - 1), 2);
        assert_eq!(hours(change_us + 1), 1);
        assert_eq!(hours(change_us - 180 * 24 * 3600 * SECOND_US), 2);
        assert_eq!(hours(change_us - 300 * 24 * 3600 * SECOND_US), 1);
        assert_eq!(hours(change_us - 1), 2);
    }

    #[test]
    fn offsets_are_read_as_written() {
        let mut clocks = ZoneClocks::default();
        assert_eq!(clocks.local_us("-03:30", 0), -(3 * 3600 + 30 * 60) * SECOND_US);
        assert_eq!(clocks.local_us("+08:00", 5), 8 * 3600 * SECOND_US + 5);
        assert_eq!(clocks.local_us("UTC", 5), 5);
        assert_eq!(clocks.local_us("Nowhere/Else", 5), 5);
    }
}
