"""Forms filled in from a case: handed out, and attached to the paper that they are of."""

from __future__ import annotations

import datetime
import hashlib
import io

from django.db import transaction
from django.utils.translation import gettext as _

from admission_flow.decisions.attachments import attach_file
from admission_flow.decisions.given import FileGiven
from admission_flow.models import Case, Paper, PaperFile
from journal import record
from orgs.models import User


def hand_out_form(
    case: Case, code: str, content: bytes, ending: str, template: int, *, acting_user: User, at: datetime.datetime
) -> None:
    """An entry in the stream of whoever takes it, each time. `case` comes from `access.case_for`; `template` is the
    version it was filled in with."""
    with transaction.atomic():
        record.append(
            f"user:{acting_user.pk}",
            "download_form",
            acting_user=acting_user,
            at=at,
            refs={
                "case": case.number,
                "case_id": case.pk,
                "form": code,
                "ending": ending,
                "template": template,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )


def attach_form(case: Case, paper: Paper, content: bytes, *, acting_user: User, at: datetime.datetime) -> PaperFile:
    """The filled-in form as the next version of its paper's file, as secret as the one before.

    Raises what `attach_file` raises; AlreadyRecorded where this very form stands in front already.
    """
    before = PaperFile.objects.filter(paper=paper).order_by("-version").first()
    given = FileGiven(
        io.BytesIO(content),
        f"{paper.code} {case.number}.docx",
        before.classification if before else PaperFile.Classification.CONFIDENTIAL,
        _("Made anew from what is recorded.") if before else "",
    )
    return attach_file(case.pk, paper.pk, given, acting_user=acting_user, at=at)
