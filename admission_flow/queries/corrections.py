"""Corrections of a case as its page shows them: proposed, accepted, refused, each with both values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from admission_flow.decisions.correctable import column_of
from admission_flow.models import Case, Correction
from admission_flow.wording.corrections import shown

# Under which tab of the file a correction stands.
TAB_OF = {
    **dict.fromkeys(("person", "candidate", "relative", "opinion"), "profile"),
    "paper": "papers",
    "decision": "decisions",
}


def corrections_of(case: Case) -> list[dict[str, Any]]:
    """In the order in which they were proposed. One statement."""
    rows = Correction.objects.filter(case=case).select_related("proposed_by__person", "decided_by__person")
    return [line_of(row) for row in rows.order_by("pk")]


def line_of(row: Correction) -> dict[str, Any]:
    column = column_of(row.table, row.field)
    return {
        "correction": row,
        "tab": TAB_OF[row.table],
        "what": str(column.verbose_name),
        "old": shown(column, row.old_value),
        "new": shown(column, row.new_value),
        "waits": row.accepted is None,
    }


def correction_sentence(line: dict[str, Any], verb: str) -> str:
    """Of a line of the history: both values, and why."""
    row: Correction = line["correction"]
    values = _("%(what)s: “%(old)s” → “%(new)s”") % {"what": line["what"], "old": line["old"], "new": line["new"]}
    why = row.reason if verb == "propose_correction" else row.answer
    return " · ".join(filter(None, [values, why]))
