# ANA-013 ruoli nelle registrazioni, con le righe a favore e contro.
roles-list = Le registrazioni di { $parties ->
    [one] un soggetto contengono
   *[other] { $parties } soggetti contengono
 } una riga a favore o contro un ruolo. Ruoli che corrispondono: pagante { $payers }, destinatario { $recipients }, chi presenta { $introducers }, chi incassa { $collectors }, possibile vittima { $victims }. Nessun ruolo è detto dove nessuno corrisponde ({ $unknown }), dove le righe indipendenti sono troppo poche ({ $few }) e dove due ruoli, o un ruolo e nessuno, sono troppo vicini ({ $undecided }).
roles-no-label = Un ruolo è un’ipotesi su queste registrazioni. Non dice nulla di una persona, e una registrazione che rompe l’ordine può smentirlo.
roles-party = Le registrazioni di { $party } corrispondono a { $role }, { $times } volte più che a ogni altra lettura, con { $rows } righe indipendenti ({ $total ->
    [one] l’unico soggetto di questo tipo
   *[other] per nome: mostrati { $shown } di { $total }
 }).
roles-row = { $rule }: { $held } su { $of }.
roles-row-chance = { $rule }: { $held } su { $of }; altre settimane o date ne danno { $expected }.
roles-other-role = Una riga per un altro ruolo, { $role }: { $rule }, { $held } su { $of }.
roles-refuted-possible-victim = Un adulto che ha acquistato qualcosa in pochi giorni lascia gli stessi pagamenti; si veda il quesito guard (ANA-011).
roles-refuted-payer = Lo smentirebbero chiamate che avvengono anche quando non si paga, o una ragione per entrambi più vecchia dei pagamenti.
roles-refuted-recipient = Lo smentirebbero paganti che si conoscono tra loro, una fattura, o chiamate che avvengono anche quando non si paga.
roles-refuted-introducer = Lo smentirebbero un contatto precedente tra paganti e beneficiari, o un gruppo di cui tutti fanno parte.
roles-refuted-cash-out = Lo smentirebbero un debito, un affitto o un conto proprio in cui il denaro è andato.
roles-role-possible-victim = una possibile vittima
roles-role-payer = un pagante
roles-role-recipient = un destinatario
roles-role-introducer = chi presenta
roles-role-cash-out = chi incassa
roles-rule-calls-follow = Pagamenti seguiti da una chiamata tra gli stessi due
roles-rule-touch-before = Beneficiari con cui c’è stato un contatto prima del primo pagamento
roles-rule-other-way = Pagamenti nell’altro senso
roles-rule-rhythm = Pagamenti di coppie che cadono vicino a uno stesso giorno del mese
roles-rule-daily-touch = Coppie in contatto quasi ogni giorno
roles-rule-several-payers = Paganti distinti
roles-rule-payers-tied = Paganti in contatto tra loro
roles-rule-introduces = Presentazioni il cui ordine ricorre
roles-rule-handed-on = Pagamenti inoltrati poco dopo l’arrivo del denaro
roles-rule-several-sources = Soggetti che inoltrano poco dopo l’arrivo del denaro
roles-rule-one-source = Un solo soggetto inoltra
roles-rule-sources-fit = Soggetti che inoltrano e corrispondono a un destinatario
roles-rule-sources-other = Soggetti che inoltrano e non corrispondono a un destinatario
roles-rule-knows-payers = Soggetti da cui veniva il denaro e in contatto con chi lo riceve
roles-rule-guarded = Segni nei pagamenti che corrispondono a un’estorsione ai danni di chi paga

card-ana-013-question = A quale ruolo nelle registrazioni corrispondono pagamenti e contatti di un soggetto: pagante, destinatario, chi presenta, chi incassa, possibile vittima, o nessuno?
card-ana-013-assumes-1 = l’ordine di pagamenti e chiamate è registrato: se è giunto solo uno dei due, nessun ruolo può essere detto
card-ana-013-assumes-2 = spostare una serie di settimane intere conserva tutto tranne ciò che la lega all’altra, e i pagamenti di una coppia sono per il resto indipendenti tra loro
card-ana-013-cannot-show-1 = a che cosa servisse un pagamento o una chiamata, e chi abbia usato un account
card-ana-013-cannot-show-2 = il ruolo di qualcuno fuori dalle registrazioni: un ruolo è un’ipotesi su righe, che altre possono smentire
card-ana-013-cannot-show-3 = più di un ruolo insieme: un soggetto che ne mostra due entro un fattore tre non ne ha alcuno
card-ana-013-parameter-1 = quante volte più di ogni altro un ruolo deve corrispondere, per essere detto
card-ana-013-parameter-2 = numero minimo di righe indipendenti per un ruolo: pagamenti seguiti da una chiamata, presentazioni, somme inoltrate
card-ana-013-parameter-3 = tempo massimo da un pagamento alla chiamata che lo segue, in secondi
card-ana-013-parameter-4 = tempo massimo dall’arrivo del denaro al suo inoltro, in secondi
card-ana-013-parameter-5 = pesi del modello additivo, ciascuno con il suo segno, come indicati nella fonte
card-ana-013-parameter-6 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-013-source-1 = FinCEN: conti collettore; AIC Trends & Issues 642: persone che organizzano; GAFI 2025: estorsione
card-ana-013-source-2 = regole proprie; si veda la pagina d’esempio roles
card-ana-013-error-rate-1 = caso sintetico, fattore 2, semi da 11 a 15: di 2.346 ruoli detti il 98,1 % è giusto (da 97,5 a 98,6 %); tra i paganti con cinque pagamenti e più il 97,4 % è indicato, tra tutti coloro che hanno un ruolo il 56 %; di 11.699 soggetti senza ruolo ne riceve uno lo 0,3 %
card-ana-013-error-rate-2 = lo stesso con i tempi ridistribuiti: lo 0,2 % di chi ha un ruolo lo riceve, e lo 0,2 % degli altri ne riceve uno
