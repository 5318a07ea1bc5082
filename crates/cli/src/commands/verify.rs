//! `tutela verify`: exhibits, log and tables are what they were; so is a bundle that was received.

use std::path::PathBuf;

use casebook::bundle::Problem;
use clap::Args;
use serde_json::{Value, json};

use super::{Desk, now_us};
use crate::Done;
use crate::words::fault_in;

/// Hash every exhibit again, check the custody log and the tables, and name each file that changed.
/// Ends with 4 if anything did.
///
/// With BUNDLE, check a sealed bundle (a folder or a .tar file) in the same way; no case is needed. Give the key
/// that was handed over by another way: without it a bundle made anew with another key is not found.
///
/// Examples:
///   tutela --case milan-2026 verify
///   tutela verify milan.tar --key milan-2026/log/keys/verifier.txt
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Verify {
    /// A sealed bundle.
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: Option<PathBuf>,
    /// The public key of its log: the line, or a file with it.
    #[arg(long, value_name = "KEY", requires = "bundle")]
    pub(crate) key: Option<String>,
}

impl Verify {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        if let Some(path) = &self.bundle {
            return super::bundle::check(desk, path, self.key.as_deref());
        }
        let case = desk.case()?;
        let found = casebook::verify::verify(&case, &desk.person(), now_us(), desk.console)?;
        if desk.json() {
            desk.console.json(&json!({
                "exhibits": found.exhibits, "bytes": found.bytes, "leaves": found.leaves,
                "problems": problems(&found.problems),
            }))?;
        } else {
            print(desk, &found.problems);
            desk.console.remark(
                "verified",
                &[
                    ("exhibits", &found.exhibits.to_string()),
                    ("leaves", &found.leaves.to_string()),
                    ("problems", &found.problems.len().to_string()),
                ],
            );
        }
        Ok(casebook::verify::exit(&found))
    }
}

/// Problems for people: code, file, fact, remedy.
pub(super) fn print(desk: &Desk<'_>, found: &[Problem]) {
    let language = desk.console.language();
    for Problem { file, kind, fact } in found {
        let (fact, remedy) = (fault_in(language, fact), fault_in(language, kind.remedy()));
        desk.console.data(&format!("{} {file}: {fact}; {remedy}", kind.code()));
    }
}

/// Problems for programs.
pub(super) fn problems(found: &[Problem]) -> Vec<Value> {
    let one = |one: &Problem| json!({"file": one.file, "code": one.kind.code(), "fact": one.fact, "remedy": one.kind.remedy()});
    found.iter().map(one).collect()
}
