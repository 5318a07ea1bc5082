//! The packed runs of an attribute: each a length and a distance from the run before, in as many
//! bytes as they need; a run without a place is a hole.

use super::super::clusters::{Run, Runs};

/// Appends the runs that `pairs` holds. `cluster` and `volume_len` are in bytes; the image may be
/// shorter than the volume, so a run is checked again before it is read.
pub(super) fn unpack(
    pairs: &[u8],
    cluster: u64,
    volume_len: u64,
    runs: &mut Runs,
) -> Result<(), &'static str> {
    const CUT: &str = "the list of its runs is cut off";
    const OUTSIDE: &str = "its runs lead outside the volume";
    let mut rest = pairs;
    let mut place: i64 = 0;
    while let Some((&widths, after)) = rest.split_first() {
        if widths == 0 {
            return Ok(());
        }
        let (len_width, place_width) = (usize::from(widths & 15), usize::from(widths >> 4));
        let (len, after) = number(after, len_width).ok_or(CUT)?;
        let (distance, after) = number(after, place_width).ok_or(CUT)?;
        rest = after;
        let len = u64::try_from(len).ok().filter(|len| *len > 0).ok_or(OUTSIDE)?;
        let len = len.checked_mul(cluster).ok_or(OUTSIDE)?;
        let at = if place_width == 0 {
            None
        } else {
            place = place.checked_add(distance).ok_or(OUTSIDE)?;
            let at = u64::try_from(place).ok().and_then(|place| place.checked_mul(cluster));
            let at = at.ok_or(OUTSIDE)?;
            if at.checked_add(len).is_none_or(|end| end > volume_len) {
                return Err(OUTSIDE);
            }
            Some(at)
        };
        if !runs.push(Run { at, len }) {
            return Err("it lies in too many pieces");
        }
    }
    Ok(())
}

/// A little-endian number with its sign, of up to eight bytes; gives the rest.
fn number(bytes: &[u8], width: usize) -> Option<(i64, &[u8])> {
    let (head, rest) = bytes.split_at_checked(width).filter(|_| width <= 8)?;
    let is_negative = head.last().is_some_and(|last| last & 0x80 != 0);
    let mut all = if is_negative { [0xff; 8] } else { [0; 8] };
    all.get_mut(..width)?.copy_from_slice(head);
    Some((i64::from_le_bytes(all), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(pairs: &[u8]) -> Result<Vec<(Option<u64>, u64)>, &'static str> {
        let mut runs = Runs::default();
        unpack(pairs, 1, 1000, &mut runs)?;
        Ok(runs.iter().map(|run| (run.at, run.len)).collect())
    }

    #[test]
    fn runs_go_forward_back_and_over_holes() {
        let pairs = [0x21, 3, 0x64, 0, 0x01, 5, 0x11, 2, 0xf6, 0];
        assert_eq!(unpacked(&pairs), Ok(vec![(Some(100), 3), (None, 5), (Some(90), 2)]));
    }

    #[test]
    fn runs_that_cannot_be_are_refused() {
        assert!(unpacked(&[0x11, 3]).is_err());
        assert!(unpacked(&[0x11, 3, 0xf6, 0]).is_err());
        assert!(unpacked(&[0x21, 3, 0xff, 0x7f, 0]).is_err());
        assert!(unpacked(&[0x11, 0, 5, 0]).is_err());
        assert!(unpacked(&[0x1f, 3, 5, 0]).is_err());
        assert!(unpacked(&[0x08, 255, 255, 255, 255, 255, 255, 255, 127, 0]).is_ok());
        assert!(unpacked(&[0x08, 255, 255, 255, 255, 255, 255, 255, 255, 0]).is_err());
    }
}
