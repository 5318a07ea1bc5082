//! What is said of statements of account, payments and reports of transactions.

super::sentences! {
    duplicate(id, copy)
        "{id} says that it is a copy or duplicate ({copy}); what it holds may stand in another exhibit too."
        "{id} dichiara di essere una copia o un duplicato ({copy}); ciò che contiene può trovarsi anche in un altro reperto."
    currencies_differ(id, opens, closes)
        "Statement {id} opens in {opens} and closes in {closes}; its balances cannot be checked."
        "L’estratto conto {id} si apre in {opens} e si chiude in {closes}; i suoi saldi non possono essere controllati."
    balance_missing(id)
        "Statement {id} states no opening or no closing balance that can be read; it may be cut off."
        "L’estratto conto {id} non dichiara un saldo iniziale o finale leggibile; può essere troncato."
    balance_alone(account, balance, day)
        "Account {account} states a balance of {balance} as of {day}, and no opening balance to check it by."
        "Il conto {account} dichiara un saldo di {balance} al {day}, e nessun saldo iniziale con cui controllarlo."
    without_number()
        "without number"
        "senza numero"
    currency_withdrawn(id, currency, withdrawn)
        "Statement {id} is in {currency}, a currency withdrawn in {withdrawn}, before its own days; ask the bank in what currency its amounts are."
        "L’estratto conto {id} è in {currency}, una valuta ritirata nel {withdrawn}, prima dei suoi giorni; chiedere alla banca in quale valuta sono gli importi."
    statement_field(id, place, why)
        "A field of statement {id} is not read: {place}: {why}."
        "Un campo dell’estratto conto {id} non è letto: {place}: {why}."
    statement_says(id, words)
        "Statement {id} says: {words}"
        "L’estratto conto {id} riporta: {words}"
    statement_account(iban)
        "the statement is of the account {iban}, which stands before its header"
        "L’estratto riguarda il conto {iban}, indicato prima dell’intestazione."
    bank_silent(code, message)
        "The bank did not answer a request (code {code}: {message}): what was asked for is not in this file; ask the sender for it again."
        "La banca non ha risposto a una richiesta (codice {code}: {message}): ciò che era chiesto non è in questo file; chiederlo di nuovo al mittente."
    message_status(id, kind, status)
        "The status of message {id} ({kind}) as a whole is {status}; its payments may stand in another exhibit, as they were ordered."
        "Lo stato del messaggio {id} ({kind}) nel suo insieme è {status}; i suoi pagamenti possono trovarsi in un altro reperto, come furono ordinati."
    status_reason(status, reason)
        "{status}, reason {reason}"
        "{status}, motivo {reason}"
    may_be_twice()
        "may be sent twice"
        "può essere stato inviato due volte"
    report_facts(code, entity, reference, date)
        "Report {code} of reporting entity {entity}, reference {reference}, submitted on {date}."
        "Segnalazione {code} del soggetto segnalante {entity}, riferimento {reference}, trasmessa il {date}."
    report_indicators(indicators)
        "Indicators stated by the report: {indicators}."
        "Indicatori dichiarati nella segnalazione: {indicators}."
}
