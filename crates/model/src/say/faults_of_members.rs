//! What can go wrong with members, their rights and the access log, and what a person can do. These are written as
//! text; they are known again by their words where somebody reads another language.

super::sentences! {
    first_member_administers()
        "the first member of a case administers the list of members"
        "il primo membro di un caso amministra l'elenco dei membri"
    give_role_administrator()
        "give --role administrator; another account does the work"
        "dare --role administrator; il lavoro spetta a un altro account"
    no_member(person)
        "`{person}` is no member of the case"
        "`{person}` non è membro del caso"
    members_lists_them()
        "`tutela members` lists them"
        "`tutela members` li elenca"
    nobody_keeps_list()
        "nobody would be left who keeps the list of members"
        "non resterebbe nessuno che tenga l'elenco dei membri"
    make_another_keeper()
        "make another administrator or supervisor first"
        "nominare prima un altro amministratore o responsabile"
    member_needs_account()
        "a member needs the name of an account"
        "un membro richiede il nome di un account"
    give_account_of_system()
        "give it as the system knows it, such as `id -un` prints it"
        "darlo come lo conosce il sistema, ad esempio come lo stampa `id -un`"
    member_needs_unit_and_role()
        "a member needs a unit and at least one role"
        "un membro richiede un'unità e almeno un ruolo"
    give_unit_and_role()
        "give --unit, --unit-kind and --role"
        "dare --unit, --unit-kind e --role"
    administrator_sees_nothing()
        "an administrator sees no content of the case and has no other role"
        "un amministratore non vede alcun contenuto del caso e non ha altri ruoli"
    give_work_to_another()
        "give the work to another account, and leave out --sees or give `log` alone"
        "affidare il lavoro a un altro account, e omettere --sees o dare solo `log`"
    no_such_change(number)
        "there is no change {number} of members"
        "non c'è una modifica {number} dei membri"
    change_waits_for_nobody(number)
        "change {number} of members waits for nobody"
        "la modifica {number} dei membri non attende nessuno"
    own_change(number, by)
        "change {number} of members is {by}'s own"
        "la modifica {number} dei membri è dello stesso {by}"
    may_not_sign_change(by, number)
        "{by} may not sign change {number} of members"
        "{by} non può firmare la modifica {number} dei membri"
    who_signs_changes()
        "another administrator or supervisor signs it; while there is none, the person who is admitted"
        "la firma un altro amministratore o responsabile; finché non ce n'è, la persona ammessa"
    list_members()
        "list them with `tutela members`"
        "elencarle con `tutela members`"
    reading_needs_reason()
        "in a case with members, reading needs a reason"
        "in un caso con membri, leggere richiede un motivo"
    state_reason_to_read()
        "state it with --reason, or for some hours with `tutela members read`"
        "dichiararlo con --reason, o per alcune ore con `tutela members read`"
    no_member_of_this_case(by)
        "{by} is no member of this case"
        "{by} non è membro di questo caso"
    no_role_does(by, command)
        "no role of {by} may do `{command}`"
        "nessun ruolo di {by} può eseguire `{command}`"
    shows_what_was_not_given(command, family, by)
        "`{command}` shows `{family}`, which {by} was not given"
        "`{command}` mostra `{family}`, che a {by} non è stato concesso"
    who_can_change_rights()
        "who keeps the list of members can change that: `tutela members`"
        "può cambiarlo chi tiene l'elenco dei membri: `tutela members`"
    reason_for_hours(hours)
        "a reason cannot be stated for {hours} hours"
        "un motivo non può essere dichiarato per {hours} ore"
    give_hours()
        "give 1 to 12 hours with --for"
        "dare da 1 a 12 ore con --for"
    which_member()
        "it is not said which member"
        "non è detto quale membro"
    name_member_by_account()
        "name them by the account they work under"
        "indicarlo con l'account con cui lavora"
    which_change()
        "it is not said which change of members"
        "non è detto quale modifica dei membri"
    give_number_of_change()
        "give its number, as `tutela members` prints it"
        "dare il suo numero, come lo stampa `tutela members`"
    access_log_begins_otherwise(leaves)
        "the access log does not begin with the {leaves} acts that it had"
        "il registro degli accessi non comincia con i {leaves} atti che aveva"
}
