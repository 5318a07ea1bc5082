//! Small exhibits of every reader, as they stand in `tests/fixtures/`, and how each is read.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use tutela_ingest::Settings;
use tutela_ingest::register::{HOUSE, Reader};

/// A small exhibit that a reader reads to the end.
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

/// The reader of this code.
pub(crate) fn reader(code: &str) -> Reader {
    HOUSE.named(code).unwrap_or_else(|| panic!("no reader `{code}`"))
}

/// The examples of a reader: `tests/fixtures/<code>/`. Tables are named after their mapping.
pub(crate) fn examples(code: &str) -> Vec<Example> {
    files(&folder("fixtures").join(code)).iter().map(|path| example(code, path)).collect()
}

/// What broke a reader once, as it was found: `tests/findings/<code>/`.
pub(crate) fn findings(code: &str) -> Vec<Example> {
    files(&folder("findings").join(code)).iter().map(|path| example(code, path)).collect()
}

/// A folder of the tests.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).join(name)
}

/// The exhibits of a folder: all but the scripts that made them.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && path.extension().is_none_or(|ext| ext != "py"))
        .collect();
    paths.sort();
    paths
}

/// An exhibit of a reader.
pub(crate) fn example(code: &str, path: &Path) -> Example {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mapped = matches!(code, "delimited" | "workbook").then_some(stem.as_str());
    let settings = rome(mapped);
    let mut bytes =
        std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // A sparse image is kept packed.
    if code != "zip" && path.extension().is_some_and(|ext| ext == "zip") {
        bytes = unpacked(&bytes).unwrap_or_else(|| panic!("{} is no archive", path.display()));
    }
    Example { name: format!("{code}/{stem}"), bytes, settings }
}

fn unpacked(archive: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).ok()?;
    let mut bytes = Vec::new();
    archive.by_index(0).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
