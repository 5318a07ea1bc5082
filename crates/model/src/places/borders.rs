//! The borders of the packaged map, and which region lies where.
//!
//! - **The map:** lines, each with the region at its left and at its right (`BORDERS.md`); their pieces
//!   are straight in degrees, as those of the source are (RFC 7946, 3.1.1), so that a border along a
//!   parallel stays on it.
//! - **In which region:** the piece that crosses the parallel of the position next to its west says it,
//!   by its east side (a ray to the west: M. Shimrat, Algorithm 112, Communications of the ACM 5, 1962,
//!   for a map of many regions at once). The map is cut at 180 degrees, where every land has an edge, so
//!   that a ray ends there.
//! - **How far is a border:** the nearest place on each near piece, in degrees of latitude and of
//!   longitude made as long as those of the position, then along the great circle.
//! - **Quick** by cells of half a degree, each with the pieces that pass it; a cell without any lies in
//!   one region, which is known beforehand.

use super::Spot;
use super::sphere::{METRES_AN_E7, distance_m, radians, whole};

/// The number of a region; [`SEA`] is none.
pub(super) type Region = u16;

/// The region of all that is no land.
pub(super) const SEA: Region = 0;

/// Ten-millionths of a degree in a step of the packaged file.
const E7_A_STEP: i64 = 10_000;

/// The length of a cell's side in ten-millionths of a degree.
const CELL_E7: i64 = 5_000_000;

const COLUMNS: i64 = 720;
const ROWS: i64 = 360;

const HALF_TURN_E7: i64 = 1_800_000_000;
const TURN_E7: i64 = 2 * HALF_TURN_E7;
const POLE_E7: i64 = 900_000_000;

/// A piece of a line between two regions, from its southern end to its northern.
#[derive(Debug, Clone, Copy)]
struct Piece {
    south: [i32; 2],
    north: [i32; 2],
    west_side: Region,
    east_side: Region,
}

/// The map.
#[derive(Debug, Default)]
pub(super) struct Borders {
    /// What each region is called: codes of countries parted by `/`.
    names: Vec<&'static str>,
    pieces: Vec<Piece>,
    /// Places that are on no land of the map and far off its lines: on islands that it lacks.
    islets: Vec<(Spot, Region)>,
    /// For each cell where its pieces begin in `in_cells`; one more ends the last.
    begins: Vec<u32>,
    /// Numbers of pieces, cell by cell.
    in_cells: Vec<u32>,
    /// The region of each cell without pieces.
    plain: Vec<Option<Region>>,
}

impl Borders {
    /// The map in `bytes`; where they are broken, as much of it as can be read.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        let mut borders = Self::default();
        let mut packed = Packed(bytes);
        // Ours and whole, which a test holds.
        let _ = borders.read(&mut packed);
        borders.lay_out();
        borders
    }

    fn read(&mut self, packed: &mut Packed) -> Option<()> {
        for _ in 0..packed.number()? {
            self.names.push(packed.text()?);
        }
        let (mut x, mut y) = (0i64, 0i64);
        for _ in 0..packed.number()? {
            let left = Region::try_from(packed.number()?).ok()?;
            let right = Region::try_from(packed.number()?).ok()?;
            let mut before = None;
            for _ in 0..packed.number()? {
                x = x.checked_add(packed.signed()?)?;
                y = y.checked_add(packed.signed()?)?;
                let point = [e7(x)?, e7(y)?];
                if let Some(from) = before.replace(point) {
                    self.pieces.push(piece(from, point, left, right));
                }
            }
        }
        for _ in 0..packed.number()? {
            let region = Region::try_from(packed.number()?).ok()?;
            let [longitude_e7, latitude_e7] = [packed.signed()?, packed.signed()?].map(e7);
            let spot =
                Spot { longitude_e7: longitude_e7?.into(), latitude_e7: latitude_e7?.into() };
            self.islets.push((spot, region));
        }
        Some(())
    }

    /// Places on islands that the map lacks, and whose they are.
    pub(super) fn islets(&self) -> &[(Spot, Region)] {
        &self.islets
    }

    /// Notes in every cell the pieces that pass it.
    fn lay_out(&mut self) {
        let cells = cell_of(ROWS, 0);
        let mut counts = vec![0u32; cells + 1];
        for piece in &self.pieces {
            each_cell(piece, |cell| {
                if let Some(count) = counts.get_mut(cell + 1) {
                    *count += 1;
                }
            });
        }
        let mut all = 0;
        for count in &mut counts {
            all += *count;
            *count = all;
        }
        let mut next = counts.clone();
        let mut in_cells = vec![0u32; usize::try_from(all).unwrap_or(0)];
        for (number, piece) in (0u32..).zip(&self.pieces) {
            each_cell(piece, |cell| {
                let Some(at) = next.get_mut(cell) else { return };
                if let Some(slot) = usize::try_from(*at).ok().and_then(|at| in_cells.get_mut(at)) {
                    *slot = number;
                    *at += 1;
                }
            });
        }
        (self.begins, self.in_cells) = (counts, in_cells);
        self.plain = vec![None; cells];
        // From the west on, so that a ray ends in the next plain cell.
        let all = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
        for (cell, (row, column)) in all.enumerate() {
            if self.pieces_in(cell).next().is_none() {
                let region = self.region_by_ray(
                    column * CELL_E7 + CELL_E7 / 2 - HALF_TURN_E7,
                    row * CELL_E7 + CELL_E7 / 2 - POLE_E7,
                );
                if let Some(plain) = self.plain.get_mut(cell) {
                    *plain = Some(region);
                }
            }
        }
    }

    fn pieces_in(&self, cell: usize) -> impl Iterator<Item = &Piece> {
        let at = |index: usize| self.begins.get(index).map_or(0, |at| *at as usize);
        let numbers = self.in_cells.get(at(cell)..at(cell + 1)).unwrap_or_default();
        numbers.iter().filter_map(|number| self.pieces.get(*number as usize))
    }

    /// The codes of a region; none of the sea.
    pub(super) fn name(&self, region: Region) -> &'static str {
        self.names.get(usize::from(region)).copied().unwrap_or("")
    }

    /// The region in which a position lies by the lines of the map.
    pub(super) fn region(&self, spot: Spot) -> Region {
        self.region_by_ray(around(spot.longitude_e7), level(spot.latitude_e7))
    }

    fn region_by_ray(&self, x: i64, y: i64) -> Region {
        let (row, column) = (row_of(y), column_of(x));
        let x = x as f64;
        for column in (0..=column).rev() {
            let cell = cell_of(row, column);
            if let Some(Some(region)) = self.plain.get(cell) {
                return *region;
            }
            let west = (column * CELL_E7 - HALF_TURN_E7) as f64;
            let crossed = self
                .pieces_in(cell)
                .filter_map(|piece| Some((piece.crossed_at(y)?, piece.lean(), piece.east_side)))
                .filter(|(at, ..)| (west..=x).contains(at))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            if let Some((.., region)) = crossed {
                return region;
            }
        }
        SEA
    }

    /// Tells every line within so many metres: its distance, and the regions beside it.
    pub(super) fn each_near(
        &self,
        spot: Spot,
        within_m: f64,
        mut tell: impl FnMut(f64, [Region; 2]),
    ) {
        let (x, y) = (around(spot.longitude_e7), level(spot.latitude_e7));
        let high = whole(within_m / METRES_AN_E7) + 1;
        let narrow = radians((y.abs() + high).min(POLE_E7)).cos();
        let wide = whole(high as f64 / narrow.max(1e-9)).min(HALF_TURN_E7) + 1;
        let (first, last) = (row_of((y - high).max(-POLE_E7)), row_of((y + high).min(POLE_E7)));
        let west = (x - wide + HALF_TURN_E7).div_euclid(CELL_E7);
        let columns = ((x + wide + HALF_TURN_E7).div_euclid(CELL_E7) - west + 1).min(COLUMNS);
        for row in first..=last {
            for column in west..west + columns {
                for piece in self.pieces_in(cell_of(row, column.rem_euclid(COLUMNS))) {
                    if piece.is_seam() {
                        continue;
                    }
                    let metres = distance_m(spot, piece.nearest_to(x, y));
                    if metres <= within_m {
                        tell(metres, [piece.west_side, piece.east_side]);
                    }
                }
            }
        }
    }
}

/// Steps of the packaged file in ten-millionths of a degree.
fn e7(steps: i64) -> Option<i32> {
    i32::try_from(steps.checked_mul(E7_A_STEP)?).ok()
}

fn piece(from: [i32; 2], to: [i32; 2], left: Region, right: Region) -> Piece {
    let (south, north, west_side, east_side) =
        if from[1] <= to[1] { (from, to, left, right) } else { (to, from, right, left) };
    Piece { south, north, west_side, east_side }
}

impl Piece {
    /// Where on this parallel it crosses. Its northern end is not part of it, so that of two pieces that
    /// meet on the parallel one crosses, or both, or none.
    fn crossed_at(&self, y: i64) -> Option<f64> {
        let [[x0, y0], [x1, y1]] = [self.south, self.north].map(|point| point.map(i64::from));
        if !(y0..y1).contains(&y) {
            return None;
        }
        Some(x0 as f64 + (x1 - x0) as f64 * ((y - y0) as f64 / (y1 - y0) as f64))
    }

    /// How much it leans to the east: of two that rise from one place the more eastern is the nearer.
    fn lean(&self) -> f64 {
        let [[x0, y0], [x1, y1]] = [self.south, self.north].map(|point| point.map(f64::from));
        (x1 - x0) / (y1 - y0)
    }

    /// Whether it stands where the map was cut, and is no border.
    fn is_seam(&self) -> bool {
        let [[x0, y0], [x1, y1]] = [self.south, self.north].map(|point| point.map(i64::from));
        x0 == x1 && x0.abs() == HALF_TURN_E7 || y0 == y1 && y0 == -POLE_E7
    }

    /// The place on it that is nearest to a position.
    fn nearest_to(&self, x: i64, y: i64) -> Spot {
        let narrow = radians(y).cos();
        let from = |point: [i32; 2]| {
            let [px, py] = point.map(i64::from);
            let east = (px - x + HALF_TURN_E7).rem_euclid(TURN_E7) - HALF_TURN_E7;
            [east as f64 * narrow, (py - y) as f64]
        };
        let ([ax, ay], [bx, by]) = (from(self.south), from(self.north));
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        let along =
            if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        let on = |a: i32, b: i32| {
            let (a, b) = (f64::from(a), f64::from(b));
            whole(a + (b - a) * along)
        };
        Spot {
            longitude_e7: on(self.south[0], self.north[0]),
            latitude_e7: on(self.south[1], self.north[1]),
        }
    }
}

/// A longitude from -180 degrees on to below 180.
fn around(longitude_e7: i64) -> i64 {
    longitude_e7.wrapping_add(HALF_TURN_E7).rem_euclid(TURN_E7) - HALF_TURN_E7
}

/// A latitude on the globe.
fn level(latitude_e7: i64) -> i64 {
    latitude_e7.clamp(-POLE_E7, POLE_E7)
}

fn row_of(y: i64) -> i64 {
    ((y + POLE_E7) / CELL_E7).clamp(0, ROWS - 1)
}

fn column_of(x: i64) -> i64 {
    ((x + HALF_TURN_E7) / CELL_E7).clamp(0, COLUMNS - 1)
}

fn cell_of(row: i64, column: i64) -> usize {
    usize::try_from(row * COLUMNS + column).unwrap_or(0)
}

/// Tells every cell that a piece passes, and perhaps one beside it.
fn each_cell(piece: &Piece, mut tell: impl FnMut(usize)) {
    let [[x0, y0], [x1, y1]] = [piece.south, piece.north].map(|point| point.map(i64::from));
    for row in row_of(y0)..=row_of(y1) {
        let (low, high) = (row * CELL_E7 - POLE_E7, (row + 1) * CELL_E7 - POLE_E7);
        let at = |y: i64| {
            let part = if y1 > y0 { (y - y0) as f64 / (y1 - y0) as f64 } else { 0.0 };
            x0 + whole((x1 - x0) as f64 * part)
        };
        let ends = if y1 > y0 { [at(low.max(y0)), at(high.min(y1))] } else { [x0, x1] };
        let (west, east) = (ends[0].min(ends[1]) - 1, ends[0].max(ends[1]) + 1);
        for column in column_of(west)..=column_of(east) {
            tell(cell_of(row, column));
        }
    }
}

/// Reads the packaged file: numbers in LEB128, signed ones with the sign in the lowest bit.
struct Packed(&'static [u8]);

impl Packed {
    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        let half = i64::try_from(value >> 1).ok()?;
        Some(if value & 1 == 0 { half } else { -half - 1 })
    }

    fn text(&mut self) -> Option<&'static str> {
        let len = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::strategy::{Strategy, Union};

    use super::*;
    use crate::places::data;

    static MAP: LazyLock<Borders> = LazyLock::new(|| Borders::new(&data::BORDERS));

    impl Borders {
        /// The region by asking every piece.
        fn region_slowly(&self, x: i64, y: i64) -> Region {
            let crossed = self.pieces.iter().filter_map(|piece| {
                Some((piece.crossed_at(y)?, piece.lean(), piece.east_side))
                    .filter(|(at, ..)| *at <= x as f64)
            });
            let last = crossed.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            last.map_or(SEA, |(.., region)| region)
        }
    }

    #[test]
    fn the_packaged_map_is_read_to_its_end() {
        let mut packed = Packed(&data::BORDERS);
        let mut borders = Borders::default();
        assert!(borders.read(&mut packed).is_some() && packed.0.is_empty());
        assert!(borders.pieces.len() > 200_000 && borders.names.len() > 230);
        assert!(borders.islets.len() > 300 && borders.name(SEA).is_empty());
        for code in borders.names.iter().skip(1).flat_map(|name| name.split('/')) {
            assert!(crate::places::country(code).is_some(), "{code}");
        }
        assert!(borders.pieces.iter().all(|piece| piece.west_side != piece.east_side));
    }

    #[test]
    fn a_broken_map_is_the_sea() {
        for bytes in [&[][..], &[1], &[1, 0, 0xFF], &[0xFF; 20]] {
            let borders = Borders::new(bytes.to_vec().leak());
            assert_eq!(borders.region(Spot { latitude_e7: 0, longitude_e7: 0 }), SEA);
        }
    }

    /// Anywhere, and at the ends of pieces, where most can go wrong.
    fn anywhere() -> impl Strategy<Value = (i64, i64)> {
        let any = (-HALF_TURN_E7..HALF_TURN_E7, -POLE_E7..=POLE_E7);
        let ends = (0..MAP.pieces.len(), -2i64..=2, -2i64..=2).prop_map(|(number, dx, dy)| {
            let [x, y] = MAP.pieces[number].south.map(i64::from);
            (around(x + dx), level(y + dy))
        });
        Union::new([any.boxed(), ends.boxed()])
    }

    proptest::proptest! {
        // Each asks every piece.
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

        #[test]
        fn cells_give_what_all_pieces_give((x, y) in anywhere()) {
            let spot = Spot { latitude_e7: y, longitude_e7: x };
            proptest::prop_assert_eq!(MAP.region(spot), MAP.region_slowly(x, y));
        }

        #[test]
        fn near_lines_are_those_that_all_pieces_give((x, y) in anywhere(), within_m in 0u32..60_000) {
            let spot = Spot { latitude_e7: y, longitude_e7: x };
            let within_m = f64::from(within_m);
            let mut least = f64::INFINITY;
            MAP.each_near(spot, within_m, |metres, _| least = least.min(metres));
            let all = MAP.pieces.iter().filter(|piece| !piece.is_seam());
            let slowly = all.map(|piece| distance_m(spot, piece.nearest_to(x, y)));
            let slowly = slowly.filter(|metres| *metres <= within_m).fold(f64::INFINITY, f64::min);
            proptest::prop_assert_eq!(least.to_bits(), slowly.to_bits());
        }

    }

    proptest::proptest! {
        #[test]
        fn a_turn_around_the_globe_changes_nothing((x, y) in anywhere(), turns in -3i64..=3) {
            let turned = Spot { latitude_e7: y, longitude_e7: x + turns * TURN_E7 };
            let spot = Spot { latitude_e7: y, longitude_e7: x };
            proptest::prop_assert_eq!(MAP.region(turned), MAP.region(spot));
        }
    }
}
