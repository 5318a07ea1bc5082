//! Pictures of boxes and waves, drawn from a number.

#![allow(dead_code, reason = "each test program uses a part of it")]

use triage::pdq::Code;

/// Pixels in each direction of a drawn picture.
const SIDE: u32 = 160;

/// A bitmap of 24 bits a pixel, drawn by `light`, which gives 0 to 255.
pub(crate) fn bitmap(light: impl Fn(f64, f64) -> f64) -> Vec<u8> {
    let bytes = SIDE * SIDE * 3;
    let mut out = Vec::new();
    out.extend(b"BM");
    out.extend((54 + bytes).to_le_bytes());
    out.extend([0; 4]);
    for value in [54, 40, SIDE, SIDE] {
        out.extend(u32::to_le_bytes(value));
    }
    out.extend([1, 0, 24, 0]);
    for value in [0, bytes, 2835, 2835, 0, 0] {
        out.extend(u32::to_le_bytes(value));
    }
    for y in 0..SIDE {
        for x in 0..SIDE {
            let place = |at: u32| f64::from(at) / f64::from(SIDE);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a light")]
            let grey = light(place(x), place(y)).clamp(0.0, 255.0) as u8;
            out.extend([grey; 3]);
        }
    }
    out
}

/// A drawn picture: waves and boxes that follow from a seed, made brighter by so much.
pub(crate) fn drawn(seed: u64, brighter: f64) -> Vec<u8> {
    drawn_as(seed, brighter, |x, y| (x, y))
}

/// The same, turned.
pub(crate) fn drawn_as(seed: u64, brighter: f64, turn: impl Fn(f64, f64) -> (f64, f64)) -> Vec<u8> {
    let part = |number: u64| {
        let mixed = (seed * 31 + number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        #[expect(clippy::cast_precision_loss, reason = "24 bits")]
        let part = mixed as f64 / f64::from(1 << 24);
        part
    };
    bitmap(|x, y| {
        let (x, y) = turn(x, y);
        let boxes = (0..12).filter(|at| {
            let (left, top) = (part(at * 4), part(at * 4 + 1));
            let (wide, high) = (0.1 + part(at * 4 + 2) / 3.0, 0.1 + part(at * 4 + 3) / 3.0);
            (left..left + wide).contains(&x) && (top..top + high).contains(&y)
        });
        let steps: f64 = boxes.map(|at| if at % 2 == 0 { 70.0 } else { -70.0 }).sum();
        120.0 + brighter + steps + 30.0 * ((3.0 + part(90) * 9.0) * x + 4.0 * y).sin()
    })
}

/// The code of a picture.
pub(crate) fn code(bytes: &[u8]) -> Code {
    triage::picture::look(bytes).unwrap().look.code
}
