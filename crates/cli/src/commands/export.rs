//! `tutela export`: what leaves the house for other programs.

use std::path::PathBuf;

use casebook::triage::handover::{self, Handed};
use casebook::triage::{Judged, Times};
use casebook::{Case, Exit, Fault};
use clap::{Args, ValueEnum};
use report::exports::{
    Camera, Contact, Counts, FileState, HandOver, MediaFile, MediaItem, NearGroup, SourceExhibit,
    Span,
};

use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Hand over what leaves the case for other programs: to whom and for what is logged with its digest.
///
/// `vics` writes the files that were decided `hand-over` in triage for those who identify victims: digests,
/// places, times and what the metadata state; no picture.
///
/// `bundle` writes a sealed bundle, a folder or (where the name ends in .tar) an archive: exhibits, records of the
/// custody log with their proofs, findings and report, and a script by which an outsider checks it all without this
/// program. The same case gives the same bytes. Hand over the key that is printed by another way.
///
/// Examples:
///   tutela --case milan-2026 export bundle --to milan.tar --recipient "Expert" --purpose review
///   tutela --case milan-2026 export bundle --to list --recipient B --purpose review --without-exhibits
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Export {
    /// The form.
    #[arg(value_name = "FORM", value_enum)]
    pub(crate) form: Form,
    /// What to write: a new file, or for a bundle a new folder or .tar file.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// To whom it goes.
    #[arg(long, value_name = "TEXT")]
    pub(crate) recipient: String,
    /// For what.
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: String,
    #[command(flatten)]
    pub(crate) bundle: super::bundle::Options,
}

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// VICS 2.0, for tools that identify victims.
    Vics,
    /// A sealed bundle, for whoever has to check it.
    Bundle,
}

impl Export {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        match self.form {
            Form::Vics => self.vics(desk, &case),
            Form::Bundle => super::bundle::write(desk, &case, self),
        }
    }

    fn vics(&self, desk: &Desk<'_>, case: &Case) -> Done {
        if self.bundle != super::bundle::Options::default() {
            return Err(Fault::usage(
                "these options are those of a bundle",
                "give them with `export bundle`",
            ));
        }
        let contents = handover::contents(case)?;
        if contents.is_empty() {
            return Err(Fault::usage(
                "nothing was decided to be handed over",
                "decide on a group with `tutela triage decide NAME --as hand-over --reason TEXT`",
            ));
        }
        let export = report::exports::find(handover::FORM)
            .ok_or_else(|| Fault::new(Exit::Bug, "the form is in no register", "report this"))?;
        let hand_over = hand_over(case, &contents)?;
        let manifest = casebook::release::outside(&self.to, &mut |out| {
            let mut media = contents.iter().map(|one| Ok(item(one)));
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

fn hand_over(case: &Case, contents: &[Handed]) -> Result<HandOver, Fault> {
    let exhibits = handover::exhibits(case, contents)?.into_iter().map(|one| SourceExhibit {
        id: one.id,
        name: one.name,
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
fn item(handed: &Handed) -> MediaItem {
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
        files: handed.files.iter().map(file).collect(),
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

fn file(judged: &Judged) -> MediaFile {
    let span =
        |at: Option<(i64, i64)>| at.map(|(earliest_us, latest_us)| Span { earliest_us, latest_us });
    let Times { created_us, modified_us, accessed_us } = judged.times;
    MediaFile {
        exhibit: judged.exhibit,
        record: judged.record,
        locator: judged.locator.clone(),
        path: judged.locator.rsplit("!/").next().unwrap_or_default().to_owned(),
        created: span(created_us),
        modified: span(modified_us),
        accessed: span(accessed_us),
        state: FileState::of(&judged.state),
    }
}
