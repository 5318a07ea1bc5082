//! How often one thing follows another, against the same calendar moved by whole weeks.
//!
//! Moving the second series by up to a quarter of a year, in whole weeks either way, keeps its weekdays, its
//! hours and its bursts, and takes away only what ties it to the first. A move counts only the firsts that
//! lie within the moved series, so that a series of a few weeks is compared with itself and not with the
//! silence around it. The share that holds under the moves is what chance gives; how likely as many as
//! observed are at that share is a binomial tail. Nothing is drawn. Counts of several pairs are added up.

use super::binomial::{at_least, float};

/// A week in microseconds.
const WEEK_US: i64 = 7 * 86_400_000_000;

/// Moves either way: a quarter of a year.
const MOVES: i64 = 13;

/// Fewest firsts seen under all moves together, for the share that chance gives.
const EXPOSED_MIN: u64 = 20;

/// Counts of what follows: as observed, and under the moves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    /// First things looked at.
    pub firsts: u64,
    /// Of them, those that were followed.
    pub held: u64,
    exposed: u64,
    moved: u64,
}

impl Followed {
    /// Adds the firsts that are followed: `firsts` are the instants from which to look, `seconds` those
    /// that may follow within `within_us`, where a pair of the two fits.
    pub fn add<A: Copy, B: Copy>(
        &mut self,
        firsts: &[(i64, A)],
        seconds: &[(i64, B)],
        within_us: i64,
        fits: impl Fn(A, B) -> bool,
    ) {
        let mut sorted: Vec<(i64, B)> = seconds.to_vec();
        sorted.sort_by_key(|(at_us, _)| *at_us);
        self.firsts += firsts.len() as u64;
        self.held += count(firsts, &sorted, within_us, &fits).0;
        for weeks in (-MOVES..=MOVES).filter(|weeks| *weeks != 0) {
            let moved: Vec<(i64, B)> = sorted
                .iter()
                .map(|(at_us, what)| (at_us.saturating_add(weeks * WEEK_US), *what))
                .collect();
            let (held, exposed) = count(firsts, &moved, within_us, &fits);
            self.moved += held;
            self.exposed += exposed;
        }
    }

    /// Takes up the counts of another pair.
    pub fn join(&mut self, other: &Self) {
        self.firsts += other.firsts;
        self.held += other.held;
        self.exposed += other.exposed;
        self.moved += other.moved;
    }

    /// The share that holds by chance; `None` where the moves saw too little.
    fn share(&self) -> Option<f64> {
        (self.exposed >= EXPOSED_MIN)
            .then(|| (float(self.moved) + 0.5) / (float(self.exposed) + 1.0))
    }

    /// How many would hold by chance; `None` where the moves saw too little.
    pub fn expected(&self) -> Option<f64> {
        Some(self.share()? * float(self.firsts))
    }

    /// How likely as many or more are by chance; `None` where the moves saw too little.
    pub fn p(&self) -> Option<f64> {
        Some(at_least(self.held, self.firsts, self.share()?))
    }
}

/// How many firsts are followed, and how many lie where the seconds could follow them.
fn count<A: Copy, B: Copy>(
    firsts: &[(i64, A)],
    seconds: &[(i64, B)],
    within_us: i64,
    fits: &impl Fn(A, B) -> bool,
) -> (u64, u64) {
    let (Some((from_us, _)), Some((until_us, _))) = (seconds.first(), seconds.last()) else {
        return (0, 0);
    };
    let is_followed = |(at_us, first): &&(i64, A)| {
        let start = seconds.partition_point(|(second_us, _)| second_us <= at_us);
        seconds
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|(second_us, _)| second_us.saturating_sub(*at_us) <= within_us)
            .any(|(_, second)| fits(*first, *second))
    };
    let is_inside =
        |(at_us, _): &&(i64, A)| (from_us.saturating_sub(within_us)..=*until_us).contains(at_us);
    let exposed = firsts.iter().filter(is_inside).count() as u64;
    (firsts.iter().filter(is_followed).count() as u64, exposed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_US: i64 = 86_400_000_000;
    const HOUR_US: i64 = DAY_US / 24;

    fn at(days: impl IntoIterator<Item = i64>, hour: i64) -> Vec<(i64, ())> {
        days.into_iter().map(|day| (day * DAY_US + hour * HOUR_US, ())).collect()
    }

    fn followed(firsts: &[(i64, ())], seconds: &[(i64, ())]) -> Followed {
        let mut followed = Followed::default();
        followed.add(firsts, seconds, DAY_US, |(), ()| true);
        followed
    }

    const DAYS: [i64; 10] = [3, 31, 44, 90, 133, 170, 212, 260, 301, 344];

    #[test]
    fn what_follows_on_irregular_days_is_told_from_chance() {
        let made = followed(&at(DAYS, 18), &at(DAYS, 20));
        assert_eq!((made.firsts, made.held), (10, 10));
        assert!(made.p().unwrap() < 1e-6 && made.expected().unwrap() < 2.0, "{made:?}");
    }

    #[test]
    fn what_happens_every_week_follows_nothing() {
        let weekly = |hour| at((0..52).map(|week| week * 7 + 6), hour);
        let made = followed(&weekly(18), &weekly(20));
        assert_eq!(made.held, 52);
        assert!(made.p().unwrap() > 0.5, "{made:?}");
    }

    #[test]
    fn a_few_weeks_of_daily_calls_explain_the_calls_after_payments() {
        let payments = at([102, 105, 109, 113, 118], 18);
        let made = followed(&payments, &at(90..130, 20));
        assert_eq!(made.held, 5);
        assert!(made.p().unwrap() > 0.5, "{made:?}");
    }

    #[test]
    fn too_little_has_no_chance_to_compare_with() {
        let made = followed(&at([5], 18), &at([5], 20));
        assert_eq!((made.held, made.p(), made.expected()), (1, None, None));
        assert_eq!(followed(&at([5], 18), &[]).p(), None);
    }
}
