//! What is counted: payments and sessions of one pair, and the lags at which they are near.

use crate::windows::{Span, Windows};

/// Calls that begin less than this after the last one ended are one session (the default of the
/// published package `assocr`).
pub const SESSION_GAP_US: i64 = 600_000_000;

/// An interval no longer than this is taken as an instant (its middle): a clock time stated to
/// the minute.
const INSTANT_US: i64 = 60_000_000;

/// An hour.
pub const HOUR_US: i64 = 3_600_000_000;

/// How well the time of a payment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fineness {
    /// To the minute or better.
    Instant,
    /// An interval shorter than a day: a clock time that occurred twice, an hour.
    Interval,
    /// The day alone.
    Day,
}

/// A payment, or a message in its place: the instants it can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happening {
    /// First instant it can mean.
    pub earliest_us: i64,
    /// Last instant it can mean.
    pub latest_us: i64,
}

impl Happening {
    /// An event at an instant.
    pub fn at(at_us: i64) -> Self {
        Self { earliest_us: at_us, latest_us: at_us }
    }

    /// The middle of what it can mean.
    pub fn middle_us(self) -> i64 {
        self.earliest_us + (self.latest_us - self.earliest_us) / 2
    }

    /// How well its time is known. A day in any zone is at least 23 hours.
    pub fn fineness(self) -> Fineness {
        match self.latest_us - self.earliest_us {
            ..=INSTANT_US => Fineness::Instant,
            length if length < 22 * HOUR_US => Fineness::Interval,
            _ => Fineness::Day,
        }
    }

    /// The same, moved so that its middle lies at `middle_us`.
    #[must_use]
    pub fn moved_to(self, middle_us: i64) -> Self {
        let shift = middle_us - self.middle_us();
        Self { earliest_us: self.earliest_us + shift, latest_us: self.latest_us + shift }
    }
}

/// Which payments a reading can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Any, also one known only to the day: it counts by the share of its interval that is near.
    AnyTime,
    /// Only one with a clock time.
    ClockTime,
}

/// A lag window around a session, fixed before looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Its name in results: `near`, `hour`, `inside`.
    pub name: &'static str,
    /// How long before the session's start a payment may lie, microseconds.
    pub before_us: i64,
    /// How long after its end.
    pub after_us: i64,
    /// Which payments it counts.
    pub needs: Needs,
}

impl Reading {
    /// The three readings of the method: the lag window of the settings (seconds before a session
    /// and after it), an hour on either side, and inside the session.
    pub fn standard(lag_s: (i64, i64)) -> [Self; 3] {
        let clock = Needs::ClockTime;
        let us = |seconds: i64| seconds.saturating_mul(1_000_000);
        let (before_us, after_us) = (us(lag_s.0), us(lag_s.1));
        [
            Self { name: "near", before_us, after_us, needs: Needs::AnyTime },
            Self { name: "hour", before_us: HOUR_US, after_us: HOUR_US, needs: clock },
            Self { name: "inside", before_us: 0, after_us: 0, needs: clock },
        ]
    }

    /// Every instant at which a payment is near one of the sessions.
    pub fn near(self, sessions: &[Span]) -> Windows {
        let widen = |session: &Span| Span {
            from_us: session.from_us.saturating_sub(self.before_us),
            until_us: session.until_us.saturating_add(self.after_us),
        };
        sessions.iter().map(widen).collect()
    }

    /// Whether it counts a payment whose time is known this well.
    pub fn counts(self, fineness: Fineness) -> bool {
        self.needs == Needs::AnyTime || fineness != Fineness::Day
    }
}

/// Calls, given as first and last instant, as sessions: those under [`SESSION_GAP_US`] apart are
/// one.
pub fn sessions(calls: impl IntoIterator<Item = (i64, i64)>) -> Vec<Span> {
    let mut calls: Vec<Span> =
        calls.into_iter().map(|(start, end)| Span::holding(start, end.max(start))).collect();
    calls.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(calls.len());
    for call in calls {
        match out.last_mut() {
            Some(last) if call.from_us - (last.until_us - 1) < SESSION_GAP_US => {
                last.until_us = last.until_us.max(call.until_us);
            }
            _ => out.push(call),
        }
    }
    out
}

/// Messages as occasions: one that comes less than [`SESSION_GAP_US`] after the last belongs to
/// the same occasion, which counts once, at its first message. Payments are never joined so.
pub fn occasions(messages: &mut Vec<Happening>) {
    messages.sort_unstable();
    let mut last: Option<i64> = None;
    messages.retain(|message| {
        let at = message.middle_us();
        let joins = last.is_some_and(|last| at - last < SESSION_GAP_US);
        last = Some(at);
        !joins
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000_000;

    #[test]
    fn calls_under_ten_minutes_apart_are_one_session() {
        let got = sessions([(20 * MINUTE, 21 * MINUTE), (0, MINUTE), (10 * MINUTE, 10 * MINUTE)]);
        assert_eq!(got, [Span::holding(0, 10 * MINUTE), Span::holding(20 * MINUTE, 21 * MINUTE)]);
    }

    #[test]
    fn a_burst_of_messages_is_one_occasion() {
        let mut list: Vec<Happening> =
            [0, 9, 18, 28, 60].map(|m| Happening::at(m * MINUTE)).to_vec();
        occasions(&mut list);
        assert_eq!(list, [0, 28, 60].map(|m| Happening::at(m * MINUTE)));
    }

    #[test]
    fn both_ends_of_a_lag_window_belong_to_it() {
        let [near, hour, inside] = Reading::standard((24 * 3600, 2 * 3600));
        let session = [Span::holding(100 * HOUR_US, 101 * HOUR_US)];
        assert!(near.near(&session).contains(76 * HOUR_US));
        assert!(near.near(&session).contains(103 * HOUR_US));
        assert!(!near.near(&session).contains(103 * HOUR_US + 1));
        assert!(hour.near(&session).contains(99 * HOUR_US));
        assert!(!inside.near(&session).contains(100 * HOUR_US - 1));
    }

    #[test]
    fn a_day_is_no_instant() {
        let day = Happening { earliest_us: 0, latest_us: 24 * HOUR_US - 1 };
        assert_eq!(day.fineness(), Fineness::Day);
        assert_eq!(Happening { latest_us: HOUR_US, ..day }.fineness(), Fineness::Interval);
        assert_eq!(Happening { latest_us: MINUTE - 1, ..day }.fineness(), Fineness::Instant);
    }
}
