# Ciò che il programma stesso scrive in inglese nelle note e nei parametri.

## Note dei lettori
phrase-notes-left-out = Ulteriori note su questo reperto sono state omesse.
phrase-day-first = Le date sono lette con il giorno per primo, come mostrano insieme tutte le date della chat.
phrase-month-first = Le date sono lette con il mese per primo, come mostrano insieme tutte le date della chat.
phrase-year-first = Le date sono lette con l’anno per primo, come mostrano insieme tutte le date della chat.
phrase-day-first-set = Le date sono lette con il giorno per primo, come impostato da una persona.
phrase-month-first-set = Le date sono lette con il mese per primo, come impostato da una persona.
phrase-year-first-set = Le date sono lette con l’anno per primo, come impostato da una persona.
phrase-date-order-open = In questa chat giorno e mese non si possono distinguere; impostare `--date-order`.
phrase-exporting-clock = L’orologio del computer che ha esportato segnava { $offsets } (`date` a confronto con `date_unixtime`).
phrase-statement-copy = L’estratto conto { $id } dichiara di essere una copia o un duplicato ({ $copy }); i suoi movimenti possono trovarsi anche in un altro reperto.
phrase-statement-currencies = L’estratto conto { $id } si apre in { $opens } e si chiude in { $closes }; i suoi saldi non possono essere controllati.
phrase-statement-account = L’estratto riguarda il conto { $iban }, indicato prima dell’intestazione.
phrase-doctype = Una dichiarazione del tipo di documento e le sue entità non sono seguite; { $references } rinvii stanno nelle registrazioni così come scritti.
phrase-goaml-report = Segnalazione { $code } del soggetto segnalante { $entity }, riferimento { $reference }, trasmessa il { $date }.
phrase-goaml-indicators = Indicatori dichiarati nella segnalazione: { $indicators }.
phrase-columns-missing = Nel reperto mancano colonne della mappatura `{ $mapping }`: { $columns }; i loro campi restano vuoti.
phrase-line-end-missing = L’ultima riga non ha fine riga: può essere stata troncata.
phrase-sheet-hidden = Il foglio `{ $sheet }` è nascosto; è letto come gli altri.
phrase-sheet-unread = Il foglio `{ $sheet }` non ha l’intestazione della mappatura `{ $mapping }`: non è stato letto.

## Di che cosa è un totale dichiarato
phrase-total-closing = saldo finale di { $id } (saldo iniziale e movimenti)
phrase-total-number-credits = numero degli accrediti di { $id }
phrase-total-number-debits = numero degli addebiti di { $id }
phrase-total-number-entries = numero dei movimenti di { $id }
phrase-total-sum-credits = somma degli accrediti di { $id }
phrase-total-sum-debits = somma degli addebiti di { $id }
phrase-total-sum-entries = somma dei movimenti di { $id }
phrase-total-booking = somma delle operazioni del movimento { $booking }

## Note delle mappature
phrase-mapping-trips = Partenza e arrivo sono orari locali dei rispettivi luoghi; tutti sono letti nel fuso orario dichiarato per il reperto.
phrase-mapping-steps = Gli orari sono passi della simulazione, contati come giorni dal 1970-01-01; non è dichiarata alcuna valuta.
phrase-mapping-study = Gli orari contano i secondi dall’inizio dello studio, mostrati come secondi dal 1970-01-01.
phrase-mapping-simulated = Dati simulati; gli orari sono letti come UTC; non è dichiarata alcuna valuta.
phrase-mapping-cash = Non è dichiarata alcuna valuta; un versamento non indica l’ordinante, un prelievo non indica il beneficiario.
phrase-mapping-plate = Una targa indica un veicolo e nessuno che vi si trovi; le targhe vengono spostate e copiate.
phrase-mapping-toll = Una targa o un dispositivo indica un veicolo e nessuno che vi si trovi.
phrase-mapping-side = Il lato non è dichiarato nel file: è stato scelto con la mappatura; non è dichiarata alcuna valuta.

## Che cosa deve stampare un comando di verifica
phrase-verify-nothing-changed = che nulla è cambiato; codice di uscita 0
phrase-verify-digests = lo SHA-256 di ogni reperto, come nella sezione 3

## Valori dei parametri
phrase-value-none = nessuno
phrase-value-direction = pagamento rispetto alla sessione, da entrambi i lati
phrase-value-statistic = pagamenti vicini a una sessione; il massimo tra le letture
phrase-value-null-model = giorni permutati entro strati
