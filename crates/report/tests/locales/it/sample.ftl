# Frasi della relazione di esempio costruita dalle prove.
sample-paid = { $payer } ha pagato a { $payee } { $sum } in { $count ->
    [one] un trasferimento
   *[other] { $count } trasferimenti
}, il primo il { $first }, l’ultimo il { $last }.
sample-month = Nel solo mese di { $month } sono stati { $sum }; l’importo mediano è { $median }.
sample-undone = { $count ->
    [one] Un trasferimento è stato annullato o rimborsato ed è escluso
   *[other] { $count } trasferimenti sono stati annullati o rimborsati e sono esclusi
} dalla somma.
sample-payday = { $count } trasferimenti cadono entro due giorni da un giorno di paga, { $share } del totale.
sample-near = { $near } su { $count } pagamenti di { $payer } cadono tra { $before } prima e { $after } dopo una sessione con { $payee }; per caso sarebbero { $expected } ({ $null }).
sample-median = La distanza mediana tra un pagamento e la sessione successiva è { $span }.
sample-few = { $payer } e { $payee } hanno { $count } pagamenti; il metodo ne richiede almeno dieci.
sample-kin = Il sostegno regolare di una famiglia avrebbe lo stesso aspetto: { $share } dei mesi contiene esattamente un pagamento (p = { $p }).
sample-zone = Gli orari di { $count } pagamenti provengono da una fonte il cui fuso è l’impostazione del suo operatore.
sample-name = Il nome è riportato come { $name }.
sample-null-days = giorni permutati entro strati
sample-title-week = Pagamenti per giorno della settimana e ora
sample-title-flows = Pagamenti tra soggetti, in euro
sample-title-lag = Pagamenti attorno alle sessioni
sample-title-surrogates = Pagamenti vicini a una sessione, con i giorni rimescolati
sample-title-network = Chi è legato a chi
sample-title-quantiles = La prova su coppie con partner scambiati
card-ana-901-question = Chi ha pagato chi, quanto e quando?
card-ana-901-assumes-1 = ogni fonte riporta le proprie righe una volta sola
card-ana-901-assumes-2 = un trasferimento annullato è indicato come tale
card-ana-901-cannot-show-1 = perché il denaro è stato inviato
card-ana-901-cannot-show-2 = pagamenti tramite operatori che non hanno risposto
card-ana-901-parameter-1 = Secondi di cui possono differire i due lati di un trasferimento.
card-ana-901-source-1 = ISO 20022, camt.053
card-ana-901-error-rate-1 = abbinamento dei due lati su 2.714 trasferimenti di prova: 0,2 % di unioni errate
card-ana-903-question = Pagamenti e sessioni cadono vicini nel tempo più spesso di quanto dia il caso?
