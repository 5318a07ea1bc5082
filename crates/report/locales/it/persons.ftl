# ANA-009 persone: quali soggetti possono essere una sola persona, benché nessun identificativo esatto li unisca.
persons-list = Su { $parties } soggetti descritti dalle registrazioni, { $proposed ->
    [0] nessuna coppia è proposta come una sola persona oltre a quanto uniscono gli identificativi esatti.
    [one] una coppia può essere una sola persona oltre a quanto uniscono gli identificativi esatti.
   *[other] { $proposed } coppie possono essere una sola persona oltre a quanto uniscono gli identificativi esatti.
 }
persons-estimated = I pesi sono stimati su { $wordings } diciture distinte di questo caso.
persons-every-pair = È stata confrontata ogni loro coppia.
persons-recall = Delle coppie che il modello ritiene una sola persona ne è stata confrontata una quota stimata in { $recall } (intervallo al 95 % da { $low } a { $high }): la stima presume che i modi di trovare le coppie ne manchino una indipendentemente l’uno dall’altro, e che le probabilità del modello siano giuste.
persons-default = I soggetti sono troppo pochi per stimare i pesi da questo caso: si usano pesi predefiniti, e una probabilità è soltanto indicativa.
persons-proposes = Nulla qui unisce due soggetti: una probabilità è una proposta secondo un modello, e decide una persona.
persons-kept-apart = { $pairs ->
    [one] Un’altra coppia non è proposta, perché
   *[other] Altre { $pairs } coppie non sono proposte, perché
 } una persona ha deciso che i due non sono lo stesso.
persons-candidate = { $left } e { $right } possono essere una sola persona: { $probability } secondo il modello ({ $total ->
    [one] l’unica coppia proposta
   *[other] mostrate { $shown } di { $total } coppie proposte
 }).
persons-prior = Prima di ogni confronto, circa una coppia su { $pairs } di questo caso è una sola persona.
persons-for = A favore: { $field }, { $left } e { $right } ({ $level }), è { $times } volte più frequente in registrazioni di una sola persona che di due.
persons-against = { $field }, { $left } e { $right } ({ $level }), è { $times } volte più frequente in registrazioni di due persone che di una sola.
persons-doubt-birth-dates = Le due date di nascita differiscono più che per una svista: la coppia è segnalata e non viene mai unita da sé.
persons-doubt-suffixes = Un nome è quello di un junior e l’altro di un senior: la coppia è segnalata e non viene mai unita da sé.
persons-doubt-documents = Entrambi riportano un documento dello stesso tipo, con numeri diversi.
persons-doubt-name-only = Coincide soltanto il nome: due persone possono avere lo stesso nome, e il nome da solo non unisce mai.
persons-doubt-household = Coincidono soltanto il nome e ciò che una famiglia condivide: così appaiono un genitore e un figlio con lo stesso nome, e la probabilità è allora troppo alta.
persons-unsure = { $by } ritiene che non si possa dire se i due siano una sola persona.
persons-namesakes = { $others ->
    [one] Un altro soggetto del caso porta
   *[other] Altri { $others } soggetti del caso portano
 } lo stesso nome: può trattarsi di chiunque di loro.
persons-household = Condividono un indirizzo o un identificativo usato da molti: così appaiono i membri di una famiglia o i clienti di un negozio.
persons-two = Sono due persone che coincidono per caso: { $share } secondo il modello.
persons-mixed = Le registrazioni di { $identity } riportano { $left } e { $right }, che non vanno insieme.
persons-mixed-birth-dates = Le due date di nascita differiscono più che per una svista; gli identificativi fanno comunque delle registrazioni un solo soggetto, e decide una persona se lo sia.
persons-mixed-suffixes = Un nome è quello di un junior e l’altro di un senior; gli identificativi fanno comunque delle registrazioni un solo soggetto, e decide una persona se lo sia.
persons-mixed-slip = Un account, un telefono o un nome utente può passare da una persona a un’altra, e una fonte può sbagliare.
persons-decided-against = Le registrazioni riportano insieme { $left } e { $right }, il che unirebbe { $one } e { $other }; { $by } ritiene che questi non siano lo stesso, e restano separati.
persons-decided-shared = Un identificativo condiviso o preso in prestito è riportato per due soggetti allo stesso modo.
persons-field-name = nome
persons-field-birth-date = data di nascita
persons-field-document = documento
persons-field-phone = telefono
persons-field-email = e-mail
persons-field-address = indirizzo
persons-field-handle = nome utente
persons-level-equal = uguale
persons-level-same-words = le stesse parole
persons-level-variant = un nome scritto in due modi
persons-level-close = vicino
persons-level-similar = simile
persons-level-part = in parte
persons-level-same-name = lo stesso nome prima della @
persons-level-most-words = la maggior parte delle parole
persons-level-some-words = alcune parole
persons-level-two-parts = due parti su tre
persons-level-one-part = soltanto l’anno
persons-level-different = diverso

card-ana-009-question = Quali soggetti possono essere una sola persona, benché nessun identificativo esatto li unisca?
card-ana-009-assumes-1 = le colonne non legate tra loro coincidono in modo indipendente nelle registrazioni di due soggetti
card-ana-009-assumes-2 = le registrazioni di un soggetto differiscono per sviste, lacune e mutamenti, come quelle da cui si stima m
card-ana-009-cannot-show-1 = che due soggetti siano una sola persona: qui nulla unisce, decide una persona
card-ana-009-cannot-show-2 = quale di due persone con lo stesso nome sia intesa
card-ana-009-cannot-show-3 = un genitore e un figlio con lo stesso nome in una stessa casa, se nessuna data di nascita li distingue: il modello prende nome e indirizzo per indipendenti e dichiara una probabilità troppo alta; tali legami portano un dubbio
card-ana-009-cannot-show-4 = una persona che compare con nomi, date e indirizzi che non hanno nulla in comune
card-ana-009-parameter-1 = probabilità secondo il modello a partire dalla quale un legame è proposto
card-ana-009-parameter-2 = numero di soggetti sotto il quale i pesi non sono stimati dal caso
card-ana-009-parameter-3 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-009-parameter-4 = decisioni su due chiavi di cui si è tenuto conto
card-ana-009-source-1 = Fellegi & Sunter (1969), A Theory for Record Linkage, JASA 64
card-ana-009-source-2 = Winkler (2000), Using the EM Algorithm for Weight Computation in the Fellegi–Sunter Model
card-ana-009-source-3 = Chow & Liu (1968), Approximating Discrete Probability Distributions with Dependence Trees
card-ana-009-source-4 = Chao (1987), Estimating the Population Size for Capture–Recapture Data, Biometrics 43
card-ana-009-error-rate-1 = misurati su insiemi pubblici di verità nota: crates/resolve/examples/linkage_bench
