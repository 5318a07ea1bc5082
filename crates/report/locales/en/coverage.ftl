# ANA-002 coverage: for which periods and accounts records came.
coverage-kind-transfer = transfers
coverage-kind-entry = statement entries
coverage-kind-session = calls
coverage-kind-message = messages
coverage-kind-login = logins
coverage-kind-account = accounts
coverage-kind-contact = contacts
coverage-kind-media = files
coverage-kind-trip = journey legs
coverage-kind-party = parties
coverage-kind-position = positions
coverage-kind-activity = logged activities
coverage-kind-lease = addresses held
coverage-list = { $exhibits ->
    [one] One exhibit covers
   *[other] { $exhibits } exhibits cover
 } { $periods ->
    [one] one period
   *[other] { $periods } periods by kind of record and account ({ $shown } shown)
 }; { $gaps ->
    [0] no period has a month without a record, and none is missing between exhibits.
    [one] one period has a month without a record or is missing between exhibits.
   *[other] { $gaps } periods have months without a record or are missing between exhibits.
 }
coverage-absence = That a period or an account gives no record does not show that nothing happened: an answer holds only what was asked for, searched and kept.
coverage-exhibit-stated = { $exhibit } is stated to cover { $kind } from { $from } to { $until }; records that came: { $records }.
coverage-exhibit-spanned = { $exhibit } states no period; its { $kind } run from { $from } to { $until }; records that came: { $records }.
coverage-account-stated = { $exhibit } is stated to cover { $kind } of { $account } from { $from } to { $until }; records that came: { $records }.
coverage-account-spanned = { $exhibit } states no period for { $account }; its { $kind } run from { $from } to { $until }; records that came: { $records }.
coverage-empty-months = { $months ->
    [one] One of { $whole } whole months in this period holds
   *[other] { $months } of { $whole } whole months in this period hold
 } no record ({ $named }); if its records fell into the months by chance alone, { $expected } would be expected.
coverage-missing = Between { $before } and { $after } no exhibit covers { $kind }, from { $from } to { $until }.
coverage-missing-account = Between { $before } and { $after } no exhibit covers { $kind } of { $account }, from { $from } to { $until }.
coverage-repeated = More than one record states the same event ({ $kind }) in { $events ->
    [one] one case
   *[other] { $events } cases
 } ({ $records } records); each is counted once and cites all of them.
coverage-repeated-against = Two short ones of the same parties within two seconds, each stated by one exhibit alone, would be taken for one.
