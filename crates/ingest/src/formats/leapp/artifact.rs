//! The tables that LEAPP writes: which header belongs to which artifact, and what its rows are.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::formats::delimited::canonical_names;

/// Artifacts of iLEAPP, ALEAPP and RLEAPP with the names of their columns: kind, tool, module,
/// platform, columns parted by `|`.
const REGISTER: &str = include_str!("artifacts.tsv");

/// Share of names, in hundredths, that a header and an artifact must have in common, so that another
/// version of LEAPP is known by its neighbour.
const NEAR_HUNDREDTHS: usize = 80;

/// Columns a table must have to be known by its header alone; two or three names are no evidence.
const COLUMNS_MIN: usize = 4;

/// Modules that leave out every column in which no row has a value.
const OPEN_MODULES: [&str; 1] = ["addressBook"];

/// Columns that a table of such a module must have.
const OPEN_COLUMNS_MIN: usize = 5;

/// What a row of an artifact becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Session,
    Message,
    Contact,
    Account,
    Position,
    Activity,
}

/// An artifact.
#[derive(Debug)]
pub(super) struct Artifact {
    pub(super) kind: RowKind,
    /// `iLEAPP`, `ALEAPP`, `RLEAPP`.
    pub(super) tool: &'static str,
    /// The module that writes it.
    pub(super) module: &'static str,
    /// The platform its identifiers belong to; empty where rows state it or none is known.
    pub(super) platform: &'static str,
    columns: BTreeSet<String>,
    /// The same names as LAVA's database writes them.
    sql_columns: BTreeSet<String>,
}

/// How well a header is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It is that of the artifact.
    Exactly,
    /// It differs by some names.
    Nearly,
}

static ARTIFACTS: LazyLock<Vec<Artifact>> =
    LazyLock::new(|| REGISTER.lines().filter_map(artifact_of).collect());

fn artifact_of(line: &'static str) -> Option<Artifact> {
    let mut cells = line.split('\t');
    let kind = match cells.next()? {
        "session" => RowKind::Session,
        "message" => RowKind::Message,
        "contact" => RowKind::Contact,
        "account" => RowKind::Account,
        "position" => RowKind::Position,
        "activity" => RowKind::Activity,
        _ => return None,
    };
    let (tool, module, platform) = (cells.next()?, cells.next()?, cells.next()?);
    let columns: Vec<&str> = cells.next()?.split('|').collect();
    let columns: BTreeSet<String> = canonical_names(&columns).into_iter().collect();
    let sql_columns = columns.iter().map(|name| sql_name(name)).collect();
    Some(Artifact { kind, tool, module, platform, columns, sql_columns })
}

/// A name as LAVA's database writes it: letters, digits and `_`, with `_` for blanks.
pub(super) fn sql_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 1);
    let is_kept = |c: &char| c.is_alphanumeric() || *c == '_' || c.is_whitespace();
    let kept: String = name.chars().filter(is_kept).collect();
    let mut is_after_blank = false;
    for c in kept.chars() {
        if !c.is_whitespace() {
            out.extend(c.to_lowercase());
        } else if !is_after_blank {
            out.push('_');
        }
        is_after_blank = c.is_whitespace();
    }
    if out.starts_with(|c: char| !c.is_alphabetic() && c != '_') {
        out.insert(0, '_');
    }
    out
}

/// The artifact with this header, or the nearest one if it is near enough.
pub(super) fn find(names: &[String]) -> Option<(&'static Artifact, Known)> {
    if names.len() < COLUMNS_MIN {
        return None;
    }
    nearest(names, |artifact| &artifact.columns)
}

/// The artifact whose table in LAVA's database has these columns, or the nearest one.
pub(super) fn find_in_sql(columns: &[String]) -> Option<(&'static Artifact, Known)> {
    nearest(columns, |artifact| &artifact.sql_columns)
}

fn nearest(
    names: &[String],
    columns_of: fn(&Artifact) -> &BTreeSet<String>,
) -> Option<(&'static Artifact, Known)> {
    let own: BTreeSet<String> = names.iter().cloned().collect();
    let mut best: Option<(&Artifact, usize)> = None;
    for artifact in ARTIFACTS.iter() {
        let columns = columns_of(artifact);
        if *columns == own {
            return Some((artifact, Known::Exactly));
        }
        let (fewer, more) = (columns.len().min(own.len()), columns.len().max(own.len()));
        let is_open = OPEN_MODULES.contains(&artifact.module);
        if !is_open && fewer * 100 < more * NEAR_HUNDREDTHS {
            // Even if they had all of the fewer in common.
            continue;
        }
        let shared = columns.intersection(&own).count();
        let all = columns.len() + own.len() - shared;
        let is_part = is_open && shared == own.len() && shared >= OPEN_COLUMNS_MIN;
        let near = if is_part { NEAR_HUNDREDTHS } else { shared * 100 / all.max(1) };
        if near >= NEAR_HUNDREDTHS
            && shared >= COLUMNS_MIN
            && best.is_none_or(|(_, most)| near > most)
        {
            best = Some((artifact, near));
        }
    }
    best.map(|(artifact, _)| (artifact, Known::Nearly))
}

impl Artifact {
    /// Names of the header that the artifact lacks, and names it has that the header lacks.
    pub(super) fn differences(&self, names: &[String]) -> (Vec<String>, Vec<String>) {
        let own: BTreeSet<String> = names.iter().cloned().collect();
        let more = own.difference(&self.columns).cloned().collect();
        (more, self.columns.difference(&own).cloned().collect())
    }

    /// The name that this column of LAVA's database has in the header of the artifact.
    pub(super) fn column_of(&self, sql: &str) -> Option<&str> {
        self.columns.iter().find(|name| sql_name(name) == sql).map(String::as_str)
    }
}

/// The name that a column of LAVA's database has in the header of any artifact.
pub(super) fn any_column_of(sql: &str) -> Option<&'static str> {
    ARTIFACTS.iter().find(|artifact| artifact.sql_columns.contains(sql))?.column_of(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &str) -> Vec<String> {
        canonical_names(&header.split('|').collect::<Vec<_>>())
    }

    #[test]
    fn every_line_of_the_register_is_an_artifact() {
        assert_eq!(ARTIFACTS.len(), REGISTER.lines().count());
        assert!(ARTIFACTS.iter().all(|artifact| artifact.columns.len() >= 3));
    }

    #[test]
    fn names_in_sql_are_those_that_the_writer_of_lava_makes() {
        for (name, sql) in [
            ("duration h:m:s", "duration_hms"),
            ("date / time", "date_time"),
            ("deleted?", "deleted"),
            ("# of rings", "_of_rings"),
            ("3g", "_3g"),
            ("from_id", "from_id"),
        ] {
            assert_eq!(sql_name(name), sql, "{name}");
        }
        assert_eq!(any_column_of("duration_hms"), Some("duration h:m:s"));
    }

    #[test]
    fn a_header_is_known_exactly_nearly_or_not_at_all() {
        let calls = "Starting Timestamp|Ending Timestamp|Duration H:M:S|Direction|\
            Disconnected cause|Contact ID|Contact Fullname|Phone Number";
        let (artifact, known) = find(&names(calls)).unwrap();
        assert_eq!(
            (artifact.kind, artifact.module, known),
            (RowKind::Session, "whatsApp", Known::Exactly)
        );
        let newer = format!("{calls}|Video");
        let (artifact, known) = find(&names(&newer)).unwrap();
        assert_eq!((artifact.kind, known), (RowKind::Session, Known::Nearly));
        assert_eq!(artifact.differences(&names(&newer)), (vec!["video".to_owned()], vec![]));
        let few = "Creation Date|First Name|Last Name|Storage Place|Modification Date";
        let (artifact, known) = find(&names(few)).unwrap();
        assert_eq!((artifact.kind, known), (RowKind::Contact, Known::Nearly));
        assert!(find(&names("a|b|c|d")).is_none());
        assert!(find(&names("timestamp|message")).is_none());
    }
}
