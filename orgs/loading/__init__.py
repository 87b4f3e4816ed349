"""The office's own form read into the database, all of it or nothing; docs/loading.md describes the form.

`form` says how the form looks; `sheets` and `cells` read it; `rows` makes rows of it; `rules` finds what is wrong in
them, `standing` what is wrong against the rows already loaded; `apply` writes.
"""
