"""A unit's own programme or plan: uploaded, replaced, adopted."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from admission_flow.refusals import AlreadyHappened, InvalidFacts
from journal.facts import fact_of
from orgs import roles
from orgs.models import Seat, User
from planning.models import ResolutionUnit, UnitProgramme
from planning.resolutions.decisions.begin import (
    fault_of_day,
    refuse_faults,
    refuse_stale,
    take_up_part,
    write_entry,
)
from planning.resolutions.decisions.papers import drafted
from planning.resolutions.decisions.telling import settle_where_done
from planning.resolutions.given import ProgrammeGiven
from planning.resolutions.refusals import StalePage

COLUMNS = ("number", "dated", "title", "file", "file_name", "uploaded_by", "uploaded_at", "revision")


def upload_programme(
    part_id: int, given: ProgrammeGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> UnitProgramme:
    """The first one, or another in its place while it is not adopted. `revision`: that of the form, 0 for the first.

    Raises FileRefused, NotYours, NotInForce, ResolutionBusy, AlreadyHappened once adopted, StalePage, InvalidFacts.
    """
    with drafted(given.file) as paper, transaction.atomic():
        part, seat = take_up_part(part_id, roles.KEEP_PLANS, acting_user=acting_user, at=at)
        own = UnitProgramme.objects.select_related("file", "adopted_by__person").filter(of=part).first()
        if own is not None and own.is_adopted:
            raise adopted_already(own)
        refuse_stale(own.revision if own else 0, revision)
        if own is None and paper is None:
            raise InvalidFacts.of("file", _("Choose the file of the programme or plan."))
        own = own or UnitProgramme(of=part)
        refuse_faults(
            own,
            {
                "number": (given.number, _("Give the number and symbol of the programme or plan.")),
                "title": (given.title, _("Give the programme or plan its title.")),
            },
            {"dated": fault_of_day(given.dated, part.resolution.dated, at)},
        )
        own.number, own.dated, own.title = given.number.strip(), given.dated, given.title.strip()
        if paper is not None:
            own.file, own.file_name = paper.keep(acting_user=acting_user, at=at), paper.name
        own.uploaded_by, own.uploaded_at, own.revision = acting_user, at, own.revision + 1
        own.save(update_fields=COLUMNS if own.pk else None)
        _write(part, own, "upload_programme", seat, acting_user=acting_user, at=at)
        return own


def adopt_programme(part_id: int, revision: int, *, acting_user: User, at: datetime.datetime) -> UnitProgramme:
    """The unit's programme stands from now on as it is.

    Raises NotYours, NotInForce, ResolutionBusy, AlreadyHappened, StalePage.
    """
    with transaction.atomic():
        part, seat = take_up_part(part_id, roles.APPROVE_PLANS, acting_user=acting_user, at=at)
        own = UnitProgramme.objects.select_related("file", "adopted_by__person").filter(of=part).first()
        if own is None:
            raise StalePage
        if own.is_adopted:
            raise adopted_already(own)
        refuse_stale(own.revision, revision)
        own.state, own.adopted_by, own.adopted_at = UnitProgramme.State.ADOPTED, acting_user, at
        own.revision += 1
        own.save(update_fields=["state", "adopted_by", "adopted_at", "revision"])
        settle_where_done(part, at=at)
        _write(part, own, "adopt_programme", seat, acting_user=acting_user, at=at)
        return own


def adopted_already(own: UnitProgramme) -> AlreadyHappened:
    when = date_format(timezone.localtime(own.adopted_at), "DATETIME_FORMAT") if own.adopted_at else ""
    words = {"who": own.adopted_by.display_name if own.adopted_by else "", "when": when}
    return AlreadyHappened(_("This programme was adopted by %(who)s at %(when)s; nothing of it is changed.") % words)


def _write(
    part: ResolutionUnit, own: UnitProgramme, verb: str, seat: Seat, *, acting_user: User, at: datetime.datetime
) -> None:
    refs = {
        "number": part.resolution.number,
        "resolution": part.resolution_id,
        "programme": own.number,
        "revision": own.revision,
        "sha256": own.file.sha256,
    }
    facts = [fact_of(own), fact_of(own.file)]
    write_entry(part.unit_id, verb, seat, facts, acting_user=acting_user, at=at, refs=refs)
