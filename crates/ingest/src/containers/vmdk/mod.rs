//! VMDK: the disk of a virtual machine of VMware, also VirtualBox and OVA packages.
//!
//! - **Versions:** hosted sparse extents, version 1 to 3, in one file (`monolithicSparse`), packed for
//!   transport (`streamOptimized`), and disks in several files: a text descriptor with flat or sparse
//!   extents beside it (`monolithicFlat`, `twoGbMaxExtentFlat`, `twoGbMaxExtentSparse`, `vmfs`).
//!   Differencing disks, those on devices, and the sparse extents of ESX (`COWD`, `seSparse`) are
//!   recognised and refused by name.
//! - **Recognised by:** `KDMV`, `COWD` or the mark of seSparse in front, or a first line
//!   `# Disk DescriptorFile`.
//! - **Specification:** VMware, "Virtual Disk Format 5.0" (2011).
//! - **Fields kept:** the disk as one stream, `image`; kind and content identifier as notes.
//! - **Fields dropped:** the disk database (adapter, geometry, tools version); the redundant tables
//!   where the first ones can be read.
//! - **Damage:** grains that the tables place past the end of the file are counted and are errors at
//!   their place, and so are compressed grains that name another place; grains that stand nowhere are
//!   zeros, as the format says.
//! - **Known limits:** the files of a disk in several are read where they are ingested together with its
//!   descriptor, under the names it has for them; one sparse extent alone is read as far as it goes, and
//!   ends with the request for the others. The format has no digest of content.
//! - **Crates:** `flate2` inflates; no reader of VMDK was found that is kept and takes any source.

mod descriptor;
mod grains;
mod set;
#[cfg(test)]
mod tests;

use model::say;

use self::descriptor::Descriptor;
use self::grains::Grains;
use super::bytes_at::{broken, fill, le32, le64, read};
use super::sparse::{Sparse, refused};
use super::{Container, Members};
use crate::format::{Head, ReadSeek, Source, Sure};
use crate::sink::{Halt, Note};

/// First bytes of a hosted sparse extent.
const SPARSE: &[u8; 4] = b"KDMV";

/// First bytes of the sparse extents of ESX.
const ESX: [(&[u8], &str); 2] = [
    (b"COWD", "a sparse extent of VMware ESX (COWD)"),
    (b"\xBE\xBA\xFE\xCA\0\0\0\0", "a sparse extent of VMware ESX (seSparse)"),
];

/// First line of a descriptor.
const DESCRIPTOR: &[u8] = b"# Disk DescriptorFile";

/// Bytes of a header, of a sector, and of the markers of a packed extent.
const SECTOR_BYTES: u64 = 512;

/// Largest descriptor: VMware reserves 20 sectors for it.
const DESCRIPTOR_BYTES_MAX: usize = 1 << 20;

/// The place of the tables that says "in the footer".
const IN_FOOTER: u64 = u64::MAX;

const CONVERT: &str = "convert the descriptor together with all its extents: `qemu-img convert -O raw`, and give both";

const TOGETHER: &str = "ingest the descriptor and all the files it names together, from one folder";

/// A VMDK image; see the module.
#[derive(Debug)]
pub struct Vmdk;

impl Container for Vmdk {
    fn code(&self) -> &'static str {
        "vmdk"
    }

    fn version(&self) -> u32 {
        2
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let is_sparse =
            head.bytes.starts_with(SPARSE) && le32(head.bytes, 4).is_some_and(|v| v < 16);
        let is_text = head.bytes.starts_with(DESCRIPTOR);
        let is_esx = ESX.iter().any(|(mark, _)| head.bytes.starts_with(mark)) && head.len >= 512;
        if is_sparse || is_text || is_esx { Sure::Yes } else { Sure::No }
    }

    fn walk(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let bytes = source.len.min(SECTOR_BYTES);
        let header = read(source.bytes, 0, bytes, 512).map_err(Halt::Read)?;
        if let Some((_, what)) = ESX.iter().find(|(mark, _)| header.starts_with(mark)) {
            return Err(refused(self, what, CONVERT));
        }
        if header.starts_with(DESCRIPTOR) {
            return self.described(source, members);
        }
        let header = Header::read(source.bytes, source.len, &header)?;
        members.note(&Note::Version { version: format!("VMDK {}", header.version) })?;
        let descriptor = header.descriptor(source)?;
        if let Some(descriptor) = &descriptor {
            members.remark(descriptor.sentence())?;
            if descriptor.has_parent() {
                let what = "a differencing VMDK, which holds only what changed since its parent";
                return Err(refused(self, what, CONVERT));
            }
        }
        if header.is_unclean {
            members.remark(say::image_unclean())?;
        }
        let grains = Grains::open(&header, source.len)
            .map_err(|reason| broken(0, bytes, reason, CONVERT))?;
        Sparse::new(source.bytes, source.len, grains).tell(members)?;
        if descriptor.is_some_and(|descriptor| descriptor.extents() <= 1) {
            return Ok(());
        }
        Err(broken(0, 0, "it is one extent of a disk that is cut in several files", CONVERT))
    }
}

impl Vmdk {
    /// Reads a disk whose descriptor is a file of its own.
    fn described(&self, source: &mut Source<'_>, members: &mut dyn Members) -> Result<(), Halt> {
        let len = source.len.min(DESCRIPTOR_BYTES_MAX as u64);
        let text = read(source.bytes, 0, len, DESCRIPTOR_BYTES_MAX).map_err(Halt::Read)?;
        let descriptor = Descriptor::read(&text);
        if descriptor.has_parent() {
            let what = "a differencing VMDK, which holds only what changed since its parent";
            return Err(refused(self, what, CONVERT));
        }
        let Some(extents) = descriptor.all() else {
            let stated = descriptor.sentence();
            let what = format!("a descriptor of VMware with extents of another kind ({stated})");
            return Err(refused(self, &what, CONVERT));
        };
        let is_named =
            |name: &str| extents.iter().any(|extent| extent.file.eq_ignore_ascii_case(name));
        let mut companions = source.take_for(members, is_named)?;
        let missing = set::missing(extents, &companions);
        if !missing.is_empty() {
            let stated = descriptor.sentence();
            let what = format!("a disk of VMware without the files {missing} ({stated})");
            return Err(refused(self, &what, TOGETHER));
        }
        members.remark(descriptor.sentence())?;
        set::tell(extents, &mut companions, source.bytes, members)
    }
}

/// The header of a sparse extent; numbers of sectors as stated.
#[derive(Debug, Clone, Default)]
struct Header {
    version: u32,
    flags: u32,
    capacity: u64,
    grain: u64,
    descriptor_at: u64,
    descriptor_len: u64,
    entries_a_table: u32,
    redundant_at: u64,
    directory_at: u64,
    is_unclean: bool,
    compression: u16,
}

impl Header {
    fn read(bytes: &mut dyn ReadSeek, len: u64, first: &[u8]) -> Result<Self, Halt> {
        let lost = |at| broken(at, 0, "the header of the image is cut off", CONVERT);
        let header = Self::parse(first).ok_or_else(|| lost(0))?;
        if header.directory_at != IN_FOOTER {
            return Ok(header);
        }
        // A packed extent is written in one go: its tables are known only at its end.
        let at = len.saturating_sub(2 * SECTOR_BYTES);
        let mut footer = [0; 512];
        if len >= 3 * SECTOR_BYTES {
            fill(bytes, at, &mut footer).map_err(Halt::Read)?;
        }
        let end = Self::parse(&footer).filter(|end| end.directory_at != IN_FOOTER);
        let end = end.ok_or_else(|| {
            broken(at, 0, "the end of the packed image, with its tables, is lost", CONVERT)
        })?;
        Ok(Self { directory_at: end.directory_at, redundant_at: 0, ..header })
    }

    fn parse(header: &[u8]) -> Option<Self> {
        header.starts_with(SPARSE).then_some(())?;
        Some(Self {
            version: le32(header, 4)?,
            flags: le32(header, 8)?,
            capacity: le64(header, 12)?,
            grain: le64(header, 20)?,
            descriptor_at: le64(header, 28)?,
            descriptor_len: le64(header, 36)?,
            entries_a_table: le32(header, 44)?,
            redundant_at: le64(header, 48)?,
            directory_at: le64(header, 56)?,
            is_unclean: *header.get(72)? != 0,
            compression: super::bytes_at::le16(header, 77)?,
        })
    }

    fn descriptor(&self, source: &mut Source<'_>) -> Result<Option<Descriptor>, Halt> {
        let at = self.descriptor_at.saturating_mul(SECTOR_BYTES);
        let bytes = self.descriptor_len.saturating_mul(SECTOR_BYTES);
        if at == 0 || bytes == 0 || bytes > DESCRIPTOR_BYTES_MAX as u64 || at >= source.len {
            return Ok(None);
        }
        let bytes = bytes.min(source.len - at);
        let text = read(source.bytes, at, bytes, DESCRIPTOR_BYTES_MAX).map_err(Halt::Read)?;
        Ok(Some(Descriptor::read(&text)))
    }
}
