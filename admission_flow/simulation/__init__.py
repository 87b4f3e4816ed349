"""A believable history for the demo: invented cases driven through the real verbs, at moments of the past.

`planner` says what is to become of each case, `pace` how long people take, `acts` what they record, `history` runs it
all in the order of time. Nothing here writes a row but through a verb. Papers and notes are in Vietnamese, as the
office's own would be: they are data, not the interface.
"""
