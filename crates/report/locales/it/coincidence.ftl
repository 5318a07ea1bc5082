# Coincidenza (ANA-003): pagamenti e sessioni di una coppia, a confronto con i loro ritmi quotidiani.

## Che cosa è stato contato

coincidence-events-payments = pagamenti
coincidence-events-messages = occasioni di messaggio
coincidence-events-sessions = sessioni
coincidence-events-calls = chiamate, con o senza risposta
coincidence-reading-near = entro la finestra di una sessione
coincidence-reading-hour = entro un’ora da una sessione
coincidence-reading-inside = durante una sessione

## Il riscontro

coincidence-associated = { $a } e { $b }: { $near } di { $n } { $events } cadono { $reading }. Con le stesse ore in altri giorni sarebbero circa { $expected } (nel 95 % dei casi da { $low } a { $high }). Le registrazioni sono compatibili con pagamenti e sessioni legati tra loro più di quanto spieghino i ritmi quotidiani delle due parti: p = { $p }; corretto per { $m ->
    [one] la sola coppia esaminata
   *[other] tutte le { $m } coppie esaminate
 }, { $q }.
coincidence-not-shown = { $a } e { $b }: { $near } di { $n } { $events } cadono { $reading }; con le stesse ore in altri giorni sarebbero circa { $expected } (nel 95 % dei casi da { $low } a { $high }). Oltre i ritmi quotidiani non è emerso nulla: p = { $p }; corretto per { $m ->
    [one] la sola coppia esaminata
   *[other] tutte le { $m } coppie esaminate
 }, { $q }. Ciò non prova che non vi sia nulla.
coincidence-cannot-tell = { $a } e { $b }: { $near } di { $n } { $events } cadono { $reading }; con le stesse ore in altri giorni sarebbero circa { $expected } (nel 95 % dei casi da { $low } a { $high }). La prova non consente di decidere: il valore p minimo che potrebbe dare è { $least }, troppo grande per { $m ->
    [one] una prova
   *[other] { $m } prove
 } (p = { $p }).
coincidence-insufficient = { $a } e { $b }: dati insufficienti. Nei { $days } giorni interi coperti da entrambe le fonti vi sono { $n } { $events } e { $sessions } { $calls }; ne servono almeno { $n_min } e { $sessions_min }. Nulla è stato esaminato.
coincidence-rest = Solo le { $told } coppie più chiare tra quelle esaminate sono esposte una per una. { $pairs ->
    [one] È stata esaminata un’altra coppia
   *[other] Sono state esaminate altre { $pairs } coppie
 }; in { $found } di esse si è riscontrata un’associazione oltre i ritmi quotidiani. Il comando «coincide» elenca ogni coppia con le sue cifre.
coincidence-insufficient-rest = { $pairs ->
    [one] Un’altra coppia ha dati insufficienti e non è stata esaminata.
   *[other] Altre { $pairs } coppie hanno dati insufficienti e non sono state esaminate.
}

## Accanto al riscontro

coincidence-window = Entrambe le fonti coprono { $days } giorni locali interi, con { $n } { $events } e { $sessions } { $calls }.
coincidence-reading = { $reading ->
    [coincidence-reading-inside] Contati { $reading }
   *[other] Contati { $reading } (da { $before } prima a { $after } dopo)
 }: { $near } di { $n }; con i giorni permutati circa { $expected } (da { $low } a { $high }); p di questa sola lettura = { $p }. Il { $covered } del tempo coperto è così vicino a una sessione.
coincidence-method-exact = È stata contata ognuna delle { $draws } disposizioni dei giorni entro i loro strati ({ $weekdays } giorni feriali, { $weekends } giorni di fine settimana{ $holidays ->
    [0] { "" }
    [one] , una festività
   *[other] , { $holidays } festività
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } giorni feriali vicini alla paga
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } giorni di fine settimana vicini alla paga
 }).
coincidence-method-monte-carlo = { $draws } disposizioni casuali dei giorni entro i loro strati ({ $weekdays } giorni feriali, { $weekends } giorni di fine settimana{ $holidays ->
    [0] { "" }
    [one] , una festività
   *[other] , { $holidays } festività
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } giorni feriali vicini alla paga
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } giorni di fine settimana vicini alla paga
 }), seme { $seed }.
coincidence-method-stopped-early = { $draws } disposizioni casuali dei giorni entro i loro strati ({ $weekdays } giorni feriali, { $weekends } giorni di fine settimana{ $holidays ->
    [0] { "" }
    [one] , una festività
   *[other] , { $holidays } festività
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } giorni feriali vicini alla paga
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } giorni di fine settimana vicini alla paga
 }), seme { $seed }; il sorteggio si è fermato quando il valore p era chiaramente elevato.
coincidence-method-silent = Nessuna disposizione dei giorni entro i loro strati differisce da un’altra ({ $weekdays } giorni feriali, { $weekends } giorni di fine settimana{ $holidays ->
    [0] { "" }
    [one] , una festività
   *[other] , { $holidays } festività
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } giorni feriali vicini alla paga
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } giorni di fine settimana vicini alla paga
 }): non vi è nulla da sottoporre a prova.
coincidence-yekutieli-stands = Il risultato regge anche se le prove dipendono l’una dall’altra in modo ignoto (Benjamini–Yekutieli).
coincidence-yekutieli-falls = Il risultato non regge se le prove dipendono l’una dall’altra in modo ignoto (Benjamini–Yekutieli).
coincidence-ratio = Un risultato come questo è { $lr } volte tanto frequente tra le coppie esaminate nel procedimento quanto tra le coppie scambiate, escluse le due persone; non si indica alcun rapporto oltre { $cap }, il numero delle coppie di riferimento indipendenti.
coincidence-no-ratio = Nessun rapporto di verosimiglianza è possibile: nel procedimento le coppie di riferimento indipendenti sono troppo poche.
coincidence-intensity = Rispetto alle ore e ai giorni abituali dell’ordinante in { $profile } pagamenti ad altri, il { $share } dei pagamenti segue le sessioni (95 %: da { $low } a { $high }); p = { $p }.
coincidence-ignores-rhythm = Solo per confronto: la formula chiusa che ignora ogni ritmo quotidiano dà p = { $p }. Essa dichiara significative un numero eccessivo di coppie estranee.
coincidence-by-day = { $by_day ->
    [one] Di un pagamento è noto solo il giorno: la prima lettura conta la quota vicina di quel giorno, le altre lo escludono.
   *[other] Di { $by_day } pagamenti è noto solo il giorno: la prima lettura conta la quota vicina di ciascun giorno, le altre li escludono.
}

## Che cosa vi si oppone

coincidence-pay-day = { $near } di { $n } cadono entro due giorni da un giorno di paga indicato per il procedimento.
coincidence-monthly = { $in_run } di { $days } giorni con un pagamento cadono tra il giorno { $from } e il giorno { $until } del mese: il denaro è inviato con ritmo mensile (Rayleigh p = { $p }).
coincidence-shift-weeks = Spostati lungo il tempo coperto di settimane intere, così da conservare gruppi e pause, i pagamenti danno p = { $p }; questa prova ha pochi valori possibili.
coincidence-shift-days = Spostati lungo il tempo coperto di giorni interi, così da conservare gruppi e pause, i pagamenti danno p = { $p }; questa prova ha pochi valori possibili.
coincidence-clock = Se uno dei due orologi fosse sbagliato di { $trial }, la prova darebbe p = { $earlier } con i pagamenti prima e p = { $later } con i pagamenti dopo: { $kept ->
    [0] in nessuno dei due casi risulterebbe.
    [one] risulterebbe in uno solo dei due casi.
   *[other] risulterebbe in entrambi i casi.
 }
coincidence-small-strata = { $small ->
    [one] Uno strato ha meno di { $least } giorni; i suoi giorni si scambiano solo tra loro.
   *[other] { $small } strati hanno meno di { $least } giorni; i loro giorni si scambiano solo tra loro.
}
coincidence-zones = { $payments ->
    [one] Il fuso orario di un pagamento non è dichiarato; è stato preso da quello dell’operatore o del procedimento.
   *[other] Il fuso orario di { $payments } pagamenti non è dichiarato; è stato preso da quello dell’operatore o del procedimento.
}
coincidence-calls-by-day = { $by_day ->
    [one] Di una chiamata è noto solo il giorno; è stata esclusa.
   *[other] Di { $by_day } chiamate è noto solo il giorno; sono state escluse.
}

## Che cos’altro potrebbe spiegarlo

coincidence-alternative-family = Un contatto regolare, per esempio in famiglia, rende regolari sia le chiamate sia il denaro: su { $weeks } settimane, { $with_session } hanno una sessione e { $with_payment } un pagamento.
coincidence-alternative-routines = Due abitudini proprie che si incontrano negli stessi giorni, come una sera libera o un giorno di mercato, senza che l’una sia la ragione dell’altra.

## Il metodo provato su sé stesso

coincidence-calibration-partner-swap = Provato su sé stesso: pagamenti di una coppia e sessioni di un’altra, nessuno in entrambe. Di { $pairs ->
    [one] una coppia così scambiata
   *[other] { $pairs } coppie così scambiate
 } la prova ne dichiara significative a 0,05 { $below }: { $share } (95 %: da { $low } a { $high }).
coincidence-calibration-one-person-shared = I pagamenti dello stesso ordinante e le sessioni con un altro interlocutore: di { $pairs ->
    [one] una coppia
   *[other] { $pairs } coppie
 }, { $below } a 0,05: { $share } (95 %: da { $low } a { $high }).
coincidence-calibration-time-shift = I pagamenti di ogni coppia spostati lungo il tempo coperto: di { $pairs ->
    [one] una coppia
   *[other] { $pairs } coppie
 }, { $below } a 0,05: { $share } (95 %: da { $low } a { $high }).
coincidence-validity = Rapporti di verosimiglianza di { $same } coppie proprie e { $different } scambiate: area sotto la curva { $auc }, sopra 1 per il { $true } delle proprie e il { $false } delle scambiate, costo Cllr { $cllr } (1 non dice nulla).

## Figure

coincidence-figure-lag = Pagamenti secondo la distanza dall’inizio di una sessione, rispetto a una distribuzione uniforme; fascia: 95 % delle disposizioni dei giorni
coincidence-figure-surrogates = Pagamenti vicini nelle disposizioni dei giorni, e come osservati
coincidence-figure-partner-swap = Valori p delle coppie scambiate rispetto a una distribuzione uniforme
coincidence-figure-one-person-shared = Valori p delle coppie con una persona in comune rispetto a una distribuzione uniforme
coincidence-figure-time-shift = Valori p dopo uno spostamento nel tempo rispetto a una distribuzione uniforme

## Scheda del metodo

card-ana-003-question = I pagamenti di una parte all’altra e le sessioni tra le due cadono vicini nel tempo più spesso di quanto li avvicinerebbero i soli ritmi quotidiani?
card-ana-003-assumes-1 = Gli orologi di entrambe le fonti sono esatti al minuto, o entro l’intervallo dichiarato.
card-ana-003-assumes-2 = Più account sono ricondotti a un soggetto solo per identificativi esatti che una registrazione dichiara insieme.
card-ana-003-assumes-3 = Entrambe le fonti sono complete nella finestra in cui entrambe coprono la coppia; fuori di essa nulla è contato.
card-ana-003-assumes-4 = Se pagamenti e sessioni non avessero nulla a che fare tra loro, i pagamenti di un giorno feriale avrebbero potuto cadere altrettanto bene in un altro giorno feriale della finestra alla stessa ora, e quelli di un fine settimana in un altro; così anche per le festività e per i giorni attorno alla paga.
card-ana-003-assumes-5 = Finestre, direzione e statistica sono state fissate prima di guardare i dati.
card-ana-003-cannot-show-1 = Che cosa sia stato detto o mostrato in una sessione, chi sedesse alla tastiera, o l’età di chiunque.
card-ana-003-cannot-show-2 = Quale dei due abbia causato l’altro, o se un terzo fatto, come il contatto familiare, li abbia causati entrambi.
card-ana-003-cannot-show-3 = Che non vi sia alcun legame, dove nessuno è mostrato.
card-ana-003-cannot-show-4 = Un ritmo di settimane o di mesi seguito da entrambe le serie; a questo servono gli spostamenti circolari e il ritmo mensile calcolati accanto al risultato.
card-ana-003-parameter-1 = prima lettura: un pagamento da questo tempo prima di una sessione a questo tempo dopo
card-ana-003-parameter-2 = near (la finestra qui sopra), hour (60 minuti prima o dopo), inside (durante la sessione); un solo p sulla più alta
card-ana-003-parameter-3 = quota attesa di falsi riscontri, su tutte le coppie esaminate nel procedimento
card-ana-003-parameter-4 = permutazioni di una prova al massimo, almeno 1,1 m / q
card-ana-003-parameter-5 = dei numeri casuali; ogni coppia sorteggia da una serie propria
card-ana-003-parameter-6 = pagamenti e sessioni minimi di una prova
card-ana-003-parameter-7 = giorni con strati propri, dove ve ne sono almeno dieci
card-ana-003-source-1 = Galbraith, Smyth e Stern, Statistical methods for the forensic analysis of geolocated event data, JRSS-A 183(3), 2020.
card-ana-003-source-2 = Donges e altri, Event coincidence analysis, European Physical Journal Special Topics 225, 2016.
card-ana-003-source-3 = Besag e Clifford, Sequential Monte Carlo p-values, Biometrika 78, 1991.
card-ana-003-source-4 = Benjamini e Hochberg, JRSS-B 57, 1995; Benjamini e Yekutieli, Annals of Statistics 29, 2001.
card-ana-003-source-5 = Westfall e Young, Resampling-based Multiple Testing, 1993 (un solo p su più letture).
card-ana-003-source-6 = Linee guida ENFSI per la valutazione nei rapporti forensi, 2015.
card-ana-003-source-7 = Gandy e Hahn, MMCTest, Scandinavian Journal of Statistics 41, 2014 (le estrazioni proseguono a turni finché un esito resta aperto).
card-ana-003-error-rate-1 = coppie estranee di chiamate e messaggi del Copenhagen Networks Study segnalate a 0,05: 4,8 % di 19.856; a q = 0,05 trova 48 delle 142 coppie proprie, con il 2,4 % di falsi riscontri
card-ana-003-error-rate-2 = coppie scambiate di pagamenti con carta e soste brevi di automobili di una raccolta pubblica segnalate a 0,05: 4,2 % di 1.122; a q = 0,05 trova 32 delle 34 coppie proprie, con 3 falsi riscontri
card-ana-003-error-rate-3 = coppie sintetiche che condividono ore e giorni della settimana e nient’altro segnalate a 0,05: dal 3,5 % al 5,7 % in sei gruppi di 1.000; a q = 0,05 nessuna
