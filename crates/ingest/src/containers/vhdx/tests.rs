//! What a VHDX image must give, from ones of QEMU.

use super::super::tests::{convert, damage, pattern, sure, tell};
use super::sums::sum;
use super::*;

fn put_sum(image: &mut [u8], at: usize, len: usize) {
    let value = sum(&image[at..at + len], 4);
    image[at + 4..at + 8].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn fixed_and_dynamic_disks_of_qemu_are_read_back() {
    let raw = pattern();
    for kind in ["subformat=fixed", "subformat=dynamic,block_size=1M", "subformat=dynamic"] {
        let Some(image) = convert(&raw, &["-O", "vhdx", "-o", kind]) else { return };
        let told = tell(&Vhdx, &image);
        assert_eq!((sure(&Vhdx, &image), told.halt.clone()), (Sure::Yes, None), "{kind}");
        assert!(told.stream("image") == raw, "{kind}: other bytes");
        if kind.ends_with("1M") {
            let cut = tell(&Vhdx, &image[..image.len() - (1 << 20)]);
            assert!(
                cut.words().contains("blocks of the image that cannot be decoded: 1 ("),
                "{kind}: {}",
                cut.words()
            );
        }
    }
}

#[test]
fn one_damaged_header_and_region_table_are_replaced_by_their_copies() {
    let Some(mut image) = convert(&pattern(), &["-O", "vhdx"]) else { return };
    image[(64 << 10) + 100] ^= 1;
    image[(192 << 10) + 100] ^= 1;
    assert!(tell(&Vhdx, &image).stream("image") == pattern());
    image[(256 << 10) + 100] ^= 1;
    assert!(tell(&Vhdx, &image).halt.unwrap().contains("both tables of regions"));
    image[(128 << 10) + 100] ^= 1;
    assert!(tell(&Vhdx, &image).halt.unwrap().contains("both headers"));
}

/// Where the metadata region stands in an image of QEMU.
fn metadata_at(image: &[u8]) -> usize {
    image.windows(8).position(|bytes| bytes == b"metadata").unwrap()
}

#[test]
fn a_differencing_disk_and_absurd_sizes_are_refused() {
    let Some(image) = convert(&pattern(), &["-O", "vhdx"]) else { return };
    let items = metadata_at(&image) + (64 << 10);
    for (at, value, why) in
        [(4, 2_u32, "differencing"), (0, 3, "blocks of 3 bytes"), (0, 0, "blocks of 0 bytes")]
    {
        let mut changed = image.clone();
        changed[items + at..items + at + 4].copy_from_slice(&value.to_le_bytes());
        let halt = tell(&Vhdx, &changed).halt.unwrap();
        assert!(halt.contains(why), "{halt}");
    }
    let mut huge = image.clone();
    huge[items + 8..items + 16].copy_from_slice(&(1_u64 << 50).to_le_bytes());
    assert!(tell(&Vhdx, &huge).halt.unwrap().contains("does not reach the end"));
}

/// Puts a log with one entry into an image: a page of its metadata items, as `write` makes it.
fn with_log(image: &[u8], page_at: usize, page: &[u8]) -> Vec<u8> {
    let mut image = image.to_vec();
    let header = (64 << 10)..(64 << 10) + 4096;
    let log = usize::try_from(le64(&image, header.start + 72).unwrap()).unwrap();
    let guid = [7; 16];
    for start in HEADERS.map(|at| usize::try_from(at).unwrap()) {
        image[start + 48..start + 64].copy_from_slice(&guid);
        put_sum(&mut image, start, 4096);
    }
    let file_bytes = image.len() as u64;
    let entry = &mut image[log..log + 8192];
    entry.fill(0);
    entry[..4].copy_from_slice(b"loge");
    entry[8..12].copy_from_slice(&8192_u32.to_le_bytes());
    entry[16..24].copy_from_slice(&1_u64.to_le_bytes());
    entry[24..28].copy_from_slice(&1_u32.to_le_bytes());
    entry[32..48].copy_from_slice(&guid);
    entry[48..56].copy_from_slice(&file_bytes.to_le_bytes());
    entry[56..64].copy_from_slice(&file_bytes.to_le_bytes());
    entry[64..68].copy_from_slice(b"desc");
    entry[68..72].copy_from_slice(&page[4092..]);
    entry[72..80].copy_from_slice(&page[..8]);
    entry[80..88].copy_from_slice(&(page_at as u64).to_le_bytes());
    entry[88..96].copy_from_slice(&1_u64.to_le_bytes());
    entry[4096..4100].copy_from_slice(b"data");
    entry[4104..8188].copy_from_slice(&page[8..4092]);
    put_sum(&mut image, log, 8192);
    image
}

#[test]
fn a_log_that_was_not_written_back_stands_over_the_file() {
    let Some(image) = convert(&pattern(), &["-O", "vhdx"]) else { return };
    let items = metadata_at(&image) + (64 << 10);
    let right = image[items..items + 4096].to_vec();
    let mut torn = image.clone();
    torn[items..items + 4096].fill(0);
    assert!(tell(&Vhdx, &torn).halt.is_some());
    let logged = with_log(&torn, items, &right);
    let told = tell(&Vhdx, &logged);
    assert_eq!(told.halt, None);
    assert!(told.words().contains("its log (entries: 1, pages: 1)"), "{}", told.words());
    assert!(told.stream("image") == pattern());
    let log = usize::try_from(le64(&logged, (64 << 10) + 72).unwrap()).unwrap();
    let mut damaged = logged.clone();
    damaged[log + 5000] ^= 1;
    assert!(tell(&Vhdx, &damaged).halt.unwrap().contains("no complete sequence"));
    damage(&Vhdx, &logged, (log..log + 96).step_by(4));
}

#[test]
fn any_damage_ends_without_a_panic() {
    let Some(image) = convert(&pattern()[..1 << 20], &["-O", "vhdx"]) else { return };
    let metadata = metadata_at(&image);
    let items = metadata + (64 << 10);
    let spots = (metadata..metadata + 64).chain(items..items + 48).step_by(3);
    damage(&Vhdx, &image, (0..9).chain(spots));
}
