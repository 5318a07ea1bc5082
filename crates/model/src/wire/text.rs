//! A text of a frame as its reader takes it up: as characters, or as bytes that were found to be UTF-8.
//!
//! Whoever lays texts down by the million needs no characters, only the certainty that they are: most
//! texts are short and ASCII, and for them both the check and the copy are a few steps.

/// Bytes looked at and copied at once; a text is seldom longer.
const WIDE_BYTES: usize = 32;

/// A text that was checked to be UTF-8.
pub trait WireText<'a>: Copy + Default {
    /// The text in the first `len` bytes of what is left of a frame; `None` where they are not UTF-8.
    fn checked(frame: &'a [u8], len: usize) -> Option<Self>;

    /// Whether it is empty.
    fn is_empty(self) -> bool;

    /// Its characters.
    fn as_str(self) -> &'a str;
}

impl<'a> WireText<'a> for &'a str {
    #[inline]
    fn checked(frame: &'a [u8], len: usize) -> Option<Self> {
        std::str::from_utf8(frame.get(..len)?).ok()
    }

    #[inline]
    fn is_empty(self) -> bool {
        str::is_empty(self)
    }

    #[inline]
    fn as_str(self) -> &'a str {
        self
    }
}

/// The bytes of a text that was checked.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextBytes<'a> {
    /// What was left of the frame when the text began.
    frame: &'a [u8],
    len: usize,
}

impl<'a> TextBytes<'a> {
    #[inline]
    fn bytes(self) -> &'a [u8] {
        self.frame.get(..self.len).unwrap_or_default()
    }

    /// Appends the bytes.
    #[inline]
    pub fn append_to(self, out: &mut Vec<u8>) {
        let Some(wide) = self.wide() else { return out.extend_from_slice(self.bytes()) };
        let end = out.len() + self.len;
        // A copy of known length is a few instructions; one of any length is a call.
        out.extend_from_slice(wide);
        out.truncate(end);
    }

    /// The text and what follows it, where it is short and enough follows.
    #[inline]
    fn wide(self) -> Option<&'a [u8; WIDE_BYTES]> {
        if self.len > WIDE_BYTES { None } else { self.frame.first_chunk() }
    }
}

impl<'a> WireText<'a> for TextBytes<'a> {
    #[expect(clippy::inline_always, reason = "a result that goes through memory costs a stall")]
    #[inline(always)]
    fn checked(frame: &'a [u8], len: usize) -> Option<Self> {
        let text = Self { frame, len };
        let sure = text.wide().is_some_and(|wide| is_ascii(wide, len));
        (sure || is_utf8(frame, len)).then_some(text)
    }

    #[inline]
    fn is_empty(self) -> bool {
        self.len == 0
    }

    fn as_str(self) -> &'a str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

/// The check of a text that is long, or not all ASCII.
#[inline(never)]
fn is_utf8(frame: &[u8], len: usize) -> bool {
    frame.get(..len).is_some_and(|text| text.is_ascii() || std::str::from_utf8(text).is_ok())
}

/// The bits that no ASCII has, as often as a text is long at most, and as many zeros.
static HIGH_BITS: [[u8; WIDE_BYTES]; 2] = [[0x80; WIDE_BYTES], [0; WIDE_BYTES]];

/// Whether the first `len` bytes are ASCII, whatever follows them.
#[inline]
fn is_ascii(wide: &[u8; WIDE_BYTES], len: usize) -> bool {
    let from = WIDE_BYTES.saturating_sub(len);
    let bits = HIGH_BITS.as_flattened().get(from..).and_then(<[u8]>::first_chunk);
    let Some(bits): Option<&[u8; WIDE_BYTES]> = bits else { return false };
    wide.iter().zip(bits).fold(0, |seen, (byte, bit)| seen | byte & bit) == 0
}

/// Appends the bytes of a text, which as a rule are few.
#[inline]
pub(super) fn append(out: &mut Vec<u8>, text: &[u8]) {
    let copied = append_by::<16>(out, text) || append_by::<8>(out, text);
    if !copied && !append_by::<4>(out, text) {
        out.extend_from_slice(text);
    }
}

/// Appends a text of `N` to `2 N` bytes by its first and its last `N`, which overlap.
#[inline]
fn append_by<const N: usize>(out: &mut Vec<u8>, text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first_chunk::<N>(), text.last_chunk::<N>()) else {
        return false;
    };
    if text.len() > 2 * N {
        return false;
    }
    let end = out.len() + text.len();
    out.extend_from_slice(first);
    out.truncate(end - N);
    out.extend_from_slice(last);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_text_is_appended_whole(before: Vec<u8>, text in "[a-zè]{0,40}") {
            let mut want = before.clone();
            want.extend_from_slice(text.as_bytes());
            let mut got = before;
            append(&mut got, text.as_bytes());
            proptest::prop_assert_eq!(got, want);
        }

        #[test]
        fn bytes_are_taken_exactly_where_characters_are(frame: Vec<u8>, text: String, len in 0usize..80) {
            for frame in [frame.as_slice(), text.as_bytes()] {
                let len = len.min(frame.len());
                let want = <&str as WireText>::checked(frame, len);
                let got = TextBytes::checked(frame, len);
                proptest::prop_assert_eq!(got.map(WireText::as_str), want);
                let mut out = b"before".to_vec();
                got.unwrap_or_default().append_to(&mut out);
                proptest::prop_assert_eq!(out.get(6..), Some(want.unwrap_or("").as_bytes()));
            }
        }
    }
}
