//! The list of words: key, English, Italian; in order of the key.

/// Everything the commands say to a user.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    (
        "built",
        "{indexed} records indexed; findings rest on the tables with root {root}",
        "{indexed} registrazioni indicizzate; i riscontri poggiano sulle tabelle con radice {root}",
    ),
    ("cause", "cause", "causa"),
    (
        "coincide-family",
        "{m} pairs tested; false findings held at q = {q} over all of them; seed {seed}",
        "{m} coppie verificate; falsi riscontri tenuti a q = {q} su tutte; seme {seed}",
    ),
    (
        "coincide-insufficient",
        "{count} pairs have too little data (fewer than {n_a} payments or {n_b} sessions) and were not tested",
        "{count} coppie hanno troppo pochi dati (meno di {n_a} pagamenti o {n_b} sessioni) e non sono state verificate",
    ),
    (
        "coincide-line",
        "  {observed} of {n} payments fall from {before} before to {after} after a session ({reading}); by chance {expected} (95 %: {low}–{high})",
        "  {observed} pagamenti su {n} cadono da {before} prima a {after} dopo una sessione ({reading}); per caso {expected} (95 %: {low}–{high})",
    ),
    (
        "coincide-no-lr",
        "no likelihood ratio is possible",
        "nessun rapporto di verosimiglianza è possibile",
    ),
    (
        "covered-by-none",
        "missing: between {before} and {after} no exhibit covers {what}, {from} – {until}",
        "manca: tra {before} e {after} nessun reperto copre {what}, {from} – {until}",
    ),
    (
        "covered-more",
        "{count} further periods; `tutela status --json` lists all",
        "altri {count} periodi; `tutela status --json` li elenca tutti",
    ),
    (
        "covered-spanned",
        "{exhibit}: {what} {from} – {until}, no period stated; records: {records}",
        "{exhibit}: {what} {from} – {until}, nessun periodo dichiarato; registrazioni: {records}",
    ),
    (
        "covered-spanned-gaps",
        "{exhibit}: {what} {from} – {until}, no period stated; records: {records}; none in {months}",
        "{exhibit}: {what} {from} – {until}, nessun periodo dichiarato; registrazioni: {records}; nessuna in {months}",
    ),
    (
        "covered-stated",
        "{exhibit}: {what} {from} – {until}, as stated; records: {records}",
        "{exhibit}: {what} {from} – {until}, come dichiarato; registrazioni: {records}",
    ),
    (
        "covered-stated-gaps",
        "{exhibit}: {what} {from} – {until}, as stated; records: {records}; none in {months}",
        "{exhibit}: {what} {from} – {until}, come dichiarato; registrazioni: {records}; nessuna in {months}",
    ),
    (
        "demo-done",
        "the case is in {dir}; look at it with: tutela --case {dir} status",
        "il caso è in {dir}; per guardarlo: tutela --case {dir} status",
    ),
    ("demo-sources", "inventing sources in {dir}", "invento le fonti in {dir}"),
    ("error", "error", "errore"),
    (
        "flow-none",
        "no pair fits; keys are those of `tutela flow`, such as phone:+39…",
        "nessuna coppia corrisponde; le chiavi sono quelle di `tutela flow`, per esempio phone:+39…",
    ),
    (
        "flow-total",
        "{payments} payments, {sum}, {pairs} pairs",
        "{payments} pagamenti, {sum}, {pairs} coppie",
    ),
    (
        "folder-survey",
        "{path}: one exhibit of {archive_bytes} bytes: {files} files with {bytes} bytes, {folders} folders, {links} links, {others} pipes and devices; left out: {left_out}",
        "{path}: un solo reperto di {archive_bytes} byte: {files} file con {bytes} byte, {folders} cartelle, {links} collegamenti, {others} pipe e dispositivi; esclusi: {left_out}",
    ),
    (
        "found",
        "{total} records found, {shown} shown",
        "{total} registrazioni trovate, {shown} mostrate",
    ),
    (
        "init-done",
        "the case is open in {dir}; give it exhibits with: tutela --case {dir} ingest PATH",
        "il caso è aperto in {dir}; per dargli reperti: tutela --case {dir} ingest PERCORSO",
    ),
    ("mapping-doubt", "? {doubt}", "? {doubt}"),
    (
        "mapping-guessed",
        "this is a guess: check every line, mend it, then save it with `tutela map --save FILE`",
        "questa è una proposta: controllare ogni riga, correggerla, poi salvarla con `tutela map --save FILE`",
    ),
    (
        "mapping-saved",
        "mapping {name} saved and logged; read with it: tutela ingest FILE --mapping {name}",
        "mappatura {name} salvata e registrata; per usarla: tutela ingest FILE --mapping {name}",
    ),
    ("not-sealed", "not sealed: {path}: {reason}", "non sigillato: {path}: {reason}"),
    ("place", "place", "luogo"),
    (
        "rejects-of",
        "    {exhibit}: {count} rows rejected with {code}",
        "    {exhibit}: {count} righe scartate con {code}",
    ),
    ("remedy", "remedy", "rimedio"),
    ("step-ask", "asking", "interrogo"),
    ("step-cite", "citing", "cito"),
    ("step-index", "indexing", "indicizzo"),
    ("step-load", "loading", "carico"),
    ("step-read", "reading", "leggo"),
    ("step-report", "writing", "scrivo"),
    ("step-seal", "sealing", "sigillo"),
    ("step-verify", "verifying", "verifico"),
    (
        "task",
        "to do: {exhibit} {kind}: {fact}; {remedy}",
        "da fare: {exhibit} {kind}: {fact}; {remedy}",
    ),
    (
        "task-not-ingested",
        "to do: {exhibit} is sealed and was never read; give it to `tutela ingest` again",
        "da fare: {exhibit} è sigillato e non è mai stato letto; darlo di nuovo a `tutela ingest`",
    ),
    (
        "task-rejects",
        "to do: {exhibit}: {count} rows set aside with {code}: {words}",
        "da fare: {exhibit}: {count} righe accantonate con {code}: {words}",
    ),
    (
        "task-zone",
        "to do: {exhibit}: times that state no zone were read in {zone}, the zone of the case; ask the sender, then ingest it again with --tz ZONE",
        "da fare: {exhibit}: gli orari che non dichiarano un fuso sono stati letti in {zone}, il fuso del caso; chiedere al mittente, poi acquisire di nuovo con --tz FUSO",
    ),
    ("verdict-associated", "more than chance", "più del caso"),
    (
        "verdict-cannot-tell",
        "this test could not have shown an excess",
        "questa verifica non avrebbe potuto mostrare un eccesso",
    ),
    ("verdict-insufficient", "insufficient data", "dati insufficienti"),
    ("verdict-not-shown", "not shown to be more than chance", "non risulta più del caso"),
    (
        "verified",
        "{exhibits} exhibits and {leaves} leaves of the log verified; {problems} problems",
        "{exhibits} reperti e {leaves} foglie del registro verificati; {problems} problemi",
    ),
];
