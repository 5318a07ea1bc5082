//! Tables of LAVA's database: the artifacts of a run of iLEAPP or ALEAPP, a table each, whose columns
//! bear the names of the artifact's header in the form that SQL allows.

use model::records::{Account, Activity, Contact, Message, Position, Session};
use model::{Phrase, Word, say};

use super::artifact::{Artifact, Known, RowKind, any_column_of, find_in_sql};
use super::fill::{BadTimes, Fault, Filler, Made};
use super::table::differs;
use crate::formats::delimited::NamedRow;
use crate::settings::Settings;

/// A column of a table of LAVA.
pub(crate) struct LavaColumn<'a> {
    /// Its name in the database.
    pub(crate) name: &'a str,
    /// Whether it is declared as a number: LAVA does so for times, as seconds since 1970.
    pub(crate) is_number: bool,
}

/// Reads the rows of one table.
pub(crate) struct LavaTable {
    filler: Filler,
    names: Vec<String>,
    kind: RowKind,
    /// What the table is, in words.
    pub(crate) told: Word,
    /// Whether its header is that of a known artifact, or near one.
    pub(crate) is_known: bool,
}

/// A filled record, to be taken out of its buffer.
pub(crate) enum LavaRecord<'a> {
    Session(&'a mut Session),
    Message(&'a mut Message),
    Contact(&'a mut Contact),
    Account(&'a mut Account),
    Position(&'a mut Position),
    Activity(&'a mut Activity),
}

impl LavaTable {
    /// The reader of a table: by the artifact whose columns it has, else as positions where it has
    /// coordinates, else as activities under its own name.
    pub(crate) fn new(table: &str, columns: &[LavaColumn<'_>], settings: &Settings) -> Self {
        let sql: Vec<String> = columns.iter().map(|column| column.name.to_lowercase()).collect();
        let found = find_in_sql(&sql);
        let named = |sql: &String| {
            let own = found.and_then(|(artifact, _)| artifact.column_of(sql));
            let name = own.or_else(|| any_column_of(sql));
            name.map_or_else(|| sql.replace('_', " "), str::to_owned)
        };
        let names: Vec<String> = sql.iter().map(named).collect();
        let is_counted = columns.iter().map(|column| column.is_number);
        let counted = names.iter().zip(is_counted).filter(|(_, is_counted)| *is_counted);
        let counted = counted.map(|(name, _)| name.clone()).collect();
        let is_placed =
            ["latitude", "longitude"].iter().all(|axis| names.iter().any(|n| n == axis));
        let (made, told) = if let Some((artifact, known)) = found {
            let Artifact { kind, module, platform, .. } = *artifact;
            let (module, bad_times) = (module.to_owned(), BadTimes::NumbersStayBeside);
            let made = Made { kind, module, platform, counted, bad_times };
            (made, described(table, artifact, known, &names).into())
        } else {
            let kind = if is_placed { RowKind::Position } else { RowKind::Activity };
            let (module, bad_times) = (table.to_owned(), BadTimes::StayBeside);
            (Made { kind, module, platform: "", counted, bad_times }, table.into())
        };
        let (kind, is_known) = (made.kind, found.is_some());
        Self { filler: Filler::new(made, settings), names, kind, told, is_known }
    }

    /// Numbers under the name of a time, so far, that stayed beside.
    pub(crate) fn bare_times(&self) -> u64 {
        self.filler.bare_times
    }

    /// Fills a record from the cells of a row, which stand in `text` at `ranges`.
    pub(crate) fn fill(
        &mut self,
        text: &str,
        ranges: &[(usize, usize)],
    ) -> Result<LavaRecord<'_>, Fault> {
        self.filler.fill(NamedRow::new(&self.names, text, ranges))?;
        let Filler { session, message, contact, account, position, activity, .. } =
            &mut self.filler;
        Ok(match self.kind {
            RowKind::Session => LavaRecord::Session(session),
            RowKind::Message => LavaRecord::Message(message),
            RowKind::Contact => LavaRecord::Contact(contact),
            RowKind::Account => LavaRecord::Account(account),
            RowKind::Position => LavaRecord::Position(position),
            RowKind::Activity => LavaRecord::Activity(activity),
        })
    }
}

fn described(table: &str, artifact: &Artifact, known: Known, names: &[String]) -> Phrase {
    let Artifact { tool, module, .. } = artifact;
    match known {
        Known::Exactly => say::artifact_exact(table, *tool, *module),
        Known::Nearly => say::artifact_near(table, *tool, *module, differs(artifact, names)),
    }
}
