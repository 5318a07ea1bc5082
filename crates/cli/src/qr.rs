//! A short text as a QR code (ISO/IEC 18004:2015), to be printed and read by a scanner that has no cable to the case.

use casebook::Fault;
use qrcode::render::svg;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};

/// Side of a module in the picture, units of SVG.
const MODULE: u32 = 4;

/// Draws a text as SVG, black on white with the margin of the standard. At level M, of which 15 % may be unreadable, a
/// code holds 2,331 bytes.
pub(crate) fn svg(text: &str) -> Result<String, Fault> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|e| undrawn(text, e))?;
    let mut picture = code.render::<svg::Color<'_>>();
    Ok(picture.quiet_zone(true).module_dimensions(MODULE, MODULE).build())
}

fn undrawn(text: &str, cause: QrError) -> Fault {
    let fact = format!("no QR code holds the {} bytes of this text", text.len());
    Fault::usage(fact, "carry the file with the text, which is written").caused_by(cause)
}
