//! What a message holds: text, an attachment, a note of the program.
//!
//! Programs write these notes in the phone's language; shapes are preferred to words, and the words
//! here are those of the languages the house works in.

use super::header::is_mark;

/// What a body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body<'b> {
    /// `text`, `media`, `call`, `system`, `deleted`.
    pub(super) content: &'static str,
    /// The file's name, where one is stated.
    pub(super) attachment: &'b str,
    /// Whether a note says that the text was changed.
    pub(super) edited: bool,
}

/// Longest note of the program.
const NOTE_CHARS_MAX: usize = 120;

/// Words of a note that a message was deleted.
const DELETED: [&str; 12] = [
    "this message was deleted",
    "you deleted this message",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "se eliminó este mensaje",
    "eliminaste este mensaje",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "mensagem apagada",
    "esta mensagem foi apagada",
];

/// Words of a note that a text was changed; it follows the text in angle brackets.
const EDITED: [&str; 6] = ["edited", "modificato", "editó", "bearbeitet", "modifié", "editada"];

/// First words of a note of a call.
const CALLS: [&str; 12] = [
    "missed voice call",
    "missed video call",
    "missed group",
    "voice call",
    "video call",
    "silenced voice call",
    "chiamata vocale",
    "chiamata persa",
    "videochiamata",
    "llamada perdida",
    "videollamada",
    "llamada de voz",
];

/// Last words of a note that media was left out of the export.
const OMITTED: [&str; 8] =
    ["omitted", "omessa", "omesso", "omesse", "omitido", "omitida", "weggelassen", "absente"];

/// Looks at the text of a message.
pub(super) fn look(text: &str) -> Body<'_> {
    let marked = text.starts_with(is_mark);
    let plain = text.trim_matches(|c: char| is_mark(c) || c.is_whitespace());
    let lower = plain.to_lowercase();
    let first = plain.lines().next().unwrap_or("");
    let body = |content| Body { content, attachment: "", edited: false };
    if let Some(name) = attached(first) {
        return Body { attachment: name, ..body("media") };
    }
    let short = plain.chars().count() <= NOTE_CHARS_MAX && !plain.contains('\n');
    let bracketed = plain.starts_with('<') && plain.ends_with('>');
    if short && DELETED.iter().any(|note| lower.trim_matches(['.', '<', '>']) == *note) {
        return body("deleted");
    }
    // In every language a bracketed note that stands alone says that media was left out.
    if short && (bracketed || marked && OMITTED.iter().any(|word| lower.ends_with(word))) {
        return body("media");
    }
    if short && marked && CALLS.iter().any(|note| lower.starts_with(note)) {
        return body("call");
    }
    let edited = lower.ends_with('>')
        && lower
            .rsplit_once('<')
            .is_some_and(|(_, note)| EDITED.iter().any(|word| note.contains(word)));
    Body { edited, ..body("text") }
}

/// The file's name in `<attached: IMG.jpg>` or `IMG.jpg (file attached)`, in any language.
fn attached(line: &str) -> Option<&str> {
    let line = line.trim_matches(|c: char| is_mark(c) || c.is_whitespace());
    if let Some(inner) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let (_, name) = inner.split_once(':')?;
        let name = name.trim();
        return is_file_name(name).then_some(name);
    }
    let (name, note) = line.rsplit_once(" (")?;
    let note = note.strip_suffix(')')?;
    let is_note = !note.is_empty() && note.chars().count() <= 30 && !note.contains(['(', '/']);
    (is_note && is_file_name(name)).then_some(name)
}

/// `IMG-20211230-WA0001.jpg`: an extension of two to five letters or digits.
fn is_file_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    extension.is_some_and(|(_, end)| {
        (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

/// Longest name of a sender; WhatsApp allows 25 characters, address books more.
const SENDER_CHARS_MAX: usize = 80;

/// Splits `name: text`; `None` for a line of the program itself.
///
/// `is_known` says whether a name wrote elsewhere in the chat: then a colon without a space counts.
pub(super) fn split_sender(rest: &str, is_known: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let found = match rest.split_once(": ") {
        Some(found) => Some(found),
        // An empty message: nothing after the colon.
        None => rest.strip_suffix(':').map(|name| (name, "")),
    };
    let found = found.or_else(|| rest.split_once(':').filter(|(name, _)| is_known(name)));
    found.filter(|(name, _)| {
        // A group renamed to something with a colon stands in quotes.
        !name.is_empty()
            && name.chars().count() <= SENDER_CHARS_MAX
            && !name.contains(['"', '“', '”', '«'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_the_program_are_told_from_text() {
        let content = |text| look(text).content;
        assert_eq!(content("Lorem ipsum"), "text");
        assert_eq!(content("<Media omitted>"), "media");
        assert_eq!(content("<Media omessi>"), "media");
        assert_eq!(content("\u{200e}image omitted"), "media");
        assert_eq!(content("image omitted"), "text");
        assert_eq!(content("This message was deleted."), "deleted");
        assert_eq!(content("\u{200e}Hai eliminato questo messaggio."), "deleted");
        assert_eq!(content("\u{200e}Missed voice call"), "call");
        assert_eq!(
            look("IMG-1-WA0001.jpg (file attached)\ncaption").attachment,
            "IMG-1-WA0001.jpg"
        );
        assert_eq!(look("\u{200e}<allegato: 00012-PHOTO.jpg>").attachment, "00012-PHOTO.jpg");
        assert!(look("Lorem \u{200e}<This message was edited>").edited);
        assert_eq!(look("see v1.2 (draft)").attachment, "");
    }

    #[test]
    fn a_sender_ends_at_the_first_colon_with_a_space() {
        let split = |rest| split_sender(rest, |name| name == "John Doe");
        assert_eq!(split("John-John Doe: a : b"), Some(("John-John Doe", "a : b")));
        assert_eq!(split("John Doe:."), Some(("John Doe", ".")));
        assert_eq!(split("Jane:."), None);
        assert_eq!(split("Jane:"), Some(("Jane", "")));
        assert_eq!(split("+12 345 created group \"a: b\""), None);
        assert_eq!(split("You were added"), None);
    }
}
