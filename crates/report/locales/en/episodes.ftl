# ANA-007 episodes: contact, then payments, then calls between the same two parties.
episodes-list = { $pairs ->
    [one] One pair of parties has
   *[other] { $pairs } pairs of parties have
 } both payments and answered calls; for { $with ->
    [0] none
    [one] one
   *[other] { $with }
 } of them the records show a contact, then payments, then calls, in this order, with no step more than { $gap } after the one before.
episodes-orders = Within the gap, payments are followed by calls { $forward ->
    [0] never
    [one] once
    [2] twice
   *[other] { $forward } times
 }, calls by payments { $back ->
    [0] never
    [one] once
    [2] twice
   *[other] { $back } times
 }; where neither comes of the other, both orders are about as frequent. { $unknown ->
    [0] The order is certain everywhere.
    [one] In one place the order is not certain.
   *[other] In { $unknown } places the order is not certain.
 }
episodes-pair = { $episodes ->
    [one] Once
    [2] Twice
   *[other] { $episodes } times
 } a contact, then payments, then calls are recorded between { $payer } and { $other }, in this order, each step within { $gap } of the one before ({ $total ->
    [one] the only such pair
   *[other] pairs by number of episodes: { $shown } of { $total } are shown
 }).
episodes-contacts = Contact: { $steps ->
    [one] one record, { $last }.
   *[other] { $steps } records from { $first } to { $last }.
 }
episodes-payments = { $wait } later payments: { $steps ->
    [one] one of { $sum }, { $first }.
   *[other] { $steps }, { $sum } in all, from { $first } to { $last }.
 }
episodes-calls = { $wait } later calls: { $steps ->
    [one] one, { $first }.
   *[other] { $steps }, from { $first } to { $last }.
 }
episodes-outside = Outside every episode lie { $payments_outside } of { $payments } payments of this pair and { $calls_outside } of { $calls } calls.
episodes-daily-contact = The two are in contact on { $days } of { $spanned } days; where people are in touch most days, a contact precedes anything they do.
