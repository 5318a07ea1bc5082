//! What partition tables must give, from ones of our own, of sfdisk and sgdisk, and real files.

use std::process::Command;

use super::super::bytes_at::le32;
use super::super::tests::{damage, real, sure, tell};
use super::*;

const SECTOR: usize = 512;

/// A disk of `sectors`, each full of its number modulo 251.
fn disk(sectors: usize) -> Vec<u8> {
    (0..sectors * SECTOR).map(|at| u8::try_from(at / SECTOR % 251).unwrap()).collect()
}

fn put_entry(disk: &mut [u8], sector: usize, slot: usize, kind: u8, start: u32, len: u32) {
    let record = &mut disk[sector * SECTOR..(sector + 1) * SECTOR];
    record[510..].copy_from_slice(&[0x55, 0xAA]);
    let entry = &mut record[446 + slot * 16..462 + slot * 16];
    entry.fill(0);
    entry[4] = kind;
    entry[8..12].copy_from_slice(&start.to_le_bytes());
    entry[12..].copy_from_slice(&len.to_le_bytes());
}

fn clear(disk: &mut [u8], sector: usize) {
    disk[sector * SECTOR..(sector + 1) * SECTOR].fill(0);
}

/// One primary partition, and two logical ones.
fn mbr_disk() -> Vec<u8> {
    let mut disk = disk(64);
    for sector in [0, 20, 40] {
        clear(&mut disk, sector);
    }
    put_entry(&mut disk, 0, 0, 0x0C, 4, 10);
    put_entry(&mut disk, 0, 1, 0x0F, 20, 44);
    put_entry(&mut disk, 20, 0, 0x83, 1, 9);
    put_entry(&mut disk, 20, 1, 0x05, 20, 20);
    put_entry(&mut disk, 40, 0, 0x07, 2, 8);
    disk
}

#[test]
fn primary_and_logical_partitions_are_streams_and_gaps_are_noted() {
    let disk = mbr_disk();
    assert_eq!(sure(&Partitions, &disk), Sure::Yes);
    let told = tell(&Partitions, &disk);
    assert_eq!(told.halt, None);
    let found: Vec<_> = told.streams.iter().map(|s| (s.name.as_str(), s.len / 512)).collect();
    assert_eq!(found, [("partition 1", 10), ("partition 5", 9), ("partition 6", 8)]);
    assert_eq!(told.stream("partition 5"), &disk[21 * SECTOR..30 * SECTOR]);
    assert_eq!(told.stream("partition 6"), &disk[42 * SECTOR..50 * SECTOR]);
    let words = told.words();
    assert!(words.contains("partition 1: type 0x0C, FAT32, from byte 2048, 5120 bytes"), "{words}");
    assert!(words.contains("bytes 25600 to 32768 (7168 bytes) are in no partition"), "{words}");
}

#[test]
fn a_chain_that_turns_back_is_followed_once() {
    let mut disk = mbr_disk();
    put_entry(&mut disk, 40, 1, 0x05, 0, 20);
    let told = tell(&Partitions, &disk);
    assert_eq!(told.streams.len(), 3);
    assert!(told.words().contains("comes back to sector 20"), "{}", told.words());
    put_entry(&mut disk, 40, 1, 0x05, u32::MAX, 20);
    assert!(tell(&Partitions, &disk).words().contains("no boot record at sector"));
}

#[test]
fn a_partition_past_the_end_is_cut_and_said() {
    let mut disk = mbr_disk();
    disk.truncate(45 * SECTOR);
    let told = tell(&Partitions, &disk);
    assert_eq!(told.stream("partition 6").len(), 3 * SECTOR);
    assert!(told.words().contains("only 1536 bytes of it are in the image"));
    disk.truncate(30 * SECTOR);
    assert!(tell(&Partitions, &disk).words().contains("no boot record at sector 40"));
}

#[test]
fn the_first_sector_of_a_volume_is_no_partition_table() {
    let mut fat = disk(64);
    clear(&mut fat, 0);
    put_entry(&mut fat, 0, 0, 0x0C, 4, 10);
    assert_eq!(sure(&Partitions, &fat), Sure::Yes);
    fat[..3].copy_from_slice(&[0xEB, 0x3C, 0x90]);
    fat[11..17].copy_from_slice(&[0, 2, 1, 1, 0, 2]);
    fat[21] = 0xF8;
    assert_eq!(sure(&Partitions, &fat), Sure::No);
    for (at, name) in
        [(3, &b"NTFS    "[..]), (3, b"EXFAT   "), (54, b"FAT16   "), (82, b"FAT32   ")]
    {
        let mut volume = mbr_disk();
        volume[at..at + name.len()].copy_from_slice(name);
        assert_eq!(sure(&Partitions, &volume), Sure::No, "{name:?}");
    }
    for name in ["fat16.img", "ntfs-testfs1.raw", "dftt-5-fat-daylight/daylight.dd"] {
        let Some(volume) = real(name) else { return };
        assert_eq!(sure(&Partitions, &volume), Sure::No, "{name}");
    }
}

fn gpt_disk() -> Option<Vec<u8>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(1 << 20).unwrap();
    let made = Command::new("sgdisk")
        .args(["-a", "1", "-n", "1:64:127", "-t", "1:ef00", "-c", "1:boot", "-n", "3:256:300"])
        .args(["-t", "3:8300"])
        .arg(file.path())
        .output();
    let Ok(made) = made else {
        eprintln!("skipped: no sgdisk here (Debian: gdisk)");
        return None;
    };
    assert!(made.status.success(), "{made:?}");
    Some(std::fs::read(file.path()).unwrap())
}

#[test]
fn a_guid_table_is_read_from_its_front_or_its_backup() {
    let Some(disk) = gpt_disk() else { return };
    let names = |disk: &[u8]| -> Vec<(String, u64)> {
        tell(&Partitions, disk).streams.into_iter().map(|s| (s.name, s.len / 512)).collect()
    };
    let both = [("partition 1".to_owned(), 64), ("partition 3".to_owned(), 45)];
    assert_eq!(sure(&Partitions, &disk), Sure::Yes);
    assert_eq!(names(&disk), both);
    let words = tell(&Partitions, &disk).words();
    assert!(words.contains("EFI system, name \"boot\""), "{words}");
    for spot in [SECTOR + 40, 2 * SECTOR + 33] {
        let mut damaged = disk.clone();
        damaged[spot] ^= 1;
        assert_eq!(names(&damaged), both);
        assert!(tell(&Partitions, &damaged).words().contains("the backup"));
        let last = damaged.len() - 512;
        damaged[last..].fill(0);
        let told = tell(&Partitions, &damaged);
        assert!(told.halt.is_some() || told.words().contains("lack their checksum"));
    }
    let mut no_record = disk.clone();
    clear(&mut no_record, 0);
    clear(&mut no_record, 1);
    assert_eq!((sure(&Partitions, &no_record), names(&no_record)), (Sure::Yes, both.to_vec()));
}

#[test]
fn a_hybrid_gives_what_only_the_boot_record_has_too() {
    let Some(mut disk) = gpt_disk() else { return };
    put_entry(&mut disk, 0, 1, 0x83, 256, 45);
    put_entry(&mut disk, 0, 2, 0x07, 400, 9);
    let told = tell(&Partitions, &disk);
    assert_eq!(told.stream("boot record partition 3").len(), 9 * SECTOR);
    assert_eq!(told.streams.len(), 3);
    assert!(told.words().contains("(hybrid)"));
}

#[test]
fn any_damage_ends_without_a_panic() {
    let disk = mbr_disk();
    damage(&Partitions, &disk, (440..512).chain(20 * SECTOR + 440..21 * SECTOR));
    let Some(disk) = gpt_disk() else { return };
    damage(&Partitions, &disk, (440..512).chain(SECTOR..SECTOR + 100));
}

#[test]
fn absurd_counts_of_a_guid_table_are_refused() {
    let Some(mut disk) = gpt_disk() else { return };
    for at in [SECTOR, disk.len() - SECTOR] {
        disk[at + 80..at + 84].copy_from_slice(&u32::MAX.to_le_bytes());
        disk[at + 16..at + 20].fill(0);
        let sum = crc32fast::hash(&disk[at..at + 92]);
        disk[at + 16..at + 20].copy_from_slice(&sum.to_le_bytes());
        assert_eq!(le32(&disk, at + 80), Some(u32::MAX));
    }
    assert!(tell(&Partitions, &disk).halt.unwrap().contains("no backup of it can be read"));
}

#[test]
fn a_real_disk_has_one_partition_behind_a_gap() {
    let Some(image) = real("nps-2010-emails.E01") else { return };
    let image = tell(&super::super::ewf::Ewf, &image);
    let disk = image.stream("image");
    assert_eq!(sure(&Partitions, disk), Sure::Yes);
    let told = tell(&Partitions, disk);
    assert_eq!((told.halt.as_deref(), told.streams.len()), (None, 1));
    let volume = told.stream("partition 1");
    assert!(mbr::is_volume(volume), "{}", told.words());
    assert_eq!(sure(&Partitions, volume), Sure::No);
}
