//! What is said of partitions, volumes and file systems.

super::sentences! {
    partition(name, kind, start, bytes)
        "{name}: {kind}, from byte {start}, {bytes} bytes"
        "{name}: {kind}, dal byte {start}, {bytes} byte"
    partition_cut(name, kind, start, bytes, there)
        "{name}: {kind}, from byte {start}, {bytes} bytes; only {there} bytes of it are in the image"
        "{name}: {kind}, dal byte {start}, {bytes} byte; nell’immagine ce ne sono solo {there}"
    partition_type(kind)
        "type {kind}"
        "tipo {kind}"
    partition_id(id)
        "id {id}"
        "id {id}"
    partition_active()
        "marked active"
        "contrassegnata attiva"
    partition_outside()
        "outside of the usable sectors"
        "fuori dei settori utilizzabili"
    partition_unlisted()
        "not in the GUID table"
        "assente dalla tabella GUID"
    partition_gap(from, until, bytes)
        "bytes {from} to {until} ({bytes} bytes) are in no partition"
        "i byte da {from} a {until} ({bytes} byte) non sono in alcuna partizione"
    table_lost()
        "the GUID partition table and its backup cannot be read"
        "la tabella delle partizioni GUID e la sua copia non si possono leggere"
    table_front_lost()
        "the header of the GUID partition table cannot be read"
        "l’intestazione della tabella delle partizioni GUID non si può leggere"
    table_back_lost()
        "the backup header of the GUID partition table cannot be read"
        "l’intestazione di riserva della tabella delle partizioni GUID non si può leggere"
    table_array_lost()
        "an array of the GUID partition table cannot be read"
        "un elenco della tabella delle partizioni GUID non si può leggere"
    table_backup_used()
        "the backup of the GUID partition table was used"
        "è stata usata la copia di riserva della tabella delle partizioni GUID"
    table_sum_wrong()
        "entries of the GUID partition table lack their checksum"
        "le voci della tabella delle partizioni GUID non hanno la loro somma di controllo"
    table_hybrid()
        "the boot record has partitions too (hybrid)"
        "anche il record di avvio ha partizioni (ibrido)"
    partitions_circle(sector)
        "the chain of logical partitions comes back to sector {sector}; it was followed once"
        "la catena delle partizioni logiche torna al settore {sector}; è stata seguita una volta"
    partitions_too_many(max)
        "more than {max} logical partitions; no more are read"
        "più di {max} partizioni logiche; non se ne leggono altre"
    partitions_break_off(sector)
        "the chain of logical partitions breaks off: no boot record at sector {sector}"
        "la catena delle partizioni logiche si interrompe: nessun record di avvio al settore {sector}"
    volume_longer(stated, found)
        "the volume states {stated} bytes and the image has {found}"
        "il volume dichiara {stated} byte e l’immagine ne ha {found}"
    volume_called(name)
        "the volume is called {name}"
        "il volume si chiama {name}"
    volume_zeros()
        "the volume begins with zeros, and no file system that is known stands behind them"
        "il volume comincia con zeri, e dietro di essi non c’è alcun file system noto"
    volume_encrypted(what)
        "{what}: it is encrypted and is not read: unlock it and ingest the plain volume"
        "{what}: è cifrato e non è letto: sbloccarlo e acquisire il volume in chiaro"
    volume_unread(what)
        "{what}: it is recognised and not read: list its files with another tool"
        "{what}: è riconosciuto e non è letto: elencarne i file con un altro strumento"
    volume_part(what)
        "{what}: its parts make volumes together and are not put together here"
        "{what}: le sue parti formano volumi insieme, e qui non vengono composte"
    volume_without_files(what)
        "{what}: it holds no files; what stands in it may still be searched as bytes"
        "{what}: non contiene file; ciò che vi si trova può comunque essere cercato come byte"
    file_system(facts)
        "file system: {facts}"
        "file system: {facts}"
    named(name)
        "name {name}"
        "nome {name}"
    file_system_mounted(path)
        "last mounted at {path}"
        "montato per ultimo in {path}"
    file_system_uuid(uuid)
        "UUID {uuid}"
        "UUID {uuid}"
    file_system_wrapped(name)
        "{name}, inside an HFS wrapper"
        "{name}, dentro un involucro HFS"
    journal_unplayed()
        "the volume was not closed: its newest names and times may stand in the journal alone"
        "il volume non è stato chiuso: i suoi nomi e orari più recenti possono trovarsi solo nel journal"
    bitmap_lost()
        "the bitmap of clusters in use is lost: no deleted content can be read"
        "la mappa dei cluster in uso è perduta: nessun contenuto cancellato si può leggere"
    in_circles()
        "the folders have more entries than the volume has room for: they lead in circles, and the rest is not read"
        "le cartelle hanno più voci di quante il volume ne possa contenere: portano in circolo, e il resto non è letto"
    deleted_limit()
        "deleted inodes were not looked for beyond the limit"
        "gli inode cancellati non sono stati cercati oltre il limite"
    folders_left_out(count)
        "folders that had no room: {count}; what lies in them stands under $OrphanFiles"
        "cartelle per cui non c’era spazio: {count}; ciò che contengono si trova sotto $OrphanFiles"
    disc_plain(name)
        "ISO 9660 volume `{name}` with plain names"
        "volume ISO 9660 `{name}` con nomi semplici"
    disc_joliet(name)
        "ISO 9660 volume `{name}` with Joliet names"
        "volume ISO 9660 `{name}` con nomi Joliet"
    disc_rock_ridge(name)
        "ISO 9660 volume `{name}` with Rock Ridge names"
        "volume ISO 9660 `{name}` con nomi Rock Ridge"
    disc_udf()
        "a UDF file system lies beside it and is not read"
        "accanto c’è un file system UDF, che non è letto"
    disc_boots()
        "the disc can start a machine; its boot image is not read"
        "il disco può avviare una macchina; la sua immagine di avvio non è letta"
}
