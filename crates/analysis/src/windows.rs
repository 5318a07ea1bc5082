//! Windows of time: sets of instants as sorted spans, to be joined, intersected and cut.
//!
//! A span is half-open: it holds its first microsecond and not its last bound. Coverage comes as
//! first and last instant *held*; [`Span::holding`] makes the one from the other.

use serde::Serialize;

/// A span of UTC microseconds, `from_us` included, `until_us` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First instant in it.
    pub from_us: i64,
    /// First instant after it.
    pub until_us: i64,
}

impl Span {
    /// The span from the first to the last instant, both included; saturates at the end of time.
    pub fn holding(first_us: i64, last_us: i64) -> Self {
        Self { from_us: first_us, until_us: last_us.saturating_add(1) }
    }

    /// Whether it holds no instant.
    pub fn is_empty(self) -> bool {
        self.until_us <= self.from_us
    }

    /// Its length in microseconds; 0 for an empty one.
    pub fn measure_us(self) -> i64 {
        if self.is_empty() { 0 } else { self.until_us.saturating_sub(self.from_us) }
    }
}

/// The span from the first bound of any to the last; empty ones do not count. `None` where there is
/// none.
pub fn hull(spans: impl IntoIterator<Item = Span>) -> Option<Span> {
    spans.into_iter().filter(|span| !span.is_empty()).reduce(|one, other| Span {
        from_us: one.from_us.min(other.from_us),
        until_us: one.until_us.max(other.until_us),
    })
}

/// A set of instants: spans in ascending order that neither overlap nor touch, none empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Windows {
    spans: Vec<Span>,
}

impl FromIterator<Span> for Windows {
    /// Joins spans given in any order.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        sorted.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if span.from_us <= last.until_us => {
                    last.until_us = last.until_us.max(span.until_us);
                }
                _ => joined.push(span),
            }
        }
        Self { spans: joined }
    }
}

impl From<Span> for Windows {
    fn from(span: Span) -> Self {
        std::iter::once(span).collect()
    }
}

impl Windows {
    /// The spans, in ascending order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether no instant is in it.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// First and last bound as one span; `None` where it is empty.
    pub fn hull(&self) -> Option<Span> {
        let (first, last) = (self.spans.first()?, self.spans.last()?);
        Some(Span { from_us: first.from_us, until_us: last.until_us })
    }

    /// Microseconds in it, saturating.
    pub fn measure_us(&self) -> i64 {
        self.spans.iter().fold(0i64, |sum, span| sum.saturating_add(span.measure_us()))
    }

    /// Whether it holds the instant.
    pub fn contains(&self, at_us: i64) -> bool {
        let after = self.spans.partition_point(|span| span.from_us <= at_us);
        after
            .checked_sub(1)
            .and_then(|at| self.spans.get(at))
            .is_some_and(|span| at_us < span.until_us)
    }

    /// Whether it holds every instant from `first_us` to `last_us`, both included.
    pub fn holds(&self, first_us: i64, last_us: i64) -> bool {
        let after = self.spans.partition_point(|span| span.from_us <= first_us);
        after
            .checked_sub(1)
            .and_then(|at| self.spans.get(at))
            .is_some_and(|span| last_us < span.until_us)
    }

    /// Instants in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.spans.iter().chain(&other.spans).copied().collect()
    }

    /// Instants in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let (mut left, mut right) = (self.spans.iter().peekable(), other.spans.iter().peekable());
        while let (Some(&&a), Some(&&b)) = (left.peek(), right.peek()) {
            let span =
                Span { from_us: a.from_us.max(b.from_us), until_us: a.until_us.min(b.until_us) };
            if !span.is_empty() {
                both.push(span);
            }
            if a.until_us <= b.until_us {
                left.next();
            } else {
                right.next();
            }
        }
        Self { spans: both }
    }

    /// Instants in this and not in the other.
    #[must_use]
    pub fn subtraction(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        for span in &self.spans {
            let mut from_us = span.from_us;
            let first = other.spans.partition_point(|cut| cut.until_us <= span.from_us);
            for cut in other.spans.iter().skip(first) {
                if cut.from_us >= span.until_us {
                    break;
                }
                if cut.from_us > from_us {
                    rest.push(Span { from_us, until_us: cut.from_us });
                }
                from_us = from_us.max(cut.until_us);
            }
            if from_us < span.until_us {
                rest.push(Span { from_us, until_us: span.until_us });
            }
        }
        Self { spans: rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn windows(spans: &[(i64, i64)]) -> Windows {
        spans.iter().map(|&(from_us, until_us)| Span { from_us, until_us }).collect()
    }

    #[test]
    fn joins_what_touches_and_drops_what_is_empty() {
        assert_eq!(windows(&[(5, 7), (0, 3), (3, 5), (9, 9), (11, 10)]), windows(&[(0, 7)]));
    }

    #[test]
    fn a_coverage_minus_its_gap_leaves_two_windows() {
        let left = windows(&[(0, 10)]).subtraction(&windows(&[(4, 6)]));
        assert_eq!(left, windows(&[(0, 4), (6, 10)]));
        assert_eq!(left.measure_us(), 8);
        assert_eq!(left.hull(), Some(Span { from_us: 0, until_us: 10 }));
        assert!(left.holds(0, 3) && !left.holds(3, 6));
    }

    fn any_windows() -> impl Strategy<Value = Windows> {
        prop::collection::vec((0i64..40, 0i64..12), 0..8).prop_map(|spans| {
            spans
                .into_iter()
                .map(|(from_us, length)| Span { from_us, until_us: from_us + length })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn set_operations_agree_with_membership(a in any_windows(), b in any_windows()) {
            let (either, both, rest) = (a.union(&b), a.intersection(&b), a.subtraction(&b));
            for at in -1..60 {
                let (in_a, in_b) = (a.contains(at), b.contains(at));
                prop_assert_eq!(either.contains(at), in_a || in_b);
                prop_assert_eq!(both.contains(at), in_a && in_b);
                prop_assert_eq!(rest.contains(at), in_a && !in_b);
            }
            prop_assert_eq!(both.measure_us() + rest.measure_us(), a.measure_us());
            for set in [&either, &both, &rest] {
                prop_assert!(set.spans().windows(2).all(|w| w[0].until_us < w[1].from_us));
                prop_assert!(set.spans().iter().all(|span| !span.is_empty()));
            }
        }
    }
}
