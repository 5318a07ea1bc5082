# What the program itself writes in English into notes and parameters, as it writes it. A change of
# these words in a reader is a change here.

## Notes of readers
phrase-notes-left-out = further notes on this exhibit were left out
phrase-day-first = Dates are read day first, as all dates of the chat together show.
phrase-month-first = Dates are read month first, as all dates of the chat together show.
phrase-year-first = Dates are read year first, as all dates of the chat together show.
phrase-day-first-set = Dates are read day first, as a person set it.
phrase-month-first-set = Dates are read month first, as a person set it.
phrase-year-first-set = Dates are read year first, as a person set it.
phrase-date-order-open = Day and month cannot be told apart in this chat; set `--date-order`.
phrase-exporting-clock = The clock of the exporting computer stood at { $offsets } (`date` against `date_unixtime`).
phrase-statement-copy = Statement { $id } says that it is a copy or duplicate ({ $copy }); its bookings may stand in another exhibit too.
phrase-statement-currencies = Statement { $id } opens in { $opens } and closes in { $closes }; its balances cannot be checked.
phrase-statement-account = the statement is of the account { $iban }, which stands before its header
phrase-doctype = A document type declaration and its entities are not followed; { $references } references stand in the records as written.
phrase-goaml-report = Report { $code } of reporting entity { $entity }, reference { $reference }, submitted on { $date }.
phrase-goaml-indicators = Indicators stated by the report: { $indicators }.
phrase-columns-missing = the exhibit lacks columns of the mapping `{ $mapping }`: { $columns }; their fields stay empty
phrase-line-end-missing = the last row has no line end: it may have been cut off
phrase-sheet-hidden = the sheet `{ $sheet }` is hidden; it is read like any other
phrase-sheet-unread = the sheet `{ $sheet }` has no header of the mapping `{ $mapping }`: it was not read

## What a stated total is of
phrase-total-closing = closing balance of { $id } (opening balance and bookings)
phrase-total-number-credits = number of credits of { $id }
phrase-total-number-debits = number of debits of { $id }
phrase-total-number-entries = number of entries of { $id }
phrase-total-sum-credits = sum of credits of { $id }
phrase-total-sum-debits = sum of debits of { $id }
phrase-total-sum-entries = sum of entries of { $id }
phrase-total-booking = sum of the transactions of booking { $booking }

## Remarks of mappings
phrase-mapping-trips = departure and arrival are local times of their places; all are read in the zone stated for the exhibit
phrase-mapping-steps = times are steps of the simulation, counted as days from 1970-01-01; no currency is stated
phrase-mapping-study = times count seconds from the beginning of the study, shown as seconds from 1970-01-01
phrase-mapping-simulated = simulated; times are read as UTC; no currency is stated
phrase-mapping-cash = no currency is stated; a cash-in names no payer, a cash-out no payee
phrase-mapping-plate = a plate names a vehicle and nobody in it; plates are moved and copied
phrase-mapping-toll = a plate or a device names a vehicle and nobody in it
phrase-mapping-side = the side is not stated in the file: it was chosen with the mapping; no currency is stated

## What a command that verifies must print
phrase-verify-nothing-changed = that nothing has changed; exit status 0
phrase-verify-digests = the SHA-256 of every exhibit, as in section 3

## Values of parameters
phrase-value-none = none
phrase-value-direction = payment relative to session, both sides
phrase-value-statistic = payments near a session; maximum over the readings
phrase-value-null-model = days permuted within strata
