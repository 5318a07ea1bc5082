//! Coordinates and radii as programs write them, in the units of the records.

/// Degrees in ten-millionths, rounded; a decimal comma is read as a point.
pub(crate) fn parse_e7(text: &str) -> Option<i64> {
    let degrees: f64 = text.replace(',', ".").parse().ok()?;
    if !degrees.is_finite() || degrees.abs() > 1000.0 {
        return None;
    }
    format!("{degrees:.7}").replace('.', "").parse().ok()
}

/// Whole metres, rounded up: a radius is never made smaller.
pub(crate) fn metres(text: &str) -> Option<i64> {
    let metres: f64 = text.trim().replace(',', ".").parse().ok()?;
    if !(0.0..1e9).contains(&metres) {
        return None;
    }
    format!("{:.0}", metres.ceil()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_keep_seven_places_and_their_sign() {
        assert_eq!(parse_e7("45.4641943"), Some(454_641_943));
        assert_eq!(parse_e7("-0.00000012"), Some(-1));
        assert_eq!(parse_e7("9,19"), Some(91_900_000));
        assert_eq!(parse_e7("1.5E-05"), Some(150));
        for text in ["north", "NaN", "inf", "1e300", ""] {
            assert_eq!(parse_e7(text), None, "{text}");
        }
        assert_eq!((metres("12.1"), metres("-1"), metres("x")), (Some(13), None, None));
    }
}
