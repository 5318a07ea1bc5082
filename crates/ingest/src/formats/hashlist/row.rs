//! One line of a hash list as the record of a file.

use model::records::Media;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat};
use model::{RejectKind, Text};

use super::layout::{Kind, Layout, is_digest, is_digest_column, split_date, split_deep};
use crate::formats::date_order::Order;
use crate::formats::extra::Extra;
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// Why a row is no record: kind, field, text.
type Fault = (RejectKind, &'static str, String);

/// Reads lines and keeps the buffers between them.
pub(super) struct RowReader {
    stamps: StampReader,
    order: Option<Order>,
    extra: Extra,
}

impl RowReader {
    pub(super) fn new(settings: &Settings, order: Option<Order>) -> Self {
        let stamps = settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown);
        Self { stamps, order, extra: Extra::default() }
    }

    pub(super) fn note_zone(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let zone = self.stamps.zone();
        sink.note(&Note::Zone { zone: zone.name().to_owned(), source: zone.source() })
    }

    pub(super) fn fill(
        &mut self,
        layout: &Layout,
        line: &str,
        record: &mut Media,
    ) -> Result<(), Fault> {
        model::Record::clear(record);
        self.extra.clear();
        record.listed_by.set(layout.name());
        match layout.kind {
            Kind::Plain => take_digest(line.trim(), "digest", record, &mut self.extra)?,
            Kind::Deep => self.fill_deep(line, record)?,
            Kind::Hashdeep => self.fill_hashdeep(layout, line, record)?,
            Kind::Nsrl | Kind::Ilook | Kind::Table => self.fill_columns(layout, line, record)?,
        }
        if record.md5.is_empty()
            && record.sha1.is_empty()
            && record.sha256.is_empty()
            && !self.extra.has_any()
        {
            return Err((RejectKind::MissingField, "digest", String::new()));
        }
        self.extra.write(&mut record.extra);
        Ok(())
    }

    fn fill_deep(&mut self, line: &str, record: &mut Media) -> Result<(), Fault> {
        let Some(deep) = split_deep(line) else {
            return Err((RejectKind::UnknownLine, "", String::new()));
        };
        take_size(deep.size, record)?;
        take_digest(deep.digest, "digest", record, &mut self.extra)?;
        if deep.escaped {
            record.path.set(&unescape(deep.path));
        } else {
            record.path.set(deep.path);
        }
        Ok(())
    }

    /// The name stands last and may hold commas.
    fn fill_hashdeep(
        &mut self,
        layout: &Layout,
        line: &str,
        record: &mut Media,
    ) -> Result<(), Fault> {
        let width = layout.columns.len();
        let cells: Vec<&str> = line.splitn(width.max(1), ',').collect();
        if cells.len() != width || width == 0 {
            return Err((RejectKind::WrongWidth, "", String::new()));
        }
        for (name, cell) in layout.columns.iter().zip(cells) {
            match name.as_str() {
                "size" => take_size(cell, record)?,
                "filename" => record.path.set(cell),
                _ => take_digest(cell, "digest", record, &mut self.extra)?,
            }
        }
        Ok(())
    }

    fn fill_columns(
        &mut self,
        layout: &Layout,
        line: &str,
        record: &mut Media,
    ) -> Result<(), Fault> {
        let cells = layout.cells(line);
        if cells.len() != layout.columns.len() {
            return Err((RejectKind::WrongWidth, "", String::new()));
        }
        let mut folder = "";
        let mut name = "";
        for (column, cell) in layout.columns.iter().zip(&cells) {
            match column.as_str() {
                "filename" | "filenames" | "name" | "file" => name = cell,
                "filepath" | "path" | "fullpath" | "directory" | "folder" => folder = cell,
                "filesize" | "size" | "length" | "bytes" => take_size(cell, record)?,
                "createtime" => self.take_time(cell, "CreateTime", &mut record.created)?,
                "modtime" => self.take_time(cell, "ModTime", &mut record.modified)?,
                "lastaccesstime" => self.take_time(cell, "LastAccessTime", &mut record.accessed)?,
                other if is_digest_column(other) => {
                    if !cell.is_empty() {
                        take_digest(cell, "digest", record, &mut self.extra)?;
                    }
                }
                other => self.extra.add(other, cell),
            }
        }
        // A table states a whole path, or a folder without its last stroke.
        let is_whole = layout.kind == Kind::Table && folder.ends_with(name);
        let name = if is_whole { "" } else { name };
        let is_apart = name.is_empty() || folder.is_empty() || folder.ends_with(['/', '\\']);
        let gap = if is_apart || layout.kind != Kind::Table { "" } else { "/" };
        record.path.set_fmt(format_args!("{folder}{gap}{name}"));
        Ok(())
    }

    /// A local time; which of its numbers is the day was decided for the whole list.
    fn take_time(
        &mut self,
        cell: &str,
        field: &'static str,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        let fault = |kind| (kind, field, cell.to_owned());
        if cell.trim().is_empty() {
            return Ok(());
        }
        let Some((parts, clock)) = split_date(cell) else { return Err(fault(RejectKind::BadTime)) };
        let Some([year, month, day]) = parts.resolve(self.order) else {
            return Err(fault(RejectKind::AmbiguousDate));
        };
        let text = format!("{year:04}-{month:02}-{day:02} {clock}");
        self.stamps.read(&text, stamp).map_err(|kind| fault(kind.into()))?;
        stamp.stated.set(cell);
        Ok(())
    }
}

/// A name in which md5deep wrote a line feed as `\n` and a backslash as `\\`.
fn unescape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut characters = name.chars();
    while let Some(c) = characters.next() {
        match (c, characters.clone().next()) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('\\')) => out.push('\\'),
            _ => {
                out.push(c);
                continue;
            }
        }
        characters.next();
    }
    out
}

fn take_size(cell: &str, record: &mut Media) -> Result<(), Fault> {
    if cell.trim().is_empty() {
        return Ok(());
    }
    let size = cell.trim().parse().ok().filter(|size| *size >= 0);
    record.size = Some(size.ok_or_else(|| (RejectKind::BadInteger, "size", cell.to_owned()))?);
    Ok(())
}

/// Takes a digest into the field of its length.
pub(in crate::formats) fn take_digest(
    cell: &str,
    field: &'static str,
    record: &mut Media,
    extra: &mut Extra,
) -> Result<(), Fault> {
    if !is_digest(cell) {
        return Err((RejectKind::BadDigest, field, cell.to_owned()));
    }
    let lower = cell.to_ascii_lowercase();
    let set = |slot: &mut Text| slot.set(&lower);
    match cell.len() {
        32 => set(&mut record.md5),
        40 => set(&mut record.sha1),
        64 => set(&mut record.sha256),
        48 => extra.add("tiger", &lower),
        96 => extra.add("sha384", &lower),
        _ => extra.add("sha512_or_whirlpool", &lower),
    }
    Ok(())
}
