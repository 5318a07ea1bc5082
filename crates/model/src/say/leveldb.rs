//! What is said of LevelDB stores, as programs on computers keep them.

super::sentences! {
    leveldb_list()
        "This is the list of the files of a LevelDB store (`MANIFEST`): it holds no rows, and nothing of it has to be read."
        "Questo è l’elenco dei file di un archivio LevelDB (`MANIFEST`): non contiene righe e non c’è nulla da leggere."
    leveldb_stores_read(stores)
        "Stores read, with what became of their records: {stores}."
        "Archivi letti, con l’esito dei loro record: {stores}."
    leveldb_stores_unread(stores)
        "Stores of other content, not read, with the numbers of their records: {stores}."
        "Archivi di altro contenuto, non letti, con i numeri dei loro record: {stores}."
    leveldb_alone()
        "Each file of a LevelDB store is read by itself: what is active here may have been changed or deleted in another file of the same folder; of two versions the one with the higher `sequence` holds."
        "Ogni file di un archivio LevelDB è letto da solo: ciò che qui è attivo può essere stato modificato o cancellato in un altro file della stessa cartella; di due versioni vale quella con `sequence` più alta."
    leveldb_elsewhere(values)
        "Values that stand in the `.blob` folder beside the store and are not read: {values}."
        "Valori che si trovano nella cartella `.blob` accanto all’archivio e non sono letti: {values}."
    leveldb_repeated(rows)
        "Rows of earlier versions, and last messages of conversations, that say what another row says and are not told again: {rows}."
        "Righe di versioni precedenti, e ultimi messaggi di conversazioni, che dicono quanto già detto da un’altra riga e non sono ripetute: {rows}."
    leveldb_torn(at, bytes)
        "The log ends within a record, which begins at byte {at}: what was being written last is not whole, and is not read (bytes: {bytes})."
        "Il log termina all’interno di un record, che inizia al byte {at}: ciò che si stava scrivendo per ultimo non è completo e non è letto (byte: {bytes})."
    leveldb_many_keys()
        "The file has more keys than are remembered: of some, earlier versions are told as if they held."
        "Il file ha più chiavi di quante se ne ricordino: di alcune, versioni precedenti sono riportate come se valessero."
    leveldb_unknown(stores)
        "file of a LevelDB store in which no chats are known: {stores}"
        "file di un archivio LevelDB in cui non si riconosce alcuna chat: {stores}"
    leveldb_parts(parts, why)
        "parts of the LevelDB file cannot be read: {parts}; the first: {why}"
        "parti del file LevelDB che non si possono leggere: {parts}; la prima: {why}"
    leveldb_parts_remedy()
        "the entries of all other parts were read; ask for another copy"
        "le voci di tutte le altre parti sono state lette; chiedere un’altra copia"
    leveldb_index(why)
        "the index of the LevelDB table cannot be read: {why}"
        "l’indice della tabella LevelDB non si può leggere: {why}"
    leveldb_copy()
        "ask for another copy of the file"
        "chiedere un’altra copia del file"
    leveldb_read()
        "read"
        "letti"
    leveldb_other()
        "of other content"
        "di altro contenuto"
    leveldb_other_earlier()
        "of other content, earlier versions"
        "di altro contenuto, versioni precedenti"
    leveldb_unreadable()
        "unreadable"
        "illeggibili"
    leveldb_blob()
        "in the `.blob` folder"
        "nella cartella `.blob`"
    leveldb_deletions()
        "deletions"
        "cancellazioni"
    leveldb_help()
        "entries of indexes and descriptions"
        "voci di indici e descrizioni"
    leveldb_web_storage()
        "entries of Local Storage or Session Storage"
        "voci di Local Storage o Session Storage"
    leveldb_foreign()
        "entries of another program"
        "voci di un altro programma"
}
