//! The words of CREATE TABLE: names, types and defaults of the columns, and which of them is the
//! row's own number.
//!
//! **Specification:** SQLite, "CREATE TABLE", and "Datatypes", section 3.1 (affinity of a column).

use super::tokens::{Token, tokens};

/// What a column's values are turned into when they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Affinity {
    /// Whole numbers.
    Integer,
    /// Text.
    Text,
    /// As they come.
    Blob,
    /// Floating-point numbers.
    Real,
    /// Numbers.
    Numeric,
}

impl Affinity {
    /// By the declared type, as SQLite decides it.
    fn of(declared: &str) -> Self {
        let declared = declared.to_ascii_uppercase();
        let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
        if has(&["INT"]) {
            Self::Integer
        } else if has(&["CHAR", "CLOB", "TEXT"]) {
            Self::Text
        } else if declared.is_empty() || has(&["BLOB"]) {
            Self::Blob
        } else if has(&["REAL", "FLOA", "DOUB"]) {
            Self::Real
        } else {
            Self::Numeric
        }
    }
}

/// What a row that is older than its column holds there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Default {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: String,
    /// Its type as declared.
    pub(super) declared: String,
    /// What its values are turned into.
    pub(super) affinity: Affinity,
    /// Whether every row states it.
    pub(super) is_required: bool,
    /// What older rows hold.
    pub(super) default: Default,
    /// Where a row stores it; none for a computed column that is not stored.
    pub(super) stored_at: Option<usize>,
}

/// A table as it was created.
#[derive(Debug, Clone, PartialEq, std::default::Default)]
pub(super) struct Layout {
    /// Columns as declared.
    pub(super) columns: Vec<Column>,
    /// The column that is the row's number.
    pub(super) rowid_column: Option<usize>,
    /// Whether rows have no number and stand in the order of their key.
    pub(super) is_without_rowid: bool,
}

/// The key of a table while it is read.
#[derive(Debug, std::default::Default)]
struct Key {
    names: Vec<String>,
    /// Whether it stands behind the columns and not beside one of them.
    is_behind: bool,
}

/// Reads CREATE TABLE; `None` where it is none that can be understood.
pub(super) fn read(sql: &str) -> Option<Layout> {
    let all = tokens(sql)?;
    let mut words = all.as_slice();
    if !take_word(&mut words, "CREATE") {
        return None;
    }
    while take_word(&mut words, "TEMP") || take_word(&mut words, "TEMPORARY") {}
    if !take_word(&mut words, "TABLE") {
        return None;
    }
    let open = words.iter().position(|token| *token == Token::Sign('('))?;
    let body = words.get(open + 1..)?;
    let close = closing(body)?;
    let mut layout = Layout::default();
    let mut key = Key::default();
    for part in split(body.get(..close)?) {
        take_part(part, &mut layout, &mut key);
    }
    let options = body.get(close + 1..).unwrap_or_default();
    layout.is_without_rowid = options.iter().any(|token| token.is_word("WITHOUT"));
    settle(&mut layout, &key);
    (!layout.columns.is_empty()).then_some(layout)
}

/// Where the bracket opened before these tokens closes.
fn closing(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') if depth == 0 => return Some(index),
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The parts between commas outside brackets.
fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            Token::Sign(',') if depth == 0 => {
                parts.extend(tokens.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.extend(tokens.get(start..));
    parts
}

fn take_word(words: &mut &[Token], word: &str) -> bool {
    let is_there = words.first().is_some_and(|token| token.is_word(word));
    if is_there {
        *words = words.get(1..).unwrap_or_default();
    }
    is_there
}

/// Words that end the type of a column or begin a constraint of the table.
const CONSTRAINTS: [&str; 11] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
];

/// Takes a column, or the key that stands behind the columns.
fn take_part(part: &[Token], layout: &mut Layout, key: &mut Key) {
    let Some(first) = part.first() else { return };
    let of_table = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    if of_table.iter().any(|word| first.is_word(word)) {
        let primary = part.iter().position(|token| token.is_word("PRIMARY"));
        if let Some(at) = primary {
            let inner = part.get(at..).unwrap_or_default();
            let open = inner.iter().position(|token| *token == Token::Sign('('));
            let inner = open.and_then(|open| inner.get(open + 1..)).unwrap_or_default();
            let inner = closing(inner).and_then(|end| inner.get(..end)).unwrap_or_default();
            key.is_behind = true;
            key.names.extend(split(inner).iter().filter_map(|one| Some(one.first()?.name())));
        }
        return;
    }
    let rest = part.get(1..).unwrap_or_default();
    let is_constraint = |token: &Token| CONSTRAINTS.iter().any(|word| token.is_word(word));
    let type_end = rest.iter().position(is_constraint).unwrap_or(rest.len());
    let (kind, constraints) = rest.split_at(type_end);
    let words: Vec<String> =
        kind.iter().take_while(|token| **token != Token::Sign('(')).map(Token::name).collect();
    let declared = words.join(" ");
    let has = |word: &str| constraints.iter().any(|token| token.is_word(word));
    let pair = |one: &str, two: &str| {
        let mut pairs = constraints.iter().zip(constraints.iter().skip(1));
        pairs.any(|(a, b)| a.is_word(one) && b.is_word(two))
    };
    if pair("PRIMARY", "KEY") {
        key.names.push(first.name());
        let is_number = declared.eq_ignore_ascii_case("INTEGER") && !pair("KEY", "DESC");
        layout.rowid_column = is_number.then_some(layout.columns.len());
    }
    let is_computed = pair("AS", "(") || has("GENERATED");
    let is_stored = !is_computed || has("STORED");
    layout.columns.push(Column {
        name: first.name(),
        affinity: Affinity::of(&declared),
        declared,
        is_required: pair("NOT", "NULL"),
        default: default_of(constraints),
        stored_at: is_stored.then_some(0),
    });
}

fn default_of(constraints: &[Token]) -> Default {
    let at = constraints.iter().position(|token| token.is_word("DEFAULT"));
    let Some(at) = at else { return Default::Null };
    let mut rest = constraints.get(at + 1..).unwrap_or_default().iter();
    let mut sign = "";
    for token in rest.by_ref() {
        match token {
            Token::Sign('-') => sign = "-",
            Token::Sign('+' | '(') => {}
            Token::Text(text) => return Default::Text(text.clone()),
            Token::Word(word) if word.eq_ignore_ascii_case("true") => return Default::Integer(1),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => return Default::Integer(0),
            Token::Word(word) => {
                let number = format!("{sign}{word}").parse();
                return number.map_or(Default::Null, Default::Integer);
            }
            Token::Quoted(_) | Token::Sign(_) => break,
        }
    }
    Default::Null
}

/// Finds the row's number in a key of the table, and where each column is stored: in the order of
/// the columns, but the key first where rows have no number.
fn settle(layout: &mut Layout, key: &Key) {
    let find = |name: &String| {
        layout.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
    };
    let is_behind = key.is_behind;
    let key: Vec<usize> = key.names.iter().filter_map(find).collect();
    if let [only] = key.as_slice()
        && is_behind
    {
        let column = layout.columns.get(*only);
        if column.is_some_and(|column| column.declared.eq_ignore_ascii_case("INTEGER")) {
            layout.rowid_column = layout.rowid_column.or(Some(*only));
        }
    }
    let mut order: Vec<usize> = Vec::new();
    if layout.is_without_rowid {
        layout.rowid_column = None;
        for index in key {
            if !order.contains(&index) {
                order.push(index);
            }
        }
    }
    let rest: Vec<usize> = (0..layout.columns.len()).filter(|i| !order.contains(i)).collect();
    order.extend(rest);
    let mut at = 0;
    for index in order {
        let Some(column) = layout.columns.get_mut(index) else { continue };
        if column.stored_at.is_some() {
            column.stored_at = Some(at);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(sql: &str) -> Vec<(String, Option<usize>)> {
        let layout = read(sql).unwrap();
        layout.columns.into_iter().map(|column| (column.name, column.stored_at)).collect()
    }

    #[test]
    fn columns_are_found_under_every_quote_and_behind_every_constraint() {
        let sql = "CREATE TABLE IF NOT EXISTS main.\"a table\" ( -- words\n [one] INTEGER PRIMARY KEY \
                   AUTOINCREMENT, `two` VARCHAR(20) NOT NULL DEFAULT 'it''s', /* , */ three, \"PRIMARY\" \
                   DECIMAL(10, 2) DEFAULT (-3) CHECK (three IN (1, 2)), UNIQUE (`two`, three))";
        let layout = read(sql).unwrap();
        let names: Vec<_> = layout.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["one", "two", "three", "PRIMARY"]);
        assert_eq!(layout.rowid_column, Some(0));
        assert_eq!(layout.columns[1].default, Default::Text("it's".into()));
        assert_eq!(layout.columns[3].default, Default::Integer(-3));
        let kinds: Vec<_> = layout.columns.iter().map(|column| column.affinity).collect();
        let want = [Affinity::Integer, Affinity::Text, Affinity::Blob, Affinity::Numeric];
        assert_eq!(kinds, want);
        assert!(layout.columns[1].is_required && !layout.columns[2].is_required);
    }

    #[test]
    fn the_number_of_a_row_may_be_named_behind_the_columns_and_only_as_integer() {
        assert_eq!(
            read("CREATE TABLE t(a TEXT, b INTEGER, PRIMARY KEY(b))").unwrap().rowid_column,
            Some(1)
        );
        assert_eq!(read("CREATE TABLE t(a INT PRIMARY KEY)").unwrap().rowid_column, None);
        assert_eq!(read("CREATE TABLE t(a INTEGER PRIMARY KEY DESC)").unwrap().rowid_column, None);
    }

    #[test]
    fn a_table_without_row_numbers_stores_its_key_first_and_computed_columns_not_at_all() {
        let sql = "CREATE TABLE t(a, b AS (a || 'x'), c GENERATED ALWAYS AS (a) STORED, d, \
                   PRIMARY KEY(d, a)) WITHOUT ROWID";
        let want = [("a", Some(1)), ("b", None), ("c", Some(2)), ("d", Some(0))];
        assert_eq!(stored(sql), want.map(|(name, at)| (name.to_owned(), at)));
    }

    #[test]
    fn what_is_no_table_is_none() {
        for sql in
            ["", "CREATE VIEW v AS SELECT 1", "CREATE TABLE", "CREATE TABLE t(", "CREATE TABLE t('"]
        {
            assert_eq!(read(sql), None, "{sql}");
        }
    }
}
