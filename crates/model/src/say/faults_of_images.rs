//! What can be wrong with an image of a disk, and what to do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    stream_states_chunks_bytes(name, chunks, bytes)
        "the stream {name} states {chunks} chunks of {bytes} bytes in a segment"
        "il flusso {name} dichiara {chunks} blocchi di {bytes} byte in un segmento"
    stream_states_bytes(name, bytes)
        "the stream {name} states {bytes} bytes"
        "il flusso {name} dichiara {bytes} byte"
    stream_unknown_compression(name, method)
        "the stream {name} has the unknown compression {method}"
        "il flusso {name} ha la compressione sconosciuta {method}"
    volume_more_than_streams(max)
        "the volume has more than {max} streams"
        "il volume ha più di {max} flussi"
    was_read_acquisition(name)
        "it was not read on acquisition ({name})"
        "non è stato letto all’acquisizione ({name})"
    stands_volume(name)
        "it stands in {name}, which is not in this volume"
        "si trova in {name}, che non è in questo volume"
    map_there(name)
        "the map of {name} is not there"
        "la mappa di {name} non c’è"
    such_stream()
        "no such stream"
        "nessun flusso di questo nome"
    chunk_there(chunk, name)
        "chunk {chunk} of {name} is not there"
        "il blocco {chunk} di {name} non c’è"
    chunk_ends_past_bevy(chunk, name)
        "chunk {chunk} of {name} ends past its bevy"
        "il blocco {chunk} di {name} termina oltre il suo gruppo"
    chunk_byte_cut_off(at, name)
        "the chunk at byte {at} of {name} is cut off"
        "il blocco al byte {at} di {name} è troncato"
    longer_than_chunk()
        "it is longer than a chunk"
        "è più lungo di un blocco"
    stream_number(number)
        "no stream has the number {number}"
        "nessun flusso ha il numero {number}"
    run_leads_past_2()
        "a run leads past 2^64"
        "un tratto porta oltre 2^64"
    give_image_again_unchanged()
        "give the image again, unchanged and with all its volumes, or export it as raw"
        "dare di nuovo l’immagine, inalterata e con tutti i suoi volumi, o esportarla come raw"
    volume_names_image_disk()
        "the volume names no image of a disk"
        "il volume non nomina alcuna immagine di un disco"
    volume_holds_statements_information()
        "the volume holds no statements (information.turtle)"
        "il volume non contiene dichiarazioni (information.turtle)"
    image_bytes_stated(bytes)
        "an image of {bytes} bytes is stated"
        "è dichiarata un’immagine di {bytes} byte"
    prefix_without_name()
        "a prefix without a name"
        "un prefisso senza nome"
    statement_cut_off()
        "a statement that is cut off"
        "una dichiarazione troncata"
    more_statements_than_any()
        "more statements than any disk image has"
        "più dichiarazioni di quante ne abbia qualunque immagine di disco"
    statement_without_object()
        "a statement without an object"
        "una dichiarazione senza oggetto"
    literal_without_kind()
        "a literal without its kind"
        "un letterale senza il suo tipo"
    unknown_prefix(prefix)
        "the unknown prefix {prefix}"
        "il prefisso sconosciuto {prefix}"
    open_name()
        "an open name"
        "un nome non chiuso"
    text_without_end()
        "a text without an end"
        "un testo senza fine"
    volume_more_than_segments(max)
        "the volume has more than {max} segments"
        "il volume ha più di {max} segmenti"
    segment_name_longer_than()
        "a segment has a name longer than any"
        "un segmento ha un nome più lungo del possibile"
    segment_larger_than_any()
        "a segment is larger than any"
        "un segmento è più grande del possibile"
    block_image_holds_byte(at)
        "no block of the image holds its byte {at}"
        "nessun blocco dell’immagine contiene il suo byte {at}"
    table_entry_past_2()
        "a table entry past 2^64"
        "una voce di tabella oltre 2^64"
    convert_hdiutil_convert_format()
        "convert it with `hdiutil convert -format UDTO` on a Mac, and give both"
        "convertirla con `hdiutil convert -format UDTO` su un Mac e dare entrambe"
    give_file_again_unchanged()
        "give the file again, unchanged and whole"
        "dare di nuovo il file, inalterato e intero"
    property_list_image_cannot(why)
        "the property list of the image cannot be read: {why}"
        "l’elenco di proprietà dell’immagine non si può leggere: {why}"
    dmg_compressed(method)
        "a DMG compressed by {method}"
        "un DMG compresso con {method}"
    disk_sectors_stated(sectors)
        "a disk of {sectors} sectors is stated"
        "è dichiarato un disco di {sectors} settori"
    disk_bytes_stated(bytes)
        "a disk of {bytes} bytes is stated"
        "è dichiarato un disco di {bytes} byte"
    end_image_tables_lost()
        "the end of the image, with its tables, is lost"
        "la fine dell’immagine, con le sue tabelle, è perduta"
    encrypted_dmg()
        "an encrypted DMG"
        "un DMG cifrato"
    dmg_files(count)
        "a DMG in {count} files"
        "un DMG in {count} file"
    decrypt_hdiutil_convert_password()
        "decrypt it with `hdiutil convert` and its password, and give both"
        "decifrarla con `hdiutil convert` e la sua password e dare entrambe"
    dmg_whose_tables_stand()
        "a DMG whose tables stand in a resource fork"
        "un DMG le cui tabelle stanno in un resource fork"
    run_said_stand_past()
        "a run is said to stand past 2^64"
        "un tratto risulta oltre 2^64"
    run_bytes_past_end(bytes, place)
        "a run of {bytes} bytes at {place} is past its end"
        "un tratto di {bytes} byte a {place} è oltre la sua fine"
    compressed_run_larger_than()
        "a compressed run is larger than any"
        "un tratto compresso è più grande del possibile"
    run_holds_these_sectors()
        "no run holds these sectors"
        "nessun tratto contiene questi settori"
    raw_run_shorter_than()
        "a raw run is shorter than its sectors"
        "un tratto non compresso è più corto dei suoi settori"
    run_damaged(why)
        "a run is damaged: {why}"
        "un tratto è danneggiato: {why}"
    run_ends_past_disk()
        "a run ends past the disk"
        "un tratto termina oltre il disco"
    table_part_cut_off(name)
        "the table of the part {name} is cut off"
        "la tabella della parte {name} è troncata"
    part_table(name)
        "the part {name} has no table"
        "la parte {name} non ha tabella"
    part_states_runs_room(name, count)
        "the part {name} states {count} runs and has no room for them"
        "la parte {name} dichiara {count} tratti e non ha spazio per essi"
    run_lies_beyond_any(name)
        "a run of {name} lies beyond any disk"
        "un tratto di {name} sta oltre qualunque disco"
    method_known()
        "a method that is not known"
        "un metodo sconosciuto"
    image_more_than_parts(max)
        "the image has more than {max} parts"
        "l’immagine ha più di {max} parti"
    table_damaged(name)
        "the table of {name} is damaged"
        "la tabella di {name} è danneggiata"
    property_list_damaged(why)
        "the property list is damaged: {why}"
        "l’elenco di proprietà è danneggiato: {why}"
    property_list_names_part()
        "the property list names no part"
        "l’elenco di proprietà non nomina alcuna parte"
    volume_section_cut_off()
        "the volume section is cut off"
        "la sezione del volume è troncata"
    chunk_bytes_stated(bytes)
        "a chunk of {bytes} bytes is stated"
        "è dichiarato un segmento di {bytes} byte"
    sectors_stated(sectors)
        "{sectors} sectors are stated"
        "sono dichiarati {sectors} settori"
    section_digests_cut_off()
        "the section of digests is cut off"
        "la sezione delle impronte è troncata"
    section_read_errors_cut()
        "the section of read errors is cut off"
        "la sezione degli errori di lettura è troncata"
    header_part_main()
        "the header has no part `main`"
        "l’intestazione non ha la parte `main`"
    table_places_chunk(number)
        "no table places chunk {number}"
        "nessuna tabella colloca il segmento {number}"
    table_segment_there()
        "a table of a segment that is not there"
        "una tabella di un segmento che non c’è"
    segment_missing()
        "a segment is missing"
        "manca un segmento"
    chunk_another_length_than(number)
        "chunk {number} has another length than the image states"
        "il segmento {number} ha una lunghezza diversa da quella che l’immagine dichiara"
    chunk_cut_off(number)
        "chunk {number} is cut off"
        "il segmento {number} è troncato"
    chunk_does_checksum(number)
        "chunk {number} does not have its checksum"
        "il segmento {number} non ha la sua somma di controllo"
    give_all_segments_image()
        "give all segments of the image (.E01, .E02, …) together, unchanged"
        "dare insieme tutti i segmenti dell’immagine (.E01, .E02, …), inalterati"
    export_image_programme_made()
        "export the image with the programme that made it as .E01 or raw, and keep both"
        "esportare l’immagine come .E01 o raw con il programma che l’ha creata e conservare entrambe"
    logical_collection_l01_read()
        "it is a logical collection (L01), which is not read"
        "è una raccolta logica (L01), che non è letta"
    image_ewf_version_2()
        "it is an image of EWF version 2 (Ex01), which is not read"
        "è un’immagine EWF versione 2 (Ex01), che non è letta"
    logical_collection_ewf_version()
        "it is a logical collection of EWF version 2 (Lx01), which is not read"
        "è una raccolta logica EWF versione 2 (Lx01), che non è letta"
    section_states_size_image()
        "no section states the size of the image"
        "nessuna sezione dichiara la dimensione dell’immagine"
    table_chunks_can_read()
        "no table of chunks can be read"
        "nessuna tabella di segmenti si può leggere"
    file_ends_before_last()
        "the file ends before its last section"
        "il file termina prima della sua ultima sezione"
    section_stands_where_before()
        "no section stands where the one before says"
        "nessuna sezione sta dove la precedente dice"
    file_more_sections_than()
        "the file has more sections than any image"
        "il file ha più sezioni di qualunque immagine"
    chain_sections_runs_circle()
        "the chain of sections runs in a circle"
        "la catena delle sezioni gira in circolo"
    image_goes_segment_here(number)
        "the image goes on in segment {number}, which is not here"
        "l’immagine continua nel segmento {number}, che non è qui"
    file_ends_header()
        "the file ends in its header"
        "il file termina nella sua intestazione"
    segment_ewf_image()
        "it is no segment of an EWF image"
        "non è un segmento di un’immagine EWF"
    segment_set_where_segment(number, other)
        "it is segment {number} of a set, where segment {other} belongs"
        "è il segmento {number} di un insieme, dove va il segmento {other}"
    table_cut_off()
        "a table is cut off"
        "una tabella è troncata"
    table_states_chunks_too(entries)
        "a table states {entries} chunks and is too short for them"
        "una tabella dichiara {entries} segmenti ed è troppo corta per essi"
    chunk_said_stand_past(number, start)
        "chunk {number} is said to stand at {start}, past its end"
        "il segmento {number} risulta a {start}, oltre la sua fine"
    chunk_said_stand_past_2()
        "a chunk is said to stand past 2^64"
        "un segmento risulta oltre 2^64"
    convert_qemu_img_convert()
        "convert it with `qemu-img convert -O raw`, with all files it rests on beside it"
        "convertirla con `qemu-img convert -O raw`, con accanto tutti i file su cui poggia"
    qcow_image_another_version()
        "a QCOW image of another version than 2 or 3"
        "un’immagine QCOW di versione diversa da 2 o 3"
    qcow2_image_rests_backing()
        "a QCOW2 image that rests on a backing file"
        "un’immagine QCOW2 che poggia su un altro file"
    encrypted_qcow2_image()
        "an encrypted QCOW2 image"
        "un’immagine QCOW2 cifrata"
    qcow2_image_external_data()
        "a QCOW2 image with an external data file"
        "un’immagine QCOW2 con un file di dati esterno"
    qcow2_image_subclusters()
        "a QCOW2 image with subclusters"
        "un’immagine QCOW2 con subcluster"
    qcow2_image_compressed_zstandard()
        "a QCOW2 image compressed by Zstandard"
        "un’immagine QCOW2 compressa con Zstandard"
    qcow2_image_feature_unknown()
        "a QCOW2 image with a feature unknown here"
        "un’immagine QCOW2 con una funzione qui sconosciuta"
    clusters_2_bytes_stated(bits)
        "clusters of 2^{bits} bytes are stated"
        "sono dichiarati cluster di 2^{bits} byte"
    first_table_entries_does(entries)
        "the first table, of {entries} entries, does not reach the end"
        "la prima tabella, di {entries} voci, non arriva alla fine"
    first_table_stands_past()
        "the first table stands past the end of the file"
        "la prima tabella sta oltre la fine del file"
    table_places_cluster()
        "no table places the cluster"
        "nessuna tabella colloca il cluster"
    cluster_cut_off(number)
        "cluster {number} is cut off"
        "il cluster {number} è troncato"
    lengths_parts_beyond_any()
        "the lengths of its parts are beyond any disk"
        "le lunghezze delle sue parti superano qualunque disco"
    block_said_compressed(number)
        "block {number} is said to be compressed"
        "il blocco {number} risulta compresso"
    tables_place_more_blocks()
        "the tables place more blocks than the file has room to place, or are cut off"
        "le tabelle collocano più blocchi di quanti il file ne possa collocare, o sono troncate"
    give_file_again_unchanged_whole()
        "give the file again, unchanged and whole; it may be a decompression bomb"
        "dare di nuovo il file, inalterato e intero; può essere una bomba di decompressione"
    block_said_stand_byte(number, at)
        "block {number} is said to stand at byte {at}, past the end of the file"
        "il blocco {number} risulta al byte {at}, oltre la fine del file"
    differencing_vhd_holds_only()
        "a differencing VHD, which holds only what changed since its parent"
        "un VHD differenziale, che contiene solo ciò che è cambiato rispetto al suo genitore"
    differencing_vhdx_holds_only()
        "a differencing VHDX, which holds only what changed since its parent"
        "un VHDX differenziale, che contiene solo ciò che è cambiato rispetto al suo genitore"
    differencing_vmdk_holds_only()
        "a differencing VMDK, which holds only what changed since its parent"
        "un VMDK differenziale, che contiene solo ciò che è cambiato rispetto al suo genitore"
    convert_together_parents_qemu()
        "convert it together with its parents: `qemu-img convert -O raw`"
        "convertirlo insieme ai suoi genitori: `qemu-img convert -O raw`"
    vhd_unknown_type(kind)
        "a VHD of the unknown type {kind}"
        "un VHD del tipo sconosciuto {kind}"
    neither_footer_nor_copy()
        "neither the footer nor its copy is there"
        "non c’è né il piè di file né la sua copia"
    header_dynamic_disk_lost()
        "the header of the dynamic disk is lost"
        "l’intestazione del disco dinamico è perduta"
    blocks_bytes_stated(bytes)
        "blocks of {bytes} bytes are stated"
        "sono dichiarati blocchi di {bytes} byte"
    table_entries_does_reach(entries)
        "the table, of {entries} entries, does not reach the end"
        "la tabella, di {entries} voci, non arriva alla fine"
    table_does_reach_block()
        "the table does not reach the block"
        "la tabella non arriva al blocco"
    log_must_applied_absurd()
        "the log, which must be applied, has an absurd length"
        "il log, che va applicato, ha una lunghezza assurda"
    log_must_applied_cut()
        "the log, which must be applied, is cut off"
        "il log, che va applicato, è troncato"
    log_must_applied_complete()
        "the log, which must be applied, has no complete sequence"
        "il log, che va applicato, non ha alcuna sequenza completa"
    table_there()
        "its table is not there"
        "la sua tabella non c’è"
    required_item_missing()
        "a required item is missing"
        "manca una voce obbligatoria"
    disk_bytes_sectors_stated(bytes, sector)
        "a disk of {bytes} bytes in sectors of {sector} is stated"
        "è dichiarato un disco di {bytes} byte in settori di {sector}"
    give_file_again_unchanged_whole_convert()
        "give the file again, unchanged and whole, or convert it: `qemu-img convert -O raw`"
        "dare di nuovo il file, inalterato e intero, o convertirlo: `qemu-img convert -O raw`"
    metadata_disk_cannot_read(why)
        "the metadata of the disk cannot be read: {why}"
        "i metadati del disco non si possono leggere: {why}"
    both_headers_damaged()
        "both headers are damaged"
        "entrambe le intestazioni sono danneggiate"
    both_tables_regions_damaged()
        "both tables of regions are damaged"
        "entrambe le tabelle delle regioni sono danneggiate"
    table_blocks_does_reach()
        "the table of blocks does not reach the end"
        "la tabella dei blocchi non arriva alla fine"
    table_blocks_stands_past()
        "the table of blocks stands past 2^64"
        "la tabella dei blocchi sta oltre 2^64"
    block_unknown_state(number, state)
        "block {number} is in the unknown state {state}"
        "il blocco {number} è nello stato sconosciuto {state}"
    grains_sectors_stated(sectors)
        "grains of {sectors} sectors are stated"
        "sono dichiarati grani di {sectors} settori"
    tables_grains_stated(entries)
        "tables of {entries} grains are stated"
        "sono dichiarate tabelle di {entries} grani"
    compression_known(method)
        "the compression {method} is not known"
        "la compressione {method} non è nota"
    directory_grains_stands_past()
        "the directory of grains stands past the end of the file"
        "l’indice dei grani sta oltre la fine del file"
    grain_cut_off(number)
        "grain {number} is cut off"
        "il grano {number} è troncato"
    grain_says_another(number)
        "grain {number} says it is another one"
        "il grano {number} dichiara di essere un altro"
    sparse_extent_vmware_esx()
        "a sparse extent of VMware ESX (COWD)"
        "un’estensione sparsa di VMware ESX (COWD)"
    sparse_extent_vmware_esx_sesparse()
        "a sparse extent of VMware ESX (seSparse)"
        "un’estensione sparsa di VMware ESX (seSparse)"
    convert_descriptor_together_all()
        "convert the descriptor together with all its extents: `qemu-img convert -O raw`, and give both"
        "convertire il descrittore insieme a tutte le sue estensioni: `qemu-img convert -O raw`, e dare entrambi"
    extent_disk_cut_several()
        "it is one extent of a disk that is cut in several files"
        "è un’estensione di un disco diviso in più file"
    header_image_cut_off()
        "the header of the image is cut off"
        "l’intestazione dell’immagine è troncata"
    end_packed_image_tables()
        "the end of the packed image, with its tables, is lost"
        "la fine dell’immagine compressa, con le sue tabelle, è perduta"
    read(what, code)
        "{what} ({code}) is not read"
        "{what} ({code}): non è letto"
    chunk_damaged(chunk, name, why)
        "chunk {chunk} of {name} is damaged: {why}"
        "il blocco {chunk} di {name} è danneggiato: {why}"
    states_more_chunks_than(name)
        "{name} states more chunks than it has room for"
        "{name} dichiara più blocchi di quanti ne possa contenere"
    nameless_object()
        "a nameless object"
        "un oggetto senza nome"
}
