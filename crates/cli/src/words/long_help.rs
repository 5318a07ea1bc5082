//! The long help in Italian: what a verb does, before its examples.

/// What the long help of a verb says before its examples.
pub(super) static LONG: &[(&str, &str)] = &[
    (
        "ask",
        "Pone una domanda al caso com'è e ne mostra i riscontri: ciascuno con ciò che vi si oppone e con che cos'altro potrebbe spiegarlo. Senza nome elenca le domande.",
    ),
    (
        "assign",
        "Propone quale ufficio prende in carico un obiettivo, secondo regole di competenza che sono dati dell'unità (docs/assignment.md). I luoghi di residenza vengono dagli indirizzi riportati dalle registrazioni; ciò che un ufficio ha fatto per primo e i casi aperti vengono da un file di fatti. Dove le regole indicano più uffici, o nessuno, decide una persona.",
    ),
    (
        "audit",
        "Mostra il registro degli accessi di un caso con membri: a chi è stato mostrato che cosa, quando e perché, e a \
         chi è stato rifiutato. Di un comando il registro ha il nome e i nomi delle opzioni, mai ciò che si cercava. Che \
         qualcuno lo legga, e che cosa ne chieda, vi è scritto prima; il motivo si dà con --reason.",
    ),
    (
        "build",
        "Pone tutte le domande alle registrazioni e costruisce l'indice di ricerca. Stesse \
         registrazioni, stesso seme e stessa versione danno gli stessi riscontri, byte per byte.",
    ),
    (
        "coincide",
        "Verifica per ogni coppia se pagamenti e sessioni si incontrano più di quanto farebbero \
         incontrare i due ritmi quotidiani. La finestra è fissata prima di guardare, tutte le coppie \
         contano come una sola famiglia di verifiche, e il metodo è provato su dati dello stesso \
         caso che non possono essere associati.",
    ),
    (
        "compare",
        "Confronta un profilo, scritto prima della perquisizione (docs/profile.md), con ciò che le registrazioni contengono: prima i contraddetti, poi i non trovati, i non cercati, i confermati; ciascuno con le sue registrazioni e i reperti esaminati.",
    ),
    ("completions", "Stampa i completamenti per una shell."),
    (
        "decide",
        "Decide su un riscontro o sulla categoria di un soggetto, o mostra ciò che fu deciso. Il motivo si dà con \
         --reason; una decisione successiva sulla stessa cosa la sostituisce, e ognuna resta nel registro e nella \
         relazione.\n\n`accept`, `reject`, `doubt` e `reopen` prendono il quesito e la chiave del riscontro, come \
         la mostra la relazione; `categorise` la chiave di un soggetto e --as; `sign` il numero di una decisione. \
         Ciò che è accolto, e ogni categoria, vale con la firma di una seconda persona.",
    ),
    (
        "demo",
        "Crea un caso sintetico e vi esegue l'intero lavoro: le fonti sono inventate da un seme, \
         sigillate, lette, disposte in tabelle, interrogate e citate in una relazione, il cui \
         percorso è stampato alla fine.",
    ),
    (
        "doctor",
        "Controlla ciò che il lavoro chiede a questa macchina: un kernel che sappia rinchiudere i \
         lettori, fili di esecuzione, una cartella in cui scrivere.\n\nCon --validity mostra invece quanto vale \
         ogni metodo dove la verità è nota: su quali dati, con quale versione, e con intervalli al 95 % dove \
         ve ne sono.",
    ),
    (
        "erase",
        "Cancella la registrazione di un atto dal registro di custodia: registrazione e sale non ci sono più, la \
         foglia e ogni prova restano, e il registro dice chi l'ha chiesto, chi ha acconsentito e a quale titolo \
         (--reason).\n\nOccorrono due persone: il primo comando la chiede e termina con 6; lo stesso comando di un \
         altro account la esegue. Le registrazioni di reperti e di cancellazioni restano. Senza foglia mostra che \
         cosa attende.",
    ),
    (
        "export",
        "Consegna ciò che lascia il caso per altri programmi: a chi e a quale scopo è registrato con \
         l'impronta.\n\n`csv`, `parquet` e `xlsx` sono tabelle delle registrazioni come le riportano le \
         fonti, ciascuna con il suo luogo. Un manifesto dice quante registrazioni di ogni tipo ha il caso, quante sono \
         state scritte e perché altre no. `case`, `timesketch`, `bodyfile`, `ftm` e `goaml` sono registrazioni per i programmi e \
         gli uffici di questi nomi, `graphml` e `gexf` la rete (docs/exports.md).\n\n`vics` scrive i file per cui il triage ha deciso `hand-over`, per chi identifica le \
         vittime: impronte, luoghi, orari e ciò che dichiarano i metadati; nessuna immagine.\n\n`bundle` scrive \
         un pacchetto sigillato, una cartella o (se il nome finisce in .tar) un archivio: reperti, registrazioni \
         del registro di custodia con le loro prove, riscontri e relazione, e uno script con cui un estraneo \
         controlla tutto senza questo programma. Lo stesso caso dà gli stessi byte. La chiave stampata va \
         consegnata per altra via.",
    ),
    (
        "flow",
        "Mostra chi ha pagato chi: pagamenti e somme per coppia e valuta, sommati una volta sola \
         per quante siano le fonti che li riportano.",
    ),
    (
        "ingest",
        "Sigilla file e cartelle e li legge in registrazioni. Dopo un'interruzione ripetere lo \
         stesso comando per proseguire: ciò che è già stato letto non è letto due volte.",
    ),
    (
        "init",
        "Crea un caso: una cartella con il suo registro, e i fatti su cui poggia tutto il resto.",
    ),
    (
        "map",
        "Mostra le mappature del caso, ne propone una per un file, o salva quella controllata da \
         una persona. Nulla è letto con una proposta: valgono solo le mappature salvate qui e quelle \
         della casa.",
    ),
    (
        "members",
        "Mostra e modifica chi è membro del caso: di quale unità, con quali ruoli, e quale materiale può vedere. Un caso \
         senza membri è di una persona sola; dal primo in poi, ciò che a nessuno è stato concesso è rifiutato \
         (docs/members.md).\n\n`add ACCOUNT` nomina un membro o ne cambia il posto, `remove ACCOUNT` lo toglie \
         dall'elenco; il motivo si dà con --reason. Il primo membro tiene l'elenco; ogni altra modifica vale quando una \
         seconda persona la firma (`sign NUMERO`), e fino ad allora termina con 6. `read` dichiara con --reason perché \
         si legge nelle prossime ore, così che non lo debba fare ogni comando.",
    ),
    (
        "network",
        "Mostra chi è legato a chi: pagamenti, chiamate, messaggi, rubriche e cose che più persone hanno, con i gruppi, i ponti e i percorsi tra altri che ne seguono. Ciò che molti condividono conta poco, e la risposta lo dice. Un posto in una rete è un fatto sulle registrazioni; non ne segue alcun ruolo.\n\nCon --around mostra chi è a un passo da questi soggetti, con le registrazioni che lo collocano lì.",
    ),
    (
        "note",
        "Mostra, scrive e ritira note ed etichette accanto a un riscontro, una registrazione o un soggetto. Ognuna resta \
         nel registro con autore e orario; anche ciò che è ritirato resta, con il motivo (--reason).\n\nUna nota resta \
         nell'unità, e non esce con alcuna relazione o pacchetto, salvo che sia scritta con --for-report. Le etichette \
         vengono da un elenco del caso, e restano nell'unità.\n\n`write` e `tag` prendono il quesito e la chiave di un \
         riscontro, il numero di una registrazione (EX-2/14), o la chiave di un soggetto; `withdraw` il numero di una \
         nota o etichetta; `tags` mostra l'elenco, `allow` vi mette un'etichetta con il suo significato.",
    ),
    (
        "report",
        "Scrive la relazione: una pagina senza script né richieste di rete, e lo stesso contenuto in \
         JSON. Ogni frase cita le registrazioni su cui poggia; una frase senza sostegno ferma la \
         relazione.\n\n`check` non scrive nulla: indica ogni frase senza sostegno (codice di uscita 4) e ogni decisione che \
         attende una seconda persona o le cui registrazioni sono cambiate da allora (codice 6).",
    ),
    (
        "resolve",
        "Mostra quali identificativi le registrazioni riportano insieme e quali menzioni possono essere una sola persona, ogni legame con i suoi pesi, ciò che vi si oppone, e le decisioni in vigore.\n\n`same`, `not-same` e `unsure` decidono su due chiavi, `undecided` ritira una decisione; il motivo si dà con --reason. Nessuna registrazione cambia: la prossima costruzione unisce o separa i soggetti.",
    ),
    (
        "search",
        "Cerca testi e identificativi. Le parole valgono senza riguardo a maiuscole e accenti; un \
         numero di telefono, IBAN, indirizzo e-mail o account è trovato comunque sia scritto.",
    ),
    (
        "sets",
        "Conserva gli insiemi noti di questa postazione: elenchi di impronte di cui qualcuno \
         risponde, uniti in un solo indice. Un insieme è preso intero o rifiutato intero, e una \
         modifica è fatta in una volta o per nulla.\n\n`add FILE` aggiunge un insieme, o prende il \
         posto di quello con lo stesso nome; `update FILE` applica un file di modifiche all'insieme \
         indicato; `remove`, `list` e `verify` tolgono, mostrano e controllano.",
    ),
    (
        "status",
        "Mostra ogni reperto con conteggi che tornano, i periodi dichiarati dalle fonti e ciò che \
         resta da fare.",
    ),
    (
        "summary",
        "Scrive una sintesi per il pubblico: quante persone, di quali età, in quali province, sotto quali \
         misure, senza alcun numero da cui individuarne una, e la frase d'innocenza (docs/assignment.md). Il \
         file delle persone non ha posto per un nome, e nessuna registrazione del caso è letta.\n\nChe cosa \
         esce, a chi e a quale scopo è registrato con l'impronta. Con --dry-run il testo è mostrato, e nulla \
         è scritto né registrato.",
    ),
    (
        "tasks",
        "Mostra i compiti di tutela dell'ultima costruzione, prima quelli che attendono, ciascuno con i suoi fatti, chi \
         lo ha in carico, la scadenza e ciò che si fece in precedenza per gli stessi soggetti. Termina con 7 finché uno \
         attende: nessuno l'ha preso in carico, è stato passato e nessuno l'ha ricevuto, o è scaduto.\n\n\
         `acknowledge NAME` ne prende in carico uno; `hand-on NAME` passa il proprio a --to ACCOUNT o --unit NOME, con \
         un file da portare se --file ne indica uno; `receive NAME` è la ricevuta, e lo fa proprio; `close NAME` lo \
         chiude. Ciò che si fa si dichiara con --reason. Una scadenza decorre dalla costruzione che ha trovato il \
         compito per la prima volta, secondo l'orologio di quella macchina; `task_hours` in `case.toml` ne fissa le ore \
         per tipo di fatto.",
    ),
    (
        "timeline",
        "Mostra pagamenti, chiamate, messaggi, accessi, viaggi e altre registrazioni di questi soggetti su una sola linea del tempo. Un orario noto solo al giorno può stare prima o dopo ogni altro di quel giorno, ed è segnato con `~`.",
    ),
    (
        "travel",
        "Mostra chi ha viaggiato dove e quanto vi è rimasto, che cosa hanno fatto pagamenti e chiamate prima, durante e dopo un soggiorno, e chi ha viaggiato insieme, rispetto a quanto spesso un percorso è fatto.",
    ),
    (
        "triage",
        "Confronta ogni file del caso con gli insiemi noti: per impronta, e un'immagine che le impronte \
         lasciano aperta per il suo aspetto, preso nella gabbia. Nessun file è mostrato. Un file elencato \
         indica il suo insieme e chi ne risponde; noto non vuol dire buono.\n\n`groups` mostra i file non \
         decisi che una sola decisione può riguardare; `decide GROUP` decide su di essi; `shared` mostra i \
         contenuti che si trovano presso detentori diversi; `open FILE` consegna i byte di un file, e ciò \
         è registrato prima.",
    ),
    (
        "unveil",
        "Svela chi è protetto. Un soggetto che può essere un minore o una vittima compare come `protetto-1` in tutto ciò \
         che il programma mostra e consegna (docs/pseudonyms.md). Chi è viene mostrato a chi lo ha chiesto, quando una \
         seconda persona ha firmato, finché dura il tempo, e solo dai comandi che ricevono `--unveiled` e un \
         motivo.\n\n`ask protetto-1` lo chiede, con --reason; `sign NUMERO` firma come seconda persona, a cui non \
         mostra nulla; `end NUMERO` lo conclude subito. Ogni passo e ogni uso stanno nel registro di custodia. La \
         richiesta termina con 6 finché non è firmata.",
    ),
    (
        "verify",
        "Ricalcola le impronte di ogni reperto, controlla il registro di custodia e le tabelle e \
         nomina ogni file cambiato. Termina con 4 se qualcosa è cambiato.\n\nCon BUNDLE controlla allo stesso \
         modo un pacchetto sigillato (una cartella o un file .tar); non serve alcun caso. Indicare la chiave \
         consegnata per altra via: senza di essa un pacchetto rifatto con un'altra chiave non si riconosce.",
    ),
    (
        "register",
        "Mostra un registro del caso come documento in Markdown, fatto dal suo registro degli atti: le attività di \
         trattamento, i destinatari, o ciò da cui parte una valutazione d'impatto (direttiva (UE) 2016/680, artt. 24 e \
         27). Nessuna registrazione è aperta: si dicono tipi e quantità, mai di chi parlano. Ciò che sa soltanto \
         l'autorità sta come riga da compilare.",
    ),
    (
        "replay",
        "Rilegge ogni reperto e rifà ogni riscontro, accanto al caso, e li confronta con quelli dell'ultima costruzione, \
         byte per byte. Su qualunque macchina, con quanti fili si vuole, in qualunque fuso o lingua, sono gli stessi.\n\n\
         Ogni quesito è posto con la versione del metodo che diede la risposta conservata; se quella attuale è \
         un'altra, è posto anche con questa, e i riscontri diversi sono nominati. Termina con 4 se qualcosa è risultato \
         diverso, con 3 se un metodo non è più conservato. Nulla del caso cambia; che fu rieseguito è registrato.",
    ),
    (
        "stamp",
        "Fa apporre a un'autorità la marca temporale sul registro di custodia (RFC 3161), con file portati a \
         mano.\n\n`request` scrive la richiesta per l'ultimo checkpoint, `add` accoglie la risposta: openssl la giudica \
         con i certificati dell'autorità, e solo ciò che accetta è conservato e registrato. `list` mostra le marche.",
    ),
    (
        "witness",
        "Fa testimoniare ad altri il registro di custodia: così nemmeno chi ne ha la chiave può mostrare due \
         storie diverse.\n\nUn testimone è qualcun altro, su un'altra macchina: `init` ne crea uno, `sign` risponde a \
         una richiesta. Il caso concorda i testimoni e quanti devono firmare (`agree`), ne interpella uno \
         (`request`) e ne accoglie la risposta (`add`). Si portano a mano brevi testi; il checkpoint che contengono \
         ha tre righe e una firma. Con --qr un testo è disegnato anche come codice QR, da stampare e leggere con un \
         lettore. `list` mostra chi ha firmato che cosa.",
    ),
];
