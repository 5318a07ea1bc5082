//! What a DMG must give, from a real file and from ones of our own.

use std::io::Write as _;

use super::super::tests::{damage, real, sure, tell};
use super::*;

const SECTOR: usize = 512;

/// A run for a table: kind, sectors, stored bytes.
type Stored = (u32, usize, Vec<u8>);

fn content() -> Vec<u8> {
    (0..12 * SECTOR)
        .map(|at| if at < 8 * SECTOR { u8::try_from(at / 9 % 250).unwrap() } else { 0 })
        .collect()
}

fn runs() -> Vec<Stored> {
    let content = content();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all(&content[..3 * SECTOR]).unwrap();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    bzip2.write_all(&content[3 * SECTOR..6 * SECTOR]).unwrap();
    vec![
        (0x8000_0005, 3, zlib.finish().unwrap()),
        (0x8000_0006, 3, bzip2.finish().unwrap()),
        (1, 2, content[6 * SECTOR..8 * SECTOR].to_vec()),
        (0x7FFF_FFFE, 0, Vec::new()),
        (0, 3, Vec::new()),
        (2, 1, Vec::new()),
    ]
}

/// An image with one part of these runs.
fn image(runs: &[Stored]) -> Vec<u8> {
    let mut table = b"mish\0\0\0\x01".to_vec();
    for number in [0, runs.iter().map(|run| run.1).sum::<usize>(), 0] {
        table.extend((number as u64).to_be_bytes());
    }
    table.resize(64, 0);
    table.extend([0, 0, 0, 2, 0, 0, 0, 32]);
    let sum = crc32fast::hash(&content()[..11 * SECTOR]);
    table.extend(sum.to_be_bytes());
    table.resize(200, 0);
    table.extend(u32::try_from(runs.len() + 1).unwrap().to_be_bytes());
    let (mut data, mut sector) = (Vec::new(), 0_u64);
    for (kind, sectors, stored) in runs {
        table.extend(kind.to_be_bytes());
        table.extend([0; 4]);
        for number in [sector, *sectors as u64, data.len() as u64, stored.len() as u64] {
            table.extend(number.to_be_bytes());
        }
        sector += *sectors as u64;
        data.extend(stored);
    }
    table.extend(u32::MAX.to_be_bytes());
    table.resize(table.len() + 36, 0);
    let packed = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, table);
    let xml = format!(
        "<?xml version=\"1.0\"?><plist><dict><key>resource-fork</key><dict><key>blkx</key><array><dict>\
         <key>Name</key><string>part &amp; one</string><key>Data</key><data>\n{packed}\n</data>\
         </dict></array><key>plst</key><array><dict><key>Data</key><data>AA==</data></dict></array>\
         </dict></dict></plist>"
    );
    let mut koly = b"koly\0\0\0\x04\0\0\x02\0\0\0\0\x01".to_vec();
    koly.resize(512, 0);
    koly[32..40].copy_from_slice(&(data.len() as u64).to_be_bytes());
    koly[63] = 1;
    koly[80..88].copy_from_slice(&[0, 0, 0, 2, 0, 0, 0, 32]);
    koly[88..92].copy_from_slice(&crc32fast::hash(&data).to_be_bytes());
    koly[216..224].copy_from_slice(&(data.len() as u64).to_be_bytes());
    koly[224..232].copy_from_slice(&(xml.len() as u64).to_be_bytes());
    koly[352..360].copy_from_slice(&[0, 0, 0, 2, 0, 0, 0, 32]);
    koly[360..364].copy_from_slice(&crc32fast::hash(&sum.to_be_bytes()).to_be_bytes());
    koly[492..500].copy_from_slice(&sector.to_be_bytes());
    [data, xml.into_bytes(), koly].concat()
}

#[test]
fn runs_of_every_kind_are_read_and_all_sums_match() {
    let image = image(&runs());
    assert_eq!(sure(&Dmg, &image), Sure::Yes);
    let told = tell(&Dmg, &image);
    assert_eq!(told.halt, None);
    assert!(told.stream("image") == content());
    let words = told.words();
    assert_eq!(words.matches("(matches)").count(), 3, "{words}");
    assert!(words.contains("part \"part &amp; one\""), "{words}");
}

#[test]
fn a_damaged_run_is_an_error_at_its_place_and_counted() {
    let mut image = image(&runs());
    image[20] ^= 0x40;
    let told = tell(&Dmg, &image);
    let words = told.words();
    assert!(words.contains("not computable, runs are damaged"), "{words}");
    assert!(words.contains("that cannot be decoded: 1 (1536 bytes)"), "{words}");
    assert!(words.contains("CRC-32 of the packed data (DOES NOT MATCH)"), "{words}");
    assert!(told.streams[0].bytes.is_err());
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    let halt = tell(&Dmg, &image(&[(0x8000_0009, 1, vec![1])])).halt.unwrap();
    assert!(halt.contains("not known") && halt.contains("hdiutil convert"), "{halt}");
    let mut encrypted = vec![0; 600];
    encrypted[..8].copy_from_slice(b"encrcdsa");
    assert_eq!(sure(&Dmg, &encrypted), Sure::Yes);
    assert!(tell(&Dmg, &encrypted).halt.unwrap().contains("an encrypted DMG"));
    let mut parted = image(&runs());
    let at = parted.len() - 512;
    parted[at + 63] = 3;
    assert!(tell(&Dmg, &parted).halt.unwrap().contains("a DMG in 3 files"));
    parted[at + 63] = 1;
    parted[at + 224..at + 232].fill(0xFF);
    assert!(tell(&Dmg, &parted).halt.unwrap().contains("cannot be read"));
    parted[at + 224..at + 232].fill(0);
    assert!(tell(&Dmg, &parted).halt.unwrap().contains("resource fork"));
}

#[test]
fn absurd_runs_and_sectors_without_one_are_errors() {
    // A run that claims more zeros than can be summed, on a disk as large.
    let image_of_zeros = image(&[(0, 1 << 40, Vec::new())]);
    let told = tell_short(&image_of_zeros);
    assert!(told.contains("not computed, too many zeros"), "{told}");
    let mut longer = image(&runs());
    let at = longer.len() - 512 + 492;
    longer[at..at + 8].copy_from_slice(&20_u64.to_be_bytes());
    let told = tell(&Dmg, &longer);
    assert!(told.streams[0].bytes.as_ref().is_err_and(|e| e.contains("no run holds")));
}

/// The notes on an image that is too long to read.
fn tell_short(image: &[u8]) -> String {
    super::super::tests::tell_up_to(&Dmg, image, 1 << 20).words()
}

#[test]
fn any_damage_ends_without_a_panic() {
    let image = image(&runs());
    damage(
        &Dmg,
        &image,
        (0..image.len()).step_by(61).chain((image.len() - 512..image.len()).step_by(3)),
    );
}

/// What `hdiutil` packed for keramics: every method, each with its sums and the same kind of volume.
#[test]
fn every_method_of_hdiutil_is_unpacked_and_has_the_sums_it_states() {
    for name in ["hfsplus_adc.zip", "hfsplus_bzip2.dmg", "hfsplus_lzfse.dmg", "hfsplus_lzma.dmg"] {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/dmg/").to_owned() + name;
        let mut image = std::fs::read(path).unwrap();
        if name.ends_with("zip") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(image)).unwrap();
            image = Vec::new();
            std::io::copy(&mut archive.by_index(0).unwrap(), &mut image).unwrap();
        }
        let told = tell(&Dmg, &image);
        assert_eq!(told.halt, None, "{name}");
        let words = told.words();
        assert!(!words.contains("NOT") && words.contains("(matches)"), "{name}: {words}");
        let table = tell(&super::super::partitions::Partitions, told.stream("image"));
        assert_eq!(table.stream("partition 1").get(1024..1026), Some(&b"H+"[..]), "{name}");
    }
}

#[test]
fn a_real_image_has_the_sums_it_states() {
    let Some(image) = real("hfsplus_zlib.dmg") else { return };
    assert_eq!(sure(&Dmg, &image), Sure::Yes);
    let told = tell(&Dmg, &image);
    assert_eq!(told.halt, None);
    let words = told.words();
    assert!(!words.contains("NOT") && words.contains("(matches)"), "{words}");
    let disk = told.stream("image");
    assert_eq!(disk.len(), 3817 * SECTOR);
    let table = tell(&super::super::partitions::Partitions, disk);
    assert!(table.words().contains("HFS+"), "{}", table.words());
    assert_eq!(table.streams.len(), 1);
    assert_eq!(table.stream("partition 1").get(1024..1026), Some(&b"H+"[..]));
}
