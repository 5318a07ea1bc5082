//! Zip archives, and everything that is one: UFDR packages, Takeout, app packages, documents.
//!
//! - **Recognised by** the mark of a local header or of an empty archive in front.
//! - **Specification:** PKWARE APPNOTE 6.3.10; Info-ZIP extra fields 0x5455 (times of UTC), 0x7875;
//!   NTFS extra field 0x000A; 0x7075 (name in UTF-8).
//! - **Fields kept:** name, sizes, times, Unix mode, comment, every entry of the central directory,
//!   two of one name as two. Where the archive has lost its central directory, the entries are read
//!   from their local headers one after another, and a note says so.
//! - **Fields dropped:** other extra fields.
//! - **Known limits:** encrypted members and the methods LZMA, PPMd, WavPack and older ones are told
//!   and not read; an archive split over several files is refused by name. A DOS time has no zone
//!   and steps of two seconds.
//!
//! Own reader of the directory: the zip crate keeps one entry a name, and loses the second of two.

mod directory;
mod entry;

use model::Place;
use model::records::Media;

use self::directory::{Directory, Entry};
use self::entry::{EntryTimes, method_of};
use super::decoding::{Checked, Decoding, Method, Stated};
use super::section::Section;
use super::{Container, Content, Members};
use crate::format::{Head, Source, Sure};
use crate::sink::Halt;

/// Zip archives; see the module.
#[derive(Debug)]
pub struct Zip;

impl Container for Zip {
    fn code(&self) -> &'static str {
        "zip"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let marks: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04"];
        if marks.iter().any(|mark| head.bytes.starts_with(mark)) { Sure::Yes } else { Sure::No }
    }

    fn is_cheap_to_walk(&self) -> bool {
        true
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut times = EntryTimes::new(source.settings);
        let whole = Section::whole(source.bytes, source.len);
        let mut directory = Directory::find(whole.clone())?;
        if let Some(remark) = directory.remark() {
            members.remark(remark)?;
        }
        let mut media = Media::default();
        while let Some(entry) = directory.next()? {
            model::Record::clear(&mut media);
            times.state(&entry, &mut media);
            let place = Place {
                bytes_start: entry.header_start,
                bytes_len: entry.header_len,
                ..Place::default()
            };
            tell(&whole, &entry, &mut media, &place, members)?;
        }
        directory.end(members)
    }
}

/// Tells one entry with its content.
fn tell(
    whole: &Section<'_>,
    entry: &Entry,
    media: &mut Media,
    place: &Place,
    members: &mut dyn Members,
) -> Result<(), Halt> {
    if entry.is_folder() || members.is_read_over() {
        return members.file(media, place, Content::None);
    }
    if entry.is_encrypted() {
        return members.file(media, place, Content::Unreadable("it is encrypted"));
    }
    let Some(method) = method_of(entry.method) else {
        let words = format!("compression method {} of zip is not read", entry.method);
        return members.file(media, place, Content::Unreadable(&words));
    };
    let section = match entry.content(whole) {
        Ok(section) => section,
        Err(words) => return members.file(media, place, Content::Unreadable(&words)),
    };
    let stated = Stated { len: entry.len, crc32: entry.crc32 };
    if method == Method::Stored && section.len() != entry.len {
        let words = "its stored length differs from the stated one";
        return members.file(media, place, Content::Unreadable(words));
    }
    if method == Method::Stored {
        let mut checked = Checked::new(section, stated);
        return members.file(media, place, Content::Seekable(&mut checked, entry.len));
    }
    match Decoding::new(section, method, Some(stated)) {
        Ok(mut decoding) => members.file(media, place, Content::Streamed(&mut decoding)),
        Err(error) => members.file(media, place, Content::Unreadable(&error.to_string())),
    }
}
