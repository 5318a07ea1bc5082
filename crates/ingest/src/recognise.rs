//! Recognition: which format takes an exhibit, by its first bytes and never by its name.

use crate::format::{Head, ReadsBy, Sure};
use crate::formats::foreign;
use crate::register::{Reader, Register};

/// What recognition found.
pub enum Recognised {
    /// This reader takes the exhibit.
    Taken(Reader, Sure),
    /// No format does.
    Unread(Unread),
}

/// Why no format takes an exhibit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// There is nothing to read.
    Empty,
    /// No format knows the content.
    Unknown,
    /// It is known and nothing here reads it: what it is, and what a person can do.
    Foreign(&'static str, &'static str),
    /// The format a person chose is none of ours.
    NoSuchFormat(String),
    /// A person chose a mapping, and the content is nothing that is read by mappings.
    NotForMappings(String),
}

impl Unread {
    /// What was found, in words.
    pub fn reason(&self) -> String {
        match self {
            Self::Empty => "the exhibit is empty".into(),
            Self::Unknown => "no format knows its first bytes".into(),
            Self::Foreign(reason, _) => (*reason).into(),
            Self::NoSuchFormat(code) => format!("there is no format `{code}`"),
            Self::NotForMappings(name) => format!(
                "the mapping `{name}` was chosen, but the exhibit is neither delimited text nor a \
                 workbook"
            ),
        }
    }

    /// What a person can do.
    pub fn remedy(&self, register: &Register<'_>) -> String {
        let codes = || register.readers().map(Reader::code).collect::<Vec<_>>().join(", ");
        match self {
            Self::Empty => "ask the sender whether the file was meant to be empty".into(),
            Self::Unknown => "if it is a table, save a mapping for it with `tutela map`; \
                              docs/formats.md says what else is read"
                .into(),
            Self::Foreign(_, remedy) => (*remedy).into(),
            Self::NoSuchFormat(_) => format!("choose one of {}", codes()),
            Self::NotForMappings(_) => "ingest it without a mapping".into(),
        }
    }
}

/// Finds the reader of an exhibit: the one a person chose, else the surest, else none. On a tie the
/// first in the register wins. A chosen mapping keeps only the formats that read by mappings.
pub fn recognise(register: &Register<'_>, chosen: Option<&str>, head: &Head<'_>) -> Recognised {
    if head.len == 0 {
        return Recognised::Unread(Unread::Empty);
    }
    if let Some(code) = chosen {
        return match register.named(code) {
            Some(reader) => Recognised::Taken(reader, Sure::Yes),
            None => Recognised::Unread(Unread::NoSuchFormat(code.to_owned())),
        };
    }
    let mapping = head.settings.mapping.as_deref();
    let mut best: Option<(Reader, Sure)> = None;
    for reader in register.readers() {
        if mapping.is_some() && reader.reads_by() != ReadsBy::Mapping {
            continue;
        }
        let sure = reader.recognise(head);
        if sure > best.map_or(Sure::No, |(_, sure)| sure) {
            best = Some((reader, sure));
        }
        if sure == Sure::Yes {
            break;
        }
    }
    match (best, mapping) {
        (Some((reader, sure)), _) => Recognised::Taken(reader, sure),
        (None, Some(name)) => Recognised::Unread(Unread::NotForMappings(name.to_owned())),
        (None, None) => Recognised::Unread(
            foreign::find(head)
                .map_or(Unread::Unknown, |known| Unread::Foreign(known.reason, known.remedy)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Source, SourceFormat};
    use crate::register::HOUSE;
    use crate::settings::Settings;
    use crate::sink::{Halt, Sink};

    struct Says(&'static str, Sure, ReadsBy);

    impl SourceFormat for Says {
        fn code(&self) -> &'static str {
            self.0
        }
        fn version(&self) -> u32 {
            1
        }
        fn recognise(&self, _: &Head<'_>) -> Sure {
            self.1
        }
        fn reads_by(&self) -> ReadsBy {
            self.2
        }
        fn read(&self, _: &mut Source<'_>, _: &mut Sink<'_>) -> Result<(), Halt> {
            Ok(())
        }
    }

    const FORMATS: &[&dyn SourceFormat] = &[
        &Says("no", Sure::No, ReadsBy::OwnRules),
        &Says("maybe", Sure::Maybe, ReadsBy::Mapping),
        &Says("first", Sure::Yes, ReadsBy::OwnRules),
        &Says("second", Sure::Yes, ReadsBy::OwnRules),
    ];

    fn taken(
        formats: &[&'static dyn SourceFormat],
        chosen: Option<&str>,
        settings: &Settings,
    ) -> String {
        let head = Head::of(b"x", settings);
        match recognise(&Register { formats, containers: &[], examiner: None }, chosen, &head) {
            Recognised::Taken(format, _) => format.code().to_owned(),
            Recognised::Unread(unread) => unread.reason(),
        }
    }

    #[test]
    fn the_surest_wins_and_the_first_on_a_tie() {
        assert_eq!(taken(FORMATS, None, &Settings::default()), "first");
        assert_eq!(taken(&FORMATS[..2], None, &Settings::default()), "maybe");
    }

    #[test]
    fn what_a_person_chose_wins_over_what_a_format_says() {
        assert_eq!(taken(FORMATS, Some("no"), &Settings::default()), "no");
        assert_eq!(
            taken(FORMATS, Some("other"), &Settings::default()),
            "there is no format `other`"
        );
        let mapped = Settings { mapping: Some("mto-a".into()), ..Settings::default() };
        assert_eq!(taken(FORMATS, None, &mapped), "maybe");
    }

    #[test]
    fn what_nobody_knows_is_unread_and_says_why() {
        let settings = Settings::default();
        assert_eq!(taken(&FORMATS[..1], None, &settings), "no format knows its first bytes");
        let head = Head::of(b"", &settings);
        assert!(matches!(recognise(&HOUSE, None, &head), Recognised::Unread(Unread::Empty)));
        let backup = [&b"\0\0\0\x36\x0a\x34\x0a\x10"[..], &[7; 16], b"\x12\x20", &[9; 32]].concat();
        let Recognised::Unread(unread) = recognise(&HOUSE, None, &Head::of(&backup, &settings))
        else {
            panic!("a format takes it")
        };
        assert!(unread.reason().contains("Signal") && unread.remedy(&HOUSE).contains("decrypt"));
    }
}
