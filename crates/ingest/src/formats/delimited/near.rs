//! Finds the next separator, quote or line end, which in a table is as a rule a few bytes away: eight
//! bytes at a time, before a search is started that pays for longer stretches.

/// Words looked at one by one.
const NEAR_WORDS: usize = 4;

/// The first place of `wanted`.
#[inline]
pub(crate) fn find(wanted: u8, bytes: &[u8]) -> Option<usize> {
    find_near([wanted], bytes, |far| memchr::memchr(wanted, far))
}

/// The first place of one of three.
#[inline]
pub(crate) fn find_of_three([a, b, c]: [u8; 3], bytes: &[u8]) -> Option<usize> {
    find_near([a, b, c], bytes, |far| memchr::memchr3(a, b, c, far))
}

#[inline]
fn find_near<const N: usize>(
    wanted: [u8; N],
    bytes: &[u8],
    find_far: impl FnOnce(&[u8]) -> Option<usize>,
) -> Option<usize> {
    let (words, _) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().take(NEAR_WORDS).enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = wanted.iter().fold(0, |found, byte| found | marks(word, *byte));
        if found != 0 {
            return Some(at * 8 + usize::try_from(found.trailing_zeros() / 8).unwrap_or(0));
        }
    }
    let near = words.len().min(NEAR_WORDS) * 8;
    find_far(bytes.get(near..).unwrap_or_default()).map(|at| near + at)
}

/// The highest bit of each byte that is `wanted`. Bytes above the first that is may be marked wrongly,
/// those below it never (Mycroft 1987).
#[inline]
fn marks(word: u64, wanted: u8) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    let zero_where_wanted = word ^ (LOW * u64::from(wanted));
    zero_where_wanted.wrapping_sub(LOW) & !zero_where_wanted & (LOW << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_first_place_is_found(bytes in "[\u{0}\u{1}a-c,;\u{7f}-\u{81}]{0,60}") {
            let bytes = bytes.as_bytes();
            for wanted in [b',', b';', 0, 1, 0x80] {
                proptest::prop_assert_eq!(find(wanted, bytes), memchr::memchr(wanted, bytes));
            }
            let three = find_of_three(*b",;a", bytes);
            proptest::prop_assert_eq!(three, memchr::memchr3(b',', b';', b'a', bytes));
        }
    }
}
