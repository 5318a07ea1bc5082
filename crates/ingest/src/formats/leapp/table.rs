//! A table of an artifact, row by row.

use model::{Phrase, Word, say};

use super::artifact::{Artifact, Known, RowKind, find};
use super::fill::{BadTimes, Filler, Made};
use crate::format::Source;
use crate::formats::delimited::{NamedRow, NamedTable, canonical_name};
use crate::formats::xml::broken;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Names of columns listed in a remark.
const NAMES_TOLD_MAX: usize = 16;

/// Reads a table.
pub(super) fn read(source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let settings = source.settings;
    let mut table = NamedTable::open(source, b'\t', sink)?;
    let Some((artifact, known)) = find(table.names()) else {
        return Err(broken(
            model::Place::default(),
            "its first line is the header of no artifact of the LEAPPs",
            "check that this is a table of `_TSV Exports`; or read it through a mapping",
        ));
    };
    note_artifact(artifact, known, table.names(), sink)?;
    let Artifact { kind, module, platform, .. } = *artifact;
    let (counted, bad_times) = (Vec::new(), BadTimes::SetAside);
    let made = Made { kind, module: module.to_owned(), platform, counted, bad_times };
    let mut filler = Filler::new(made, settings);
    let read = table.each_row(sink, |row, place, sink| {
        if is_header(row) {
            return sink.skip(place, SkipReason::Header);
        }
        sink.begin(place)?;
        if let Err((kind, field, raw)) = filler.fill(row) {
            return sink.reject(kind, &field, &raw);
        }
        match artifact.kind {
            RowKind::Session => sink.record(&filler.session),
            RowKind::Message => sink.record(&filler.message),
            RowKind::Contact => sink.record(&filler.contact),
            RowKind::Account => sink.record(&filler.account),
            RowKind::Position => sink.record(&filler.position),
            RowKind::Activity => sink.record(&filler.activity),
        }
    });
    if let Some(zone) = filler.zone_applied() {
        let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
        sink.note(&zone)?;
    }
    read
}

/// Whether the header stands here again.
fn is_header(row: NamedRow<'_>) -> bool {
    row.columns().all(|(name, cell)| name.split('#').next() == Some(&canonical_name(cell)))
}

fn note_artifact(
    artifact: &Artifact,
    known: Known,
    names: &[String],
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let Artifact { tool, module, .. } = artifact;
    let version = format!("{tool}, module {module}");
    sink.note(&Note::Version { version })?;
    sink.remark(say::leapp_version())?;
    match known {
        Known::Exactly => Ok(()),
        Known::Nearly => sink.remark(differs(artifact, names)),
    }
}

/// How a header differs from that of an artifact.
pub(super) fn differs(artifact: &Artifact, names: &[String]) -> Phrase {
    let (more, missing) = artifact.differences(names);
    let told = |names: &[String]| match names {
        [] => say::none().into(),
        names => Word::from(names.iter().take(NAMES_TOLD_MAX).collect::<Vec<_>>()),
    };
    say::leapp_header(told(&more), told(&missing))
}
