# Coincidence (ANA-003): payments and sessions of a pair, against their daily rhythms.

## What was counted

coincidence-events-payments = payments
coincidence-events-messages = message occasions
coincidence-events-sessions = sessions
coincidence-events-calls = calls, answered or not
coincidence-reading-near = within the lag window of a session
coincidence-reading-hour = within an hour of a session
coincidence-reading-inside = inside a session

## The finding

coincidence-associated = { $a } and { $b }: { $near } of { $n } { $events } lie { $reading }. With the same clock times on other days it would be about { $expected } (95 % of the time { $low } to { $high }). These records are consistent with payments and sessions that are tied to each other beyond the daily rhythms of the two: p = { $p }; corrected for { $m ->
    [one] the one pair tested
   *[other] all { $m } pairs tested
 }, { $q }.
coincidence-not-shown = { $a } and { $b }: { $near } of { $n } { $events } lie { $reading }; with the same clock times on other days it would be about { $expected } (95 % of the time { $low } to { $high }). Nothing beyond the daily rhythms was shown: p = { $p }; corrected for { $m ->
    [one] the one pair tested
   *[other] all { $m } pairs tested
 }, { $q }. That is not a proof that there is nothing.
coincidence-cannot-tell = { $a } and { $b }: { $near } of { $n } { $events } lie { $reading }; with the same clock times on other days it would be about { $expected } (95 % of the time { $low } to { $high }). The test cannot tell: the least p it could give is { $least }, too large for { $m ->
    [one] one test
   *[other] { $m } tests
 } (p = { $p }).
coincidence-insufficient = { $a } and { $b }: insufficient data. In the { $days } whole days that both sources cover there are { $n } { $events } and { $sessions } { $calls }; at least { $n_min } and { $sessions_min } are needed. Nothing was tested.
coincidence-rest = Only the { $told } clearest of the tested pairs are told one by one. { $pairs ->
    [one] One further pair was tested
   *[other] { $pairs } further pairs were tested
 }; in { $found } of them an association beyond the daily rhythms was found. The command "coincide" lists every pair with its figures.
coincidence-insufficient-rest = { $pairs ->
    [one] One further pair has too little data and was not tested.
   *[other] { $pairs } further pairs have too little data and were not tested.
}

## Beside it

coincidence-window = Both sources cover { $days } whole local days, with { $n } { $events } and { $sessions } { $calls }.
coincidence-reading = { $reading ->
    [coincidence-reading-inside] Counted { $reading }
   *[other] Counted { $reading } ({ $before } before to { $after } after)
 }: { $near } of { $n }; with the days permuted about { $expected } ({ $low } to { $high }); p of this reading alone = { $p }. { $covered } of the covered time lies that near.
coincidence-method-exact = Every one of the { $draws } arrangements of the days within their strata was counted ({ $weekdays } weekdays, { $weekends } weekend days{ $holidays ->
    [0] { "" }
    [one] , one holiday
   *[other] , { $holidays } holidays
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } weekdays near a pay-day
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } weekend days near a pay-day
 }).
coincidence-method-monte-carlo = { $draws } random arrangements of the days within their strata ({ $weekdays } weekdays, { $weekends } weekend days{ $holidays ->
    [0] { "" }
    [one] , one holiday
   *[other] , { $holidays } holidays
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } weekdays near a pay-day
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } weekend days near a pay-day
 }), seed { $seed }.
coincidence-method-stopped-early = { $draws } random arrangements of the days within their strata ({ $weekdays } weekdays, { $weekends } weekend days{ $holidays ->
    [0] { "" }
    [one] , one holiday
   *[other] , { $holidays } holidays
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } weekdays near a pay-day
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } weekend days near a pay-day
 }), seed { $seed }; drawing stopped once the p-value was clearly large.
coincidence-method-silent = No arrangement of the days within their strata differs from another ({ $weekdays } weekdays, { $weekends } weekend days{ $holidays ->
    [0] { "" }
    [one] , one holiday
   *[other] , { $holidays } holidays
 }{ $pay_weekdays ->
    [0] { "" }
   *[other] , { $pay_weekdays } weekdays near a pay-day
 }{ $pay_weekends ->
    [0] { "" }
   *[other] , { $pay_weekends } weekend days near a pay-day
 }): there is nothing to test.
coincidence-yekutieli-stands = The result also stands where the tests depend on each other in an unknown way (Benjamini–Yekutieli).
coincidence-yekutieli-falls = The result does not stand where the tests depend on each other in an unknown way (Benjamini–Yekutieli).
coincidence-ratio = A result like this is { $lr } times as frequent among the tested pairs of this case as among swapped pairs, without the two persons; no ratio beyond { $cap } is stated, the number of independent reference pairs.
coincidence-no-ratio = No likelihood ratio is possible: the case has too few independent reference pairs.
coincidence-intensity = Against the payer’s own hours and weekdays in { $profile } payments to others, { $share } of the payments follow the sessions (95 %: { $low } to { $high }); p = { $p }.
coincidence-ignores-rhythm = For comparison only: the closed formula that ignores every daily rhythm gives p = { $p }. It calls far too many unrelated pairs significant.
coincidence-by-day = { $by_day ->
    [one] One payment is known only to the day: the first reading counts the near share of that day, the others leave it out.
   *[other] { $by_day } payments are known only to the day: the first reading counts the near share of each day, the others leave them out.
}

## What speaks against it

coincidence-pay-day = { $near } of { $n } lie within two days of a pay-day of the case.
coincidence-monthly = { $in_run } of { $days } days with a payment fall on the { $from } to the { $until } of the month: money is sent by a monthly rhythm (Rayleigh p = { $p }).
coincidence-shift-weeks = Moved around the covered time by whole weeks, which keeps bursts and gaps, the payments give p = { $p }; this test knows few values.
coincidence-shift-days = Moved around the covered time by whole days, which keeps bursts and gaps, the payments give p = { $p }; this test knows few values.
coincidence-clock = Were one of the two clocks wrong by { $trial }, the test would give p = { $earlier } with the payments earlier and p = { $later } with them later: { $kept ->
    [0] it would then not be shown in either case.
    [one] it would then be shown in one of the two cases only.
   *[other] it would be shown in both cases.
 }
coincidence-small-strata = { $small ->
    [one] One stratum has fewer than { $least } days; its days change places only among themselves.
   *[other] { $small } strata have fewer than { $least } days; their days change places only among themselves.
}
coincidence-zones = { $payments ->
    [one] The zone of one payment is not stated; it was taken from the operator or from the case.
   *[other] The zone of { $payments } payments is not stated; it was taken from the operator or from the case.
}
coincidence-calls-by-day = { $by_day ->
    [one] One call is known only to the day and was left out.
   *[other] { $by_day } calls are known only to the day and were left out.
}

## What else could explain it

coincidence-alternative-family = Regular contact, in a family for instance, makes calls and money regular alike: of { $weeks } weeks, { $with_session } have a session and { $with_payment } have a payment.
coincidence-alternative-routines = Two routines of their own that meet on the same days, such as a free evening or a market day, without either being the reason of the other.

## The method on itself

coincidence-calibration-partner-swap = Tested on itself: payments of one pair against sessions of another, nobody in both. Of { $pairs ->
    [one] one such pair
   *[other] { $pairs } such pairs
 } the test calls { $below } significant at .05: { $share } (95 %: { $low } to { $high }).
coincidence-calibration-one-person-shared = The same payer’s payments against sessions with another partner: of { $pairs ->
    [one] one such pair
   *[other] { $pairs } such pairs
 } { $below } at .05: { $share } (95 %: { $low } to { $high }).
coincidence-calibration-time-shift = The payments of each pair moved around the covered time: of { $pairs ->
    [one] one pair
   *[other] { $pairs } pairs
 } { $below } at .05: { $share } (95 %: { $low } to { $high }).
coincidence-validity = Likelihood ratios of { $same } own and { $different } swapped pairs: area under the curve { $auc }, above 1 for { $true } of own and { $false } of swapped pairs, cost Cllr { $cllr } (1 says nothing).

## Figures

coincidence-figure-lag = Payments by distance from a session’s start, relative to an even spread; band: 95 % of the arrangements of days
coincidence-figure-surrogates = Near payments in the arrangements of days, and as observed
coincidence-figure-partner-swap = p-values of swapped pairs against an even spread
coincidence-figure-one-person-shared = p-values of pairs with one person shared against an even spread
coincidence-figure-time-shift = p-values after a shift in time against an even spread
