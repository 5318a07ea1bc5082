//! How near two series of events lie: gaps to the nearest event of the other, segregation, mingling.
//!
//! - **Source:** Galbraith, Smyth & Stern, "Statistical methods for the forensic analysis of
//!   geolocated event data", JRSS-A 183(3), 2020; segregation and mingling after Illian et al.,
//!   "Statistical Analysis and Modelling of Spatial Point Patterns", 2008, section 5.2.
//! - **Conventions** of the authors' package `assocr`: the gap runs from each event of B to the
//!   nearest event of A at another instant (gaps of zero are dropped); among events equally near,
//!   the first in time is the neighbour, and at one instant an event of A comes before one of B.

/// The four published measures; a measure is absent where it is not defined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// Mean gap from an event of B to the nearest of A, microseconds.
    pub mean_gap_us: Option<f64>,
    /// Median of the same gaps, microseconds.
    pub median_gap_us: Option<f64>,
    /// Segregation: −1 full attraction, 0 independence, 1 full repulsion.
    pub segregation: Option<f64>,
    /// Mingling: the share of events whose nearest neighbour is of the other series.
    pub mingling: Option<f64>,
}

/// Measures how near `b` lies to `a`; the order of the events does not matter.
pub fn nearness(a: &[i64], b: &[i64]) -> Nearness {
    let mut sorted_a = a.to_vec();
    sorted_a.sort_unstable();
    let mut gaps: Vec<i64> = b.iter().filter_map(|&at| nearest_other(&sorted_a, at)).collect();
    gaps.sort_unstable();
    let neighbours = Neighbours::count(a, b);
    Nearness {
        mean_gap_us: mean(&gaps),
        median_gap_us: median(&gaps),
        segregation: neighbours.segregation(),
        mingling: neighbours.mingling(),
    }
}

/// Distance to the nearest of `sorted` that is not at the very same instant.
fn nearest_other(sorted: &[i64], at: i64) -> Option<i64> {
    let below = sorted.partition_point(|&event| event < at);
    let above = sorted.partition_point(|&event| event <= at);
    let before = below.checked_sub(1).and_then(|i| sorted.get(i)).map(|&event| at - event);
    let after = sorted.get(above).map(|&event| event - at);
    match (before, after) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (one, other) => one.or(other),
    }
}

#[expect(clippy::cast_precision_loss, reason = "gaps are far below 2^52 microseconds (142 years)")]
fn mean(gaps: &[i64]) -> Option<f64> {
    let sum: i128 = gaps.iter().map(|&gap| i128::from(gap)).sum();
    (!gaps.is_empty()).then(|| sum as f64 / gaps.len() as f64)
}

#[expect(clippy::cast_precision_loss, reason = "gaps are far below 2^52 microseconds (142 years)")]
fn median(sorted: &[i64]) -> Option<f64> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(upper as f64);
    }
    let lower = *sorted.get(half.checked_sub(1)?)?;
    Some(f64::midpoint(lower as f64, upper as f64))
}

/// Which series an event and its nearest neighbour belong to, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Neighbours {
    a_to_a: u64,
    a_to_b: u64,
    b_to_a: u64,
    b_to_b: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    A,
    B,
}

impl Neighbours {
    fn count(a: &[i64], b: &[i64]) -> Self {
        let mut all: Vec<(i64, Mark)> = a.iter().map(|&at| (at, Mark::A)).collect();
        all.extend(b.iter().map(|&at| (at, Mark::B)));
        all.sort_unstable();
        let mut out = Self::default();
        for (place, &(_, mark)) in all.iter().enumerate() {
            match (mark, nearest_mark(&all, place)) {
                (Mark::A, Some(Mark::A)) => out.a_to_a += 1,
                (Mark::A, Some(Mark::B)) => out.a_to_b += 1,
                (Mark::B, Some(Mark::A)) => out.b_to_a += 1,
                (Mark::B, Some(Mark::B)) => out.b_to_b += 1,
                (_, None) => {}
            }
        }
        out
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of events are far below 2^52")]
    fn mingling(self) -> Option<f64> {
        let all = self.a_to_a + self.a_to_b + self.b_to_a + self.b_to_b;
        (all > 0).then(|| (self.a_to_b + self.b_to_a) as f64 / all as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of events are far below 2^52")]
    fn segregation(self) -> Option<f64> {
        let all = (self.a_to_a + self.a_to_b + self.b_to_a + self.b_to_b) as f64;
        let from_a = (self.a_to_a + self.a_to_b) as f64 / all;
        let from_b = (self.b_to_a + self.b_to_b) as f64 / all;
        let to_a = (self.a_to_a + self.b_to_a) as f64 / all;
        let to_b = (self.a_to_b + self.b_to_b) as f64 / all;
        let expected = from_a * to_b + from_b * to_a;
        let mixed = (self.a_to_b + self.b_to_a) as f64 / all;
        (expected > 0.0).then(|| 1.0 - mixed / expected)
    }
}

/// The series of the nearest other event of the merged, sorted list.
fn nearest_mark(all: &[(i64, Mark)], place: usize) -> Option<Mark> {
    let &(at, _) = all.get(place)?;
    let first_at = |time: i64| all.partition_point(|&(other, _)| other < time);
    let run = first_at(at);
    if run != place {
        return all.get(run).map(|&(_, mark)| mark);
    }
    let next = all.get(place + 1);
    if let Some(&(time, mark)) = next
        && time == at
    {
        return Some(mark);
    }
    let before = place.checked_sub(1).and_then(|i| all.get(i)).map(|&(time, _)| time);
    match (before, next) {
        (Some(left), Some(&(right, mark))) if right - at < at - left => Some(mark),
        (Some(left), _) => all.get(first_at(left)).map(|&(_, mark)| mark),
        (None, next) => next.map(|&(_, mark)| mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(list: &[f64]) -> Vec<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "small test values")]
        list.iter().map(|s| (s * 1e6).round() as i64).collect()
    }

    /// Values computed with the authors' R package `assocr` 0.1.0.
    #[test]
    fn equals_the_authors_package() {
        let close = |got: Option<f64>, want: f64| {
            assert!((got.unwrap() - want).abs() < 1e-9, "{got:?} for {want}");
        };
        let got = nearness(&seconds(&[0., 1., 1.01, 2.]), &seconds(&[0.1, 1.9, 3., 3.01]));
        close(got.mean_gap_us.map(|us| us / 1e6), 0.5525);
        close(got.median_gap_us.map(|us| us / 1e6), 0.55);
        close(got.segregation, 0.0);
        close(got.mingling, 0.5);
        let b = seconds(&[1.2, 6., 9.1, 17., 20.5, 26.]);
        let got = nearness(&seconds(&[1., 5., 9., 14., 20.]), &b);
        close(got.mean_gap_us.map(|us| us / 1e6), 1.8);
        close(got.median_gap_us.map(|us| us / 1e6), 0.75);
        close(got.segregation, -0.833_333_333_333_333_3);
        close(got.mingling, 0.909_090_909_090_909_1);
        let got = nearness(&seconds(&[1., 2., 3., 4., 5.]), &seconds(&[1.1, 2.1, 3.1, 4.1, 5.1]));
        close(got.segregation, -1.0);
        close(got.mingling, 1.0);
    }

    #[test]
    fn a_gap_of_zero_is_dropped_and_the_next_nearest_taken() {
        let got = nearness(&[10, 30], &[10]);
        assert_eq!(got.mean_gap_us, Some(20.0));
        let got = nearness(&[10], &[10]);
        assert_eq!(got.mean_gap_us, None);
    }

    #[test]
    fn nothing_is_measured_where_a_series_is_empty() {
        let got = nearness(&[], &[1, 2]);
        assert_eq!((got.mean_gap_us, got.segregation), (None, None));
        assert_eq!(nearness(&[], &[]).mingling, None);
    }

    proptest::proptest! {
        /// The plain reading of the definition: every distance, the first least one.
        #[test]
        fn the_nearest_neighbour_is_the_first_least_distance(
            a in proptest::collection::vec(0i64..20, 1..7),
            b in proptest::collection::vec(0i64..20, 1..7),
        ) {
            let mut all: Vec<(i64, Mark)> = a.iter().map(|&t| (t, Mark::A)).collect();
            all.extend(b.iter().map(|&t| (t, Mark::B)));
            all.sort_unstable();
            for place in 0..all.len() {
                let plain = (0..all.len())
                    .filter(|&other| other != place)
                    .min_by_key(|&other| ((all[other].0 - all[place].0).abs(), other))
                    .map(|other| all[other].1);
                proptest::prop_assert!(nearest_mark(&all, place) == plain);
            }
        }
    }
}
