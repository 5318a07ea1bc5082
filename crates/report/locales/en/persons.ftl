# ANA-009 persons: which parties may be one person, though no exact identifier joins them.
persons-list = Of { $parties } parties that records describe, { $proposed ->
    [0] no two are proposed as one person beyond what exact identifiers join.
    [one] one pair may be one person beyond what exact identifiers join.
   *[other] { $proposed } pairs may be one person beyond what exact identifiers join.
 }
persons-estimated = The weights are estimated from { $wordings } distinct wordings in this case.
persons-every-pair = Every pair of them was compared.
persons-recall = Of the pairs that the model takes for one person, an estimated { $recall } were compared (95 % interval { $low } to { $high }): this assumes that the ways in which pairs are found miss a pair independently of each other, and that the model's probabilities are right.
persons-default = There are too few parties to estimate weights from this case: default weights are used, and a probability is only a guide.
persons-proposes = Nothing here joins two parties: a probability is a proposal under a model, and a person decides.
persons-kept-apart = { $pairs ->
    [one] One further pair is not proposed, because
   *[other] { $pairs } further pairs are not proposed, because
 } a person decided that the two are not the same.
persons-candidate = { $left } and { $right } may be one person: { $probability } under the model ({ $total ->
    [one] the only proposed pair
   *[other] { $shown } of { $total } proposed pairs are shown
 }).
persons-prior = Before anything is compared, about one in { $pairs } pairs of this case is one person.
persons-for = For it: { $field }, { $left } and { $right } ({ $level }), is { $times } times as frequent in records of one person as in records of two.
persons-against = { $field }, { $left } and { $right } ({ $level }), is { $times } times as frequent in records of two persons as in records of one.
persons-doubt-birth-dates = The two birth dates differ in more than a slip of the pen: this pair is flagged and is never joined by itself.
persons-doubt-suffixes = One name is that of a junior and the other of a senior: this pair is flagged and is never joined by itself.
persons-doubt-documents = Both state a document of one type, and the numbers differ.
persons-doubt-name-only = Nothing but the name agrees: two people can have one name, and a name alone never joins.
persons-doubt-household = Nothing but the name and what a household shares agrees: a parent and a child of one name look like this, and the probability is then too high.
persons-unsure = { $by } holds that it cannot be said whether the two are one person.
persons-namesakes = { $others ->
    [one] One other party of the case bears
   *[other] { $others } other parties of the case bear
 } the same name: any of them can be meant.
persons-household = They share an address or an identifier that many use: members of one household, or customers of one shop, look like this.
persons-two = They are two persons who agree by chance: { $share } under the model.
persons-mixed = Records of { $identity } state { $left } and { $right }, which do not go together.
persons-mixed-birth-dates = The two birth dates differ in more than a slip of the pen; identifiers make the records one party all the same, and a person decides whether it is one.
persons-mixed-suffixes = One name is that of a junior and the other of a senior; identifiers make the records one party all the same, and a person decides whether it is one.
persons-mixed-slip = An account, a phone or a user name can pass from one person to another, and a source can be wrong.
persons-decided-against = Records state { $left } and { $right } together, which would join { $one } and { $other }; { $by } holds that these are not the same, and they are kept apart.
persons-decided-shared = A shared or borrowed identifier is stated for two parties in the same way.
persons-field-name = name
persons-field-birth-date = birth date
persons-field-document = document
persons-field-phone = phone
persons-field-email = e-mail
persons-field-address = address
persons-field-handle = user name
persons-level-equal = equal
persons-level-same-words = the same words
persons-level-variant = one name in two ways
persons-level-close = close
persons-level-similar = similar
persons-level-part = in part
persons-level-same-name = the same name before the @
persons-level-most-words = most words
persons-level-some-words = some words
persons-level-two-parts = two of three parts
persons-level-one-part = the year alone
persons-level-different = different
