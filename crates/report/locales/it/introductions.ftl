# ANA-014 presentazioni: in contatto con chi paga poco prima che pagante e beneficiario si incontrassero.
introductions-list = Per { $met ->
    [one] una coppia
   *[other] { $met } coppie
 } di pagante e beneficiario è registrato un primo contatto prima del primo pagamento. { $parties ->
    [0] Nessun altro soggetto conosceva
    [one] Un altro soggetto conosceva
   *[other] Altri { $parties } soggetti conoscevano
 } entrambi, il beneficiario già prima che i due si incontrassero; per { $held ->
    [0] nessuno
    [one] uno
   *[other] { $held }
 } di essi l’ordine di una presentazione ricorre almeno una volta. { $tested ->
    [0] Nessuno ha potuto essere verificato
    [one] Uno ha potuto essere verificato
   *[other] { $tested } hanno potuto essere verificati
 }, con { $least } coppie o più; per { $rejected ->
    [0] nessuno
    [one] uno
   *[other] { $rejected }
 } l’ordine ricorre più spesso di quanto dia il caso.
introductions-without-touch = Per { $pairs ->
    [one] una coppia
   *[other] { $pairs } coppie
 } non è registrato entro il termine alcun contatto prima del primo pagamento: se qualcuno li abbia presentati non ha potuto essere calcolato.
introductions-party = { $party } è stato in contatto con chi paga entro { $within } prima che pagante e beneficiario si incontrassero in { $held } casi su { $opportunities } in cui conosceva entrambi; altre date ne danno { $expected }, e altrettanti o più con probabilità { $p } ({ $total ->
    [one] l’unico soggetto di questo tipo
   *[other] per nome: mostrati { $shown } di { $total }
 }).
introductions-steps = { $payer } e { $payee }: in contatto con chi paga il { $told }, primo contatto tra pagante e beneficiario il { $met }, primo pagamento il { $paid }.
introductions-otherwise = In { $other ->
    [one] un altro caso
   *[other] altri { $other } casi
 } il soggetto conosceva entrambi e l’ordine non ricorre.
introductions-common-group = In { $common } casi su { $held } anche altri conoscevano entrambi prima dell’incontro: in un gruppo in cui tutti si conoscono, qualcuno è sempre stato in contatto prima.
introductions-refuted = Un contatto precedente tra pagante e beneficiario, su qualunque canale, smentirebbe l’ordine.

card-ana-014-question = Chi è stato in contatto con i paganti poco prima che questi incontrassero beneficiari che quel soggetto conosceva, più spesso di quanto dia il caso?
card-ana-014-assumes-1 = il primo contatto registrato tra due soggetti è all’incirca il loro primo: registrazioni di un periodo precedente o di un altro canale cambierebbero l’ordine
card-ana-014-assumes-2 = gli orologi dei reperti sono giusti, o sbagliati di meno dei tempi tra i passi
card-ana-014-assumes-3 = i contatti tra chi presenta e chi paga sarebbero potuti avvenire in qualunque altro momento del procedimento
card-ana-014-cannot-show-1 = che cosa sia stato detto, e se qualcuno intendesse presentare qualcuno
card-ana-014-cannot-show-2 = presentazioni su un canale di cui non sono giunte registrazioni
card-ana-014-cannot-show-3 = una singola presentazione: per caso ne ha l’aspetto circa una su dieci
card-ana-014-parameter-1 = tempo massimo dal contatto con chi presenta al primo contatto tra pagante e beneficiario, in secondi
card-ana-014-parameter-2 = tempo massimo da quel primo contatto al primo pagamento, in secondi
card-ana-014-parameter-3 = numero minimo di paganti e beneficiari che un soggetto conosce entrambi, per una verifica
card-ana-014-parameter-4 = quota attesa di riscontri falsi
card-ana-014-parameter-5 = numero massimo di riscontri dello stesso tipo mostrati
card-ana-014-source-1 = caso: somma di prove indipendenti di probabilità diverse, esatta (Poisson 1837)
card-ana-014-source-2 = Benjamini & Hochberg 1995 per molti soggetti insieme
card-ana-014-source-3 = regole proprie; si veda la pagina d’esempio introductions
card-ana-014-error-rate-1 = caso sintetico, fattore 2, semi da 11 a 15: sono trovati tutti i 62 soggetti che hanno presentato tre volte e più, e 1 su 120 verificati che non hanno presentato nessuno (0,8 %, da 0,1 a 4,6 %)
