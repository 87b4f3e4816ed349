"""Forms: they parse what a person typed into the values of `decisions.given`; the verbs judge them."""
