//! CRC-32C (Castagnoli), the checksum of VHDX and of LevelDB.
//!
//! - **Crates:** `crc32c` is not worth a dependency for a few pages.

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

/// The checksum of these bytes.
pub(crate) fn sum(bytes: impl Iterator<Item = u8>) -> u32 {
    !bytes.fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_castagnoli_sum() {
        assert_eq!(sum(b"123456789".iter().copied()), 0xE306_9283);
    }
}
