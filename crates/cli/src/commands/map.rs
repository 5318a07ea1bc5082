//! `tutela map`: guesses an import mapping, shows it, and saves what a person confirmed.

use std::path::{Path, PathBuf};

use casebook::{Case, Exit, Fault, ReadingOptions, mappings};
use clap::Args;

use super::{Desk, now_us};
use crate::Done;

/// Show the mappings of the case, guess one for a file, or save one that you have checked. Nothing
/// is read through a guess: only a mapping saved here, or one of the house, is used.
///
/// Examples:
///   tutela --case milan-2026 map
///   tutela --case milan-2026 map new.csv > new.toml
///   tutela --case milan-2026 map --save new.toml
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Map {
    /// File to guess a mapping for; the guess is printed as TOML, to be checked and saved.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Mapping to save: a TOML file that a person has checked.
    #[arg(long, value_name = "TOML", conflicts_with = "file")]
    pub(crate) save: Option<PathBuf>,
    /// Mapping to print.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["file", "save"])]
    pub(crate) show: Option<String>,
}

impl Map {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        match (&self.file, &self.save, &self.show) {
            (Some(file), ..) => guess(desk, &case, file),
            (_, Some(toml), _) => save(desk, &case, toml),
            (_, _, Some(name)) => show(desk, &case, name),
            _ => list(desk, &case),
        }
    }
}

fn list(desk: &Desk<'_>, case: &Case) -> Done {
    let all = mappings::all(case)?;
    if desk.json() {
        desk.console.json(&all)?;
        return Ok(Exit::Done);
    }
    for mapping in &all {
        desk.console.data(&format!(
            "{:24} {:9} {}",
            mapping.name,
            mapping.kind.0.table(),
            mapping.title
        ));
    }
    Ok(Exit::Done)
}

fn show(desk: &Desk<'_>, case: &Case, name: &str) -> Done {
    let all = mappings::all(case)?;
    let mapping = all.iter().find(|mapping| mapping.name == name).ok_or_else(|| {
        Fault::usage(format!("there is no mapping `{name}`"), "list them with `tutela map`")
    })?;
    desk.console.data(&mappings::print(mapping)?);
    Ok(Exit::Done)
}

fn save(desk: &Desk<'_>, case: &Case, toml: &Path) -> Done {
    let text = std::fs::read_to_string(toml).map_err(|e| Fault::io(toml, e))?;
    let mut mapping = mappings::parse(&text)?;
    let person = desk.person();
    if mapping.confirmed_by.is_empty() {
        mapping.confirmed_by.clone_from(&person);
    }
    mappings::save(case, &mapping, &person, now_us())?;
    desk.console.remark("mapping-saved", &[("name", &mapping.name)]);
    Ok(Exit::Done)
}

fn guess(desk: &Desk<'_>, case: &Case, file: &Path) -> Done {
    let guess = casebook::proposal::guess(case, file, &super::worker::command()?)?;
    if desk.json() {
        desk.console.json(&guess)?;
        return Ok(Exit::Done);
    }
    let toml = guess.to_toml().map_err(|e| {
        Fault::new(Exit::Bug, "the proposal cannot be written", "report this").caused_by(e)
    })?;
    desk.console.data(toml.trim_end());
    for doubt in &guess.doubts {
        desk.console.remark("mapping-doubt", &[("doubt", doubt)]);
    }
    desk.console.remark("mapping-guessed", &[]);
    Ok(Exit::Done)
}

/// Shows how files would be read, and stores nothing.
pub(crate) fn dry_run(
    desk: &Desk<'_>,
    case: &Case,
    paths: &[PathBuf],
    reading: &ReadingOptions,
) -> Done {
    let mut exit = Exit::Done;
    for path in paths {
        let sample = casebook::sample::sample(case, path, reading, &super::worker::command()?)?;
        if sample.state != "sampled" && sample.state != "parsed" {
            exit = Exit::RejectedInPart;
        }
        if desk.json() {
            desk.console.json(&sample)?;
            continue;
        }
        desk.console.data(&format!("{}: {} {}", path.display(), sample.state, sample.format));
        for line in sample.lines() {
            desk.console.data(&format!("  {line}"));
        }
    }
    Ok(exit)
}
