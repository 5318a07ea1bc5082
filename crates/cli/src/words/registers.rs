//! The words of the registers of data protection: key, English, Italian; sorted by key.

/// The words of `register`.
pub(super) static WORDS: &[(&str, &str, &str)] = &[
    ("register-accounts", "Accounts that acted: {count}.\n", "Account che hanno agito: {count}.\n"),
    ("register-ask-consulted", "Who was consulted", "Chi è stato consultato"),
    (
        "register-ask-necessity",
        "Why the processing is necessary and proportionate",
        "Perché il trattamento è necessario e proporzionato",
    ),
    ("register-ask-officer", "Data protection officer", "Responsabile della protezione dei dati"),
    (
        "register-ask-opinion",
        "Opinion of the data protection officer; prior consultation of the authority (art. 28)",
        "Parere del responsabile della protezione dei dati; consultazione preventiva dell'autorità (art. 28)",
    ),
    (
        "register-ask-processors",
        "Processors and joint controllers",
        "Responsabili e contitolari del trattamento",
    ),
    ("register-ask-purposes", "Purposes", "Finalità"),
    (
        "register-ask-remaining",
        "Risks that remain, and who accepts them",
        "Rischi che restano, e chi li accetta",
    ),
    (
        "register-ask-transfers",
        "Transfers to third countries and international organisations",
        "Trasferimenti verso paesi terzi e organizzazioni internazionali",
    ),
    ("register-basis", "Legal basis", "Base giuridica"),
    ("register-blank", "______ (the authority states it)", "______ (lo indica l'autorità)"),
    ("register-case", "Case, opened", "Caso, aperto"),
    ("register-controller", "Controller", "Titolare del trattamento"),
    (
        "register-counts-left",
        "Disclosures: {left}; safeguarding tasks handed on: {handed}. Each stands in the register of recipients.",
        "Comunicazioni: {left}; compiti di tutela passati ad altri: {handed}. Ciascuno sta nel registro dei destinatari.",
    ),
    (
        "register-erased",
        "Records of acts erased for good, by two persons: {count}.",
        "Registrazioni di atti cancellate per sempre, da due persone: {count}.",
    ),
    (
        "register-exhibits",
        "Exhibits: {exhibits}, {bytes} bytes in all.",
        "Reperti: {exhibits}, {bytes} byte in tutto.",
    ),
    (
        "register-families",
        "Categories of material: {families}. Records by kind:\n",
        "Categorie di materiale: {families}. Registrazioni per tipo:\n",
    ),
    (
        "register-handed",
        "{at}: {by} handed a safeguarding task on to {to}; {reason}",
        "{at}: {by} ha passato un compito di tutela a {to}; {reason}",
    ),
    (
        "register-no-members",
        "The case has no members: whoever has its folder may do everything, and no reading is written down (docs/members.md).",
        "Il caso non ha membri: chi ha la sua cartella può fare tutto, e nessuna lettura è registrata (docs/members.md).",
    ),
    ("register-nothing-left", "Nothing has left the case.", "Nulla è uscito dal caso."),
    (
        "register-operations-text",
        "Records that were lawfully acquired are read, linked and compared; statistical methods with a stated error rate \
         point at what people then look at. No person is scored, no status is set by a machine, and nobody's origin or \
         belief is a feature. What is found is decided by a person and signed by a second one.",
        "Le registrazioni acquisite legittimamente sono lette, collegate e confrontate; metodi statistici con un tasso di \
         errore dichiarato indicano che cosa le persone poi esaminano. Nessuna persona riceve un punteggio, nessuna \
         qualifica è attribuita da una macchina, e l'origine o il credo di nessuno è una caratteristica usata. Su ciò che \
         risulta decide una persona, e una seconda firma.",
    ),
    (
        "register-readings",
        "Members: {members}. Readings of content: {readings}, by {persons} persons, each with its reason; refused: {refused}.",
        "Membri: {members}. Letture del contenuto: {readings}, da {persons} persone, ciascuna con il suo motivo; rifiutate: {refused}.",
    ),
    (
        "register-recipient",
        "{at}: {form} to {recipient}, for: {purpose}; items: {items}; by {by}; SHA-256 {sha256}",
        "{at}: {form} a {recipient}, per: {purpose}; elementi: {items}; da {by}; SHA-256 {sha256}",
    ),
    ("register-retention", "Time limit for erasure", "Termine per la cancellazione"),
    (
        "register-risk-access",
        "Somebody reads without need: roles by category of material, reason before reading, a log of readings and of who \
         reads that log.",
        "Qualcuno legge senza necessità: ruoli per categoria di materiale, motivo prima della lettura, registro delle \
         letture e di chi legge quel registro.",
    ),
    (
        "register-risk-children",
        "Harm to a child by being named or by delay: victims first, under pseudonyms where they are known; facts that may \
         mean a child at risk alarm until a person has taken them.",
        "Danno a un minore perché nominato o per ritardo: le vittime per prime, sotto pseudonimo dove sono note; i fatti \
         che possono significare un minore in pericolo avvisano finché una persona non li ha presi in carico.",
    ),
    (
        "register-risk-innocent",
        "Innocent people appear in the material: beside each finding stands what explains it without wrongdoing, and what \
         speaks against it.",
        "Persone innocenti compaiono nel materiale: accanto a ogni riscontro sta ciò che lo spiega senza illecito, e ciò \
         che vi si oppone.",
    ),
    (
        "register-risk-leak",
        "What leaves reaches others: recipient, purpose and expiry stand on it, it is logged, and what is withheld stays \
         visible as withheld.",
        "Ciò che esce arriva ad altri: destinatario, finalità e scadenza vi sono scritti, è registrato, e ciò che è \
         trattenuto resta visibile come trattenuto.",
    ),
    (
        "register-risk-longer",
        "Data are kept longer than the law allows: the time limit above; erasure by two persons, with proof.",
        "I dati sono conservati più a lungo di quanto consente la legge: il termine indicato sopra; cancellazione da parte \
         di due persone, con prova.",
    ),
    (
        "register-risk-loss",
        "Originals or records are lost or altered: originals are never written, two digests each, a log that only grows \
         and that outsiders can verify.",
        "Originali o registrazioni si perdono o cambiano: gli originali non sono mai scritti, due impronte ciascuno, un \
         registro che può solo crescere e che chi è fuori può verificare.",
    ),
    (
        "register-risk-machine",
        "People trust the machine too much: every answer shows its error rate, its records and what it cannot show; ratios \
         stay within what the reference population can show.",
        "Ci si fida troppo della macchina: ogni risposta mostra il suo tasso di errore, le sue registrazioni e ciò che non \
         può mostrare; i rapporti restano entro ciò che la popolazione di riferimento può mostrare.",
    ),
    (
        "register-risk-wrong",
        "One person is taken for another: links are told with their weights and conflicts, and every decision on them can \
         be taken back.",
        "Una persona è presa per un'altra: i collegamenti sono mostrati con i pesi e i conflitti, e ogni decisione su di \
         essi si può revocare.",
    ),
    ("register-section-acts", "What was done", "Che cosa è stato fatto"),
    (
        "register-section-blanks",
        "To be stated by the authority",
        "Da indicare a cura dell'autorità",
    ),
    ("register-section-held", "What is held", "Che cosa è conservato"),
    ("register-section-left", "What left", "Che cosa è uscito"),
    ("register-section-operations", "Operations", "Operazioni"),
    (
        "register-section-risks",
        "Risks, and what is done against them",
        "Rischi, e che cosa si fa contro di essi",
    ),
    (
        "register-title-impact",
        "Assessment of impact on data protection (Directive (EU) 2016/680, art. 27): draft",
        "Valutazione d'impatto sulla protezione dei dati (direttiva (UE) 2016/680, art. 27): bozza",
    ),
    (
        "register-title-processing",
        "Record of processing (Directive (EU) 2016/680, art. 24)",
        "Registro delle attività di trattamento (direttiva (UE) 2016/680, art. 24)",
    ),
    ("register-title-recipients", "Register of recipients", "Registro dei destinatari"),
    ("register-written", "written; SHA-256 {sha256}", "scritto; SHA-256 {sha256}"),
];
