//! JPEG: only its brightness is decoded, which is the luminance a code is made of.
//!
//! What is stored as red, green and blue is decoded so; four colours for print (CMYK, YCCK) as what they are on
//! paper, inverted as all programs store them, with or without Adobe's mark.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Kind, NotReadable, PIXELS_MAX, Picture, SCANS_MAX, SIDE_MAX, damaged, sides};
use crate::pdq::Samples;

/// Pixels of four colours, each of which takes more memory than three do.
const PRINT_PIXELS_MAX: usize = PIXELS_MAX / 2;

pub(super) fn decode(bytes: &[u8]) -> Result<Picture, NotReadable> {
    let options = DecoderOptions::default()
        .set_max_width(SIDE_MAX)
        .set_max_height(SIDE_MAX)
        .jpeg_set_max_scans(SCANS_MAX)
        .set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("no size"))?;
    let (width, height) = sides(width, height)?;
    let (stored, samples) = match decoder.input_colorspace() {
        Some(ColorSpace::YCbCr | ColorSpace::Luma) => (ColorSpace::Luma, Samples::Grey),
        Some(ColorSpace::CMYK | ColorSpace::YCCK) if width * height > PRINT_PIXELS_MAX => {
            return Err(NotReadable::Unsupported("CMYK"));
        }
        Some(ColorSpace::RGB | ColorSpace::CMYK | ColorSpace::YCCK) => {
            (ColorSpace::RGB, Samples::Rgb)
        }
        _ => return Err(NotReadable::Unsupported("a JPEG of unusual colours")),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(stored));
    let bytes = decoder.decode().map_err(damaged)?;
    Ok(Picture { kind: Kind::Jpeg, width, height, samples, bytes })
}
