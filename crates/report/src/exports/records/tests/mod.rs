//! Records handed over in every form, and read back by programs of others where they are installed.

mod accounts;
mod linked;
mod partners;
mod read_back;
mod sample;
mod tables;
mod timelines;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::Command;
use std::sync::{Arc, Mutex};

use sample::Sample;

use super::{Handing, OpenFile, find, hand_over};
use crate::exports::{ExportError, RecordManifest};

/// What was written, by name of the file.
pub(in crate::exports) type Files = BTreeMap<String, Vec<u8>>;

/// A file in memory that others look at once it is written.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Files>>);

struct OnShelf(Shelf, String);

impl Write for OnShelf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.0.0.lock().unwrap();
        files.entry(self.1.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What an export writes into memory.
pub(in crate::exports) fn on_shelf(
    write: &mut dyn FnMut(&mut OpenFile<'_>) -> Result<RecordManifest, ExportError>,
) -> Result<(RecordManifest, Files), ExportError> {
    let shelf = Shelf::default();
    let mut open = |name: &str| {
        let mut file = OnShelf(shelf.clone(), name.to_owned());
        file.write_all(b"")?;
        Ok(Box::new(file) as Box<dyn Write + Send>)
    };
    let manifest = write(&mut open)?;
    let files = shelf.0.lock().unwrap().clone();
    Ok((manifest, files))
}

/// Hands a sample over in the form of this code.
fn handed(
    code: &str,
    asked: &Handing,
    rows: &Sample,
) -> Result<(RecordManifest, Files), ExportError> {
    on_shelf(&mut |open| hand_over(find(code).unwrap(), asked, rows, open))
}

/// What forms need and no record states.
fn facts() -> BTreeMap<String, String> {
    let given = [
        ("rentity_id", "1001"),
        ("report_code", "STR"),
        ("currency_code_local", "EUR"),
        ("indicators", "ACTRC, AFFRD"),
        ("transmode_code", "ELCFT"),
        ("from_funds_code", "CASH"),
        ("to_funds_code", "ELCFT"),
        ("from_country", "IT"),
        ("to_country", "-"),
    ];
    given.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
}

pub(in crate::exports) fn asked() -> Handing {
    Handing {
        case_id: "sample-1".to_owned(),
        authority: "Unit <A> & B".to_owned(),
        recipient: "Analyst".to_owned(),
        purpose: "a test & more".to_owned(),
        zone: "Europe/Rome".to_owned(),
        expires: Some("2027-06-30".to_owned()),
        at_us: 1_770_000_000_000_000,
        ..Handing::default()
    }
}

/// What a script prints of the files of an export, where Python has the module; it says so where not.
pub(in crate::exports) fn by_python(module: &str, script: &str, files: &Files) -> Option<String> {
    let present = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if !present.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 has no module {module}");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let name = if name.is_empty() { "file" } else { name };
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let run = Command::new("python3").args(["-c", script]).current_dir(folder.path()).output();
    let output = run.unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{module}: {words}");
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}
