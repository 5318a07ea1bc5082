//! The page's own words: headings, captions, notes, with values and links filled in.

use std::cell::RefCell;

use model::{Phrase, Piece, Value};

use crate::Lang;
use crate::error::ReportError;
use crate::html::{Element, Node, el};
use crate::input::ReportInput;
use crate::outline::Outline;
use crate::values::{
    CaseZone, Printer, hidden_as_escapes, is_hidden, names_exhibit, quotation_marks,
};
use crate::words::{Part, Select, agree};

/// What fills a slot of the page's own words.
pub(crate) enum Fill {
    /// A value, printed in the language.
    Value(Value),
    /// A node that is ready: a link, stated text, code.
    Node(Node),
}

impl From<Value> for Fill {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<u64> for Fill {
    fn from(count: u64) -> Self {
        Self::Value(Value::Count(count))
    }
}

impl From<usize> for Fill {
    fn from(count: usize) -> Self {
        Self::Value(Value::Count(u64::try_from(count).unwrap_or(u64::MAX)))
    }
}

impl From<Element> for Fill {
    fn from(element: Element) -> Self {
        Self::Node(element.into())
    }
}

impl From<String> for Fill {
    fn from(text: String) -> Self {
        Self::Node(text.into())
    }
}

/// Speaks the page's own words, and remembers the first that could not be spoken.
pub(crate) struct Voice<'a> {
    pub(crate) input: &'a ReportInput,
    printer: &'a Printer<'a>,
    fault: RefCell<Option<ReportError>>,
}

impl<'a> Voice<'a> {
    pub(crate) fn of(outline: &Outline<'a>) -> Self {
        let (input, printer) = (outline.input, outline.printer);
        Self { input, printer, fault: RefCell::new(None) }
    }

    pub(crate) fn lang(&self) -> Lang {
        self.printer.lang()
    }

    pub(crate) fn printer(&self) -> &'a Printer<'a> {
        self.printer
    }

    /// Whether a text names an exhibit that the report has.
    pub(crate) fn names_known_exhibit(&self, text: &str) -> bool {
        names_exhibit(text) && self.input.exhibits.iter().any(|known| known.id.to_string() == text)
    }

    /// What the program says of an exhibit, in the language of the report, values of a source apart;
    /// a text that is none of its sentences stands as a quotation.
    pub(crate) fn phrase(&self, phrase: &Phrase) -> Element {
        if phrase.code().is_none() {
            return quoted(phrase.text(), quotation_marks(self.lang()));
        }
        let nodes = phrase.pieces(self.lang()).into_iter().map(|piece| match piece {
            Piece::Words(words) => words.into(),
            Piece::Stated(text) => bare(text),
            Piece::Count(count) => self.count(count).into(),
        });
        el("span").each(nodes.collect::<Vec<Node>>())
    }

    /// The same of a text; `None` where it is no sentence of the program.
    pub(crate) fn phrase_in(&self, text: &str) -> Option<Element> {
        let phrase = Phrase::from_text(text);
        phrase.code().is_some().then(|| self.phrase(&phrase))
    }

    /// The first word that was missing, if any was.
    pub(crate) fn finish(self) -> Result<(), ReportError> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }

    /// A message without slots.
    pub(crate) fn say(&self, id: &str) -> String {
        self.printer.plain_message(id).unwrap_or_else(|| self.missing(id, "a text without slots"))
    }

    /// A message without slots where the word list has one.
    pub(crate) fn say_if_known(&self, id: &str) -> Option<String> {
        self.printer.plain_message(id)
    }

    /// A message whose values are all plain.
    pub(crate) fn say_with(&self, id: &str, values: &[(&str, Value)]) -> String {
        let mut selects = Vec::with_capacity(values.len());
        let mut shown = Vec::with_capacity(values.len());
        for (name, value) in values {
            let printed = self.print(id, name, value);
            selects.push((*name, printed.1));
            shown.push(printed.0);
        }
        let mut parts = self.parts(id, &selects);
        if self.lang() == Lang::It {
            agree(&mut parts, |at| shown.get(at).map(String::as_str));
        }
        parts
            .into_iter()
            .map(|part| match part {
                Part::Words(words) => words.into_owned(),
                Part::Slot(at) => shown.get(at).cloned().unwrap_or_default(),
            })
            .collect()
    }

    /// A message whose slots are filled with values and nodes.
    pub(crate) fn nodes<'n>(
        &self,
        id: &str,
        fills: impl IntoIterator<Item = (&'n str, Fill)>,
    ) -> Vec<Node> {
        let (mut selects, mut shown) = (Vec::new(), Vec::new());
        for (name, fill) in fills {
            let (node, select) = match fill {
                Fill::Node(node) => (node, Select::Nothing),
                Fill::Value(value) => {
                    let (text, select) = self.print(id, name, &value);
                    (text.into(), select)
                }
            };
            selects.push((name, select));
            shown.push(node);
        }
        self.parts(id, &selects)
            .into_iter()
            .filter_map(|part| match part {
                Part::Words(words) => Some(Node::Text(words.into_owned())),
                Part::Slot(at) => shown.get(at).cloned(),
            })
            .collect()
    }

    fn parts(&self, id: &str, values: &[(&str, Select)]) -> Vec<Part> {
        let known = self.printer.words().slots(id).unwrap_or_default();
        if let Some(slot) = known.iter().find(|slot| !values.iter().any(|(name, _)| name == *slot))
        {
            self.missing(id, &format!("a value for `{slot}`"));
        }
        self.printer.words().resolve(id, values).unwrap_or_else(|| {
            self.missing(id, "a message of this id");
            Vec::new()
        })
    }

    fn print(&self, id: &str, name: &str, value: &Value) -> (String, Select) {
        match self.printer.print(value) {
            Ok(printed) => (printed.text, printed.select),
            Err(fact) => {
                self.remember(ReportError::BadValue {
                    place: "the page".to_owned(),
                    template: id.to_owned(),
                    slot: name.to_owned(),
                    fact,
                });
                (String::new(), Select::Nothing)
            }
        }
    }

    fn missing(&self, id: &str, what: &str) -> String {
        self.remember(ReportError::BadWords {
            file: format!("{}/report.ftl", self.lang().code()),
            fact: format!("`{id}` needs {what}"),
        });
        String::new()
    }

    fn remember(&self, fault: ReportError) {
        self.fault.borrow_mut().get_or_insert(fault);
    }

    /// A count in the notation of the language.
    pub(crate) fn count(&self, count: u64) -> String {
        crate::values::grouped(count, self.lang())
    }

    /// An instant at which the program did something, in words.
    pub(crate) fn moment(&self, at_us: i64) -> Element {
        let shown = self.printer.moment(at_us).unwrap_or_default();
        el("time").attr("datetime", CaseZone::machine(at_us)).with(shown)
    }

    /// An instant in a table: compact, in the zone of the case, readable by machines.
    pub(crate) fn instant(&self, at_us: i64) -> Element {
        el("time")
            .attr("datetime", CaseZone::machine(at_us))
            .with(self.printer.zone().compact(at_us, self.lang()))
    }
}

/// Text as a source or a person stated it: isolated from the direction of the text around it, with
/// whatever is hidden in it shown by its code.
pub(crate) fn stated(text: &str) -> Element {
    show_into(el("bdi").class("stated").attr("translate", "no"), text)
}

/// Stated text within a sentence, between quotation marks.
pub(crate) fn quoted(text: &str, (open, close): (&'static str, &'static str)) -> Element {
    let element = el("bdi").class("quoted").attr("translate", "no").with(open);
    show_into(element, text).with(close)
}

/// Stated text where the place around it says that all of it is stated: isolated only where it is
/// written from right to left, since a report has many thousands of them.
pub(crate) fn bare(text: &str) -> Node {
    if text.chars().any(|c| is_hidden(c) || is_right_to_left(c)) {
        show_into(el("bdi"), text).into()
    } else {
        text.into()
    }
}

/// Whether a character belongs to a block that is written from right to left (Unicode Standard,
/// annex 9, table of bidirectional classes: blocks whose characters are R or AL by default).
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn show_into(mut element: Element, text: &str) -> Element {
    let mut plain = String::new();
    for c in text.chars() {
        if is_hidden(c) {
            element = element.with(std::mem::take(&mut plain));
            let code: String = c.escape_unicode().collect();
            element = element.with(el("span").class("hidden-character").with(code));
        } else {
            plain.push(c);
        }
    }
    if plain.is_empty() { element } else { element.with(plain) }
}

/// A digest or other long code, which may break anywhere.
pub(crate) fn code(text: &str) -> Element {
    el("code").with(hidden_as_escapes(text))
}

/// A link within the page.
pub(crate) fn link(anchor: &str, text: impl Into<Node>) -> Element {
    el("a").attr("href", format!("#{anchor}")).with(text)
}
