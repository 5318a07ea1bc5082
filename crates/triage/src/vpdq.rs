//! vPDQ: how much of one film's frames is seen in another, by the PDQ codes of both.
//!
//! Source: facebook/ThreatExchange, `vpdq/README.md` and its matcher (`matchTwoHash.cpp`, BSD). A film's
//! codes are a text of one frame a line, `frame,quality,code,seconds`, as the reference writes it. Frames
//! below a quality are left out; a frame is matched where any frame of the other film is near. Time and
//! order play no part.
//!
//! Unlike the matcher's code, and like its description, the distance is inclusive: [`DISTANCE_MAX`] bits
//! still match. Repeated frames count as often as they occur, as in the matcher.
//!
//! Limits: [`FRAMES_MAX`]. Films are not decoded here. A share says how many frames look like some frame
//! of the other film: a title, a black frame or a common background can do that, and no share says that
//! two films show the same.

use std::num::ParseIntError;

use thiserror::Error;

use crate::near::{DISTANCE_MAX, Index};
use crate::pdq::{Code, MalformedCode};

/// Frames of a film: five hours at 30 a second, every one of them.
pub const FRAMES_MAX: usize = 540_000;

/// Frames that are asked for together: each may be near every frame of a film that stands still.
const TOGETHER: usize = 256;

/// The least quality of a frame that is compared, in the reference's example.
pub const QUALITY_MIN: u8 = 50;

/// One frame of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its number in the film.
    pub number: u32,
    /// How much there is to see, 0 to 100.
    pub quality: u8,
    /// Its code.
    pub code: Code,
    /// When it is shown, from the start of the film.
    pub at_ms: u64,
}

/// A line that is no frame, or a film of too many.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {why}; a line is `frame,quality,code,seconds`")]
pub struct MalformedFilm {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Why {
    /// Other than four cells.
    #[error("it has {0} cells")]
    Cells(usize),
    /// A cell that is no whole number.
    #[error("{0}")]
    Number(#[from] ParseIntError),
    /// A quality above 100.
    #[error("a quality of {0}")]
    Quality(u8),
    /// A cell that is no code.
    #[error("{0}")]
    Code(#[from] MalformedCode),
    /// Seconds that are none.
    #[error("seconds that are no number")]
    Seconds,
    /// More than [`FRAMES_MAX`].
    #[error("more than {FRAMES_MAX} frames")]
    TooMany,
}

/// The frames of a film, as the reference writes them. Empty lines are passed over.
pub fn read(text: &str) -> Result<Vec<Frame>, MalformedFilm> {
    let mut frames = Vec::new();
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        if frames.len() == FRAMES_MAX {
            return Err(MalformedFilm { line, why: Why::TooMany });
        }
        frames.push(frame(row.trim()).map_err(|why| MalformedFilm { line, why })?);
    }
    Ok(frames)
}

/// One frame: `frame,quality,code,seconds`.
pub(crate) fn frame(row: &str) -> Result<Frame, Why> {
    let cells: Vec<&str> = row.split(',').collect();
    let [number, quality, code, seconds] = cells.as_slice() else {
        return Err(Why::Cells(cells.len()));
    };
    of_cells(number, quality, code, seconds)
}

/// The same as ThreatExchange's lists have it: `code,quality,seconds`, of which the seconds have three digits, and
/// an exponent where these are too few: they are not kept.
pub(crate) fn frame_without_number(row: &str) -> Result<Frame, Why> {
    let cells: Vec<&str> = row.split(',').collect();
    let [code, quality, seconds] = cells.as_slice() else { return Err(Why::Cells(cells.len())) };
    if !seconds.parse().is_ok_and(|seconds: f64| seconds.is_finite() && seconds >= 0.0) {
        return Err(Why::Seconds);
    }
    of_cells("0", quality, code, "0")
}

fn of_cells(number: &str, quality: &str, code: &str, seconds: &str) -> Result<Frame, Why> {
    let quality: u8 = quality.parse()?;
    if quality > 100 {
        return Err(Why::Quality(quality));
    }
    let at_ms = milliseconds(seconds).ok_or(Why::Seconds)?;
    Ok(Frame { number: number.parse()?, quality, code: code.parse()?, at_ms })
}

/// Seconds with up to three decimals that count, without a float.
fn milliseconds(seconds: &str) -> Option<u64> {
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
    if !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.parse().ok()?)
}

/// How much of two films is seen in each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Frames of the query that were compared, and of these the matched.
    pub query: Share,
    /// Frames of the film it was compared with.
    pub compared: Share,
}

/// Frames that match out of those that were good enough to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Frames near some frame of the other film.
    pub matched: usize,
    /// Frames of at least the quality.
    pub frames: usize,
    /// Frames below it, left out.
    pub left_out: usize,
}

impl Share {
    /// In percent; nothing where no frame was good enough in either film.
    pub fn percent(self) -> f64 {
        if self.frames == 0 { 0.0 } else { self.matched as f64 * 100.0 / self.frames as f64 }
    }
}

/// Compares two films by their frames of at least a quality.
pub fn compare(query: &[Frame], compared: &[Frame], quality_min: u8, distance_max: u32) -> Shares {
    let kept = |frames: &[Frame]| -> Vec<Code> {
        frames.iter().filter(|frame| frame.quality >= quality_min).map(|frame| frame.code).collect()
    };
    let (asked, others) = (kept(query), kept(compared));
    let share = |frames: &[Frame], kept: &[Code], others: &[Code]| Share {
        matched: matched(kept, others, distance_max),
        frames: kept.len(),
        left_out: frames.len() - kept.len(),
    };
    Shares { query: share(query, &asked, &others), compared: share(compared, &others, &asked) }
}

/// Compares two films as the reference's example does: quality 50, distance 31.
pub fn compare_by_default(query: &[Frame], compared: &[Frame]) -> Shares {
    compare(query, compared, QUALITY_MIN, DISTANCE_MAX)
}

/// How many codes are near any of some others, which are looked at once however often they repeat.
fn matched(codes: &[Code], others: &[Code], distance_max: u32) -> usize {
    let mut distinct = others.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let Some(index) = Index::build(distinct) else { return 0 };
    let near = codes.chunks(TOGETHER).map(|codes| {
        let mut near = index.within(codes, distance_max);
        near.dedup_by_key(|hit| hit.query);
        near.len()
    });
    near.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn film(name: &str) -> Option<Vec<Frame>> {
        let path = casetest::real::path(&format!("hashing/vpdq/{name}.vpdq.txt"))?;
        Some(read(&std::fs::read_to_string(path).unwrap()).unwrap())
    }

    /// What the matcher does, frame by frame.
    fn brute_force(query: &[Frame], compared: &[Frame], distance_max: u32) -> usize {
        let near = |a: &Frame| {
            compared
                .iter()
                .any(|b| b.quality >= QUALITY_MIN && a.code.distance(b.code) <= distance_max)
        };
        query.iter().filter(|frame| frame.quality >= QUALITY_MIN && near(frame)).count()
    }

    #[test]
    fn real_films_are_seen_in_each_other_as_far_as_their_frames_are_near() {
        let (Some(grey), Some(logo)) =
            (film("pattern-sd-grey-bar"), film("pattern-sd-with-large-logo-bar"))
        else {
            return;
        };
        let same = compare_by_default(&grey, &grey);
        assert_eq!((same.query.percent(), same.compared.percent()), (100.0, 100.0));
        for distance_max in [0, DISTANCE_MAX, 60, 90] {
            let shares = compare(&grey, &logo, QUALITY_MIN, distance_max);
            println!("{distance_max}: {shares:?}");
            assert_eq!(shares.query.matched, brute_force(&grey, &logo, distance_max));
            assert_eq!(shares.compared.matched, brute_force(&logo, &grey, distance_max));
        }
        assert_eq!(grey.iter().map(|frame| frame.at_ms).take(3).collect::<Vec<_>>(), [0, 33, 67]);
    }

    #[test]
    fn frames_of_poor_quality_are_left_out_and_counted() {
        let frame = |quality, code: u8| Frame {
            number: 0,
            quality,
            code: Code::from_bytes([code; 32]),
            at_ms: 0,
        };
        let query = [frame(100, 1), frame(49, 2), frame(80, 0xF0)];
        let shares = compare_by_default(&query, &[frame(50, 1), frame(50, 1)]);
        assert_eq!(shares.query, Share { matched: 1, frames: 2, left_out: 1 });
        assert_eq!(shares.compared, Share { matched: 2, frames: 2, left_out: 0 });
        let none = compare_by_default(&[frame(10, 1)], &query);
        assert_eq!((none.query.percent(), none.compared.percent()), (0.0, 0.0));
    }

    #[test]
    fn a_line_that_is_no_frame_is_named() {
        let code = "a5".repeat(32);
        assert_eq!(read(&format!("7,100,{code},1.5\r\n\n")).unwrap()[0].at_ms, 1500);
        let why = |row: &str| read(&format!("0,100,{code},0.000\n{row}\n")).unwrap_err();
        assert_eq!(why("1,100"), MalformedFilm { line: 2, why: Why::Cells(2) });
        assert_eq!(why(&format!("1,101,{code},0.033")).why, Why::Quality(101));
        assert_eq!(why(&format!("1,100,{code},-1")).why, Why::Seconds);
        assert_eq!(why(&format!("1,100,{code},1.+1")).why, Why::Seconds);
        assert_eq!(why("1,100,abc,0.033").why, Why::Code(MalformedCode));
        assert!(matches!(why(&format!("x,100,{code},0.033")).why, Why::Number(_)));
    }
}
