"""The office's own form read into the database, all of it or nothing; docs/loading.md describes the form.

`form` says how the form looks; `sheets` and `cells` read it; `rows` makes rows of it; `rules` finds what is wrong in
them, `standing` what is wrong against the rows already loaded; `compare` says what is new and what changes; `apply`
writes; `load` is the whole of it. `more` takes sheets of the rooms above; `lines` writes the form from the database.
"""
