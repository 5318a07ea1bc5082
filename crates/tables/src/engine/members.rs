//! Members of containers in the tables: the rows that tell them, by their names, and what is held in
//! them.

use std::collections::{BTreeMap, BTreeSet};

use model::ExhibitId;
use model::record::{KINDS, Kind};

use super::Engine;
use super::cells::Cells;
use super::scan::{RowOrder, select};
use super::view::StatedCoverage;
use crate::fault::TablesFault;

/// Stands between a container and its member in a chain of them.
pub(super) const MEMBER_JOINT: &str = "!/";

/// Records in members, by exhibit and chain of names, and by table.
pub(super) type Held = BTreeMap<(ExhibitId, String), BTreeMap<&'static str, u64>>;

impl Engine {
    /// What is held in the members that state a period for the whole of themselves, and deeper.
    pub(super) fn held_by_members(&self, stated: &[StatedCoverage]) -> Result<Held, TablesFault> {
        let whole = |one: &&StatedCoverage| !one.inside.is_empty() && one.account.is_empty();
        let mut held: Held = stated
            .iter()
            .filter(whole)
            .map(|one| ((one.exhibit, one.inside.clone()), BTreeMap::new()))
            .collect();
        if held.is_empty() {
            return Ok(held);
        }
        for kind in KINDS.iter().copied().filter(|kind| self.has(*kind)) {
            let table = kind.table();
            let sql = select(table, &["exhibit", "row", "inside"].map(str::to_owned));
            self.each_batch(table, &sql, RowOrder::Any, |batch| {
                let cells = Cells { table, batch };
                let (records, inside) = (cells.record()?, cells.text("inside")?);
                for row in 0..cells.rows() {
                    let (exhibit, chain) = (records.get(row).exhibit, inside.get(row));
                    for ((own, member), tables) in &mut held {
                        if *own == exhibit && lies_in(chain, member) {
                            *tables.entry(table).or_insert(0) += 1;
                        }
                    }
                }
                Ok::<_, TablesFault>(())
            })?;
        }
        Ok(held)
    }

    /// For each chain of members by names the rows of the records that tell such a member, in order.
    /// A volume or the content of an image is told by no record.
    pub fn member_rows(
        &self,
        exhibit: ExhibitId,
        chains: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, Vec<u64>>, TablesFault> {
        let mut rows: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        if !self.counts().contains_key(&(exhibit, Kind::Media)) {
            return Ok(rows);
        }
        let table = Kind::Media.table();
        let columns = ["exhibit", "row", "inside", "path"].map(str::to_owned);
        let sql = format!("{} WHERE \"exhibit\" = '{exhibit}'", select(table, &columns));
        let mut chain = String::new();
        self.each_batch(table, &sql, RowOrder::Any, |batch| {
            let cells = Cells { table, batch };
            let (records, inside) = (cells.record()?, cells.text("inside")?);
            let path = cells.text("path")?;
            for row in 0..cells.rows() {
                chain.clear();
                chain.push_str(inside.get(row));
                if !chain.is_empty() {
                    chain.push_str(MEMBER_JOINT);
                }
                chain.push_str(path.get(row));
                if chains.contains(chain.as_str()) {
                    rows.entry(chain.clone()).or_default().push(records.get(row).row);
                }
            }
            Ok::<_, TablesFault>(())
        })?;
        for rows in rows.values_mut() {
            rows.sort_unstable();
        }
        Ok(rows)
    }
}

/// Whether a chain of members leads to this member or goes through it.
fn lies_in(chain: &str, member: &str) -> bool {
    chain.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with(MEMBER_JOINT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_holds_itself_and_what_is_in_it_and_not_its_neighbour() {
        assert!(lies_in("a.zip", "a.zip") && lies_in("a.zip!/b", "a.zip"));
        assert!(!lies_in("a.zip2", "a.zip") && !lies_in("", "a.zip"));
    }
}
