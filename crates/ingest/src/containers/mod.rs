//! Containers: images, volumes, file systems and archives, each a list of members with a way to
//! their bytes. One file or folder a container, one line in the register.
//!
//! A container tells its members one after another to [`Members`]; what becomes of them (a `media`
//! record, digests, a look inside by the other formats and containers) is decided in one place, in
//! the nest, and never by the container.
//!
//! **Order:** the same bytes give the same members in the same order, whatever was asked before: a
//! killed ingest goes on by counting members.

pub mod aff4;
pub mod apfs;
mod blocks;
pub(crate) mod bytes_at;
pub(crate) mod castagnoli;
mod clusters;
pub mod compressed;
mod decmpfs;
mod decoding;
pub mod dmg;
pub mod ewf;
pub mod exfat;
pub mod ext;
pub mod fat;
pub mod hfsplus;
pub mod iso9660;
mod lzfse;
mod name;
pub mod ntfs;
pub mod partitions;
pub mod qcow2;
mod section;
pub mod segments;
pub mod seven_zip;
mod sparse;
mod stored_digests;
pub mod tar;
pub mod unread;
pub mod vhd;
pub mod vhdx;
pub mod vmdk;
pub(crate) mod volume_bytes;
pub mod zip;

use std::io::{self, Read};

use model::records::Media;
use model::{Phrase, Place, RejectKind};

pub(crate) use blocks::sought;

use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Note};

/// A container; see the module.
pub trait Container: Sync {
    /// Stable name, as [`crate::SourceFormat::code`].
    fn code(&self) -> &'static str;

    /// Version of the reader; raised when the same bytes may give other members.
    fn version(&self) -> u32;

    /// Looks at the first and the last bytes only; never fails.
    fn recognise(&self, head: &Head<'_>) -> Sure;

    /// Whether a walk that looks at names and a few members costs little: true where members stand
    /// apart, so that what belongs together can be found before it is read.
    fn is_cheap_to_walk(&self) -> bool {
        false
    }

    /// Whether its members stand at places of their own, so that several threads can each walk it:
    /// false where a member is reached by decoding those before it.
    fn reads_from_any_place(&self) -> bool {
        true
    }

    /// Tells every member, in an order that only the bytes decide. A member whose entry cannot be
    /// read is [`Members::spoilt`], never an early return.
    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt>;
}

/// The bytes of a member.
pub enum Content<'a> {
    /// It has none: a folder, a link, a device.
    None,
    /// It has bytes that cannot be had: encrypted, of an unknown method, overwritten. The reason is
    /// for a person.
    Unreadable(&'a str),
    /// Bytes that can be read from any place.
    Seekable(&'a mut dyn ReadSeek, u64),
    /// Bytes that are decoded from their beginning on.
    Streamed(&'a mut dyn Streamed),
}

/// Bytes that are decoded from their beginning on; handed over at their beginning.
pub trait Streamed: Read {
    /// Starts again at the first byte; an error of kind [`io::ErrorKind::Unsupported`] where the
    /// container decodes its members only once.
    fn restart(&mut self) -> io::Result<()>;
}

/// Takes the members of a container; see the module.
pub trait Members {
    /// Whether the content of the next member is not wanted, because an earlier run has it. The
    /// member is told all the same, with [`Content::None`] if that is less work.
    fn is_read_over(&self) -> bool {
        false
    }

    /// Whether stored digests of the whole are computed and told; false where another thread does it.
    fn holds_to_stored_digests(&self) -> bool {
        true
    }

    /// A file, folder, link or deleted entry. `media` holds what the container states of it (path
    /// below the container, size, times, state, inode, mode, `extra`); digests and format are left
    /// to the taker. `place` is where its entry stands in the container's own bytes.
    ///
    /// Paths are parts joined by `/` without one in front, bytes that are no text as `\xNN`; they
    /// are names and never used to open anything.
    fn file(&mut self, media: &mut Media, place: &Place, content: Content<'_>) -> Result<(), Halt>;

    /// The decoded content of an image, or a volume of it: no file, so no record of its own.
    /// `name` stands for it in the chain of containers (`image`, `partition 2`).
    fn stream(&mut self, name: &str, content: Content<'_>) -> Result<(), Halt>;

    /// An entry that should be a member and cannot be read; a reject of its own.
    fn spoilt(
        &mut self,
        place: &Place,
        kind: RejectKind,
        field: &str,
        raw: &str,
    ) -> Result<(), Halt>;

    /// A fact on the container as a whole: version, stored digest against the computed one, a
    /// volume that nothing reads.
    fn note(&mut self, note: &Note) -> Result<(), Halt>;

    /// Says something a person should know; see [`model::say`].
    fn remark(&mut self, phrase: Phrase) -> Result<(), Halt> {
        self.note(&Note::Remark(phrase))
    }
}

/// Every container the house can open, in the order in which recognition asks them.
pub static CONTAINERS: &[&dyn Container] = &[
    &ewf::Ewf,
    &aff4::Aff4,
    &qcow2::Qcow2,
    &vmdk::Vmdk,
    &vhdx::Vhdx,
    &vhd::Vhd,
    &dmg::Dmg,
    &ntfs::Ntfs,
    &exfat::ExFat,
    &fat::Fat,
    &ext::Ext,
    &iso9660::Iso9660,
    &hfsplus::HfsPlus,
    &apfs::Apfs,
    &unread::UnreadVolume,
    &zip::Zip,
    &seven_zip::SevenZip,
    &compressed::GZIP,
    &compressed::BZIP2,
    &compressed::XZ,
    &compressed::ZSTD,
    &tar::Tar,
    &segments::Split,
    &partitions::Partitions,
];

#[cfg(test)]
mod tests;
