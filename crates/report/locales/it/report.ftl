# Le parole proprie della relazione: titoli, didascalie, note.

## Cornice
report-title = Relazione sulle registrazioni del procedimento
report-kind = Relazione sull’esame di registrazioni lecitamente acquisite
skip-link = Vai alla relazione
contents = Indice
innocence = Ogni persona nominata o descritta in questa relazione è innocente fino a sentenza definitiva. La relazione riporta ciò che le registrazioni contengono e ciò che i metodi vi hanno trovato; non decide nulla su alcuna persona.
footer-innocence = Presunzione di innocenza: nessuna frase di questa relazione è un accertamento su una persona. I riscontri riguardano registrazioni.
not-stated = non dichiarato

section-reading = 0 Come leggere questa relazione
section-questions = 1 Quesiti posti
section-answers = 2 Le risposte in una pagina
section-material = 3 Materiale ricevuto
section-findings = 4 Riscontri
section-contrary = 5 Elementi contrari; spiegazioni alternative; ciò che non è stato esaminato
section-methods = 6 Metodi, parametri, tassi di errore, versioni
section-custody = 7 Catena di custodia e come verificarla
section-people = 8 Decisioni e seconde firme
section-annex-rows = Allegato A: righe citate
section-annex-figures = Allegato B: i numeri delle figure
section-annex-clocks = Allegato C: orologi e fusi orari
section-annex-glossary = Allegato D: glossario
section-annex-software = Allegato E: software di cui è composto il programma
section-annex-disclosure = Allegato F: registro delle comunicazioni

## Copertina
cover-authority = Autorità
cover-legal-basis = Base giuridica
cover-made-at = Redatta il
cover-zone = Fuso orario del procedimento
cover-tasks = Tutela dei minori: quando questa relazione è stata redatta, { $waiting } compiti attendevano una persona, di cui { $overdue } scaduti (sezione sul quesito safeguarding, ANA-015).
seal-title = Sigillo
seal-log-root = Radice del registro di custodia
seal-log-size = Voci nel registro di custodia
seal-data-root = Impronta delle tabelle (radice dei dati)
seal-key = Chiave che ha firmato
seal-program = Programma
seal-note = Chi dispone della cartella del procedimento può ricostruire questa relazione dagli stessi reperti e ottiene gli stessi byte. La sezione 7 spiega come.

## 0 Come leggere
reading-innocence = Le persone i cui nomi, conti o numeri compaiono qui sono innocenti fino a sentenza definitiva. Ruoli come ordinante e beneficiario sono ruoli nelle registrazioni, non giudizi. Per ogni riscontro la relazione riporta ciò che vi si oppone e ciò che potrebbe spiegarlo altrimenti.
reading-classes-title = Fatti e valutazioni
class-fact = Fatto
class-assessment = Valutazione
reading-fact = Questo è il carattere di un fatto: ciò che le registrazioni riportano, o che chiunque può contare in esse.
reading-assessment = Questo è il carattere di una valutazione: ciò che si fonda su un metodo, un confronto o un’altra spiegazione. Può essere errata nella misura indicata dalla scheda del metodo.
reading-record = Registrazione è, in questa relazione, ciò che una fonte riporta in una riga: un trasferimento, una chiamata, un messaggio. La parola non indica un documento audio o video.
reading-stated = Le parole tra virgolette sono riportate come le ha scritte una fonte o una persona. I caratteri che non si vedono, o che cambiano la direzione della scrittura, sono riportati con il loro codice, per esempio \u{"{"}202e{"}"}.
reading-sources-title = Fonti
reading-sources = Dopo ogni frase stanno tra parentesi le registrazioni su cui si fonda: { $example } indica un reperto e una sua riga. Ciascuna rinvia all’allegato A, dove la riga sta come il reperto la contiene, con la sua posizione e la sua impronta. Una frase priva di tale fonte non può entrare in questa relazione.
reading-limits = Per un riscontro la pagina elenca al più { $rows } righe e, dove nulla è stato trovato, la prima di ogni frase; per un quesito riporta al più { $findings } riscontri. Se ve ne sono di più, il totale è dichiarato e il file report.json contiene tutto.
reading-times = Tutti gli orari sono espressi nel fuso orario del procedimento, { $zone }, con accanto lo scarto da UTC.
reading-certainty-title = Parole di certezza
certainty-caption = Le parole con cui i riscontri dichiarano la propria forza
certainty-word = Parole
certainty-meaning = Significato
certainty-recorded = Un conteggio o una somma di registrazioni. È affidabile quanto le registrazioni e la loro copertura.
certainty-above = Una prova ha trovato più di quanto dia il caso, e il risultato regge alla correzione per tutte le coppie esaminate. Non dice perché.
certainty-within = Una prova non ha trovato nulla che il caso non dia altrettanto. Ciò non dimostra che un legame non esista.
certainty-insufficient = Le registrazioni sono meno di quante il metodo richieda. Non è stata data alcuna risposta, e nessuna va letta in ciò.
scale-none = Per questo procedimento non è stata scelta alcuna scala verbale dei rapporti di verosimiglianza: i rapporti sono riportati solo come numeri.
scale-caption = Scala verbale dei rapporti di verosimiglianza: { $name }
scale-from = Da
scale-words = Parole
scale-digest = SHA-256 della scala firmata: { $digest }

## 1 Quesiti
questions-none = Nessun quesito è stato posto.
questions-nobody = Chi li abbia posti, e quando, non è annotato.
questions-caption = Ogni quesito con i suoi riscontri
column-code = Codice
column-question = Quesito
column-asked-by = Posto da
column-asked-at = Posto il
column-findings = Riscontri

## 2 Risposte
answers-note = I primi riscontri di ogni quesito, nell’ordine del quesito. La sezione 4 li riporta tutti, con le fonti e con ciò che vi si oppone.
answers-caption = Risposte, con forza e fonti
column-finding = Riscontro
column-answer = Risposta
column-strength = Forza
column-records = Registr.
column-contrary = Contro
tally = { $count ->
    [0] Nessun riscontro
    [one] Un riscontro
   *[other] { $count } riscontri
}
tally-recorded = { $count } da conteggio
tally-above = { $count } oltre il caso
tally-within = { $count ->
    [one] { $count } non distinguibile dal caso
   *[other] { $count } non distinguibili dal caso
}
tally-insufficient = { $count } con dati insufficienti

strength-title = Forza:
strength-recorded = da conteggio
strength-above = oltre il caso
strength-within = non distinguibile dal caso
strength-insufficient = dati insufficienti
strength-recorded-long = conteggio o somma di registrazioni, affidabile quanto le registrazioni e la loro copertura.
strength-above-long = più di quanto dia il caso: p = { $p }. Il risultato regge alla correzione per { $pairs ->
    [one] la sola coppia esaminata
   *[other] le { $pairs } coppie esaminate
} nel procedimento.
strength-within-long = non distinguibile dal caso: p = { $p }, con { $pairs ->
    [one] una coppia esaminata
   *[other] { $pairs } coppie esaminate
} nel procedimento. Ciò non dimostra che un legame non esista.
strength-insufficient-long = meno registrazioni di quante il metodo richieda; non è data alcuna risposta.
strength-no-lr = Nessun rapporto di verosimiglianza è possibile: non è dichiarata una popolazione di riferimento.
strength-lr = Rapporto di verosimiglianza circa { $lr }, mai riportato oltre quanto { $cap } coppie di riferimento indipendenti possano sostenere.
strength-lr-uncapped = Rapporto di verosimiglianza circa { $lr }; non è dichiarato alcun limite della popolazione di riferimento.
strength-scale = Sulla scala { $scale } del laboratorio: { $words }.

## 3 Materiale
material-none = Nessun reperto è stato ricevuto.
material-note = Ogni reperto è stato sigillato con due impronte prima di essere letto. Ogni riga di una fonte è una registrazione oppure uno scarto; nulla va perduto.
material-caption = Reperti e ciò che ne è stato letto (righe = registrazioni + scarti)
material-each-title = I singoli reperti
column-exhibit = Reperto
column-name = Nome
column-format = Formato
column-state = Stato
column-rows = Righe
column-rejects = Scarti
column-skipped = Altre righe
format-delimited = testo delimitato (CSV)
format-workbook = cartella di lavoro (XLSX)
format-camt = estratto conto (ISO 20022 camt)
format-goaml = segnalazione (goAML XML)
format-telegram = esportazione Telegram (JSON)
format-whatsapp-text = chat WhatsApp (testo)
format-bodyfile = linea temporale (body file)
format-hash-list = elenco di impronte
format-unknown = non riconosciuto
state-parsed = letto
state-partial = letto in parte
state-unsupported = riconosciuto, senza lettore
state-failed = lettura terminata prima della fine
state-unread = non riconosciuto, non letto
exhibit-giver = Ricevuto da
exhibit-legal-basis = Base giuridica
exhibit-received = Sigillato il
exhibit-size = Dimensione
exhibit-zone = Fuso orario dei suoi orari
exhibit-rejects = Scarti
exhibit-notes = Da sapere
size-bytes = { $count ->
    [one] un byte
   *[other] { $count } byte
}
zone-none = nessun fuso applicabile
zone-source-in-value = indicato in ogni valore
zone-source-exhibit-setting = impostato per questo reperto da una persona
zone-source-place = fuso orario del luogo, dichiarato in ora locale
zone-source-operator-default = impostazione nota dell’operatore
zone-source-assumed = presunto uguale a quello del procedimento
zone-several = diversi
note-version = Il reperto dichiara la versione { $version } del suo formato.
note-encoding = Letto come { $encoding }, { $set ->
    [encoding-set] impostazione di una persona.
   *[encoding-detected] riconosciuto dal programma.
}
encoding-set = impostazione di una persona
encoding-detected = riconosciuto dal programma
note-mapping = Letto con la mappatura { $name }, scelta per l’intestazione con impronta { $fingerprint }.
note-unknown-field = Nessuna mappatura per il campo { $field }; i suoi valori sono conservati.
note-total = La fonte dichiara { $stated } per { $what }; è stato letto { $found }.
note-remark = { $text }
note-companion = Letto insieme a { $name }.
note-member = In { $member }: { $text }
note-folder = È stato ricevuto come cartella e sigillato come un solo archivio, che chiunque può rifare con la ricetta { $recipe }: { $files } file con { $bytes } byte, { $folders } cartelle, { $links } collegamenti, { $others } pipe e dispositivi.
note-folder-left-out = Esclusi dall'archivio: { $count } elementi (socket, o non leggibili); il registro di custodia li elenca.
note-members = Contiene { $told } elementi: { $parsed } sono stati letti fino alla fine, { $unread } sono di formato sconosciuto e figurano con le loro impronte, { $troubled } non sono stati letti fino alla fine; `tutela status --json` li elenca.
coverage-title = Copertura e lacune
coverage-note = Ciò che una fonte non copre non può deporre a favore né contro. Un periodo delimitato solo dalle registrazioni può essere più breve di quello richiesto.
coverage-caption = Periodi coperti, per fonte
column-kind = Tipo
column-account = Conto
column-from = Da
column-until = A
column-basis = Base
column-gaps = Lacune
coverage-whole = intero reperto
coverage-stated = dichiarato dalla fonte
coverage-spanned = delimitato dalle registrazioni
gaps-unknown = nessuna nota

## 4 Riscontri
findings-some = La pagina riporta i primi { $shown } riscontri su { $total }, nell’ordine del quesito; report.json li contiene tutti.
finding-word = Riscontro
finding-key = Chiave del riscontro:
sources-more = { $count ->
    [one] e un’altra
   *[other] e altre { $count }
}
rows-all = { $total ->
    [one] Si fonda su una registrazione, elencata nell’allegato A:
   *[other] Si fonda su { $total } registrazioni, tutte elencate nell’allegato A:
}
rows-some = Si fonda su { $total } registrazioni. { $listed ->
    [one] Una è elencata
   *[other] { $listed } sono elencate
} nell’allegato A, compresa la prima di ogni frase; report.json le contiene tutte:
contrary-title = Elementi contrari
contrary-none = Con questo metodo non è stata trovata alcuna registrazione contraria.
alternatives-title = Altre possibili spiegazioni
alternatives-none = Il metodo non ha calcolato altre spiegazioni. Ciò non significa che non ve ne siano.

## 5 Contro
contrary-note = Le frasi che seguono stanno anche accanto ai rispettivi riscontri nella sezione 4. Sono raccolte qui perché si possano leggere insieme.
contrary-collected-title = Ciò che si oppone ai riscontri
contrary-collected-none = Con i metodi usati non è stata trovata alcuna registrazione contraria a un riscontro. Ciò non significa che non ve ne siano.
alternatives-collected-title = Altre spiegazioni
alternatives-collected-none = I metodi usati non hanno calcolato altre spiegazioni. Ciò non significa che non ve ne siano.
unexamined-title = Ciò che non è stato esaminato
unread-title = Reperti non letti, o non letti fino in fondo
unread-none = Ogni reperto è stato letto fino in fondo.
rejects-title = Righe accantonate
rejects-none = Nessuna riga è stata accantonata.
rejects-of = { $rejects ->
    [one] non è stato possibile leggere una riga
   *[other] non è stato possibile leggere { $rejects } righe
} su { $rows } (la sezione 3 dice perché).
gaps-title = Lacune nella copertura
gaps-none = Nessuna lacuna è nota. Dove una fonte delimita un periodo solo con le sue registrazioni, una lacuna agli estremi non è visibile.
gap-of = { $exhibit }, { $table }: nulla dal { $from } al { $until }
not-asked-title = Quesiti non posti
not-asked-none = Ogni quesito che il programma sa porre è stato posto.
not-asked-no-reason = motivo non dichiarato
unexamined-note = Ciò che ogni metodo non può mostrare è indicato nella sua scheda, nella sezione 6.

## 6 Metodi
methods-note = Le schede sono riportate come stanno nel programma. Le stesse tabelle, versione, parametri e seme danno gli stessi riscontri, byte per byte.
card-version = Versione del metodo
card-seed = Seme
seed-none = nessuno: nulla è estratto a sorte
card-assumes = Presuppone
card-cannot-show = Non può mostrare
card-parameters = Parametri usati
card-error-rates = Tassi di errore noti
card-error-rates-none = Nessuno è stato misurato.
card-measured = Misurato dove la verità è nota
card-sources = Fonti
column-measured-on = Misurato su
column-measure = Che cosa
column-interval = Intervallo al 95 %
column-parameter = Parametro
column-value = Valore
column-meaning = Significato
software-caption = Programmi e file di dati impiegati
column-version = Versione
column-detail = Impronta o provenienza

## 7 Custodia
custody-note = Ogni atto sul procedimento è una voce di un registro al quale si può solo aggiungere (albero RFC 6962, checkpoint C2SP). La radice qui sotto le rappresenta tutte: chi cambia una voce o un reperto cambia la radice.
checkpoint-title = Checkpoint firmato
checkpoint-note = Va confrontato con la copia cartacea o con un testimone che lo abbia controfirmato.
verify-title = Per verificare
verify-expect = Deve stampare:
by-hand-title = Per controllare a mano una riga
by-hand-note = I byte di { $record } citati nell’allegato A, ricavati dal reperto nella cartella del procedimento con strumenti comuni:

## 8 Persone
decisions-none = Non risulta alcuna decisione di una persona su questi riscontri. Sono ciò che i metodi hanno trovato; nessuno li ha ancora accolti o respinti.
decisions-caption = Decisioni, in ordine di tempo
column-when = Quando
column-who = Chi
column-about = Su
column-decided = Deciso
column-ground = Motivo
column-second = Seconda firma
second-none = nessuna
second-waits = in attesa
decided-accepted = accolto
decided-contact = categoria: contatto
decided-convicted = categoria: condannato
decided-doubted = posto in dubbio
decided-not_same = due soggetti
decided-open = ritirata
decided-other = categoria: altra parte
decided-rejected = respinto
decided-same = un solo soggetto
decided-under_investigation = categoria: persona sottoposta alle indagini
decided-unclassified = categoria: non classificato
decided-undecided = ritirata
decided-unsure = può essere un solo soggetto
decided-victim = categoria: vittima
decided-witness = categoria: testimone
decision-replaced = non più in vigore
decision-records-changed = presa quando il riscontro poggiava su altre registrazioni
finding-decided = Decisione di una persona: { $decided }, di { $by }, { $at }, perché: { $ground }. Seconda firma: { $second }.
notes-caption = Note di persone, in ordine di tempo
column-note = Nota
finding-noted = Nota di una persona: { $text } ({ $by }, { $at })

## Allegati
rows-note = Ogni riga sta nel riquadro come il reperto la contiene. Sopra, il programma ne nomina i campi; sotto stanno i byte del reperto e lo SHA-256 di quei soli byte, così che la riga si possa controllare senza questo programma. Sotto il numero della riga stanno i riscontri che la citano. Ciò che tutte le righe di una tabella riportano uguale è detto una volta, sopra la tabella; un numero di telefono che la fonte scrive già in forma canonica è detto una volta.
rows-alike = Tutte le righe di questa tabella:
rows-caption = Righe di { $exhibit }: { $kind }
column-record = Registrazione
column-record-cited = Registrazione, citata da
column-stands = Ciò che vi sta scritto
quote-cut = { $count ->
    [one] Un altro carattere è
   *[other] Altri { $count } caratteri sono
} in report.json.
quote-cells = celle di una cartella di lavoro, che non ha byte propri per una riga
place-inside = dentro
place-row = riga { $row }
place-bytes = { $length } byte dopo i primi { $first }
figures-note = I numeri che le figure disegnano.
figures-none = In questa relazione non vi sono figure.
figure-name = Figura { $number }.
figure-total = totale
figure-table-link = I suoi numeri sono una tabella nell’allegato B.
figure-back-link = Torna alla figura
figure-empty = Non vi sono numeri da disegnare.
table-cut = La pagina riporta { $shown } righe su { $total }; report.json le contiene tutte.
clocks-note = Come si comportano gli orari di ciascun reperto. Un orario messo da un impiegato e non da un orologio cade spesso sull’ora esatta, a mezzogiorno o a mezzanotte.
clocks-caption = Orari per reperto e colonna
clocks-none = Nessun orario è stato esaminato.
column-column = Colonna
column-zone = Fuso
column-times = Orari
column-day-only = Solo giorno
column-on-hour = Ora esatta
column-on-noon = A mezzogiorno
column-on-midnight = A mezzanotte
column-in-fold = In un’ora ripetuta
column-duplicates = Righe ripetute
column-offset = Scarto dell’orologio
clock-offset = { $span } rispetto a { $exhibit }
clock-no-pairs = nessun evento da confrontare
packages-note = { $count } pacchetti, come li nomina il file di blocco della compilazione; vi sono compresi quelli usati solo dalle prove. Ogni nome porta lo SHA-256 del suo archivio; report.json li elenca.
disclosures-none = Nulla è stato comunicato prima di questa relazione.
disclosures-caption = Comunicazioni, in ordine di tempo
disclosures-readings = Il caso ha membri. Il contenuto è stato mostrato { $readings } volte, a { $persons } persone, ogni volta con un motivo; { $refused } comandi sono stati rifiutati. Chi ha letto che cosa sta nel registro degli accessi del caso e non esce con questa relazione.
column-to = A chi
column-what = Che cosa
column-purpose = Scopo

## Figure
week-axis = Ora del giorno
week-legend = Registrazioni/ora:
week-description = Conteggi di { $total } registrazioni per giorno della settimana e ora. Il maggiore è { $most }, di { $day } nell’ora { $hour }.
column-hour = Ora
flows-payers = Ordinanti
flows-payees = Beneficiari
flows-note = Lo spessore è la somma di denaro. Chi paga e riceve sta su entrambi i lati; la figura non dice che il denaro sia passato attraverso di lui.
flows-undrawn = { $count ->
    [one] Un collegamento non ha
   *[other] { $count } collegamenti non hanno
} un importo maggiore di zero né spessore; la tabella li elenca.
flows-others = { $count ->
    [one] un altro collegamento
   *[other] altri { $count } collegamenti
}
flows-description = { $links ->
    [one] Un collegamento
   *[other] { $links } collegamenti
} tra ordinanti e beneficiari. Il più spesso va da { $payer } a { $payee }: { $sum }.
column-sum = Somma
lag-axis-days = Distanza in giorni (negativa: prima)
lag-axis-hours = Distanza in ore (negativa: prima)
lag-axis-minutes = Distanza in minuti (negativa: prima)
lag-axis-value = Valore della curva
lag-zero = stesso momento
lag-observed = osservato
lag-band = 95 % di ciò che dà il caso
lag-note = Dove la linea esce dalla banda, le registrazioni sono più vicine o più lontane di quanto dia il caso a quella sola distanza; il riscontro si fonda sulla prova, non sul disegno.
lag-description = Una curva su { $points } distanze. In { $outside } di esse sta fuori dalla banda del caso; il punto più alto è alla distanza di { $peak }.
column-lag = Distanza
column-band-low = Banda, estremo inferiore
column-band-high = Banda, estremo superiore
surrogates-axis = Valore della statistica
surrogates-count = Ripetizioni con giorni rimescolati
surrogates-observed = osservato: { $value }
surrogates-note = Ogni barra conta le ripetizioni in cui il solo caso ha dato quel valore.
surrogates-description = In { $total } ripetizioni per solo caso la statistica è caduta tra { $low } e { $high }. Le registrazioni danno { $observed }.
column-below = Sotto
network-note = Ogni soggetto ha un numero e la lettera della sua comunità, che la forma ripete; ogni tipo di linea è un tipo di legame. La posizione dice solo che cosa sta insieme: la vicinanza e il centro non significano nulla di per sé.
network-description = { $nodes } soggetti e { $ties } legami tra loro; la tabella elenca ogni legame con il suo tipo e il conteggio.
network-from = Un soggetto
network-to = L’altro
network-tie = Legame
network-count = Conteggio
quantiles-expected = p atteso
quantiles-found = p trovato
quantiles-ideal = come dovrebbe essere
quantiles-note = La prova su dati in cui nulla può essere trovato. Punti sulla linea: i suoi valori p sono ciò che dichiarano; punti sotto la linea: trova troppo.
quantiles-description = { $points } valori p dove nulla può essere trovato, confrontati con l’atteso. Il { $share } di essi sta sotto 0,05; sarebbe giusto il 5 %.

weekday-1 = lunedì
weekday-2 = martedì
weekday-3 = mercoledì
weekday-4 = giovedì
weekday-5 = venerdì
weekday-6 = sabato
weekday-7 = domenica
weekday-short-1 = lun
weekday-short-2 = mar
weekday-short-3 = mer
weekday-short-4 = gio
weekday-short-5 = ven
weekday-short-6 = sab
weekday-short-7 = dom
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre
