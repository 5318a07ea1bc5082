//! Statements of SQL as a list of changes has them: words, names, texts, numbers; nothing is run.

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;

/// Longest statement: a row of a set has some hundred bytes.
const STATEMENT_BYTES_MAX: usize = 16 << 20;

/// A piece of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word, or a name in double quotes, brackets or backticks.
    Word(String),
    /// A text in single quotes.
    Text(String),
    /// Anything else: a bracket, comma, sign.
    Sign(char),
}

impl Token {
    /// Whether it is this word, in either case.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(word))
    }
}

/// The statements of a file, one after the other.
#[derive(Debug, Default)]
pub(super) struct Statements {
    line: Vec<u8>,
    /// The line read last, from the place where the next statement begins.
    rest: String,
    text: String,
    ended: bool,
    /// Line on which the statement given last begins.
    pub(super) begins: u64,
}

impl Statements {
    /// Reads the next statement into `tokens`; `false` at the end of the file.
    pub(super) fn next(
        &mut self,
        source: &mut Source,
        tokens: &mut Vec<Token>,
    ) -> Result<bool, Refusal> {
        self.text = std::mem::take(&mut self.rest);
        self.begins = source.line_number().max(1);
        loop {
            if let Some(end) = parse(&self.text, tokens) {
                self.rest = self.text.get(end..).unwrap_or_default().to_owned();
                return Ok(true);
            }
            let is_blank = tokens.is_empty() && parse_blank(&self.text);
            if self.ended || !source.next_line(&mut self.line)? {
                self.ended = true;
                if is_blank {
                    return Ok(false);
                }
                let fact = "the last statement has no end";
                return Err(Refusal::new(Fault::Cut, self.place(), fact));
            }
            if is_blank {
                self.text.clear();
                self.begins = source.line_number();
            }
            self.text.push_str(&String::from_utf8_lossy(&self.line));
            self.text.push('\n');
            if self.text.len() > STATEMENT_BYTES_MAX {
                let fact = format!("a statement is longer than {STATEMENT_BYTES_MAX} bytes");
                return Err(Refusal::new(Fault::TooLong, self.place(), fact));
            }
        }
    }

    /// Where the statement given last stands.
    pub(super) fn place(&self) -> String {
        format!("the statement of line {}", self.begins)
    }
}

/// Whether a text is blank but for comments.
fn parse_blank(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with("--"))
}

/// The columns of a table, by the statement that made it.
pub(super) fn columns_of(create: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    // The schema of a database keeps statements without their end.
    let _ = parse(&format!("{create}\n;"), &mut tokens);
    let (mut columns, mut depth, mut is_first) = (Vec::new(), 0, false);
    for token in &tokens {
        match token {
            Token::Sign('(') => {
                depth += 1;
                is_first = depth == 1;
            }
            Token::Sign(')') => depth -= 1,
            Token::Sign(',') if depth == 1 => is_first = true,
            Token::Word(name) | Token::Text(name) if is_first && depth == 1 => {
                is_first = false;
                let rules = ["constraint", "primary", "unique", "check", "foreign"];
                if !rules.iter().any(|rule| token.is(rule)) {
                    columns.push(name.clone());
                }
            }
            _ => {}
        }
    }
    columns
}

/// Reads the pieces up to a semicolon, and says where it ends; nothing where there is none.
fn parse(text: &str, tokens: &mut Vec<Token>) -> Option<usize> {
    tokens.clear();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            ';' => return Some(at + 1),
            '\'' => tokens.push(Token::Text(quoted(&mut rest, '\'')?)),
            '"' | '`' => tokens.push(Token::Word(quoted(&mut rest, c)?)),
            '[' => tokens.push(Token::Word(quoted(&mut rest, ']')?)),
            '-' if rest.peek().is_some_and(|(_, next)| *next == '-') => {
                rest.by_ref().find(|(_, c)| *c == '\n')?;
            }
            c if c.is_whitespace() => {}
            c if c.is_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some((_, c)) =
                    rest.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.'))
                {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            c => tokens.push(Token::Sign(c)),
        }
    }
    None
}

/// What stands up to a closing quote; the quote twice is the quote itself.
fn quoted(rest: &mut std::iter::Peekable<std::str::CharIndices<'_>>, end: char) -> Option<String> {
    let mut text = String::new();
    loop {
        let (_, c) = rest.next()?;
        if c != end {
            text.push(c);
        } else if rest.next_if(|(_, next)| *next == end).is_some() {
            text.push(end);
        } else {
            return Some(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_table_are_its_names_without_its_rules() {
        let create = "CREATE TABLE FILE (\"sha256\" VARCHAR(64) NOT NULL, [md5] TEXT, size NUM(3,1), \
                      -- (none)\n CONSTRAINT a PRIMARY KEY (sha256, md5))";
        assert_eq!(columns_of(create), ["sha256", "md5", "size"]);
    }

    #[test]
    fn a_statement_is_cut_into_words_texts_and_signs() {
        let mut tokens = Vec::new();
        let text = "INSERT INTO \"FILE\" VALUES('it''s; so',-1); DELETE";
        let end = parse(text, &mut tokens);
        assert_eq!(end.map(|end| &text[end..]), Some(" DELETE"));
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(tokens[..4], [word("INSERT"), word("INTO"), word("FILE"), word("VALUES")]);
        assert_eq!(tokens[5], Token::Text("it's; so".to_owned()));
        assert_eq!(parse("INSERT INTO a VALUES('x", &mut tokens), None);
    }
}
