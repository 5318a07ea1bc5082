//! What can be wrong with a volume, a file system or a file in it, and what to do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    first_sector_exfat_volume()
        "the first sector is not that of an exFAT volume"
        "il primo settore non è quello di un volume exFAT"
    first_sector_fat_volume()
        "the first sector is not that of a FAT volume"
        "il primo settore non è quello di un volume FAT"
    first_sector_ntfs_volume()
        "the first sector is not that of an NTFS volume"
        "il primo settore non è quello di un volume NTFS"
    look_sector_another_container()
        "look at the sector; another container may fit"
        "guardare il settore; può essere un altro contenitore"
    sum_entries_does_match()
        "the sum of the entries does not match: one was written over"
        "la somma delle voci non corrisponde: una è stata sovrascritta"
    clusters_use_again()
        "clusters of it are in use again"
        "alcuni suoi cluster sono di nuovo in uso"
    clusters_lie_behind_end()
        "its clusters lie behind the end of this image"
        "i suoi cluster stanno oltre la fine di questa immagine"
    clusters_lead_outside_volume()
        "its clusters lead outside the volume"
        "i suoi cluster portano fuori del volume"
    size_larger_than_volume()
        "its size is larger than the volume"
        "la sua dimensione supera il volume"
    chain_clusters_leads_outside()
        "its chain of clusters leads outside the volume"
        "la sua catena di cluster porta fuori del volume"
    lies_too_many_pieces()
        "it lies in too many pieces"
        "è diviso in troppi pezzi"
    chain_clusters_ends_before()
        "its chain of clusters ends before its size"
        "la sua catena di cluster termina prima della sua dimensione"
    chain_clusters_breaks_off()
        "its chain of clusters breaks off"
        "la sua catena di cluster si interrompe"
    chain_clusters_runs_circle()
        "its chain of clusters runs in a circle"
        "la sua catena di cluster gira in circolo"
    chain_clusters_leads_into()
        "its chain of clusters leads into free ones"
        "la sua catena di cluster porta in cluster liberi"
    chain_clusters_leads_into_damaged()
        "its chain of clusters leads into a damaged one"
        "la sua catena di cluster porta in un cluster danneggiato"
    allocation_table_cannot_read()
        "the allocation table cannot be read there"
        "la tabella di allocazione lì non si può leggere"
    too_few_free_clusters()
        "too few free clusters follow its first one"
        "al suo primo cluster ne seguono troppo pochi liberi"
    folder_nested_too_deep()
        "its folder is nested too deep, or there are too many"
        "la sua cartella è annidata troppo a fondo, o ce ne sono troppe"
    folder_more_entries_than()
        "this folder has more entries than a folder may have"
        "questa cartella ha più voci di quante una cartella possa avere"
    cluster_folder_belongs_another()
        "a cluster of this folder belongs to another one, or it is a circle"
        "un cluster di questa cartella appartiene a un’altra, o è un circolo"
    clusters_folder_cannot_read()
        "the clusters of this folder cannot be read from here on"
        "i cluster di questa cartella da qui in poi non si possono leggere"
    entry_belongs_file_unknown()
        "an entry that belongs to no file, or of an unknown type"
        "una voce che non appartiene ad alcun file, o di tipo sconosciuto"
    set_entries_file_broken()
        "the set of entries of a file is broken"
        "l’insieme delle voci di un file è guasto"
    path_too_long()
        "its path is too long"
        "il suo percorso è troppo lungo"
    first_cluster_lies_outside()
        "its first cluster lies outside the volume"
        "il suo primo cluster sta fuori del volume"
    first_cluster_use_again()
        "its first cluster is in use again"
        "il suo primo cluster è di nuovo in uso"
    there_superblock_ext2_ext3()
        "there is no superblock of ext2, ext3 or ext4"
        "non c’è un superblocco di ext2, ext3 o ext4"
    blocks_larger_than_any()
        "its blocks are larger than any of this file system"
        "i suoi blocchi sono più grandi di quelli possibili in questo file system"
    journal_another_volume_holds()
        "it is the journal of another volume and holds no files"
        "è il journal di un altro volume e non contiene file"
    superblock_states_sizes_cannot()
        "the superblock states sizes that cannot be"
        "il superblocco dichiara dimensioni impossibili"
    block_group_lies_outside()
        "a block group lies outside the volume"
        "un gruppo di blocchi sta fuori del volume"
    there_inode_number()
        "there is no inode of this number"
        "non c’è un inode con questo numero"
    inode_table_lies_outside()
        "the inode table lies outside the volume"
        "la tabella degli inode sta fuori del volume"
    block_lies_outside_volume()
        "a block lies outside the volume"
        "un blocco sta fuori del volume"
    map_what_use_lies()
        "the map of what is in use lies outside the volume"
        "la mappa di ciò che è in uso sta fuori del volume"
    maps_files_more_blocks()
        "the maps of files have more blocks than the volume"
        "le mappe dei file hanno più blocchi del volume"
    blocks_lie_outside_volume()
        "its blocks lie outside the volume"
        "i suoi blocchi stanno fuori del volume"
    extent_tree_valid_node()
        "its extent tree has no valid node where one should be"
        "il suo albero di estensioni non ha un nodo valido dove dovrebbe"
    extent_tree_deeper_than()
        "its extent tree is deeper than one can be, or leads in circles"
        "il suo albero di estensioni è più profondo del possibile, o porta in circolo"
    node_extent_tree_states()
        "a node of its extent tree states more entries than fit"
        "un nodo del suo albero di estensioni dichiara più voci di quante ce ne stiano"
    node_extent_tree_stands()
        "a node of its extent tree stands on the wrong level"
        "un nodo del suo albero di estensioni sta al livello sbagliato"
    encrypted_fscrypt_key_volume()
        "encrypted (fscrypt); its key is not in the volume"
        "cifrato (fscrypt); la sua chiave non è nel volume"
    compressed_way_e2compr_nothing()
        "compressed in the way of e2compr, which nothing here reads"
        "compresso alla maniera di e2compr, che qui nulla legge"
    size_block_list_were()
        "its size and block list were cleared when it was deleted"
        "la sua dimensione e il suo elenco di blocchi sono stati azzerati alla cancellazione"
    states_more_bytes_than()
        "it states more bytes than its inode holds"
        "dichiara più byte di quanti il suo inode ne contenga"
    block_list_was_cleared()
        "its block list was cleared when it was deleted"
        "il suo elenco di blocchi è stato azzerato alla cancellazione"
    more_holes_than_limit()
        "more of it is holes than the limit of 64 GiB"
        "ha più buchi del limite di 64 GiB"
    inode_named_any_more()
        "no inode is named any more"
        "nessun inode è più nominato"
    inode_use_file_under()
        "its inode is in use: by this file under another name, or by a later one"
        "il suo inode è in uso: da questo file con un altro nome, o da uno successivo"
    inode_was_cleared()
        "its inode was cleared"
        "il suo inode è stato azzerato"
    inode_belonged_another_file()
        "its inode belonged to another file after it"
        "il suo inode è appartenuto poi a un altro file"
    check_whether_image_whole()
        "check whether the image is whole; a file system's later superblocks may serve"
        "controllare se l’immagine è intera; possono servire i superblocchi successivi del file system"
    check_whether_the_image()
        "check whether the image is whole"
        "controllare se l’immagine è intera"
    root_folder()
        "the root is no folder"
        "la radice non è una cartella"
    these_bytes_directory_entry()
        "these bytes are no directory entry"
        "questi byte non sono una voce di cartella"
    the_clusters_of_this()
        "the clusters of this folder cannot be read"
        "i cluster di questa cartella non si possono leggere"
    chain_folder_leads_outside()
        "the chain of this folder leads outside the volume"
        "la catena di questa cartella porta fuori del volume"
    folders_volume_more_clusters()
        "the folders of this volume have more clusters than can be remembered"
        "le cartelle di questo volume hanno più cluster di quanti se ne possano ricordare"
    cluster_belongs_more_than()
        "this cluster belongs to more than one folder, or its chain is a circle"
        "questo cluster appartiene a più di una cartella, o la sua catena è un circolo"
    chain_folder_leads_into()
        "the chain of this folder leads into a free cluster"
        "la catena di questa cartella porta in un cluster libero"
    chain_folder_breaks_off()
        "the chain of this folder breaks off"
        "la catena di questa cartella si interrompe"
    unknown_method()
        "an unknown method"
        "un metodo ignoto"
    chunk_compressed_content_damaged()
        "a chunk of its compressed content is damaged"
        "un blocco del suo contenuto compresso è danneggiato"
    table_chunks_does_fit()
        "the table of its chunks does not fit its length"
        "la tabella dei suoi blocchi non si adatta alla sua lunghezza"
    chunk_longer_than_can()
        "a chunk is longer than one can be"
        "un blocco è più lungo del possibile"
    such_chunk()
        "it has no such chunk"
        "non ha un tale blocco"
    compressed_content_long_stated()
        "its compressed content is not as long as stated"
        "il suo contenuto compresso non è lungo quanto dichiarato"
    there_volume_header_hfs()
        "there is no volume header of HFS+ or HFSX"
        "non c’è un’intestazione di volume HFS+ o HFSX"
    volume_header_states_blocks()
        "the volume header states blocks of a size that cannot be"
        "l’intestazione del volume dichiara blocchi di dimensione impossibile"
    tree_volume_valid_header()
        "a tree of the volume has no valid header"
        "un albero del volume non ha un’intestazione valida"
    node_tree_lies_outside()
        "a node of the tree lies outside its file"
        "un nodo dell’albero sta fuori del suo file"
    nodes_tree_lead_circles()
        "the nodes of the tree lead in circles"
        "i nodi dell’albero portano in circolo"
    node_tree_lies_nowhere()
        "a node of the tree lies nowhere"
        "un nodo dell’albero non sta da nessuna parte"
    node_tree_wrong_kind()
        "a node of the tree is of the wrong kind"
        "un nodo dell’albero è del tipo sbagliato"
    index_node_tree_empty()
        "an index node of the tree is empty"
        "un nodo indice dell’albero è vuoto"
    tree_deeper_than_can()
        "the tree is deeper than one can be, or leads in circles"
        "l’albero è più profondo del possibile, o porta in circolo"
    leaf_tree_wrong_kind()
        "a leaf of the tree is of the wrong kind"
        "una foglia dell’albero è del tipo sbagliato"
    compressed_macos_nothing_here(method)
        "compressed by macOS ({method}), which nothing here unpacks"
        "compresso da macOS ({method}), che qui nulla estrae"
    tree_extents_cannot_read()
        "the tree of extents cannot be read"
        "l’albero delle estensioni non si può leggere"
    states_more_bytes_than_blocks()
        "it states more bytes than its blocks hold"
        "dichiara più byte di quanti i suoi blocchi ne contengano"
    volume_descriptor_leads_tree()
        "no volume descriptor leads to a tree of files"
        "nessun descrittore di volume porta a un albero di file"
    compressed_zisofs_nothing_here()
        "compressed as zisofs, which nothing here reads"
        "compresso come zisofs, che qui nulla legge"
    list_attributes_broken()
        "its list of attributes is broken"
        "il suo elenco di attributi è guasto"
    more_attributes_than_file()
        "it has more attributes than a file may have"
        "ha più attributi di quanti un file possa avere"
    list_attributes_cannot_read()
        "its list of attributes cannot be read"
        "il suo elenco di attributi non si può leggere"
    record_lost()
        "a record of it is lost"
        "un suo record è perduto"
    part_runs_lost()
        "a part of its runs is lost"
        "una parte dei suoi tratti è perduta"
    look_older_copy_image()
        "look for an older copy of the image, or carve it"
        "cercare una copia meno recente dell’immagine, o recuperarne i dati per contenuto (carving)"
    list_runs_cut_off()
        "the list of its runs is cut off"
        "l’elenco dei suoi tratti è troncato"
    runs_lead_outside_volume()
        "its runs lead outside the volume"
        "i suoi tratti portano fuori del volume"
    windows_marked_file_record()
        "Windows marked this file record as damaged"
        "Windows ha contrassegnato questo record di file come danneggiato"
    these_bytes_file_record()
        "these bytes are no file record"
        "questi byte non sono un record di file"
    file_record_cut_off()
        "the file record is cut off"
        "il record di file è troncato"
    file_record_another_size()
        "the file record has another size than its marks"
        "il record di file ha una dimensione diversa dai suoi segni"
    file_record_was_written()
        "the file record was written only in part"
        "il record di file è stato scritto solo in parte"
    file_record_cannot_read()
        "the file record cannot be read"
        "il record di file non si può leggere"
    there_file_record_number()
        "there is no file record of this number"
        "non c’è un record di file con questo numero"
    first_record_master_file()
        "the first record of the master file table cannot be read"
        "il primo record della master file table non si può leggere"
    master_file_table_does()
        "the master file table does not say where it is"
        "la master file table non dice dove si trova"
    master_file_table_empty()
        "the master file table is empty"
        "la master file table è vuota"
    record_use_none()
        "the record is in use and has none"
        "il record è in uso e non ne ha"
    encrypted_windows_efs()
        "encrypted by Windows (EFS)"
        "cifrato da Windows (EFS)"
    compressed_windows_into_stream()
        "compressed by Windows into its stream WofCompressedData"
        "compresso da Windows nel suo flusso WofCompressedData"
    deduplicated_windows_content_chunk()
        "deduplicated by Windows: its content is in the chunk store"
        "deduplicato da Windows: il suo contenuto è nel chunk store"
    runs_shorter_than_size()
        "its runs are shorter than its size"
        "i suoi tratti sono più corti della sua dimensione"
    more_than_terabyte_holes()
        "it has more than a terabyte of holes"
        "ha più di un terabyte di buchi"
    compressed_unknown_method()
        "compressed by an unknown method"
        "compresso con un metodo sconosciuto"
    partition_table_damaged_backup()
        "the partition table is damaged, and no backup of it can be read"
        "la tabella delle partizioni è danneggiata e nessuna sua copia si può leggere"
    give_whole_disk_image()
        "give the whole disk image; a volume of it can be given as an image of its own"
        "dare l’intera immagine del disco; un suo volume può essere dato come immagine a sé"
    partition_lies_past_end()
        "the partition lies past the end of the image"
        "la partizione sta oltre la fine dell’immagine"
    points_outside_volume()
        "it points outside the volume"
        "punta fuori del volume"
    volume_ends_before()
        "the volume ends before it"
        "il volume termina prima"
    run_blocks_ends_beyond()
        "a run of blocks ends beyond all numbers"
        "un tratto di blocchi termina oltre ogni numero"
    runs_blocks_overlap_out()
        "the runs of its blocks overlap or are out of order"
        "i tratti dei suoi blocchi si sovrappongono o non sono in ordine"
    file_lies_more_pieces()
        "the file lies in more pieces than the limit"
        "il file è diviso in più pezzi del limite"
    volume_ends_before_blocks()
        "the volume ends before the blocks of this file"
        "il volume termina prima dei blocchi di questo file"
    place_before_first_byte()
        "a place before the first byte"
        "un punto prima del primo byte"
}
