//! Timelines of plaso and Timesketch: what many logs of a computer say, in the order of time.
//!
//! Each event gives one activity. Events of one second keep the order of the exhibit.
//!
//! - **Versions:** the outputs `l2tcsv` (17 columns), `dynamic`, `json_line`, `tln` and `l2ttln` of plaso,
//!   and tables and JSON lines as Timesketch imports and exports them.
//! - **Specification:** plaso's documentation of its output formats
//!   (<https://plaso.readthedocs.io/en/latest/sources/user/Output-and-formatting.html>) and
//!   Timesketch's of its import (<https://timesketch.org/guides/user/import-from-json-csv/>).
//! - **Recognised by:** the header of `l2tcsv`; a header with `message`, `datetime` and
//!   `timestamp_desc`; the header `Time|Source|Host|User|Description`; or lines of JSON objects with
//!   `timestamp_desc` and a time.
//! - **Fields kept:** the kind of time becomes the action, the parser the platform, the file the
//!   target, the message the description, user and host the subject; every other column or key
//!   stands in `extra`. A dash in `l2tcsv` is an empty cell.
//! - **Fields dropped:** plaso's names of its own classes (`__type__`, `__container_type__`).
//! - **A row of `l2tcsv` with several kinds of time** (`Content Modification Time; Last Access Time`)
//!   stands for as many events, and gives as many records.
//! - **Times** of JSON are microseconds of UTC, with the precision of their source where plaso
//!   states it; a time of 0 is none. Dates of `l2tcsv` are month first, in the zone of their column.
//!   A text without an offset is read in the zone of the exhibit. TLN counts seconds of UTC.
//! - **Known limits:** plaso's own `l2tcsv` writes blanks in place of commas and whole seconds; what
//!   it leaves out is not there to be read.

mod event;
mod json_lines;
mod table;

use serde_json::Value;

use super::delimited::header_names;
use super::lines::first_lines;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Columns that tell a table of `l2tcsv`; older ones lack none of them.
const L2T_COLUMNS: [&str; 8] =
    ["date", "time", "timezone", "macb", "sourcetype", "type", "short", "desc"];

/// Columns that Timesketch demands, and plaso's dynamic tables have.
const EVENT_COLUMNS: [&str; 3] = ["message", "datetime", "timestamp_desc"];

/// Timelines; see the module.
#[derive(Debug)]
pub struct Timeline;

impl SourceFormat for Timeline {
    fn code(&self) -> &'static str {
        "timeline"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let known = if head.text().trim_start().starts_with('{') {
            head.text_has("timestamp_desc") && is_event_line(head.text())
        } else {
            let names = header_names(head, b',');
            let has =
                |wanted: &[&str]| wanted.iter().all(|name| names.iter().any(|own| own == name));
            has(&L2T_COLUMNS) || has(&EVENT_COLUMNS) || is_tln(head.text())
        };
        if known { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut first = [0; 64];
        source.bytes.seek(std::io::SeekFrom::Start(0)).map_err(Halt::Read)?;
        let count = source.bytes.read(&mut first).map_err(Halt::Read)?;
        let first = first_lines(first.get(..count).unwrap_or_default());
        if first.trim_start().starts_with('{') {
            json_lines::read(source, sink)
        } else if is_tln(&first) {
            table::read_tln(source, sink)
        } else {
            table::read(source, sink)
        }
    }
}

/// The columns that every table in TLN has.
const TLN_HEADER: &str = "time|source|host|user|description";

/// Whether the header is that of TLN.
fn is_tln(text: &str) -> bool {
    text.get(..TLN_HEADER.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(TLN_HEADER))
}

/// Whether the first line is an event.
fn is_event_line(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let parsed = first.and_then(|line| serde_json::from_str::<Value>(line).ok());
    parsed.is_some_and(|value| {
        let has = |key: &str| value.get(key).is_some();
        has("timestamp_desc") && (has("timestamp") || has("datetime"))
    })
}
