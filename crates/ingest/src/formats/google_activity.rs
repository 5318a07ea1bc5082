//! Google My Activity as a page (HTML): what an account did in Google's services.
//!
//! Each entry becomes an activity; a place that an entry links to becomes a position.
//!
//! - **Versions:** the pages of Google Takeout (`MyActivity.html`) since 2017.
//! - **Recognised by:** cells of the classes `outer-cell` and `content-cell`.
//! - **Specification:** none is published; the structure is that read by
//!   purarue/google_takeout_parser (`parse_html/activity.py`) and RLEAPP (`takeoutMyActivity`).
//! - **Times** stand in the words of the account's language. English ones are read (`Jan 31, 2018,
//!   10:54:50 PM`), with their zone where they state one that means one offset; older pages state
//!   none and are read in the zone of the exhibit. An entry whose time cannot be read is set aside.
//! - **Fields kept:** title, service, links, products, details and places of each entry.
//! - **Known limits:** months and day halves in other languages are not known; ask for the export
//!   in JSON, which states UTC.

use model::records::{Activity, Position};
use model::time::TimeFormat;
use model::{Place, RejectKind};

use super::extra::Extra;
use super::html::{Html, Step, push_words};
use super::outline::{Context, point_in_link};
use super::xml::{XmlReader, broken};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink};

/// Elements looked at to recognise the format; the style of the page comes before the first entry.
const ELEMENTS_LOOKED_AT: usize = 60;

/// Texts and links held of one entry; real ones have a dozen.
const PIECES_MAX: usize = 1_000;

/// Bytes of text held of one entry.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// Entries of My Activity; see the module.
#[derive(Debug)]
pub struct GoogleActivity;

impl SourceFormat for GoogleActivity {
    fn code(&self) -> &'static str {
        "google_activity"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let elements = head.elements(ELEMENTS_LOOKED_AT);
        let has = |wanted: &str| {
            let classes = elements.iter().flat_map(|(_, attributes)| attributes);
            classes.filter(|(name, _)| name == "class").any(|(_, class)| is_of(class, wanted))
        };
        if has("outer-cell") && has("content-cell") { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut context = Context::new("google", None, source.settings);
        let mut html = Html::over(XmlReader::open(source, &[])?);
        html.reader().note_encoding(sink)?;
        let read = read_entries(&mut html, &mut context, sink);
        context.finish(sink)?;
        read
    }
}

/// Whether a list of classes has this one.
fn is_of(classes: &str, wanted: &str) -> bool {
    classes.split_ascii_whitespace().any(|class| class == wanted)
}

/// The part of an entry a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Header,
    Content,
    Caption,
}

/// An entry as it is read.
#[derive(Debug, Default)]
struct Entry {
    start: u64,
    end: u64,
    pieces: Vec<(Part, String)>,
    links: Vec<(Part, String)>,
    bytes: usize,
    is_long: bool,
}

impl Entry {
    fn push(&mut self, part: Part, text: &str, fresh: bool) {
        self.bytes += text.len();
        if self.bytes > TEXT_BYTES_MAX || self.pieces.len() >= PIECES_MAX {
            self.is_long = true;
            return;
        }
        match self.pieces.last_mut() {
            Some((last, words)) if *last == part && !fresh => push_words(words, text),
            _ if text.trim().is_empty() => {}
            _ => {
                let mut words = String::new();
                push_words(&mut words, text);
                self.pieces.push((part, words));
            }
        }
    }
}

fn read_entries(
    html: &mut Html<'_>,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let mut number = 0u64;
    loop {
        match html.next()? {
            Step::Open if is_of(html.attribute("class"), "outer-cell") => {
                number += 1;
                let (entry, complete) = read_entry(html)?;
                let path = format!("entry[{number}]");
                let bytes_len = entry.end.saturating_sub(entry.start);
                let place = Place { path, bytes_start: entry.start, bytes_len, ..Place::default() };
                if !complete {
                    sink.begin(&place)?;
                    sink.reject(RejectKind::Malformed, "", "")?;
                    return Err(cut(html.end()));
                }
                pour(&entry, &place, context, sink)?;
            }
            Step::End if html.depth() > 0 => return Err(cut(html.end())),
            Step::End => return Ok(()),
            _ => {}
        }
    }
}

fn cut(place: u64) -> Halt {
    broken(
        Place { bytes_start: place, ..Place::default() },
        "the exhibit ends in the middle of the page",
        "ask the sender for the whole file; what stands before this place was read",
    )
}

/// Takes in the entry just opened; says whether it came to its end.
fn read_entry(html: &mut Html<'_>) -> Result<(Entry, bool), Halt> {
    let outer = html.depth();
    let mut entry = Entry { start: html.start(), ..Entry::default() };
    let mut parts: Vec<(usize, Part)> = Vec::new();
    let mut fresh = true;
    loop {
        let step = html.next()?;
        entry.end = html.end();
        match step {
            Step::Open => {
                let class = html.attribute("class");
                let part = if is_of(class, "header-cell") {
                    Some(Part::Header)
                } else if is_of(class, "mdl-typography--caption") {
                    Some(Part::Caption)
                } else {
                    is_of(class, "content-cell").then_some(Part::Content)
                };
                parts.extend(part.map(|part| (html.depth(), part)));
                let href = html.attribute("href");
                if let (false, Some((_, part))) = (href.is_empty(), parts.last())
                    && entry.links.len() < PIECES_MAX
                {
                    entry.links.push((*part, href.to_owned()));
                }
                // A link goes on in the sentence it stands in, a line does not.
                fresh |= html.name() != "a";
            }
            Step::Text => {
                if let Some((_, part)) = parts.last() {
                    entry.push(*part, html.text(), fresh);
                    fresh = false;
                }
            }
            Step::Close => {
                while parts.last().is_some_and(|(depth, _)| *depth > html.depth()) {
                    parts.pop();
                }
                if html.depth() < outer {
                    return Ok((entry, true));
                }
            }
            Step::End => return Ok((entry, false)),
        }
    }
}

fn pour(
    entry: &Entry,
    place: &Place,
    context: &mut Context,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    sink.begin(place)?;
    if entry.is_long {
        return sink.reject(RejectKind::RowTooLong, "", "");
    }
    let of = |wanted: Part| {
        entry.pieces.iter().filter(move |(part, _)| *part == wanted).map(|(_, text)| text.trim())
    };
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(of(Part::Header).next().unwrap_or_default());
    let mut content: Vec<&str> = of(Part::Content).collect();
    // The time is the last line of the entry.
    let stated = content.pop().unwrap_or_default();
    if let Err((kind, field, raw)) =
        context.stamp(stated, "time", TimeFormat::Calendar, &mut activity.at)
    {
        return sink.reject(kind, field, &raw);
    }
    activity.description.set(&content.join("; "));
    let link = entry.links.iter().find(|(part, _)| *part == Part::Content);
    activity.target.set(link.map_or("", |(_, href)| href));
    let mut extra = Extra::default();
    let caption: Vec<&str> = of(Part::Caption).collect();
    extra.add("caption", &caption.join("; "));
    for (_, href) in entry.links.iter().filter(|(part, _)| *part == Part::Caption) {
        extra.add("link", href);
    }
    extra.write(&mut activity.extra);
    sink.record(&activity)?;
    let captioned = entry.links.iter().filter(|(part, _)| *part == Part::Caption);
    for (index, (_, href)) in captioned.enumerate() {
        let Some((latitude, longitude)) = point_in_link(href) else { continue };
        let mut position = Position::default();
        position.platform.set(context.platform);
        position.subject.clone_from(&context.owner);
        position.method.set("activity");
        position.at.clone_from(&activity.at);
        (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
        let path = format!("{}#{}", place.path, index + 2);
        sink.begin(&Place { path, ..place.clone() })?;
        sink.record(&position)?;
    }
    Ok(())
}
