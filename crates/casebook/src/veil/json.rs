//! Texts in JSON under the veil: each is veiled as it reads, not as it is escaped.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Veil;
use crate::fault::{Exit, Fault};

impl Veil {
    /// JSON with every text and name in it under the veil; whatever is no JSON text stays.
    pub fn json<'t>(&self, json: &'t str) -> Cow<'t, str> {
        if self.is_open() {
            return Cow::Borrowed(json);
        }
        let (mut out, mut rest) = (String::with_capacity(json.len()), json);
        while let Some((before, literal, after)) = first_literal(rest) {
            out.push_str(before);
            match self.literal(literal) {
                Some(shown) => out.push_str(&shown),
                None => out.push_str(literal),
            }
            rest = after;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// A literal with its quotes, where it is shown otherwise.
    fn literal(&self, literal: &str) -> Option<String> {
        let text: Cow<'_, str> = if literal.contains('\\') {
            Cow::Owned(serde_json::from_str(literal).ok()?)
        } else {
            Cow::Borrowed(literal.get(1..literal.len().checked_sub(1)?)?)
        };
        match self.text(&text) {
            Cow::Owned(shown) => serde_json::to_string(&shown).ok(),
            Cow::Borrowed(_) => None,
        }
    }

    /// A value with every text in it under the veil.
    pub fn value<T: Serialize + DeserializeOwned + Clone>(&self, value: &T) -> Result<T, Fault> {
        if self.is_open() {
            return Ok(value.clone());
        }
        let shown = serde_json::to_string(value).map(|json| self.json(&json).into_owned());
        shown.and_then(|json| serde_json::from_str(&json)).map_err(|e| {
            Fault::new(Exit::Bug, "a value cannot be shown under its pseudonyms", "report this")
                .caused_by(e)
        })
    }
}

/// What stands before the first text of a JSON, that text with its quotes, and what stands behind.
fn first_literal(json: &str) -> Option<(&str, &str, &str)> {
    let start = json.find('"')?;
    let (mut at, bytes) = (start + 1, json.as_bytes());
    loop {
        match bytes.get(at)? {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    Some((json.get(..start)?, json.get(start..=at)?, json.get(at + 1..)?))
}
