//! What a worker answers of the content of one file: its look as codes, or why there is none, and what it
//! states of camera, time and place.
//!
//! ```text
//! sign   what a file is by its first bytes
//! why    why a picture has no code
//! ```
//!
//! The worker that runs [`examine`] is caged and may be killed, and a picture may have been made to take it
//! over: its parent believes nothing that [`Examined::from_json`] has not measured against the limits of the
//! readers. What passes may still be a lie of such a worker about its own file, and about no other.

mod sign;
mod why;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::camera::{self, Camera};
use crate::near::{self, Gate};
use crate::pdq::{Code, Look, SIDE_MIN};
use crate::picture::{self, Kind, PIXELS_MAX, SIDE_MAX};

pub use sign::HEAD_BYTES;
pub use why::{Unread, Why};

use sign::Sign;

/// Bytes of an answer, at most: eleven texts of [`camera::TEXT_CHARS_MAX`] characters of four bytes, and
/// twice what all else takes.
pub const ANSWER_BYTES_MAX: usize = 12 << 10;

/// What was found in the content of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examined {
    /// Its look, or why it has none.
    pub outcome: Outcome,
    /// What it states of camera, time and place, in both cases.
    pub camera: Camera,
}

/// The look of a picture, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "nearly every answer is of a picture that was seen")]
pub enum Outcome {
    /// It was decoded.
    Seen(Seen),
    /// It was not.
    NotReadable(Why),
}

/// What is kept of a picture that was decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What it is stored as.
    #[serde(with = "KindWritten")]
    pub kind: Kind,
    /// Pixels a row, before any turn that Exif asks for.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// How much there is to see, 0 to 100.
    pub quality: u8,
    /// Whether its code can be searched.
    #[serde(with = "GateWritten")]
    pub gate: Gate,
    /// Its code as it is, turned and mirrored, in the order of `pdq::Turn::ALL`.
    #[serde(serialize_with = "write_codes", deserialize_with = "read_codes")]
    pub codes: [Code; 8],
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Kind", rename_all = "snake_case")]
enum KindWritten {
    Jpeg,
    Png,
    Gif,
    Bmp,
    #[serde(rename = "webp")]
    WebP,
    Tiff,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Gate", rename_all = "snake_case")]
enum GateWritten {
    Open,
    PoorQuality,
    NearBlank,
}

fn write_codes<S: Serializer>(codes: &[Code; 8], to: S) -> Result<S::Ok, S::Error> {
    codes.map(|code| code.to_string()).serialize(to)
}

fn read_codes<'de, D: Deserializer<'de>>(from: D) -> Result<[Code; 8], D::Error> {
    let mut codes = [Code::default(); 8];
    for (code, text) in codes.iter_mut().zip(<[String; 8]>::deserialize(from)?) {
        *code = text.parse().map_err(serde::de::Error::custom)?;
    }
    Ok(codes)
}

/// Why an answer is not believed.
#[derive(Debug, Error)]
pub enum NotBelieved {
    /// More than [`ANSWER_BYTES_MAX`].
    #[error("the answer has {0} bytes, more than the {ANSWER_BYTES_MAX} that an answer can have")]
    TooLong(usize),
    /// No answer in form.
    #[error("the answer is not in form: {0}")]
    Malformed(#[from] serde_json::Error),
    /// What no reader can have found.
    #[error("the answer states a {0} that no reader can have found")]
    Impossible(&'static str),
}

/// Whether a file is a picture by its first bytes, at best [`HEAD_BYTES`]: one that is read, or one that is
/// not and is told so by [`examine`].
pub fn takes(head: &[u8]) -> bool {
    matches!(sign::of(head), Some(Sign::Picture | Sign::Unread(_)))
}

/// Whether a file is a film by its first bytes. No frame is decoded.
pub fn is_film(head: &[u8]) -> bool {
    matches!(sign::of(head), Some(Sign::Film))
}

/// What there is in the content of one file.
pub fn examine(bytes: &[u8]) -> Examined {
    let outcome = match sign::of(bytes) {
        Some(Sign::Unread(unread)) => Outcome::NotReadable(Why::Unsupported(unread)),
        Some(Sign::Film) => Outcome::NotReadable(Why::Unsupported(Unread::Film)),
        None if bytes.is_empty() => Outcome::NotReadable(Why::Empty),
        None => Outcome::NotReadable(Why::UnknownKind),
        Some(Sign::Picture) => match picture::look_all_ways(bytes) {
            Ok((seen, codes)) => Outcome::Seen(Seen {
                kind: seen.kind,
                width: seen.width,
                height: seen.height,
                quality: seen.look.quality,
                gate: near::gate(seen.look),
                codes,
            }),
            Err(why) => Outcome::NotReadable(why.into()),
        },
    };
    Examined { outcome, camera: camera::read(bytes) }
}

impl Examined {
    /// One line of JSON, of at most [`ANSWER_BYTES_MAX`] bytes.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// What a worker answered, where it is within all limits of the readers.
    pub fn from_json(json: &[u8]) -> Result<Self, NotBelieved> {
        if json.len() > ANSWER_BYTES_MAX {
            return Err(NotBelieved::TooLong(json.len()));
        }
        let answer: Self = serde_json::from_slice(json)?;
        match &answer.outcome {
            Outcome::Seen(seen) => seen.measure().map_err(NotBelieved::Impossible)?,
            Outcome::NotReadable(why) if why.is_sound() => {}
            Outcome::NotReadable(_) => return Err(NotBelieved::Impossible("reason")),
        }
        if answer.camera.is_sound() { Ok(answer) } else { Err(NotBelieved::Impossible("camera")) }
    }
}

impl Seen {
    /// The look whose code is searched.
    pub fn look(&self) -> Look {
        let [code, ..] = self.codes;
        Look { code, quality: self.quality }
    }

    fn measure(&self) -> Result<(), &'static str> {
        let is_side = |side: usize| (SIDE_MIN..=SIDE_MAX).contains(&side);
        let pixels = self.width.checked_mul(self.height);
        if !is_side(self.width) || !is_side(self.height) || pixels.is_none_or(|p| p > PIXELS_MAX) {
            return Err("size");
        }
        if self.quality > 100 {
            return Err("quality");
        }
        if self.gate == near::gate(self.look()) { Ok(()) } else { Err("gate") }
    }
}

#[cfg(test)]
mod tests;
