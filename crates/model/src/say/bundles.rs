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
}
