//! What is said of members and of who read what: key, English, Italian; sorted by key.

/// The words of `members` and `audit`.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    (
        "audit-count",
        "{count} acts; this look is one of them",
        "{count} atti, compresa questa consultazione",
    ),
    ("audit-denied", "was refused `{command}` ({families})", "rifiuto di `{command}` ({families})"),
    (
        "audit-log_read",
        "read the access log {person} {command}: {reason}",
        "ha letto il registro degli accessi {person} {command}: {reason}",
    ),
    (
        "audit-none",
        "nobody is noted: the case has no members, so no reading is written down",
        "nessuno è annotato: il caso non ha membri, perciò nessuna lettura è registrata",
    ),
    (
        "audit-read",
        "read with `{command}` {options} ({families}): {reason}",
        "ha letto con `{command}` {options} ({families}): {reason}",
    ),
    (
        "audit-reading_opened",
        "reads until {until_us}: {reason}",
        "legge fino al {until_us}: {reason}",
    ),
    ("family-findings", "findings", "riscontri"),
    ("family-identities", "identities", "identità"),
    ("family-log", "the logs", "i registri"),
    ("family-media", "files", "file"),
    ("family-money", "money", "denaro"),
    ("family-sessions", "calls and messages", "chiamate e messaggi"),
    ("family-travel", "travel", "viaggi"),
    (
        "member-change",
        "{number}  {person}: {becomes}; {by}, {at}: {reason}",
        "{number}  {person}: {becomes}; {by}, {at}: {reason}",
    ),
    ("member-leaves", "is no member any more", "non è più membro"),
    (
        "member-place",
        "{unit} ({kind}); {roles}; sees: {sees}",
        "{unit} ({kind}); {roles}; vede: {sees}",
    ),
    (
        "members-none",
        "the case has no members: whoever has its folder may do everything, and no reading is written down",
        "il caso non ha membri: chi ha la sua cartella può fare tutto, e nessuna lettura è registrata",
    ),
    (
        "members-read",
        "the reason holds until {until}; each reading is written down with it",
        "il motivo vale fino al {until}; ogni lettura è registrata con esso",
    ),
    ("role-administrator", "administrator", "amministratore"),
    ("role-analyst", "analyst", "analista"),
    ("role-examiner", "examiner", "perito tecnico"),
    ("role-investigator", "investigator", "investigatore"),
    ("role-liaison", "liaison", "collegamento"),
    ("role-prosecutor", "prosecutor", "pubblico ministero"),
    ("role-supervisor", "supervisor", "responsabile"),
    ("unit-liaison_desk", "liaison desk", "ufficio di collegamento"),
    ("unit-local_unit", "local unit", "unità locale"),
    ("unit-national_centre", "national centre", "centro nazionale"),
    ("unit-prosecutors_office", "prosecutor's office", "procura"),
];
