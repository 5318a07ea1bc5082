//! Databases that are known by their tables and not read: what can be done instead.
//!
//! Their tables are counted all the same, so that a person sees how much stands there.

use super::schema::Schema;

/// A program, the tables by which its database is known, and what a person can do.
type Known = (&'static str, &'static [&'static str], &'static str);

static KNOWN: &[Known] = &[
    (
        "Magnet AXIOM (a case or a portable case)",
        &["hit_fragment_string", "fragment_definition"],
        "export the artifacts as CSV or Excel, and save a mapping for each with `tutela map`",
    ),
    (
        "Autopsy (a case)",
        &["tsk_files", "blackboard_artifacts"],
        "export a report as CASE/UCO, a body file or Excel, and ingest that",
    ),
    (
        "an iTunes or Finder backup (its list of files)",
        &["Files", "Properties"],
        "restore the backup's files under their own names with another tool, and ingest the folder",
    ),
    (
        "a cache of web answers (NSURLCache)",
        &["cfurl_cache_response", "cfurl_cache_receiver_data"],
        "export its answers with iLEAPP and ingest its output",
    ),
];

/// What a database is whose rows nothing here reads.
pub(super) fn find(schema: &Schema) -> Option<(&'static str, &'static str)> {
    let has = |table: &&str| schema.table(table).is_some();
    let known = KNOWN.iter().find(|(_, tables, _)| tables.iter().all(has));
    known.map(|(name, _, remedy)| (*name, *remedy))
}

#[cfg(test)]
mod tests {
    use super::super::schema::Table;
    use super::*;

    #[test]
    fn a_database_is_known_by_all_of_its_tables() {
        let schema = |names: &[&str]| {
            let named = |name: &&str| Table { name: (*name).to_owned(), ..Table::default() };
            let mut schema = Schema::default();
            schema.tables = names.iter().map(named).collect();
            schema
        };
        let (name, remedy) = find(&schema(&["tsk_files", "blackboard_artifacts", "x"])).unwrap();
        assert!(name.contains("Autopsy") && remedy.contains("CASE/UCO"));
        assert_eq!(find(&schema(&["tsk_files", "x"])), None);
        assert!(find(&schema(&["Files", "Properties"])).unwrap().0.contains("backup"));
    }
}
