# ANA-016 network: who is tied with whom, by which records.
network-sort-payment = payments
network-sort-call = calls
network-sort-message = messages
network-sort-contact = entries of address books and contact logs
network-sort-identifier = shared identifiers
network-sort-address = shared addresses
network-sort-device = shared devices
network-sort-file = files held by both
network-figure = Who is tied with whom: the identities with most neighbours
network-list = { $nodes ->
    [one] One identity is
   *[other] { $nodes } identities are
 } tied by records; { $pairs ->
    [one] one pair of them
   *[other] { $pairs } pairs of them
 } directly or by a thing that few have. { $parts ->
    [one] All hang together.
   *[other] They fall into { $parts } parts that no such tie joins.
 }
network-sort = { $sort }: { $events } between { $pairs ->
    [one] one pair, counted by direction.
   *[other] { $pairs } pairs, counted by direction.
 }
network-single-record = { $single } of { $pairs } tied pairs rest on a single record.
network-shared-by-many = { $things ->
    [one] One thing is
   *[other] { $things } things are
 } held by more than { $shared_max } identities: each ties a pair of its n holders by only 1/(n − 1) and counts in no path, bridge or core; { $untied } of them have more than { $hub_max } holders and tie nobody. Most widely held is { $most }, by { $holders } identities.
network-few = { $nodes ->
    [one] Only one identity is
   *[other] Only { $nodes } identities are
 } tied; communities and ways between others are told from { $nodes_min } on. Fewer say nothing of a network, in either direction.
network-communities = The { $nodes } identities divide into { $communities ->
    [one] one community of two or more
   *[other] { $communities } communities of two or more
 } that are tied more closely inside than to each other (modularity { $modularity }).
network-community = Community { $number }: { $members } identities ({ $named }), with { $inside } ties inside and { $outside } to others.
network-agreement = { $runs ->
    [one] One run was made; the least modularity is { $lowest }, the agreement { $agreement }.
   *[other] Of { $runs } runs in different orders the best is shown; the others agree with it to { $agreement } (adjusted Rand index: 1 is the same division, 0 no more than chance), and the least modularity is { $lowest }.
 }
network-rewired = In { $times } networks in which every identity has as many neighbours, but dealt out at random, the same method finds modularities from { $low } to { $high }: what lies in that range needs no grouping to explain it.
network-between = { $identity } lies on { $share } of the shortest ways between others, with { $neighbours ->
    [one] one neighbour
   *[other] { $neighbours } neighbours
 } of its own ({ $total ->
    [one] the only one that lies on any
   *[other] by this share: { $shown } of { $total } are shown
 }).
network-between-sampled = The ways were counted from { $starts } of { $nodes } identities, drawn by the seed; with 95 % certainty no share is wrong by more than { $error }.
network-cut-point = Without it, its part of the network falls apart.
network-between-thin = { $single } of its { $ties } ties rest on a single record; records that were not received may hold other ways.
network-between-alike = { $alike ->
    [0] No other identity has about as many neighbours.
    [one] One other identity has about as many neighbours; its share is { $median }.
   *[other] { $alike } other identities have about as many neighbours; the share in their middle is { $median }.
 } Whoever deals with many (a shop, an agent, a treasurer) lies on many ways: { $paid } of { $neighbours } neighbours are tied to it by payments.
network-bridge = Only the tie between { $one } and { $other } joins { $smaller } identities to { $larger } others.
network-bridge-records = The tie rests on { $events ->
    [one] one event
   *[other] { $events } events
 } in { $exhibits ->
    [one] one exhibit
   *[other] { $exhibits } exhibits
 }; an exhibit that was not received may hold another way.
network-payers = { $one } and { $other } paid { $payees ->
    [one] one payee
   *[other] { $payees } payees
 } in common: { $named } (weight { $weight }; a payee of n payers weighs 1/(n − 1)).
network-payers-crowd-each = Each common payee has { $payers } payers; between the two payers themselves the records hold { $direct ->
    [0] nothing
    [one] one event
   *[other] { $direct } events
 }.
network-payers-crowd = The common payees have from { $fewest } to { $most } payers; between the two payers themselves the records hold { $direct ->
    [0] nothing
    [one] one event
   *[other] { $direct } events
 }.
network-payers-chance = If everybody had chosen payees at random, each payee as often as it was chosen, the two would have { $expected } in common.
network-files = { $files ->
    [one] One file lies
   *[other] { $files } files lie
 } in exhibits of both { $one } and { $other }.
network-files-first = By the times that the exhibits state, { $one } certainly had { $by_one } of them first of all holders, { $other } { $by_other }.
network-files-unsure = For { $unsure ->
    [0] none
    [one] one
   *[other] { $unsure }
 } of them the times overlap or another holder was first, for { $not_stated ->
    [0] none
    [one] one
   *[other] { $not_stated }
 } an exhibit states no time; and a time of a file can be set by copying.
network-files-spread = { $wide ->
    [0] None of them is held by more than two identities;
    [one] One of them is held by more than two identities, { $most } in all;
   *[other] { $wide } of them are held by more than two identities, the most widely held by { $most };
 } a file that travels widely says little of any two who have it.
network-around = Around { $named } stand { $found ->
    [one] one identity
   *[other] { $found } identities
 }, one step out, ordered by the number of independent records; { $weak ->
    [0] every one by something of its own.
    [one] one of them by nothing but what many share, and not shown singly.
   *[other] { $weak } of them by nothing but what many share, and not shown singly.
 } { $unknown ->
    [0] Every named key is tied.
    [one] One named key has no tie.
   *[other] { $unknown } named keys have no tie.
 }
network-step = { $identity } is tied to { $named } by { $independent ->
    [one] one event or thing
   *[other] { $independent } events or things
 } in { $exhibits ->
    [one] one exhibit
   *[other] { $exhibits } exhibits
 } (one of { $total }).
network-step-sort = { $sort }: { $events }.
network-step-weak = { $weak ->
    [0] They share nothing that many have.
    [one] One thing that many have ties them besides; it does not count.
   *[other] { $weak } things that many have tie them besides; they do not count.
 }
