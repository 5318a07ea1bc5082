//! What a stated total or digest is of, and whether it was found again.

super::sentences! {
    digest_matches(algorithm, what)
        "{algorithm} of {what} (matches)"
        "{algorithm} di {what} (corrisponde)"
    digest_differs(algorithm, what)
        "{algorithm} of {what} (DOES NOT MATCH)"
        "{algorithm} di {what} (NON CORRISPONDE)"
    the_image()
        "the image"
        "tutta l’immagine"
    the_stream(name)
        "the stream {name}"
        "tutto il flusso {name}"
    data_cut_off()
        "not computable, the data are cut off"
        "non calcolabile, i dati sono troncati"
    map_part(part)
        "the map's own part `{part}`"
        "parte `{part}` della mappa stessa"
    named_part(name)
        "part {name}"
        "parte {name}"
    sums_of_parts()
        "the sums of all parts"
        "tutte le somme delle parti"
    packed_data()
        "the packed data"
        "tutti i dati compressi"
    not_computable(blocks)
        "not computable, damaged blocks: {blocks}"
        "non calcolabile, blocchi danneggiati: {blocks}"
    runs_damaged()
        "not computable, runs are damaged"
        "non calcolabile, alcuni tratti sono danneggiati"
    too_many_zeros()
        "not computed, too many zeros"
        "non calcolato, troppi zeri"
    volume_bytes()
        "bytes of the volume"
        "byte del volume"
    archive_members()
        "members of the archive"
        "elementi dell’archivio"
    graph_nodes()
        "nodes of the graph (records, rejects, and nodes passed by type)"
        "nodi del grafo (registrazioni, scarti e nodi tralasciati per tipo)"
    media_files(entries)
        "media files (entries: {entries})"
        "file multimediali (voci: {entries})"
    track_pairs()
        "times and points of tracks that have no partner"
        "orari e punti di tracciati senza corrispondente"
    travellers_of(message, source)
        "travellers of {message} ({source})"
        "viaggiatori di {message} ({source})"
    bookings_of(message, source)
        "bookings of {message} ({source})"
        "prenotazioni di {message} ({source})"
    segments_of(message)
        "segments (UNT) of {message}"
        "segmenti (UNT) di {message}"
    messages_of(interchange)
        "messages (UNZ) of {interchange}"
        "messaggi (UNZ) di {interchange}"
    closing_balance(id)
        "closing balance of {id} (opening balance and bookings)"
        "saldo finale di {id} (saldo iniziale e movimenti)"
    number_of(what, whole)
        "number of {what} of {whole}"
        "numero di {what} di {whole}"
    sum_of(what, whole)
        "sum of {what} of {whole}"
        "somma di {what} di {whole}"
    credits()
        "credits"
        "accrediti"
    debits()
        "debits"
        "addebiti"
    entries()
        "entries"
        "movimenti"
    payments()
        "payments"
        "pagamenti"
    sum_of_transactions(booking)
        "sum of the transactions of booking {booking}"
        "somma delle operazioni del movimento {booking}"
}
