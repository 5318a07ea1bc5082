# ANA-017 viaggi: chi ha viaggiato dove e quando, vicino a chi, e insieme a chi.
journeys-payments = pagamenti
journeys-calls = chiamate con risposta
journeys-reach-locality = la stessa località
journeys-reach-country = lo stesso paese, nulla di più preciso è indicato
journeys-list = { $legs ->
    [0] Non risulta alcuna tratta percorsa
    [one] Risulta una tratta di viaggio
   *[other] Risultano { $legs } tratte di viaggio
 } per { $travellers ->
    [0] nessuno
    [one] un viaggiatore
   *[other] { $travellers } viaggiatori
 }; ne derivano { $stays ->
    [0] nessun soggiorno
    [one] un soggiorno
   *[other] { $stays } soggiorni
 } fuori dal luogo in cui è iniziata la prima tratta, { $near } dei quali dove un beneficiario del viaggiatore ha un indirizzo.
journeys-places = Dei luoghi di partenza e di arrivo { $resolved } sono un solo luogo noto, { $ambiguous } potrebbero essere più d’uno, { $unknown } non sono noti; solo i primi vengono confrontati.
journeys-not-travelled = { $legs ->
    [one] Una tratta è indicata come annullata o non effettuata e non è un viaggio.
   *[other] { $legs } tratte sono indicate come annullate o non effettuate e non sono viaggi.
 }
journeys-unplaced = { $legs ->
    [one] Una tratta non indica il viaggiatore o la partenza ed è esclusa.
   *[other] { $legs } tratte non indicano il viaggiatore o la partenza e sono escluse.
 }
journeys-conflict = Le fonti collocano { $traveller } in due viaggi nello stesso tempo; non possono essere stati percorsi entrambi, e non se ne ricava alcun soggiorno.
journeys-leg = Da { $origin } a { $destination }, dal { $departs } al { $until }.
journeys-conflict-means = Uno dei due può essere attribuito per errore, prenotato e non effettuato, o di un’altra persona con lo stesso nome; orologi sfasati di due ore non lo spiegherebbero.
journeys-stay = { $traveller } è stato a { $place } dal { $from } al { $until }; un indirizzo indicato per il beneficiario { $payee } si trova a { $address } ({ $reach }).
journeys-change = { $sort } tra i due: { $before } in un tempo altrettanto lungo prima, { $during } durante il soggiorno, { $after } dopo; con certezza del 95 % la quota durante il soggiorno è tra { $low } e { $high } (un terzo significherebbe nessun cambiamento).
journeys-change-tested = Di { $windows } altre finestre di quella lunghezza coperte dai reperti, { $few } ne contengono altrettanto pochi e { $many } altrettanti (p = { $p }, bilaterale, questa sola prova).
journeys-change-few = Se ciò sia un cambiamento non viene provato: i reperti coprono { $windows } altre finestre di quella lunghezza, ne servono { $windows_min }.
journeys-before-contact = Il soggiorno è iniziato prima che qualsiasi registrazione leghi i due; la prima è del { $first }.
journeys-after-contact = La prima registrazione che lega i due è del { $first }, prima del soggiorno; quando il viaggio sia stato prenotato non è indicato.
journeys-only-booked = Una sua tratta risulta soltanto prenotata; se sia stata percorsa non risulta.
journeys-unsure = { $records ->
    [one] Un evento può cadere dentro o fuori dal soggiorno e non è contato.
   *[other] { $records } eventi possono cadere dentro o fuori dal soggiorno e non sono contati.
 }
journeys-visits = Il viaggiatore { $earlier ->
    [0] non aveva avuto alcun soggiorno
    [one] aveva avuto un soggiorno
   *[other] aveva avuto { $earlier } soggiorni
 } in questo paese prima di questo, e { $stays } in tutto ({ $days } giorni): visite a una famiglia, un incarico di lavoro o vacanze si ripetono, e spesso iniziano prima di ogni contatto.
journeys-company = { $companions ->
    [0] Nessun altro figura
    [one] Un’altra persona figura
   *[other] Altre { $companions } persone figurano
 } nella stessa prenotazione: chi viaggia in famiglia, in squadra o in gruppo ha le ragioni del gruppo.
journeys-others = Su { $travellers ->
    [one] un altro viaggiatore
   *[other] { $travellers } altri viaggiatori
 } del caso, { $others ->
    [0] nessuno ha soggiornato in questo paese ({ $country }):
    [one] anche uno ha soggiornato in questo paese ({ $country }):
   *[other] anche { $others } hanno soggiornato in questo paese ({ $country }):
 } un paese in cui vanno in molti dice poco di ciascuno di loro.
journeys-no-booking = Per questo soggiorno non è indicata alcuna prenotazione: con chi sia andato il viaggiatore non è noto.
journeys-together = { $one } e { $other } hanno viaggiato da { $origin } a { $destination } { $days ->
    [one] lo stesso giorno, una volta.
   *[other] lo stesso giorno, { $days } volte.
 }
journeys-together-how = { $service ->
    [0] Mai
    [one] Una volta
   *[other] { $service } volte
 } con lo stesso servizio, { $booking ->
    [0] mai
    [one] una volta
   *[other] { $booking } volte
 } con una sola prenotazione; su questo percorso risultano { $one_days } giorni per l’uno, { $other_days } per l’altro.
journeys-base-rate = In { $days } giorni qualcuno del caso ha percorso questa tratta; agli altri si riferiscono { $legs } tratte. Se ciascuno dei due avesse scelto tra questi giorni come tutti gli altri, altrettanti in comune si avrebbero con p = { $p }.
journeys-no-base-rate = Non è nota alcuna frequenza di base: il caso { $legs ->
    [0] non contiene alcuna tratta
    [one] contiene una tratta
   *[other] contiene { $legs } tratte
 } di altri su questo percorso, e su un percorso che molti fanno due persone si incontrano senza conoscersi.

card-ana-017-question = Chi ha viaggiato, dove e quando, vicino alla località di chi, che cosa è cambiato nel frattempo, e chi ha viaggiato insieme?
card-ana-017-assumes-1 = una tratta che non è indicata come annullata o non effettuata è stata percorsa; una soltanto prenotata è indicata come tale
card-ana-017-assumes-2 = chi arriva in un luogo e riparte da vicino vi è stato nel frattempo
card-ana-017-assumes-3 = un indirizzo indicato per un beneficiario è il luogo in cui si trova
card-ana-017-cannot-show-1 = per quale scopo un viaggio sia stato fatto, o chi il viaggiatore abbia incontrato
card-ana-017-cannot-show-2 = viaggi su strada, e quelli che nessun reperto contiene
card-ana-017-cannot-show-3 = quando un viaggio sia stato prenotato, se la fonte non lo indica
card-ana-017-cannot-show-4 = che un cambiamento durante un soggiorno sia dovuto al soggiorno
card-ana-017-parameter-1 = distanza entro la quale due luoghi sono una sola località, in chilometri
card-ana-017-parameter-2 = soggiorno più breve, in secondi; meno è un cambio di aereo
card-ana-017-parameter-3 = soggiorno più lungo, in secondi; di più è una residenza
card-ana-017-parameter-4 = finestre di uguale lunghezza al di sotto delle quali un cambiamento non viene provato
card-ana-017-parameter-5 = tratte di altri su un percorso al di sotto delle quali non è nota una frequenza di base
card-ana-017-parameter-6 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-017-source-1 = cambiamento: rango del soggiorno tra finestre di uguale lunghezza della stessa copertura; intervallo esatto di Clopper & Pearson 1934
card-ana-017-source-2 = viaggi insieme: binomiale, ogni giorno del percorso probabile quanto è stato percorso da tutti nel caso
card-ana-017-source-3 = Benjamini & Hochberg, JRSS-B 57:289, 1995
