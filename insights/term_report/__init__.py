"""The report of a unit on a period: its figures from the records as of the day, its text from the author.

`taken` reads the rows that count, once; `figures` counts them and `wording` writes of them, both pure; `paper` puts the
parts in the order of the office's own paper, which the page shows and `drawing` writes as DOCX.
"""
