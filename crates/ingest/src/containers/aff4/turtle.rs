//! The statements of `information.turtle`: who says what of which object.
//!
//! A small reader of the part of Turtle that AFF4 uses: prefixes, names, literals, lists of
//! predicates and objects. Blank nodes and collections, which AFF4 does not use, end the reading.

use std::collections::BTreeMap;

/// Statements kept: a disk image has some hundred.
const STATEMENTS_MAX: usize = 1 << 16;

/// The short form of the predicate "is a".
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Names of the schema are kept without this.
const SCHEMA: &str = "http://aff4.org/Schema#";

/// The object of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// A name, or the text of a literal.
    pub(super) text: String,
    /// The kind of a literal.
    pub(super) kind: String,
}

/// What is said of one object, by predicate.
pub(super) type Object = BTreeMap<String, Vec<Value>>;

/// All objects by name; names of the schema are short.
#[derive(Debug, Default)]
pub(super) struct Statements {
    pub(super) objects: BTreeMap<String, Object>,
    /// Why not everything could be read.
    pub(super) fault: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'t> {
    Name(String),
    Short(&'t str),
    Text(String),
    Word(&'t str),
    KindFollows,
    Mark(char),
}

/// Reads all statements up to the first fault.
pub(super) fn read(text: &str) -> Statements {
    let mut reader =
        Reader { rest: text, prefixes: BTreeMap::new(), statements: Statements::default() };
    if let Err(fault) = reader.document() {
        let line = text.len() - reader.rest.len();
        reader.statements.fault = Some(format!("{fault} at byte {line} of information.turtle"));
    }
    reader.statements
}

struct Reader<'t> {
    rest: &'t str,
    prefixes: BTreeMap<&'t str, String>,
    statements: Statements,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<(), String> {
        let mut count = 0;
        while let Some(token) = self.token()? {
            match token {
                Token::Word(word)
                    if word.trim_start_matches('@').eq_ignore_ascii_case("prefix") =>
                {
                    self.prefix(word.starts_with('@'))?;
                }
                Token::Word(word) if word.trim_start_matches('@').eq_ignore_ascii_case("base") => {
                    self.token()?;
                    if word.starts_with('@') {
                        self.token()?;
                    }
                }
                subject => {
                    let subject = self.name(subject)?;
                    self.predicates(&subject, &mut count)?;
                }
            }
        }
        Ok(())
    }

    fn prefix(&mut self, has_dot: bool) -> Result<(), String> {
        let (short, name) = (self.token()?, self.token()?);
        let (Some(Token::Short(short)), Some(Token::Name(name))) = (short, name) else {
            return Err("a prefix without a name".to_owned());
        };
        self.prefixes.insert(short.trim_end_matches(':'), name);
        if has_dot {
            self.token()?;
        }
        Ok(())
    }

    fn predicates(&mut self, subject: &str, count: &mut usize) -> Result<(), String> {
        let mut token = self.token()?;
        loop {
            let predicate = match token {
                Some(Token::Word("a")) => "type".to_owned(),
                Some(Token::Mark('.')) => return Ok(()),
                Some(Token::Mark(';')) => {
                    token = self.token()?;
                    continue;
                }
                Some(other) => self.name(other)?,
                None => return Err("a statement that is cut off".to_owned()),
            };
            loop {
                let (value, after) = self.value()?;
                *count += 1;
                if *count > STATEMENTS_MAX {
                    return Err("more statements than any disk image has".to_owned());
                }
                let object = self.statements.objects.entry(subject.to_owned()).or_default();
                object.entry(predicate.clone()).or_default().push(value);
                token = after;
                if token != Some(Token::Mark(',')) {
                    break;
                }
            }
        }
    }

    /// An object, and the token after it.
    fn value(&mut self) -> Result<(Value, Option<Token<'t>>), String> {
        let token = self.token()?.ok_or("a statement without an object")?;
        let mut kind = String::new();
        let text = match token {
            Token::Text(text) => {
                let mut after = self.token()?;
                if after == Some(Token::KindFollows) {
                    let name = self.token()?.ok_or("a literal without its kind")?;
                    kind = self.name(name)?;
                    after = self.token()?;
                } else if matches!(after, Some(Token::Word(word)) if word.starts_with('@')) {
                    after = self.token()?;
                }
                return Ok((Value { text, kind }, after));
            }
            Token::Word(word) if word != "a" => word.to_owned(),
            other => self.name(other)?,
        };
        let after = self.token()?;
        Ok((Value { text, kind }, after))
    }

    fn name(&self, token: Token<'t>) -> Result<String, String> {
        let full = match token {
            Token::Name(name) => name,
            Token::Short(short) => {
                let (prefix, local) = short.split_once(':').unwrap_or((short, ""));
                let known = self.prefixes.get(prefix);
                let known = known.ok_or_else(|| format!("the unknown prefix {prefix:?}"))?;
                format!("{known}{local}")
            }
            other => return Err(format!("{other:?} where a name belongs")),
        };
        if full == TYPE {
            return Ok("type".to_owned());
        }
        Ok(full.strip_prefix(SCHEMA).map(str::to_owned).unwrap_or(full))
    }

    fn token(&mut self) -> Result<Option<Token<'t>>, String> {
        self.rest = self.rest.trim_start();
        while self.rest.starts_with('#') {
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        Ok(Some(match first {
            '<' => {
                let (name, rest) = self
                    .rest
                    .get(1..)
                    .and_then(|rest| rest.split_once('>'))
                    .ok_or("an open name")?;
                self.rest = rest;
                Token::Name(name.to_owned())
            }
            '"' | '\'' => self.text(first)?,
            '^' => {
                self.rest = self.rest.strip_prefix("^^").ok_or("a lone ^")?;
                Token::KindFollows
            }
            ';' | ',' | '.' => {
                self.rest = self.rest.get(1..).unwrap_or("");
                Token::Mark(first)
            }
            '[' | ']' | '(' | ')' => return Err("a nameless object".to_owned()),
            _ => self.word(),
        }))
    }

    fn word(&mut self) -> Token<'t> {
        let end = |c: char| {
            c.is_whitespace() || matches!(c, ';' | ',' | '<' | '"' | '[' | ']' | '(' | ')' | '^')
        };
        let len = self.rest.find(end).unwrap_or(self.rest.len());
        let (word, _) = self.rest.split_at(len);
        // A dot ends the statement where nothing of the word follows it.
        let word = word.trim_end_matches('.');
        let word = if word.is_empty() { self.rest.get(..len.max(1)).unwrap_or("") } else { word };
        self.rest = self.rest.get(word.len().max(1)..).unwrap_or("");
        if word.contains(':') { Token::Short(word) } else { Token::Word(word) }
    }

    fn text(&mut self, quote: char) -> Result<Token<'t>, String> {
        let long: String = std::iter::repeat_n(quote, 3).collect();
        let end = if self.rest.starts_with(&long) { long } else { quote.to_string() };
        let body = self.rest.get(end.len()..).unwrap_or("");
        let mut text = String::new();
        let mut chars = body.char_indices();
        while let Some((at, c)) = chars.next() {
            let from = body.get(at..).unwrap_or("");
            if from.starts_with(&end) {
                self.rest = from.get(end.len()..).unwrap_or("");
                return Ok(Token::Text(text));
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            match chars.next().map(|(_, c)| c) {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                // Other escapes, of code points too, stay as they are written.
                Some(c @ ('u' | 'U' | 'b' | 'f')) => text.extend(['\\', c]),
                Some(c) => text.push(c),
                None => break,
            }
        }
        Err("a text without an end".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_every_form_are_read() {
        let text = "@prefix : <aff4://v> .\nPREFIX aff4: <http://aff4.org/Schema#>\n# a remark\n\
            <aff4://1> a aff4:Map , aff4:Image ; aff4:size \"12\"^^aff4:long; aff4:stored : .\n\
            aff4:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \"\"\"a \"b\" \\n\"\"\"@en ; aff4:y 12.";
        let statements = read(text);
        assert_eq!(statements.fault, None);
        let one = &statements.objects["aff4://1"];
        assert_eq!(one["type"][1].text, "Image");
        assert_eq!((one["size"][0].text.as_str(), one["size"][0].kind.as_str()), ("12", "long"));
        assert_eq!(one["stored"][0].text, "aff4://v");
        assert_eq!(statements.objects["x"]["type"][0].text, "a \"b\" \n");
        assert_eq!(statements.objects["x"]["y"][0].text, "12");
    }

    #[test]
    fn broken_statements_end_with_a_place() {
        for text in
            ["<a", "<a> <b> \"c", "<a> b:c 1 .", "<a> <b> [ ] .", "<a> <b>", "^", "a", ". ;", "é"]
        {
            let statements = read(text);
            assert!(statements.fault.is_some(), "{text}");
        }
        assert_eq!(read("").fault, None);
    }
}
