//! The sealed bundle of a case: what goes into it, for whom, and that it left.
//!
//! A bundle ends at the last act that is not itself the leaving of a bundle, so that the same case gives
//! the same bytes as often as it is asked; each leaving is logged after it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use analysis::questions::QUESTIONS;
use custody::{
    Act, BundleContent, BundleFile, BundleFound, BundlePlan, BundleRequest, BundleTarget,
    COPY_MARK, Custody, Event, FileDigest, Logged, VerifierKey, verify_bundle,
};
pub use custody::{Contents, KeyShown, Problem};
use model::{Digest, Language, say};
use serde_json::{Map, Value, json};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};
use crate::notes;
use crate::progress::{Progress, Step};
use crate::release;
use crate::veil::Veil;

/// The form, as the log names it.
pub const FORM: &str = "bundle";

/// What a person asked of a bundle.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// To whom it goes.
    pub recipient: String,
    /// For what.
    pub purpose: String,
    /// Until when it may be used, as an ISO date.
    pub expires: Option<String>,
    /// Leaves of the log that it covers.
    pub at: Option<u64>,
    /// Leaves whose records are left out.
    pub withheld: BTreeSet<u64>,
    /// Whether the exhibits go with it.
    pub contents: Contents,
    /// What of findings and reports goes with it.
    pub leave_out: BTreeSet<LeftOut>,
}

/// What may be left out of a bundle besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The answers to the questions.
    Findings,
    /// The report.
    Report,
}

impl Asked {
    /// The line that marks a page as this copy.
    fn mark(&self, language: Language) -> String {
        let words = match &self.expires {
            None => say::copy_for(&*self.recipient, &*self.purpose),
            Some(date) => say::copy_for_until(&*self.recipient, &*self.purpose, &**date),
        };
        let words = escaped(&words.say(language));
        format!("{COPY_MARK} style=\"{MARK_STYLE}\">{words}</p>\n")
    }
}

/// At the foot of the window, and, being fixed, of every page that is printed.
const MARK_STYLE: &str = "position:fixed;bottom:0;left:0;right:0;margin:0;padding:2px;\
                          text-align:center;font:8pt sans-serif;color:#600;background:#fff;\
                          border-top:1px solid #600;z-index:9";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A bundle that was planned, and maybe written.
pub struct Bundle {
    /// What it holds.
    pub plan: BundlePlan,
    /// The public key of the log, to be handed over by another way.
    pub key: String,
}

/// Plans a bundle and, where it is given a name, writes it there and logs that it left.
pub fn bundle(
    case: &Case,
    (asked, veil): (&Asked, &Veil),
    to: Option<&Path>,
    (by, at_us): (&str, i64),
    progress: &dyn Progress,
) -> Result<Bundle, Fault> {
    let (recipient, purpose) = (&asked.recipient, &asked.purpose);
    release::check_copy(recipient, purpose, asked.expires.as_deref())?;
    let mut custody = open_custody(case)?;
    let request = request(case, &custody, (asked, veil))?;
    let plan = custody.plan_bundle(&request).map_err(|e| custody_fault(&e))?;
    let key = custody.verifier_key().vkey();
    if let Some(to) = to {
        let target = if to.extension().is_some_and(|end| end == "tar") {
            BundleTarget::Tar(to)
        } else {
            BundleTarget::Folder(to)
        };
        let mut watch = watching(progress, Step::Bundle);
        let staged =
            custody.write_bundle(&plan, target, &mut watch).map_err(|e| custody_fault(&e))?;
        progress.finish(Step::Bundle, "");
        let event = Event::Exported {
            form: FORM.to_owned(),
            recipient: asked.recipient.clone(),
            purpose: asked.purpose.clone(),
            items: plan.files,
            sha256: plan.sha256,
        };
        // Nothing has left that is not logged, whenever the power goes.
        custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
        staged.publish().map_err(|e| custody_fault(&e))?;
    }
    Ok(Bundle { plan, key })
}

/// Checks a bundle that was received, with the key of its log where that is known.
pub fn check(
    path: &Path,
    key: Option<&str>,
    progress: &dyn Progress,
) -> Result<BundleFound, Fault> {
    let key = key.map(key_of).transpose()?;
    let mut watch = watching(progress, Step::Verify);
    let found = verify_bundle(path, key.as_ref(), &mut watch).map_err(|e| custody_fault(&e))?;
    progress.finish(Step::Verify, "");
    Ok(found)
}

/// A public key: its line, or a file with it.
pub(crate) fn key_of(text: &str) -> Result<VerifierKey, Fault> {
    let read = || VerifierKey::from_vkey(std::fs::read_to_string(text).ok()?.trim_end());
    VerifierKey::from_vkey(text).or_else(read).ok_or_else(|| {
        Fault::usage(
            format!("`{text}` is not the public key of a log"),
            "give the line of `log/keys/verifier.txt`, or a file with it",
        )
    })
}

fn watching(
    progress: &dyn Progress,
    step: Step,
) -> impl FnMut(&custody::Progress<'_>) -> ControlFlow<()> {
    move |at| {
        progress.advance(step, "", at.bytes_done, at.bytes_total, "");
        if progress.stop_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn request(
    case: &Case,
    custody: &Custody,
    (asked, veil): (&Asked, &Veil),
) -> Result<BundleRequest, Fault> {
    let history = custody.history().map_err(|e| custody_fault(&e))?;
    let left = |logged: &Logged| match logged {
        Logged::Act(act) => matches!(&act.event, Event::Exported { form, .. } if form == FORM),
        _ => false,
    };
    let end = history.iter().rfind(|(_, logged)| !left(logged)).map_or(0, |(index, _)| index + 1);
    let at = asked.at.unwrap_or(end);
    let acts: Vec<&Act> = history
        .iter()
        .filter(|(index, _)| *index < at)
        .filter_map(|(_, logged)| if let Logged::Act(act) = logged { Some(&**act) } else { None })
        .collect();
    let made = made(&acts);
    let mut files = as_logged(case, &made.stamps)?;
    if !asked.leave_out.contains(&LeftOut::Findings) {
        files.extend(unnamed(as_logged(case, &made.findings)?, veil)?);
    }
    if !asked.leave_out.contains(&LeftOut::Report) {
        check_reports(case, &made, veil)?;
        files.extend(reports(case, &made, asked)?);
    }
    let mut withheld = notes::of_the_unit(&history);
    withheld.extend(veil.leaves(&history)?);
    withheld.retain(|leaf| *leaf < at);
    withheld.extend(&asked.withheld);
    Ok(BundleRequest {
        at: Some(at),
        withheld,
        // The bytes of an exhibit are proved as they are: no pseudonym can be put into them.
        contents: if veil.is_open() { asked.contents } else { Contents::Listed },
        facts: facts(case, &made, (asked, veil)),
        files,
    })
}

/// What the last build and the last reports made.
#[derive(Default)]
struct Made {
    built_with: Option<String>,
    data_root: Option<Digest>,
    findings: Vec<FileDigest>,
    /// Time stamps and what they stamp.
    stamps: Vec<FileDigest>,
    /// Files of reports by name, with their language.
    reports: BTreeMap<String, (Digest, Language)>,
}

fn made(acts: &[&Act]) -> Made {
    let mut made = Made::default();
    for act in acts {
        match &act.event {
            Event::Built { tool, data_root, findings } => {
                made.built_with = Some(tool.clone());
                made.data_root = Some(*data_root);
                made.findings.clone_from(findings);
            }
            Event::ReportMade { language, files } => {
                let language = if language == "it" { Language::It } else { Language::En };
                let files = files.iter().map(|one| (one.file.clone(), (one.sha256, language)));
                made.reports.extend(files);
            }
            Event::Stamped { files, .. } => made.stamps.extend(files.iter().cloned()),
            _ => {}
        }
    }
    made
}

fn facts(case: &Case, made: &Made, (asked, veil): (&Asked, &Veil)) -> Map<String, Value> {
    let facts = case.facts();
    let methods: Vec<Value> = QUESTIONS
        .iter()
        .map(|question| question.card())
        .map(|card| json!({"code": card.code, "name": card.name, "version": card.version}))
        .collect();
    let reports: Vec<Value> = made
        .reports
        .iter()
        .map(|(file, (sha256, _))| json!({"file": file, "sha256_logged": sha256}))
        .collect();
    let value = json!({
        "case": {
            "id": facts.id, "authority": facts.authority, "legal_basis": facts.legal_basis,
            "time_zone": facts.time_zone,
        },
        "tool": concat!("tutela ", env!("CARGO_PKG_VERSION")),
        "built_with": made.built_with,
        "data_root": made.data_root,
        "methods": methods,
        "reports": reports,
        "recipient": asked.recipient,
        "purpose": asked.purpose,
        "expires": asked.expires,
    });
    let mut facts = if let Value::Object(map) = value { map } else { Map::new() };
    if veil.numbers().next().is_some() {
        let unveiled: Vec<String> = veil.lifted().iter().map(|number| veil.name(*number)).collect();
        facts.insert("unveiled".to_owned(), json!(unveiled));
    }
    facts
}

/// Files in which no protected party is named.
fn unnamed(files: Vec<BundleFile>, veil: &Veil) -> Result<Vec<BundleFile>, Fault> {
    let mut kept = Vec::new();
    for file in files {
        let is_named = match &file.content {
            BundleContent::File(path, _) => veil.is_named_in(path)?,
            BundleContent::Bytes(_) => false,
        };
        if !is_named {
            kept.push(file);
        }
    }
    Ok(kept)
}

/// Refuses a report that was written before a party in it was protected, or under a lift of its veil.
fn check_reports(case: &Case, made: &Made, veil: &Veil) -> Result<(), Fault> {
    for name in made.reports.keys() {
        let path = there(case, name)?;
        if veil.is_named_in(&path)? {
            return Err(Fault::usage(
                "a report names a protected party",
                "write it again with `tutela report`, or leave it out with --without-report",
            )
            .at(name));
        }
    }
    Ok(())
}

fn as_logged(case: &Case, files: &[FileDigest]) -> Result<Vec<BundleFile>, Fault> {
    let one = |logged: &FileDigest| {
        let path = there(case, &logged.file)?;
        let content = BundleContent::File(path, logged.sha256);
        Ok(BundleFile { name: logged.file.clone(), content })
    };
    files.iter().map(one).collect()
}

/// The path of a file that was made and logged.
fn there(case: &Case, name: &str) -> Result<PathBuf, Fault> {
    let path = case.path(name);
    std::fs::metadata(&path).map_err(|e| Fault::io(&path, e))?;
    Ok(path)
}

/// The last report of each language: its page with the mark of this copy, its data as they are.
fn reports(case: &Case, made: &Made, asked: &Asked) -> Result<Vec<BundleFile>, Fault> {
    let mut files = Vec::new();
    for (name, (sha256, language)) in &made.reports {
        let path = there(case, name)?;
        let content = if path.extension().is_some_and(|end| end == "html") {
            let logged = FileDigest { file: name.clone(), sha256: *sha256 };
            let page = file::text_logged(case.dir(), &logged)?;
            BundleContent::Bytes(marked(&page, &asked.mark(*language))?.into_bytes())
        } else {
            BundleContent::File(path, *sha256)
        };
        files.push(BundleFile { name: name.clone(), content });
    }
    Ok(files)
}

/// The page with the mark as a line of its own, at the first end of a line in its body.
fn marked(page: &str, mark: &str) -> Result<String, Fault> {
    let body = page.find("<body").and_then(|body| Some(body + page.get(body..)?.find('\n')? + 1));
    let (before, after) = body.and_then(|at| page.split_at_checked(at)).ok_or_else(|| {
        Fault::new(Exit::Bug, "the report has no body", "write it again with `tutela report`")
    })?;
    Ok(format!("{before}{mark}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_one_line_and_its_words_are_no_markup() {
        let asked = Asked {
            recipient: "<b>B & C".to_owned(),
            purpose: "check".to_owned(),
            expires: Some("2027-06-30".to_owned()),
            ..Asked::default()
        };
        let page = "<html><body><p>one</p>\ntwo</body>\n</html>\n";
        let out = marked(page, &asked.mark(Language::It)).unwrap();
        let (marks, rest): (Vec<_>, Vec<_>) =
            out.split_inclusive('\n').partition(|line| line.starts_with(COPY_MARK));
        assert_eq!(rest.concat(), page);
        assert!(marks.concat().contains(
            ">Copia per &lt;b&gt;B &amp; C – scopo: check – utilizzabile fino al 2027-06-30</p>"
        ));
    }
}
