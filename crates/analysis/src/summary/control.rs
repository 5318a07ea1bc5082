//! Disclosure control of a table of counts with its margins.
//!
//! Source: Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4; audit of the
//! bounds by flows as in Castro, J. Official Statistics 28, 2012.
//!
//! 1. **Recoding:** a row of fewer than k is gathered with the others; a column of fewer than k joins
//!    its neighbour. So every margin is k or more, and margins are always printed.
//! 2. **Primary suppression:** a count from 1 to k − 1 is not printed. A zero is: it is nobody.
//! 3. **Complementary suppression:** whoever knows the margins, the other counts and these rules must
//!    be left with k possible values or more for every count that is not printed; as long as one has
//!    fewer, the least count beside it goes, too. The bounds are exact (flows through the table).
//! 4. Where that does not suffice, no inner count is printed, zeros included; with every margin at k
//!    or more each is then free by k.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::OTHER;

/// A count of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Printed.
    Count(u64),
    /// Not printed.
    Withheld,
}

/// A table that may be printed: provinces by age band, with margins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Names of the rows; the gathered one is last.
    pub rows: Vec<String>,
    /// Names of the columns; each may hold several bands.
    pub columns: Vec<Vec<String>>,
    /// Counts, row by row.
    pub cells: Vec<Vec<Cell>>,
    /// Sum of each row.
    pub row_sums: Vec<u64>,
    /// Sum of each column.
    pub column_sums: Vec<u64>,
}

/// A row with its name and counts.
type Row = (String, Vec<u64>);

impl Table {
    /// The table of these counts by province and band; bands beyond the names are "not stated".
    pub(super) fn of(
        counts: &BTreeMap<String, BTreeMap<usize, u64>>,
        bands: &[String],
        k: u64,
    ) -> Self {
        let width = bands.len() + 1;
        let full = counts.iter().map(|(name, row)| {
            let of = |band| row.get(&band).copied().unwrap_or(0);
            (name.clone(), (0..width).map(of).collect::<Vec<u64>>())
        });
        let rows = gathered(full.collect(), k);
        let names = bands.iter().cloned().chain([OTHER.to_owned()]).map(|name| vec![name]);
        let (columns, rows) = joined(names.collect(), rows, k);
        let values: Vec<Vec<u64>> = rows.iter().map(|(_, row)| row.clone()).collect();
        let column_sums = (0..columns.len())
            .map(|at| values.iter().filter_map(|row| row.get(at)).sum())
            .collect();
        Self {
            rows: rows.into_iter().map(|(name, _)| name).collect(),
            columns,
            row_sums: values.iter().map(|row| row.iter().sum()).collect(),
            column_sums,
            cells: controlled(&values, k),
        }
    }
}

/// Rows of fewer than k in one; if that is still small, the least of the others joins it.
fn gathered(rows: Vec<Row>, k: u64) -> Vec<Row> {
    let sum = |row: &Row| row.1.iter().sum::<u64>();
    let (mut kept, small): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.0 != OTHER && sum(row) >= k);
    let mut rest: Option<Row> = None;
    let add = |row: Row, rest: &mut Option<Row>| match rest {
        None => *rest = Some((OTHER.to_owned(), row.1)),
        Some((_, sums)) => sums.iter_mut().zip(&row.1).for_each(|(sum, more)| *sum += more),
    };
    for row in small {
        add(row, &mut rest);
    }
    while rest.as_ref().is_some_and(|row| sum(row) < k) && !kept.is_empty() {
        let least = kept.iter().enumerate().min_by_key(|(_, row)| sum(row)).map(|(at, _)| at);
        if let Some(at) = least {
            add(kept.remove(at), &mut rest);
        }
    }
    kept.into_iter().chain(rest).filter(|row| sum(row) > 0).collect()
}

/// Columns of fewer than k joined with the next one, the last with the one before; empty ones go.
fn joined(names: Vec<Vec<String>>, rows: Vec<Row>, k: u64) -> (Vec<Vec<String>>, Vec<Row>) {
    let total = |at: usize| rows.iter().filter_map(|(_, row)| row.get(at)).sum::<u64>();
    let mut groups: Vec<(Vec<String>, Vec<usize>, u64)> = Vec::new();
    for (at, name) in names.into_iter().enumerate().filter(|(at, _)| total(*at) > 0) {
        match groups.last_mut().filter(|group| group.2 < k) {
            Some(group) => {
                group.0.extend(name);
                group.1.push(at);
                group.2 += total(at);
            }
            None => groups.push((name, vec![at], total(at))),
        }
    }
    if groups.len() > 1 && groups.last().is_some_and(|group| group.2 < k) {
        let last = groups.pop();
        if let (Some(last), Some(group)) = (last, groups.last_mut()) {
            group.0.extend(last.0);
            group.1.extend(last.1);
        }
    }
    let rows = rows.into_iter().map(|(name, row)| {
        let sum = |places: &Vec<usize>| places.iter().filter_map(|at| row.get(*at)).sum();
        (name, groups.iter().map(|(_, places, _)| sum(places)).collect::<Vec<u64>>())
    });
    let rows = rows.collect();
    (groups.into_iter().map(|(names, ..)| names).collect(), rows)
}

/// The cells that may be printed.
fn controlled(values: &[Vec<u64>], k: u64) -> Vec<Vec<Cell>> {
    let columns = values.first().map_or(0, Vec::len);
    let small = |value: &u64| (1..k).contains(value);
    let mut hidden: Vec<Vec<bool>> =
        values.iter().map(|row| row.iter().map(small).collect()).collect();
    // One row or one column is its own margin: there is no inner count to print.
    let alone = values.len() < 2 || columns < 2;
    while let Some((row, column)) = (!alone).then(|| tight(values, &hidden, k)).flatten() {
        match beside(values, &hidden, (row, column)) {
            Some(at) => set(&mut hidden, at),
            None => return vec![vec![Cell::Withheld; columns]; values.len()],
        }
    }
    let cell = |value: &u64, hidden: &bool| {
        if alone || *hidden { Cell::Withheld } else { Cell::Count(*value) }
    };
    let rows = values.iter().zip(&hidden);
    rows.map(|(row, hidden)| row.iter().zip(hidden).map(|(v, h)| cell(v, h)).collect()).collect()
}

fn set(hidden: &mut [Vec<bool>], (row, column): (usize, usize)) {
    if let Some(slot) = hidden.get_mut(row).and_then(|row| row.get_mut(column)) {
        *slot = true;
    }
}

fn at<T: Copy + Default>(values: &[Vec<T>], row: usize, column: usize) -> T {
    values.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
}

/// Every place of a table.
fn places<T>(values: &[Vec<T>]) -> impl Iterator<Item = (usize, usize)> {
    let rows = values.iter().enumerate();
    rows.flat_map(|(row, cells)| (0..cells.len()).map(move |column| (row, column)))
}

/// The first count that is not printed and has fewer than k possible values.
fn tight(values: &[Vec<u64>], hidden: &[Vec<bool>], k: u64) -> Option<(usize, usize)> {
    let withheld = places(values).filter(|(row, column)| at(hidden, *row, *column));
    withheld.into_iter().find(|place| freedom(values, hidden, *place) + 1 < k)
}

/// The least printed count in the row or column of a place, zeros left alone; anywhere if there is
/// none there.
fn beside(
    values: &[Vec<u64>],
    hidden: &[Vec<bool>],
    (row, column): (usize, usize),
) -> Option<(usize, usize)> {
    let open = places(values).filter(|(r, c)| !at(hidden, *r, *c) && at(values, *r, *c) > 0);
    open.min_by_key(|(r, c)| (*r != row && *c != column, at(values, *r, *c), *r, *c))
}

/// How far a withheld count can move, up and down together, with the margins, the printed counts and
/// the rule that a withheld count is at least 1: by how much flows around it can change it.
fn freedom(values: &[Vec<u64>], hidden: &[Vec<bool>], place: (usize, usize)) -> u64 {
    let up = flow(values, hidden, place, Way::Up);
    let down = flow(values, hidden, place, Way::Down);
    up + down.min(at(values, place.0, place.1).saturating_sub(1))
}

/// Whether a count is pushed up, its neighbours taking from others, or down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// The largest flow from the column of a place to its row over the other withheld counts (up), or
/// the other way round (down): a step from a column to a row takes from a count, one from a row to a
/// column adds to it.
fn flow(values: &[Vec<u64>], hidden: &[Vec<bool>], place: (usize, usize), way: Way) -> u64 {
    let (rows, columns) = (values.len(), values.first().map_or(0, Vec::len));
    let limit: u64 = values.iter().flatten().sum();
    let mut now: Vec<Vec<u64>> = values.to_vec();
    let usable = |row: usize, column: usize| (row, column) != place && at(hidden, row, column);
    let (start, end) = match way {
        Way::Up => (rows + place.1, place.0),
        Way::Down => (place.0, rows + place.1),
    };
    let mut pushed = 0;
    while pushed < limit {
        let mut from: Vec<Option<usize>> = vec![None; rows + columns];
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            let next: Vec<usize> = if node < rows {
                (0..columns).filter(|c| usable(node, *c)).map(|c| rows + c).collect()
            } else {
                let column = node - rows;
                let gives = |row: &usize| usable(*row, column) && at(&now, *row, column) > 1;
                (0..rows).filter(gives).collect()
            };
            for other in next {
                if let Some(slot) = from.get_mut(other)
                    && slot.is_none()
                    && other != start
                {
                    *slot = Some(node);
                    open.push_back(other);
                }
            }
        }
        let mut node = end;
        while let Some(before) = from.get(node).copied().flatten() {
            let (row, column, adds) = if before < rows {
                (before, node - rows, true)
            } else {
                (node, before - rows, false)
            };
            if let Some(cell) = now.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell = if adds { *cell + 1 } else { *cell - 1 };
            }
            node = before;
        }
        if node != start || node == end {
            break;
        }
        pushed += 1;
    }
    pushed
}
