//! A few windows of a large table kept in memory: cluster chains and bitmaps are read near their
//! last place, and whole tables have no room.

use std::io;

/// Bytes of a window: a few sectors' worth of seeks saved, small beside the worker's memory.
pub(crate) const WINDOW_BYTES: u64 = 64 * 1024;

/// Windows kept: fragmented files jump between few places.
const WINDOWS: usize = 16;

/// Windows of one table; the oldest gives way.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    kept: Vec<(u64, Vec<u8>)>,
    next: usize,
}

impl Windows {
    /// The window that holds byte `at` of a table of `table_len` bytes, with the place of `at` in
    /// it; `fill` reads a part of the table from a byte on.
    pub(crate) fn around(
        &mut self,
        at: u64,
        table_len: u64,
        fill: impl FnOnce(u64, &mut [u8]) -> io::Result<()>,
    ) -> io::Result<(&[u8], usize)> {
        let start = at - at % WINDOW_BYTES;
        let inside = super::size(at - start);
        let found = self.kept.iter().position(|(kept, _)| *kept == start);
        let index = if let Some(index) = found {
            index
        } else {
            let len = table_len.saturating_sub(start).min(WINDOW_BYTES);
            let mut window = vec![0; super::size(len)];
            fill(start, &mut window)?;
            self.keep(start, window)
        };
        let window = self.kept.get(index).map(|(_, window)| window.as_slice());
        Ok((window.unwrap_or_default(), inside))
    }

    fn keep(&mut self, start: u64, window: Vec<u8>) -> usize {
        if self.kept.len() < WINDOWS {
            self.kept.push((start, window));
            return self.kept.len() - 1;
        }
        let index = self.next;
        self.next = (index + 1) % WINDOWS;
        if let Some(slot) = self.kept.get_mut(index) {
            *slot = (start, window);
        }
        index
    }
}
