//! Phones against another implementation: Python's `phonenumbers`, where it is installed with the
//! same release of the numbering plans.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets what it did not expect fails"
)]

use std::io::Write;
use std::process::{Command, Stdio};

use tutela_model::identifier::phone;

/// The release of the plans in `data/numbering-plan.bin`.
const RELEASE: &str = "9.0.42";

/// How many numbers are compared.
const NUMBERS: usize = 12_000;

/// Countries of many cases, and some with hard plans.
const PLANS: &[(&str, u32)] = &[
    ("IT", 39),
    ("VA", 39),
    ("PH", 63),
    ("GB", 44),
    ("JE", 44),
    ("US", 1),
    ("JM", 1),
    ("RO", 40),
    ("DE", 49),
    ("FR", 33),
    ("ES", 34),
    ("TH", 66),
    ("VN", 84),
    ("KH", 855),
    ("KE", 254),
    ("MX", 52),
    ("AR", 54),
    ("BR", 55),
    ("CO", 57),
    ("RU", 7),
    ("KZ", 7),
    ("UA", 380),
    ("IN", 91),
    ("ID", 62),
    ("MY", 60),
    ("CN", 86),
    ("AU", 61),
    ("SE", 46),
    ("IE", 353),
    ("MM", 95),
];

/// Reads one number a line, behind its region or `-`, and writes the canonical form or `-`.
const SCRIPT: &str = r#"
import sys, phonenumbers as p
for line in sys.stdin:
    region, text = line.rstrip("\n").split("\t")
    text = "+" + text[2:] if text.startswith("00") else text  # our rule, not the library's
    try:
        n = p.parse(text, None if region == "-" else region)
        print(p.format_number(n, p.PhoneNumberFormat.E164) if p.is_valid_number(n) else "-")
    except p.NumberParseException:
        print("-")
"#;

#[test]
fn python_reads_the_same_numbers() {
    let version = "import phonenumbers; print(phonenumbers.__version__)";
    let present = Command::new("python3").args(["-c", version]).output();
    let present = present.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    if present.as_deref().unwrap_or("") != RELEASE {
        eprintln!("skipped: python3 has no phonenumbers=={RELEASE}");
        return;
    }
    let asked = numbers();
    let lines: Vec<String> =
        asked.iter().map(|(region, text)| format!("{}\t{text}\n", region.unwrap_or("-"))).collect();
    let answers = python(lines.concat());
    assert_eq!(answers.lines().count(), asked.len());
    let differ: Vec<String> = asked
        .iter()
        .zip(answers.lines())
        .filter_map(|((region, text), theirs)| {
            let ours = phone(text, *region).unwrap_or_else(|| "-".into());
            (ours != theirs).then(|| format!("{text} ({region:?}): {ours}, theirs {theirs}"))
        })
        .collect();
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
}

fn python(lines: String) -> String {
    let mut child = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// With and without calling code, with separators, of lengths around the valid ones.
fn numbers() -> Vec<(Option<&'static str>, String)> {
    let mut state = 42_u64;
    let mut next = move |below: u64| {
        // Marsaglia 2003, xorshift64.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 8) % below
    };
    let mut number = |at: usize| {
        let (region, code) = PLANS[at % PLANS.len()];
        let digits: Vec<String> = (0..7 + next(5)).map(|_| next(10).to_string()).collect();
        let (head, tail) = (digits[..3].concat(), digits[3..].concat());
        match next(5) {
            0 | 1 => (None, format!("+{code}{head}{tail}")),
            2 => (None, format!("+{code} ({head}) {tail}")),
            3 => (Some(region), format!("{head}{tail}")),
            _ => (Some(region), format!("0{head}-{tail}")),
        }
    };
    (0..NUMBERS).map(&mut number).collect()
}
