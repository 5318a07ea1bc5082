//! Repeats: calls and messages that several records state, each to be counted once.
//!
//! The phone of one side, the phone of the other and the network's own list state the same call
//! three times. Two records of different exhibits are one event where the parties are the same, the
//! stated times meet within two seconds, nothing they state differs, and each exhibit gives one
//! of its own; two of one exhibit only where they are equal in all that questions see. Days without
//! a clock time decide nothing and stay apart.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use model::RecordRef;
use model::time::Precision;
use model::views::{CaseView, Event, KeyId};
use rayon::prelude::*;

use crate::links::Links;

/// How far two clocks may be apart for one event: what rounding to whole seconds at both ends makes.
/// A true offset between two clocks is found by the question on clocks and is not bridged here.
const TOLERANCE_US: i64 = 2_000_000;

/// The calls and messages of a case, each event once.
#[derive(Debug)]
pub struct Repeats {
    /// Calls.
    pub sessions: Once,
    /// Messages.
    pub messages: Once,
}

impl Repeats {
    /// Finds what is stated more than once. Same view and links, same answer.
    pub fn of(view: &CaseView, links: &Links) -> Self {
        let named = |event: &Event| {
            let (from, to) = (links.identity(event.from), links.identity(event.to));
            let stated = |key| view.keys.is_stated(key);
            (stated(from) && stated(to) && from != to).then_some((from, to))
        };
        // The log of each side may name its own holder first: a call has no direction here.
        let unordered = |event: &Event| named(event).map(|(a, b)| (a.min(b), a.max(b)));
        Self {
            sessions: Once::of(&view.sessions, unordered),
            messages: Once::of(&view.messages, named),
        }
    }
}

/// The events of one list, each once.
#[derive(Debug, Default)]
pub struct Once {
    /// Rows that another row stands for.
    repeats: FixedBitSet,
    /// By the row that stands for an event: the others that state it.
    others: BTreeMap<u32, Vec<u32>>,
}

/// An event with every record that states it.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// What stands for it: the record that states it most finely.
    pub event: &'a Event,
    others: &'a [u32],
    all: &'a [Event],
}

impl<'a> Stated<'a> {
    /// An event that one record states.
    pub fn once(event: &'a Event) -> Self {
        Self { event, others: &[], all: &[] }
    }

    /// Every record that states it, the one that stands for it first.
    pub fn records(&self) -> impl Iterator<Item = RecordRef> {
        std::iter::once(self.event).chain(at(self.all, self.others)).map(|event| event.record)
    }
}

impl Once {
    fn of(events: &[Event], parties: impl Fn(&Event) -> Option<(KeyId, KeyId)> + Sync) -> Self {
        let mut rows: Vec<(Row, u32)> = events
            .par_iter()
            .zip(0u32..u32::try_from(events.len()).unwrap_or(u32::MAX))
            .filter(|(event, _)| {
                !matches!(event.start.precision, Precision::Absent | Precision::Day)
            })
            .filter_map(|(event, row)| Some(((parties(event)?, event.start.earliest_us), row)))
            .collect();
        rows.par_sort_unstable();
        let mut once =
            Self { repeats: FixedBitSet::with_capacity(events.len()), ..Self::default() };
        let mut open: Vec<Vec<u32>> = Vec::new();
        for run in rows.chunk_by(|(a, _), (b, _)| a.0 == b.0) {
            once.join(events, run, &mut open);
        }
        once
    }

    /// Joins the events of one pair of parties, in order of time.
    fn join(&mut self, events: &[Event], run: &[(Row, u32)], open: &mut Vec<Vec<u32>>) {
        for &((_, start_us), row) in run {
            let Some(event) = events.get(row as usize) else { continue };
            // An event that ended its reach before this one began takes no more rows.
            open.retain(|one| {
                let reach = at(events, one).map(|event| event.start.latest_us).max();
                let goes_on = reach.is_some_and(|us| us.saturating_add(TOLERANCE_US) >= start_us);
                if !goes_on {
                    self.close(events, one);
                }
                goes_on
            });
            match open.iter_mut().find(|one| at(events, one).all(|other| one_event(other, event))) {
                Some(one) => one.push(row),
                None => open.push(vec![row]),
            }
        }
        for one in open.drain(..) {
            self.close(events, &one);
        }
    }

    fn close(&mut self, events: &[Event], rows: &[u32]) {
        if rows.len() < 2 {
            return;
        }
        let rank = |row: &&u32| {
            events.get(**row as usize).map(|event| {
                (event.start.precision, event.end_us == event.start.earliest_us, event.record)
            })
        };
        let Some(first) = rows.iter().min_by_key(rank).copied() else { return };
        let others: Vec<u32> = rows.iter().copied().filter(|row| *row != first).collect();
        self.repeats.extend(others.iter().map(|row| *row as usize));
        self.others.insert(first, others);
    }

    /// The events of the list it was made of, each once, in its order.
    pub fn each<'a>(&'a self, events: &'a [Event]) -> impl Iterator<Item = Stated<'a>> {
        events.iter().zip(0u32..).filter(|(_, row)| !self.repeats.contains(*row as usize)).map(
            |(event, row)| {
                let others = self.others.get(&row).map(Vec::as_slice).unwrap_or_default();
                Stated { event, others, all: events }
            },
        )
    }

    /// The events that more than one record states.
    pub fn several<'a>(&'a self, events: &'a [Event]) -> impl Iterator<Item = Stated<'a>> {
        self.others.iter().filter_map(|(row, others)| {
            Some(Stated { event: events.get(*row as usize)?, others, all: events })
        })
    }
}

/// The events of these rows.
fn at<'a>(events: &'a [Event], rows: &'a [u32]) -> impl Iterator<Item = &'a Event> {
    rows.iter().filter_map(|row| events.get(*row as usize))
}

/// What rows are sorted by: the parties, then the first instant an event can mean.
type Row = ((KeyId, KeyId), i64);

/// Whether two records of the same parties can state one event.
fn one_event(a: &Event, b: &Event) -> bool {
    if a.record.exhibit == b.record.exhibit {
        // What one exhibit states twice is one event only where nothing at all tells them apart.
        let tells = a.said != 0 || a.end_us != a.start.earliest_us;
        return tells && (a.start, a.end_us, a.said) == (b.start, b.end_us, b.said);
    }
    let meet = |a: &Event, b: &Event| {
        a.start.earliest_us <= b.start.latest_us.saturating_add(TOLERANCE_US)
    };
    let lasted = |event: &Event| event.end_us.saturating_sub(event.start.earliest_us);
    let length = lasted(a) == 0
        || lasted(b) == 0
        || lasted(a).abs_diff(lasted(b)) <= TOLERANCE_US.unsigned_abs();
    let said = a.said == 0 || b.said == 0 || a.said == b.said;
    meet(a, b) && meet(b, a) && length && said && a.answered == b.answered
}

#[cfg(test)]
mod tests {
    use model::ExhibitId;
    use model::time::ZoneSource;
    use model::views::{Keys, When};

    use super::*;

    const SECOND_US: i64 = 1_000_000;

    fn call(exhibit: u32, row: u64, (from, to): (KeyId, KeyId), at_s: i64, lasts_s: i64) -> Event {
        let earliest_us = at_s * SECOND_US;
        let start = When {
            earliest_us,
            latest_us: earliest_us + SECOND_US - 1,
            precision: Precision::Second,
            zone_source: ZoneSource::InValue,
        };
        let record = RecordRef { exhibit: ExhibitId(exhibit), row };
        let end_us = earliest_us + lasts_s * SECOND_US;
        Event { record, from, to, start, end_us, answered: true, said: 0 }
    }

    fn view(sessions: Vec<Event>, messages: Vec<Event>) -> CaseView {
        let keys = ["", "a", "b", "c"].map(str::to_owned).to_vec();
        CaseView { keys: Keys::from_sorted(keys), sessions, messages, ..CaseView::default() }
    }

    /// The rows of the records of each call.
    fn calls(sessions: Vec<Event>) -> Vec<Vec<(u32, u64)>> {
        let view = view(sessions, Vec::new());
        let repeats = Repeats::of(&view, &Links::default());
        let records = |one: Stated<'_>| {
            one.records().map(|record| (record.exhibit.0, record.row)).collect::<Vec<_>>()
        };
        repeats.sessions.each(&view.sessions).map(records).collect()
    }

    #[test]
    fn two_phones_and_the_network_state_one_call() {
        let found = calls(vec![
            call(1, 1, (1, 2), 100, 60),
            call(2, 1, (2, 1), 101, 61),
            call(3, 1, (1, 2), 99, 0),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 3);
    }

    #[test]
    fn what_differs_stays_apart() {
        for (other, why) in [
            (call(2, 1, (1, 3), 100, 60), "another party"),
            (call(2, 1, (1, 2), 104, 60), "another time"),
            (call(2, 1, (1, 2), 100, 90), "another length"),
            (Event { answered: false, ..call(2, 1, (1, 2), 100, 60) }, "not answered"),
            (call(1, 2, (1, 2), 100, 0), "one exhibit, not equal"),
        ] {
            assert_eq!(calls(vec![call(1, 1, (1, 2), 100, 60), other]).len(), 2, "{why}");
        }
    }

    #[test]
    fn two_calls_in_one_second_of_two_exhibits_stay_two() {
        let short = |exhibit, row| call(exhibit, row, (1, 2), 100, 0);
        let found = calls(vec![short(1, 1), short(1, 2), short(2, 1), short(2, 2)]);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn messages_of_other_words_or_the_other_way_are_others() {
        let said = |exhibit, way, said| Event { said, ..call(exhibit, 1, way, 100, 0) };
        for (other, events) in [
            (said(2, (1, 2), 7), 1),
            (said(2, (1, 2), 0), 1),
            (said(2, (1, 2), 8), 2),
            (said(2, (2, 1), 7), 2),
            (said(1, (1, 2), 7), 1),
        ] {
            let view = view(Vec::new(), vec![said(1, (1, 2), 7), other]);
            let repeats = Repeats::of(&view, &Links::default());
            assert_eq!(repeats.messages.each(&view.messages).count(), events);
            assert_eq!(repeats.messages.several(&view.messages).count(), 2 - events);
        }
    }
}
