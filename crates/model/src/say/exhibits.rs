//! What can be said of any exhibit, whatever its format.

super::sentences! {
    notes_left_out()
        "further notes on this exhibit were left out"
        "Ulteriori note su questo reperto sono state omesse."
    note_too_long()
        "a note on this exhibit was too long and was left out"
        "Una nota su questo reperto era troppo lunga ed è stata omessa."
    notes_more(count)
        "Further notes on interchanges and messages that are not shown: {count}."
        "Ulteriori note su interscambi e messaggi, non mostrate: {count}."
    states(facts)
        "The source states of itself: {facts}."
        "La fonte dichiara di sé: {facts}."
    states_of(what, facts)
        "The source states of itself ({what}): {facts}."
        "La fonte dichiara di sé ({what}): {facts}."
    fact(name, value)
        "{name}: {value}"
        "{name}: {value}"
    parts_unread(parts)
        "Parts of the export that are not read: {parts}."
        "Parti dell’esportazione che non sono lette: {parts}."
    kind_passed(count, kind)
        "Passed, for which there is no kind of record: {count} of type {kind}."
        "Tralasciati, perché non esiste un tipo di registrazione: {count} di tipo {kind}."
    objects_forgotten(count)
        "Objects that were not remembered, because the exhibit is too large: {count}; references to them stay references."
        "Oggetti non tenuti in memoria, perché il reperto è troppo grande: {count}; i rinvii a essi restano rinvii."
    facts_beyond_memory()
        "Facts that rows refer to were beyond the limit of memory in part; these are not told with their rows."
        "I fatti a cui le righe rinviano superavano in parte il limite di memoria; questi non figurano con le loro righe."
    values_too_long()
        "Values too long for `extra` stand only in the exhibit."
        "I valori troppo lunghi per `extra` si trovano soltanto nel reperto."
    part_not_whole(name, start, len, why)
        "`{name}` at bytes {start}+{len} could not be read whole: {why}."
        "`{name}` ai byte {start}+{len} non è stato letto per intero: {why}."
    doctype_unfollowed(references)
        "A document type declaration and its entities are not followed; references that stand in the records as written: {references}."
        "Una dichiarazione del tipo di documento e le sue entità non sono seguite; rinvii che stanno nelle registrazioni così come scritti: {references}."
    log_too_long(log)
        "The database log {log} is too long to be read with its database."
        "Il registro di database {log} è troppo lungo per essere letto con il suo database."
    of_image(image)
        "The list is of the image {image}."
        "L’elenco riguarda l’immagine {image}."
    none()
        "none"
        "nessuno"
    not_stated()
        "not stated"
        "non dichiarato"
}
