//! What is said of pseudonyms and their lifting: key, English, Italian; sorted by key.

/// The words of `unveil`.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    ("unveil-in_force", "in force", "in vigore"),
    (
        "unveil-line",
        "{number}  {whom} for {readers}, until {until}: {reason}; {stage}, used {used} times",
        "{number}  {whom} per {readers}, fino al {until}: {reason}; {stage}, usata {used} volte",
    ),
    (
        "unveil-none",
        "no veil was ever lifted in this case",
        "in questo caso nessuno pseudonimo è mai stato svelato",
    ),
    ("unveil-over", "over", "conclusa"),
    ("unveil-waits", "waits for a second person", "attende una seconda persona"),
];
