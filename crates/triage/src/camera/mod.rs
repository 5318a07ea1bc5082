//! What a picture states of its camera, its time and its place (Exif), and nothing that is not stated.
//!
//! Sources: JEITA CP-3451 (Exif 2.3, 3.0) and TIFF 6.0; where the block lies: Exif 4.7.2 (JPEG), W3C PNG 3
//! (`eXIf`), the WebP container (`EXIF`), ISO/IEC 23008-12 (HEIC, AVIF), ISO/IEC 18181-2 (JPEG XL).
//!
//! ```text
//! block      where the block of facts lies in a file of each kind
//! directory  its lists of facts, and the value of each
//! stated     texts, times and places, kept only where they can be what they say
//! ```
//!
//! Nothing is decoded: a picture that is cut off, damaged or of a kind that is not read states its facts all
//! the same. RAW files that are TIFF inside are read too.
//!
//! What it cannot show: any program can write these facts, and takes them along into what it makes of a
//! picture. They are what the file states, not what happened. The clock is that of the camera.
//!
//! Limits: [`TEXT_CHARS_MAX`], [`ENTRIES_MAX`], [`PIECES_MAX`]; nothing is copied but texts. Only the first
//! block of a file is read. Not read: XMP, IPTC, notes of makers, GIF and BMP (which have none), `brob` boxes
//! of JPEG XL, text that is not UTF-8 (it shows as U+FFFD).

mod block;
mod directory;
mod stated;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use directory::{Block, Directory};
pub(crate) use stated::{clean, is_clean};

/// Characters that are kept of a text: names of cameras and lenses have fewer than 80, and a list of
/// files stays readable.
pub const TEXT_CHARS_MAX: usize = 200;

/// Entries of a directory that are looked at: all that the standard knows are fewer than 300.
pub const ENTRIES_MAX: usize = 4096;

/// Segments, chunks or boxes of a file that are passed on the way to its facts: a PNG of
/// [`crate::picture::BYTES_MAX`] has 32,768 of the usual 8 KiB.
pub const PIECES_MAX: usize = 1 << 20;

/// What a file states. Texts are trimmed, cut and escaped, and empty where the file has none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// Maker of the camera (`Make`).
    pub make: String,
    /// Model of the camera (`Model`).
    pub model: String,
    /// Serial number of its body (`BodySerialNumber`, or `CameraSerialNumber` of DNG).
    pub serial: String,
    /// Model of the lens (`LensModel`).
    pub lens: String,
    /// Program or firmware that wrote the file (`Software`).
    pub software: String,
    /// Number that the camera gave the picture (`ImageUniqueID`).
    pub image_id: String,
    /// When it was taken.
    pub taken: Option<Taken>,
    /// What a receiver of positions stated.
    pub gps: Option<Gps>,
    /// What was left empty or cut, and why.
    pub flaws: BTreeSet<Flaw>,
}

/// Which of its times a file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// When the picture was taken (`DateTimeOriginal`).
    Original,
    /// When it was made into numbers (`DateTimeDigitized`): for a camera the same, for a scan later.
    Digitized,
    /// When the file was last changed (`DateTime`): by the camera, or later by a program.
    Changed,
}

/// A time by the clock of the camera.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Which time it is: the first that can be one, in the order of [`Moment`].
    pub moment: Moment,
    /// The text as it stands.
    pub stated: String,
    /// `YYYY-MM-DDTHH:MM:SS` by the camera's clock; empty where the text is no time.
    pub local: String,
    /// Digits after the second, where stated.
    pub fraction: String,
    /// Offset from UTC as `+HH:MM`, where stated; without it the zone is not known.
    pub offset: String,
}

/// What a receiver of positions stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gps {
    /// Where, unless what is stated cannot be.
    pub position: Option<Position>,
    /// Latitude as it stands: degrees, minutes, seconds as fractions, and N or S.
    pub latitude: String,
    /// Longitude as it stands, with E or W.
    pub longitude: String,
    /// `YYYY-MM-DDTHH:MM:SSZ`, where date and time are both stated.
    pub utc: String,
}

/// A position in degrees, to seven decimals (a centimetre); south and west are negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// -90 to 90.
    pub latitude: f64,
    /// -180 to 180.
    pub longitude: f64,
}

/// Why something that a file seems to state was left empty, or is not whole. Codes are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A block is there, and it is not one of facts.
    BlockUnreadable,
    /// The block, or a value, reaches beyond the end of the file.
    BlockCut,
    /// The file or a directory has more pieces than are looked at.
    TooMany,
    /// A value is of another form than the standard has for it.
    WrongForm,
    /// A text was cut to [`TEXT_CHARS_MAX`].
    TextCut,
    /// The serial number is nothing but zeros.
    SerialZero,
    /// A time that cannot be (`0000:00:00 00:00:00`, month 13).
    TimeImpossible,
    /// An offset from UTC that cannot be.
    OffsetImpossible,
    /// A position with a divisor of zero.
    PositionByZero,
    /// A latitude above 90, a longitude above 180, minutes or seconds above 60.
    PositionOutOfRange,
    /// One of latitude, longitude and their hemispheres is missing.
    PositionIncomplete,
    /// 0° N 0° E, which devices write that do not know where they are.
    PositionZero,
    /// A date or time of the receiver that cannot be.
    GpsTimeImpossible,
    /// Only one of date and time of the receiver is stated.
    GpsTimeIncomplete,
}

mod tag {
    pub(super) const MAKE: u16 = 0x010F;
    pub(super) const MODEL: u16 = 0x0110;
    pub(super) const SOFTWARE: u16 = 0x0131;
    pub(super) const EXIF: u16 = 0x8769;
    pub(super) const GPS: u16 = 0x8825;
    pub(super) const DNG_SERIAL: u16 = 0xC62F;
    pub(super) const IMAGE_ID: u16 = 0xA420;
    pub(super) const SERIAL: u16 = 0xA431;
    pub(super) const LENS: u16 = 0xA434;
}

/// What a file states of its camera, time and place; all empty where it states nothing.
pub fn read(bytes: &[u8]) -> Camera {
    let mut flaws = BTreeSet::new();
    let mut camera = Camera::default();
    if let Some(block) = block::find(bytes, &mut flaws) {
        match Block::open(block) {
            Some(block) => camera = of_block(block, &mut flaws),
            None => _ = flaws.insert(Flaw::BlockUnreadable),
        }
    }
    Camera { flaws, ..camera }
}

fn of_block(block: Block<'_>, flaws: &mut BTreeSet<Flaw>) -> Camera {
    let first = block.first(flaws);
    let exif = first.below(tag::EXIF, flaws);
    let gps = first.below(tag::GPS, flaws);
    let mut text = |directory: &Directory<'_>, tag| stated::text(directory, tag, flaws);
    let mut serial = text(&exif, tag::SERIAL);
    if serial.is_empty() {
        serial = text(&first, tag::DNG_SERIAL);
    }
    let mut camera = Camera {
        make: text(&first, tag::MAKE),
        model: text(&first, tag::MODEL),
        serial,
        lens: text(&exif, tag::LENS),
        software: text(&first, tag::SOFTWARE),
        image_id: text(&exif, tag::IMAGE_ID),
        ..Camera::default()
    };
    if !camera.serial.is_empty() && camera.serial.chars().all(|digit| digit == '0') {
        camera.serial.clear();
        flaws.insert(Flaw::SerialZero);
    }
    camera.taken = stated::taken(&first, &exif, flaws);
    camera.gps = stated::gps(&gps, flaws);
    camera
}

impl Camera {
    /// What pictures of one camera are grouped by: `make | model`, and `| serial` where it is stated.
    ///
    /// Without a serial number this names a model, of which there are millions, not a device; and two
    /// devices of makers that number alike may share one. `None` where neither make nor model is stated.
    pub fn key(&self) -> Option<String> {
        if self.make.is_empty() && self.model.is_empty() {
            return None;
        }
        let mut key = format!("{} | {}", self.make, self.model);
        if !self.serial.is_empty() {
            key.push_str(" | ");
            key.push_str(&self.serial);
        }
        Some(key)
    }

    /// Whether these are facts that [`read`] can give: what comes from a worker is not believed.
    pub(crate) fn is_sound(&self) -> bool {
        let texts = [&self.make, &self.model, &self.serial, &self.lens, &self.software];
        texts.into_iter().chain([&self.image_id]).all(|text| is_clean(text))
            && self.taken.as_ref().is_none_or(Taken::is_sound)
            && self.gps.as_ref().is_none_or(Gps::is_sound)
    }
}

#[cfg(test)]
pub(crate) mod tests;
