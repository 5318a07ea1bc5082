//! LZNT1, the compression of NTFS: chunks of 4 KiB, each copied or packed in bytes and references
//! back into itself. Specification: [MS-XCA] 2.5.

use super::super::clusters::le16;

/// Bytes that a chunk unpacks to.
const CHUNK_BYTES: usize = 4096;

/// Unpacks into `out` until it is full or the input ends; the rest of `out` is zeros. None where the
/// input is no LZNT1.
pub(super) fn unpack(packed: &[u8], out: &mut [u8]) -> Option<()> {
    let mut rest = packed;
    let mut chunks = out.chunks_mut(CHUNK_BYTES);
    for chunk in &mut chunks {
        let header = match le16(rest, 0) {
            Some(header) if header != 0 => header,
            _ => {
                chunk.fill(0);
                break;
            }
        };
        let len = usize::from(header & 0x0fff) + 1;
        let body = rest.get(2..)?.get(..len)?;
        if header & 0x8000 == 0 {
            let count = len.min(chunk.len());
            chunk.get_mut(..count)?.copy_from_slice(body.get(..count)?);
            chunk.get_mut(count..)?.fill(0);
        } else {
            unpack_chunk(body, chunk)?;
        }
        rest = rest.get(2 + len..)?;
    }
    chunks.for_each(|chunk| chunk.fill(0));
    Some(())
}

fn unpack_chunk(packed: &[u8], out: &mut [u8]) -> Option<()> {
    let (mut from, mut to) = (0, 0);
    while let Some(flags) = packed.get(from) {
        from += 1;
        for bit in 0..8 {
            if from >= packed.len() || to >= out.len() {
                break;
            }
            if flags >> bit & 1 == 0 {
                *out.get_mut(to)? = *packed.get(from)?;
                (from, to) = (from + 1, to + 1);
                continue;
            }
            let pair = le16(packed, from)?;
            from += 2;
            // The farther into the chunk, the more bits the distance has and the fewer the length.
            let shift = 12 - (to.max(1) - 1).checked_ilog2().map_or(0, |log| log.saturating_sub(3));
            let len = usize::from(pair & ((1 << shift) - 1)) + 3;
            let back = usize::from(pair >> shift) + 1;
            for _ in 0..len.min(out.len() - to) {
                *out.get_mut(to)? = *out.get(to.checked_sub(back)?)?;
                to += 1;
            }
        }
    }
    out.get_mut(to..)?.fill(0);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_references_unpack_and_the_rest_is_zeros() {
        // The example of [MS-XCA] 3.2.
        let packed = [
            0x38, 0xb0, 0x88, 0x46, 0x23, 0x20, 0x00, 0x20, 0x47, 0x20, 0x41, 0x00, 0x10, 0xa2,
            0x47, 0x01, 0xa0, 0x45, 0x20, 0x44, 0x00, 0x08, 0x45, 0x01, 0x50, 0x79, 0x00, 0xc0,
            0x45, 0x20, 0x05, 0x24, 0x13, 0x88, 0x05, 0xb4, 0x02, 0x4a, 0x44, 0xef, 0x03, 0x58,
            0x02, 0x8c, 0x09, 0x16, 0x01, 0x48, 0x45, 0x00, 0xbe, 0x00, 0x9e, 0x00, 0x04, 0x01,
            0x18, 0x90, 0x00,
        ];
        let mut out = [9; 5000];
        unpack(&packed, &mut out).unwrap();
        let text = b"F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E \
            F# D E F# G F# D E F# G F# E D E A F# F# G A A G F# E D D E F# E D D\0";
        assert_eq!(String::from_utf8_lossy(&out[..text.len()]), String::from_utf8_lossy(text));
        assert!(out[text.len()..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn references_before_the_beginning_are_refused() {
        assert!(unpack(&[0x02, 0xb0, 0x01, 0x00, 0x10], &mut [0; 64]).is_none());
        assert!(unpack(&[0xff, 0xbf, 0x01], &mut [0; 64]).is_none());
    }
}
