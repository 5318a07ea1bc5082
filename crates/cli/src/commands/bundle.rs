//! `tutela export bundle` and `tutela verify BUNDLE`: both sides of a sealed bundle.

use std::collections::BTreeSet;
use std::path::Path;

use casebook::bundle::{Asked, Contents, KeyShown, LeftOut, bundle};
use casebook::{Case, Exit};
use clap::Args;
use serde_json::{Value, json};

use super::export::Export;
use super::verify::{print, problems};
use super::{Desk, account, now_us};
use crate::Done;

/// Options of a bundle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub(crate) struct Options {
    /// Bundle: list the exhibits with their digests, and leave their content out.
    #[arg(long)]
    pub(crate) without_exhibits: bool,
    /// Bundle: leave the findings out.
    #[arg(long)]
    pub(crate) without_findings: bool,
    /// Bundle: leave the report out.
    #[arg(long)]
    pub(crate) without_report: bool,
    /// Bundle: leave out the records of these leaves of the log; the leaves stay, so that it shows.
    #[arg(long, value_name = "LEAVES", value_delimiter = ',')]
    pub(crate) withhold: Vec<u64>,
    /// Bundle: end after so many leaves of the log.
    #[arg(long, value_name = "LEAVES")]
    pub(crate) at: Option<u64>,
}

impl Options {
    fn asked(&self, export: &Export) -> Asked {
        let left_out =
            [(self.without_findings, LeftOut::Findings), (self.without_report, LeftOut::Report)];
        Asked {
            recipient: export.recipient.clone(),
            purpose: export.purpose.clone(),
            expires: export.expires.clone(),
            at: self.at,
            withheld: self.withhold.iter().copied().collect::<BTreeSet<u64>>(),
            contents: if self.without_exhibits { Contents::Listed } else { Contents::Held },
            leave_out: left_out.into_iter().filter(|(is_out, _)| *is_out).map(|it| it.1).collect(),
        }
    }
}

/// Writes a bundle, or shows what it would hold.
pub(super) fn write(desk: &Desk<'_>, case: &Case, export: &Export) -> Done {
    let options = &export.bundle;
    let to = (!export.dry_run).then_some(export.to.as_path());
    let who = (&*account(), now_us());
    let made = bundle(case, (&options.asked(export), &desk.console.veil()), to, who, desk.console)?;
    let plan = &made.plan;
    if desk.json() {
        desk.console.json(&json!({
            "written": to, "sha256": plan.sha256, "key": made.key, "leaves": plan.leaves,
            "withheld": plan.withheld_count, "exhibits": plan.exhibits, "listed": plan.listed,
            "files": plan.files, "bytes": plan.bytes,
        }))?;
        return Ok(Exit::Done);
    }
    let key = if to.is_some() { "bundled" } else { "bundle-planned" };
    desk.console.remark(
        key,
        &[
            ("exhibits", &plan.exhibits.to_string()),
            ("listed", &plan.listed.to_string()),
            ("leaves", &plan.leaves.to_string()),
            ("withheld", &plan.withheld_count.to_string()),
            ("files", &plan.files.to_string()),
            ("bytes", &plan.bytes.to_string()),
            ("sha256", &plan.sha256.to_string()),
        ],
    );
    desk.console.remark("bundle-key", &[]);
    desk.console.data(&made.key);
    Ok(Exit::Done)
}

/// Checks a bundle that was received.
pub(super) fn check(desk: &Desk<'_>, path: &Path, key: Option<&str>) -> Done {
    let found = casebook::bundle::check(path, key, desk.console)?;
    let is_sound = found.problems.is_empty();
    let exit = if is_sound { Exit::Done } else { Exit::Integrity };
    let size = found.checkpoint.as_ref().map_or(0, |it| it.size);
    let is_compared = found.key_shown == KeyShown::Compared;
    let names: Vec<&str> = found.witnesses.iter().map(|(name, _)| name.as_str()).collect();
    if desk.json() {
        desk.console.json(&json!({
            "problems": problems(&found.problems), "key": found.key, "key_compared": is_compared,
            "leaves": size, "withheld": found.withheld, "erased": found.erased,
            "exhibits": found.exhibits, "listed": found.listed, "files": found.files,
            "bytes": found.bytes, "states": found.facts,
            "witnesses": {"need": found.witnesses_required, "signed": names},
        }))?;
        return Ok(exit);
    }
    print(desk, &found.problems);
    let stated = |name: &str| found.facts.get(name).and_then(Value::as_str).unwrap_or("–");
    let copy = [
        ("recipient", stated("recipient")),
        ("purpose", stated("purpose")),
        ("until", stated("expires")),
    ];
    desk.console.remark("bundle-copy", &copy);
    if found.witnesses_required > 0 {
        let (signed, need) = (names.len().to_string(), found.witnesses_required.to_string());
        let values = [("signed", &*signed), ("need", &*need), ("names", &*names.join(" "))];
        desk.console.remark("bundle-witnesses", &values);
    }
    desk.console.remark(
        if is_sound { "bundle-verified" } else { "bundle-not-verified" },
        &[
            ("files", &found.files.to_string()),
            ("leaves", &size.to_string()),
            ("withheld", &found.withheld.len().to_string()),
            ("erased", &found.erased.len().to_string()),
            ("exhibits", &found.exhibits.to_string()),
            ("listed", &found.listed.to_string()),
            ("problems", &found.problems.len().to_string()),
        ],
    );
    if !is_compared {
        desk.console.remark("bundle-key-stated", &[("key", &found.key)]);
    }
    Ok(exit)
}
