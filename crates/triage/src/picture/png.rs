//! PNG: its image, not what is animated, at 8 bits a sample.

use std::io::Cursor;

use png::{ColorType, Decoder, Limits, Transformations};

use super::{Kind, NotReadable, PIXELS_MAX, Picture, damaged, sides_of};
use crate::pdq::Samples;

/// What the decoder may take beside the picture: a row, and chunks that are kept.
const WORK_MAX: usize = 16 << 20;

pub(super) fn decode(bytes: &[u8]) -> Result<Picture, NotReadable> {
    let limits = Limits { bytes: WORK_MAX };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = reader.info().size();
    let (width, height) = sides_of(width, height)?;
    let samples = match reader.output_color_type().0 {
        ColorType::Grayscale => Samples::Grey,
        ColorType::GrayscaleAlpha => Samples::GreyAlpha,
        ColorType::Rgb => Samples::Rgb,
        ColorType::Rgba => Samples::Rgba,
        ColorType::Indexed => return Err(NotReadable::Unsupported("a PNG without its palette")),
    };
    let len = reader.output_buffer_size().filter(|len| *len <= PIXELS_MAX * samples.count());
    let mut bytes = vec![0; len.ok_or(NotReadable::TooManyPixels { width, height })?];
    reader.next_frame(&mut bytes).map_err(damaged)?;
    Ok(Picture { kind: Kind::Png, width, height, samples, bytes })
}
