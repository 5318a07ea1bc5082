//! The Reference Data Set of the National Software Reference Library, version 3.
//!
//! - **Recognised by:** `FILE` with `sha256`, `sha1`, `md5` and `file_name` (minimal sets), or
//!   `METADATA` with these (full sets, where `FILE` is a view).
//! - **Specification:** NIST, "RDSv3 Database Schema"; column names as its releases have them.
//! - **Fields kept:** the digests, name and size of each file; the package it came in is named in
//!   `extra`, with its version.
//! - **Known limits:** the changes of a delta release are SQL and not read; apply them first.

use super::Program;
use crate::formats::hashlist::take_digest;
use crate::formats::sqlite::known::Known;
use crate::formats::sqlite::reading::Reading;
use crate::formats::sqlite::row_view::{Fault, RowView};
use crate::formats::sqlite::schema::Schema;
use crate::formats::sqlite::writer::{Filled, Origin, Writer};
use crate::sink::Halt;

/// The set; see the module.
pub(super) struct Nsrl;

/// Name of the set in `listed_by`.
const SET: &str = "NSRL RDS 3";

/// Columns of digests.
const DIGESTS: [&str; 3] = ["sha256", "sha1", "md5"];

/// The table that holds the files.
fn table(has: impl Fn(&str) -> bool) -> Option<&'static str> {
    ["FILE", "METADATA"].into_iter().find(|table| has(table))
}

impl Program for Nsrl {
    fn name(&self) -> &'static str {
        SET
    }

    fn knows(&self, schema: &Schema) -> bool {
        let columns = ["sha256", "sha1", "md5", "file_name"];
        table(|name| schema.has(name, &columns)).is_some()
    }

    fn read(&self, reading: &mut Reading<'_, '_, '_, '_>) -> Result<(), Halt> {
        reading.writer.origin = Origin::Report;
        let mut packages = Known::default();
        reading.look_up("PKG", &mut |row| {
            let (name, version) = (row.text("name")?, row.text("version")?);
            let told = format!("{name} {version}").trim().to_owned();
            if let Some(id) = row.integer("package_id")? {
                let bytes = told.len();
                packages.insert(id, told, bytes);
            }
            Ok(())
        })?;
        let Some(table) = table(|name| reading.has(name)) else { return Ok(()) };
        reading.pour(table, &mut |row, writer| fill(row, writer, &packages))
    }
}

fn fill(row: &RowView<'_>, writer: &mut Writer, packages: &Known<String>) -> Result<Filled, Fault> {
    let Writer { media, extra, .. } = writer;
    for column in DIGESTS {
        let digest = row.text(column)?;
        if !digest.is_empty() {
            take_digest(&digest, column, media, extra)
                .map_err(|(kind, field, text)| (kind, field.into(), text))?;
        }
    }
    media.path.set(&row.text("file_name")?);
    media.size = row.integer("file_size")?;
    media.listed_by.set(SET);
    extra.add("package", packages.name(row.integer("package_id")?));
    Ok(Filled::Media)
}
