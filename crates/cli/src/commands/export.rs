//! `tutela export`: what leaves the house for other programs.

use std::path::PathBuf;

use casebook::triage::handover::{self, Handed};
use casebook::triage::{Judged, Times};
use casebook::veil::Veil;
use casebook::{Case, Exit, Fault};
use clap::{Args, ValueEnum};
use report::exports::graph::{self, GraphExport};
use report::exports::records::{self, RecordExport};
use report::exports::{
    Camera, Contact, Counts, FileState, HandOver, MediaFile, MediaItem, NearGroup, SourceExhibit,
    Span,
};

use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Hand over what leaves the case for other programs: to whom and for what is logged with its digest.
///
/// `csv`, `parquet` and `xlsx` are tables of records as their sources state them, each with its locator. A manifest
/// says how many records of each kind the case holds, how many were written, and why others were not. `case`,
/// `timesketch`, `bodyfile`, `ftm` and `goaml` are records for the programs and offices of these names, `graphml` and `gexf` the
/// network (docs/exports.md).
///
/// `vics` writes the files that were decided `hand-over` in triage for those who identify victims: digests,
/// places, times and what the metadata state; no picture.
///
/// `bundle` writes a sealed bundle, a folder or (where the name ends in .tar) an archive: exhibits, records of the
/// custody log with their proofs, findings and report, and a script by which an outsider checks it all without this
/// program. The same case gives the same bytes. Hand over the key that is printed by another way.
///
/// Examples:
///   tutela --case milan-2026 export xlsx --to records.xlsx --recipient "Analyst" --purpose analysis
///   tutela --case milan-2026 export csv --to tables --kind transfer --recipient B --purpose review
///   tutela --case milan-2026 export bundle --to milan.tar --recipient "Expert" --purpose review
///   tutela --case milan-2026 export bundle --to list --recipient B --purpose review --without-exhibits
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Export {
    /// The form.
    #[arg(value_name = "FORM", value_enum)]
    pub(crate) form: Form,
    /// What to write, new: a file; for tables a folder; for a bundle a folder or .tar file.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// To whom it goes.
    #[arg(long, value_name = "TEXT")]
    pub(crate) recipient: String,
    /// For what.
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: String,
    /// Until when it may be used (ISO date); stands wherever the form has room for it.
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: Option<String>,
    /// Show what it would hold, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) records: super::hand_over::RecordOptions,
    #[command(flatten)]
    pub(crate) bundle: super::bundle::Options,
}

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The files of the case as a body file of The Sleuth Kit.
    Bodyfile,
    /// Linked data in CASE/UCO, in shards.
    Case,
    /// Tables as text, one file a kind of record.
    Csv,
    /// Parties, payments, calls and messages for FollowTheMoney (Aleph).
    Ftm,
    /// The network for Gephi.
    Gexf,
    /// Transfers as a goAML report; needs --facts.
    Goaml,
    /// The network for yEd, Cytoscape, networkx.
    Graphml,
    /// Tables as Parquet, one file a kind of record.
    Parquet,
    /// Every stated time as an event for Timesketch.
    Timesketch,
    /// A workbook with a sheet a kind of record.
    Xlsx,
    /// VICS 2.0, for tools that identify victims.
    Vics,
    /// A sealed bundle, for whoever has to check it.
    Bundle,
}

/// What a form is made of.
enum Made {
    /// Records, in the form of this code.
    Records(&'static dyn RecordExport),
    /// The network, in the form of this code.
    Graph(&'static dyn GraphExport),
    /// Something of its own.
    Apart,
}

impl Form {
    fn made(self) -> Made {
        let code = self.to_possible_value().map(|value| value.get_name().to_owned());
        let code = code.unwrap_or_default();
        match (records::find(&code), graph::find(&code)) {
            (Some(form), _) => Made::Records(form),
            (_, Some(form)) => Made::Graph(form),
            _ => Made::Apart,
        }
    }
}

impl Export {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let made = self.form.made();
        self.check(&made)?;
        match made {
            Made::Records(form) => super::hand_over::records(desk, &case, self, form),
            Made::Graph(form) => super::hand_over::network(desk, &case, self, form),
            Made::Apart if self.form == Form::Bundle => super::bundle::write(desk, &case, self),
            Made::Apart => self.vics(desk, &case),
        }
    }

    /// Refuses options that the form has no use for.
    fn check(&self, made: &Made) -> Result<(), Fault> {
        if self.form != Form::Bundle && self.bundle != super::bundle::Options::default() {
            return Err(Fault::usage(
                "these options are those of a bundle",
                "give them with `export bundle`",
            ));
        }
        let is_of_records = matches!(made, Made::Records(_));
        if !is_of_records && self.records != super::hand_over::RecordOptions::default() {
            return Err(Fault::usage(
                "these options are those of an export of records",
                "leave out --kind, --from, --until and --facts",
            ));
        }
        if self.form == Form::Vics && (self.expires.is_some() || self.dry_run) {
            return Err(Fault::usage(
                "VICS has no place for --expires, and no dry run",
                "leave them out",
            ));
        }
        Ok(())
    }

    fn vics(&self, desk: &Desk<'_>, case: &Case) -> Done {
        let contents = handover::contents(case)?;
        if contents.is_empty() {
            return Err(Fault::usage(
                "nothing was decided to be handed over",
                "decide on a group with `tutela triage decide NAME --as hand-over --reason TEXT`",
            ));
        }
        let export = report::exports::find(handover::FORM)
            .ok_or_else(|| Fault::new(Exit::Bug, "the form is in no register", "report this"))?;
        let veil = desk.console.veil();
        let hand_over = hand_over(case, &veil, &contents)?;
        let manifest = casebook::release::outside(&self.to, &mut |out| {
            let mut media = contents.iter().map(|one| Ok(item(&veil, one)));
            export.write(&hand_over, &mut media, out).map_err(|e| {
                Fault::new(
                    Exit::Bug,
                    e.to_string(),
                    "look at the cause; run the same command again",
                )
            })
        })?;
        let beside = self.to.with_extension("manifest.json");
        casebook::release::outside(&beside, &mut |out| {
            out.write_all(manifest.to_json().as_bytes()).map_err(|e| Fault::io(&beside, e))
        })?;
        let (to, what) = ((&*self.recipient, &*self.purpose), (manifest.media, manifest.sha256));
        handover::left(case, to, what, &account(), now_us())?;
        if desk.json() {
            desk.console.json(&manifest)?;
            return Ok(Exit::Done);
        }
        let values = [
            ("media", &*manifest.media.to_string()),
            ("files", &*manifest.files.to_string()),
            ("sha256", &*manifest.sha256.to_string()),
        ];
        desk.console.data(&say(desk.console.language(), "exported", &values));
        Ok(Exit::Done)
    }
}

fn hand_over(case: &Case, veil: &Veil, contents: &[Handed]) -> Result<HandOver, Fault> {
    let exhibits = handover::exhibits(case, contents)?.into_iter().map(|one| SourceExhibit {
        id: one.id,
        name: veil.text(&one.name).into_owned(),
        sha256: one.sha256,
    });
    Ok(HandOver {
        case_id: case.facts().id.clone(),
        authority: case.facts().authority.clone(),
        contact: Contact::default(),
        exhibits: exhibits.collect(),
        scheme: None,
        announced: Counts {
            media: contents.len() as u64,
            files: contents.iter().map(|one| one.files.len() as u64).sum(),
        },
    })
}

/// A text, where there is one.
fn stated(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// One content with every file that has it.
fn item(veil: &Veil, handed: &Handed) -> MediaItem {
    let Some(first) = handed.files.first() else { return MediaItem::default() };
    let camera = handed.files.iter().find_map(|file| file.camera.as_ref());
    MediaItem {
        md5: stated(&first.md5),
        sha1: stated(&first.sha1),
        sha256: stated(&first.sha256),
        size_bytes: first.size,
        mime: first.picture.as_ref().map(|picture| format!("image/{}", picture.kind)),
        relative_path: None,
        decided: None,
        group: handed
            .group
            .starts_with("near:")
            .then(|| NearGroup { id: handed.group.clone(), name: String::new() }),
        camera: camera.map(|camera| taken_by(camera)).unwrap_or_default(),
        files: handed.files.iter().map(|judged| file(veil, judged)).collect(),
    }
}

fn taken_by(camera: &triage::camera::Camera) -> Camera {
    let taken = camera.taken.as_ref().filter(|taken| !taken.local.is_empty());
    let position = camera.gps.as_ref().and_then(|gps| gps.position);
    Camera {
        make: stated(&camera.make),
        model: stated(&camera.model),
        serial: stated(&camera.serial),
        taken: taken.map(|taken| format!("{}{}", taken.local, taken.offset)),
        position: position.map(|at| (at.latitude.to_string(), at.longitude.to_string())),
    }
}

fn file(veil: &Veil, judged: &Judged) -> MediaFile {
    let span =
        |at: Option<(i64, i64)>| at.map(|(earliest_us, latest_us)| Span { earliest_us, latest_us });
    let locator = veil.text(&judged.locator).into_owned();
    let Times { created_us, modified_us, accessed_us } = judged.times;
    MediaFile {
        exhibit: judged.exhibit,
        record: judged.record,
        path: locator.rsplit("!/").next().unwrap_or_default().to_owned(),
        locator,
        created: span(created_us),
        modified: span(modified_us),
        accessed: span(accessed_us),
        state: FileState::of(&judged.state),
    }
}
