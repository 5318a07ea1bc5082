//! Sentences for a terminal: the words of the report, one line at a time.

use model::Sentence;

use crate::Lang;
use crate::error::ReportError;
use crate::sentences::{Class, Speaker};
use crate::values::Printer;
use crate::words::Words;

/// Says sentences of findings in one language and one time zone, without the report around them.
///
/// Templates, slots and values are held to the same rules as in a report; the records are not
/// looked for, since nothing is shown beside the line.
pub struct Teller {
    words: Words,
    zone: String,
}

impl Teller {
    /// A teller in a language and the zone of the case (IANA name).
    pub fn new(lang: Lang, zone: &str) -> Result<Self, ReportError> {
        let words = Words::load(lang)?;
        Printer::new(&words, zone)?;
        Ok(Self { words, zone: zone.to_owned() })
    }

    /// The sentence as one line. What is hidden in stated text stands as its code, so that no
    /// text of an exhibit can steer a terminal.
    pub fn say(&self, sentence: &Sentence) -> Result<String, ReportError> {
        let printer = Printer::new(&self.words, &self.zone)?;
        let speaker = Speaker { printer: &printer, cited: None };
        Ok(speaker.say(sentence, Class::Fact, "the terminal")?.text())
    }

    /// An instant, microseconds of UTC, in the zone of the case and in few letters.
    pub fn instant(&self, at_us: i64) -> Option<String> {
        let printer = Printer::new(&self.words, &self.zone).ok()?;
        Some(printer.zone().compact(at_us, printer.lang()))
    }

    /// A text of the word list without slots (`strength-above`, `state-parsed`, a term, a title);
    /// `None` where there is none.
    pub fn word(&self, id: &str) -> Option<String> {
        let printer = Printer::new(&self.words, &self.zone).ok()?;
        printer.plain_message(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ExhibitId, RecordRef, Support, Value};

    #[test]
    fn a_line_for_the_terminal_holds_no_control_character() {
        let teller = Teller::new(Lang::It, "Europe/Rome").unwrap();
        let support = Support::new(vec![RecordRef { exhibit: ExhibitId(1), row: 1 }]).unwrap();
        let name = Value::Stated("\u{1b}[2Jx\u{202e}".to_owned());
        let line = teller.say(&Sentence::new("sample-name", support).with("name", name)).unwrap();
        assert_eq!(line, "Il nome è riportato come «\\u{1b}[2Jx\\u{202e}».");
        assert_eq!(teller.word("strength-insufficient").as_deref(), Some("dati insufficienti"));
        assert!(Teller::new(Lang::En, "Europe/Milan").is_err());
    }
}
