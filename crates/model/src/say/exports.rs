//! What is said of exports that cannot be written, and of what they need.

super::sentences! {
    changed_part()
        "a part of the tables is not the one that was written"
        "una parte delle tabelle non è quella che fu scritta"
    verify_then_ingest()
        "run `tutela verify`; ingest the exhibit again"
        "eseguire `tutela verify`; acquisire di nuovo il reperto"
    nothing_has_left()
        "stopped; nothing has left"
        "interrotto; nulla è uscito"
    run_again()
        "run the same command again"
        "ripetere lo stesso comando"
    options_of_bundle()
        "these options are those of a bundle"
        "queste opzioni sono quelle di un pacchetto"
    give_with_bundle()
        "give them with `export bundle`"
        "indicarle con `export bundle`"
    options_of_records()
        "these options are those of an export of records"
        "queste opzioni sono quelle di una consegna di registrazioni"
    leave_out_options()
        "leave out --kind, --from, --until and --facts"
        "omettere --kind, --from, --until e --facts"
    vics_without()
        "VICS has no place for --expires, and no dry run"
        "VICS non ha posto per --expires, e nessuna prova a vuoto"
    leave_them_out()
        "leave them out"
        "ometterle"
    no_such_period(text)
        "`{text}` is no day or instant of such a period"
        "`{text}` non è un giorno o un istante di un tale periodo"
    state_days()
        "state days as 2026-01-31 or instants as 2026-01-31T12:00:00Z, the earlier with --from"
        "indicare giorni come 2026-01-31 o istanti come 2026-01-31T12:00:00Z, il primo con --from"
    no_place_for_kind(form, kind)
        "{form} has no place for records of `{kind}`"
        "{form} non ha posto per le registrazioni di `{kind}`"
    ask_for_kinds(kinds)
        "ask for: {kinds}"
        "chiedere: {kinds}"
    not_toml(what)
        "the file is not TOML: {what}"
        "il file non è TOML: {what}"
    write_toml()
        "write lines like name = \"value\""
        "scrivere righe come nome = \"valore\""
    fact_needed(form, name)
        "{form} needs `{name}`, which no record states"
        "{form} richiede `{name}`, che nessuna registrazione riporta"
    give_facts()
        "give it with --facts FILE"
        "indicarlo con --facts FILE"
    fact_not_taken(form, text)
        "{form} does not take `{text}`"
        "{form} non accetta `{text}`"
    give_entity_number()
        "give the number by which the unit knows who reports"
        "indicare il numero con cui l'ufficio conosce chi segnala"
    nothing_to_write()
        "no record of the case can be written"
        "nessuna registrazione del caso può essere scritta"
    other_kinds()
        "ask for other kinds or another period"
        "chiedere altri tipi o un altro periodo"
    file_too_large()
        "choose a place that takes files of this size, and run it again"
        "scegliere un luogo che accetti file di queste dimensioni, e ripetere"
}
