"""The certificates of a closed awareness class as forms to print and sign, for the training centre that issues them.

The centre sees of a case what lists show. Whatever else stands on the form it writes by hand; who sees the file of a
case gets the whole form there.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.http import Http404

from admission_flow.models import Case, Paper
from admission_flow.paper_forms.facts import ABOVE_THE_BLOC, committee, dated_texts, day, in_vietnamese
from admission_flow.refusals import NotYours
from admission_flow.rules.validity import CERTIFICATE
from documents.forms import office
from documents.forms.engine import Values, render
from orgs.access import Account
from training.access import class_for, rights_of
from training.models import Certificate, TrainingClass

_DATED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Certificates:
    """A zip of one DOCX a certificate, how many, and the version of the template they were filled into."""

    found: TrainingClass
    content: bytes
    count: int
    template: int


def has_certificates(found: TrainingClass) -> bool:
    """Whether a closed class may have issued some of which the form is known."""
    return found.state == TrainingClass.State.CLOSED and found.kind == TrainingClass.Kind.AWARENESS


def certificates_for(person: Account, pk: int, *, at: datetime.datetime) -> Certificates:
    """Raises Http404, also where there are none, NotYours for who does not run the class, Unfillable, FileAltered.

    Four statements, however many they are.
    """
    found = class_for(person, pk, at=at)
    if not rights_of(person, at).runs(found):
        raise NotYours
    rows = _issued(found) if has_certificates(found) else []
    if not rows:
        raise Http404
    template = office.in_use(CERTIFICATE)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, in_vietnamese():
        for row in rows:
            name = zipfile.ZipInfo(f"{row.sequence:03d} {row.enrolment.case.number}.docx", _DATED)
            archive.writestr(name, render(template.content, _values(found, row)))
    return Certificates(found, out.getvalue(), len(rows), template.version)


def _issued(found: TrainingClass) -> list[Certificate]:
    paper = Paper.objects.filter(task=OuterRef("decision__task"), code=CERTIFICATE)
    units = [f"enrolment__case__{name}" for name in ("unit", "department", "committee", "bloc")]
    rows = Certificate.objects.filter(enrolment__training_class=found).order_by("sequence")
    rows = rows.select_related("enrolment__case__candidate__person", *units)
    return list(rows.annotate(valid_to=Subquery(paper.values("valid_to")[:1])))


def _values(found: TrainingClass, row: Certificate) -> Values:
    case: Case = row.enrolment.case
    above = case.department or case.committee or case.bloc
    return {
        "organisation": committee(found.unit),
        "superior": ABOVE_THE_BLOC,
        "number": row.number,
        **dated_texts(found.issued_on),
        "signed_by": found.signed_by,
        "full_name": case.candidate.person.full_name,
        "cell": case.unit.name,
        "superior_of_cell": committee(above) if above.pk != case.unit_id else "",
        "valid_to": day(getattr(row, "valid_to", None)),
        "class_name": found.name,
        "class_from": day(found.starts),
        "class_to": day(found.ends),
        "class_grade": str(row.enrolment.get_grade_display()),
    }
