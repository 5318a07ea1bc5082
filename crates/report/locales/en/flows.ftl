# ANA-005 flows: who paid whom, how often, how much, and when.
flows-list = The records state { $payments ->
    [one] one payment
   *[other] { $payments } payments
 } between { $pairs ->
    [one] one pair of payer and payee
   *[other] { $pairs } pairs of payer and payee
 }, in { $currencies ->
    [one] one currency
   *[other] { $currencies } currencies
 }; sums are made in each currency by itself.
flows-without-party = { $payments ->
    [one] One payment does not state
   *[other] { $payments } payments do not state
 } both payer and payee, and belongs to no pair.
flows-without-hour = { $payments ->
    [one] One payment states no single hour and is
   *[other] { $payments } payments state no single hour and are
 } not in the picture of the week.
flows-currency = { $payments ->
    [one] One payment
   *[other] { $payments } payments
 } of { $sum } in all, between { $pairs ->
    [one] one pair
   *[other] { $pairs } pairs
 }, in { $months ->
    [one] one month.
   *[other] { $months } months.
 }
flows-currency-month = The month with the highest sum is { $month }: { $payments ->
    [one] one payment
   *[other] { $payments } payments
 } of { $sum } in all.
flows-between-months = { $payments ->
    [one] One payment can lie
   *[other] { $payments } payments can lie
 } in two months and is counted in neither.
flows-pair = { $payer } paid { $payee } { $payments ->
    [one] once, { $sum }, on { $first }.
    [2] twice, { $sum } in all, on { $first } and { $last }.
   *[other] { $payments } times, { $sum } in all, from { $first } to { $last }.
 } { $total ->
    [one] It is the only pair.
   *[other] By number of payments, { $shown } of { $total } pairs are shown.
 }
flows-left-out = { $payments ->
    [one] One further payment of { $sum } is
   *[other] { $payments } further payments of { $sum } in all are
 } left out: undone, pending or contradicted by another record.
flows-way-back = Money also went the other way: { $payments ->
    [one] one payment
   *[other] { $payments } payments
 } of { $sum } in all.
flows-rhythm = Regular support, rent or instalments would look like this: { $paid } of { $spanned } months hold a payment, { $near } of { $payments } payments fall within 2 days of day { $day } of the month, the day that fits best (near a day fixed beforehand it would be { $chance } by chance), and the median gap is { $gap }.
flows-pay-day = { $near ->
    [0] None of { $payments } payments falls
    [one] One of { $payments } payments falls
   *[other] { $near } of { $payments } payments fall
 } within 2 days of a pay-day (by chance { $chance }), as payments out of wages would.
flows-fan-in = { $party } was paid by { $others } parties: { $payments } payments of { $sum } in all ({ $total ->
    [one] the only party with many counterparts
   *[other] { $shown } of { $total } parties with many counterparts are shown
 }).
flows-fan-out = { $party } paid { $others } parties: { $payments } payments of { $sum } in all ({ $total ->
    [one] the only party with many counterparts
   *[other] { $shown } of { $total } parties with many counterparts are shown
 }).
flows-fan-repeated = Of the { $others } parties on the other side, { $repeated ->
    [0] none did so
    [one] one did so
   *[other] { $repeated } did so
 } more than once.
flows-fan-in-acquainted = Of the { $others } payers, { $tied ->
    [0] none is
    [one] one is
   *[other] { $tied } are
 } in touch with another of them by a payment, call, message or address book; payers who know each other can be a family, a parish or a class that collects money, and payers who do not can be customers of a shop.
flows-fan-out-acquainted = Of the { $others } payees, { $tied ->
    [0] none is
    [one] one is
   *[other] { $tied } are
 } in touch with another of them by a payment, call, message or address book; payees who know each other can be one family or household, and payees who do not can be shops and creditors.
flows-figure-week-hours = Payments by weekday and hour, in the time zone of the case
flows-figure-links = The largest flows between parties
