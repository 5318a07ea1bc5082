//! What can go wrong with known sets, decisions, openings and hand-overs, and what a person can do. These are
//! written as text; they are known again by their words where somebody reads another language.

super::sentences! {
    opening_needs_reason()
        "opening a file needs a reason"
        "per aprire un file serve un motivo"
    decision_needs_ground()
        "a decision needs its ground"
        "una decisione richiede il suo motivo"
    state_with_reason()
        "state it with --reason"
        "indicarlo con --reason"
    content_not_known()
        "nothing is known of its content"
        "del suo contenuto non si sa nulla"
    cannot_be_opened()
        "it cannot be opened"
        "non può essere aperto"
    handed_out_differs()
        "what was handed out has not the digest that triage took"
        "ciò che è stato consegnato non ha l'impronta presa dal triage"
    triage_knows_no_such_file()
        "the last triage knows no such file"
        "l'ultimo triage non conosce un file simile"
    take_number_from_triage()
        "take the number of a file from `tutela triage`, such as EX-2/14"
        "prendere il numero di un file da `tutela triage`, come EX-2/14"
    content_not_handed_out(why)
        "the content could not be handed out: {why}"
        "non è stato possibile consegnare il contenuto: {why}"
    content_not_in_exhibit()
        "its content does not lie in the exhibit, or cannot be unpacked"
        "il suo contenuto non si trova nel reperto, o non si può estrarre"
    no_known_set_here()
        "no known set stands here"
        "qui non c'è alcun insieme noto"
    add_a_set()
        "add one with `tutela sets add FILE`"
        "aggiungerne uno con `tutela sets add FILE`"
    no_group_of_this_name()
        "no group of undecided files has this name"
        "nessun gruppo di file non decisi ha questo nome"
    take_name_from_groups()
        "take a name from `tutela triage groups`; a new triage may have changed them"
        "prendere un nome da `tutela triage groups`; un nuovo triage può averli cambiati"
    tables_changed_since_triage()
        "the tables have changed since the files were compared"
        "le tabelle sono cambiate da quando i file sono stati confrontati"
    triage_again()
        "run `tutela triage` again"
        "eseguire di nuovo `tutela triage`"
    no_triage_yet()
        "no triage was made yet"
        "non è ancora stato eseguito alcun triage"
    run_triage()
        "run `tutela triage`"
        "eseguire `tutela triage`"
    line_not_of_triage(why)
        "the line is not what triage wrote: {why}"
        "la riga non è quella scritta dal triage: {why}"
    not_said_which_group_or_file()
        "it is not said which group or file is meant"
        "non è detto di quale gruppo o file si tratti"
    give_its_name()
        "give its name"
        "indicarne il nome"
    not_said_where_bytes_go()
        "it is not said where the bytes go"
        "non è detto dove vadano i byte"
    give_new_file()
        "give a new file with --to FILE"
        "indicare un file nuovo con --to FILE"
    not_said_what_is_decided()
        "it is not said what is decided"
        "non è detto che cosa si decida"
    give_decision()
        "give --as set-aside, relevant, hand-over or undecided"
        "indicare --as set-aside, relevant, hand-over o undecided"
    not_said_as_what_opened()
        "it is not said as what the file is opened"
        "non è detto in quale veste si apra il file"
    give_role()
        "give --role"
        "indicare --role"
    nothing_to_hand_over()
        "nothing was decided to be handed over"
        "non è stata decisa alcuna consegna"
    decide_hand_over()
        "decide on a group with `tutela triage decide NAME --as hand-over --reason TEXT`"
        "decidere su un gruppo con `tutela triage decide NAME --as hand-over --reason TEXT`"
    logged_file_changed()
        "the file is not the one that was logged"
        "il file non è quello registrato"
    verify_and_take_from_copy()
        "run `tutela verify`; take the file from a copy of the case"
        "eseguire `tutela verify`; prendere il file da una copia del caso"
    nobody_answers_for_set()
        "nobody is named who answers for the set"
        "non è indicato chi risponda dell'insieme"
    state_owner()
        "state who made it with `--owner`"
        "indicare chi lo ha fatto con `--owner`"
    no_set_file_named()
        "no file is named"
        "non è indicato alcun file"
    name_set_file()
        "name it: `tutela sets add FILE`"
        "indicarlo: `tutela sets add FILE`"
    no_set_named()
        "no set is named"
        "non è indicato alcun insieme"
    name_it_with_name()
        "name it with `--name`"
        "indicarlo con `--name`"
    nobody_says_where_sets()
        "nobody says where the known sets are kept"
        "non è detto dove si conservino gli insiemi noti"
    state_sets_folder()
        "state it with `--sets DIR`"
        "indicarlo con `--sets DIR`"
    no_set_of_name(name)
        "no set is named {name}"
        "nessun insieme si chiama {name}"
    list_sets_for_names()
        "list the sets for their names"
        "elencare gli insiemi per vederne i nomi"
}
