//! What can be wrong with an archive or a member of it, and what to do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    archive_damaged(why)
        "the archive is damaged: {why}"
        "l’archivio è danneggiato: {why}"
    content_what_archive_states()
        "its content is not what the archive states: length or check sum differ"
        "il suo contenuto non è quello che l’archivio dichiara: lunghezza o somma di controllo differiscono"
    unpack_password_ingest_files()
        "unpack it with its password and ingest the files"
        "estrarlo con la sua password e acquisire i file"
    ask_sender_archive_again()
        "ask the sender for the archive again, or unpack it with a tool you trust"
        "chiedere di nuovo l’archivio al mittente, o estrarlo con uno strumento fidato"
    directory_archive_cannot_read(why)
        "the directory of the archive cannot be read: {why}"
        "l’indice dell’archivio non si può leggere: {why}"
    compressed_nothing_here_unpacks(method)
        "it is compressed by {method}, which nothing here unpacks"
        "è compresso con {method}, che qui nulla estrae"
    bytes_do_check_sum()
        "its bytes do not have the check sum that the archive states"
        "i suoi byte non hanno la somma di controllo che l’archivio dichiara"
    dictionary_larger_than_limit()
        "its dictionary is larger than the limit"
        "il suo dizionario è più grande del limite"
    map_holes_leads_past()
        "the map of its holes leads past its end"
        "la mappa dei suoi buchi porta oltre la sua fine"
    holes_longer_than_limit()
        "its holes are longer than the limit"
        "i suoi buchi sono più lunghi del limite"
    map_holes_cannot_read()
        "the map of its holes cannot be read"
        "la mappa dei suoi buchi non si può leggere"
    map_holes_more_pieces()
        "the map of its holes has more pieces than the limit"
        "la mappa dei suoi buchi ha più pezzi del limite"
    archive_ends_before_content()
        "the archive ends before its content does"
        "l’archivio termina prima del suo contenuto"
    content_lies_outside_archive()
        "its content lies outside the archive"
        "il suo contenuto sta fuori dell’archivio"
    local_header_where_directory()
        "its local header is not where the directory says"
        "la sua intestazione locale non è dove l’indice dice"
    archive_part_several()
        "the archive is one part of several"
        "l’archivio è una parte di più parti"
    join_parts_tool_you()
        "join the parts with a tool you trust, and ingest the whole"
        "unire le parti con uno strumento fidato e acquisire l’insieme"
    compression_method_zip_read(method)
        "compression method {method} of zip is not read"
        "il metodo di compressione {method} di zip non è letto"
    stored_length_differs_from()
        "its stored length differs from the stated one"
        "la sua lunghezza memorizzata differisce da quella dichiarata"
    is_encrypted()
        "it is encrypted"
        "è cifrato"
    checksum_invalid()
        "Invalid checksum"
        "somma di controllo non valida"
    file_ends()
        "unexpected end of file"
        "fine del file inattesa"
    bytes_missing()
        "failed to fill whole buffer"
        "mancano dei byte"
}
