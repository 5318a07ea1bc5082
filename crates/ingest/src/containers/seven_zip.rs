//! 7z archives.
//!
//! - **Recognised by** `7z` BC AF 27 1C in front.
//! - **Specification:** 7-Zip's `7zFormat.txt`.
//! - **Fields kept:** name, size, times (UTC), Windows attributes.
//! - **Known limits:** members are decoded once and in the order of their blocks, so that one that
//!   is longer than the memory for it gets its digests and is not looked into; encrypted archives
//!   and members are told and not read; dictionaries above 128 MiB are refused. The sevenz-rust2
//!   crate (Apache-2.0) decodes LZMA, LZMA2, bzip2, deflate, PPMd, and the filters.

use std::io::{self, Read};

use model::records::Media;
use model::time::{Stamp, StampReader, TimeFormat};
use model::{Place, RejectKind};
use sevenz_rust2::{Archive, ArchiveEntry, BlockDecoder, Error, NtTime, Password};

use super::bytes_at::unix_us_of_ticks;
use super::name::path_text;
use super::section::Section;
use super::{Container, Content, Members, Streamed};
use crate::format::{Head, Source, Sure};
use crate::formats::extra::Extra;
use crate::sink::Halt;

/// Memory for the dictionary of a block.
const DICTIONARY_KIB_MAX: usize = 128 * 1024;

/// Bytes in front of an archive: its mark, version and the place of its directory.
const HEADER_BYTES: u64 = 32;

/// 7z archives; see the module.
#[derive(Debug)]
pub struct SevenZip;

impl Container for SevenZip {
    fn code(&self) -> &'static str {
        "7z"
    }

    fn version(&self) -> u32 {
        1
    }

    fn reads_from_any_place(&self) -> bool {
        false
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is_its = head.bytes.starts_with(&[b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C]);
        if is_its { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let mut whole = Section::whole(source.bytes, source.len);
        let password = Password::empty();
        let archive = Archive::read_with_memory_limit(&mut whole, &password, DICTIONARY_KIB_MAX)
            .map_err(|error| broken(&error))?;
        let mut reader = EntryReader::default();
        for index in 0..archive.blocks.len() {
            reader.walk_block(&archive, index, &mut whole, members)?;
        }
        for (at, file) in archive.files.iter().enumerate() {
            if archive.stream_map.file_block_index.get(at).is_some_and(Option::is_none) {
                reader.state(file);
                let content = if file.is_directory {
                    Content::None
                } else {
                    Content::Seekable(&mut io::empty(), 0)
                };
                members.file(&mut reader.media, &Place::default(), content)?;
            }
        }
        Ok(())
    }
}

fn broken(error: &Error) -> Halt {
    let remedy = if is_encrypted(error) {
        "unpack it with its password and ingest the files"
    } else {
        "ask the sender for the archive again, or unpack it with a tool you trust"
    };
    Halt::Broken {
        place: Place { bytes_len: HEADER_BYTES, ..Place::default() },
        reason: format!("the directory of the archive cannot be read: {}", words(error)),
        remedy: remedy.to_owned(),
    }
}

/// Whether a password is missing. Its cipher is to the decoder one more method that it lacks.
fn is_encrypted(error: &Error) -> bool {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => true,
        Error::UnsupportedCompressionMethod(method) => method.starts_with("AES"),
        _ => false,
    }
}

/// What went wrong, for a person.
fn words(error: &Error) -> String {
    match error {
        _ if is_encrypted(error) => "it is encrypted".to_owned(),
        Error::UnsupportedCompressionMethod(method) => {
            format!("it is compressed by {method}, which nothing here unpacks")
        }
        Error::ChecksumVerificationFailed | Error::NextHeaderCrcMismatch => {
            "its bytes do not have the check sum that the archive states".to_owned()
        }
        Error::MaxMemLimited { .. } => "its dictionary is larger than the limit".to_owned(),
        Error::Io(error, _) => match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(inner) => words(inner),
            None => error.to_string(),
        },
        other => other.to_string(),
    }
}

/// A member being decoded, once.
struct Once<'r>(&'r mut dyn Read);

impl Read for Once<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes).map_err(|error| {
            let kind = error.kind();
            io::Error::new(kind, words(&error.into()))
        })
    }
}

impl Streamed for Once<'_> {
    fn restart(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

struct EntryReader {
    media: Media,
    times: StampReader,
}

impl Default for EntryReader {
    fn default() -> Self {
        let times = StampReader::utc(TimeFormat::UnixMicros);
        Self { media: Media::default(), times }
    }
}

impl EntryReader {
    fn walk_block(
        &mut self,
        archive: &Archive,
        index: usize,
        whole: &mut Section<'_>,
        members: &mut dyn Members,
    ) -> Result<(), Halt> {
        let password = Password::empty();
        let decoder = BlockDecoder::new_with_memory_limit(
            1,
            DICTIONARY_KIB_MAX,
            index,
            archive,
            &password,
            whole,
        );
        let entries = decoder.entries().to_vec();
        let (mut told, mut halted) = (0, None);
        let decoded = decoder.for_each_entries(&mut |entry, bytes| {
            told += 1;
            self.state(entry);
            let mut once = Once(bytes);
            let content = Content::Streamed(&mut once);
            match members.file(&mut self.media, &Place::default(), content) {
                Ok(()) => Ok(true),
                Err(halt) => {
                    halted = Some(halt);
                    Ok(false)
                }
            }
        });
        if let Some(halt) = halted {
            return Err(halt);
        }
        let Err(error) = decoded else { return Ok(()) };
        // What follows in a damaged block cannot be decoded, and is told all the same.
        let words = words(&error);
        for entry in entries.iter().skip(told) {
            self.state(entry);
            let content = Content::Unreadable(&words);
            members.file(&mut self.media, &Place::default(), content)?;
        }
        if told >= entries.len() {
            members.spoilt(&Place::default(), RejectKind::Malformed, "block", &words)?;
        }
        Ok(())
    }

    fn state(&mut self, entry: &ArchiveEntry) {
        let media = &mut self.media;
        model::Record::clear(media);
        media.path.set(&path_text(entry.name.as_bytes()));
        media.size = i64::try_from(entry.size).ok();
        media.state.set("active");
        let times = &mut self.times;
        set_time(
            times,
            entry.has_last_modified_date,
            entry.last_modified_date,
            &mut media.modified,
        );
        set_time(times, entry.has_access_date, entry.access_date, &mut media.accessed);
        set_time(times, entry.has_creation_date, entry.creation_date, &mut media.created);
        let mut extra = Extra::default();
        if entry.has_windows_attributes {
            extra.add("windows_attributes", &format!("{:#x}", entry.windows_attributes));
        }
        extra.write(&mut media.extra);
    }
}

fn set_time(times: &mut StampReader, stated: bool, time: NtTime, stamp: &mut Stamp) {
    stamp.clear();
    let ticks: u64 = time.into();
    let since_us = unix_us_of_ticks(ticks).filter(|_| stated);
    if since_us.is_none_or(|us| times.read(&us.to_string(), stamp).is_err()) {
        stamp.clear();
    }
}
