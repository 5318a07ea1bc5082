# What known sets say of the files of a case.
triage-title = Devices and known-hash counts
triage-note = Files were compared with known sets of digests. No file is shown here and none was shown for it. A verdict says whom to ask, and no more.
triage-run = The comparison was made on { $at } with generation { $generation } of the known sets; who made it is not logged.
triage-run-by = { $by } made the comparison on { $at } with generation { $generation } of the known sets.
triage-alike = Pictures were also compared by codes of what they look like: two count as alike where at most { $distance } of 256 bits differ, from a quality of { $quality } on.
triage-digests-alone = Digests alone were compared; whether pictures look alike was not asked.
triage-tally = Files that are listed: { $listed }; alike to a listed one: { $near }; published software: { $known }; unknown: { $unknown }.

triage-sets-caption = The known sets that were asked
triage-sets-none = There was no known set to compare with.
triage-counts-caption = Files by exhibit and verdict
triage-all-exhibits = all exhibits
triage-matches-caption = Files found, by set and category
triage-matches-none = No file was found in a set that lists files.
triage-column-set = Set
triage-column-owner = Owner
triage-column-licence = Terms
triage-column-scheme = Scheme
triage-column-source = SHA-256 of its file
triage-column-verdict = Verdict
triage-column-files = Files
triage-column-bytes = Bytes
triage-column-category = Category
triage-column-listed = Listed
triage-column-near = Alike
triage-column-distance = Largest distance
triage-column-exhibits = Exhibits
triage-column-reason = Reason
triage-column-role = Role
triage-column-opened = Opened
triage-column-entry = Log entry
triage-kind-known-good = published software
triage-kind-listed = listed files
triage-kind-negative = listed wrongly elsewhere
triage-verdict-listed = listed
triage-verdict-near = alike to a listed one
triage-verdict-known-good = published software
triage-verdict-unknown = unknown
triage-verdict-empty = empty
triage-verdict-not-readable = not readable
triage-verdict-no-digest = without digest
triage-verdict-not-decoded = film, compared by digests alone

triage-cannot-title = What this comparison cannot show
triage-cannot-good = Known is not good: that a set of published software has a file says only that it was published.
triage-cannot-owner = A hit rests on the owner of the set. Whether the set is right is not examined here, and the same number means another thing in another scheme.
triage-cannot-unknown = An unknown file can be a known one that was cut, resaved or resized: one changed byte gives another digest.
triage-cannot-deleted = A deleted file whose blocks were used again has the digest of what stands there now.
triage-cannot-packed = A file that is encrypted, or that no reader unpacks, was compared by its packed bytes alone.
triage-cannot-alike = Alike is not the same: files whose codes are near look alike to the method and can be different pictures.

triage-listed = { $files ->
    [one] One file with { $bytes } bytes has a digest
   *[other] { $files } files with { $bytes } bytes have digests
} that the set { $set } lists, without a category.
triage-listed-as = { $files ->
    [one] One file with { $bytes } bytes has a digest
   *[other] { $files } files with { $bytes } bytes have digests
} that the set { $set } lists in category { $category } of the scheme { $scheme }.
triage-near = { $files ->
    [one] One file looks
   *[other] { $files } files look
} like one that the set { $set } lists, without a category: at most { $distance } of 256 bits of their codes differ, where { $limit } were allowed.
triage-near-as = { $files ->
    [one] One file looks
   *[other] { $files } files look
} like one that the set { $set } lists in category { $category } of the scheme { $scheme }: at most { $distance } of 256 bits of their codes differ, where { $limit } were allowed.
triage-owner = The hit rests on the word of the owner of the set, { $owner }: a set can list a file wrongly, and this comparison cannot tell.
triage-deleted = { $files ->
    [one] One of these files was
   *[other] { $files } of these files were
} deleted: the digest is of what stands in that place now, which can be the content of another file.
triage-contradicted = { $files ->
    [one] One of these files is
   *[other] { $files } of these files are
} also in a set of published software, or in one of files that were listed wrongly.
triage-otherwise-copied = A file can be on a device without anybody’s doing: programs keep copies of what was only received or displayed. A digest does not say how a file came there, or who knew of it.
triage-otherwise-alike = A different picture can have a code as near as { $distance } bits: another take of the same scene, a printed page, a plain surface.
triage-rows = { $listed ->
    [one] One record that tells of these files is listed in Annex A; `tutela triage --json` names every file:
   *[other] { $listed } of the records that tell of these files are listed in Annex A; `tutela triage --json` names every file:
}

triage-not-readable-title = Files that could not be read
triage-not-readable-caption = Why files could not be read
triage-not-readable-none = No file failed to be read.
triage-decisions-title = What people decided of files
triage-decisions-caption = Decisions on files, in order of time
triage-decisions-none = Nobody has decided of any file.
triage-decisions-elsewhere = Decisions on files stand in { $place }.
triage-undecided = { $groups ->
    [0] No group of files that look alike waits for a decision
    [one] One group of files that look alike waits for a decision
   *[other] { $groups } groups of files that look alike wait for a decision
} ({ $files ->
    [one] one file
   *[other] { $files } files
}).
triage-decided = Decisions of people cover { $files ->
    [one] one file
   *[other] { $files } files
}; { $unopened ->
    [one] one of them was
   *[other] { $unopened } of them were
} decided without being opened.
triage-opened = { $files ->
    [one] One file was opened, explicitly and for a reason that is logged.
   *[other] { $files } files were opened, each explicitly and for a reason that is logged.
}
triage-openings-caption = Files that were opened, by role and reason
triage-openings-none = No file was opened.
triage-unexamined-title = Files that were not compared, or not wholly
triage-unexamined-none = Every file was compared.
triage-unexamined-not-readable = { $files ->
    [one] one file
   *[other] { $files } files
} could not be read.
triage-unexamined-no-digest = { $files ->
    [one] one file has
   *[other] { $files } files have
} no digest.
triage-unexamined-not-decoded = { $files ->
    [one] one film was
   *[other] { $files } films were
} compared by digests alone and not by pictures.
