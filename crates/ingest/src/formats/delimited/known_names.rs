//! A quick look at whether a text may hold the header of a mapping at all.
//!
//! Every text of an image is asked, and most are no tables: splitting each into cells under every
//! separator and comparing digests would take longer than reading it. A header that a mapping was
//! confirmed for holds at least one name that the mapping maps, so a text without any is refused. Names
//! are compared by their plain letters, whatever the encoding; what passes is looked at properly.

use std::sync::LazyLock;

use super::find::HEADER_LINES_MAX;
use super::mapping::Mapping;
use crate::mappings::{self, Profile};
use crate::settings::Settings;

/// Line ends within which a header is looked for: a line may end with two bytes.
const LINE_ENDS_MAX: usize = 2 * HEADER_LINES_MAX + 2;

/// Offset and prime of FNV-1a, 64 bits wide.
const EMPTY: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0100_0000_01B3;

/// The names that some mappings map, and the ends of those names that may stand in a line of their own.
#[derive(Debug, Default)]
struct Names {
    /// In order.
    hashes: Vec<u64>,
    /// A mapping among them cannot be told by plain letters.
    are_any: bool,
}

static HOUSE: LazyLock<Names> = LazyLock::new(|| Names::of(mappings::house()));

impl Names {
    fn of<'m>(mappings: impl Iterator<Item = &'m Mapping>) -> Self {
        let mut names = Self::default();
        for mapping in mappings.filter(|mapping| mapping.headers.is_empty()) {
            let before = names.hashes.len();
            for name in mapping.columns.keys() {
                names.add(name);
            }
            names.are_any |= names.hashes.len() == before;
        }
        names.hashes.sort_unstable();
        names.hashes.dedup();
        names
    }

    fn add(&mut self, name: &str) {
        // A name that the reader gives itself stands in no header.
        if name.starts_with("column ") {
            return;
        }
        // Nor does the number of the second of two equal names.
        let is_number = |(_, end): &(&str, &str)| end.bytes().all(|byte| byte.is_ascii_digit());
        let numbered = name.rsplit_once('#').filter(is_number);
        let plain = numbered.map_or(name, |(plain, _)| plain);
        let before = self.hashes.len();
        for piece in plain.split(|c| u8::try_from(c).is_ok_and(is_end)) {
            let ends = piece.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
            let from_there = |at| hash_of(piece.get(at..).unwrap_or_default().as_bytes());
            let hashes = std::iter::once(0).chain(ends).map(from_there);
            self.hashes.extend(hashes.filter(|hash| *hash != EMPTY));
        }
        self.are_any |= self.hashes.len() == before;
    }

    fn has(&self, hash: u64) -> bool {
        self.hashes.binary_search(&hash).is_ok()
    }
}

/// The names that the mappings of the house and of a case map.
#[derive(Debug)]
pub(super) struct KnownNames {
    own: Names,
}

impl KnownNames {
    pub(super) fn of(settings: &Settings) -> Self {
        let is_own = |mapping: &&Mapping| {
            let same = |profile: &&Profile| profile.name() == mapping.name;
            let house = mappings::HOUSE.iter().find(same).and_then(Profile::mapping);
            house.is_none_or(|house| {
                (house.version, &house.fingerprints) != (mapping.version, &mapping.fingerprints)
            })
        };
        Self { own: Names::of(settings.mappings.iter().filter(is_own)) }
    }

    /// Whether the first lines of a text may hold a header.
    pub(super) fn may_stand_in(&self, text: &[u8]) -> bool {
        if self.own.are_any || HOUSE.are_any {
            return true;
        }
        let known = |hash| hash != EMPTY && (HOUSE.has(hash) || self.own.has(hash));
        let (mut hash, mut ends, mut quoted) = (EMPTY, 0, false);
        for byte in text {
            if is_end(*byte) {
                if known(hash) {
                    return true;
                }
                hash = EMPTY;
                // A quoted cell may span lines, and they are one row.
                ends += usize::from(!quoted && matches!(byte, b'\n' | b'\r'));
                if ends > LINE_ENDS_MAX {
                    return false;
                }
            } else {
                quoted ^= *byte == b'"';
                hash = step(hash, *byte);
            }
        }
        known(hash)
    }
}

/// Whether a cell or a line may end here.
fn is_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b',' | b';' | b'\t' | b'|')
}

/// Takes in a plain letter, digit or mark; what is none is passed.
fn step(hash: u64, byte: u8) -> u64 {
    if byte.is_ascii_graphic() && byte != b'"' {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(PRIME)
    } else {
        hash
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(EMPTY, |hash, byte| step(hash, *byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn mapping(columns: &[&str]) -> Mapping {
        let columns = columns.iter().map(|name| ((*name).to_owned(), "status".into()));
        Mapping {
            name: "own".into(),
            columns: columns.collect::<BTreeMap<_, _>>(),
            ..Mapping::default()
        }
    }

    fn may_stand_in(columns: &[&str], text: &[u8]) -> bool {
        let settings = Settings { mappings: vec![mapping(columns)], ..Settings::default() };
        KnownNames::of(&settings).may_stand_in(text)
    }

    #[test]
    fn a_header_is_found_however_it_is_written() {
        let columns = ["send date of it", "città (x, y)"];
        for text in [
            "a;\u{feff}SEND  Date of it \n",
            "preamble\r\n\r\n\"Send\nDate of it\",b",
            "x\tCITT\u{c0} (X, Y)\n",
            "of\t\n\t it\t",
        ] {
            assert!(may_stand_in(&columns, text.as_bytes()), "{text}");
        }
        let wide: Vec<u8> = "a;send date of it".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(may_stand_in(&columns, &wide));
        assert!(may_stand_in(&columns, b"a;citt\xe0 (x, y)\n"));
    }

    #[test]
    fn a_text_without_any_name_is_refused_and_one_that_cannot_be_told_is_not() {
        assert!(!may_stand_in(&["send date of it"], b"lorem;ipsum\nsend;of it all"));
        let late = format!("{}send date of it\n", "lorem\n".repeat(LINE_ENDS_MAX + 1));
        assert!(!may_stand_in(&["send date of it"], late.as_bytes()));
        assert!(may_stand_in(&["日付"], b"lorem;ipsum"));
        assert!(may_stand_in(&["column 1"], b"lorem;ipsum"));
    }

    #[test]
    fn every_header_of_the_house_stands_in_itself() {
        let known = KnownNames::of(&Settings::default());
        assert!(!HOUSE.are_any);
        for mapping in mappings::house().filter(|mapping| mapping.headers.is_empty()) {
            let header: Vec<&str> = mapping.columns.keys().map(String::as_str).collect();
            assert!(known.may_stand_in(header.join(";").as_bytes()), "{}", mapping.name);
        }
    }
}
