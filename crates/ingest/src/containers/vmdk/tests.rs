//! What a VMDK image must give, from a real file, from ones of QEMU and from ones of our own.

use super::super::tests::{convert, damage, pattern, real, sure, tell};
use super::*;

#[test]
fn a_real_image_holds_the_same_bytes_as_its_e01() {
    let (Some(vmdk), Some(e01)) = (real("ext2.vmdk"), real("ext2.E01")) else { return };
    assert_eq!(sure(&Vmdk, &vmdk), Sure::Yes);
    let told = tell(&Vmdk, &vmdk);
    assert_eq!(told.halt, None);
    assert!(told.stream("image") == tell(&super::super::ewf::Ewf, &e01).stream("image"));
    assert!(told.words().contains("type \"monolithicSparse\", content identifier \"dc80b6c7\""));
}

#[test]
fn images_of_qemu_are_read_back() {
    let raw = pattern();
    for kind in ["monolithicSparse", "streamOptimized"] {
        let options = ["-O", "vmdk", "-o", &format!("subformat={kind}")];
        let Some(image) = convert(&raw, &options) else { return };
        let told = tell(&Vmdk, &image);
        assert_eq!(told.halt, None, "{kind}");
        assert!(told.stream("image") == raw, "{kind}: other bytes");
        let cut = tell(&Vmdk, &image[..image.len() * 3 / 4]);
        let words = cut.words();
        assert!(cut.halt.is_some() || words.contains("cannot be decoded"), "{kind}: {words}");
    }
}

#[test]
fn a_packed_grain_that_is_damaged_is_an_error_at_its_place() {
    let options = ["-O", "vmdk", "-o", "subformat=streamOptimized"];
    let Some(mut image) = convert(&pattern(), &options) else { return };
    let first = usize::try_from(le64(&image, 64).unwrap()).unwrap() * 512;
    image[first + 12 + 100] ^= 0x55;
    let told = tell(&Vmdk, &image);
    assert!(told.streams[0].bytes.as_ref().is_err_and(|error| error.contains("grain 0")));
    image[first] ^= 1;
    let told = tell(&Vmdk, &image);
    assert!(told.streams[0].bytes.as_ref().is_err_and(|error| error.contains("another one")));
}

/// What a descriptor gives with these files beside it.
fn tell_set(descriptor: &[u8], files: &[(String, Vec<u8>)]) -> super::super::tests::Told {
    let settings = crate::settings::Settings::default();
    let companions = files.iter().map(|(name, bytes)| crate::format::Companion {
        name: name.clone(),
        bytes: Box::new(std::io::Cursor::new(bytes.clone())),
        len: bytes.len() as u64,
    });
    let mut cursor = std::io::Cursor::new(descriptor);
    let mut source =
        Source::new(&mut cursor, descriptor.len() as u64, &settings).with(companions.collect());
    super::super::tests::Told::of(|members| Vmdk.walk(&mut source, members))
}

#[test]
fn disks_in_several_files_of_qemu_are_read_back() {
    let raw = pattern();
    for kind in ["monolithicFlat", "twoGbMaxExtentFlat", "twoGbMaxExtentSparse"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("raw"), &raw).unwrap();
        let made = std::process::Command::new("qemu-img")
            .args(["convert", "-f", "raw", "-O", "vmdk", "-o", &format!("subformat={kind}")])
            .args(["raw", "disk.vmdk"])
            .current_dir(folder.path())
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let bytes = std::fs::read(folder.path().join(&name)).unwrap();
            if !matches!(name.as_str(), "disk.vmdk" | "raw") {
                files.push((name, bytes));
            }
        }
        let descriptor = std::fs::read(folder.path().join("disk.vmdk")).unwrap();
        let told = tell_set(&descriptor, &files);
        assert_eq!(told.halt, None, "{kind}");
        assert!(told.stream("image") == raw, "{kind}: other bytes");
        let (name, bytes) = files.pop().unwrap();
        let halt = tell_set(&descriptor, &files).halt.unwrap();
        assert!(halt.contains(&name) && halt.contains("together"), "{halt}");
        let cut = bytes[..bytes.len() - 600].to_vec();
        let told = tell_set(&descriptor, &[(name, cut)]);
        assert!(told.words().contains("missing") || told.streams[0].bytes.is_err(), "{kind}");
    }
}

#[test]
fn extents_of_all_kinds_make_one_disk() {
    let descriptor = "# Disk DescriptorFile\nversion=1\nparentCID=ffffffff\n\
        RW 2 FLAT \"folder/One-f001.vmdk\" 1\nRW 3 ZERO\nRW 1 VMFS \"two-flat.vmdk\"\n";
    let one: Vec<u8> = [vec![1; 512], vec![2; 512], vec![3; 512]].concat();
    let files = [("one-f001.vmdk".to_owned(), one), ("two-flat.vmdk".to_owned(), vec![4; 512])];
    let told = tell_set(descriptor.as_bytes(), &files);
    assert_eq!(told.halt, None);
    let disk = [vec![2; 512], vec![3; 512], vec![0; 3 * 512], vec![4; 512]].concat();
    assert!(told.stream("image") == disk);
    let twice = descriptor.replace("two-flat", "one-f001");
    assert!(tell_set(twice.as_bytes(), &files).halt.unwrap().contains("twice"));
    let long = descriptor.replace("RW 2", &format!("RW {}", u64::MAX / 2));
    assert!(tell_set(long.as_bytes(), &files).halt.unwrap().contains("longer together"));
    let device = descriptor.replace("VMFS", "VMFSRDM");
    assert!(tell_set(device.as_bytes(), &files).halt.unwrap().contains("another kind"));
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    let text = b"# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\n\
        createType=\"monolithicFlat\"\nRW 8192 FLAT \"disk-flat.vmdk\" 0\n";
    assert_eq!(sure(&Vmdk, text), Sure::Yes);
    let halt = tell(&Vmdk, text).halt.unwrap();
    assert!(halt.contains("monolithicFlat") && halt.contains("disk-flat.vmdk"), "{halt}");
    assert!(halt.contains("ingest the descriptor"), "{halt}");
    for mark in ["COWD", "\u{0}"] {
        let mut image = vec![0; 512];
        image[..mark.len()].copy_from_slice(mark.as_bytes());
        assert_eq!(sure(&Vmdk, &image), if mark == "COWD" { Sure::Yes } else { Sure::No });
        assert!(tell(&Vmdk, &image).halt.is_some());
    }
    let options = ["-O", "vmdk"];
    let Some(mut image) = convert(&pattern(), &options) else { return };
    let at = image.windows(10).position(|bytes| bytes == b"parentCID=").unwrap();
    image[at + 10] = b'1';
    assert!(tell(&Vmdk, &image).halt.unwrap().contains("differencing"));
}

#[test]
fn absurd_counts_are_refused() {
    let Some(image) = convert(&pattern(), &["-O", "vmdk"]) else { return };
    for (at, value, why) in [
        (12, u64::MAX, "sectors are stated"),
        (12, 1 << 50, "past the end of the file"),
        (20, 3, "grains of 3 sectors"),
        (20, 1 << 40, "grains of"),
        (44, u64::MAX, "tables of 4294967295 grains"),
        (56, 1 << 60, "past the end of the file"),
        (56, u64::MAX, "with its tables, is lost"),
    ] {
        let mut absurd = image.clone();
        absurd[at..at + 8].copy_from_slice(&value.to_le_bytes());
        let halt = tell(&Vmdk, &absurd).halt.unwrap();
        assert!(halt.contains(why), "{at}: {halt}");
    }
}

#[test]
fn any_damage_ends_without_a_panic() {
    for kind in ["monolithicSparse", "streamOptimized"] {
        let options = ["-O", "vmdk", "-o", &format!("subformat={kind}")];
        let Some(image) = convert(&pattern()[..1 << 20], &options) else { return };
        damage(&Vmdk, &image, (0..80).chain((512..image.len()).step_by(6007)));
    }
}
