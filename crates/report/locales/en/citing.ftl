# Words that every question uses.
cited-in-part = { $cited } of { $total } records are cited here; the list of the question holds all of them.
