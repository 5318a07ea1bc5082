//! What is said of a fault, of a row that was set aside, of what a person has to do.

super::sentences! {
    fault(reason, remedy)
        "{reason}; {remedy}"
        "{reason}; {remedy}"
    fault_at(place, reason, remedy)
        "at {place}: {reason}; {remedy}"
        "a {place}: {reason}; {remedy}"
    trouble(code, reason, remedy)
        "{code} {reason}; {remedy}"
        "{code} {reason}; {remedy}"
    trouble_at(code, place, reason, remedy)
        "{code} at {place}: {reason}; {remedy}"
        "{code} a {place}: {reason}; {remedy}"
    never_read()
        "the exhibit is sealed and was never read"
        "il reperto è sigillato e non è mai stato letto"
    rejects(count, code, why)
        "{count} × {code}: {why}"
        "{count} × {code}: {why}"
    ingest_again()
        "give it to `tutela ingest` again"
        "darlo di nuovo a `tutela ingest`"
    ask_for_zone()
        "ask the sender; then ingest it again with --tz ZONE"
        "chiedere al mittente; poi acquisirlo di nuovo con --tz FUSO"
    members_troubled(count, member, why)
        "{count} members need a look, the first {member}: {why}"
        "elementi da guardare: {count}, il primo {member}: {why}"
    hand_over_waits(files, group)
        "{files} files of {group} wait to be handed over to those who identify victims"
        "{files} file di {group} attendono la consegna a chi identifica le vittime"
    hand_over_waits_with(files, group, leads)
        "{files} files of {group} wait to be handed over to those who identify victims; their metadata state {leads}"
        "{files} file di {group} attendono la consegna a chi identifica le vittime; i loro metadati dichiarano {leads}"
    risk_waits(records, task)
        "facts may mean that a child is at risk now: {records} records, task {task}"
        "alcuni fatti possono significare che un minore è ora in pericolo: {records} registrazioni, compito {task}"
    risk_not_received(records, task)
        "facts may mean that a child is at risk now: {records} records, task {task}, handed on and not received"
        "alcuni fatti possono significare che un minore è ora in pericolo: {records} registrazioni, compito {task}, passato e non ricevuto"
    risk_overdue(records, task, owner)
        "facts may mean that a child is at risk now: {records} records, task {task} of {owner}, overdue"
        "alcuni fatti possono significare che un minore è ora in pericolo: {records} registrazioni, compito {task} di {owner}, scaduto"
    close_or_receive()
        "whoever owns it closes it or hands it on, and whoever it goes to receives it: `tutela tasks`"
        "chi lo ha in carico lo chiude o lo passa, e chi lo riceve lo conferma: `tutela tasks`"
    take_upon_yourself()
        "read them with `tutela tasks`, act, and acknowledge the task"
        "leggerli con `tutela tasks`, agire e prendere in carico il compito"
    hand_them_over()
        "write the hand-over with `tutela export vics` and deliver it today"
        "scrivere la consegna con `tutela export vics` e recapitarla oggi stesso"
    zone_assumed(zone)
        "times that state no zone were read in {zone}, for want of anything better"
        "gli orari che non dichiarano un fuso sono stati letti in {zone}, in mancanza di meglio"
    in_member(member, what)
        "{member}: {what}"
        "{member}: {what}"
    wrong_width()
        "the row has another number of cells than the header"
        "la riga ha un numero di celle diverso dall’intestazione"
    bad_amount()
        "the cell is not an amount"
        "la cella non è un importo"
    absurd_amount()
        "the amount has more than 18 digits"
        "l’importo ha più di 18 cifre"
    unknown_currency()
        "the currency is not an ISO 4217 code"
        "la valuta non è un codice ISO 4217"
    bad_time()
        "the cell is not a time"
        "la cella non è un orario"
    ambiguous_date()
        "day and month can be swapped in this date"
        "in questa data giorno e mese possono essere scambiati"
    time_in_gap()
        "the clocks of the zone skipped this time"
        "gli orologi del fuso hanno saltato questo orario"
    time_out_of_range()
        "the time lies outside the years 1900 to 2200"
        "l’orario è fuori dagli anni dal 1900 al 2200"
    missing_field()
        "a field that must be stated is empty"
        "un campo che deve essere dichiarato è vuoto"
    bad_encoding()
        "the bytes are not text in the encoding of the exhibit"
        "i byte non sono testo nella codifica del reperto"
    row_too_long()
        "the row is longer than the limit"
        "la riga è più lunga del limite"
    too_deep()
        "elements are nested deeper than the limit"
        "gli elementi sono annidati più a fondo del limite"
    malformed()
        "the row is cut off or malformed"
        "la riga è troncata o malformata"
    bad_integer()
        "the cell is not a whole number"
        "la cella non è un numero intero"
    unknown_line()
        "the line fits nothing this format knows"
        "la riga non corrisponde a nulla che questo formato conosca"
    bad_digest()
        "the cell is not a digest in hexadecimal"
        "la cella non è un’impronta in esadecimale"
    end_before_start()
        "the end lies before the start"
        "la fine precede l’inizio"
    no_outcome()
        "the reader gave this row no outcome"
        "il lettore non ha dato esito a questa riga"
    record_invalid()
        "the record failed the check after reading"
        "la registrazione non ha superato il controllo dopo la lettura"
    unknown_value()
        "the value is stated in a form the reader does not know"
        "il valore è espresso in una forma che il lettore non conosce"
    negative_amount()
        "the amount is negative where money can only go one way"
        "l’importo è negativo dove il denaro può andare in un solo verso"
    place_row(row, bytes)
        "row {row} bytes {bytes}"
        "riga {row} byte {bytes}"
    place_bytes(bytes)
        "bytes {bytes}"
        "byte {bytes}"
    place_beginning()
        "its beginning"
        "il suo inizio"
}
