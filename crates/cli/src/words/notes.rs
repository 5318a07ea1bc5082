//! What is said of notes and tags: key, English, Italian; sorted by key.

/// The words of `note`.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    ("note-for-report", "[for the report]", "[per la relazione]"),
    ("note-line", "{number}  {on}: {said}; {by}, {at}", "{number}  {on}: {said}; {by}, {at}"),
    (
        "note-no-tags",
        "the case holds no tags; `tutela note allow TAG --text MEANING` adds one",
        "il caso non ha etichette; `tutela note allow TAG --text SIGNIFICATO` ne aggiunge una",
    ),
    ("note-none", "nobody has noted anything", "nessuno ha annotato nulla"),
    ("note-withdrawn", "taken back by {by}: {reason}", "ritirata da {by}: {reason}"),
];
