//! What can go wrong while an exhibit is read, and what a person can do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    kernel_cannot_enforce(layer, why)
        "this kernel cannot enforce {layer}: {why}"
        "questo kernel non può imporre {layer}: {why}"
    use_linux_5_13()
        "use Linux 5.13 or later with Landlock and seccomp switched on (`tutela doctor` shows which is missing), or sign a waiver for this case"
        "usare Linux 5.13 o successivo con Landlock e seccomp attivi (`tutela doctor` mostra quale manca), o firmare una deroga per questo caso"
    exhibit_unpacks_more_than()
        "the exhibit unpacks to more than its limit"
        "il reperto, estratto, supera il suo limite"
    looks_like_table_mapping()
        "it looks like a table, and no mapping was confirmed for its header"
        "sembra una tabella, e nessuna mappatura è stata confermata per la sua intestazione"
    lies_deeper_than_containers(max)
        "it lies deeper than {max} containers in each other"
        "sta più a fondo di {max} contenitori l’uno nell’altro"
    entry_cannot_read()
        "its entry cannot be read"
        "la sua voce non si può leggere"
    look_reject()
        "look at its reject"
        "guardare il suo scarto"
    reader_failed(words)
        "the reader failed: {words}"
        "il lettore è fallito: {words}"
    reader_failed_after_place(words)
        "the reader failed after this place: {words}"
        "il lettore è fallito dopo questo punto: {words}"
    exhibit_could_read_after(words)
        "the exhibit could not be read on after this place: {words}"
        "il reperto non si è potuto leggere oltre questo punto: {words}"
    exhibit_could_read()
        "the exhibit could not be read on"
        "il reperto non si è potuto leggere oltre"
    name_times_stand_what()
        "its name and times stand; what is left of its content may be found by carving the free space"
        "il suo nome e i suoi orari restano; ciò che rimane del contenuto si può cercare nello spazio libero (carving)"
    unpack_tool_you_trust()
        "unpack it with a tool you trust and ingest it as an exhibit of its own"
        "estrarlo con uno strumento fidato e acquisirlo come reperto a sé"
    too_long_read_will()
        "it is too long to be read at will inside a compressed container; unpack it and ingest it as an exhibit of its own"
        "è troppo lungo per leggerlo a piacere dentro un contenitore compresso; estrarlo e acquisirlo come reperto a sé"
    unpack_then_ingest_container(remedy)
        "{remedy} (unpack it for that), then ingest the container again"
        "{remedy} (estrarlo a tal fine), poi acquisire di nuovo il contenitore"
    row_bytes(why, row, bytes)
        "{why} at row {row} bytes {bytes}"
        "{why} alla riga {row} byte {bytes}"
    bytes(why, bytes)
        "{why} at bytes {bytes}"
        "{why} ai byte {bytes}"
    beginning(why)
        "{why} at its beginning"
        "{why} al suo inizio"
    exhibit_untouched_report_fault()
        "the exhibit is untouched; report this as a fault of the program, with the format and the place"
        "il reperto è intatto; segnalarlo come difetto del programma, con il formato e il punto"
    ingest_exhibit_again_machine()
        "ingest the exhibit again on a machine that is less busy; if it hangs there too, report this as a fault of the program"
        "acquisire di nuovo il reperto su una macchina meno carica; se si blocca anche lì, segnalarlo come difetto del programma"
    split_exhibit_ask_sender()
        "split the exhibit, or ask the sender for it as delimited text; a small file that needs this much may be a decompression bomb"
        "dividere il reperto, o chiederlo al mittente come testo delimitato; un piccolo file che richiede tanto può essere una bomba di decompressione"
    split_exhibit_ask_sender_another()
        "split the exhibit, or ask the sender for it in another format"
        "dividere il reperto, o chiederlo al mittente in un altro formato"
    treat_exhibit_hostile_may()
        "treat the exhibit as hostile: it may carry an attack on its reader; have it examined apart"
        "trattare il reperto come ostile: può portare un attacco al suo lettore; farlo esaminare a parte"
    check_disk_holds_exhibit()
        "check the disk that holds the exhibit with `tutela verify`, then ingest again"
        "controllare con `tutela verify` il disco che contiene il reperto, poi acquisire di nuovo"
    reader_changed_since_interrupted()
        "the reader has changed since the interrupted run: drop the stored rows of this exhibit and ingest it from its beginning"
        "il lettore è cambiato dopo l’esecuzione interrotta: eliminare le righe memorizzate di questo reperto e acquisirlo dall’inizio"
    no_format_knows_its()
        "no format knows its first bytes"
        "nessun formato riconosce i suoi primi byte"
    there_format(code)
        "there is no format `{code}`"
        "non c’è un formato `{code}`"
    mapping_was_chosen_but(name)
        "the mapping `{name}` was chosen, but the exhibit is neither delimited text nor a workbook"
        "è stata scelta la mappatura `{name}`, ma il reperto non è né testo delimitato né una cartella di lavoro"
    if_table_save_mapping()
        "if it is a table, save a mapping for it with `tutela map`; docs/formats.md says what else is read"
        "se è una tabella, salvarne una mappatura con `tutela map`; docs/formats.md dice che altro si legge"
    choose(codes)
        "choose one of {codes}"
        "sceglierne uno tra {codes}"
    ingest_without_mapping()
        "ingest it without a mapping"
        "acquisirlo senza mappatura"
    record_well_formed(why)
        "the record is not well formed: {why}"
        "la registrazione non è ben formata: {why}"
    more_companions_than_can()
        "it has more companions than can be read together"
        "ha più compagni di quanti se ne possano leggere insieme"
    plain_file()
        "it is not a plain file"
        "non è un file semplice"
    reader_fell_silent_s(seconds)
        "the reader fell silent for {seconds} s"
        "il lettore ha taciuto per {seconds} s"
    reader_did_go_after()
        "the reader did not go after its last word"
        "il lettore non è uscito dopo la sua ultima parola"
    reader_ended_early_code(code)
        "the reader ended early with code {code}"
        "il lettore è terminato presto con codice {code}"
    reader_ended_early()
        "the reader ended early"
        "il lettore è terminato presto"
    reader_asked_kernel_something()
        "the reader asked the kernel for something the cage denies (SIGSYS)"
        "il lettore ha chiesto al kernel qualcosa che la gabbia nega (SIGSYS)"
    reader_used_up_processor()
        "the reader used up its processor time (SIGXCPU)"
        "il lettore ha esaurito il suo tempo di processore (SIGXCPU)"
    reader_used_up_memory()
        "the reader used up its memory"
        "il lettore ha esaurito la sua memoria"
    the_reader_used_up(more)
        "the reader used up its memory{more}"
        "il lettore ha esaurito la sua memoria{more}"
    reader_was_killed(signal)
        "the reader was killed by {signal}"
        "il lettore è stato ucciso da {signal}"
    reader_sent(fault)
        "the reader sent {fault}"
        "il lettore ha inviato {fault}"
    reader_went_after_end()
        "the reader went on after its end"
        "il lettore ha continuato dopo la sua fine"
    reader_sent_more_notes()
        "the reader sent more notes than an honest one does"
        "il lettore ha inviato più note di uno onesto"
    reader_opened_more_containers()
        "the reader opened more containers in each other than it may"
        "il lettore ha aperto più contenitori l’uno nell’altro del consentito"
    reader_claims_read_what()
        "the reader claims to have read what is not there"
        "il lettore sostiene di aver letto ciò che non c’è"
    reader_began_twice()
        "the reader began twice"
        "il lettore ha cominciato due volte"
    reader_gave_rows_before()
        "the reader gave rows before it named a format"
        "il lettore ha dato righe prima di nominare un formato"
    reader_spoke_before_was()
        "the reader spoke before it was caged"
        "il lettore ha parlato prima di essere in gabbia"
    reader_counted_other_rows()
        "the reader counted other rows for a member than it gave"
        "il lettore ha contato per un elemento righe diverse da quelle date"
    reader_read_over_rows()
        "the reader read over rows that were never stored"
        "il lettore ha saltato righe mai memorizzate"
    reader_gave_row_where(row, other)
        "the reader gave row {row} where row {other} follows"
        "il lettore ha dato la riga {row} dove segue la riga {other}"
    reader_named_place_outside()
        "the reader named a place outside the exhibit"
        "il lettore ha nominato un punto fuori del reperto"
    interrupted_run_stored_rows(stored, given)
        "an interrupted run has stored {stored} rows, the exhibit now gives {given}"
        "un’esecuzione interrotta ha memorizzato {stored} righe, il reperto ora ne dà {given}"
    reader_ended_without_saying()
        "the reader ended without saying so"
        "il lettore è terminato senza dirlo"
    check_separator_quotes_mapping()
        "check the separator and the quotes of the mapping; a cell may hold a separator"
        "controllare separatore e virgolette della mappatura; una cella può contenere un separatore"
    set_decimal_mark_mapping()
        "set `decimal_mark` in the mapping, or map another column"
        "impostare `decimal_mark` nella mappatura, o scegliere un’altra colonna"
    look_row_exhibit_ask()
        "look at the row in the exhibit; ask the sender if it stands so there"
        "guardare la riga nel reperto; chiedere al mittente se sta così"
    map_column_holds_currency()
        "map the column that holds the currency, or set `currency` in the mapping"
        "scegliere la colonna che contiene la valuta, o impostare `currency` nella mappatura"
    set_time_format_date()
        "set `time_format` or `date_order` in the mapping, or map another column"
        "impostare `time_format` o `date_order` nella mappatura, o scegliere un’altra colonna"
    set_date_order_day()
        "set `date_order` to day_first, month_first or year_first, as the sender states it"
        "impostare `date_order` a day_first, month_first o year_first, come lo dichiara il mittente"
    check_zone_exhibit_tz()
        "check the zone of the exhibit (`--tz`); the stated hour did not exist in it"
        "controllare il fuso del reperto (`--tz`); l’ora dichiarata in esso non è esistita"
    look_row_exhibit_map()
        "look at the row in the exhibit; map another column if the value stands there"
        "guardare la riga nel reperto; scegliere un’altra colonna se il valore sta lì"
    set_encoding_mapping_instance()
        "set `encoding` in the mapping (for instance windows-1252)"
        "impostare `encoding` nella mappatura (per esempio windows-1252)"
    look_missing_quote_line()
        "look for a missing quote or line end before this place"
        "cercare prima di questo punto una virgoletta o una fine riga mancante"
    look_place_exhibit_rest()
        "look at the place in the exhibit; the rest of the exhibit was read"
        "guardare il punto nel reperto; il resto del reperto è stato letto"
    map_another_column_leave()
        "map another column, or leave the field unmapped"
        "scegliere un’altra colonna, o lasciare il campo senza mappatura"
    look_row_exhibit_refund()
        "look at the row in the exhibit; a refund is stated by a status, not by a sign"
        "guardare la riga nel reperto; un rimborso si dichiara con uno stato, non con un segno"
    check_column_holds_digest()
        "check that the column holds the digest the mapping says"
        "controllare che la colonna contenga l’impronta che la mappatura indica"
    report_fault_program_place()
        "report this as a fault of the program, with the place"
        "segnalarlo come difetto del programma, con il punto"
    look_place_exhibit_what()
        "look at the place in the exhibit; what stands before it was read"
        "guardare il punto nel reperto; ciò che precede è stato letto"
    not_decoded(words)
        "its content cannot be decoded: {words}"
        "il suo contenuto non si può decodificare: {words}"
}
