# ANA-006 percorsi: dove il denaro potrebbe essere andato oltre, passando per più soggetti.
traces-list = { $payments ->
    [one] Da un pagamento tra soggetti indicati
   *[other] Da { $payments } pagamenti tra soggetti indicati
 } { $traces ->
    [0] non risulta possibile alcun percorso
    [one] risulta possibile un percorso
   *[other] risultano possibili { $traces } percorsi
 } di due o più pagamenti, e { $cycles ->
    [0] nessun ritorno
    [one] un ritorno
   *[other] { $cycles } ritorni
 } a un primo ordinante, con ogni passo certamente successivo, in una sola valuta e per non più di quanto arrivato.
traces-refused = Pagamenti successivi dello stesso soggetto nella finestra che non sono stati seguiti: { $order } non certamente successivi, { $currency } in un’altra valuta, { $more } superiori a quanto arrivato, { $less } inferiori a quanto arrivato meno la perdita ammessa.
traces-refused-here = Presso i soggetti di questo percorso, pagamenti successivi nella finestra che non sono stati seguiti: { $order } non certamente successivi, { $currency } in un’altra valuta, { $more } superiori a quanto arrivato, { $less } inferiori a quanto arrivato meno la perdita ammessa; il denaro potrebbe essere andato lì.
traces-cut = Sono stati raggiunti dei limiti: { $followers } pagamenti successivi non sono stati esaminati o conservati, da { $starts } primi pagamenti non è stato seguito ogni percorso, e { $traces } percorsi non sono elencati.
traces-fungible = Il denaro presso un soggetto non si può distinguere: un percorso mostra una via che le registrazioni consentono, non una via che si sa percorsa dal denaro.
traces-trace = Con { $hops } pagamenti, ciascuno successivo al precedente, { $sent } di { $payer } potrebbero essere andati fino a { $payee }, dove sono arrivati { $arrived }, dal { $first } al { $last } ({ $total ->
    [one] l’unico percorso
   *[other] mostrati i { $shown } più lunghi di { $total } percorsi
 }).
traces-cycle = Con { $hops } pagamenti, ciascuno successivo al precedente, { $sent } di { $payer } potrebbero essergli tornati, dove sono arrivati { $arrived }, dal { $first } al { $last } ({ $total ->
    [one] l’unico
   *[other] mostrati i { $shown } più lunghi di { $total }
 }).
traces-step = { $payer } a { $payee }, { $amount }, { $when }.
traces-other-sources = Nella finestra prima che { $party } pagasse { $payee } { $others ->
    [one] gli è arrivato un altro pagamento
   *[other] gli sono arrivati altri { $others } pagamenti
 }; il denaro potrebbe venire da lì, o essere proprio.
traces-continues = Il percorso è stato interrotto al limite di pagamenti; altri pagamenti potrebbero seguire.
traces-passing = { $party } è stato pagato { $payments } volte, in tutto { $came }; { $passed } ({ $ratio }) ne sono usciti entro la finestra: un quarto di questi entro { $lower }, metà entro { $stay }, tre quarti entro { $upper } ({ $total ->
    [one] l’unico soggetto di questo tipo
   *[other] mostrati { $shown } di { $total } soggetti di questo tipo
 }).
traces-passing-household = Un conto su cui arriva lo stipendio e da cui si pagano le bollette ha lo stesso aspetto; ne sono usciti in tutto { $left }, verso { $payees ->
    [one] un beneficiario
   *[other] { $payees } beneficiari
 }, e vi { $payers ->
    [one] ha versato un ordinante.
   *[other] hanno versato { $payers } ordinanti.
 }
traces-gathering = { $payers } soggetti hanno pagato a { $party } in tutto { $came } dal { $first }, e dal { $turn } al { $last } esso ha pagato a { $payees } soggetti in tutto { $left } ({ $total ->
    [one] l’unico caso di questo tipo
   *[other] mostrati { $shown } di { $total } casi di questo tipo
 }).
traces-gathering-acquainted = Dei { $payers } ordinanti, { $tied ->
    [0] nessuno è
    [one] uno è
   *[other] { $tied } sono
 } in contatto con un altro di loro tramite un pagamento, una chiamata, un messaggio o una rubrica; un tesoriere che raccoglie da persone che si conoscono e paga i fornitori ha lo stesso aspetto.
traces-scattering = { $source } ha pagato a { $through } soggetti in tutto { $sent } dal { $first }, e ciascuno di essi ha pagato circa altrettanto a { $sink }, in tutto { $arrived }, fino al { $last } ({ $total ->
    [one] l’unico caso di questo tipo
   *[other] mostrati { $shown } di { $total } casi di questo tipo
 }).
traces-scattering-wages = { $same ->
    [one] Nessuno dei { $through } primi pagamenti cade nello stesso giorno di un altro
   *[other] { $same } dei { $through } primi pagamenti cadono in un solo giorno
 }; stipendi o sussidi pagati a più persone che pagano tutte lo stesso locatore o negozio hanno lo stesso aspetto.
traces-scattering-acquainted = Dei { $through } soggetti intermedi, { $tied ->
    [0] nessuno è
    [one] uno è
   *[other] { $tied } sono
 } in contatto con un altro di loro tramite un pagamento, una chiamata, un messaggio o una rubrica; una famiglia o una squadra che divide una spesa ha lo stesso aspetto.
traces-funnel = { $payers } soggetti hanno pagato a { $party } in tutto { $came } tramite { $in }, e { $passed } ({ $ratio }) ne sono usciti tramite { $out } entro la finestra, verso { $payees ->
    [one] un beneficiario
   *[other] { $payees } beneficiari
 }, metà di questi entro { $stay } ({ $total ->
    [one] l’unico soggetto di questo tipo
   *[other] mostrati { $shown } di { $total } soggetti di questo tipo
 }).
traces-funnel-shop = { $prices } dei { $payments } pagamenti in entrata hanno un importo che ricorre almeno tre volte, come i prezzi; chi vende, è pagato su un servizio e sposta gli incassi in banca ha lo stesso aspetto.

card-ana-006-question = Dove potrebbe essere andato oltre il denaro, passando per più soggetti, secondo le registrazioni?
card-ana-006-assumes-1 = il registro dei pagamenti conta ogni pagamento una sola volta
card-ana-006-assumes-2 = un pagamento successivo non è superiore al pagamento arrivato, ed è inferiore al più della perdita ammessa
card-ana-006-assumes-3 = ciò che esce da un soggetto è posto a confronto con ciò che è arrivato per primo (primo entrato, primo uscito)
card-ana-006-cannot-show-1 = che fosse lo stesso denaro: il denaro presso un soggetto non si può distinguere
card-ana-006-cannot-show-2 = contante e pagamenti che nessuna registrazione del procedimento riporta
card-ana-006-cannot-show-3 = che un soggetto sapesse da dove il denaro venisse o dove andasse
card-ana-006-parameter-1 = numero massimo di pagamenti in un percorso
card-ana-006-parameter-2 = permanenza massima del denaro presso un soggetto, in secondi
card-ana-006-parameter-3 = quanto può restare presso ogni soggetto, in millesimi di quanto arrivato
card-ana-006-parameter-4 = ordinanti distinti, e beneficiari distinti, di una raccolta; soggetti tra i due capi di una distribuzione; ordinanti distinti di un imbuto
card-ana-006-parameter-5 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-006-source-1 = LDBC FinBench, letture complesse 1, 2, 5, 6, 7, 8: tempi crescenti lungo un percorso
card-ana-006-source-2 = conti di transito: descrizioni pubbliche di FinCEN; regole proprie; si veda la pagina d’esempio traces
card-ana-006-source-3 = raccolta e distribuzione, distribuzione e raccolta, cicli: Blanuša, Atasu e Ienne, Graph Feature Preprocessor, 2024
card-ana-006-error-rate-1 = i cammini su cui poggiano i percorsi danno, per 224 domande sulle letture complesse 1, 2, 5, 6, 7 e 8 di LDBC FinBench, le risposte di un motore SQL indipendente
card-ana-006-error-rate-2 = sui primi 3.000 trasferimenti dell’istantanea LDBC FinBench i percorsi sono uguali a quelli di un programma che prova ogni sequenza
