"""A committee drafts a resolution, changes the draft, issues it, and ends it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from admission_flow.decisions.act import seat_for
from admission_flow.refusals import AlreadyHappened, InvalidFacts, NotYours
from documents.entries import day_words
from documents.models import StoredFile
from journal.facts import erased, fact_of
from orgs import roles
from orgs.calendar import local_day
from orgs.models import Unit, User
from orgs.queries import units_on
from planning.models import Resolution, ResolutionUnit
from planning.resolutions.access import ISSUING
from planning.resolutions.decisions.begin import (
    LAST_DAY,
    fault_of_day,
    lock_parts,
    lock_resolution,
    one_of_seats,
    refuse_faults,
    refuse_stale,
    take_up_draft,
    write_entry,
)
from planning.resolutions.decisions.papers import Drafted, drafted
from planning.resolutions.decisions.telling import settle_all, tell_of_end, tell_of_issue
from planning.resolutions.given import ResolutionGiven
from planning.resolutions.refusals import NotInForce

State = Resolution.State
Papers = tuple[Drafted | None, Drafted | None]
COLUMNS = ("number", "dated", "title", "about", "rolled_out_until", "asks_programme", "programme_until", "scope",
           "file", "file_name", "programme_file", "programme_file_name")  # fmt: skip


def draft_resolution(unit_id: int, given: ResolutionGiven, *, acting_user: User, at: datetime.datetime) -> Resolution:
    """A draft, seen at its unit and above only.

    Raises NotYours, InvalidFacts (also for a number that the unit has given in that year), FileRefused, or
    AlreadyHappened for a number and date that it has given.
    """
    with _papers(given) as papers, transaction.atomic():
        seat = seat_for(acting_user, roles.KEEP_PLANS, unit_id, at)
        unit = Unit.objects.get(pk=unit_id)
        if unit.kind not in ISSUING:
            raise NotYours
        found = Resolution(unit=unit, drafted_by=acting_user, drafted_at=at)
        _fill(found, given, papers, acting_user, at)
        chosen = _chosen(unit, given, at)
        _save(found)
        parts = _choose(found, chosen)
        facts = [fact_of(row) for row in (found, *parts, *_files(found))]
        write_entry(unit_id, "draft_resolution", seat, facts, acting_user=acting_user, at=at, refs=_refs(found))
        return found


def change_resolution(
    resolution_id: int, given: ResolutionGiven, revision: int, *, acting_user: User, at: datetime.datetime
) -> Resolution:
    """The draft anew, as long as it is one. `revision` is that of the form.

    Raises NotYours, AlreadyIssued, NotInForce, StalePage, ResolutionBusy, InvalidFacts, FileRefused, AlreadyHappened.
    """
    with _papers(given) as papers, transaction.atomic():
        found, seat = take_up_draft(resolution_id, revision, [roles.KEEP_PLANS], acting_user=acting_user, at=at)
        _fill(found, given, papers, acting_user, at)
        chosen = _chosen(found.unit, given, at)
        found.revision += 1
        _save(found, [*COLUMNS, "revision"])
        before = list(found.scope_units.all())
        gone = [erased(one) for one in before]
        found.scope_units.all().delete()
        facts = [*gone, *(fact_of(row) for row in (found, *_choose(found, chosen), *_files(found)))]
        write_entry(found.unit_id, "change_resolution", seat, facts, acting_user=acting_user, at=at, refs=_refs(found))
        return found


def issue_resolution(resolution_id: int, revision: int, *, acting_user: User, at: datetime.datetime) -> Resolution:
    """From now on it stands as it is, and the units of its scope, those of today, are told.

    Raises NotYours, AlreadyIssued, NotInForce, StalePage, ResolutionBusy, InvalidFacts where no unit stands below.
    """
    with transaction.atomic():
        found, seat = take_up_draft(resolution_id, revision, [roles.APPROVE_PLANS], acting_user=acting_user, at=at)
        if fault := fault_of_day(found.dated, None, at):
            raise InvalidFacts.of("dated", fault)
        _refuse_number_given(found)
        if found.scope == Resolution.Scope.ALL:
            parts = _choose(found, list(units_below(found.unit, at)))
        else:
            parts = list(found.scope_units.select_related("unit"))
        if not parts:
            raise InvalidFacts.of("scope", _("No unit stands below, so nobody would roll the resolution out."))
        found.state, found.issued_by, found.issued_at = State.ISSUED, acting_user, at
        found.revision += 1
        found.save(update_fields=["state", "issued_by", "issued_at", "revision"])
        tell_of_issue(found, parts, acting_user=acting_user, at=at)
        facts = [fact_of(row) for row in (found, *parts)]
        refs = {**_refs(found), "units": len(parts)}
        write_entry(found.unit_id, "issue_resolution", seat, facts, acting_user=acting_user, at=at, refs=refs)
        return found


def end_resolution(
    resolution_id: int, state: str, reason: str, revision: int, *, acting_user: User, at: datetime.datetime
) -> Resolution:
    """Withdrawn, or superseded by another: nothing more is recorded of it. A draft can only be withdrawn.

    Raises NotYours, NotInForce, StalePage, ResolutionBusy, InvalidFacts.
    """
    with transaction.atomic():
        found = lock_resolution(resolution_id)
        draft = found.state == State.DRAFT
        rights = [roles.KEEP_PLANS, roles.APPROVE_PLANS] if draft else [roles.APPROVE_PLANS]
        seat = one_of_seats(rights, found.unit_id, acting_user, at)
        if not draft and not found.is_in_force:
            raise NotInForce(found)
        refuse_stale(found.revision, revision)
        ways = (State.WITHDRAWN,) if draft else (State.WITHDRAWN, State.SUPERSEDED)
        refuse_faults(
            found,
            {"reason": (reason, _("Say why it is given up.") if draft else _("Say why it ends; the units read it."))},
            {"state": None if state in ways else _("Say whether it is revoked or superseded.")},
        )
        parts = lock_parts(found)
        found.state, found.reason, found.ended_by, found.ended_at = state, reason.strip(), acting_user, at
        found.revision += 1
        found.save(update_fields=["state", "reason", "ended_by", "ended_at", "revision"])
        if not draft:
            tell_of_end(found, parts, acting_user=acting_user, at=at)
            settle_all(parts, at=at)
        verb = "withdraw_resolution" if state == State.WITHDRAWN else "supersede_resolution"
        verb = "give_up_resolution" if draft else verb
        write_entry(found.unit_id, verb, seat, [fact_of(found)], acting_user=acting_user, at=at, refs=_refs(found))
        return found


def units_below(unit: Unit, at: datetime.datetime) -> QuerySet[Unit]:
    """Those directly below that exist today; each answers for its own subtree."""
    return units_on(unit, local_day(at)).filter(depth=unit.depth + 1)


def _fill(found: Resolution, given: ResolutionGiven, papers: Papers, acting_user: User, at: datetime.datetime) -> None:
    """The columns of a draft. Raises InvalidFacts."""
    asks = given.asks_programme
    refuse_faults(
        found,
        {
            "number": (given.number, _("Give the number and symbol, such as 01-NQ/ĐUK.")),
            "title": (given.title, _("Give the resolution its title.")),
            "about": (given.about, _("Say in some sentences what the resolution is about.")),
        },
        {
            "dated": fault_of_day(given.dated, None, at),
            "rolled_out_until": _fault_of_term(given.rolled_out_until, given.dated),
            "programme_until": _fault_of_programme(given) if asks else None,
            "scope": None if given.scope in Resolution.Scope.values else _("Say for which units it is."),
        },
    )
    found.number, found.title, found.about = given.number.strip(), given.title.strip(), given.about.strip()
    found.dated, found.rolled_out_until, found.scope = given.dated, given.rolled_out_until, given.scope
    found.asks_programme, found.programme_until = asks, given.programme_until if asks else None
    paper, programme = papers
    if paper is not None:
        found.file, found.file_name = paper.keep(acting_user=acting_user, at=at), paper.name
    if programme is not None:
        found.programme_file = programme.keep(acting_user=acting_user, at=at)
        found.programme_file_name = programme.name


@contextmanager
def _papers(given: ResolutionGiven) -> Iterator[Papers]:
    """Its text and its programme of action. Raises PaperRefused."""
    with drafted(given.file) as paper, drafted(given.programme, "programme") as programme:
        yield paper, programme


def _files(found: Resolution) -> list[StoredFile]:
    return [file for file in (found.file, found.programme_file) if file is not None]


def _fault_of_term(day: datetime.date, dated: datetime.date) -> str | None:
    if day < dated:
        return _("This day lies before the date of the resolution. Check both.")
    return _("This day lies too far away. Check the year.") if day > LAST_DAY else None


def _fault_of_programme(given: ResolutionGiven) -> str | None:
    if given.programme_until is None:
        return _("Say until when each unit adopts its programme or plan.")
    return _fault_of_term(given.programme_until, given.dated)


def _chosen(unit: Unit, given: ResolutionGiven, at: datetime.datetime) -> list[Unit]:
    """Raises InvalidFacts where none is chosen, or one that doesn't stand directly below."""
    if given.scope != Resolution.Scope.CHOSEN:
        return []
    wanted = set(given.units)
    found = list(units_below(unit, at).filter(pk__in=wanted))
    if not found or len(found) != len(wanted):
        raise InvalidFacts.of("units", _("Choose the units that roll it out, of those directly below."))
    return found


def _choose(found: Resolution, units: Sequence[Unit]) -> list[ResolutionUnit]:
    return ResolutionUnit.objects.bulk_create(ResolutionUnit(resolution=found, unit=unit) for unit in units)


def _save(found: Resolution, columns: Sequence[str] | None = None) -> None:
    """Raises AlreadyHappened where the number and date are given, InvalidFacts where the number is in that year."""
    _refuse_number_given(found)
    try:
        with transaction.atomic():
            found.save(update_fields=columns)
    except IntegrityError as error:
        raise _given_already(found) from error


def _refuse_number_given(found: Resolution) -> None:
    """Of a unit, a number stands once in a year; that of what was revoked is free again. One at a time for a unit."""
    Unit.objects.select_for_update(no_key=True).get(pk=found.unit_id)
    same = Resolution.objects.filter(~Q(state=State.WITHDRAWN), unit=found.unit_id, dated__year=found.dated.year)
    other = same.filter(number__iexact=found.number).exclude(pk=found.pk).order_by("pk").first()
    if other is None:
        return
    if other.dated == found.dated:
        raise _given_already(found)
    sentence = _("%(number)s of %(day)s has this number already, and a number is given once in a year. Give another.")
    raise InvalidFacts.of("number", sentence % {"number": other.number, "day": day_words(other.dated)})


def _given_already(found: Resolution) -> AlreadyHappened:
    sentence = _("There is a resolution %(number)s of that date already. Nothing was recorded twice.")
    return AlreadyHappened(sentence % {"number": found.number})


def _refs(found: Resolution) -> dict[str, object]:
    return {"number": found.number, "resolution": found.pk, "revision": found.revision}
