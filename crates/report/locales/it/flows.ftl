# ANA-005 flussi: chi ha pagato e a chi, quante volte, quanto e quando.
flows-list = Dalle registrazioni { $payments ->
    [one] risulta un pagamento
   *[other] risultano { $payments } pagamenti
 } tra { $pairs ->
    [one] una coppia di ordinante e beneficiario
   *[other] { $pairs } coppie di ordinante e beneficiario
 }, in { $currencies ->
    [one] una valuta
   *[other] { $currencies } valute
 }; le somme sono fatte separatamente per ogni valuta.
flows-without-party = { $payments ->
    [one] Un pagamento non indica
   *[other] { $payments } pagamenti non indicano
 } sia l’ordinante sia il beneficiario, e non rientra in alcuna coppia.
flows-without-hour = { $payments ->
    [one] Un pagamento non indica un’ora univoca e non compare
   *[other] { $payments } pagamenti non indicano un’ora univoca e non compaiono
 } nella figura della settimana.
flows-currency = { $payments ->
    [one] Un pagamento
   *[other] { $payments } pagamenti
 }, in tutto { $sum }, tra { $pairs ->
    [one] una coppia
   *[other] { $pairs } coppie
 }, in { $months ->
    [one] un mese.
   *[other] { $months } mesi.
 }
flows-currency-month = Il mese con la somma più alta è { $month }: { $payments ->
    [one] un pagamento
   *[other] { $payments } pagamenti
 }, in tutto { $sum }.
flows-between-months = { $payments ->
    [one] Un pagamento può cadere
   *[other] { $payments } pagamenti possono cadere
 } in due mesi e non è contato in nessuno dei due.
flows-pair = { $payer } ha pagato a { $payee } { $payments ->
    [one] una volta, { $sum }, il { $first }.
    [2] due volte, in tutto { $sum }, il { $first } e il { $last }.
   *[other] { $payments } volte, in tutto { $sum }, dal { $first } al { $last }.
 } { $total ->
    [one] È l’unica coppia.
   *[other] Per numero di pagamenti sono mostrate { $shown } coppie su { $total }.
 }
flows-left-out = { $payments ->
    [one] Un altro pagamento di { $sum } è escluso: annullato, in sospeso o contraddetto
   *[other] Altri { $payments } pagamenti, in tutto { $sum }, sono esclusi: annullati, in sospeso o contraddetti
 } da un’altra registrazione.
flows-way-back = Il denaro è andato anche nel verso opposto: { $payments ->
    [one] un pagamento
   *[other] { $payments } pagamenti
 }, in tutto { $sum }.
flows-rhythm = Un sostegno regolare, un affitto o delle rate avrebbero questo aspetto: { $paid } mesi su { $spanned } contengono un pagamento, { $near } pagamenti su { $payments } cadono entro 2 giorni dal giorno { $day } del mese, quello che si adatta meglio (vicino a un giorno fissato prima sarebbero per caso { $chance }), e l’intervallo mediano è { $gap }.
flows-pay-day = { $near ->
    [0] Nessun pagamento su { $payments } cade
    [one] Un pagamento su { $payments } cade
   *[other] { $near } pagamenti su { $payments } cadono
 } entro 2 giorni da un giorno di paga (per caso { $chance }), come farebbero pagamenti tratti dallo stipendio.
flows-fan-in = { $party } è stato pagato da { $others } soggetti: { $payments } pagamenti, in tutto { $sum } ({ $total ->
    [one] l’unico soggetto con molte controparti
   *[other] mostrati { $shown } di { $total } soggetti con molte controparti
 }).
flows-fan-out = { $party } ha pagato { $others } soggetti: { $payments } pagamenti, in tutto { $sum } ({ $total ->
    [one] l’unico soggetto con molte controparti
   *[other] mostrati { $shown } di { $total } soggetti con molte controparti
 }).
flows-fan-repeated = Dei { $others } soggetti dall’altro lato, { $repeated ->
    [0] nessuno compare
    [one] uno compare
   *[other] { $repeated } compaiono
 } più di una volta.
flows-fan-in-acquainted = Dei { $others } ordinanti, { $tied ->
    [0] nessuno è
    [one] uno è
   *[other] { $tied } sono
 } in contatto con un altro di loro tramite un pagamento, una chiamata, un messaggio o una rubrica; ordinanti che si conoscono possono essere una famiglia, una parrocchia o una classe che raccoglie denaro, e ordinanti che non si conoscono possono essere clienti di un negozio.
flows-fan-out-acquainted = Dei { $others } beneficiari, { $tied ->
    [0] nessuno è
    [one] uno è
   *[other] { $tied } sono
 } in contatto con un altro di loro tramite un pagamento, una chiamata, un messaggio o una rubrica; beneficiari che si conoscono possono essere una sola famiglia, e beneficiari che non si conoscono possono essere negozi e creditori.
flows-figure-week-hours = Pagamenti per giorno della settimana e ora, nel fuso orario del procedimento
flows-figure-links = I flussi maggiori tra soggetti

card-ana-005-question = Secondo le registrazioni, chi ha pagato e a chi, quante volte, quanto e quando?
card-ana-005-assumes-1 = il registro dei pagamenti conta ogni pagamento una sola volta
card-ana-005-assumes-2 = identificativi riportati insieme in una registrazione appartengono a un solo soggetto
card-ana-005-cannot-show-1 = per che cosa sia stato fatto un pagamento
card-ana-005-cannot-show-2 = chi abbia usato un conto o ritirato il denaro
card-ana-005-cannot-show-3 = importi tra valute diverse: ogni valuta è sommata per sé
card-ana-005-parameter-1 = fuso orario in cui si contano mesi, giorni della settimana e ore
card-ana-005-parameter-2 = giorni del mese in cui si pagano gli stipendi, se una persona li ha impostati
card-ana-005-parameter-3 = numero di ordinanti o beneficiari distinti da cui un soggetto è elencato
card-ana-005-parameter-4 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-005-source-1 = regole proprie; si veda la pagina d’esempio flows
card-ana-005-error-rate-1 = AMLSim con 200 anelli segnati (954 di 20.000 conti): i conti uniti da più di un pagamento tra gli stessi due sono 643, tutti segnati, il 67,4 % dei segnati; in quella simulazione nessun’altra coppia di conti paga due volte, come invece fanno le persone, sicché la prima cifra dice poco di registrazioni reali
card-ana-005-error-rate-2 = ordinanti distinti dei dieci soggetti che hanno ricevuto di più di AMLSim (118.250 trasferimenti) e di LDBC FinBench (37.861 trasferimenti): uguali ai conteggi di un altro programma
