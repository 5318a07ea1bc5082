# ANA-006 traces: where money could have gone on, over several parties.
traces-list = { $payments ->
    [one] One payment between stated parties allows
   *[other] { $payments } payments between stated parties allow
 } { $traces ->
    [0] no trace
    [one] one trace
   *[other] { $traces } traces
 } over two or more payments and { $cycles ->
    [0] no way back
    [one] one way back
   *[other] { $cycles } ways back
 } to a first payer, each step certain to be later, in one currency, and no more than what came.
traces-refused = Next payments of the same party within the window that were not followed: { $order } not certain to be later, { $currency } in another currency, { $more } higher than what came, { $less } lower than what came less the stated loss.
traces-refused-here = At the parties of this path, next payments within the window that were not followed: { $order } not certain to be later, { $currency } in another currency, { $more } higher than what came, { $less } lower than what came less the stated loss; the money could have gone there instead.
traces-cut = Limits were reached: { $followers } next payments were not looked at or not kept, from { $starts } first payments not every trace was followed, and { $traces } traces are not listed.
traces-fungible = Money at one party cannot be told apart: a trace shows a path that the records allow, not one that money is known to have taken.
traces-trace = Over { $hops } payments, each later than the one before, { $sent } of { $payer } could have gone on to { $payee }, where { $arrived } arrived, from { $first } to { $last } ({ $total ->
    [one] the only trace
   *[other] the { $shown } longest of { $total } traces are shown
 }).
traces-cycle = Over { $hops } payments, each later than the one before, { $sent } of { $payer } could have come back to it, where { $arrived } arrived, from { $first } to { $last } ({ $total ->
    [one] the only one
   *[other] the { $shown } longest of { $total } are shown
 }).
traces-step = { $payer } to { $payee }, { $amount }, { $when }.
traces-other-sources = Within the window before { $party } paid { $payee }, { $others ->
    [one] one other payment
   *[other] { $others } other payments
 } came to it; the money could be from there, or its own.
traces-continues = The trace was cut at the limit of payments; further payments could follow.
traces-passing = { $party } was paid { $payments } times, { $came } in all; { $passed } of it ({ $ratio }) left again within the window: a quarter of that within { $lower }, half within { $stay }, three quarters within { $upper } ({ $total ->
    [one] the only such party
   *[other] { $shown } of { $total } such parties are shown
 }).
traces-passing-household = An account on which wages come in and from which bills are paid looks alike; { $left } in all left it, to { $payees ->
    [one] one payee
   *[other] { $payees } payees
 }, and { $payers ->
    [one] one payer
   *[other] { $payers } payers
 } paid into it.
traces-gathering = { $payers } parties paid { $party } { $came } in all from { $first } on, and from { $turn } to { $last } it paid { $payees } parties { $left } in all ({ $total ->
    [one] the only such turn
   *[other] { $shown } of { $total } such turns are shown
 }).
traces-gathering-acquainted = Of the { $payers } payers, { $tied ->
    [0] none is
    [one] one is
   *[other] { $tied } are
 } in touch with another of them by a payment, call, message or address book; a treasurer who collects from people that know each other and pays suppliers looks alike.
traces-scattering = { $source } paid { $through } parties { $sent } in all from { $first } on, and each of them paid { $sink } about as much, { $arrived } in all, until { $last } ({ $total ->
    [one] the only such case
   *[other] { $shown } of { $total } such cases are shown
 }).
traces-scattering-wages = { $same ->
    [one] No two of the { $through } first payments lie on one day
   *[other] { $same } of the { $through } first payments lie on one day
 }; wages or benefits paid to several people who all pay one landlord or shop look alike.
traces-scattering-acquainted = Of the { $through } parties between, { $tied ->
    [0] none is
    [one] one is
   *[other] { $tied } are
 } in touch with another of them by a payment, call, message or address book; one household or team that shares a cost looks alike.
traces-funnel = { $payers } parties paid { $party } { $came } in all by { $in }, and { $passed } of it ({ $ratio }) left by { $out } within the window, to { $payees ->
    [one] one payee
   *[other] { $payees } payees
 }, half of that within { $stay } ({ $total ->
    [one] the only such party
   *[other] { $shown } of { $total } such parties are shown
 }).
traces-funnel-shop = { $prices } of the { $payments } payments in have an amount that occurs at least three times, as prices do; a seller who is paid on one service and moves the takings to a bank looks alike.
