//! Radii as programs write them, in the units of the records.

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
    fn a_radius_is_rounded_up() {
        assert_eq!((metres("12.1"), metres("-1"), metres("x")), (Some(13), None, None));
    }
}
