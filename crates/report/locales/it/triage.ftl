# Ciò che gli insiemi noti dicono dei file del procedimento.
triage-title = Dispositivi e conteggi per impronte note
triage-note = I file sono stati confrontati con insiemi noti di impronte. Qui non è mostrato alcun file e nessuno è stato mostrato a questo scopo. Un esito dice a chi chiedere, e nulla di più.
triage-run = Il confronto è stato fatto il { $at } con la generazione { $generation } degli insiemi noti; chi lo abbia fatto non è annotato.
triage-run-by = { $by } ha fatto il confronto il { $at } con la generazione { $generation } degli insiemi noti.
triage-alike = Le immagini sono state confrontate anche con codici del loro aspetto: due sono dette simili se differiscono per al più { $distance } bit su 256, a partire da una qualità di { $quality }.
triage-digests-alone = Sono state confrontate solo le impronte; se immagini si somiglino non è stato chiesto.
triage-tally = File elencati: { $listed }; simili a uno elencato: { $near }; di software pubblicato: { $known }; sconosciuti: { $unknown }.

triage-sets-caption = Gli insiemi noti interrogati
triage-sets-none = Non vi era alcun insieme noto con cui confrontare.
triage-counts-caption = File per reperto ed esito
triage-all-exhibits = tutti i reperti
triage-matches-caption = File trovati, per insieme e categoria
triage-matches-none = Nessun file è stato trovato in un insieme che elenca file.
triage-column-set = Insieme
triage-column-owner = Titolare
triage-column-licence = Condizioni
triage-column-scheme = Schema
triage-column-source = SHA-256 del suo file
triage-column-verdict = Esito
triage-column-files = File
triage-column-bytes = Byte
triage-column-category = Categoria
triage-column-listed = Elencati
triage-column-near = Simili
triage-column-distance = Distanza massima
triage-column-exhibits = Reperti
triage-column-reason = Motivo
triage-column-role = Ruolo
triage-column-opened = Aperti
triage-column-entry = Voce del registro
triage-kind-known-good = software pubblicato
triage-kind-listed = file elencati
triage-kind-negative = elencati altrove per errore
triage-verdict-listed = elencato
triage-verdict-near = simile a uno elencato
triage-verdict-known-good = software pubblicato
triage-verdict-unknown = sconosciuto
triage-verdict-empty = vuoto
triage-verdict-not-readable = non leggibile
triage-verdict-no-digest = senza impronta
triage-verdict-not-decoded = filmato, confrontato solo per impronta

triage-cannot-title = Ciò che questo confronto non può mostrare
triage-cannot-good = Noto non vuol dire buono: che un insieme di software pubblicato contenga un file dice solo che è stato pubblicato.
triage-cannot-owner = Una corrispondenza si fonda sul titolare dell’insieme. Se l’insieme sia esatto qui non è esaminato, e lo stesso numero ha altro significato in un altro schema.
triage-cannot-unknown = Un file sconosciuto può essere uno noto che è stato tagliato, salvato di nuovo o ridimensionato: un solo byte cambiato dà un’altra impronta.
triage-cannot-deleted = Un file cancellato i cui blocchi siano stati riusati ha l’impronta di ciò che vi si trova ora.
triage-cannot-packed = Un file cifrato, o che nessun lettore apre, è stato confrontato solo per i suoi byte compressi.
triage-cannot-alike = Simile non vuol dire uguale: file i cui codici sono vicini si somigliano per il metodo e possono essere immagini diverse.

triage-listed = { $files ->
    [one] Un file di { $bytes } byte ha un’impronta
   *[other] { $files } file, di { $bytes } byte in tutto, hanno impronte
} che l’insieme { $set } elenca, senza categoria.
triage-listed-as = { $files ->
    [one] Un file di { $bytes } byte ha un’impronta
   *[other] { $files } file, di { $bytes } byte in tutto, hanno impronte
} che l’insieme { $set } elenca nella categoria { $category } dello schema { $scheme }.
triage-near = { $files ->
    [one] Un file somiglia
   *[other] { $files } file somigliano
} a uno che l’insieme { $set } elenca, senza categoria: i loro codici differiscono in al più { $distance } bit su 256; ne erano ammessi { $limit }.
triage-near-as = { $files ->
    [one] Un file somiglia
   *[other] { $files } file somigliano
} a uno che l’insieme { $set } elenca nella categoria { $category } dello schema { $scheme }: i loro codici differiscono in al più { $distance } bit su 256; ne erano ammessi { $limit }.
triage-owner = La corrispondenza si fonda sulla parola del titolare dell’insieme, { $owner }: un insieme può elencare un file per errore, e questo confronto non può accorgersene.
triage-deleted = { $files ->
    [one] Uno di questi file era cancellato
   *[other] { $files } di questi file erano cancellati
}: l’impronta è di ciò che si trova ora in quel punto, che può essere il contenuto di un altro file.
triage-contradicted = { $files ->
    [one] Uno di questi file è
   *[other] { $files } di questi file sono
} anche in un insieme di software pubblicato, o in uno di file elencati per errore.
triage-otherwise-copied = Un file può trovarsi su un dispositivo senza che alcuno ve lo abbia messo: i programmi conservano copie di ciò che è stato solo ricevuto o visualizzato. Un’impronta non dice come il file vi sia giunto, né chi ne sapesse.
triage-otherwise-alike = Un’immagine diversa può avere un codice vicino quanto { $distance } bit: un’altra ripresa della stessa scena, una pagina stampata, una superficie uniforme.
triage-rows = { $listed ->
    [one] Una registrazione che riporta questi file è elencata nell’allegato A; `tutela triage --json` nomina ogni file:
   *[other] { $listed } delle registrazioni che riportano questi file sono elencate nell’allegato A; `tutela triage --json` nomina ogni file:
}

triage-not-readable-title = File che non è stato possibile leggere
triage-not-readable-caption = Perché non è stato possibile leggere dei file
triage-not-readable-none = Ogni file è stato letto.
triage-decisions-title = Ciò che persone hanno deciso sui file
triage-decisions-caption = Decisioni sui file, in ordine di tempo
triage-decisions-none = Nessuno ha deciso su alcun file.
triage-decisions-elsewhere = Le decisioni sui file si trovano in { $place }.
triage-undecided = { $groups ->
    [0] Nessun gruppo di file simili attende una decisione
    [one] Un gruppo di file simili attende una decisione
   *[other] { $groups } gruppi di file simili attendono una decisione
} ({ $files ->
    [one] un file
   *[other] { $files } file
}).
triage-decided = Le decisioni di persone riguardano { $files ->
    [one] un file
   *[other] { $files } file
}; { $unopened ->
    [one] uno è stato deciso
   *[other] { $unopened } sono stati decisi
} senza apertura.
triage-opened = { $files ->
    [one] Un file è stato aperto, espressamente e per un motivo annotato.
   *[other] { $files } file sono stati aperti, ciascuno espressamente e per un motivo annotato.
}
triage-openings-caption = File aperti, per ruolo e motivo
triage-openings-none = Nessun file è stato aperto.
triage-unexamined-title = File non confrontati, o non del tutto
triage-unexamined-none = Ogni file è stato confrontato.
triage-unexamined-not-readable = { $files ->
    [one] non è stato possibile leggere un file
   *[other] non è stato possibile leggere { $files } file
}.
triage-unexamined-no-digest = { $files ->
    [one] un file è
   *[other] { $files } file sono
} senza impronta.
triage-unexamined-not-decoded = { $files ->
    [one] un filmato è stato confrontato
   *[other] { $files } filmati sono stati confrontati
} solo per impronta e non per immagini.
