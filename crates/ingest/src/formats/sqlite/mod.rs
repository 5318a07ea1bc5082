//! SQLite databases of telephones and programs: contacts, calls, messages, chats, histories, hash sets.
//!
//! The database is read by a reader of our own, which writes nothing and needs no file beside it; see
//! `database.rs` for why. Each program's tables are read by one file of `programs/`; their names and
//! columns are found by name, and what a version lacks is told.
//!
//! - **Versions:** SQLite 3 databases of every page size and text encoding, with or without automatic
//!   vacuum, with rows continued on other pages, and tables without row numbers.
//! - **Recognised by:** the sixteen bytes `SQLite format 3`; the program by its tables, wherever in
//!   the file they are listed. A database that no program of ours made ends as unsupported, with the
//!   names of its tables; a write-ahead log without its database is refused, and says so. The index of
//!   a log (`-shm`) is known and holds no rows.
//! - **Specification:** "Database File Format" of SQLite (<https://www.sqlite.org/fileformat2.html>);
//!   for each program see its file.
//! - **Fields kept:** see each program; every column that no field takes goes into `extra`.
//! - **Fields dropped:** none of the tables read; pictures and other bytes longer than 128 are told by
//!   their number. Tables that nothing reads are named with the number of their rows.
//! - **Deleted rows** come after the live ones of their table, `recovered`, where they still stand
//!   whole in free pages or unused parts of pages and are not the content of a live row.
//! - **Write-ahead log:** where it is given, the database is read with it and without. Rows only the
//!   log has are told as such, rows it deleted are `deleted`, and rows it changed are told twice where
//!   a field differs: as they are, and as `deleted` with their content before.
//! - **Known limits:** earlier states of a page inside the log, and rollback journals, are not
//!   searched; tables of fewer than five columns are not searched for deleted rows; encrypted
//!   databases are refused.

mod bytes;
mod clock;
mod create_table;
mod cursor;
mod database;
mod header;
mod known;
mod pages;
mod people;
mod postbox;
mod programs;
mod reading;
mod recover;
mod row;
mod row_view;
mod salvage;
mod schema;
mod tally;
mod tl;
mod tokens;
mod unread;
mod wal;
mod writer;

#[cfg(test)]
mod tests;

use std::io::{Read as _, SeekFrom};

use model::say;

use self::database::Database;
use self::programs::PROGRAMS;
use self::reading::Reading;
pub(in crate::formats) use self::tally::listed;
use crate::format::{Head, ReadSeek, Source, SourceFormat, Sure};
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// Names of tables in the sentence that says a database is of no known program.
const NAMES_MAX: usize = 12;

/// Databases of telephones and programs; see the module.
#[derive(Debug)]
pub struct Sqlite;

impl SourceFormat for Sqlite {
    fn code(&self) -> &'static str {
        "sqlite"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is_ours = head.bytes.starts_with(header::MAGIC)
            || wal::is_log(head.bytes)
            || wal::is_index(head.bytes, head.len);
        if is_ours { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if is_index(source)? {
            return sink.remark(say::log_index());
        }
        let mut logs = source.take(sink, |name| name.ends_with("-wal"))?;
        let wal = logs.first_mut().map(|log| &mut *log.bytes as &mut dyn ReadSeek);
        read(source.bytes, wal, source.settings, sink)
    }
}

fn is_index(source: &mut Source<'_>) -> Result<bool, Halt> {
    let mut head = Vec::new();
    source.bytes.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
    (&mut *source.bytes)
        .take(header::HEADER_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(Halt::Read)?;
    Ok(wal::is_index(&head, source.len))
}

/// Reads a database and, where it is there, its write-ahead log.
fn read<'a>(
    main: &'a mut dyn ReadSeek,
    wal: Option<&'a mut dyn ReadSeek>,
    settings: &'a Settings,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut database = Database::open(main, wal)?;
    let encoding = database.header.encoding.label().to_owned();
    sink.note(&Note::Encoding { encoding, set: false })?;
    let known: Vec<_> = PROGRAMS.iter().filter(|program| program.knows(&database.schema)).collect();
    let names: Vec<_> = known.iter().map(|program| program.name()).collect();
    if !names.is_empty() {
        let stated = database.header.user_version;
        let version = if stated == 0 { String::new() } else { format!(", user_version {stated}") };
        sink.note(&Note::Version { version: format!("{}{version}", names.join("; ")) })?;
    }
    let mut reading = Reading::new(&mut database, sink, settings);
    for program in known {
        program.read(&mut reading)?;
    }
    let finished = reading.finish();
    if names.is_empty() {
        return Err(finished.err().unwrap_or_else(|| unsupported(&database)));
    }
    finished
}

/// A database of a program we do not know, or whose rows we cannot read.
fn unsupported(database: &Database<'_>) -> Halt {
    let tables = &database.schema.tables;
    if let Some((name, remedy)) = unread::find(&database.schema) {
        return Halt::Unsupported {
            reason: format!("database of {name}; it is not read"),
            remedy: remedy.to_owned(),
        };
    }
    let mut names: Vec<_> = tables.iter().take(NAMES_MAX).map(|t| t.name.as_str()).collect();
    if names.is_empty() {
        names.push("(none)");
    }
    let more = tables.len().saturating_sub(NAMES_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Halt::Unsupported {
        reason: format!("SQLite database with tables {}{more}", names.join(", ")),
        remedy: "export what matters from it as CSV and save a mapping with `tutela map`, or ask \
                 for a reader"
            .to_owned(),
    }
}
