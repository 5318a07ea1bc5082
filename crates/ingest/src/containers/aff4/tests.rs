//! What an AFF4 image must give, from a real file and from ones of our own.

use std::io::{Cursor, Write as _};

use md5::Digest as _;
use sha1::Sha1;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::bytes_at::hex;
use super::super::tests::{damage, real, sure, tell};
use super::*;

const CHUNK: usize = 512;

/// Four chunks, of which the last is short; the third does not pack.
fn stream() -> Vec<u8> {
    let mut state = 7_u32;
    let byte = |at: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if at / CHUNK == 2 {
            u8::try_from(state >> 24).unwrap()
        } else {
            u8::try_from(at / 64).unwrap()
        }
    };
    (0..CHUNK * 7 / 2).map(byte).collect()
}

fn packed(method: &str, chunk: &[u8]) -> Vec<u8> {
    let mut chunk = chunk.to_vec();
    chunk.resize(CHUNK, 0);
    let level = flate2::Compression::default();
    let packed = match method {
        "zlib" => {
            let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), level);
            zlib.write_all(&chunk).unwrap();
            zlib.finish().unwrap()
        }
        "deflate" => {
            let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), level);
            deflate.write_all(&chunk).unwrap();
            deflate.finish().unwrap()
        }
        "snappy" => snap::raw::Encoder::new().compress_vec(&chunk).unwrap(),
        _ => chunk.clone(),
    };
    if packed.len() < chunk.len() { packed } else { chunk }
}

fn name_of(method: &str) -> &str {
    match method {
        "zlib" => "<https://www.ietf.org/rfc/rfc1950.txt>",
        "deflate" => "<https://tools.ietf.org/html/rfc1951>",
        "snappy" => "<http://code.google.com/p/snappy/>",
        _ => "aff4:NullCompressor",
    }
}

/// Runs of the map: 700 bytes of the stream, a gap of 300, 200 of 0xFF, the rest of the stream from 700.
fn map() -> Vec<u8> {
    let rest = stream().len() as u64 - 700;
    let runs = [(0_u64, 700_u64, 0_u64, 0_u32), (1_200, rest, 700, 0), (1_000, 200, 0, 1)];
    runs.into_iter()
        .flat_map(|(start, len, at, target)| {
            let mut run = [start, len, at].map(u64::to_le_bytes).concat();
            run.extend(target.to_le_bytes());
            run
        })
        .collect()
}

fn content() -> Vec<u8> {
    let stream = stream();
    [&stream[..700], &[0; 300], &[0xFF; 200], &stream[700..]].concat()
}

/// An image by `method`; `change` may edit the statements, `targets` are those of the map.
fn image(method: &str, targets: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let (stream, map, content) = (stream(), map(), content());
    let turtle = format!(
        "@prefix aff4: <http://aff4.org/Schema#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
         <aff4://s> a aff4:ImageStream ; aff4:chunkSize \"{CHUNK}\"^^xsd:int ; aff4:chunksInSegment 2 ;\n\
         aff4:compressionMethod {} ; aff4:size \"{}\"^^xsd:long ; aff4:hash \"{}\"^^aff4:SHA1 .\n\
         <aff4://m> a aff4:Map ; aff4:size \"{}\"^^xsd:long ; aff4:mapGapDefaultStream aff4:Zero ;\n\
         aff4:mapPointHash \"{}\"^^aff4:SHA512 .\n\
         <aff4://i> a aff4:DiskImage , aff4:Image ; aff4:dataStream <aff4://m> ;\n\
         aff4:diskModel \"model 1\" ; aff4:hash \"{}\"^^aff4:MD5 .\n",
        name_of(method),
        stream.len(),
        hex(&Sha1::digest(&stream)),
        content.len(),
        hex(&sha2::Sha512::digest(&map)),
        hex(&md5::Md5::digest(&content)),
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.set_comment("aff4://v").unwrap();
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    };
    put("container.description", b"aff4://v");
    put("version.txt", b"major=1\nminor=0\n");
    for (bevy, chunks) in stream.chunks(2 * CHUNK).enumerate() {
        let (mut data, mut index) = (Vec::new(), Vec::new());
        for chunk in chunks.chunks(CHUNK) {
            let stored = packed(method, chunk);
            index.extend((data.len() as u64).to_le_bytes());
            index.extend(u32::try_from(stored.len()).unwrap().to_le_bytes());
            data.extend(stored);
        }
        put(&format!("aff4%3A%2F%2Fs/{bevy:08}"), &data);
        put(&format!("aff4%3A%2F%2Fs/{bevy:08}.index"), &index);
    }
    put("aff4%3A%2F%2Fm/map", &map);
    put("aff4%3A%2F%2Fm/idx", targets.as_bytes());
    put("information.turtle", change(turtle).as_bytes());
    zip.finish().unwrap().into_inner()
}

const TARGETS: &str = "aff4://s\nhttp://aff4.org/Schema#SymbolicStreamFF\n";

#[test]
fn chunks_of_every_method_are_read_and_all_digests_match() {
    for method in ["zlib", "deflate", "snappy", "stored"] {
        let image = image(method, TARGETS, |turtle| turtle);
        assert_eq!(sure(&Aff4, &image), Sure::Yes);
        let told = tell(&Aff4, &image);
        assert_eq!(told.halt, None, "{method}");
        assert!(told.stream("image") == content(), "{method}: other bytes");
        let words = told.words();
        assert_eq!(words.matches("(matches)").count(), 3, "{method}: {words}");
        assert!(words.contains("(DiskImage): diskModel: model 1"), "{words}");
    }
    assert_eq!(sure(&Aff4, b"PK\x03\x04 another archive"), Sure::No);
}

#[test]
fn a_wrong_digest_is_plain_and_a_damaged_chunk_an_error_at_its_place() {
    // One digit more makes a digest that nothing has.
    let change = |turtle: String| turtle.replace("aff4:hash \"", "aff4:hash \"f");
    let wrong = image("zlib", TARGETS, change);
    let words = tell(&Aff4, &wrong).words();
    assert_eq!(words.matches("(DOES NOT MATCH)").count(), 2, "{words}");
    let mut damaged = image("zlib", TARGETS, |turtle| turtle);
    let chunk = packed("zlib", &stream()[..CHUNK]);
    let at = damaged.windows(chunk.len()).position(|window| window == chunk).unwrap();
    damaged[at + 4] ^= 0x55;
    let told = tell(&Aff4, &damaged);
    assert!(told.words().contains("that cannot be decoded: 1 (512 bytes)"), "{}", told.words());
    assert!(told.words().contains("not computable"), "{}", told.words());
    assert!(told.streams[0].bytes.as_ref().is_err_and(|e| e.contains("chunk 0 of aff4://s")));
}

#[test]
fn what_was_not_acquired_is_an_error_and_never_zeros() {
    for target in ["http://aff4.org/Schema#UnreadableData", "aff4://elsewhere"] {
        let told = tell(&Aff4, &image("zlib", &format!("aff4://s\n{target}\n"), |turtle| turtle));
        assert!(told.words().contains("or stand in another volume: 200;"), "{}", told.words());
        assert!(told.streams[0].bytes.is_err());
    }
}

#[test]
fn other_kinds_and_absurd_numbers_are_refused() {
    for (from, to, why) in [
        ("aff4:DiskImage", "aff4:FileImage", "AFF4-L"),
        ("aff4:DiskImage", "aff4:EncryptedStream", "an encrypted AFF4"),
        ("\"512\"", "\"99999999999\"", "chunks of 99999999999 bytes"),
        ("chunksInSegment 2", "chunksInSegment 0", "states 0 chunks"),
        ("rfc1950", "rfc9999", "unknown compression"),
        (
            "a aff4:Map ; aff4:size \"",
            "a aff4:Map ; aff4:size \"999999999999999",
            "bytes is stated",
        ),
    ] {
        let halt = tell(&Aff4, &image("zlib", TARGETS, |turtle| turtle.replace(from, to))).halt;
        assert!(halt.as_ref().is_some_and(|halt| halt.contains(why)), "{why}: {halt:?}");
    }
}

#[test]
fn chunks_that_share_their_bytes_are_refused() {
    let mut image = image("zlib", TARGETS, |turtle| turtle);
    let chunk = packed("zlib", &stream()[..CHUNK]);
    let mut index = 0_u64.to_le_bytes().to_vec();
    index.extend(u32::try_from(chunk.len()).unwrap().to_le_bytes());
    let at = image.windows(12).position(|window| window == index).unwrap();
    image[at + 9] = 0x7F;
    let told = tell(&Aff4, &image);
    assert!(told.words().contains("more chunks than it has room for"), "{}", told.words());
}

#[test]
fn any_damage_ends_without_a_panic() {
    let image = image("snappy", TARGETS, |turtle| turtle);
    damage(&Aff4, &image, (0..image.len()).step_by(7));
}

#[test]
fn a_real_image_has_the_digests_it_states() {
    let Some(image) = real("aff4/Base-Linear.aff4") else { return };
    assert_eq!(sure(&Aff4, &image), Sure::Yes);
    let told = tell(&Aff4, &image);
    assert_eq!(told.halt, None);
    let disk = told.stream("image");
    assert_eq!(disk.len(), 268_435_456);
    assert_eq!(hex(&Sha1::digest(disk)), "7d3d27f667f95f7ec5b9d32121622c0f4b60b48d");
    let words = told.words();
    assert!(!words.contains("NOT"), "{words}");
    assert_eq!(words.matches("(matches)").count(), 5, "{words}");
    assert!(words.contains("diskMake: Seagate"), "{words}");
}
