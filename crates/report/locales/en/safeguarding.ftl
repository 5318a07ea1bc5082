# ANA-015 safeguarding: facts that may mean a child at risk now.
safeguarding-list = Facts to look at before anything else, as of { $as_of } ({ $reference }): { $extortions ->
    [0] no payer
    [one] one payer
   *[other] { $extortions } payers
 } to be met as possible victims, { $journeys ->
    [0] no journey
    [one] one journey
   *[other] { $journeys } journeys
 } ahead of somebody who pays, { $calls ->
    [0] no pair
    [one] one pair
   *[other] { $calls } pairs
 } with a recent payment followed by a call, { $recipients ->
    [0] no payee
    [one] one payee
   *[other] { $recipients } payees
 } with several recent payers, each in a call with the payee after paying.
safeguarding-reference-fixed = fixed by a person
safeguarding-reference-latest = the latest record of the case
safeguarding-no-verdict = A fact is a reason to look first; it says nothing about anybody. That no fact is listed is no reason to wait: what no record holds is not seen.
safeguarding-extortion = { $payer } may be a victim of extortion now: { $payments ->
    [one] one payment, { $first },
   *[other] { $payments } payments from { $first } to { $last }
 } fit it ({ $total ->
    [one] the only such fact
   *[other] latest first: { $shown } of { $total } are shown
 }).
safeguarding-planned-journey = { $traveller }, who made { $payments ->
    [one] one payment
   *[other] { $payments } payments
 } in this case, is booked to { $destination } for { $departs }; { $there ->
    [0] no payee of these payments is stated to live there
    [one] one payee of these payments is stated to live there
   *[other] { $there } payees of these payments are stated to live there
 } ({ $total ->
    [one] the only journey ahead
   *[other] latest first: { $shown } of { $total } are shown
 }).
safeguarding-payee-there = { $payee } is stated to live at or near { $place }.
safeguarding-recent-call = { $times ->
    [one] One recent payment
   *[other] { $times } recent payments
 } of { $payer } to { $payee } { $times ->
    [one] was
   *[other] were
 } followed by a call between the two, from { $first } to { $last } ({ $total ->
    [one] the only such pair
   *[other] latest first: { $shown } of { $total } pairs are shown
 }).
safeguarding-active-recipient = { $payers } parties recently paid { $payee } and each was then in a call with the payee, from { $first } to { $last } ({ $total ->
    [one] the only such payee
   *[other] latest first: { $shown } of { $total } payees are shown
 }).
safeguarding-see-guard = What else leaves such payments is told by the question guard (ANA-011): purchases, help for somebody known.
safeguarding-journeys-before = { $legs ->
    [0] No leg of a journey of this traveller is recorded before the first payment
    [one] One leg of a journey of this traveller is recorded before the first payment
   *[other] { $legs } legs of journeys of this traveller are recorded before the first payment
 }: whoever travelled there before has reasons that are older than the payments.
safeguarding-in-touch = The two are in touch on { $days } of { $spanned } days; between people who are in touch most days, a call follows anything they do.
safeguarding-payers-tied = Of the { $payers } payers, { $tied ->
    [0] none is
    [one] one is
   *[other] { $tied } are
 } in touch with another of them: members who pay a treasurer know each other.
