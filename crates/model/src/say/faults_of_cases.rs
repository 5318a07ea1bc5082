//! What can go wrong with a case, its custody or a command, and what a person can do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    failed(doing, file, why)
        "{doing} {file} failed: {why}"
        "{doing} {file} non riuscito: {why}"
    holds_case(dir)
        "{dir} holds no case"
        "{dir} non contiene alcun caso"
    holds_case_already(dir)
        "{dir} holds a case already"
        "{dir} contiene già un caso"
    process_writing_case(pid)
        "process {pid} is writing to this case"
        "il processo {pid} sta scrivendo in questo caso"
    another_process_writing_case()
        "another process is writing to this case"
        "un altro processo sta scrivendo in questo caso"
    symbolic_link(path)
        "{path} is a symbolic link"
        "{path} è un collegamento simbolico"
    file(path, what)
        "{path} is {what}, not a file"
        "{path} è {what}, non un file"
    changed_while_was_read(path)
        "{path} changed while it was read"
        "{path} è cambiato durante la lettura"
    part_case(path)
        "{path} is part of this case"
        "{path} fa parte di questo caso"
    case_open_read_only()
        "the case is open to read only"
        "il caso è aperto in sola lettura"
    private_key_log_case()
        "the private key of the log is not in the case"
        "la chiave privata del registro non è nel caso"
    canonical_json_form(what)
        "{what} has no canonical JSON form"
        "{what} non ha una forma JSON canonica"
    record_bytes_log_takes(bytes, limit)
        "the record has {bytes} bytes; the log takes {limit}"
        "la registrazione ha {bytes} byte; il registro ne accetta {limit}"
    case_exhibit(id)
        "the case has no exhibit {id}"
        "il caso non ha il reperto {id}"
    log_leaf_leaves_counted(index, size)
        "the log has no leaf {index}; it has {size} leaves, counted from 0"
        "il registro non ha la foglia {index}; ha {size} foglie, contate da 0"
    leaf_cannot_erased(index, why)
        "leaf {index} cannot be erased: {why}"
        "la foglia {index} non può essere cancellata: {why}"
    stopped_asked()
        "stopped as asked"
        "interrotto come richiesto"
    cannot_name_log(origin)
        "`{origin}` cannot name a log"
        "`{origin}` non può nominare un registro"
    checkpoint_was_written_someone()
        "the checkpoint was written by someone else meanwhile"
        "il checkpoint è stato scritto intanto da qualcun altro"
    earlier_write_log_failed()
        "an earlier write to the log failed half-way"
        "una scrittura precedente del registro è fallita a metà"
    give_folder_case_make()
        "give the folder of a case, or make one with `init`"
        "dare la cartella di un caso, o crearne uno con `init`"
    open_choose_another_folder()
        "open it, or choose another folder"
        "aprirlo, o scegliere un’altra cartella"
    wait_until_ends_stop()
        "wait until it ends, or stop it; nothing is lost by that"
        "attendere che termini, o fermarlo; non si perde nulla"
    give_path_points_if()
        "give the path it points to, if that is what was received"
        "dare il percorso a cui punta, se è ciò che è stato ricevuto"
    give_file_folder_files()
        "give a file, or a folder of files"
        "dare un file, o una cartella di file"
    make_sure_nobody_writes()
        "make sure that nobody writes to it, and seal it again"
        "assicurarsi che nessuno vi scriva, e sigillarlo di nuovo"
    give_path_outside_case()
        "give a path outside the case folder"
        "dare un percorso fuori della cartella del caso"
    run_verify_see_every()
        "run `verify` to see every file concerned, and restore them from a copy"
        "eseguire `verify` per vedere ogni file interessato, e ripristinarli da una copia"
    open_case_write()
        "open the case to write"
        "aprire il caso in scrittura"
    add_case_where_kept()
        "add to the case where it is kept, not to a copy of it"
        "aggiungere al caso dove è custodito, non a una sua copia"
    state_value_text()
        "state the value as text"
        "indicare il valore come testo"
    log_digest_file_place()
        "log the digest of a file in place of its content"
        "registrare l’impronta di un file al posto del suo contenuto"
    status_lists_exhibits()
        "`status` lists the exhibits"
        "`status` elenca i reperti"
    restore_file_was_sealed()
        "restore the file as it was sealed, from a copy"
        "ripristinare da una copia il file com’era sigillato"
    report_verify_state_number()
        "the report and `verify` state the number of a leaf"
        "il rapporto e `verify` indicano il numero di una foglia"
    keep_until_case_itself()
        "keep it until the case itself is closed"
        "conservarlo finché il caso stesso non è chiuso"
    run_same_command_go()
        "run the same command to go on"
        "eseguire lo stesso comando per proseguire"
    use_letters_digits_dots()
        "use letters, digits, dots, dashes and slashes"
        "usare lettere, cifre, punti, trattini e barre"
    open_case_again_finishes()
        "open the case again: that finishes what was begun"
        "aprire di nuovo il caso: ciò porta a termine quanto cominciato"
    seal_archive_image()
        "seal it as an archive or an image"
        "sigillarlo come archivio o immagine"
    free_space_disk_run()
        "free space on that disk and run the same command; what was acknowledged is safe"
        "liberare spazio su quel disco ed eseguire lo stesso comando; ciò che è stato confermato è al sicuro"
    ask_right_path()
        "ask for the right to that path"
        "chiedere il diritto di accesso a quel percorso"
    check_path()
        "check the path"
        "controllare il percorso"
    check_disk_what_was()
        "check the disk; what was acknowledged is safe"
        "controllare il disco; ciò che è stato confermato è al sicuro"
    part_cannot_written()
        "the part cannot be written"
        "la parte non si può scrivere"
    check_free_space_rights()
        "check free space and rights, then run the same command again"
        "controllare spazio libero e diritti, poi eseguire di nuovo lo stesso comando"
    rows_cannot_laid_into()
        "the rows cannot be laid into a part"
        "le righe non si possono disporre in una parte"
    check_free_space_then()
        "check free space, then run the same command again"
        "controllare lo spazio libero, poi eseguire di nuovo lo stesso comando"
    table_cannot_read()
        "the table cannot be read"
        "la tabella non si può leggere"
    run_tutela_verify_give()
        "run `tutela verify`, and give the engine more memory if the cause says so"
        "eseguire `tutela verify`, e dare più memoria al motore se la causa lo dice"
    column_missing_another_type(column)
        "column `{column}` is missing or of another type"
        "la colonna `{column}` manca o è di altro tipo"
    rebuild_tables_version_tutela()
        "rebuild the tables with this version (`tutela ingest` again)"
        "ricostruire le tabelle con questa versione (di nuovo `tutela ingest`)"
    engine_cannot_start_threads()
        "the engine cannot start its threads"
        "il motore non può avviare i suoi thread"
    close_other_programs_try()
        "close other programs and try again"
        "chiudere altri programmi e riprovare"
    case_more_than_4()
        "the case has more than 4,294,967,295 keys"
        "il caso ha più di 4.294.967.295 chiavi"
    split()
        "split it"
        "dividerlo"
    name_one_not_there()
        "name one that does not exist yet"
        "indicarne uno che non esiste ancora"
    check_who_may_read()
        "check who may read and write there"
        "controllare chi può leggere e scrivere lì"
    free_room_disk_run()
        "free room on the disk and run the same command again"
        "liberare spazio sul disco ed eseguire di nuovo lo stesso comando"
    check_disk_run_same()
        "check the disk; run the same command again"
        "controllare il disco; eseguire di nuovo lo stesso comando"
    look_cause_run_same()
        "look at the cause; run the same command again"
        "guardare la causa; eseguire di nuovo lo stesso comando"
    stopped_what_was_read()
        "stopped; what was read is saved"
        "interrotto; ciò che è stato letto è salvato"
    case_id_empty_holds()
        "the case id is empty or holds `/` or `+`"
        "l’identificativo del caso è vuoto o contiene `/` o `+`"
    choose_letters_digits()
        "choose letters, digits and `-`"
        "scegliere lettere, cifre e `-`"
    authority_legal_basis_must()
        "authority and legal basis must be stated"
        "autorità e base giuridica vanno indicate"
    give_authority_legal_basis()
        "give --authority and --legal-basis"
        "dare --authority e --legal-basis"
    country_code(region)
        "`{region}` is not a country code"
        "`{region}` non è un codice di paese"
    use_two_capital_letters()
        "use two capital letters of ISO 3166-1, such as IT"
        "usare due lettere maiuscole di ISO 3166-1, come IT"
    time_zone(name)
        "`{name}` is not a time zone"
        "`{name}` non è un fuso orario"
    use_iana_name_such()
        "use an IANA name such as Europe/Rome or Asia/Manila"
        "usare un nome IANA come Europe/Rome o Asia/Manila"
    folder_empty()
        "the folder is not empty"
        "la cartella non è vuota"
    choose_new_folder_case()
        "choose a new folder for the case"
        "scegliere una cartella nuova per il caso"
    there_case_here()
        "there is no case here"
        "qui non c’è alcun caso"
    make_tutela_init_dir()
        "make one with `tutela init DIR`, or give its folder with --case"
        "crearne uno con `tutela init CARTELLA`, o darne la cartella con --case"
    facts_case_cannot_read()
        "the facts of the case cannot be read"
        "i dati del caso non si possono leggere"
    mend_file_take_from()
        "mend the file, or take it from a copy"
        "correggere il file, o prenderlo da una copia"
    facts_case_cannot_written()
        "the facts of the case cannot be written"
        "i dati del caso non si possono scrivere"
    report()
        "report this"
        "segnalarlo"
    list_them_tutela_map()
        "list them with `tutela map`, or make one with `tutela map FILE`"
        "elencarle con `tutela map`, o crearne una con `tutela map FILE`"
    mapping_cannot_read(why)
        "the mapping cannot be read: {why}"
        "la mappatura non si può leggere: {why}"
    mend_line_named_make()
        "mend the line that is named, or make the mapping again with `tutela map`"
        "correggere la riga indicata, o rifare la mappatura con `tutela map`"
    mapping_cannot_written()
        "the mapping cannot be written"
        "la mappatura non si può scrivere"
    name_mapping(name)
        "`{name}` is not a name for a mapping"
        "`{name}` non è un nome per una mappatura"
    use_lower_case_letters()
        "use lower-case letters, digits and `-`"
        "usare lettere minuscole, cifre e `-`"
    value_cannot_written_json()
        "a value cannot be written as JSON"
        "un valore non si può scrivere come JSON"
    file_what_case_wrote(why)
        "the file is not what the case wrote: {why}"
        "il file non è quello scritto dal caso: {why}"
    run_tutela_verify_remove()
        "run `tutela verify`; remove the file and run the command again, it can be rebuilt"
        "eseguire `tutela verify`; togliere il file ed eseguire di nuovo il comando, può essere ricostruito"
    case_search_index_yet()
        "the case has no search index yet"
        "il caso non ha ancora un indice di ricerca"
    run_tutela_build()
        "run `tutela build`"
        "eseguire `tutela build`"
    search_index_cannot_used()
        "the search index cannot be used"
        "l’indice di ricerca non si può usare"
    run_tutela_build_index()
        "run `tutela build`: the index is built anew from the tables"
        "eseguire `tutela build`: l’indice è ricostruito dalle tabelle"
    case_records_yet()
        "the case has no records yet"
        "il caso non ha ancora registrazioni"
    case_findings_yet()
        "the case has no findings yet"
        "il caso non ha ancora riscontri"
    make_tutela_build()
        "make them with `tutela build`"
        "farli con `tutela build`"
    what_findings_rest_changed()
        "what the findings rest on has changed since they were made"
        "ciò su cui poggiano i riscontri è cambiato da quando furono fatti"
    make_again_then_replay()
        "make them again with `tutela build`, then replay"
        "rifarli con `tutela build`, poi rieseguire"
    findings_not_those_last()
        "the findings are not those of the last build"
        "i riscontri non sono quelli dell’ultima costruzione"
    run_verify_then_build()
        "run `tutela verify`, then `tutela build`"
        "eseguire `tutela verify`, poi `tutela build`"
    give_exhibits_tutela_ingest()
        "give it exhibits with `tutela ingest`"
        "dargli reperti con `tutela ingest`"
    finding_cannot_written()
        "a finding cannot be written"
        "un riscontro non si può scrivere"
    search_index_could_written()
        "the search index could not be written"
        "l’indice di ricerca non si è potuto scrivere"
    report_build_again()
        "report this, and build again"
        "segnalarlo, e costruire di nuovo"
    place_record_lies_outside()
        "the place of a record lies outside its exhibit"
        "la posizione di una registrazione sta fuori del suo reperto"
    run_tutela_verify_then()
        "run `tutela verify`; then ingest the exhibit again"
        "eseguire `tutela verify`; poi acquisire di nuovo il reperto"
    question_was_asked_yet()
        "no question was asked yet"
        "non è stata ancora posta alcuna domanda"
    tables_changed_since_questions()
        "the tables have changed since the questions were asked"
        "le tabelle sono cambiate da quando le domande sono state poste"
    run_tutela_build_again()
        "run `tutela build` again"
        "eseguire di nuovo `tutela build`"
    reader_died_before_was()
        "the reader died before it was caged"
        "il lettore è morto prima di essere in gabbia"
    check_installation()
        "check the installation"
        "controllare l’installazione"
    result_cannot_written_json()
        "the result cannot be written as JSON"
        "il risultato non si può scrivere come JSON"
    folder_exists_already()
        "the folder exists already"
        "la cartella esiste già"
    choose_another_tutela_demo()
        "choose another: tutela demo DIR"
        "sceglierne un’altra: tutela demo CARTELLA"
    kind_record(name)
        "`{name}` is no kind of record"
        "`{name}` non è un tipo di registrazione"
    lag_window_cannot_negative()
        "a lag window cannot be negative"
        "una finestra di ritardo non può essere negativa"
    give_seconds_before_after()
        "give seconds before and after a session"
        "dare i secondi prima e dopo una sessione"
    program_cannot_find_itself()
        "the program cannot find itself to start a worker"
        "il programma non trova sé stesso per avviare un lettore"
    sentence_report_cannot_said()
        "a sentence of the report cannot be said"
        "una frase del rapporto non si può dire"
    report_name_sentence()
        "report this, with the name of the sentence"
        "segnalarlo, con il nome della frase"
    proposal_cannot_written()
        "the proposal cannot be written"
        "la proposta non si può scrivere"
    give_table_header_delimited()
        "give a table with a header: delimited text or a workbook"
        "dare una tabella con intestazione: testo delimitato o una cartella di lavoro"
    no_qr_code_holds(count)
        "no QR code holds the {count} bytes of this text"
        "nessun codice QR contiene i {count} byte di questo testo"
    carry_the_file()
        "carry the file with the text, which is written"
        "portare il file con il testo, che è scritto"
}
