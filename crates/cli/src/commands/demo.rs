//! `tutela demo`: a synthetic case, the whole job.

use std::path::{Path, PathBuf};

use casebook::{Case, Exit, Fault};
use clap::Args;

use super::{Desk, build, ingest, init, report};
use crate::Done;

/// Make a synthetic case and run the whole job on it: sources are invented from a seed, sealed,
/// read, laid into tables, questioned, and cited in a report whose path is printed at the end.
///
/// Example:
///   tutela demo
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Demo {
    /// Folder to make; it must not exist.
    #[arg(value_name = "DIR", default_value = "tutela-demo")]
    pub(crate) dir: PathBuf,
    /// Size: 1 is 256 payers of the published set and their neighbours; up to 1000.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) factor: u32,
    /// Seed of the invented people and events.
    #[arg(long, value_name = "N", default_value_t = casetest::case::DEMO_SEED)]
    pub(crate) seed: u64,
}

impl Demo {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let folder = self.folder()?;
        let (sources, truth) = (folder.join("sources"), folder.join("truth.json"));
        desk.console.remark("demo-sources", &[("dir", &sources.display().to_string())]);
        self.write_sources(&sources, &truth)?;
        let case = self.open_case(desk, &folder.join("case"))?;
        Self::ingest(desk, &case, &sources)?;
        let summary = build::Build::default().build(desk, &case)?;
        build::print(desk, &summary);
        let written = report::Report::default().write(desk, &case)?;
        for path in &written {
            desk.console.data(&path.display().to_string());
        }
        let dir = case.dir().display().to_string();
        desk.console.remark("demo-done", &[("dir", &dir)]);
        Ok(Exit::Done)
    }

    fn folder(&self) -> Result<PathBuf, Fault> {
        if self.dir.exists() {
            return Err(Fault::usage(
                "the folder exists already",
                "choose another: tutela demo DIR",
            )
            .at(self.dir.display()));
        }
        Ok(self.dir.clone())
    }

    fn write_sources(&self, sources: &Path, truth: &Path) -> Result<(), Fault> {
        casetest::case::write_with_truth(self.seed, self.factor, sources, truth)
            .map_err(|e| Fault::io(sources, e))
    }

    fn open_case(&self, desk: &Desk<'_>, dir: &Path) -> Result<Case, Fault> {
        let init = init::Init {
            dir: dir.to_owned(),
            authority: "Synthetic Authority".to_owned(),
            legal_basis: "synthetic order 1/2026".to_owned(),
            zone: "Europe/Rome".to_owned(),
            id: Some(format!("demo-{}", self.seed)),
            region: Some("IT".to_owned()),
            retention: None,
            pay_days: vec![10, 28],
            holidays: Vec::new(),
        };
        init.create(desk)
    }

    /// Ingests the sources: those that state local times without a zone first, with the zone that
    /// a person would know.
    fn ingest(desk: &Desk<'_>, case: &Case, sources: &Path) -> Result<(), Fault> {
        for (name, zone) in casetest::case::ZONES_TO_STATE {
            let one = ingest::Ingest::of(vec![sources.join(name)], Some((*zone).to_owned()));
            ingest::print(desk, &one.ingest(desk, case)?)?;
        }
        let rest = ingest::Ingest::of(vec![sources.to_owned()], None);
        let mut summary = rest.ingest(desk, case)?;
        // What was given with its zone a moment ago is printed once.
        summary.received.retain(|one| !one.known);
        ingest::print(desk, &summary)
    }
}
