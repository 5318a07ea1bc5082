# ANA-004 orologi: come i reperti indicano l’ora.
clocks-zone-in-value = indicato in ogni valore
clocks-zone-exhibit-setting = impostato da una persona per il reperto
clocks-zone-place = fuso del luogo
clocks-zone-operator-default = fuso abituale dell’operatore
clocks-zone-assumed = presunto
clocks-column = La colonna { $column } di { $exhibit } riporta { $stated } orari, di cui { $clocked } con ore e minuti; fuso { $zone } ({ $source }); colonne di orari nel procedimento: { $columns }.
clocks-heaping = Degli orari con ore e minuti, il { $hour } cade sull’ora esatta, il { $noon } alle 12:00:00 e il { $midnight } alle 00:00:00.
clocks-fold = { $records ->
    [one] Un orario cade
   *[other] { $records } orari cadono
 } in un’ora che gli orologi del fuso ripetono, e può indicare due istanti.
clocks-duplicates = { $records ->
    [one] Una registrazione è uguale
   *[other] { $records } registrazioni sono uguali
 } a un’altra dello stesso reperto in ogni campo riportato.
clocks-remark-zone-assumed = Il fuso è stato presunto in mancanza di meglio: tutti questi orari possono essere spostati di ore.
clocks-remark-zones-differ = Le registrazioni di questa colonna riportano fusi diversi.
clocks-remark-noon = Gli orari si addensano alle 12:00:00; la fonte può scrivere mezzogiorno quando non conosce l’ora, e queste ore non provano nulla.
clocks-remark-midnight = Gli orari si addensano alle 00:00:00; la fonte può scrivere mezzanotte quando conosce solo il giorno.
clocks-remark-hour = Gli orari si addensano sulle ore esatte; possono essere arrotondati.
clocks-remark-day-only = La fonte riporta solo i giorni; sulle ore non si può dire nulla.
clocks-offset = Per { $pairs } pagamenti che entrambi i reperti riportano con l’ora, { $later } segna in mediana { $median } dopo { $earlier } (otto decimi centrali: da { $low } a { $high }).
clocks-offset-whole-hours = La differenza è costante e corrisponde a { $hours ->
    [one] un’ora intera
   *[other] { $hours } ore intere
 }: uno dei due fusi può essere errato.
clocks-offset-booking = Una differenza può anche essere il tempo tra la consegna del denaro e la sua contabilizzazione.

card-ana-004-question = Come indicano l’ora i reperti: in quale fuso, con quale precisione e con quali difetti?
card-ana-004-assumes-1 = un’intera colonna di un reperto è scritta da un solo orologio in un solo modo
card-ana-004-assumes-2 = i pagamenti abbinati dal registro dei pagamenti sono avvenuti una volta sola, così che una differenza dei loro orari è differenza di orologi, di contabilizzazione o di entrambi
card-ana-004-cannot-show-1 = che un orologio fosse giusto: solo che gli orologi concordano o differiscono
card-ana-004-cannot-show-2 = l’orario vero di una registrazione addensata su mezzogiorno o mezzanotte
card-ana-004-parameter-1 = quota alle 12:00:00 oltre la quale una colonna vi si addensa
card-ana-004-parameter-2 = quota sull’ora esatta oltre la quale una colonna vi si addensa
card-ana-004-parameter-3 = orari con ore e minuti necessari prima di parlare di addensamento
card-ana-004-parameter-4 = pagamenti abbinati necessari prima di indicare una differenza di orologi
card-ana-004-parameter-5 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-004-source-1 = addensamento degli orari riportati: regole proprie; si veda la pagina d’esempio clocks
