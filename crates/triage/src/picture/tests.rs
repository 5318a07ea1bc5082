//! Pictures of each kind, whole, cut off and damaged; they show nothing.

use std::f64::consts::TAU;
use std::fs;
use std::path::Path;

use super::*;

/// A picture that shows nothing: two waves and a slope, in three colours.
fn pixels(width: usize, height: usize) -> Vec<u8> {
    let wave = |at: usize, len: usize, turns: f64| (at as f64 / len as f64 * turns * TAU).sin();
    let byte = |light: f64| (0..=u8::MAX).find(|byte| f64::from(*byte) >= light).unwrap_or(u8::MAX);
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let slope = 40.0 * (x + y) as f64 / (width + height) as f64;
            let light = 128.0
                + 50.0 * wave(x, width, 3.0)
                + 30.0 * wave(y, height, 5.0) * wave(x, width, 2.0)
                + slope;
            bytes.extend([light, light * 0.8, 255.0 - light].map(byte));
        }
    }
    bytes
}

const SIDES: (u8, u8) = (150, 100);
const WIDTH: usize = SIDES.0 as usize;
const HEIGHT: usize = SIDES.1 as usize;

fn of_pixels() -> Look {
    let bytes = pixels(WIDTH, HEIGHT);
    pdq::look(View { width: WIDTH, height: HEIGHT, samples: Samples::Rgb, bytes: &bytes }).unwrap()
}

fn as_png(depth: ::png::BitDepth) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, SIDES.0.into(), SIDES.1.into());
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(depth);
    let bytes = pixels(WIDTH, HEIGHT);
    let doubled = || bytes.iter().flat_map(|byte| [*byte, 0x55]).collect();
    let bytes: Vec<u8> = if depth == ::png::BitDepth::Sixteen { doubled() } else { bytes };
    encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
    file
}

fn as_webp() -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut file);
    let colours = image_webp::ColorType::Rgb8;
    encoder.encode(&pixels(WIDTH, HEIGHT), SIDES.0.into(), SIDES.1.into(), colours).unwrap();
    file
}

fn as_tiff() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = ::tiff::encoder::TiffEncoder::new(&mut file).unwrap();
    encoder
        .write_image::<::tiff::encoder::colortype::RGB8>(
            SIDES.0.into(),
            SIDES.1.into(),
            &pixels(WIDTH, HEIGHT),
        )
        .unwrap();
    file.into_inner()
}

/// 24 bits a pixel, the lowest row first (BITMAPINFOHEADER).
fn as_bmp() -> Vec<u8> {
    let stride = (WIDTH * 3).next_multiple_of(4);
    let mut file = b"BM".to_vec();
    file.extend((54 + stride * HEIGHT).to_le_bytes()[..4].iter().chain(&[0; 4]));
    for field in [54, 40, WIDTH, HEIGHT] {
        file.extend(&field.to_le_bytes()[..4]);
    }
    file.extend([1, 0, 24, 0]);
    file.extend([0; 24]);
    for row in pixels(WIDTH, HEIGHT).chunks_exact(WIDTH * 3).rev() {
        file.extend(row.chunks_exact(3).flat_map(|rgb| [rgb[2], rgb[1], rgb[0]]));
        file.extend(vec![0; stride - WIDTH * 3]);
    }
    file
}

/// Greys of 256 steps, the frame a pixel off the corner of its canvas.
fn as_gif() -> Vec<u8> {
    let palette: Vec<u8> = (0..=255).flat_map(|grey| [grey; 3]).collect();
    let grey = pixels(WIDTH, HEIGHT).chunks_exact(3).map(|rgb| rgb[0]).collect::<Vec<_>>();
    let mut file = Vec::new();
    let (width, height) = (u16::from(SIDES.0), u16::from(SIDES.1));
    let mut encoder = ::gif::Encoder::new(&mut file, width + 1, height + 1, &palette).unwrap();
    let frame = ::gif::Frame {
        left: 1,
        top: 1,
        width,
        height,
        buffer: grey.into(),
        ..::gif::Frame::default()
    };
    encoder.write_frame(&frame).unwrap();
    encoder
        .write_frame(&::gif::Frame {
            width,
            height,
            buffer: vec![0; WIDTH * HEIGHT].into(),
            ..::gif::Frame::default()
        })
        .unwrap();
    drop(encoder);
    file
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name)).unwrap()
}

/// One file of each kind.
fn files() -> Vec<(Kind, Vec<u8>)> {
    vec![
        (Kind::Png, as_png(::png::BitDepth::Eight)),
        (Kind::Bmp, as_bmp()),
        (Kind::WebP, as_webp()),
        (Kind::Tiff, as_tiff()),
        (Kind::Gif, as_gif()),
        (Kind::Jpeg, fixture("plain.jpg")),
        (Kind::Jpeg, fixture("progressive.jpg")),
    ]
}

#[test]
fn a_picture_has_one_code_however_it_is_stored_without_loss() {
    let expected = of_pixels();
    for (kind, file) in
        files().into_iter().take(4).chain([(Kind::Png, as_png(::png::BitDepth::Sixteen))])
    {
        let seen = look(&file).unwrap();
        assert_eq!(seen, Seen { kind, width: WIDTH, height: HEIGHT, look: expected }, "{kind:?}");
    }
}

#[test]
fn a_gif_is_its_first_frame_where_it_lies_on_the_canvas() {
    let seen = look(&as_gif()).unwrap();
    assert_eq!((seen.width, seen.height), (WIDTH + 1, HEIGHT + 1));
    let mut canvas = vec![0; (WIDTH + 1) * (HEIGHT + 1)];
    for (row, from) in pixels(WIDTH, HEIGHT).chunks_exact(WIDTH * 3).enumerate() {
        for (x, rgb) in from.chunks_exact(3).enumerate() {
            canvas[(row + 1) * (WIDTH + 1) + x + 1] = rgb[0];
        }
    }
    let view =
        View { width: WIDTH + 1, height: HEIGHT + 1, samples: Samples::Grey, bytes: &canvas };
    // Grey as red, green and blue rounds otherwise than grey alone.
    assert!(seen.look.code.distance(pdq::look(view).unwrap().code) <= 2);
}

#[test]
fn jpegs_of_several_ways_have_the_codes_of_the_reference() {
    for (name, code) in [
        ("plain.jpg", "e513a65eb96bb92270caec211f54e423f0af135e8c154edd64a113e8963e1f36"),
        ("progressive.jpg", "e513a65eb96bb92270caec211f54e423f0af135e8c154edd64a113e8963e1f36"),
        ("grey.jpg", "e513a65eb96bb92270caec211f54e423f0af135e8c154edd64a113e8963e1f36"),
        ("rgb.jpg", "f503ce5eb36bb12250daec211f54e423f0af135e8c154edd64a113e8963e1f36"),
        ("cmyk.jpg", "fd01e65eb16fb92270caec211b54e823f0af135e8c154edd64a113e8963e1f36"),
    ] {
        let seen = look(&fixture(name)).unwrap();
        let distance = seen.look.code.distance(code.parse().unwrap());
        println!("{name} {distance} {seen:?}");
        assert!(distance <= 4, "{name} {distance}");
        assert_eq!((seen.width, seen.height, seen.look.quality), (200, 150, 100), "{name}");
    }
}

#[test]
fn a_picture_for_print_has_the_code_it_has_on_paper() {
    // The same bytes, said to be brightness and colours (YCCK) of four inks.
    let mut file = fixture("cmyk.jpg");
    let mark = file.windows(5).position(|bytes| bytes == b"Adobe").unwrap();
    file[mark + 11] = 2;
    let code: pdq::Code = YCCK.parse().unwrap();
    assert!(look(&file).unwrap().look.code.distance(code) <= 4);

    let light = pixels(WIDTH, HEIGHT);
    let inks = light.chunks_exact(3).flat_map(|rgb| {
        let [red, green, blue] = [rgb[0], rgb[1], rgb[2]].map(|light| 255 - light);
        [red, green, blue, 0]
    });
    let mut tiff = std::io::Cursor::new(Vec::new());
    let mut encoder = ::tiff::encoder::TiffEncoder::new(&mut tiff).unwrap();
    let (width, height) = (u32::from(SIDES.0), u32::from(SIDES.1));
    let inks: Vec<u8> = inks.collect();
    encoder.write_image::<::tiff::encoder::colortype::CMYK8>(width, height, &inks).unwrap();
    assert_eq!(look(tiff.get_ref()).unwrap().look, of_pixels());
}

/// The code of the reference.
const YCCK: &str = "2080f1f38e2222c0c2723905ec161fe917f954ee2d85652b0bdfec76e8ddda5b";

#[test]
fn what_cannot_be_read_says_why() {
    let why = |bytes: &[u8]| look(bytes).unwrap_err();
    assert_eq!(why(b""), NotReadable::Empty);
    assert_eq!(why(b"%PDF-1.7"), NotReadable::UnknownKind);
    assert_eq!(why(&vec![0; BYTES_MAX + 1]), NotReadable::TooManyBytes { bytes: BYTES_MAX + 1 });
    let gif = |side: u8| [&b"GIF89a"[..], &[side; 4], &[0; 3], b",", &[0; 9], &[2]].concat();
    assert_eq!(why(&gif(0xFF)), NotReadable::TooManyPixels { width: 65_535, height: 65_535 });
    let mut long = as_bmp();
    long[18..26].copy_from_slice(&[0, 0, 1, 0, 8, 0, 0, 0]);
    assert_eq!(why(&long), NotReadable::TooManyPixels { width: 65_536, height: 8 });
    assert_eq!(why(&gif(0)), NotReadable::TooSmall { width: 0, height: 0 });
    assert!(matches!(why(b"\xFF\xD8\xFF\xE0"), NotReadable::Damaged(_)));
}

#[test]
fn a_picture_that_ends_early_has_no_code() {
    for (kind, file) in files() {
        for part in 1..16 {
            let cut = &file[..file.len() * part / 16];
            assert!(
                matches!(look(cut), Err(NotReadable::Damaged(_))),
                "{kind:?} {part}/16: {:?}",
                look(cut)
            );
        }
    }
}

#[test]
fn bytes_that_are_turned_never_stop_the_reading() {
    for (kind, file) in files() {
        for number in 0..300usize {
            let mut bytes = file.clone();
            for change in 0..3 {
                let at = (number * 7919 + change * 104_729) % file.len().min(2000);
                bytes[at] ^= 0x80 >> (number % 8);
            }
            if let Err(NotReadable::Damaged(why)) = look(&bytes) {
                assert!(!why.is_empty(), "{kind:?}");
            }
        }
    }
}
