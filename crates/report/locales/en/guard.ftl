# ANA-011 guard: payers whose records fit extortion of the payer.
guard-list = { $payers ->
    [one] The payments of one payer were looked at
   *[other] The payments of { $payers } payers were looked at
 }; for { $aged ->
    [0] none of them a record states
    [one] one of them a record states
   *[other] { $aged } of them records state
 } a birth date. The records of { $fit ->
    [0] none fit
    [one] one fit
   *[other] { $fit } fit
 } extortion of the payer, as published descriptions have it{ $fit ->
    [0] .
   *[other] ; no list of payers names them.
 }
guard-adults = For { $payers ->
    [one] one more payer
   *[other] { $payers } more payers
 } all three signs of money are there and records state an adult age: adults are extorted too, and whoever reads this should ask.
guard-payer = The payments of { $payer } fit extortion of the payer: { $payments ->
    [one] one, { $first }
   *[other] { $payments }, from { $first } to { $last }
 }, with { $held } of three signs of money. { $payer } is to be met as a possible victim first, and stands in no list of payers ({ $total ->
    [one] the only one
   *[other] by name: { $shown } of { $total } are shown
 }).
guard-first = The records of { $party } fit extortion of the payer (guard, ANA-011): { $party } is to be met as a possible victim first. What follows is read in that light, and stands behind the other findings.
guard-burst = { $most } of { $payments } payments lie within { $window }: a burst.
guard-no-burst = { $most } of { $payments } payments lie within { $window }: no burst.
guard-small = The first payment is { $first }, all together are { $sum }: small, as published.
guard-not-small = The first payment is { $first }, all together are { $sum }: larger than published.
guard-small-not-computed = Whether { $first } at first and { $sum } in all are small could not be computed, because no limit is set for this currency.
guard-currencies = Whether the amounts are small could not be computed, because they are in several currencies.
guard-stop = No payment follows for { $silence } after { $last }, though the records go on: an abrupt stop, which is said from { $quiet } on.
guard-no-stop = The payments went on for more than { $quiet }, until { $last }; { $silence } without one follow. That is no abrupt stop.
guard-stop-not-computed = Whether the payments stopped could not be computed, because the records end { $silence } after { $last }; { $quiet } are asked for. It may be going on.
guard-band-young = an age below
guard-band-may-be-young = dates by which the age may be below
guard-band-adult = an age not below
guard-band-not-stated = no age, so that it may be below
guard-age = For the day of the first payment, records state { $band } { $years } years.
guard-other-payers = { $others ->
    [0] Nobody else is recorded as paying
    [one] One other party is recorded as paying
   *[other] { $others } other parties are recorded as paying
 } { $payees ->
    [one] the same payee
   *[other] one of the same { $payees } payees
 }: a shop, a game or a charity is paid by many.
guard-acquainted = The two were in touch { $touches ->
    [one] once
   *[other] { $touches } times
 } before the first payment, first { $span } before it: help for somebody known for long begins otherwise than extortion.
guard-not-acquainted = No touch is recorded before the first payment: a purchase begins so, and so does extortion over a channel of which no record came.
