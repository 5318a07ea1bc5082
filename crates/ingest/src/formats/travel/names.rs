//! Names of travellers and flights as airlines write them.
//!
//! Airlines write the title behind the given name, often without a blank (`JOHNMR`), and flight
//! numbers with or without leading zeros. A name is given here as *given name, surname*, the order of
//! every other source; what the airline wrote stays in `extra`.
//!
//! - **Specification:** IATA Resolution 792 and PADIS, "name"; the titles are those of reservation
//!   systems.
//! - **Known limits:** a title without a blank is taken off only where three letters or more are
//!   left; `MS` only after a blank, for names end in it too.

use model::Party;

/// Titles that are also taken off where no blank stands before them.
const JOINED_TITLES: [&str; 4] = ["MSTR", "MISS", "MRS", "MR"];

/// Titles that are taken off after a blank.
const TITLES: [&str; 8] = ["MSTR", "MISS", "MRS", "MR", "MS", "DR", "CHD", "INF"];

/// Letters a given name must have left for a joined title to be one.
const NAME_LETTERS_MIN: usize = 3;

/// A given name and the title behind it, which may be empty.
pub(crate) fn without_title(given: &str) -> (&str, &str) {
    let given = given.trim();
    if let Some((name, title)) = given.rsplit_once(' ')
        && TITLES.iter().any(|known| title.eq_ignore_ascii_case(known))
    {
        return (name.trim_end(), title);
    }
    for title in JOINED_TITLES {
        let at = given.len().saturating_sub(title.len());
        let Some((name, end)) = given.split_at_checked(at) else { continue };
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if end.eq_ignore_ascii_case(title) && letters >= NAME_LETTERS_MIN {
            return (name.trim_end(), end);
        }
    }
    (given, "")
}

/// Sets a party's name from surname and given name.
pub(crate) fn set_name(surname: &str, given: &str, party: &mut Party) {
    let (surname, given) = (surname.trim(), given.trim());
    let gap = if surname.is_empty() || given.is_empty() { "" } else { " " };
    party.name.set_fmt(format_args!("{given}{gap}{surname}"));
}

/// The designator of a flight: carrier and number without leading zeros (`AC834`). A number that
/// begins with its carrier is not given it twice; what is no number stays as stated.
pub(crate) fn designator(carrier: &str, number: &str) -> String {
    let (carrier, number) = (carrier.trim(), number.trim());
    let own = match number.strip_prefix(carrier) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => number,
    };
    if !own.starts_with(|c: char| c.is_ascii_digit()) {
        return number.to_owned();
    }
    let significant = own.trim_start_matches('0');
    let is_zero = !significant.starts_with(|c: char| c.is_ascii_digit());
    format!("{carrier}{}{significant}", if is_zero { "0" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_taken_off_where_a_name_is_left() {
        for (stated, name, title) in [
            ("JOHNMR", "JOHN", "MR"),
            ("TESTNAMEONE MRS", "TESTNAMEONE", "MRS"),
            ("ANNA MARIAMRS", "ANNA MARIA", "MRS"),
            ("AMR", "AMR", ""),
            ("JO MS", "JO", "MS"),
            ("WILLIAMS", "WILLIAMS", ""),
            ("LUC", "LUC", ""),
            ("MR", "MR", ""),
            ("", "", ""),
            ("ÉMR", "ÉMR", ""),
        ] {
            assert_eq!(without_title(stated), (name, title), "{stated}");
        }
    }

    #[test]
    fn a_flight_has_one_designator_however_it_is_written() {
        for (carrier, number, designated) in [
            ("AC", "0834", "AC834"),
            ("AA", "AA123", "AA123"),
            ("AA", "AA0123", "AA123"),
            ("U2", "2", "U22"),
            ("U2", "U22", "U22"),
            ("AA", "", ""),
            ("DL", "OPEN", "OPEN"),
            ("", "123A", "123A"),
            ("AB", "0000", "AB0"),
        ] {
            assert_eq!(designator(carrier, number), designated, "{carrier} {number}");
        }
    }
}
