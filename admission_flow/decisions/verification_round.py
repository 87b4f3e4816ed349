"""What the acts of a verification share: its ledger under the lock, and the requests in it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act, begin
from admission_flow.models import VerificationRequest
from admission_flow.refusals import AlreadyRecorded, InvalidFacts
from admission_flow.verifying import Ledger, ledger_of
from orgs.models import User


def begin_round(
    case_id: int, task_id: int, acting_user: User, at: datetime.datetime, dated: datetime.date
) -> tuple[Act, Ledger]:
    act = begin(case_id, task_id, "verification", acting_user=acting_user, at=at, dated=dated)
    return act, ledger_of(act.case, task_id, act.parameters)


def refuse_out_of_scope(ledger: Ledger, persons: Sequence[int | None], field: str) -> None:
    waived = [one for one in persons if one in ledger.scope.waived]
    if waived:
        sentence = _("Waived by rule and not asked about: %(names)s.")
        raise InvalidFacts.of(field, sentence % {"names": ledger.names(waived)})
    if set(persons) - set(ledger.persons):
        raise InvalidFacts.of(field, _("An answer names somebody who is not in scope; open the case again."))


def request_of(ledger: Ledger, key: int, field: str) -> VerificationRequest:
    one = next((one for one in ledger.requests if one.pk == key), None)
    if one is None:
        raise InvalidFacts.of(field, _("This request is not one of this verification; open the case again."))
    return one


def waiting(ledger: Ledger, key: int, field: str) -> VerificationRequest:
    """The request, which nothing has come back to yet. Raises AlreadyRecorded where something has."""
    one = request_of(ledger, key, field)
    if ledger.asked[key].reply or key in ledger.further:
        sentence = _("What %(authority)s answered, or that it was escalated, has been recorded already.")
        raise AlreadyRecorded(sentence % {"authority": one.authority})
    return one


def too_early(field: str, request: VerificationRequest) -> InvalidFacts:
    sentence = _("The date lies before %(day)s, when %(authority)s was asked; check it.") % {
        "day": date_format(request.sent_on, "SHORT_DATE_FORMAT"),
        "authority": request.authority,
    }
    return InvalidFacts.of(field, sentence)


def same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
