//! The records of a case, as exports for other programs take them: checked, in a fixed order, batch by
//! batch, so that memory stays flat and two exports of one case are equal.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use custody::{Custody, Exhibit};
use model::record::Kind;
use model::{Digest, Row};
use tables::{Copied, Part, StoredRows, data_root};

use crate::asking::ledgers;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::custody_fault;
use crate::ledger::{Ledger, State, part_file};
use crate::progress::{Progress, Step};
use crate::veil::Veil;

/// Records between two looks at whether somebody asked to stop.
const LOOK_EVERY: u64 = 4096;

/// The records of a case, ready to be handed over.
pub struct Records<'c> {
    rows: StoredRows,
    veil: &'c Veil,
    progress: &'c dyn Progress,
    /// The exhibits they were read from, and how far each was read.
    pub exhibits: Vec<(Exhibit, State)>,
}

impl<'c> Records<'c> {
    /// Opens them; a part of a table that is not the one its ledger names is refused. They are handed on under the veil.
    pub fn open(case: &Case, veil: &'c Veil, progress: &'c dyn Progress) -> Result<Self, Fault> {
        let ledgers = ledgers(case)?;
        let parts: Vec<Part> = ledgers.iter().flat_map(|one| one.parts.iter().cloned()).collect();
        check(case, &parts, progress)?;
        let rows = StoredRows::of(&case.path("tables"), parts);
        Ok(Self { rows, veil, progress, exhibits: exhibits(case, &ledgers)? })
    }

    /// The digest over all tables they are from.
    pub fn data_root(&self) -> Digest {
        data_root(self.rows.parts())
    }

    /// How many there are of a kind.
    pub fn held(&self, kind: Kind) -> u64 {
        self.rows.held(kind)
    }

    /// Hands on every record of a kind, by exhibit and row.
    pub fn each(
        &self,
        kind: Kind,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let watch = self.watch(kind);
        self.rows.each(kind, &mut |row| {
            watch()?;
            match self.veil.row(row) {
                None => take(row),
                Some(covered) => take(&covered.row(row, &mut Vec::new())),
            }
        })?;
        self.progress.finish(Step::Export, kind.table());
        Ok(())
    }

    /// Writes those of a kind that are to be kept as one Parquet file.
    pub fn parquet(
        &self,
        kind: Kind,
        keep: &mut dyn FnMut(&Row<'_>) -> Result<bool, Fault>,
        out: &mut (dyn Write + Send),
    ) -> Result<(), Fault> {
        let watch = self.watch(kind);
        let mut keep = |row: &Row<'_>| {
            watch()?;
            if !keep(row)? {
                return Ok::<_, Fault>(Copied::LeftOut);
            }
            Ok(self.veil.row(row).map_or(Copied::AsItStands, |covered| {
                let texts = covered.columns(kind).into_iter();
                Copied::Changed(texts.map(|(column, text)| (column, text.to_owned())).collect())
            }))
        };
        self.rows.copy(kind, &mut keep, out)?;
        self.progress.finish(Step::Export, kind.table());
        Ok(())
    }

    /// Tells how far it is, once in a while, and ends it where somebody asked to stop.
    fn watch(&self, kind: Kind) -> impl Fn() -> Result<(), Fault> {
        let (done, total) = (Cell::new(0_u64), self.held(kind));
        move || {
            done.set(done.get() + 1);
            if !done.get().is_multiple_of(LOOK_EVERY) {
                return Ok(());
            }
            self.progress.advance(Step::Export, kind.table(), done.get(), total, "");
            if self.progress.stop_asked() { Err(stopped()) } else { Ok(()) }
        }
    }
}

fn stopped() -> Fault {
    Fault::new(Exit::Interrupted, "stopped; nothing has left", "run the same command again")
}

fn check(case: &Case, parts: &[Part], progress: &dyn Progress) -> Result<(), Fault> {
    let total = parts.iter().map(|part| part.bytes).sum();
    let mut done = 0;
    for part in parts {
        let path = case.path(&part_file(part));
        let found = file::sha256_at(&path).map_err(|e| Fault::io(&path, e))?;
        if found != part.sha256 {
            return Err(Fault::new(
                Exit::Integrity,
                "a part of the tables is not the one that was written",
                "run `tutela verify`; ingest the exhibit again",
            )
            .at(path.display()));
        }
        done += part.bytes;
        progress.advance(Step::Verify, "", done, total, "");
        if progress.stop_asked() {
            return Err(stopped());
        }
    }
    progress.finish(Step::Verify, "");
    Ok(())
}

/// The exhibits of these ledgers, by number.
fn exhibits(case: &Case, ledgers: &[Ledger]) -> Result<Vec<(Exhibit, State)>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let state = |exhibit: &Exhibit| {
        let own = ledgers.iter().find(|ledger| ledger.exhibit == exhibit.id);
        own.map_or(State::Unread, |ledger| ledger.state)
    };
    let all = custody.exhibits().iter();
    Ok(all.map(|exhibit| (exhibit.clone(), state(exhibit))).collect())
}

/// What a form needs and no record states, from a file of TOML: `reporting_person.first_name` and its
/// value.
pub fn facts(path: &Path) -> Result<BTreeMap<String, String>, Fault> {
    let text = std::fs::read_to_string(path).map_err(|e| Fault::io(path, e))?;
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        Fault::usage(
            format!("the file is not TOML: {}", e.message()),
            "write lines like name = \"value\"",
        )
        .at(path.display())
    })?;
    let mut facts = BTreeMap::new();
    flatten("", &table, &mut facts);
    Ok(facts)
}

fn flatten(before: &str, table: &toml::Table, facts: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let name = format!("{before}{name}");
        match value {
            toml::Value::Table(inner) => flatten(&format!("{name}."), inner, facts),
            toml::Value::String(text) => {
                facts.insert(name, text.clone());
            }
            other => {
                facts.insert(name, other.to_string());
            }
        }
    }
}
