# ANA-017 journeys: who travelled where and when, near whom, and together with whom.
journeys-payments = payments
journeys-calls = answered calls
journeys-reach-locality = the same locality
journeys-reach-country = the same country, nothing finer is stated
journeys-list = { $legs ->
    [0] No leg that was travelled is stated
    [one] One leg of a journey is stated
   *[other] { $legs } legs of journeys are stated
 } for { $travellers ->
    [0] nobody
    [one] one traveller
   *[other] { $travellers } travellers
 }; they make { $stays ->
    [0] no stay
    [one] one stay
   *[other] { $stays } stays
 } away from where the first leg began, { $near } of them where a payee of the traveller has an address.
journeys-places = Of the places of departure and arrival { $resolved } are one known place, { $ambiguous } could be several, { $unknown } are not known; only the first are compared.
journeys-not-travelled = { $legs ->
    [one] One leg is stated as cancelled or not taken and is no journey.
   *[other] { $legs } legs are stated as cancelled or not taken and are no journeys.
 }
journeys-unplaced = { $legs ->
    [one] One leg states no traveller or no departure and is left out.
   *[other] { $legs } legs state no traveller or no departure and are left out.
 }
journeys-conflict = The sources put { $traveller } on two journeys at one time; both cannot have been travelled, and no stay is made of them.
journeys-leg = From { $origin } to { $destination }, { $departs } to { $until }.
journeys-conflict-means = One of the two may be wrongly attributed, booked and not taken, or of another person of the same name; clocks two hours apart would not explain it.
journeys-stay = { $traveller } was at { $place } from { $from } to { $until }; an address stated for the payee { $payee } lies at { $address } ({ $reach }).
journeys-change = { $sort } between the two: { $before } in as long a time before, { $during } during the stay, { $after } after it; with 95 % certainty the share during the stay lies between { $low } and { $high } (a third would be no change).
journeys-change-tested = Of { $windows } other windows of that length that the exhibits cover, { $few } hold as few and { $many } as many (p = { $p }, two-sided, this test alone).
journeys-change-few = Whether that is a change is not tested: the exhibits cover { $windows } other windows of that length, { $windows_min } are needed.
journeys-before-contact = The stay began before any record ties the two; the first is of { $first }.
journeys-after-contact = The first record that ties the two is of { $first }, before the stay; when the journey was booked is not stated.
journeys-only-booked = A leg of it is stated as booked only; whether it was travelled is not.
journeys-unsure = { $records ->
    [one] One event can lie inside or outside the stay and is not counted.
   *[other] { $records } events can lie inside or outside the stay and are not counted.
 }
journeys-visits = The traveller had { $earlier ->
    [0] no stay
    [one] one stay
   *[other] { $earlier } stays
 } in this country before this one, and { $stays } in all ({ $days } days): visits to a family, a posting or holidays are made again and again, and often begin before any contact.
journeys-company = { $companions ->
    [0] Nobody else is
    [one] One other person is
   *[other] { $companions } others are
 } under the same booking: whoever travels as a family, a team or a group has reasons of the group.
journeys-others = Of { $travellers ->
    [one] one other traveller
   *[other] { $travellers } other travellers
 } of the case, { $others ->
    [0] none stayed in this country ({ $country }):
    [one] one stayed in this country ({ $country }) too:
   *[other] { $others } stayed in this country ({ $country }) too:
 } a country to which many go says little of any of them.
journeys-no-booking = No booking reference is stated for this stay: with whom the traveller went is not known.
journeys-together = { $one } and { $other } travelled from { $origin } to { $destination } on { $days ->
    [one] the same day, once.
   *[other] the same day, { $days } times.
 }
journeys-together-how = { $service ->
    [0] Never
    [one] Once
   *[other] { $service } times
 } with the same service, { $booking ->
    [0] never
    [one] once
   *[other] { $booking } times
 } under one booking; on this route { $one_days } days are stated for the one, { $other_days } for the other.
journeys-base-rate = On { $days } days anybody of the case travelled this route; others account for { $legs } legs. Had each of the two chosen among these days as everybody did, so many in common would come about with p = { $p }.
journeys-no-base-rate = No base rate is known: the case holds { $legs ->
    [0] no leg
    [one] one leg
   *[other] { $legs } legs
 } of others on this route, and on a route that many take two people meet without knowing each other.
