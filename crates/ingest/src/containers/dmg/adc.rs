//! ADC, Apple Data Compression: literals, and copies of what came before at two lengths.

use std::io;

use super::super::bytes_at::invalid;

/// Unpacks a run, which must have the length of `into`.
pub(super) fn unpack(packed: &[u8], into: &mut [u8]) -> io::Result<()> {
    let mut codes = packed.iter().copied();
    let mut at = 0;
    while at < into.len() {
        let mut next = || codes.next().map(usize::from).ok_or_else(|| invalid("it is cut off"));
        let code = next()?;
        let (len, back) = match code {
            0x80.. => ((code & 0x7F) + 1, None),
            0x40.. => ((code & 0x3F) + 4, Some(next()? << 8 | next()?)),
            _ => ((code >> 2) + 3, Some((code & 3) << 8 | next()?)),
        };
        for _ in 0..len {
            let byte = match back {
                None => codes.next().ok_or_else(|| invalid("it is cut off"))?,
                Some(back) => {
                    let from = at.checked_sub(back + 1).and_then(|from| into.get(from));
                    *from.ok_or_else(|| invalid("it copies what is not there"))?
                }
            };
            let slot = into.get_mut(at).ok_or_else(|| invalid("it is longer than its sectors"))?;
            *slot = byte;
            at += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_copies_make_a_run() {
        // Three letters, five bytes from three back, then four from one back by the long code.
        let packed = b"\x82abc\x08\x02\x40\0\0";
        let mut into = [0; 12];
        unpack(packed, &mut into).unwrap();
        assert_eq!(&into, b"abcabcabbbbb");
        assert!(unpack(packed, &mut [0; 11]).is_err() && unpack(packed, &mut [0; 13]).is_err());
        assert!(unpack(b"\x04\x02", &mut into).is_err(), "a copy of what is not there");
        assert!(unpack(b"\x82ab", &mut into).is_err() && unpack(b"\x40", &mut into).is_err());
    }
}
