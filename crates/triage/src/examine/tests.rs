//! Every content has an answer, and no answer is believed that no reader can have given.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::camera::tests::{block, facts, in_jpeg};
use crate::pdq::Turn;

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name)).unwrap()
}

/// A JPEG with the facts of a camera in it.
fn with_facts(name: &str) -> Vec<u8> {
    let file = fixture(name);
    let facts = in_jpeg(&block(&facts(), true));
    [&facts[..facts.len() - 3], &file[2..]].concat()
}

fn png(width: u32, height: u32, depth: png::BitDepth) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_depth(depth);
    let bytes = if depth == png::BitDepth::Sixteen { 2 } else { 1 };
    let len = usize::try_from(width * height).unwrap() * bytes;
    let pixels: Vec<u8> = (0..len).map(|at| (at * at / 7 % 251).to_le_bytes()[0]).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    file
}

/// A PNG whose header states other sides than it has; the sum of the header is made anew.
fn png_stating(width: u32, height: u32) -> Vec<u8> {
    let mut file = png(8, 8, png::BitDepth::Eight);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = file[12..29].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            sum >> 1 ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    });
    file[29..33].copy_from_slice(&(!sum).to_be_bytes());
    file
}

fn animated_gif() -> Vec<u8> {
    let mut file = Vec::new();
    let palette: Vec<u8> = (0..=255).flat_map(|grey| [grey; 3]).collect();
    let mut encoder = gif::Encoder::new(&mut file, 40, 30, &palette).unwrap();
    for frame in 0..3usize {
        let buffer =
            (0..40 * 30).map(|at| (at * (frame + 3)).to_le_bytes()[0]).collect::<Vec<u8>>();
        let frame =
            gif::Frame { width: 40, height: 30, buffer: buffer.into(), ..gif::Frame::default() };
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    file
}

/// The answer, after it has crossed to the parent.
fn answer(bytes: &[u8]) -> Examined {
    let answer = examine(bytes);
    let json = answer.to_json().unwrap();
    assert_eq!(Examined::from_json(json.as_bytes()).unwrap(), answer);
    answer
}

fn why(bytes: &[u8]) -> Why {
    match answer(bytes).outcome {
        Outcome::NotReadable(why) => why,
        Outcome::Seen(seen) => panic!("{seen:?}"),
    }
}

fn seen(bytes: &[u8]) -> Seen {
    match answer(bytes).outcome {
        Outcome::Seen(seen) => seen,
        Outcome::NotReadable(why) => panic!("{why:?}"),
    }
}

#[test]
fn a_picture_is_answered_by_its_codes_and_facts() {
    let file = with_facts("plain.jpg");
    let answer = answer(&file);
    let (picture, codes) = picture::look_all_ways(&file).unwrap();
    let look = picture.look;
    let expected = Seen {
        kind: Kind::Jpeg,
        width: 200,
        height: 150,
        quality: look.quality,
        gate: Gate::Open,
        codes,
    };
    assert_eq!((expected.look(), codes.len()), (look, Turn::ALL.len()));
    assert_eq!(answer.outcome, Outcome::Seen(expected));
    assert_eq!(answer.camera.model, "Model 1");
    let json = answer.to_json().unwrap();
    assert!(json.contains(
        r#""kind":"jpeg","width":200,"height":150,"quality":100,"gate":"open","codes":["e513"#
    ));
}

#[test]
fn a_picture_that_cannot_be_decoded_states_its_camera_all_the_same() {
    let file = with_facts("plain.jpg");
    let cut = answer(&file[..file.len() / 2]);
    assert!(matches!(cut.outcome, Outcome::NotReadable(Why::Damaged { .. })));
    assert_eq!(cut.camera.serial, "A-0012");
}

#[test]
fn small_large_and_unusual_pictures_have_their_answers() {
    assert_eq!(why(b""), Why::Empty);
    for text in [&b"%PDF-1.7 and so on"[..], b"BMW and other makers of cars"] {
        assert_eq!(why(text), Why::UnknownKind);
    }
    assert_eq!(why(&png(1, 1, png::BitDepth::Eight)), Why::TooSmall { width: 1, height: 1 });
    let (width, height) = (65_535, 65_535);
    assert_eq!(why(&png_stating(65_535, 65_535)), Why::TooManyPixels { width, height });
    assert!(matches!(why(&png_stating(0, 8)), Why::Damaged { .. } | Why::TooSmall { .. }));
    let deep = seen(&png(40, 30, png::BitDepth::Sixteen));
    assert_eq!((deep.kind, deep.width, deep.height), (Kind::Png, 40, 30));
    let gif = seen(&animated_gif());
    assert_eq!((gif.kind, gif.width, gif.height), (Kind::Gif, 40, 30));
}

#[test]
fn what_is_no_picture_that_is_read_is_told_by_its_first_bytes() {
    let ftyp = |brand: &[u8; 4], other: &[u8; 4]| {
        [&[0, 0, 0, 24], &b"ftyp"[..], brand, &[0; 4], &b"mif1"[..], other].concat()
    };
    for (head, unread) in [
        (ftyp(b"heic", b"heic"), Unread::Heic),
        (ftyp(b"mif1", b"heic"), Unread::Heic),
        (ftyp(b"mif1", b"avif"), Unread::Avif),
        (ftyp(b"avif", b"miaf"), Unread::Avif),
        (ftyp(b"crx ", b"isom"), Unread::Raw),
        (b"\0\0\0\x0CJXL \r\n\x87\n".to_vec(), Unread::JpegXl),
        (b"\xFF\x0A\xFA\x7F".to_vec(), Unread::JpegXl),
        (b"\0\0\0\x0CjP  \r\n\x87\n".to_vec(), Unread::Jpeg2000),
        (b"\xFF\x4F\xFF\x51\0\x2F".to_vec(), Unread::Jpeg2000),
        (b"8BPS\0\x01\0\0".to_vec(), Unread::Photoshop),
        (b"II\x2A\0\x10\0\0\0CR\x02\0".to_vec(), Unread::Raw),
        (b"FUJIFILMCCD-RAW 0201".to_vec(), Unread::Raw),
        (b"IIU\0\x18\0\0\0".to_vec(), Unread::Raw),
        (b"II\x2B\0\x08\0\0\0".to_vec(), Unread::BigTiff),
    ] {
        assert!(takes(&head) && !is_film(&head), "{unread:?}");
        assert_eq!(why(&head), Why::Unsupported(unread));
    }
    let plain = |brand: &[u8; 4]| [&[0, 0, 0, 16], &b"ftyp"[..], brand, &[0; 4]].concat();
    let mut stream = vec![0x47; HEAD_BYTES];
    stream[1..188].fill(0);
    let mut of_camera = vec![0; HEAD_BYTES];
    (of_camera[4], of_camera[196]) = (0x47, 0x47);
    for head in [
        plain(b"isom"),
        plain(b"mp42"),
        plain(b"qt  "),
        plain(b"3gp5"),
        b"\0\0\0\x08wide\0\0".to_vec(),
        b"\x1A\x45\xDF\xA3\x01".to_vec(),
        b"RIFF\0\0\0\0AVI LIST".to_vec(),
        b"\0\0\x01\xBA\x44".to_vec(),
        b"FLV\x01\x05".to_vec(),
        b"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6".to_vec(),
        stream,
        of_camera,
    ] {
        assert!(is_film(&head) && !takes(&head), "{head:?}");
        assert_eq!(why(&head), Why::Unsupported(Unread::Film));
    }
    for head in [
        &b""[..],
        b"BMW and other makers of cars",
        b"RIFF\0\0\0\0WAVE",
        b"II",
        b"Goodbye",
        &plain(b"M4A "),
    ] {
        assert!(!takes(head) && !is_film(head), "{head:?}");
    }
    for name in ["plain.jpg", "cmyk.jpg"] {
        assert!(takes(&fixture(name)[..12]));
    }
    assert!(takes(&animated_gif()[..12]) && takes(&png(8, 8, png::BitDepth::Eight)[..12]));
}

/// A film that a reader was given, as text in JSON, with one thing changed.
fn changed(from: &str, to: &str) -> Result<Examined, NotBelieved> {
    let json = examine(&with_facts("plain.jpg")).to_json().unwrap();
    assert!(json.contains(from), "{from} in {json}");
    Examined::from_json(json.replacen(from, to, 1).as_bytes())
}

#[test]
fn an_answer_that_no_reader_can_have_given_is_not_believed() {
    assert!(changed("e513", "e513").is_ok());
    for (from, to) in [
        (r#""width":200"#, r#""width":4"#),
        (r#""width":200"#, r#""width":65536"#),
        (r#""quality":100"#, r#""quality":101"#),
        (r#""quality":100"#, r#""quality":49"#),
        (r#""gate":"open""#, r#""gate":"near_blank""#),
        (r#""make":"Example"#, r#""make":"\u001bExample"#),
        (r#""make":"Example"#, r#""make":" Example"#),
        (r#""local":"2024-02-29"#, r#""local":"2023-02-29"#),
        (r#""offset":"+01:00""#, r#""offset":"later""#),
        (r#""fraction":"071""#, r#""fraction":"<b>""#),
        (r#""utc":"2024-02-29T22:59:58Z""#, r#""utc":"2024-02-29T22:59:58""#),
        (r#""latitude":-43.4744833"#, r#""latitude":-91"#),
    ] {
        assert!(matches!(changed(from, to), Err(NotBelieved::Impossible(_))), "{to}");
    }
    for (from, to) in [
        ("e513", "g513"),
        (r#""quality":100"#, r#""quality":100,"name":"x""#),
        (r#""kind":"jpeg""#, r#""kind":"heic""#),
        (r#""latitude":-43.4744833"#, r#""latitude":1e999"#),
        (r#"{"outcome""#, r#"[{"outcome""#),
    ] {
        assert!(matches!(changed(from, to), Err(NotBelieved::Malformed(_))), "{to}");
    }
    let reason = |why: Why| {
        let outcome = Outcome::NotReadable(why);
        let json = Examined { outcome, camera: Camera::default() }.to_json().unwrap();
        Examined::from_json(json.as_bytes())
    };
    assert!(reason(Why::TooSmall { width: 4, height: 4 }).is_ok());
    for why in [
        Why::NoAnswer,
        Why::TooSmall { width: 5, height: 5 },
        Why::TooManyPixels { width: 100, height: 100 },
        Why::TooManyBytes { bytes: 5 },
        Why::Damaged { detail: "x".repeat(201) },
    ] {
        assert!(matches!(reason(why), Err(NotBelieved::Impossible("reason"))));
    }
}

#[test]
fn the_longest_answer_is_within_the_limit_and_a_longer_one_is_refused() {
    let text = || "\u{1F4F7}".repeat(camera::TEXT_CHARS_MAX);
    let mut answer = examine(&with_facts("plain.jpg"));
    let camera = &mut answer.camera;
    (camera.make, camera.model, camera.serial) = (text(), text(), text());
    (camera.lens, camera.software, camera.image_id) = (text(), text(), text());
    camera.taken.as_mut().unwrap().stated = text();
    let gps = camera.gps.as_mut().unwrap();
    (gps.latitude, gps.longitude) = (text(), text());
    let all = "block_unreadable block_cut too_many wrong_form text_cut serial_zero time_impossible \
               offset_impossible position_by_zero position_out_of_range position_incomplete \
               position_zero gps_time_impossible gps_time_incomplete";
    camera.flaws = all
        .split_whitespace()
        .map(|code| serde_json::from_str(&format!("{code:?}")).unwrap())
        .collect();
    let json = answer.to_json().unwrap();
    println!("{}", json.len());
    assert_eq!(Examined::from_json(json.as_bytes()).unwrap(), answer);
    // A reason in the place of the codes has one text more.
    assert!(json.len() + 4 * camera::TEXT_CHARS_MAX <= ANSWER_BYTES_MAX);
    let longer = format!("{json}{}", " ".repeat(ANSWER_BYTES_MAX));
    assert!(matches!(Examined::from_json(longer.as_bytes()), Err(NotBelieved::TooLong(_))));
}

#[test]
fn real_pictures_and_films_have_answers() {
    let Some(folder) = casetest::real::path("hashing") else { return };
    let mut counted = (0, 0);
    for below in ["pdq/misc", "pdq/dih", "vpdq"] {
        for entry in fs::read_dir(folder.join(below)).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            counted.0 += usize::from(matches!(answer(&bytes).outcome, Outcome::Seen(_)));
            counted.1 += usize::from(is_film(&bytes[..32]));
        }
    }
    assert_eq!(counted, (11, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_content_has_an_answer_that_is_believed(
        number in 0usize..6,
        end in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        turned in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
    ) {
        let mut file = match number {
            0 => with_facts("plain.jpg"),
            1 => with_facts("progressive.jpg"),
            2 => png(40, 30, png::BitDepth::Sixteen),
            3 => animated_gif(),
            4 => block(&facts(), false),
            _ => with_facts("cmyk.jpg"),
        };
        for (at, byte) in turned {
            let at = at.index(file.len().min(2000));
            file[at] = byte;
        }
        if is_cut {
            file.truncate(end.index(file.len()));
        }
        answer(&file);
    }

    #[test]
    fn any_bytes_have_an_answer_that_is_believed(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        answer(&bytes);
        takes(&bytes);
    }

    #[test]
    fn no_text_stops_the_parent(text in ".{0,200}") {
        prop_assert!(Examined::from_json(text.as_bytes()).is_err());
    }
}
