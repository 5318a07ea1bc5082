//! The checksum of VHDX: CRC-32C (Castagnoli), over a structure whose own sum is taken as zeros.

use super::super::bytes_at::le32;

/// The polynomial, reflected.
const CASTAGNOLI: u32 = 0x82F6_3B78;

const TABLE: [u32; 256] = table();

#[expect(clippy::indexing_slicing, reason = "made once by the compiler, which checks it")]
#[expect(clippy::cast_possible_truncation, reason = "the index is below 256")]
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { value >> 1 ^ CASTAGNOLI } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
}

fn step(sum: u32, byte: u8) -> u32 {
    let [low, ..] = sum.to_le_bytes();
    TABLE.get(usize::from(low ^ byte)).copied().unwrap_or(0) ^ (sum >> 8)
}

/// The checksum of `bytes`, with the four bytes at `own` taken as zeros.
pub(super) fn sum(bytes: &[u8], own: usize) -> u32 {
    let bytes = bytes.iter().enumerate();
    let zeroed = bytes.map(|(at, byte)| if (own..own + 4).contains(&at) { 0 } else { *byte });
    !zeroed.fold(u32::MAX, step)
}

/// Whether the checksum at `own` is right.
pub(super) fn has_sum(bytes: &[u8], own: usize) -> bool {
    le32(bytes, own) == Some(sum(bytes, own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_castagnoli_sum() {
        assert_eq!(sum(b"123456789", usize::MAX - 4), 0xE306_9283);
        assert!(!has_sum(b"", 0));
    }
}
