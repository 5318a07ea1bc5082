//! What can go wrong with decisions and tasks, and what a person can do. These are written as text; they are
//! known again by their words where somebody reads another language.

super::sentences! {
    identity_needs_two_keys()
        "a decision on an identity needs two different keys"
        "una decisione su un soggetto richiede due chiavi diverse"
    name_keys_as_resolve()
        "name them as `tutela resolve` prints them"
        "indicarle come le stampa `tutela resolve`"
    which_two_keys()
        "it is not said on which two keys"
        "non è detto su quali due chiavi"
    which_task()
        "it is not said which task"
        "non è detto quale compito"
    name_task_as_tasks()
        "name it as `tutela tasks` does"
        "indicarlo come fa `tutela tasks`"
    what_is_done_of_task()
        "it is not said what is done about the task"
        "non è detto che cosa si fa del compito"
    no_such_task(name)
        "there is no safeguarding task `{name}`"
        "non c'è un compito di tutela `{name}`"
    list_tasks()
        "list them with `tutela tasks`; build the case first"
        "elencarli con `tutela tasks`; prima costruire il caso"
    no_record_names(key)
        "no record names the party `{key}`"
        "nessuna registrazione nomina il soggetto `{key}`"
    name_party_by_key()
        "name it by its key, as `tutela search` and `tutela network` print it"
        "indicarlo con la sua chiave, come la stampano `tutela search` e `tutela network`"
    no_such_decision(number)
        "there is no decision {number}"
        "non c'è una decisione {number}"
    decision_replaced(number)
        "decision {number} stands no more"
        "la decisione {number} non è più in vigore"
    decision_without_second(number)
        "decision {number} needs no second signature"
        "la decisione {number} non richiede una seconda firma"
    decision_signed(number, by)
        "decision {number} is signed by {by}"
        "la decisione {number} è firmata da {by}"
    list_decisions()
        "list them with `tutela decide`"
        "elencarle con `tutela decide`"
    own_decision(number, by)
        "decision {number} is {by}'s own"
        "la decisione {number} è dello stesso {by}"
    another_must_sign()
        "another person must sign it, under an account of their own"
        "deve firmarla un'altra persona, con un proprio account"
    question_not_answered(name)
        "the last build has no answer to a question `{name}`"
        "l'ultima costruzione non ha risposta a un quesito `{name}`"
    questions_are_listed()
        "`tutela ask` lists the questions; `tutela build` asks them"
        "`tutela ask` elenca i quesiti; `tutela build` li pone"
    no_such_finding(question, finding)
        "the answer to {question} has no finding `{finding}`"
        "la risposta a {question} non ha un riscontro `{finding}`"
    report_shows_keys()
        "the report shows the key of each finding below it"
        "la relazione mostra sotto ogni riscontro la sua chiave"
    which_finding()
        "it is not said on which finding"
        "non è detto su quale riscontro"
    name_question_and_key()
        "name the question and the key that the report shows below the finding"
        "indicare il quesito e la chiave che la relazione mostra sotto il riscontro"
    party_or_category_missing()
        "a party or its category is missing"
        "manca un soggetto o la sua categoria"
    name_party_and_category()
        "name the party by its key, and the category with --as"
        "indicare il soggetto con la sua chiave, e la categoria con --as"
    which_decision()
        "it is not said which decision"
        "non è detto quale decisione"
    give_its_number()
        "give its number, as `tutela decide` prints it"
        "dare il suo numero, come lo stampa `tutela decide`"
    task_was_closed(name, by)
        "the task `{name}` was closed by {by}"
        "il compito `{name}` è stato chiuso da {by}"
    other_records_open_another()
        "a build that finds other records opens another one"
        "una costruzione che trova altre registrazioni ne apre un altro"
    task_handed_to_whom()
        "it is not said to which other person or unit the task is handed on"
        "non è detto a quale altra persona o unità passa il compito"
    give_person_or_unit()
        "give --to ACCOUNT, --unit NAME, or both"
        "dare --to ACCOUNT, --unit NOME, o entrambi"
    task_handed_to_nobody(name)
        "the task `{name}` was handed on to nobody"
        "il compito `{name}` non è stato passato a nessuno"
    take_task_upon_yourself()
        "take it upon yourself with `tutela tasks acknowledge`"
        "prenderlo in carico con `tutela tasks acknowledge`"
    task_received_by(name, who)
        "the task `{name}` is to be received by {who}"
        "il compito `{name}` deve riceverlo {who}"
    that_person_receives()
        "that person receives it, under an account of their own"
        "lo riceve quella persona, con un proprio account"
    task_of_other(name, owner)
        "the task `{name}` is {owner}'s"
        "il compito `{name}` è di {owner}"
    owner_closes()
        "whoever owns it closes it or hands it on; take it with `tutela tasks acknowledge`"
        "lo chiude o lo passa chi lo ha in carico; prenderlo con `tutela tasks acknowledge`"
    task_not_taken(name)
        "nobody has taken the task `{name}` yet"
        "nessuno ha ancora preso in carico il compito `{name}`"
    take_task_first()
        "take it first, with `tutela tasks acknowledge`"
        "prenderlo prima, con `tutela tasks acknowledge`"
}
