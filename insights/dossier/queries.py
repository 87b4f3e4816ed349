"""What the page says of a dossier before it is issued, to who sees the file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Sum

from admission_flow.models import Case, Decision, Paper, PaperFile
from insights.dossier.access import dossier_case
from journal.models import Head
from meetings.models import Item, Meeting
from orgs.access import Account


@dataclass(frozen=True)
class Contents:
    """How much there is of each; `size` of the files of the papers, in bytes."""

    case: Case
    papers: int
    files: int
    size: int
    decisions: int
    extracts: int
    entries: int


def contents_of(person: Account, pk: int, *, at: datetime.datetime) -> Contents:
    """Raises Http404. As many statements for a long case as for a short one."""
    case = dossier_case(person, pk, at=at)
    kept = PaperFile.objects.filter(paper__case=case)
    # The same content on two papers is one file of the dossier.
    sizes = kept.order_by().values("file", "file__size").distinct().aggregate(n=Count("file"), size=Sum("file__size"))
    taken = Item.objects.filter(case=case, meeting__status=Meeting.Status.CLOSED).exclude(result=Item.Result.OFF)
    head = Head.objects.filter(stream=f"case:{case.pk}").values_list("seq", flat=True).first()
    return Contents(
        case=case,
        papers=Paper.objects.filter(case=case).count(),
        files=sizes["n"],
        size=sizes["size"] or 0,
        decisions=Decision.objects.filter(case=case).count(),
        extracts=taken.count(),
        entries=head or 0,
    )
