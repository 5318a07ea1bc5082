//! What exhibits cover: the periods they state, and the spans of what they hold.

use std::collections::{BTreeMap, BTreeSet};

use model::ExhibitId;
use model::views::{Covered, KeyId, Keys, When};

use super::keys::Interner;
use super::members::Held;
use super::view::StatedCoverage;
use crate::fault::TablesFault;

/// First and last instant, and records between them.
#[derive(Debug, Clone, Copy)]
struct Span {
    from_us: i64,
    until_us: i64,
    records: u64,
}

/// Spans by exhibit, table and account, with the one looked at last at hand.
#[derive(Default)]
pub(super) struct Coverage {
    spans: BTreeMap<(ExhibitId, &'static str, Option<KeyId>), Span>,
    stated: Vec<(StatedCoverage, Option<KeyId>)>,
}

impl Coverage {
    /// Widens the span of an exhibit's table, or of one account in it, by a record.
    pub(super) fn span(
        &mut self,
        exhibit: ExhibitId,
        table: &'static str,
        account: Option<KeyId>,
        when: &When,
        until_us: i64,
    ) {
        let new = Span { from_us: when.earliest_us, until_us, records: 0 };
        let span = self.spans.entry((exhibit, table, account)).or_insert(new);
        span.from_us = span.from_us.min(when.earliest_us);
        span.until_us = span.until_us.max(until_us);
        span.records += 1;
    }

    /// Takes a period that a source states.
    pub(super) fn state(
        &mut self,
        stated: &StatedCoverage,
        keys: &mut Interner,
    ) -> Result<(), TablesFault> {
        let account = keys.id(&stated.account)?;
        self.stated.push((stated.clone(), (account != 0).then_some(account)));
        Ok(())
    }

    /// The coverage by exhibit, table and account. A stated period is listed for every table of
    /// its exhibit that has records in time; where it has none, once, with an empty table name:
    /// a source that covers a period and holds nothing says something as well. What a member of a
    /// container states for the whole of itself holds for its own records alone.
    pub(super) fn finish(
        self,
        ranked: impl Fn(&mut KeyId),
        keys: &Keys,
        held: &Held,
    ) -> Vec<Covered> {
        let mut covered: Vec<Covered> = Vec::new();
        for (stated, account) in &self.stated {
            let of_member = held.get(&(stated.exhibit, stated.inside.clone()));
            let own = of_member.filter(|_| account.is_none());
            let tables = self.timed_tables(stated.exhibit);
            let tables = tables.filter(|table| own.is_none_or(|own| own.contains_key(table)));
            let mut tables: BTreeSet<&'static str> = tables.collect();
            if tables.is_empty() {
                tables.insert("");
            }
            covered.extend(tables.into_iter().map(|table| {
                let span = self.spans.get(&(stated.exhibit, table, *account));
                let records = match own {
                    Some(own) => own.get(table).copied().unwrap_or(0),
                    None => span.map_or(0, |span| span.records),
                };
                Covered {
                    exhibit: stated.exhibit,
                    table,
                    inside: stated.inside.clone(),
                    account: *account,
                    from_us: stated.from_us,
                    until_us: stated.until_us,
                    stated: true,
                    records,
                }
            }));
        }
        covered.extend(self.spans.iter().filter(|((_, _, account), _)| *account != Some(0)).map(
            |((exhibit, table, account), span)| Covered {
                exhibit: *exhibit,
                table,
                inside: String::new(),
                account: *account,
                from_us: span.from_us,
                until_us: span.until_us,
                stated: false,
                records: span.records,
            },
        ));
        for row in &mut covered {
            row.account.iter_mut().for_each(&ranked);
        }
        covered.sort_by(|a, b| order(a, keys).cmp(&order(b, keys)));
        covered.dedup();
        covered
    }

    /// The tables of an exhibit that have records in time.
    fn timed_tables(&self, exhibit: ExhibitId) -> impl Iterator<Item = &'static str> {
        self.spans.keys().filter(move |(own, ..)| *own == exhibit).map(|(_, table, _)| *table)
    }
}

/// What rows of coverage are sorted by.
type Order<'a> = (ExhibitId, &'static str, Option<&'a str>, bool, i64, i64, &'a str);

fn order<'a>(row: &'a Covered, keys: &'a Keys) -> Order<'a> {
    let account = row.account.map(|id| keys.text(id));
    (row.exhibit, row.table, account, !row.stated, row.from_us, row.until_us, &row.inside)
}
