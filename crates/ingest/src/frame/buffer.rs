//! The parent's buffer: bytes from a worker come in as they may, whole frames go out.

use std::io::{self, Read};

use super::{FRAME_BYTES_MAX, FRAME_HEAD_BYTES, FrameFault};

/// Bytes read at once: as much as the pipe holds.
const READ_BYTES: usize = 1 << 20;

/// A stretch of bytes that grows to the largest frame and no further.
#[derive(Debug)]
pub struct FrameBuffer {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

/// What the buffer holds next.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken<'a> {
    /// A whole frame: its kind and its body.
    Frame(u8, &'a [u8]),
    /// Less than a frame: more must be read.
    Short,
}

impl Default for FrameBuffer {
    fn default() -> Self {
        Self { bytes: vec![0; READ_BYTES], start: 0, end: 0 }
    }
}

impl FrameBuffer {
    /// Reads once; gives how many bytes came, 0 at the end of the stream.
    pub fn fill(&mut self, from: &mut impl Read) -> io::Result<usize> {
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.bytes.len() {
            // A frame longer than the buffer; `take` has refused lengths above the limit.
            self.bytes.resize(FRAME_HEAD_BYTES + FRAME_BYTES_MAX, 0);
        }
        let room = self.bytes.get_mut(self.end..).unwrap_or_default();
        let count = from.read(room)?;
        self.end += count;
        Ok(count)
    }

    /// Takes the next frame out of the bytes that were read.
    pub fn take(&mut self) -> Result<Taken<'_>, FrameFault> {
        let held = self.bytes.get(self.start..self.end).unwrap_or_default();
        let Some((&[kind, a, b, c, d], rest)) = held.split_first_chunk::<FRAME_HEAD_BYTES>() else {
            return Ok(Taken::Short);
        };
        let len = u32::from_le_bytes([a, b, c, d]);
        let len_bytes = usize::try_from(len).unwrap_or(usize::MAX);
        if len_bytes > FRAME_BYTES_MAX {
            return Err(FrameFault::TooLong(u64::from(len)));
        }
        let Some(body) = rest.get(..len_bytes) else {
            return Ok(Taken::Short);
        };
        self.start += FRAME_HEAD_BYTES + len_bytes;
        Ok(Taken::Frame(kind, body))
    }

    /// The bytes that were read and not taken, where something else than frames follows.
    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether bytes are left that make no frame.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_whole_however_the_bytes_come_in() {
        let stream = [9, 2, 0, 0, 0, b'a', b'b', 7, 0, 0, 0, 0];
        for cut in 0..stream.len() {
            let mut buffer = FrameBuffer::default();
            let mut seen = Vec::new();
            for mut part in [&stream[..cut], &stream[cut..]] {
                buffer.fill(&mut part).unwrap();
                while let Taken::Frame(kind, body) = buffer.take().unwrap() {
                    seen.push((kind, body.to_vec()));
                }
            }
            assert_eq!(seen, [(9, b"ab".to_vec()), (7, Vec::new())]);
            assert!(buffer.is_empty());
        }
    }

    #[test]
    fn a_frame_above_the_limit_is_refused_before_it_is_read() {
        let mut buffer = FrameBuffer::default();
        buffer.fill(&mut [5, 255, 255, 255, 255].as_slice()).unwrap();
        assert_eq!(buffer.take(), Err(FrameFault::TooLong(u64::from(u32::MAX))));
    }
}
