# ANA-010 attribution: which subscriber held the address from which an account was used.
attribution-list = { $uses ->
    [one] One use of an account is
   *[other] { $uses } uses of accounts are
 } recorded, and { $answers } answers of access providers: { $confirmed } confirmed, { $ambiguous } ambiguous, { $none } without an answer that covers them.
attribution-no-port = { $uses ->
    [one] One use is
   *[other] { $uses } uses are
 } ambiguous because several subscribers shared the address and no port is stated; a log with ports would tell.
attribution-several = { $uses ->
    [one] One use fits
   *[other] { $uses } uses fit
 } the answers for several subscribers.
attribution-edge = { $uses ->
    [one] One use lies
   *[other] { $uses } uses lie
 } at the edge of an interval: it is not certain that the subscriber still, or already, held the address.
attribution-no-address = { $uses ->
    [one] One use states
   *[other] { $uses } uses state
 } no address that can be read.
attribution-unread = { $answers ->
    [one] One answer states
   *[other] { $answers } answers state
 } no address or prefix that can be read.
attribution-subscriber = An answer names who pays for a connection; who sat at it is another question.
attribution-use = { $account } was used from addresses that { $subscriber } held: { $confirmed } confirmed, { $ambiguous } ambiguous ({ $total ->
    [one] the only account and subscriber
   *[other] { $shown } of { $total } are shown
 }).
attribution-device = Uses and answers state the same equipment, which is evidence apart from the address.
attribution-joined = Records also state an exact identifier that joins account and subscriber, apart from any address.
attribution-not-joined = No record states an exact identifier that joins account and subscriber; the address stands alone.
attribution-payments = { $payments ->
    [one] One payment of the case names
   *[other] { $payments } payments of the case name
 } this subscriber, which is evidence apart from the address.
attribution-changed = Were one of the two clocks wrong by { $trial }, { $changed } of { $confirmed } confirmed uses would be confirmed no longer: ambiguous, without an answer, or another subscriber ({ $other }).
attribution-steady = Every confirmed use would stay confirmed, were one of the two clocks wrong by { $trial }.
attribution-others = Uses of this account also fit { $others ->
    [one] one other subscriber.
   *[other] { $others } other subscribers.
 }
attribution-connection = Others at the same connection (a household, guests, an open wireless network) leave the same address and port.
attribution-relay = A relay or a virtual private network at this connection would lead here as well.
