//! Small exhibits of every format, as they stand in `tests/fixtures/`, and how each is read.

use std::path::{Path, PathBuf};

use tutela_ingest::formats::FORMATS;
use tutela_ingest::{Settings, SourceFormat};

/// A small exhibit that a format reads to the end.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// The file it stands in.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// The settings to read it with.
    pub(crate) settings: Settings,
}

/// Settings of a case in Rome.
pub(crate) fn rome(mapping: Option<&str>) -> Settings {
    let mapping = mapping.map(str::to_owned);
    Settings { case_zone: "Europe/Rome".into(), mapping, ..Settings::default() }
}

/// The format of this code.
pub(crate) fn format(code: &str) -> &'static dyn SourceFormat {
    let found = FORMATS.iter().find(|format| format.code() == code);
    *found.unwrap_or_else(|| panic!("no format `{code}`"))
}

/// The examples of a format: `tests/fixtures/<code>/`. Tables are named after their mapping.
pub(crate) fn examples(code: &str) -> Vec<Example> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures")).join(code);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext != "py"))
        .collect();
    paths.sort();
    paths.into_iter().map(|path| example(code, &path)).collect()
}

fn example(code: &str, path: &Path) -> Example {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mapped = matches!(code, "delimited" | "workbook").then_some(stem.as_str());
    let settings = rome(mapped);
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Example { name: format!("{code}/{stem}"), bytes, settings }
}
