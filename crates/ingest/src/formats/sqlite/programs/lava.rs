//! LAVA: the database that recent runs of iLEAPP and ALEAPP write (`_lava_artifacts.db`).
//!
//! - **Recognised by:** `_lava_media_items` with `source_path` and `extraction_path`.
//! - **Specification:** the writer itself, `scripts/lavafuncs.py` in
//!   <https://github.com/abrignoni/iLEAPP> and `ALEAPP`, schema 1 and 2; artifacts as in `leapp`.
//! - **Fields kept:** every table of an artifact, by the same rules as the tables that the LEAPPs
//!   export: calls are sessions, chats messages, and so on. A table whose columns are those of no known
//!   artifact gives positions where it has coordinates, else activities under its own name. Files
//!   (`_lava_media_items`) are media, and a cell that refers to one names it.
//! - **Times** in a column declared as a number are seconds since 1970; other cells are read as the
//!   LEAPPs export them. A number in such a cell says not what it counts: it stays in `extra`, and how
//!   many there are is told. A row of a report says nothing of what was deleted: `state` is absent.
//! - **Known limits:** what LAVA kept of its search (`_artifact_search_patterns`, `_file_path_list`) is
//!   counted; the version of the LEAPP stands in `_lava_data.lava` beside the database.

use std::collections::HashMap;

use model::{Word, say};

use super::Program;
use super::way::file_name;
use crate::formats::extra::Extra;
use crate::formats::leapp::{LavaColumn, LavaRecord, LavaTable};
use crate::formats::sqlite::clock::Unit;
use crate::formats::sqlite::create_table::Affinity;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Datum, Fault, RowView};
use crate::formats::sqlite::schema::{Schema, Table};
use crate::formats::sqlite::writer::{Filled, Origin, Writer};
use crate::sink::Halt;

/// LAVA; see the module.
pub(super) struct Lava;

/// Files that cells refer to, by the key of the reference.
type Files = HashMap<String, String>;

/// References to files kept for look-up; a whole telephone has some hundred thousand.
const FILES_MAX: usize = 1_000_000;

/// Tables that LAVA keeps for itself.
const OWN_TABLES: [&str; 5] = [
    "_artifact_search_patterns",
    "_file_path_list",
    "_artifact_pattern_to_file",
    "_lava_media_items",
    "_lava_media_references",
];

impl Program for Lava {
    fn name(&self) -> &'static str {
        "LAVA (iLEAPP, ALEAPP)"
    }

    fn knows(&self, schema: &Schema) -> bool {
        schema.has("_lava_media_items", &["id", "source_path", "extraction_path"])
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        reading.writer.origin = Origin::Report;
        let files = files(reading)?;
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        let tables: Vec<Table> = reading.database.schema.tables.clone();
        for table in tables.iter().filter(|table| is_artifact(&table.name)) {
            let told = read_artifact(reading, table, &files)?;
            if told.1 { &mut known } else { &mut unknown }.push(told.0);
        }
        reading.pour("_lava_media_items", &mut fill_file)?;
        if !known.is_empty() {
            reading.tally.remark(say::artifacts_known(known));
        }
        if !unknown.is_empty() {
            reading.tally.remark(say::artifacts_unknown(unknown));
        }
        reading.tally.remark(say::lava_version());
        Ok(())
    }
}

fn is_artifact(name: &str) -> bool {
    !OWN_TABLES.contains(&name) && !name.starts_with("sqlite_")
}

/// The file names behind the references that cells hold.
fn files(reading: &mut Reading<'_, '_, '_, '_>) -> Result<Files, Halt> {
    let mut paths = Files::new();
    reading.look_up("_lava_media_items", &mut |row| {
        if paths.len() < FILES_MAX {
            let path = row.text("source_path")?;
            paths.insert(row.text("id")?.into_owned(), file_name(&path).to_owned());
        }
        Ok(())
    })?;
    let mut files = Files::new();
    reading.look_up("_lava_media_references", &mut |row| {
        let name = paths.get(&*row.text("media_item_id")?);
        if let Some(name) = name.filter(|_| files.len() < FILES_MAX) {
            files.insert(row.text("id")?.into_owned(), name.clone());
        }
        Ok(())
    })?;
    if files.len() >= FILES_MAX {
        reading.tally.remark(say::facts_beyond_memory());
    }
    Ok(files)
}

/// Reads the table of an artifact; gives what it is, in words, and whether that is known.
fn read_artifact(
    reading: &mut Reading<'_, '_, '_, '_>,
    table: &Table,
    files: &Files,
) -> Result<(Word, bool), Halt> {
    let columns = table.layout.columns.iter().map(|column| LavaColumn {
        name: &column.name,
        is_number: column.affinity == Affinity::Integer,
    });
    let columns: Vec<_> = columns.collect();
    let mut artifact = LavaTable::new(&table.name, &columns, reading.settings);
    let (mut text, mut ranges) = (String::new(), Vec::new());
    reading.pour_table(table, &mut |row, writer| {
        row.write_cells(&mut text, &mut ranges);
        let referred = name_files(&mut text, &mut ranges, files);
        let record = artifact.fill(&text, &ranges);
        let record = record.map_err(|(kind, field, raw)| (kind, field.into(), raw))?;
        let (filled, extra) = take(record, writer);
        writer.extra = extra;
        writer.extra.add("media_reference", &referred.join("; "));
        Ok(filled)
    })?;
    if artifact.bare_times() > 0 {
        reading.tally.remark(say::bare_times(&table.name, artifact.bare_times()));
    }
    Ok((artifact.told, artifact.is_known))
}

/// Names the files that cells refer to, behind the cells; gives the references.
fn name_files(text: &mut String, ranges: &mut [(usize, usize)], files: &Files) -> Vec<String> {
    let mut referred = Vec::new();
    for range in ranges.iter_mut().filter(|_| !files.is_empty()) {
        let cell = text.get(range.0..range.1).unwrap_or("");
        // A cell for several files is a list in JSON.
        let keys: Vec<String> = if cell.starts_with('[') {
            serde_json::from_str(cell).unwrap_or_default()
        } else {
            files.get_key_value(cell).map(|(key, _)| key.clone()).into_iter().collect()
        };
        let names = keys.iter().map(|key| files.get(key).map(String::as_str));
        let Some(names) = names.collect::<Option<Vec<&str>>>().filter(|all| !all.is_empty()) else {
            continue;
        };
        let start = text.len();
        text.push_str(&names.join("; "));
        *range = (start, text.len());
        referred.extend(keys);
    }
    referred
}

/// Takes a filled record over, and what no field of it took.
fn take(record: LavaRecord<'_>, writer: &mut Writer) -> (Filled, Extra) {
    macro_rules! over {
        ($own:expr, $slot:ident, $filled:ident) => {{
            std::mem::swap($own, &mut writer.$slot);
            (Filled::$filled, Extra::resume(&writer.$slot.extra))
        }};
    }
    match record {
        LavaRecord::Session(own) => over!(own, session, Session),
        LavaRecord::Message(own) => over!(own, message, Message),
        LavaRecord::Contact(own) => over!(own, contact, Contact),
        LavaRecord::Account(own) => over!(own, account, Account),
        LavaRecord::Position(own) => over!(own, position, Position),
        LavaRecord::Activity(own) => over!(own, activity, Activity),
    }
}

/// A file that an artifact names.
fn fill_file(row: &RowView<'_>, writer: &mut Writer) -> Result<Filled, Fault> {
    let Writer { media, clock, extra, .. } = writer;
    media.path.set(&row.text("source_path")?);
    extra.add("media_item", &row.text("id")?);
    for (name, slot) in [("created_at", &mut media.created), ("updated_at", &mut media.modified)] {
        // A time that a module set itself may be text.
        match row.datum(name) {
            Datum::Text(text) => extra.add(name, &text),
            _ => clock.read(row, &[name], Unit::Seconds, slot)?,
        }
    }
    Ok(Filled::Media)
}
