//! How alike two short texts are: Jaro–Winkler, and edits with neighbours turned round.

#![expect(clippy::indexing_slicing, reason = "by places that are below the lengths taken first")]
#![expect(clippy::cast_possible_truncation, reason = "lengths are at most 64")]

/// Letters compared at most: a name, a number or a line of an address is shorter, and a word of 64
/// bits marks them.
pub(crate) const LETTERS_MAX: usize = 64;

/// Letters of a common start that count for likeness.
pub(crate) const START_MAX: usize = 4;

/// Likeness between 0 and 1 (Winkler 1990): shared letters near their places, and a common start.
pub fn jaro_winkler(a: &[u8], b: &[u8]) -> f32 {
    let (a, b) = (&a[..a.len().min(LETTERS_MAX)], &b[..b.len().min(LETTERS_MAX)]);
    let jaro = jaro(a, b);
    if jaro < 0.7 {
        return jaro;
    }
    let start = a.iter().zip(b).take(START_MAX).take_while(|(x, y)| x == y).count();
    jaro + start as f32 * 0.1 * (1.0 - jaro)
}

fn jaro(a: &[u8], b: &[u8]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let reach = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b) = (0u64, 0u64);
    for (i, x) in a.iter().enumerate() {
        let (from, until) = (i.saturating_sub(reach), (i + reach + 1).min(b.len()));
        for (j, y) in b.iter().enumerate().take(until).skip(from) {
            if in_b >> j & 1 == 0 && x == y {
                in_a |= 1 << i;
                in_b |= 1 << j;
                break;
            }
        }
    }
    let shared = in_a.count_ones();
    if shared == 0 {
        return 0.0;
    }
    let mut turned = 0u32;
    let (mut left, mut right) = (in_a, in_b);
    while left != 0 {
        turned +=
            u32::from(a[left.trailing_zeros() as usize] != b[right.trailing_zeros() as usize]);
        left &= left - 1;
        right &= right - 1;
    }
    let shared = shared as f32;
    let in_order = shared - turned as f32 / 2.0;
    (shared / a.len() as f32 + shared / b.len() as f32 + in_order / shared) / 3.0
}

/// Letters inserted, deleted, replaced or turned round with their neighbour (optimal string
/// alignment), `most + 1` where there are more than `most`.
pub fn edits(a: &[u8], b: &[u8], most: u8) -> u8 {
    let (a, b) = (&a[..a.len().min(LETTERS_MAX)], &b[..b.len().min(LETTERS_MAX)]);
    if a.len().abs_diff(b.len()) > usize::from(most) {
        return most + 1;
    }
    // What both begin or end with takes no edit.
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() as u8,
        ([_], [_]) => 1,
        ([first, last], [other @ .., turned]) if other == [*last] && first == turned => 1,
        _ if most <= 1 => most + 1,
        _ => edits_between(a, b, most),
    }
}

/// The same of two texts that differ at both ends, letter by letter near the diagonal: further from
/// it there are more than `most` edits.
fn edits_between(a: &[u8], b: &[u8], most: u8) -> u8 {
    let reach = usize::from(most);
    let mut before = [0u8; LETTERS_MAX + 2];
    let mut above = [0u8; LETTERS_MAX + 2];
    let mut row = [0u8; LETTERS_MAX + 2];
    for (j, cell) in above.iter_mut().enumerate() {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        let (from, until) = (i.saturating_sub(reach).max(1), (i + reach).min(b.len()));
        row[from - 1] = if from == 1 { i as u8 } else { most + 1 };
        let mut least = row[from - 1];
        for j in from..=until {
            let differs = u8::from(a[i - 1] != b[j - 1]);
            let mut cell = (above[j - 1] + differs).min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            row[j] = cell;
            least = least.min(cell);
        }
        if least > most {
            return most + 1;
        }
        row[until + 1] = most + 1;
        (before, above, row) = (above, row, before);
    }
    above[b.len()].min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equals_the_published_examples() {
        let near = |a: &str, b: &str, is: f32| {
            let got = jaro_winkler(a.as_bytes(), b.as_bytes());
            assert!((got - is).abs() < 5e-4, "{a} {b}: {got}");
        };
        near("martha", "marhta", 0.961);
        near("dwayne", "duane", 0.84);
        near("dixon", "dicksonx", 0.813);
        near("same", "same", 1.0);
        near("", "a", 0.0);
    }

    #[test]
    fn counts_edits_and_stops_early() {
        assert_eq!(edits(b"smith", b"simth", 3), 1);
        assert_eq!(edits(b"smith", b"smythe", 3), 2);
        assert_eq!(edits(b"ab", b"abcdef", 2), 3);
        assert_eq!(edits(b"kitten", b"sitting", 1), 2);
        assert_eq!(edits(b"", b"", 1), 0);
    }

    /// Letter by letter over the whole table.
    fn edits_plainly(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i.min(j) == 0 {
                    i + j
                } else {
                    let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut cell = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        cell = cell.min(table[i - 2][j - 2] + 1);
                    }
                    cell
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn counts_as_the_whole_table_does(a in "[a-c]{0,9}", b in "[a-c]{0,9}", most in 0u8..5) {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let plainly = edits_plainly(a, b).min(usize::from(most) + 1);
            prop_assert_eq!(usize::from(edits(a, b, most)), plainly);
        }
    }
}
