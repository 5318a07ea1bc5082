# ANA-012 indicators: one row for each published indicator, with its innocent reading.
indicators-list = The list of published indicators, version { $version }, holds { $indicators }. They were computed for { $pairs ->
    [one] one pair
   *[other] { $pairs } pairs
 } of payer and payee and for { $payees ->
    [one] one payee
   *[other] { $payees } payees
 }, in the order of their names.
indicators-guarded = { $pairs ->
    [one] One more pair has
   *[other] { $pairs } more pairs have
 } no sheet, because the payer is to be met as a possible victim.
indicators-no-sum = No single indicator says what a payment is for. Rows are not added up, and no order follows from them.
indicators-pair = Payments of { $payer } to { $payee } in { $currency }: { $payments ->
    [one] one, { $first }
   *[other] { $payments }, from { $first } to { $last }
 }. { $computed } of { $indicators } published indicators could be computed ({ $total ->
    [one] the only pair
   *[other] pairs by name: { $shown } of { $total } are shown
 }).
indicators-payee = Payments to { $payee } in { $currency }: { $payments ->
    [one] one, { $first }
   *[other] { $payments }, from { $first } to { $last }
 }. { $computed } of { $indicators } published indicators could be computed ({ $total ->
    [one] the only payee
   *[other] payees by name: { $shown } of { $total } are shown
 }).
indicators-row = Indicator, { $indicator }: { $value }. Lists speak { $way } { $limit } ({ $published }). { $share } of { $group } other { $others } of this case in this currency lie at or below.
indicators-row-alone = Indicator, { $indicator }: { $value }. Lists speak { $way } { $limit } ({ $published }). Its place among others could not be computed: { $group ->
    [0] no other
    [one] only one other
   *[other] only { $group } other
 } { $others } of this case in this currency.
indicators-from = from
indicators-up-to = up to
indicators-others-pairs = pairs
indicators-others-payees = payees
indicators-missing = Not computed: { $indicator }, because { $reason }.
indicators-twin = Beside { $indicator }: { $twin }, { $value }. { $speaks }
indicators-twin-missing = Beside { $indicator }: { $twin } could not be computed, because { $reason }.
indicators-speaks = This speaks for an innocent reading.
indicators-silent = This does not speak for it.

indicators-missing-few-payments = there are fewer payments than it asks for
indicators-missing-currency = no limit is set for this currency
indicators-missing-no-hours = the records state days and no hours
indicators-missing-no-description = the records state no name, address or identifier beside the account
indicators-missing-no-address = of one of the two no record states an address, phone or e-mail
indicators-missing-few-months = the payments lie within fewer than three months
indicators-missing-few-days = the two were in touch on fewer than five days
indicators-missing-no-journeys = no journey of this payer came
indicators-missing-not-in-records = no kind of record that is read states it
indicators-missing-one-source = payments came from one source only
indicators-missing-nothing-beside = too little else is recorded to compare with

indicators-name-small-amounts = share of small amounts
indicators-name-short-gaps = median time between payments
indicators-name-round-amounts = share of round amounts
indicators-name-night-hours = share of payments at night
indicators-name-escalation = rank correlation of amount and order
indicators-name-no-stated-tie = ties of address, phone or e-mail
indicators-name-several-payees = payees of the payer within ninety days
indicators-name-journey-after-payments = legs of journeys of the payer after payments
indicators-name-several-channels = sources through which the pair's payments went
indicators-name-stopped-transfers = transfers cancelled, refunded or rejected
indicators-name-stated-purpose = stated purpose of the payments
indicators-name-merchants-beside = kinds of merchants paid at the same time
indicators-name-unrelated-payers = payers of the payee within ninety days
indicators-name-passed-on = share of the money passed on to others
indicators-name-shared-identifiers = others stated with an identifier of the payee

indicators-measure-near-usual-day = share of payments near one day of the month, or near pay-day
indicators-measure-months-paid = share of months with a payment
indicators-measure-relation-days = time over which the two are known to each other
indicators-measure-group-median = amount as a multiple of what pairs of the case usually pay
indicators-measure-office-hours = share of payments on weekdays from eight to six
indicators-measure-contact-days = share of days on which the two are in touch
indicators-measure-shared-names = words of names that the two share
indicators-measure-source-round-amounts = share of round amounts among all other payments of the same sources
indicators-measure-own-night-hours = share of the payer's calls, messages and log-ins at night
indicators-measure-zone-not-stated = share of payments whose time zone is not stated in the value
indicators-measure-rate-drift = rank correlation of a falling exchange rate with the order of payments
indicators-measure-payees-tied = share of the payees who are in touch with each other or share an identifier
indicators-measure-journeys-before = legs of journeys before the first payment
indicators-measure-payers-with-several-sources = share of all payers whose payments went through several sources
indicators-measure-case-undone = share of all payments of the case that were undone
indicators-measure-payers-tied = share of the payers who are in touch with each other or share an identifier
indicators-measure-passed-on-to-one = share of the money passed on that one receiver got
indicators-measure-holders-of-identifier = holders of the identifier that most hold
