# ANA-002 copertura: per quali periodi e conti sono arrivate registrazioni.
coverage-kind-transfer = trasferimenti di denaro
coverage-kind-entry = movimenti di conto
coverage-kind-session = chiamate
coverage-kind-message = messaggi
coverage-kind-login = accessi
coverage-kind-account = account
coverage-kind-contact = contatti
coverage-kind-media = file
coverage-kind-trip = tratte di viaggio
coverage-kind-party = soggetti menzionati
coverage-kind-position = posizioni
coverage-kind-activity = attività registrate
coverage-kind-lease = assegnazioni di indirizzi
coverage-list = { $exhibits ->
    [one] Un reperto copre
   *[other] { $exhibits } reperti coprono
 } { $periods ->
    [one] un periodo
   *[other] { $periods } periodi, per tipo di registrazione e conto (mostrati: { $shown })
 }; { $gaps ->
    [0] nessun periodo ha mesi senza registrazioni, e nessuno manca tra un reperto e l’altro.
    [one] un periodo ha mesi senza registrazioni oppure manca tra un reperto e l’altro.
   *[other] { $gaps } periodi hanno mesi senza registrazioni oppure mancano tra un reperto e l’altro.
 }
coverage-absence = Se per un periodo o un conto non c’è alcuna registrazione, ciò non mostra che non sia accaduto nulla: una risposta contiene solo ciò che è stato chiesto, cercato e conservato.
coverage-exhibit-stated = Per { $exhibit } è dichiarata la copertura di { $kind } dal { $from } al { $until }; registrazioni pervenute: { $records }.
coverage-exhibit-spanned = { $exhibit } non dichiara un periodo; vi sono { $kind } dal { $from } al { $until }; registrazioni pervenute: { $records }.
coverage-account-stated = Per { $exhibit } è dichiarata la copertura di { $kind } di { $account } dal { $from } al { $until }; registrazioni pervenute: { $records }.
coverage-account-spanned = { $exhibit } non dichiara un periodo per { $account }; vi sono { $kind } dal { $from } al { $until }; registrazioni pervenute: { $records }.
coverage-empty-months = { $months ->
    [one] Un mese intero su { $whole } di questo periodo non contiene
   *[other] { $months } mesi interi su { $whole } di questo periodo non contengono
 } alcuna registrazione ({ $named }); se le registrazioni cadessero nei mesi per solo caso, se ne attenderebbero { $expected }.
coverage-missing = Tra { $before } e { $after } nessun reperto copre { $kind }, dal { $from } al { $until }.
coverage-missing-account = Tra { $before } e { $after } nessun reperto copre { $kind } di { $account }, dal { $from } al { $until }.

card-ana-002-question = Per quali periodi e per quali conti sono arrivate registrazioni, e dove mancano?
card-ana-002-assumes-1 = un periodo dichiarato da una fonte è stato cercato per intero
card-ana-002-assumes-2 = se non è dichiarato un periodo, la prima e l’ultima registrazione delimitano ciò che si sa coperto
card-ana-002-assumes-3 = chiamate e messaggi di reperti diversi tra le stesse parti sono un solo evento se i loro tempi si toccano entro due secondi e nulla di ciò che attestano è diverso
card-ana-002-assumes-4 = meno di un giorno tra due reperti non è un tratto mancante: le risposte finiscono con un giorno, un minuto o un’ultima registrazione
card-ana-002-cannot-show-1 = che in un periodo senza registrazioni non sia accaduto nulla: una risposta contiene solo ciò che è stato chiesto e conservato
card-ana-002-cannot-show-2 = se una fonte abbia cercato anche altre grafie, numeri o conti rispetto a quelli richiesti
card-ana-002-parameter-1 = fuso orario in cui si contano i mesi
card-ana-002-parameter-2 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-002-source-1 = regole proprie; si veda la pagina d’esempio coverage
coverage-repeated = Più di una registrazione attesta lo stesso evento ({ $kind }) in { $events ->
    [one] un caso
   *[other] { $events } casi
 } ({ $records } registrazioni); ognuno è contato una volta e le cita tutte.
coverage-repeated-against = Due eventi brevi delle stesse parti entro due secondi, ciascuno attestato da un solo reperto, sarebbero presi per uno.
