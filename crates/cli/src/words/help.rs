//! The help in Italian: the doc comments of `args.rs` and the commands, verb by verb.

use std::ffi::OsStr;

use clap::{Arg, Command};

use super::long_help::LONG;

/// Help texts: path of verb and argument (`ingest.mapping`), Italian text.
static HELP: &[(&str, &str)] = &[
    (
        "",
        "Banco di indagine per chi protegge i minori in rete.\n\nSigilla i reperti, li legge in \
          registrazioni, le dispone in tabelle, le interroga e scrive una relazione in cui ogni \
          frase cita la sua fonte. Non usa la rete.",
    ),
    ("ask", "Pone una domanda e ne mostra i riscontri."),
    ("ask.limit", "Riscontri da mostrare al massimo; sono contati tutti, e --json li dà tutti."),
    ("ask.question", "La domanda, con il suo nome o codice."),
    ("assign", "Propone quale ufficio prende in carico un obiettivo."),
    ("assign.facts", "Altri fatti sugli obiettivi: un elenco JSON, come lo stampa --json."),
    ("assign.rules", "Le regole."),
    ("assign.targets", "Gli obiettivi, con le loro chiavi."),
    ("audit", "Mostra chi ha letto che cosa nel caso, quando e perché."),
    ("audit.command", "Solo gli atti di questo comando, come `search` o `decide sign`."),
    ("audit.from", "Atti da questo giorno nel fuso del caso, o da questo istante."),
    ("audit.limit", "Atti da mostrare al massimo, gli ultimi; --json li dà tutti."),
    ("audit.person", "Solo gli atti di questa persona, con il suo account."),
    ("audit.until", "Atti fino a questo giorno, o a questo istante."),
    ("build", "Pone tutte le domande e costruisce l'indice di ricerca."),
    ("build.seed", "Seme dei numeri casuali; 7 se nessuno lo indica."),
    ("build.threads", "Fili di esecuzione; i riscontri non ne dipendono."),
    ("case", "Cartella del caso."),
    ("coincide", "Verifica se pagamenti e sessioni si incontrano più del caso."),
    ("coincide.a", "Che cosa sta al posto dei pagamenti."),
    ("coincide.b", "Che cosa sta al posto delle sessioni."),
    ("coincide.n_a_min", "Minimo di pagamenti di una verifica."),
    ("coincide.n_b_min", "Minimo di sessioni di una verifica."),
    ("coincide.payee", "Solo questo beneficiario; gli altri contano comunque come verifiche."),
    ("coincide.payer", "Solo questo pagante."),
    ("coincide.window_after", "Finestra dopo una sessione, in secondi."),
    ("coincide.window_before", "Finestra prima di una sessione, in secondi."),
    ("coincide.seed", "Seme dei numeri casuali; 7 se nessuno lo indica."),
    ("compare", "Confronta un profilo con ciò che la perquisizione ha trovato."),
    ("compare.profile", "Il profilo."),
    ("completions", "Stampa i completamenti per una shell."),
    ("completions.shell", "La shell."),
    ("decide", "Decide su riscontri e soggetti, e firma come seconda persona."),
    ("decide.act", "Che cosa fare."),
    ("decide.category", "La categoria."),
    ("decide.finding", "Il riscontro, con la sua chiave."),
    (
        "decide.on",
        "Il quesito con nome o codice, la chiave del soggetto, o il numero della decisione.",
    ),
    ("demo", "Crea un caso sintetico e vi esegue l'intero lavoro."),
    ("demo.dir", "Cartella da creare; non deve esistere."),
    (
        "demo.factor",
        "Dimensione: 1 sono i 256 paganti della serie pubblicata e i loro vicini; fino a 1000.",
    ),
    ("demo.seed", "Seme delle persone e dei fatti inventati."),
    ("doctor", "Controlla che cosa offre questa macchina."),
    ("doctor.validity", "Mostra quanto vale ogni metodo dove la verità è nota."),
    ("erase", "Cancella in due una registrazione del registro di custodia; la prova resta."),
    ("erase.leaf", "Foglia del registro, contata da 0."),
    ("export", "Consegna ciò che lascia il caso per altri programmi."),
    ("export.at", "Pacchetto: termina dopo tante foglie del registro."),
    ("export.dry_run", "Mostra che cosa conterrebbe; non scrive nulla."),
    (
        "export.expires",
        "Fino a quando è utilizzabile (data ISO); sta ovunque la forma abbia posto.",
    ),
    (
        "export.facts",
        "Registrazioni: ciò che la forma richiede e nessuna registrazione riporta, in TOML (docs/exports.md).",
    ),
    ("export.form", "La forma."),
    (
        "export.from",
        "Registrazioni: solo quelle che possono cadere in questo giorno, nel fuso del caso, o in questo istante, o dopo.",
    ),
    ("export.kind", "Registrazioni: solo di questi tipi."),
    ("export.purpose", "A quale scopo."),
    ("export.recipient", "A chi va."),
    (
        "export.to",
        "Che cosa scrivere, di nuovo: un file; per le tabelle una cartella; per un pacchetto una cartella o un file .tar.",
    ),
    (
        "export.until",
        "Registrazioni: solo quelle che possono cadere in questo giorno, o istante, o prima.",
    ),
    (
        "export.withhold",
        "Pacchetto: omette le registrazioni di queste foglie del registro; le foglie restano, e così si vede.",
    ),
    ("export.without_exhibits", "Pacchetto: elenca i reperti con le impronte, senza il contenuto."),
    ("export.without_findings", "Pacchetto: senza i riscontri."),
    ("export.without_report", "Pacchetto: senza la relazione."),
    ("flow", "Mostra chi ha pagato chi."),
    ("flow.limit", "Coppie da mostrare al massimo; --json le mostra tutte."),
    ("flow.payee", "Solo questo beneficiario."),
    ("flow.payer", "Solo questo pagante."),
    ("help", "Stampa questo aiuto, o quello di un comando."),
    ("ingest", "Sigilla i file e li legge in registrazioni; ripetere per proseguire."),
    ("ingest.date_order", "Che cosa viene prima in date come 03/04/2026 o 24/03/05."),
    ("ingest.dry_run", "Mostra come i file sarebbero letti; non sigilla e non salva nulla."),
    ("ingest.encoding", "Codifica del testo (etichetta WHATWG, per esempio windows-1252)."),
    (
        "ingest.further",
        "Impronte di ogni file oltre a MD5, SHA-1 e SHA-256; ripetere per averne di più.",
    ),
    ("ingest.giver", "Chi li ha consegnati; altrimenti l'autorità del caso."),
    ("ingest.in_place", "Lascia i file dove sono e ne registra percorso e impronte."),
    ("ingest.legal_basis", "Su quale base; altrimenti la base giuridica del caso."),
    ("ingest.mapping", "Mappatura con cui leggere testo delimitato e fogli di calcolo."),
    ("ingest.owner", "Di chi è il dispositivo o l'account da cui vengono i reperti."),
    ("ingest.paths", "File e cartelle come ricevuti."),
    ("ingest.region", "Paese dei numeri di telefono senza prefisso."),
    ("ingest.threads", "Reperti letti insieme; uno per ogni core se nessuno lo indica."),
    (
        "ingest.whole",
        "Prende ogni cartella come un solo reperto, per esempio i file di un dispositivo; altrimenti \
         ognuno dei suoi file è un reperto.",
    ),
    ("ingest.zone", "Fuso dei tempi che non lo indicano (nome IANA)."),
    ("init", "Crea un caso."),
    ("init.authority", "Autorità che conduce il caso."),
    ("init.dir", "Cartella del nuovo caso."),
    ("init.holidays", "Giorni festivi (date ISO), per lo strato dei festivi."),
    ("init.id", "Nome del caso; altrimenti quello della cartella."),
    ("init.legal_basis", "Base giuridica del lavoro: decreto, mandato, legge."),
    (
        "init.pay_days",
        "Giorni del mese in cui si pagano gli stipendi, per lo strato dei giorni di paga.",
    ),
    ("init.region", "Paese dei numeri di telefono senza prefisso (ISO 3166-1, per esempio IT)."),
    ("init.retention", "Per quanto il caso può essere conservato, come dice la legge."),
    ("init.zone", "Fuso in cui si contano giorni, mesi e ore (nome IANA)."),
    ("json", "Stampa i dati in JSON."),
    ("lang", "Lingua delle parole, en o it; altrimenti quella del caso o del sistema."),
    ("map", "Propone, mostra e salva una mappatura di importazione."),
    (
        "map.file",
        "File per cui proporre una mappatura; la proposta è stampata in TOML, da controllare e salvare.",
    ),
    ("map.save", "Mappatura da salvare: un file TOML controllato da una persona."),
    ("map.show", "Mappatura da stampare."),
    ("note", "Scrive note ed etichette accanto a riscontri, registrazioni e soggetti."),
    ("note.act", "Che cosa fare."),
    ("note.finding", "Il riscontro, con la sua chiave."),
    ("note.for_report", "La nota sta nella relazione, accanto al suo riscontro."),
    (
        "note.on",
        "Il quesito di un riscontro, una registrazione, un soggetto, il numero di una nota, o un'etichetta.",
    ),
    ("note.tag", "L'etichetta."),
    ("note.text", "Le parole della nota, o che cosa significa un'etichetta."),
    ("members", "Tiene chi può fare che cosa nel caso; dichiara perché si legge."),
    ("members.act", "Che cosa fare."),
    ("members.hours", "Per quante ore vale il motivo della lettura."),
    ("members.role", "I suoi ruoli."),
    (
        "members.sees",
        "Che cosa può vedere; nulla se non è indicato, solo i registri per un amministratore.",
    ),
    ("members.unit", "La sua unità, con il nome."),
    ("members.unit_kind", "Che tipo di ufficio è l'unità."),
    ("members.who", "Il membro, con il suo account; o il numero di una modifica."),
    ("network", "Mostra chi è legato a chi, e per quali registrazioni."),
    ("network.around", "Soggetti attorno ai quali si cercano i prossimi, con le loro chiavi."),
    (
        "network.limit",
        "Riscontri da mostrare al massimo; sono contati tutti, e --json li dà tutti.",
    ),
    ("quiet", "Non stampa avanzamento né note."),
    ("reason", "Perché lo si fa; resta nel registro di custodia."),
    ("register", "Mostra i registri che la protezione dei dati richiede."),
    ("register.to", "Lo scrive in questo file, nuovo, invece di mostrarlo."),
    ("register.which", "Quale."),
    ("replay", "Rifà ogni riscontro dai reperti e li confronta."),
    ("replay.threads", "Fili di esecuzione; i riscontri non ne dipendono."),
    ("report", "Scrive la relazione con le citazioni; dice che cosa vi manca."),
    ("report.act", "Che cosa fare."),
    ("resolve", "Mostra chi può essere un solo soggetto, e vi si decide."),
    ("resolve.act", "Che cosa fare."),
    ("resolve.left", "La prima chiave."),
    (
        "resolve.limit",
        "Riscontri da mostrare al massimo; sono contati tutti, e --json li dà tutti.",
    ),
    ("resolve.right", "L'altra."),
    ("search", "Cerca testi e identificativi."),
    ("search.kind", "Solo registrazioni di questo tipo (transfer, entry, session, message, …)."),
    ("search.limit", "Registrazioni da mostrare al massimo; il totale è sempre detto."),
    ("search.words", "Parole, o un identificativo."),
    ("sets", "Conserva gli insiemi noti di questa postazione."),
    ("sets.act", "Che cosa fare."),
    ("sets.dated", "Data del rilascio, come dichiarata."),
    ("sets.file", "Il file dell'insieme o delle sue modifiche."),
    ("sets.kind", "Che cosa significa esservi."),
    ("sets.name", "Nome dell'insieme; altrimenti quello del file."),
    ("sets.owner", "Chi lo ha fatto e ne risponde."),
    ("sets.release", "Rilascio o versione; altrimenti ciò che dice il file."),
    (
        "sets.rows",
        "Righe dichiarate da chi lo pubblica; un elenco tagliato a fine riga non si riconosce altrimenti.",
    ),
    ("sets.scheme", "Schema delle categorie; altrimenti ciò che dice il file."),
    ("sets.sets", "Cartella degli insiemi; altrimenti `TUTELA_SETS`, o quella dell'utente."),
    ("sets.terms", "A quali condizioni è stato consegnato."),
    (
        "sets.within",
        "In quanti di 256 bit un'immagine può differire da un codice percettivo dell'insieme per essere \
         indicata.",
    ),
    ("stamp", "Fa apporre a un'autorità la marca temporale sul registro di custodia."),
    ("stamp.add", "Accoglie la risposta di un'autorità."),
    ("stamp.add.at", "Foglie del checkpoint richiesto, se è vecchio."),
    ("stamp.add.ca", "Certificati dell'autorità (PEM)."),
    ("stamp.add.file", "La risposta (.tsr)."),
    ("stamp.list", "Mostra le marche del caso."),
    ("stamp.request", "Scrive la richiesta per un checkpoint."),
    ("stamp.request.at", "Foglie del checkpoint; l'ultimo se nulla è detto."),
    ("stamp.request.to", "Il file da scrivere (.tsq): nuovo."),
    ("status", "Mostra reperti, conteggi, copertura e ciò che resta da fare."),
    ("summary", "Scrive conteggi di persone per il pubblico, senza che nessuno sia individuabile."),
    ("summary.dry_run", "Mostra ciò che uscirebbe, senza scriverlo né registrarlo."),
    ("summary.people", "Le persone, come l'unità le conta: provincia, età e misure."),
    ("summary.purpose", "A quale scopo."),
    ("summary.recipient", "A chi va."),
    ("summary.to", "Il file da scrivere: nuovo."),
    ("tasks", "Mostra ciò che può significare un minore ora in pericolo; lo si prende in carico."),
    ("tasks.act", "Che cosa fare."),
    ("tasks.file", "Un nuovo file da portare: i fatti e i numeri delle loro registrazioni."),
    ("tasks.to", "A quale account passa."),
    ("tasks.unit", "A quale unità passa."),
    ("tasks.name", "Il compito, con il suo nome."),
    ("timeline", "Mostra le registrazioni dei soggetti in ordine di tempo."),
    (
        "timeline.keys",
        "I soggetti, con una qualsiasi delle loro chiavi; tutti quelli del caso se non ne è data nessuna.",
    ),
    ("timeline.limit", "Righe da mostrare al massimo; --json le dà tutte."),
    ("travel", "Mostra viaggi, soggiorni e ciò che vi è accaduto."),
    ("travel.limit", "Riscontri da mostrare al massimo; sono contati tutti, e --json li dà tutti."),
    ("triage", "Confronta ogni file con gli insiemi noti."),
    ("triage.act", "Che cosa fare."),
    ("triage.as", "Che cosa si decide; il motivo si dà con --reason."),
    ("triage.by", "In base a che cosa sono raggruppati i file non decisi."),
    (
        "triage.decoder",
        "Programma che decodifica i filmati in una propria gabbia: il percorso di `ffmpeg`, dalla 5.1.",
    ),
    ("triage.digests_only", "Confronta per sole impronte: nessuna immagine è esaminata."),
    ("triage.least", "File di un gruppo, almeno."),
    (
        "triage.limit",
        "File o gruppi da mostrare al massimo; tutti sono contati, e --json mostra ogni cosa.",
    ),
    ("triage.name", "Il gruppo o il file di cui si tratta, per nome."),
    ("triage.role", "In quale veste si apre un file; il motivo si dà con --reason."),
    ("triage.sets", "Cartella degli insiemi; altrimenti `TUTELA_SETS`, o quella dell'utente."),
    ("triage.to", "Dove vanno i byte di un file aperto: un file nuovo."),
    ("unveil", "Svela uno pseudonimo: un motivo, una seconda persona, un tempo."),
    ("unveil.act", "Che cosa fare."),
    ("unveil.hours", "Per quante ore."),
    ("unveil.reader", "Altre persone a cui sono mostrati, con il loro account."),
    ("unveil.who", "Gli pseudonimi; o il numero di uno svelamento."),
    (
        "unveiled",
        "Mostra chi sta dietro gli pseudonimi che uno svelamento in vigore indica; richiede --reason.",
    ),
    ("verify", "Controlla ogni reperto e il registro di custodia."),
    ("verify.bundle", "Un pacchetto sigillato."),
    ("verify.key", "La chiave pubblica del suo registro: la riga, o un file che la contiene."),
    ("witness", "Fa testimoniare ad altri che il registro di custodia soltanto cresce."),
    ("witness.add", "Accoglie la risposta di un testimone."),
    ("witness.add.file", "La risposta."),
    ("witness.agree", "Concorda i testimoni di questo caso."),
    ("witness.agree.keys", "Le loro chiavi pubbliche: righe, o file che le contengono."),
    ("witness.agree.need", "Quanti di loro devono firmare."),
    ("witness.init", "Crea un testimone in una cartella propria."),
    ("witness.init.dir", "Cartella del testimone."),
    ("witness.init.name", "Il suo nome, per esempio court.example/w1."),
    ("witness.list", "Mostra chi ha firmato che cosa."),
    ("witness.request", "Scrive la richiesta a un testimone."),
    ("witness.request.from", "Foglie che il testimone ha visto per ultime, se lo dice."),
    ("witness.request.name", "Il testimone."),
    ("witness.request.qr", "La disegna anche come codice QR, in FILE.svg."),
    ("witness.request.to", "Il file da scrivere: nuovo."),
    ("witness.sign", "Firma una richiesta, come testimone."),
    ("witness.sign.dir", "Cartella del testimone."),
    ("witness.sign.file", "La richiesta."),
    (
        "witness.sign.log",
        "Chiave pubblica del registro, necessaria la prima volta: la riga, o un file che la contiene.",
    ),
    ("witness.sign.qr", "La disegna anche come codice QR, in FILE.svg."),
    ("witness.sign.to", "Il file da scrivere: nuovo."),
];

/// The long help of a verb in Italian, with the examples of the English one.
fn long_italian(verb: &str, english: &str) -> Option<String> {
    let (_, words) = LONG.iter().find(|(key, _)| *key == verb)?;
    let examples = english.find("\nExample").and_then(|at| english.get(at..)).unwrap_or("");
    let (_, examples) = examples.split_once(':').unwrap_or_default();
    let title = if examples.lines().count() > 2 { "Esempi" } else { "Esempio" };
    Some(format!("{words}\n\n{title}:{examples}"))
}

fn italian(path: &str) -> Option<&'static str> {
    HELP.iter().find(|(key, _)| *key == path).map(|(_, text)| *text)
}

/// How a help page is laid out: clap's own headings are English.
const LAYOUT: &str = "{about-with-newline}\nUso: {usage}\n\n{all-args}";

/// The command with every help text in Italian.
pub(crate) fn translate_help(command: Command) -> Command {
    let mut command = match italian("") {
        Some(text) => command.about(text.lines().next().unwrap_or(text)).long_about(text),
        None => command,
    };
    command = command.subcommand_help_heading("Comandi").help_template(LAYOUT);
    command.build();
    command = translate_args(command, "");
    translate_verbs(command, "")
}

/// Translates the verbs of a command, and the acts of a verb.
fn translate_verbs(mut command: Command, above: &str) -> Command {
    let verbs: Vec<String> =
        command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    for verb in verbs {
        let path = if above.is_empty() { verb.clone() } else { format!("{above}.{verb}") };
        command = command.mut_subcommand(&verb, |sub| {
            let sub = match italian(&path) {
                Some(text) => {
                    let english = sub.get_long_about().map(ToString::to_string).unwrap_or_default();
                    let long = long_italian(&path, &english).unwrap_or_else(|| text.to_owned());
                    sub.about(text).long_about(long)
                }
                None => sub,
            };
            let sub = sub.subcommand_help_heading("Comandi").help_template(LAYOUT);
            let sub = translate_args(sub, &path);
            if above.is_empty() && path != "help" { translate_verbs(sub, &path) } else { sub }
        });
    }
    command
}

fn translate_args(command: Command, verb: &str) -> Command {
    command.mut_args(|arg| {
        let name = arg.get_id().as_str().to_owned();
        let path = if verb.is_empty() { name.clone() } else { format!("{verb}.{name}") };
        let Some(text) = italian(&path).or_else(|| italian(&name)) else { return arg };
        let text = format!("{text}{}", values(&arg));
        let heading = if arg.is_positional() { "Argomenti" } else { "Opzioni" };
        let arg = arg.hide_possible_values(true).hide_default_value(true);
        arg.help(text.clone()).long_help(text).help_heading(heading)
    })
}

/// The values an argument may take, and the one it takes by itself.
fn values(arg: &Arg) -> String {
    let own: Vec<&OsStr> = arg.get_default_values().iter().map(AsRef::as_ref).collect();
    let takes_value = arg.get_action().takes_values();
    let possible: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let mut words = String::new();
    if takes_value && !possible.is_empty() {
        words.push_str(" Valori: ");
        words.push_str(&possible.join(", "));
        words.push('.');
    }
    if let [own] = own.as_slice()
        && takes_value
    {
        words.push_str(" Se manca: ");
        words.push_str(&own.to_string_lossy());
        words.push('.');
    }
    words
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    fn without_italian(verb: &Command, path: &str, missing: &mut Vec<String>) {
        if italian(path).is_none() {
            missing.push(path.to_owned());
        }
        for arg in verb.get_arguments() {
            let name = arg.get_id().as_str();
            let path = format!("{path}.{name}");
            let is_known = italian(&path).is_some() || italian(name).is_some();
            if !matches!(name, "help" | "version") && !is_known {
                missing.push(path);
            }
        }
    }

    #[test]
    fn every_help_text_has_its_italian() {
        let mut missing = Vec::new();
        let mut command = Cli::command();
        command.build();
        for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
            without_italian(verb, verb.get_name(), &mut missing);
            for act in verb.get_subcommands().filter(|act| act.get_name() != "help") {
                let path = format!("{}.{}", verb.get_name(), act.get_name());
                if verb.get_name() != "help" {
                    without_italian(act, &path, &mut missing);
                }
            }
        }
        assert!(missing.is_empty(), "no Italian for {missing:?}");
    }
}
