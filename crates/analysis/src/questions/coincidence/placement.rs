//! What each day's payments would hit if they had fallen on another day of the same stratum.
//!
//! Every payment keeps its local clock time; the days change places as a whole, so that several
//! payments of one day move together. Only days that W covers from first to last instant take
//! part; payments on other days stay where they are.

use std::ops::Range;

use super::days::{Calendar, DayKind};
use super::reading::{Fineness, Happening, Reading};
use crate::statistics::permuted_sum::{Block, Draws, FIELD_MAX, Packed, READINGS_MAX, Table};
use crate::windows::{Span, Windows};

/// Fewest days a stratum of holidays or pay-days keeps for itself; with fewer they join the
/// stratum of their weekday or weekend.
pub const STRATUM_DAYS_MIN: usize = 10;

/// Fewest days in a row for whole-week shifts; below, whole days are shifted.
const WEEK_SHIFT_DAYS_MIN: usize = 42;

/// Parts into which a payment known to an interval is divided.
const PARTS: u64 = 64;

/// A pair of series as a test sees them.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Local days.
    pub calendar: &'a Calendar,
    /// The readings, at most [`READINGS_MAX`].
    pub readings: &'a [Reading],
    /// Payments within W, in order of time.
    pub payments: &'a [Happening],
    /// Sessions within W, apart and in order of time.
    pub sessions: &'a [Span],
    /// W: what both sources cover.
    pub window: &'a Windows,
}

/// Days that may change places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Their kind; of the wider kind where several were joined.
    pub kind: DayKind,
    /// Their places in the calendar, ascending.
    pub days: Vec<usize>,
}

/// The strata of W: its whole days by kind, small ones joined by the printed rule.
pub fn strata(calendar: &Calendar, window: &Windows) -> Vec<Stratum> {
    let mut by_kind = std::collections::BTreeMap::<DayKind, Vec<usize>>::new();
    for (place, day) in calendar.days().iter().enumerate() {
        if window.holds(day.from_us, day.until_us - 1) {
            by_kind.entry(day.kind).or_default().push(place);
        }
    }
    for kind in [DayKind::Holiday, DayKind::PayWeekday, DayKind::PayWeekend] {
        let small = by_kind.get(&kind).is_some_and(|days| days.len() < STRATUM_DAYS_MIN);
        if let (true, Some(wider)) = (small, kind.wider()) {
            let days = by_kind.remove(&kind).unwrap_or_default();
            by_kind.entry(wider).or_default().extend(days);
        }
    }
    let stratum = |(kind, mut days): (DayKind, Vec<usize>)| {
        days.sort_unstable();
        Stratum { kind, days }
    };
    by_kind.into_iter().map(stratum).collect()
}

/// A scene laid out for permutation.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The sums.
    pub table: Table,
    /// Units that make one payment: 1, or more where intervals count by their share.
    pub unit: u64,
    /// Payments each reading counts.
    pub n: [u64; READINGS_MAX],
    /// The strata, in the order of the table's blocks.
    pub strata: Vec<Stratum>,
    /// Payments by block and row of the table, as places in the scene's list.
    pub rows: Vec<Vec<Vec<usize>>>,
    /// Payments that stay where they are, because W does not cover their whole day.
    pub held: u64,
    /// Share of W near a session, by reading.
    pub covered: [f64; READINGS_MAX],
    /// Every instant near a session, by reading.
    near: Vec<Windows>,
}

/// Why a scene cannot be laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {} payments in one pair; narrow the period", FIELD_MAX - 1)]
pub struct TooMany;

/// A place among the days for every payment, and what it would hit on each.
#[derive(Clone, Copy)]
struct Layout<'a> {
    scene: Scene<'a>,
    near: &'a [Windows],
    unit: u64,
}

impl Placed {
    /// Lays a scene out.
    pub fn new(scene: Scene<'_>) -> Result<Self, TooMany> {
        let near: Vec<Windows> =
            scene.readings.iter().map(|reading| reading.near(scene.sessions)).collect();
        let layout = Layout::new(scene, &near)?;
        let strata = strata(scene.calendar, scene.window);
        let days: Vec<Option<usize>> = scene
            .payments
            .iter()
            .map(|payment| scene.calendar.day_of(payment.middle_us()))
            .collect();
        let mut out = Self {
            table: Table::default(),
            unit: layout.unit,
            n: layout.counted(),
            rows: Vec::new(),
            held: 0,
            covered: layout.covered(),
            strata: Vec::new(),
            near: Vec::new(),
        };
        let mut placed = vec![false; scene.payments.len()];
        for stratum in &strata {
            let (block, rows) = layout.block(stratum, &days, &mut placed);
            out.table.blocks.push(block);
            out.rows.push(rows);
        }
        for (payment, _) in scene.payments.iter().zip(&placed).filter(|(_, placed)| !**placed) {
            out.table.fixed = out.table.fixed.plus(layout.hits(*payment));
            out.held += 1;
        }
        (out.strata, out.near) = (strata, near);
        Ok(out)
    }

    /// The middles of the payments as the last draw lays them, in the order of the scene.
    pub fn laid(&self, scene: Scene<'_>, draws: &Draws<'_>) -> Vec<i64> {
        let mut out: Vec<i64> = scene.payments.iter().map(|payment| payment.middle_us()).collect();
        for (block, row, place) in draws.places() {
            let day = self.strata.get(block).and_then(|stratum| stratum.days.get(place));
            let members = self.rows.get(block).and_then(|rows| rows.get(row));
            for &member in members.into_iter().flatten() {
                if let (Some(slot), Some(day)) = (out.get_mut(member), day) {
                    let clock = scene.calendar.clock_us(*slot);
                    *slot = clock.and_then(|clock| scene.calendar.at(*day, clock)).unwrap_or(*slot);
                }
            }
        }
        out
    }

    /// The sums under every circular shift of the payments by whole weeks, or by whole days where
    /// W holds fewer than six weeks in a row; the unshifted one is not among them.
    pub fn shifts(&self, scene: Scene<'_>) -> Shifts {
        let (ring, step) = ring(&self.strata);
        let layout = Layout { scene, near: &self.near, unit: self.unit };
        let by: Vec<usize> = (step..ring.len()).step_by(step).collect();
        let mut sums = vec![self.table.fixed; by.len()];
        for ((block, stratum), rows) in self.table.blocks.iter().zip(&self.strata).zip(&self.rows) {
            for ((cells, home), members) in block.rows().zip(rows) {
                let Some(&day) = stratum.days.get(home) else { continue };
                let mut walk = layout.walk(members);
                for (sum, by) in sums.iter_mut().zip(&by) {
                    // A day outside the ring stays.
                    let day = if ring.contains(&day) { round(&ring, day, *by) } else { day };
                    // Read off the table where it comes to a day of its own stratum.
                    let place = stratum.days.binary_search(&day).ok();
                    let cell = place.and_then(|place| cells.get(place).copied());
                    *sum = sum.plus(cell.unwrap_or_else(|| walk.on(day)));
                }
            }
        }
        Shifts { days: step, sums }
    }
}

/// The sums under circular shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shifts {
    /// Days of one step: 7 or 1.
    pub days: usize,
    /// One sum a shift.
    pub sums: Vec<Packed>,
}

/// The payment `by` days later on a ring of days; itself outside the ring.
pub fn shift(calendar: &Calendar, payment: Happening, ring: &Range<usize>, by: usize) -> Happening {
    let middle_us = payment.middle_us();
    let moved = calendar
        .day_of(middle_us)
        .filter(|day| ring.contains(day))
        .and_then(|day| calendar.at(round(ring, day, by), calendar.clock_us(middle_us)?));
    moved.map_or(payment, |at| payment.moved_to(at))
}

/// The day `by` places after one of the ring, which begins anew at its end.
fn round(ring: &Range<usize>, day: usize, by: usize) -> usize {
    ring.start + (day - ring.start + by) % ring.len()
}

/// The days on which payments are shifted around, the longest run of the strata's days, and by how
/// many at a time: whole weeks of them, or days where the run is short.
pub fn ring(strata: &[Stratum]) -> (Range<usize>, usize) {
    let mut days: Vec<usize> =
        strata.iter().flat_map(|stratum| stratum.days.iter().copied()).collect();
    days.sort_unstable();
    let run = longest_run(&days);
    let step = if run.len() >= WEEK_SHIFT_DAYS_MIN { 7 } else { 1 };
    (run.start..run.end - run.len() % step, step)
}

/// The longest run of consecutive places, the first of equals.
fn longest_run(sorted: &[usize]) -> Range<usize> {
    let mut best = 0..0;
    let mut run = 0..0;
    for &place in sorted {
        if place == run.end && !run.is_empty() {
            run.end += 1;
        } else {
            run = place..place + 1;
        }
        if run.len() > best.len() {
            best = run.clone();
        }
    }
    best
}

impl<'a> Layout<'a> {
    fn new(scene: Scene<'a>, near: &'a [Windows]) -> Result<Self, TooMany> {
        let n = scene.payments.len() as u64;
        let coarse = scene.payments.iter().any(|p| p.fineness() != Fineness::Instant);
        let unit = if coarse { PARTS.min((FIELD_MAX - 1) / n.max(1)) } else { 1 };
        if n >= FIELD_MAX {
            return Err(TooMany);
        }
        Ok(Self { scene, near, unit })
    }

    fn counted(&self) -> [u64; READINGS_MAX] {
        let mut out = [0; READINGS_MAX];
        for (slot, reading) in out.iter_mut().zip(self.scene.readings) {
            let counts = |payment: &&Happening| reading.counts(payment.fineness());
            *slot = self.scene.payments.iter().filter(counts).count() as u64;
        }
        out
    }

    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
    fn covered(&self) -> [f64; READINGS_MAX] {
        let mut out = [0.0; READINGS_MAX];
        let length = self.scene.window.measure_us();
        for (slot, near) in out.iter_mut().zip(self.near) {
            if length > 0 {
                let both = near.intersection(self.scene.window).measure_us();
                *slot = both as f64 / length as f64;
            }
        }
        out
    }

    /// The payments of one day, ready to be laid on others.
    fn walk(self, members: &[usize]) -> Walk<'a> {
        let calendar = self.scene.calendar;
        let payments = members.iter().filter_map(|at| self.scene.payments.get(*at));
        let clocks = payments.map(|payment| (*payment, calendar.clock_us(payment.middle_us())));
        let payments = clocks.map(|(payment, clock)| (payment, clock.unwrap_or(0))).collect();
        Walk { layout: self, payments, day: 0, cursors: [0; READINGS_MAX] }
    }

    /// What a payment adds where it lies.
    fn hits(&self, payment: Happening) -> Packed {
        let at_us = payment.middle_us();
        let mut cursors = [0; READINGS_MAX];
        for (cursor, near) in cursors.iter_mut().zip(self.near) {
            *cursor = near.spans().partition_point(|span| span.until_us <= at_us);
        }
        self.hits_from(payment, &mut cursors)
    }

    /// The same, where the cursors stand at or before the span that holds the payment.
    fn hits_from(&self, payment: Happening, cursors: &mut [usize; READINGS_MAX]) -> Packed {
        let fineness = payment.fineness();
        let middle = payment.middle_us();
        let mut sum = Packed::default();
        for (at, ((reading, near), cursor)) in
            self.scene.readings.iter().zip(self.near).zip(cursors).enumerate()
        {
            if !reading.counts(fineness) {
                continue;
            }
            let units = if fineness == Fineness::Instant {
                self.unit * u64::from(holds_from(near.spans(), cursor, middle))
            } else {
                self.share(near, payment)
            };
            sum = sum.plus(Packed::one(at, units));
        }
        sum
    }

    /// The share of an interval that is near, in units, to the nearest.
    fn share(&self, near: &Windows, payment: Happening) -> u64 {
        let whole = Windows::from(Span::holding(payment.earliest_us, payment.latest_us));
        let length = i128::from(whole.measure_us().max(1));
        let part = i128::from(whole.intersection(near).measure_us());
        let units = (part * i128::from(self.unit) * 2 + length) / (length * 2);
        u64::try_from(units).unwrap_or(0)
    }

    /// The block of one stratum: a row for each of its days that has payments.
    fn block(
        self,
        stratum: &Stratum,
        days: &[Option<usize>],
        placed: &mut [bool],
    ) -> (Block, Vec<Vec<usize>>) {
        let mut by_home = std::collections::BTreeMap::<usize, Vec<usize>>::new();
        for ((at, day), placed) in days.iter().enumerate().zip(placed) {
            let home = day.and_then(|day| stratum.days.binary_search(&day).ok());
            if let Some(home) = home {
                by_home.entry(home).or_default().push(at);
                *placed = true;
            }
        }
        let mut block = Block::new(stratum.days.len());
        let mut rows = Vec::with_capacity(by_home.len());
        for (home, members) in by_home {
            let mut walk = self.walk(&members);
            let row: Vec<Packed> = stratum.days.iter().map(|day| walk.on(*day)).collect();
            block.push(home, &row);
            rows.push(members);
        }
        (block, rows)
    }
}

/// The payments of one day on their way over other days.
struct Walk<'a> {
    layout: Layout<'a>,
    /// Each with its clock time.
    payments: Vec<(Happening, i64)>,
    /// The last day they were laid on.
    day: usize,
    /// At or before the spans that hold the first of them there.
    cursors: [usize; READINGS_MAX],
}

impl Walk<'_> {
    /// What they hit on a day; quick where days come in ascending order.
    fn on(&mut self, day: usize) -> Packed {
        if day < self.day {
            self.cursors = [0; READINGS_MAX];
        }
        self.day = day;
        let calendar = self.layout.scene.calendar;
        let before = self.cursors;
        let mut sum = Packed::default();
        for (at, (payment, clock)) in self.payments.iter().enumerate() {
            let mut cursors = before;
            let moved = calendar.at(day, *clock).map_or(*payment, |at| payment.moved_to(at));
            sum = sum.plus(self.layout.hits_from(moved, &mut cursors));
            if at == 0 {
                self.cursors = cursors;
            }
        }
        sum
    }
}

/// Whether one of the spans holds the instant; the cursor only moves on.
fn holds_from(spans: &[Span], cursor: &mut usize, at_us: i64) -> bool {
    while let Some(span) = spans.get(*cursor) {
        if at_us < span.until_us {
            return span.from_us <= at_us;
        }
        *cursor += 1;
    }
    false
}
