# ANA-014 introductions: in touch with a payer shortly before payer and payee first met.
introductions-list = For { $met ->
    [one] one pair
   *[other] { $met } pairs
 } of payer and payee a first touch before the first payment is recorded. { $parties ->
    [0] No other party knew
    [one] One other party knew
   *[other] { $parties } other parties knew
 } both, the payee before the two met; for { $held ->
    [0] none
    [one] one
   *[other] { $held }
 } of them the order of an introduction holds at least once. { $tested ->
    [0] None could be tested
    [one] One could be tested
   *[other] { $tested } could be tested
 }, with { $least } such pairs or more; for { $rejected ->
    [0] none
    [one] one
   *[other] { $rejected }
 } the order holds more often than chance gives.
introductions-without-touch = For { $pairs ->
    [one] one pair
   *[other] { $pairs } pairs
 } no touch before the first payment is recorded within the time: whether anybody introduced them could not be computed.
introductions-party = { $party } was in touch with the payer within { $within } before payer and payee first met in { $held } of { $opportunities } cases in which it knew both; other dates give { $expected }, and as many or more with probability { $p } ({ $total ->
    [one] the only such party
   *[other] by name: { $shown } of { $total } are shown
 }).
introductions-steps = { $payer } and { $payee }: in touch with the payer { $told }, payer and payee first in touch { $met }, first payment { $paid }.
introductions-otherwise = In { $other ->
    [one] one more case
   *[other] { $other } more cases
 } the party knew both and the order does not hold.
introductions-common-group = In { $common } of { $held } cases others knew both as well before they met: in a group whose members all know each other, somebody was always in touch before.
introductions-refuted = An earlier touch of payer and payee, over any channel, would refute the order.
