//! A film as the codes of its frames (vPDQ): one film a file, one frame a line.
//!
//! - **Recognised by:** a first line of `frame,quality,code,seconds`.
//! - **Specification:** facebook/ThreatExchange, `vpdq/cpp/vpdq/cpp/io/vpdqio.cpp`, and for many films in one
//!   list `python-threatexchange`, `extensions/vpdq/vpdq_util.py` (read by [`super::signals`]).
//! - **Known limits:** [`crate::vpdq::FRAMES_MAX`]. A file cut exactly at the end of a line shows no damage: a film
//!   has no number of frames that its publisher states.

use serde::Deserialize;

use super::super::refusal::{Fault, Refusal};
use super::super::source::Source;
use super::{Entry, Pour, SetFormat, Stated, is_passed, whole_lines};
use crate::vpdq::{FRAMES_MAX, Frame, Why, frame, frame_without_number};

/// Lists of one film; see the module.
#[derive(Debug)]
pub(super) struct Vpdq;

impl SetFormat for Vpdq {
    fn code(&self) -> &'static str {
        "vpdq"
    }

    fn knows(&self, head: &[u8]) -> bool {
        let first = whole_lines(head).next().unwrap_or_default();
        std::str::from_utf8(first).is_ok_and(|line| frame(line).is_ok())
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let (mut line, mut entry) = (Vec::new(), Entry::default());
        while source.next_line(&mut line)? {
            let text = line.trim_ascii();
            if !is_passed(text) {
                let text = String::from_utf8_lossy(text);
                add(&mut entry, frame(&text), &|| source.place())?;
            }
        }
        pour(&entry)?;
        Ok(Stated::default())
    }
}

/// How a list of many films states one: as it is now, and as it was.
#[derive(Deserialize)]
#[serde(untagged)]
enum Film {
    Lines(Vec<String>),
    /// By the numbers of frames, whose order decides nothing.
    Objects(std::collections::BTreeMap<String, FrameObject>),
}

#[derive(Deserialize)]
struct FrameObject {
    quality: u8,
    hash: String,
}

/// Takes a film as a signal of ThreatExchange has it.
pub(super) fn take_film(
    entry: &mut Entry,
    signal: &[u8],
    place: &impl Fn() -> String,
) -> Result<(), Refusal> {
    let film = serde_json::from_slice(signal)
        .map_err(|error| Refusal::new(Fault::Malformed, place(), error.to_string()))?;
    match film {
        Film::Lines(lines) => {
            lines.iter().try_for_each(|line| add(entry, frame_without_number(line), place))?;
        }
        Film::Objects(objects) => {
            let line = |frame: &FrameObject| format!("{},{},0", frame.hash, frame.quality);
            let mut frames = objects.values().map(|object| frame_without_number(&line(object)));
            frames.try_for_each(|frame| add(entry, frame, place))?;
        }
    }
    if entry.film.is_empty() {
        return Err(Refusal::new(Fault::NoDigest, place(), "a film without a frame"));
    }
    Ok(())
}

fn add(
    entry: &mut Entry,
    frame: Result<Frame, Why>,
    place: &impl Fn() -> String,
) -> Result<(), Refusal> {
    let frame = frame.map_err(|why| {
        let fault = if matches!(why, Why::Code(_)) { Fault::BadDigest } else { Fault::Malformed };
        Refusal::new(fault, place(), format!("no frame of a film: {why}"))
    })?;
    if entry.film.len() == FRAMES_MAX {
        return Err(Refusal::new(Fault::TooLong, place(), Why::TooMany.to_string()));
    }
    entry.film.push(frame);
    Ok(())
}
