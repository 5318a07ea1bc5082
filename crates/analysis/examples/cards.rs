//! Prints the code and the version of every question's method as JSON: what measurements are filed under.

use serde_json::json;
use tutela_analysis::questions::QUESTIONS;

#[expect(clippy::print_stdout, reason = "the JSON is the result")]
fn main() {
    let card = |question: &&dyn tutela_analysis::Question| {
        let card = question.card();
        json!({"code": card.code, "version": card.version})
    };
    println!("{}", json!(QUESTIONS.iter().map(card).collect::<Vec<_>>()));
}
