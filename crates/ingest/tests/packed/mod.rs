//! An image without its holes, for a fuzzer that changes what stands somewhere and never where it stands:
//! a mark, the length of the image, the number of blocks, their places, and the blocks themselves.

use std::borrow::Cow;

/// First bytes of an image in this form.
const MARK: &[u8; 8] = b"\x89HOLES\r\n";

/// Bytes of a block, as of a sector.
pub(crate) const BLOCK_BYTES: usize = 512;

/// Bytes before the places of the blocks.
const HEAD_BYTES: usize = 16;

/// Longest image that is laid out again.
const IMAGE_BYTES_MAX: usize = 32 << 20;

/// The image without its holes.
pub(crate) fn pack(image: &[u8]) -> Vec<u8> {
    let is_used = |block: &&[u8]| block.iter().any(|byte| *byte != 0);
    let used: Vec<_> =
        (0u32..).zip(image.chunks(BLOCK_BYTES)).filter(|(_, block)| is_used(block)).collect();
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let mut packed = [&MARK[..], &number(image.len()), &number(used.len())].concat();
    for (place, _) in &used {
        packed.extend(place.to_le_bytes());
    }
    for (_, block) in used {
        packed.extend(block);
        packed.resize(packed.len() + BLOCK_BYTES - block.len(), 0);
    }
    packed
}

/// Where the blocks begin; `None` where it is no such image.
fn blocks_at(packed: &[u8]) -> Option<usize> {
    let rest = packed.strip_prefix(MARK)?;
    let count = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?);
    let at = usize::try_from(count).ok()?.checked_mul(4)?.checked_add(HEAD_BYTES)?;
    (at <= packed.len()).then_some(at)
}

/// The blocks of a packed image, one behind the other.
pub(crate) fn blocks(packed: &mut [u8]) -> Option<&mut [u8]> {
    let at = blocks_at(packed)?;
    packed.get_mut(at..)
}

/// The image with its holes; what is no packed image as it stands.
pub(crate) fn unpacked(packed: &[u8]) -> Cow<'_, [u8]> {
    lay_out(packed).map_or(Cow::Borrowed(packed), Cow::Owned)
}

fn lay_out(packed: &[u8]) -> Option<Vec<u8>> {
    let (places, blocks) = packed.split_at_checked(blocks_at(packed)?)?;
    let len = u32::from_le_bytes(*places.get(MARK.len()..)?.first_chunk()?);
    let mut image = vec![0; usize::try_from(len).ok()?.min(IMAGE_BYTES_MAX)];
    let places = places.get(HEAD_BYTES..)?.as_chunks().0;
    for (place, block) in places.iter().zip(blocks.chunks(BLOCK_BYTES)) {
        let at = usize::try_from(u32::from_le_bytes(*place)).ok()?.saturating_mul(BLOCK_BYTES);
        let Some(room) = image.get_mut(at..) else { continue };
        let fits = room.len().min(block.len());
        room.get_mut(..fits)?.copy_from_slice(block.get(..fits)?);
    }
    Some(image)
}
