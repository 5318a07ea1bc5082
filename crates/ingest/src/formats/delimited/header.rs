//! Headers: the names of columns in a form in which two spellings of one header are one, and the
//! fingerprint by which a mapping knows the files it was confirmed for.

use model::Digest;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Columns accepted: real returns have under 100; a line of separators is no table.
pub(crate) const COLUMNS_MAX: usize = 4_096;

/// Block explorers write the price of the day of export into a header: `CurrentValue @ $2,000/Eth`.
const PRICE_OF_THE_DAY: &str = " @ $";

/// A header name for comparison: composed letters, lower case, single spaces, no byte order mark, no
/// price of the day.
pub fn canonical_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0')) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.nfc().flat_map(char::to_lowercase));
    }
    if let Some(at) = out.find(PRICE_OF_THE_DAY) {
        out.truncate(at);
    }
    out
}

/// Canonical names of a header line. The second of two equal names gets `#2`, an empty one its
/// position (`column 3`), so that every column can be named.
pub fn canonical_names<S: AsRef<str>>(names: &[S]) -> Vec<String> {
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    let mut out = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let mut name = canonical_name(name.as_ref());
        if name.is_empty() {
            name = format!("column {}", index + 1);
        }
        let count = seen.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            name = format!("{name}#{count}");
        }
        out.push(name);
    }
    out
}

/// The fingerprint of a header: SHA-256 over its canonical names in alphabetical order, one a line.
///
/// The order of columns does not matter, since columns are mapped by name; one name more or less
/// gives another fingerprint.
///
/// ```
/// use tutela_ingest::formats::delimited::fingerprint;
/// assert_eq!(fingerprint(&["Date", "Amount"]), fingerprint(&["amount ", "DATE"]));
/// assert_ne!(fingerprint(&["Date", "Amount"]), fingerprint(&["Date", "Amount", "Note"]));
/// ```
pub fn fingerprint<S: AsRef<str>>(names: &[S]) -> Digest {
    let mut names = canonical_names(names);
    names.sort_unstable();
    let mut hasher = Sha256::new();
    for name in &names {
        hasher.update(name.as_bytes());
        hasher.update(b"\n");
    }
    Digest(hasher.finalize().into())
}

/// The fingerprint of a file without a header: of its width only, so that a person must choose.
pub fn width_fingerprint(columns: usize) -> Digest {
    Digest(Sha256::digest(format!("width:{columns}\n")).into())
}

/// Joins the names of header lines that stand above one another. A merged cell leaves its name in
/// the first of its columns, so an empty upper name is that of the column to its left.
pub(crate) fn join_lines(lines: &[Vec<String>]) -> Vec<String> {
    let Some((last, uppers)) = lines.split_last() else { return Vec::new() };
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    let mut names = vec![String::new(); width];
    for upper in uppers {
        let mut spread = "";
        for (column, name) in names.iter_mut().enumerate() {
            let own = upper.get(column).map_or("", |own| own.trim());
            if !own.is_empty() {
                spread = own;
            }
            name.push_str(spread);
            name.push(' ');
        }
    }
    for (column, name) in names.iter_mut().enumerate() {
        let own = last.get(column).map_or("", |own| own.trim());
        name.push_str(own);
        name.truncate(name.trim_end().len());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_only_where_a_reader_would_say_so() {
        assert_eq!(canonical_name("\u{feff}Send  Date "), "send date");
        assert_eq!(canonical_name("CITTA\u{300}"), canonical_name("città"));
        assert_eq!(canonical_name("CurrentValue @ $2,000.1/Eth"), "currentvalue");
        let names = ["Name", "", "name ", "Amount", "NAME"];
        assert_eq!(canonical_names(&names), ["name", "column 2", "name#2", "amount", "name#3"]);
    }

    #[test]
    fn a_merged_upper_header_spreads_over_its_columns() {
        let line = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let names = join_lines(&[
            line(&["", "Sender", "", "Receiver"]),
            line(&["Date", "Name", "Phone", "Name"]),
        ]);
        assert_eq!(names, [" Date", "Sender Name", "Sender Phone", "Receiver Name"]);
        assert_eq!(canonical_names(&names)[0], "date");
    }

    #[test]
    fn a_width_is_no_header() {
        assert_ne!(width_fingerprint(2), fingerprint(&["a", "b"]));
    }
}
