//! Phone numbers: ITU-T E.164 through the world's numbering plans.
//!
//! The library `rlibphonenumber` (a port of libphonenumber) answers every question about a number.
//! It takes three microseconds for one, so a number that states its calling code is first looked up
//! in the same plans, compiled: where they know it as it stands, that is the answer, in a fraction of
//! the time. A property test holds the quick answer against the library's.

mod pattern;
mod plan;
mod withheld;

use rlibphonenumber::{PhoneNumberFormat, Region};

use super::IDENTIFIER_BYTES_MAX;
use plan::PLAN;
pub use withheld::is_withheld;

/// Longest number with its calling code: 3 digits and 17 (libphonenumber's limits; E.164 has 15).
const DIGITS_MAX: usize = 20;

/// Canonical E.164 form of a phone number, or `None` if the plans do not know such a number.
///
/// `region` is the ISO 3166-1 code that numbers without a country code belong to. `00` is read
/// as `+`.
pub fn phone(text: &str, region: Option<&str>) -> Option<String> {
    let mut canonical = String::new();
    if international(text, &mut canonical) {
        return Some(canonical);
    }
    by_library(text, region)
}

/// Appends the canonical form of a number that states its calling code and is valid as it stands.
///
/// `false`, with nothing appended, says only that the quick way has no answer: ask [`phone`].
pub fn international(text: &str, out: &mut String) -> bool {
    let Some(rest) = after_plus(text.trim_ascii()) else { return false };
    let mut buffer = [0; DIGITS_MAX];
    let Some(digits) = digits_of(rest, &mut buffer) else { return false };
    if !PLAN.knows(digits.as_bytes()) {
        return false;
    }
    out.push('+');
    out.push_str(digits);
    true
}

/// What follows `+` or `00`.
fn after_plus(text: &str) -> Option<&str> {
    text.strip_prefix('+').or_else(|| text.strip_prefix("00"))
}

/// The digits of a text of digits and plain separators, `None` for any other and for too many.
fn digits_of<'a>(text: &'a str, buffer: &'a mut [u8; DIGITS_MAX]) -> Option<&'a str> {
    if text.len() <= DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text);
    }
    let mut count = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                *buffer.get_mut(count)? = byte;
                count += 1;
            }
            b' ' | b'-' | b'.' | b'(' | b')' if text.len() <= IDENTIFIER_BYTES_MAX => {}
            _ => return None,
        }
    }
    std::str::from_utf8(buffer.get(..count)?).ok()
}

/// The library's answer, for everything a person may have written.
fn by_library(text: &str, region: Option<&str>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > IDENTIFIER_BYTES_MAX {
        return None;
    }
    let with_plus = after_plus(text).map(|rest| format!("+{rest}"));
    let region = region.and_then(|code| Region::from_code(code).ok());
    let library = PLAN.library();
    let number = library.parse(with_plus.as_deref().unwrap_or(text), region).ok()?;
    library
        .is_valid_number(&number)
        .then(|| library.format(&number, PhoneNumberFormat::E164).into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn phones_become_e164() {
        assert_eq!(phone("02 6633 4455", Some("IT")).as_deref(), Some("+390266334455"));
        assert_eq!(phone("0063 917 123 4567", None).as_deref(), Some("+639171234567"));
        assert_eq!(phone("0917-123-4567", Some("PH")).as_deref(), Some("+639171234567"));
        assert_eq!(phone("+44 (0)20 7946 0958", None).as_deref(), Some("+442079460958"));
        assert_eq!(phone("12", Some("IT")), None);
        assert_eq!(phone("02 6633 4455", None), None);
        assert_eq!(phone("", Some("IT")), None);
    }

    /// Landline numbers one digit too long or short, which a plan read carelessly accepts.
    #[test]
    fn numbers_outside_the_plan_are_none() {
        for text in ["+6324436552", "+601235738851", "+96118622038", "+20319249785"] {
            assert_eq!(phone(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_quick_way_knows_a_number_that_states_its_code() {
        for text in ["+393471234567", "0039 347 123 4567", "+63 (917) 123-4567", "+1.212.555.0173"]
        {
            let mut out = String::new();
            assert!(international(text, &mut out), "{text}");
            assert_eq!(by_library(text, None).as_deref(), Some(out.as_str()), "{text}");
        }
    }

    /// A number of some region's plan with a few digits changed, cut or doubled, so that most lie at
    /// the edge of what is valid.
    fn near_a_number() -> impl Strategy<Value = String> {
        let examples = plan::examples();
        (0..examples.len(), prop::collection::vec((0usize..14, 0u8..12), 0..4)).prop_map(
            move |(at, changes)| {
                let mut text = examples[at].clone();
                for (place, digit) in changes {
                    let place = 1 + place % (text.len() - 1);
                    match digit {
                        10 => drop(text.remove(place)),
                        11 => text.insert(place, '0'),
                        digit => text.replace_range(
                            place..=place,
                            char::from(b'0' + digit).encode_utf8(&mut [0; 4]),
                        ),
                    }
                }
                text
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn the_quick_answer_is_the_librarys(
            text in prop_oneof![near_a_number(), "\\+[0-9]{6,15}", "(\\+|00)[0-9 ().-]{5,18}"],
        ) {
            let mut quick = String::new();
            if international(&text, &mut quick) {
                prop_assert_eq!(Some(quick), by_library(&text, None));
            } else {
                prop_assert_eq!(quick, "");
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}", region in "[A-Z]{2}") {
            let canonical = phone(&text, Some(&region));
            if let Some(canonical) = canonical {
                prop_assert_eq!(phone(&canonical, None), Some(canonical));
            }
        }
    }
}
