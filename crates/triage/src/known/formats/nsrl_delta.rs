//! The changes of a release of the Reference Data Set, version 3, as its SQL text.
//!
//! - **Recognised by:** `INSERT`, `UPDATE` or `DELETE` on `FILE` or `METADATA`.
//! - **Specification:** NIST, "RDSv3 Database Schema": `FILE(sha256, sha1, md5, crc32, file_name,
//!   file_size, package_id)` in minimal sets, the same behind `METADATA` in full ones.
//! - **What is read:** rows inserted; rows deleted whose condition names all their digests; updates
//!   that leave the digests alone (they change nothing here), or name the former ones. Statements on
//!   other tables are passed.
//! - **Known limits:** nothing is run. A deletion by other columns (row number, package) means rows
//!   that only the database knows: the changes are refused, and have to be applied to it.

use super::super::digests::{DigestKind, Digests};
use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{Column, complete, take_digest};
use super::sql::{Statements, Token};
use super::{Change, Entry, Pour, SetFormat, Stated};

/// Columns of `FILE` in a minimal set, where a statement names none.
const COLUMNS: [&str; 7] =
    ["sha256", "sha1", "md5", "crc32", "file_name", "file_size", "package_id"];

/// Changes of the Reference Data Set; see the module.
#[derive(Debug)]
pub(super) struct NsrlDelta;

impl SetFormat for NsrlDelta {
    fn code(&self) -> &'static str {
        "nsrl_delta"
    }

    fn knows(&self, head: &[u8]) -> bool {
        let text = String::from_utf8_lossy(head).to_lowercase().replace(['"', '`'], "");
        let verbs = [
            "insert into ",
            "insert or replace into ",
            "insert or ignore into ",
            "update ",
            "delete from ",
        ];
        text.lines().any(|line| {
            let rest = verbs.iter().find_map(|verb| line.trim_start().strip_prefix(verb));
            rest.is_some_and(|rest| rest.starts_with("file") || rest.starts_with("metadata"))
        })
    }

    fn is_delta(&self) -> bool {
        true
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let (mut statements, mut tokens) = (Statements::default(), Vec::new());
        let mut entry = Entry::default();
        while statements.next(source, &mut tokens)? {
            let place = || statements.place();
            Statement { place: &place }.read(&tokens, &mut entry, pour)?;
        }
        Ok(Stated { version: "RDSv3 delta".to_owned(), scheme: String::new() })
    }
}

/// One statement.
struct Statement<'s, P> {
    place: &'s P,
}

/// Conditions or settings: column and value.
type Pairs<'t> = Vec<(&'t str, &'t str)>;

impl<P: Fn() -> String> Statement<'_, P> {
    fn read(
        &self,
        tokens: &[Token],
        entry: &mut Entry,
        pour: &mut Pour<'_>,
    ) -> Result<(), Refusal> {
        let Some((verb, rest)) = tokens.split_first() else { return Ok(()) };
        let at = rest.iter().position(is_files);
        // A value may be named like the table; the table stands among the first words.
        let Some((_, rest)) = at.filter(|at| *at < 4).and_then(|at| rest.split_at_checked(at + 1))
        else {
            return Ok(());
        };
        if verb.is("insert") || verb.is("replace") {
            self.insert(rest, entry, pour)
        } else if verb.is("delete") {
            self.delete(rest, entry, pour)
        } else if verb.is("update") {
            self.update(rest, entry, pour)
        } else if verb.is("create") {
            Ok(())
        } else {
            Err(self.not_applicable("the statement is not of a kind that is read"))
        }
    }

    fn not_applicable(&self, fact: &str) -> Refusal {
        Refusal::new(Fault::NotApplicable, (self.place)(), fact)
    }

    /// `[(columns)] VALUES (…), (…)`.
    fn insert(
        &self,
        rest: &[Token],
        entry: &mut Entry,
        pour: &mut Pour<'_>,
    ) -> Result<(), Refusal> {
        let at = rest.iter().position(|token| token.is("values"));
        let at = at.ok_or_else(|| self.not_applicable("rows are inserted from a query"))?;
        let (head, rows) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        let named: Vec<&str> = head.iter().filter_map(word).collect();
        let columns = if named.is_empty() { COLUMNS.to_vec() } else { named };
        let rows = rows.get(1..).unwrap_or_default();
        for row in rows.split(|token| *token == Token::Sign(')')).filter(|row| row.len() > 1) {
            let open =
                row.iter().position(|token| *token == Token::Sign('(')).map_or(0, |at| at + 1);
            let cells: Vec<&str> = row
                .get(open..)
                .unwrap_or_default()
                .split(|token| *token == Token::Sign(','))
                .map(|cell| cell.last().and_then(value).unwrap_or_default())
                .collect();
            if cells.len() != columns.len() {
                let fact = format!("{} values for {} columns", cells.len(), columns.len());
                return Err(Refusal::new(Fault::WrongWidth, (self.place)(), fact));
            }
            entry.clear();
            let pairs = columns.iter().copied().zip(cells).collect();
            self.take(&pairs, &mut entry.digests)?;
            complete(entry, self.place)?;
            pour(entry)?;
        }
        Ok(())
    }

    fn delete(
        &self,
        rest: &[Token],
        entry: &mut Entry,
        pour: &mut Pour<'_>,
    ) -> Result<(), Refusal> {
        let conditions = self.conditions(rest)?;
        entry.clear();
        self.take(&conditions, &mut entry.digests)?;
        let Digests { md5, sha1, sha256 } = entry.digests;
        if md5.is_none() || sha1.is_none() || sha256.is_none() {
            let fact = "rows are deleted whose digests are not all named";
            return Err(self.not_applicable(fact));
        }
        entry.change = Change::Remove;
        pour(entry)
    }

    fn update(
        &self,
        rest: &[Token],
        entry: &mut Entry,
        pour: &mut Pour<'_>,
    ) -> Result<(), Refusal> {
        let at = rest.iter().position(|token| token.is("where")).unwrap_or(rest.len());
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        let settings =
            self.pairs(head.get(1..).unwrap_or_default(), |token| *token == Token::Sign(','))?;
        let (mut after, mut before) = (Digests::default(), Digests::default());
        self.take(&settings, &mut after)?;
        entry.clear();
        if after.is_empty() {
            entry.change = Change::Keep;
            return pour(entry);
        }
        self.take(&self.conditions(tail)?, &mut before)?;
        let is_told = (after.md5.is_none() || before.md5.is_some())
            && (after.sha1.is_none() || before.sha1.is_some())
            && (after.sha256.is_none() || before.sha256.is_some());
        if !is_told {
            return Err(self.not_applicable("digests are changed whose former value is not named"));
        }
        entry.digests = Digests {
            md5: after.md5.and(before.md5),
            sha1: after.sha1.and(before.sha1),
            sha256: after.sha256.and(before.sha256),
        };
        entry.change = Change::Remove;
        pour(entry)?;
        entry.digests = after;
        entry.change = Change::Add;
        pour(entry)
    }

    /// `WHERE a='…' AND b=…`.
    fn conditions<'t>(&self, tokens: &'t [Token]) -> Result<Pairs<'t>, Refusal> {
        let rest = tokens.strip_prefix(&[Token::Word("WHERE".to_owned())]).or_else(|| {
            tokens.split_first().filter(|(first, _)| first.is("where")).map(|(_, rest)| rest)
        });
        let rest = rest.ok_or_else(|| self.not_applicable("the rows meant are not named"))?;
        self.pairs(rest, |token| token.is("and"))
    }

    fn pairs<'t>(
        &self,
        tokens: &'t [Token],
        parts: impl Fn(&Token) -> bool,
    ) -> Result<Pairs<'t>, Refusal> {
        let mut out = Vec::new();
        for pair in tokens.split(parts) {
            match pair {
                [Token::Word(name), Token::Sign('='), .., last] => {
                    out.push((name.as_str(), value(last).unwrap_or_default()));
                }
                [Token::Word(name), is, null] if is.is("is") && null.is("null") => {
                    out.push((name.as_str(), ""));
                }
                _ => return Err(self.not_applicable("a condition is not `column = value`")),
            }
        }
        Ok(out)
    }

    fn take(&self, pairs: &Pairs<'_>, digests: &mut Digests) -> Result<(), Refusal> {
        let mut entry = Entry { digests: *digests, ..Entry::default() };
        for (name, text) in pairs {
            if let Column::Digest(kind) = Column::named(name)
                && DigestKind::ALL.contains(&kind)
                && !text.is_empty()
            {
                take_digest(&mut entry, kind, text.as_bytes(), self.place)?;
            }
        }
        *digests = entry.digests;
        Ok(())
    }
}

/// Whether a word names the table of the files.
fn is_files(token: &Token) -> bool {
    let name = |word: &str| matches!(word.rsplit('.').next(), Some(name) if name.eq_ignore_ascii_case("file") || name.eq_ignore_ascii_case("metadata"));
    matches!(token, Token::Word(word) if name(word))
}

fn word(token: &Token) -> Option<&str> {
    if let Token::Word(word) = token { Some(word) } else { None }
}

/// A value as text; nothing for `NULL`.
fn value(token: &Token) -> Option<&str> {
    match token {
        Token::Text(text) => Some(text),
        Token::Word(word) if !word.eq_ignore_ascii_case("null") => Some(word),
        _ => None,
    }
}
