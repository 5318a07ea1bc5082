//! GIF: the first frame, where it lies on the canvas.
//!
//! What the frame does not cover has its transparent colour, else the first of the palette.

use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};

use super::{Kind, NotReadable, PIXELS_MAX, Picture, damaged, sides};
use crate::pdq::Samples;

pub(super) fn decode(bytes: &[u8]) -> Result<Picture, NotReadable> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(
        NonZeroU64::new(PIXELS_MAX as u64).map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes),
    );
    let mut decoder = options.read_info(bytes).map_err(damaged)?;
    let (width, height) = sides(usize::from(decoder.width()), usize::from(decoder.height()))?;
    let global: Vec<u8> = decoder.global_palette().unwrap_or_default().to_vec();
    let frame = decoder.read_next_frame().map_err(damaged)?;
    let frame = frame.ok_or_else(|| damaged("no frame"))?;
    let mut canvas = vec![frame.transparent.unwrap_or(0); width * height];
    let left = usize::from(frame.left);
    let rows = frame.buffer.chunks_exact(usize::from(frame.width).max(1));
    let under = canvas.chunks_exact_mut(width).skip(usize::from(frame.top));
    for (to, from) in under.zip(rows) {
        to.iter_mut().skip(left).zip(from).for_each(|(to, from)| *to = *from);
    }
    let palette = frame.palette.as_deref().unwrap_or(&global).as_chunks::<3>().0;
    let colour = |index: &u8| palette.get(usize::from(*index)).copied().unwrap_or_default();
    let bytes = canvas.iter().flat_map(colour).collect();
    Ok(Picture { kind: Kind::Gif, width, height, samples: Samples::Rgb, bytes })
}
