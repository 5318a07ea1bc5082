//! What is said of sealed bundles, their copies, and those who check them.

super::sentences! {
    copy_for(recipient, purpose)
        "Copy for {recipient} – purpose: {purpose}"
        "Copia per {recipient} – scopo: {purpose}"
    copy_for_until(recipient, purpose, date)
        "Copy for {recipient} – purpose: {purpose} – to be used until {date}"
        "Copia per {recipient} – scopo: {purpose} – utilizzabile fino al {date}"
    there_already(path)
        "{path} is there already"
        "{path} esiste già"
    choose_other_name()
        "choose another name, or take away what a run that was cut off left"
        "scegliere un altro nome, o togliere ciò che un'esecuzione interrotta ha lasciato"
    no_sealed_bundle(path)
        "{path} is no sealed bundle"
        "{path} non è un pacchetto sigillato"
    give_bundle()
        "give the folder or the tar archive that holds `SEAL`"
        "indicare la cartella o l'archivio tar che contiene `SEAL`"
    recipient_in_one_line()
        "recipient and purpose must be stated, each in one line"
        "destinatario e scopo vanno indicati, ciascuno in una riga"
    give_recipient()
        "give --recipient and --purpose"
        "indicare --recipient e --purpose"
    no_date(text)
        "`{text}` is not a date that exists"
        "`{text}` non è una data che esiste"
    give_date()
        "state it as 2027-06-30"
        "indicarla come 2027-06-30"
    no_public_key(text)
        "`{text}` is not the public key of a log"
        "`{text}` non è la chiave pubblica di un registro"
    give_public_key()
        "give the line of `log/keys/verifier.txt`, or a file with it"
        "indicare la riga di `log/keys/verifier.txt`, o un file che la contiene"
    no_signature(fact)
        "refused, no signature: {fact}"
        "rifiutato, nessuna firma: {fact}"
    witness_elsewhere(saw, given)
        "the witness saw {saw} leaves of this log; the request begins at {given}"
        "il testimone ha visto {saw} foglie di questo registro; la richiesta comincia da {given}"
    witness_unknown_log(origin)
        "this witness never saw the log {origin}"
        "questo testimone non ha mai visto il registro {origin}"
    no_such_witness(name)
        "nobody agreed on a witness {name}"
        "nessuno ha concordato un testimone {name}"
    bad_policy(required, count)
        "{required} of {count} witnesses of different names cannot be asked for"
        "non si possono chiedere {required} testimoni su {count} con nomi diversi"
    keep_both_checkpoints()
        "keep the request and both checkpoints: they may prove that the log shows two histories"
        "conservare la richiesta e i due checkpoint: possono provare che il registro mostra due storie"
    request_again_from()
        "make the request again with --from and that number"
        "rifare la richiesta con --from e quel numero"
    give_key_with_log()
        "give its public key with --log, as it was handed over on paper"
        "indicarne la chiave pubblica con --log, come consegnata su carta"
    agree_on_witnesses()
        "agree on witnesses with `tutela witness agree`"
        "concordare i testimoni con `tutela witness agree`"
    give_keys_and_need()
        "give at least one key, each of another name, and no more as --need"
        "indicare almeno una chiave, ciascuna con un altro nome, e non di più con --need"
    no_witness_key(text)
        "`{text}` is not the public key of a witness"
        "`{text}` non è la chiave pubblica di un testimone"
    give_witness_key()
        "give the line that `tutela witness init` printed, or a file with it"
        "indicare la riga stampata da `tutela witness init`, o un file che la contiene"
    longer_than_any_answer()
        "the file is longer than any request or answer"
        "il file è più lungo di qualsiasi richiesta o risposta"
    give_what_was_written()
        "give the file that the other side wrote"
        "indicare il file scritto dall'altra parte"
    no_recent_checkpoint()
        "the reply is for no recent checkpoint of this case"
        "la risposta non riguarda alcun checkpoint recente di questo caso"
    state_leaves_with_at()
        "state with --at for how many leaves it was asked"
        "indicare con --at per quante foglie fu chiesta"
    stamp_not_accepted(words)
        "openssl does not accept the time stamp: {words}"
        "openssl non accetta la marca temporale: {words}"
    check_authority()
        "check that reply and certificates are of the same authority, and of this request"
        "controllare che risposta e certificati siano della stessa autorità, e di questa richiesta"
    longer_than_any_reply()
        "the file is longer than any reply"
        "il file è più lungo di qualsiasi risposta di un'autorità"
    give_reply()
        "give the file that the authority answered with"
        "indicare il file con cui l'autorità ha risposto"
    openssl_absent()
        "time stamps are judged by openssl, which cannot be run"
        "le marche temporali sono giudicate da openssl, che non può essere eseguito"
    install_openssl()
        "install openssl"
        "installare openssl"
    erasure_waits(leaf)
        "the erasure of leaf {leaf} waits for a second person"
        "la cancellazione della foglia {leaf} attende una seconda persona"
    other_person_runs()
        "let somebody else run the same command under their own account"
        "far eseguire lo stesso comando a qualcun altro con il proprio account"
    erasure_needs_ground()
        "an erasure needs a ground"
        "una cancellazione richiede un titolo"
}
