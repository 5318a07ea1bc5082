//! A case page as text: its tables, and its blocks of what the house says.

use std::collections::BTreeMap;

/// The heading after which tables change the case.
const VARIATION: &str = "## What would have made it different";

/// A table: the first word of its header says of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) kind: String,
    pub(super) rows: Vec<Row>,
}

/// A row: what it is called, and its other cells by header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// A cell that the row must have.
    pub(super) fn cell(&self, header: &str) -> &str {
        self.stated(header).unwrap_or_else(|| panic!("{}: no cell `{header}`", self.name))
    }

    /// A cell; `None` where the column is absent or the cell is empty.
    pub(super) fn stated(&self, header: &str) -> Option<&str> {
        self.cells.get(header).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// Whether the row is struck out: a dash in every other cell.
    pub(super) fn is_struck(&self) -> bool {
        self.cells.values().all(|cell| cell == "–")
    }
}

/// A case page.
pub(super) struct Page {
    lines: Vec<String>,
    /// The case.
    pub(super) tables: Vec<Table>,
    /// What the variation changes in it.
    pub(super) changes: Vec<Table>,
}

impl Page {
    /// Reads a page; a fault in it stops the test with its name.
    pub(super) fn read(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let turn = lines.iter().position(|line| line == VARIATION);
        let turn = turn.unwrap_or_else(|| panic!("no heading `{VARIATION}`"));
        let (case, variation) = lines.split_at(turn);
        let (tables, changes) = (tables(case), tables(variation));
        assert!(!changes.is_empty(), "the variation changes nothing");
        Self { lines, tables, changes }
    }

    /// The page with these texts in its blocks; a block that is missing, or one too many, stops
    /// the test.
    pub(super) fn with_blocks(&self, texts: &BTreeMap<&str, String>) -> String {
        let mut page = String::new();
        let mut inside = false;
        let mut filled = 0;
        for line in &self.lines {
            inside &= line != "<!-- end -->";
            if !inside {
                page.push_str(line);
                page.push('\n');
            }
            if let Some(name) = block(line) {
                assert!(!inside, "the block before `{name}` has no end");
                let text = texts.get(name).unwrap_or_else(|| panic!("no block is named `{name}`"));
                page.push_str(text);
                inside = true;
                filled += 1;
            }
        }
        assert!(!inside && filled == texts.len(), "blocks: {:?}, each once", texts.keys());
        page
    }
}

fn block(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- shown: ")?.strip_suffix(" -->")
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect())
}

fn tables(lines: &[String]) -> Vec<Table> {
    lines.split(|line| cells(line).is_none()).filter_map(table).collect()
}

fn table(lines: &[String]) -> Option<Table> {
    let [header, _rule, rows @ ..] = lines else { return None };
    let headers = cells(header)?;
    let row = |line: &String| {
        let cells = cells(line)?;
        assert_eq!(cells.len(), headers.len(), "{line}");
        let name = cells[0].clone();
        Some(Row { name, cells: headers.iter().cloned().zip(cells).skip(1).collect() })
    };
    Some(Table { kind: headers[0].clone(), rows: rows.iter().filter_map(row).collect() })
}
