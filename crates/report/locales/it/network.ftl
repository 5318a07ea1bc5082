# ANA-016 rete: chi è legato a chi, e da quali registrazioni.
network-sort-payment = pagamenti
network-sort-call = chiamate
network-sort-message = messaggi
network-sort-contact = voci di rubriche e registri di contatti
network-sort-identifier = identificativi condivisi
network-sort-address = indirizzi condivisi
network-sort-device = dispositivi condivisi
network-sort-file = file presenti presso entrambi
network-figure = Chi è legato a chi: i soggetti con più vicini
network-list = { $nodes ->
    [one] Un soggetto è legato
   *[other] { $nodes } soggetti sono legati
 } da registrazioni; { $pairs ->
    [one] una coppia di essi
   *[other] { $pairs } coppie di essi
 } direttamente o da una cosa che pochi hanno. { $parts ->
    [one] Sono tutti collegati tra loro.
   *[other] Si dividono in { $parts } parti che nessun legame di questo tipo unisce.
 }
network-sort = { $sort }: { $events } tra { $pairs ->
    [one] una coppia, contata per direzione.
   *[other] { $pairs } coppie, contate per direzione.
 }
network-single-record = { $single } coppie legate su { $pairs } poggiano su una sola registrazione.
network-shared-by-many = { $things ->
    [one] Una cosa è condivisa
   *[other] { $things } cose sono condivise
 } da più di { $shared_max } soggetti: ciascuna lega una coppia dei suoi n detentori solo per 1/(n − 1) e non conta in cammini, ponti o nuclei; { $untied } di esse hanno più di { $hub_max } detentori e non legano nessuno. La più diffusa è { $most }, presso { $holders } soggetti.
network-few = { $nodes ->
    [one] Un solo soggetto è legato
   *[other] Solo { $nodes } soggetti sono legati
 }; comunità e cammini tra altri si indicano a partire da { $nodes_min }. Un numero minore non dice nulla di una rete, in nessuna direzione.
network-communities = I { $nodes } soggetti si dividono in { $communities ->
    [one] una comunità di due o più
   *[other] { $communities } comunità di due o più
 }, legate più strettamente al loro interno che tra loro (modularità { $modularity }).
network-community = Comunità { $number }: { $members } soggetti ({ $named }), con { $inside } legami interni e { $outside } verso altri.
network-agreement = { $runs ->
    [one] È stata fatta una sola esecuzione; la modularità minima è { $lowest }, la concordanza { $agreement }.
   *[other] Di { $runs } esecuzioni in ordini diversi si mostra la migliore; le altre concordano con essa per { $agreement } (indice di Rand corretto: 1 è la stessa divisione, 0 non più del caso), e la modularità minima è { $lowest }.
 }
network-rewired = In { $times } reti in cui ogni soggetto ha lo stesso numero di vicini, ma distribuiti a caso, lo stesso metodo trova modularità da { $low } a { $high }: ciò che rientra in questo intervallo non richiede alcun raggruppamento per spiegarsi.
network-between = { $identity } si trova sul { $share } dei cammini più brevi tra altri, con { $neighbours ->
    [one] un solo vicino
   *[other] { $neighbours } vicini
 } ({ $total ->
    [one] l’unico che si trovi su qualche cammino
   *[other] in ordine di questa quota: mostrati { $shown } di { $total }
 }).
network-between-sampled = I cammini sono stati contati da { $starts } soggetti su { $nodes }, estratti con il seme; con certezza del 95 % nessuna quota è errata per più di { $error }.
network-cut-point = Senza di esso, la sua parte della rete si divide.
network-between-thin = { $single } dei suoi { $ties } legami poggiano su una sola registrazione; registrazioni non ricevute possono contenere altri cammini.
network-between-alike = { $alike ->
    [0] Nessun altro soggetto ha circa altrettanti vicini.
    [one] Un altro soggetto ha circa altrettanti vicini; la sua quota è { $median }.
   *[other] { $alike } altri soggetti hanno circa altrettanti vicini; la loro quota mediana è { $median }.
 } Chi ha a che fare con molti (un negozio, un agente, un tesoriere) si trova su molti cammini: { $paid } vicini su { $neighbours } sono legati a esso da pagamenti.
network-bridge = Solo il legame tra { $one } e { $other } unisce { $smaller } soggetti ad altri { $larger }.
network-bridge-records = Il legame poggia su { $events ->
    [one] un evento
   *[other] { $events } eventi
 } in { $exhibits ->
    [one] un reperto
   *[other] { $exhibits } reperti
 }; un reperto non ricevuto può contenere un altro cammino.
network-payers = { $one } e { $other } hanno pagato { $payees ->
    [one] un beneficiario
   *[other] { $payees } beneficiari
 } in comune: { $named } (peso { $weight }; un beneficiario con n paganti pesa 1/(n − 1)).
network-payers-crowd-each = Ciascun beneficiario comune ha { $payers } paganti; tra i due paganti le registrazioni { $direct ->
    [0] non contengono nulla
    [one] contengono un evento
   *[other] contengono { $direct } eventi
 }.
network-payers-crowd = I beneficiari comuni hanno da { $fewest } a { $most } paganti; tra i due paganti le registrazioni { $direct ->
    [0] non contengono nulla
    [one] contengono un evento
   *[other] contengono { $direct } eventi
 }.
network-payers-chance = Se ciascuno avesse scelto i beneficiari a caso, ogni beneficiario tante volte quante è stato scelto, i due ne avrebbero { $expected } in comune.
network-files = { $files ->
    [one] Un file si trova
   *[other] { $files } file si trovano
 } sia in reperti di { $one } sia in reperti di { $other }.
network-files-first = Secondo i tempi indicati dai reperti, { $one } ne aveva con certezza { $by_one } prima di ogni altro detentore, { $other } { $by_other }.
network-files-unsure = Per { $unsure ->
    [0] nessuno
    [one] uno
   *[other] { $unsure }
 } di essi i tempi si sovrappongono o un altro detentore è stato il primo, per { $not_stated ->
    [0] nessuno
    [one] uno
   *[other] { $not_stated }
 } un reperto non indica alcun tempo; e il tempo di un file può essere dovuto a una copia.
network-files-spread = { $wide ->
    [0] Nessuno di essi si trova presso più di due soggetti;
    [one] Uno di essi si trova presso più di due soggetti, in tutto { $most };
   *[other] { $wide } di essi si trovano presso più di due soggetti, il più diffuso presso { $most };
 } un file che circola molto dice poco di due persone qualsiasi che lo hanno.
network-around = Intorno a { $named } si { $found ->
    [one] trova un soggetto
   *[other] trovano { $found } soggetti
 }, a un passo di distanza, in ordine di numero di registrazioni indipendenti; { $weak ->
    [0] ciascuno per qualcosa di proprio.
    [one] uno di essi solo per cose condivise da molti, e non mostrato singolarmente.
   *[other] { $weak } di essi solo per cose condivise da molti, e non mostrati singolarmente.
 } { $unknown ->
    [0] Ogni chiave indicata ha legami.
    [one] Una chiave indicata non ha legami.
   *[other] { $unknown } chiavi indicate non hanno legami.
 }
network-step = { $identity } è legato a { $named } da { $independent ->
    [one] un evento o cosa
   *[other] { $independent } eventi o cose
 } in { $exhibits ->
    [one] un reperto
   *[other] { $exhibits } reperti
 } (uno di { $total }).
network-step-sort = { $sort }: { $events }.
network-step-weak = { $weak ->
    [0] Non condividono nulla che molti abbiano.
    [one] Li lega inoltre una cosa che molti hanno; non conta.
   *[other] Li legano inoltre { $weak } cose che molti hanno; non contano.
 }

card-ana-016-question = Chi è legato a chi, da quali registrazioni, e che cosa tiene insieme la rete?
card-ana-016-assumes-1 = le chiavi di uno stesso soggetto sono note: due chiavi di una persona che nessuna registrazione unisce sono due nodi
card-ana-016-assumes-2 = gli eventi di una coppia dicono tanto più di un legame quanti più sono, ma sempre meno: un legame pesa uno per ogni raddoppio del loro numero, per tipo
card-ana-016-assumes-3 = una cosa con n detentori lega ogni coppia di essi per 1/(n − 1)
card-ana-016-cannot-show-1 = che cosa una persona faccia o sia nella rete: un posto tra altri è un fatto delle registrazioni, non un ruolo
card-ana-016-cannot-show-2 = legami che nessun reperto contiene: chi è titolare delle registrazioni ricevute sta al centro
card-ana-016-cannot-show-3 = chi abbia usato un account, un telefono o un dispositivo
card-ana-016-cannot-show-4 = come un file sia passato da un detentore a un altro: il tempo di un file può essere dovuto a una copia
card-ana-016-parameter-1 = soggetti intorno ai quali si cercano i successivi
card-ana-016-parameter-2 = numero massimo di detentori di una cosa condivisa perché conti in cammini, ponti e nuclei
card-ana-016-parameter-3 = numero massimo di detentori di una cosa condivisa, e di paganti di un beneficiario, perché leghi qualcuno
card-ana-016-parameter-4 = risoluzione delle comunità, in millesimi: una più alta ne dà di più piccole
card-ana-016-parameter-5 = esecuzioni tra le quali si tiene la divisione migliore, al massimo; una rete grande ne ha due
card-ana-016-parameter-6 = reti collegate di nuovo a caso per confronto, al massimo
card-ana-016-parameter-7 = soggetti al di sotto dei quali non si indicano comunità e cammini tra altri
card-ana-016-parameter-8 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-016-parameter-9 = numero massimo di soggetti disegnati
card-ana-016-source-1 = Traag, Waltman & van Eck, From Louvain to Leiden, Scientific Reports 9:5233, 2019
card-ana-016-source-2 = Newman & Girvan, Phys. Rev. E 69:026113, 2004 (modularità)
card-ana-016-source-3 = Newman, Phys. Rev. E 64:016132, 2001 (le cose condivise pesano 1/(n − 1))
card-ana-016-source-4 = Brandes, J. Math. Sociology 25:163, 2001; Brandes & Pich, Int. J. Bifurcation and Chaos 17:2303, 2007 (cammini, e loro campione)
card-ana-016-source-5 = Maurer & Pontil, COLT 2009 (errore di un campione)
card-ana-016-source-6 = Tarjan, Information Processing Letters 2:160, 1974 (ponti); Batagelj & Zaveršnik 2003 (nuclei)
card-ana-016-source-7 = Maslov & Sneppen, Science 296:910, 2002 (reti collegate di nuovo a caso)
card-ana-016-source-8 = Fruchterman & Reingold, Software: Practice and Experience 21:1129, 1991 (disegno)
