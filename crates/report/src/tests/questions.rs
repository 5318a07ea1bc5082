//! The questions of the house and the word lists agree.

use std::path::{Path, PathBuf};

use analysis::questions::QUESTIONS;
use model::Card;

use crate::Lang;
use crate::words::Words;

/// The ids of the translated texts of a card, in the order of the card.
fn card_ids(card: &Card) -> Vec<String> {
    let parts = [
        ("assumes", card.assumes.len()),
        ("cannot-show", card.cannot_show.len()),
        ("parameter", card.parameters.len()),
        ("source", card.sources.len()),
        ("error-rate", card.error_rates.len()),
    ];
    let code = card.code.to_lowercase();
    let counted = parts
        .into_iter()
        .flat_map(|(part, count)| (1..=count).map(move |at| format!("{part}-{at}")));
    std::iter::once("question".to_owned())
        .chain(counted)
        .map(|part| format!("card-{code}-{part}"))
        .collect()
}

#[test]
fn every_card_is_translated_whole_and_nothing_else_is() {
    let italian = Words::load(Lang::It).unwrap();
    for question in QUESTIONS {
        let card = question.card();
        let ids = card_ids(card);
        let missing: Vec<_> = ids.iter().filter(|id| !italian.has(id)).collect();
        assert!(missing.is_empty(), "locales/it lacks {missing:?}");
        let prefix = format!("card-{}-", card.code.to_lowercase());
        let extra: Vec<_> = italian
            .ids()
            .filter(|id| id.starts_with(&prefix) && !ids.iter().any(|known| known == id))
            .collect();
        assert!(extra.is_empty(), "no such text on the card: {extra:?}");
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Text between quotation marks in the code before its tests that is written like a message id.
fn ids_in(code: &str) -> Vec<&str> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let is_id = |text: &&str| {
        text.contains('-')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    code.split('"').skip(1).step_by(2).filter(is_id).collect()
}

#[test]
fn every_template_that_a_question_names_exists() {
    let words = Words::load(Lang::En).unwrap();
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../analysis/src/questions"), &mut files);
    let mut seen = 0;
    for file in files {
        let code = std::fs::read_to_string(&file).unwrap();
        for id in ids_in(&code) {
            // A key of the question's own word list, whole or the beginning of a composed one.
            let is_key = QUESTIONS.iter().any(|q| id.starts_with(&format!("{}-", q.card().name)));
            if is_key {
                seen += 1;
                let known = words.has(id) || words.ids().any(|message| message.starts_with(id));
                assert!(known, "{}: no message `{id}`", file.display());
            }
        }
    }
    assert!(seen > 0, "no template was found in the questions");
}
