//! What is found wrong when a case or a bundle is verified, and what a person can do.

super::sentences! {
    verify_restore()
        "restore this file from a copy"
        "ripristinare questo file da una copia"
    verify_extra()
        "find out who put it there; seal it if a sealing was cut off"
        "accertare chi l'ha messo lì; sigillarlo se una sigillatura è stata interrotta"
    verify_mode()
        "set its mode again (exhibits 0444, private key 0600)"
        "reimpostarne i permessi (reperti 0444, chiave privata 0600)"
    verify_unreadable()
        "check the disk and the rights on this path"
        "controllare il disco e i diritti su questo percorso"
    verify_unfinished()
        "open the case to write: that finishes it"
        "aprire il caso in scrittura: così viene completato"
    verify_missing()
        "it is missing"
        "manca"
    verify_unnamed()
        "the manifest does not name it"
        "il manifesto non lo nomina"
    verify_link()
        "it is a link or device"
        "è un collegamento o un dispositivo"
    verify_not_utf8()
        "it is not UTF-8"
        "non è UTF-8"
    verify_key_id()
        "it contradicts its own key id"
        "contraddice il proprio identificativo di chiave"
    verify_other_key()
        "the key is another than the one that was given"
        "la chiave è diversa da quella indicata"
    verify_pem()
        "it is not the public key of this log"
        "non è la chiave pubblica di questo registro"
    verify_lines()
        "its lines are not those that were written"
        "le sue righe non sono quelle scritte"
    verify_other_lines()
        "it has other lines"
        "ha altre righe"
    verify_not_sealed()
        "it is not the one that was sealed"
        "non è quello che è stato sigillato"
    verify_manifest()
        "it is not what the manifest states"
        "non è ciò che il manifesto dichiara"
    verify_root()
        "the leaves do not lead to the signed root"
        "le foglie non conducono alla radice firmata"
    verify_log_root()
        "the log on disk does not lead to the signed root"
        "il registro su disco non conduce alla radice firmata"
    verify_tile()
        "its hashes are not those of the tree"
        "i suoi hash non sono quelli dell'albero"
    verify_no_tile()
        "it is no tile of this tree"
        "non è una tessera di questo albero"
    verify_no_record_names()
        "no proven record names it"
        "nessuna registrazione provata lo nomina"
    verify_proves_none()
        "it proves no record of this bundle"
        "non prova alcuna registrazione di questo pacchetto"
    verify_no_act()
        "no act in the log states this content"
        "nessun atto nel registro attesta questo contenuto"
    verify_policy()
        "it is not what was agreed on"
        "non è ciò che è stato concordato"
    verify_some()
        "some exhibits are there and others not"
        "alcuni reperti ci sono e altri no"
    verify_unfit()
        "the signature does not fit the text"
        "la firma non corrisponde al testo"
    verify_unsigned()
        "it bears no signature of this log's key"
        "non porta alcuna firma della chiave di questo registro"
    verify_nobody()
        "it bears a signature of nobody on whom was agreed"
        "porta una firma di qualcuno che non è stato concordato"
    verify_witness_unfit()
        "the signature of a witness does not fit"
        "la firma di un testimone non corrisponde"
    verify_no_beginning()
        "it is not a beginning of this log"
        "non è un inizio di questo registro"
    verify_unknown()
        "the log does not know it"
        "il registro non lo conosce"
    verify_gone()
        "it is gone"
        "non c'è più"
    verify_record_line(line)
        "line {line}: it is not the record in the tree"
        "riga {line}: non è la registrazione nell'albero"
    verify_no_record_line(line)
        "line {line}: it is not a record"
        "riga {line}: non è una registrazione"
    verify_line_not_record(line)
        "line {line} is not the record in the tree"
        "la riga {line} non è la registrazione nell'albero"
    verify_records_count(found, wanted)
        "it has {found} records in place of {wanted}"
        "ha {found} registrazioni invece di {wanted}"
    verify_records_whole(found, wanted)
        "{found} of {wanted} records are there whole"
        "{found} registrazioni su {wanted} sono intere"
    verify_states(name)
        "what it states of `{name}` is not what was found"
        "ciò che dichiara di `{name}` non è ciò che si è trovato"
    verify_not_as_sealed(id)
        "it is not what was sealed as {id}"
        "non è ciò che è stato sigillato come {id}"
    verify_no_proof(id)
        "it does not prove the record of {id}"
        "non prova la registrazione di {id}"
    verify_no_ground(index, leaf)
        "record {index} was erased, and leaf {leaf} is no ground for it"
        "la registrazione {index} è cancellata, e la foglia {leaf} non ne dà il titolo"
    verify_hashes(width)
        "it does not hold {width} hashes"
        "non contiene {width} hash"
    verify_archive_at(at)
        "the archive is not as it was written, at byte {at}"
        "l'archivio non è come è stato scritto, al byte {at}"
    verify_longer(limit)
        "it is longer than {limit} bytes"
        "è più lungo di {limit} byte"
}
