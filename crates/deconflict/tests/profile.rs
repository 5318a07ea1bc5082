//! The vectors of the normalisation profile, by this program and by other people's.

use std::process::Command;

use tutela_deconflict::kind::Kind;
use tutela_deconflict::profile::{VECTORS, normalise};

#[test]
fn every_vector_has_its_form() {
    let mut differ = Vec::new();
    for line in VECTORS.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, context, text, form] = cells[..] else { panic!("{line}") };
        let found = normalise(Kind::of_name(kind).unwrap(), context, text);
        if found.as_deref().unwrap_or("-") != form {
            differ.push(format!("{line}: {found:?}"));
        }
    }
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
}

/// `phonenumbers`, `python-stdnum` and `idna` of PyPI, where `TUTELA_ORACLE` names a Python that has them, or `python3` does.
#[test]
fn other_programs_give_the_same_forms() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("TUTELA_ORACLE").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python).args(["-c", "import phonenumbers, stdnum, idna"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no phonenumbers, stdnum and idna");
        return;
    }
    let script = format!("{folder}/tests/profile_oracle.py");
    let vectors = format!("{folder}/profile/v1.tsv");
    let output = Command::new(&python).args([script, vectors]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let judged = said.lines().find_map(|line| line.strip_prefix("judged ")?.split(',').next());
    assert!(judged.unwrap().parse::<u32>().unwrap() >= 500, "{said}");
}
