//! The words and signs of a statement in SQL.
//!
//! **Specification:** SQLite, "SQL As Understood By SQLite", keywords and comments.

/// A word or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A bare word or number.
    Word(String),
    /// A name in quotes.
    Quoted(String),
    /// A text in single quotes; SQLite takes it for a name where it wants one.
    Text(String),
    /// Any other character.
    Sign(char),
}

impl Token {
    /// Whether it is this keyword, or this sign.
    pub(super) fn is_word(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own.eq_ignore_ascii_case(word),
            Self::Sign(sign) => word.len() == 1 && word.starts_with(*sign),
            Self::Quoted(_) | Self::Text(_) => false,
        }
    }

    /// What it names.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Word(name) | Self::Quoted(name) | Self::Text(name) => name.clone(),
            Self::Sign(sign) => sign.to_string(),
        }
    }
}

/// The words and signs in order; `None` where a quote never ends.
pub(super) fn tokens(sql: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if first.is_whitespace() {
            rest = rest.trim_start();
        } else if matches!(first, '"' | '`' | '[' | '\'') {
            let close = if first == '[' { ']' } else { first };
            let (text, after) = quoted(rest.get(1..)?, close)?;
            out.push(if first == '\'' { Token::Text(text) } else { Token::Quoted(text) });
            rest = after;
        } else if is_of_word(first) {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            out.push(Token::Word(word.to_owned()));
            rest = after;
        } else {
            out.push(Token::Sign(first));
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    Some(out)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

/// The text up to a closing quote, in which a doubled quote stands for one.
fn quoted(text: &str, close: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once(close)?;
        out.push_str(before);
        match after.strip_prefix(close).filter(|_| close != ']') {
            Some(more) => {
                out.push(close);
                rest = more;
            }
            None => return Some((out, after)),
        }
    }
}
