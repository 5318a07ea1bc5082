//! VHD: the disk of a virtual machine of Virtual PC, Hyper-V or Azure.
//!
//! - **Versions:** 1.0, fixed and dynamic; a differencing disk is refused by name.
//! - **Recognised by:** `conectix` at the beginning of the last 512 bytes, or of the first.
//! - **Specification:** Microsoft, "Virtual Hard Disk Image Format Specification" (2006).
//! - **Fields kept:** the disk as one stream, `image`; programme, platform, time of creation and
//!   identifier as notes.
//! - **Fields dropped:** the geometry in cylinders, which some programmes take for the size; the
//!   saved-state flag.
//! - **Damage:** where the last bytes are lost, the copy of the footer at the front is used; checksums
//!   of footer and header that are wrong are noted; blocks past the end of the file are counted.
//! - **Known limits:** the footer of 511 bytes of Virtual PC before 2004 is not known. The bitmaps of a block's sectors are not looked at, as in QEMU: they matter to
//!   differencing disks only. The format has no digest of content.
//! - **Crates:** none was found that reads from a source it does not own.

use std::io;

use model::{Phrase, say};

use super::blocks::IMAGE_BYTES_MAX;
use super::bytes_at::{Page, be32, be64, broken, fill, hex, invalid};
use super::section::Section;
use super::sparse::{Sparse, Stands, Tables, refused};
use super::{Container, Content, Members};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Note};

/// First bytes of a footer and of its copy.
const COOKIE: &[u8; 8] = b"conectix";

/// Bytes of a footer.
const FOOTER_BYTES: usize = 512;

/// First bytes of the header of a dynamic disk, and its length.
const DYNAMIC: (&[u8; 8], usize) = (b"cxsparse", 1_024);

/// Largest block: Windows makes 2 MiB, and some others 32.
const BLOCK_BYTES_MAX: u32 = 1 << 28;

/// An entry of the table for a block that stands nowhere.
const UNUSED: u32 = u32::MAX;

/// Seconds from 1970 to the year 2000, in which the times begin.
const EPOCH_S: i64 = 946_684_800;

const WHOLE: &str = "give the file again, unchanged and whole";

/// A VHD image; see the module.
#[derive(Debug)]
pub struct Vhd;

impl Container for Vhd {
    fn code(&self) -> &'static str {
        "vhd"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is = head.tail.starts_with(COOKIE) || head.bytes.starts_with(COOKIE);
        if is && head.len >= FOOTER_BYTES as u64 { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let footer = footer(source, members)?;
        let number = |at| be64(&footer, at).unwrap_or(0);
        let (len, kind) = (number(48), be32(&footer, 60).unwrap_or(0));
        if len > IMAGE_BYTES_MAX {
            return Err(broken(0, 0, format!("a disk of {len} bytes is stated"), WHOLE));
        }
        members.note(&Note::Version { version: "VHD 1.0".to_owned() })?;
        members.remark(made(&footer))?;
        match kind {
            2 => fixed(source, len, members),
            3 => {
                let blocks = Table::open(source, number(16), len, members)?;
                Sparse::new(source.bytes, source.len, blocks).tell(members)
            }
            4 => Err(refused(
                self,
                "a differencing VHD, which holds only what changed since its parent",
                "convert it together with its parents: `qemu-img convert -O raw`",
            )),
            kind => Err(broken(0, 0, format!("a VHD of the unknown type {kind}"), WHOLE)),
        }
    }
}

/// The footer, or its copy at the front.
fn footer(source: &mut Source<'_>, members: &mut dyn Members) -> Result<Vec<u8>, Halt> {
    let mut footer = vec![0; FOOTER_BYTES];
    let end = source.len.checked_sub(FOOTER_BYTES as u64);
    let places = [(end, None), (Some(0), Some(say::footer_copy_used()))];
    let mut unsure = None;
    for (at, remark) in places {
        let Some(at) = at else { continue };
        if source.len < FOOTER_BYTES as u64 {
            break;
        }
        fill(source.bytes, at, &mut footer).map_err(Halt::Read)?;
        if !footer.starts_with(COOKIE) {
            continue;
        }
        if !has_checksum(&footer, 64) {
            unsure.get_or_insert_with(|| footer.clone());
            continue;
        }
        if let Some(remark) = remark {
            members.remark(remark)?;
        }
        return Ok(footer);
    }
    members.remark(say::footer_sum_wrong())?;
    unsure.ok_or_else(|| broken(0, 0, "neither the footer nor its copy is there", WHOLE))
}

/// Whether the ones' complement of the sum of all other bytes stands at `at`.
fn has_checksum(bytes: &[u8], at: usize) -> bool {
    let sum = |bytes: &[u8]| bytes.iter().fold(0_u32, |sum, b| sum.wrapping_add((*b).into()));
    let own = bytes.get(at..at + 4).map_or(0, sum);
    be32(bytes, at) == Some(!(sum(bytes).wrapping_sub(own)))
}

fn made(footer: &[u8]) -> Phrase {
    let word = |at: usize| {
        let bytes = footer.get(at..at + 4).unwrap_or_default();
        String::from_utf8_lossy(bytes).trim_matches(['\0', ' ']).escape_debug().to_string()
    };
    let seconds = i64::from(be32(footer, 24).unwrap_or(0)) + EPOCH_S;
    let time =
        jiff::Timestamp::from_second(seconds).map_or_else(|_| String::new(), |t| t.to_string());
    let id = hex(footer.get(68..84).unwrap_or_default());
    let quoted = |at| format!("{:?}", word(at));
    say::disk_made_on(quoted(28), quoted(36), time, id)
}

fn fixed(source: &mut Source<'_>, len: u64, members: &mut dyn Members) -> Result<(), Halt> {
    let there = source.len.saturating_sub(FOOTER_BYTES as u64).min(len);
    if there < len {
        members.remark(say::disk_cut(len, there))?;
    }
    members.stream("image", Content::Seekable(&mut Section::of(source.bytes, 0, there), there))
}

/// The table of a dynamic disk.
struct Table {
    at: u64,
    entries: u64,
    block_bytes: u64,
    bitmap_bytes: u64,
    len: u64,
    page: Page,
}

impl Table {
    fn open(
        source: &mut Source<'_>,
        at: u64,
        len: u64,
        members: &mut dyn Members,
    ) -> Result<Self, Halt> {
        let (cookie, header_bytes) = DYNAMIC;
        let mut header = vec![0; header_bytes];
        if source.len.saturating_sub(at) >= header_bytes as u64 {
            fill(source.bytes, at, &mut header).map_err(Halt::Read)?;
        }
        if !header.starts_with(cookie) {
            return Err(broken(
                at.min(source.len),
                0,
                "the header of the dynamic disk is lost",
                WHOLE,
            ));
        }
        if !has_checksum(&header, 36) {
            members.remark(say::header_sum_wrong())?;
        }
        let block_bytes = be32(&header, 32).unwrap_or(0);
        if !block_bytes.is_power_of_two() || !(512..=BLOCK_BYTES_MAX).contains(&block_bytes) {
            return Err(broken(at, 0, format!("blocks of {block_bytes} bytes are stated"), WHOLE));
        }
        let block_bytes = u64::from(block_bytes);
        let entries = u64::from(be32(&header, 28).unwrap_or(0));
        if entries < len.div_ceil(block_bytes) {
            let reason = format!("the table, of {entries} entries, does not reach the end");
            return Err(broken(at, 0, reason, WHOLE));
        }
        // One bit for each sector, in whole sectors.
        let bitmap_bytes = (block_bytes / 512).div_ceil(8).next_multiple_of(512);
        let at = be64(&header, 16).unwrap_or(0);
        Ok(Self { at, entries, block_bytes, bitmap_bytes, len, page: Page::default() })
    }
}

impl Tables for Table {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn block_bytes(&self) -> u64 {
        self.block_bytes
    }

    fn stands(&mut self, source: &mut dyn ReadSeek, number: u64) -> io::Result<Stands> {
        let at = self.at.checked_add(number * 4).filter(|_| number < self.entries);
        let at = at.ok_or_else(|| invalid("the table does not reach the block"))?;
        Ok(match u32::from_be_bytes(self.page.entry(source, at)?) {
            UNUSED => Stands::Zeros(number + 1),
            sector => Stands::Plain(u64::from(sector) * 512 + self.bitmap_bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{convert, damage, pattern, real, sure, tell};
    use super::*;

    #[test]
    fn a_real_image_holds_the_same_bytes_as_its_e01() {
        let (Some(vhd), Some(e01)) = (real("ext2.vhd"), real("ext2.E01")) else { return };
        assert_eq!(sure(&Vhd, &vhd), Sure::Yes);
        let told = tell(&Vhd, &vhd);
        assert_eq!(told.halt, None);
        let e01 = tell(&super::super::ewf::Ewf, &e01);
        let volume = e01.stream("image");
        // QEMU rounds a disk up to whole cylinders.
        let (disk, rest) = told.stream("image").split_at(volume.len());
        assert!(disk == volume && rest.iter().all(|byte| *byte == 0), "other bytes");
    }

    #[test]
    fn fixed_and_dynamic_disks_of_qemu_are_read_back() {
        let raw = pattern();
        for kind in ["subformat=fixed,force_size=on", "subformat=dynamic,force_size=on"] {
            let Some(image) = convert(&raw, &["-O", "vpc", "-o", kind]) else { return };
            let told = tell(&Vhd, &image);
            assert_eq!((sure(&Vhd, &image), told.halt.clone()), (Sure::Yes, None), "{kind}");
            assert!(told.stream("image") == raw, "{kind}: other bytes");
            assert!(!told.words().contains("checksum"), "{}", told.words());
            let mut wrong = image.clone();
            let at = wrong.len() - 512 + 60;
            wrong[at + 3] = 4;
            let told = tell(&Vhd, &wrong);
            let words = told.words();
            let dynamic = words.contains("its copy was used") && told.halt.is_none();
            assert!(dynamic || words.contains("does not have its checksum"), "{kind}: {words}");
        }
    }

    #[test]
    fn a_dynamic_disk_without_its_end_is_read_by_the_copy_in_front() {
        let options = ["-O", "vpc", "-o", "subformat=dynamic,force_size=on"];
        let Some(image) = convert(&pattern(), &options) else { return };
        let told = tell(&Vhd, &image[..image.len() - (1 << 20)]);
        assert!(
            told.words().contains("blocks of the image that cannot be decoded: 1 ("),
            "{}",
            told.words()
        );
        assert!(told.streams[0].bytes.as_ref().is_err_and(|e| e.contains("past the end")));
        let mut absurd = image.clone();
        absurd[512 + 28..512 + 32].fill(0);
        assert!(tell(&Vhd, &absurd).halt.unwrap().contains("does not reach the end"));
        absurd[512 + 32..512 + 36].fill(0xFF);
        assert!(tell(&Vhd, &absurd).halt.unwrap().contains("blocks of 4294967295 bytes"));
    }

    #[test]
    fn any_damage_ends_without_a_panic() {
        let options = ["-O", "vpc", "-o", "subformat=dynamic,force_size=on"];
        let Some(image) = convert(&pattern()[..1 << 20], &options) else { return };
        damage(&Vhd, &image, (0..100).chain(512..600).chain(1536..1544));
    }
}
