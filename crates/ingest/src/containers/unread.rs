//! Volumes that can be recognised and not read: a person should see what lies there.
//!
//! - **Recognised by:** the numbers that stand at fixed places of a volume, one line each in the table
//!   below. Btrfs, UFS2 and newer ReiserFS are marked behind the bytes that recognition looks at, where
//!   a volume begins with zeros: such a volume may be one, and is looked into.
//! - **Specification:** the signature tables of `libblkid` (util-linux) and of the file systems' own
//!   documentation; Microsoft, "BitLocker Drive Encryption".
//! - **Told:** one sentence: what it is, its name or number where it states one, and why it is not read.
//!   No file is told.
//! - **Known limits:** encryption without any mark (VeraCrypt, plain dm-crypt) looks like chance and is
//!   not recognised.

use std::io;

use model::{Phrase, say};

use super::volume_bytes::{Fields, Volume, hex_text, path_text};
use super::{Container, Members};
use crate::format::{HEAD_BYTES, Head, Source, Sure};
use crate::sink::Halt;

/// Why a volume is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Encrypted,
    NoReader,
    /// A part of a larger whole, which its parts together make.
    Part,
    /// It holds no files.
    NoFiles,
}

/// What a volume says of itself, as text.
#[derive(Debug, Clone, Copy)]
enum Says {
    Nothing,
    /// Text of so many bytes at a place, to the first zero.
    Name(usize, usize),
    /// A number of sixteen bytes.
    Uuid(usize),
}

/// A volume that is known by some bytes at a place.
struct Signature {
    name: &'static str,
    at: usize,
    bytes: &'static [u8],
    says: Says,
    why: Why,
}

const fn known(
    name: &'static str,
    at: usize,
    bytes: &'static [u8],
    says: Says,
    why: Why,
) -> Signature {
    Signature { name, at, bytes, says, why }
}

/// Bytes that are looked at: what lies behind those of recognition ends before.
const LOOKED_AT_BYTES: usize = 72 * 1024;

/// What is known, the more telling first.
static SIGNATURES: &[Signature] = &[
    known("LUKS", 0, b"LUKS\xBA\xBE", Says::Name(168, 40), Why::Encrypted),
    known("BitLocker", 3, b"-FVE-FS-", Says::Nothing, Why::Encrypted),
    known(
        "BitLocker To Go",
        424,
        b"\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01",
        Says::Nothing,
        Why::Encrypted,
    ),
    known("encrypted Apple disk image", 0, b"encrcdsa", Says::Nothing, Why::Encrypted),
    known("XFS file system", 0, b"XFSB", Says::Name(108, 12), Why::NoReader),
    known("ReFS file system", 3, b"ReFS\0\0\0\0", Says::Nothing, Why::NoReader),
    known("F2FS file system", 1024, b"\x10\x20\xF5\xF2", Says::Uuid(1024 + 108), Why::NoReader),
    known("Btrfs file system", 0x1_0040, b"_BHRfS_M", Says::Name(0x1_012B, 256), Why::NoReader),
    known("EROFS file system", 1024, b"\xE2\xE1\xF5\xE0", Says::Name(1024 + 64, 16), Why::NoReader),
    known("SquashFS file system", 0, b"hsqs", Says::Nothing, Why::NoReader),
    known("UFS1 file system", 8192 + 1372, b"\x54\x19\x01\x00", Says::Nothing, Why::NoReader),
    known("UFS1 file system", 8192 + 1372, b"\x00\x01\x19\x54", Says::Nothing, Why::NoReader),
    known("UFS2 file system", 8192 + 1372, b"\x19\x01\x54\x19", Says::Nothing, Why::NoReader),
    known("UFS2 file system", 65536 + 1372, b"\x19\x01\x54\x19", Says::Nothing, Why::NoReader),
    known("UFS2 file system", 65536 + 1372, b"\x19\x54\x01\x19", Says::Nothing, Why::NoReader),
    known("JFS file system", 32768, b"JFS1", Says::Name(32768 + 101, 16), Why::NoReader),
    known("ReiserFS file system", 65536 + 52, b"ReIsEr", Says::Nothing, Why::NoReader),
    known("ReiserFS file system", 8192 + 52, b"ReIsEr", Says::Nothing, Why::NoReader),
    known("UBI volumes", 0, b"UBI#", Says::Nothing, Why::NoReader),
    known("FATX file system of an Xbox", 0, b"FATX", Says::Nothing, Why::NoReader),
    known("High Sierra disc", 32768 + 9, b"CDROM", Says::Nothing, Why::NoReader),
    known("UDF file system", 32768 + 1, b"BEA01", Says::Nothing, Why::NoReader),
    known(
        "raw sectors of a compact disc (2,352 bytes each)",
        0,
        b"\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00",
        Says::Nothing,
        Why::NoReader,
    ),
    known("physical volume of LVM", 512, b"LABELONE", Says::Name(544, 32), Why::Part),
    known(
        "member of a Linux RAID",
        4096,
        b"\xFC\x4E\x2B\xA9",
        Says::Name(4096 + 32, 32),
        Why::Part,
    ),
    known("member of a Linux RAID", 0, b"\xFC\x4E\x2B\xA9", Says::Name(32, 32), Why::Part),
    known("Linux swap space", 4096 - 10, b"SWAPSPACE2", Says::Name(1052, 16), Why::NoFiles),
    known("Linux swap space", 4096 - 10, b"SWAP-SPACE", Says::Nothing, Why::NoFiles),
    known("Linux swap space", 16384 - 10, b"SWAPSPACE2", Says::Name(1052, 16), Why::NoFiles),
    known("Linux swap space", 65536 - 10, b"SWAPSPACE2", Says::Name(1052, 16), Why::NoFiles),
];

/// Volumes that nothing here reads; see the module.
#[derive(Debug)]
pub struct UnreadVolume;

impl Container for UnreadVolume {
    fn code(&self) -> &'static str {
        "unread_volume"
    }

    fn version(&self) -> u32 {
        2
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if name(head.bytes).is_some() {
            Sure::Yes
        } else if head.len > HEAD_BYTES as u64 && head.bytes.iter().all(|byte| *byte == 0) {
            Sure::Maybe
        } else {
            Sure::No
        }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let bytes = first_bytes(source).map_err(Halt::Read)?;
        members.remark(name(&bytes).unwrap_or_else(say::volume_zeros))
    }
}

fn first_bytes(source: &mut Source<'_>) -> io::Result<Vec<u8>> {
    let len = usize::try_from(source.len).unwrap_or(usize::MAX).min(LOOKED_AT_BYTES);
    Volume::new(source).read(0, len)
}

/// What lies in a volume, as a sentence.
fn name(bytes: &[u8]) -> Option<Phrase> {
    let fields = Fields(bytes);
    let found =
        SIGNATURES.iter().find(|known| fields.part(known.at, known.bytes.len()) == known.bytes);
    if let Some(known) = found {
        return Some(sentence(known.name, &said_by(fields, known.says), known.why));
    }
    if is_core_storage(fields) {
        let name = "Apple CoreStorage volume (FileVault 2)";
        return Some(sentence(name, "", Why::Encrypted));
    }
    is_old_mac(fields).then(|| {
        let name =
            String::from_utf8_lossy(fields.part(1024 + 37, usize::from(fields.byte(1060) & 31)));
        sentence("HFS file system (Mac OS Standard)", &name, Why::NoReader)
    })
}

fn sentence(what: &str, name: &str, why: Why) -> Phrase {
    let gap = if name.is_empty() { "" } else { " " };
    let what = format!("{what}{gap}{name}");
    match why {
        Why::Encrypted => say::volume_encrypted(what),
        Why::NoReader => say::volume_unread(what),
        Why::Part => say::volume_part(what),
        Why::NoFiles => say::volume_without_files(what),
    }
}

fn said_by(fields: Fields<'_>, says: Says) -> String {
    match says {
        Says::Nothing => String::new(),
        Says::Name(at, len) => {
            let bytes = fields.part(at, len).split(|byte| *byte == 0).next().unwrap_or_default();
            if bytes.is_empty() { String::new() } else { format!("`{}`", path_text(bytes)) }
        }
        Says::Uuid(at) => hex_text(fields.part(at, 16)),
    }
}

/// The header of CoreStorage: version 1, block type 16, and `CS` behind its numbers.
fn is_core_storage(fields: Fields<'_>) -> bool {
    fields.le16(8) == 1 && fields.le16(10) == 0x10 && fields.part(88, 2) == b"CS"
}

/// The master directory block of HFS, with blocks of a size it can have.
fn is_old_mac(fields: Fields<'_>) -> bool {
    let block_bytes = fields.be32(1024 + 20);
    let is_block = block_bytes > 0 && block_bytes.is_multiple_of(512);
    let is_named = (1..=27).contains(&fields.byte(1024 + 36));
    fields.part(1024, 2) == b"BD" && is_block && is_named && fields.part(1024 + 124, 2) != b"H+"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn with(at: usize, bytes: &[u8]) -> Vec<u8> {
        let mut volume = vec![0; 80 * 1024];
        volume[at..at + bytes.len()].copy_from_slice(bytes);
        volume
    }

    #[test]
    fn every_signature_is_named_with_its_reason() {
        for known in SIGNATURES {
            let volume = with(known.at, known.bytes);
            let settings = Settings::default();
            let sure = UnreadVolume.recognise(&Head::of(&volume, &settings));
            let is_in_head = known.at + known.bytes.len() <= HEAD_BYTES;
            assert_eq!(sure, if is_in_head { Sure::Yes } else { Sure::Maybe }, "{}", known.name);
            let text = name(&volume).unwrap();
            assert!(text.to_string().starts_with(known.name), "{text}");
        }
        assert!(name(b"").is_none() && name(&[0; 1024]).is_none());
    }

    #[test]
    fn a_volume_is_named_as_it_names_itself() {
        let mut volume = with(0, b"XFSB");
        volume[108..112].copy_from_slice(b"data");
        assert!(name(&volume).unwrap().text().starts_with("XFS file system `data`: "));
        let mut old = with(1024, b"BD");
        old[1024 + 20..1024 + 24].copy_from_slice(&512_u32.to_be_bytes());
        old[1024 + 36] = 4;
        old[1024 + 37..1024 + 41].copy_from_slice(b"Disk");
        assert!(name(&old).unwrap().text().starts_with("HFS file system (Mac OS Standard) Disk: "));
        let mut vault = with(88, b"CS");
        (vault[8], vault[10]) = (1, 16);
        assert!(name(&vault).unwrap().text().contains("encrypted"));
    }
}
