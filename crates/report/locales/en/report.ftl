# The report's own words: headings, captions, notes.

## Frame
report-title = Report on the records of case
report-kind = Report of an examination of lawfully obtained records
skip-link = Skip to the report
contents = Contents
innocence = Every person named or described in this report is innocent until a final judgment. The report states what records hold and what methods found in them; it decides nothing about a person.
footer-innocence = Presumption of innocence: no sentence of this report is a finding about a person. Findings are about records.
not-stated = not stated

section-reading = 0 How to read this report
section-questions = 1 Questions asked
section-answers = 2 Answers on one page
section-material = 3 Material received
section-findings = 4 Findings
section-contrary = 5 What speaks against; alternatives; what was not examined
section-methods = 6 Methods, parameters, error rates, versions
section-custody = 7 Custody, and how to verify it
section-people = 8 Decisions and second signatures
section-annex-rows = Annex A: cited rows
section-annex-figures = Annex B: the numbers behind the figures
section-annex-clocks = Annex C: clocks and time zones
section-annex-glossary = Annex D: glossary
section-annex-software = Annex E: software the program is built from
section-annex-disclosure = Annex F: disclosure log

## Cover
cover-authority = Authority
cover-legal-basis = Legal basis
cover-made-at = Made at
cover-zone = Time zone of the case
cover-tasks = Safeguarding: when this report was made, { $waiting } tasks waited for a person, { $overdue } of them overdue (section on the question safeguarding, ANA-015).
seal-title = Seal
seal-log-root = Root of the custody log
seal-log-size = Entries in the custody log
seal-data-root = Digest of the tables (data root)
seal-key = Key that signed
seal-program = Program
seal-note = Whoever has the case folder can build this report again from the same exhibits and obtains the same bytes. Section 7 says how.

## 0 How to read
reading-innocence = The people whose names, accounts or numbers appear here are innocent until a final judgment. Roles such as payer and recipient are roles in records, not judgments. For each finding the report prints what speaks against it and what else could explain it.
reading-classes-title = Facts and assessments
class-fact = Fact
class-assessment = Assessment
reading-fact = This is the type of a fact: what records state, or what anyone can count from them.
reading-assessment = This is the type of an assessment: what rests on a method, a comparison or another explanation. It can be wrong at the rate its method card states.
reading-record = A record is what a source states in one row: a transfer, a call, a message.
reading-stated = Words in quotation marks are printed as a source or a person stated them. Characters that cannot be seen, or that change the direction of writing, are printed by their code, for instance \u{"{"}202e{"}"}.
reading-sources-title = Sources
reading-sources = After each sentence stand the records it rests on, in brackets: { $example } is an exhibit and a row of it. Each leads to Annex A, where the row stands as the exhibit holds it, with its place and its digest. A sentence without such a source cannot enter this report.
reading-limits = For one finding the page lists at most { $rows } rows, and where nothing was found the first of every sentence; for one question it holds at most { $findings } findings. Where there are more, the total is said, and the file report.json holds all.
reading-times = All times are printed in the time zone of the case, { $zone }, with the offset from UTC beside them.
reading-certainty-title = Words of certainty
certainty-caption = The words in which findings state how strong they are
certainty-word = Words
certainty-meaning = Meaning
certainty-recorded = A count or a sum of records. It is as reliable as the records and their coverage.
certainty-above = A test found more than chance gives, and the result holds after correction for every pair that was tested. It does not say why.
certainty-within = A test found nothing that chance does not also give. This is no evidence that there is no connection.
certainty-insufficient = There are fewer records than the method needs. No answer was given, and none may be read into it.
scale-none = No verbal scale for likelihood ratios was chosen for this case: ratios are printed as numbers only.
scale-caption = Verbal scale for likelihood ratios: { $name }
scale-from = From
scale-words = Words
scale-digest = SHA-256 of the signed scale: { $digest }

## 1 Questions
questions-none = No question was asked of the records.
questions-nobody = Who asked, and when, is not logged.
questions-caption = Each question with its findings
column-code = Code
column-question = Question
column-asked-by = Asked by
column-asked-at = Asked at
column-findings = Findings

## 2 Answers
answers-note = The first findings of each question, in the order of the question. Section 4 has all of them, with sources and with what speaks against them.
answers-caption = Answers, with strength and sources
column-finding = Finding
column-answer = Answer
column-strength = Strength
column-records = Records
column-contrary = Against
tally = { $count ->
    [0] No findings
    [one] One finding
   *[other] { $count } findings
}
tally-recorded = { $count } recorded
tally-above = { $count } above chance
tally-within = { $count } not distinguishable from chance
tally-insufficient = { $count } with insufficient data

strength-title = Strength:
strength-recorded = recorded
strength-above = above chance
strength-within = not distinguishable from chance
strength-insufficient = insufficient data
strength-recorded-long = a count or sum of records, as reliable as the records and their coverage.
strength-above-long = more than chance gives: p = { $p }. The result holds after correction for { $pairs ->
    [one] the one pair
   *[other] the { $pairs } pairs
} tested in this case.
strength-within-long = not distinguishable from chance: p = { $p }, with { $pairs ->
    [one] one pair
   *[other] { $pairs } pairs
} tested in this case. This is no evidence that there is no connection.
strength-insufficient-long = fewer records than the method needs; no answer is given.
strength-no-lr = No likelihood ratio is possible: no reference population is stated.
strength-lr = Likelihood ratio about { $lr }, never printed above what { $cap } independent reference pairs can carry.
strength-lr-uncapped = Likelihood ratio about { $lr }; no limit of its reference population is stated.
strength-scale = On the laboratory’s scale { $scale }: { $words }.

## 3 Material
material-none = No exhibit was received.
material-note = Every exhibit was sealed by two digests before it was read. Rows of a source are either records or rejects; nothing is dropped.
material-caption = Exhibits and what was read from them (rows = records + rejects)
material-each-title = Each exhibit
column-exhibit = Exhibit
column-name = Name
column-format = Format
column-state = State
column-rows = Rows
column-rejects = Rejects
column-skipped = Other lines
format-delimited = delimited text (CSV)
format-workbook = workbook (XLSX)
format-camt = bank statement (ISO 20022 camt)
format-goaml = report (goAML XML)
format-telegram = Telegram export (JSON)
format-whatsapp-text = WhatsApp chat (text)
format-bodyfile = timeline (body file)
format-hash-list = list of digests
format-unknown = not recognised
state-parsed = read
state-partial = read in part
state-unsupported = recognised, no reader
state-failed = reading ended early
state-unread = not recognised, not read
exhibit-giver = Received from
exhibit-legal-basis = Legal basis
exhibit-received = Sealed at
exhibit-size = Size
exhibit-zone = Time zone of its times
exhibit-rejects = Rejects
exhibit-notes = To know
size-bytes = { $count ->
    [one] one byte
   *[other] { $count } bytes
}
zone-none = no zone applies
zone-source-in-value = stated in each value
zone-source-exhibit-setting = set for this exhibit by a person
zone-source-place = that of the place, stated in local time
zone-source-operator-default = known default of the operator
zone-source-assumed = assumed to be that of the case
zone-several = several
note-version = The exhibit states version { $version } of its format.
note-encoding = Read as { $encoding }, { $set ->
    [encoding-set] set by a person.
   *[encoding-detected] detected by the program.
}
encoding-set = set by a person
encoding-detected = detected by the program
note-mapping = Read by the mapping { $name }, chosen by the header with fingerprint { $fingerprint }.
note-unknown-field = Nothing maps the field { $field }; its values are kept.
note-total = The source states { $stated } for { $what }; { $found } was read.
note-remark = { $text }
note-companion = Read together with { $name }.
note-member = In { $member }: { $text }
note-folder = It was received as a folder and sealed as one archive, which anybody can make again by the recipe { $recipe }: { $files } files with { $bytes } bytes, { $folders } folders, { $links } links, { $others } pipes and devices.
note-folder-left-out = Left out of the archive: { $count } entries (sockets, or not to be read); the custody log names them.
note-members = It holds { $told } members: { $parsed } were read to their end, { $unread } are of no known format and stand with their digests, { $troubled } could not be read to their end; `tutela status --json` names them.
coverage-title = Coverage and gaps
coverage-note = What a source does not cover cannot speak for or against anything. A period that is only spanned by records may be shorter than the period that was asked for.
coverage-caption = Periods covered, by source
column-kind = Kind
column-account = Account
column-from = From
column-until = Until
column-basis = Basis
column-gaps = Gaps
coverage-whole = whole exhibit
coverage-stated = stated by the source
coverage-spanned = spanned by its records
gaps-unknown = none known

## 4 Findings
findings-some = The page says the first { $shown } of { $total } findings, in the order of the question; report.json holds all.
finding-word = Finding
finding-key = Key of the finding:
sources-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
rows-all = { $total ->
    [one] It rests on one record, listed in Annex A:
   *[other] It rests on { $total } records, all listed in Annex A:
}
rows-some = It rests on { $total } records. { $listed ->
    [one] One of them is
   *[other] { $listed } of them are
} listed in Annex A, the first of every sentence among them; report.json holds all:
contrary-title = What speaks against it
contrary-none = No record that speaks against it was found by this method.
alternatives-title = What else could explain it
alternatives-none = The method computed no other explanation. That does not mean there is none.

## 5 Against
contrary-note = The sentences below stand beside their findings in section 4 as well. They are collected here so that they can be read in one go.
contrary-collected-title = What speaks against the findings
contrary-collected-none = No record that speaks against a finding was found by the methods used. That does not mean there is none.
alternatives-collected-title = Other explanations
alternatives-collected-none = The methods used computed no other explanation. That does not mean there is none.
unexamined-title = What was not examined
unread-title = Exhibits that were not read, or not to the end
unread-none = Every exhibit was read to the end.
rejects-title = Rows that were set aside
rejects-none = No row was set aside.
rejects-of = { $rejects ->
    [one] one row
   *[other] { $rejects } rows
} of { $rows } could not be read (section 3 says why).
gaps-title = Gaps in the coverage
gaps-none = No gap is known. Where a source only spans a period by its records, a gap at its ends cannot be seen.
gap-of = { $exhibit }, { $table }: nothing from { $from } to { $until }
not-asked-title = Questions that were not asked
not-asked-none = Every question the program can ask was asked.
not-asked-no-reason = no reason stated
unexamined-note = What each method cannot show stands on its card in section 6.

## 6 Methods
methods-note = The cards are printed as they stand in the program. The same tables, version, parameters and seed give the same findings, byte for byte.
card-version = Version of the method
card-seed = Seed
seed-none = none: nothing is drawn at random
card-assumes = It assumes
card-cannot-show = It cannot show
card-parameters = Parameters as used
card-error-rates = Known error rates
card-error-rates-none = None has been measured.
card-measured = Measured where the truth is known
card-sources = Sources
column-measured-on = Measured on
column-measure = What
column-interval = 95 % interval
column-parameter = Parameter
column-value = Value
column-meaning = Meaning
software-caption = Programs and data files that took part
column-version = Version
column-detail = Digest or source

## 7 Custody
custody-note = Each act on the case is an entry of an append-only log (RFC 6962 tree, C2SP checkpoint). The root below stands for all of them: whoever changes one entry or one exhibit changes the root.
checkpoint-title = Signed checkpoint
checkpoint-note = Compare it with the copy on paper or with any witness that countersigned it.
verify-title = To verify
verify-expect = It must print:
by-hand-title = To check one row by hand
by-hand-note = The bytes of { $record } as cited in Annex A, cut from the exhibit in the case folder with common tools:

## 8 People
decisions-none = No decision of a person on these findings has been recorded. They are what the methods found; nobody has accepted or rejected them yet.
decisions-caption = Decisions, in order of time
column-when = When
column-who = Who
column-about = About
column-decided = Decided
column-ground = Ground
column-second = Second signature
second-none = none
second-waits = waits for one
decided-accepted = accepted
decided-contact = category: contact
decided-convicted = category: convicted
decided-doubted = doubted
decided-not_same = two identities
decided-open = taken back
decided-other = category: other party
decided-rejected = rejected
decided-same = one identity
decided-under_investigation = category: under investigation
decided-unclassified = category: unclassified
decided-undecided = taken back
decided-unsure = may be one identity
decided-victim = category: victim
decided-witness = category: witness
decision-replaced = stands no more
decision-records-changed = made when the finding rested on other records
finding-decided = Decision of a person: { $decided }, by { $by }, { $at }, because: { $ground }. Second signature: { $second }.
notes-caption = Notes of people, in order of time
column-note = Note
finding-noted = Note of a person: { $text } ({ $by }, { $at })

## Annexes
rows-note = Each row stands in its box as the exhibit holds it. Above it the program names its fields; below it stand the bytes of the exhibit and the SHA-256 of exactly these bytes, so that the row can be checked without this program. Under the number of the row stand the findings that cite it. What all rows of a table state alike is said once, above the table; a telephone number that the source writes in its canonical form is said once.
rows-alike = All rows of this table:
rows-caption = Rows of { $exhibit }: { $kind }
column-record = Record
column-record-cited = Record, cited by
column-stands = What stands there
quote-cut = { $count ->
    [one] One more character is
   *[other] { $count } more characters are
} in report.json.
quote-cells = cells of a workbook, which has no bytes of its own for a row
place-inside = inside
place-row = row { $row }
place-bytes = { $length } bytes after the first { $first }
figures-note = The numbers that the figures draw.
figures-none = There is no figure in this report.
figure-name = Figure { $number }.
figure-total = total
figure-table-link = Its numbers are a table in Annex B.
figure-back-link = Back to the figure
figure-empty = There are no numbers to draw.
table-cut = The page prints { $shown } of { $total } rows; report.json holds all.
clocks-note = How the times of each exhibit behave. A time that was set by a clerk rather than a clock often stands on the hour, at noon or at midnight.
clocks-caption = Times by exhibit and column
clocks-none = No times were examined.
column-column = Column
column-zone = Zone
column-times = Times
column-day-only = Day only
column-on-hour = On the hour
column-on-noon = At noon
column-on-midnight = At midnight
column-in-fold = In a repeated hour
column-duplicates = Repeated rows
column-offset = Clock offset
clock-offset = { $span } against { $exhibit }
clock-no-pairs = no events to compare
packages-note = { $count } packages, as the lock file of the build names them; those that only tests use are among them. Each name carries the SHA-256 of its archive; report.json lists them.
disclosures-none = Nothing has been disclosed before this report.
disclosures-caption = Disclosures, in order of time
disclosures-readings = The case has members. Content was shown { $readings } times, to { $persons } persons, each with a reason; { $refused } commands were refused. Who read what stands in the access log of the case and does not leave with this report.
column-to = To
column-what = What
column-purpose = Purpose

## Figures
week-axis = Hour of the day
week-legend = Records per hour:
week-description = Counts of { $total } records by weekday and hour. The largest is { $most }, on { $day } in hour { $hour }.
column-hour = Hour
flows-payers = Payers
flows-payees = Recipients
flows-note = Thickness is the sum of money. A party that pays and receives stands on both sides; the figure does not say that money passed through it.
flows-undrawn = { $count ->
    [one] One link has
   *[other] { $count } links have
} no amount above zero and no width; the table lists them.
flows-others = { $count ->
    [one] one other link
   *[other] { $count } other links
}
flows-description = { $links ->
    [one] One link
   *[other] { $links } links
} between payers and recipients. The thickest runs from { $payer } to { $payee }: { $sum }.
column-sum = Sum
lag-axis-days = Lag in days (negative: before)
lag-axis-hours = Lag in hours (negative: before)
lag-axis-minutes = Lag in minutes (negative: before)
lag-axis-value = Value of the curve
lag-zero = same time
lag-observed = observed
lag-band = 95 % of what chance gives
lag-note = Where the line leaves the band, the records lie closer or farther apart than chance gives at that single lag; the finding itself rests on the test, not on the picture.
lag-description = A curve over { $points } lags. At { $outside } of them it lies outside the band of chance; its highest point is at a lag of { $peak }.
column-lag = Lag
column-band-low = Band, lower edge
column-band-high = Band, upper edge
surrogates-axis = Value of the statistic
surrogates-count = Repetitions with shuffled days
surrogates-observed = observed: { $value }
surrogates-note = Each bar counts repetitions in which chance alone gave that value.
surrogates-description = In { $total } repetitions by chance alone the statistic fell between { $low } and { $high }. The records give { $observed }.
column-below = Below
network-note = Each identity has a number and the letter of its community, which its shape repeats; each kind of line is a sort of tie. Where it stands says only what hangs together: nearness and the middle mean nothing by themselves.
network-description = { $nodes } identities and { $ties } ties between them; the table lists every tie with its sort and count.
network-from = One identity
network-to = The other
network-tie = Tie
network-count = Count
quantiles-expected = Expected p
quantiles-found = Found p
quantiles-ideal = as it should be
quantiles-note = The test on data in which nothing can be found. Points on the line mean that its p-values are what they claim; points below it, that it finds too much.
quantiles-description = { $points } p-values where nothing can be found, against their expectation. { $share } of them lie below 0.05; 5 % would be right.

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
