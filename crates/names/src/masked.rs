//! Numbers with digits hidden (`+39 347 *** 0012`, `****1234`): can they be one number, and by what chance
//! would they agree if they were not?

use serde::Serialize;

/// Longest number that is read; an IBAN has 34 places.
const PLACES_MAX: usize = 64;

/// A number some of whose places may be hidden.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Masked {
    places: Vec<Place>,
    /// Hidden places whose number is not known stand before the rest (`…1234`).
    open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Shown(u8),
    Hidden,
}

/// How two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Whether no place contradicts.
    pub agrees: bool,
    /// Places that both show, and that agree.
    pub shown: u32,
    /// The chance that two unrelated numbers agree in these places, digits and letters taken as evenly spread.
    pub chance: f64,
}

impl Masked {
    /// Reads a number: `*`, `x`, `X`, `#`, `•`, `?` and `_` hide a place, `…` or `...` an unknown number of
    /// places before what follows; blanks and signs between are left out.
    ///
    /// A sign of hiding counts for one place. `x` hides only where no other letter stands.
    pub fn read(text: &str) -> Masked {
        let letters = text.chars().any(|c| c.is_ascii_alphabetic() && !matches!(c, 'x' | 'X'));
        let mut masked = Masked { places: Vec::new(), open: false };
        let text = text.replace("...", "…");
        for c in text.chars().take(PLACES_MAX) {
            match c {
                '*' | '#' | '•' | '●' | '?' | '_' | '·' => masked.places.push(Place::Hidden),
                'x' | 'X' if !letters => masked.places.push(Place::Hidden),
                '…' => {
                    masked.places.clear();
                    masked.open = true;
                }
                c if c.is_ascii_alphanumeric() => {
                    masked
                        .places
                        .push(Place::Shown(u8::try_from(c.to_ascii_uppercase()).unwrap_or(0)));
                }
                _ => {}
            }
        }
        masked
    }

    /// Whether any place is hidden.
    pub fn is_masked(&self) -> bool {
        self.open || self.places.contains(&Place::Hidden)
    }
}

/// Compares from the end, where numbers are lined up; the order of the two makes no difference. Numbers of
/// different length agree only where the shorter hides its beginning or its beginning is a prefix that the
/// other leaves out (a country's code): then the places that both have must agree, seven at least.
pub fn compare(a: &Masked, b: &Masked) -> Agreement {
    let none = Agreement { agrees: false, shown: 0, chance: 1.0 };
    let mut shown = 0_u32;
    let mut chance = 1.0;
    for pair in a.places.iter().rev().zip(b.places.iter().rev()) {
        if let (Place::Shown(x), Place::Shown(y)) = pair {
            if x != y {
                return none;
            }
            shown += 1;
            chance /= if x.is_ascii_digit() { 10.0 } else { 26.0 };
        }
    }
    let (short, long) = if a.places.len() <= b.places.len() { (a, b) } else { (b, a) };
    let uneven = short.places.len() != long.places.len() && !short.open;
    let hides_start = short.places.first() == Some(&Place::Hidden);
    if shown == 0 || (uneven && !hides_start && shown < 7) {
        return none;
    }
    Agreement { agrees: true, shown, chance }
}

/// The chance that at least one of `candidates` unrelated numbers agrees with a masked one, when one does
/// so with the chance given: 1 − (1 − chance)^candidates.
pub fn collision_probability(agreement: &Agreement, candidates: u64) -> f64 {
    if !agreement.agrees || agreement.chance >= 1.0 {
        return if candidates == 0 { 0.0 } else { 1.0 };
    }
    -f64::exp_m1(candidates as f64 * f64::ln_1p(-agreement.chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: &str, b: &str) -> Agreement {
        compare(&Masked::read(a), &Masked::read(b))
    }

    #[test]
    fn hidden_places_agree_with_anything_and_shown_ones_only_with_themselves() {
        let found = between("+39 347 *** 0012", "+39 347 555 0012");
        assert_eq!((found.agrees, found.shown), (true, 9));
        assert!(!between("+39 347 *** 0012", "+39 347 555 0013").agrees);
        assert!(between("****1234", "4000 0000 0000 1234").agrees);
        assert!(between("…1234", "4000 0000 0000 1234").agrees);
        assert!(between("XXXX-XXXX-XXXX-1234", "4000 0000 0000 1234").agrees);
        assert!(
            between("347 555 0012", "+39 347 555 0012").agrees,
            "the country's code is left out"
        );
        assert!(
            !between("0012", "+39 347 555 0012").agrees,
            "another length, and nothing says that it is hidden"
        );
        assert!(!between("****", "1234").agrees, "nothing is shown");
        assert!(Masked::read("IT60X0542811101").places.iter().all(|p| *p != Place::Hidden));
    }

    #[test]
    fn says_how_likely_a_stranger_agrees() {
        let found = between("****1234", "4000 0000 0000 1234");
        assert!((found.chance - 1e-4).abs() < 1e-12);
        assert!((collision_probability(&found, 1) - 1e-4).abs() < 1e-12);
        // 1 - 0.9999^10000
        assert!((collision_probability(&found, 10_000) - 0.632_138_952_9).abs() < 1e-9);
        assert!(collision_probability(&between("1", "2"), 5) > 0.99);
    }
}
