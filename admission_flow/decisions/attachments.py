"""Files of the papers of a case: attached, and handed out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from admission_flow import engine
from admission_flow.attaching import seats_attaching
from admission_flow.decisions.given import FileGiven
from admission_flow.decisions.telling import refresh_open_pages
from admission_flow.models import Case, Paper, PaperFile
from admission_flow.refusals import AlreadyRecorded, CaseClosed, InvalidFacts, NotYours
from documents import store
from documents.recognise import name_of, recognise
from journal import record
from journal.facts import fact_of
from orgs import access
from orgs.models import Seat, User


def attach_file(
    case_id: int, paper_id: int, given: FileGiven, *, acting_user: User, at: datetime.datetime
) -> PaperFile:
    """The next version of a paper's file. It is recognised and written before the case is locked.

    Raises FileRefused for a file that can't be kept, NotYours, CaseClosed, OnHold, Busy, AlreadyRecorded where this
    very file stands in front already, InvalidFacts for an unknown classification or a further version without reason,
    Paper.DoesNotExist.
    """
    name = name_of(given.name)
    kind = recognise(given.content, name)
    with store.drafted(_pieces(given.content)) as draft, transaction.atomic():
        case = engine.lock(case_id)
        paper = Paper.objects.select_related("task").get(pk=paper_id, case=case)
        seat = _seat_for(case, paper, acting_user, at)
        if not case.is_open:
            raise CaseClosed
        engine.refuse_held(case)
        version = _next_version(paper, draft, given)
        stored = store.keep(draft, kind, acting_user=acting_user, at=at)
        file = PaperFile.objects.create(
            paper=paper,
            file=stored,
            version=version,
            name=name,
            classification=given.classification,
            why=given.why.strip(),
            attached_by=acting_user,
            at=at,
        )
        refresh_open_pages(case, acting_user, at)
        record.append(
            f"case:{case.pk}",
            "attach_file",
            acting_user=acting_user,
            on_behalf_of=access.absent(seat),
            at=at,
            refs=_told(case, file) | access.grounds(seat) | {"form": paper.code},
            facts=[fact_of(file, salt=case.candidate.person.salt), fact_of(stored)],
        )
        return file


def hand_out(case: Case, file: PaperFile, *, acting_user: User, at: datetime.datetime) -> bytes:
    """The content, with an entry in the stream of whoever takes it, each time. `case` comes from `access.case_for`.

    Raises FileAltered where the bytes on disk are not those that were attached; then there is no entry.
    """
    content = store.read(file.file)
    with transaction.atomic():
        refs = _told(case, file) | {"case_id": case.pk}
        record.append(f"user:{acting_user.pk}", "download", acting_user=acting_user, at=at, refs=refs)
    return content


def _told(case: Case, file: PaperFile) -> dict[str, object]:
    return {"case": case.number, "paper": file.paper_id, "version": file.version, "sha256": file.file.sha256}


def _seat_for(case: Case, paper: Paper, acting_user: User, at: datetime.datetime) -> Seat:
    made_at = paper.task.step if paper.task else ""
    for capability, unit_id in seats_attaching(case, paper.code, made_at):
        seat = access.seat_behind(acting_user, capability, unit_id, at)
        if seat is not None:
            return seat
    raise NotYours


def _next_version(paper: Paper, draft: store.Draft, given: FileGiven) -> int:
    """Under the lock of the case. Raises InvalidFacts, AlreadyRecorded."""
    if given.classification not in PaperFile.Classification.values:
        raise InvalidFacts.of("classification", _("Say how secret the file is."))
    before = PaperFile.objects.filter(paper=paper).select_related("file").order_by("-version").first()
    if before is None:
        return 1
    if before.file.sha256 == draft.sha256:
        raise AlreadyRecorded(
            _("This very file is attached already, as version %(version)s. Nothing was recorded twice.")
            % {"version": before.version}
        )
    if not given.why.strip():
        raise InvalidFacts.of(
            "why",
            _("This paper has a file already, version %(version)s. Say why another takes its place.")
            % {"version": before.version},
        )
    return before.version + 1


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    content.seek(0)
    while piece := content.read(store.PIECE):
        yield piece
