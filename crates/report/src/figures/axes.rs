//! Axes: a frame that places numbers, with ticks at round values and the units beside.

use super::svg::{Anchor, line, px, text};
use crate::Lang;
use crate::html::{Element, el};
use crate::values;

/// Ticks on an axis, about.
const TICKS: f64 = 6.0;

/// A range of numbers shown on an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Range {
    /// The range of these numbers, never empty; `None` where there are none.
    pub(super) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let range = finite.fold(None, |range: Option<Self>, value| {
            let Self { from, to } = range.unwrap_or(Self { from: value, to: value });
            Some(Self { from: from.min(value), to: to.max(value) })
        })?;
        let width = range.to - range.from;
        Some(if width > 0.0 { range } else { Self { from: range.from - 0.5, to: range.to + 0.5 } })
    }

    /// The distance between round ticks: 1, 2 or 5 times a power of ten.
    fn step(self) -> f64 {
        let rough = (self.to - self.from) / TICKS;
        let power = 10f64.powf(rough.log10().floor());
        let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= rough);
        factor.unwrap_or(10.0) * power
    }

    /// Round values inside the range, and the decimals they need.
    fn ticks(self) -> (Vec<f64>, u8) {
        let step = self.step();
        let decimals = (0..=9u8).find(|d| {
            let scaled = step * 10f64.powi(i32::from(*d));
            (scaled - scaled.round()).abs() < 1e-9 * scaled.abs().max(1.0)
        });
        let first = (self.from / step).ceil();
        let count = ((self.to / step).floor() - first).clamp(0.0, 50.0);
        let ticks = (0..=50u8)
            .map(f64::from)
            .take_while(|place| *place <= count)
            .map(|place| (first + place) * step)
            .collect();
        (ticks, decimals.unwrap_or(0))
    }

    /// Widened to the next ticks on both sides.
    pub(super) fn rounded(self) -> Self {
        let step = self.step();
        Self { from: (self.from / step).floor() * step, to: (self.to / step).ceil() * step }
    }
}

/// The frame of a figure with two axes.
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) x: Range,
    pub(super) y: Range,
}

impl Frame {
    /// Where a value stands from left to right.
    pub(super) fn at_x(&self, value: f64) -> f64 {
        self.left + self.width * (value - self.x.from) / (self.x.to - self.x.from)
    }

    /// Where a value stands from top to bottom.
    pub(super) fn at_y(&self, value: f64) -> f64 {
        self.bottom() - self.height * (value - self.y.from) / (self.y.to - self.y.from)
    }

    /// The lower edge.
    pub(super) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Grid, ticks, numbers, and the names of both axes with their units.
    pub(super) fn draw(&self, lang: Lang, x_name: &str, y_name: &str) -> Element {
        let mut group = el("g");
        let right = self.left + self.width;
        let (ticks, decimals) = self.y.ticks();
        for tick in ticks {
            let y = self.at_y(tick);
            let number = values::decimal(tick, decimals, lang).unwrap_or_default();
            group = group.with(line("grid", (self.left, y), (right, y))).with(text(
                "tick",
                (self.left - 7.0, y + 4.0),
                Anchor::End,
                number,
            ));
        }
        let (ticks, decimals) = self.x.ticks();
        for tick in ticks {
            let x = self.at_x(tick);
            let number = values::decimal(tick, decimals, lang).unwrap_or_default();
            group = group
                .with(line("axis", (x, self.bottom()), (x, self.bottom() + 5.0)))
                .with(text("tick", (x, self.bottom() + 18.0), Anchor::Middle, number));
        }
        let (x_at, y_at) = (self.left + self.width / 2.0, self.top + self.height / 2.0);
        let turned = text("name", (0.0, 0.0), Anchor::Middle, y_name).attr(
            "transform",
            format!("translate({} {}) rotate(-90)", px(self.left - 48.0), px(y_at)),
        );
        group
            .with(line("axis", (self.left, self.bottom()), (right, self.bottom())))
            .with(line("axis", (self.left, self.top), (self.left, self.bottom())))
            .with(text("name", (x_at, self.bottom() + 38.0), Anchor::Middle, x_name))
            .with(turned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_stand_at_round_values() {
        assert_eq!(
            Range { from: -24.0, to: 24.0 }.ticks(),
            (vec![-20.0, -10.0, 0.0, 10.0, 20.0], 0)
        );
        let (ticks, decimals) = Range { from: 0.0, to: 1.0 }.ticks();
        assert_eq!((ticks.len(), decimals), (6, 1));
        assert_eq!(Range::of([3.0]), Some(Range { from: 2.5, to: 3.5 }));
        assert_eq!(Range::of([f64::NAN]), None);
    }
}
