//! The letters of one word, kept in place so that millions of names compare without a detour.

/// Longest word that is compared; what follows is cut. The longest token of the name tables is 22 long.
pub(crate) const LETTERS_MAX: usize = 24;

/// Up to [`LETTERS_MAX`] ASCII letters or digits, or codes of sounds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Letters {
    bytes: [u8; LETTERS_MAX],
    len: u8,
}

impl Letters {
    pub(crate) const EMPTY: Letters = Letters { bytes: [0; LETTERS_MAX], len: 0 };

    pub(crate) fn of(bytes: &[u8]) -> Letters {
        let mut letters = Letters::EMPTY;
        letters.extend(bytes);
        letters
    }

    /// Adds one, while there is room.
    pub(crate) fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(usize::from(self.len)) {
            *place = byte;
            self.len += 1;
        }
    }

    pub(crate) fn extend(&mut self, more: &[u8]) {
        for byte in more {
            self.push(*byte);
        }
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_slice()).unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        usize::from(self.len)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn first(&self) -> Option<u8> {
        self.as_slice().first().copied()
    }

    /// One bit a letter that occurs: two words with many different bits are far apart.
    pub(crate) fn mask(&self) -> u32 {
        self.as_slice().iter().fold(0, |mask, byte| mask | 1 << (byte & 31))
    }
}

impl std::fmt::Debug for Letters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
