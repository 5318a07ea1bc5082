//! Many tests at once: which p-values stand when all of them are counted.
//!
//! Sources: Benjamini & Hochberg, JRSS-B 57, 1995; Benjamini & Yekutieli, Annals of Statistics 29,
//! 2001, for tests that share a series and so depend on each other in an unknown way.

use super::binomial::float;

/// Which rule controls the expected share of false findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Independent or positively dependent tests.
    BenjaminiHochberg,
    /// Tests under any dependence.
    BenjaminiYekutieli,
}

/// The adjusted p-value of each test, in the order given: the least q at which the test is
/// rejected. A test is rejected at q where its adjusted value is at most q.
pub fn adjusted(p: &[f64], rule: Rule) -> Vec<f64> {
    let m = p.len() as u64;
    let factor = match rule {
        Rule::BenjaminiHochberg => 1.0,
        Rule::BenjaminiYekutieli => (1..=m).map(|rank| 1.0 / float(rank)).sum(),
    };
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    order.sort_by(|x, y| y.1.total_cmp(&x.1));
    let mut out = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for ((at, value), rank) in order.into_iter().zip((1..=m).rev()) {
        least = least.min(value * factor * float(m) / float(rank));
        if let Some(slot) = out.get_mut(at) {
            *slot = least;
        }
    }
    out
}

/// Which tests are rejected at `q`.
pub fn rejected(p: &[f64], q: f64, rule: Rule) -> Vec<bool> {
    /// Products of the same numbers in another order differ in their last digits.
    const ROUNDING: f64 = 1e-12;
    adjusted(p, rule).into_iter().map(|value| value <= q * (1.0 + ROUNDING)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Benjamini & Hochberg 1995, section 3.2: 15 tests, 4 rejected at 0.05.
    #[test]
    fn equals_the_published_example() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let count = |rule| rejected(&p, 0.05, rule).into_iter().filter(|yes| *yes).count();
        assert_eq!(count(Rule::BenjaminiHochberg), 4);
        assert_eq!(count(Rule::BenjaminiYekutieli), 3);
        let got = adjusted(&p, Rule::BenjaminiHochberg);
        assert!((got[3] - 0.035_625).abs() < 1e-12);
        assert!((got[6] - 0.063_857_142_857).abs() < 1e-9);
    }

    #[test]
    fn order_does_not_matter() {
        let p = [0.04, 0.001, 0.9, 0.02];
        let reversed: Vec<f64> = p.iter().rev().copied().collect();
        let mut back = adjusted(&reversed, Rule::BenjaminiHochberg);
        back.reverse();
        assert_eq!(adjusted(&p, Rule::BenjaminiHochberg), back);
    }
}
