# ANA-001 registro dei pagamenti: quali pagamenti risultano dalle registrazioni, ciascuno contato una volta.
ledger-list = { $records ->
    [one] Da una registrazione risulta
   *[other] Da { $records } registrazioni risultano
 } { $payments ->
    [one] un pagamento
   *[other] { $payments } pagamenti
 }; { $several ->
    [0] nessuno risulta da più di una registrazione.
    [one] uno risulta da più di una registrazione.
   *[other] { $several } risultano da più di una registrazione.
 }
ledger-matched = { $payments ->
    [one] Un pagamento è stato ricomposto da più registrazioni: { $how }.
   *[other] { $payments } pagamenti sono stati ricomposti da più registrazioni: { $how }.
 }
ledger-matched-single = risulta da una sola registrazione
ledger-matched-repeated = le registrazioni sono uguali in ogni campo confrontato
ledger-matched-reference = le registrazioni riportano lo stesso riferimento e per il resto non si contraddicono
ledger-matched-both-parties = le registrazioni provengono da fonti diverse e concordano per importo, ordinante e beneficiario, a breve distanza di tempo
ledger-matched-one-party = le registrazioni provengono da fonti diverse e concordano per importo e per una delle parti, a breve distanza di tempo, senza altri candidati
ledger-matched-weighed = le registrazioni provengono da fonti diverse e vanno insieme per importo, giorni e testo, pesati come insegnano tutte le registrazioni di questo tipo del procedimento
ledger-weighed = Dove importo, giorni e testo sono stati pesati ({ $payments ->
    [one] un pagamento
   *[other] { $payments } pagamenti
 }), la coppia meno probabile ha probabilità { $least }, tenuto conto di ogni altro abbinamento di ciascuna registrazione.
ledger-weighed-amounts = { $payments ->
    [one] Un pagamento così ricomposto è riportato
   *[other] { $payments } pagamenti così ricomposti sono riportati
 } con due importi, come per commissioni e cambio; si conta l’importo dal lato dell’ordinante.
ledger-not-weighed = { $records } registrazioni riportano un solo lato di un pagamento; sono troppe per essere pesate secondo importo, giorni e testo, e sono state ricomposte solo con le altre regole.
ledger-name-only = { $payments ->
    [one] Un pagamento indica l’ordinante o il beneficiario
   *[other] { $payments } pagamenti indicano l’ordinante o il beneficiario
 } soltanto con un nome; due persone possono avere lo stesso nome.
ledger-day-only = { $payments ->
    [one] Un pagamento è riportato
   *[other] { $payments } pagamenti sono riportati
 } con il solo giorno; l’ora non è nota.
ledger-unlisted = { $records ->
    [one] Una registrazione di { $exhibit } non riporta
   *[other] { $records } registrazioni di { $exhibit } non riportano
 } { $lacks }, e nessun totale { $records ->
    [one] la comprende (è citata qui).
   *[other] le comprende (è citata qui la prima).
 }
ledger-lacks-time = alcun orario
ledger-lacks-amount = alcun importo
ledger-maybe-two = { $payments ->
    [one] Un pagamento di { $sum } è stato ricomposto
   *[other] { $payments } pagamenti, in tutto { $sum }, sono stati ricomposti
 } da registrazioni senza un riferimento comune; se ciascuna indicasse un pagamento distinto, il totale sarebbe più alto di questa somma.
ledger-total = I totali comprendono { $payments ->
    [one] un pagamento
   *[other] { $payments } pagamenti
 }, in tutto { $sum }.
ledger-left-out-undone = { $payments ->
    [one] Un pagamento di { $sum } è escluso
   *[other] { $payments } pagamenti, in tutto { $sum }, sono esclusi
 } dal totale: una registrazione lo indica come annullato, rimborsato, respinto o stornato.
ledger-left-out-pending = { $payments ->
    [one] Un pagamento di { $sum } è escluso
   *[other] { $payments } pagamenti, in tutto { $sum }, sono esclusi
 } dal totale: nessuna registrazione ne indica l’esecuzione.
ledger-left-out-contradicted = { $payments ->
    [one] Un pagamento di { $sum } è escluso
   *[other] { $payments } pagamenti, in tutto { $sum }, sono esclusi
 } dal totale: un altro reperto riporta diversamente lo stesso riferimento, e si conta l’importo minore.
ledger-ambiguous = { $sets ->
    [one] In un caso le registrazioni potrebbero indicare
   *[other] In { $sets } casi le registrazioni potrebbero indicare
 } i due lati di uno stesso pagamento, senza che si possa dire quali; sono state lasciate separate, e il totale può essere troppo alto fino a { $sum }.
ledger-status-changes = { $payments ->
    [one] Un pagamento è indicato
   *[other] { $payments } pagamenti sono indicati
 } come eseguito da una registrazione e come annullato, rimborsato, respinto o stornato da un’altra; è conservato ed escluso dai totali.
ledger-twins = { $payments ->
    [one] Un pagamento è uguale
   *[other] { $payments } pagamenti sono uguali
 } a un altro dello stesso reperto in ogni campo confrontato, e nessun riferimento li distingue; ciascuno è contato.
ledger-twins-two = Una riga che compare due volte in un reperto può essere un solo pagamento scritto due volte, oppure due pagamenti uguali.
ledger-contradiction = Con il riferimento { $reference } sono riportati { $payments } pagamenti diversi; sono conservati, e si conta l’importo minore ({ $total ->
    [one] l’unico riferimento di questo tipo
   *[other] mostrati { $shown } di { $total } riferimenti di questo tipo
 }).
ledger-stated = { $payer } a { $payee }, { $amount }, { $when }: { $counted }.
ledger-in-totals = nei totali
ledger-not-in-totals = non nei totali

card-ana-001-question = Quali pagamenti risultano dalle registrazioni, contando ciascuno una sola volta?
card-ana-001-assumes-1 = una fonte riporta ogni pagamento una sola volta; righe uguali in ogni campo e con lo stesso riferimento sono un solo pagamento
card-ana-001-assumes-2 = registrazioni con lo stesso riferimento entro la finestra dei riferimenti sono un solo pagamento, se importi e parti non si contraddicono
card-ana-001-assumes-3 = importi uguali tra le stesse parti, da fonti diverse ed entro la finestra di abbinamento, sono un solo pagamento, uno a uno
card-ana-001-assumes-4 = un addebito e un accredito senza riferimento comune sono un solo pagamento se importo, giorni e testo lo rendono probabile quanto stabilito, tenuto conto di ogni altro abbinamento
card-ana-001-cannot-show-1 = chi abbia consegnato o ritirato il denaro: una registrazione indica il titolare di un conto o di un documento
card-ana-001-cannot-show-2 = pagamenti che nessuna registrazione del procedimento riporta
card-ana-001-cannot-show-3 = se due pagamenti uguali e senza riferimento siano due, oppure uno solo esportato due volte
card-ana-001-parameter-1 = tempo massimo tra i due lati di un pagamento senza riferimento comune, in secondi
card-ana-001-parameter-2 = tempo massimo tra due lati pesati secondo importo, giorni e testo, in giorni
card-ana-001-parameter-3 = differenza massima tra gli importi di due lati pesati, in millesimi
card-ana-001-parameter-4 = probabilità da cui due lati pesati sono uniti, in millesimi
card-ana-001-parameter-5 = tempo massimo tra due registrazioni con lo stesso riferimento, in secondi
card-ana-001-parameter-6 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-001-source-1 = definizioni dei messaggi ISO 20022: riferimento end-to-end, UETR, indicatore di storno
card-ana-001-source-2 = Fellegi e Sunter, JASA 64, 1969; Winkler, 2000; Dempster, Laird e Rubin, JRSS-B 39, 1977: pesi della concordanza, appresi senza coppie note
card-ana-001-source-3 = regole proprie; si veda la pagina d’esempio ledger
card-ana-001-error-rate-1 = importo, giorni e testo pesati, uniti da una probabilità di 0,99 in su (20.000 pagamenti sintetici visti da due banche, MIT): 19.994 coppie unite, di cui 19.986 corrette (99,96 %); senza i testi 1.193 unite, di cui 1.189 corrette; di 10.000 addebiti i cui accrediti non sono tra gli altri 10.000 confrontati, nessuno unito
card-ana-001-error-rate-2 = importo uguale e date entro 5 giorni, quando l’unica parte comune non distingue nulla (20.000 pagamenti sintetici visti da due banche, MIT): 4.539 coppie unite, di cui 4.361 corrette (96,1 %); sono il 21,8 % di tutte le coppie, e l’85,7 % delle 5.086 coppie di importo uguale
