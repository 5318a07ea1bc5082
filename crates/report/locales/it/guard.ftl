# ANA-011 tutela: chi paga e i cui pagamenti corrispondono a un’estorsione ai suoi danni.
guard-list = { $payers ->
    [one] Sono stati esaminati i pagamenti di un soggetto pagante
   *[other] Sono stati esaminati i pagamenti di { $payers } soggetti paganti
 }; { $aged ->
    [0] per nessuno di essi una registrazione indica
    [one] per uno di essi una registrazione indica
   *[other] per { $aged } di essi le registrazioni indicano
 } una data di nascita. { $fit ->
    [0] Le registrazioni di nessuno corrispondono
    [one] Le registrazioni di uno corrispondono
   *[other] Le registrazioni di { $fit } di essi corrispondono
 } a un’estorsione ai danni di chi paga, secondo le descrizioni pubblicate{ $fit ->
    [0] .
   *[other] ; nessun elenco di paganti li riporta.
 }
guard-adults = Per { $payers ->
    [one] un altro soggetto pagante
   *[other] altri { $payers } soggetti paganti
 } ricorrono tutti e tre i segni nei pagamenti e le registrazioni indicano un’età adulta: anche gli adulti subiscono estorsioni, e chi legge dovrebbe chiederselo.
guard-payer = I pagamenti di { $payer } corrispondono a un’estorsione ai danni di chi paga: { $payments ->
    [one] uno, { $first }
   *[other] { $payments }, dal { $first } al { $last }
 }, con { $held } segni su tre nei pagamenti. { $payer } va considerato anzitutto come possibile vittima e non compare in alcun elenco di paganti ({ $total ->
    [one] l’unico
   *[other] per nome: mostrati { $shown } di { $total }
 }).
guard-first = Le registrazioni di { $party } corrispondono a un’estorsione ai danni di chi paga (tutela, ANA-011): { $party } va considerato anzitutto come possibile vittima. Quanto segue va letto in questa luce e sta dopo gli altri riscontri.
guard-burst = { $most } pagamenti su { $payments } cadono entro { $window }: una raffica.
guard-no-burst = { $most } pagamenti su { $payments } cadono entro { $window }: nessuna raffica.
guard-small = Il primo pagamento è di { $first }, in tutto sono { $sum }: somme piccole, come pubblicato.
guard-not-small = Il primo pagamento è di { $first }, in tutto sono { $sum }: più di quanto pubblicato.
guard-small-not-computed = Non è stato possibile calcolare se { $first } all’inizio e { $sum } in tutto siano somme piccole, perché per questa valuta non è fissato alcun limite.
guard-currencies = Non è stato possibile calcolare se gli importi siano piccoli, perché sono in più valute.
guard-stop = Nessun pagamento segue per { $silence } dopo il { $last }, benché le registrazioni proseguano: un arresto brusco, come si dice a partire da { $quiet }.
guard-no-stop = I pagamenti sono proseguiti per più di { $quiet }, fino al { $last }; seguono { $silence } senza pagamenti. Non è un arresto brusco.
guard-stop-not-computed = Non è stato possibile calcolare se i pagamenti siano cessati, perché le registrazioni terminano { $silence } dopo il { $last }; ne occorrono { $quiet }. Può essere in corso.
guard-band-young = un’età inferiore a
guard-band-may-be-young = date secondo le quali l’età può essere inferiore a
guard-band-adult = un’età non inferiore a
guard-band-not-stated = nessuna età, che dunque può essere inferiore a
guard-age = Per il giorno del primo pagamento le registrazioni indicano { $band } { $years } anni.
guard-other-payers = { $others ->
    [0] Nessun altro risulta pagare
    [one] Un altro soggetto risulta pagare
   *[other] Altri { $others } soggetti risultano pagare
 } { $payees ->
    [one] lo stesso beneficiario
   *[other] uno degli stessi { $payees } beneficiari
 }: un negozio, un gioco o un ente benefico è pagato da molti.
guard-acquainted = I due sono stati in contatto { $touches ->
    [one] una volta
   *[other] { $touches } volte
 } prima del primo pagamento, la prima volta { $span } prima: l’aiuto a chi si conosce da tempo comincia diversamente da un’estorsione.
guard-not-acquainted = Prima del primo pagamento non è registrato alcun contatto: così comincia un acquisto, e così un’estorsione su un canale di cui non sono giunte registrazioni.

card-ana-011-question = Le registrazioni di quali soggetti paganti corrispondono a un’estorsione ai danni di chi paga, così che vadano considerati possibili vittime?
card-ana-011-assumes-1 = le date di nascita sono di chi ha pagato, per quanto una registrazione le indichi con gli stessi identificativi
card-ana-011-assumes-2 = gli importi delle impostazioni sono adatti alla valuta; una valuta senza importi non è valutata per importo
card-ana-011-cannot-show-1 = che qualcuno abbia subito un’estorsione: una raffica di piccoli acquisti lascia le stesse registrazioni
card-ana-011-cannot-show-2 = gli adulti che subiscono estorsioni: chi paga e risulta adulto resta in ogni elenco, e la risposta li conta
card-ana-011-cannot-show-3 = chi abbia usato un account
card-ana-011-parameter-1 = pagamenti entro la finestra che fanno una raffica
card-ana-011-parameter-2 = la finestra della raffica, in secondi
card-ana-011-parameter-3 = primo pagamento sotto, e somma non sopra, per valuta, in unità minori
card-ana-011-parameter-4 = silenzio dopo l’ultimo pagamento che è un arresto brusco, in secondi
card-ana-011-parameter-5 = anni di età sotto i quali chi paga è giovane
card-ana-011-parameter-6 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-011-source-1 = GAFI, Detecting, Disrupting and Investigating Online Child Sexual Exploitation, marzo 2025: estorsione finanziaria ai danni di minori (come riassunto pubblicamente)
card-ana-011-source-2 = regole proprie; si veda la pagina d’esempio guard
card-ana-011-error-rate-1 = caso sintetico, fattore 2, semi da 11 a 15: di 255 paganti sotto minaccia il 92,5 % è riconosciuto (da 88,7 a 95,2 %), di 10.924 altri lo 0,4 %; se è sotto minaccia un pagante su 1.000, lo sono 18 riconosciuti su 100
