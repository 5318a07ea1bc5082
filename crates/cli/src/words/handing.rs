//! What is said of an export of records: key, English, Italian; sorted by key.

/// The words of `export`.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    (
        "handed-over",
        "{records} records in {files} files; logged, with the manifest beside them",
        "{records} registrazioni in {files} file; registrato, con il manifesto accanto",
    ),
    (
        "handed-over-dry",
        "{records} records in {files} files would be written; nothing was",
        "{records} registrazioni in {files} file verrebbero scritte; nulla è stato scritto",
    ),
    (
        "handed-over-left-out",
        "  {kind}: {count} left out: {why}",
        "  {kind}: omesse {count}: {why}",
    ),
    (
        "handed-over-network",
        "{nodes} identities and {edges} ties; logged, with the manifest beside them",
        "{nodes} soggetti e {edges} legami; registrato, con il manifesto accanto",
    ),
    (
        "handed-over-network-dry",
        "{nodes} identities and {edges} ties would be written; nothing was",
        "{nodes} soggetti e {edges} legami verrebbero scritti; nulla è stato scritto",
    ),
    (
        "left-out-no-amount",
        "they state no amount, which the form needs",
        "non riportano un importo, richiesto dalla forma",
    ),
    (
        "left-out-no-party",
        "they state no party, which the form needs",
        "non riportano una parte, richiesta dalla forma",
    ),
    (
        "left-out-no-place",
        "the form has no place for this kind",
        "la forma non ha posto per questo tipo",
    ),
    (
        "left-out-no-reference",
        "they state no key, which the form needs",
        "non riportano una chiave, richiesta dalla forma",
    ),
    ("left-out-no-time", "they state no time", "non riportano un orario"),
    ("left-out-not-asked", "not asked for", "non richieste"),
    (
        "left-out-other-currency",
        "their currency is not that of the report",
        "la loro valuta non è quella della segnalazione",
    ),
    ("left-out-outside-period", "outside the period", "fuori dal periodo"),
];
