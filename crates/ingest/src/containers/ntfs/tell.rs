//! Makes members of the records: a file under each of its names, and each stream beside it.

use std::io::Cursor;

use model::records::Media;
use model::{Place, Record as _};

use super::super::clusters::{
    HOLES_BYTES_MAX, ORPHANS, RunReader, Runs, TickClock, Volume, mode_of, stated_size, ticks_text,
};
use super::super::{Content, Members};
use super::file::{self, File, Name, Stored, Stream};
use super::packed::PackedReader;
use super::record::{Record, kind};
use super::table::{Bitmap, Table};
use super::tree::Tree;
use crate::formats::extra::Extra;
use crate::sink::Halt;

/// The record of the list of damaged clusters.
const BAD_CLUSTERS: u64 = 8;

/// Records that Windows keeps for itself and gives no name.
const RESERVED: std::ops::RangeInclusive<u64> = 12..=15;

/// Bytes of a unit of compression; Windows uses 64 KiB.
const UNIT_BYTES_MAX: u64 = 1 << 20;

/// Streams told again under the further names of a file; each name has them all.
const STREAMS_AGAIN_MAX: usize = 64;

/// Bits of an attribute's flags.
const COMPRESSED: u16 = 0x00ff;
const ENCRYPTED: u16 = 0x4000;

/// Reparse tags of files whose content Windows keeps elsewhere.
const WOF: u32 = 0x8000_0017;
const DEDUPLICATED: u32 = 0x8000_0013;

/// Hands members over; see the module.
pub(super) struct Teller<'m> {
    pub(super) members: &'m mut dyn Members,
    bitmap: Bitmap,
    clock: TickClock,
    media: Media,
}

/// What a member's content is, before it is read.
enum Kept<'f> {
    None,
    Unreadable(&'static str),
    Resident(&'f [u8]),
    Plain(&'f Runs),
    Packed(&'f Runs, u64),
}

impl<'m> Teller<'m> {
    /// Hands members to `members`.
    pub(super) fn new(members: &'m mut dyn Members, bitmap: Bitmap) -> Self {
        Self { members, bitmap, clock: TickClock::new(), media: Media::default() }
    }

    /// Tells the file that this record is the first of.
    pub(super) fn tell(
        &mut self,
        record: &Record,
        tree: &mut Tree,
        table: &mut Table,
        volume: &mut Volume<'_>,
    ) -> Result<(), Halt> {
        let file = file::collect(record, table, volume);
        let is_blank = file.names.is_empty()
            && (RESERVED.contains(&record.number)
                || (file.info.is_none() && file.streams.is_empty() && !record.is_in_use()));
        if is_blank {
            return Ok(());
        }
        let has_others = file.names.iter().any(|name| !name.is_dos);
        let names: Vec<&Name> =
            file.names.iter().filter(|name| !name.is_dos || !has_others).collect();
        if names.is_empty() {
            let path = format!("{ORPHANS}/OrphanFile-{}", record.number);
            return self.tell_name(record, &file, (0, None), &path, table, volume);
        }
        for (index, name) in names.into_iter().enumerate() {
            let path = tree.path(name);
            self.tell_name(record, &file, (index, Some(name)), &path, table, volume)?;
        }
        Ok(())
    }

    fn tell_name(
        &mut self,
        record: &Record,
        file: &File,
        (index, name): (usize, Option<&Name>),
        path: &str,
        table: &mut Table,
        volume: &mut Volume<'_>,
    ) -> Result<(), Halt> {
        let of_name = if index > 0 { format!("name {}", index + 1) } else { String::new() };
        let is_main = |stream: &Stream| {
            let is_folders = stream.kind == kind::INDEX_ROOT && stream.is_names();
            if record.is_folder() { is_folders } else { stream.is_content() }
        };
        let main = file.streams.iter().find(|stream| is_main(stream));
        self.fill(record, file, name, path);
        self.hand_over((record, file), main, &of_name, table, volume)?;
        let is_main = |stream: &Stream| main.is_some_and(|main| std::ptr::eq(main, stream));
        for (number, stream) in file.streams.iter().enumerate() {
            if stream.is_names() || is_main(stream) {
                continue;
            }
            if index > 0 && number >= STREAMS_AGAIN_MAX {
                break;
            }
            self.fill(record, file, name, &format!("{path}:{}", stream.name));
            let gap = if of_name.is_empty() { "" } else { " " };
            let place = format!("{of_name}{gap}stream {}", number + 1);
            self.hand_over((record, file), Some(stream), &place, table, volume)?;
        }
        Ok(())
    }

    /// Fills in what the records state of the file as a whole.
    fn fill(&mut self, record: &Record, file: &File, name: Option<&Name>, path: &str) {
        let Self { clock, media, .. } = self;
        media.clear();
        let mut extra = Extra::default();
        media.path.set(path);
        let info = file.info.unwrap_or_default();
        let stamps =
            [&mut media.created, &mut media.modified, &mut media.changed, &mut media.accessed];
        let fields = ["created_stated", "modified_stated", "changed_stated", "accessed_stated"];
        for ((ticks, stamp), field) in info.times.into_iter().zip(stamps).zip(fields) {
            if let Err(text) = clock.read(ticks, stamp) {
                extra.add(field, &text);
            }
        }
        media.mode.set(&mode_of(info.attributes, record.is_folder()));
        extra.add("attributes", &format!("{:#010x}", info.attributes));
        extra.add("sequence", &record.sequence.to_string());
        if record.links > 1 {
            extra.add("links", &record.links.to_string());
        }
        if let Some(name) = name {
            let fields = ["fn_created", "fn_modified", "fn_changed", "fn_accessed"];
            for (ticks, field) in name.times.into_iter().zip(fields) {
                extra.add(field, &ticks_text(ticks).unwrap_or_default());
            }
            let is_short = |other: &&Name| other.is_dos && other.parent == name.parent;
            if let Some(short) = file.names.iter().find(is_short).filter(|_| !name.is_dos) {
                extra.add("short_name", &short.text);
            }
        } else if record.is_in_use() {
            extra.add("name", "the record is in use and has none");
        }
        if let Some(reparse) = &file.reparse {
            extra.add("reparse_tag", &format!("{:#010x}", reparse.tag));
            extra.add("link_target", &reparse.target);
        }
        extra.add("object_id", &file.object_id);
        extra.add("fault", file.fault.unwrap_or_default());
        extra.write(&mut media.extra);
    }

    /// Fills in what the records state of the stream.
    fn fill_stream(&mut self, stream: &Stream) {
        let mut extra = Extra::resume(&self.media.extra);
        if stream.valid_len < stream.len && !stream.is_names() {
            extra.add("valid_bytes", &stream.valid_len.to_string());
        }
        if stream.kind != kind::DATA && !stream.is_names() {
            let is_root = stream.kind == kind::INDEX_ROOT;
            extra.add("attribute", if is_root { "$INDEX_ROOT" } else { "$INDEX_ALLOCATION" });
        }
        extra.write(&mut self.media.extra);
    }

    /// Fills in what belongs to the stream and hands the member over.
    fn hand_over(
        &mut self,
        (record, file): (&Record, &File),
        stream: Option<&Stream>,
        place: &str,
        table: &Table,
        volume: &mut Volume<'_>,
    ) -> Result<(), Halt> {
        let mut state = if record.is_in_use() { "active" } else { "deleted" };
        let mut kept = Kept::None;
        self.media.inode.set_fmt(format_args!("{}", record.number));
        let (mut len, mut valid_len) = (0, 0);
        if let Some(stream) = stream {
            (len, valid_len) = (stream.len, stream.valid_len.min(stream.len));
            let (number, kind, id) = (record.number, stream.kind, stream.id);
            self.media.inode.set_fmt(format_args!("{number}-{kind}-{id}"));
            self.media.size = stated_size(len);
            kept = keep(stream, record, file, table, volume);
            let runs = match kept {
                Kept::Plain(runs) | Kept::Packed(runs, _) if !record.is_in_use() => Some(runs),
                _ => None,
            };
            let cluster = table.boot.cluster;
            if runs.is_some_and(|runs| {
                runs.iter().any(|run| self.bitmap.is_used(volume, run, cluster))
            }) {
                state = "realloc";
                kept = Kept::Unreadable("clusters of it are in use again");
            }
            self.fill_stream(stream);
        }
        self.media.state.set(state);
        let (bytes_start, bytes_len) = table.place(record.number, volume);
        let path = if bytes_len == 0 {
            format!("record {} {place}", record.number)
        } else {
            place.to_owned()
        };
        let place = Place { path, bytes_start, bytes_len, ..Place::default() };
        let is_wanted = !self.members.is_read_over();
        let Self { members, media, .. } = self;
        match kept {
            Kept::Unreadable(reason) => members.file(media, &place, Content::Unreadable(reason)),
            Kept::Resident(bytes) if is_wanted => {
                let mut reader = Cursor::new(bytes);
                members.file(media, &place, Content::Seekable(&mut reader, len))
            }
            Kept::Plain(runs) if is_wanted => {
                let mut reader = RunReader::new(volume, runs, len, valid_len);
                members.file(media, &place, Content::Seekable(&mut reader, len))
            }
            Kept::Packed(runs, unit_len) if is_wanted => {
                let mut reader = PackedReader::new(volume, runs, unit_len, (len, valid_len));
                members.file(media, &place, Content::Seekable(&mut reader, len))
            }
            _ => members.file(media, &place, Content::None),
        }
    }
}

/// How the content of a stream is to be read, or why it cannot.
fn keep<'f>(
    stream: &'f Stream,
    record: &Record,
    file: &File,
    table: &Table,
    volume: &Volume<'_>,
) -> Kept<'f> {
    let is_bad_clusters = record.number == BAD_CLUSTERS && stream.name == "$Bad";
    if is_bad_clusters || stream.is_names() {
        return Kept::None;
    }
    if stream.flags & ENCRYPTED != 0 {
        return Kept::Unreadable("encrypted by Windows (EFS)");
    }
    let tag = file.reparse.as_ref().map(|reparse| reparse.tag);
    match tag.filter(|_| stream.is_content()) {
        Some(WOF) => {
            return Kept::Unreadable("compressed by Windows into its stream WofCompressedData");
        }
        Some(DEDUPLICATED) => {
            return Kept::Unreadable("deduplicated by Windows: its content is in the chunk store");
        }
        _ => {}
    }
    let runs = match &stream.stored {
        Stored::Resident(bytes) => return Kept::Resident(bytes),
        Stored::Broken(reason) => return Kept::Unreadable(reason),
        Stored::Runs(runs) => runs,
    };
    let held = runs.len() - runs.holes_bytes();
    let is_past = |at: u64, len: u64| at.saturating_add(len) > volume.len();
    if stream.valid_len.min(stream.len) > runs.len() {
        return Kept::Unreadable("its runs are shorter than its size");
    }
    if held > volume.len() || runs.iter().any(|run| run.at.is_some_and(|at| is_past(at, run.len))) {
        return Kept::Unreadable("its runs lead outside the volume");
    }
    if stream.len - held.min(stream.len) > HOLES_BYTES_MAX {
        return Kept::Unreadable("it has more than a terabyte of holes");
    }
    let unit_len = 1u64.checked_shl(u32::from(stream.unit_power));
    let unit_len = unit_len.and_then(|clusters| clusters.checked_mul(table.boot.cluster));
    match (stream.flags & COMPRESSED, unit_len) {
        (0, _) => Kept::Plain(runs),
        (1, Some(unit_len)) if unit_len <= UNIT_BYTES_MAX => Kept::Packed(runs, unit_len),
        _ => Kept::Unreadable("compressed by an unknown method"),
    }
}
