//! `tutela search`: words and identifiers over every record.

use casebook::{Exit, Fault};
use clap::Args;
use model::record::Kind;

use super::Desk;
use crate::Done;

/// Search texts and identifiers. Words match whatever their case and accents; a phone number, IBAN,
/// e-mail or account is found in any spelling.
///
/// Examples:
///   tutela --case milan-2026 search "dela cruz"
///   tutela --case milan-2026 search "+39 347 0000012" --kind transfer
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Search {
    /// Words, or an identifier.
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,
    /// Only records of this kind (transfer, entry, session, message, …).
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Records to show at most; the total is always told.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

impl Search {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let kind = match &self.kind {
            None => None,
            Some(name) => Some(Kind::from_table(name).ok_or_else(|| {
                Fault::usage(format!("`{name}` is no kind of record"), "use transfer, entry, session, message, login, account, contact, media, trip, party, position, activity or lease")
            })?),
        };
        let words = desk.meant(&self.words.join(" "));
        let mut hits = casebook::search::search(&case, &words, self.limit, kind)?;
        hits.veil(&desk.console.veil());
        if desk.json() {
            desk.console.json(&hits)?;
            return Ok(Exit::Done);
        }
        for hit in &hits.hits {
            desk.console.data(&format!(
                "{:12} {:9} {}",
                hit.record.to_string(),
                hit.kind,
                hit.place
            ));
            let stated: Vec<String> =
                hit.fields.iter().map(|(name, text)| format!("{name}={}", visible(text))).collect();
            desk.console.data(&format!("             {}", stated.join("  ")));
        }
        desk.console.remark(
            "found",
            &[("total", &hits.total.to_string()), ("shown", &hits.hits.len().to_string())],
        );
        Ok(Exit::Done)
    }
}

/// Text of an exhibit without characters that could steer a terminal.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| if c.is_control() { c.escape_unicode().collect() } else { vec![c] })
        .collect()
}
