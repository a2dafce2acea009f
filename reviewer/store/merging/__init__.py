"""A colleague's review of the same reports, merged into ours.

What only one side changed comes over by itself, what both changed differently is kept as a dispute and
settled by hand.

Both sides are read from their logs into the same form (:mod:`.sides`), joined by rules that don't ask which
of them is ours (:mod:`.join`), and what comes of it is written as one step (:mod:`.writing`). So merging
either way gives the same result, and merging once more changes nothing.

Rows are known across stores by what they come from: those of the machine by what it said, those of a
reviewer by the step that made them. Steps are known by what they did, when and by whom.
"""
