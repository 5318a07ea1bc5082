//! What can be wrong with a file that a format reads, and what to do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    exhibit_ends_booking()
        "the exhibit ends in this booking"
        "il reperto termina in questo movimento"
    statement_report_notification_account()
        "no statement, report or notification of an account is in it"
        "non contiene alcun estratto, rendiconto o notifica di un conto"
    may_cut_off_message()
        "it may be cut off, or a message of another kind; ask the sender for the whole file"
        "può essere troncato, o un messaggio di altro tipo; chiedere al mittente il file intero"
    may_cut_off_file()
        "it may be cut off, or a file of another kind; ask the sender for the whole file"
        "può essere troncato, o un file di altro tipo; chiedere al mittente il file intero"
    may_cut_off_another()
        "it may be cut off, or of another kind; ask the sender for the whole file"
        "può essere troncato, o di altro tipo; chiedere al mittente il file intero"
    booking_outside_any_statement()
        "a booking outside any statement"
        "un movimento fuori di ogni estratto"
    exhibit_ends_middle_message()
        "the exhibit ends in the middle of the message"
        "il reperto termina a metà del messaggio"
    the_exhibit_ends_in()
        "the exhibit ends in the middle of a message"
        "il reperto termina a metà di un messaggio"
    exhibit_ends_middle_report()
        "the exhibit ends in the middle of the report"
        "il reperto termina a metà della segnalazione"
    exhibit_ends_middle_list()
        "the exhibit ends in the middle of the list"
        "il reperto termina a metà dell’elenco"
    exhibit_ends_middle_page()
        "the exhibit ends in the middle of the page"
        "il reperto termina a metà della pagina"
    exhibit_ends_middle_document()
        "the exhibit ends in the middle of the document"
        "il reperto termina a metà del documento"
    exhibit_ends_middle_entry()
        "the exhibit ends in the middle of an entry"
        "il reperto termina a metà di una voce"
    ask_sender_whole_file()
        "ask the sender for the whole file; what stands before this place was read"
        "chiedere al mittente il file intero; ciò che precede questo punto è stato letto"
    ask_sender_whole_file_what()
        "ask the sender for the whole file; what stands before it was read"
        "chiedere al mittente il file intero; ciò che precede è stato letto"
    no_graph_of_nodes()
        "no graph of nodes is in it"
        "non contiene alcun grafo di nodi"
    may_file_another_kind()
        "it may be a file of another kind; ask the sender for the whole file"
        "può essere un file di altro tipo; chiedere al mittente il file intero"
    may_cut_off_file_another()
        "it may be cut off, or a file of another kind; ask the sender for it"
        "può essere troncato, o un file di altro tipo; chiederlo al mittente"
    record()
        "no record is in it"
        "non contiene alcun record"
    no_report_is_in()
        "no report is in it"
        "non contiene alcuna segnalazione"
    more_text_than_limit()
        "more text than the limit without an end"
        "più testo del limite senza una fine"
    may_decompression_bomb_ask()
        "it may be a decompression bomb; ask the sender for the table as delimited text"
        "può essere una bomba di decompressione; chiedere al mittente la tabella come testo delimitato"
    workbook_cut_off_damaged(why)
        "the workbook is cut off or damaged: {why}"
        "la cartella di lavoro è troncata o danneggiata: {why}"
    ask_sender_file_again()
        "ask the sender for the file again, or for the table as delimited text"
        "chiedere di nuovo il file al mittente, o la tabella come testo delimitato"
    workbook_more_than_parts(max)
        "the workbook has more than {max} parts"
        "la cartella di lavoro ha più di {max} parti"
    part_cut_off_damaged(why)
        "the part is cut off or damaged: {why}"
        "la parte è troncata o danneggiata: {why}"
    ask_the_sender_for()
        "ask the sender for the file again"
        "chiedere di nuovo il file al mittente"
    exhibit_empty()
        "the exhibit is empty"
        "il reperto è vuoto"
    ask_sender_whether_file()
        "ask the sender whether the file was meant to be empty"
        "chiedere al mittente se il file doveva essere vuoto"
    encoding_cannot_read_bytes(name)
        "the encoding {name} cannot be read by bytes"
        "la codifica {name} non si può leggere a byte"
    ask_sender_file_utf()
        "ask the sender for the file in UTF-8"
        "chiedere al mittente il file in UTF-8"
    there_mapping(name)
        "there is no mapping `{name}`"
        "non c’è una mappatura `{name}`"
    list_them_with_tutela()
        "list them with `tutela map`"
        "elencarle con `tutela map`"
    correct_mapping_docs_mappings()
        "correct the mapping; docs/mappings.md shows how"
        "correggere la mappatura; docs/mappings.md mostra come"
    mapping_was_confirmed_header()
        "no mapping was confirmed for its header"
        "nessuna mappatura è stata confermata per la sua intestazione"
    run_tutela_map_file()
        "run `tutela map FILE`, look at what it proposes, and confirm it"
        "eseguire `tutela map FILE`, guardare ciò che propone e confermarlo"
    several_mappings_were_confirmed(names)
        "several mappings were confirmed for its header: {names}"
        "più mappature sono state confermate per la sua intestazione: {names}"
    say_holds_exhibit_mapping()
        "say which one holds for this exhibit, with `--mapping NAME`"
        "dire quale vale per questo reperto, con `--mapping NOME`"
    mapping(why)
        "not a mapping: {why}"
        "non è una mappatura: {why}"
    table_does_name_account()
        "the table does not name the account it is of"
        "la tabella non nomina il conto di cui è"
    state_owner_such_owner()
        "state it with `--owner`, such as `--owner platform:id`"
        "indicarlo con `--owner`, per esempio `--owner piattaforma:id`"
    state_zone_exhibit_tz()
        "state the zone of this exhibit with `--tz Europe/Rome`, or set `zone` in the mapping"
        "indicare il fuso di questo reperto con `--tz Europe/Rome`, o impostare `zone` nella mappatura"
    column_says_what_row(header)
        "the column `{header}`, which says what a row is, is missing"
        "manca la colonna `{header}`, che dice che cosa sia una riga"
    mapping_fills_none(mapping, fields)
        "the mapping `{mapping}` fills none of: {fields}"
        "la mappatura `{mapping}` non riempie nessuno di: {fields}"
    column_fills_missing(field, header)
        "no column fills {field}: `{header}` is missing"
        "nessuna colonna riempie {field}: manca `{header}`"
    compare_header_mapping_tutela(mapping)
        "compare the header with the mapping (`tutela map --show {mapping}`), or save one for this file with `tutela map`"
        "confrontare l’intestazione con la mappatura (`tutela map --show {mapping}`), o salvarne una per questo file con `tutela map`"
    check_right_file_mapping()
        "check that this is the right file and mapping; or run `tutela map FILE`"
        "controllare che file e mappatura siano quelli giusti; o eseguire `tutela map FILE`"
    table_header_least_two()
        "a table has a header and at least two columns; see docs/mappings.md"
        "una tabella ha un’intestazione e almeno due colonne; vedere docs/mappings.md"
    ask_sender_workbook_without()
        "ask the sender for the workbook without a password"
        "chiedere al mittente la cartella di lavoro senza password"
    workbook_cannot_read(why)
        "the workbook cannot be read: {why}"
        "la cartella di lavoro non si può leggere: {why}"
    row_column_text_number()
        "a row, column or text has a number that cannot be"
        "una riga, colonna o un testo ha un numero impossibile"
    list_files()
        "no list of files is in it"
        "non contiene alcun elenco di file"
    check_xml_fiwalk_hashdeep()
        "check that this is the XML of fiwalk, hashdeep or a like program"
        "controllare che sia l’XML di fiwalk, hashdeep o di un programma simile"
    encoding_cannot_read_places(name)
        "the encoding {name} cannot be read with places"
        "la codifica {name} non si può leggere con le posizioni"
    convert_copy_utf_8()
        "convert a copy to UTF-8 and add it as an exhibit of its own"
        "convertire una copia in UTF-8 e aggiungerla come reperto a sé"
    export_store_tool_leveldb()
        "export the store with a tool for LevelDB or IndexedDB as CSV or JSON lines, and save a mapping for it with `tutela map`; or ask the provider for a return"
        "esportare l’archivio con uno strumento per LevelDB o IndexedDB come CSV o righe JSON e salvarne una mappatura con `tutela map`; o chiedere i dati al fornitore"
    encrypted_backup_whatsapp_read()
        "encrypted backup of WhatsApp; it is not read"
        "backup cifrato di WhatsApp; non è letto"
    decrypt_key_telephone_64()
        "decrypt it with the key of the telephone or the 64-digit key of the account, and ingest the `msgstore.db` that comes out"
        "decifrarlo con la chiave del telefono o con quella di 64 cifre dell’account e acquisire il `msgstore.db` che ne risulta"
    encrypted_backup_signal_android()
        "encrypted backup of Signal for Android; it is not read"
        "backup cifrato di Signal per Android; non è letto"
    decrypt_30_digit_passphrase()
        "decrypt it with the 30-digit passphrase of its owner, and ingest the database or the export that comes out"
        "decifrarlo con la frase di 30 cifre del suo titolare e acquisire il database o l’esportazione che ne risulta"
    xml_export_magnet_axiom()
        "XML export of Magnet AXIOM; it is not read"
        "esportazione XML di Magnet AXIOM; non è letta"
    export_artifacts_csv_excel()
        "export the artifacts as CSV or Excel, and save a mapping for each with `tutela map`"
        "esportare gli artefatti come CSV o Excel e salvare una mappatura per ciascuno con `tutela map`"
    text_export_msab_xry()
        "text export of MSAB XRY; it is not read"
        "esportazione di testo di MSAB XRY; non è letta"
    export_from_xamn_excel()
        "export from XAMN as Excel, and save a mapping for each sheet with `tutela map`"
        "esportare da XAMN come Excel e salvare una mappatura per ogni foglio con `tutela map`"
    format_knows_first_bytes()
        "no format knows its first bytes, and they look like chance, as those of an encrypted database (Signal, Wickr, a locked messenger) or an encrypted volume do"
        "nessun formato riconosce i suoi primi byte, e appaiono casuali, come quelli di un database cifrato (Signal, Wickr, un messenger bloccato) o di un volume cifrato"
    decrypted_first_key_device()
        "have it decrypted first, with the key that the device or its owner keeps (for Signal Desktop in `config.json` or the system's key store), and ingest what comes out"
        "farlo prima decifrare, con la chiave che conserva il dispositivo o il suo titolare (per Signal Desktop in `config.json` o nel portachiavi del sistema), e acquisire ciò che ne risulta"
    exhibit_ends_payment()
        "the exhibit ends in this payment"
        "il reperto termina in questo pagamento"
    payment_outside_any_message()
        "a payment outside any message"
        "un pagamento fuori di ogni messaggio"
    payment_message()
        "no payment message is in it"
        "non contiene alcun messaggio di pagamento"
    outline_json_document_broken()
        "the outline of the JSON document is broken"
        "la struttura del documento JSON è guasta"
    first_line_header_artifact()
        "its first line is the header of no artifact of the LEAPPs"
        "la sua prima riga non è l’intestazione di alcun artefatto dei LEAPP"
    check_table_tsv_exports()
        "check that this is a table of `_TSV Exports`; or read it through a mapping"
        "controllare che sia una tabella di `_TSV Exports`; o leggerla con una mappatura"
    aggregates_nested_deeper_than(max)
        "aggregates are nested deeper than {max}"
        "gli aggregati sono annidati più a fondo di {max}"
    statement_bank_look()
        "this is no statement of a bank; look at it"
        "non è un estratto di una banca; guardarlo"
    document_open_financial_exchange()
        "no document of Open Financial Exchange is in it"
        "non contiene alcun documento Open Financial Exchange"
    document_tracks()
        "no document of tracks is in it"
        "non contiene alcun documento di tracciati"
    script_does_begin_assignment()
        "the script does not begin with the assignment of an archive"
        "lo script non comincia con l’assegnazione di un archivio"
    ask_sender_file_was()
        "ask the sender for the file as it was downloaded"
        "chiedere al mittente il file così come fu scaricato"
    object()
        "not an object"
        "non è un oggetto"
    page_page_table()
        "the page is no page of a table"
        "la pagina non è una pagina di tabella"
    head_page_cut_off()
        "the head of the page is cut off"
        "l’inizio della pagina è troncato"
    page_states_more_cells()
        "the page states more cells than fit in it"
        "la pagina dichiara più celle di quante ce ne stiano"
    pointer_page_below_broken()
        "a pointer to the page below is broken"
        "un puntatore alla pagina sottostante è guasto"
    page_lies_outside_file()
        "the page lies outside the file"
        "la pagina sta fuori del file"
    two_places_table_lead()
        "two places of the table lead to the same page"
        "due punti della tabella portano alla stessa pagina"
    pages_table_nested_too()
        "the pages of the table are nested too deep"
        "le pagine della tabella sono annidate troppo a fondo"
    page_cut_off_missing()
        "the page is cut off or missing"
        "la pagina è troncata o manca"
    page_belongs_another_kind()
        "the page belongs to another kind of table"
        "la pagina appartiene a un altro tipo di tabella"
    two_rows_page_stand()
        "two rows of the page stand at the same place"
        "due righe della pagina stanno nello stesso punto"
    row_lies_outside_page()
        "the row lies outside its page"
        "la riga sta fuori della sua pagina"
    row_cut_off_end()
        "the row is cut off by the end of its page"
        "la riga è troncata dalla fine della sua pagina"
    chain_pages_holds_row()
        "the chain of pages that holds the row ends early"
        "la catena di pagine che contiene la riga termina presto"
    page_row_missing_belongs()
        "a page of the row is missing or belongs to another row"
        "una pagina della riga manca o appartiene a un’altra riga"
    page_row_cut_off()
        "a page of the row is cut off or missing"
        "una pagina della riga è troncata o manca"
    write_ahead_log_sqlite()
        "this is the write-ahead log of a SQLite database, without the database"
        "questo è il write-ahead log di un database SQLite, senza il database"
    give_together_database_file()
        "give it together with its database: the file of the same name without `-wal`"
        "darlo insieme al suo database: il file dello stesso nome senza `-wal`"
    ask_another_copy_encrypted()
        "ask for another copy; an encrypted database has to be decrypted first"
        "chiedere un’altra copia; un database cifrato va prima decifrato"
    header_database_cut_off()
        "the header of the database is cut off"
        "l’intestazione del database è troncata"
    file_does_begin_sqlite()
        "the file does not begin as a SQLite database"
        "il file non comincia come un database SQLite"
    page_size_power_two()
        "the page size is not a power of two from 512 to 65,536"
        "la dimensione di pagina non è una potenza di due da 512 a 65.536"
    pages_less_room_than()
        "the pages have less room than the format allows"
        "le pagine hanno meno spazio di quanto il formato ammetta"
    text_encoding_none_three()
        "the text encoding is none of the three of SQLite"
        "la codifica del testo non è una delle tre di SQLite"
    database_read(name)
        "database of {name}; it is not read"
        "database di {name}; non è letto"
    sqlite_database_tables(tables)
        "SQLite database with tables {tables}"
        "database SQLite con tabelle {tables}"
    export_what_matters_from()
        "export what matters from it as CSV and save a mapping with `tutela map`, or ask for a reader"
        "esportarne come CSV ciò che importa e salvare una mappatura con `tutela map`, o chiedere un lettore"
    pages_database_cannot_read(count, page, table, why)
        "{count} pages of the database cannot be read, first page {page} of {table}: {why}"
        "pagine del database che non si possono leggere: {count}; la prima, pagina {page} di {table}: {why}"
    rows_all_other_pages()
        "the rows of all other pages were read; ask for another copy"
        "le righe di tutte le altre pagine sono state lette; chiedere un’altra copia"
    rows_keys_values_telegram()
        "its rows are keys and values in Telegram's own encoding (messages: `t7`): have the account exported with Telegram Desktop as JSON, or run iLEAPP on the device and ingest its output"
        "le sue righe sono chiavi e valori nella codifica propria di Telegram (messaggi: `t7`): far esportare l’account con Telegram Desktop in JSON, o eseguire iLEAPP sul dispositivo e acquisirne il risultato"
    telegram_ios_macos_postbox()
        "Telegram for iOS or macOS (Postbox)"
        "Telegram per iOS o macOS (Postbox)"
    magnet_axiom_case_portable()
        "Magnet AXIOM (a case or a portable case)"
        "Magnet AXIOM (un caso o un caso portatile)"
    export_report_case_uco()
        "export a report as CASE/UCO, a body file or Excel, and ingest that"
        "esportare un rapporto come CASE/UCO, body file o Excel, e acquisirlo"
    itunes_finder_backup_list()
        "an iTunes or Finder backup (its list of files)"
        "un backup di iTunes o del Finder (il suo elenco di file)"
    restore_backup_s_files()
        "restore the backup's files under their own names with another tool, and ingest the folder"
        "ripristinare i file del backup con i loro nomi mediante un altro strumento e acquisire la cartella"
    cache_web_answers_nsurlcache()
        "a cache of web answers (NSURLCache)"
        "una cache di risposte web (NSURLCache)"
    export_answers_ileapp_ingest()
        "export its answers with iLEAPP and ingest its output"
        "esportarne le risposte con iLEAPP e acquisirne il risultato"
    row_header_own()
        "the row has no header of its own"
        "la riga non ha un’intestazione propria"
    header_row_cut_off()
        "the header of the row is cut off"
        "l’intestazione della riga è troncata"
    header_row_malformed()
        "the header of the row is malformed"
        "l’intestazione della riga è malformata"
    value_row_reserved_type()
        "a value of the row has a reserved type"
        "un valore della riga ha un tipo riservato"
    row_more_values_than()
        "the row has more values than a table has columns"
        "la riga ha più valori delle colonne che una tabella può avere"
    value_row_too_long()
        "a value of the row is too long"
        "un valore della riga è troppo lungo"
    values_row_longer_than()
        "the values of the row are longer than it"
        "i valori della riga sono più lunghi di essa"
    list_tables_longer_than()
        "the list of tables is longer than that of any program"
        "l’elenco delle tabelle è più lungo di quello di qualunque programma"
    two_tables_begin_same()
        "two tables begin at the same page"
        "due tabelle cominciano alla stessa pagina"
    file_given_write_ahead()
        "the file given as write-ahead log is none"
        "il file dato come write-ahead log non lo è"
    write_ahead_log_pages()
        "the write-ahead log has pages of another size than the database"
        "il write-ahead log ha pagine di dimensione diversa dal database"
    checksum_write_ahead_log()
        "the checksum of the write-ahead log's header does not hold"
        "la somma di controllo dell’intestazione del write-ahead log non regge"
    text_longer_than_limit()
        "a text is longer than the limit"
        "un testo è più lungo del limite"
    yaml_here()
        "this is not YAML here"
        "qui non è YAML"
    nested_too_deep()
        "it is nested too deep"
        "è annidato troppo a fondo"
    check_report_xml_report()
        "check that this is the `report.xml` of a report, and not a page or a table of it"
        "controllare che sia il `report.xml` di un rapporto, e non una sua pagina o tabella"
    elements_nested_deeper_than(depth, bytes)
        "elements are nested deeper than {depth}, or a name is longer than {bytes} bytes"
        "gli elementi sono annidati più a fondo di {depth}, o un nome supera {bytes} byte"
    export_known_program_look()
        "this is no export of a known program; look at it"
        "non è un’esportazione di un programma noto; guardarla"
    comment_section_longer_than(bytes)
        "a comment or section is longer than {bytes} bytes"
        "un commento o una sezione supera {bytes} byte"
    look_missing()
        "look for a missing `-->` or `]]>`"
        "cercare un `-->` o `]]>` mancante"
    rejected()
        "rejected"
        "scartate"
    recovered_parts()
        "recovered parts"
        "parti recuperate"
    parts()
        "parts"
        "parti"
    changed_field()
        "changed in no field"
        "invariate in ogni campo"
    recovered_rubbish()
        "recovered rubbish"
        "resti recuperati illeggibili"
    active()
        "active"
        "attive"
    deleted()
        "deleted"
        "cancellate"
    recovered()
        "recovered"
        "recuperate"
    none_first_lines_holds(lines, mapping, headers)
        "none of its first {lines} lines holds a header of the mapping `{mapping}` ({headers}, …)"
        "nessuna delle sue prime {lines} righe contiene un’intestazione della mappatura `{mapping}` ({headers}, …)"
    unpacks_more_than_bytes(part, bytes)
        "`{part}` unpacks to more than {bytes} bytes"
        "`{part}`, estratto, supera {bytes} byte"
    states_more_texts_than(part)
        "`{part}` states more texts than it has room for"
        "`{part}` dichiara più testi di quanti ne possa contenere"
}
