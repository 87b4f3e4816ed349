"""Corrections of a case as its page shows them: proposed, accepted, refused, each with both values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from admission_flow.decisions.correctable import Correctable, column_of, rows_of, title_of
from admission_flow.models import Case, Correction
from admission_flow.wording.corrections import shown

# Under which tab of the file a correction stands.
TAB_OF = {
    **dict.fromkeys(("person", "candidate", "relative", "opinion"), "profile"),
    "paper": "papers",
    **dict.fromkeys(("eligibility", "introduction"), "profile"),
    **dict.fromkeys(("decision", "ceremony"), "decisions"),
}


def corrections_of(case: Case) -> list[dict[str, Any]]:
    """In the order in which they were proposed. One statement, and four where there is any."""
    rows = Correction.objects.filter(case=case).select_related("proposed_by__person", "decided_by__person")
    found = list(rows.order_by("pk"))
    titles = titles_of(case) if found else {}
    return [line_of(row, titles.get((row.table, row.row), "")) for row in found]


def titles_of(case: Case) -> dict[tuple[str, int], str]:
    """What a person calls each row of the record; a relative declared anew meanwhile has none."""
    kept = rows_of(case)
    return {(table, row.pk): title_of(Correctable(table, row, "")) for table, rows in kept.items() for row in rows}


def line_of(row: Correction, title: str) -> dict[str, Any]:
    column = column_of(row.table, row.field)
    return {
        "correction": row,
        "tab": TAB_OF[row.table],
        "title": title,
        "what": str(column.verbose_name),
        "old": shown(column, row.old_value),
        "new": shown(column, row.new_value),
        "waits": row.accepted is None,
    }


def correction_sentence(line: dict[str, Any], verb: str) -> str:
    """Of a line of the history: both values, and why."""
    row: Correction = line["correction"]
    what = " · ".join(filter(None, [line["title"], line["what"]]))
    values = _("%(what)s: “%(old)s” → “%(new)s”") % {"what": what, "old": line["old"], "new": line["new"]}
    why = row.reason if verb == "propose_correction" else row.answer
    return " · ".join(filter(None, [values, why]))
