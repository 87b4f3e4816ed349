"""Forms as DOCX: templates that an office can edit, filled in from plain texts. It knows no case."""
