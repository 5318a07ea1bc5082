//! What holds of public summaries: no count that is withheld can be reckoned, no word passes that is
//! on no list, innocence is always said.

use model::Language;
use proptest::prelude::*;

use super::*;

fn person(province: &str, age: u32, measures: &[&str]) -> Counted {
    Counted {
        province: Some(province.to_owned()),
        age: Some(age),
        measures: measures.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn settings(k: u64) -> SummarySettings {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    SummarySettings {
        k,
        bands: vec![30, 45],
        provinces: set(&["MI", "TO", "RM", "NA"]),
        measures: set(&["search", "seizure"]),
    }
}

/// So many people of a province and band (0, 1, 2).
fn people(counts: &[(&str, [usize; 3])]) -> Vec<Counted> {
    let ages = [20, 40, 60];
    let mut people = Vec::new();
    for (province, row) in counts {
        for (count, age) in row.iter().zip(ages) {
            people.extend((0..*count).map(|_| person(province, age, &["search"])));
        }
    }
    people
}

/// Every way in which whole numbers fill a printed table: the possible values of each cell. What is
/// withheld is at least `least`.
fn possible(table: &Table, least: u64) -> Vec<Vec<BTreeSet<u64>>> {
    fn fill(
        table: &Table,
        least: u64,
        at: usize,
        now: &mut Vec<u64>,
        found: &mut Vec<Vec<BTreeSet<u64>>>,
    ) {
        let columns = table.columns.len();
        if at == table.rows.len() * columns {
            let fits = (0..columns).all(|column| {
                let sum: u64 = now.iter().skip(column).step_by(columns).sum();
                sum == table.column_sums[column]
            });
            if fits {
                for (place, value) in now.iter().enumerate() {
                    found[place / columns][place % columns].insert(*value);
                }
            }
            return;
        }
        let (row, column) = (at / columns, at % columns);
        let used: u64 = now[row * columns..].iter().sum();
        let left = table.row_sums[row].saturating_sub(used);
        let down: u64 = (0..row).map(|above| now[above * columns + column]).sum();
        let room = table.column_sums[column].saturating_sub(down).min(left);
        let choices: Vec<u64> = match table.cells[row][column] {
            Cell::Count(count) => vec![count],
            Cell::Withheld => (least..=room).collect(),
        };
        for value in choices.into_iter().filter(|value| *value <= room) {
            if column + 1 == columns && value != left {
                continue;
            }
            now.push(value);
            fill(table, least, at + 1, now, found);
            now.pop();
        }
    }
    let mut found = vec![vec![BTreeSet::new(); table.columns.len()]; table.rows.len()];
    fill(table, least, 0, &mut Vec::new(), &mut found);
    found
}

#[test]
fn one_small_count_takes_others_with_it() {
    let people = people(&[("MI", [2, 9, 8]), ("TO", [7, 6, 9]), ("RM", [8, 9, 7])]);
    let got = summary(&people, &settings(5));
    let table = got.table.unwrap();
    let withheld = table.cells.iter().flatten().filter(|cell| **cell == Cell::Withheld).count();
    assert!((4..9).contains(&withheld), "{table:?}");
    assert_eq!(table.rows, ["MI", "RM", "TO"]);
    assert_eq!(table.row_sums, [19, 24, 22]);
}

#[test]
fn small_rows_and_columns_are_gathered_and_too_few_are_not_told_at_all() {
    let people = people(&[("MI", [9, 9, 9]), ("TO", [1, 1, 0]), ("RM", [2, 2, 1])]);
    let table = summary(&people, &settings(5)).table.unwrap();
    // Turin is too small, and Rome joins it so that neither can be told from the sum.
    assert_eq!(
        (table.rows, table.row_sums),
        (vec!["MI".to_owned(), OTHER.to_owned()], vec![27, 7])
    );
    let few = summary(&people[..4], &settings(5));
    assert_eq!((few.people, few.table.is_none()), (None, true));
    assert!(few.text(Language::En).contains(innocence(Language::En)));
}

#[test]
fn no_word_passes_that_is_on_no_list() {
    let mut all = people(&[("MI", [9, 9, 9])]);
    all.extend((0..9).map(|_| person("a name in the wrong field", 40, &["another name"])));
    let got = summary(&all, &settings(5));
    for lang in [Language::En, Language::It] {
        let text = got.text(lang);
        assert!(!text.contains("name"), "{text}");
        assert!(text.contains(innocence(lang)) && text.contains("27"));
    }
    assert!(got.has_other_measures);
    assert_eq!(got.measures, [("search".to_owned(), 27)]);
}

#[test]
fn k_is_never_less_than_three() {
    assert_eq!(summary(&people(&[("MI", [1, 1, 1])]), &settings(0)).k, K_MIN);
}

fn any_table() -> impl Strategy<Value = Vec<(&'static str, [usize; 3])>> {
    let row = [0usize..9, 0usize..9, 0usize..9];
    (row.clone(), row.clone(), row.clone(), row)
        .prop_map(|(a, b, c, d)| vec![("MI", a), ("TO", b), ("RM", c), ("NA", d)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn from_what_is_printed_no_withheld_count_can_be_reckoned(
        counts in any_table(),
        k in 3u64..5,
    ) {
        let got = summary(&people(&counts[..3]), &settings(k));
        let Some(table) = got.table else { return Ok(()) };
        prop_assert!(table.row_sums.iter().chain(&table.column_sums).all(|sum| *sum >= k));
        if table.rows.len() < 2 || table.columns.len() < 2 {
            prop_assert!(table.cells.iter().flatten().all(|cell| *cell == Cell::Withheld));
            return Ok(());
        }
        let all = table.cells.iter().flatten().all(|cell| *cell == Cell::Withheld);
        // A withheld count is known to be at least 1, but where zeros are withheld, too.
        let values = possible(&table, u64::from(!all));
        for (cells, values) in table.cells.iter().zip(&values) {
            for (cell, values) in cells.iter().zip(values) {
                match cell {
                    Cell::Count(count) => {
                        prop_assert!(*count == 0 || *count >= k);
                        prop_assert_eq!(values.len(), 1);
                    }
                    Cell::Withheld => prop_assert!(values.len() as u64 >= k, "{:?}", table),
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_people_does_not_matter(counts in any_table()) {
        let mut all = people(&counts);
        let got = summary(&all, &settings(4));
        all.reverse();
        prop_assert_eq!(got, summary(&all, &settings(4)));
    }
}
