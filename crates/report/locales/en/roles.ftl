# ANA-013 roles in records, with the rows for and against.
roles-list = The records of { $parties ->
    [one] one party hold
   *[other] { $parties } parties hold
 } a row for or against a role. Roles that fit: payer { $payers }, recipient { $recipients }, introducer { $introducers }, cash-out { $collectors }, possible victim { $victims }. No role is said where none fits ({ $unknown }), where there are too few independent rows ({ $few }), and where two roles, or a role and none, are too near each other ({ $undecided }).
roles-no-label = A role is a hypothesis about these records. It says nothing about a person, and one record that breaks the order can refute it.
roles-party = The records of { $party } fit { $role }, { $times } times more than any other reading, with { $rows } independent rows ({ $total ->
    [one] the only such party
   *[other] by name: { $shown } of { $total } are shown
 }).
roles-row = { $rule }: { $held } of { $of }.
roles-row-chance = { $rule }: { $held } of { $of }; other weeks or dates give { $expected }.
roles-other-role = A row for another role, { $role }: { $rule }, { $held } of { $of }.
roles-refuted-possible-victim = An adult who bought something in a few days leaves the same payments; see the question guard (ANA-011).
roles-refuted-payer = Calls that also come when nothing is paid, or a reason for both that is older than the payments, would refute it.
roles-refuted-recipient = Payers who know each other, an invoice, or calls that also come when nothing is paid would refute it.
roles-refuted-introducer = An earlier touch of payers and payees, or a group to which all belong, would refute it.
roles-refuted-cash-out = A debt, rent or an own account into which the money went would refute it.
roles-role-possible-victim = a possible victim
roles-role-payer = a payer
roles-role-recipient = a recipient
roles-role-introducer = an introducer
roles-role-cash-out = a cash-out agent
roles-rule-calls-follow = Payments followed by a call between the same two
roles-rule-touch-before = Payees with whom there was a touch before the first payment
roles-rule-other-way = Payments that went the other way
roles-rule-rhythm = Payments of pairs that keep near one day of the month
roles-rule-daily-touch = Pairs that are in touch most days
roles-rule-several-payers = Distinct payers
roles-rule-payers-tied = Payers who are in touch with each other
roles-rule-introduces = Introductions whose order holds
roles-rule-handed-on = Payments handed on soon after the money came
roles-rule-several-sources = Parties that hand on soon after money came
roles-rule-one-source = Only one party hands on
roles-rule-sources-fit = Parties that hand on and fit a recipient
roles-rule-sources-other = Parties that hand on and do not fit a recipient
roles-rule-knows-payers = Parties whose money it was and who are in touch with the receiver
roles-rule-guarded = Signs of money that fit extortion of the payer
