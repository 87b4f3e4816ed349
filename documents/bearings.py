"""What this room tells the rooms below: which columns of its rows the journal vouches for."""

from __future__ import annotations

from documents.models import FormTemplate, Incoming, Outgoing, StoredFile
from journal import facts

_OUTGOING = ("register", "number", "symbol", "dated", "about", "signed_by", "issued_by", "at",
             "voided_by", "voided_at", "void_reason")  # fmt: skip


def register() -> None:
    # The content of a file is about whomever its paper is about; its row names nobody but who stored it.
    facts.register(StoredFile, fields=("sha256", "size", "kind", "stored_at", "stored_by"))
    facts.register(FormTemplate, fields=("code", "version", "file", "name", "as_version", "uploaded_by", "at"))
    # What meetings drew before numbers were taken by hand is held to the columns of then.
    facts.register(Outgoing, fields=(*_OUTGOING, "by_hand", "once"), earlier=[_OUTGOING])
    facts.register(
        Incoming,
        fields=("register", "number", "received_on", "sender", "their_number", "their_date", "about", "recorded_by",
                "at", "once", "forwarded_to", "forwarded_by", "forwarded_at", "voided_by", "voided_at", "void_reason"),
    )  # fmt: skip
