//! What can go wrong when two agencies compare lists, and what a person can do. These are written as text by the room
//! `deconflict`; they are known again by their words where somebody reads another language.

super::sentences! {
    dec_no_charter(fact)
        "this is no charter: {fact}"
        "questo non è un accordo: {fact}"
    dec_charter_not_signed(name)
        "{name} did not sign the charter"
        "{name} non ha firmato l'accordo"
    dec_not_a_party()
        "the key is not that of a party of the charter"
        "la chiave non è di una parte dell'accordo"
    dec_outside_charter(fact)
        "the charter does not allow it: {fact}"
        "l'accordo non lo permette: {fact}"
    dec_no_session(fact)
        "the folder holds no session: {fact}"
        "la cartella non contiene una sessione: {fact}"
    dec_session_over(fact)
        "the session is over: {fact}"
        "la sessione è conclusa: {fact}"
    dec_bad_list(fact)
        "the list cannot be compared: {fact}"
        "l'elenco non può essere confrontato: {fact}"
    dec_no_secret()
        "no secret could be made"
        "non è stato possibile creare un segreto"
    dec_no_message(fact)
        "this is no message: {fact}"
        "questo non è un messaggio: {fact}"
    dec_bad_signature()
        "the message is not signed by the party it names"
        "il messaggio non è firmato dalla parte che indica"
    dec_own_message()
        "the message is one of your own"
        "il messaggio è uno dei propri"
    dec_other_charter()
        "the message belongs to another charter"
        "il messaggio appartiene a un altro accordo"
    dec_other_session()
        "the message belongs to another session"
        "il messaggio appartiene a un'altra sessione"
    dec_wrong_step(given, due)
        "the message is of step {given}; step {due} is waited for"
        "il messaggio è del passo {given}; si attende il passo {due}"
    dec_other_profile()
        "the charter names another normalisation profile"
        "l'accordo indica un altro profilo di normalizzazione"
    dec_profile_not_kept(line)
        "this program gives another form than the profile for `{line}`"
        "questo programma dà una forma diversa da quella del profilo per `{line}`"
    dec_broken(breach)
        "the partner broke the protocol: {breach}"
        "la controparte ha violato il protocollo: {breach}"
    dec_size(given, due)
        "the message has {given} bytes where the charter gives {due}"
        "il messaggio ha {given} byte dove l'accordo ne prevede {due}"
    dec_two_messages(step)
        "two different messages of step {step} are signed"
        "sono firmati due messaggi diversi del passo {step}"
    dec_commitment(step)
        "what was opened in step {step} is not what was committed to"
        "ciò che è stato aperto al passo {step} non è ciò a cui ci si era impegnati"
    dec_public_element()
        "the public element is none that a party may have"
        "l'elemento pubblico non è ammesso per una parte"
    dec_element(at, step, why)
        "element {at} of step {step} is {why}"
        "l'elemento {at} del passo {step} è {why}"
    dec_not_canonical()
        "no canonical encoding of an element"
        "una codifica non canonica di un elemento"
    dec_identity()
        "the identity"
        "l'identità"
    dec_duplicate(at)
        "element {at} is there twice"
        "l'elemento {at} compare due volte"
    dec_order(at)
        "element {at} is out of order"
        "l'elemento {at} è fuori ordine"
    dec_reflected(at)
        "element {at} was sent back as it came"
        "l'elemento {at} è stato rimandato com'era arrivato"
    dec_proof(batch)
        "batch {batch} was not answered with the committed key"
        "il gruppo {batch} non ha avuto risposta con la chiave dell'impegno"
    dec_result()
        "the result that is signed is not that of the messages"
        "il risultato firmato non è quello dei messaggi"
    dec_did_not_come(step, reason)
        "the message of step {step} did not come: {reason}"
        "il messaggio del passo {step} non è arrivato: {reason}"
    dec_both_signed()
        "both signed the result"
        "entrambe le parti hanno firmato il risultato"
    dec_go_on()
        "check path, rights and room, and run the same command again"
        "controllare percorso, permessi e spazio, e ripetere lo stesso comando"
    dec_mend_charter()
        "mend the charter and have both parties sign it"
        "correggere l'accordo e farlo firmare da entrambe le parti"
    dec_sign_same()
        "have both parties sign the same charter"
        "far firmare lo stesso accordo a entrambe le parti"
    dec_give_key()
        "give the key whose public half stands in the charter"
        "indicare la chiave la cui metà pubblica è nell'accordo"
    dec_agree_anew()
        "agree on another charter"
        "concordare un altro accordo"
    dec_name_folder()
        "name the folder of a session, or begin one"
        "indicare la cartella di una sessione, o iniziarne una"
    dec_name_new_folder()
        "name a folder that does not exist yet"
        "indicare una cartella che non esiste ancora"
    dec_begin_another()
        "begin another session"
        "iniziare un'altra sessione"
    dec_mend_list()
        "mend the list and begin again"
        "correggere l'elenco e ricominciare"
    dec_check_random()
        "check the system's source of random bytes"
        "controllare la sorgente di byte casuali del sistema"
    dec_fetch_again()
        "fetch the file again from the partner"
        "richiedere di nuovo il file alla controparte"
    dec_ask_by_telephone()
        "fetch the file again; if it stays so, ask the partner by telephone"
        "richiedere di nuovo il file; se non cambia, chiedere per telefono alla controparte"
    dec_give_theirs()
        "give the partner's file, not your own"
        "indicare il file della controparte, non il proprio"
    dec_compare_digests()
        "compare the digests of the charter by telephone"
        "confrontare per telefono le impronte dell'accordo"
    dec_give_of_session()
        "give the file of this session"
        "indicare il file di questa sessione"
    dec_in_order()
        "give the files in the order in which they came"
        "indicare i file nell'ordine in cui sono arrivati"
    dec_same_program()
        "have both parties use the program of the charter, or agree anew"
        "far usare a entrambe le parti il programma dell'accordo, o concordarne un altro"
    dec_report_program()
        "compare nothing with this program, and report it"
        "non confrontare nulla con questo programma, e segnalarlo"
    dec_keep_folder()
        "keep the folder as it is, and speak with the partner's supervisor"
        "conservare la cartella com'è, e parlare con il supervisore della controparte"
}
