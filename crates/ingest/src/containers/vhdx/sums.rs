//! The checksum of VHDX: CRC-32C (Castagnoli), over a structure whose own sum is taken as zeros.

use super::super::bytes_at::le32;
use super::super::castagnoli;

/// The checksum of `bytes`, with the four bytes at `own` taken as zeros.
pub(super) fn sum(bytes: &[u8], own: usize) -> u32 {
    let bytes = bytes.iter().enumerate();
    castagnoli::sum(bytes.map(|(at, byte)| if (own..own + 4).contains(&at) { 0 } else { *byte }))
}

/// Whether the checksum at `own` is right.
pub(super) fn has_sum(bytes: &[u8], own: usize) -> bool {
    le32(bytes, own) == Some(sum(bytes, own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_sum_with_its_own_place_as_zeros() {
        assert_eq!(sum(b"123456789", usize::MAX - 4), 0xE306_9283);
        assert_eq!(sum(b"1234xxxx9", 4), sum(b"1234\0\0\0\09", usize::MAX - 4));
        assert!(!has_sum(b"", 0));
    }
}
