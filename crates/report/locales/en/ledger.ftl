# ANA-001 ledger: which payments the records state, each counted once.
ledger-list = { $records ->
    [one] One record states
   *[other] { $records } records state
 } { $payments ->
    [one] one payment
   *[other] { $payments } payments
 }; { $several ->
    [0] none of them is stated by more than one record.
    [one] one of them is stated by more than one record.
   *[other] { $several } of them are stated by more than one record.
 }
ledger-matched = { $payments ->
    [one] One payment was joined from several records: { $how }.
   *[other] { $payments } payments were joined from several records: { $how }.
 }
ledger-matched-single = one record states it
ledger-matched-repeated = the records are equal in every field compared
ledger-matched-reference = the records state one reference, and nothing else in them disagrees
ledger-matched-both-parties = the records come from different sources and agree on amount, payer and payee, close in time
ledger-matched-one-party = the records come from different sources and agree on amount and one party, close in time, with no other candidate
ledger-matched-weighed = the records come from different sources and belong together by amount, days and text, weighed as all such records of the case teach
ledger-weighed = Where amount, days and text were weighed ({ $payments ->
    [one] one payment
   *[other] { $payments } payments
 }), the least probable pair has a probability of { $least }, every other pairing of either record allowed for.
ledger-weighed-amounts = { $payments ->
    [one] One payment so joined is
   *[other] { $payments } payments so joined are
 } stated with two amounts, as fees and exchange make them; the amount on the payer’s side is counted.
ledger-not-weighed = { $records } records state one side of a payment; they are too many to be weighed by amount, days and text, and were joined by the other rules only.
ledger-name-only = { $payments ->
    [one] One payment names its payer or payee by a name only
   *[other] { $payments } payments name the payer or the payee by a name only
 }; two people can have one name.
ledger-day-only = { $payments ->
    [one] One payment is
   *[other] { $payments } payments are
 } stated to the day only; the hour is not known.
ledger-unlisted = { $records ->
    [one] One record of { $exhibit } states
   *[other] { $records } records of { $exhibit } state
 } { $lacks } and no total holds { $records ->
    [one] it (cited here).
   *[other] them (the first is cited here).
 }
ledger-lacks-time = no time
ledger-lacks-amount = no amount
ledger-maybe-two = { $payments ->
    [one] One payment of { $sum } was
   *[other] { $payments } payments of { $sum } in all were
 } joined from records without a common reference; if the records state two payments each, the total is higher by this sum.
ledger-total = Totals hold { $payments ->
    [one] one payment
   *[other] { $payments } payments
 } of { $sum } in all.
ledger-left-out-undone = { $payments ->
    [one] One payment of { $sum } is
   *[other] { $payments } payments of { $sum } in all are
 } left out of the total: a record states it cancelled, refunded, rejected or reversed.
ledger-left-out-pending = { $payments ->
    [one] One payment of { $sum } is
   *[other] { $payments } payments of { $sum } in all are
 } left out of the total: no record states that it was carried out.
ledger-left-out-contradicted = { $payments ->
    [one] One payment of { $sum } is
   *[other] { $payments } payments of { $sum } in all are
 } left out of the total: another exhibit states the same reference otherwise, and the lower amount is counted.
ledger-ambiguous = { $sets ->
    [one] In one case the records could state
   *[other] In { $sets } cases the records could state
 } two sides of one payment without showing which; they were left apart, and the total may be too high by up to { $sum }.
ledger-status-changes = { $payments ->
    [one] One payment is
   *[other] { $payments } payments are
 } stated as carried out by one record and as cancelled, refunded, rejected or reversed by another; it is kept and left out of totals.
ledger-twins = { $payments ->
    [one] One payment equals
   *[other] { $payments } payments equal
 } another payment of the same exhibit in every field compared, and no reference tells them apart; each is counted.
ledger-twins-two = A row that stands twice in one exhibit can be one payment written twice, or two equal payments.
ledger-contradiction = { $payments } payments that differ are stated under reference { $reference }; both are kept, and the lower amount is counted ({ $total ->
    [one] the only such reference
   *[other] { $shown } of { $total } such references are shown
 }).
ledger-stated = { $payer } to { $payee }, { $amount }, { $when }: { $counted }.
ledger-in-totals = in totals
ledger-not-in-totals = not in totals
