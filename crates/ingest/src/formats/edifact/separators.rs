//! The characters that part an interchange: as its advice states them, or as its header shows them.
//!
//! - **Specification:** ISO 9735, service string advice `UNA` and default separators `:+.?'`.
//! - **Read leniently:** an advice that lost a character before its line end, or whose terminator is
//!   a quotation mark of a word processor, is read as what it must have been; a header without an
//!   advice that is parted by other characters (`UNB*UNOA:4*…#`) shows them itself.

/// Bytes of a service string advice: `UNA` and six characters.
pub(super) const ADVICE_BYTES: usize = 9;

/// The characters that part a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Separators {
    pub(super) component: u8,
    pub(super) element: u8,
    pub(super) release: u8,
    pub(super) terminator: u8,
}

impl Default for Separators {
    fn default() -> Self {
        Self { component: b':', element: b'+', release: b'?', terminator: b'\'' }
    }
}

impl Separators {
    /// Itself, where the three that part are other characters than letters and digits, none twice.
    fn checked(self) -> Option<Self> {
        let Self { component, element, terminator, .. } = self;
        let all = [component, element, terminator];
        let fit = all.iter().all(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
        (fit && component != element && element != terminator && component != terminator)
            .then_some(self)
    }

    /// Those of a service string advice; `None` where it names letters, digits, or one twice.
    pub(super) fn advised(advice: &[u8]) -> Option<Self> {
        let [b'U', b'N', b'A', component, element, _, release, _, terminator] = *advice else {
            return None;
        };
        let is_short = terminator < b' ' && advice.get(7).is_some_and(|byte| *byte > b' ');
        Self { component, element, release, terminator }.checked().filter(|_| !is_short)
    }

    /// Those of an advice that lacks one of its characters before the line end, or that ends in a
    /// quotation mark outside ASCII.
    pub(super) fn mended(advice: &[u8]) -> Option<Self> {
        let [b'U', b'N', b'A', component, element, third, fourth, fifth, last] = *advice else {
            return None;
        };
        if !last.is_ascii() {
            return Self { component, element, release: fourth, terminator: b'\'' }.checked();
        }
        let is_release = |byte: &u8| matches!(byte, b'?' | b'\\');
        let release = [third, fourth].into_iter().find(is_release).unwrap_or(b'?');
        let short = Self { component, element, release, terminator: fifth }.checked();
        short.filter(|_| last < b' ' && fifth > b' ')
    }

    /// Those that the header of an interchange without an advice shows, where they are not the
    /// default ones.
    pub(super) fn of_header(sample: &[u8]) -> Option<Self> {
        let at = memchr::memmem::find(sample, b"UNB")?;
        if memchr::memmem::find(sample.get(..at)?, b"UNA").is_some() {
            return None;
        }
        // `UNB`, the separator of elements, four letters for the characters used, the one of components.
        let (element, component) = (*sample.get(at + 3)?, *sample.get(at + 8)?);
        let rest = sample.get(at..)?;
        let next = [b"UNG", b"UNH"].map(|tag| memchr::memmem::find(rest, tag));
        let before = rest.get(..next.into_iter().flatten().min()?)?;
        let terminator = *before.iter().rfind(|byte| **byte > b' ')?;
        let shown = Self { component, element, terminator, ..Self::default() };
        shown.checked().filter(|_| element != Self::default().element)
    }

    /// Whether an interchange begins with the last four of these bytes, the newest in front: an
    /// advice or a header behind something that is no letter or digit.
    pub(super) fn begin_in(seen: [u8; 5]) -> bool {
        let [element, kind, n, u, before] = seen;
        let parts = element > b' ' && element.is_ascii_punctuation();
        let is_tag = u == b'U' && n == b'N' && matches!(kind, b'A' | b'B' | b'H');
        parts && is_tag && !before.is_ascii_alphanumeric()
    }

    /// Those of an interchange whose header is parted by this character: an advice is of one
    /// interchange only, but senders put one before many.
    pub(super) fn for_element(self, element: u8) -> Self {
        let default = Self::default();
        if element == default.element && self.element != element { default } else { self }
    }

    /// Whether these three bytes are the tag of a segment that goes on with this one.
    pub(super) fn is_tag_end(self, tag: &[u8], next: u8) -> bool {
        next == self.element && tag.iter().all(u8::is_ascii_uppercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advice_is_obeyed_or_mended_or_refused() {
        let own = |c: u8, e: u8, r: u8, t: u8| {
            Some(Separators { component: c, element: e, release: r, terminator: t })
        };
        assert_eq!(Separators::advised(b"UNA:+.? '"), own(b':', b'+', b'?', b'\''));
        assert_eq!(Separators::advised(b"UNA:*.? #"), own(b':', b'*', b'?', b'#'));
        assert_eq!(Separators::advised(b"UNA:+.? \n"), own(b':', b'+', b'?', b'\n'));
        for advice in [b"UNAxy.? '", b"UNA::.? '", b"UNB:+.? '"] {
            assert_eq!((Separators::advised(advice), Separators::mended(advice)), (None, None));
        }
        assert_eq!(Separators::advised(b"UNA:+\\*'\n"), None);
        assert_eq!(Separators::mended(b"UNA:+\\*'\n"), own(b':', b'+', b'\\', b'\''));
        assert_eq!(Separators::mended(b"UNA:+.\\*\xe2"), own(b':', b'+', b'\\', b'\''));
    }

    #[test]
    fn a_header_without_an_advice_shows_its_separators() {
        let shown =
            Separators::of_header(b"UNB*UNOA:4*A*B*210827:0031*1#\r\nUNH*1*PAXLST:D#").unwrap();
        assert_eq!((shown.element, shown.component, shown.terminator), (b'*', b':', b'#'));
        assert_eq!(Separators::of_header(b"UNB+UNOA:4+A+B+210827:0031+1'UNH+1+PAXLST:D'"), None);
        assert_eq!(Separators::of_header(b"UNA:*.? #UNB*UNOA:4*A*B#UNH*1#"), None);
        assert_eq!(Separators::of_header(b"UNB"), None);
    }
}
