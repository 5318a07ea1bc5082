//! Bytes inside members of containers: a worker walks the exhibit again, as locked in as when it
//! read it, and shows what stands at the places that are cited.
//!
//! A member is found by the chain of names that a place has. Where several members have one name (a
//! deleted file beside its successor) the records that tell them say which: members are told in one
//! order, and the rows of a member follow its own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use ingest::{Shown, Wanted};
use model::{ExhibitId, Locator};

use super::{Citation, QUOTE_BYTES_MAX, Sources, not_there};
use crate::fault::Fault;
use crate::keeper::tables_fault;
use crate::ledger::Ledger;
use crate::progress::Step;

/// Longest list of places given to one worker, in bytes of its job: far below the limit of a job.
const LIST_BYTES_MAX: usize = 8 << 20;

/// Most places of one member in a list.
const SPANS_AT_ONCE: usize = 50_000;

/// What a place takes in a job, at most.
const SPAN_BYTES: usize = 48;

/// From here on the names of a chain may have been cut when they were kept.
const CHAIN_BYTES_MAX: usize = ingest::frame::NAME_BYTES_MAX - 4;

/// Places in one exhibit: by chain, by which member of that name, by first byte and length; each
/// with the citations that name it.
type Places = BTreeMap<(String, u64), BTreeMap<(u64, u64), Vec<usize>>>;

impl Sources<'_> {
    /// Shows the bytes of those citations of one exhibit that stand inside a member.
    pub(super) fn show_inside(
        &self,
        exhibit: ExhibitId,
        numbers: &[usize],
        citations: &mut [Citation],
    ) -> Result<(), Fault> {
        let ledger = self.ledgers.iter().find(|ledger| ledger.exhibit == exhibit);
        let Some(ledger) = ledger else { return Ok(()) };
        let places = self.places(exhibit, numbers, citations)?;
        for list in lists(places) {
            let asked: Vec<Vec<usize>> =
                list.iter().flat_map(|(_, spans)| spans.values().cloned()).collect();
            let shown = self.show(ledger, &list)?;
            for (cited, shown) in asked.into_iter().zip(shown) {
                for number in cited {
                    let Some(citation) = citations.get_mut(number) else { continue };
                    match &shown {
                        Shown::Bytes { first, sha256 } => {
                            citation.bytes = Some((first.clone(), *sha256));
                        }
                        Shown::Missing { reason, .. } => {
                            return Err(not_there(&citation.locator, reason));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The places, each once, with which member of its name it is in.
    fn places(
        &self,
        exhibit: ExhibitId,
        numbers: &[usize],
        citations: &[Citation],
    ) -> Result<Places, Fault> {
        let cited = || numbers.iter().filter_map(|at| Some((*at, citations.get(*at)?)));
        let chain = |one: &'_ Citation| one.locator.place.inside.clone();
        let chains: BTreeSet<String> = cited().map(|(_, one)| chain(one)).collect();
        let names = chains.iter().map(String::as_str).collect();
        let told = self.engine.member_rows(exhibit, &names).map_err(|e| tables_fault(&e))?;
        let mut places = Places::new();
        for (at, one) in cited() {
            let place = &one.locator.place;
            if place.inside.len() > CHAIN_BYTES_MAX {
                // A chain that was cut leads nowhere for certain: the record stands without bytes.
                continue;
            }
            let nth = nth(told.get(&place.inside), &one.locator)?;
            let spans = places.entry((place.inside.clone(), nth)).or_default();
            spans.entry((place.bytes_start, place.bytes_len)).or_default().push(at);
        }
        Ok(places)
    }

    fn show(&self, ledger: &Ledger, list: &List) -> Result<Vec<Shown>, Fault> {
        let mut asked = self.walk().asking(ledger)?;
        asked.job.show = list
            .iter()
            .map(|((inside, nth), spans)| Wanted {
                inside: inside.clone(),
                nth: *nth,
                spans: spans.keys().copied().collect(),
            })
            .collect();
        let name = asked.name.clone();
        let mut watch = |at: &ingest::Progress| {
            self.progress.advance(Step::Cite, &name, at.bytes_read, at.bytes_whole, "");
            if self.progress.stop_asked() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let shown = asked.show(self.worker, QUOTE_BYTES_MAX, &mut watch)?;
        self.progress.finish(Step::Cite, &name);
        Ok(shown)
    }
}

/// Which member of its name a place is in, counted from 1: the last that was told before its row.
fn nth(told: Option<&Vec<u64>>, locator: &Locator) -> Result<u64, Fault> {
    // What no record tells, a volume or the content of an image, is alone with its name.
    let Some(told) = told else { return Ok(1) };
    match told.partition_point(|row| *row < locator.place.row) {
        0 => Err(not_there(locator, "no member of this name comes before it")),
        nth => Ok(nth as u64),
    }
}

/// Places for one worker.
type List = Vec<((String, u64), BTreeMap<(u64, u64), Vec<usize>>)>;

/// Cuts places into lists that fit into a job.
fn lists(places: Places) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut bytes = LIST_BYTES_MAX;
    for (member, spans) in places {
        let mut spans = spans.into_iter();
        loop {
            let part: BTreeMap<_, _> = spans.by_ref().take(SPANS_AT_ONCE).collect();
            if part.is_empty() {
                break;
            }
            // A character may take six in JSON.
            let own = part.len() * SPAN_BYTES + member.0.len() * 6;
            bytes += own;
            if bytes > LIST_BYTES_MAX {
                lists.push(List::new());
                bytes = own;
            }
            if let Some(list) = lists.last_mut() {
                list.push((member.clone(), part));
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use model::Place;

    use super::*;

    #[test]
    fn of_members_of_one_name_the_last_told_before_a_row_holds_it() {
        let at = |row| Locator {
            exhibit: ExhibitId(1),
            place: Place { inside: "a".into(), row, ..Place::default() },
        };
        let told = vec![3, 40];
        assert_eq!(nth(Some(&told), &at(4)).unwrap(), 1);
        assert_eq!(nth(Some(&told), &at(39)).unwrap(), 1);
        assert_eq!(nth(Some(&told), &at(41)).unwrap(), 2);
        assert_eq!(nth(None, &at(2)).unwrap(), 1);
        assert!(nth(Some(&told), &at(2)).is_err());
    }

    #[test]
    fn a_long_list_is_cut_and_nothing_of_it_is_lost() {
        let spans = |count: u64| (0..count).map(|at| ((at, 1), vec![0])).collect();
        let places: Places = (0..2).map(|at| ((format!("m{at}"), 1), spans(240_000))).collect();
        let lists = lists(places);
        assert!(lists.len() > 1);
        let all: usize = lists.iter().flatten().map(|(_, spans)| spans.len()).sum();
        assert_eq!(all, 480_000);
    }
}
