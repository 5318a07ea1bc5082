//! LZFSE and LZVN, the packings of Apple's: files that macOS compressed, and disk images.
//!
//! `lzfse_rust` (MIT/Apache, no dependencies, kept and tried by Miri) unpacks both. It holds a stream
//! of LZVN only inside a block of LZFSE, so that a bare one gets the header of such a block.

use std::io::{self, Read};

use lzfse_rust::LzfseRingDecoder;

/// Marks of a block of LZVN, and of the end of a stream.
const LZVN_BLOCK: &[u8; 4] = b"bvxn";
const END: &[u8; 4] = b"bvx$";

/// Unpacks a stream of LZFSE that must have the length of `into`.
pub(crate) fn unpack(packed: &[u8], into: &mut [u8]) -> io::Result<()> {
    let mut decoder = LzfseRingDecoder::default();
    let mut plain = decoder.reader_bytes(packed);
    plain.read_exact(into)?;
    match plain.read(&mut [0])? {
        0 => Ok(()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Unpacks a bare stream of LZVN that must have the length of `into`.
pub(crate) fn unpack_lzvn(packed: &[u8], into: &mut [u8]) -> io::Result<()> {
    let too_long = |_| io::Error::from(io::ErrorKind::InvalidData);
    let plain_bytes = u32::try_from(into.len()).map_err(too_long)?;
    let packed_bytes = u32::try_from(packed.len()).map_err(too_long)?;
    let (plain, stored) = (plain_bytes.to_le_bytes(), packed_bytes.to_le_bytes());
    unpack(&[LZVN_BLOCK, &plain, &stored, packed, END].concat(), into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_gives_all_of_its_bytes_or_none() {
        let stream = b"bvx-\x04\0\0\0testbvx$";
        let mut into = [0; 4];
        unpack(stream, &mut into).unwrap();
        assert_eq!(&into, b"test");
        assert!(unpack(stream, &mut [0; 3]).is_err() && unpack(stream, &mut [0; 5]).is_err());
        assert!(unpack(&stream[..10], &mut into).is_err());
    }

    #[test]
    fn a_bare_stream_of_lzvn_is_unpacked() {
        // Four literals, then eight bytes from four back, then the end.
        let stream = b"\xE4abcd\x28\x04\x06\0\0\0\0\0\0\0";
        let mut into = [0; 12];
        unpack_lzvn(stream, &mut into).unwrap();
        assert_eq!(&into, b"abcdabcdabcd");
    }
}
