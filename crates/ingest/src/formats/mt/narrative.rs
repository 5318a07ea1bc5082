//! What `:86:` says of a line: the German form in numbered parts, the one in slashes, or free text.

use super::fields::Field;

/// Characters of one numbered part; a part that is full goes on in the next without a gap.
const PART_CHARS: usize = 27;

/// Parts taken of one text; the standard has room for some thirty.
const PARTS_MAX: usize = 400;

/// Marks that structure the purpose of a SEPA payment in the German form.
const SEPA_MARKS: [&str; 17] = [
    "EREF", "KREF", "MREF", "BREF", "RREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE",
    "IBAN", "BIC", "MDAT", "PURP", "MTLG",
];

/// Tags in slashes that Dutch, Belgian, Italian and Luxembourgish banks publish.
const SLASH_TAGS: [&str; 40] = [
    "EREF", "PREF", "MARF", "CREF", "IREF", "TRTP", "IBAN", "BIC", "NAME", "REMI", "BENM", "ORDP",
    "CNTP", "ULTB", "ULTD", "ULTC", "CSID", "ISDT", "RTRN", "PURP", "SVCL", "TRCD", "OCMT", "CHGS",
    "CHGA", "EXCH", "RATE", "IACC", "ADDR", "ID", "INST", "BO", "BN", "BI", "PY", "UDTR", "UCRD",
    "SUM", "ULTI", "NRTX",
];

/// A text taken apart: a key and what stands under it, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Narrative {
    /// The bank's three-digit code of the German form.
    pub(super) code: String,
    /// Key and text; the key of free text is empty.
    pub(super) parts: Vec<(String, String)>,
}

impl Narrative {
    /// Takes a field apart.
    pub(super) fn read(field: &Field) -> Self {
        let whole = field.joined("");
        let text = whole.trim_start();
        if let Some(found) = german(text) {
            return found;
        }
        if let Some(parts) = slashed(text) {
            return Self { code: String::new(), parts };
        }
        let text = field.joined("\n").trim().to_owned();
        Self { code: String::new(), parts: vec![(String::new(), text)] }
    }

    /// Takes the first text under this key.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        let part = self.parts.iter_mut().find(|(own, text)| own == key && !text.is_empty())?;
        Some(std::mem::take(&mut part.1))
    }

    /// Takes the texts under these keys, one after the other.
    pub(super) fn take_joined(&mut self, keys: &[&str], separator: &str) -> Option<String> {
        let found: Vec<String> = keys.iter().filter_map(|key| self.take(key)).collect();
        (!found.is_empty()).then(|| found.join(separator))
    }
}

/// `166?00GUTSCHRIFT?20…`: three digits, then parts set off by one character and two digits.
fn german(text: &str) -> Option<Narrative> {
    let (code, rest) = text.split_at_checked(3)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '?' | '<' | '>' | '~' | '^'))?;
    if !code.bytes().all(|b| b.is_ascii_digit()) || part_number(rest, mark).is_none() {
        return None;
    }
    let mut numbered: Vec<(String, String)> = Vec::new();
    let mut rest = rest;
    while let Some((number, after)) = part_number(rest, mark) {
        // A mark inside a text is a part only with two digits behind it.
        let mut end = after.len();
        for (at, _) in after.match_indices(mark) {
            if after.get(at..).is_some_and(|here| part_number(here, mark).is_some()) {
                end = at;
                break;
            }
        }
        let (own, beyond) = after.split_at_checked(end).unwrap_or((after, ""));
        if numbered.len() < PARTS_MAX {
            numbered.push((format!("?{number}"), own.to_owned()));
        }
        rest = beyond;
    }
    let mut parts = Vec::new();
    take_purpose(&mut numbered, &mut parts);
    parts.extend(numbered.into_iter().filter(|(_, text)| !text.is_empty()));
    Some(Narrative { code: code.to_owned(), parts })
}

fn part_number(text: &str, mark: char) -> Option<(&str, &str)> {
    let (number, after) = text.strip_prefix(mark)?.split_at_checked(2)?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some((number, after))
}

/// Joins the parts of the purpose (`?20` to `?29`, `?60` to `?63`) under their marks.
fn take_purpose(numbered: &mut [(String, String)], parts: &mut Vec<(String, String)>) {
    let mut full = true;
    for (number, text) in numbered {
        let own = matches!(number.get(1..2), Some("2"))
            || matches!(number.as_str(), "?60" | "?61" | "?62" | "?63");
        if !own {
            continue;
        }
        let text = std::mem::take(text);
        let chars = text.chars().count();
        if let Some((mark, rest)) = sepa_mark(&text) {
            parts.push((mark.to_owned(), rest.trim_start().to_owned()));
        } else if let Some((key, last)) = parts.last_mut() {
            if !full && !last.is_empty() {
                last.push(if key.is_empty() { '\n' } else { ' ' });
            }
            last.push_str(&text);
        } else {
            parts.push((String::new(), text));
        }
        full = chars >= PART_CHARS;
    }
}

fn sepa_mark(text: &str) -> Option<(&'static str, &str)> {
    SEPA_MARKS.iter().find_map(|mark| {
        let rest = text.strip_prefix(mark)?;
        rest.strip_prefix(['+', ':']).map(|rest| (*mark, rest))
    })
}

/// `/EREF/…/REMI/…`: tags in slashes.
fn slashed(text: &str) -> Option<Vec<(String, String)>> {
    slash_tag(text)?;
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    let mut party = "";
    while let Some((tag, after)) = slash_tag(rest) {
        let end = (0..after.len())
            .filter(|at| after.as_bytes().get(*at) == Some(&b'/'))
            .find(|at| after.get(*at..).is_some_and(|here| slash_tag(here).is_some()));
        let (own, beyond) =
            after.split_at_checked(end.unwrap_or(after.len())).unwrap_or((after, ""));
        let value = own.trim_end_matches('/').trim();
        if matches!(tag, "BENM" | "ORDP") {
            party = tag;
        }
        let key = match (tag, party) {
            ("NAME" | "ID" | "ADDR", "BENM" | "ORDP") => format!("{party}/{tag}"),
            _ => tag.to_owned(),
        };
        if parts.len() < PARTS_MAX && !value.is_empty() {
            parts.push((key, value.to_owned()));
        }
        rest = beyond;
    }
    Some(parts)
}

fn slash_tag(text: &str) -> Option<(&'static str, &str)> {
    let rest = text.strip_prefix('/')?;
    SLASH_TAGS.iter().find_map(|tag| Some((*tag, rest.strip_prefix(tag)?.strip_prefix('/')?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Narrative {
        let lines = text.lines().map(str::to_owned).collect();
        Narrative::read(&Field { lines, ..Field::default() })
    }

    fn parts(found: &Narrative) -> Vec<(&str, &str)> {
        found.parts.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect()
    }

    #[test]
    fn the_german_form_is_joined_where_its_parts_are_full() {
        let found = read(
            "166?00GUTSCHRIFT?20EREF+EndToEndIdNR0000000001?2101?22SVWZ+filler one\n?32Exa\nmple?34000",
        );
        assert_eq!(found.code, "166");
        assert_eq!(
            parts(&found),
            [
                ("EREF", "EndToEndIdNR000000000101"),
                ("SVWZ", "filler one"),
                ("?00", "GUTSCHRIFT"),
                ("?32", "Example"),
                ("?34", "000")
            ]
        );
        let found = read("105?20filler one?21filler two?30?");
        assert_eq!(parts(&found), [("", "filler one\nfiller two"), ("?30", "?")]);
    }

    #[test]
    fn tags_in_slashes_know_whose_name_follows() {
        let found = read("/EREF/E-1/BENM//NAME/EXAM\nPLE ONE/REMI/a/b filler/ISDT/2026-01-02");
        assert_eq!(
            parts(&found),
            [
                ("EREF", "E-1"),
                ("BENM/NAME", "EXAMPLE ONE"),
                ("REMI", "a/b filler"),
                ("ISDT", "2026-01-02")
            ]
        );
    }

    #[test]
    fn anything_else_is_free_text() {
        assert_eq!(parts(&read("filler\nmore")), [("", "filler\nmore")]);
        assert_eq!(parts(&read("999PN0911 filler")), [("", "999PN0911 filler")]);
        assert_eq!(parts(&read("é/EREF")), [("", "é/EREF")]);
    }
}
