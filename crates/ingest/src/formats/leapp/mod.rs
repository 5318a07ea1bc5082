//! Output of the LEAPPs (iLEAPP, ALEAPP, RLEAPP): what they parsed from a telephone or a provider's
//! return, one table an artifact; and the manifest of a run.
//!
//! - **Versions:** tables (`_TSV Exports/*.tsv`) of the LEAPPs as of August 2026, tables of calls,
//!   messages, address books, accounts and places of runs since 2020, and such others whose columns
//!   differ little; manifests of LAVA (`_lava_data.lava`, before `_lava_data.json`),
//!   schema 1 and 2.
//! - **Recognised by:** the header of a table of four or more columns, which is that of a known
//!   artifact or shares four fifths of its names (`artifacts.tsv` beside this file); a manifest by
//!   its `parser_info` and `lava_db_name`.
//! - **Specification:** the writers themselves: `tsv` in `scripts/ilapfuncs.py`, `lavafuncs.py`, and
//!   the `data_headers` of the modules in <https://github.com/abrignoni/iLEAPP>, `ALEAPP` and
//!   `RLEAPP`. Columns are found by name, as listed in `columns.rs`.
//! - **Fields kept:** calls give sessions; chats, short messages and mails messages; address books
//!   and friends contacts; accounts accounts; rows with coordinates positions; everything else an
//!   activity under the name of its module. Every column without a field stands in `extra`.
//! - **Times** without an offset are UTC, as the LEAPPs write them, unless a person set a zone for
//!   the exhibit; a column that says it is local is read in the zone of the exhibit.
//! - **A table does not state the version** of the LEAPP that wrote it, and older runs could write
//!   cells under wrong headers: that is noted with every table, and what differs from the known
//!   header is named. A header may stand again in the middle: the LEAPPs append.
//! - **Fields dropped:** passwords and tokens, of which only that they are stated is kept.
//! - **Known limits:** the database of LAVA is read by the reader of SQLite databases, by the rules of
//!   this one; tables of the Photos library, with hundreds of columns, are left to a mapping.

mod artifact;
mod columns;
mod fill;
mod lava;
mod manifest;
mod people;
mod table;

pub(crate) use self::lava::{LavaColumn, LavaRecord, LavaTable};
use super::delimited::header_names;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Output of the LEAPPs; see the module.
#[derive(Debug)]
pub struct Leapp;

impl SourceFormat for Leapp {
    fn code(&self) -> &'static str {
        "leapp"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let known = if manifest::begins_like_one(head.bytes) {
            manifest::KEYS.iter().all(|key| head.has(key)) && manifest::is_one(head.bytes)
        } else {
            artifact::find(&header_names(head, b'\t')).is_some()
        };
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut first = [0; 64];
        source.bytes.seek(std::io::SeekFrom::Start(0)).map_err(Halt::Read)?;
        let count = source.bytes.read(&mut first).map_err(Halt::Read)?;
        if manifest::begins_like_one(first.get(..count).unwrap_or_default()) {
            manifest::read(source, sink)
        } else {
            table::read(source, sink)
        }
    }
}
