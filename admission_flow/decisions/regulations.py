"""The rules themselves, kept by administrators: a generation added, an edition added, an unused one removed.

Nothing is ever changed: what a value was is what decisions were judged by. A new generation begins after them all, an
edition on any day of its generation. Each verb writes one entry in the office's
own stream. `faults_of_…` says beforehand, at the field, what a verb would refuse.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admission_flow.decisions.rule_values import Faults, Values, faults_of_values
from admission_flow.models import Deadline, Decision, Regulation
from admission_flow.refusals import InvalidFacts, Refused, Sentence
from admission_flow.rules.parameters import DEFINITIONS
from journal.facts import Fact, erased, fact_of
from journal.record import OFFICE, append
from orgs.models import User
from orgs.refusals import NotYours


class InUse(Refused):
    """What a decision or a deadline was judged by stays as it is."""


@transaction.atomic
def add_generation(
    code: str, name: str, in_force_from: datetime.date, values: Values, *, acting_user: User, at: datetime.datetime
) -> Regulation:
    """A new regulation, in force from its day on. Raises NotYours, InvalidFacts."""
    require_administrator(acting_user)
    lock_rules()
    _refuse(faults_of_generation(code, in_force_from) + faults_of_values(values))
    row = Regulation.objects.create(
        code=code,
        name=name,
        in_force_from=in_force_from,
        from_day=in_force_from,
        parameters=_as_kept(values),
        entered_by=acting_user,
        entered_at=at,
    )
    _record("add_generation", row, fact_of(row), acting_user=acting_user, at=at)
    return row


@transaction.atomic
def add_edition(
    code: str, from_day: datetime.date, values: Values, why: str, *, acting_user: User, at: datetime.datetime
) -> Regulation:
    """Confirm or correct values of a generation for acts dated from a day on; decisions keep what they used.

    `values` are those that differ from its newest edition. Raises NotYours, InvalidFacts.
    """
    require_administrator(acting_user)
    lock_rules()
    newest = newest_of(code)
    known = newest.parameters if newest else {}
    _refuse(faults_of_edition(code, from_day, why) + faults_of_values(values, partly=True, beside=known))
    assert newest is not None  # or faults_of_edition had found it
    parameters = {**newest.parameters, **{name: one.as_json() for name, one in values.items()}}
    if parameters == newest.parameters:
        raise InvalidFacts.of("why", _("No value differs from the edition before. Change what is to be corrected."))
    row = Regulation.objects.create(
        code=code,
        name=newest.name,
        in_force_from=newest.in_force_from,
        edition=newest.edition + 1,
        from_day=from_day,
        parameters=parameters,
        why=why,
        entered_by=acting_user,
        entered_at=at,
    )
    _record("add_edition", row, fact_of(row), acting_user=acting_user, at=at)
    return row


@transaction.atomic
def remove_unused(regulation_id: int, *, acting_user: User, at: datetime.datetime) -> None:
    """Take back an edition, or a generation of one edition, entered by mistake. Raises NotYours, InUse."""
    require_administrator(acting_user)
    lock_rules()
    row = Regulation.objects.get(pk=regulation_id)
    sentence = why_it_stays(row)
    if sentence:
        raise InUse(sentence)
    gone = erased(row)
    # The row's key is needed for the entry after it is gone.
    kept = Regulation(pk=row.pk, code=row.code, edition=row.edition, from_day=row.from_day)
    row.delete()
    _record("remove_regulation", kept, gone, acting_user=acting_user, at=at)


def why_it_stays(row: Regulation) -> str:
    """Why an edition can't be removed, as a sentence; empty where it can."""
    if row.entered_by_id is None:
        return _("This edition came with the system and stays. Correct it by a further edition.")
    if is_used(row):
        return _("A decision or a deadline was judged by this edition, so it stays. Correct it by a further edition.")
    if Regulation.objects.filter(code=row.code, edition__gt=row.edition).exists():
        return _("A later edition rests on this one. Remove that one first.")
    return ""


def is_used(row: Regulation) -> bool:
    return Decision.objects.filter(regulation=row.pk).exists() or Deadline.objects.filter(regulation=row.pk).exists()


def newest_of(code: str) -> Regulation | None:
    return Regulation.objects.filter(code=code).order_by("-edition").first()


def ended_on(row: Regulation) -> datetime.date | None:
    """The day on which the next generation came into force, from which this one is no longer judged by."""
    later = Regulation.objects.filter(in_force_from__gt=row.in_force_from)
    day: datetime.date | None = later.aggregate(day=models.Min("in_force_from"))["day"]
    return day


def faults_of_generation(code: str, in_force_from: datetime.date) -> Faults:
    faults: Faults = []
    if newest_of(code):
        sentence = _("%(code)s is known already. Add an edition of it, or correct the number.") % {"code": code}
        faults.append(("code", sentence))
    newest = Regulation.objects.order_by("-in_force_from").first()
    if newest and in_force_from <= newest.in_force_from:
        sentence = _("%(code)s is in force from %(day)s. A new regulation begins after that day.")
        faults.append(("in_force_from", sentence % {"code": newest.code, "day": _shown(newest.in_force_from)}))
    else:
        faults += _faults_of_decided_days(in_force_from)
    return faults


def _faults_of_decided_days(in_force_from: datetime.date) -> Faults:
    """Decisions of the days that the newest generation would take over: another one has judged them. One statement."""
    found = Decision.objects.filter(dated__gte=in_force_from)
    decided = found.aggregate(count=models.Count("pk"), last=models.Max("dated"))
    if not decided["count"]:
        return []
    sentence = ngettext(
        "From that day on %(count)s decision was made by the regulation before, the last on %(last)s. Let the new "
        "regulation begin after that day.",
        "From that day on %(count)s decisions were made by the regulation before, the last on %(last)s. Let the new "
        "regulation begin after that day.",
        decided["count"],
    )
    return [("in_force_from", sentence % {"count": decided["count"], "last": _shown(decided["last"])})]


def faults_of_edition(code: str, from_day: datetime.date, why: str) -> Faults:
    newest = newest_of(code)
    if newest is None:
        return [("code", _("No regulation of this number is known. Choose one of the list."))]
    faults: Faults = []
    end = ended_on(newest)
    if from_day < newest.in_force_from:
        sentence = _("%(code)s is in force from %(day)s only. An edition of it begins on that day or later.")
        faults.append(("from_day", sentence % {"code": code, "day": _shown(newest.in_force_from)}))
    elif end and from_day >= end:
        sentence = _("%(code)s was no longer in force on %(day)s. An edition of it begins before that day.")
        faults.append(("from_day", sentence % {"code": code, "day": _shown(end)}))
    if not why.strip():
        faults.append(("why", _("Write why: which paper confirms or corrects the values.")))
    return faults


def require_administrator(acting_user: User) -> None:
    if not (acting_user.is_active and acting_user.is_superuser):
        raise NotYours(_("The rules are kept by the system's administrator. Ask there for the change."))


def lock_rules() -> None:
    """Rules are changed one at a time; whoever reads them waits for nobody."""
    list(Regulation.objects.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _refuse(faults: Faults) -> None:
    if faults:
        errors: dict[str, list[Sentence]] = {}
        for field, sentence in faults:
            errors.setdefault(field, []).append(sentence)
        raise InvalidFacts(errors)


def _as_kept(values: Values) -> dict[str, dict[str, Any]]:
    return {name: values[name].as_json() for name in DEFINITIONS}


def _shown(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _record(verb: str, row: Regulation, fact: Fact, *, acting_user: User, at: datetime.datetime) -> None:
    refs = {"row": str(row.pk), "code": row.code, "edition": row.edition, "from": row.from_day.isoformat()}
    append(OFFICE, verb, acting_user=acting_user, at=at, refs=refs, facts=[fact])
