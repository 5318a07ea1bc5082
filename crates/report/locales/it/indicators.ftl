# ANA-012 indicatori: una riga per ciascun indicatore pubblicato, con la sua lettura innocente.
indicators-list = L’elenco degli indicatori pubblicati, versione { $version }, ne contiene { $indicators }. Sono stati calcolati per { $pairs ->
    [one] una coppia
   *[other] { $pairs } coppie
 } di pagante e beneficiario e per { $payees ->
    [one] un beneficiario
   *[other] { $payees } beneficiari
 }, in ordine di nome.
indicators-guarded = { $pairs ->
    [one] Un’altra coppia non ha
   *[other] Altre { $pairs } coppie non hanno
 } una scheda, perché chi paga va considerato come possibile vittima.
indicators-no-sum = Nessun singolo indicatore dice a che cosa serva un pagamento. Le righe non si sommano e da esse non deriva alcun ordine.
indicators-pair = Pagamenti di { $payer } a { $payee } in { $currency }: { $payments ->
    [one] uno, { $first }
   *[other] { $payments }, dal { $first } al { $last }
 }. È stato possibile calcolare { $computed } indicatori pubblicati su { $indicators } ({ $total ->
    [one] l’unica coppia
   *[other] coppie per nome: mostrate { $shown } di { $total }
 }).
indicators-payee = Pagamenti a { $payee } in { $currency }: { $payments ->
    [one] uno, { $first }
   *[other] { $payments }, dal { $first } al { $last }
 }. È stato possibile calcolare { $computed } indicatori pubblicati su { $indicators } ({ $total ->
    [one] l’unico beneficiario
   *[other] beneficiari per nome: mostrati { $shown } di { $total }
 }).
indicators-row = Indicatore, { $indicator }: { $value }. Gli elenchi lo segnalano { $way } { $limit } ({ $published }). Il { $share } di altri { $group } casi ({ $others }) di questo procedimento nella stessa valuta ha un valore uguale o inferiore.
indicators-row-alone = Indicatore, { $indicator }: { $value }. Gli elenchi lo segnalano { $way } { $limit } ({ $published }). Non è stato possibile calcolare la posizione rispetto ad altri: { $group ->
    [0] nessun altro caso
    [one] un solo altro caso
   *[other] solo altri { $group } casi
 } ({ $others }) di questo procedimento nella stessa valuta.
indicators-from = a partire da
indicators-up-to = fino a
indicators-others-pairs = coppie
indicators-others-payees = beneficiari
indicators-missing = Non calcolato: { $indicator }, perché { $reason }.
indicators-twin = Accanto a { $indicator }: { $twin }, { $value }. { $speaks }
indicators-twin-missing = Accanto a { $indicator }: { $twin }, non calcolabile perché { $reason }.
indicators-speaks = Questo depone per una lettura innocente.
indicators-silent = Questo non depone per essa.

indicators-missing-few-payments = i pagamenti sono meno di quelli richiesti
indicators-missing-currency = per questa valuta non è fissato alcun limite
indicators-missing-no-hours = le registrazioni indicano giorni e non ore
indicators-missing-no-description = le registrazioni non indicano nome, indirizzo o identificativo accanto all’account
indicators-missing-no-address = per uno dei due nessuna registrazione indica indirizzo, telefono o e-mail
indicators-missing-few-months = i pagamenti si trovano entro meno di tre mesi
indicators-missing-few-days = i due sono stati in contatto in meno di cinque giorni
indicators-missing-no-journeys = non è giunto alcun viaggio di chi paga
indicators-missing-not-in-records = nessun tipo di registrazione letto lo indica
indicators-missing-one-source = i pagamenti provengono da una sola fonte
indicators-missing-nothing-beside = è registrato troppo poco d’altro con cui confrontare

indicators-name-small-amounts = quota di importi piccoli
indicators-name-short-gaps = tempo mediano tra i pagamenti
indicators-name-round-amounts = quota di importi tondi
indicators-name-night-hours = quota di pagamenti di notte
indicators-name-escalation = correlazione per ranghi tra importo e ordine
indicators-name-no-stated-tie = legami di indirizzo, telefono o posta elettronica
indicators-name-several-payees = beneficiari di chi paga entro novanta giorni
indicators-name-journey-after-payments = tratte di viaggio di chi paga dopo i pagamenti
indicators-name-several-channels = fonti attraverso cui sono passati i pagamenti della coppia
indicators-name-stopped-transfers = trasferimenti annullati, rimborsati o respinti
indicators-name-stated-purpose = causale indicata dei pagamenti
indicators-name-merchants-beside = tipi di esercenti pagati nello stesso periodo
indicators-name-unrelated-payers = paganti del beneficiario entro novanta giorni
indicators-name-passed-on = quota di denaro inoltrata ad altri
indicators-name-shared-identifiers = altri indicati con un identificativo del beneficiario

indicators-measure-near-usual-day = quota di pagamenti vicini a uno stesso giorno del mese o al giorno di paga
indicators-measure-months-paid = quota di mesi con un pagamento
indicators-measure-relation-days = tempo durante il quale i due risultano conoscersi
indicators-measure-group-median = importo come multiplo di quanto pagano di solito le coppie del procedimento
indicators-measure-office-hours = quota di pagamenti nei giorni feriali dalle otto alle diciotto
indicators-measure-contact-days = quota di giorni in cui i due sono in contatto
indicators-measure-shared-names = parole dei nomi che i due hanno in comune
indicators-measure-source-round-amounts = quota di importi tondi tra tutti gli altri pagamenti delle stesse fonti
indicators-measure-own-night-hours = quota di chiamate, messaggi e accessi di chi paga di notte
indicators-measure-zone-not-stated = quota di pagamenti il cui fuso orario non è indicato nel valore
indicators-measure-rate-drift = correlazione per ranghi tra un cambio in calo e l’ordine dei pagamenti
indicators-measure-payees-tied = quota di beneficiari in contatto tra loro o con un identificativo comune
indicators-measure-journeys-before = tratte di viaggio prima del primo pagamento
indicators-measure-payers-with-several-sources = quota di tutti i paganti i cui pagamenti sono passati da più fonti
indicators-measure-case-undone = quota di tutti i pagamenti del procedimento che sono stati annullati
indicators-measure-payers-tied = quota di paganti in contatto tra loro o con un identificativo comune
indicators-measure-passed-on-to-one = quota del denaro inoltrato che è andata a un solo destinatario
indicators-measure-holders-of-identifier = titolari dell’identificativo che ne ha di più

card-ana-012-question = Quali indicatori pubblicati mostrano i pagamenti di un pagante a un beneficiario, dove si collocano tra gli altri pagamenti del procedimento, e che cosa depone per una lettura innocente?
card-ana-012-assumes-1 = il registro conta ogni pagamento una volta
card-ana-012-assumes-2 = gli orari sono nel fuso del procedimento, per quanto il loro fuso è indicato
card-ana-012-cannot-show-1 = a che cosa servisse un pagamento: nessun indicatore, e nessun loro numero, lo dice
card-ana-012-cannot-show-2 = quanto un valore sia usuale fuori dal procedimento: il gruppo di confronto è il procedimento stesso, che non è un campione della popolazione
card-ana-012-cannot-show-3 = nulla su una persona: le righe non si sommano mai e le coppie non sono mai ordinate in base a esse
card-ana-012-parameter-1 = versione dell’elenco degli indicatori
card-ana-012-parameter-2 = soglie diverse da quelle dell’elenco
card-ana-012-parameter-3 = fuso orario in cui si contano ore e mesi
card-ana-012-parameter-4 = numero minimo di altre coppie, o beneficiari, per una posizione tra loro
card-ana-012-parameter-5 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-012-source-1 = GAFI 2025, FINTRAC 2025, AUSTRAC 2022, FinCEN 2021, UIF 2023, come citati riga per riga nell’elenco degli indicatori
card-ana-012-source-2 = AUSTRAC: nessun singolo indicatore finanziario rivela a che cosa serva un conto
card-ana-012-source-3 = regole proprie; si veda la pagina d’esempio indicators
card-ana-012-error-rate-1 = caso sintetico, fattore 2, semi da 11 a 15: nessun indicatore da solo distingue le coppie associate dalle altre con un’area sotto la curva sopra 0,66; la lettura innocente vera di una coppia depone in suo favore nel 99,9 % di 8.161 coppie
