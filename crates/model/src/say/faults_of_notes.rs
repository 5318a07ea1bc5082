//! What can go wrong with notes and tags, and what a person can do. These are written as text; they are known again
//! by their words where somebody reads another language.

super::sentences! {
    note_needs_words()
        "a note needs words: up to 4000 letters, and no control characters"
        "una nota richiede parole: fino a 4000 lettere, e nessun carattere di controllo"
    give_with_text()
        "give them with --text"
        "darle con --text"
    no_such_tag(tag)
        "the case has no tag `{tag}`"
        "il caso non ha l'etichetta `{tag}`"
    tags_are_listed()
        "`tutela note tags` shows its list; `tutela note allow TAG --text MEANING` adds one"
        "`tutela note tags` ne mostra l'elenco; `tutela note allow TAG --text SIGNIFICATO` ne aggiunge una"
    cannot_be_tag(tag)
        "`{tag}` cannot be a tag"
        "`{tag}` non può essere un'etichetta"
    letters_of_tag()
        "use letters, digits and `-`, 40 at most"
        "usare lettere, cifre e `-`, al massimo 40"
    tag_means_nothing()
        "it is not said what the tag means"
        "non è detto che cosa significa l'etichetta"
    say_with_text()
        "say it with --text"
        "dirlo con --text"
    no_note_to_take_back(number)
        "there is no note {number} that could be taken back"
        "non c'è una nota {number} che si possa ritirare"
    list_notes()
        "list them with `tutela note`"
        "elencarle con `tutela note`"
    no_such_record(record)
        "there is no record {record}"
        "non c'è una registrazione {record}"
    take_number_from_search()
        "take its number from `tutela search`, such as EX-2/14"
        "prenderne il numero da `tutela search`, ad esempio EX-2/14"
    what_note_is_about()
        "it is not said what the note or tag is about"
        "non è detto a che cosa si riferisce la nota o l'etichetta"
    name_what_is_noted()
        "name a finding, a record, a party, a note or a tag, as `tutela help note` shows"
        "indicare un riscontro, una registrazione, un soggetto, una nota o un'etichetta, come mostra `tutela help note`"
    which_note()
        "it is not said which note"
        "non è detto quale nota"
}
