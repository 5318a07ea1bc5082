use std::fs;

use super::*;
use crate::picture;

/// Bits by which a code may differ from that of the reference, whose own tests allow 16: decoders of JPEG
/// round differently, and a wave close to the median falls on either side of it.
const TOLERANCE: u32 = 4;

/// The codes that the reference gave the real files: path, code, quality.
fn expected() -> Option<Vec<(String, Code, u8)>> {
    let path = casetest::real::path("hashing/expected/pdq-shared.tsv")?;
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (cells[0].to_owned(), cells[1].parse().unwrap(), cells[2].parse().unwrap())
    });
    Some(rows.collect())
}

fn real(path: &str) -> Vec<u8> {
    fs::read(casetest::real::path(&format!("hashing/pdq/{path}")).unwrap()).unwrap()
}

#[test]
fn real_pictures_have_the_codes_of_the_reference() {
    let Some(expected) = expected() else { return };
    for (path, code, quality) in expected {
        let seen = picture::look(&real(&path)).unwrap();
        let distance = seen.look.code.distance(code);
        println!("{path}\t{distance}\t{}", seen.look.quality);
        assert!(distance <= TOLERANCE, "{path}: {distance}");
        assert_eq!(seen.look.quality, quality, "{path}");
    }
}

#[test]
fn one_transform_has_the_codes_of_the_picture_turned_and_mirrored() {
    let Some(expected) = expected() else { return };
    let (_, codes) = picture::look_all_ways(&real("dih/bridge-1-original.jpg")).unwrap();
    let turned = expected.iter().filter(|(path, ..)| path.starts_with("dih/"));
    for ((path, code, _), found) in turned.zip(codes) {
        println!("{path}\t{}", found.distance(*code));
        assert!(found.distance(*code) <= 16, "{path}: {}", found.distance(*code));
    }
}
