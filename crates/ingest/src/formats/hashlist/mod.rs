//! Hash lists: files by their digests, as triage tools and reference libraries hand them out.
//!
//! - **hashdeep** (`%%%% HASHDEEP-1.0`, columns named in its second line) and **md5deep** and its
//!   kin with or without size (`digest  name`, `digest *name`, `MD5 (name) = digest`, OpenSSL's
//!   `MD5(name)= digest`):
//!   <https://github.com/jessek/hashdeep>.
//! - **iLook versions 3 and 4** (`V4Hash,HashSHA1,FileName,…`) and **HashKeeper** (`.hsh`).
//! - **NSRL Reference Data Set, version 2 and 1** as text (`"SHA-1","MD5","CRC32",…`): NIST.
//! - **Tables** with named columns parted by `,`, `;` or tabs, of which one at least holds digests and
//!   none is unknown (`MD5,SHA1,FileNames`; `Algorithm,Hash,Path`).
//! - **Plain lists:** one digest a line, nothing else.
//! - **Recognised by:** their first line; columns are taken by name, whatever their order.
//! - **Digests:** MD5, SHA-1 and SHA-256 have fields; others (SHA-384, SHA-512, CRC-32, Tiger,
//!   Whirlpool) stay in `extra`. A digest with another length or other characters sets the row aside.
//! - **Names** that are no UTF-8 keep their odd bytes as `\xNN`.
//! - **Known limits:** version 3 of the NSRL is a database and read as one. iLook writes local times in the form of the computer that made it: the zone is
//!   that of the exhibit, the order of day and month is decided from all dates or refused.

mod layout;
mod row;

use model::RejectKind;
use model::records::Media;

use self::layout::{Kind, Layout};
use self::row::RowReader;
pub(super) use self::row::take_digest;
use super::date_order::{OrderVotes, Sequence};
use super::decoded::Invalid;
use super::lines::Lines;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Lists of digests; see the module.
#[derive(Debug)]
pub struct HashList;

impl SourceFormat for HashList {
    fn code(&self) -> &'static str {
        "hash_list"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let whole = head.bytes.len() as u64 >= head.len;
        match Layout::of(text, whole) {
            // A mapping of the case may have been made for this very header.
            Some(layout) if layout.kind == Kind::Table => Sure::Maybe,
            Some(_) => Sure::Yes,
            None => Sure::No,
        }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut lines = Lines::open(source, Invalid::Escape)?;
        let layout = find_layout(&mut lines)?;
        sink.note(&Note::Version { version: layout.name().to_owned() })?;
        let rows = row_reader(&layout, &mut lines, settings)?;
        if let Kind::Ilook = layout.kind {
            rows.note_zone(sink)?;
        }
        Reading { lines, layout, rows, record: Media::default() }.read(sink)
    }
}

/// Lines looked at to find the layout.
const LINES_LOOKED_AT: usize = 50;

fn find_layout(lines: &mut Lines<'_>) -> Result<Layout, Halt> {
    let mut text = String::new();
    for _ in 0..LINES_LOOKED_AT {
        let Some(line) = lines.next()? else { break };
        text.push_str(&line.text);
        text.push('\n');
    }
    lines.rewind()?;
    // A person may have chosen this format for a list that does not look like one.
    Ok(Layout::of(&text, true).unwrap_or_else(|| Layout::likely(&text.lines().collect::<Vec<_>>())))
}

fn row_reader(
    layout: &Layout,
    lines: &mut Lines<'_>,
    settings: &Settings,
) -> Result<RowReader, Halt> {
    let mut votes = OrderVotes::new(Sequence::Any);
    if let Kind::Ilook = layout.kind {
        while let Some(line) = lines.next()? {
            for parts in layout.dates(&line.text) {
                votes.see(parts);
            }
        }
        lines.rewind()?;
    }
    Ok(RowReader::new(settings, votes.decide(settings.date_order)))
}

/// One read of one exhibit.
struct Reading<'a> {
    lines: Lines<'a>,
    layout: Layout,
    rows: RowReader,
    record: Media,
}

impl Reading<'_> {
    fn read(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Self { lines, layout, rows, record } = self;
        while let Some(line) = lines.next()? {
            if let Some(reason) = skip_reason(&line.text, layout) {
                sink.skip(&line.place(), reason)?;
                // A list may be joined from several, each with its own columns.
                layout.follow(&line.text);
                continue;
            }
            sink.begin(&line.place())?;
            let fault = line.fault.filter(|kind| *kind != RejectKind::BadEncoding);
            let filled = match fault {
                Some(kind) => Err((kind, "", String::new())),
                None => rows.fill(layout, &line.text, record),
            };
            match filled {
                Ok(()) => sink.record(record)?,
                Err((kind, field, raw)) => {
                    let raw = if raw.is_empty() { line.text.as_str() } else { raw.as_str() };
                    sink.reject(kind, field, raw)?;
                }
            }
        }
        Ok(())
    }
}

fn skip_reason(line: &str, layout: &Layout) -> Option<SkipReason> {
    if line.trim().is_empty() {
        Some(SkipReason::Blank)
    } else if line.starts_with("%%%%") || layout.is_header(line) {
        Some(SkipReason::Header)
    } else if line.starts_with('#') {
        Some(SkipReason::Comment)
    } else {
        None
    }
}
