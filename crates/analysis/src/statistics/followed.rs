//! How often one thing follows another, against the same calendar moved by whole weeks.
//!
//! Moving the second series by whole weeks, around the end of the window, keeps its weekdays, its hours and
//! its bursts, and takes away only what ties it to the first. All such moves are counted, none is drawn, so
//! that there is no seed. Counts of several pairs are added up move by move before they are compared.

/// A week in microseconds.
const WEEK_US: i64 = 7 * 86_400_000_000;

/// Most moves that are counted: two years of weeks.
const MOVES_MAX: i64 = 104;

/// Fewest weeks in which a move can tell anything.
pub const WEEKS_MIN: i64 = 8;

/// Counts of what follows: as observed, and by moves of whole weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    from_us: i64,
    weeks: i64,
    /// First things looked at.
    pub firsts: u64,
    /// Of them, those that were followed.
    pub held: u64,
    moved: Vec<u64>,
}

impl Followed {
    /// Nothing counted yet, in a window from the first to the last instant of a case; `None` where it
    /// holds too few weeks.
    pub fn within(first_us: i64, last_us: i64) -> Option<Self> {
        let weeks = last_us.checked_sub(first_us)?.checked_div(WEEK_US)?.checked_add(1)?;
        if weeks < WEEKS_MIN {
            return None;
        }
        let moves = usize::try_from((weeks - 1).min(MOVES_MAX)).ok()?;
        Some(Self { from_us: first_us, weeks, firsts: 0, held: 0, moved: vec![0; moves] })
    }

    /// Adds the firsts that are followed: `firsts` are the instants from which to look, `seconds` those
    /// of the window that may follow within `within_us`, where a pair of the two fits.
    pub fn add<A: Copy, B: Copy>(
        &mut self,
        firsts: &[(i64, A)],
        seconds: &[(i64, B)],
        within_us: i64,
        fits: impl Fn(A, B) -> bool,
    ) {
        self.firsts += firsts.len() as u64;
        let span_us = self.weeks * WEEK_US;
        let mut moved: Vec<(i64, B)> = Vec::with_capacity(seconds.len());
        // No move first: that is what is observed.
        for (slot, weeks) in std::iter::once(&mut self.held).chain(&mut self.moved).zip(0i64..) {
            moved.clear();
            moved.extend(seconds.iter().map(|(at_us, what)| {
                let place = (at_us - self.from_us + weeks * WEEK_US).rem_euclid(span_us);
                (self.from_us + place, *what)
            }));
            moved.sort_by_key(|(at_us, _)| *at_us);
            *slot += count(firsts, &moved, within_us, &fits);
        }
    }

    /// Takes up the counts of another series of the same length of window.
    pub fn join(&mut self, other: Option<&Self>) {
        let Some(other) = other else { return };
        self.firsts += other.firsts;
        self.held += other.held;
        for (slot, more) in self.moved.iter_mut().zip(&other.moved) {
            *slot += more;
        }
    }

    /// What the moves give on average.
    pub fn expected(&self) -> f64 {
        self.moved.iter().sum::<u64>() as f64 / self.moved.len().max(1) as f64
    }

    /// The share of moves, the observed one included, that give at least as many.
    pub fn p(&self) -> f64 {
        let reached = self.moved.iter().filter(|moved| **moved >= self.held).count();
        (1 + reached) as f64 / (1 + self.moved.len()) as f64
    }
}

fn count<A: Copy, B: Copy>(
    firsts: &[(i64, A)],
    seconds: &[(i64, B)],
    within_us: i64,
    fits: &impl Fn(A, B) -> bool,
) -> u64 {
    let is_followed = |(at_us, first): &&(i64, A)| {
        let start = seconds.partition_point(|(second_us, _)| second_us <= at_us);
        seconds
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|(second_us, _)| second_us - at_us <= within_us)
            .any(|(_, second)| fits(*first, *second))
    };
    firsts.iter().filter(is_followed).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_US: i64 = 86_400_000_000;
    const HOUR_US: i64 = DAY_US / 24;

    fn at(days: &[i64], hour: i64) -> Vec<(i64, ())> {
        days.iter().map(|day| (day * DAY_US + hour * HOUR_US, ())).collect()
    }

    fn followed(firsts: &[i64], seconds: &[i64]) -> Followed {
        let mut followed = Followed::within(0, 363 * DAY_US).unwrap();
        followed.add(&at(firsts, 18), &at(seconds, 20), DAY_US, |(), ()| true);
        followed
    }

    #[test]
    fn what_follows_on_irregular_days_is_told_from_chance() {
        let days = [3, 31, 44, 90, 133, 170, 212, 260, 301, 344];
        let made = followed(&days, &days);
        assert_eq!((made.firsts, made.held), (10, 10));
        assert!(made.p() < 0.02 && made.expected() < 2.0, "{} {}", made.p(), made.expected());
    }

    #[test]
    fn what_happens_every_week_follows_nothing() {
        let weekly: Vec<i64> = (0..52).map(|week| week * 7 + 6).collect();
        let made = followed(&weekly, &weekly);
        assert!(made.held >= 50 && made.p() > 0.9, "{}", made.p());
    }

    #[test]
    fn a_short_case_has_no_moves() {
        assert!(Followed::within(0, 20 * DAY_US).is_none());
        assert!(Followed::within(5, 4).is_none());
    }
}
