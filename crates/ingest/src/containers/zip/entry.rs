//! What a zip entry states of a file: name, times, mode, sizes beyond 4 GiB.

use model::records::Media;
use model::slot::Text;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat};

use super::super::bytes_at::unix_us_of_ticks;
use super::super::decoding::Method;
use super::super::name::{path_text, stated_path};
use super::directory::{Entry, u16_at, u32_at, u64_at};
use crate::formats::extra::Extra;
use crate::settings::Settings;

/// The decoder for a method of zip (APPNOTE 4.4.5).
pub(super) fn method_of(method: u16) -> Option<Method> {
    Some(match method {
        0 => Method::Stored,
        8 => Method::Deflate,
        9 => Method::Deflate64,
        12 => Method::Bzip2,
        93 => Method::Zstd,
        95 => Method::Xz,
        _ => return None,
    })
}

/// The extra fields of an entry: number and content.
fn fields(extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = extra;
    std::iter::from_fn(move || {
        let len = usize::from(u16_at(rest, 2));
        let field = rest.get(4..4 + len)?;
        let number = u16_at(rest, 0);
        rest = rest.get(4 + len..).unwrap_or_default();
        Some((number, field))
    })
}

/// Takes sizes and places beyond 4 GiB from the zip64 field (4.5.3): those that are all ones, in
/// this order.
pub(super) fn widen(entry: &mut Entry) {
    let extra = std::mem::take(&mut entry.extra);
    if let Some((_, field)) = fields(&extra).find(|(number, _)| *number == 1) {
        let mut at = 0;
        for value in [&mut entry.len, &mut entry.packed_len, &mut entry.local_start] {
            if *value == u64::from(u32::MAX) && at + 8 <= field.len() {
                *value = u64_at(field, at);
                at += 8;
            }
        }
    }
    entry.extra = extra;
}

/// Reads the times of entries.
pub(super) struct EntryTimes {
    local: StampReader,
    utc: StampReader,
    utc_micros: StampReader,
}

impl EntryTimes {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            local: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            utc: StampReader::utc(TimeFormat::UnixSeconds),
            utc_micros: StampReader::utc(TimeFormat::UnixMicros),
        }
    }

    /// States everything an entry says of its file.
    pub(super) fn state(&mut self, entry: &Entry, media: &mut Media) {
        let mut extra = Extra::default();
        media.path.set(&path_text(name_of(entry)));
        media.size = i64::try_from(entry.len).ok();
        media.state.set("active");
        // The host is Unix where the upper byte says so (4.4.2): the mode stands in the upper half.
        let mode = entry.attributes >> 16;
        if matches!(entry.made_by >> 8, 3 | 19) && mode != 0 {
            set_octal(&mut media.mode, mode);
        }
        self.dos(entry, &mut media.modified);
        for (number, field) in fields(&entry.extra) {
            match number {
                0x5455 => self.unix(field, media),
                0x000A => self.ntfs(field, media),
                _ => {}
            }
        }
        extra.add("path_stated", stated_path(name_of(entry)));
        extra.add("packed_size", &entry.packed_len.to_string());
        extra.add("comment", &path_text(&entry.comment));
        extra.write(&mut media.extra);
    }

    /// Local time in steps of two seconds (4.4.6).
    fn dos(&mut self, entry: &Entry, stamp: &mut Stamp) {
        let (date, time) = (entry.dos_date, entry.dos_time);
        let text = format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            1980 + (date >> 9),
            date >> 5 & 15,
            date & 31,
            time >> 11,
            time >> 5 & 63,
            (time & 31) * 2
        );
        if date != 0 && self.local.read(&text, stamp).is_ok() {
            stamp.latest_us = stamp.latest_us.saturating_add(1_000_000);
        } else {
            stamp.clear();
        }
    }

    /// Info-ZIP's times of UTC: bits say which of modification, access and creation follow.
    fn unix(&mut self, field: &[u8], media: &mut Media) {
        let Some(flags) = field.first() else { return };
        let mut at = 1;
        let stamps = [&mut media.modified, &mut media.accessed, &mut media.created];
        for (bit, stamp) in stamps.into_iter().enumerate() {
            if flags >> bit & 1 == 0 || at + 4 > field.len() {
                continue;
            }
            let seconds = u32_at(field, at).cast_signed();
            stamp.clear();
            if self.utc.read(&seconds.to_string(), stamp).is_err() {
                stamp.clear();
            }
            at += 4;
        }
    }

    /// Times of NTFS: attribute 1 holds modification, access and creation.
    fn ntfs(&mut self, field: &[u8], media: &mut Media) {
        let attributes = field.get(4..).unwrap_or_default();
        let Some((_, times)) = fields(attributes).find(|(number, _)| *number == 1) else { return };
        let stamps = [&mut media.modified, &mut media.accessed, &mut media.created];
        for (index, stamp) in stamps.into_iter().enumerate() {
            let ticks = u64_at(times, index * 8);
            let Some(since_us) = unix_us_of_ticks(ticks) else { continue };
            stamp.clear();
            if self.utc_micros.read(&since_us.to_string(), stamp).is_err() {
                stamp.clear();
            }
        }
    }
}

/// The name: from the UTF-8 field where there is one, else its bytes; those of an old code page are
/// told as bytes, for nothing says which page it was.
fn name_of(entry: &Entry) -> &[u8] {
    let in_field = fields(&entry.extra).find(|(number, _)| *number == 0x7075);
    in_field.and_then(|(_, field)| field.get(5..)).unwrap_or(&entry.name)
}

fn set_octal(text: &mut Text, mode: u32) {
    text.set_fmt(format_args!("{mode:o}"));
}
