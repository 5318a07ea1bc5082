//! Heaping: times that were rounded or filled in by a machine pile up on the hour, noon, midnight.

use super::binomial::float;

/// An hour in seconds.
const HOUR_S: i64 = 3600;
/// A day in seconds.
const DAY_S: i64 = 24 * HOUR_S;

/// How many clock times lie on round marks. Noon and midnight are also exact hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heaping {
    /// Clock times looked at.
    pub stated: u64,
    /// On the exact hour, to the second.
    pub on_hour: u64,
    /// On the exact half hour.
    pub on_half_hour: u64,
    /// On 12:00:00.
    pub on_noon: u64,
    /// On 00:00:00.
    pub on_midnight: u64,
}

impl Heaping {
    /// Counts clock times, given as whole seconds since local midnight.
    pub fn count(clock_s: impl IntoIterator<Item = i64>) -> Self {
        let mut out = Self::default();
        for at in clock_s {
            let at = at.rem_euclid(DAY_S);
            out.stated += 1;
            out.on_hour += u64::from(at % HOUR_S == 0);
            out.on_half_hour += u64::from(at % HOUR_S == HOUR_S / 2);
            out.on_noon += u64::from(at == DAY_S / 2);
            out.on_midnight += u64::from(at == 0);
        }
        out
    }

    /// The share on 12:00:00; absent where nothing was stated.
    pub fn noon_share(self) -> Option<f64> {
        (self.stated > 0).then(|| float(self.on_noon) / float(self.stated))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_round_marks() {
        let got = Heaping::count([0, 43_200, 43_200, 43_201, 45_000, 46_800]);
        let want = Heaping { stated: 6, on_hour: 4, on_half_hour: 1, on_noon: 2, on_midnight: 1 };
        assert_eq!(got, want);
        assert_eq!(Heaping::default().noon_share(), None);
    }
}
