//! Codes of real pictures against those that the reference gave them.

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

/// What the reference's own binding (pdqhash 0.2.8, `compute_dihedral`) gave `bridge-1-original.jpg`.
const ALL_WAYS: [&str; 8] = [
    "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
    "30a10efd71c83f429013d48d0ffffc52e34e0e17ada952a9d29685211ea9e5af",
    "adad5a64b5a102e55b62a08856dacd5ae63b847fc337b4b766b319361bc93188",
    "a5f0b457a49995e8c1065c275aaa54d8b61ba49df8fcfc0383c32f8b0bfc4f05",
    "f8f80f31e0f457b00637f5d5028f980fb36ed12a9622e1e233e64c634e9c64dd",
    "0dad2599b1a1bd1a5362576752da32a5e63b7380c2374b4866b346c91bc9ce77",
    "f0a5e102f1ccc0bd945308720fff038de34ef1e8ada9a956d2967ade5ea91a50",
    "a5f04ba8a4996a17c906a3d85aaaa927b61b5b42f8fc03fc87c3d0740bfcb0fa",
];

#[test]
fn one_transform_has_the_codes_of_the_picture_turned_and_mirrored() {
    let Some(expected) = expected() else { return };
    let (_, codes) = picture::look_all_ways(&real("dih/bridge-1-original.jpg")).unwrap();
    for (code, found) in ALL_WAYS.into_iter().zip(codes) {
        let distance = found.distance(code.parse().unwrap());
        println!("{distance}");
        assert!(distance <= TOLERANCE, "{code} {found}");
    }
    let turned = expected.iter().filter(|(path, ..)| path.starts_with("dih/"));
    for ((path, code, _), found) in turned.zip(codes) {
        println!("{path}\t{}", found.distance(*code));
        assert!(found.distance(*code) <= 16, "{path}: {}", found.distance(*code));
    }
}
