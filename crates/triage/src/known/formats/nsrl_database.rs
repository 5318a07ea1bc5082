//! The Reference Data Set of the National Software Reference Library, version 3: a SQLite database.
//!
//! - **Recognised by:** being a database; read by its table `FILE` (minimal sets) or `METADATA` (full
//!   sets, in which `FILE` is a view), with columns of digests.
//! - **Specification:** NIST, "RDSv3 Database Schema". The version is the last row of `VERSION`.
//! - **Known limits:** a log beside the database (`-wal`, `-journal`) is refused: its changes would be
//!   missing. Tables without row numbers and texts in UTF-16 are refused.

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::columns::{Columns, complete};
use super::sql::columns_of;
use super::sqlite::{Database, MAGIC, Record};
use super::{Entry, Pour, SetFormat, Stated};

/// Page of the table that lists all tables.
const SCHEMA_PAGE: u32 = 1;

/// The Reference Data Set as a database; see the module.
#[derive(Debug)]
pub(super) struct NsrlDatabase;

impl SetFormat for NsrlDatabase {
    fn code(&self) -> &'static str {
        "nsrl_database"
    }

    fn knows(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        refuse_log(source)?;
        let mut database = Database::open(source.path())?;
        let tables = tables(&mut database)?;
        let find = |name: &str| tables.iter().find(|table| table.name.eq_ignore_ascii_case(name));
        let Some(files) = find("FILE").or_else(|| find("METADATA")) else {
            let fact = "the database has neither a table `FILE` nor a table `METADATA`";
            return Err(Refusal::new(Fault::MissingColumn, "the schema", fact));
        };
        let names = files.columns.iter().map(String::as_bytes);
        let mut columns = Columns::of(names).checked("the schema")?;
        let mut entry = Entry::default();
        database.each_row(files.root, |record| {
            take(record, &mut columns, &mut entry)?;
            pour(&entry)
        })?;
        let version = find("VERSION").map(|table| version(&mut database, table)).transpose()?;
        Ok(Stated { version: version.unwrap_or_default(), scheme: String::new() })
    }
}

/// A table.
struct Table {
    name: String,
    root: u32,
    columns: Vec<String>,
}

fn tables(database: &mut Database) -> Result<Vec<Table>, Refusal> {
    let mut tables = Vec::new();
    database.each_row(SCHEMA_PAGE, |record| {
        let mut columns = record.columns().map(String::from_utf8_lossy);
        let (kind, name) = (columns.next(), columns.next());
        let root = record.integer(3).and_then(|root| u32::try_from(root).ok());
        let sql = columns.nth(2).unwrap_or_default();
        if let (Some("table"), Some(name), Some(root)) = (kind.as_deref(), name, root) {
            tables.push(Table { name: name.into_owned(), root, columns: columns_of(&sql) });
        }
        Ok(())
    })?;
    Ok(tables)
}

fn take(record: &Record<'_>, columns: &mut Columns, entry: &mut Entry) -> Result<(), Refusal> {
    let place = || record.place();
    entry.clear();
    let mut cells = record.columns();
    for index in 0..=columns.last_digest() {
        let cell = cells.next().ok_or_else(|| {
            let fact = format!("the row ends before its column {}", index + 1);
            Refusal::new(Fault::Malformed, place(), fact)
        })?;
        if let Some(column) = columns.get(index).filter(|column| column.is_digest()) {
            columns.take_cell(entry, column, cell, &place)?;
        }
    }
    complete(entry, place)
}

/// The version that the last row of a table states.
fn version(database: &mut Database, table: &Table) -> Result<String, Refusal> {
    let at = table.columns.iter().position(|name| name.eq_ignore_ascii_case("version"));
    let mut version = String::new();
    database.each_row(table.root, |record| {
        let cell = at.and_then(|at| record.columns().nth(at)).unwrap_or_default();
        version = String::from_utf8_lossy(cell).into_owned();
        Ok(())
    })?;
    Ok(version)
}

/// Refuses a database whose last changes lie in a file beside it.
fn refuse_log(source: &Source) -> Result<(), Refusal> {
    for ending in ["-wal", "-journal"] {
        let mut path = source.path().as_os_str().to_owned();
        path.push(ending);
        if std::fs::metadata(&path).is_ok_and(|log| log.len() > 0) {
            let fact = "changes wait in a log beside the database";
            return Err(Refusal::new(Fault::NotApplicable, path.to_string_lossy(), fact));
        }
    }
    Ok(())
}
