//! What was written, so that the other side can see that it has all of it.

use std::collections::BTreeMap;

use model::{Digest, ExhibitId};
use serde::Serialize;

use super::records::{FileWritten, Handing, KindCount, Period, Reason};

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Code of the export.
    pub export: &'static str,
    /// The form and its version.
    pub form: &'static str,
    /// Version of the program.
    pub program: &'static str,
    /// The id of the case.
    pub case_id: String,
    /// The scheme of the categories, as the form names it.
    pub scheme: String,
    /// Contents written.
    pub media: u64,
    /// Files written.
    pub files: u64,
    /// Contents whose category a person decided; the others stand as uncategorised.
    pub decided: u64,
    /// Contents without MD5: programs that compare by MD5 alone cannot find them.
    pub media_without_md5: u64,
    /// Times that the export does not state, since their source leaves more than a second open.
    pub times_left_out: u64,
    /// Bytes written.
    pub bytes: u64,
    /// SHA-256 of what was written.
    pub sha256: Digest,
}

impl Manifest {
    /// The manifest as JSON on lines of its own.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

fn json(manifest: &impl Serialize) -> String {
    // Numbers and texts alone: there is nothing in it that JSON cannot hold.
    let mut text = serde_json::to_string_pretty(manifest).unwrap_or_default();
    text.push('\n');
    text
}

/// What an export of records wrote, and what it did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordManifest {
    /// Code of the export.
    pub export: &'static str,
    /// The form and its version.
    pub form: &'static str,
    /// Version of the program.
    pub program: &'static str,
    /// The id of the case.
    pub case_id: String,
    /// The digest over the tables the records are from.
    pub data_root: Option<Digest>,
    /// To whom it goes.
    pub recipient: String,
    /// For what.
    pub purpose: String,
    /// Until when it may be used.
    pub expires: Option<String>,
    /// Pseudonyms whose parties it names, under a lift of their veil; everybody else's are in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unveiled: Vec<String>,
    /// The period that was asked for.
    pub period: Period,
    /// The exhibits of the case.
    pub exhibits: Vec<ExhibitStated>,
    /// The files.
    pub files: Vec<FileWritten>,
    /// Records by kind: held = written + left out.
    pub records: BTreeMap<&'static str, KindCount>,
    /// Further numbers of the form.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<&'static str, u64>,
}

/// An exhibit as a manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExhibitStated {
    /// Its number.
    pub id: ExhibitId,
    /// Its name as received.
    pub name: String,
    /// SHA-256 at intake.
    pub sha256: Digest,
    /// How far it was read.
    pub state: &'static str,
}

impl RecordManifest {
    pub(super) fn of(
        asked: &Handing,
        (export, form): (&'static str, &'static str),
        files: Vec<FileWritten>,
        records: BTreeMap<&'static str, KindCount>,
        notes: BTreeMap<&'static str, u64>,
    ) -> Self {
        let exhibits = asked.exhibits.iter().map(|one| ExhibitStated {
            id: one.source.id,
            name: one.source.name.clone(),
            sha256: one.source.sha256,
            state: one.state,
        });
        Self {
            export,
            form,
            program: env!("CARGO_PKG_VERSION"),
            case_id: asked.case_id.clone(),
            data_root: asked.data_root,
            recipient: asked.recipient.clone(),
            purpose: asked.purpose.clone(),
            expires: asked.expires.clone(),
            unveiled: asked.unveiled.clone(),
            period: asked.period,
            exhibits: exhibits.collect(),
            files,
            records,
            notes,
        }
    }

    /// Records that were written.
    pub fn written(&self) -> u64 {
        self.records.values().map(|count| count.written).sum()
    }

    /// What it holds: records, or for a form that is made of none the rows of its files.
    pub fn items(&self) -> u64 {
        if self.records.is_empty() {
            return self.files.iter().map(|file| file.rows).sum();
        }
        self.written()
    }

    /// Records that were left out, by reason.
    pub fn left_out(&self) -> BTreeMap<Reason, u64> {
        let mut sums = BTreeMap::new();
        for (reason, count) in self.records.values().flat_map(|count| &count.left_out) {
            *sums.entry(*reason).or_insert(0) += count;
        }
        sums
    }

    /// Gives the one file of a form of one file its name.
    pub fn name_file(&mut self, name: &str) {
        for file in self.files.iter_mut().filter(|file| file.name.is_empty()) {
            name.clone_into(&mut file.name);
        }
    }

    /// The manifest as JSON on lines of its own.
    pub fn to_json(&self) -> String {
        json(self)
    }
}
