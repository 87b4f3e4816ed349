"""The files of a case's papers, for whoever sees the file."""

from __future__ import annotations

from django.http import Http404

from admission_flow.access import FILE
from admission_flow.models import Case, PaperFile


def files_of(case: Case) -> dict[int, list[PaperFile]]:
    """By paper, the newest version first. One statement."""
    found: dict[int, list[PaperFile]] = {}
    rows = PaperFile.objects.filter(paper__case=case).select_related("file", "attached_by__person")
    for row in rows.order_by("paper", "-version"):
        found.setdefault(row.paper_id, []).append(row)
    return found


def file_of(case: Case, paper_id: int, version: int) -> PaperFile:
    """One version of a paper of this case, which came from `access.case_for`. Raises Http404."""
    if case.depth != FILE:
        raise Http404
    rows = PaperFile.objects.select_related("file", "paper")
    found = rows.filter(paper__case=case, paper=paper_id, version=version).first()
    if found is None:
        raise Http404
    return found
