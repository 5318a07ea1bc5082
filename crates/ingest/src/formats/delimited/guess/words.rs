//! Words of headers in English, Italian and Spanish, as banks, money-transfer operators, networks
//! and platforms publicly document them. They only propose; a person confirms.
//!
//! Words are without accents, in lower case; a phrase of several words needs them all.

use model::record::Kind;

/// A field and the phrases that name it.
pub(crate) type Phrases = &'static [(&'static str, &'static [&'static str])];

/// Words for the parts of a party.
pub(crate) const PARTS: Phrases = &[
    (
        "name",
        &[
            "name",
            "full name",
            "nome",
            "nominativo",
            "nombre",
            "denominazione",
            "ragione sociale",
            "intestatario",
            "display name",
            "holder name",
            "cognome e nome",
            "nome e cognome",
        ],
    ),
    (
        "name.first",
        &["first name", "given name", "given names", "nome", "nombre", "nombres", "forename"],
    ),
    ("name.middle", &["middle name", "secondo nome", "segundo nombre"]),
    ("name.last", &["last name", "surname", "family name", "cognome", "apellido", "apellidos"]),
    (
        "account",
        &[
            "account",
            "account id",
            "account number",
            "account no",
            "id",
            "user id",
            "userid",
            "uid",
            "customer id",
            "customer number",
            "codice cliente",
            "conto",
            "numero conto",
            "cuenta",
            "numero cuenta",
            "iban",
            "wallet",
            "wallet id",
            "codice",
            "cliente",
            "customer",
            "node id",
            "buyer id",
        ],
    ),
    (
        "handle",
        &[
            "handle",
            "user name",
            "username",
            "nick",
            "nickname",
            "screen name",
            "alias",
            "utente",
            "nome utente",
            "usuario",
            "nombre usuario",
        ],
    ),
    (
        "phone",
        &[
            "phone",
            "phone number",
            "telephone",
            "tel",
            "mobile",
            "mobile number",
            "msisdn",
            "cell",
            "cellulare",
            "telefono",
            "numero telefono",
            "movil",
            "celular",
            "number",
            "numero",
        ],
    ),
    (
        "email",
        &[
            "email",
            "e mail",
            "mail",
            "email address",
            "e mail address",
            "correo",
            "posta elettronica",
            "indirizzo email",
        ],
    ),
    (
        "document",
        &[
            "id number",
            "id no",
            "document",
            "document number",
            "document no",
            "passport",
            "passport number",
            "documento",
            "numero documento",
            "codice fiscale",
            "tax id",
            "identification number",
        ],
    ),
    (
        "document.type",
        &["id type", "document type", "tipo documento", "tipo de documento", "identification type"],
    ),
    (
        "document.country",
        &[
            "id country",
            "issuing country",
            "document country",
            "paese documento",
            "nazione documento",
            "pais documento",
        ],
    ),
    (
        "address",
        &["address", "street", "indirizzo", "via", "direccion", "domicilio", "residenza", "calle"],
    ),
    ("address.postcode", &["postcode", "postal code", "zip", "zip code", "cap", "codigo postal"]),
    ("address.city", &["city", "town", "citta", "comune", "ciudad", "localita"]),
    ("address.region", &["region", "state", "province", "provincia", "regione", "estado"]),
    ("address.country", &["country", "country code", "paese", "nazione", "pais", "stato"]),
    (
        "birth_date",
        &[
            "birth date",
            "date of birth",
            "dob",
            "birthday",
            "data di nascita",
            "data nascita",
            "nascita",
            "fecha de nacimiento",
            "fecha nacimiento",
        ],
    ),
];

/// Words for the party that gives, calls, writes, or whose list or statement it is.
const FIRST: &[&str] =
    &["sender", "from", "source", "originator", "origin", "mittente", "remitente"];
/// Words for the party that receives.
const SECOND: &[&str] = &["receiver", "recipient", "to", "target", "destination", "destinatario"];

/// Words for the parties of a kind, by field.
pub(crate) fn parties(kind: Kind) -> Vec<(&'static str, Vec<&'static str>)> {
    let joined = |own: &[&'static str], shared: &[&'static str]| [own, shared].concat();
    match kind {
        Kind::Transfer => vec![
            (
                "payer",
                joined(
                    &[
                        "payer",
                        "ordinante",
                        "ordering",
                        "ordering customer",
                        "debtor",
                        "remitter",
                        "pagatore",
                        "pagador",
                        "ordenante",
                        "buyer",
                        "caller",
                    ],
                    FIRST,
                ),
            ),
            (
                "payee",
                joined(
                    &[
                        "payee",
                        "beneficiary",
                        "beneficiario",
                        "creditor",
                        "consignee",
                        "cobrador",
                        "seller",
                        "merchant",
                    ],
                    SECOND,
                ),
            ),
        ],
        Kind::Entry => vec![
            (
                "counterparty",
                vec![
                    "counterparty",
                    "counter party",
                    "controparte",
                    "contraparte",
                    "beneficiary",
                    "beneficiario",
                    "ordinante",
                    "payee",
                    "payer",
                    "other",
                    "beneficiario ordinante",
                    "beneficiary or payer",
                ],
            ),
            (
                "holder",
                vec!["holder", "own", "account holder", "titolare", "titular", "intestatario"],
            ),
        ],
        Kind::Session => vec![
            (
                "caller",
                joined(
                    &[
                        "caller",
                        "calling",
                        "a",
                        "a number",
                        "chiamante",
                        "llamante",
                        "initiator",
                        "host",
                    ],
                    FIRST,
                ),
            ),
            (
                "callee",
                joined(
                    &[
                        "callee",
                        "called",
                        "b",
                        "b number",
                        "chiamato",
                        "llamado",
                        "participant",
                        "peer",
                    ],
                    SECOND,
                ),
            ),
        ],
        Kind::Message => vec![
            ("sender", joined(&["author", "autore", "autor", "writer"], FIRST)),
            ("receiver", joined(&["addressee"], SECOND)),
        ],
        Kind::Login => {
            vec![("account", vec!["", "account", "user", "utente", "usuario", "subscriber"])]
        }
        Kind::Account => vec![(
            "holder",
            vec![
                "",
                "holder",
                "account holder",
                "owner",
                "user",
                "subscriber",
                "titolare",
                "intestatario",
                "titular",
                "customer",
                "registered",
            ],
        )],
        Kind::Contact => vec![
            ("contact", vec!["", "contact", "contatto", "contacto", "friend", "amico"]),
            ("owner", vec!["owner", "proprietario", "own", "propietario"]),
        ],
        Kind::Trip => vec![(
            "traveller",
            vec![
                "",
                "traveller",
                "traveler",
                "passenger",
                "pax",
                "passeggero",
                "pasajero",
                "viaggiatore",
                "viajero",
                "guest",
            ],
        )],
        Kind::Party => vec![(
            "party",
            vec!["", "person", "persona", "customer", "cliente", "subject", "soggetto"],
        )],
        Kind::Media => Vec::new(),
    }
}

/// Words for the day of a time, its clock, and both.
pub(crate) const DATES: &[&str] = &["date", "data", "fecha", "day", "giorno", "dia"];
/// Words for a clock time.
pub(crate) const CLOCKS: &[&str] = &["time", "ora", "orario", "hora", "clock"];
/// Words for both at once.
pub(crate) const INSTANTS: &[&str] = &[
    "timestamp",
    "datetime",
    "date time",
    "data ora",
    "data e ora",
    "fecha hora",
    "fecha y hora",
    "at",
    "when",
    "quando",
    "ms",
    "epoch",
    "unix time",
    "utc",
];
/// Words for a zone.
pub(crate) const ZONES: &[&str] =
    &["time zone", "timezone", "zone", "tz", "fuso", "fuso orario", "zona horaria", "utc offset"];

/// Words that tell a kind's times apart; the first time of a kind needs none.
pub(crate) fn times(kind: Kind) -> Phrases {
    match kind {
        Kind::Transfer => &[
            (
                "sent",
                &[
                    "",
                    "send",
                    "sent",
                    "transaction",
                    "transfer",
                    "invio",
                    "operazione",
                    "envio",
                    "created",
                    "create",
                    "initiated",
                    "order",
                    "ordine",
                    "payment",
                    "step",
                ],
            ),
            ("available", &["available", "disponibile", "disponibilita", "disponible"]),
            (
                "paid_out",
                &[
                    "pay",
                    "paid",
                    "payout",
                    "pay out",
                    "pagamento",
                    "pago",
                    "completed",
                    "collected",
                    "collection",
                    "riscossione",
                    "cobro",
                    "received",
                    "receive",
                    "delivery",
                ],
            ),
        ],
        Kind::Entry => &[
            (
                "booked",
                &[
                    "",
                    "booking",
                    "booked",
                    "posting",
                    "posted",
                    "transaction",
                    "contabile",
                    "registrazione",
                    "operazione",
                    "operacion",
                    "contable",
                    "movimento",
                    "entry",
                ],
            ),
            ("valued", &["value", "valuta", "valor"]),
        ],
        Kind::Session => &[
            (
                "start",
                &[
                    "", "start", "started", "begin", "call", "connect", "answer", "inizio",
                    "chiamata", "inicio", "llamada",
                ],
            ),
            ("end", &["end", "ended", "stop", "disconnect", "release", "fine", "fin"]),
        ],
        Kind::Message => &[(
            "sent",
            &["", "sent", "send", "message", "invio", "envio", "messaggio", "mensaje", "created"],
        )],
        Kind::Login => &[(
            "at",
            &["", "login", "log in", "event", "access", "accesso", "acceso", "sign in", "session"],
        )],
        Kind::Account => &[
            (
                "opened",
                &[
                    "opened",
                    "open",
                    "created",
                    "creation",
                    "create",
                    "registered",
                    "registration",
                    "signup",
                    "apertura",
                    "registrazione",
                    "alta",
                    "creazione",
                ],
            ),
            ("closed", &["closed", "close", "deleted", "chiusura", "baja", "cierre"]),
        ],
        Kind::Contact => &[("added", &["", "added", "created", "aggiunto", "agregado"])],
        Kind::Trip => &[
            (
                "departs",
                &[
                    "departure",
                    "departs",
                    "depart",
                    "std",
                    "partenza",
                    "salida",
                    "flight",
                    "volo",
                    "vuelo",
                ],
            ),
            ("arrives", &["arrival", "arrives", "arrive", "sta", "arrivo", "llegada"]),
        ],
        Kind::Media => &[
            ("modified", &["modified", "modification", "mtime", "changed", "modifica"]),
            ("accessed", &["accessed", "access", "atime", "accesso"]),
            ("created", &["created", "creation", "birth", "crtime", "creazione"]),
        ],
        Kind::Party => &[("stated", &["stated"])],
    }
}

/// Words for amounts.
pub(crate) fn amounts(kind: Kind) -> Phrases {
    match kind {
        Kind::Transfer => &[
            (
                "principal",
                &[
                    "principal",
                    "amount",
                    "send amount",
                    "sent amount",
                    "amount sent",
                    "importo",
                    "importo inviato",
                    "importe",
                    "monto",
                    "cantidad",
                    "value",
                    "gross",
                    "sum",
                    "transfer amount",
                    "transaction amount",
                ],
            ),
            (
                "fee",
                &[
                    "fee",
                    "fees",
                    "charge",
                    "charges",
                    "commission",
                    "commissione",
                    "commissioni",
                    "comision",
                    "costo",
                    "cargo",
                ],
            ),
            (
                "pay_out",
                &[
                    "payout amount",
                    "pay out amount",
                    "payout",
                    "received amount",
                    "receive amount",
                    "amount received",
                    "paid amount",
                    "importo pagato",
                    "importo ricevuto",
                    "monto pagado",
                    "monto recibido",
                    "expected payout",
                    "net",
                ],
            ),
        ],
        Kind::Entry => &[
            (
                "amount",
                &[
                    "amount",
                    "importo",
                    "importe",
                    "monto",
                    "value",
                    "transaction amount",
                    "movimento",
                ],
            ),
            (
                "amount.debit",
                &[
                    "debit",
                    "debits",
                    "dare",
                    "uscite",
                    "addebiti",
                    "debito",
                    "cargo",
                    "cargos",
                    "paid out",
                    "withdrawal",
                    "money out",
                ],
            ),
            (
                "amount.credit",
                &[
                    "credit",
                    "credits",
                    "avere",
                    "entrate",
                    "accrediti",
                    "credito",
                    "abono",
                    "abonos",
                    "paid in",
                    "deposit",
                    "money in",
                    "haber",
                ],
            ),
            ("charges", &["charges", "fee", "commissione", "spese", "comision", "gastos"]),
        ],
        _ => &[],
    }
}

/// Words for a currency.
pub(crate) const CURRENCIES: &[&str] =
    &["currency", "currency code", "ccy", "valuta", "divisa", "moneda", "cur"];

/// Words for everything that is text or number, by kind.
pub(crate) fn others(kind: Kind) -> Phrases {
    match kind {
        Kind::Transfer => &[
            (
                "reference",
                &[
                    "reference",
                    "reference number",
                    "reference no",
                    "ref",
                    "transaction id",
                    "transaction number",
                    "txn id",
                    "mtcn",
                    "control number",
                    "pin",
                    "numero operazione",
                    "riferimento",
                    "referencia",
                    "id transazione",
                    "numero",
                    "uetr",
                    "end to end id",
                    "transfer id",
                    "payment id",
                    "tracking number",
                    "numero de control",
                ],
            ),
            ("status", &["status", "state", "stato", "esito", "estado", "transaction status"]),
            (
                "operator",
                &["operator", "operatore", "operador", "provider", "company", "network", "service"],
            ),
            (
                "send_place",
                &[
                    "send agent",
                    "sending agent",
                    "send location",
                    "agenzia invio",
                    "agente envio",
                    "send city",
                    "origin agent",
                    "branch",
                ],
            ),
            (
                "pay_place",
                &[
                    "pay agent",
                    "paying agent",
                    "payout agent",
                    "pay location",
                    "payout location",
                    "agenzia pagamento",
                    "agente pago",
                    "destination agent",
                ],
            ),
            (
                "channel",
                &[
                    "channel",
                    "method",
                    "type",
                    "transaction type",
                    "txn type",
                    "canale",
                    "tipo",
                    "canal",
                    "funding",
                    "payment method",
                    "delivery method",
                    "product",
                ],
            ),
            (
                "purpose",
                &[
                    "purpose",
                    "note",
                    "notes",
                    "memo",
                    "message",
                    "description",
                    "causale",
                    "descrizione",
                    "motivo",
                    "concepto",
                    "descripcion",
                    "remittance information",
                    "subject",
                ],
            ),
        ],
        Kind::Entry => &[
            (
                "purpose",
                &[
                    "description",
                    "descrizione",
                    "causale",
                    "descripcion",
                    "concepto",
                    "memo",
                    "details",
                    "dettagli",
                    "narrative",
                    "remittance information",
                    "purpose",
                    "motivo",
                    "booking text",
                ],
            ),
            (
                "bank_reference",
                &[
                    "reference",
                    "bank reference",
                    "riferimento",
                    "referencia",
                    "transaction id",
                    "numero operazione",
                    "id",
                    "unique id",
                    "transaction reference",
                    "cro",
                    "trn",
                ],
            ),
            (
                "end_to_end_reference",
                &["end to end reference", "end to end id", "endtoendid", "e2e"],
            ),
            ("uetr", &["uetr"]),
            (
                "code",
                &[
                    "transaction code",
                    "code",
                    "codice causale",
                    "type",
                    "tipo",
                    "transaction type",
                    "codice",
                ],
            ),
            (
                "direction",
                &[
                    "direction",
                    "debit credit",
                    "dc",
                    "d c",
                    "cr dr",
                    "dr cr",
                    "segno",
                    "sign",
                    "dare avere",
                    "credit debit indicator",
                    "debit credit indicator",
                ],
            ),
            ("statement", &["statement", "statement number", "estratto conto", "extracto"]),
            ("status", &["status", "stato", "estado"]),
        ],
        Kind::Session => &[
            (
                "reference",
                &[
                    "call id",
                    "session id",
                    "record id",
                    "id",
                    "reference",
                    "conference id",
                    "id chiamata",
                ],
            ),
            (
                "platform",
                &[
                    "platform",
                    "service",
                    "app",
                    "application",
                    "piattaforma",
                    "plataforma",
                    "network",
                ],
            ),
            (
                "medium",
                &[
                    "medium",
                    "call type",
                    "type",
                    "media",
                    "tipo",
                    "tipo chiamata",
                    "record type",
                    "interaction",
                ],
            ),
            (
                "duration_s",
                &[
                    "duration",
                    "duration s",
                    "duration sec",
                    "duration seconds",
                    "call duration",
                    "seconds",
                    "durata",
                    "durata s",
                    "duracion",
                    "length",
                ],
            ),
            (
                "status",
                &[
                    "status",
                    "result",
                    "outcome",
                    "call result",
                    "stato",
                    "esito",
                    "estado",
                    "disposition",
                    "answered",
                ],
            ),
            ("members", &["members", "participants", "partecipanti", "participantes"]),
            ("address", &["ip", "ip address", "source ip", "indirizzo ip", "direccion ip"]),
            (
                "cell",
                &[
                    "cell",
                    "cell id",
                    "cellid",
                    "cgi",
                    "antenna",
                    "antenna id",
                    "site",
                    "bts",
                    "first cell",
                    "cella",
                ],
            ),
        ],
        Kind::Message => &[
            ("reference", &["message id", "id", "reference", "record id", "id messaggio", "entry"]),
            (
                "platform",
                &["platform", "service", "app", "application", "piattaforma", "plataforma"],
            ),
            (
                "conversation",
                &[
                    "conversation",
                    "conversation id",
                    "chat",
                    "chat id",
                    "thread",
                    "thread id",
                    "group",
                    "gruppo",
                    "channel",
                    "room",
                ],
            ),
            (
                "content",
                &["content type", "message type", "type", "kind", "tipo", "content", "interaction"],
            ),
            (
                "body",
                &[
                    "body",
                    "text",
                    "message",
                    "message text",
                    "testo",
                    "texto",
                    "messaggio",
                    "mensaje",
                    "contenuto",
                ],
            ),
            ("reply_to", &["reply to", "in reply to", "quoted", "risposta a"]),
            ("attachment", &["attachment", "file", "file name", "media", "allegato", "adjunto"]),
            (
                "authority",
                &[
                    "authority",
                    "authorisation",
                    "authorization",
                    "autorizzazione",
                    "decreto",
                    "autorizacion",
                ],
            ),
        ],
        Kind::Login => &[
            (
                "address",
                &[
                    "ip",
                    "ip address",
                    "source ip",
                    "client ip",
                    "address",
                    "indirizzo ip",
                    "direccion ip",
                    "ipv4",
                    "ipv6",
                    "login ip",
                ],
            ),
            (
                "port",
                &[
                    "port",
                    "source port",
                    "src port",
                    "porta",
                    "porta sorgente",
                    "puerto",
                    "client port",
                ],
            ),
            (
                "action",
                &["action", "event", "event type", "type", "activity", "evento", "azione", "tipo"],
            ),
            (
                "device",
                &[
                    "device",
                    "user agent",
                    "useragent",
                    "browser",
                    "medium id",
                    "dispositivo",
                    "imei",
                    "device id",
                ],
            ),
            ("platform", &["platform", "service", "app", "provider", "piattaforma", "plataforma"]),
        ],
        Kind::Account => &[
            (
                "platform",
                &[
                    "platform",
                    "service",
                    "provider",
                    "bank",
                    "app",
                    "piattaforma",
                    "plataforma",
                    "banca",
                ],
            ),
            (
                "status",
                &["status", "account status", "stato", "estado", "is blocked", "blocked", "active"],
            ),
            (
                "account_type",
                &[
                    "account type",
                    "type",
                    "tipo",
                    "tipo conto",
                    "tipo cuenta",
                    "accout type",
                    "category",
                ],
            ),
        ],
        Kind::Contact => {
            &[("platform", &["platform", "service", "app", "piattaforma", "source", "device"])]
        }
        Kind::Trip => &[
            (
                "booking",
                &[
                    "booking",
                    "booking reference",
                    "pnr",
                    "record locator",
                    "prenotazione",
                    "codice prenotazione",
                    "reserva",
                    "localizador",
                ],
            ),
            (
                "carrier",
                &[
                    "carrier",
                    "airline",
                    "company",
                    "vettore",
                    "compagnia",
                    "compania",
                    "aerolinea",
                    "operator",
                ],
            ),
            (
                "service",
                &[
                    "service",
                    "flight",
                    "flight number",
                    "flight no",
                    "train",
                    "voyage",
                    "volo",
                    "numero volo",
                    "vuelo",
                    "treno",
                ],
            ),
            (
                "origin",
                &[
                    "origin",
                    "from",
                    "departure airport",
                    "departure port",
                    "da",
                    "origine",
                    "origen",
                    "aeroporto partenza",
                    "board point",
                    "embarkation",
                ],
            ),
            (
                "destination",
                &[
                    "destination",
                    "to",
                    "arrival airport",
                    "arrival port",
                    "a",
                    "destinazione",
                    "destino",
                    "aeroporto arrivo",
                    "off point",
                    "debarkation",
                ],
            ),
            ("status", &["status", "stato", "estado", "booking status", "segment status"]),
        ],
        Kind::Media => &[
            (
                "path",
                &[
                    "path",
                    "file",
                    "file path",
                    "filename",
                    "file name",
                    "full path",
                    "name",
                    "percorso",
                    "ruta",
                ],
            ),
            ("size", &["size", "file size", "bytes", "length", "dimensione", "tamano"]),
            ("md5", &["md5", "md5 hash", "hash md5"]),
            ("sha1", &["sha1", "sha 1", "sha1 hash"]),
            ("sha256", &["sha256", "sha 256", "sha256 hash"]),
            ("state", &["state", "deleted", "status", "stato"]),
            ("inode", &["inode", "mft", "record number"]),
            ("category", &["category", "categoria", "classification"]),
        ],
        Kind::Party => &[("role", &["role", "type", "ruolo", "rol", "tipo", "qualita"])],
    }
}
