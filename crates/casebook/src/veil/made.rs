//! Making the veil of a case: who is protected now, with which numbers, known by which spellings. What was made is
//! kept beside the tables (`cache/veil.json`) and made again where records, decisions or numbers changed.

use std::collections::BTreeSet;

use analysis::Basis;
use custody::{Act, Custody, Event};
use model::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::party::{Party, Ruled, parties, protected};
use super::table::{Given, Table};
use crate::acts::acts;
use crate::asking::ledgers;
use crate::case::Case;
use crate::decisions::{self, About, Category, Decided};
use crate::fault::Fault;
use crate::intake::{custody_fault, open_custody};
use crate::{asked, file};

/// What was made, from the folder of the case.
const KEPT: &str = "cache/veil.json";

/// Everything a veil is made from.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Made {
    /// Digest over what it was made of.
    of: Option<Digest>,
    pub(super) parties: Vec<Party>,
    /// Identifiers of others that hold a spelling as a part.
    pub(super) kept: BTreeSet<String>,
}

/// What says who is protected, besides the records.
struct Known {
    table: Table,
    ruled: Ruled,
    stamp: Digest,
}

impl Known {
    fn of(case: &Case) -> Result<Self, Fault> {
        let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
        let (table, acts) = (Table::read(case)?, acts(&custody)?);
        table.check(case, &acts)?;
        let ruled = ruled(case)?;
        let stamp = stamp(case, &acts, &table)?;
        Ok(Self { table, ruled, stamp })
    }

    /// Whether there can be anybody to protect: without a look at the records.
    fn is_nobody(&self, case: &Case) -> Result<bool, Fault> {
        Ok(self.table.given.is_empty() && self.ruled.victims.is_empty() && !guard_holds(case)?)
    }
}

/// Whether the victim guard of the last build holds anybody.
fn guard_holds(case: &Case) -> Result<bool, Fault> {
    use analysis::Question as _;
    let card = analysis::questions::guard::GuardQuestion.card();
    let stored = crate::asking::answer(case, card)?;
    let findings = stored.into_iter().flat_map(|stored| stored.answer.findings);
    Ok(findings.into_iter().any(|finding| finding.id != "list"))
}

/// What people decided of parties, by what stands.
fn ruled(case: &Case) -> Result<Ruled, Fault> {
    let all = decisions::decisions(case)?;
    let mut ruled = Ruled::default();
    for one in decisions::standing(&all) {
        let (About::Person { key }, Decided::Category(category)) = (&one.about, one.decided) else {
            continue;
        };
        match category {
            Category::Victim => ruled.victims.insert(key.clone()),
            _ if one.second.is_some() => ruled.others.insert(key.clone()),
            _ => false,
        };
    }
    Ok(ruled)
}

/// The digest over what decides the veil: records, answers, decisions, numbers, and the program.
fn stamp(case: &Case, acts: &[Act], table: &Table) -> Result<Digest, Fault> {
    let mut sha256 = Sha256::new();
    sha256.update(concat!("tutela ", env!("CARGO_PKG_VERSION"), " veil 1\n"));
    let parts: Vec<tables::Part> =
        ledgers(case)?.into_iter().flat_map(|ledger| ledger.parts).collect();
    sha256.update(tables::data_root(&parts).0);
    let decides = |act: &&Act| {
        matches!(
            act.event,
            Event::PersonCategorised { .. }
                | Event::Countersigned { .. }
                | Event::IdentityDecided { .. }
                | Event::Built { .. }
        )
    };
    for act in acts.iter().filter(decides) {
        sha256.update(serde_json::to_vec(act).unwrap_or_default());
    }
    sha256.update(table.bytes());
    Ok(Digest(sha256.finalize().into()))
}

/// As it was last made; the keys of the numbers alone where nothing is kept.
pub(super) fn as_kept(case: &Case) -> Result<Made, Fault> {
    if let Some(made) = file::read_json::<Made>(&case.path(KEPT)).ok().flatten() {
        return Ok(made);
    }
    let given = Table::read(case)?.given;
    let parties = given.iter().map(|one| Party::of_key(one.number, &one.key)).collect();
    Ok(Made { parties, ..Made::default() })
}

/// As the case stands now; parties without a number get one.
pub(super) fn of_now(case: &Case, who: (&str, i64)) -> Result<Made, Fault> {
    let known = Known::of(case)?;
    if known.is_nobody(case)? {
        return Ok(Made::default());
    }
    let kept = file::read_json::<Made>(&case.path(KEPT)).ok().flatten();
    if let Some(made) = kept.filter(|made| made.of == Some(known.stamp)) {
        return Ok(made);
    }
    let found = asked::ask(case, |_| {}, |basis| Found::of(basis, &known.ruled, &known.table))??;
    found.finish(case, known.table, None, who)
}

/// Gives a number to whoever is protected now and has none, as after a decision.
pub fn number(case: &Case, who: (&str, i64)) -> Result<(), Fault> {
    of_now(case, who).map(|_| ())
}

/// Who is protected by the records as they stand, before numbers are given.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of the records that first name them; 0 for the number.
    parties: Vec<Party>,
    kept: BTreeSet<String>,
    /// Numbers of whom no record speaks any more.
    gone: Vec<Given>,
}

impl Found {
    /// By the basis of a build.
    pub(crate) fn of_build(case: &Case, basis: &Basis<'_>) -> Result<Self, Fault> {
        Self::of(basis, &ruled(case)?, &Table::read(case)?)
    }

    fn of(basis: &Basis<'_>, ruled: &Ruled, table: &Table) -> Result<Self, Fault> {
        let identities = protected(basis, ruled, table);
        let parties = parties(basis, &identities);
        let kept = others(basis, &parties)?;
        let gone = table.given.iter().filter(|one| basis.view.keys.id(&one.key).is_none());
        Ok(Self { parties, kept, gone: gone.cloned().collect() })
    }

    /// Writes down what a build found: numbers where they are needed, and the veil.
    pub(crate) fn write(
        self,
        case: &Case,
        custody: &mut Custody,
        who: (&str, i64),
    ) -> Result<(), Fault> {
        let table = Table::read(case)?;
        table.note(custody, who)?;
        self.finish(case, table, Some(custody), who).map(|_| ())
    }

    fn finish(
        self,
        case: &Case,
        mut table: Table,
        custody: Option<&mut Custody>,
        who: (&str, i64),
    ) -> Result<Made, Fault> {
        let Self { mut parties, kept, gone } = self;
        let number = |table: &Table, party: &Party| table.of(party.keys.iter().map(String::as_str));
        let new = parties.iter().filter(|one| number(&table, one).is_none());
        let new: Vec<String> = new.map(|one| one.name.clone()).collect();
        if !new.is_empty() {
            give(case, &mut table, &new, custody, who)?;
        }
        for party in &mut parties {
            party.number = number(&table, party).unwrap_or_default();
        }
        // A number of whom no record speaks any more stays the pseudonym of its key.
        let held: BTreeSet<u64> = parties.iter().map(|party| party.number).collect();
        let gone = gone.iter().filter(|one| !held.contains(&one.number));
        parties.extend(gone.map(|one| Party::of_key(one.number, &one.key)));
        let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
        let of = Some(stamp(case, &acts(&custody)?, &table)?);
        let made = Made { of, parties, kept };
        // What cannot be kept is made again.
        if let Ok(bytes) = serde_json::to_vec(&made) {
            let _ = file::write(&case.path(KEPT), &bytes);
        }
        Ok(made)
    }
}

/// Gives numbers; they are written down where the case can be written to.
fn give(
    case: &Case,
    table: &mut Table,
    new: &[String],
    custody: Option<&mut Custody>,
    who: (&str, i64),
) -> Result<(), Fault> {
    match custody {
        Some(custody) => table.give(case, custody, new, who),
        // Whoever seals exhibits holds the log, for hours maybe: until then the same numbers are given for now.
        None => match open_custody(case) {
            Ok(mut custody) if Table::read(case)? == *table => {
                table.give(case, &mut custody, new, who)
            }
            _ => {
                table.give_for_now(new);
                Ok(())
            }
        },
    }
}

/// Identifiers of parties that are not protected and in which a spelling would be found: they stay whole.
fn others(basis: &Basis<'_>, protected: &[Party]) -> Result<BTreeSet<String>, Fault> {
    let own: BTreeSet<&str> =
        protected.iter().flat_map(|one| one.keys.iter().map(String::as_str)).collect();
    let all: Vec<&Party> = protected.iter().collect();
    let (view, mut kept) = (basis.view, BTreeSet::new());
    if all.is_empty() {
        return Ok(kept);
    }
    let spellings = super::spelled(&all, &kept)?;
    // A name may be that of the same person; an identifier is one word and somebody's.
    let mut look = |text: &str| {
        if !text.contains(char::is_whitespace) && spellings.has_within(text) {
            kept.insert(text.to_owned());
        }
    };
    for key in (0..).take(view.keys.len()) {
        let key = view.keys.text(key);
        let (sort, id) = key.split_once(':').unwrap_or(("", key));
        // What is a spelling as a whole, under another key, may be the same person's.
        if !own.contains(key) && sort != "name" && !spellings.is_one(id) {
            look(key);
            look(id);
        }
    }
    for mention in view.mentions.iter().filter(|one| !own.contains(view.keys.text(one.key))) {
        for part in [2, 5] {
            let text = mention.parts.get(part).copied().unwrap_or(0);
            look(if text == 0 { "" } else { view.texts.text(text) });
        }
    }
    Ok(kept)
}
