//! QCOW2: the disk of a virtual machine as QEMU keeps it.
//!
//! - **Versions:** 2 and 3, with clusters of 512 bytes to 2 MiB, compressed by deflate or not.
//!   Version 1, images with a backing file, encrypted ones, those with an external data file, with
//!   subclusters (extended L2) or compressed by Zstandard are refused by name.
//! - **Recognised by:** `QFI` and the byte `FB`.
//! - **Specification:** QEMU, `docs/interop/qcow2.txt`.
//! - **Fields kept:** the active state of the disk as one stream, `image`; whether it was closed
//!   cleanly and the number of snapshots as notes.
//! - **Fields dropped:** internal snapshots, saved states of the machine, bitmaps, reference counts.
//! - **Damage:** clusters that the tables place past the end of the file are counted and are errors
//!   at their place; clusters that stand nowhere are zeros, as the format says.
//! - **Known limits:** deleted snapshots are not searched for. The format has no digest of content.
//! - **Crates:** `flate2` inflates. `qcow` and `qcow2-rs` open a path, and the latter wants io_uring.

use std::io;

use flate2::{Decompress, FlushDecompress};

use model::{Phrase, say};

use super::blocks::IMAGE_BYTES_MAX;
use super::bytes_at::{Page, be32, be64, broken, invalid, read};
use super::sparse::{Sparse, Stands, Tables, refused};
use super::{Container, Members};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Note};

/// First bytes.
const SIGNATURE: &[u8; 4] = b"QFI\xFB";

/// Bytes of the header that are read.
const HEADER_BYTES: usize = 112;

/// Sizes of clusters, as powers of two: what QEMU makes.
const CLUSTER_BITS: std::ops::RangeInclusive<u32> = 9..=21;

/// Where a table or cluster stands, in an entry of a table.
const OFFSET: u64 = 0x00FF_FFFF_FFFF_FE00;

/// Marks a compressed cluster.
const COMPRESSED: u64 = 1 << 62;

/// Marks a cluster of zeros.
const ZERO: u64 = 1;

const CONVERT: &str =
    "convert it with `qemu-img convert -O raw`, with all files it rests on beside it";

/// A QCOW2 image; see the module.
#[derive(Debug)]
pub struct Qcow2;

impl Container for Qcow2 {
    fn code(&self) -> &'static str {
        "qcow2"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let version = be32(head.bytes, 4);
        let known = head.bytes.starts_with(SIGNATURE) && version.is_some_and(|v| v < 16);
        if known { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let bytes = source.len.min(HEADER_BYTES as u64);
        let mut header = read(source.bytes, 0, bytes, HEADER_BYTES).map_err(Halt::Read)?;
        header.resize(HEADER_BYTES, 0);
        let version = be32(&header, 4).unwrap_or(0);
        if let Some(what) = unread(&header, version) {
            return Err(refused(self, what, CONVERT));
        }
        members.note(&Note::Version { version: format!("QCOW {version}") })?;
        for remark in remarks(&header, version) {
            members.remark(remark)?;
        }
        let clusters = Clusters::open(&header, source.len)
            .map_err(|reason| broken(0, bytes, reason, CONVERT))?;
        Sparse::new(source.bytes, source.len, clusters).tell(members)
    }
}

/// What an image has that is not read.
fn unread(header: &[u8], version: u32) -> Option<&'static str> {
    let number = |at| be64(header, at).unwrap_or(0);
    let features = if version >= 3 { number(72) } else { 0 };
    match () {
        () if !matches!(version, 2 | 3) => Some("a QCOW image of another version than 2 or 3"),
        () if number(8) != 0 => Some("a QCOW2 image that rests on a backing file"),
        () if be32(header, 32) != Some(0) => Some("an encrypted QCOW2 image"),
        () if features & 1 << 2 != 0 => Some("a QCOW2 image with an external data file"),
        () if features & 1 << 4 != 0 => Some("a QCOW2 image with subclusters"),
        () if features & 1 << 3 != 0 => Some("a QCOW2 image compressed by Zstandard"),
        () if features & !0b11 != 0 => Some("a QCOW2 image with a feature unknown here"),
        () => None,
    }
}

fn remarks(header: &[u8], version: u32) -> Vec<Phrase> {
    let mut remarks = Vec::new();
    let features = if version >= 3 { be64(header, 72).unwrap_or(0) } else { 0 };
    if features & 0b01 != 0 {
        remarks.push(say::image_unclean());
    }
    if features & 0b10 != 0 {
        remarks.push(say::image_corrupt());
    }
    match be32(header, 60).unwrap_or(0) {
        0 => {}
        count => remarks.push(say::snapshots_unread(count)),
    }
    remarks
}

/// The two levels of tables.
struct Clusters {
    bits: u32,
    len: u64,
    l1_at: u64,
    l1_entries: u64,
    l1_page: Page,
    l2_page: Page,
    inflate: Decompress,
}

impl Clusters {
    fn open(header: &[u8], file_bytes: u64) -> Result<Self, String> {
        let bits = be32(header, 20).unwrap_or(0);
        let len = be64(header, 24).unwrap_or(0);
        let l1_entries = u64::from(be32(header, 36).unwrap_or(0));
        let l1_at = be64(header, 40).unwrap_or(0);
        if !CLUSTER_BITS.contains(&bits) {
            return Err(format!("clusters of 2^{bits} bytes are stated"));
        }
        if len > IMAGE_BYTES_MAX {
            return Err(format!("a disk of {len} bytes is stated"));
        }
        // A table of the second level fills a cluster with entries of eight bytes.
        if len.div_ceil(1 << (2 * bits - 3)) > l1_entries {
            return Err(format!(
                "the first table, of {l1_entries} entries, does not reach the end"
            ));
        }
        if file_bytes.saturating_sub(l1_at) < l1_entries * 8 {
            return Err("the first table stands past the end of the file".to_owned());
        }
        let (l1_page, l2_page) = (Page::default(), Page::default());
        let inflate = Decompress::new(false);
        Ok(Self { bits, len, l1_at, l1_entries, l1_page, l2_page, inflate })
    }
}

impl Tables for Clusters {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn block_bytes(&self) -> u64 {
        1 << self.bits
    }

    fn stands(&mut self, source: &mut dyn ReadSeek, number: u64) -> io::Result<Stands> {
        let per_table = self.bits - 3;
        let index = number >> per_table;
        if index >= self.l1_entries {
            return Err(invalid("no table places the cluster"));
        }
        let entry = self.l1_page.entry(source, self.l1_at + index * 8)?;
        let table = u64::from_be_bytes(entry) & OFFSET;
        if table == 0 {
            return Ok(Stands::Zeros((index + 1) << per_table));
        }
        let within = number & ((1 << per_table) - 1);
        let entry = u64::from_be_bytes(self.l2_page.entry(source, table + within * 8)?);
        if entry & COMPRESSED != 0 {
            let offset_bits = 62 - (self.bits - 8);
            let at = entry & ((1 << offset_bits) - 1);
            let sectors = ((entry & (COMPRESSED - 1)) >> offset_bits) + 1;
            let bytes = sectors * 512 - at % 512;
            return Ok(Stands::Packed(at, usize::try_from(bytes).unwrap_or(usize::MAX)));
        }
        if entry & ZERO != 0 || entry & OFFSET == 0 {
            return Ok(Stands::Zeros(number + 1));
        }
        Ok(Stands::Plain(entry & OFFSET))
    }

    fn unpack(&mut self, number: u64, stored: &[u8], into: &mut [u8]) -> io::Result<()> {
        self.inflate.reset(false);
        // The last cluster is stored whole although the disk ends in it.
        let mut whole = vec![0; 1 << self.bits];
        let status = self.inflate.decompress(stored, &mut whole, FlushDecompress::Finish);
        status.map_err(|error| invalid(format!("cluster {number}: {error}")))?;
        let content =
            whole.get(..into.len()).filter(|_| self.inflate.total_out() >= into.len() as u64);
        into.copy_from_slice(
            content.ok_or_else(|| invalid(format!("cluster {number} is cut off")))?,
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{convert, damage, pattern, real, sure, tell};
    use super::*;

    #[test]
    fn a_real_image_holds_the_same_bytes_as_its_e01() {
        let (Some(qcow), Some(e01)) = (real("ext2.qcow2"), real("ext2.E01")) else { return };
        assert_eq!(sure(&Qcow2, &qcow), Sure::Yes);
        let told = tell(&Qcow2, &qcow);
        assert_eq!(told.halt, None);
        assert!(told.stream("image") == tell(&super::super::ewf::Ewf, &e01).stream("image"));
    }

    #[test]
    fn images_of_qemu_are_read_back() {
        let raw = pattern();
        for options in [
            &["-O", "qcow2"][..],
            &["-O", "qcow2", "-c"],
            &["-O", "qcow2", "-o", "compat=0.10,cluster_size=512"],
            &["-O", "qcow2", "-c", "-o", "cluster_size=2M"],
        ] {
            let Some(image) = convert(&raw, options) else { return };
            let told = tell(&Qcow2, &image);
            assert_eq!(told.halt, None, "{options:?}");
            assert!(told.stream("image") == raw, "{options:?}: other bytes");
            let cut = tell(&Qcow2, &image[..image.len() / 2]);
            assert!(cut.words().contains("cannot be decoded") || cut.halt.is_some(), "{options:?}");
        }
    }

    #[test]
    fn what_is_not_read_is_refused_by_name() {
        for (options, name) in [
            (&["-O", "qcow2", "-o", "extended_l2=on"][..], "subclusters"),
            (&["-O", "qcow2", "-o", "compression_type=zstd"], "Zstandard"),
            (&["-O", "qcow"], "another version"),
        ] {
            let Some(image) = convert(&pattern(), options) else { return };
            let halt = tell(&Qcow2, &image).halt.unwrap();
            assert!(halt.contains(name) && halt.contains("qemu-img convert"), "{halt}");
        }
        let mut header = vec![0; 112];
        header[..8].copy_from_slice(b"QFI\xFB\0\0\0\x02");
        header[15] = 99;
        assert!(tell(&Qcow2, &header).halt.unwrap().contains("backing file"));
    }

    #[test]
    fn absurd_sizes_and_shared_tables_are_refused() {
        let mut image = vec![0; 4 * 512];
        image[..8].copy_from_slice(b"QFI\xFB\0\0\0\x02");
        image[23] = 9;
        image[24..32].copy_from_slice(&(1_u64 << 21).to_be_bytes());
        image[36..40].copy_from_slice(&64_u32.to_be_bytes());
        image[46] = 2;
        for entry in 0..64 {
            image[512 + entry * 8 + 6] = 4;
        }
        // Every entry of the first table leads to one second table: 64 times 64 clusters.
        let told = tell(&Qcow2, &image);
        assert_eq!(told.halt, None);
        image[24..32].copy_from_slice(&(1_u64 << 40).to_be_bytes());
        assert!(tell(&Qcow2, &image).halt.unwrap().contains("does not reach the end"));
        image[36..40].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(tell(&Qcow2, &image).halt.unwrap().contains("past the end of the file"));
        image[23] = 60;
        assert!(tell(&Qcow2, &image).halt.unwrap().contains("clusters of 2^60"));
    }

    #[test]
    fn any_damage_ends_without_a_panic() {
        let Some(image) = convert(&pattern()[..1 << 20], &["-O", "qcow2", "-c"]) else { return };
        damage(&Qcow2, &image, (0..112).chain((1 << 16..image.len()).step_by(4093)));
    }
}
