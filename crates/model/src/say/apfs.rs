//! What is said of Apple's file system, and of disks of VMware in several files.

super::sentences! {
    apfs_container(volumes, uuid)
        "APFS container, volumes: {volumes}, UUID {uuid}"
        "contenitore APFS, volumi: {volumes}, UUID {uuid}"
    apfs_fusion()
        "the container is a Fusion drive: blocks on its second disk are not in this image, and files there cannot be read"
        "il contenitore è un Fusion Drive: i blocchi del suo secondo disco non sono in questa immagine e i file che vi si trovano non possono essere letti"
    apfs_bytes_missing(stated, there)
        "the container states {stated} bytes and the image has {there}"
        "il contenitore dichiara {stated} byte e l’immagine ne ha {there}"
    apfs_no_checkpoint()
        "no whole checkpoint was found: the first superblock is used"
        "non è stato trovato alcun checkpoint integro: si usa il primo superblocco"
    apfs_checkpoints_apart()
        "its checkpoints are not in one run: the first superblock is used"
        "i suoi checkpoint non sono contigui: si usa il primo superblocco"
    apfs_not_closed(old, new)
        "the container was not closed: its first block is of transaction {old}, and its newest checkpoint, which is read, of {new}"
        "il contenitore non è stato chiuso: il suo primo blocco è della transazione {old}, mentre il checkpoint più recente, che viene letto, è della {new}"
    apfs_volume(number, name, role, uuid, writer)
        "volume {number} `{name}` (role: {role}), UUID {uuid}, last written by: {writer}"
        "volume {number} `{name}` (ruolo: {role}), UUID {uuid}, scritto per ultimo da: {writer}"
    apfs_volume_states(name, files, folders, links, others)
        "volume `{name}` states files: {files}, folders: {folders}, links: {links}, others: {others}"
        "il volume `{name}` dichiara file: {files}, cartelle: {folders}, collegamenti: {links}, altri: {others}"
    apfs_volume_unreadable(number, why)
        "volume {number} of the container cannot be read: {why}; check whether the image is whole"
        "il volume {number} del contenitore non può essere letto: {why}; controllare se l’immagine è integra"
    apfs_volume_encrypted(number, name)
        "volume {number} `{name}` is encrypted and is not read: unlock it and ingest its files, or an image that was decrypted"
        "il volume {number} `{name}` è cifrato e non viene letto: sbloccarlo e acquisire i suoi file, oppure un’immagine decifrata"
    apfs_encrypted_but_readable(number)
        "volume {number} states that it is encrypted, and its folders are readable: its files are told as they stand in the image, and their content may be encrypted still"
        "il volume {number} dichiara di essere cifrato, ma le sue cartelle sono leggibili: i suoi file sono riportati come stanno nell’immagine e il loro contenuto può essere ancora cifrato"
    apfs_unsummed(count)
        "nodes of the container's trees that lack the checksum they state: {count}; names, times and places of content in them may be wrong; hold what matters against another image of the disk"
        "nodi degli alberi del contenitore privi della somma di controllo dichiarata: {count}; nomi, orari e posizioni dei contenuti in essi possono essere errati; confrontare ciò che conta con un’altra immagine del disco"
    apfs_snapshots_unlisted(number, why)
        "the snapshots of volume {number} cannot all be listed: {why}; check whether the image is whole"
        "le istantanee del volume {number} non possono essere elencate tutte: {why}; controllare se l’immagine è integra"
    apfs_snapshot_unread(name, at, number)
        "snapshot `{name}` of {at} of volume {number} is not read: there are more files than are remembered; files deleted or changed since may stand in it: ingest an image of it"
        "l’istantanea `{name}` del {at} del volume {number} non viene letta: ci sono più file di quanti se ne ricordino; può contenere file poi eliminati o modificati: acquisirne un’immagine"
    apfs_snapshot_unreadable(name, at, number, why)
        "snapshot `{name}` of {at} of volume {number} cannot be read: {why}; check whether the image is whole"
        "l’istantanea `{name}` del {at} del volume {number} non può essere letta: {why}; controllare se l’immagine è integra"
    apfs_snapshot_read(name, at, number, path, same)
        "snapshot `{name}` of {at} of volume {number}: what was deleted or changed since stands under `{path}/`; names in it that lead to what is told already and are not told again: {same}"
        "istantanea `{name}` del {at} del volume {number}: ciò che poi è stato eliminato o modificato sta sotto `{path}/`; nomi al suo interno che portano a quanto già riportato e non sono ripetuti: {same}"
    apfs_too_many_files(volume)
        "volume `{volume}` has more files than are remembered: names and files that no folder leads to are not looked for"
        "il volume `{volume}` ha più file di quanti se ne ricordino: nomi e file ai quali nessuna cartella porta non vengono cercati"
    apfs_lost_left_out(volume, count)
        "names and files of volume `{volume}` that no folder leads to and that are not told: {count}; the tree of files is damaged; hold it against another image of the disk"
        "nomi e file del volume `{volume}` ai quali nessuna cartella porta e che non sono riportati: {count}; l’albero dei file è danneggiato; confrontarlo con un’altra immagine del disco"
    apfs_circles()
        "the tree of files has more records than the image has room for: they lead in circles, and the rest is not read; hold it against another image of the disk"
        "l’albero dei file ha più record di quanti l’immagine possa contenere: portano in circolo e il resto non viene letto; confrontarlo con un’altra immagine del disco"
    apfs_files_of(volume)
        "files of volume `{volume}`"
        "file del volume `{volume}`"
    apfs_folders_of(volume)
        "folders of volume `{volume}`"
        "cartelle del volume `{volume}`"
    apfs_links_of(volume)
        "links of volume `{volume}`"
        "collegamenti del volume `{volume}`"
    apfs_others_of(volume)
        "other objects of volume `{volume}`"
        "altri oggetti del volume `{volume}`"
    extent_short(file, there, stated)
        "the extent {file} has {there} bytes where {stated} are stated: what is missing cannot be read; give the file again, unchanged and whole"
        "il file {file} ha {there} byte dove ne sono dichiarati {stated}: ciò che manca non può essere letto; fornire di nuovo il file, intatto e completo"
    extent_damaged(file, what)
        "of the extent {file}: {what}"
        "del file {file}: {what}"
}
