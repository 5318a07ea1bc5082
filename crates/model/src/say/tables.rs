//! What is said of tables: text with columns, sheets, databases, tables of other tools.

super::sentences! {
    columns_missing(mapping, columns)
        "the exhibit lacks columns of the mapping `{mapping}`: {columns}; their fields stay empty"
        "Nel reperto mancano colonne della mappatura `{mapping}`: {columns}; i loro campi restano vuoti."
    line_end_missing()
        "the last row has no line end: it may have been cut off"
        "L’ultima riga non ha fine riga: può essere stata troncata."
    numbers_for_texts(header, rows)
        "`{header}` is a number and not a text (rows: {rows}): zeros at its beginning, if it had any, are lost; ask the sender for texts, or leave zeros out of account when references are compared"
        "`{header}` è un numero e non un testo (righe: {rows}): eventuali zeri iniziali sono perduti; chiedere al mittente dei testi, o non tener conto degli zeri quando si confrontano i riferimenti."
    sheet_hidden(sheet)
        "the sheet `{sheet}` is hidden; it is read like any other"
        "Il foglio `{sheet}` è nascosto; è letto come gli altri."
    sheet_unread(sheet, mapping)
        "the sheet `{sheet}` has no header of the mapping `{mapping}`: it was not read"
        "Il foglio `{sheet}` non ha l’intestazione della mappatura `{mapping}`: non è stato letto."
    sheet_unmapped(sheet)
        "the sheet `{sheet}` has no header of a confirmed mapping: it was not read"
        "Il foglio `{sheet}` non ha l’intestazione di alcuna mappatura confermata: non è stato letto."
    log_left_aside(why)
        "The write-ahead log was left aside: {why}."
        "Il write-ahead log è stato lasciato da parte: {why}."
    log_read(committed, uncommitted, invalid)
        "Write-ahead log: frames committed and read over the database: {committed}; of a transaction that never ended: {uncommitted}; of no valid frame: {invalid}."
        "Write-ahead log: frame confermati e letti sopra il database: {committed}; di una transazione mai conclusa: {uncommitted}; di nessun frame valido: {invalid}."
    log_empty()
        "The write-ahead log beside the database is empty."
        "Il write-ahead log accanto al database è vuoto."
    log_elsewhere()
        "The database keeps a write-ahead log; rows written last may stand in the file of the same name with `-wal` behind it. If there is one, give both together."
        "Il database tiene un write-ahead log; le righe scritte per ultime possono trovarsi nel file dello stesso nome seguito da `-wal`. Se esiste, dare entrambi insieme."
    log_index()
        "This is the index of a write-ahead log (`-shm`): it holds no rows, and nothing of it has to be read."
        "Questo è l’indice di un write-ahead log (`-shm`): non contiene righe e non c’è nulla da leggere."
    tables_read(tables)
        "Tables read, with what became of their rows: {tables}."
        "Tabelle lette, con l’esito delle loro righe: {tables}."
    tables_looked_up(tables)
        "Tables looked up for the rows of others, with their rows: {tables}."
        "Tabelle consultate per le righe di altre, con le loro righe: {tables}."
    tables_unread(tables)
        "Tables not read, with their rows: {tables}."
        "Tabelle non lette, con le loro righe: {tables}."
    tables_unclear(tables)
        "Tables whose definition cannot be understood, not read: {tables}."
        "Tabelle la cui definizione non si comprende, non lette: {tables}."
    tables_absent(tables)
        "Tables looked for and not there: {tables}."
        "Tabelle cercate e non presenti: {tables}."
    columns_absent(columns)
        "Columns looked for and not there: {columns}."
        "Colonne cercate e non presenti: {columns}."
    table_of(table, counts)
        "{table} ({counts})"
        "{table} ({counts})"
    of_what(rows, what)
        "{rows} {what}"
        "{rows} {what}"
    rows_unreadable(rows, unreadable)
        "{rows}, of them unreadable: {unreadable}"
        "{rows}, di cui illeggibili: {unreadable}"
    and_more(count)
        "and {count} more"
        "e altri {count}"
    rows_ambiguous(rows)
        "Deleted rows that fit more than one table and are not told: {rows}."
        "Righe cancellate che si adattano a più di una tabella e non sono riportate: {rows}."
    artifacts_known(artifacts)
        "Artifacts known by their columns: {artifacts}."
        "Artefatti noti per le loro colonne: {artifacts}."
    artifacts_unknown(artifacts)
        "Artifacts of unknown columns, read as activities or positions: {artifacts}."
        "Artefatti con colonne sconosciute, letti come attività o posizioni: {artifacts}."
    artifact_exact(table, tool, module)
        "{table} ({tool}, module {module})"
        "{table} ({tool}, modulo {module})"
    artifact_near(table, tool, module, differs)
        "{table} (near {tool}, module {module}: {differs})"
        "{table} (simile a {tool}, modulo {module}: {differs})"
    lava_version()
        "The database does not state the version of the LEAPP that wrote it: ingest the `_lava_data.lava` beside it, and compare its counts of rows with those read."
        "Il database non dichiara la versione del LEAPP che lo ha scritto: acquisire il `_lava_data.lava` che gli sta accanto e confrontarne i conteggi di righe con quelle lette."
    leapp_version()
        "The table does not state the version of the LEAPP that wrote it; older versions could write cells under wrong headers: compare a row with the source."
        "La tabella non dichiara la versione del LEAPP che l’ha scritta; versioni meno recenti potevano scrivere celle sotto intestazioni sbagliate: confrontare una riga con la fonte."
    leapp_header(more, missing)
        "The header differs from the known one: more {more}; missing {missing}."
        "L’intestazione differisce da quella nota: in più {more}; mancanti {missing}."
    leapp_modules(states)
        "Modules by state: {states}."
        "Moduli per stato: {states}."
}
