//! BMP, WebP and TIFF: rarer on telephones; read whole by their libraries.

use std::io::Cursor;

use image_webp::WebPDecoder;
use tiff::ColorType;
use tiff::decoder::{Decoder as TiffDecoder, DecodingResult, Limits};
use zune_bmp::BmpDecoder;
use zune_bmp::zune_core::bytestream::ZCursor;
use zune_bmp::zune_core::colorspace::ColorSpace;
use zune_bmp::zune_core::options::DecoderOptions;

use super::{Kind, NotReadable, PIXELS_MAX, Picture, damaged, sides, sides_of};
use crate::pdq::Samples;

pub(super) fn decode_bmp(bytes: &[u8]) -> Result<Picture, NotReadable> {
    // The sides are judged here, before a pixel is decoded.
    let options = DecoderOptions::default().set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut decoder = BmpDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("no size"))?;
    let (width, height) = sides(width, height)?;
    let samples = match decoder.colorspace() {
        Some(ColorSpace::Luma) => Samples::Grey,
        Some(ColorSpace::RGB) => Samples::Rgb,
        Some(ColorSpace::RGBA) => Samples::Rgba,
        _ => return Err(NotReadable::Unsupported("a BMP of unusual colours")),
    };
    let bytes = decoder.decode().map_err(damaged)?;
    Ok(Picture { kind: Kind::Bmp, width, height, samples, bytes })
}

pub(super) fn decode_webp(bytes: &[u8]) -> Result<Picture, NotReadable> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    decoder.set_memory_limit(PIXELS_MAX);
    let (width, height) = decoder.dimensions();
    let (width, height) = sides_of(width, height)?;
    let samples = if decoder.has_alpha() { Samples::Rgba } else { Samples::Rgb };
    let mut bytes = vec![0; width * height * samples.count()];
    decoder.read_image(&mut bytes).map_err(damaged)?;
    Ok(Picture { kind: Kind::WebP, width, height, samples, bytes })
}

pub(super) fn decode_tiff(bytes: &[u8]) -> Result<Picture, NotReadable> {
    // Samples of 16 bits take twice the bytes, within the memory of a worker only for half the pixels.
    let mut limits = Limits::default();
    limits.decoding_buffer_size = 4 * PIXELS_MAX;
    limits.intermediate_buffer_size = PIXELS_MAX;
    let mut decoder = TiffDecoder::new(Cursor::new(bytes)).map_err(damaged)?.with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(damaged)?;
    let (width, height) = sides_of(width, height)?;
    let samples = match decoder.colortype().map_err(damaged)? {
        ColorType::Gray(8 | 16) => Samples::Grey,
        ColorType::GrayA(8 | 16) => Samples::GreyAlpha,
        ColorType::RGB(8 | 16) => Samples::Rgb,
        ColorType::RGBA(8 | 16) | ColorType::CMYK(8 | 16) => Samples::Rgba,
        ColorType::CMYK(_) | ColorType::CMYKA(_) => return Err(NotReadable::Unsupported("CMYK")),
        _ => {
            return Err(NotReadable::Unsupported(
                "a TIFF of other than 8 or 16 bits of grey or RGB",
            ));
        }
    };
    let is_print = matches!(decoder.colortype(), Ok(ColorType::CMYK(_)));
    let mut bytes = match decoder.read_image().map_err(damaged)? {
        DecodingResult::U8(bytes) => bytes,
        DecodingResult::U16(words) => words.iter().map(|word| word.to_be_bytes()[0]).collect(),
        _ => return Err(NotReadable::Unsupported("a TIFF of other than 8 or 16 bits")),
    };
    if bytes.len() < width * height * samples.count() {
        return Err(NotReadable::Unsupported("a TIFF whose colours are stored apart"));
    }
    if is_print {
        bytes.as_chunks_mut().0.iter_mut().for_each(print_to_light);
    }
    Ok(Picture { kind: Kind::Tiff, width, height, samples, bytes })
}

/// Cyan, magenta, yellow and black as red, green and blue on white paper; the fourth is passed over.
fn print_to_light(pixel: &mut [u8; 4]) {
    let [cyan, magenta, yellow, black] = pixel.map(|ink| 255 - u16::from(ink));
    let light = |paper: u16| u8::try_from((paper * black + 127) / 255).unwrap_or(u8::MAX);
    *pixel = [light(cyan), light(magenta), light(yellow), u8::MAX];
}
