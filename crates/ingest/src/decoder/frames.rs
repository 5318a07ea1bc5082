//! What a decoder writes, taken apart: one greymap after another (Netpbm, `P5`).
//!
//! ```text
//! P5 · width · height · 255 · width × height bytes        (numbers in decimal, each ended by a blank or newline)
//! ```

use std::io::{self, Read};

use super::FilmFrame;

/// Bytes of a frame: 8K and somewhat more.
pub const FRAME_BYTES_MAX: usize = 64 << 20;

/// Bytes before a frame's points.
const HEAD_BYTES_MAX: usize = 32;

/// Bytes that are read at once: what the pipe holds.
const READ_BYTES: usize = 1 << 20;

/// What comes from the decoder, as far as it was not taken.
#[derive(Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
    start: usize,
    taken: u64,
}

/// What is no frame, or none that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Not a greymap of 8 bits.
    NoGreymap,
    /// More than [`FRAME_BYTES_MAX`].
    TooLarge { width: usize, height: usize },
}

impl Frames {
    /// Begins with bytes that came already.
    pub(super) fn begun(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), ..Self::default() }
    }

    /// Reads once; gives how many bytes came, 0 at the end.
    pub(super) fn fill(&mut self, from: &mut impl Read) -> io::Result<usize> {
        self.bytes.drain(..self.start);
        self.start = 0;
        let held = self.bytes.len();
        // As bytes arrive, not as a head promises them.
        self.bytes.resize(held + READ_BYTES, 0);
        let read = from.read(self.bytes.get_mut(held..).unwrap_or_default());
        self.bytes.truncate(held + read.as_ref().map_or(0, |count| *count));
        read
    }

    /// The next frame, where all of it came.
    pub(super) fn take(&mut self) -> Result<Option<FilmFrame<'_>>, Unfit> {
        let held = self.bytes.get(self.start..).unwrap_or_default();
        let Some(head) = Head::read(held)? else { return Ok(None) };
        let Some(grey) = held.get(head.bytes..head.bytes + head.width * head.height) else {
            return Ok(None);
        };
        self.start += head.bytes + grey.len();
        let number = self.taken;
        self.taken += 1;
        Ok(Some(FilmFrame { number, width: head.width, height: head.height, grey }))
    }

    /// Bytes that came and make no whole frame.
    pub(super) fn left_over(&self) -> usize {
        self.bytes.len() - self.start
    }
}

struct Head {
    width: usize,
    height: usize,
    bytes: usize,
}

impl Head {
    /// The head that bytes begin with; none where it is not whole yet.
    fn read(bytes: &[u8]) -> Result<Option<Self>, Unfit> {
        let looked_at = bytes.get(..HEAD_BYTES_MAX).unwrap_or(bytes);
        if !looked_at.iter().zip(b"P5").all(|(came, expected)| came == expected) {
            return Err(Unfit::NoGreymap);
        }
        let mut blanks =
            looked_at.iter().enumerate().filter(|(_, byte)| byte.is_ascii_whitespace());
        let Some((end, _)) = blanks.nth(3) else {
            let is_short = looked_at.len() < HEAD_BYTES_MAX;
            return if is_short { Ok(None) } else { Err(Unfit::NoGreymap) };
        };
        let mut words = looked_at.get(..end).unwrap_or_default().split(u8::is_ascii_whitespace);
        let [magic, width, height, most] = [(); 4].map(|()| words.next().unwrap_or_default());
        let (Some(width), Some(height), b"P5", b"255") = (side(width), side(height), magic, most)
        else {
            return Err(Unfit::NoGreymap);
        };
        if width.checked_mul(height).is_none_or(|bytes| bytes > FRAME_BYTES_MAX) {
            return Err(Unfit::TooLarge { width, height });
        }
        Ok(Some(Self { width, height, bytes: end + 1 }))
    }
}

/// A number of points, at least one.
fn side(digits: &[u8]) -> Option<usize> {
    let is_number = digits.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (is_number && number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sides and sum of a frame.
    type Seen = (usize, usize, u64);

    /// The frames of a stream that comes in parts of this length; and how much is left.
    fn all(stream: &[u8], part: usize) -> Result<(Vec<Seen>, usize), Unfit> {
        let mut frames = Frames::default();
        let mut seen = Vec::new();
        for mut part in stream.chunks(part) {
            frames.fill(&mut part).unwrap();
            while let Some(frame) = frames.take()? {
                assert_eq!(frame.number, u64::try_from(seen.len()).unwrap());
                let sum = frame.grey.iter().map(|grey| u64::from(*grey)).sum();
                seen.push((frame.width, frame.height, sum));
            }
        }
        Ok((seen, frames.left_over()))
    }

    #[test]
    fn frames_come_out_whole_however_the_bytes_come_in() {
        let stream = b"P5\n3 2\n255\nabcdefP5 1 1 255 \nP5\n2 1\n255\n\x01\x02P5\n9";
        let whole = (vec![(3, 2, 597), (1, 1, 10), (2, 1, 3)], 4);
        for part in 1..stream.len() {
            assert_eq!(all(stream, part), Ok(whole.clone()), "{part}");
        }
    }

    #[test]
    fn what_is_no_frame_is_refused_at_its_first_bytes() {
        for stream in [
            "Q",
            "P6\n1 1\n255\n",
            "P5\n0 1\n255\n",
            "P5\n1 1\n65535\n",
            "P5\n+1 1\n255\n",
            "P5\n# a\n1 1\n255\n",
            "P5x 1 1 255 ",
            "P500000000000000000000000000000000000",
        ] {
            assert_eq!(all(stream.as_bytes(), 1), Err(Unfit::NoGreymap), "{stream}");
        }
        let large = Unfit::TooLarge { width: 65_536, height: 65_536 };
        assert_eq!(all(b"P5\n65536 65536\n255\n", 64), Err(large));
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(stream: Vec<u8>, part in 1usize..40) {
            let _ = all(&stream, part);
            let _ = all(&[b"P5\n".as_slice(), &stream].concat(), part);
        }
    }
}
