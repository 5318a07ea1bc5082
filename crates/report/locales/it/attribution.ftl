# ANA-010 attribuzione: quale abbonato aveva l’indirizzo da cui un account è stato usato.
attribution-list = { $uses ->
    [one] È registrato un uso di account
   *[other] Sono registrati { $uses } usi di account
 }, con { $answers } risposte di fornitori di accesso: { $confirmed } confermati, { $ambiguous } ambigui, { $none } senza una risposta che li copra.
attribution-no-port = { $uses ->
    [one] Un uso è ambiguo
   *[other] { $uses } usi sono ambigui
 } perché più abbonati condividevano l’indirizzo e la porta non è riportata; un registro con le porte lo direbbe.
attribution-several = { $uses ->
    [one] Un uso corrisponde
   *[other] { $uses } usi corrispondono
 } alle risposte relative a più abbonati.
attribution-edge = { $uses ->
    [one] Un uso cade
   *[other] { $uses } usi cadono
 } al margine di un intervallo: non è certo che l’abbonato avesse ancora, o avesse già, l’indirizzo.
attribution-no-address = { $uses ->
    [one] Un uso non riporta
   *[other] { $uses } usi non riportano
 } un indirizzo leggibile.
attribution-unread = { $answers ->
    [one] Una risposta non riporta
   *[other] { $answers } risposte non riportano
 } un indirizzo o un prefisso leggibile.
attribution-subscriber = Una risposta indica chi paga una connessione; chi vi sedesse è un altro quesito.
attribution-use = { $account } è stato usato da indirizzi di cui disponeva { $subscriber }: { $confirmed } confermati, { $ambiguous } ambigui ({ $total ->
    [one] l’unica coppia di account e abbonato
   *[other] mostrate { $shown } di { $total } coppie
 }).
attribution-device = Usi e risposte riportano lo stesso apparecchio, un elemento distinto dall’indirizzo.
attribution-joined = Le registrazioni riportano anche un identificativo esatto che unisce account e abbonato, a parte ogni indirizzo.
attribution-not-joined = Nessuna registrazione riporta un identificativo esatto che unisca account e abbonato; resta il solo indirizzo.
attribution-payments = { $payments ->
    [one] Un pagamento del caso nomina
   *[other] { $payments } pagamenti del caso nominano
 } questo abbonato, un elemento distinto dall’indirizzo.
attribution-changed = Se uno dei due orologi fosse sfasato di { $trial }, { $changed } di { $confirmed } usi confermati non lo sarebbero più: ambigui, senza risposta, o di un altro abbonato ({ $other }).
attribution-steady = Ogni uso confermato resterebbe tale se uno dei due orologi fosse sfasato di { $trial }.
attribution-others = Gli usi di questo account corrispondono anche a { $others ->
    [one] un altro abbonato.
   *[other] altri { $others } abbonati.
 }
attribution-connection = Altre persone alla stessa connessione (familiari, ospiti, una rete senza fili aperta) lasciano lo stesso indirizzo e la stessa porta.
attribution-relay = Anche un relè o una rete privata virtuale presso questa connessione porterebbe qui.

card-ana-010-question = Quale abbonato aveva l’indirizzo da cui un account è stato usato?
card-ana-010-assumes-1 = la risposta del fornitore è completa per l’indirizzo e il tempo richiesti
card-ana-010-assumes-2 = gli orologi della piattaforma e del fornitore concordano entro i secondi indicati
card-ana-010-cannot-show-1 = chi sedesse alla connessione: un abbonato è chi la paga
card-ana-010-cannot-show-2 = che cosa stia dietro una connessione condivisa, aperta o presa a noleggio, un relè o una rete privata virtuale
card-ana-010-cannot-show-3 = alcunché degli usi per i quali nessun fornitore è stato interpellato
card-ana-010-parameter-1 = secondi di cui gli orologi della piattaforma e del fornitore possono differire
card-ana-010-parameter-2 = errore di orologio, in secondi, con cui ogni risultato è provato di nuovo
card-ana-010-parameter-3 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-010-source-1 = RFC 6302, Logging Recommendations for Internet-Facing Servers
card-ana-010-source-2 = RFC 6269, Issues with IP Address Sharing
