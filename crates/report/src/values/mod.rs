//! Values as each language writes them: counts, shares, money, instants, stated text.

mod numbers;
mod stated;
mod times;

use model::{ExhibitId, Value};

use crate::Lang;
use crate::error::ReportError;
use crate::words::{Part, Select, Words};

pub(crate) use numbers::{decimal, grouped, money, probability, share};
pub(crate) use stated::{hidden_as_escapes, is_hidden, quotation_marks};
pub(crate) use times::CaseZone;

/// A value as it is printed, and what a template may select on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The characters.
    pub(crate) text: String,
    /// What a selection sees.
    pub(crate) select: Select,
}

/// Whether the text is the number of an exhibit as the program writes it: its own word, and no
/// quotation.
pub(crate) fn names_exhibit(text: &str) -> bool {
    text.parse::<ExhibitId>().is_ok_and(|id| id.to_string() == text)
}

/// Prints values in one language and one time zone.
pub(crate) struct Printer<'a> {
    words: &'a Words,
    zone: CaseZone,
}

impl<'a> Printer<'a> {
    /// A printer in the zone of the case.
    pub(crate) fn new(words: &'a Words, zone: &str) -> Result<Self, ReportError> {
        Ok(Self { words, zone: CaseZone::named(zone)? })
    }

    pub(crate) fn words(&self) -> &'a Words {
        self.words
    }

    pub(crate) fn lang(&self) -> Lang {
        self.words.lang()
    }

    pub(crate) fn zone(&self) -> &CaseZone {
        &self.zone
    }

    /// Prints a value, or says why it cannot be printed truthfully.
    pub(crate) fn print(&self, value: &Value) -> Result<Printed, String> {
        let lang = self.lang();
        let plain = |text: String| Printed { text, select: Select::Nothing };
        Ok(match value {
            Value::Count(count) => {
                Printed { text: grouped(*count, lang), select: Select::Number(count.to_string()) }
            }
            Value::Share(part) => plain(share(*part, lang)?),
            Value::Number { value, decimals } => Printed {
                text: decimal(*value, *decimals, lang)?,
                select: Select::Number(format!("{value:.*}", usize::from(*decimals))),
            },
            Value::PValue(p) => plain(probability(*p, lang)?),
            Value::Money(amount) => plain(money(*amount, lang)),
            Value::Instant(at_us) => plain(self.instant(*at_us)?),
            Value::Date(date) => plain(self.date(date)?),
            Value::Span(seconds) => plain(self.span(*seconds)),
            Value::Stated(text) if names_exhibit(text) => plain(text.clone()),
            Value::Stated(text) => plain(stated::quoted(text, lang)),
            Value::Term(key) => self.term(key)?,
            Value::Phrase(phrase) if phrase.code().is_some() => {
                plain(hidden_as_escapes(&phrase.say(lang)))
            }
            Value::Phrase(phrase) => plain(stated::quoted(phrase.text(), lang)),
        })
    }

    fn term(&self, key: &str) -> Result<Printed, String> {
        let text = self.plain_message(key).ok_or_else(|| {
            format!("the term `{key}` is not in the word list `{}`; add it", self.lang().code())
        })?;
        Ok(Printed { text, select: Select::Key(key.to_owned()) })
    }

    /// The text of a message without slots; `None` where there is none, or it has slots.
    pub(crate) fn plain_message(&self, id: &str) -> Option<String> {
        self.words.resolve(id, &[])?.into_iter().try_fold(String::new(), |text, part| match part {
            Part::Words(words) => Some(text + &words),
            Part::Slot(_) => None,
        })
    }
}
