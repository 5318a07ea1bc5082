# ANA-007 episodes: contact, then payments, then calls between the same two parties.
episodes-list = { $pairs ->
    [one] One pair of parties has
   *[other] { $pairs } pairs of parties have
 } both payments and answered calls; for { $with ->
    [0] none of them
    [one] one of them
   *[other] { $with } of them
 } the records show a contact, then payments, then calls, in this order, with no step more than { $gap } after the one before.
episodes-orders = Payments are followed by calls within the gap { $forward } times, calls by payments { $back } times; where neither comes of the other, both orders are about as frequent. In { $unknown } places the order is not certain.
episodes-pair = { $episodes ->
    [one] Once a contact, then payments, then calls
   *[other] { $episodes } times a contact, then payments, then calls
 } are recorded between { $payer } and { $other }, in this order, each step within { $gap } of the one before (pairs by number of episodes: { $shown } of { $total } are shown).
episodes-contacts = Contact: { $steps ->
    [one] one record, { $last } ({ $first }).
   *[other] { $steps } records from { $first } to { $last }.
 }
episodes-payments = { $wait } later payments: { $steps ->
    [one] one of { $sum }, { $first } ({ $last }).
   *[other] { $steps }, { $sum } in all, from { $first } to { $last }.
 }
episodes-calls = { $wait } later calls: { $steps ->
    [one] one, { $first } ({ $last }).
   *[other] { $steps }, from { $first } to { $last }.
 }
episodes-outside = Of { $payments } payments of this pair { $payments_outside } lie in no episode, of { $calls } calls { $calls_outside }.
episodes-daily-contact = The two are in contact on { $days } of { $spanned } days; where people are in touch most days, a contact precedes anything they do.
