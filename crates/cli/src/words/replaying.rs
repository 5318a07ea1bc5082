//! What is said of a replay: key, English, Italian; sorted by key.

/// The words of `replay`.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    (
        "replay-changed",
        "    {count} say or cite something else: {findings}",
        "    {count} dicono o citano altro: {findings}",
    ),
    (
        "replay-differs",
        "{code} {name}, version {version}: not the same",
        "{code} {name}, versione {version}: non è uguale",
    ),
    (
        "replay-exhibit",
        "{exhibit}: other tables; records and rejects {then}, now {now}",
        "{exhibit}: tabelle diverse; registrazioni e scarti {then}, ora {now}",
    ),
    (
        "replay-gone",
        "    {count} are found no more: {findings}",
        "    {count} non risultano più: {findings}",
    ),
    (
        "replay-new",
        "    {count} were not found before: {findings}",
        "    {count} non risultavano prima: {findings}",
    ),
    (
        "replay-not-kept",
        "{code} {name}: version {version} of its method is not kept any more",
        "{code} {name}: la versione {version} del suo metodo non è più conservata",
    ),
    (
        "replay-present",
        "  version {version}, the present one, says otherwise:",
        "  la versione {version}, quella attuale, dice altro:",
    ),
    (
        "replay-present-same",
        "  version {version}, the present one, says the same",
        "  la versione {version}, quella attuale, dice lo stesso",
    ),
    (
        "replay-same",
        "{code} {name}, version {version}: the same",
        "{code} {name}, versione {version}: uguale",
    ),
    (
        "replayed",
        "{exhibits} exhibits read and {questions} questions asked again: {same} answers the same byte for byte, {differences} differences; logged",
        "{exhibits} reperti riletti e {questions} quesiti posti di nuovo: {same} risposte uguali byte per byte, {differences} differenze; registrato",
    ),
];
