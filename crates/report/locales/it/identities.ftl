# ANA-008 identità esatte: che cosa le registrazioni riportano insieme.
identities-list = Le registrazioni riportano insieme { $keys } identificativi in { $groups ->
    [one] un gruppo
   *[other] { $groups } gruppi
 }; { $weak ->
    [0] nessun identificativo compare con troppi account per unire qualcosa.
    [one] un identificativo compare con troppi account e non unisce nulla.
   *[other] { $weak } identificativi compaiono con troppi account e non uniscono nulla.
 }
identities-records = Un gruppo dice che cosa le registrazioni riportano insieme; chi abbia usato un account, un telefono o un indirizzo è un altro quesito.
identities-group = { $keys } identificativi sono riportati insieme da una catena di registrazioni: { $named }; gli altri riscontri li chiamano { $identity } ({ $total ->
    [one] l’unico gruppo
   *[other] mostrati { $shown } di { $total } gruppi
 }).
identities-join = { $key } e { $other } sono riportati insieme in { $exhibits ->
    [one] un reperto.
   *[other] { $exhibits } reperti.
 }
identities-several = Il gruppo contiene { $keys } identificativi dello stesso tipo ({ $named }): un soggetto può averne più d’uno, e più soggetti possono condividere l’identificativo che li unisce.
identities-single-exhibit = { $joins ->
    [one] L’unica unione in questo gruppo si fonda
   *[other] Di { $joins } unioni in questo gruppo, { $single ->
        [one] una si fonda
       *[other] { $single } si fondano
    }
 } su un solo reperto; un identificativo scritto male o preso in prestito unirebbe due soggetti allo stesso modo.
identities-weak = { $key } è riportato con altri { $others } identificativi e non unisce nulla: il telefono di un agente o l’e-mail di una famiglia ha questo aspetto ({ $total ->
    [one] l’unico
   *[other] mostrati { $shown } di { $total }
 }).
identities-decided-same = { $by } ha deciso il { $at } che { $left } e { $right } sono una sola identità (decisione { $name }). Il motivo indicato: { $reason }
identities-decided-not-same = { $by } ha deciso il { $at } che { $left } e { $right } sono due identità (decisione { $name }). Il motivo indicato: { $reason }
identities-decided-unsure = { $by } ha deciso il { $at } che non si può dire se { $left } e { $right } siano una sola identità (decisione { $name }). Il motivo indicato: { $reason }
identities-decision-undone = { $by } ha ritirato la decisione il { $at }; non vale più. Il motivo indicato: { $reason }
identities-decision-replaced = Un’altra decisione di { $by } del { $at } ne ha preso il posto; questa non vale più. Il motivo indicato: { $reason }
identities-decided-stated = { $records ->
    [one] Una registrazione riporta
   *[other] { $records } registrazioni riportano
 } i due insieme.
identities-decided-alone = Nessuna registrazione riporta i due insieme: la decisione poggia solo sul suo motivo.

card-ana-008-question = Quali account, telefoni, e-mail e documenti sono riportati insieme dalle registrazioni?
card-ana-008-assumes-1 = un identificativo riportato con pochi account appartiene a un solo soggetto; uno riportato con molti non unisce nulla
card-ana-008-assumes-2 = una fonte riporta in una registrazione gli identificativi di un solo soggetto
card-ana-008-cannot-show-1 = chi sia un soggetto: un gruppo è un’affermazione sulle registrazioni, non su una persona
card-ana-008-cannot-show-2 = che un telefono, un’e-mail o un dispositivo siano stati usati dal titolare
card-ana-008-cannot-show-3 = legami per nome, data di nascita o indirizzo: qui i nomi non uniscono mai
card-ana-008-parameter-1 = numero di account con cui un identificativo può comparire e ancora unire
card-ana-008-parameter-2 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-008-parameter-3 = decisioni su due chiavi, comprese quelle ritirate
card-ana-008-source-1 = regole proprie; si veda la pagina d’esempio identities
