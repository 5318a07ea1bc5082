//! What is said of safeguarding tasks: key, English, Italian; sorted by key.

/// The words of `tasks`, and of the line that every command prints while one waits.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    (
        "alarm",
        "SAFEGUARDING: tasks that wait for a person: {waiting}, overdue: {overdue}; see `tutela tasks`",
        "TUTELA DEI MINORI: compiti che attendono una persona: {waiting}, scaduti: {overdue}; vedere `tutela tasks`",
    ),
    ("task-closed", "closed by {by}, {at}: {reason}", "chiuso da {by}, {at}: {reason}"),
    ("task-due", "to be closed by {at}", "da chiudere entro {at}"),
    (
        "task-earlier",
        "same parties before: {name} ({stage}; {owner})",
        "stessi soggetti in precedenza: {name} ({stage}; {owner})",
    ),
    (
        "task-handed",
        "handed on by {by} to {to}, {at}, and not received yet: {reason}",
        "passato da {by} a {to}, {at}, e non ancora ricevuto: {reason}",
    ),
    ("task-overdue", "OVERDUE since {at}", "SCADUTO dal {at}"),
    ("task-stage-closed", "closed", "chiuso"),
    ("task-stage-handed_on", "handed on, not received", "passato, non ricevuto"),
    ("task-stage-taken", "taken", "preso in carico"),
    ("task-stage-waits", "waits", "attende"),
];
