"""The forms of a case: which of them it can have now, and the facts of the case that each is filled in with."""
