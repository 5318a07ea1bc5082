# Sentences of the sample report that the tests build.
sample-paid = { $payer } paid { $payee } { $sum } in { $count ->
    [one] one transfer
   *[other] { $count } transfers
}, the first on { $first }, the last on { $last }.
sample-month = In { $month } alone it was { $sum }; the median amount is { $median }.
sample-undone = { $count ->
    [one] One transfer was
   *[other] { $count } transfers were
} cancelled or refunded and { $count ->
    [one] is
   *[other] are
} left out of the sum.
sample-payday = { $count } of the transfers fall within two days of a pay day, { $share } of all.
sample-near = { $near } of { $count } payments of { $payer } fall from { $before } before to { $after } after a session with { $payee }; by chance { $expected } would ({ $null }).
sample-median = The median distance between a payment and the next session is { $span }.
sample-few = { $payer } and { $payee } have { $count } payments; the method needs at least ten.
sample-kin = Regular support of a household would look alike: { $share } of the months hold exactly one payment (p = { $p }).
sample-zone = The times of { $count } payments come from a return whose zone is the default of its operator.
sample-name = The name is stated as { $name }.
sample-null-days = days permuted within strata
sample-title-week = Payments by weekday and hour
sample-title-flows = Payments between parties, in euro
sample-title-lag = Payments around sessions
sample-title-surrogates = Payments near a session, with days shuffled
sample-title-network = Who is tied with whom
sample-title-quantiles = The test on partners that were swapped
