//! A small bundle, sound, changed in ten thousand ways, and checked by our program and by the script.

mod browser;
mod mutations;
mod script;
mod sound;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use model::Digest;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::check::{BundleFound, check};
use super::{BundleContent, BundleFile, BundleRequest, BundleTarget, Contents};
use crate::custody::Custody;
use crate::event::{Act, Event, FileDigest};
use crate::exhibit::{Keep, Receipt};
use crate::log::note::VerifierKey;

/// The files of a bundle.
pub(super) type Map = BTreeMap<String, Vec<u8>>;

/// A case in a folder, and what is asked of it.
pub(super) struct Made {
    pub(super) dir: tempfile::TempDir,
    pub(super) custody: Custody,
    pub(super) request: BundleRequest,
}

impl Made {
    /// A case with exhibits, acts, an erased record, findings and a report; one record is withheld.
    pub(super) fn new(acts: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let case = dir.path().join("case");
        let mut custody = Custody::create(&case, "tutela.case/bundled").unwrap();
        for at in 0..3_u8 {
            let file = dir.path().join(format!("it's {at}.csv"));
            fs::write(&file, format!("sent_at,amount\n{at},\u{e8}\n").repeat(20)).unwrap();
            let receipt = Receipt {
                giver: "Registry \\ 'A'".to_owned(),
                legal_basis: "order 1, \"sha256\":\"\u{e0}\"".to_owned(),
                received_at_us: 5,
                settings: json!({"zone": "Europe/Rome", "sha256": "00"}),
                keep: Keep::Copy,
            };
            custody.seal(&file, &receipt, &mut |_| ControlFlow::Continue(())).unwrap();
        }
        let event = |at: usize| Event::SettingChanged {
            name: format!("%s \\n $(x) `{at}`"),
            from: json!(0.5),
            to: json!("'; exit 0 #"),
        };
        let by = || "A. Rossi".to_owned();
        let acts: Vec<_> =
            (0..acts).map(|at| Act { at_us: 1, by: by(), event: event(at) }).collect();
        custody.log_all(&acts).unwrap();
        let file = |name: &str, bytes: &[u8]| BundleFile {
            name: name.to_owned(),
            content: BundleContent::Bytes(bytes.to_vec()),
        };
        let (finding, report) = (&b"{\"finding\":1}\n"[..], &b"<p>\nreport\n</p>\n"[..]);
        let digest = |name: &str, bytes: &[u8]| FileDigest {
            file: name.to_owned(),
            sha256: Digest(Sha256::digest(bytes).into()),
        };
        let built = Event::Built {
            tool: "tutela".to_owned(),
            data_root: Digest([1; 32]),
            findings: vec![digest("findings/flow.json", finding)],
        };
        custody.log(2, "A. Rossi", &built).unwrap();
        let made = Event::ReportMade {
            language: "it".to_owned(),
            files: vec![digest("report/report.it.html", report)],
        };
        custody.log(3, "A. Rossi", &made).unwrap();
        let marked = b"<p>\n<p class=\"copy-mark\">for B</p>\nreport\n</p>\n";
        let request = BundleRequest {
            facts: [("recipient".to_owned(), json!("B"))].into_iter().collect(),
            files: vec![file("findings/flow.json", finding), file("report/report.it.html", marked)],
            ..BundleRequest::default()
        };
        Self { dir, custody, request }
    }

    /// With one record erased and one withheld.
    pub(super) fn with_omissions(mut self) -> Self {
        self.custody.erase(3, 9, "A. Rossi", "order 2").unwrap();
        self.request.withheld = BTreeSet::from([4]);
        self
    }

    pub(super) fn listed(mut self) -> Self {
        self.request.contents = Contents::Listed;
        self
    }

    pub(super) fn key(&self) -> VerifierKey {
        self.custody.verifier_key().clone()
    }

    pub(super) fn write(&self, name: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        let target =
            if has_tar(&path) { BundleTarget::Tar(&path) } else { BundleTarget::Folder(&path) };
        let plan = self.custody.plan_bundle(&self.request).unwrap();
        self.custody
            .write_bundle(&plan, target, &mut |_| ControlFlow::Continue(()))
            .and_then(crate::StagedBundle::publish)
            .unwrap();
        path
    }

    pub(super) fn map(&self, name: &str) -> Map {
        let path = self.write(name);
        read_all(&path)
    }
}

fn has_tar(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "tar")
}

/// Every file below a folder.
pub(super) fn read_all(dir: &Path) -> Map {
    let (mut map, mut ahead) = (Map::new(), vec![dir.to_owned()]);
    while let Some(one) = ahead.pop() {
        for entry in fs::read_dir(one).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                ahead.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
                map.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    map
}

pub(super) fn found(map: &Map, key: Option<&VerifierKey>) -> BundleFound {
    check(map, key, &mut |_| ControlFlow::Continue(())).unwrap()
}
