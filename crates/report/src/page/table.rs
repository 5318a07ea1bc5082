//! Tables: a caption, headed columns, a headed first cell in every row.

use crate::html::{Element, Node, el};

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Align {
    Text,
    Number,
}

/// A table under construction.
pub(crate) struct Table {
    caption: String,
    columns: Vec<(String, Align)>,
    rows: Vec<(Option<String>, Vec<Node>)>,
    dense: bool,
}

impl Table {
    /// A table with this caption.
    pub(crate) fn new(caption: String) -> Self {
        Self { caption, columns: Vec::new(), rows: Vec::new(), dense: false }
    }

    /// Sets small type, for many columns.
    pub(crate) fn dense(mut self) -> Self {
        self.dense = true;
        self
    }

    /// Adds a column of text.
    pub(crate) fn text(mut self, head: String) -> Self {
        self.columns.push((head, Align::Text));
        self
    }

    /// Adds a column of numbers.
    pub(crate) fn number(mut self, head: String) -> Self {
        self.columns.push((head, Align::Number));
        self
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<Node>) {
        self.rows.push((None, cells));
    }

    /// Adds a row with an anchor.
    pub(crate) fn anchored(&mut self, anchor: String, cells: Vec<Node>) {
        self.rows.push((Some(anchor), cells));
    }

    /// The finished table in a region that scrolls where it is wider than the page.
    pub(crate) fn finish(self) -> Element {
        // Where every column but the first holds numbers, the table says so once.
        let all_numbers = self.columns.iter().skip(1).all(|(_, align)| *align == Align::Number);
        let is_marked = |align: Align| align == Align::Number && !all_numbers;
        let head = self.columns.iter().map(|(head, align)| {
            let cell = el("th").attr("scope", "col").with(head.as_str());
            if is_marked(*align) { cell.class("number") } else { cell }
        });
        let columns = &self.columns;
        let body = self.rows.into_iter().map(|(anchor, cells)| {
            let row = match anchor {
                Some(anchor) => el("tr").id(anchor),
                None => el("tr"),
            };
            row.each(cells.into_iter().enumerate().map(|(place, node)| {
                let cell =
                    if place == 0 { el("th").attr("scope", "row") } else { el("td") }.with(node);
                let is_number = columns.get(place).is_some_and(|(_, align)| is_marked(*align));
                if is_number { cell.class("number") } else { cell }
            }))
        });
        let caption = el("caption").with(self.caption.as_str());
        let head = el("thead").with(el("tr").each(head));
        let table = el("table").class(match (self.dense, all_numbers) {
            (true, true) => "dense numbers",
            (true, false) => "dense",
            (false, true) => "plain numbers",
            (false, false) => "plain",
        });
        let table = table.with(caption).with(head).with(el("tbody").each(body));
        // Focus lets a keyboard scroll it; the name says what is scrolled.
        el("div")
            .class("table")
            .attr("role", "region")
            .attr("tabindex", "0")
            .attr("aria-label", self.caption)
            .with(table)
    }
}

/// A list of names and values.
pub(crate) fn pairs(rows: impl IntoIterator<Item = (String, Node)>) -> Element {
    el("dl").each(
        rows.into_iter()
            .map(|(name, value)| el("div").with(el("dt").with(name)).with(el("dd").with(value))),
    )
}
