//! What is said of volumes, disks and archives that are damaged, of folders that are one exhibit, and of
//! places that cannot be shown.

super::sentences! {
    apfs_moved_away()
        "its content was moved to a server (iCloud) and is not on the volume"
        "il suo contenuto è stato spostato su un server (iCloud) e non è sul volume"
    apfs_fork_missing()
        "its resource fork, which holds its content, is missing"
        "manca la sua resource fork, che ne contiene il contenuto"
    apfs_attribute_long(bytes)
        "it has {bytes} bytes"
        "ha {bytes} byte"
    apfs_block_outside()
        "a block lies outside the image"
        "un blocco sta fuori dell’immagine"
    apfs_nodes_circle()
        "the nodes of the trees lead in circles"
        "i nodi degli alberi portano in circolo"
    apfs_no_node()
        "a block is no node of a tree"
        "un blocco non è un nodo di un albero"
    apfs_level()
        "a node of the tree is on a level that cannot be"
        "un nodo dell’albero è a un livello impossibile"
    apfs_table()
        "the table of a node does not fit into it"
        "la tabella di un nodo non vi entra"
    apfs_snapshots_many()
        "there are more than the limit"
        "ce ne sono più del limite"
    apfs_no_superblock()
        "there is no superblock"
        "non c’è alcun superblocco"
    apfs_no_volume_superblock()
        "there is no superblock of a volume"
        "non c’è alcun superblocco di un volume"
    apfs_object_unplaced()
        "an object has no place in its map"
        "un oggetto non ha posto nella sua mappa"
    apfs_object_deleted()
        "an object was deleted from its map"
        "un oggetto è stato eliminato dalla sua mappa"
    apfs_levels()
        "the levels of a tree do not follow each other"
        "i livelli di un albero non si susseguono"
    apfs_leaf_twice()
        "a leaf of the tree is led to twice"
        "una foglia dell’albero è raggiunta due volte"
    apfs_record_twice()
        "a record of the tree is led to twice"
        "un record dell’albero è raggiunto due volte"
    leaves_circle()
        "the leaves of the tree lead in circles"
        "le foglie dell’albero portano in circolo"
    tree_part(place, why)
        "{place}: a part of the tree of files: {why}"
        "{place}: una parte dell’albero dei file: {why}"
    folder_told(place)
        "{place}: a folder that was told already"
        "{place}: una cartella già riportata"
    inode_missing(place, number)
        "{place}: there is no inode {number}"
        "{place}: non esiste l’inode {number}"
    inode_trouble(place, number, why)
        "{place}: inode {number}: {why}"
        "{place}: inode {number}: {why}"
    chunks_out_of_order()
        "its chunks are out of order"
        "i suoi blocchi non sono in ordine"
    packed_cut_off()
        "it is cut off"
        "è troncato"
    packed_copies_nothing()
        "it copies what is not there"
        "copia ciò che non c’è"
    packed_too_long()
        "it is longer than its sectors"
        "è più lungo dei suoi settori"
    zisofs_method()
        "compressed as zisofs in a way that nothing here unpacks"
        "compresso come zisofs in un modo che qui nulla decomprime"
    zisofs_sizes()
        "its header and its entry state other sizes"
        "la sua intestazione e la sua voce dichiarano dimensioni diverse"
    zisofs_block_long()
        "a block is longer than one can be"
        "un blocco è più lungo di quanto possa essere"
    zisofs_block_damaged()
        "a block of its compressed content is damaged"
        "un blocco del suo contenuto compresso è danneggiato"
    extents_too_long()
        "the extents of the disk are longer together than any disk"
        "i file del disco sono insieme più lunghi di qualunque disco"
    extent_missing(file)
        "the extent {file} is missing, or given twice"
        "il file {file} manca o è dato due volte"
    extent_unreadable(file, why)
        "the extent {file} cannot be read: {why}"
        "il file {file} non può essere letto: {why}"
    extent_shorter()
        "an extent is shorter than its descriptor says"
        "un file è più corto di quanto dica il suo descrittore"
    extent_ends(at)
        "its extent ends before byte {at} of it"
        "il suo file termina prima del suo byte {at}"
    extent_no_byte()
        "no extent holds this byte"
        "nessun file contiene questo byte"
    extents_of_another_kind(what)
        "a descriptor of VMware with extents of another kind ({what})"
        "un descrittore di VMware con file di altro tipo ({what})"
    extents_not_given(missing, what)
        "a disk of VMware without the files {missing} ({what})"
        "un disco di VMware senza i file {missing} ({what})"
    extents_together()
        "ingest the descriptor and all the files it names together, from one folder"
        "acquisire il descrittore insieme a tutti i file che nomina, da una sola cartella"
    leveldb_file()
        "file of a LevelDB store, as browsers, Teams and Discord keep on computers; it is not read"
        "file di un archivio LevelDB, come quelli che browser, Teams e Discord tengono sui computer; non viene letto"
    leveldb_remedy()
        "keep the whole folder together (`.ldb`, `.log`, `MANIFEST`, and the `.blob` folder beside it), export it as CSV with a tool for IndexedDB (dfindexeddb, ccl_chromium_reader; for Teams forensicsim), and save a mapping for that with `tutela map`; or ask the provider for a return"
        "tenere insieme l’intera cartella (`.ldb`, `.log`, `MANIFEST` e la cartella `.blob` accanto), esportarla in CSV con uno strumento per IndexedDB (dfindexeddb, ccl_chromium_reader; per Teams forensicsim) e salvare per essa una mappatura con `tutela map`; oppure chiedere i dati al fornitore"
    geojson_empty()
        "no feature is in it"
        "non contiene alcun elemento (feature)"
    place_not_shown(reason)
        "the place of a record does not lead into its exhibit: {reason}"
        "il punto di una registrazione non porta nel suo reperto: {reason}"
    member_none_before()
        "no member of this name comes before it"
        "nessun elemento con questo nome lo precede"
    member_none()
        "the container has no such member"
        "il contenitore non ha questo elemento"
    member_no_content()
        "it has no content"
        "non ha contenuto"
    member_no_container(member)
        "{member} is no container that is opened"
        "{member} non è un contenitore che venga aperto"
    member_reader_failed(member)
        "the reader of {member} failed"
        "il lettore di {member} ha fallito"
    member_too_short()
        "the member ends before the place does"
        "l’elemento termina prima del punto"
    show_unasked_bytes()
        "the reader showed bytes that nobody asked for"
        "il lettore ha mostrato byte che nessuno ha chiesto"
    show_too_much()
        "the reader showed more of a place than there is"
        "il lettore ha mostrato più di quanto ci sia in un punto"
    show_unasked()
        "the reader showed a place that nobody asked for"
        "il lettore ha mostrato un punto che nessuno ha chiesto"
    show_left_out()
        "the reader left it out"
        "il lettore lo ha tralasciato"
    show_missed()
        "the reader missed a place that it had shown"
        "il lettore non ha trovato un punto che aveva mostrato"
    show_no_answer()
        "the reader said what answers no question on places"
        "il lettore ha detto ciò che non risponde ad alcuna domanda sui punti"
    show_no_container()
        "places inside it were asked for, and it is no container"
        "sono stati chiesti punti al suo interno, ma non è un contenitore"
    ingest_exhibit_again()
        "ingest the exhibit again"
        "acquisire di nuovo il reperto"
    whole_not_in_place()
        "a folder that is one exhibit cannot stay where it is: its archive has to be made"
        "una cartella che è un solo reperto non può restare dove si trova: il suo archivio va creato"
    whole_in_place_remedy()
        "leave out --in-place, or make an image of it and ingest that in place"
        "togliere --in-place, oppure farne un’immagine e acquisirla sul posto"
    whole_made_and_stored(path)
        "{path} as one exhibit is an archive that has to be made, and stored"
        "{path} come unico reperto è un archivio che va creato e conservato"
    whole_copy_remedy()
        "let it be copied, or make an image of it and register that in place"
        "lasciarla copiare, oppure farne un’immagine e registrarla sul posto"
    whole_left_out(more)
        "{more} further entries of it were left out"
        "altre sue voci tralasciate: {more}"
    whole_socket()
        "a socket, which holds nothing and has no form in an archive"
        "un socket, che non contiene nulla e non ha forma in un archivio"
    whole_stopped()
        "the folder could not be read on"
        "la cartella non si è potuta leggere oltre"
}
