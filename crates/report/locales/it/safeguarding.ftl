# ANA-015 protezione: fatti che possono indicare un minore a rischio adesso.
safeguarding-list = Fatti da guardare prima di ogni altra cosa, al { $as_of } ({ $reference }): { $extortions ->
    [0] nessun pagante
    [one] un pagante
   *[other] { $extortions } paganti
 } da considerare possibili vittime, { $journeys ->
    [0] nessun viaggio
    [one] un viaggio
   *[other] { $journeys } viaggi
 } in programma di chi paga, { $calls ->
    [0] nessuna coppia
    [one] una coppia
   *[other] { $calls } coppie
 } con un pagamento recente seguito da una chiamata, { $recipients ->
    [0] nessun beneficiario
    [one] un beneficiario
   *[other] { $recipients } beneficiari
 } con più paganti recenti, ciascuno in una chiamata con il beneficiario dopo il pagamento.
safeguarding-reference-fixed = fissato da una persona
safeguarding-reference-latest = l’ultima registrazione del procedimento
safeguarding-no-verdict = Un fatto è una ragione per guardare prima; non dice nulla di nessuno. Che non sia elencato alcun fatto non è una ragione per attendere: ciò che nessuna registrazione contiene non si vede.
safeguarding-extortion = { $payer } può essere ora vittima di un’estorsione: { $payments ->
    [one] un pagamento, { $first }, vi corrisponde
   *[other] { $payments } pagamenti dal { $first } al { $last } vi corrispondono
 } ({ $total ->
    [one] l’unico fatto di questo tipo
   *[other] dal più recente: mostrati { $shown } di { $total }
 }).
safeguarding-planned-journey = { $traveller }, che in questo procedimento ha effettuato { $payments ->
    [one] un pagamento
   *[other] { $payments } pagamenti
 }, ha una prenotazione per { $destination } in partenza il { $departs }; { $there ->
    [0] nessun beneficiario di questi pagamenti risulta abitare là
    [one] un beneficiario di questi pagamenti risulta abitare là
   *[other] { $there } beneficiari di questi pagamenti risultano abitare là
 } ({ $total ->
    [one] l’unico viaggio in programma
   *[other] dal più recente: mostrati { $shown } di { $total }
 }).
safeguarding-payee-there = { $payee } risulta abitare a { $place } o nelle vicinanze.
safeguarding-recent-call = { $times ->
    [one] A un pagamento recente
   *[other] A { $times } pagamenti recenti
 } di { $payer } a { $payee } { $times ->
    [one] è
   *[other] è ogni volta
 } seguita una chiamata tra i due, dal { $first } al { $last } ({ $total ->
    [one] l’unica coppia di questo tipo
   *[other] dalla più recente: mostrate { $shown } coppie di { $total }
 }).
safeguarding-active-recipient = { $payers } soggetti hanno pagato di recente { $payee } e ciascuno è poi stato in una chiamata con il beneficiario, dal { $first } al { $last } ({ $total ->
    [one] l’unico beneficiario di questo tipo
   *[other] dal più recente: mostrati { $shown } beneficiari di { $total }
 }).
safeguarding-see-guard = Che cos’altro lasci pagamenti simili lo dice il quesito guard (ANA-011): acquisti, aiuto a chi si conosce.
safeguarding-journeys-before = { $legs ->
    [0] Prima del primo pagamento non è registrata alcuna tratta di viaggio di questa persona
    [one] Prima del primo pagamento è registrata una tratta di viaggio di questa persona
   *[other] Prima del primo pagamento sono registrate { $legs } tratte di viaggio di questa persona
 }: chi vi si recava già ha ragioni più vecchie dei pagamenti.
safeguarding-in-touch = I due sono in contatto in { $days } giorni su { $spanned }; tra persone che si sentono quasi ogni giorno, una chiamata segue qualunque cosa facciano.
safeguarding-payers-tied = Dei { $payers } paganti, { $tied ->
    [0] nessuno è
    [one] uno è
   *[other] { $tied } sono
 } in contatto con un altro di loro: i membri che pagano un tesoriere si conoscono.

card-ana-015-question = Quali fatti nelle registrazioni possono indicare che un minore è a rischio adesso?
card-ana-015-assumes-1 = l’istante di riferimento è quello fissato da una persona, o quello dell’ultima registrazione del procedimento: registrazioni giunte tardi fanno apparire i fatti più vecchi di quanto siano
card-ana-015-assumes-2 = un luogo di arrivo e l’indirizzo di un beneficiario sono una località se l’aeroporto serve una città di quel nome o ne dista al massimo 60 km
card-ana-015-cannot-show-1 = che un minore sia a rischio, o che nessuno lo sia: un fatto è una ragione per guardare prima, e la sua assenza non è una ragione per attendere
card-ana-015-cannot-show-2 = che cosa sia avvenuto in una chiamata, o a che cosa serva un viaggio
card-ana-015-cannot-show-3 = ciò che viene dopo l’istante di riferimento e non è prenotato
card-ana-015-cannot-show-4 = una chiamata recente, o un beneficiario attivo proprio ora, dove non è giunta alcuna registrazione di chiamate: chi è pagato da più persone lo dicono allora solo flows e roles
card-ana-015-parameter-1 = l’istante di riferimento fissato da una persona, in microsecondi UTC
card-ana-015-parameter-2 = quanto prima di esso qualcosa è recente, in secondi
card-ana-015-parameter-3 = tempo massimo da un pagamento alla chiamata che lo segue, in secondi
card-ana-015-parameter-4 = paganti distinti, ciascuno in una chiamata con il beneficiario dopo il pagamento, a partire dai quali un beneficiario è elencato
card-ana-015-source-1 = regole proprie; si veda la pagina d’esempio safeguarding
