//! The few shapes a figure is drawn with; sizes in CSS pixels, colours by class.

use crate::html::{Element, el};

/// Width of every figure: fills a page of A4 between its margins.
pub(super) const WIDTH: f64 = 720.0;

/// A whole number to draw with: exact up to 2^53, and a picture needs far less.
#[expect(clippy::cast_precision_loss, reason = "a length of a picture, never a value that is said")]
pub(super) fn real(number: impl TryInto<i64>) -> f64 {
    number.try_into().unwrap_or(i64::MAX) as f64
}

/// How a text stands to its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// The picture.
pub(super) fn picture(height: f64) -> Element {
    el("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("viewBox", format!("0 0 {} {}", px(WIDTH), px(height)))
        .attr("width", px(WIDTH))
        .attr("height", px(height))
}

/// A length with one decimal, without idle zeros.
pub(super) fn px(length: f64) -> String {
    let text = format!("{length:.1}");
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A rectangle.
pub(super) fn rect(
    class: &'static str,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
) -> Element {
    el("rect")
        .class(class)
        .attr("x", px(x))
        .attr("y", px(y))
        .attr("width", px(width.max(0.0)))
        .attr("height", px(height.max(0.0)))
}

/// A straight line.
pub(super) fn line(class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Element {
    el("line")
        .class(class)
        .attr("x1", px(x1))
        .attr("y1", px(y1))
        .attr("x2", px(x2))
        .attr("y2", px(y2))
}

/// A text at a point of its base line.
pub(super) fn text(
    class: &'static str,
    (x, y): (f64, f64),
    anchor: Anchor,
    words: impl Into<String>,
) -> Element {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    el("text")
        .class(class)
        .attr("x", px(x))
        .attr("y", px(y))
        .attr("text-anchor", anchor)
        .with(words.into())
}

/// A path from its commands.
pub(super) fn path(class: &'static str, commands: String) -> Element {
    el("path").class(class).attr("d", commands)
}

/// The commands of a line through these points.
pub(super) fn through(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut commands = String::new();
    for (x, y) in points {
        commands.push(if commands.is_empty() { 'M' } else { 'L' });
        commands.push_str(&px(x));
        commands.push(' ');
        commands.push_str(&px(y));
    }
    commands
}

/// A small circle.
pub(super) fn dot(class: &'static str, (x, y): (f64, f64), radius: f64) -> Element {
    el("circle").class(class).attr("cx", px(x)).attr("cy", px(y)).attr("r", px(radius))
}
