//! What is said of images of disks and of archives.

super::sentences! {
    image_unclean()
        "the image was not closed cleanly"
        "l’immagine non è stata chiusa correttamente"
    image_corrupt()
        "the image is marked as corrupt by the programme that wrote it"
        "l’immagine è contrassegnata come danneggiata dal programma che l’ha scritta"
    snapshots_unread(count)
        "snapshots that the image holds beside its active state, which are not read: {count}"
        "istantanee che l’immagine contiene accanto al suo stato attivo e che non sono lette: {count}"
    log_over_disk(entries, pages)
        "the disk was not closed cleanly: its log (entries: {entries}, pages: {pages}) stands over the file's own content while it is read"
        "il disco non è stato chiuso correttamente: durante la lettura il suo log (voci: {entries}, pagine: {pages}) sta sopra il contenuto proprio del file"
    disk_made(creator, kind, bytes, block_bytes, sector_bytes, id)
        "made by {creator}; {kind} disk of {bytes} bytes, blocks of {block_bytes}, sectors of {sector_bytes}, identifier {id}"
        "creato da {creator}; disco {kind} di {bytes} byte, blocchi di {block_bytes}, settori di {sector_bytes}, identificativo {id}"
    disk_fixed()
        "fixed"
        "fisso"
    disk_dynamic()
        "dynamic"
        "dinamico"
    disk_made_on(creator, platform, time, id)
        "made by {creator} on {platform} at {time}, identifier {id}"
        "creato da {creator} su {platform} il {time}, identificativo {id}"
    disk_cut(stated, there)
        "the disk states {stated} bytes; in the file are only {there}"
        "il disco dichiara {stated} byte; nel file ce ne sono solo {there}"
    footer_copy_used()
        "the footer is damaged or lost; its copy was used"
        "il piè di file è danneggiato o perduto; è stata usata la sua copia"
    footer_sum_wrong()
        "the footer does not have its checksum; what it states may be wrong"
        "il piè di file non ha la sua somma di controllo; ciò che dichiara può essere errato"
    header_sum_wrong()
        "the header of the dynamic disk does not have its checksum"
        "l’intestazione del disco dinamico non ha la sua somma di controllo"
    disk_states(kind, content, extents, named)
        "stated of the disk: type {kind}, content identifier {content}, extents: {extents}: {named}"
        "dichiarato sul disco: tipo {kind}, identificativo del contenuto {content}, estensioni: {extents}: {named}"
    statements_cut(why)
        "the statements cannot be read to their end: {why}"
        "le dichiarazioni non si leggono fino alla fine: {why}"
    bytes_not_acquired(bytes)
        "bytes of the image that were not read on acquisition or stand in another volume: {bytes}; they cannot be read, they are not taken for zeros"
        "byte dell’immagine non letti all’acquisizione o presenti in un altro volume: {bytes}; non si possono leggere, e non sono presi per zeri"
    digest_not_computed()
        "the image is almost empty and too large; its digest was not computed"
        "l’immagine è quasi vuota e troppo grande; la sua impronta non è stata calcolata"
    block_digests_unchecked(lists)
        "lists of digests of single blocks that are stated and not checked: {lists}"
        "elenchi dichiarati di impronte di singoli blocchi, non controllati: {lists}"
    blocks_damaged(blocks, bytes, at, why)
        "blocks of the image that cannot be decoded: {blocks} ({bytes} bytes), the first at byte {at} ({why}); what stands in them cannot be read, it is not taken for zeros"
        "blocchi dell’immagine che non si decodificano: {blocks} ({bytes} byte), il primo al byte {at} ({why}); ciò che contengono non si può leggere, e non è preso per zeri"
    nothing_places_it()
        "nothing places it or what follows"
        "nulla colloca questo né ciò che segue"
    parts_sum_missing()
        "the image states no CRC-32 over all its parts"
        "l’immagine non dichiara un CRC-32 su tutte le sue parti"
    image_part(name, sector, sectors)
        "part {name}: from sector {sector}, sectors: {sectors}"
        "parte {name}: dal settore {sector}, settori: {sectors}"
    foreign_behind(code)
        "behind the last stream of {code} stand bytes that are none: they are not read; if they matter, cut them out and ingest them as an exhibit of their own"
        "dopo l’ultimo flusso di {code} ci sono byte estranei: non sono letti; se importano, estrarli e acquisirli come reperto a sé"
    directory_lost()
        "The archive has lost its directory: it is cut off or damaged. Its members were read one after another from their own headers; others may be missing."
        "L’archivio ha perso il suo indice: è troncato o danneggiato. I suoi elementi sono stati letti uno dopo l’altro dalle loro intestazioni; altri possono mancare."
    acquired(facts)
        "stated on acquisition: {facts}"
        "dichiarato all’acquisizione: {facts}"
    chunks(bytes, chunks, chunk_bytes, sector_bytes)
        "{bytes} bytes in {chunks} chunks of {chunk_bytes} bytes, sectors of {sector_bytes} bytes"
        "{bytes} byte in {chunks} segmenti di {chunk_bytes} byte, settori di {sector_bytes} byte"
    digest_missing()
        "the image states no digest of its content; its chunks have checksums only"
        "l’immagine non dichiara un’impronta del suo contenuto; i suoi segmenti hanno solo somme di controllo"
    section_sum_wrong(at)
        "the section at byte {at} does not have its checksum"
        "la sezione al byte {at} non ha la sua somma di controllo"
    section_damaged(kind, at, why)
        "the section `{kind}` at byte {at} cannot be read: {why}"
        "la sezione `{kind}` al byte {at} non si può leggere: {why}"
    section_unread(kind)
        "a section `{kind}` is not read"
        "una sezione `{kind}` non è letta"
    segment_last(number)
        "segment {number} says it is the last"
        "il segmento {number} dichiara di essere l’ultimo"
    segment_differs(number)
        "segment {number} states another geometry or set"
        "il segmento {number} dichiara un’altra geometria o un altro insieme"
    acquisition_errors(ranges)
        "ranges of sectors that could not be read on acquisition: {ranges}"
        "intervalli di settori non leggibili all’acquisizione: {ranges}"
    geometry_sum_wrong()
        "the stated geometry does not have its checksum"
        "la geometria dichiarata non ha la sua somma di controllo"
    table_copy_used()
        "a table is damaged; its second copy was used"
        "una tabella è danneggiata; è stata usata la sua seconda copia"
    acquired_description(value)
        "description: {value}"
        "descrizione: {value}"
    acquired_case(value)
        "case number: {value}"
        "numero del caso: {value}"
    acquired_evidence(value)
        "evidence number: {value}"
        "numero del reperto: {value}"
    acquired_examiner(value)
        "examiner: {value}"
        "esaminatore: {value}"
    acquired_notes(value)
        "notes: {value}"
        "note: {value}"
    acquired_version(value)
        "acquired with version: {value}"
        "acquisito con la versione: {value}"
    acquired_platform(value)
        "acquired on platform: {value}"
        "acquisito sulla piattaforma: {value}"
    acquired_model(value)
        "model: {value}"
        "modello: {value}"
    acquired_serial(value)
        "serial number: {value}"
        "numero di serie: {value}"
    acquired_label(value)
        "device label: {value}"
        "etichetta del dispositivo: {value}"
    acquired_at(value)
        "acquired: {value}"
        "acquisito: {value}"
    acquired_clock(value)
        "clock of the acquiring computer: {value}"
        "orologio del computer di acquisizione: {value}"
    acquired_password(value)
        "password mark: {value}"
        "segno della password: {value}"
    acquired_process(value)
        "process identifier: {value}"
        "identificativo del processo: {value}"
    acquired_sum(value)
        "data checksum: {value}"
        "somma di controllo dei dati: {value}"
    acquired_extents(value)
        "extents: {value}"
        "estensioni: {value}"
    acquired_compression(value)
        "compression: {value}"
        "compressione: {value}"
    time_zoneless(time)
        "{time} (zone not stated)"
        "{time} (fuso non dichiarato)"
}
