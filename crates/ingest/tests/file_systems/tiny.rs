//! A FAT12 volume of a hundred clusters, written byte by byte, with everything in it that can lead
//! a reader astray.

use crate::members::{sha256, walk, zone};

const SECTOR: usize = 512;
const TABLE_AT: usize = SECTOR;
const TOP_AT: usize = 2 * SECTOR;
const DATA_AT: usize = 3 * SECTOR;

fn set_next(volume: &mut [u8], cluster: usize, next: usize) {
    let at = TABLE_AT + cluster * 3 / 2;
    let old = u16::from_le_bytes([volume[at], volume[at + 1]]);
    let next = u16::try_from(next).unwrap();
    let new =
        if cluster.is_multiple_of(2) { old & 0xf000 | next } else { old & 0x000f | next << 4 };
    volume[at..at + 2].copy_from_slice(&new.to_le_bytes());
}

fn put(volume: &mut [u8], at: usize, name: &[u8; 11], attributes: u8, cluster: u16, size: u32) {
    let entry = &mut volume[at..at + 32];
    entry[..11].copy_from_slice(name);
    entry[11] = attributes;
    entry[22..26].copy_from_slice(&(0x7802_u32 | 0x30c1 << 16).to_le_bytes());
    entry[26..28].copy_from_slice(&cluster.to_le_bytes());
    entry[28..32].copy_from_slice(&size.to_le_bytes());
}

fn cluster_at(cluster: usize) -> usize {
    DATA_AT + (cluster - 2) * SECTOR
}

/// The volume.
pub(crate) fn made() -> Vec<u8> {
    let mut volume = vec![0; DATA_AT + 100 * SECTOR];
    volume[..3].copy_from_slice(&[0xeb, 0x3c, 0x90]);
    volume[11..13].copy_from_slice(&512u16.to_le_bytes());
    (volume[13], volume[14], volume[16], volume[17]) = (1, 1, 1, 16);
    (volume[19], volume[21], volume[22]) = (103, 0xf0, 1);
    volume[510..512].copy_from_slice(&[0x55, 0xaa]);
    let entries: [(&[u8; 11], u8, u16, u32); 10] = [
        (b"WHOLE   BIN", 0x20, 2, 600),
        (b"FOLDER     ", 0x10, 4, 0),
        (b"CIRCLE  BIN", 0x20, 5, 2_000),
        (b"CROSSED    ", 0x10, 4, 0),
        (b"FAR     BIN", 0x20, 3_000, 10),
        (b"HUGE    BIN", 0x20, 2, u32::MAX),
        (b"SHORT   BIN", 0x20, 2, 5_000),
        (b"ROUND      ", 0x10, 7, 0),
        (b"\xe5ONE    BIN", 0x20, 9, 700),
        (b"NO<NAME>BIN", 0x20, 2, 10),
    ];
    for (index, (name, attributes, cluster, size)) in entries.into_iter().enumerate() {
        put(&mut volume, TOP_AT + index * 32, name, attributes, cluster, size);
    }
    for (cluster, next) in [(2, 3), (3, 0xfff), (4, 0xfff), (5, 6), (6, 5), (7, 8), (8, 7)] {
        set_next(&mut volume, cluster, next);
    }
    put(&mut volume, cluster_at(4), b".          ", 0x10, 4, 0);
    put(&mut volume, cluster_at(4) + 32, b"..         ", 0x10, 0, 0);
    put(&mut volume, cluster_at(4) + 64, b"INSIDE  TXT", 0x20, 2, 600);
    // Behind the end of the folder: what is left of a file, and what is not.
    put(&mut volume, cluster_at(4) + 128, b"REMNANT TXT", 0x20, 9, 700);
    volume[cluster_at(4) + 160..cluster_at(4) + 192].fill(b'2');
    // A folder whose entries go on in the next cluster of its circle.
    for index in 0..16 {
        put(&mut volume, cluster_at(7) + index * 32, b"FILLED  TXT", 0x20, 0, 0);
    }
    volume[cluster_at(2)..cluster_at(4)].fill(b'x');
    volume[cluster_at(9)..cluster_at(9) + 700].fill(b'y');
    volume
}

#[test]
fn circles_crossed_chains_and_broken_entries_are_told_and_the_walk_goes_on() {
    let collected = walk("fat", &made(), &zone("UTC"));
    assert_eq!(collected.at("WHOLE.BIN").sha256, Some(sha256(&[b'x'; 600])));
    assert_eq!(collected.at("FOLDER/INSIDE.TXT").sha256, Some(sha256(&[b'x'; 600])));
    let gone = collected.at("_ONE.BIN");
    assert_eq!((gone.state(), &gone.sha256), ("deleted", &Some(sha256(&[b'y'; 700]))));
    let reasons = |path| collected.at(path).unreadable.clone().unwrap();
    assert_eq!(reasons("CIRCLE.BIN"), "its chain of clusters runs in a circle");
    assert_eq!(reasons("FAR.BIN"), "its first cluster lies outside the volume");
    assert_eq!(reasons("HUGE.BIN"), "its size is larger than the volume");
    assert_eq!(reasons("SHORT.BIN"), "its chain of clusters ends before its size");
    let spoilt: Vec<_> = collected.spoilt.iter().map(|(place, ..)| place.bytes_start).collect();
    let entry = |index: u64| TOP_AT as u64 + index * 32;
    // The entry that is none, the folder that another one has, and the one that runs in a circle.
    assert_eq!(spoilt, [entry(9), entry(3), entry(7)]);
    let filled = collected.members.iter().filter(|member| member.path() == "ROUND/FILLED.TXT");
    assert_eq!(filled.count(), 16);
    let remnant = collected.at("FOLDER/REMNANT.TXT");
    assert_eq!((remnant.state(), &remnant.sha256), ("deleted", &Some(sha256(&[b'y'; 700]))));
    assert_eq!(collected.members.len(), 9 + 2 + 16);
}
