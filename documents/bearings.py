"""What this room tells the rooms below: which columns of its rows the journal vouches for."""

from __future__ import annotations

from documents.models import FormTemplate, Outgoing, StoredFile
from journal import facts


def register() -> None:
    # The content of a file is about whomever its paper is about; its row names nobody but who stored it.
    facts.register(StoredFile, fields=("sha256", "size", "kind", "stored_at", "stored_by"))
    facts.register(FormTemplate, fields=("code", "version", "file", "name", "as_version", "uploaded_by", "at"))
    facts.register(
        Outgoing,
        fields=("register", "number", "symbol", "dated", "about", "signed_by", "issued_by", "at",
                "voided_by", "voided_at", "void_reason"),
    )  # fmt: skip
