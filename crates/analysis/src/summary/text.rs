//! The summary as text, in Italian and English; always with the sentence of innocence.

use std::fmt::Write;

use model::Language;

use super::{Cell, OTHER, Summary, Table};

/// The sentence that no summary goes without.
pub fn innocence(lang: Language) -> &'static str {
    match lang {
        Language::En => {
            "Every person counted here is presumed innocent until a final judgment says otherwise."
        }
        Language::It => {
            "Ogni persona qui contata è presunta innocente fino a sentenza definitiva che dica altrimenti."
        }
    }
}

/// The words of one language.
struct Words {
    people: &'static str,
    few: &'static str,
    table: &'static str,
    sum: &'static str,
    other: &'static str,
    withheld: &'static str,
    measures: &'static str,
    other_measures: &'static str,
}

fn words(lang: Language) -> Words {
    match lang {
        Language::En => Words {
            people: "People counted",
            few: "Fewer people are counted than may be published. The least number that is published is",
            table: "By province and age",
            sum: "all",
            other: "other or not stated",
            withheld: "A dot stands for a number that is not published, so that nobody can be singled out; the least number that is published is",
            measures: "Measures (one person may be counted under several)",
            other_measures: "Other measures are not published.",
        },
        Language::It => Words {
            people: "Persone contate",
            few: "Le persone contate sono meno di quante possano essere pubblicate. Il numero minimo pubblicato è",
            table: "Per provincia ed età",
            sum: "totale",
            other: "altro o non indicato",
            withheld: "Un punto sta per un numero non pubblicato, perché nessuno possa essere individuato; il numero minimo pubblicato è",
            measures: "Misure (una persona può essere contata in più di una)",
            other_measures: "Altre misure non sono pubblicate.",
        },
    }
}

impl Summary {
    /// The summary as text.
    pub fn text(&self, lang: Language) -> String {
        let words = words(lang);
        let mut text = String::new();
        match (self.people, &self.table) {
            (Some(people), Some(table)) => {
                let _ = writeln!(text, "{}: {people}\n\n{}", words.people, words.table);
                text.push_str(&lines(table, &words));
                let _ = writeln!(text, "\n{} {}.", words.withheld, self.k);
            }
            _ => {
                let _ = writeln!(text, "{} {}.", words.few, self.k);
            }
        }
        if !self.measures.is_empty() {
            let _ = writeln!(text, "\n{}", words.measures);
            for (measure, count) in &self.measures {
                let _ = writeln!(text, "- {measure}: {count}");
            }
        }
        if self.has_other_measures {
            let _ = writeln!(text, "{}", words.other_measures);
        }
        let _ = writeln!(text, "\n{}", innocence(lang));
        text
    }
}

fn lines(table: &Table, words: &Words) -> String {
    let name = |text: &String| if text == OTHER { words.other.to_owned() } else { text.clone() };
    let heads =
        table.columns.iter().map(|names| names.iter().map(name).collect::<Vec<_>>().join(", "));
    let mut text = line("", heads.chain([words.sum.to_owned()]));
    for ((row, cells), sum) in table.rows.iter().zip(&table.cells).zip(&table.row_sums) {
        let cells = cells.iter().map(|cell| match cell {
            Cell::Count(count) => count.to_string(),
            Cell::Withheld => "·".to_owned(),
        });
        text.push_str(&line(&name(row), cells.chain([sum.to_string()])));
    }
    let all: u64 = table.row_sums.iter().sum();
    let sums = table.column_sums.iter().chain([&all]).map(u64::to_string);
    text.push_str(&line(words.sum, sums));
    text
}

fn line(head: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("{head} | {}\n", cells.join(" | "))
}
