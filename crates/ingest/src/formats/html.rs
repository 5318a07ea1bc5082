//! HTML as programs write it, as texts with the classes they stand under, in flat memory.
//!
//! Exports and returns in HTML are generated, not typed: their tags are balanced but for those that
//! need no end. A reader walks texts in order, each with the classes of the elements around it, and
//! knows the bytes of the element it is in.
//!
//! - **Read by:** [`super::xml`], whose tolerance for missing ends is what such pages need; blanks
//!   named in HTML (`&nbsp;`) become blanks.
//! - **Known limits:** scripts are read as text; other entities named in HTML stay as written.

use super::xml::{Piece, XmlReader};
use crate::sink::Halt;

/// Longest run of text held; longer texts go on in another piece.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// What the walk came upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// An element opens; [`Html::class`], [`Html::id`] and [`Html::href`] tell of it.
    Open,
    /// The element at [`Html::depth`] has closed.
    Close,
    /// [`Html::text`] holds text.
    Text,
    /// The exhibit ends.
    End,
}

/// Walks a page; see the module.
#[derive(Debug)]
pub(crate) struct Html<'a> {
    reader: XmlReader<'a>,
    text: String,
}

impl<'a> Html<'a> {
    pub(crate) fn over(reader: XmlReader<'a>) -> Self {
        Self { reader, text: String::new() }
    }

    /// Goes on to the next element or text.
    pub(crate) fn next(&mut self) -> Result<Step, Halt> {
        match self.reader.next()? {
            Piece::Open => Ok(Step::Open),
            Piece::Close => Ok(Step::Close),
            Piece::End => Ok(Step::End),
            Piece::Text => {
                self.text.clear();
                match self.reader.text() {
                    "&nbsp;" | "&emsp;" | "&ensp;" | "&thinsp;" => self.text.push(' '),
                    text => self.text.push_str(text.get(..TEXT_BYTES_MAX).unwrap_or(text)),
                }
                Ok(Step::Text)
            }
        }
    }

    /// The name of the element opened or closed last.
    pub(crate) fn name(&self) -> &str {
        self.reader.name()
    }

    /// The text just read.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.reader.depth()
    }

    /// First byte of the element opened last.
    pub(crate) fn start(&self) -> u64 {
        self.reader.start()
    }

    /// The byte after what was read last.
    pub(crate) fn end(&self) -> u64 {
        self.reader.end()
    }

    /// An attribute of the element opened last.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let found = self.reader.attributes().iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The reader below, for what it has to say at the end.
    pub(crate) fn reader(&self) -> &XmlReader<'a> {
        &self.reader
    }
}

/// Appends text with runs of blanks as one.
pub(crate) fn push_words(out: &mut String, text: &str) {
    let begins_apart = text.starts_with(char::is_whitespace);
    for (index, word) in text.split_whitespace().enumerate() {
        let apart = index > 0 || begins_apart;
        if apart && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(word);
    }
    if text.ends_with(char::is_whitespace) && !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}
