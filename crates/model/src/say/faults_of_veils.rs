//! What can go wrong with pseudonyms and their lifting, and what a person can do. These are written as text; they are
//! known again by their words where somebody reads another language.

super::sentences! {
    veil_not_for_hours(hours)
        "a veil cannot be lifted for {hours} hours"
        "uno pseudonimo non può essere svelato per {hours} ore"
    give_hours_of_a_week()
        "give 1 to 168 hours with --for"
        "dare da 1 a 168 ore con --for"
    no_party_of_pseudonym()
        "no party of the case has this pseudonym"
        "nessun soggetto del caso ha questo pseudonimo"
    no_pseudonym(text)
        "`{text}` is no pseudonym"
        "`{text}` non è uno pseudonimo"
    names_are_shown_alike(count, shown)
        "{count} are shown as `{shown}`"
        "{count} sono mostrati come `{shown}`"
    say_which_in_order(shown)
        "say which, in the order they are shown: `{shown}#1`, `{shown}#2`"
        "dire quale, nell'ordine in cui sono mostrati: `{shown}#1`, `{shown}#2`"
    name_pseudonyms_as_shown()
        "name pseudonyms as the answers and the report show them: `protected-1`"
        "indicare gli pseudonimi come li mostrano le risposte e la relazione: `protetto-1`"
    lift_is_signed(number, by)
        "lift {number} is signed by {by}"
        "lo svelamento {number} è firmato da {by}"
    list_lifts()
        "list them with `tutela unveil`"
        "elencarli con `tutela unveil`"
    lift_is_for(number, by)
        "lift {number} is for {by}"
        "lo svelamento {number} è per {by}"
    whom_it_shows_nothing_signs()
        "a person whom it does not show anything must sign it, under an account of their own"
        "deve firmarlo una persona a cui non mostra nulla, con un proprio account"
    no_lift_in_force(by)
        "no lift of a veil is in force for {by}"
        "nessuno svelamento è in vigore per {by}"
    ask_for_a_lift()
        "ask for one with `tutela unveil ask`, and have another person sign it"
        "chiederne uno con `tutela unveil ask`, e farlo firmare da un'altra persona"
    no_such_lift(number)
        "there is no lift {number} of a veil"
        "non esiste lo svelamento {number}"
    lift_is_over(number)
        "lift {number} of a veil is over"
        "lo svelamento {number} è concluso"
    ask_for_another_lift()
        "ask for another lift"
        "chiedere un altro svelamento"
    lift_needs_reason()
        "lifting a veil needs its reason"
        "svelare uno pseudonimo richiede il motivo"
    which_lift()
        "it is not said which lift"
        "non è indicato quale svelamento"
    give_number_of_lift()
        "give its number, as `tutela unveil` prints it"
        "dare il suo numero, come lo stampa `tutela unveil`"
    reader_sees_no_identities(reader)
        "{reader} is no member who may see identities"
        "{reader} non è un membro che può vedere le identità"
    name_readers_of_members()
        "name readers whom the list of members gives them: `tutela members`"
        "indicare lettori a cui l'elenco dei membri le concede: `tutela members`"
    report_names_protected()
        "a report names a protected party"
        "una relazione nomina un soggetto protetto"
    write_report_again()
        "write it again with `tutela report`, or leave it out with --without-report"
        "scriverla di nuovo con `tutela report`, o ometterla con --without-report"
    numbers_are_not_those_of_log()
        "the numbers of pseudonyms are not those that the log names"
        "i numeri degli pseudonimi non sono quelli che indica il registro"
    take_numbers_from_copy()
        "take the file from a copy of the case: without it a pseudonym may mean somebody else"
        "prendere il file da una copia del caso: senza di esso uno pseudonimo può indicare un altro"
}
