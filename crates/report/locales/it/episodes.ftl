# ANA-007 episodi: un contatto, poi pagamenti, poi chiamate tra gli stessi due soggetti.
episodes-list = { $pairs ->
    [one] Una coppia di soggetti ha
   *[other] { $pairs } coppie di soggetti hanno
 } sia pagamenti sia chiamate con risposta; per { $with ->
    [0] nessuna di esse
    [one] una di esse
   *[other] { $with } di esse
 } le registrazioni mostrano un contatto, poi pagamenti, poi chiamate, in quest’ordine, con ogni passo a non più di { $gap } dal precedente.
episodes-orders = Entro l’intervallo, ai pagamenti seguono chiamate { $forward ->
    [0] mai
    [one] una volta
    [2] due volte
   *[other] { $forward } volte
 }, alle chiamate seguono pagamenti { $back ->
    [0] mai
    [one] una volta
    [2] due volte
   *[other] { $back } volte
 }; se nessuno dei due dipende dall’altro, i due ordini sono all’incirca ugualmente frequenti. { $unknown ->
    [0] L’ordine è ovunque certo.
    [one] In un punto l’ordine non è certo.
   *[other] In { $unknown } punti l’ordine non è certo.
 }
episodes-pair = { $episodes ->
    [one] Una volta risultano
    [2] Due volte risultano
   *[other] { $episodes } volte risultano
 } un contatto, poi pagamenti, poi chiamate tra { $payer } e { $other }, in quest’ordine, ogni passo entro { $gap } dal precedente ({ $total ->
    [one] l’unica coppia di questo tipo
   *[other] coppie per numero di episodi: mostrate { $shown } di { $total }
 }).
episodes-contacts = Contatto: { $steps ->
    [one] una registrazione, { $last }.
   *[other] { $steps } registrazioni dal { $first } al { $last }.
 }
episodes-payments = { $wait } dopo, pagamenti: { $steps ->
    [one] uno di { $sum }, { $first }.
   *[other] { $steps }, in tutto { $sum }, dal { $first } al { $last }.
 }
episodes-calls = { $wait } dopo, chiamate: { $steps ->
    [one] una, { $first }.
   *[other] { $steps }, dal { $first } al { $last }.
 }
episodes-outside = Fuori da ogni episodio restano { $payments_outside } pagamenti su { $payments } di questa coppia e { $calls_outside } chiamate su { $calls }.
episodes-daily-contact = I due sono in contatto in { $days } giorni su { $spanned }; tra persone che si sentono quasi ogni giorno, un contatto precede qualunque cosa facciano.

card-ana-007-question = Quante volte un contatto precede dei pagamenti, e dei pagamenti precedono delle chiamate, tra gli stessi due soggetti?
card-ana-007-assumes-1 = gli orologi dei reperti sono giusti, o sbagliati di meno degli intervalli indicati
card-ana-007-assumes-2 = un messaggio, una voce di rubrica o il registro dei contatti di un operante sono un contatto
card-ana-007-cannot-show-1 = che cosa sia stato detto o mostrato in un messaggio o in una chiamata
card-ana-007-cannot-show-2 = che un passo sia avvenuto a causa di un altro: a questo risponde il quesito sulla coincidenza (ANA-003)
card-ana-007-cannot-show-3 = chi abbia usato un account
card-ana-007-parameter-1 = intervallo massimo tra due passi di un episodio, in secondi
card-ana-007-parameter-2 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-007-source-1 = regole proprie; si veda la pagina d’esempio episodes
