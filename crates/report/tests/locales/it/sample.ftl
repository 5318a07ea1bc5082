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
sample-title-quantiles = La prova su coppie con partner scambiati
