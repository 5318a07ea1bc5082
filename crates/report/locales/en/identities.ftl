# ANA-008 identities, exactly: what records state together.
identities-list = Records state { $keys } identifiers together in { $groups ->
    [one] one group
   *[other] { $groups } groups
 }; { $weak ->
    [0] no identifier is stated with too many accounts to join anything.
    [one] one identifier is stated with too many accounts and joins nothing.
   *[other] { $weak } identifiers are stated with too many accounts and join nothing.
 }
identities-records = A group says what records state together; who used an account, a phone or an address is another question.
identities-group = { $keys } identifiers are stated together by a chain of records: { $named }; other findings call them { $identity } ({ $total ->
    [one] the only group
   *[other] { $shown } of { $total } groups are shown
 }).
identities-join = { $key } and { $other } are stated together in { $exhibits ->
    [one] one exhibit.
   *[other] { $exhibits } exhibits.
 }
identities-several = The group holds { $keys } identifiers of one sort ({ $named }): one party can hold several, and several parties can share the identifier that joins them.
identities-single-exhibit = { $joins ->
    [one] The one join in this group rests
   *[other] Of { $joins } joins in this group, { $single ->
        [one] one rests
       *[other] { $single } rest
    }
 } on a single exhibit; a mistyped or borrowed identifier would join two parties in the same way.
identities-weak = { $key } is stated with { $others } other identifiers and joins nothing: an agent’s phone or a family’s e-mail looks like this ({ $total ->
    [one] the only one
   *[other] { $shown } of { $total } are shown
 }).
identities-decided-same = { $by } decided on { $at } that { $left } and { $right } are one identity (decision { $name }). The ground given: { $reason }
identities-decided-not-same = { $by } decided on { $at } that { $left } and { $right } are two identities (decision { $name }). The ground given: { $reason }
identities-decided-unsure = { $by } decided on { $at } that it cannot be said whether { $left } and { $right } are one identity (decision { $name }). The ground given: { $reason }
identities-decision-undone = { $by } took the decision back on { $at }; it no longer counts. The ground given: { $reason }
identities-decision-replaced = Another decision by { $by } on { $at } took its place; this one no longer counts. The ground given: { $reason }
identities-decided-stated = { $records ->
    [one] One record states
   *[other] { $records } records state
 } the two together.
identities-decided-alone = No record states the two together: the decision rests on its ground alone.
