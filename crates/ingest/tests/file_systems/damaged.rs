//! Volumes that are cut off, written over at random, or made to lead in circles: every walk ends,
//! tells nothing outside the volume, and the same twice.

use std::io::Cursor;

use tutela_ingest::containers::Container;

use crate::made::filler;
use crate::members::{Collected, container, takes, walk_any, zone};
use crate::{exfat, ntfs, tiny};

/// The small volumes that are damaged: one or more for each container.
fn volumes() -> Vec<(&'static str, Vec<u8>)> {
    let mut volumes = vec![("ntfs", ntfs::made()), ("exfat", exfat::made()), ("fat", tiny::made())];
    for name in ["fat16.img", "dftt-6-undel-fat/6-fat-undel.dd", "dftt-5-fat-daylight/daylight.dd"]
    {
        if let Some(path) = casetest::real::path(&format!("disk-images/{name}")) {
            volumes.push(("fat", std::fs::read(path).unwrap()));
        }
    }
    volumes
}

fn any(container: &dyn Container, bytes: &[u8]) -> Collected {
    walk_any(container, &mut Cursor::new(bytes), bytes.len() as u64, &zone("Europe/Rome"))
}

#[test]
fn a_volume_cut_off_anywhere_gives_what_is_left_of_it() {
    for (code, bytes) in volumes() {
        let whole = any(container(code), &bytes).members.len();
        for part in [1, 3, 10, 40, 200, 1_000, 4_000] {
            let cut = &bytes[..bytes.len() / 4_096 * part.min(4_096) + part % 7];
            let collected = any(container(code), cut);
            assert!(collected.members.len() <= whole + 64, "{code}: more than there was");
        }
        for len in [0, 1, 511, 512, 513, 4_096] {
            any(container(code), &bytes[..len]);
        }
    }
}

#[test]
fn random_damage_never_stops_a_walk_and_two_walks_agree() {
    for (code, bytes) in volumes() {
        let container = container(code);
        for seed in 0..12u32 {
            let mut damaged = bytes.clone();
            let random = filler(seed + 1, 600);
            for hit in random.chunks_exact(6) {
                let number = u32::from_le_bytes([hit[0], hit[1], hit[2], 0]) as usize;
                // Where the structures are: the beginning of the volume, on every other seed.
                let reach = if seed % 2 == 0 { damaged.len() } else { damaged.len().min(200_000) };
                let at = 512 + number * 37 % (reach - 600);
                let len = usize::from(hit[3] % 4) + 1;
                damaged[at..at + len].fill(hit[4]);
            }
            let first = any(container, &damaged);
            assert!(first == any(container, &damaged), "{code} {seed}: two walks differ");
        }
    }
}

#[test]
fn damage_in_the_first_sector_is_refused_or_read() {
    for (code, bytes) in volumes() {
        let container = container(code);
        for at in 0..120 {
            for value in [0, 0x81, 0xff] {
                let mut damaged = bytes[..bytes.len().min(300_000)].to_vec();
                damaged[at] = value;
                if takes(container, &damaged, &zone("UTC")) {
                    any(container, &damaged);
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_volume_are_left_alone() {
    for code in ["fat", "exfat", "ntfs"] {
        for seed in 0..20 {
            assert!(!takes(container(code), &filler(seed, 4_096), &zone("UTC")));
        }
        assert!(!takes(container(code), b"", &zone("UTC")));
        for (other, bytes) in volumes() {
            assert_eq!(takes(container(code), &bytes, &zone("UTC")), code == other);
        }
    }
}
