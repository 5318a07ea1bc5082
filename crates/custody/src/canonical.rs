//! Canonical JSON (RFC 8785): one value, one sequence of bytes, so that a digest can stand for it.
//!
//! - **Known limits:** whole numbers beyond 2^53 − 1 are refused, since RFC 8785 would round them
//!   to a double; state them as text. Values nested deeper than [`DEPTH_MAX`] are refused.

use std::fmt::Write;

use serde_json::{Number, Value};

use crate::fault::Fault;

/// Deepest nesting taken: what `serde_json` reads back.
pub const DEPTH_MAX: usize = 127;

/// Largest whole number that a double holds exactly, with all below it (RFC 8785 §3.2.2.3).
const WHOLE_MAX: u64 = (1 << 53) - 1;

/// The canonical form of a value.
///
/// ```
/// let value = serde_json::json!({"b": 1e21, "a": ["€", 0.1]});
/// assert_eq!(tutela_custody::canonical(&value)?, r#"{"a":["€",0.1],"b":1e+21}"#);
/// # Ok::<(), tutela_custody::Fault>(())
/// ```
pub fn canonical(value: &Value) -> Result<String, Fault> {
    let mut out = String::new();
    write_value(&mut out, value, 0)?;
    Ok(out)
}

fn write_value(out: &mut String, value: &Value, depth: usize) -> Result<(), Fault> {
    if depth > DEPTH_MAX {
        return Err(Fault::NoCanonicalForm("a value nested too deep".to_owned()));
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(out, number)?,
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_value(out, item, depth + 1)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, (key, member)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_text(out, key);
                out.push(':');
                write_value(out, member, depth + 1)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn write_number(out: &mut String, number: &Number) -> Result<(), Fault> {
    let refuse = || Fault::NoCanonicalForm(format!("the number {number}"));
    if let Some(whole) = number.as_i64() {
        if whole.unsigned_abs() > WHOLE_MAX {
            return Err(refuse());
        }
        let _ = write!(out, "{whole}");
    } else if number.is_u64() {
        return Err(refuse());
    } else {
        let double = number.as_f64().filter(|double| double.is_finite()).ok_or_else(refuse)?;
        write_double(out, double);
    }
    Ok(())
}

/// Number::toString of ECMAScript, from the shortest digits that read back as the same double; of
/// two equally near, `serde_json` gives the even ones, as ECMAScript asks and `format!` does not.
fn write_double(out: &mut String, double: f64) {
    let shortest = Number::from_f64(double).map(|number| number.to_string()).unwrap_or_default();
    let (mantissa, exponent) = shortest.split_once(['e', 'E']).unwrap_or((&shortest, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{part}");
    let significant = all.trim_start_matches('0');
    let digits = significant.trim_end_matches('0');
    if digits.is_empty() {
        out.push('0');
        return;
    }
    out.push_str(sign);
    let length = |text: &str| i32::try_from(text.len()).unwrap_or(0);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let count = length(digits);
    let point = length(whole) + exponent - (length(&all) - length(significant));
    // The value is 0.digits × 10^point.
    if (count..=21).contains(&point) {
        out.push_str(digits);
        out.extend((count..point).map(|_| '0'));
    } else if (1..=21).contains(&point) {
        let (whole, part) = digits.split_at(usize::try_from(point).unwrap_or(0));
        let _ = write!(out, "{whole}.{part}");
    } else if (-5..=0).contains(&point) {
        out.push_str("0.");
        out.extend((point..0).map(|_| '0'));
        out.push_str(digits);
    } else {
        let (first, rest) = digits.split_at(1);
        out.push_str(first);
        if !rest.is_empty() {
            let _ = write!(out, ".{rest}");
        }
        let _ = write!(out, "e{:+}", point - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn writes_the_doubles_of_rfc_8785_appendix_b() {
        let table: &[(u64, &str)] = &[
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ];
        for (bits, text) in table {
            let mut out = String::new();
            write_double(&mut out, f64::from_bits(*bits));
            assert_eq!(&out, text);
        }
    }

    #[test]
    fn sorts_keys_by_utf_16_and_escapes_as_rfc_8785_does() {
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew",
            "1": "One", "\u{1f600}": "Smiley", "\u{80}": "Control", "\u{f6}": "o",
            "text": "\u{20ac}$\u{f}\nA'B\"\\\\\"/",
        });
        let want = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"text\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\
                    \"\u{80}\":\"Control\",\"ö\":\"o\",\"€\":\"Euro Sign\",\"😀\":\"Smiley\",\"\u{fb33}\":\"Hebrew\"}";
        assert_eq!(canonical(&value).unwrap(), want);
    }

    #[test]
    fn refuses_what_a_double_would_round() {
        assert!(canonical(&json!(9_007_199_254_740_991_i64)).is_ok());
        let fault = canonical(&json!(9_007_199_254_740_993_i64)).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "CUS-012: the number 9007199254740993 has no canonical JSON form; state the value as text"
        );
        let mut deep = json!(1);
        for _ in 0..200 {
            deep = json!([deep]);
        }
        assert!(canonical(&deep).is_err());
    }

    proptest! {
        #[test]
        fn any_double_reads_back_as_itself(bits: u64) {
            let double = f64::from_bits(bits);
            prop_assume!(double.is_finite());
            let mut out = String::new();
            write_double(&mut out, double);
            // Minus zero is written as zero.
            prop_assert_eq!(out.parse::<f64>().unwrap().to_bits(), (double + 0.0).to_bits());
        }

        #[test]
        fn any_text_reads_back_as_itself(text: String) {
            let out = canonical(&json!(text)).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
