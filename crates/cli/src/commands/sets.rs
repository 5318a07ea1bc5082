//! `tutela sets`: the known sets of this workstation.

use std::path::{Path, PathBuf};

use casebook::triage::{open_sets, sets_fault};
use casebook::{Exit, Fault};
use clap::{Args, ValueEnum};
use triage::known::{ROOM_BYTES, SetCard, SetClaim, SetKind, Update};

use super::Desk;
use crate::Done;
use crate::words::say;

/// Keep the known sets of this workstation: lists of digests that someone answers for, merged into one
/// index. A set is taken whole or refused whole, and a change is made at once or not at all.
///
/// `add FILE` adds a set, or takes the place of the one of the same name; `update FILE` applies a file
/// of changes to the set named; `remove`, `list` and `verify` do what they say.
///
/// Examples:
///   tutela sets add field-list.txt --sets sets --name field-list --owner "Unit A" --kind listed
///   tutela sets list --sets sets
///   tutela sets verify --sets sets
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Sets {
    /// What to do.
    #[arg(value_name = "ACT")]
    pub(crate) act: Act,
    /// The file of the set or of its changes.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Folder of the sets; otherwise `TUTELA_SETS`, or the user's own.
    #[arg(long = "sets", id = "sets", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Name of the set; otherwise that of the file.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Who made it and answers for it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) owner: Option<String>,
    /// What it means to be in it.
    #[arg(long, value_enum, default_value_t = Kind::Listed)]
    pub(crate) kind: Kind,
    /// Scheme of its categories; otherwise what the file says.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) scheme: String,
    /// Release or version; otherwise what the file says.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) release: String,
    /// Under what terms it was handed over.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) terms: String,
    /// Date of the release, as stated.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) dated: String,
    /// Rows that its publisher states; a list cut at the end of a line is told by nothing else.
    #[arg(long, value_name = "N")]
    pub(crate) rows: Option<u64>,
    /// In how many of 256 bits a picture may differ from a perceptual code of the set to be told.
    #[arg(long, value_name = "BITS", default_value_t = 31, value_parser = clap::value_parser!(u32).range(0..=31))]
    pub(crate) within: u32,
}

/// What to do with sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Add a set.
    Add,
    /// Show the sets.
    List,
    /// Read the index and compare it with its sums.
    Verify,
    /// Apply a file of changes to a set.
    Update,
    /// Remove a set.
    Remove,
}

/// What it means to be in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Someone has listed it, with a category.
    Listed,
    /// Published software.
    KnownGood,
    /// It was listed wrongly elsewhere.
    Negative,
}

impl Sets {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let folder = folder(self.folder.as_deref())?;
        match self.act {
            Act::Add => self.add(desk, &folder),
            Act::Update => {
                let (name, file) = (self.named()?, self.given()?);
                let mut update = begin(&folder)?;
                let delta = update.change(&name, file).map_err(|e| sets_fault(&e))?;
                update.publish().map_err(|e| sets_fault(&e))?;
                if desk.json() {
                    desk.console.json(&delta)?;
                }
                let (added, removed) = (delta.added.to_string(), delta.removed.to_string());
                let values = [("name", name.as_str()), ("added", &added), ("removed", &removed)];
                desk.console.remark("set-changed", &values);
                Ok(Exit::Done)
            }
            Act::Remove => {
                let name = self.named()?;
                let mut update = begin(&folder)?;
                update.remove(&name).map_err(|e| sets_fault(&e))?;
                update.publish().map_err(|e| sets_fault(&e))?;
                desk.console.remark("set-removed", &[("name", &name)]);
                Ok(Exit::Done)
            }
            Act::List => {
                let sets = open_sets(&folder)?;
                if desk.json() {
                    desk.console.json(&sets.cards())?;
                    return Ok(Exit::Done);
                }
                sets.cards().iter().for_each(|card| print(desk, card));
                Ok(Exit::Done)
            }
            Act::Verify => {
                let sets = open_sets(&folder)?;
                sets.verify().map_err(|e| sets_fault(&e))?;
                let (count, generation) =
                    (sets.cards().len().to_string(), sets.generation.to_string());
                let values = [("count", count.as_str()), ("generation", &generation)];
                desk.console.remark("sets-verified", &values);
                Ok(Exit::Done)
            }
        }
    }

    fn add(&self, desk: &Desk<'_>, folder: &Path) -> Done {
        let file = self.given()?;
        let owner = self.owner.clone().unwrap_or_default();
        if owner.trim().is_empty() {
            return Err(Fault::usage(
                "nobody is named who answers for the set",
                "state who made it with `--owner`",
            ));
        }
        let claim = SetClaim {
            name: self.named()?,
            owner,
            version: self.release.clone(),
            licence: self.terms.clone(),
            kind: match self.kind {
                Kind::Listed => SetKind::Listed,
                Kind::KnownGood => SetKind::KnownGood,
                Kind::Negative => SetKind::Negative,
            },
            scheme: self.scheme.clone(),
            date: self.dated.clone(),
            rows_stated: self.rows,
            within: self.within,
        };
        let mut update = begin(folder)?;
        let card = update.add(&claim, file).map_err(|e| sets_fault(&e))?;
        update.publish().map_err(|e| sets_fault(&e))?;
        if desk.json() {
            desk.console.json(&card)?;
        } else {
            print(desk, &card);
        }
        Ok(Exit::Done)
    }

    fn given(&self) -> Result<&Path, Fault> {
        let missing = || Fault::usage("no file is named", "name it: `tutela sets add FILE`");
        self.file.as_deref().ok_or_else(missing)
    }

    /// The name of the set: the one that was stated, or that of the file.
    fn named(&self) -> Result<String, Fault> {
        let stem = self.file.as_deref().filter(|_| self.act == Act::Add).and_then(Path::file_stem);
        let own = stem.map(|stem| stem.to_string_lossy().into_owned());
        let missing = || Fault::usage("no set is named", "name it with `--name`");
        self.name.clone().or(own).ok_or_else(missing)
    }
}

fn begin(folder: &Path) -> Result<Update, Fault> {
    Update::begin(folder, ROOM_BYTES).map_err(|e| sets_fault(&e))
}

/// One set on one line.
fn print(desk: &Desk<'_>, card: &SetCard) {
    let claim = &card.claim;
    let kind = match claim.kind {
        SetKind::Listed => "listed",
        SetKind::KnownGood => "known-good",
        SetKind::Negative => "negative",
    };
    desk.console.data(&format!(
        "{:24} {kind:10} {:>11}  {:16} {}  {}",
        claim.name, card.rows, card.format, claim.owner, claim.version
    ));
    if card.codes + card.codes_set_aside > 0 {
        let values = [
            ("codes", &*card.codes.to_string()),
            ("aside", &*card.codes_set_aside.to_string()),
            ("within", &*claim.within.to_string()),
        ];
        desk.console.data(&format!(
            "{:24} {}",
            "",
            say(desk.console.language(), "set-codes", &values)
        ));
    }
}

/// Where the sets are kept: as stated, as the environment says, or beside the user's other data.
pub(super) fn folder(stated: Option<&Path>) -> Result<PathBuf, Fault> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let own = || {
        let data = set("XDG_DATA_HOME").map(PathBuf::from);
        let data = data.or_else(|| Some(PathBuf::from(set("HOME")?).join(".local/share")))?;
        Some(data.join("tutela/sets"))
    };
    let chosen = stated.map(Path::to_owned).or_else(|| set("TUTELA_SETS").map(PathBuf::from));
    chosen.or_else(own).ok_or_else(|| {
        Fault::usage("nobody says where the known sets are kept", "state it with `--sets DIR`")
    })
}
