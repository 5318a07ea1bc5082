//! The first page of an index file: what lies where, and the sums of it.
//!
//! ```text
//! header      4,096 bytes
//! digests     entries × 16, 20 or 32 bytes, ascending
//! references  entries × 0, 1, 2 or 4 bytes: which list of marks an entry has
//! directory   (2^bits + 1) × 4 bytes: the first entry of each bucket of leading bits
//! near        only of perceptual codes, from a multiple of 64 bytes: what `near::form` lays down
//! catalogue   JSON: cards of the sets, marks, lists of marks
//! ```
//! Numbers are little-endian; digests stand as they are, so that their order is that of the bytes.

use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::near::form::Form;

/// Bytes of the header: a page, so that digests begin on one.
pub(crate) const HEADER_BYTES: usize = 4096;

/// What a file begins with; the number is that of the layout.
const MAGIC: &[u8; 16] = b"tutela known 1\n\0";

/// Most entries of an index: a reference to one has 32 bits.
pub(crate) const ENTRIES_MAX: u64 = u32::MAX as u64;

/// Most leading bits of a directory: 2^25 places of 4 bytes are 128 MiB, as many as are held in
/// memory during a build.
pub(crate) const DIRECTORY_BITS_MAX: u32 = 25;

/// Entries a bucket, at most and on average. Twelve MD5s are three lines of the processor's cache,
/// and interpolation meets the right one or its neighbour.
const BUCKET_ENTRIES: u64 = 12;

/// Where the lists of perceptual codes may begin: a line of the processor's cache.
pub(crate) const LINE_BYTES: usize = 64;

/// Bits of a perceptual code, of which each lies in one slot at most.
const CODE_BITS: usize = 256;

/// Most bits of a slot: no index has more lists in one.
const SLOT_BITS_MAX: usize = 24;

/// Leading bits of the directory for so many entries.
pub(crate) fn directory_bits(entries: u64) -> u32 {
    let buckets = entries.div_ceil(BUCKET_ENTRIES).max(1).next_power_of_two();
    buckets.trailing_zeros().min(DIRECTORY_BITS_MAX)
}

/// Bytes of a reference among so many lists.
pub(crate) fn reference_bytes(lists: u64) -> u32 {
    match lists {
        0..=1 => 0,
        2..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// The header of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// Bytes of a digest.
    pub(crate) width: u32,
    /// Bytes of a reference.
    pub(crate) reference_bytes: u32,
    /// Leading bits that the directory goes by.
    pub(crate) directory_bits: u32,
    /// Lists of marks.
    pub(crate) lists: u32,
    /// Entries.
    pub(crate) entries: u64,
    /// Bytes of the catalogue.
    pub(crate) catalogue_bytes: u64,
    /// SHA-256 of the catalogue.
    pub(crate) catalogue_sum: Digest,
    /// SHA-256 of everything behind the header.
    pub(crate) body_sum: Digest,
    /// How the entries are listed, where they are perceptual codes.
    pub(crate) near: Option<Form>,
}

/// Where the parts of a file begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Digests.
    pub(crate) digests: usize,
    /// References.
    pub(crate) references: usize,
    /// Directory.
    pub(crate) directory: usize,
    /// Lists of perceptual codes.
    pub(crate) near: usize,
    /// Catalogue.
    pub(crate) catalogue: usize,
    /// End of the file.
    pub(crate) end: usize,
}

impl Header {
    /// Where the parts begin; nothing where no file could be so long.
    pub(crate) fn parts(&self) -> Option<Parts> {
        let entries = usize::try_from(self.entries).ok()?;
        let digests = HEADER_BYTES;
        let width = usize::try_from(self.width).ok()?;
        let references = digests.checked_add(entries.checked_mul(width)?)?;
        let width = usize::try_from(self.reference_bytes).ok()?;
        let directory = references.checked_add(entries.checked_mul(width)?)?;
        let buckets = 1usize.checked_shl(self.directory_bits)?;
        let behind = directory.checked_add(buckets.checked_add(1)?.checked_mul(4)?)?;
        let (near, catalogue) = match &self.near {
            None => (behind, behind),
            Some(form) => {
                let near = behind.checked_next_multiple_of(LINE_BYTES)?;
                (near, near.checked_add(form.lists_bytes())?)
            }
        };
        let end = catalogue.checked_add(usize::try_from(self.catalogue_bytes).ok()?)?;
        Some(Parts { digests, references, directory, near, catalogue, end })
    }

    /// The bytes of the header.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER_BYTES);
        out.extend_from_slice(MAGIC);
        for number in [self.width, self.reference_bytes, self.directory_bits, self.lists] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.entries.to_le_bytes());
        out.extend_from_slice(&self.catalogue_bytes.to_le_bytes());
        out.extend_from_slice(&self.catalogue_sum.0);
        out.extend_from_slice(&self.body_sum.0);
        if let Some(form) = &self.near {
            out.extend(near_bytes(form));
        }
        out.resize(HEADER_BYTES - 32, 0);
        let sum: [u8; 32] = Sha256::digest(&out).into();
        out.extend_from_slice(&sum);
        out
    }

    /// Reads a header, or says what is wrong with it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let (bytes, _) = bytes.split_at_checked(HEADER_BYTES).ok_or("the file is cut short")?;
        let (told, sum) = bytes.split_at_checked(HEADER_BYTES - 32).unwrap_or_default();
        if !told.starts_with(MAGIC) {
            return Err("this is no index of digests, or one of another layout");
        }
        if *Sha256::digest(told) != *sum {
            return Err("the header is not what was written");
        }
        let mut rest = told.get(MAGIC.len()..).unwrap_or_default();
        let mut header = Self {
            width: u32::from_le_bytes(take(&mut rest)?),
            reference_bytes: u32::from_le_bytes(take(&mut rest)?),
            directory_bits: u32::from_le_bytes(take(&mut rest)?),
            lists: u32::from_le_bytes(take(&mut rest)?),
            entries: u64::from_le_bytes(take(&mut rest)?),
            catalogue_bytes: u64::from_le_bytes(take(&mut rest)?),
            catalogue_sum: Digest(take(&mut rest)?),
            body_sum: Digest(take(&mut rest)?),
            near: None,
        };
        header.near = near(&mut rest, header.entries)?;
        let fits = header.entries <= ENTRIES_MAX
            && header.directory_bits <= DIRECTORY_BITS_MAX
            && header.reference_bytes == reference_bytes(u64::from(header.lists));
        fits.then_some(header).ok_or("the header states what no index has")
    }
}

/// That the entries are perceptual codes, their slots, the bits of each, and which these are.
fn near_bytes(form: &Form) -> Vec<u8> {
    let width = form.slots().first().map_or(0, Vec::len);
    // Both are below 256: no two slots share a bit.
    let counts = [1, form.slots().len(), width].map(|count| u8::try_from(count).unwrap_or(u8::MAX));
    [counts.as_slice(), &form.slots().concat()].concat()
}

fn near(rest: &mut &[u8], entries: u64) -> Result<Option<Form>, &'static str> {
    let [is_near, slots, width] = take::<3>(rest)?;
    let (slots, width) = (usize::from(slots), usize::from(width));
    let bits: [u8; CODE_BITS] = take(rest)?;
    let fits = slots * width <= CODE_BITS && width <= SLOT_BITS_MAX && (slots == 0) == (width == 0);
    match (is_near, usize::try_from(entries)) {
        (0, _) => Ok(None),
        (1, Ok(entries)) if fits => {
            let slots = bits.chunks(width.max(1)).take(slots).map(<[u8]>::to_vec);
            Ok(Some(Form::new(entries, slots.collect())))
        }
        _ => Err("the header states what no index has"),
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (first, behind) = rest.split_first_chunk::<N>().ok_or("the header is cut short")?;
    *rest = behind;
    Ok(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_six_to_twelve_entries_until_the_directory_is_full() {
        for entries in [13, 1_000, 1_000_000, 10_000_000, 100_000_000, 400_000_000] {
            let bucket = entries >> directory_bits(entries);
            assert!((5..=12).contains(&bucket), "{entries}: {bucket}");
        }
        assert_eq!(directory_bits(0), 0);
        assert_eq!(directory_bits(ENTRIES_MAX), DIRECTORY_BITS_MAX);
    }
}
